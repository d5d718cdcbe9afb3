"""PRIVATE. Indicators with their versions and targets; units, periods, values and their history."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dean06.steering.indicators.types import (
    Accumulation,
    Certainty,
    Counted,
    Direction,
    Level,
    Origin,
    PeriodKind,
    ValueState,
)


class ReportingUnit(models.Model):
    """A body that answers for figures: the province, a department, a branch or facility, a commune; old ones too.

    Kept apart from ``kernel.units`` since a series needs one dense key for bodies, facilities and former communes.
    """

    #: Code of the agency; ``"cu:<unit code>@<valid_from>"`` for units before 01/7/2025; a slug for a facility.
    code = models.CharField("mã", max_length=90, unique=True)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên gọn", max_length=120)
    level = models.CharField("cấp", max_length=10, choices=Level)
    #: ``AgencyKind`` of the body: targets may be set for a kind.
    kind = models.CharField(max_length=20, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    #: Rights are checked against this agency; a facility without an own one has its parent's.
    agency_code = models.CharField(max_length=80, blank=True, db_index=True)
    unit_code = models.CharField(max_length=10, blank=True, db_index=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    #: The province edited it; loading leaves it alone.
    edited = models.BooleanField(default=False)

    class Meta:
        verbose_name = "đơn vị báo cáo"
        indexes = [models.Index(fields=["level", "valid_to"], name="indicators_unit_level")]

    def __str__(self) -> str:
        return self.name


class UnitSuccession(models.Model):
    """A former reporting unit and one that continues it; ``partial``: only a part went there."""

    old = models.ForeignKey(ReportingUnit, on_delete=models.CASCADE, related_name="successor_links")
    new = models.ForeignKey(ReportingUnit, on_delete=models.CASCADE, related_name="predecessor_links")
    partial = models.BooleanField(default=False)
    effective_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="indicators_succession_once")]


class PeriodRule(models.Model):
    """How periods of a kind are cut and when their figures are due, over one time: rules changed from year to year."""

    kind = models.CharField(max_length=5, choices=PeriodKind)
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("đến hết", null=True, blank=True)
    #: Last day of a month's figures (14: from the 15th to the 14th); ``None``: the calendar month. Week: ISO weekday.
    cut_off_day = models.PositiveSmallIntegerField("ngày chốt số liệu", null=True, blank=True)
    #: Week: ISO weekday; month: day of the month; half-year and year: day of ``due_month``.
    due_day = models.PositiveSmallIntegerField("ngày nộp")
    due_month = models.PositiveSmallIntegerField("tháng nộp", null=True, blank=True)
    basis = models.CharField("căn cứ", max_length=250, blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty, default=Certainty.UNSURE)
    #: The province edited it; loading leaves it alone.
    edited = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "valid_from"], name="indicators_rule_from_once")]


class ReportingPeriod(models.Model):
    """One period with its days, fixed when it is opened: a later change of the rule moves no old month."""

    kind = models.CharField(max_length=5, choices=PeriodKind)
    code = models.CharField(max_length=10, unique=True)
    label = models.CharField(max_length=80)
    first = models.DateField()
    last = models.DateField()
    due_on = models.DateField()
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "last"], name="indicators_period_once")]
        ordering = ["last"]

    def __str__(self) -> str:
        return self.label


class Indicator(models.Model):
    """A figure of the catalogue; what it means stands in its versions."""

    code = models.SlugField("mã", max_length=40, unique=True)
    order = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.code


class IndicatorVersion(models.Model):
    """A definition over one time. An old month keeps the definition that was in force on its last day."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateField("áp dụng từ")
    #: Set when a later version begins or the indicator is no longer collected.
    valid_to = models.DateField("đến hết", null=True, blank=True)
    name = models.CharField("tên", max_length=250)
    short_name = models.CharField("tên gọn", max_length=80)
    group = models.PositiveSmallIntegerField("nhóm tiện ích")
    numerator = models.TextField("tử số")
    #: Empty for a plain count.
    denominator = models.TextField("mẫu số", blank=True)
    counted = models.CharField("đơn vị tính", max_length=12, choices=Counted)
    direction = models.CharField("chiều", max_length=8, choices=Direction)
    accumulation = models.CharField("cách cộng theo thời gian", max_length=12, choices=Accumulation)
    frequency = models.CharField("kỳ báo cáo", max_length=5, choices=PeriodKind)
    #: Levels whose units report it, joined by "|".
    #: ``province`` among them: the owner reports for the whole province.
    levels = models.CharField(max_length=60)
    #: Kinds of bodies that report it, joined by "|"; empty: all bodies of these levels.
    kinds = models.CharField(max_length=250, blank=True)
    #: The numerator is held against a plan and may be larger than the denominator.
    may_exceed = models.BooleanField("có thể vượt 100%", default=False)
    #: Agency that owns the figure.
    owner = models.CharField("cơ quan chủ quản", max_length=80, blank=True)
    #: Key of a computed figure; empty when units report it.
    figure = models.CharField(max_length=60, blank=True)
    #: Optional breakdown: [["urban", "Đô thị"], …].
    breakdown = models.JSONField(default=list, blank=True)
    legal_basis = models.TextField("căn cứ", blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty, default=Certainty.UNSURE)
    exclusions = models.TextField("không tính", blank=True)
    note = models.TextField("ghi chú", blank=True)
    reason = models.CharField("lý do sửa", max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    #: ``None``: loaded with the software, and refreshed with it.
    created_by_id = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="indicators_version_once"),
            models.UniqueConstraint(fields=["indicator", "valid_from"], name="indicators_version_from_once"),
            models.CheckConstraint(condition=Q(group__gte=1, group__lte=5), name="indicators_version_group"),
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """What shall be reached over one time, for all units of a level, of a kind, or for one unit; nearest wins."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    level = models.CharField("cấp", max_length=10, choices=Level, blank=True)
    kind = models.CharField("loại đơn vị", max_length=20, blank=True)
    unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="targets")
    valid_from = models.DateField("từ")
    valid_to = models.DateField("đến hết", null=True, blank=True)
    #: Percent for a rate, a count otherwise.
    minimum = models.DecimalField("mục tiêu", max_digits=20, decimal_places=4)
    maximum = models.DecimalField("đến", null=True, blank=True, max_digits=20, decimal_places=4)
    basis = models.CharField("căn cứ", max_length=300)
    certainty = models.CharField(max_length=10, choices=Certainty, default=Certainty.UNSURE)
    exclusions = models.CharField("không tính", max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    #: ``None``: loaded with the software, and refreshed with it.
    created_by_id = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=150, blank=True)
    #: Targets are not overwritten: one that was wrong is withdrawn, and keeps its place in the history.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    withdrawn_by_name = models.CharField(max_length=150, blank=True)


class CatalogueChange(models.Model):
    """One change of the catalogue: of a definition, a target, a period rule, a reporting unit. Rows are only added."""

    #: "indicator", "rule", "unit".
    subject = models.CharField(max_length=10)
    code = models.CharField(max_length=90)
    title = models.CharField(max_length=250)
    #: What changed: [[label, before, after], …].
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "code", "at"], name="indicators_catalogue_of")]


class Value(models.Model):
    """Two counts of one indicator for one reporter and period. Totals of units above are not stored."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="values")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="values")
    #: Key of the breakdown; empty for the whole.
    breakdown = models.CharField(max_length=30, blank=True)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=ValueState, default=ValueState.DRAFT)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.ENTERED)
    #: A total that a document or an office states for everything below it, used only where nothing below is reported.
    stated = models.BooleanField(default=False)
    comment = models.CharField(max_length=500, blank=True)
    updated_at = models.DateTimeField()
    updated_by_id = models.BigIntegerField(null=True)
    updated_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "unit", "period", "breakdown"], name="indicators_value_once"),
            models.CheckConstraint(condition=Q(numerator__gte=0), name="indicators_numerator_not_negative"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gte=0),
                name="indicators_denominator_not_negative",
            ),
        ]
        indexes = [
            # Everything that a board needs stands in the index: the table itself is not read.
            models.Index(
                fields=["period", "indicator", "breakdown", "unit", "state", "stated", "numerator", "denominator"],
                name="indicators_value_period",
            ),
            models.Index(fields=["unit", "period"], name="indicators_value_unit"),
        ]


class ValueChange(models.Model):
    """One change of a value: who, when, from what to what, why. Rows are only added."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="+")
    breakdown = models.CharField(max_length=30, blank=True)
    #: ``None`` before: the value was new; ``None`` after: it was cleared.
    numerator_before = models.BigIntegerField(null=True)
    denominator_before = models.BigIntegerField(null=True)
    numerator_after = models.BigIntegerField(null=True)
    denominator_after = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=ValueState)
    origin = models.CharField(max_length=8, choices=Origin)
    comment = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = [models.Index(fields=["indicator", "unit", "period"], name="indicators_change_of")]


class DailyFact(models.Model):
    """What a computed figure counted for one unit on one day; kept in step with events, so no board scans history."""

    figure = models.CharField(max_length=60)
    unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    numerator = models.BigIntegerField(default=0)
    denominator = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure", "unit", "day"], name="indicators_fact_once"),
            models.CheckConstraint(
                condition=Q(numerator__gte=0) & Q(denominator__gte=0), name="indicators_fact_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["figure", "day"], name="indicators_fact_day")]


class FigureProgress(models.Model):
    """Up to which day the daily facts of a figure were counted."""

    figure = models.CharField(max_length=60, primary_key=True)
    up_to = models.DateField()


class StaleDay(models.Model):
    """A day whose facts of a figure must be counted again: something about it became known later."""

    figure = models.CharField(max_length=60)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["figure", "day"], name="indicators_stale_once")]


class LabelMapping(models.Model):
    """What a person said a label of a unit's documents means; the next document with it gets this suggested first."""

    #: Folded: without accents and figures (``from_documents.matching.label_key``).
    label = models.CharField(max_length=200)
    #: As it was printed when it was confirmed.
    printed = models.CharField(max_length=250)
    #: Folded kind of the document ("bao cao"); empty for a text that does not name its kind.
    kind = models.CharField(max_length=60, blank=True)
    #: Folded word of the counted unit, and whether two counts were printed: the same label stands for both.
    counted = models.CharField(max_length=40, blank=True)
    ratio = models.BooleanField()
    unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["label", "counted", "ratio", "kind", "unit"], name="indicators_label_mapping_once"
            )
        ]


class TakenFigure(models.Model):
    """What was decided about one figure of a document: taken over as a value, or left out. Leads back to the page."""

    document = models.ForeignKey("documents.SourceDocument", on_delete=models.PROTECT, related_name="+")
    #: Place among the figures that were read, and its line in the document.
    position = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    label = models.CharField(max_length=250)
    skipped = models.BooleanField(default=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, null=True, related_name="+")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, null=True, related_name="+")
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    stated = models.BooleanField(default=False)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="indicators_figure_taken_once"),
            models.CheckConstraint(
                condition=Q(skipped=True)
                | Q(indicator__isnull=False, unit__isnull=False, period__isnull=False, numerator__isnull=False),
                name="indicators_taken_is_complete",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "unit", "period"], name="indicators_taken_of")]
