"""Whole ways of a citizen through the pages: birth of a child, moving house, lost driving licence."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.citizens.identity.tests.factories import sign_in_citizen
from dean06.kernel.population.tests import factories as people
from dean06.kernel.units.models import AdminUnit
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests.factories import office, setting, simple_pack, submitted
from dean06.procedures.cases.types import State
from dean06.procedures.catalogue.tests.factories import publish
from dean06.procedures.forms import services as forms
from dean06.procedures.interlinked.models import Consent, Leg, LinkedCase
from dean06.procedures.interlinked.types import LegState
from dean06.web.portal.tests.walking import answer_all, begin, give_papers, photograph, send

pytestmark = pytest.mark.django_db


def birth_data(world) -> dict:
    today = timezone.localdate()
    return {
        "declarant": {"relation": "mother", "phone": "0912345678"},
        "child": {
            "full_name": "Nguyễn Minh An",
            "sex": "F",
            "birth_date": today.replace(day=1).isoformat(),
            "birth_place": "Bệnh viện đa khoa mẫu",
            "native_place": "Xã Cẩm Mẫu, tỉnh Hà Tĩnh",
            "ethnicity": "01",
            "nationality": "VN",
        },
        "birth_proof": "certificate",
        "mother": {"personal_id": world.person.personal_id},
        "father_recorded": True,
        "father": {"personal_id": world.spouse.personal_id},
        "parents_married": True,
        "home_of": "mother",
    }


@pytest.fixture
def world(db):
    return setting("1.001193")


def test_a_mother_registers_the_birth_of_her_child(client: Client, world) -> None:
    sign_in_citizen(client, world.person)
    home = client.get(reverse("portal:home")).content.decode()
    assert "Sinh con" in home
    assert client.get(reverse("portal:life_event", args=["co_con"])).status_code == 200
    draft_id = begin(client, "1.001193")
    seen = answer_all(client, draft_id, birth_data(world))
    assert len(seen) > 5
    # What the State knows is not asked for: only the certificate of birth is left to be photographed.
    assert give_papers(client, draft_id) == ["birth_certificate"]
    review = client.get(reverse("portal:review", args=[draft_id])).content.decode()
    assert "Lê Thị Mẫu Hoa" in review
    assert "Nguyễn Minh An" in review
    assert client.get(reverse("portal:draft_pdf", args=[draft_id])).content.startswith(b"%PDF")
    code = send(client, draft_id)
    case = Case.objects.get(code=code)
    assert (case.state, case.applicant_person_id) == (State.SUBMITTED, world.person.pk)
    assert case.identity_verified
    assert case.data["mother"]["full_name"] == "Lê Thị Mẫu Hoa"
    page = client.get(reverse("portal:sent", args=[code])).content.decode()
    assert code in page
    assert "08 giờ làm việc" in page
    assert code in client.get(reverse("portal:mine")).content.decode()
    assert client.get(reverse("portal:case", args=[code])).status_code == 200
    # The draft is gone: it is the dossier now.
    assert client.get(reverse("portal:apply", args=[draft_id]))["Location"] == reverse("portal:case", args=[code])


def test_a_page_that_was_answered_wrongly_says_so_and_keeps_what_was_typed(client: Client, world) -> None:
    sign_in_citizen(client, world.person)
    draft_id = begin(client, "1.001193")
    data = birth_data(world)
    data["child"]["birth_date"] = "2999-01-01"
    with pytest.raises(AssertionError, match="birth_date"):
        answer_all(client, draft_id, data)
    page = client.get(reverse("portal:apply", args=[draft_id]), follow=True)
    assert page.context["step"].id.endswith("child.birth_date")
    assert "01/01/2999" in page.content.decode()
    # Nobody sends a dossier past its questions.
    answer = client.post(reverse("portal:review", args=[draft_id]), {"cam-doan": "1", "nhan": "online"})
    assert answer.status_code == 200
    assert "Còn câu chưa trả lời" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_dossier_is_not_sent_without_declaration_or_papers(client: Client, world) -> None:
    sign_in_citizen(client, world.person)
    draft_id = begin(client, "1.001193")
    answer_all(client, draft_id, birth_data(world))
    answer = client.post(reverse("portal:papers", args=[draft_id]), {"_act": "next"}, follow=True)
    assert "Còn thiếu" in answer.content.decode()
    client.post(reverse("portal:review", args=[draft_id]), {"cam-doan": "1", "nhan": "online"})
    assert not Case.objects.exists()
    give_papers(client, draft_id)
    answer = client.post(reverse("portal:review", args=[draft_id]), {"nhan": "online"})
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_the_same_click_five_times_makes_one_dossier(client: Client, world) -> None:
    sign_in_citizen(client, world.person)
    draft_id = begin(client, "1.001193")
    answer_all(client, draft_id, birth_data(world))
    give_papers(client, draft_id)
    code = send(client, draft_id)
    for _ in range(4):
        client.post(reverse("portal:review", args=[draft_id]), {"cam-doan": "1", "nhan": "online"})
    assert [one.code for one in Case.objects.all()] == [code]


def test_moving_house_into_a_house_of_ones_own(client: Client, db) -> None:
    world = setting("1.004222")
    sign_in_citizen(client, world.person)
    draft_id = begin(client, "1.004222")
    answer_all(
        client,
        draft_id,
        {
            "requester": {"phone": "0912345678"},
            "residence": {"commune": "18002", "village": "Thôn Trung Tân", "address": "Số 40", "basis": "own_house"},
            # She heads the household she leaves: the register says so, and who of those who stay may come next.
            "household": {"joins": "new", "leaves_head": "yes", "old_head_id": world.spouse.personal_id},
            "members": [],
            "minor": {"alone": "no"},
        },
    )
    give_papers(client, draft_id)
    code = send(client, draft_id)
    case = Case.objects.get(code=code)
    assert case.deciding_agency == "ca-xa-son-mau"
    assert case.data["requester"]["full_name"] == "Lê Thị Mẫu Hoa"


def test_a_lost_driving_licence_needs_no_paper_at_all(client: Client, db) -> None:
    world = setting("3.000346")

    office("pc-ha-tinh", "Công an tỉnh", "police_province", AdminUnit.objects.get(code="42"))
    office(
        world.pack.meta.competence.agency, "Công an tỉnh Hà Tĩnh", "police_province", AdminUnit.objects.get(code="42")
    )
    sign_in_citizen(client, world.person)
    draft_id = begin(client, "3.000346")
    answer_all(
        client,
        draft_id,
        {
            "requester": {"phone": "0912345678"},
            "licence": {"class": "A1"},
            "request": {"kind": "lost", "lost_how": "no"},
            "health": {"needed": "no"},
        },
    )
    assert give_papers(client, draft_id) == []
    review = client.get(reverse("portal:review", args=[draft_id])).content.decode()
    assert "135.000 đồng" in review or "115.000 đồng" in review
    code = send(client, draft_id)
    # Pre-printed stock: the result is handed over at the desk or by post, never "electronically".
    assert Case.objects.get(code=code).delivery == "desk"
    assert "Nộp tiền" in client.get(reverse("portal:sent", args=[code])).content.decode()


def test_a_mother_applies_for_her_child_whose_dossier_it_is(client: Client, db) -> None:
    world = setting()
    home = people.family(children=1)
    child = home.children[0]
    actor = sign_in_citizen(client, home.mother)
    page = client.get(reverse("portal:start", args=[world.pack.code])).content.decode()
    assert child.full_name in page
    draft_id = begin(client, world.pack.code, for_person=child.pk)
    answer_all(client, draft_id, {"purpose": "Nhập học lớp 10"})
    give_papers(client, draft_id)
    case = Case.objects.get(code=send(client, draft_id))
    assert (case.applicant_person_id, case.submitted_by_id) == (child.pk, actor.user_id)
    assert case.code in client.get(reverse("portal:mine")).content.decode()
    # For anybody else the dossier is one's own.
    stranger = begin(client, world.pack.code, for_person=world.person.pk)
    assert forms.draft(actor, stranger).person_id == home.mother.pk


def test_two_devices_never_overwrite_each_other_unseen(client: Client, db) -> None:
    world = setting()
    sign_in_citizen(client, world.person)
    draft_id = begin(client, world.pack.code)
    where = client.get(reverse("portal:apply", args=[draft_id]))["Location"]
    seen = client.get(where).context["draft"].revision
    client.post(where, {"purpose": "Từ điện thoại", "revision": seen, "_act": "save"})
    answer = client.post(where, {"purpose": "Từ máy tính", "revision": seen, "_act": "next"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Từ điện thoại" in page
    assert "Từ máy tính" in page
    client.post(where, {"purpose": "Từ máy tính", "revision": answer.context["revision"], "_keep": "mine"})
    assert client.get(where).context["draft"].data["purpose"] == "Từ máy tính"


def test_saving_tells_the_code_for_the_desk_and_the_draft_is_found_again_and_thrown_away(client: Client, db) -> None:
    world = setting()
    sign_in_citizen(client, world.person)
    draft_id = begin(client, world.pack.code)
    where = client.get(reverse("portal:apply", args=[draft_id]))["Location"]
    answer = client.post(where, {"purpose": "Dở dang", "_act": "save"}, follow=True)
    code = forms.draft(world.citizen, draft_id).resume_code
    assert f"{code[:4]}-{code[4:]}" in answer.content.decode()
    assert "Làm tiếp" in client.get(reverse("portal:home")).content.decode()
    client.post(reverse("portal:discard", args=[draft_id]))
    assert client.get(reverse("portal:apply", args=[draft_id])).status_code == 404


def test_a_paper_of_the_store_is_taken_instead_of_a_photograph(client: Client, db) -> None:
    documents = {
        "documents": [
            {
                "id": "proof",
                "title": "Giấy khai sinh",
                "type_code": "GIAY_KHAI_SINH",
                "replaced_by": [{"source": "wallet", "types": ["GIAY_KHAI_SINH"]}],
            }
        ]
    }
    world = setting(simple_pack(documents=documents))
    sign_in_citizen(client, world.person)
    client.post(
        reverse("portal:wallet_add"),
        {"type_code": "GIAY_KHAI_SINH", "title": "Giấy khai sinh bản chụp", "tep": photograph()},
    )
    draft_id = begin(client, world.pack.code)
    answer_all(client, draft_id, {"purpose": "Xin việc"})
    assert give_papers(client, draft_id) == []
    assert "Dùng bản trong Kho giấy tờ" in client.get(reverse("portal:papers", args=[draft_id])).content.decode()
    case = Case.objects.get(code=send(client, draft_id))
    paper = case.documents.get()
    assert (paper.source, paper.requirement) == ("wallet", "proof")
    used = client.get(reverse("portal:wallet_paper", args=[paper.wallet_document_id])).content.decode()
    assert case.code in used


def test_a_household_head_sees_who_asks_and_an_applicant_sees_the_legs(client: Client, db) -> None:
    world = setting()
    case = submitted(world)
    linked = LinkedCase.objects.create(
        case_id=case.pk, code=case.code, procedure_code=case.procedure_code, version_id=case.version_id,
        agency=case.receiving_agency, opened_at=case.submitted_at, swept_at=case.submitted_at,
    )  # fmt: skip
    leg = Leg.objects.create(
        linked=linked, ref="home", position=1, title="Đăng ký thường trú cho trẻ", state=LegState.CONSENT,
        since=case.submitted_at,
    )  # fmt: skip
    Consent.objects.create(
        leg=leg, head_person_id=world.spouse.pk, head_name=world.spouse.full_name, asked_at=case.submitted_at,
        remind_at=case.submitted_at, answer_by=case.submitted_at + dt.timedelta(days=3),
    )  # fmt: skip
    sign_in_citizen(client, world.person)
    page = client.get(reverse("portal:case", args=[case.code])).content.decode()
    assert "Đăng ký thường trú cho trẻ" in page
    assert "Chờ chủ hộ đồng ý" in page
    assert "xin nhập vào hộ của bạn" not in client.get(reverse("portal:home")).content.decode()
    sign_in_citizen(client, world.spouse)
    for name in ("home", "mine"):
        assert "xin nhập vào hộ của bạn" in client.get(reverse(f"portal:{name}")).content.decode()


def test_a_wrong_value_of_the_register_is_corrected_by_a_procedure_that_knows_which(client: Client, db) -> None:
    world = setting("1.001193")
    publish("DA06-DC01")
    sign_in_citizen(client, world.person)
    draft_id = begin(client, "1.001193")
    page = client.get(reverse("portal:apply", args=[draft_id]), follow=True).content.decode()
    assert f"{reverse('portal:correction')}?truong=declarant.full_name" in page
    answer = client.get(reverse("portal:correction"), {"truong": "declarant.full_name"})
    assert answer["Location"] == f"{reverse('portal:start', args=['DA06-DC01'])}?muc=full_name"
    assert 'name="muc" value="full_name"' in client.get(answer["Location"]).content.decode()
    answer = client.post(reverse("portal:begin", args=["DA06-DC01"]), {"muc": "full_name"})
    started = int(answer["Location"].rstrip("/").split("/")[-1])
    assert forms.draft(world.citizen, started).data == {"change": {"item": "full_name"}}
    # What the procedure does not correct is not written into it.
    for unknown in ("household_head_id", "<script>", ""):
        where = client.get(reverse("portal:correction"), {"truong": f"x.{unknown}"})["Location"]
        assert where == reverse("portal:start", args=["DA06-DC01"])
    # The first draft is still there.
    assert client.get(reverse("portal:apply", args=[draft_id])).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share one connection to SQLite in memory")
def test_the_same_click_five_times_at_once_makes_one_dossier() -> None:
    with transaction.atomic():
        world = setting()
    client = Client()
    sign_in_citizen(client, world.person)
    draft_id = begin(client, world.pack.code)
    answer_all(client, draft_id, {"purpose": "Xin việc"})
    give_papers(client, draft_id)
    where = reverse("portal:review", args=[draft_id])

    def click(_: int) -> int:
        other = Client()
        other.cookies["sessionid"] = client.cookies["sessionid"].value
        try:
            return other.post(where, {"cam-doan": "1", "nhan": "online"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        answers = sorted(pool.map(click, range(5)))
    assert Case.objects.count() == 1
    assert 302 in answers
    assert all(status < 500 for status in answers)
