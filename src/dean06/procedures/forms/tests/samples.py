"""Made-up forms for tests: small packs in memory, no database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dean06.procedures.catalogue.types import PackFiles, PublishedPack

TODAY = dt.date(2026, 11, 17)

PERSON_ID = {"type": "string", "format": "personal-id", "pattern": r"^\d{12}$"}
NAME = {"type": "string", "minLength": 3, "maxLength": 100, "pattern": r"^[^\d<>@#]+$"}
SEX = {"type": "string", "enum": ["M", "F"], "x-labels": ["Nam", "Nữ"]}
BIRTH = {"type": "string", "format": "partial-date", "x-not-after": "today"}

#: A move of a family: applicant, housing with guards, members as a group, money, boolean, dates in order.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "applicant": {
            "type": "object",
            "properties": {
                "full_name": NAME,
                "personal_id": PERSON_ID,
                "birth_date": BIRTH,
                "sex": SEX,
                "phone": {"type": "string", "format": "phone"},
                "email": {"type": "string", "format": "email"},
                "commune": {"type": "string", "format": "commune"},
            },
            "required": ["full_name", "personal_id", "birth_date", "sex", "phone"],
        },
        "housing": {
            "type": "object",
            "properties": {
                "kind": {"type": "string", "enum": ["own", "rent", "other"], "x-labels": ["Của mình", "Thuê", "Khác"]},
                "landlord": NAME,
                "rent": {"type": "integer", "minimum": 0, "maximum": 1000000000},
                "moved_on": {"type": "string", "format": "date", "x-not-after": "today",
                             "x-not-before": "applicant.birth_date"},
                "agrees": {"type": "boolean"},
            },
            "required": ["kind", "landlord", "moved_on", "agrees"],
        },
        "guest": {
            "type": "object",
            "properties": {"full_name": NAME, "note": {"type": "string", "maxLength": 1000}},
            "required": ["full_name"],
        },
        "members": {
            "type": "array",
            "maxItems": 4,
            "items": {
                "type": "object",
                "properties": {
                    "full_name": NAME,
                    "personal_id": PERSON_ID,
                    "birth_date": BIRTH,
                    "sex": SEX,
                    "relation": {"type": "string", "enum": ["child", "other"], "x-labels": ["Con", "Khác"]},
                    "relation_note": {"type": "string", "maxLength": 50},
                },
                "required": ["full_name", "relation", "relation_note"],
            },
        },
        "copies": {"type": "integer", "minimum": 1, "maximum": 10},
    },
    "required": ["applicant", "housing"],
}  # fmt: skip

UI: dict[str, Any] = {
    "declaration": "Tôi cam đoan những điều khai trên là đúng.",
    "application_title": "Tờ khai thay đổi nơi ở",
    "addressed_to": "Công an xã",
    "sections": [
        {
            "id": "applicant",
            "title": "Người khai",
            "help": "Thông tin có khóa lấy từ cơ sở dữ liệu dân cư.",
            "fields": [
                {"field": "applicant.full_name", "label": "Họ và tên", "prefill": "population.full_name",
                 "locked": True},
                {"field": "applicant.personal_id", "label": "Số định danh", "prefill": "population.personal_id",
                 "locked": True},
                {"field": "applicant.birth_date", "label": "Ngày sinh", "prefill": "population.birth_date",
                 "locked": True},
                {"field": "applicant.sex", "label": "Giới tính", "prefill": "population.sex", "locked": True},
                {"field": "applicant.phone", "label": "Số điện thoại", "prefill": "account.phone",
                 "question": "Số điện thoại nào gọi được cho bạn?"},
                {"field": "applicant.email", "label": "Thư điện tử", "prefill": "account.email"},
                {"field": "applicant.commune", "label": "Xã, phường", "prefill": "population.permanent_unit"},
            ],
        },
        {
            "id": "housing",
            "title": "Nơi ở mới",
            "fields": [
                {"field": "housing.kind", "label": "Nhà ở", "question": "Nhà bạn chuyển đến là của ai?"},
                {"field": "housing.landlord", "label": "Chủ nhà",
                 "when": [{"field": "housing.kind", "op": "in", "value": ["rent", "other"]}]},
                {"field": "housing.rent", "label": "Tiền thuê một tháng", "widget": "money",
                 "when": [{"field": "housing.kind", "value": "rent"}]},
                {"field": "housing.moved_on", "label": "Ngày chuyển đến"},
                {"field": "housing.agrees", "label": "Chủ nhà đồng ý", "widget": "radio"},
            ],
        },
        {
            "id": "guest",
            "title": "Người đi cùng",
            "fields": [
                {"field": "guest.full_name", "label": "Họ tên người đi cùng"},
                {"field": "guest.note", "label": "Ghi chú"},
            ],
        },
        {
            "id": "members",
            "title": "Thành viên chuyển cùng",
            "repeat": "members",
            "item_title": "Thành viên",
            "when": [{"field": "housing.kind", "op": "ne", "value": "other"}],
            "fields": [
                {"field": "members[].personal_id", "label": "Số định danh của thành viên"},
                {"field": "members[].full_name", "label": "Họ tên thành viên",
                 "prefill": "population(members[].personal_id).full_name", "locked": True},
                {"field": "members[].birth_date", "label": "Ngày sinh thành viên"},
                {"field": "members[].sex", "label": "Giới tính thành viên"},
                {"field": "members[].relation", "label": "Quan hệ"},
                {"field": "members[].relation_note", "label": "Quan hệ khác là gì",
                 "when": [{"field": "members[].relation", "value": "other"}]},
            ],
        },
        {
            "id": "result",
            "title": "Kết quả",
            "when": [{"field": "case.channel", "op": "in", "value": ["online", "direct"]}],
            "fields": [{"field": "copies", "label": "Số bản sao"}],
        },
    ],
}  # fmt: skip


def files(schema: dict[str, Any] | None = None, ui: dict[str, Any] | None = None, **parts: Any) -> PackFiles:
    """The files of the move, or of another form with the same frame."""
    return PackFiles.model_validate(
        {
            "meta": {
                "code": "9.000001",
                "slug": "chuyen-noi-o",
                "title": "Thay đổi nơi ở (mẫu thử)",
                "summary": "Dùng để thử biểu mẫu.",
                "version": "1",
                "valid_from": "2026-01-01",
                "field_code": "CT",
                "field_name": "Cư trú",
                "level": "commune",
                "online_level": "full",
                "legal_basis": [],
                "time_limit": {"value": 3, "source": "mẫu"},
                "competence": {"by": "fixed", "agency": "ca-xa-cam-mau"},
                "results": [],
                "paper_form_items": 20,
                "paper_form_name": "Mẫu thử",
                "refusal_reasons": {},
            },
            "form_schema": schema or SCHEMA,
            "ui": ui or UI,
            "documents": {},
            "process": {"start": "look", "steps": []},
            "fees": {},
            "effects": {},
            "notices": {},
            "result": None,
            **parts,
        }
    )


def published(pack_files: PackFiles | None = None, version_id: int = 1) -> PublishedPack:
    """A version as ``catalogue.queries.pack`` returns it, in memory only."""
    content = pack_files or files()
    meta = content.meta
    return PublishedPack(
        version_id=version_id,
        procedure_id=1,
        code=meta.code,
        title=meta.title,
        version=meta.version,
        valid_from=meta.valid_from,
        valid_to=None,
        sha256="0" * 64,
        files=content,
    )


def good() -> dict[str, Any]:
    """Answers that pass."""
    return {
        "applicant": {
            "full_name": "Nguyễn Văn Mẫu",
            "personal_id": "042090000001",
            "birth_date": "1990-03-15",
            "sex": "M",
            "phone": "0912345678",
        },
        "housing": {"kind": "rent", "landlord": "Trần Thị Chủ", "rent": 1500000, "moved_on": "2026-11-01",
                    "agrees": True},
        "members": [{"full_name": "Nguyễn Thị Con", "relation": "child", "birth_date": "2015", "sex": "F"}],
        "copies": 2,
    }  # fmt: skip
