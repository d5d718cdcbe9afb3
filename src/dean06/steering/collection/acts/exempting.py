"""Excusing a unit from a period, and taking that back."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.steering.collection.acts import telling
from dean06.steering.collection.acts.common import check_open, check_reason, moment, place_of
from dean06.steering.collection.errors import AlreadyExempt, NotExempt, StepRefused
from dean06.steering.collection.models import Exemption, Submission
from dean06.steering.collection.types import State


@service(permission="collection.accept")
def exempt(
    *, actor: Actor, write: Write, unit: str, period: str, reason: str, now: dt.datetime | None = None
) -> Exemption:
    """Excuse a unit from a period. Raises ``ReasonMissing``, ``AlreadyExempt``; ``StepRefused`` once it has sent."""
    now = moment(now)
    place = place_of(actor, unit, period)
    write.authorise(agency=place.unit.agency)
    check_open(place.period)
    reason = check_reason(reason)
    rows = Submission.objects.filter(unit_id=place.unit.id, period_id=place.period.id)
    if rows.filter(state__in=(State.SENT, State.ACCEPTED)).exists():
        raise StepRefused("Đơn vị đã gửi số liệu kỳ này nên không cần miễn.")
    try:
        with transaction.atomic():
            row = Exemption.objects.create(
                unit_id=place.unit.id,
                period_id=place.period.id,
                reason=reason,
                granted_at=now,
                granted_by_name=actor.name[:150],
            )
    except IntegrityError:
        raise AlreadyExempt from None
    write.audit("collection.exempted", subject=row, details={"unit": unit, "period": period})
    telling.exempted(place, reason, actor=actor, key=row.pk)
    return row


@service(permission="collection.accept")
def withdraw_exemption(
    *, actor: Actor, write: Write, unit: str, period: str, reason: str, now: dt.datetime | None = None
) -> Exemption:
    """The unit owes its figures again. Raises ``NotExempt``, ``ReasonMissing``, ``PeriodIsLocked``."""
    now = moment(now)
    place = place_of(actor, unit, period)
    write.authorise(agency=place.unit.agency)
    check_open(place.period)
    rows = Exemption.objects.select_for_update().filter(unit_id=place.unit.id, period_id=place.period.id)
    row = rows.filter(withdrawn_at=None).first()
    if row is None:
        raise NotExempt
    row.withdrawn_reason = check_reason(reason)
    row.withdrawn_at, row.withdrawn_by_name = now, actor.name[:150]
    row.save()
    write.audit("collection.exemption_withdrawn", subject=row, details={"unit": unit, "period": period})
    telling.exemption_withdrawn(place, row.withdrawn_reason, actor=actor, key=row.pk)
    return row
