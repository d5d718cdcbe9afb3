"""Made-up people and lists as Parquet files: single persons with a story, and a small province around them."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dean06.ecosystem.matching.types import REGISTRY_SIDE, SECTOR_SIDE, UNIT_MAP

TYPES = {"BIGINT": pa.int64(), "VARCHAR": pa.string(), "INTEGER": pa.int32(), "DOUBLE": pa.float64()}
UNITS = [f"{18400 + 7 * number}" for number in range(12)]
FAMILIES = [
    "Nguyễn",
    "Nguyễn",
    "Nguyễn",
    "Nguyễn",
    "Trần",
    "Trần",
    "Lê",
    "Lê",
    "Phạm",
    "Phan",
    "Hoàng",
    "Võ",
    "Đặng",
    "Bùi",
    "Hồ",
    "Đỗ",
    "Dương",
    "Lý",
    "Cao",
    "Trịnh",
]
MIDDLES = {
    "M": ["Văn", "Văn", "Văn", "Đức", "Hữu", "Quang", "Xuân", "Công", "Minh", "Đình"],
    "F": ["Thị", "Thị", "Thị", "Ngọc", "Thu", "Kim", "Hồng", "Mỹ"],
}
GIVEN = {
    "M": [
        "Hùng",
        "Dũng",
        "Tuấn",
        "Anh",
        "Minh",
        "Long",
        "Nam",
        "Sơn",
        "Hải",
        "Thắng",
        "Cường",
        "Việt",
        "Hòa",
        "Quân",
        "Huy",
        "Bình",
        "Trung",
        "Hiếu",
        "Tùng",
        "Kiên",
    ],
    "F": [
        "Hoa",
        "Lan",
        "Hương",
        "Hằng",
        "Thủy",
        "Hà",
        "Linh",
        "Trang",
        "Nga",
        "Mai",
        "Thu",
        "Phương",
        "Nhung",
        "Yến",
        "Dung",
        "Hiền",
        "Hạnh",
        "Loan",
        "Thảo",
        "Vân",
    ],
}


@dataclass
class Files:
    """One task under construction; ``truth`` maps records to persons (``None``: not registered)."""

    people: list[dict[str, Any]] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    units: list[tuple[str, str, float]] = field(default_factory=lambda: [(unit, unit, 1.0) for unit in UNITS])
    truth: dict[int, int | None] = field(default_factory=dict)

    def person(self, full_name: str, born: str, **values: Any) -> int:
        """A registered person; ``born`` is "3/5/1980" or "1980". Gives the key."""
        key = len(self.people) + 1
        day, month, year = _born(born)
        number = key * 7919 % 1_000_000
        row = dict.fromkeys(REGISTRY_SIDE) | {
            "person_key": key,
            "full_name": full_name,
            "birth_year": year,
            "birth_month": month,
            "birth_day": day,
            "life_status": "alive",
            "unit_code": UNITS[0],
            "sex": "M",
        }
        row |= values
        row.setdefault("personal_id", None)
        if row["personal_id"] is None:
            century = (0 if year < 2000 else 2) + (row["sex"] == "F")
            row["personal_id"] = f"042{century}{year % 100:02d}{number:06d}"
        self.people.append(row)
        return key

    def record(self, full_name: str | None, born: str | None, of: int | None, **values: Any) -> int:
        """A row of the sector's list and whose it is. Gives the record's number."""
        number = len(self.records) + 1
        day, month, year = _born(born) if born else (None, None, None)
        row = dict.fromkeys(SECTOR_SIDE) | {
            "record_id": number,
            "full_name": full_name,
            "birth_year": year,
            "birth_month": month,
            "birth_day": day,
        }
        self.records.append(row | values)
        self.truth[number] = of
        return number

    def faithful(self, key: int, **changes: Any) -> int:
        """A record that copies a person's data, but for ``changes``."""
        person = self.people[key - 1]
        row = {column: person[column] for column in SECTOR_SIDE if column in person} | {
            "unit_text": person["unit_code"]
        }
        born = changes.pop("born", _spell_born(person))
        row |= changes
        return self.record(row.pop("full_name"), born, changes.pop("of", key), **_without_dates(row))

    def write(self, folder: Path) -> tuple[Path, Path, Path]:
        """The three input files."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = (folder / "registry.parquet", folder / "sector.parquet", folder / "unit_map.parquet")
        units = [dict(zip(UNIT_MAP, row, strict=True)) for row in self.units]
        for path, rows, columns in zip(
            paths, (self.people, self.records, units), (REGISTRY_SIDE, SECTOR_SIDE, UNIT_MAP), strict=True
        ):
            schema = pa.schema([(name, TYPES[kind]) for name, kind in columns.items()])
            pq.write_table(
                pa.Table.from_pylist([{name: row.get(name) for name in columns} for row in rows], schema), path
            )
        return paths


def _born(text: str) -> tuple[int | None, int | None, int]:
    parts = [int(part) for part in text.split("/")]
    if len(parts) == 1:
        return None, None, parts[0]
    return parts[0], parts[1], parts[2]


def _spell_born(person: dict[str, Any]) -> str:
    if person["birth_day"] is None:
        return str(person["birth_year"])
    return f"{person['birth_day']}/{person['birth_month']}/{person['birth_year']}"


def _without_dates(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not name.startswith("birth_")}


def without_accents(text: str) -> str:
    """ "Đức" → "Duc"."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in bare if not unicodedata.combining(char))


def province(people: int, seed: int = 1) -> Files:
    """Families in twelve communes; every eighth record has an error or two, some people are not registered."""
    chance, files = random.Random(seed), Files()
    while len(files.people) < people:
        _family(files, chance)
    for person in list(files.people):
        if chance.random() < 0.8:
            _listed(files, chance, person)
    for _ in range(people // 50):
        sex = chance.choice("MF")
        files.record(_name(chance, chance.choice(FAMILIES), sex), _date(chance, 1950, 2020), None, sex=sex,
                     unit_text=chance.choice(UNITS))  # fmt: skip
    return files


def _family(files: Files, chance: random.Random) -> None:
    unit, village = chance.choice(UNITS), f"Thôn {chance.randint(1, 9)}"
    home = {"unit_code": unit, "village": village}
    family, year = chance.choice(FAMILIES), chance.randint(1935, 1990)
    father, mother = _name(chance, family, "M"), _name(chance, chance.choice(FAMILIES), "F")
    files.person(father, _date(chance, year, year), sex="M", old_ids=_old(chance), **home)
    files.person(mother, _date(chance, year, year + 5), sex="F", old_ids=_old(chance), **home)
    for _ in range(chance.randint(0, 3)):
        sex = chance.choice("MF")
        files.person(_name(chance, family, sex), _date(chance, year + 20, year + 35), sex=sex, father_name=father,
                     mother_name=mother, **home)  # fmt: skip


def _listed(files: Files, chance: random.Random, person: dict[str, Any]) -> None:
    changes: dict[str, Any] = {}
    if chance.random() < 0.2:
        changes["personal_id"] = None
        if person["old_ids"] and chance.random() < 0.5:
            changes["old_id"] = person["old_ids"]
    for _ in range(chance.choice((0, 0, 0, 0, 0, 0, 1, 2))):
        name = changes.get("full_name", person["full_name"])
        changes |= chance.choice(
            (
                lambda name: {"full_name": without_accents(name)},
                lambda name: {"full_name": name.upper()},
                lambda name: {"full_name": name[:-2] + "x" + name[-1]},
                lambda name: {"full_name": " ".join(name.split()[-1:] + name.split()[:-1])},
                lambda name: {"born": str(person["birth_year"])},
                lambda name: {"unit_text": chance.choice(UNITS)},
                lambda name: {"sex": None, "village": None},
            )
        )(name)
    files.faithful(person["person_key"], **changes)


def _name(chance: random.Random, family: str, sex: str) -> str:
    return f"{family} {chance.choice(MIDDLES[sex])} {chance.choice(GIVEN[sex])}"


def _date(chance: random.Random, first: int, last: int) -> str:
    return f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(first, last)}"


def _old(chance: random.Random) -> str:
    return f"18{chance.randint(0, 9_999_999):07d}"
