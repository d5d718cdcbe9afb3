"""Counts of the criterion "đúng" by list and commune, as ``cleaning`` keeps them by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from dean06.ecosystem.cleaning import queries as cleaning
from dean06.ecosystem.cleaning.types import Criterion
from dean06.ecosystem.worklists.types import Pair
from dean06.kernel.common.actors import Actor


@dataclass(frozen=True, slots=True)
class Correct:
    """One list: commune → right records of all, with the day of the count and the count of an earlier month."""

    as_of: dt.date
    now: Mapping[str, Pair]
    before_as_of: dt.date | None
    before: Mapping[str, Pair]


def correct_counts(actor: Actor, on: dt.date, sector: str | None = None) -> dict[str, Correct]:
    """List → its counts up to a day, as far as the actor sees them; lists never counted are absent. Six queries.

    The earlier count is that of the month before ``on``'s. Raises ``NotAllowed``.
    """
    last = on.replace(day=1) - dt.timedelta(days=1)
    present = cleaning.quality_matrix(actor, on, sector=sector)
    past = cleaning.quality_matrix(actor, last, sector=sector)
    found = {}
    for code in present.sectors:
        # A list not yet counted this month stands with its last count, and has nothing to compare with.
        is_later = code in past.as_of and past.as_of[code] < present.as_of[code]
        found[code] = Correct(
            present.as_of[code],
            _pairs(present, code),
            past.as_of[code] if is_later else None,
            _pairs(past, code) if is_later else {},
        )
    return found


def _pairs(matrix: cleaning.QualityMatrix, sector: str) -> dict[str, Pair]:
    return {
        unit: pair
        for (code, unit, criterion), pair in matrix.cells.items()
        if code == sector and criterion == Criterion.CORRECT
    }
