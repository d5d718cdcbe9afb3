"""The head sends the figures of the unit to the province."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.steering.collection.acts import telling
from dean06.steering.collection.acts.common import check_open, check_reason, locked, moment, place_of, record
from dean06.steering.collection.errors import NotReady
from dean06.steering.collection.events import SubmissionSent
from dean06.steering.collection.grid import Grid, grid_of
from dean06.steering.collection.models import Submission
from dean06.steering.collection.rules.days import days_late
from dean06.steering.collection.rules.steps import VALUES, next_state
from dean06.steering.collection.types import Act, State
from dean06.steering.indicators import services as values

_MISSING = "Còn {count} chỉ tiêu chưa có số. Hãy nhập đủ, hoặc ghi lý do thiếu (ít nhất 10 ký tự) để gửi phần đã có."


@service(permission="collection.send")
def send(
    *,
    actor: Actor,
    write: Write,
    unit: str,
    period: str,
    missing_reason: str = "",
    now: dt.datetime | None = None,
) -> Submission:
    """Send the figures; late is allowed and counted. Raises ``NotReady``: nothing entered, figures doubted without a
    comment, or figures missing without ``missing_reason``; ``StepRefused`` when they were sent before.
    """
    now = moment(now)
    place = place_of(actor, unit, period)
    write.authorise(agency=place.unit.agency)
    check_open(place.period)
    submission = locked(place)
    if submission is None:
        raise NotReady("Chưa có số liệu nào của kỳ này. Hãy nhập số liệu trước khi gửi.")
    after = next_state(State(submission.state), Act.SEND)
    form = grid_of(actor, place)
    check_ready(form)
    reason = ""
    if form.missing:
        reason = check_reason(missing_reason, "missing_reason", _MISSING.format(count=len(form.missing)))
    values.set_state(actor=actor, unit=place.unit.code, period=place.period.code, state=VALUES[after])
    submission.state = after
    submission.sent_at = now
    submission.first_sent_at = submission.first_sent_at or now
    submission.sent_by_id, submission.sent_by_name = actor.user_id, actor.name[:150]
    submission.reason, submission.missing_reason = "", reason
    submission.save()
    late = days_late(form.due_on, timezone.localdate(submission.first_sent_at), timezone.localdate(now))
    counts = {"filled": form.filled, "expected": len(form.wholes), "late_days": late, "doubted": len(form.explained)}
    record(submission, Act.SEND, actor=actor, now=now, reason=reason, **counts)
    write.audit("collection.sent", subject=submission, details=counts)
    telling.sent(submission, place, actor=actor)
    write.publish(SubmissionSent(unit=place.unit.code, period=place.period.code, late_days=late))
    return submission


def check_ready(form: Grid) -> None:
    """Raise ``NotReady`` when nothing was entered or a doubted figure has no comment yet."""
    if not form.filled:
        raise NotReady("Chưa có số liệu nào của kỳ này. Hãy nhập số liệu trước khi gửi.")
    if form.doubted:
        names = ", ".join(row.key for row in form.doubted[:5]) + ("…" if len(form.doubted) > 5 else "")
        raise NotReady(
            f"Còn {len(form.doubted)} số liệu phải sửa hoặc ghi chú giải thích trước khi gửi: {names}.",
            cells=len(form.doubted),
        )
