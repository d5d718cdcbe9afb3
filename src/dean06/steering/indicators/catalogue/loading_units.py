"""PRIVATE. Reporting units from the tables of units and agencies: bodies, facilities, communes, and those of before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dean06.kernel.units import queries as territory
from dean06.kernel.units.types import AgencyKind, AgencyRef, UnitLevel
from dean06.steering.indicators.models import ReportingUnit, UnitSuccession
from dean06.steering.indicators.types import Level

#: From this day there are no districts, and communes are the merged ones (Luật 72/2025/QH15).
TWO_TIER_FROM = dt.date(2025, 7, 1)
#: Last days before bodies were rearranged: those of then are kept too, the departments of January 2025 report for it.
_DAYS_BEFORE_CHANGES = (dt.date(2025, 6, 30), dt.date(2025, 2, 28), dt.date(2024, 12, 31), dt.date(2024, 1, 1))

#: Bodies of the province that stand for a sector.
AGENCY_KINDS = (
    AgencyKind.OFFICE,
    AgencyKind.DEPARTMENT,
    AgencyKind.INSPECTORATE,
    AgencyKind.MANAGEMENT_BOARD,
    AgencyKind.POLICE_PROVINCE,
    AgencyKind.MILITARY,
    AgencyKind.JUSTICE,
    AgencyKind.VERTICAL,
    AgencyKind.MASS_ORG,
    AgencyKind.PRESS,
    AgencyKind.ENTERPRISE,
    AgencyKind.TASK_FORCE,
)
#: Bodies that serve people beneath a body of the province.
FACILITY_KINDS = (
    AgencyKind.ONE_STOP_PROVINCE,
    AgencyKind.LAND_OFFICE,
    AgencyKind.LAND_OFFICE_BRANCH,
    AgencyKind.CENTRE,
    AgencyKind.HEALTH_FACILITY,
    AgencyKind.SCHOOL,
)

_FIELDS = ("level", "kind", "agency_code", "unit_code", "valid_from", "valid_to", "order")
_NAMES = ("name", "short_name")


@dataclass(frozen=True, slots=True)
class UnitChanges:
    """What loading did to the units: how many are new, brought up to date, left as the province edited them."""

    created: int = 0
    updated: int = 0
    kept: int = 0
    successions: int = 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A unit that shall be there, and the code of the one above it."""

    row: ReportingUnit
    parent: str = ""


def old_unit_code(code: str, valid_from: dt.date) -> str:
    """Code of a commune or district of before 01/7/2025: the numbers of today were used before for other communes."""
    return f"cu:{code}@{valid_from.isoformat()}"


def load_units(province: str, province_name: str, today: dt.date) -> UnitChanges:
    """Bring the reporting units of a province (its code and short name) in step with the tables. Repeatable.

    Units that left the tables stay, since figures point at them; names and parents that the province edited stay too.
    """
    wanted = list(_wanted(province, province_name, today))
    present = {row.code: row for row in ReportingUnit.objects.all()}
    edited = {code for code, row in present.items() if row.edited}
    new, changed = [], []
    for order, one in enumerate(wanted):
        row = one.row
        row.order = order
        old = present.get(row.code)
        if old is None:
            new.append(row)
            continue
        fields = _FIELDS if row.code in edited else _FIELDS + _NAMES
        if any(getattr(old, name) != getattr(row, name) for name in fields):
            for name in fields:
                setattr(old, name, getattr(row, name))
            changed.append(old)
    ReportingUnit.objects.bulk_create(new, batch_size=500)
    ReportingUnit.objects.bulk_update(changed, [*_FIELDS, *_NAMES], batch_size=200)
    pks = dict(ReportingUnit.objects.values_list("code", "pk"))
    moved = _set_parents(wanted, pks, edited)
    links = _set_successions(province, pks, today)
    fresh = {pks[row.code] for row in new}
    updated = len({row.pk for row in changed} | moved - fresh)
    return UnitChanges(len(new), updated, len(edited & {one.row.code for one in wanted}), links)


def _wanted(province: str, province_name: str, today: dt.date) -> Iterator[_Wanted]:
    head = territory.agency_of_unit(province, AgencyKind.COMMITTEE_PROVINCE, today) or ""
    top = head or f"tinh-{province}"
    yield _Wanted(
        ReportingUnit(
            code=top,
            name=f"Tỉnh {province_name}",
            short_name=f"Tỉnh {province_name}",
            level=Level.PROVINCE,
            kind=AgencyKind.COMMITTEE_PROVINCE,
            agency_code=head,
            unit_code=province,
        )
    )
    yield from _bodies(top, today)
    yield from _communes(province, top, today)
    yield from _former(province, top)


def _bodies(top: str, today: dt.date) -> Iterator[_Wanted]:
    """Departments and other bodies, then what stands beneath them; each once, of today or former."""
    days = [today, *_DAYS_BEFORE_CHANGES]
    found: dict[str, AgencyRef] = {}
    for day in days:
        for agency in territory.current_agencies(on=day, kinds=[*AGENCY_KINDS, *FACILITY_KINDS]):
            found.setdefault(agency.code, agency)
    above = territory.agency_parents()
    places = {kind: place for place, kind in enumerate([*AGENCY_KINDS, *FACILITY_KINDS])}
    for agency in sorted(found.values(), key=lambda one: (places[AgencyKind(one.kind)], one.valid_to is not None)):
        level = Level.AGENCY if agency.kind in AGENCY_KINDS else Level.FACILITY
        yield _Wanted(_row_of(agency, level), _parent_of(agency.code, above, set(found), top))


def _parent_of(code: str, above: Mapping[str, str], reporting: set[str], top: str) -> str:
    """The nearest body above that reports; the province when there is none."""
    seen = {code}
    while (code := above.get(code, "")) and code not in seen:
        if code in reporting:
            return code
        seen.add(code)
    return top


def _row_of(agency: AgencyRef, level: Level, unit_code: str = "") -> ReportingUnit:
    return ReportingUnit(
        code=agency.code,
        name=agency.name,
        short_name=(agency.short_name or agency.name)[:120],
        level=level,
        kind=agency.kind,
        agency_code=agency.code,
        unit_code=unit_code,
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
    )


def _communes(province: str, top: str, today: dt.date) -> Iterator[_Wanted]:
    """The communes of today, by their committees."""
    committees = territory.agencies_by_unit(AgencyKind.COMMITTEE_COMMUNE, today)
    for commune in territory.current_units(UnitLevel.COMMUNE, on=today, province=province):
        code = committees.get(commune.code)
        yield _Wanted(
            ReportingUnit(
                code=code or f"xa-{commune.code}",
                name=commune.name,
                short_name=commune.name,
                level=Level.COMMUNE,
                kind=AgencyKind.COMMITTEE_COMMUNE,
                agency_code=code or "",
                unit_code=commune.code,
                valid_from=commune.valid_from,
            ),
            top,
        )


def _former(province: str, top: str) -> Iterator[_Wanted]:
    """Districts and communes of before 01/7/2025; a commune stands beneath its district."""
    last = TWO_TIER_FROM - dt.timedelta(days=1)
    districts = territory.agencies_by_unit(AgencyKind.COMMITTEE_DISTRICT, last)
    communes = territory.agencies_by_unit(AgencyKind.COMMITTEE_COMMUNE, last)
    codes = {}
    for unit in territory.current_units(UnitLevel.DISTRICT, on=last, province=province):
        codes[unit.code] = old_unit_code(unit.code, unit.valid_from)
        yield _Wanted(_former_row(unit.name, Level.DISTRICT, codes[unit.code], unit.code, districts), top)
    for unit in territory.current_units(UnitLevel.COMMUNE, on=last, province=province):
        if unit.is_current:
            continue
        name = unit.path.rsplit(", ", 1)[0]
        row = _former_row(name, Level.COMMUNE, old_unit_code(unit.code, unit.valid_from), unit.code, communes)
        yield _Wanted(row, codes.get(unit.parent_code or "", top))


def _former_row(name: str, level: Level, code: str, unit_code: str, agencies: Mapping[str, str]) -> ReportingUnit:
    kind = AgencyKind.COMMITTEE_DISTRICT if level == Level.DISTRICT else AgencyKind.COMMITTEE_COMMUNE
    return ReportingUnit(
        code=code,
        name=f"{name} (trước 01/7/2025)",
        short_name=name.split(",")[0],
        level=level,
        kind=kind,
        agency_code=agencies.get(unit_code, ""),
        unit_code=unit_code,
        valid_to=TWO_TIER_FROM - dt.timedelta(days=1),
    )


def _set_parents(wanted: Iterable[_Wanted], pks: Mapping[str, int], edited: set[str]) -> set[int]:
    """Put each unit under its parent, except where the province chose; returns which moved."""
    parents = {one.row.code: pks.get(one.parent) for one in wanted if one.row.code not in edited}
    moved = []
    for row in ReportingUnit.objects.filter(code__in=parents):
        if row.parent_id != parents[row.code]:
            row.parent_id = parents[row.code]
            moved.append(row)
    ReportingUnit.objects.bulk_update(moved, ["parent"], batch_size=200)
    return {row.pk for row in moved}


def _set_successions(province: str, pks: Mapping[str, int], today: dt.date) -> int:
    """Which unit continues which: communes by area, bodies by what the tables say. Returns how many links are new."""
    wanted = [*_commune_links(province, pks, today), *_body_links(pks, today)]
    present = {(link.old_id, link.new_id): link for link in UnitSuccession.objects.all()}
    new, changed = [], []
    for link in wanted:
        old = present.get((link.old_id, link.new_id))
        if old is None:
            new.append(link)
        elif (old.partial, old.effective_on) != (link.partial, link.effective_on):
            old.partial, old.effective_on = link.partial, link.effective_on
            changed.append(old)
    UnitSuccession.objects.bulk_create(new, batch_size=500)
    UnitSuccession.objects.bulk_update(changed, ["partial", "effective_on"], batch_size=200)
    return len(new)


def _commune_links(province: str, pks: Mapping[str, int], today: dt.date) -> Iterator[UnitSuccession]:
    by_unit = dict(
        ReportingUnit.objects.filter(level=Level.COMMUNE, valid_to__isnull=True).values_list("unit_code", "pk")
    )
    for commune in territory.current_units(UnitLevel.COMMUNE, on=today, province=province):
        for step in territory.predecessors(commune.code, today):
            old = pks.get(old_unit_code(step.unit.code, step.unit.valid_from))
            if old is not None and commune.code in by_unit:
                yield UnitSuccession(
                    old_id=old, new_id=by_unit[commune.code], partial=step.partial, effective_on=step.effective_on
                )


def _body_links(pks: Mapping[str, int], today: dt.date) -> Iterator[UnitSuccession]:
    """Bodies that ended, and those that took over; ``partial`` when the work was divided."""
    ended = ReportingUnit.objects.filter(level=Level.AGENCY, valid_to__lt=today)
    rows = list(ended)
    answers = territory.resolve_agencies([row.name for row in rows], on=today, printed_on=today)
    for row, answer in zip(rows, answers, strict=True):
        heirs = [agency.code for agency in answer.agencies] + [agency.code for agency in answer.parts]
        heirs = [code for code in dict.fromkeys(heirs) if code in pks and code != row.code]
        for code in heirs:
            if row.valid_to is not None:
                yield UnitSuccession(
                    old_id=row.pk,
                    new_id=pks[code],
                    partial=len(heirs) > 1,
                    effective_on=row.valid_to + dt.timedelta(days=1),
                )
