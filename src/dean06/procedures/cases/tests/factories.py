"""Dossiers by legal state, for the tests of every app. All people are made up.

``setting()``: units, offices, officers and the published pack of births; ``submitted(world)``, ``received(world)``,
``in_processing(world)``, ``finished(world)``… a case in that state, brought there by the real services.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from dean06.kernel.accounts.queries import actor_for
from dean06.kernel.accounts.services import open_citizen_account
from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.calendar.services import load_calendar
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor, Grant, system_actor
from dean06.kernel.files import services as files
from dean06.kernel.population.models import Person
from dean06.kernel.population.tests import factories as people
from dean06.kernel.units.models import AdminUnit, Agency
from dean06.kernel.units.naming import name_key
from dean06.procedures.cases import services
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.types import ApplicantInput, Channel, DocumentInput, DocumentSource
from dean06.procedures.catalogue.pack_format import PackFiles
from dean06.procedures.catalogue.tests import factories as packs
from dean06.procedures.catalogue.types import PublishedPack

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
#: A Tuesday at nine.
NOW = dt.datetime(2026, 11, 17, 9, 0, tzinfo=VIETNAM)
DESK, CIVIL, POLICE = "tt-pvhcc-tinh", people.CIVIL_HERE, people.POLICE_HERE


@dataclass
class World:
    """Offices, officers and a citizen with an account."""

    pack: PublishedPack
    desk: Actor
    clerk: Actor
    clerk_there: Actor
    head: Actor
    citizen: Actor
    stranger: Actor
    person: Person
    spouse: Person


def at(hour: int, minute: int = 0, *, day: int = 17, month: int = 11) -> dt.datetime:
    """A moment of November 2026."""
    return dt.datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


def setting(pack: PackFiles | str | None = None) -> World:
    """The made-up province with one stop centres, a couple and the pack (a simple one of our own by default)."""
    load_calendar(actor=system_actor("tests"))
    people.place()
    province = AdminUnit.objects.get(code=people.PROVINCE)
    office(DESK, "Trung tâm Phục vụ hành chính công tỉnh", "one_stop_province", province)
    files = packs.pack_files(pack) if isinstance(pack, str) else (pack or simple_pack())
    published = packs.publish_files(files)
    mother = people.person("Lê Thị Mẫu Hoa", sex="F", born=dt.date(1995, 4, 12))
    father = people.person("Nguyễn Văn Mẫu Nam", born=dt.date(1993, 1, 5))
    people.household(mother, father, roles=("spouse",))
    other = people.person("Phan Thị Người Lạ", sex="F", born=dt.date(1980, 1, 1))
    return World(
        pack=published,
        desk=make_actor("one_stop_officer", CIVIL),
        clerk=make_actor("civil_status_officer", CIVIL),
        clerk_there=make_actor("civil_status_officer", people.CIVIL_THERE),
        head=make_actor("agency_head", CIVIL),
        citizen=citizen(mother),
        stranger=citizen(other),
        person=mother,
        spouse=father,
    )


def office(code: str, name: str, kind: str, unit: AdminUnit) -> Agency:
    """An agency that works."""
    return Agency.objects.create(code=code, name=name, short_name=name, kind=kind, unit=unit, name_key=name_key(name))


def citizen(person: Person) -> Actor:
    """The actor of a person who signed in with e-identification."""
    user = open_citizen_account(actor=system_actor("tests"), person_id=person.pk, full_name=person.full_name)
    return actor_for(user, "test-request", NOW.date())


def system() -> Actor:
    """The platform itself."""
    return system_actor("tests")


def accountant_of(actor: Actor) -> Actor:
    """The same actor, who may also take money at the desk."""
    return replace(actor, grants=(*actor.grants, Grant("payments.collect", frozenset({WHOLE_PROVINCE}))))


def simple_pack(**changes: Any) -> PackFiles:
    """A small procedure: one form field to fill, one paper, two steps, a result. ``changes`` replace parts by key of
    ``pack.yaml`` (``meta_…``), or whole files."""
    meta = {
        "code": "9.000001",
        "slug": "xac-nhan-mau",
        "title": "Xác nhận mẫu",
        "summary": "Thủ tục mẫu để kiểm thử.",
        "version": "1.0.0",
        "valid_from": "2026-01-01",
        "field_code": "MAU",
        "field_name": "Lĩnh vực mẫu",
        "level": "commune",
        "online_level": "full",
        "legal_basis": [{"number": "01/2026/TT-MAU", "title": "Văn bản mẫu"}],
        "time_limit": {"value": 5, "extended_value": 10, "source": "Văn bản mẫu"},
        "competence": {"by": "commune", "kind": "committee_commune"},
        "results": [{"code": "XAC_NHAN_MAU", "title": "Giấy xác nhận mẫu"}],
        "paper_form_items": 5,
        "paper_form_name": "Tờ khai mẫu",
        "refusal_reasons": {
            "KHONG_DU_DIEU_KIEN": "Không đủ điều kiện theo Điều 5 Văn bản mẫu.",
            "SAI_THAM_QUYEN": "Không thuộc thẩm quyền theo Điều 3 Văn bản mẫu.",
        },
    }
    meta |= {key.removeprefix("meta_"): value for key, value in changes.items() if key.startswith("meta_")}
    files: dict[str, Any] = {
        "meta": meta,
        "form_schema": {
            "type": "object",
            "required": ["purpose"],
            "properties": {
                "purpose": {"type": "string", "minLength": 3, "maxLength": 200},
                "copies": {"type": "integer", "minimum": 0, "maximum": 20},
            },
        },
        "ui": {
            "sections": [
                {
                    "id": "main",
                    "title": "Nội dung",
                    "fields": [
                        {"field": "purpose", "label": "Mục đích"},
                        {"field": "copies", "label": "Số bản sao"},
                    ],
                }
            ],
            "declaration": "Tôi cam đoan lời khai đúng sự thật.",
            "application_title": "TỜ KHAI MẪU",
        },
        "documents": {
            "documents": [
                {"id": "proof", "title": "Giấy tờ chứng minh", "type_code": "GIAY_CHUNG_MINH"},
                {"id": "photo", "title": "Ảnh", "type_code": "ANH", "optional": True},
            ]
        },
        "process": {
            "start": "check",
            "supplement_days": 10,
            "steps": [
                {
                    "id": "check",
                    "title": "Thẩm định",
                    "duty": "process",
                    "hours": 16,
                    "actions": [
                        {"id": "submit", "title": "Trình ký", "to": "sign"},
                        {"id": "ask", "title": "Yêu cầu bổ sung", "kind": "supplement"},
                        {"id": "money", "title": "Yêu cầu nộp tiền", "kind": "financial"},
                        {"id": "verify", "title": "Cần xác minh", "kind": "verify"},
                        {"id": "stop", "title": "Dừng", "kind": "stop", "reasons": ["KHONG_DU_DIEU_KIEN"]},
                    ],
                },
                {
                    "id": "sign",
                    "title": "Ký",
                    "duty": "approve",
                    "hours": 4,
                    "actions": [
                        {"id": "sign", "title": "Ký kết quả", "kind": "finish"},
                        {"id": "back", "title": "Trả lại", "kind": "return", "to": "check"},
                    ],
                },
            ],
        },
        "fees": {
            "fees": [
                {
                    "code": "tham_dinh",
                    "title": "Phí thẩm định",
                    "kind": "fee",
                    "amount": 50000,
                    "due": "processing",
                    "valid_from": "2026-01-01",
                    "source": "Văn bản mẫu",
                }
            ]
        },
        "effects": {},
        "notices": {},
        "result": {
            "blocks": [
                {"title": "GIẤY XÁC NHẬN MẪU"},
                {"fields": {"Họ tên": "{case.applicant_name}", "Mục đích": "{purpose}"}},
            ],
            "signed_by": "sign",
        },
    }
    files |= {key: value for key, value in changes.items() if not key.startswith("meta_")}
    return PackFiles.model_validate(files)


# --- Cases by state -----------------------------------------------------------------------------------------------


def applicant_of(person: Person) -> ApplicantInput:
    """A person as the applicant."""
    return ApplicantInput(
        full_name=person.full_name,
        number=person.personal_id or "",
        birth_date=dt.date(person.birth_year, person.birth_month or 1, person.birth_day or 1),
        person_id=person.pk,
        phone="0912345678",
    )


def paper_for(actor: Actor, requirement: str = "proof") -> DocumentInput:
    """A paper as handed in: a tiny PDF kept by the files app."""
    stored = files.store_upload(actor=actor, data=TINY_PDF, filename="giay-to.pdf")
    return DocumentInput(requirement=requirement, source=DocumentSource.UPLOAD, file_id=stored.pk)


def submitted(world: World, *, now: dt.datetime = NOW, actor: Actor | None = None, **changes: Any) -> Case:
    """Handed in online by the citizen, complete."""
    who = actor or world.citizen
    values: dict[str, Any] = {
        "procedure_code": world.pack.code,
        "data": {"purpose": "Bổ sung hồ sơ xin việc"},
        "channel": Channel.ONLINE,
        "applicant": applicant_of(world.person),
        "documents": [paper_for(who)],
        "now": now,
    }
    return services.submit_case(actor=who, **(values | changes))


def received(world: World, *, now: dt.datetime = NOW, **changes: Any) -> Case:
    """State 2."""
    case = submitted(world, now=now, **changes)
    return services.receive_case(actor=world.desk, case_id=case.pk, now=now)


def in_processing(world: World, *, now: dt.datetime = NOW, **changes: Any) -> Case:
    """State 4, with the clerk."""
    case = received(world, now=now, **changes)
    return services.take_case(actor=world.clerk, case_id=case.pk, now=now)


def waiting_for_signature(world: World, *, now: dt.datetime = NOW, **changes: Any) -> Case:
    """State 4, before the head."""
    case = in_processing(world, now=now, **changes)
    return services.act(actor=world.clerk, case_id=case.pk, action="submit", now=now)


def finished(world: World, *, now: dt.datetime = NOW, **changes: Any) -> Case:
    """State 9."""
    case = waiting_for_signature(world, now=now, **changes)
    return services.act(actor=world.head, case_id=case.pk, action="sign", now=now)


def pdf() -> bytes:
    """The smallest PDF with a word on its page."""
    words = b"BT /F 24 Tf 72 700 Td (Giay to) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\n"
    return out + b"startxref\n%d\n%%%%EOF\n" % start


TINY_PDF = pdf()
