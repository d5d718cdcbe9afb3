"""PRIVATE. Submissions with their acts and remarks, exemptions, locks, reminders, files that were read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dean06.steering.collection.types import Act, State

_STATES = [(state.value, state.label) for state in State if state not in (State.OPEN, State.EXEMPT)]


class Submission(models.Model):
    """The figures of one unit for one period on their way to the province. Made when the unit begins, not before.

    The figures themselves are values of ``indicators``; their state follows the state kept here.
    """

    unit = models.ForeignKey("indicators.ReportingUnit", on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey("indicators.ReportingPeriod", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=_STATES, default=State.DRAFT)
    begun_at = models.DateTimeField()
    #: The first sending decides whether the unit was in time; a return does not take that away.
    first_sent_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by_id = models.BigIntegerField(null=True)
    sent_by_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    #: Why it was returned or opened again; empty otherwise.
    reason = models.CharField(max_length=500, blank=True)
    #: Why figures are missing, as the head wrote when sending.
    missing_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "biểu số liệu"
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="collection_submission_once")]
        indexes = [models.Index(fields=["period", "state"], name="collection_period_state")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.period}"


class SubmissionAct(models.Model):
    """One step of a submission: who, when, why. Rows are only added."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=8, choices=Act)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150)
    #: Counts only: filled, expected, warnings, late_days.
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["pk"]


class Remark(models.Model):
    """What the province says to one figure when it returns a submission. Rows are only added."""

    act = models.ForeignKey(SubmissionAct, on_delete=models.PROTECT, related_name="remarks")
    code = models.CharField(max_length=40)
    breakdown = models.CharField(max_length=30, blank=True)
    text = models.CharField(max_length=500)


class Exemption(models.Model):
    """A unit is excused from a period, with a reason; withdrawn rows stay."""

    unit = models.ForeignKey("indicators.ReportingUnit", on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey("indicators.ReportingPeriod", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("lý do", max_length=500)
    granted_at = models.DateTimeField()
    granted_by_name = models.CharField(max_length=150)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=150, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period"], condition=Q(withdrawn_at=None), name="collection_exempt_once"
            )
        ]


class PeriodLock(models.Model):
    """The province's figure of a period goes out, or is opened again. Rows are only added; the newest counts."""

    period = models.ForeignKey("indicators.ReportingPeriod", on_delete=models.PROTECT, related_name="+")
    locked = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    #: Units whose figures were missing or not accepted: [{"unit": code, "name": …, "state": …, "late_days": …}].
    exceptions = models.JSONField(default=list, blank=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["pk"]


class ReminderSent(models.Model):
    """A reminder that went out. ``occasion``: "before", "due", "late-1"…, or "asked" when a person pressed."""

    unit = models.ForeignKey("indicators.ReportingUnit", on_delete=models.CASCADE, related_name="+")
    period = models.ForeignKey("indicators.ReportingPeriod", on_delete=models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=12)
    sent_on = models.DateField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period", "occasion", "sent_on"], name="collection_reminder_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["unit", "period", "occasion"],
                condition=~Q(occasion="asked"),
                name="collection_reminder_once",
            ),
        ]


class ImportedFile(models.Model):
    """A template that came back: how many cells were taken, and which were refused and why."""

    unit = models.ForeignKey("indicators.ReportingUnit", on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey("indicators.ReportingPeriod", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150)
    saved = models.PositiveIntegerField()
    #: [{"cell": "F12", "code": …, "name": …, "value": …, "text": …}]
    refused = models.JSONField(default=list, blank=True)
