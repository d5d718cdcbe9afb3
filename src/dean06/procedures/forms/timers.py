"""PRIVATE. Work that comes round by itself: drafts that nobody saved for sixty days are deleted."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import system_actor
from dean06.procedures.forms import drafts


def expire_drafts(now: dt.datetime) -> int:
    """Delete drafts past their time, counted where they stopped; returns how many. Idempotent."""
    with transaction.atomic():
        count = drafts.expire(now)
        if count:
            audit.record(
                actor=system_actor("expire_drafts"),
                action="procedure_forms.drafts_expired",
                subject="procedure_forms.draft:expired",
                details={"count": count},
            )
    return count
