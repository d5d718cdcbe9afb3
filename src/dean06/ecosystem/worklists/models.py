"""PRIVATE. What is being done about findings, outcomes as data, campaigns and their daily counts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from dean06.ecosystem.worklists.types import Act, CampaignState, LeadsTo, VisitHow, WorkState


class Outcome(models.Model):
    """A coded result of a visit. Edited on screen; never deleted, because visits name it."""

    code = models.SlugField("mã", max_length=30, unique=True)
    #: Key that enters it on the fast page.
    key = models.CharField("phím", max_length=2, unique=True)
    label = models.CharField("tên", max_length=120)
    hint = models.CharField("cách dùng", max_length=300, blank=True)
    leads_to = models.CharField("dẫn đến", max_length=10, choices=LeadsTo)
    needs_place = models.BooleanField("phải ghi nơi đến", default=False)
    needs_paper = models.BooleanField("phải ghi giấy tờ", default=False)
    needs_next_visit = models.BooleanField("phải hẹn ngày", default=False)
    active = models.BooleanField("đang dùng", default=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=100)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.label


class WorkItem(models.Model):
    """What is being done about one finding of ``cleaning``; exists only once somebody acted on it."""

    finding = models.OneToOneField("cleaning.Finding", models.PROTECT, related_name="work_item")
    state = models.CharField("tình trạng", max_length=10, choices=WorkState, default=WorkState.OPEN)
    assignee_id = models.BigIntegerField("người được giao", null=True)
    assigned_by = models.BigIntegerField(null=True)
    assigned_at = models.DateTimeField(null=True)
    outcome = models.ForeignKey(Outcome, models.PROTECT, null=True, related_name="+")
    visited_at = models.DateTimeField(null=True)
    next_visit_on = models.DateField("ngày hẹn", null=True)
    #: Values that the visit found to be right, by field of the list; what the sector must enter. Empty once it ended.
    corrections = models.JSONField(default=dict)
    close_reason = models.CharField(max_length=300, blank=True)
    close_proposed_by = models.BigIntegerField(null=True)
    closed_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: Grows with every act: who saw an older page is refused.
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["state", "assignee_id"], name="worklists_item_state"),
            models.Index(fields=["assignee_id", "state", "next_visit_on"], name="worklists_item_assignee"),
        ]

    def __str__(self) -> str:
        return f"Việc {self.pk}"


class WorkStep(models.Model):
    """One line of an item's story; visits carry their outcome and evidence. Never changed."""

    item = models.ForeignKey(WorkItem, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    act = models.CharField(max_length=20, choices=Act)
    #: State after the act.
    state = models.CharField(max_length=10, choices=WorkState)
    text = models.CharField("ghi chú", max_length=500, blank=True)
    outcome = models.ForeignKey(Outcome, models.PROTECT, null=True, related_name="+")
    how = models.CharField("cách xác minh", max_length=12, choices=VisitHow, blank=True)
    place = models.CharField("nơi đến", max_length=200, blank=True)
    paper = models.CharField("giấy tờ", max_length=200, blank=True)
    next_visit_on = models.DateField(null=True)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["item", "at"], name="worklists_step_item")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%d/%m/%Y}"


class Sheet(models.Model):
    """A visit sheet that was printed: which findings, in which order, so that its results come in by line number."""

    unit_code = models.CharField(max_length=10)
    printed_by = models.BigIntegerField(null=True)
    printed_by_name = models.CharField(max_length=160)
    printed_at = models.DateTimeField()
    #: Finding ids, line 1 first. Nothing about people is kept here.
    findings = models.JSONField(default=list)
    watermark = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["unit_code", "-printed_at"], name="worklists_sheet_unit")]

    def __str__(self) -> str:
        return f"Phiếu {self.pk}"


class Campaign(models.Model):
    """A "cao điểm": some lists and classes in some communes, with a target by a day."""

    name = models.CharField("tên đợt", max_length=200)
    basis = models.CharField("văn bản", max_length=200)
    #: Codes; empty: all of them.
    sectors = models.JSONField("danh sách", default=list)
    classes = models.JSONField("kết quả đối khớp", default=list)
    units = models.JSONField("xã, phường", default=list)
    starts_on = models.DateField("ngày bắt đầu")
    ends_on = models.DateField("ngày kết thúc")
    #: Share of the start count to clean, in hundredths of a percent (9800 = 98%); null: ``target_count`` was given.
    target_share = models.PositiveIntegerField(null=True)
    target_count = models.PositiveIntegerField(null=True)
    #: Findings that were open at the start, frozen then; null before.
    start_count = models.PositiveIntegerField(null=True)
    frozen_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=CampaignState, default=CampaignState.PLANNED)
    closing_note = models.CharField(max_length=500, blank=True)
    #: What remained when it was closed: [class, number] in the order of work.
    closing_rest = models.JSONField(default=list)
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="worklists_campaign_days"),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignUnit(models.Model):
    """A commune of a campaign with its frozen start count."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="units_of")
    #: Empty: records whose commune is not known.
    unit_code = models.CharField(max_length=10, blank=True)
    start_count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit_code"], name="worklists_campaign_unit_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.unit_code}"


class CampaignDay(models.Model):
    """One commune's count at the end of one day (of today: so far). A missing day was not counted."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="days")
    unit_code = models.CharField(max_length=10, blank=True)
    day = models.DateField()
    #: Of what was open at the start: cleaned since (cumulative), left as it is with a reason, still open.
    cleaned = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField(default=0)
    remaining = models.PositiveIntegerField()
    #: Found since the start and open now; not part of the target.
    opened = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit_code", "day"], name="worklists_day_once")]
        indexes = [models.Index(fields=["campaign", "day"], name="worklists_day")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.unit_code} {self.day}"
