"""PRIVATE. What is kept of each case for counting, the daily counts, and the editable tables of index 766."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dean06.procedures.figures.types import Count


class CaseFact(models.Model):
    """What a case counts as, now. One row for each case; brought up to date by its moves, so a count never needs the
    case itself. No personal data."""

    case_id = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=50)
    procedure_code = models.CharField(max_length=40)
    field_code = models.CharField(max_length=20)
    #: ``QD06-9``…; empty when the procedure stands in no appendix.
    listing = models.CharField(max_length=20, blank=True)
    receiving_agency = models.CharField(max_length=80)
    deciding_agency = models.CharField(max_length=80)
    officer_id = models.BigIntegerField(null=True)
    channel = models.PositiveSmallIntegerField()
    state = models.PositiveSmallIntegerField()
    is_child = models.BooleanField(default=False)
    submitted_on = models.DateField()
    received_on = models.DateField(null=True)
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    #: When processing ended by the rule of index 766 (state 9, then 10, then 8 or 3).
    ended_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    is_late = models.BooleanField(null=True)
    supplement_count = models.PositiveSmallIntegerField(default=0)
    #: Start of the only request for supplements while it is unanswered.
    supplement_open_at = models.DateTimeField(null=True)
    working_minutes = models.PositiveIntegerField(default=0)
    assisted = models.BooleanField(default=False)
    identity_verified = models.BooleanField(default=False)
    returns_paper = models.BooleanField(default=True)
    has_digitised = models.BooleanField(default=False)
    has_reused = models.BooleanField(default=False)
    from_store = models.BooleanField(default=False)
    has_electronic_result = models.BooleanField(default=False)
    has_result_file = models.BooleanField(default=False)
    #: đồng asked for.
    fee = models.PositiveBigIntegerField(default=0)
    paid_online = models.PositiveSmallIntegerField(default=0)
    synced_on = models.DateField(null=True)
    #: Rated "chưa hài lòng", or complained about.
    is_unhappy = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["received_on", "deciding_agency"], name="figures_received"),
            models.Index(fields=["ended_on", "deciding_agency"], name="figures_ended"),
            models.Index(fields=["deciding_agency", "received_on"], name="figures_open", condition=Q(ended_on=None)),
            models.Index(fields=["listing", "received_on"], name="figures_listed", condition=~Q(listing="")),
        ]


class DailyCount(models.Model):
    """How many cases counted as ``kind`` on ``day``: what dashboards add up. Kept in step with ``CaseFact``."""

    day = models.DateField()
    kind = models.CharField(max_length=14, choices=Count.choices)
    receiving_agency = models.CharField(max_length=80)
    deciding_agency = models.CharField(max_length=80)
    field_code = models.CharField(max_length=20)
    procedure_code = models.CharField(max_length=40)
    channel = models.PositiveSmallIntegerField()
    #: 0: nobody in particular.
    officer_id = models.BigIntegerField(default=0)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "day", "kind", "receiving_agency", "deciding_agency", "procedure_code", "channel", "officer_id",
                ],
                name="figures_daily_once",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["deciding_agency", "day"]), models.Index(fields=["procedure_code", "day"])]


class IndexComponent(models.Model):
    """Points and threshold of a component of index 766, with dates and source: not all are sure."""

    component = models.CharField(max_length=6)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    max_points = models.DecimalField(max_digits=5, decimal_places=2)
    #: Rate (percent) from which the full points are given; below it points are in proportion. Empty: rate × points.
    full_from = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    source = models.CharField(max_length=300)
    certainty = models.CharField(max_length=10)
    locally_edited = models.BooleanField(default=False)

    class Meta:
        ordering = ["component", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["component", "valid_from"], name="figures_component_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="figures_component_period"
            ),
        ]


class Obstacle(models.Model):
    """What stands in the way of a service in a month: the last column of the appendices."""

    listing = models.CharField(max_length=20)
    month = models.DateField()
    text = models.TextField()
    owner_agency = models.CharField(max_length=80, blank=True)
    written_by_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["listing", "-month", "pk"]
