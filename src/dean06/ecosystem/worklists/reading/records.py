"""What a list shows of the people behind findings: name, birth year, village, where they were registered last.

Personal data without a check of rights: callers authorise and leave the audit row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.datasets.errors import RowsGone, VersionNotFound
from dean06.kernel.common.vietnamese import search_key

NO_VILLAGE = "Chưa rõ thôn, tổ dân phố"
#: Columns that hold a house number or street, where a list has them.
_ADDRESS = ("address", "permanent_address", "current_address")
_NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One record as a list shows it; empty texts where the list has nothing."""

    full_name: str = ""
    birth_year: str = ""
    village: str = ""
    address: str = ""
    #: Only the end of the number: enough to tell two people of one name apart.
    number_end: str = ""
    gone: bool = False


def person_lines(findings: Iterable[Any]) -> dict[int, PersonLine]:
    """Finding id → its record's line. One read of the sector's file for each version among them."""
    by_version: dict[int, list[Any]] = defaultdict(list)
    for finding in findings:
        by_version[finding.version_id].append(finding)
    lines: dict[int, PersonLine] = {}
    for version_id, rows in by_version.items():
        try:
            records = datasets.records(version_id, [row.record_id for row in rows])
        except (RowsGone, VersionNotFound):
            records = {}
        for row in rows:
            record = records.get(row.record_id)
            lines[row.pk] = _line(record.values) if record else PersonLine(gone=True)
    return lines


def _line(values: dict[str, Any]) -> PersonLine:
    number = _text(values.get("personal_id")) or _text(values.get("old_id"))
    return PersonLine(
        full_name=_text(values.get("full_name")),
        birth_year=_text(values.get("birth_year")),
        village=_text(values.get("village")),
        address=next((_text(values.get(name)) for name in _ADDRESS if values.get(name)), ""),
        number_end=f"…{number[-3:]}" if len(number) > 3 else "",
    )


def villages_of(rows: Iterable[tuple[int, int, int]]) -> dict[int, str]:
    """(finding id, version, record) → finding id to the village as the list spells it; "" when it has none.

    Spellings that differ only in case or accents count as one; the most frequent stands for all.
    """
    by_version: dict[int, dict[int, int]] = defaultdict(dict)
    for finding_id, version_id, record_id in rows:
        by_version[version_id][record_id] = finding_id
    found: dict[int, str] = {}
    times: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for version_id, records in by_version.items():
        for record_id, village in _read_villages(version_id, list(records)):
            text = " ".join((village or "").split())
            found[records[record_id]] = text
            times[search_key(text)][text] += 1
    usual = {key: max(spelt, key=lambda one: (spelt[one], one)) for key, spelt in times.items()}
    return {finding_id: usual[search_key(text)] for finding_id, text in found.items()}


def _read_villages(version_id: int, record_ids: list[int]) -> list[tuple[int, str | None]]:
    try:
        path = str(datasets.sector_side(version_id))
    except (RowsGone, VersionNotFound):
        return []
    with duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "512MB"}) as connection:
        return connection.execute(
            "SELECT record_id, village FROM read_parquet(?) WHERE record_id IN (SELECT unnest(?::BIGINT[]))",
            [path, record_ids],
        ).fetchall()


def village_order(name: str) -> tuple[Any, ...]:
    """Sort key: "Thôn 3" before "Thôn 10"; unknown villages last."""
    parts = _NUMBERS.split(search_key(name))
    return (not name, *((int(part), "") if part.isdigit() else (-1, part) for part in parts))


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
