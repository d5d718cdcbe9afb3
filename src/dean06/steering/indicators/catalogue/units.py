"""PRIVATE. Reads of reporting units: who can answer for figures, and who answers for one indicator on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from dean06.kernel.common.vietnamese import search_key
from dean06.steering.indicators.errors import UnitNotFound
from dean06.steering.indicators.models import ReportingUnit, UnitSuccession
from dean06.steering.indicators.types import IndicatorRef, Level, UnitRef

#: Levels whose bodies are of several kinds; communes are all alike.
_NARROWED = (Level.AGENCY, Level.FACILITY)
_LEVEL_ORDER = {level: place for place, level in enumerate(Level)}


def valid_on(day: dt.date) -> Q:
    """Rows whose validity covers ``day``; an empty bound is open."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def unit_ref(row: ReportingUnit) -> UnitRef:
    """The public form of a row."""
    return UnitRef(
        id=row.pk,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        level=Level(row.level),
        agency=row.agency_code,
        unit_code=row.unit_code,
        parent_id=row.parent_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        kind=row.kind,
    )


def exists_on(unit: UnitRef, day: dt.date) -> bool:
    """Whether the unit works on a day."""
    return (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or unit.valid_to >= day)


def units(on: dt.date, level: Level | None = None, parent: int | None = None) -> list[UnitRef]:
    """Reporting units of a day, of one level or right below one unit: by level, then in their order. One query."""
    rows = ReportingUnit.objects.filter(valid_on(on))
    if level is not None:
        rows = rows.filter(level=level)
    if parent is not None:
        rows = rows.filter(parent_id=parent)
    return sorted((unit_ref(row) for row in rows.order_by("order", "name")), key=lambda unit: _LEVEL_ORDER[unit.level])


def unit(code: str) -> UnitRef:
    """A reporting unit by its code, of today or former. Raises ``UnitNotFound``."""
    row = ReportingUnit.objects.filter(code=code).first()
    if row is None:
        raise UnitNotFound(unit=code)
    return unit_ref(row)


def find_units(text: str, limit: int = 12) -> list[UnitRef]:
    """Units whose code or name has all words of a text, with or without accents; of today first. One query."""
    words = search_key(text).split()
    found = [
        one
        for one in everything()
        if one.code == text or (words and all(word in search_key(f"{one.name} {one.short_name}") for word in words))
    ]
    found.sort(key=lambda one: (one.code != text, one.valid_to is not None, len(one.name)))
    return found[:limit]


def unit_of_agency(agency_code: str) -> UnitRef | None:
    """The unit that an agency reports as; a facility that has no agency of its own is not meant. One query."""
    if not agency_code:
        return None
    row = ReportingUnit.objects.filter(agency_code=agency_code, code=agency_code).first()
    row = row or ReportingUnit.objects.filter(agency_code=agency_code).exclude(level=Level.FACILITY).first()
    return unit_ref(row) if row else None


def province() -> UnitRef:
    """The province served. Raises ``UnitNotFound`` before units were loaded."""
    row = ReportingUnit.objects.filter(level=Level.PROVINCE).order_by("pk").first()
    if row is None:
        raise UnitNotFound("Chưa có đơn vị báo cáo nào. Hãy chạy lệnh “dean06 load_indicators”.")
    return unit_ref(row)


def reporters(ref: IndicatorRef, on: dt.date) -> list[UnitRef]:
    """The units that report an indicator on a day: bodies of its levels and kinds; its owner for one of the province.

    The owner of that day is meant: before a merger, the bodies that the owner continues. At most two queries.
    """
    bodies = everything()
    wanted = reporter_ids(ref, on, bodies, before(bodies))
    return [unit for unit in bodies if unit.id in wanted]


def reporter_table(refs: Iterable[IndicatorRef], on: dt.date) -> dict[str, frozenset[int]]:
    """``reporters`` of many indicators as ids of units, by code of the indicator. Two queries."""
    bodies = everything()
    earlier = before(bodies)
    return {ref.code: reporter_ids(ref, on, bodies, earlier) for ref in refs}


def everything() -> list[UnitRef]:
    """All reporting units, of today and former, by level and order. One query."""
    rows = [unit_ref(row) for row in ReportingUnit.objects.order_by("order", "name")]
    return sorted(rows, key=lambda unit: _LEVEL_ORDER[unit.level])


def before(bodies: Sequence[UnitRef]) -> Mapping[int, list[UnitRef]]:
    """Unit → those that it continues, among ``bodies``. One query."""
    by_id = {unit.id: unit for unit in bodies}
    found: dict[int, list[UnitRef]] = {}
    for old, new in UnitSuccession.objects.values_list("old_id", "new_id"):
        found.setdefault(new, []).append(by_id[old])
    return found


def reporter_ids(
    ref: IndicatorRef, on: dt.date, bodies: Sequence[UnitRef], earlier: Mapping[int, list[UnitRef]]
) -> frozenset[int]:
    """Ids of the units that report an indicator on a day, from ``everything()`` and ``before()``. No query."""
    levels = ref.levels - {Level.PROVINCE}
    found = {
        unit.id
        for unit in bodies
        if unit.level in levels
        and exists_on(unit, on)
        and (not ref.kinds or unit.level not in _NARROWED or unit.kind in ref.kinds)
    }
    if Level.PROVINCE in ref.levels:
        found |= {unit.id for unit in _owners(ref.owner, on, bodies, earlier)}
    return frozenset(found)


def _owners(owner: str, on: dt.date, bodies: Sequence[UnitRef], earlier: Mapping[int, list[UnitRef]]) -> list[UnitRef]:
    """The owner's unit, or those it continues on a day before it existed; the province where no body owns it."""
    body = next((unit for unit in bodies if owner and unit.code == owner), None)
    if body is None:
        return [unit for unit in bodies if unit.level == Level.PROVINCE][:1]
    seen: set[int] = set()
    queue, found = [body], []
    while queue:
        present = queue.pop()
        if present.id in seen:
            continue
        seen.add(present.id)
        if exists_on(present, on):
            found.append(present)
        else:
            queue += earlier.get(present.id, [])
    return found or [body]
