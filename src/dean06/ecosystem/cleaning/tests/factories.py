"""A list of the insurance with its versions as files, a registry side, and actors of each role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils import timezone

from dean06.ecosystem.cleaning import communes, sides
from dean06.ecosystem.datasets import storing
from dean06.ecosystem.datasets.models import Dataset, DatasetVersion, Sector, SectorField
from dean06.ecosystem.datasets.types import SECTOR_SIDE, TRAILING_COLUMNS, VersionState
from dean06.ecosystem.matching.types import REGISTRY_SIDE
from dean06.kernel.accounts.permissions import permissions_of
from dean06.kernel.common.actors import Actor, Grant
from dean06.kernel.units.models import AdminUnit, AdminUnitSuccession, Agency

_TYPES = {"int64": pa.int64(), "int16": pa.int16(), "int8": pa.int8(), "string": pa.string()}
_SQL = {"BIGINT": pa.int64(), "INTEGER": pa.int32(), "VARCHAR": pa.string(), "DOUBLE": pa.float64()}
RECORD = pa.schema({name: _TYPES[kind] for name, kind in {**SECTOR_SIDE, **TRAILING_COLUMNS}.items()})
PERSON = pa.schema(
    {
        **{name: _SQL[kind] for name, kind in REGISTRY_SIDE.items()},
        "died_on": pa.date32(),
        "permanent_since": pa.date32(),
        "nationality": pa.string(),
        "id_status": pa.string(),
    }
)

#: Two communes of today, and one of before that was divided between them.
SEN, THO, DIVIDED = "18073", "18229", "18250"


def province() -> None:
    """Two communes of Hà Tĩnh, what they were made of, and the bodies that look after them."""
    change = dt.date(2025, 7, 1)
    whole = _unit("42", "Tỉnh Hà Tĩnh", "province", "tinh", None, dt.date(2004, 1, 1), None)
    district = _unit("440", "Huyện Đức Thọ", "district", "huyen", whole, dt.date(2004, 1, 1), dt.date(2025, 6, 30))
    sen = _unit(SEN, "Phường Thành Sen", "commune", "phuong", whole, change, None, (18.34, 105.9))
    tho = _unit(THO, "Xã Đức Thọ", "commune", "xa", whole, change, None, (18.53, 105.6))
    for code, name, became in (
        ("18070", "Phường Trần Phú", [sen]),
        (THO, "Thị trấn Đức Thọ", [tho]),
        (DIVIDED, "Xã Yên Hồ", [sen, tho]),
    ):
        old = _unit(code, name, "commune", "xa", district, dt.date(2004, 1, 1), dt.date(2025, 6, 30))
        for new in became:
            AdminUnitSuccession.objects.create(
                old=old, new=new, change="merged", partial=len(became) > 1, effective_on=change
            )
    for code, name, kind, unit in (
        ("ca-phuong-thanh-sen", "Công an phường Thành Sen", "police_commune", sen),
        ("ca-xa-duc-tho", "Công an xã Đức Thọ", "police_commune", tho),
        ("bhxh-tinh", "Bảo hiểm xã hội tỉnh", "vertical", whole),
        ("thue-tinh", "Thuế tỉnh", "vertical", whole),
        ("so-noi-vu", "Sở Nội vụ", "department", whole),
    ):
        Agency.objects.create(code=code, name=name, short_name=name, kind=kind, unit=unit, name_key=name.lower())
    communes._known.clear()


def _unit(
    code: str,
    name: str,
    level: str,
    kind: str,
    parent: AdminUnit | None,
    since: dt.date,
    until: dt.date | None,
    place: tuple[float | None, float | None] = (None, None),
) -> AdminUnit:
    return AdminUnit.objects.create(
        code=code,
        name=name,
        short_name=name.split(" ", 1)[1],
        level=level,
        kind=kind,
        parent=parent,
        valid_from=since,
        valid_to=until,
        latitude=place[0],
        longitude=place[1],
        short_key=name.lower(),
        name_key=name.lower(),
        path_key=name.lower(),
    )


def sector(code: str = "insurance", agency: str = "bhxh-tinh", **other: Any) -> Sector:
    """A list with four mandatory columns and thirty days to show a death."""
    values = {
        "name": "Bảo hiểm xã hội",
        "record_word": "người tham gia",
        "report_wording": "Người tham gia đã xác thực đúng với dữ liệu dân cư",
        "live_days": 30,
        "legal_source": "thử",
        "certainty": "sure",
        "key_salt": "muối",
        **other,
    }
    made, _ = Sector.objects.update_or_create(code=code, defaults={"agency": agency, **values})
    made.fields.all().delete()
    for order, (name, kind) in enumerate(
        (("personal_id", "id"), ("full_name", "name"), ("birth_date", "date"), ("unit", "unit"))
    ):
        SectorField.objects.create(
            sector=made, code=name, label=name, kind=kind, mandatory=True, certainty="sure", order=order
        )
    return made


def version(of: Sector, rows: list[dict[str, Any]], *, as_of: dt.date | None = None) -> DatasetVersion:
    """A confirmed version with these rows, the newest of its list."""
    dataset, _ = Dataset.objects.get_or_create(sector=of)
    number = dataset.versions.count() + 1
    made = DatasetVersion.objects.create(
        dataset=dataset,
        number=number,
        state=VersionState.CONFIRMED,
        file_id=1,
        filename="danh-sach.csv",
        sha256=f"{number:064d}",
        size=1,
        received_at=timezone.now(),
        data_as_of=as_of or timezone.localdate(),
        uploaded_by="thử",
        rows=len(rows),
    )
    dataset.latest = made
    dataset.save()
    table = pa.Table.from_pylist([{name: row.get(name) for name in RECORD.names} for row in rows], RECORD)
    pq.write_table(table, storing.begin(made.pk) / storing.RECORDS)
    storing.finish(made.pk)
    return made


def person(
    key: int, name: str, born: tuple[int, int | None, int | None], sex: str = "M", **other: Any
) -> dict[str, Any]:
    """A registered person; the number fits sex and birth year."""
    century = {("M", 19): 0, ("F", 19): 1, ("M", 20): 2, ("F", 20): 3}[sex, born[0] // 100]
    return {
        "person_key": key,
        "personal_id": f"042{century}{born[0] % 100:02d}{key:06d}",
        "full_name": name,
        "birth_year": born[0],
        "birth_month": born[1],
        "birth_day": born[2],
        "sex": sex,
        "unit_code": SEN,
        "life_status": "alive",
        "nationality": "VN",
        "id_status": "active",
        **other,
    }


def record(record_id: int, of: dict[str, Any], **other: Any) -> dict[str, Any]:
    """What a list says about a person, changed by ``other``."""
    same = ("personal_id", "full_name", "birth_year", "birth_month", "birth_day", "sex")
    return {
        "record_id": record_id,
        "record_key": f"khoa-{record_id}",
        "row_no": record_id,
        "content_hash": str(record_id),
        "unit_text": of["unit_code"],
        **{name: of[name] for name in same},
        **other,
    }


@contextmanager
def registry(monkeypatch: Any, people: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The registry holds ``people`` (a list that may be changed between runs)."""

    def table() -> pa.Table:
        return pa.Table.from_pylist([{name: one.get(name) for name in PERSON.names} for one in people], PERSON)

    def side(path: Path, actor: Actor, purpose: str) -> Path:
        pq.write_table(table(), path)
        return path

    with monkeypatch.context() as patch:
        patch.setattr(sides, "registry_side", side)
        patch.setattr(sides, "registry_rows", lambda ids, numbers: table())
        yield people


def actor(role: str, agency: str, *, everywhere: bool = False) -> Actor:
    """Somebody with one role for one body, or for the province."""
    area = frozenset({"*"} if everywhere else {agency})
    grants = tuple(Grant(permission, area) for permission in sorted(permissions_of(role)))
    return Actor(7, "Trần Thị Thử", agency, grants)


def steward(agency: str = "bhxh-tinh") -> Actor:
    return actor("data_steward", agency)


def police(agency: str) -> Actor:
    return actor("commune_police", agency)


def registry_officer() -> Actor:
    return actor("registry_officer", "cong-an-tinh", everywhere=True)


def leader() -> Actor:
    return actor("provincial_leader", "ubnd-tinh", everywhere=True)


#: People enough for the engine to learn from: every one different in name, date, number.
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Giang", "Hải", "Khánh", "Long", "Minh", "Nam", "Phúc", "Quân", "Sơn", "Tâm")


def crowd(number: int) -> list[dict[str, Any]]:
    """``number`` people of two communes."""
    return [
        person(
            n,
            f"{FAMILY[n % 10]} Văn {GIVEN[(n // 10) % 14]}",
            (1950 + n % 60, 1 + n % 12, 1 + n % 28),
            "M",
            unit_code=SEN if n % 2 else THO,
        )
        for n in range(1, number + 1)
    ]
