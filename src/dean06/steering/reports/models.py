"""PRIVATE. Templates with versions; reports with sections, their texts over time, comments, overtyped figures."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dean06.steering.indicators.types import PeriodKind
from dean06.steering.reports.types import ReportState

_NAME = 150


class ReportTemplate(models.Model):
    """A version of a template that the steering office wrote; the shipped ones lie in ``data/templates``."""

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    #: The same shape as a shipped file.
    body = models.JSONField()
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=_NAME)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="reports_template_version_once")]
        ordering = ["code", "-version"]


class Report(models.Model):
    """One report of a unit for a period. What it shows is computed until it is frozen, then stored."""

    kind = models.CharField(max_length=5, choices=PeriodKind)
    unit = models.ForeignKey("indicators.ReportingUnit", on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=200)
    period = models.ForeignKey("indicators.ReportingPeriod", on_delete=models.PROTECT, related_name="+")
    period_code = models.CharField(max_length=10, db_index=True)
    period_label = models.CharField(max_length=80)
    #: Rights are checked against this agency.
    agency_code = models.CharField(max_length=80, db_index=True)
    template_code = models.CharField(max_length=40)
    template_version = models.PositiveIntegerField()
    #: Head, signature, recipients, appendices and recommendations of form, as the template had them.
    frame = models.JSONField()
    title = models.CharField(max_length=40, default="BÁO CÁO")
    subtitle = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=ReportState, default=ReportState.DRAFT, db_index=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=_NAME)
    updated_at = models.DateTimeField()

    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by_id = models.BigIntegerField(null=True)
    frozen_by_name = models.CharField(max_length=_NAME, blank=True)
    frozen = models.JSONField(null=True, blank=True)
    #: SHA-256 of what was frozen; the signer signs this.
    frozen_sha256 = models.CharField(max_length=64, blank=True)

    checked_at = models.DateTimeField(null=True, blank=True)
    findings = models.JSONField(default=list, blank=True)

    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by_id = models.BigIntegerField(null=True)
    signed_by_name = models.CharField(max_length=_NAME, blank=True)
    returned_reason = models.CharField(max_length=500, blank=True)

    number = models.PositiveIntegerField(null=True, blank=True)
    symbol = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by_name = models.CharField(max_length=_NAME, blank=True)
    docx_file_id = models.BigIntegerField(null=True)
    pdf_file_id = models.BigIntegerField(null=True)
    #: Code by which anybody verifies the signed PDF.
    verify_code = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "period"], name="reports_one_of_unit_and_period"),
            models.UniqueConstraint(
                fields=["agency_code", "year", "number"], name="reports_number_once", condition=Q(number__isnull=False)
            ),
        ]
        ordering = ["-period_id", "unit_name"]

    def __str__(self) -> str:
        return f"{self.unit_name}, {self.period_label}"

    @property
    def full_number(self) -> str:
        """``05/BC-UBND``; empty before it is issued. Below 10 with a leading 0 (NĐ 30/2020, Phụ lục I)."""
        return f"{self.number:02d}/{self.symbol}" if self.number is not None else ""


class Section(models.Model):
    """A section's text. ``revision`` rises with each save: who saves on an old one is shown both texts."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by_id = models.BigIntegerField(null=True)
    updated_by_name = models.CharField(max_length=_NAME, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="reports_section_once")]
        ordering = ["order"]


class SectionVersion(models.Model):
    """The text after one save; saves that follow each other by one person within minutes are one version."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=_NAME)
    #: The text of the template, before anybody wrote.
    original = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "revision"], name="reports_version_once")]
        ordering = ["-revision"]


class Comment(models.Model):
    """A remark on a section, open until somebody resolves it."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="comments")
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=_NAME)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by_name = models.CharField(max_length=_NAME, blank=True)

    class Meta:
        ordering = ["resolved_at", "at"]


class Overtyped(models.Model):
    """Another value that somebody wrote over a figure of a section, and why. Removed ones stay in the history."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="overtyped")
    #: ``Placeholder.key``.
    key = models.CharField(max_length=120)
    shown = models.CharField(max_length=200)
    #: What the figure said when it was written over.
    computed = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=_NAME)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by_name = models.CharField(max_length=_NAME, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["section", "key"], name="reports_overtyped_once", condition=Q(removed_at__isnull=True)
            )
        ]


class Step(models.Model):
    """What happened to a report: frozen, unfrozen, checked, returned, signed, issued."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=_NAME)

    class Meta:
        ordering = ["-at", "-pk"]


class NumberBook(models.Model):
    """The last number of reports that an agency gave out in a year; locked while the next one is given."""

    agency_code = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency_code", "year"], name="reports_book_once")]
