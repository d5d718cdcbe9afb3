"""PRIVATE. Recommendations, inspections with findings, pilot models, campaigns; and one history for all four."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dean06.steering.registers.types import (
    CampaignState,
    FindingState,
    InspectionState,
    PilotState,
    RecommendationState,
    Register,
)


class Recommendation(models.Model):
    """What a unit asks of somebody above: raised by the unit, sent on by the standing body, answered."""

    text = models.TextField("nội dung kiến nghị")
    #: Agency of the unit that raised it.
    agency_code = models.CharField("đơn vị kiến nghị", max_length=80, db_index=True)
    raised_on = models.DateField("ngày kiến nghị")
    #: Whom it is for, as written; ministries are not always in the tables.
    to_whom = models.CharField("gửi tới", max_length=200)
    to_code = models.CharField(max_length=80, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=RecommendationState, default=RecommendationState.RAISED)
    sent_on = models.DateField("ngày gửi", null=True, blank=True)
    document = models.CharField("văn bản gửi", max_length=200, blank=True)
    due_on = models.DateField("đề nghị trả lời trước", null=True, blank=True)
    answer = models.TextField("nội dung trả lời", blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    answer_document = models.CharField("văn bản trả lời", max_length=200, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    search_key = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-raised_on", "-pk"]
        indexes = [models.Index(fields=["state", "raised_on"], name="registers_recommendation_age")]

    def __str__(self) -> str:
        return self.text[:80]


class Inspection(models.Model):
    """One inspection: planned, carried out at some units, closed when every finding is mended."""

    title = models.CharField("tên cuộc kiểm tra", max_length=250)
    basis = models.CharField("văn bản", max_length=200)
    lead_code = models.CharField("cơ quan chủ trì", max_length=80, db_index=True)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    content = models.TextField("nội dung kiểm tra", blank=True)
    state = models.CharField(max_length=10, choices=InspectionState, default=InspectionState.PLANNED)
    conclusion = models.TextField("kết luận", blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    search_key = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="registers_inspection_days")
        ]

    def __str__(self) -> str:
        return self.title


class InspectedUnit(models.Model):
    """A body that is inspected; ``visited_on`` once it was."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="units")
    agency_code = models.CharField(max_length=80, db_index=True)
    visited_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inspection", "agency_code"], name="registers_inspected_once")]


class Finding(models.Model):
    """What is wrong at a unit, to be mended by a day; the unit reports it, the inspector looks again."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="findings")
    agency_code = models.CharField("đơn vị", max_length=80, db_index=True)
    text = models.TextField("tồn tại, sai sót")
    fix_by = models.DateField("khắc phục trước hết ngày")
    state = models.CharField(max_length=10, choices=FindingState, default=FindingState.OPEN)
    reported_text = models.TextField("kết quả khắc phục", blank=True)
    reported_on = models.DateField(null=True, blank=True)
    rechecked_on = models.DateField(null=True, blank=True)
    recheck_note = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["fix_by", "pk"]
        indexes = [models.Index(fields=["state", "fix_by"], name="registers_finding_due")]


class Pilot(models.Model):
    """A pilot model with the effect it promises, as a number of an indicator where one fits."""

    name = models.CharField("tên mô hình", max_length=250)
    agency_code = models.CharField("đơn vị đăng ký", max_length=80, db_index=True)
    basis = models.CharField("văn bản đăng ký", max_length=200, blank=True)
    content = models.TextField("nội dung", blank=True)
    effect = models.CharField("hiệu quả đo được", max_length=300)
    #: Code of the indicator that measures it; empty: progress carries its own counts.
    indicator = models.CharField("chỉ tiêu", max_length=40, blank=True)
    #: Percent for a rate, a count otherwise.
    target = models.DecimalField("mục tiêu", max_digits=20, decimal_places=4, null=True, blank=True)
    starts_on = models.DateField("bắt đầu")
    ends_on = models.DateField("tổng kết", null=True, blank=True)
    state = models.CharField(max_length=10, choices=PilotState, default=PilotState.REGISTERED)
    result = models.TextField("kết quả", blank=True)
    search_key = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return self.name


class PilotProgress(models.Model):
    """What the unit reported of its model on a day, with counts where it has its own."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="progress")
    day = models.DateField()
    text = models.TextField("tiến độ")
    numerator = models.BigIntegerField(null=True, blank=True)
    denominator = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(numerator__isnull=True) | Q(numerator__gte=0), name="registers_progress_count"
            )
        ]


class Campaign(models.Model):
    """A "cao điểm" over some days with a target for each unit, counted by an indicator or by the units themselves."""

    name = models.CharField("tên đợt", max_length=200)
    basis = models.CharField("văn bản", max_length=200)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    #: Code of the indicator whose numerator counts; empty: units enter their own cumulative count.
    indicator = models.CharField("chỉ tiêu", max_length=40, blank=True)
    #: What is counted, when units count themselves.
    unit_label = models.CharField("đơn vị tính", max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=CampaignState, default=CampaignState.RUNNING)
    result = models.TextField("kết quả", blank=True)
    closed_on = models.DateField(null=True, blank=True)
    search_key = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="registers_campaign_days")]

    def __str__(self) -> str:
        return self.name


class CampaignTarget(models.Model):
    """What one unit shall reach, counted from the first day of the campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="targets")
    agency_code = models.CharField(max_length=80, db_index=True)
    number = models.PositiveBigIntegerField("chỉ tiêu giao")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "agency_code"], name="registers_target_once")]


class CampaignCount(models.Model):
    """What one unit had reached by the end of a day, counted from the start (cumulative). A missing day is no zero."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="counts")
    agency_code = models.CharField(max_length=80)
    day = models.DateField()
    number = models.PositiveBigIntegerField()
    by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "agency_code", "day"], name="registers_count_once")]


class HistoryLine(models.Model):
    """One act on a record of a register: what, in words, by whom, when. Rows are only added."""

    register = models.CharField(max_length=15, choices=Register)
    record_id = models.BigIntegerField()
    #: The unit that the line is about, when others who see the record may not read it.
    agency_code = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    by_name = models.CharField(max_length=150)
    by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["register", "record_id", "at"], name="registers_history_of")]
