"""PUBLIC writes of the boards: one snapshot of counts a day, questions about figures, letters wanted or not."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.writing.services import Write, service
from dean06.steering.assignments import queries as assignments
from dean06.steering.assignments.queries import Counts
from dean06.steering.assignments.types import TABS
from dean06.steering.dashboards.acts.choosing import choose_letter
from dean06.steering.dashboards.acts.explaining import explain, request_explanation
from dean06.steering.dashboards.events import SnapshotTaken
from dean06.steering.dashboards.figures import red
from dean06.steering.dashboards.models import Snapshot, SnapshotCount, SnapshotFigure

__all__ = ["choose_letter", "explain", "request_explanation", "take_snapshot"]


@service(permission="board.view")
def take_snapshot(*, actor: Actor, write: Write, now: dt.datetime | None = None) -> Snapshot:
    """Keep the counts of the local day of ``now``, once: the first call of a day counts, later ones change nothing.

    For the system only. The counts are those of this very moment; a day that was missed cannot be made up.
    """
    if not actor.is_system:
        raise NotAllowed(permission="board.view")
    now = now or timezone.now()
    today = timezone.localdate(now)
    snapshot, first = Snapshot.objects.get_or_create(day=today, defaults={"taken_at": now})
    if first:
        on = assignments.day(today)
        rows = [_count(snapshot, "", assignments.counts(actor, on=on))]
        rows += [_count(snapshot, score.agency_code, score.counts) for score in assignments.body_scores(actor, on=on)]
        SnapshotCount.objects.bulk_create(rows)
        SnapshotFigure.objects.bulk_create(_figures(snapshot, actor, today))
        write.publish(SnapshotTaken(day=today.isoformat()))
    write.audit("board.snapshot_taken", subject=snapshot, details={"day": today.isoformat(), "first": first})
    return snapshot


def _count(snapshot: Snapshot, agency_code: str, counts: Counts) -> SnapshotCount:
    return SnapshotCount(snapshot=snapshot, agency_code=agency_code, **{tab.value: counts[tab] for tab in TABS})


def _figures(snapshot: Snapshot, actor: Actor, today: dt.date) -> list[SnapshotFigure]:
    """What the province's board shows beyond tasks."""
    rows = [SnapshotFigure(snapshot=snapshot, key=key, count=count) for key, count in red.counted(actor, today).items()]
    for one in red.all_figures(actor, today=today):
        pair = one.figure.pair
        rows.append(
            SnapshotFigure(
                snapshot=snapshot,
                key=f"indicator:{one.figure.ref.code}",
                period=one.figure.period.code,
                numerator=None if pair is None else pair.numerator,
                denominator=None if pair is None else pair.denominator,
                count=one.below,
            )
        )
    return rows
