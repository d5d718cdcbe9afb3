"""The list of a commune: what is open, in the order of work, in pages; counts by class, village, person and state."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When

from dean06.ecosystem.cleaning.types import ResultClass
from dean06.ecosystem.worklists import staff
from dean06.ecosystem.worklists.acts.common import LIVE
from dean06.ecosystem.worklists.models import Sheet, WorkItem
from dean06.ecosystem.worklists.reading.records import (
    NO_VILLAGE,
    PersonLine,
    person_lines,
    village_order,
    villages_of,
)
from dean06.ecosystem.worklists.rules.guidance import BENEFITS, CLASS_ORDER, GUIDANCE
from dean06.ecosystem.worklists.rules.states import ENDED
from dean06.ecosystem.worklists.scope import RECORDS, VIEW, scope_of, visible
from dean06.ecosystem.worklists.types import Guidance, OpenCount, WorkState
from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor

PAGE = 50
NOBODY = "chua-giao"
PURPOSE = "Làm sạch dữ liệu của xã, phường"


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a list is narrowed to; empty means no narrowing. ``officer``: a user's id, or ``NOBODY``."""

    sector: str = ""
    result_class: str = ""
    responsible: str = ""
    state: str = ""
    officer: str = ""
    village: str | None = None
    due_by: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ListRow:
    """One finding of a page."""

    finding: Any
    line: PersonLine
    state: WorkState
    version: int
    assignee: str
    next_visit_on: dt.date | None
    age: int
    guidance: Guidance
    sector: str

    @property
    def class_label(self) -> str:
        """The class in Vietnamese."""
        return str(ResultClass(self.finding.result_class).label)


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page. ``groups``: heading → its rows, in order."""

    groups: list[tuple[str, Guidance | None, list[ListRow]]]
    total: int
    number: int
    pages: int

    @property
    def rows(self) -> list[ListRow]:
        """All rows of the page."""
        return [row for _, _, rows in self.groups for row in rows]


@dataclass(slots=True)
class UnitSummary:
    """Counts of one commune: what waits, by what, since when."""

    total: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    sectors: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    officers: Counter[int | None] = field(default_factory=Counter)
    oldest: dt.date | None = None


def in_order_of_work(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Lists that benefits depend on first, then by class, then the oldest."""
    sector = Case(
        *(When(sector=code, then=Value(place)) for place, code in enumerate(BENEFITS)),
        default=Value(len(BENEFITS)),
        output_field=IntegerField(),
    )
    kind = Case(
        *(When(result_class=code, then=Value(place)) for place, code in enumerate(CLASS_ORDER)),
        default=Value(len(CLASS_ORDER)),
        output_field=IntegerField(),
    )
    return rows.order_by(sector, kind, "sector", "opened_on", "pk")


def matching(actor: Actor, unit: str, wanted: ListFilter) -> QuerySet[Any]:
    """Open findings of one commune that match. Raises ``NotAllowed``; a foreign commune has none."""
    rows = visible(actor, VIEW).filter(unit_code=unit, state__in=LIVE)
    if wanted.sector:
        rows = rows.filter(sector=wanted.sector)
    if wanted.result_class:
        rows = rows.filter(result_class=wanted.result_class)
    if wanted.responsible:
        classes = [code for code, asks in GUIDANCE.items() if asks.responsible == wanted.responsible]
        rows = rows.filter(result_class__in=classes)
    if wanted.state == WorkState.OPEN:
        rows = rows.filter(Q(work_item__isnull=True) | Q(work_item__state__in=(WorkState.OPEN, *ENDED)))
    elif wanted.state:
        rows = rows.filter(work_item__state=wanted.state)
    if wanted.officer == NOBODY:
        rows = rows.filter(Q(work_item__isnull=True) | Q(work_item__assignee_id__isnull=True))
    elif wanted.officer.isdigit():
        rows = rows.filter(work_item__assignee_id=int(wanted.officer))
    if wanted.due_by is not None:
        rows = rows.filter(work_item__next_visit_on__lte=wanted.due_by)
    return rows


def page(
    actor: Actor,
    unit: str,
    wanted: ListFilter,
    *,
    number: int = 1,
    by_village: bool = False,
    today: dt.date,
    sectors: dict[str, str],
    size: int = PAGE,
) -> ListPage:
    """One page with names, for who may see records (``cleaning.view_records``); an audit row names the people on it.

    Queries do not grow with the list. By village the places of all matching records are read first.
    """
    actor.require(RECORDS)
    rows = in_order_of_work(matching(actor, unit, wanted))
    if by_village or wanted.village is not None:
        places = village_map(rows, wanted.village)
        ids = sorted(places, key=lambda pk: village_order(places[pk]))
        total = len(ids)
        pages, number = _pages(total, number, size)
        chosen = ids[(number - 1) * size : number * size]
        fetched = {row.pk: row for row in _with_items(rows.filter(pk__in=chosen))}
        found = [fetched[pk] for pk in chosen if pk in fetched]
    else:
        places = {}
        total = rows.order_by().count()
        pages, number = _pages(total, number, size)
        found = list(_with_items(rows)[(number - 1) * size : number * size])
    shown = list_rows(found, today=today, sectors=sectors)
    if found:
        note_read(actor, unit, found)
    groups: list[tuple[str, Guidance | None, list[ListRow]]] = []
    for row in shown:
        heading = places.get(row.finding.pk, "") or NO_VILLAGE if by_village else f"{row.class_label} – {row.sector}"
        if not groups or groups[-1][0] != heading:
            groups.append((heading, None if by_village else row.guidance, []))
        groups[-1][2].append(row)
    return ListPage(groups, total, number, pages)


def list_rows(findings: Iterable[Any], *, today: dt.date, sectors: dict[str, str]) -> list[ListRow]:
    """Findings as rows, with names: callers leave the audit row."""
    listed = list(findings)
    lines = person_lines(listed)
    items = {finding.pk: getattr(finding, "work_item", None) for finding in listed}
    names = staff.names_of(item.assignee_id for item in items.values() if item)
    return [_row(finding, lines[finding.pk], items[finding.pk], names, today, sectors) for finding in listed]


def village_map(rows: QuerySet[Any], village: str | None = None) -> dict[int, str]:
    """Finding id → village of all ``rows``, in their order; ``village`` keeps one. A query and a read for each list."""
    keys = list(rows.values_list("pk", "version_id", "record_id"))
    places = villages_of(keys)
    found = {pk: places.get(pk, "") for pk, _, _ in keys}
    return found if village is None else {pk: place for pk, place in found.items() if place == village}


def village_counts(actor: Actor, unit: str, wanted: ListFilter) -> list[tuple[str, int]]:
    """Village → open findings, "Thôn 3" before "Thôn 10". Counts only."""
    counted = Counter(village_map(matching(actor, unit, wanted).order_by()).values())
    return sorted(counted.items(), key=lambda pair: village_order(pair[0]))


def summary(actor: Actor, unit: str) -> UnitSummary:
    """Counts of one commune's open findings in two grouped queries. Raises ``NotAllowed``."""
    rows = visible(actor, VIEW).filter(unit_code=unit, state__in=LIVE)
    return _summed(rows)


def overview(actor: Actor) -> dict[str, UnitSummary]:
    """The same for every commune of the actor, without persons: one grouped query. Raises ``NotAllowed``."""
    grouped = (
        visible(actor, VIEW)
        .filter(state__in=LIVE)
        .order_by()
        .values_list("unit_code", "result_class")
        .annotate(number=Count("pk"))
    )
    found: dict[str, UnitSummary] = {}
    for unit, result_class, number in grouped:
        one = found.setdefault(unit, UnitSummary())
        one.total += number
        one.classes[result_class] += number
    scope = scope_of(actor, VIEW)
    begun = [state.value for state in WorkState if state is not WorkState.OPEN and state not in ENDED]
    taken = WorkItem.objects.filter(state__in=begun, finding__state__in=LIVE)
    if not scope.everything:
        taken = taken.filter(finding__unit_code__in=scope.units)
    taken_counts = taken.order_by().values_list("finding__unit_code", "state").annotate(number=Count("pk"))
    for unit, state, number in taken_counts:
        found.setdefault(unit, UnitSummary()).states[state] += number
    for one in found.values():
        one.states[WorkState.OPEN] = one.total - sum(one.states.values())
    return found


def open_count(rows: QuerySet[Any], unit: str) -> OpenCount:
    """The public form of a commune's counts."""
    found = _summed(rows.filter(unit_code=unit, state__in=LIVE))
    return OpenCount(unit, found.total, dict(found.classes), dict(found.sectors), dict(found.states), found.oldest)


def mine(actor: Actor) -> QuerySet[Any]:
    """Open findings in the actor's hands, those whose day has come first. Raises ``NotAllowed``."""
    rows = visible(actor, VIEW).filter(state__in=LIVE, work_item__assignee_id=actor.user_id or 0)
    return rows.exclude(work_item__state__in=ENDED)


def _summed(rows: QuerySet[Any]) -> UnitSummary:
    found = UnitSummary()
    grouped = (
        rows.order_by()
        .values_list("sector", "result_class", "work_item__state", "work_item__assignee_id")
        .annotate(number=Count("pk"), oldest=Min("opened_on"))
    )
    for sector, result_class, state, assignee, number, oldest in grouped:
        found.total += number
        found.classes[result_class] += number
        found.sectors[sector] += number
        found.states[state if state and state not in ENDED else WorkState.OPEN] += number
        found.officers[assignee] += number
        found.oldest = oldest if found.oldest is None else min(found.oldest, oldest)
    return found


def _with_items(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("work_item")


def _pages(total: int, number: int, size: int) -> tuple[int, int]:
    pages = max(-(-total // size), 1)
    return pages, min(max(number, 1), pages)


def _row(
    finding: Any,
    line: PersonLine,
    item: WorkItem | None,
    names: dict[int, str],
    today: dt.date,
    sectors: dict[str, str],
) -> ListRow:
    state = WorkState(item.state) if item and item.state not in ENDED else WorkState.OPEN
    assignee = names.get(item.assignee_id, "Tài khoản đã xóa") if item and item.assignee_id else ""
    return ListRow(
        finding=finding,
        line=line,
        state=state,
        version=item.version if item else 0,
        assignee=assignee,
        next_visit_on=item.next_visit_on if item else None,
        age=(today - finding.opened_on).days,
        guidance=GUIDANCE[finding.result_class],
        sector=sectors.get(finding.sector, finding.sector),
    )


def sheets_of(actor: Actor, most: int = 5) -> list[Sheet]:
    """The last sheets that the actor printed, newest first."""
    return list(Sheet.objects.filter(printed_by=actor.user_id or 0).order_by("-pk")[:most])


def note_read(actor: Actor, unit: str, found: list[Any]) -> None:
    """The audit row about the people on a page."""
    audit.record_read(
        actor=actor,
        action="worklists.listed",
        subject=f"worklists.list:{unit}",
        purpose=PURPOSE,
        details={"findings": [row.pk for row in found], "persons": sorted({r.person_id for r in found if r.person_id})},
    )
