"""PUBLIC reads of the task register. Every function takes the actor first and shows only what that actor may see
(``visibility.visible``). Nothing here depends on a nightly job: classes follow from the due date and ``today``.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Case, Count, Min, Q, QuerySet, Value, When
from django.utils import timezone

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.steering.assignments import bodies as registry
from dean06.steering.assignments import workdays
from dean06.steering.assignments.appendix_rows import ExportRow, export_rows
from dean06.steering.assignments.models import (
    Assignment,
    AssignmentParty,
    Basis,
    ExplanationRequest,
    PartyBody,
)
from dean06.steering.assignments.read_models import (
    BodyScore,
    Counts,
    Day,
    ListFilter,
    OverdueTask,
    Page,
    Row,
    Share,
    SharedTask,
)
from dean06.steering.assignments.rules import timing
from dean06.steering.assignments.shares import shares_due, shares_given, shares_running
from dean06.steering.assignments.types import TABS, Cadence, Role, State, Track, WorkClass
from dean06.steering.assignments.visibility import VIEW, get_visible, visible

__all__ = [
    "PAGE_SIZE",
    "BodyScore",
    "Counts",
    "Day",
    "ExportRow",
    "ListFilter",
    "OverdueTask",
    "Page",
    "Row",
    "Share",
    "SharedTask",
    "appendix_rows",
    "assignment",
    "bases",
    "body_scores",
    "counts",
    "counts_by_lead",
    "day",
    "due_between",
    "explanations_waiting",
    "matching",
    "overdue",
    "page",
    "sees_whole_province",
    "shared",
    "shares_due",
    "shares_given",
    "shares_running",
    "waiting_for_acceptance",
]

PAGE_SIZE = 50

_EVERYTHING = ListFilter()


def day(today: dt.date) -> Day:
    """``today`` with the last day that counts as soon, by the working calendar. One query."""
    return Day(today, workdays.working_day_after(today, timing.DUE_SOON_WORKING_DAYS))


def sees_whole_province(actor: Actor) -> bool:
    """True if the actor views the tasks of every body."""
    return WHOLE_PROVINCE in actor.agencies_for(VIEW)


def assignment(actor: Actor, assignment_id: int) -> Assignment:
    """One task with its basis. Raises ``AssignmentNotFound``."""
    return get_visible(actor, assignment_id)


def matching(actor: Actor, *, wanted: ListFilter = _EVERYTHING) -> QuerySet[Assignment]:
    """All tasks that the actor may see and that match, in no promised order."""
    return wanted.apply(visible(actor))


def counts(actor: Actor, *, on: Day, wanted: ListFilter = _EVERYTHING) -> Counts:
    """How many tasks each tab holds. One grouped query over one index; the classes come from the pure rule."""
    grouped = matching(actor, wanted=wanted).order_by().values_list("track", "due_sort").annotate(number=Count("pk"))
    found: dict[WorkClass, int] = defaultdict(int)
    for track, due, number in grouped:
        found[_class(track, due, on)] += number
    return Counts(dict(found))


def page(
    actor: Actor,
    *,
    tab: WorkClass,
    on: Day,
    wanted: ListFilter = _EVERYTHING,
    after: str | None = None,
    before: str | None = None,
    size: int = PAGE_SIZE,
) -> Page:
    """``size`` tasks of a tab after (or before) a cursor: most late first, done tasks newest first. Two queries.

    The keys come from an index, then only the rows shown are read, so page one costs the same among 100,000 tasks.
    Raises ``InvalidInput`` for a cursor that is none.
    """
    tasks = matching(actor, wanted=wanted).filter(on.condition(tab))
    newest_first = tab in (WorkClass.DONE, WorkClass.CANCELLED, WorkClass.DRAFT)
    key = "accepted_at" if tab is WorkClass.DONE else "created_at" if newest_first else "due_sort"
    backwards = before is not None
    descending = newest_first != backwards
    cursor = before if backwards else after
    if cursor:
        tasks = tasks.filter(_beyond(key, *_parse_cursor(cursor), descending=descending))
    sign = "-" if descending else ""
    keys = list(tasks.order_by(f"{sign}{key}", f"{sign}id").values_list("pk", key)[: size + 1])
    more = len(keys) > size
    keys = keys[:size]
    if backwards:
        keys.reverse()
    found = Assignment.objects.select_related("basis").defer("search_text").in_bulk([pk for pk, _ in keys])
    rows = [Row.of(found[pk], on) for pk, _ in keys]
    first, last = (_cursor(keys[0]), _cursor(keys[-1])) if keys else (None, None)
    return Page(
        rows,
        after=last if (more or backwards) else None,
        before=first if ((more and backwards) or after) else None,
    )


def bases(actor: Actor) -> Sequence[Basis]:
    """Documents that give the tasks the actor may see, newest first."""
    if sees_whole_province(actor):
        return list(Basis.objects.all()[:500])
    return list(Basis.objects.filter(pk__in=visible(actor).values("basis_id"))[:500])


def overdue(actor: Actor, *, on: Day, limit: int, wanted: ListFilter = _EVERYTHING) -> list[OverdueTask]:
    """The most late tasks with who must answer and whether they did. Four queries."""
    rows = page(actor, tab=WorkClass.OVERDUE, on=on, wanted=wanted, size=limit).rows
    ids = [row.id for row in rows]
    bodies: dict[int, list[tuple[str, str]]] = defaultdict(list)
    # A body of a group that has reported its part finished need not answer for the others.
    for task, code, name in PartyBody.objects.filter(
        assignment__in=ids, role=Role.LEAD, reported_done_on__isnull=True
    ).values_list("assignment_id", "agency_code", "name"):
        bodies[task].append((code, name))
    asked: dict[int, list[ExplanationRequest]] = defaultdict(list)
    for request in ExplanationRequest.objects.filter(assignment__in=ids):
        asked[request.assignment_id].append(request)
    return [
        OverdueTask(
            row=row,
            bodies=[name for _, name in bodies[row.id]],
            body_codes=[code for code, _ in bodies[row.id]],
            explanations_asked=len(asked[row.id]),
            explanations_open=sum(1 for request in asked[row.id] if request.answered_at is None),
            last_answer=next((request.answer for request in asked[row.id] if request.answered_at), ""),
        )
        for row in rows
    ]


def appendix_rows(actor: Actor, *, on: Day, wanted: ListFilter = _EVERYTHING, limit: int = 2_000) -> list[ExportRow]:
    """Phụ lục I: the issued tasks by the document that gives them. Five queries, never more than ``limit`` rows."""
    tasks = matching(actor, wanted=wanted).exclude(track__in=(Track.DRAFT, Track.CANCELLED))
    keys = list(tasks.order_by("basis_id", "pk").values_list("pk", flat=True)[:limit])
    return export_rows(Assignment.objects.filter(pk__in=keys).order_by("basis_id", "pk"), on)


def due_between(actor: Actor, *, on: Day, first: dt.date, last: dt.date, limit: int) -> list[Row]:
    """Running tasks due from ``first`` to ``last`` (both included), soonest first."""
    keys = (
        matching(actor)
        .filter(track=Track.TIMED, due_sort__range=(first, last))
        .order_by("due_sort", "pk")
        .values_list("pk", flat=True)[:limit]
    )
    tasks = Assignment.objects.select_related("basis").defer("search_text").in_bulk(list(keys))
    return [Row.of(task, on) for task in sorted(tasks.values(), key=lambda task: (task.due_sort, task.pk))]


def waiting_for_acceptance(actor: Actor, *, wanted: ListFilter = _EVERYTHING) -> int:
    """How many results were reported and not yet looked at by the issuer."""
    return (
        matching(actor, wanted=wanted).filter(track__in=(Track.TIMED, Track.UNTIMED), state=State.REPORTED_DONE).count()
    )


def explanations_waiting(actor: Actor) -> int:
    """How many requests for explanation about tasks the actor may see have no answer yet. One query."""
    waiting = ExplanationRequest.objects.filter(answered_at__isnull=True)
    return waiting.filter(assignment__in=visible(actor).values("pk")).count()


def shared(actor: Actor, *, on: Day, limit: int) -> list[SharedTask]:
    """Running tasks led by a group of bodies, first due first, with what every body has reported. Three queries."""
    led_by_group = AssignmentParty.objects.filter(role=Role.LEAD, is_group=True).values("assignment_id")
    running = matching(actor).filter(track__in=(Track.TIMED, Track.RECURRING), pk__in=led_by_group)
    keys = list(running.order_by("due_sort", "pk").values_list("pk", flat=True)[:limit])
    tasks = Assignment.objects.select_related("basis").defer("search_text").in_bulk(keys)
    bodies: dict[int, list[PartyBody]] = defaultdict(list)
    for body in PartyBody.objects.filter(assignment__in=keys, role=Role.LEAD):
        bodies[body.assignment_id].append(body)
    return [SharedTask(Row.of(tasks[key], on), [_share(body, tasks[key], on) for body in bodies[key]]) for key in keys]


def counts_by_lead(actor: Actor, *, on: Day) -> dict[str, tuple[str, Counts]]:
    """For each leading body (code → name, counts of its shares): a task with several leads counts for each."""
    return {score.agency_code: (score.name, score.counts) for score in body_scores(actor, on=on)}


def body_scores(actor: Actor, *, on: Day, agency_code: str | None = None) -> list[BodyScore]:
    """Leading bodies with their shares by class and how often they finished in time; those that need a look first.

    A body that finished its part in time is not red for the others: its share counts as open. Two queries, the first
    over one index.
    """
    shares = PartyBody.objects.filter(role=Role.LEAD)
    if agency_code is not None:
        shares = shares.filter(agency_code=agency_code)
    if not sees_whole_province(actor):
        shares = shares.filter(assignment__in=visible(actor).values("pk"))
    classified = shares.order_by().annotate(
        work_class=Case(*(When(on.condition(wanted), then=Value(wanted.value)) for wanted in WorkClass))
    )
    grouped = classified.values_list("agency_code", "work_class", "finished_on_time").annotate(
        number=Count("pk"), oldest=Min("due_sort")
    )
    classes: dict[str, dict[WorkClass, int]] = defaultdict(lambda: defaultdict(int))
    in_time: dict[str, int] = defaultdict(int)
    late: dict[str, int] = defaultdict(int)
    days_late: dict[str, int] = defaultdict(int)
    for code, wanted, on_time, number, oldest in grouped:
        classes[code][WorkClass(wanted)] += number
        if wanted == WorkClass.OVERDUE:
            days_late[code] = max(days_late[code], (on.today - oldest).days)
        if on_time is not None:
            (in_time if on_time else late)[code] += number
    names = registry.names_of(classes)
    scores = [
        BodyScore(code, names.get(code, code), Counts(dict(found)), in_time[code], late[code], days_late[code])
        for code, found in classes.items()
        if any(found[tab] for tab in TABS)
    ]
    return sorted(scores, key=lambda score: score.attention)


def _share(body: PartyBody, task: Assignment, on: Day) -> Share:
    at = body.last_report_at
    cadence = Cadence(task.cadence) if task.cadence and task.track == Track.RECURRING else None
    reported = at is not None and not timing.period_report_missing(
        cadence, last_report_on=timezone.localdate(at), today=on.today
    )
    return Share(body.agency_code, body.name, body.percent, reported, body.reported_done_on is not None)


def _class(track: str, due: dt.date, on: Day) -> WorkClass:
    due_date = None if due == timing.NO_DUE_DATE else due
    return timing.work_class(Track(track), due_date, today=on.today, soon_until=on.soon_until)


def _beyond(key: str, value: str, pk: int, *, descending: bool) -> Q:
    """Rows after ``(value, pk)`` in the order of ``key``."""
    sign = "lt" if descending else "gt"
    return Q(**{f"{key}__{sign}": value}) | Q(**{key: value, f"id__{sign}": pk})


def _cursor(entry: tuple[int, dt.date | dt.datetime]) -> str:
    pk, value = entry
    return base64.urlsafe_b64encode(f"{value.isoformat()}|{pk}".encode()).decode().rstrip("=")


def _parse_cursor(cursor: str) -> tuple[str, int]:
    try:
        value, pk = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split("|")
        dt.datetime.fromisoformat(value)
        return value, int(pk)
    except (ValueError, binascii.Error) as error:
        raise InvalidInput("Đường dẫn trang không đúng. Hãy quay về trang đầu của danh sách.") from error
