"""PRIVATE. Runs, their counts, findings across runs, counts of quality per month."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from dean06.ecosystem.cleaning.types import Criterion, FindingState, ResolvedHow, ResultClass, RunState, Split


class Run(models.Model):
    """One version of a sector's dataset, matched with the registry."""

    sector = models.CharField("danh sách", max_length=40)
    version_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=RunState, default=RunState.WAITING)
    #: What it does now (Vietnamese), and how far it is, in thousandths of the whole.
    step = models.CharField(max_length=120, blank=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=1000)
    started_by = models.BigIntegerField(null=True)
    started_by_name = models.CharField(max_length=120, blank=True)
    started_by_agency = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    #: Last sign of life; a running run without one for long was killed.
    heartbeat_at = models.DateTimeField(null=True)
    #: Grows with each start, so that a job that was taken for dead finds that another has replaced it.
    attempt = models.IntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    #: records, persons, classes, tiers, split, timings: numbers only.
    counts = models.JSONField(default=dict)
    #: What happened, for the reader.
    error = models.CharField(max_length=300, blank=True)
    #: The private folder of the results below the data folder; empty once removed.
    results = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sector", "state", "-id"], name="cleaning_run_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["sector"],
                condition=Q(state__in=[RunState.WAITING, RunState.RUNNING]),
                name="cleaning_one_active_run",
            )
        ]

    def __str__(self) -> str:
        return f"Đối khớp {self.sector} {self.pk}"


class RunCount(models.Model):
    """Records of one commune, class and part of the first split. Over a run they add up to the file."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="class_counts")
    #: Commune of today's list; empty: not known.
    unit_code = models.CharField(max_length=10, blank=True)
    result_class = models.CharField(max_length=20, choices=ResultClass)
    split = models.CharField(max_length=10, choices=Split)
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "unit_code", "result_class", "split"], name="cleaning_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.unit_code} {self.result_class}"


class Finding(models.Model):
    """A record that is not clean, once per record across runs: a later run updates, resolves or reopens it."""

    sector = models.CharField("danh sách", max_length=40)
    record_key = models.CharField("mã bản ghi", max_length=100)
    #: Number of the record in ``version_id``.
    record_id = models.BigIntegerField()
    version_id = models.BigIntegerField()
    result_class = models.CharField("kết quả", max_length=20, choices=ResultClass)
    #: Stable codes of matching and of this app, joined by ";".
    reasons = models.CharField(max_length=300, blank=True)
    unit_code = models.CharField("xã, phường", max_length=10, blank=True)
    #: The registered person it is, or most likely is (``population.Person``).
    person_id = models.BigIntegerField(null=True)
    probability = models.FloatField(null=True)
    state = models.CharField("tình trạng", max_length=10, choices=FindingState, default=FindingState.OPEN)
    first_run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="+")
    last_run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="+")
    opened_on = models.DateField("ngày phát hiện")
    resolved_on = models.DateField(null=True)
    resolved_how = models.CharField(max_length=15, choices=ResolvedHow, blank=True)
    resolved_by = models.BigIntegerField(null=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    rechecked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sector", "record_key"], name="cleaning_finding_once")]
        indexes = [
            models.Index(fields=["unit_code", "state", "result_class"], name="cleaning_finding_unit"),
            models.Index(fields=["sector", "state", "result_class"], name="cleaning_finding_sector"),
            models.Index(fields=["person_id"], name="cleaning_finding_person"),
        ]

    def __str__(self) -> str:
        return f"{self.sector} {self.pk}"


class RecordUpdate(models.Model):
    """A record of a finished run that was evaluated again on its own: it holds instead of the run's own row."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="updates")
    record_id = models.BigIntegerField()
    unit_code = models.CharField(max_length=10, blank=True)
    result_class = models.CharField(max_length=20, choices=ResultClass)
    split = models.CharField(max_length=10, choices=Split)
    reasons = models.CharField(max_length=300, blank=True)
    person_id = models.BigIntegerField(null=True)
    is_correct = models.BooleanField()
    is_complete = models.BooleanField()
    is_clean = models.BooleanField()
    is_live = models.BooleanField()
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "record_id"], name="cleaning_update_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.record_id}"


class QualityCount(models.Model):
    """One criterion of one list in one commune: the latest count of each month."""

    sector = models.CharField(max_length=40)
    #: Empty: records whose commune is not known; for coverage, the whole list.
    unit_code = models.CharField(max_length=10, blank=True)
    criterion = models.CharField(max_length=10, choices=Criterion)
    #: First day of the month.
    month = models.DateField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    as_of = models.DateField()
    run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sector", "unit_code", "criterion", "month"], name="cleaning_quality_month_once"
            )
        ]
        indexes = [models.Index(fields=["month", "criterion"], name="cleaning_quality_month")]

    def __str__(self) -> str:
        return f"{self.sector} {self.unit_code} {self.criterion} {self.month}"
