"""PRIVATE. One count a day, so that the board can say what changed; a day without a row stays unknown."""

from __future__ import annotations

from django.db import models


class Snapshot(models.Model):
    """The counts of one local day, taken once, at ``taken_at``."""

    day = models.DateField(unique=True)
    taken_at = models.DateTimeField()


class SnapshotCount(models.Model):
    """Tasks of the province (empty ``agency_code``) or shares of one leading body, by class."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="counts")
    agency_code = models.CharField(max_length=80, blank=True)
    overdue = models.PositiveIntegerField(default=0)
    due_soon = models.PositiveIntegerField(default=0)
    recurring = models.PositiveIntegerField(default=0)
    waiting_centre = models.PositiveIntegerField(default=0)
    open = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "agency_code"], name="dashboards_count_once")]
