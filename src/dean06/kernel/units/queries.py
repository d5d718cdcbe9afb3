"""PUBLIC reads of ``units``. Units and agencies are public knowledge: no actor is needed and nothing is logged.

A unit's code means nothing without a day: codes were re-used on 01/7/2025. Days are passed in.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from dean06.kernel.units import resolving, rules, searching
from dean06.kernel.units.errors import AgencyNotFound, UnitNotFound
from dean06.kernel.units.loading_units import CHANGEOVER
from dean06.kernel.units.models import AdminUnit, AdminUnitSuccession, Agency, AgencyArea, UnitBoundary, valid_on
from dean06.kernel.units.rules import AreaMap, Outline
from dean06.kernel.units.types import AgencyHead, AgencyKind, AgencyRef, Resolution, UnitLevel, UnitRef, UnitSuccession

__all__ = [
    "agencies_by_unit",
    "agencies_of_area",
    "agency",
    "agency_ancestors",
    "agency_descendants",
    "agency_heads",
    "agency_identifiers",
    "agency_of_unit",
    "agency_parents",
    "agency_unit",
    "area_map",
    "convert_address_unit",
    "current_agencies",
    "current_units",
    "get_agencies",
    "group_members",
    "outlines",
    "predecessors",
    "resolve_agencies",
    "resolve_agency",
    "search_agencies",
    "search_units",
    "successors",
    "tile_grid",
    "unit_ids",
    "unit_on",
    "unit_refs",
]

# --- Administrative units ---------------------------------------------------------------------------------------------


def unit_on(code: str, on: dt.date) -> UnitRef:
    """The unit that bore ``code`` on a day. Raises ``UnitNotFound``."""
    return unit_ref(_unit_row(code, on))


def unit_ids(keys: Iterable[tuple[str, dt.date]]) -> dict[tuple[str, dt.date], int]:
    """``(code, valid_from)`` → what the foreign keys of other apps hold; unknown keys are absent. One query."""
    wanted = set(keys)
    rows = AdminUnit.objects.filter(code__in={code for code, _ in wanted}).values_list("code", "valid_from", "pk")
    return {(code, start): pk for code, start, pk in rows if (code, start) in wanted}


def unit_refs(ids: Iterable[int]) -> dict[int, UnitRef]:
    """Units by what the foreign keys of other apps hold; unknown ones are absent. One query."""
    rows = AdminUnit.objects.filter(pk__in=set(ids)).select_related("parent__parent")
    return {row.pk: unit_ref(row) for row in rows}


def current_units(level: str = UnitLevel.COMMUNE, *, on: dt.date, province: str | None = None) -> list[UnitRef]:
    """Units of a level on a day, of the whole country or of one province, by code. One query."""
    units = AdminUnit.objects.filter(valid_on(on), level=level).select_related("parent__parent").order_by("code")
    if province and level != UnitLevel.PROVINCE:
        units = units.filter(Q(parent__code=province) | Q(parent__parent__code=province))
    elif province:
        units = units.filter(code=province)
    return [unit_ref(unit) for unit in units]


def search_units(
    q: str, *, limit: int = 20, level: str | None = None, on: dt.date | None = None, province: str | None = None
) -> list[UnitRef]:
    """Units by name (with or without accents, with what they belong to: "cam hung ha tinh") or by code; best first.

    Units of today come before former ones; ``on`` keeps only those of a day.
    """
    return [unit_ref(unit) for unit in searching.find_units(q, limit=limit, level=level, on=on, province=province)]


def successors(code: str, on: dt.date) -> list[UnitSuccession]:
    """What the unit that bore ``code`` on a day became; empty while it exists. Raises ``UnitNotFound``. Two queries."""
    unit = _unit_row(code, on)
    links = AdminUnitSuccession.objects.filter(old=unit).select_related("new__parent__parent").order_by("new__code")
    return [UnitSuccession(unit_ref(link.new), link.change, link.partial, link.effective_on) for link in links]


def predecessors(code: str, on: dt.date) -> list[UnitSuccession]:
    """From what the unit that bears ``code`` on a day was formed: units of its own level, whole or in part.

    The districts whose area a commune received are left out. Raises ``UnitNotFound``. Two queries.
    """
    unit = _unit_row(code, on)
    links = AdminUnitSuccession.objects.filter(new=unit, old__level=unit.level).select_related("old__parent__parent")
    return [
        UnitSuccession(unit_ref(link.old), link.change, link.partial, link.effective_on)
        for link in links.order_by("old__code")
    ]


def convert_address_unit(old_code: str) -> list[UnitRef]:
    """Today's units for a code of the list before 01/7/2025: one, or several when it was divided; never a guess.

    A province that was not merged is its own answer. Raises ``UnitNotFound`` for a code that the old list lacks.
    """
    before = CHANGEOVER - dt.timedelta(days=1)
    unit = _unit_row(old_code, before)
    if unit.valid_to is None:
        return [unit_ref(unit)]
    return [step.unit for step in successors(old_code, before)]


def tile_grid(province_code: str, on: dt.date) -> dict[str, tuple[int, int]]:
    """Code → (column, row) of each commune of a province on a day; row 0 in the north, no two on one square.

    Communes without a known place are left out. One query.
    """
    communes = AdminUnit.objects.filter(
        valid_on(on),
        Q(parent__code=province_code) | Q(parent__parent__code=province_code),
        level=UnitLevel.COMMUNE,
        longitude__isnull=False,
        latitude__isnull=False,
    )
    places = communes.values_list("code", "longitude", "latitude")
    return rules.tile_grid({code: (float(x or 0), float(y or 0)) for code, x, y in places})


def outlines(codes: Collection[str], on: dt.date, size: int = 320) -> dict[str, Outline]:
    """SVG outlines of the units whose boundary was imported, each in a box of its own. One query."""
    rows = UnitBoundary.objects.filter(valid_on(on, "unit__"), unit__code__in=codes)
    return {
        code: rules.svg_outline(json.loads(geometry), size)
        for code, geometry in rows.values_list("unit__code", "geometry")
    }


def area_map(codes: Collection[str], on: dt.date, size: int = 640) -> AreaMap | None:
    """The units whose boundary was imported in one drawing; ``None`` while none of them has one. One query."""
    rows = UnitBoundary.objects.filter(valid_on(on, "unit__"), unit__code__in=codes)
    found = {code: json.loads(geometry) for code, geometry in rows.values_list("unit__code", "geometry")}
    return rules.svg_map(found, size) if found else None


# --- Agencies ---------------------------------------------------------------------------------------------------------


def agency(code: str) -> AgencyRef:
    """An agency by its code, of today or former. Raises ``AgencyNotFound``."""
    row = Agency.objects.defer("search_key").filter(code=code).first()
    if row is None:
        raise AgencyNotFound(agency=code)
    return agency_ref(row)


def get_agencies(codes: Iterable[str]) -> dict[str, AgencyRef]:
    """Agencies by code; unknown codes are absent. One query."""
    rows = Agency.objects.defer("search_key").filter(code__in=set(codes))
    return {row.code: agency_ref(row) for row in rows}


def agency_identifiers(codes: Iterable[str]) -> dict[str, str]:
    """Electronic identifier (QĐ 20/2020/QĐ-TTg) of the agencies of these codes, where it is known. One query."""
    rows = Agency.objects.filter(code__in=set(codes)).exclude(identifier="")
    return dict(rows.values_list("code", "identifier"))


def agency_heads(codes: Iterable[str]) -> dict[str, AgencyHead]:
    """Who heads the agencies of these codes, where somebody entered it. One query."""
    rows = Agency.objects.filter(code__in=set(codes)).exclude(head_name="")
    found = rows.values_list("code", "head_name", "head_title", "head_phone")
    return {code: AgencyHead(name, title, phone) for code, name, title, phone in found}


def current_agencies(*, on: dt.date, kinds: Collection[str] | None = None) -> list[AgencyRef]:
    """Agencies that work on a day, without groups, by kind and name. One query."""
    rows = Agency.objects.defer("search_key").filter(valid_on(on)).exclude(kind=AgencyKind.GROUP)
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    return [agency_ref(row) for row in rows.order_by("kind", "name_key")]


def search_agencies(
    q: str, *, limit: int = 20, on: dt.date | None = None, kinds: Collection[str] | None = None
) -> list[AgencyRef]:
    """Agencies by any of their names or abbreviations, with or without accents; best first, former ones last."""
    return [agency_ref(row) for row in searching.find_agencies(q, limit=limit, on=on, kinds=kinds)]


def resolve_agency(text: str, *, on: dt.date, printed_on: dt.date | None = None) -> Resolution:
    """What body a printed name means on a day: "Sở TT&TT" → Sở Khoa học và Công nghệ, from 01/3/2025 on.

    ``printed_on``, the date of the paper, settles names that changed hands ("UBND phường Trần Phú" before and after
    01/7/2025). Never raises; see ``Resolution`` for the five answers. At most six queries.
    """
    return resolving.resolve([text], on=on, printed_on=printed_on)[0]


def resolve_agencies(texts: Sequence[str], *, on: dt.date, printed_on: dt.date | None = None) -> list[Resolution]:
    """``resolve_agency`` for many names with the same few queries, in the order given."""
    return resolving.resolve(texts, on=on, printed_on=printed_on)


def group_members(code: str, on: dt.date) -> list[AgencyRef]:
    """The agencies that a group means on a day; empty for an open group. Raises ``AgencyNotFound``."""
    world = resolving.World()
    row = next((row for row in world.agencies.values() if row.code == code), None)
    if row is None:
        raise AgencyNotFound(agency=code)
    group = world.groups.get(row.pk)
    return [agency_ref(member) for member in world.members(group, on)] if group and not group.is_open else []


def agencies_of_area(unit_code: str, on: dt.date) -> list[AgencyRef]:
    """Agencies that serve the unit on a day: its committee, police, one-stop centre, branches that cover it.

    For a province: the bodies of the province, not those of its communes. Raises ``UnitNotFound``. Two queries.
    """
    unit = _unit_row(unit_code, on)
    covering = AgencyArea.objects.filter(unit=unit).values("agency_id")
    rows = Agency.objects.defer("search_key").filter(valid_on(on), Q(unit=unit) | Q(pk__in=covering))
    rows = rows.exclude(kind=AgencyKind.GROUP).distinct().order_by("kind", "name_key")
    return [agency_ref(row) for row in rows]


def agency_of_unit(unit_code: str, kind: str, on: dt.date) -> str | None:
    """Code of the agency of a kind that serves a unit as a whole on a day; ``None`` when it has none. One query."""
    rows = Agency.objects.filter(valid_on(on), valid_on(on, "unit__"), unit__code=unit_code, kind=kind)
    return rows.order_by("pk").values_list("code", flat=True).first()


def agencies_by_unit(kind: str, on: dt.date) -> dict[str, str]:
    """Unit code → code of the agency of a kind that serves it as a whole on a day. One query."""
    rows = Agency.objects.filter(valid_on(on), valid_on(on, "unit__"), unit__isnull=False, kind=kind)
    return dict(rows.order_by("-pk").values_list("unit__code", "code"))


def agency_parents() -> dict[str, str]:
    """Agency code → code of the agency right above it, for those that have one. One query."""
    return dict(Agency.objects.filter(parent__isnull=False).values_list("code", "parent__code"))


def agency_ancestors(code: str) -> tuple[str, ...]:
    """The agency's code followed by those of everything above it. An unknown code stands alone. One query."""
    above = dict(Agency.objects.filter(parent__isnull=False).values_list("code", "parent__code"))
    found = [code]
    while (parent := above.get(found[-1])) and parent not in found:
        found.append(parent)
    return tuple(found)


def agency_unit(code: str) -> str | None:
    """Code of the unit that an agency serves as a whole; ``None`` when it has none or is unknown. One query."""
    return Agency.objects.filter(code=code).values_list("unit__code", flat=True).first()


def agency_descendants(code: str) -> frozenset[str]:
    """The agency's code with those of everything below it. An unknown code stands alone. One query."""
    children: dict[str, list[str]] = {}
    rows = Agency.objects.filter(parent__isnull=False).values_list("parent__code", "code")
    for parent, child in rows:
        children.setdefault(parent, []).append(child)
    found: set[str] = set()
    queue = [code]
    while queue:
        present = queue.pop()
        if present not in found:
            found.add(present)
            queue += children.get(present, [])
    return frozenset(found)


# --- Shared with the pages of this app --------------------------------------------------------------------------------


def unit_ref(unit: AdminUnit) -> UnitRef:
    """The public form of a row whose ``parent__parent`` was selected."""
    above = unit.parent
    path = [unit.name]
    while above is not None:
        path.append(above.name)
        above = above.parent
    return UnitRef(
        code=unit.code,
        name=unit.name,
        level=unit.level,
        kind=unit.kind,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        path=", ".join(path),
        parent_code=unit.parent.code if unit.parent else None,
    )


def agency_ref(row: Agency) -> AgencyRef:
    """The public form of a row."""
    return AgencyRef(row.code, row.name, row.short_name, row.kind, row.valid_to, row.valid_from)


def _unit_row(code: str, on: dt.date) -> AdminUnit:
    unit = AdminUnit.objects.filter(valid_on(on), code=code).select_related("parent__parent").first()
    if unit is None:
        raise UnitNotFound(unit=code, on=on.isoformat())
    return unit
