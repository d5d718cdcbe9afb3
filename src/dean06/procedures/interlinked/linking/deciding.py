"""What officers decide of a leg that stands still: again with mended data, without it, or no further."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.writing.services import Write, service
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.interlinked.errors import (
    FieldUnknown,
    LegNeeded,
    LegNotFailed,
    LinkedNotFound,
    LinkedOver,
    ReasonNeeded,
)
from dean06.procedures.interlinked.linking import changing, consenting, starting
from dean06.procedures.interlinked.linking.locking import lock, lock_leg
from dean06.procedures.interlinked.linking.round import Round
from dean06.procedures.interlinked.models import Leg, LinkedCase, Message
from dean06.procedures.interlinked.types import LEG_OVER, MESSAGE_OPEN, LegState, MessageState

RETRY = "interlinked.retry"
SHORTEST_REASON = 10


@service(permission=RETRY)
def retry_leg(
    *,
    actor: Actor,
    write: Write,
    leg_id: int,
    values: Mapping[str, str] | None = None,
    note: str = "",
    now: dt.datetime | None = None,
) -> Leg:
    """Start a failed leg again, with values of its form mended (path → text). A new child case or message takes the
    place of the one that ended. Raises ``LinkedNotFound``, ``LegNotFailed``, ``FieldUnknown``, ``NotAllowed``.
    """
    moment = now or timezone.now()
    leg = _failed(actor, leg_id)
    spec = next(one for one in catalogue.pack(leg.linked.version_id).meta.legs if one.id == leg.ref)
    known = set(starting.field_types(spec, timezone.localdate(moment))) or set(spec.data)
    mended = {path: clean_line(text) for path, text in (values or {}).items()}
    unknown = sorted(set(mended) - known)
    if unknown:
        raise FieldUnknown(fields=dict.fromkeys(unknown, FieldUnknown.message))
    leg.mended = {**leg.mended, **mended}
    leg.case_id, leg.next_try_at, leg.due_at = None, None, None
    Message.objects.filter(leg=leg, state__in=sorted(MESSAGE_OPEN)).update(state=MessageState.CANCELLED)
    details = {"case": leg.linked.code, "leg": leg.ref, "mended": sorted(mended), "note": bool(note)}
    write.audit("interlinked.leg_retried", subject=leg, details=details)
    changing.move(leg, LegState.WAITING, actor, moment)
    Round(leg.linked, moment).run()
    leg.refresh_from_db()
    return leg


@service(permission=RETRY)
def skip_leg(*, actor: Actor, write: Write, leg_id: int, reason: str, now: dt.datetime | None = None) -> Leg:
    """Go on without a failed leg that the pack allows to leave out. Raises ``LinkedNotFound``, ``LegNotFailed``,
    ``LegNeeded``, ``ReasonNeeded``, ``NotAllowed``."""
    moment = now or timezone.now()
    leg = _failed(actor, leg_id)
    if not leg.is_optional:
        raise LegNeeded()
    words = _reason(reason)
    consenting.drop(leg, moment)
    write.audit("interlinked.leg_skipped", subject=leg, details={"case": leg.linked.code, "leg": leg.ref})
    changing.move(leg, LegState.SKIPPED, actor, moment, code=changing.LEFT_OUT, error=words)
    Round(leg.linked, moment).run()
    leg.refresh_from_db()
    return leg


@service(permission=RETRY)
def stop_rest(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    note: str,
    reason: str = "",
    now: dt.datetime | None = None,
) -> LinkedCase:
    """End every leg that is not over: children that run are withdrawn, what waits never starts. What was issued stays:
    the whole then ends with a part of its results, or is stopped with the coded ``reason`` when nothing was issued.

    Raises ``LinkedNotFound``, ``LinkedOver``, ``ReasonNeeded``, ``NotAllowed``, and what ``cases`` refuses.
    """
    moment = now or timezone.now()
    linked = lock(case_id)
    if linked is None or not actor.can(RETRY, agency=linked.agency):
        raise LinkedNotFound()
    words = _reason(note)
    look = Round(linked, moment)
    if linked.closed_at is not None or all(leg.state in LEG_OVER for leg in look.legs):
        raise LinkedOver()
    nothing = not any(leg.state == LegState.DONE for leg in look.legs)
    codes = look.pack.meta.refusal_reasons
    if nothing and reason not in codes:
        raise ReasonNeeded("Chưa chặng nào có kết quả nên phải chọn lý do dừng trong danh mục của thủ tục.")
    look.close_rest(changing.STOPPED, words)
    write.audit("interlinked.stopped_rest", subject=linked, details={"case": linked.code, "reason": reason})
    if nothing:
        look.answer_parent("refused", reason=reason, note=words)
    look.run()
    return linked


def _failed(actor: Actor, leg_id: int) -> Leg:
    leg = lock_leg(leg_id)
    if leg is None or not actor.can(RETRY, agency=leg.linked.agency):
        raise LinkedNotFound()
    if leg.state != LegState.FAILED:
        raise LegNotFailed()
    return leg


def _reason(text: str) -> str:
    words = clean_line(text)
    if len(words) < SHORTEST_REASON:
        raise ReasonNeeded(fields={"reason": ReasonNeeded.message})
    return words
