"""PRIVATE. The form of a unit as the entry page draws it: what stands in each field, and the sentences beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dean06.kernel.common.pairs import Pair
from dean06.kernel.common.vietnamese import format_number
from dean06.steering.collection.grid import Grid, Row, change_text, counts_text, rate_text
from dean06.steering.collection.services import CellConflict, CellInput, CellRefused, Entered
from dean06.steering.collection.types import State
from dean06.steering.indicators.types import Accumulation

#: Colour of each state; the words carry the meaning.
KINDS = {
    State.OPEN: "neutral",
    State.DRAFT: "ongoing",
    State.SENT: "info",
    State.RETURNED: "danger",
    State.ACCEPTED: "success",
    State.REOPENED: "warning",
    State.EXEMPT: "neutral",
}

#: Most rows that one saving carries: more than any form has.
MOST_CELLS = 500


@dataclass(slots=True)
class Line:
    """One row of the grid with its fields as texts."""

    row: Row
    number: int
    numerator: str
    denominator: str
    comment: str
    no_cases: bool
    base: str
    error: str = ""
    conflict: str = ""
    doubts: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What a screen reader calls the row."""
        return f"{self.row.ref.short_name}, {self.row.label}" if self.row.label else self.row.ref.short_name

    @property
    def cumulative(self) -> bool:
        """The count never falls."""
        return self.row.ref.accumulation == Accumulation.CUMULATIVE

    @property
    def rate(self) -> str:
        """The rate of what is kept."""
        pair = self.row.pair
        return rate_text(pair) if pair is not None and pair.denominator else ""


def lines_of(grid: Grid, typed: Mapping[str, CellInput] | None = None, came: Entered | None = None) -> list[Line]:
    """All rows; ``typed``: what a form sent, kept in its fields where it was not saved."""
    refused = {_key(one.key): one for one in came.refused} if came else {}
    conflicts = {_key(one.key): one for one in came.conflicts} if came else {}
    lines = []
    for number, row in enumerate(grid.rows, 1):
        line = Line(
            row=row,
            number=number,
            numerator=_text(row.value.numerator) if row.value and not row.no_cases else "",
            denominator=_text(row.value.denominator) if row.value and not row.no_cases else "",
            comment=row.value.comment if row.value else "",
            no_cases=row.no_cases,
            base=row.version,
            doubts=[finding.text for finding in row.findings],
        )
        given = (typed or {}).get(row.key)
        if given is not None and (row.key in refused or row.key in conflicts):
            line.numerator, line.denominator = str(given.numerator), str(given.denominator)
            line.comment, line.no_cases = given.comment, given.no_cases
            line.error = refused[row.key].text if row.key in refused else ""
            line.conflict = conflict_text(conflicts[row.key]) if row.key in conflicts else ""
        lines.append(line)
    return lines


def groups_of(grid: Grid, lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """Lines under their utility group."""
    by_row = {id(line.row): line for line in lines}
    return [(title, [by_row[id(row)] for row in rows]) for title, rows in grid.groups]


def conflict_text(conflict: CellConflict) -> str:
    """ "Trần Văn B đã lưu 12/40 (30%)": what a colleague entered meanwhile."""
    who = conflict.by_name or "Người khác"
    if conflict.numerator is None:
        return f"{who} đã xóa số này."
    return f"{who} đã lưu {counts_text(Pair(conflict.numerator, conflict.denominator))}."


def cells_of_form(grid: Grid, data: Mapping[str, Any]) -> dict[str, CellInput]:
    """What a plain form sent, by key of the row."""
    found = {}
    for row in grid.rows:
        name = row.key
        if f"n:{name}" not in data and f"c:{name}" not in data and f"k:{name}" not in data:
            continue
        found[name] = CellInput(
            code=row.ref.code,
            breakdown=row.breakdown,
            numerator=data.get(f"n:{name}", ""),
            denominator=data.get(f"d:{name}", ""),
            comment=data.get(f"c:{name}", ""),
            no_cases=bool(data.get(f"k:{name}")),
            base=data.get(f"b:{name}", ""),
        )
    return found


def changed_only(grid: Grid, cells: Mapping[str, CellInput]) -> list[CellInput]:
    """The cells whose texts differ from what the grid shows: a plain form sends all of them."""
    lines = {line.row.key: line for line in lines_of(grid)}
    changed = []
    for name, cell in cells.items():
        line = lines[name]
        shown = (line.numerator, line.denominator, line.comment, line.no_cases)
        given = (str(cell.numerator).strip(), str(cell.denominator).strip(), cell.comment.strip(), cell.no_cases)
        if shown != given:
            changed.append(cell)
    return changed


def cells_of_json(body: Any) -> list[CellInput]:
    """What the page's script sent. Raises ``ValueError`` for anything else."""
    cells = body.get("cells") if isinstance(body, dict) else None
    if not isinstance(cells, list) or len(cells) > MOST_CELLS:
        raise ValueError("no list of cells")
    found = []
    for cell in cells:
        if not isinstance(cell, dict) or not all(isinstance(cell.get(name, ""), str) for name in ("key", *"ndcb")):
            raise ValueError("not a cell")
        code, _, part = cell.get("key", "").partition("/")
        found.append(
            CellInput(
                code=code[:40],
                breakdown=part[:30],
                numerator=cell.get("n", "")[:60],
                denominator=cell.get("d", "")[:60],
                comment=cell.get("c", "")[:500],
                no_cases=cell.get("k") is True,
                base=cell.get("b", "")[:40],
            )
        )
    return found


def answer(came: Entered, grid: Grid, at: str) -> dict[str, Any]:
    """What the page's script is told."""
    rows = {row.key: row for row in grid.rows}
    saved = []
    for one in came.saved:
        row = rows[_key(one.key)]
        saved.append(
            {
                "key": row.key,
                "n": "" if row.no_cases else _text(one.numerator),
                "d": "" if row.no_cases else _text(one.denominator),
                "c": one.comment,
                "k": row.no_cases,
                "version": one.version,
                "rate": rate_text(row.pair) if row.pair and row.pair.denominator else "",
                "change": change_text(row.pair, row.last),
                "doubts": [finding.text for finding in row.findings],
                "unexplained": row.unexplained,
            }
        )
    return {
        "at": at,
        "state": came.state.label,
        "filled": grid.filled,
        "saved": saved,
        "refused": [_refused(one) for one in came.refused],
        "conflicts": [_conflict(one) for one in came.conflicts],
    }


def _refused(one: CellRefused) -> dict[str, str]:
    return {"key": _key(one.key), "part": one.part, "text": one.text}


def _conflict(one: CellConflict) -> dict[str, Any]:
    no_cases = one.numerator == 0 and one.denominator == 0
    return {
        "key": _key(one.key),
        "n": "" if no_cases else _text(one.numerator),
        "d": "" if no_cases else _text(one.denominator),
        "c": one.comment,
        "k": no_cases,
        "version": one.version,
        "text": conflict_text(one),
    }


def _key(key: tuple[str, str]) -> str:
    return f"{key[0]}/{key[1]}" if key[1] else key[0]


def _text(value: int | None) -> str:
    return "" if value is None else format_number(value)
