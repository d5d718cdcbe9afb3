"""PRIVATE. Counts per form and month, without personal data: the step-failure funnel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from dean06.procedures.forms.models import FormTally, TallyKind


def count(procedure_code: str, kind: TallyKind, names: Iterable[str], now: dt.datetime) -> None:
    """One more of each name (in their order, so that two writers never wait for each other crosswise)."""
    month = timezone.localdate(now).replace(day=1)
    for name in sorted(set(names)):
        place = {"procedure_code": procedure_code, "month": month, "kind": kind, "name": name[:120]}
        if not FormTally.objects.filter(**place).update(count=F("count") + 1):
            FormTally.objects.bulk_create([FormTally(**place)], ignore_conflicts=True)
            FormTally.objects.filter(**place).update(count=F("count") + 1)
