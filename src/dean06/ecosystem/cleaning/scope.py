"""What an actor may see: whole lists of sectors it owns, or the records of its communes; never both narrowed to less.

Province-wide roles see everything; a sector's steward the sector's list; commune police, civil-status officers and
heads of commune bodies the records of their own commune, whatever the list. ``cleaning.view`` opens numbers only,
``cleaning.view_records`` persons.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from dean06.ecosystem.datasets import queries as datasets
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.units import queries as units

VIEW = "cleaning.view"
VIEW_RECORDS = "cleaning.view_records"
RUN = "cleaning.run"

#: Length of a commune's code; provinces have two digits, districts three.
_COMMUNE_CODE = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """A record is visible if and only if ``everything``, or its list is in ``sectors``, or its commune in ``units``."""

    everything: bool
    sectors: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()

    def sees_sector(self, sector: str) -> bool:
        """The whole list."""
        return self.everything or sector in self.sectors

    def sees(self, sector: str, unit: str) -> bool:
        """The records of ``sector`` in the commune ``unit`` (empty: commune not known)."""
        return self.sees_sector(sector) or unit in self.units

    def units_of(self, sector: str) -> frozenset[str] | None:
        """The communes of ``sector`` that are visible; ``None``: all of them."""
        return None if self.sees_sector(sector) else self.units

    @property
    def is_empty(self) -> bool:
        """Nothing at all."""
        return not (self.everything or self.sectors or self.units)

    def condition(self) -> Q:
        """As a filter of models with ``sector`` and ``unit_code``."""
        if self.everything:
            return Q()
        return Q(sector__in=self.sectors) | Q(unit_code__in=self.units)


def scope_of(actor: Actor, permission: str) -> Scope:
    """The area in which ``actor`` holds ``permission``. Raises ``NotAllowed`` when it holds it nowhere."""
    actor.require(permission)
    agencies = actor.agencies_for(permission)
    if WHOLE_PROVINCE in agencies:
        return Scope(everything=True)
    owned = frozenset(sector.code for sector in datasets.sectors(active_only=False) if sector.agency in agencies)
    return Scope(everything=False, sectors=owned, units=communes_of(agencies))


def communes_of(agencies: Iterable[str]) -> frozenset[str]:
    """Codes of the communes that bodies of communes serve; bodies of the province have none."""
    served = (units.agency_unit(agency) for agency in sorted(agencies))
    return frozenset(code for code in served if code and len(code) == _COMMUNE_CODE)
