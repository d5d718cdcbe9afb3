"""From the area of a role to the codes of the agencies that it covers, and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils import timezone

from dean06.kernel.accounts.permissions import AreaKind
from dean06.kernel.common.actors import WHOLE_PROVINCE
from dean06.kernel.units import queries as units
from dean06.kernel.units.errors import UnitNotFound
from dean06.kernel.units.types import AgencyKind, AgencyRef, ResolutionKind, UnitLevel, UnitRef

#: The commune's own bodies. Branches and schools that merely serve it answer to others.
_COMMUNE_BODIES = frozenset({AgencyKind.COMMITTEE_COMMUNE, AgencyKind.ONE_STOP_COMMUNE, AgencyKind.POLICE_COMMUNE})


def agencies_of_area(kind: str, code: str, on: date) -> frozenset[str]:
    """The agencies of an area: ``{"*"}`` for the province; an agency with all below it; the bodies of a commune.

    A commune that does not exist on the day covers nothing. At most two queries.
    """
    if kind == AreaKind.PROVINCE:
        return frozenset({WHOLE_PROVINCE})
    if kind == AreaKind.AGENCY:
        return units.agency_descendants(code)
    try:
        served = units.agencies_of_area(code, on)
    except UnitNotFound:
        return frozenset()
    return frozenset(agency.code for agency in served if agency.kind in _COMMUNE_BODIES)


def areas_covering(agency: str) -> dict[str, set[str]]:
    """Codes of the local areas, by kind, that cover an agency: itself and all above it; its commune. Three queries."""
    known = units.get_agencies([agency]).get(agency)
    commune = units.agency_unit(agency) if known and known.kind in _COMMUNE_BODIES else None
    return {
        AreaKind.AGENCY: set(units.agency_ancestors(agency)),
        AreaKind.COMMUNE: {commune} if commune else set(),
    }


def area_exists(kind: str, code: str) -> bool:
    """True when there is such an area today; the province has no code."""
    if kind == AreaKind.PROVINCE:
        return code == ""
    return agency_exists(code) if kind == AreaKind.AGENCY else code in {commune.code for commune in communes()}


def agency_exists(code: str) -> bool:
    """True when an agency with this code works today."""
    return any(agency.code == code for agency in units.current_agencies(on=timezone.localdate()))


def communes() -> list[UnitRef]:
    """The communes of the province today."""
    return units.current_units(UnitLevel.COMMUNE, on=timezone.localdate(), province=settings.PROVINCE_CODE)


def resolved_agency(text: str) -> AgencyRef | None:
    """The agency that a code or a typed name means today, or ``None`` when it is unknown or not the only one."""
    known = units.get_agencies([text]).get(text)
    if known:
        return known
    found = units.resolve_agency(text, on=timezone.localdate())
    return found.agency if found.kind in (ResolutionKind.EXACT, ResolutionKind.SUCCESSOR) else None


def agency_names(codes: Iterable[str]) -> dict[str, str]:
    """Short names by code, for codes that exist; one query."""
    wanted = {code for code in codes if code}
    return {code: agency.short_name for code, agency in units.get_agencies(wanted).items()} if wanted else {}


def area_labels(areas: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What to show for each (kind, code); at most two queries."""
    wanted = set(areas)
    names = agency_names(code for kind, code in wanted if kind == AreaKind.AGENCY)
    if any(kind == AreaKind.COMMUNE for kind, _ in wanted):
        names |= {commune.code: commune.name for commune in communes()}
    return {
        (kind, code): AreaKind.PROVINCE.label if kind == AreaKind.PROVINCE else names.get(code, code)
        for kind, code in wanted
    }
