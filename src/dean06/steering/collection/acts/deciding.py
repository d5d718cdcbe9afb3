"""The province accepts, returns with a reason, or opens again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.steering.collection.acts import telling
from dean06.steering.collection.acts.common import (
    Place,
    check_open,
    check_reason,
    locked,
    moment,
    place_of,
    record,
)
from dean06.steering.collection.acts.entering import Key, rows_of
from dean06.steering.collection.errors import StepRefused, SubmissionNotFound
from dean06.steering.collection.events import SubmissionAccepted, SubmissionReopened, SubmissionReturned
from dean06.steering.collection.models import Remark, Submission
from dean06.steering.collection.rules.steps import VALUES, next_state
from dean06.steering.collection.types import Act, State
from dean06.steering.indicators import services as values


@service(permission="collection.accept")
def accept(*, actor: Actor, write: Write, unit: str, period: str, now: dt.datetime | None = None) -> Submission:
    """Accept sent figures: they are final from now on. Raises ``StepRefused``, ``PeriodIsLocked``."""
    now = moment(now)
    place = place_of(actor, unit, period)
    write.authorise(agency=place.unit.agency)
    return _accept(actor, write, place, now)


@service(permission="collection.accept")
def accept_many(
    *, actor: Actor, write: Write, units: Sequence[str], period: str, now: dt.datetime | None = None
) -> tuple[int, int]:
    """Accept those of ``units`` (codes) that wait for it; returns how many were accepted and how many were passed over
    since they are in another state. Raises ``NotAllowed`` before anything for a unit outside the actor's area.
    """
    now = moment(now)
    places = [place_of(actor, unit, period) for unit in dict.fromkeys(units)]
    for place in places:
        write.authorise(agency=place.unit.agency)
    accepted = 0
    # In the order in which locking a period takes the units: two acts never wait for each other.
    for place in sorted(places, key=lambda place: place.unit.id):
        try:
            _accept(actor, write, place, now)
        except StepRefused:
            continue
        accepted += 1
    if not write.audited:
        write.audit("collection.accepted", subject=f"indicators.reportingperiod:{period}", details={"count": 0})
    return accepted, len(places) - accepted


@service(permission="collection.accept")
def return_to_unit(
    *,
    actor: Actor,
    write: Write,
    unit: str,
    period: str,
    reason: str,
    remarks: Mapping[Key, str] | None = None,
    now: dt.datetime | None = None,
) -> Submission:
    """Give sent figures back, with what is wrong as a whole and, in ``remarks``, with single figures.

    The figures become the unit's drafts again. Raises ``ReasonMissing``, ``StepRefused``, ``PeriodIsLocked``.
    """
    now = moment(now)
    place = place_of(actor, unit, period)
    write.authorise(agency=place.unit.agency)
    submission, before = _waiting(place)
    after = next_state(before, Act.RETURN)
    reason = check_reason(reason)
    _set(actor, place, submission, after, now, reason)
    act = record(submission, Act.RETURN, actor=actor, now=now, reason=reason, remarks=len(remarks or {}))
    rows = rows_of(place.refs)
    Remark.objects.bulk_create(
        Remark(act=act, code=key[0], breakdown=key[1], text=" ".join(text.split())[:500])
        for key, text in (remarks or {}).items()
        if key in rows and text.strip()
    )
    write.audit("collection.returned", subject=submission, details={"remarks": len(remarks or {})})
    telling.returned(submission, place, reason, actor=actor)
    write.publish(SubmissionReturned(unit=place.unit.code, period=place.period.code))
    return submission


@service(permission="collection.accept")
def reopen(
    *, actor: Actor, write: Write, unit: str, period: str, reason: str, now: dt.datetime | None = None
) -> Submission:
    """Let the unit correct accepted figures. Raises ``ReasonMissing``, ``StepRefused``, ``PeriodIsLocked``."""
    now = moment(now)
    place = place_of(actor, unit, period)
    write.authorise(agency=place.unit.agency)
    submission, before = _waiting(place)
    after = next_state(before, Act.REOPEN)
    reason = check_reason(reason)
    _set(actor, place, submission, after, now, reason)
    record(submission, Act.REOPEN, actor=actor, now=now, reason=reason)
    write.audit("collection.reopened", subject=submission)
    telling.reopened(submission, place, reason, actor=actor)
    write.publish(SubmissionReopened(unit=place.unit.code, period=place.period.code))
    return submission


def _accept(actor: Actor, write: Write, place: Place, now: dt.datetime) -> Submission:
    submission, before = _waiting(place)
    _set(actor, place, submission, next_state(before, Act.ACCEPT), now, "")
    record(submission, Act.ACCEPT, actor=actor, now=now)
    write.audit("collection.accepted", subject=submission)
    telling.accepted(submission, place, actor=actor)
    write.publish(SubmissionAccepted(unit=place.unit.code, period=place.period.code))
    return submission


def _waiting(place: Place) -> tuple[Submission, State]:
    check_open(place.period)
    submission = locked(place)
    if submission is None:
        raise SubmissionNotFound("Đơn vị chưa nhập số liệu nào của kỳ này.")
    return submission, State(submission.state)


def _set(actor: Actor, place: Place, submission: Submission, after: State, now: dt.datetime, reason: str) -> None:
    values.set_state(actor=actor, unit=place.unit.code, period=place.period.code, state=VALUES[after])
    submission.state = after
    submission.reason = reason
    submission.decided_at, submission.decided_by_name = now, actor.name[:150]
    submission.save()
