"""Import in bulk, export under four eyes, and the counts that statistics read."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from dean06.kernel.population.types import Sex, TransferState


class ImportBatch(models.Model):
    """One registry file; knows how far it is, so that a cut-off import goes on where it stopped."""

    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.WAITING)
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    rows_refused = models.IntegerField(default=0)
    #: The day the file speaks of.
    as_of = models.DateField()
    #: Name of the last finished step and chunk.
    checkpoint = models.CharField(max_length=60, blank=True)
    started_by = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Nhập {self.pk}"


class ImportRefusal(models.Model):
    """A row that was not taken, and why."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="refusals")
    row = models.IntegerField()
    code = models.CharField(max_length=40)
    column = models.CharField(max_length=40, blank=True)
    message = models.CharField(max_length=250)

    class Meta:
        indexes = [models.Index(fields=["batch", "row"], name="population_refusal_row")]

    def __str__(self) -> str:
        return f"{self.code} {self.row}"


class ExportRequest(models.Model):
    """Who asks for which data on what purpose, who allowed it, and the watermark that each copy carries."""

    purpose = models.CharField("mục đích", max_length=300)
    legal_basis = models.CharField("căn cứ", max_length=200)
    #: Code of the unit whose people are exported; empty: the province.
    unit_code = models.CharField(max_length=10, blank=True)
    columns = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.WAITING)
    requested_by = models.BigIntegerField(null=True)
    requested_at = models.DateTimeField(default=timezone.now)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=300, blank=True)
    watermark = models.CharField(max_length=40, blank=True)
    rows = models.IntegerField(null=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(null=True)

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
