"""Prepare the tables of administrative units from the data files (MIT) of the package ``vietnamadminunits``.

    python scripts/prepare_units.py [--wheel vietnamadminunits-1.0.4-py3-none-any.whl] [--out FOLDER]

Without ``--wheel`` the wheel is fetched with ``pip download``. The package is only unzipped, never imported: importing
it would pull in a GPL dependency. Standard library only. The result is committed; the platform reads nothing else.
"""

from __future__ import annotations

import argparse
import collections
import csv
import datetime as dt
import json
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE, VERSION = "vietnamadminunits", "1.0.4"
OUT = Path(__file__).resolve().parents[1] / "src/dean06/kernel/units/data"

#: Two-tier local government and the 34 provinces work from this day (NQ 202/2025/QH15; Luật 72/2025/QH15).
CHANGEOVER = dt.date(2025, 7, 1)
#: Conventional first day of every unit whose real one the data set does not tell (always flagged as not known).
BEGINNING = dt.date(2004, 1, 1)

#: Names as the data set prints them in front of a unit's own name, to our kinds.
KINDS = {
    "Tỉnh": "tinh",
    "Thành phố": "thanh_pho",
    "Quận": "quan",
    "Huyện": "huyen",
    "Thị xã": "thi_xa",
    "Phường": "phuong",
    "Xã": "xa",
    "Thị trấn": "thi_tran",
    "Đặc khu": "dac_khu",
}
#: Expected counts: (level, is current) to number of units. A different number means that the input changed.
EXPECTED = {
    ("province", True): 34,
    ("province", False): 63,
    ("district", False): 696,
    ("commune", True): 3321,
    ("commune", False): 10040,
}


@dataclass(frozen=True)
class Unit:
    """One row of a unit table."""

    level: str
    code: str
    name: str
    kind: str
    parent: str
    latitude: float | None
    longitude: float | None
    area_km2: float | None
    valid_from: dt.date
    valid_to: dt.date | None
    #: Island districts had no communes: the district stands for its own lowest level.
    stand_in: bool = False


@dataclass
class Source:
    """What the package's files say, by their own keys."""

    current: list[sqlite3.Row]
    before: list[sqlite3.Row]
    #: new (province key, commune key) to the old units that went there whole.
    whole: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    #: old key to the new (province key, commune key) among which it was divided.
    divided: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    #: new province key to the old province keys.
    provinces: dict[str, list[str]] = field(default_factory=dict)


def main() -> None:
    """Read the wheel, write the CSV files."""
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        source = read_wheel(options.wheel or download(Path(folder)), Path(folder))
    units = list(build_units(source))
    check_counts(units)
    successions = sorted(build_successions(source))
    write(options.out / "provinces.csv", unit_rows(u for u in units if u.level == "province"))
    write(options.out / "districts.csv", unit_rows(u for u in units if u.level == "district"))
    write(options.out / "communes.csv", unit_rows(u for u in units if u.level == "commune" and u.valid_to is None))
    write(
        options.out / "communes_before_2025_07.csv", unit_rows(u for u in units if u.level == "commune" and u.valid_to)
    )
    write(options.out / "successions.csv", [("level", "old_code", "new_code", "change", "partial"), *successions])
    print(f"{len(units)} units, {len(successions)} successions written to {options.out}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    return parser.parse_args()


def download(folder: Path) -> Path:
    """Fetch the wheel with pip, without its dependencies."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", f"{PACKAGE}=={VERSION}"]
    subprocess.run([*command, "--dest", str(folder)], check=True)
    return next(folder.glob(f"{PACKAGE}-{VERSION}-*.whl"))


def read_wheel(wheel: Path, folder: Path) -> Source:
    """Unzip the two data files and read them."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extract(f"{PACKAGE}/data/dataset.db", folder)
        converter = json.loads(archive.read(f"{PACKAGE}/data/converter_2025.json"))
    connection = sqlite3.connect(folder / PACKAGE / "data/dataset.db")
    connection.row_factory = sqlite3.Row
    source = Source(
        current=connection.execute("SELECT * FROM admin_units").fetchall(),
        before=connection.execute("SELECT * FROM admin_units_legacy").fetchall(),
        provinces=converter["DICT_PROVINCE"],
    )
    connection.close()
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, old_keys in communes.items():
            source.whole[province, commune] = old_keys
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old_key, parts in divided.items():
            source.divided[old_key] = [(province, part["newWardKey"]) for part in parts]
    return source


def build_units(source: Source) -> Iterator[Unit]:
    """Every unit once. A province that kept code, name and territory is one row across the changeover."""
    eve = CHANGEOVER - dt.timedelta(days=1)
    unchanged = unchanged_provinces(source)
    yield from provinces(source.before, BEGINNING, eve, open_ended=unchanged)
    yield from (u for u in provinces(source.current, CHANGEOVER, None) if u.code not in unchanged)
    seen = set()
    for row in source.before:
        if row["districtCode"] in seen:
            continue
        seen.add(row["districtCode"])
        place = (row["districtLat"], row["districtLon"], None)
        yield make("district", row["districtCode"], row["district"], row["provinceCode"], place, BEGINNING, eve)
    for row in source.before:
        if row["wardCode"]:
            place = (row["wardLat"], row["wardLon"], None)
            yield make("commune", row["wardCode"], row["ward"], row["districtCode"], place, BEGINNING, eve)
        else:
            place = (row["districtLat"], row["districtLon"], None)
            code = stand_in_code(row)
            yield make("commune", code, row["district"], row["districtCode"], place, BEGINNING, eve, stand_in=True)
    for row in source.current:
        place = (row["wardLat"], row["wardLon"], row["wardAreaKm2"])
        yield make("commune", row["wardCode"], row["ward"], row["provinceCode"], place, CHANGEOVER, None)


def provinces(
    rows: Iterable[sqlite3.Row], start: dt.date, end: dt.date | None, open_ended: frozenset[str] = frozenset()
) -> Iterator[Unit]:
    seen = set()
    for row in rows:
        code = row["provinceCode"]
        if code in seen:
            continue
        seen.add(code)
        place = (row["provinceLat"], row["provinceLon"], None)
        yield make("province", code, row["province"], "", place, start, None if code in open_ended else end)


def make(
    level: str,
    code: str,
    name: str,
    parent: str,
    place: tuple[float | None, float | None, float | None],
    start: dt.date,
    end: dt.date | None,
    *,
    stand_in: bool = False,
) -> Unit:
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    # A few rows of the data set write "Thị Xã", "Thành Phố", "Thị Trấn".
    prefix = next(prefix for prefix in KINDS if name.lower().startswith(prefix.lower() + " "))
    name = prefix + name[len(prefix) :]
    return Unit(level, code, name, KINDS[prefix], parent, *place, start, end, stand_in)


def stand_in_code(row: sqlite3.Row) -> str:
    """Our own code of a district that stands for its missing communes: the statistical list has none."""
    return f"{row['districtCode']}-00"


def unchanged_provinces(source: Source) -> frozenset[str]:
    """Codes of provinces that were not merged: same key before and after, alone."""
    old = {row["provinceKey"]: row["provinceCode"] for row in source.before}
    return frozenset(old[new] for new, olds in source.provinces.items() if olds == [new])


def build_successions(source: Source) -> Iterator[tuple[str, str, str, str, int]]:
    """(level, old code, new code, change, partial). ``partial``: only a part of the old unit went to the new one."""
    old_units = {old_key(row): row for row in source.before}
    new_units = {(row["provinceKey"], row["wardKey"]): row for row in source.current}
    parts = [(old, new, 0) for new, olds in source.whole.items() for old in olds]
    parts += [(old, new, 1) for old, news in source.divided.items() for new in news]
    sources_of_new = collections.Counter(new for _, new, _ in parts)
    communes_of_district = collections.defaultdict(set)
    for old, new, partial in parts:
        before, after = old_units[old], new_units[new]
        communes_of_district[before["districtCode"]].add(after["wardCode"])
        same_name = (before["ward"] or before["district"]) == after["ward"]
        change = change_of(partial=bool(partial), joined=sources_of_new[new] > 1, same_name=same_name)
        yield ("commune", before["wardCode"] or stand_in_code(before), after["wardCode"], change, partial)
    for district, communes in communes_of_district.items():
        for commune in communes:
            yield ("district", district, commune, "abolished", int(len(communes) > 1))
    yield from province_successions(source)


def province_successions(source: Source) -> Iterator[tuple[str, str, str, str, int]]:
    old = {row["provinceKey"]: row["provinceCode"] for row in source.before}
    new = {row["provinceKey"]: row["provinceCode"] for row in source.current}
    for after, befores in source.provinces.items():
        if befores != [after]:
            for before in befores:
                yield ("province", old[before], new[after], "merged", 0)


def change_of(*, partial: bool, joined: bool, same_name: bool) -> str:
    """What happened to an old commune, as one word."""
    if partial:
        return "split"
    if joined:
        return "merged"
    return "continued" if same_name else "renamed"


def old_key(row: sqlite3.Row) -> str:
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def check_counts(units: list[Unit]) -> None:
    """Stop when the input is not the one this script was written for."""
    counts: collections.Counter[tuple[str, bool]] = collections.Counter()
    for unit in units:
        if unit.valid_to is None:
            counts[unit.level, True] += 1
        if unit.valid_from == BEGINNING:
            counts[unit.level, False] += 1
    if dict(counts) != EXPECTED:
        raise SystemExit(f"unexpected counts: {dict(counts)}")


def unit_rows(units: Iterable[Unit]) -> list[tuple[object, ...]]:
    header = (
        "code",
        "name",
        "kind",
        "parent",
        "latitude",
        "longitude",
        "area_km2",
        "valid_from",
        "valid_to",
        "stand_in",
    )
    rows = [
        (
            unit.code,
            unit.name,
            unit.kind,
            unit.parent,
            number(unit.latitude, 5),
            number(unit.longitude, 5),
            number(unit.area_km2, 2),
            unit.valid_from,
            unit.valid_to or "",
            int(unit.stand_in),
        )
        for unit in units
    ]
    return [header, *sorted(rows, key=lambda row: (str(row[0]), str(row[7])))]


def number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}".rstrip("0").rstrip(".")


def write(path: Path, rows: Iterable[Iterable[object]]) -> None:
    """Write one CSV file; empty columns are kept so that every file of a kind has the same head."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
