"""PRIVATE. Cases of the queue, readings and decisions, requests to the registry, corrections back to the sector."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from dean06.ecosystem.review.types import (
    BatchState,
    CaseState,
    DecisionState,
    ItemState,
    Queue,
    RefusalCode,
    RequestState,
    Verdict,
)

#: States of a decision that still lives; a record has one such decision at most.
LIVING = (DecisionState.SECOND, DecisionState.DISPUTED, DecisionState.FINAL)


class ReviewCase(models.Model):
    """One record of a sector's list that waits, or waited, for people. Filled from the findings of ``cleaning``."""

    sector = models.CharField("danh sách", max_length=40)
    record_key = models.CharField("mã bản ghi", max_length=100)
    finding_id = models.BigIntegerField(unique=True)
    run_id = models.BigIntegerField()
    version_id = models.BigIntegerField()
    record_id = models.BigIntegerField()
    result_class = models.CharField("kết quả", max_length=20)
    unit_code = models.CharField("xã, phường", max_length=10, blank=True)
    #: The engine's likeliest person, and how likely.
    person_id = models.BigIntegerField(null=True)
    probability = models.FloatField(null=True)
    #: 0 (sure) to 10 (even odds): the queue begins with the highest.
    uncertainty = models.SmallIntegerField(default=0)
    state = models.CharField("tình trạng", max_length=10, choices=CaseState, default=CaseState.OPEN)
    #: Who has it on the screen now, and until when.
    leased_to = models.BigIntegerField(null=True)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sector", "record_key"], name="review_case_once")]
        indexes = [
            models.Index(fields=["sector", "state", "-uncertainty", "unit_code", "id"], name="review_case_sector"),
            models.Index(fields=["unit_code", "state", "-uncertainty", "id"], name="review_case_unit"),
        ]

    def __str__(self) -> str:
        return f"Ca {self.pk}"


class Skip(models.Model):
    """A reader passed a case over; it is not offered to the same reader again for a while."""

    case = models.ForeignKey(ReviewCase, models.CASCADE, related_name="skips")
    user_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user_id"], name="review_skip_once")]


class Decision(models.Model):
    """What people decided about a record. Never deleted: it ends by ``state``."""

    case = models.ForeignKey(ReviewCase, models.PROTECT, related_name="decisions")
    sector = models.CharField(max_length=40)
    record_key = models.CharField(max_length=100)
    #: Verdict and person of the reading that holds; ``person_id`` is the person meant, also of "different".
    verdict = models.CharField(max_length=10, choices=Verdict)
    person_id = models.BigIntegerField(null=True)
    #: People that were shown and are not this record's person.
    refused_ids = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=DecisionState)
    #: Fields of record and person that differ; those of them in which a reader thinks the registry wrong.
    differing = models.JSONField(default=list)
    registry_fields = models.JSONField(default=list)
    changes_data = models.BooleanField(default=False)
    #: Read twice for the sake of measuring agreement.
    control = models.BooleanField(default=False)
    #: Fingerprints at the time of deciding: {"record": …, "persons": {id: …}}.
    prints = models.JSONField(default=dict)
    first_reviewer = models.BigIntegerField(null=True)
    second_reviewer = models.BigIntegerField(null=True)
    third_reviewer = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    #: When it came into force, and when it ended.
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sector", "record_key"], condition=Q(state__in=LIVING), name="review_one_living_decision"
            )
        ]
        indexes = [models.Index(fields=["sector", "state"], name="review_decision_sector")]

    def __str__(self) -> str:
        return f"Quyết định {self.pk}"


class Reading(models.Model):
    """One person's verdict on one case. The second reader does not see the first reading."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="readings")
    #: 1 first, 2 second, 3 the one that settles a disagreement.
    order = models.PositiveSmallIntegerField()
    reviewer_id = models.BigIntegerField()
    agency = models.CharField(max_length=100, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    person_id = models.BigIntegerField(null=True)
    registry_fields = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "order"], condition=Q(undone_at__isnull=True), name="review_reading_order"
            ),
            models.UniqueConstraint(
                fields=["decision", "reviewer_id"], condition=Q(undone_at__isnull=True), name="review_reader_once"
            ),
        ]
        indexes = [models.Index(fields=["reviewer_id", "at"], name="review_reading_reader")]

    def __str__(self) -> str:
        return f"Lượt đọc {self.pk}"


class CorrectionRequest(models.Model):
    """A request that the registry's owner look at values that seem wrong. It changes nothing by itself."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="requests")
    sector = models.CharField(max_length=40)
    record_key = models.CharField(max_length=100)
    person_id = models.BigIntegerField()
    unit_code = models.CharField(max_length=10, blank=True)
    queue = models.CharField("cơ quan xử lý", max_length=10, choices=Queue)
    #: Body that must act; empty: the registry officers of the province.
    agency = models.CharField(max_length=100, blank=True)
    #: Field → {"registry": value now, "proposed": value of the sector}.
    fields = models.JSONField(default=dict)
    reason = models.CharField("lý do", max_length=500)
    #: The sector's own paper ("Sổ BHXH số …, Giấy khai sinh số …").
    document_ref = models.CharField("giấy tờ căn cứ", max_length=200, blank=True)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.SENT)
    due_on = models.DateField()
    #: Body and person who sent it, for the answer.
    sent_by = models.BigIntegerField(null=True)
    sent_agency = models.CharField(max_length=100, blank=True)
    sent_at = models.DateTimeField()
    handled_by = models.BigIntegerField(null=True)
    refusal_code = models.CharField(max_length=20, choices=RefusalCode, blank=True)
    answer = models.CharField("trả lời", max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    #: The proposal to the registry, which a third body decides.
    proposal_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["queue", "state", "agency", "due_on"], name="review_request_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "queue"],
                condition=Q(state__in=[RequestState.SENT, RequestState.IN_WORK, RequestState.RETURNED]),
                name="review_one_open_request",
            )
        ]

    def __str__(self) -> str:
        return f"Phiếu {self.pk}"


class CorrectionStep(models.Model):
    """One line of a request's story."""

    request = models.ForeignKey(CorrectionRequest, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RequestState)
    text = models.CharField(max_length=500, blank=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["at", "id"]


class CorrectionBatch(models.Model):
    """A file of corrections for one sector: built once, downloaded, sent on, confirmed."""

    sector = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.BUILT)
    watermark = models.CharField(max_length=40)
    rows = models.PositiveIntegerField(default=0)
    built_by = models.BigIntegerField(null=True)
    built_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sector", "number"], name="review_batch_once")]

    def __str__(self) -> str:
        return f"Tệp sửa {self.sector} {self.number}"


class CorrectionItem(models.Model):
    """One value that the sector should change, with the value it has now."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="items")
    batch = models.ForeignKey(CorrectionBatch, models.PROTECT, null=True, related_name="items")
    sector = models.CharField(max_length=40)
    record_key = models.CharField(max_length=100)
    record_no = models.BigIntegerField()
    #: The sector's own number of the record, where it has one.
    own_number = models.CharField(max_length=100, blank=True)
    unit_code = models.CharField(max_length=10, blank=True)
    field = models.CharField(max_length=20)
    value_now = models.CharField(max_length=200, blank=True)
    proposed = models.CharField(max_length=200, blank=True)
    reason_code = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.WAITING)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["sector", "state", "unit_code"], name="review_item_queue")]

    def __str__(self) -> str:
        return f"Sửa {self.pk}"
