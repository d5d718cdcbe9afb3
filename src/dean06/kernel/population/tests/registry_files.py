"""Registry files of a few made-up people, for the tests of import and export."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dean06.kernel.common.personal_id import prefix_of
from dean06.kernel.population.tests.factories import HERE, THERE, _unit
from dean06.kernel.population.types import REGISTRY_COLUMNS
from dean06.kernel.units.models import AdminUnit

AS_OF = dt.date(2026, 11, 1)
OLD_COMMUNE = "18501"
_ARROW = {"string": pa.string(), "int16": pa.int16(), "int8": pa.int8(), "date32": pa.date32()}


def old_list() -> None:
    """A commune that ended with the list before 01/7/2025."""
    province = AdminUnit.objects.get(code="42")
    unit = _unit(OLD_COMMUNE, "Xã Mẫu Cũ", "commune", province)
    unit.valid_from, unit.valid_to = dt.date(2004, 1, 1), dt.date(2025, 6, 30)
    unit.save(update_fields=["valid_from", "valid_to"])


def number(sex: str, year: int, tail: int) -> str:
    """A good personal id of Hà Tĩnh."""
    return f"{prefix_of('042', sex, year)}{tail:06d}"


def row(tail: int, name: str, sex: str = "F", year: int = 1990, **other: Any) -> dict[str, Any]:
    """One person of the file; ``other`` sets or unsets columns."""
    return {
        "personal_id": number(sex, year, tail),
        "full_name": name,
        "sex": sex,
        "birth_year": year,
        "birth_month": 3,
        "birth_day": 5,
        "ethnicity": "01",
        "nationality": "VN",
        "permanent_unit": HERE,
        "permanent_village": "Thôn 3",
        "permanent_since": dt.date(2020, 1, 2),
        "marital_status": "single",
        "life_status": "alive",
        "id_status": "active",
    } | other


def family() -> list[dict[str, Any]]:
    """A couple with a child in one household, a lodger elsewhere, somebody who died."""
    him, her = number("M", 1980, 1), number("F", 1982, 2)
    home = {"household_no": "000000001", "previous_unit": OLD_COMMUNE}
    return [
        row(3, "Nguyễn Thị Con", "F", 2012, father_id=him, mother_id=her, household_role="child", **home),
        row(
            1,
            "Nguyễn Văn Chồng",
            "M",
            1980,
            spouse_id=her,
            marital_status="married",
            household_role="head",
            old_ids="183456789;184000111",
            annulled_ids=number("M", 1981, 77),
            **home,
        ),
        row(2, "Trần Thị Vợ", "F", 1982, spouse_id=him, marital_status="married", household_role="spouse", **home),
        row(4, "H'Hen  Niê", "F", 1995, birth_month=None, birth_day=None, temporary_unit=THERE, current_unit=THERE),
        row(5, "Lê Văn Già", "M", 1930, life_status="dead", died_on=dt.date(2024, 5, 6)),
    ]


def write(path: Path, rows: list[dict[str, Any]], columns: list[str] | None = None) -> Path:
    """The rows as a Parquet or CSV file."""
    names = columns or list(REGISTRY_COLUMNS)
    if path.suffix == ".csv":
        import csv

        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(names)
            writer.writerows([["" if one.get(name) is None else one.get(name) for name in names] for one in rows])
        return path
    schema = pa.schema([(name, _ARROW[REGISTRY_COLUMNS[name]]) for name in names])
    pq.write_table(pa.Table.from_pylist([{name: one.get(name) for name in names} for one in rows], schema), path)
    return path
