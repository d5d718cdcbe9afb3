"""Import in bulk, export under four eyes, and the counts that statistics read."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from dean06.kernel.population.types import Sex, TransferState


class ImportBatch(models.Model):
    """One registry file; knows how far it is, so that a cut-off import goes on where it stopped."""

    filename = models.CharField(max_length=200)
    #: Where the file lies on this server, until it is taken in.
    path = models.CharField(max_length=500, blank=True)
    sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.WAITING)
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    rows_refused = models.IntegerField(default=0)
    #: Of the rows taken: persons new to the registry, persons that changed, persons already known as they are.
    rows_new = models.IntegerField(default=0)
    rows_changed = models.IntegerField(default=0)
    rows_same = models.IntegerField(default=0)
    #: Rows that were taken without something (a parent nobody knows).
    rows_noted = models.IntegerField(default=0)
    #: The day the file speaks of.
    as_of = models.DateField()
    #: Name of the last finished step and chunk.
    checkpoint = models.CharField(max_length=60, blank=True)
    #: What the steps must know of each other: first ids of the blocks set aside, indexes to build again.
    plan = models.JSONField(default=dict)
    #: Step and share (0–100) for the progress bar; ``heartbeat`` tells a running import from a dead one.
    step = models.CharField(max_length=120, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    heartbeat = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    started_by = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Nhập {self.pk}"


class ImportRefusal(models.Model):
    """A row that was not taken, and why; or, ``taken``, what was left out of a row that was."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="refusals")
    row = models.IntegerField()
    code = models.CharField(max_length=40)
    column = models.CharField(max_length=40, blank=True)
    message = models.CharField(max_length=250)
    taken = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["batch", "row"], name="population_refusal_row")]

    def __str__(self) -> str:
        return f"{self.code} {self.row}"


class ExportRequest(models.Model):
    """Who asks for which data on what purpose, who allowed it, and the watermark that each copy carries."""

    purpose_code = models.CharField(max_length=40)
    purpose = models.CharField("mục đích", max_length=300)
    legal_basis = models.CharField("căn cứ", max_length=200)
    #: Code of the unit whose people are exported; empty: the province.
    unit_code = models.CharField(max_length=10, blank=True)
    columns = models.JSONField(default=list)
    #: "csv", "xlsx" or "parquet".
    file_format = models.CharField(max_length=10, default="csv")
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.WAITING)
    requested_by = models.BigIntegerField(null=True)
    requested_at = models.DateTimeField(default=timezone.now)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=300, blank=True)
    #: Code of this copy, printed in it and hidden in the order of its rows.
    watermark = models.CharField(max_length=40, blank=True)
    rows = models.IntegerField(null=True)
    #: Of the file as it was made; the file itself lies in a private folder until ``expires_at``.
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    downloads = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"Xuất {self.pk}"


class PopulationCount(models.Model):
    """How many living people of a sex and birth year have a residence of a kind in a unit; kept up by events."""

    unit = models.ForeignKey("units.AdminUnit", models.PROTECT, related_name="+")
    #: "permanent", "temporary" or "current".
    residence = models.CharField(max_length=10)
    sex = models.CharField(max_length=1, choices=Sex)
    birth_year = models.SmallIntegerField()
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "residence", "sex", "birth_year"], name="population_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.residence} {self.birth_year}"


class HouseholdCount(models.Model):
    """How many households of a unit have so many living members with permanent residence; kept up by events."""

    unit = models.ForeignKey("units.AdminUnit", models.PROTECT, related_name="+")
    size = models.SmallIntegerField()
    count = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "size"], name="population_household_count_once")]

    def __str__(self) -> str:
        return f"{self.size} người"
