"""A list of social insurance as it is handed in: TCVN3 letters, an Excel sheet that went wrong, planted differences.

Everybody is made up. The registry that the list speaks of is the made-up province of ``PEOPLE`` and ``SEED``: server
and tests make the same one, each for itself.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dean06.demo.province import make_province
from dean06.demo.province.raw_formats import Cell, write_xlsx

PEOPLE, SEED = 400, 6
LISTED = 90
SECTOR = "insurance"
HEADINGS = ("STT", "Mã số BHXH", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Xã/Phường", "Thôn")
TITLES = (["BẢO HIỂM XÃ HỘI TỈNH MẪU"], ["DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM XÃ HỘI"], [])
_SERIAL_START = dt.date(1899, 12, 30)

Row = dict[str, Any]


def write_registry(folder: Path) -> Path:
    """The registry file of the made-up province."""
    make_province(folder, people=PEOPLE, seed=SEED, sectors=(), say=lambda _: None)
    return folder / "registry.parquet"


@cache
def registered() -> tuple[Row, ...]:
    """Everybody in the registry."""
    with tempfile.TemporaryDirectory(prefix="dean06-browser-") as folder:
        return tuple(pq.read_table(write_registry(Path(folder))).to_pylist())


def communes() -> tuple[str, str]:
    """Codes of the communes with most and second most people: the one that works its list off, and a stranger."""
    counted = Counter(row["permanent_unit"] for row in registered() if row["life_status"] == "alive")
    (first, _), (second, _) = counted.most_common(2)
    return first, second


@dataclass(frozen=True, slots=True)
class Planted:
    """Who stands differently in the list. ``misnamed``, ``swapped``, ``doubtful`` (name and day differ) are hard pairs
    of other communes; ``renamed`` (the registry is wrong) and ``unnumbered`` are work of the commune."""

    misnamed: Row
    swapped: Row
    doubtful: Row
    renamed: Row
    unnumbered: Row
    everybody: tuple[Row, ...]

    @property
    def name_on_paper(self) -> str:
        """What the birth certificate of ``renamed`` says, and so does the list."""
        return other_name(self.renamed["full_name"])


def other_name(name: str) -> str:
    """The same person with another word in the middle."""
    first, *middle, last = name.split()
    word = "Hoài" if "Hoài" not in middle else "Tường"
    return " ".join((first, *middle[:-1], word, last))


@cache
def planted() -> Planted:
    """Chosen so that the list has no second person of the same name and birth."""
    seen = Counter(row["full_name"] for row in registered())
    fit = [row for row in sorted(registered(), key=lambda row: row["personal_id"]) if _fits(row, seen)]
    here = [row for row in fit if row["permanent_unit"] == communes()[0]]
    away = [row for row in fit if row["permanent_unit"] not in communes()]
    swapped = next(row for row in away if row["birth_day"] <= 12 and row["birth_day"] != row["birth_month"])
    misnamed, doubtful = [row for row in away if row is not swapped][:2]
    chosen = (misnamed, swapped, doubtful, *here[:8])
    rest = [row for row in away if row not in chosen]
    return Planted(misnamed, swapped, doubtful, here[0], here[1], (*chosen, *rest)[:LISTED])


def _fits(row: Row, seen: Counter[str]) -> bool:
    return (
        row["life_status"] == "alive"
        and row["id_status"] == "active"
        and row["nationality"] == "VN"
        and bool(row["permanent_unit"] and row["personal_id"] and row["birth_day"])
        and row["birth_year"] <= 2006
        and len(row["full_name"].split()) >= 3
        and seen[row["full_name"]] == 1
    )


def workbook(folder: Path, name: str, *, corrected: bool = False) -> bytes:
    """The .xlsx as bytes; ``corrected``: what people found out has been put right by the sector."""
    path = folder / name
    rows = [_cells(number, row, corrected) for number, row in enumerate(planted().everybody, 1)]
    write_xlsx(path, _sheet(rows), heading_row=len(TITLES) + 1, encoding="tcvn3")
    return path.read_bytes()


def _sheet(rows: Sequence[list[Cell]]) -> Iterable[list[Cell]]:
    yield from (list(title) for title in TITLES)
    yield list(HEADINGS)
    yield from rows[:40]
    yield [None, "Danh sách bổ sung", *([None] * 6)]
    yield from rows[40:]
    yield ["Tổng cộng", None, len(rows), *([None] * 5)]


def _cells(number: int, row: Row, corrected: bool) -> list[Cell]:
    """One record with what its place in the list does to it: each tenth number without its zero, each ninth between
    apostrophe and blank, each seventh date a day number of Excel."""
    plan = planted()
    name, day, month, year = row["full_name"], row["birth_day"], row["birth_month"], row["birth_year"]
    identity: Cell = row["personal_id"]
    if row is plan.renamed:
        name = plan.name_on_paper
    birth: Cell = f"{day:02d}/{month:02d}/{year}"
    if not corrected:
        if row is plan.misnamed:
            name = other_name(name)
        elif row is plan.swapped:
            birth = f"{month:02d}/{day:02d}/{year}"
        elif row is plan.doubtful:
            name, birth = other_name(name), f"{day % 28 + 1:02d}/{month:02d}/{year}"
        elif row is plan.unnumbered:
            identity = None
    if identity and number > 12:
        if number % 10 == 0:
            identity = int(row["personal_id"])
        elif number % 9 == 0:
            identity = f"'{identity} "
        if number % 7 == 0:
            birth = (dt.date(year, month, day) - _SERIAL_START).days
    sex = "Nam" if row["sex"] == "M" else "Nữ"
    own = f"{7_000_000_000 + 7919 * number}"
    return [number, own, name.upper(), birth, sex, identity, row["permanent_unit"], row["permanent_village"]]
