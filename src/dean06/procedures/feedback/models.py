"""PRIVATE. Ratings, feedback with its story, reactions, the table of days."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dean06.kernel.common.calendar import Certainty
from dean06.procedures.feedback.types import Kind, Level, RefusalReason, State


class Rating(models.Model):
    """How the applicant found the handling of one dossier; given once."""

    case_id = models.BigIntegerField(unique=True)
    case_code = models.CharField(max_length=50)
    procedure_code = models.CharField(max_length=40)
    receiving_agency = models.CharField(max_length=80)
    deciding_agency = models.CharField(max_length=80)
    score = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=12, choices=Level)
    reasons = models.JSONField(default=list)
    comment = models.CharField(max_length=1000, blank=True)
    given_at = models.DateTimeField()
    #: True when given on the tablet of a desk.
    at_desk = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["deciding_agency", "given_at"], name="feedback_rating_agency"),
            models.Index(fields=["given_at"], name="feedback_rating_time"),
        ]
        constraints = [models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="feedback_score_1_to_5")]


class Feedback(models.Model):
    """A feedback or complaint (phản ánh, kiến nghị)."""

    code = models.CharField("mã phản ánh", max_length=20, unique=True)
    kind = models.CharField("loại", max_length=20, choices=Kind)
    title = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    sender_name = models.CharField("người gửi", max_length=200)
    phone = models.CharField("điện thoại", max_length=15)
    email = models.CharField(max_length=254, blank=True)
    sender_user_id = models.BigIntegerField(null=True, db_index=True)
    person_id = models.BigIntegerField(null=True)
    #: Of the words, to notice the same text again.
    body_hash = models.CharField(max_length=64)
    case_id = models.BigIntegerField(null=True, db_index=True)
    case_code = models.CharField(max_length=50, blank=True)
    #: Whom the sender means; whom it is assigned to.
    about_agency = models.CharField(max_length=80, blank=True)
    agency = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    received_at = models.DateTimeField()
    assigned_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    supplemented_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    refusal_reason = models.CharField(max_length=24, choices=RefusalReason, blank=True)
    question = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=160, blank=True)
    public_title = models.CharField(max_length=200, blank=True)
    public_body = models.TextField(blank=True)
    public_answer = models.TextField(blank=True)
    #: Kept by each act: last days of the steps, and of the next one.
    refuse_by = models.DateField()
    ask_by = models.DateField()
    answer_by = models.DateField()
    publish_by = models.DateField(null=True)
    due_on = models.DateField(null=True)
    #: A step that happened was late (steps still owed are judged by the day).
    was_late = models.BooleanField(default=False)
    likes = models.PositiveIntegerField(default=0)
    dislikes = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "due_on"], name="feedback_queue", condition=Q(due_on__isnull=False)),
            models.Index(fields=["due_on"], name="feedback_due", condition=Q(due_on__isnull=False)),
            models.Index(fields=["agency", "received_at"], name="feedback_by_agency"),
            models.Index(fields=["-published_at"], name="feedback_public", condition=Q(state="published")),
            models.Index(fields=["phone", "received_at"], name="feedback_by_phone"),
        ]

    def __str__(self) -> str:
        return self.code


class FeedbackStep(models.Model):
    """One line of the story (append-only by its services)."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    actor_name = models.CharField(max_length=160)
    #: Shown to the sender.
    is_public = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]


class Reaction(models.Model):
    """Whether a published answer helped; one per visitor."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="reactions")
    #: Account, or a hash of the visitor's session.
    who = models.CharField(max_length=64)
    liked = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feedback", "who"], name="feedback_one_reaction")]


class ClockRow(models.Model):
    """Working days allowed for each step from a day on."""

    valid_from = models.DateField("áp dụng từ", unique=True)
    refuse_days = models.PositiveSmallIntegerField("từ chối trong")
    ask_days = models.PositiveSmallIntegerField("yêu cầu bổ sung trong")
    answer_days = models.PositiveSmallIntegerField("trả lời trong")
    publish_days = models.PositiveSmallIntegerField("công khai trong")
    source = models.CharField("căn cứ", max_length=500)
    certainty = models.CharField("độ tin cậy", max_length=10, choices=[(one.value, one.label) for one in Certainty])
    updated_at = models.DateTimeField()
    updated_by_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["-valid_from"]
