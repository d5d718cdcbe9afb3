"""PRIVATE. One count a day, so that the board can say what changed (a day without a row stays unknown); questions put
to units about their figures; letters sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from dean06.steering.dashboards.types import LetterKind, LetterState


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


class SnapshotFigure(models.Model):
    """What else stood on the province's board that morning: an indicator's total and how many units miss the target
    (``key`` "indicator:<code>"), silent units, overdue findings and the like (``count`` only).
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="figures")
    key = models.CharField(max_length=60)
    #: Code of the period that the indicator was read for: another one says that the period, not the figure, changed.
    period = models.CharField(max_length=10, blank=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "key"], name="dashboards_figure_once")]


class FigureExplanation(models.Model):
    """A question to a unit about its figure of one indicator and period, and the answer. What was seen when it was
    asked is kept: figures may be corrected later.
    """

    indicator_code = models.CharField(max_length=40)
    indicator_name = models.CharField(max_length=250)
    unit_code = models.CharField(max_length=90)
    unit_name = models.CharField(max_length=200)
    #: Agency that must answer; rights are checked against it.
    agency_code = models.CharField(max_length=80)
    period_code = models.CharField(max_length=10)
    period_label = models.CharField(max_length=80)
    #: The figure and target then, as they were shown.
    figure = models.CharField(max_length=120, blank=True)
    target = models.CharField(max_length=160, blank=True)
    question = models.TextField()
    due_on = models.DateField()
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=160, blank=True)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_by_name = models.CharField(max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator_code", "unit_code"],
                condition=Q(answered_at__isnull=True),
                name="dashboards_one_open_question",
            )
        ]
        indexes = [
            models.Index(fields=["agency_code", "-id"], name="dashboards_question_agency"),
            models.Index(fields=["due_on"], name="dashboards_question_open", condition=Q(answered_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_code} {self.unit_code}"


class LetterChoice(models.Model):
    """A person does not want a kind of letter. Without a row the letter is sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=LetterKind)
    refused_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="dashboards_choice_once")]


class Letter(models.Model):
    """One letter to one person on one day; the row is taken before sending, so that nobody gets it twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=LetterKind)
    day = models.DateField()
    state = models.CharField(max_length=8, choices=LetterState, default=LetterState.WAITING)
    subject = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    #: Kind of the failure, never its text: mail servers quote addresses.
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "day"], name="dashboards_letter_once")]
        indexes = [models.Index(fields=["kind", "day", "state"], name="dashboards_letter_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
