"""The communes of the province today and before 01/7/2025, for reading a list's own words (``rules.communes``)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from dean06.ecosystem.cleaning.rules.communes import Commune, Lists
from dean06.kernel.units import queries as units
from dean06.kernel.units.types import UnitLevel, UnitRef

#: First day of the two-level government: communes and their codes changed in the whole country.
LISTS_CHANGED_ON = dt.date(2025, 7, 1)

_known: dict[tuple[str, dt.date], Lists] = {}


def lists(today: dt.date) -> Lists:
    """Both lists of the installation's province; read once a day and process (about two queries a commune)."""
    key = (settings.PROVINCE_CODE, today)
    if key not in _known:
        now = units.current_units(UnitLevel.COMMUNE, on=today, province=settings.PROVINCE_CODE)
        found = Lists([_of_today(unit) for unit in now], _before(now, today))
        if not now:
            return found
        _known.clear()
        _known[key] = found
    return _known[key]


def names(today: dt.date) -> dict[str, str]:
    """Code → name of today's communes of the province. One query."""
    found = units.current_units(UnitLevel.COMMUNE, on=today, province=settings.PROVINCE_CODE)
    return {unit.code: unit.name for unit in found}


def _of_today(unit: UnitRef) -> Commune:
    return Commune(unit.code, unit.name, "", ((unit.code, 1.0),))


def _before(now: list[UnitRef], today: dt.date) -> list[Commune]:
    """Communes of the time before, each with today's communes it became: in equal parts where it was divided."""
    became: dict[str, set[str]] = {}
    origin: dict[str, UnitRef] = {}
    for unit in now:
        for step in units.predecessors(unit.code, today):
            origin[step.unit.code] = step.unit
            became.setdefault(step.unit.code, set()).add(unit.code)
    return [
        Commune(code, unit.name, _district(unit), tuple((new, 1.0 / len(became[code])) for new in sorted(became[code])))
        for code, unit in sorted(origin.items())
    ]


def _district(unit: UnitRef) -> str:
    """ "Xã A, Huyện B, Tỉnh C" → "Huyện B"."""
    parts = unit.path.split(", ")
    return parts[1] if len(parts) > 2 else ""
