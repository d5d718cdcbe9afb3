"""Progress in the reports' own words: how much of each list is right, by commune, this month against last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from dean06.ecosystem.cleaning import queries as cleaning
from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.worklists import staff
from dean06.ecosystem.worklists.reading.quality import correct_counts
from dean06.ecosystem.worklists.rules.ranking import in_words
from dean06.ecosystem.worklists.scope import COUNTS
from dean06.ecosystem.worklists.types import Pair
from dean06.kernel.common.actors import Actor

EXTREMES = 5


@dataclass(frozen=True, slots=True)
class SectorProgress:
    """One list. ``by_unit``: commune, its pair now and last month; ``None``: not counted (which is not zero)."""

    code: str
    name: str
    record_word: str
    as_of: dt.date
    before_as_of: dt.date | None
    now: Pair
    before: Pair | None
    by_unit: list[tuple[str, Pair | None, Pair | None]]

    @property
    def words(self) -> str:
        """ "3.079.271/3.200.783 (96,20%)"."""
        return in_words(self.now)

    @property
    def change(self) -> float | None:
        """Difference of the shares in points of percent; ``None`` without last month."""
        if self.before is None or not self.before.denominator or not self.now.denominator:
            return None
        return 100 * ((self.now.share or 0) - (self.before.share or 0))

    @property
    def counted(self) -> list[tuple[str, Pair]]:
        """Communes with a count, best first."""
        found = [(unit, pair) for unit, pair, _ in self.by_unit if pair is not None and pair.denominator and unit]
        return sorted(found, key=lambda one: (-Fraction(one[1].numerator, one[1].denominator), -one[1].denominator))

    @property
    def best(self) -> list[tuple[str, Pair]]:
        """The five best communes."""
        return self.counted[:EXTREMES]

    @property
    def worst(self) -> list[tuple[str, Pair]]:
        """The five worst communes, worst first; none that stands among the best."""
        return self.counted[EXTREMES:][-EXTREMES:][::-1]

    @property
    def not_counted(self) -> list[str]:
        """Communes of which nothing is known."""
        return [unit for unit, pair, _ in self.by_unit if pair is None and unit]

    @property
    def at_zero(self) -> list[str]:
        """Communes that were counted and have nothing right yet."""
        return [unit for unit, pair in self.counted if pair.numerator == 0]


def view(actor: Actor, *, today: dt.date) -> list[SectorProgress]:
    """All lists that were ever counted, as far as the actor sees them; eight queries. Raises ``NotAllowed``."""
    actor.require(COUNTS)
    counts = correct_counts(actor, today)
    names = [unit.code for unit in staff.communes(today)]
    found = []
    for sector in datasets.sectors():
        one = counts.get(sector.code)
        if one is None:
            continue
        sees_all = cleaning.sees_sector(actor, sector.code)
        listed = list(dict.fromkeys([*(names if sees_all else ()), *one.now]))
        found.append(
            SectorProgress(
                code=sector.code,
                name=sector.name,
                record_word=sector.record_word,
                as_of=one.as_of,
                before_as_of=one.before_as_of,
                now=total(one.now),
                before=total(one.before) if one.before_as_of else None,
                by_unit=[(unit, one.now.get(unit), one.before.get(unit)) for unit in listed],
            )
        )
    return found


def total(pairs: Mapping[str, Pair]) -> Pair:
    """Sum of counts: the share of the province is of its records, not the mean of its communes."""
    return sum(pairs.values(), Pair(0, 0))
