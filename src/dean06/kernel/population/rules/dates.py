"""Birth dates known to the day, the month or only the year, and the ages that follow from them."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A birth date; ``month`` and ``day`` may be unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def earliest(self) -> dt.date:
        """The first day it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> dt.date:
        """The last day it can mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def text(self) -> str:
        """As forms print it: ``05/09/2003``, ``09/2003`` or ``2003``."""
        parts = [f"{self.day:02d}"] if self.day else []
        parts += [f"{self.month:02d}"] if self.month else []
        return "/".join([*parts, f"{self.year:04d}"])


def anniversary(day: dt.date, years: int) -> dt.date:
    """The same day ``years`` later; after 29 February the next day, so that no age is reached too early."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def has_reached(birth: BirthDate, years: int, on: dt.date) -> bool:
    """Certainly ``years`` old on a day, whatever the unknown month and day are (BLDS 2015 Điều 20: "từ đủ")."""
    return anniversary(birth.latest, years) <= on


def may_have_reached(birth: BirthDate, years: int, on: dt.date) -> bool:
    """Possibly ``years`` old on a day."""
    return anniversary(birth.earliest, years) <= on


def check_parts(year: int, month: int | None, day: int | None) -> BirthDate:
    """The birth date of its parts. Raises ``ValueError`` for a day without month or one that does not exist."""
    if day is not None and month is None:
        raise ValueError("a day needs its month")
    dt.date(year, month or 1, day or 1)
    return BirthDate(year, month, day)
