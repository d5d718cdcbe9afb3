"""The heading of a list: below titles, over one row or two, with merged cells and a row of column numbers beneath."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dean06.ecosystem.datasets.errors import HeaderNotFound
from dean06.ecosystem.datasets.reading.values.text import from_cp1258
from dean06.kernel.common.vietnamese import ascii_fold, clean_line, repair
from dean06.kernel.common.vietnamese.legacy_tables import from_tcvn3, from_vni

SEARCHED_ROWS = 60
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:\d{1,2}|[A-H])\s*\)?")
_JOIN = " / "


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the heading is and what it says: one label a column (empty where there is none)."""

    labels: tuple[str, ...]
    #: Numbers of the rows of the heading itself, then of the first row of data.
    rows: tuple[int, ...]
    first_row: int
    #: Text above the heading: titles of the list.
    titles: tuple[str, ...] = ()


def heading_key(label: str) -> str:
    """A label without case, accents, signs and numbering: ``"(1) Họ và tên"`` and ``HO_VA_TEN`` are ``hovaten``."""
    text = re.sub(r"^\(?\d{1,2}\)?[.)]?\s+", "", label.strip())
    return re.sub(r"[^a-z0-9]+", "", ascii_fold(text).lower())


def heading_keys(label: str) -> list[str]:
    """Keys to try for a label: as it is, without what stands in brackets, and read as an old font."""
    found = [heading_key(label), heading_key(re.sub(r"\([^)]*\)?", " ", label))]
    if not label.isascii():
        found += map(heading_key, _readings(label))
    return [key for key in dict.fromkeys(found) if key]


def _readings(label: str) -> tuple[str, ...]:
    """What a label may say if it was typed in an old font."""
    return repair(label).text, from_tcvn3(label), from_vni(label), from_cp1258(label)


def signature(labels: Sequence[str]) -> str:
    """Fingerprint of a heading: same columns in the same order, however they are typed."""
    return hashlib.sha256("|".join(heading_key(label) for label in labels).encode()).hexdigest()[:32]


def readable(label: str, known: Collection[str]) -> str:
    """A label as a person should see it: old fonts converted when that makes it a known heading."""
    text = clean_line(label)
    if text.isascii() or heading_key(text) in known:
        return text
    # From the label as it came: cleaning drops the soft hyphen, which is TCVN3's ư.
    for reading in _readings(label):
        if heading_key(reading) in known:
            return clean_line(reading)
    return clean_line(repair(label).text)


def named_heading(names: Sequence[str], known: Collection[str]) -> Heading:
    """The heading of a format that names its columns."""
    return Heading(tuple(readable(name, known) for name in names), (), 1)


def find_heading(
    rows: Sequence[tuple[int, list[str]]],
    known: Collection[str],
    merged: Sequence[tuple[int, int, int, int]] = (),
) -> Heading:
    """The heading among the first rows. ``known``: keys of headings that lists have; ``merged``: areas counted from 0.

    Raises ``HeaderNotFound``.
    """
    filled = [(number, [cell.strip() for cell in cells]) for number, cells in rows[:SEARCHED_ROWS]]
    best = _best_row(filled, known)
    if best is None:
        raise HeaderNotFound()
    top = best
    if best > 0 and _is_upper_row(filled[best - 1][1], filled[best][1], known):
        top, best = best - 1, best
    elif best + 1 < len(filled) and _is_lower_row(filled[best][1], filled[best + 1][1], known):
        top, best = best, best + 1
    labels = _joined(filled[top : best + 1], merged)
    after = best + 1
    if after < len(filled) and _is_numbering(filled[after][1]):
        after += 1
    while after < len(filled) and not any(filled[after][1]):
        after += 1
    first_row = filled[after][0] if after < len(filled) else filled[best][0] + 1
    titles = tuple(" ".join(filter(None, cells)) for _, cells in filled[:top] if any(cells))
    return Heading(
        tuple(readable(label, known) for label in labels),
        tuple(number for number, _ in filled[top : best + 1]),
        first_row,
        titles,
    )


def _hits(cells: Sequence[str], known: Collection[str]) -> int:
    return sum(any(key in known for key in heading_keys(cell)) for cell in cells if cell)


def _best_row(rows: Sequence[tuple[int, list[str]]], known: Collection[str]) -> int | None:
    """The row with most known headings; without any, the first row of words above rows of values."""
    scores = [_hits(cells, known) if not _has_values(cells) else 0 for _, cells in rows]
    best = max(range(len(rows)), key=lambda index: (scores[index], -index), default=None)
    if best is not None and (scores[best] >= 2 or (scores[best] == 1 and sum(map(bool, rows[best][1])) <= 3)):
        return best
    for index in range(len(rows) - 1):
        cells = [cell for cell in rows[index][1] if cell]
        if len(cells) >= 2 and not _has_values(cells) and _has_values(rows[index + 1][1]):
            return index
    return None


def _has_values(cells: Sequence[str]) -> bool:
    """True for a row that holds data: long numbers or dates."""
    return any(re.search(r"\d{5,}|\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}", cell) for cell in cells)


def _is_upper_row(above: Sequence[str], row: Sequence[str], known: Collection[str]) -> bool:
    """True when the row above names groups of columns, or the columns that the lower row leaves empty."""
    names = [cell for cell in above if cell]
    if len(names) < 2 or _has_values(above) or any(len(cell) > 60 for cell in names):
        return False
    gaps = [index for index, cell in enumerate(row) if not cell and index < len(above) and above[index]]
    return bool(gaps) and _hits(names, known) >= 1


def _is_lower_row(row: Sequence[str], below: Sequence[str], known: Collection[str]) -> bool:
    """True when the row below splits some columns of the heading ("Nam", "Nữ" under "Ngày sinh")."""
    parts = [(index, cell) for index, cell in enumerate(below) if cell]
    if not parts or _has_values(below) or _is_numbering(below) or any(len(cell) > 40 for _, cell in parts):
        return False
    part_words = {"nam", "nu", "ngay", "thang", "xa", "huyen", "tinh", "thon", "xom", "phuong", "to", "cha", "me"}
    fitting = sum(any(key in known or key in part_words for key in heading_keys(cell)) for _, cell in parts)
    under_gap = any(
        index >= len(row) or not row[index] or (index + 1 < len(row) and not row[index + 1]) for index, _ in parts
    )
    return under_gap and fitting >= 0.6 * len(parts)


def _is_numbering(cells: Sequence[str]) -> bool:
    """A row of column numbers: 1 2 3 …, (1) (2) …, A B 1 2 …"""
    marks = [cell for cell in cells if cell]
    return len(marks) >= 3 and len(set(marks)) == len(marks) and all(_COLUMN_NUMBER.fullmatch(cell) for cell in marks)


def _joined(rows: Sequence[tuple[int, list[str]]], merged: Sequence[tuple[int, int, int, int]]) -> list[str]:
    width = max(len(cells) for _, cells in rows)
    lines = [cells + [""] * (width - len(cells)) for _, cells in rows]
    for (number, _), line in zip(rows, lines, strict=True):
        for top, left, bottom, right in merged:
            if top <= number - 1 <= bottom and 0 <= left < width and line[left] and top == bottom:
                line[left : min(right, width - 1) + 1] = [line[left]] * (min(right, width - 1) + 1 - left)
    if len(lines) == 1:
        return lines[0]
    upper, lower = lines
    labels, group = [], ""
    for index in range(width):
        # A group's name stands over its first column only; the columns beside it are empty above and named below.
        group = upper[index] or (group if lower[index] else "")
        part = lower[index]
        labels.append(f"{group}{_JOIN}{part}" if group and part and group != part else (group or part))
    return labels
