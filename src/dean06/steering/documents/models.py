"""PRIVATE. A document under review and the tasks read from it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dean06.steering.documents.types import DeadlineKind


class DocumentState(models.TextChoices):
    """Where a document stands. ``closed``: read or checked only, nothing to issue."""

    UNDER_REVIEW = "under_review", "Đang rà soát"
    ISSUED = "issued", "Đã giao việc"
    CLOSED = "closed", "Đã đóng"


class SourceDocument(models.Model):
    """An uploaded plan, directive or report: its text by lines, what was recognised, what cannot be right."""

    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    filename = models.CharField(max_length=255)
    source_format = models.CharField(max_length=10)
    state = models.CharField(max_length=20, choices=DocumentState, default=DocumentState.UNDER_REVIEW)

    kind = models.CharField(max_length=120, null=True, blank=True)
    number = models.CharField(max_length=80, null=True, blank=True)
    date = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=120, null=True, blank=True)
    issuer = models.CharField(max_length=255, null=True, blank=True)
    title = models.TextField(null=True, blank=True)
    period = models.CharField(max_length=120, null=True, blank=True)

    #: Paragraphs and tables as the review page shows them (see ``passages.py``).
    passages = models.JSONField(default=list)
    #: Services, figures, recommendations, recipients: read, shown, not edited here.
    recognised = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["-uploaded_at", "-id"], name="documents_newest")]


class ReviewTask(models.Model):
    """One task as read, then as corrected by a person. Bodies are ``[{"text", "agency"}]``."""

    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveIntegerField()
    section_path = models.JSONField(default=list)
    number = models.CharField(max_length=40, null=True, blank=True)
    text = models.TextField()
    lead = models.JSONField(default=list)
    coordinating = models.JSONField(default=list)
    assigned_by = models.TextField(null=True, blank=True)
    deadline_text = models.TextField(null=True, blank=True)
    deadline_kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.value) for kind in DeadlineKind], default=DeadlineKind.NONE
    )
    deadline_date = models.DateField(null=True, blank=True)
    product = models.TextField(null=True, blank=True)
    measure = models.TextField(null=True, blank=True)
    responsible = models.CharField(max_length=160, null=True, blank=True)
    status_class = models.CharField(max_length=20, default="none")
    line = models.PositiveIntegerField(default=0)
    uncertain = models.JSONField(default=list)
    edited = models.BooleanField(default=False)
    dropped = models.BooleanField(default=False)
    #: The live task made of this row, once issued.
    assignment_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["document", "position"], name="documents_task_order")]
