"""Going to another step, also when that step is another body's software."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.common.calendar import WorkCalendar
from dean06.kernel.writing.services import Write
from dean06.procedures.cases.acts.common import Entry, Held, move, step_of
from dean06.procedures.cases.events import ConnectorAsked
from dean06.procedures.cases.types import State


def ask_outside(held: Held, write: Write, now: dt.datetime, calendar: WorkCalendar) -> None:
    """When the present step is a connector: take a received case into processing, and tell the other software."""
    case, step = held.case, step_of(held.case)
    if step is None or step.duty != "connector" or case.state not in (State.RECEIVED, State.PROCESSING):
        return
    if case.state == State.RECEIVED:
        case.begun_at = now
        entry = Entry(f"sent:{step.connector}", "case.acted", note=step.title, details={"connector": step.connector})
        move(held, write, now, entry, to=State.PROCESSING, calendar=calendar)
    write.publish(ConnectorAsked(case_id=case.pk, code=case.code, connector=step.connector))


def begin(held: Held, write: Write, now: dt.datetime, calendar: WorkCalendar, *, assignee: int | None) -> None:
    """Take a received case into processing (state 2 → 4); a case in processing stays as it is."""
    case = held.case
    if case.state != State.RECEIVED:
        return
    case.begun_at = now
    case.assignee_id = assignee
    move(held, write, now, Entry("taken", "case.taken"), to=State.PROCESSING, calendar=calendar)
