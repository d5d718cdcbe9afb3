"""The officer's queue: what waits for his agencies, sorted by working time left. A fixed number of queries, each served
by the partial index over open cases, so its cost does not grow with the history.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.calendar import WorkCalendar
from dean06.procedures.cases.acts.common import VIEW
from dean06.procedures.cases.models import Case, HandOver
from dean06.procedures.cases.read_models import Queue, QueueRow
from dean06.procedures.cases.rules import clock
from dean06.procedures.cases.types import OPEN, PAUSED, Duty, State
from dean06.procedures.catalogue import queries as catalogue

PAGE_SIZE = 50
#: Tab → label, in the order of the page. "mine" and "late" cut across the others.
TABS: dict[str, str] = {
    "receive": "Chờ tiếp nhận",
    "mine": "Của tôi",
    "process": "Chờ thụ lý",
    "approve": "Chờ ký",
    "late": "Quá hạn, sắp quá hạn",
    "offered": "Được chuyển đến",
    "applicant": "Chờ người nộp",
    "connector": "Chờ hệ thống khác",
    "return": "Chờ trả kết quả",
}
_LIVE = [*sorted(OPEN), State.DONE]
_WORKING = (Duty.RECEIVE, Duty.PROCESS, Duty.APPROVE)
_ROW_FIELDS = (
    "pk", "code", "version_id", "procedure_code", "state", "step", "applicant_name", "channel", "duty", "assignee_id",
    "receiving_agency", "deciding_agency", "submitted_at", "due_at", "next_due_at",
)  # fmt: skip


def queue(
    actor: Actor, now: dt.datetime | None = None, *, tab: str = "", page: int = 1, size: int = PAGE_SIZE
) -> Queue:
    """The rows of a tab (the first tab with something in it by default) and the counts of all. Seven queries at most.

    Raises ``NotAllowed`` unless the actor may see cases somewhere.
    """
    actor.require(VIEW)
    now = now or timezone.now()
    calendar = work_calendar()
    tomorrow = end_of_next_day(calendar, now)
    counts, late, soon = _counts(actor, now, tomorrow)
    counts["offered"] = _offered(actor).count()
    chosen = tab if tab in TABS else next((one for one in TABS if counts.get(one)), "receive")
    rows = _of_tab(actor, chosen, tomorrow).order_by(F("next_due_at").asc(nulls_last=True), "pk")
    start = (max(page, 1) - 1) * size
    found = list(rows.only(*_ROW_FIELDS)[start : start + size + 1])
    return Queue(
        tab=chosen,
        rows=_rows(actor, found[:size], now, calendar, tomorrow, is_offered=chosen == "offered"),
        counts=counts,
        late=late,
        late_tomorrow=soon,
        has_more=len(found) > size,
        labels=TABS,
    )


def end_of_next_day(calendar: WorkCalendar, now: dt.datetime) -> dt.datetime:
    """When the offices close on the next working day: what is due by then turns red tomorrow unless somebody acts."""
    return clock.close_of(calendar, calendar.next_working_day(timezone.localdate(now)))


def _mine(actor: Actor) -> QuerySet[Case]:
    """Live cases that wait at the actor's agencies, each duty only where he holds its permission or may see it."""
    agencies = actor.agencies_for(VIEW)
    live = Case.objects.filter(state__in=_LIVE)
    return live if WHOLE_PROVINCE in agencies else live.filter(duty_agency__in=agencies)


def _offered(actor: Actor) -> QuerySet[Case]:
    agencies = actor.agencies_for(VIEW)
    offers = HandOver.objects.filter(status=HandOver.Status.OFFERED)
    if WHOLE_PROVINCE not in agencies:
        offers = offers.filter(to_agency__in=agencies)
    return Case.objects.filter(pk__in=offers.values("case_id"), state__in=_LIVE)


def _of_tab(actor: Actor, tab: str, tomorrow: dt.datetime) -> QuerySet[Case]:
    if tab == "mine":
        return Case.objects.filter(state__in=sorted(OPEN), assignee_id=actor.user_id)
    if tab == "offered":
        return _offered(actor)
    if tab == "late":
        return _mine(actor).filter(duty__in=_WORKING, next_due_at__lte=tomorrow)
    return _mine(actor).filter(duty=tab)


def _counts(actor: Actor, now: dt.datetime, tomorrow: dt.datetime) -> tuple[dict[str, int], int, int]:
    """Cases of each tab, how many are late now, and how many will be by tomorrow evening. Two queries."""
    counts = dict.fromkeys(TABS, 0)
    late = soon = 0
    grouped = _mine(actor).order_by().values_list("duty")
    is_late = Q(next_due_at__lt=now)
    is_soon = Q(next_due_at__gte=now, next_due_at__lte=tomorrow)
    for duty, number, overdue, next_day in grouped.annotate(
        number=Count("pk"), overdue=Count("pk", filter=is_late), next_day=Count("pk", filter=is_soon)
    ):
        counts[duty] = counts.get(duty, 0) + number
        if duty in _WORKING:
            late += overdue
            soon += next_day
    counts["late"] = late + soon
    counts["mine"] = Case.objects.filter(state__in=sorted(OPEN), assignee_id=actor.user_id).count()
    return {tab: counts[tab] for tab in TABS}, late, soon


def _rows(
    actor: Actor,
    found: list[Case],
    now: dt.datetime,
    calendar: WorkCalendar,
    tomorrow: dt.datetime,
    *,
    is_offered: bool,
) -> tuple[QueueRow, ...]:
    names = accounts.display_names({case.assignee_id for case in found})
    return tuple(queue_row(actor, case, now, calendar, tomorrow, names, is_offered=is_offered) for case in found)


def queue_row(
    actor: Actor,
    case: Case,
    now: dt.datetime,
    calendar: WorkCalendar,
    tomorrow: dt.datetime,
    names: dict[int, str],
    *,
    is_offered: bool = False,
) -> QueueRow:
    """A case as a line of a list."""
    pack = catalogue.pack(case.version_id)
    counts_down = case.duty in _WORKING or case.duty == Duty.CONNECTOR
    left = clock.minutes_left(calendar, case.next_due_at, now) if counts_down and case.next_due_at else None
    return QueueRow(
        case_id=case.pk,
        code=case.code,
        procedure_code=case.procedure_code,
        procedure_title=pack.title,
        state=case.state,
        step=case.step,
        step_title=pack.step(case.step).title if case.step else "",
        applicant_name=case.applicant_name,
        channel=case.channel,
        duty=case.duty,
        assignee_id=case.assignee_id,
        assignee_name=names.get(case.assignee_id or 0, ""),
        receiving_agency=case.receiving_agency,
        deciding_agency=case.deciding_agency,
        submitted_at=case.submitted_at,
        due_at=case.due_at,
        next_due_at=case.next_due_at,
        left_minutes=left,
        is_late=left is not None and left < 0,
        is_paused=case.state in PAUSED,
        late_tomorrow=left is not None and left >= 0 and case.next_due_at is not None and case.next_due_at <= tomorrow,
        is_mine=case.assignee_id is not None and case.assignee_id == actor.user_id,
        is_offered=is_offered,
    )
