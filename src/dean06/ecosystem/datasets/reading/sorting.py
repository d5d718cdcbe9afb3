"""Which rows of a batch are records, and why the others are not."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dean06.ecosystem.datasets.reading.canonical import Records
from dean06.ecosystem.datasets.reading.headers import heading_key, heading_keys
from dean06.ecosystem.datasets.reading.sources.base import RawBadRow, RawBatch
from dean06.ecosystem.datasets.reading.values.distinct import mask
from dean06.kernel.common.vietnamese import ascii_fold

_TOTAL = re.compile(
    r"(?:[\divx.)]+\s*)?(?:tong cong|tong so|cong trang|cong don|cong chung|tong|cong|total)\b[\s:;.\d()]*(?:.{0,40})?"
)
_TOTAL_ALONE = re.compile(r"(?:[\divx.)]+\s*)?(?:tong cong|tong so|tong|cong|total|cong trang \d*)[\s:;.]*")
_SECTION = re.compile(
    r"(?:[ivx]+|[a-d]|\d+)[.)/]\s*\D.*|.*\bngay\b.*\bthang\b.*\bnam\b.*|nguoi lap.*|thu truong.*|chu tich.*|giam doc.*"
    r"|ke toan.*|ghi chu.*|xac nhan.*|\(?ky,? .*|(?:xa|phuong|thi tran|huyen|thon|xom|to dan pho|khoi|don vi)\b.*"
    r"|danh sach.*|het"
)
SHOWN = 200
#: Six digits or more, and no date: passports and mistyped ids count, "Nam" and a birth date do not.
_NUMBER = r"^[^-/]*\d{6,}[^-/]*$"
_IDENTIFYING = ("personal_id", "old_id", "full_name")


def sort_rows(
    batch: RawBatch, records: Records, labels: Sequence[str], positions: Sequence[int]
) -> tuple[np.ndarray, list[RawBadRow], int]:
    """Which rows are records; the bad rows with their reasons; how many rows are empty.

    ``labels``: headings of all columns; ``positions``: columns that are kept.
    """
    filled = np.zeros(batch.size, dtype=np.int32)
    for column in batch.columns:
        filled += mask(pc.greater(pc.binary_length(column), 0))
    columns = records.columns
    # A number where the name should be, a date or a word where the id should be: the cells of the row are shifted.
    no_id = ~(_holds(columns["personal_id"], _NUMBER) | _holds(columns["old_id"], _NUMBER))
    no_name = ~_holds(columns["full_name"], r"\p{L}")
    no_birth = mask(pc.is_null(columns["birth_year"]))
    keep = np.ones(batch.size, dtype=bool)
    bad: list[RawBadRow] = []
    empty = 0
    doubtful = np.flatnonzero(
        (filled == 0)
        | (no_id & (no_name | no_birth))
        | (no_name & no_birth)
        | _headings(batch, records, labels, positions)
    )
    if not len(doubtful):
        return keep, bad, 0
    where = pa.array(doubtful)
    cells = [column.take(where).to_pylist() for column in batch.columns]
    # Out of an old font, "Tæng céng" is a total too.
    texts = [
        pc.coalesce(records.by_position[position].take(where), column.take(where)).to_pylist()
        if position in records.by_position
        else cells[position]
        for position, column in enumerate(batch.columns)
    ]
    for place, row, read in zip(map(int, doubtful), zip(*cells, strict=True), zip(*texts, strict=True), strict=True):
        reason = _reason(read, labels, named=not no_name[place], numbered=not no_id[place])
        if reason == "NO_IDENTITY" and any(columns[name][place].is_valid for name in _IDENTIFYING):
            reason = "SHIFTED"
        if reason == "EMPTY":
            keep[place] = False
            empty += 1
        elif reason:
            keep[place] = False
            shown = tuple(cell[:SHOWN] for cell in row)
            bad.append(RawBadRow(int(batch.row_no[place]), reason, "", shown))
    return keep, bad, empty


def _holds(column: pa.Array, pattern: str) -> np.ndarray:
    return mask(pc.match_substring_regex(column, pattern))


def _headings(batch: RawBatch, records: Records, labels: Sequence[str], positions: Sequence[int]) -> np.ndarray:
    """Rows whose cells repeat their own heading (printed again on each page)."""
    hits = np.zeros(batch.size, dtype=np.int32)
    for position in positions:
        last = labels[position].rsplit(" / ", 1)[-1]
        hits += mask(pc.equal(pc.coalesce(records.by_position[position], batch.columns[position]), last))
    return hits >= min(2, max(1, len(positions)))


def _reason(row: Sequence[str], labels: Sequence[str], *, named: bool, numbered: bool) -> str:
    """Why a row is no record; empty when it is one."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return "EMPTY"
    same = sum(
        not {heading_key(label), heading_key(label.rsplit(" / ", 1)[-1])}.isdisjoint(heading_keys(cell))
        for cell, label in zip(row, labels, strict=True)
    )
    if same >= 2 and same >= 0.5 * len(filled):
        return "REPEATED_HEADER"
    words = [ascii_fold(cell).lower() for cell in filled if not cell.replace(".", "").replace(",", "").isdigit()]
    first = words[0] if words else ""
    if _TOTAL_ALONE.fullmatch(first) or (
        not numbered and len(words) <= 2 and _TOTAL.fullmatch(first) and not _name_like(first)
    ):
        return "TOTAL_ROW"
    if not named and not numbered:
        return "SECTION_ROW" if len(filled) <= 2 else "NO_IDENTITY"
    if not numbered and len(filled) <= 2 and _SECTION.fullmatch(first):
        return "SECTION_ROW"
    return ""


def _name_like(folded: str) -> bool:
    """ "Tống Văn An" begins like a total and is a person."""
    words = folded.split()
    return words[0] in ("tong", "cong") and len(words) >= 3 and words[1] not in ("cong", "so", "trang", "don", "chung")
