"""What every act shares: the locked case, its revision, who may do what where, and the one way a case moves."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F
from django.utils import timezone

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.calendar import WorkCalendar
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import visibility
from dean06.procedures.cases.errors import CaseChanged, CaseNotFound, IllegalMove, ReasonMissing, ReasonNotOfPack
from dean06.procedures.cases.events import CaseMoved
from dean06.procedures.cases.models import Case, CaseEvent, CasePause, CaseTally
from dean06.procedures.cases.rules import clock, transitions
from dean06.procedures.cases.types import FINAL, PAUSED, Channel, Duty, State
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import Action, PublishedPack, Step

APPLY, VIEW, RECEIVE, PROCESS = "cases.apply", "cases.view", "cases.receive", "cases.process"
APPROVE, ASSIGN = "cases.approve", "cases.assign"
#: Permission that a step asks of who acts.
PERMISSION_OF_DUTY = {"receive": RECEIVE, "process": PROCESS, "approve": APPROVE}
#: The processing of a received case is over, in time or late.
ENDS_PROCESSING = frozenset({State.DONE, State.STOPPED, State.WITHDRAWN})
#: Shortest reason that people may read.
SHORTEST_REASON = 10


Result = TypeVar("Result")


def service_for_both(function: Callable[..., Result]) -> Callable[..., Result]:
    """A service of citizens (``cases.apply``) and of officers (``cases.view``): the actor says which right is asked.

    The function itself narrows the right to the case. The system passes as an officer.
    """
    as_citizen, as_officer = service(permission=APPLY)(function), service(permission=VIEW)(function)

    @functools.wraps(function)
    def run(*, actor: Actor, **arguments: Any) -> Result:
        chosen = as_citizen if actor.person_id is not None else as_officer
        return chosen(actor=actor, **arguments)

    run.permission = VIEW  # type: ignore[attr-defined]
    return run


def moment(now: dt.datetime | None) -> dt.datetime:
    """The given moment, or the present one."""
    return now or timezone.now()


@dataclass(slots=True)
class Held:
    """A locked case with what its row said when it was read: where the next move starts from."""

    case: Case
    state: int = 0
    step: str = ""
    duty: str = ""
    received: bool = False
    begun: bool = False

    def __post_init__(self) -> None:
        self.remember()

    def remember(self) -> None:
        """Take the present values as the start of the next move."""
        case = self.case
        self.state, self.step, self.duty = case.state, case.step, case.duty
        self.received, self.begun = case.received_at is not None, case.begun_at is not None


def lock(case_id: int, revision: int | None = None) -> Held:
    """The case, locked. Raises ``CaseNotFound``; ``CaseChanged`` when a page shows an older revision."""
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound()
    check_revision(case, revision)
    return Held(case)


def lock_for(actor: Actor, case_id: int, revision: int | None = None) -> Held:
    """As ``lock``; a case that the actor may not even see does not exist for him."""
    held = lock(case_id)
    if not visibility.may_see(actor, held.case):
        raise CaseNotFound()
    check_revision(held.case, revision)
    return held


def check_revision(case: Case, revision: int | None) -> None:
    """Raise ``CaseChanged`` when a page shows an older revision."""
    if revision is not None and case.revision != revision:
        raise CaseChanged(shown=revision, present=case.revision)


def pack_of(case: Case) -> PublishedPack:
    """The version that the case keeps for life."""
    return catalogue.pack(case.version_id)


def step_of(case: Case) -> Step | None:
    """The present step; ``None`` before processing and after the end."""
    return pack_of(case).step(case.step) if case.step else None


def facts_of(case: Case) -> Mapping[str, Any]:
    """What guards, fees and effects are asked about: the form, and ``decision.…`` and ``answer.…`` made since."""
    return catalogue.facts(case.data, case.outputs)


def action_holds(case: Case, action: Action) -> bool:
    """Whether the guard of an action holds for what is known of the case."""
    return catalogue.holds(action.when, facts_of(case), Channel(case.channel).word)


def agency_of_step(case: Case, step: Step) -> str:
    """At which agency a step is done."""
    return case.receiving_agency if step.office == "receiving" else case.deciding_agency


def require(actor: Actor, permission: str, agency: str) -> None:
    """Raise ``NotAllowed`` unless the actor holds ``permission`` at ``agency``."""
    actor.require(permission, agency=agency)


def require_either(actor: Actor, *pairs: tuple[str, str]) -> None:
    """One of the (permission, agency) pairs is enough. Raises ``NotAllowed``."""
    if not any(actor.can(permission, agency=agency) for permission, agency in pairs):
        raise NotAllowed(permission=pairs[0][0], agency=pairs[0][1])


def require_state(case: Case, *states: int) -> None:
    """Raise ``IllegalMove`` unless the case is in one of the states."""
    if case.state not in states:
        raise IllegalMove(
            f"Hồ sơ đang “{State(case.state).label}” nên không làm được việc này. Hãy tải lại trang.", state=case.state
        )


def clean_reason(text: str, *, field: str = "note") -> str:
    """The words of a reason, at least ``SHORTEST_REASON`` characters. Raises ``ReasonMissing``."""
    line = clean_line(text)
    if len(line) < SHORTEST_REASON:
        raise ReasonMissing(fields={field: ReasonMissing.message})
    return line


def coded_reason(pack: PublishedPack, code: str, allowed: tuple[str, ...] = ()) -> str:
    """The sentence of a coded reason of the procedure. Raises ``ReasonMissing``, ``ReasonNotOfPack``."""
    if not code:
        raise ReasonMissing(fields={"reason": "Hãy chọn lý do trong danh mục của thủ tục."})
    sentence = pack.meta.refusal_reasons.get(code)
    if sentence is None or (allowed and code not in allowed):
        raise ReasonNotOfPack(reason=code)
    return sentence


@dataclass(slots=True)
class Entry:
    """What a move writes into the timeline beside the states."""

    act: str
    audit: str
    reason: str = ""
    note: str = ""
    is_public: bool = True
    details: dict[str, Any] | None = None


def move(
    held: Held,
    write: Write,
    now: dt.datetime,
    entry: Entry,
    *,
    to: int | None = None,
    calendar: WorkCalendar | None = None,
) -> CaseEvent:
    """Bring the case to state ``to`` (or keep it) and leave every trace: pause, timeline, counters, log, event.

    The caller has set the other fields of the case (step, duty, ends). Raises ``IllegalMove``.
    """
    calendar = calendar or work_calendar()
    case, before = held.case, held.state
    after = before if to is None else int(to)
    if not transitions.is_legal(before, after, received=held.received, begun=held.begun):
        sentence = f"Hồ sơ đang “{State(before).label}” nên không chuyển sang “{State(after).label}” được."
        raise IllegalMove(sentence, before=before, after=after)
    since = case.last_event_at or case.submitted_at
    if before != after:
        _pause(case, before, after, now, calendar)
    case.state = after
    case.last_event_at = max(since, now)
    if after in ENDS_PROCESSING and case.received_at is not None:
        # Asking for supplements more than once counts as late (QĐ 766/QĐ-TTg, 2.1).
        case.is_late = (case.due_at is not None and now > case.due_at) or case.supplement_count > 1
    if after in FINAL or after == State.DONE:
        case.step, case.step_due_at = "", None
    if after in FINAL:
        case.duty, case.duty_agency, case.next_due_at, case.ended_at = Duty.NOBODY, "", None, now
    case.revision += 1
    case.save()
    event = CaseEvent.objects.create(
        case=case,
        at=now,
        act=entry.act,
        from_state=before,
        to_state=after,
        from_step=held.step,
        to_step=case.step,
        user_id=write.actor.user_id,
        user_name=write.actor.name[:120],
        agency=(write.actor.agency or "")[:80],
        reason=entry.reason,
        note=entry.note,
        minutes=clock.working_minutes(calendar, since, now),
        party=clock.party_of(before, held.duty),
        is_public=entry.is_public,
    )
    if before != after:
        tally(out_of=place_of(case, before), into=place_of(case, after))
    leave_traces(case, write, entry, before)
    held.remember()
    return event


def leave_traces(case: Case, write: Write, entry: Entry, before: int) -> None:
    """The row of the log and the event of a change."""
    details = {"code": case.code, "from": before, "to": case.state, "step": case.step, **(entry.details or {})}
    if entry.reason:
        details["reason"] = entry.reason
    write.audit(entry.audit, subject=case, details=details)
    write.publish(
        CaseMoved(case_id=case.pk, code=case.code, before=before, after=case.state, step=case.step, act=entry.act)
    )


#: Receiving agency, deciding agency, procedure, state: what a row of counters stands for.
Place = tuple[str, str, str, int]


def place_of(case: Case, state: int) -> Place:
    """The row of counters in which a case of this state is counted."""
    return (case.receiving_agency, case.deciding_agency, case.procedure_code, int(state))


def tally(*, out_of: Place | None, into: Place) -> None:
    """Count a case out of one row and into another. Atomic; rows appear when needed; always locked in the same order,
    so that two moves in opposite directions wait for each other instead of dead-locking."""
    steps = [(into, 1)] if out_of is None else sorted([(out_of, -1), (into, 1)])
    for (receiving, deciding, procedure, state), by in steps:
        row = {
            "receiving_agency": receiving,
            "deciding_agency": deciding,
            "procedure_code": procedure,
            "state": state,
        }
        if not CaseTally.objects.filter(**row).update(count=F("count") + by):
            CaseTally.objects.bulk_create([CaseTally(**row, count=0)], ignore_conflicts=True)
            CaseTally.objects.filter(**row).update(count=F("count") + by)


def enter_step(case: Case, step: Step, now: dt.datetime, calendar: WorkCalendar) -> None:
    """Begin a step: its deadline, and who must act. The queue sorts by the legal deadline, not the step's."""
    case.step, case.step_started_at = step.id, now
    case.step_due_at = clock.step_due(calendar, now, step.hours)
    case.duty, case.duty_agency = step.duty, agency_of_step(case, step)
    case.next_due_at = case.due_at or case.step_due_at


def wait_for_applicant(case: Case, until: dt.datetime | None) -> None:
    """The agency that asked keeps the case in its queue, but nothing is expected of it."""
    case.duty_agency = case.duty_agency or case.receiving_agency
    case.duty, case.next_due_at = Duty.APPLICANT, until


def _pause(case: Case, before: int, after: int, now: dt.datetime, calendar: WorkCalendar) -> None:
    """Open or close the pause of the clock that a change of state means, and shift the deadlines."""
    if before in PAUSED:
        pause = CasePause.objects.select_for_update().filter(case=case, ended_at=None).first()
        if pause is not None:
            pause.ended_at = max(now, pause.started_at)
            pause.save(update_fields=["ended_at"])
            if case.received_at is not None and pause.started_at >= case.received_at:
                _shift(case, clock.working_minutes(calendar, pause.started_at, pause.ended_at), calendar)
    if after in PAUSED:
        CasePause.objects.create(case=case, state=after, started_at=now)


def _shift(case: Case, minutes: int, calendar: WorkCalendar) -> None:
    if case.due_at is None or not minutes:
        return
    case.paused_minutes += minutes
    case.due_at = clock.shifted(calendar, case.due_at, minutes)
    if case.step_due_at is not None:
        case.step_due_at = clock.shifted(calendar, case.step_due_at, minutes)
    if case.duty in (Duty.RECEIVE, Duty.PROCESS, Duty.APPROVE, Duty.CONNECTOR):
        case.next_due_at = case.due_at
