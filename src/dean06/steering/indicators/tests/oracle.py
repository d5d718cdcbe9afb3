"""The contract of totals written once more, as slowly and plainly as possible, to hold the real reading against.

Nothing here is shared with the code under test but the words of ``types``: lists are walked again for every question.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from dean06.kernel.common.pairs import Pair


@dataclass
class Unit:
    id: int
    level: str
    kind: str
    parent: int | None
    valid_from: dt.date | None
    valid_to: dt.date | None


@dataclass
class Link:
    old: int
    new: int
    partial: bool
    on: dt.date


@dataclass
class Version:
    """A definition of an indicator; ``until`` is the last day."""

    code: str
    since: dt.date
    until: dt.date | None
    rate: bool
    levels: set[str]
    kinds: set[str]
    accumulation: str
    frequency: str


@dataclass
class Figure:
    code: str
    unit: int
    period: str
    numerator: int
    denominator: int | None
    state: str
    stated: bool
    breakdown: str = ""


@dataclass
class Time:
    code: str
    kind: str
    first: dt.date
    last: dt.date


@dataclass
class Books:
    units: list[Unit] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)

    # --- Words -----------------------------------------------------------------------------------------------------

    def unit(self, number: int) -> Unit:
        return next(unit for unit in self.units if unit.id == number)

    def time(self, code: str) -> Time:
        return next(time for time in self.times if time.code == code)

    def version(self, code: str, day: dt.date) -> Version | None:
        for version in self.versions:
            if version.code == code and version.since <= day and (version.until is None or day <= version.until):
                return version
        return None

    def lives(self, unit: Unit, day: dt.date) -> bool:
        if unit.valid_from is not None and day < unit.valid_from:
            return False
        return not (unit.valid_to is not None and day > unit.valid_to)

    def reports(self, unit: Unit, version: Version, day: dt.date) -> bool:
        if not self.lives(unit, day) or unit.level not in version.levels:
            return False
        # Kinds narrow bodies of the province and facilities; a commune reports whatever its kind.
        return not version.kinds or unit.level not in ("agency", "facility") or unit.kind in version.kinds

    # --- Who is part of whom ---------------------------------------------------------------------------------------

    def is_under(self, unit: Unit, top: Unit) -> bool:
        while True:
            if unit.id == top.id:
                return True
            if unit.parent is None:
                return False
            unit = self.unit(unit.parent)

    def earlier(self, unit: Unit, day: dt.date) -> tuple[list[Unit], list[Unit]]:
        """Units that stood for ``unit`` on a day: as a whole, and in part only."""
        wholes = [unit] if self.lives(unit, day) else []
        parts: list[Unit] = []
        for link in self.links:
            old = self.unit(link.old)
            if link.new != unit.id or day >= link.on:
                continue
            if old.level == "district" and unit.level != "district":
                continue
            deeper_wholes, deeper_parts = self.earlier(old, day)
            if link.partial:
                parts += deeper_wholes + deeper_parts
            else:
                wholes += deeper_wholes
                parts += deeper_parts
        return wholes, parts

    # --- One period ------------------------------------------------------------------------------------------------

    def one(self, code: str, number: int, time: Time) -> dict[str, object]:
        """Pair, reported, expected, provisional, split, stated of a total within one period."""
        empty = {"pair": None, "reported": 0, "expected": 0, "provisional": False, "split": False, "stated": False}
        version = self.version(code, time.last)
        if version is None:
            return empty
        wholes, parts = self.earlier(self.unit(number), time.last)
        reporters, divided = [], []
        for unit in self.units:
            if not self.reports(unit, version, time.last):
                continue
            if any(self.is_under(unit, whole) for whole in wholes):
                reporters.append(unit.id)
            elif any(self.is_under(unit, part) for part in parts):
                divided.append(unit.id)
        sent = [
            figure
            for figure in self.figures
            if figure.code == code
            and figure.period == time.code
            and figure.breakdown == ""
            and figure.state != "draft"
            and not (version.rate and figure.denominator is None)
        ]
        given = [figure for figure in sent if not figure.stated and figure.unit in reporters]
        said = [figure for figure in sent if figure.stated and figure.unit in [whole.id for whole in wholes]]
        answer = {**empty, "expected": len(reporters), "split": bool(divided), "reported": len(given)}
        used = given or said
        if used:
            answer["pair"] = Pair(
                sum(figure.numerator for figure in used),
                sum(figure.denominator or 0 for figure in used) if version.rate else None,
            )
        wanted = len(reporters) if given else len({whole.id for whole in wholes}) if said else 0
        waiting = [figure for figure in used if figure.state != "accepted"]
        answer["stated"] = bool(said) and not given
        answer["provisional"] = bool(waiting) or len(used) != wanted if used else len(reporters) > 0
        return answer

    # --- Longer periods --------------------------------------------------------------------------------------------

    def cell(self, code: str, number: int, period: str) -> dict[str, object]:
        """The same for any period, made of the months that are open where it is longer than a month."""
        time = self.time(period)
        version = self.version(code, time.last)
        if version is None or version.frequency == time.kind:
            return self.one(code, number, time)
        assert version.frequency == "month"
        year = period[:4]
        names = {"H1": range(1, 7), "H2": range(7, 13), "N": range(1, 13)}[period[5:]]
        months = [time for m in names for time in self.times if time.code == f"{year}-T{m:02}"]
        all_open = len(months) == len(names)
        cells = [self.one(code, number, month) for month in months]
        fits = [
            cell
            for cell in cells
            if cell["pair"] is not None and (cell["pair"].denominator is not None) == version.rate
        ]
        direct = self.one(code, number, time)
        if not months:
            return direct
        if version.accumulation == "flow":
            lacking = not all_open or any(cell["pair"] is None for cell in cells)
            if lacking and direct["pair"] is not None:
                return direct
            pair = None
            for cell in fits:
                pair = cell["pair"] if pair is None else pair + cell["pair"]
            return {
                "pair": pair,
                "reported": sum(cell["reported"] for cell in cells),
                "expected": sum(cell["expected"] for cell in cells),
                "provisional": not all_open or len(fits) < len(cells) or any(cell["provisional"] for cell in cells),
                "split": any(cell["split"] for cell in cells),
                "stated": any(cell["stated"] for cell in fits),
            }
        lacking = not all_open or cells[-1]["pair"] is None
        if lacking and direct["pair"] is not None:
            return direct
        if not fits:
            return {
                "pair": None,
                "reported": 0,
                "expected": cells[-1]["expected"],
                "provisional": True,
                "split": False,
                "stated": False,
            }
        last = fits[-1]
        return {**last, "provisional": last["provisional"] or not all_open or last is not cells[-1]}
