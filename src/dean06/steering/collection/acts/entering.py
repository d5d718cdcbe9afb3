"""Typing figures: read, judged, kept as a draft. A bad cell never stops the good ones, a colleague's is never lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.pairs import Pair
from dean06.kernel.writing.services import Write, service
from dean06.steering.collection.acts.common import Place, begun, check_open, moment, place_of
from dean06.steering.collection.history import Histories, known_of
from dean06.steering.collection.rules.checking import doubts, refusals
from dean06.steering.collection.rules.numbers import NotACount, read_cell, read_pair
from dean06.steering.collection.rules.steps import check_editable
from dean06.steering.collection.types import State
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators import services as values
from dean06.steering.indicators.types import Entry, IndicatorRef, Origin, ValueRow, ValueState

Key = tuple[str, str]

_ONLY_A_COMMENT = "Ghi chú chỉ lưu cùng số liệu. Hãy nhập số, hoặc xóa cả ghi chú."
_NO_SUCH_ROW = "Chỉ tiêu này không thuộc biểu của đơn vị trong kỳ này."


@dataclass(frozen=True, slots=True)
class CellInput:
    """What was typed for one row. ``no_cases``: "không phát sinh", 0 of 0. ``base``: version that the typist saw
    ("" for an empty cell); ``None`` skips the comparison with what a colleague may have saved meanwhile.
    """

    code: str
    numerator: object = ""
    denominator: object = ""
    breakdown: str = ""
    comment: str = ""
    no_cases: bool = False
    base: str | None = None

    @property
    def key(self) -> Key:
        """Indicator and part."""
        return self.code, self.breakdown


@dataclass(frozen=True, slots=True)
class CellSaved:
    """A kept figure with its new version and the sentences that ask for a comment."""

    key: Key
    numerator: int | None
    denominator: int | None
    comment: str
    version: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellRefused:
    """A cell that was not kept, and why. ``part``: "n", "d" or "" when it is about both."""

    key: Key
    text: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class CellConflict:
    """A colleague saved another figure since the typist looked."""

    key: Key
    numerator: int | None
    denominator: int | None
    comment: str
    version: str
    by_name: str
    at: dt.datetime | None


@dataclass(slots=True)
class Entered:
    """What came of one saving."""

    at: dt.datetime
    state: State
    saved: list[CellSaved] = field(default_factory=list)
    refused: list[CellRefused] = field(default_factory=list)
    conflicts: list[CellConflict] = field(default_factory=list)


@service(permission="collection.enter")
def enter_values(
    *,
    actor: Actor,
    write: Write,
    unit: str,
    period: str,
    cells: Sequence[CellInput],
    origin: Origin = Origin.ENTERED,
    reason: str = "",
    now: dt.datetime | None = None,
) -> Entered:
    """Keep what was typed as a draft of the unit. Raises ``PeriodIsLocked``, ``StepRefused`` once it was sent.

    A cell is refused with a sentence, or reported as a conflict, without stopping the others. An empty cell clears the
    figure.
    """
    now = moment(now)
    place = place_of(actor, unit, period)
    write.authorise(agency=place.unit.agency)
    check_open(place.period)
    submission = begun(place, actor, now)
    check_editable(State(submission.state))
    result = Entered(at=now, state=State(submission.state))
    wanted = _judged(actor, place, cells, result)
    kept = _kept(actor, place, wanted, result, origin=origin, reason=reason)
    _answer(actor, place, kept, result)
    write.audit(
        "collection.entered",
        subject=submission,
        details={"saved": len(result.saved), "refused": len(result.refused), "conflicts": len(result.conflicts)},
    )
    return result


def version_of(row: ValueRow | None) -> str:
    """What a typist's cell is compared by: when the figure was last written; "" for an empty cell."""
    return row.updated_at.isoformat() if row else ""


def rows_of(refs: Sequence[IndicatorRef]) -> dict[Key, IndicatorRef]:
    """The rows of a form in order: each indicator, then its parts."""
    rows: dict[Key, IndicatorRef] = {}
    for ref in refs:
        rows[ref.code, ""] = ref
        rows.update({(ref.code, part): ref for part, _ in ref.breakdown})
    return rows


@dataclass(frozen=True, slots=True)
class _Wanted:
    cell: CellInput
    numerator: int | None
    denominator: int | None
    comment: str


def _judged(actor: Actor, place: Place, cells: Sequence[CellInput], result: Entered) -> dict[Key, _Wanted]:
    """The cells that may be kept; the others go into ``result``."""
    rows = rows_of(place.refs)
    present = indicators.values_of(actor, place.unit.id, place.period)
    histories = Histories(actor, place.unit, place.period)
    found: dict[Key, _Wanted] = {}
    for cell in cells:
        ref = rows.get(cell.key)
        if ref is None:
            result.refused.append(CellRefused(cell.key, _NO_SUCH_ROW))
            continue
        wanted = _read(cell, ref, result)
        if wanted is None:
            continue
        problems = refusals(wanted.numerator, wanted.denominator, known_of(ref, cell.breakdown, histories))
        if problems:
            result.refused.append(CellRefused(cell.key, problems[0].text))
        elif _overtaken(wanted, present.get(cell.key)):
            result.conflicts.append(_conflict(cell.key, present.get(cell.key)))
        else:
            found[cell.key] = wanted
    return found


def _read(cell: CellInput, ref: IndicatorRef, result: Entered) -> _Wanted | None:
    comment = " ".join(cell.comment.split())[:500]
    if cell.no_cases:
        return _Wanted(cell, 0, 0 if ref.is_rate else None, comment)
    first, second = cell.numerator, cell.denominator
    if ref.is_rate and isinstance(first, str) and second in ("", None):
        first, second = read_pair(first) or (first, second)
    numbers: list[int | None] = []
    for part, given in (("n", first), ("d", second)):
        if part == "d" and not ref.is_rate:
            numbers.append(None)
            continue
        try:
            numbers.append(read_cell(given))
        except NotACount as problem:
            result.refused.append(CellRefused(cell.key, str(problem), part))
            return None
    if comment and numbers == [None, None]:
        result.refused.append(CellRefused(cell.key, _ONLY_A_COMMENT))
        return None
    return _Wanted(cell, numbers[0], numbers[1], comment)


def _overtaken(wanted: _Wanted, present: ValueRow | None) -> bool:
    if wanted.cell.base is None or wanted.cell.base == version_of(present):
        return False
    if present is None:
        return wanted.numerator is not None
    return (wanted.numerator, wanted.denominator, wanted.comment) != (
        present.numerator,
        present.denominator,
        present.comment,
    )


def _conflict(key: Key, present: ValueRow | None) -> CellConflict:
    if present is None:
        return CellConflict(key, None, None, "", "", "", None)
    return CellConflict(
        key,
        present.numerator,
        present.denominator,
        present.comment,
        version_of(present),
        present.by_name,
        present.updated_at,
    )


def _kept(
    actor: Actor, place: Place, wanted: Mapping[Key, _Wanted], result: Entered, *, origin: Origin, reason: str
) -> dict[Key, _Wanted]:
    """Hand the good cells to ``indicators``; what that refuses (a part above its whole…) is reported like the rest."""
    if not wanted:
        return {}
    entries = [
        Entry(
            code=key[0],
            breakdown=key[1],
            numerator=one.numerator,
            denominator=one.denominator,
            comment=one.comment,
        )
        for key, one in wanted.items()
    ]
    refused = values.save_values(
        actor=actor,
        unit=place.unit.code,
        period=place.period.code,
        entries=entries,
        origin=origin,
        reason=reason,
        state=ValueState.DRAFT,
    )
    problems = {(one.code, one.breakdown): one.message for one in refused}
    result.refused += [CellRefused(key, text) for key, text in problems.items()]
    return {key: one for key, one in wanted.items() if key not in problems}


def _answer(actor: Actor, place: Place, kept: Mapping[Key, _Wanted], result: Entered) -> None:
    if not kept:
        return
    rows = rows_of(place.refs)
    present = indicators.values_of(actor, place.unit.id, place.period)
    histories = Histories(actor, place.unit, place.period)
    for key, one in kept.items():
        told: tuple[str, ...] = ()
        if one.numerator is not None:
            known = known_of(rows[key], key[1], histories)
            told = tuple(finding.text for finding in doubts(Pair(one.numerator, one.denominator), known))
        result.saved.append(
            CellSaved(key, one.numerator, one.denominator, one.comment, version_of(present.get(key)), told)
        )
