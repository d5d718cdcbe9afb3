"""PRIVATE. The task register: tasks, the bodies that do them, and every record of what happened to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dean06.steering.assignments.rules.timing import NO_DUE_DATE
from dean06.steering.assignments.types import Cadence, DeadlineKind, Obstacle, Role, State, Track


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, getattr(word, "label", word.value)) for word in words]  # type: ignore[attr-defined]


def _user() -> models.ForeignKey:
    """A person; their name as of then stands beside it, so that history reads right after a change of post."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class CodeCounter(models.Model):
    """The last number given out in a year; the locked row makes codes gapless and unique."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Basis(models.Model):
    """A document that gives tasks. Known by number and date; ``source`` is its upload, where there is one."""

    number = models.CharField(max_length=80, blank=True)
    date = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=120, blank=True)
    title = models.TextField(blank=True)
    issuer = models.CharField(max_length=255, blank=True)
    source = models.ForeignKey(
        "documents.SourceDocument", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-date", "number", "pk"]
        constraints = [models.UniqueConstraint(fields=["source"], name="assignments_basis_once_per_upload")]
        indexes = [models.Index(fields=["number", "date"], name="assignments_basis_number")]

    def __str__(self) -> str:
        return self.citation or self.title

    @property
    def citation(self) -> str:
        """Kind, number and date as a document cites another."""
        parts = [self.kind.capitalize() if self.kind.isupper() else self.kind]
        if self.number:
            parts.append(f"số {self.number}" if self.kind else f"Văn bản số {self.number}")
        if self.date:
            parts.append(f"ngày {self.date:%d/%m/%Y}")
        return " ".join(part for part in parts if part)


class Issue(models.Model):
    """One act of issuing: the tasks that became live together, and why although something was missing."""

    basis = models.ForeignKey(Basis, null=True, blank=True, on_delete=models.PROTECT, related_name="issues")
    issued_by = _user()
    issued_by_name = models.CharField(max_length=160)
    issued_at = models.DateTimeField()
    override_reason = models.TextField(blank=True)
    count = models.PositiveIntegerField()


class Assignment(models.Model):
    """One task. ``track``, ``due_sort``, ``percent`` and the counters follow from its records (see ``acts``)."""

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    section_path = models.JSONField(default=list, blank=True)
    number = models.CharField(max_length=40, blank=True)
    basis = models.ForeignKey(Basis, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments")
    issue = models.ForeignKey(Issue, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments")
    source_line = models.PositiveIntegerField(null=True, blank=True)
    assigned_by = models.CharField(max_length=255, blank=True)
    #: Code of the body on whose side the task is accepted.
    issuer_code = models.CharField(max_length=80, blank=True)
    product = models.TextField(blank=True)

    deadline_kind = models.CharField(max_length=20, choices=_choices(DeadlineKind), default=DeadlineKind.NONE)
    deadline_text = models.CharField(max_length=500, blank=True)
    due_date = models.DateField(null=True, blank=True)
    measure = models.TextField(blank=True)
    cadence = models.CharField(max_length=12, choices=_choices(Cadence), null=True, blank=True)
    trigger_document = models.CharField(max_length=500, blank=True)

    head_name = models.CharField(max_length=160, blank=True)
    head_position = models.CharField(max_length=160, blank=True)

    state = models.CharField(max_length=20, choices=_choices(State), default=State.DRAFT)
    track = models.CharField(max_length=12, choices=[(t.value, t.value) for t in Track], default=Track.DRAFT)
    #: ``due_date``, or the far end for none: a sort key without NULL.
    due_sort = models.DateField(default=NO_DUE_DATE)
    percent = models.PositiveSmallIntegerField(default=0)
    #: Names of the leads as shown, and everything the search box looks through, folded to ASCII.
    lead_text = models.CharField(max_length=500, blank=True)
    search_text = models.TextField(blank=True)
    head_key = models.CharField(max_length=160, blank=True)
    #: What the leading bodies' latest report names as standing in the way.
    obstacle = models.CharField(max_length=12, choices=_choices(Obstacle), blank=True, default=Obstacle.NONE)

    created_by = _user()
    created_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by_name = models.CharField(max_length=160, blank=True)
    last_progress_at = models.DateTimeField(null=True, blank=True)
    #: Local day on which the result now under acceptance was reported.
    reported_done_on = models.DateField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by_name = models.CharField(max_length=160, blank=True)
    finished_on_time = models.BooleanField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    urged_count = models.PositiveIntegerField(default=0)
    #: Urgings since the last progress report: "đôn đốc n lần, chưa chuyển biến".
    urged_since_progress = models.PositiveIntegerField(default=0)
    hand_over_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["due_sort", "pk"]
        indexes = [
            # The tabs: counting and the first page read this index alone.
            models.Index(fields=["track", "due_sort", "id"], name="assignments_tab"),
            models.Index(fields=["track", "-accepted_at", "-id"], name="assignments_done"),
            models.Index(fields=["state", "id"], name="assignments_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="assignments_timed_has_due_date",
                condition=~models.Q(track=Track.TIMED) | models.Q(due_date__isnull=False),
            ),
            models.CheckConstraint(name="assignments_percent_range", condition=models.Q(percent__lte=100)),
        ]

    def __str__(self) -> str:
        return self.code


class AssignmentParty(models.Model):
    """A body or group as printed. ``agency_code`` is ``None`` when nobody could say who is meant."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=8, choices=_choices(Role))
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=500)
    agency_code = models.CharField(max_length=80, null=True, blank=True)
    is_group = models.BooleanField(default=False)
    deliverable = models.TextField(blank=True)

    class Meta:
        ordering = ["role", "position", "pk"]


class PartyBody(models.Model):
    """One body that must do its part: the party itself, or one member of a group as of the day of issue."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="bodies")
    party = models.ForeignKey(AssignmentParty, on_delete=models.CASCADE, related_name="bodies")
    role = models.CharField(max_length=8, choices=_choices(Role))
    agency_code = models.CharField(max_length=80)
    name = models.CharField(max_length=255)
    percent = models.PositiveSmallIntegerField(default=0)
    last_report_at = models.DateTimeField(null=True, blank=True)
    reported_done_on = models.DateField(null=True, blank=True)
    #: This body's share by class, as ``Assignment.track`` is for the task: kept here so that scores need no join.
    track = models.CharField(max_length=12, choices=[(t.value, t.value) for t in Track], default=Track.DRAFT)
    due_sort = models.DateField(default=NO_DUE_DATE)
    finished_on_time = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "agency_code", "role"], name="assignments_body_once")
        ]
        indexes = [
            models.Index(fields=["agency_code", "role", "assignment"], name="assignments_by_body"),
            models.Index(
                fields=["role", "agency_code", "track", "due_sort", "finished_on_time"], name="assignments_shares"
            ),
        ]


class ProgressReport(models.Model):
    """What a body says of its part. Append-only."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reports")
    body = models.ForeignKey(PartyBody, null=True, on_delete=models.SET_NULL, related_name="reports")
    agency_code = models.CharField(max_length=80)
    agency_name = models.CharField(max_length=255)
    percent = models.PositiveSmallIntegerField()
    done = models.TextField()
    next_step = models.TextField(blank=True)
    obstacle = models.CharField(max_length=12, choices=_choices(Obstacle), blank=True, default=Obstacle.NONE)
    obstacle_text = models.TextField(blank=True)
    claims_done = models.BooleanField(default=False)
    #: The words repeat this body's report before.
    repeats_previous = models.BooleanField(default=False)
    reported_by = _user()
    reported_by_name = models.CharField(max_length=160)
    reported_at = models.DateTimeField()

    class Meta:
        ordering = ["-reported_at", "-pk"]


class Evidence(models.Model):
    """A file that proves a report."""

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="evidence")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)


class Acceptance(models.Model):
    """The issuer's answer to a result: accepted, or returned with a reason."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="acceptances")
    accepted = models.BooleanField()
    reason = models.TextField(blank=True)
    decided_by = _user()
    decided_by_name = models.CharField(max_length=160)
    decided_at = models.DateTimeField()


class DeadlineChange(models.Model):
    """A change of deadline: asked for, then decided. ``approved`` is ``None`` while it waits."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="deadline_changes")
    old_due_date = models.DateField(null=True, blank=True)
    new_due_date = models.DateField()
    reason = models.TextField()
    agency_code = models.CharField(max_length=80, blank=True)
    requested_by = _user()
    requested_by_name = models.CharField(max_length=160)
    requested_at = models.DateTimeField()
    approved = models.BooleanField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_by = _user()
    decided_by_name = models.CharField(max_length=160, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=models.Q(approved__isnull=True),
                name="assignments_one_pending_deadline_change",
            )
        ]


class Reminder(models.Model):
    """A reminder that went out: by itself (``offset``: working days before, < 0, or days after), or from a person."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reminders")
    offset = models.SmallIntegerField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)
    message = models.TextField(blank=True)
    percent_then = models.PositiveSmallIntegerField(default=0)
    sent_by = _user()
    sent_by_name = models.CharField(max_length=160, blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "due_date", "offset"],
                condition=models.Q(offset__isnull=False),
                name="assignments_automatic_reminder_once",
            )
        ]


class ExplanationRequest(models.Model):
    """A leader asks a body why; the body answers by ``due_on``."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="explanations")
    agency_code = models.CharField(max_length=80)
    agency_name = models.CharField(max_length=255)
    question = models.TextField()
    due_on = models.DateField()
    asked_by = _user()
    asked_by_name = models.CharField(max_length=160)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = _user()
    answered_by_name = models.CharField(max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["assignment", "agency_code"], name="assignments_explanations")]


class HandOver(models.Model):
    """A body offers its part to another, which takes it or refuses with a reason."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="hand_overs")
    party = models.ForeignKey(AssignmentParty, on_delete=models.CASCADE, related_name="hand_overs")
    from_code = models.CharField(max_length=80)
    from_name = models.CharField(max_length=255)
    to_code = models.CharField(max_length=80)
    to_name = models.CharField(max_length=255)
    reason = models.TextField()
    offered_by = _user()
    offered_by_name = models.CharField(max_length=160)
    offered_at = models.DateTimeField()
    accepted = models.BooleanField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_by = _user()
    decided_by_name = models.CharField(max_length=160, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-offered_at", "-pk"]
        indexes = [models.Index(fields=["to_code", "accepted"], name="assignments_offered_to")]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=models.Q(accepted__isnull=True),
                name="assignments_one_pending_hand_over",
            )
        ]


class HistoryEntry(models.Model):
    """One line of the task's story, written by every act. Append-only."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField()
    act = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    actor_name = models.CharField(max_length=160)
    agency_code = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["assignment", "-at", "-id"], name="assignments_story")]
