"""Work that comes round by itself: copies that expire, copies whose making was cut off."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.events import services as events
from dean06.kernel.population import tasks
from dean06.kernel.population.bulk import exporting
from dean06.kernel.population.models import ExportRequest, Lookup, LookupGrant
from dean06.kernel.population.types import TransferState

#: A copy that is not made so long after it was allowed is tried again.
STUCK = dt.timedelta(minutes=15)
#: The tally of look-ups is kept so long; the audit log keeps its rows.
KEEP_TALLY = dt.timedelta(days=730)


def tend(now: dt.datetime) -> None:
    """Destroy expired copies, restart stuck ones, drop the old tally and leaves that ran out."""
    exporting.remove_expired(now)
    for row in ExportRequest.objects.filter(state=TransferState.RUNNING, decided_at__lt=now - STUCK):
        tasks.make_export.enqueue(row.pk)
    Lookup.objects.filter(at__lt=now - KEEP_TALLY).delete()
    LookupGrant.objects.filter(expires_at__lt=now).delete()


def register() -> None:
    """Called at start-up."""
    events.register_timer(
        "population.transfers", tend, every=dt.timedelta(minutes=15), label="Hủy bản sao dân cư hết hạn"
    )
