"""PRIVATE. Drafts, who opened them at a desk, and counts without personal data."""

from __future__ import annotations

from django.db import models


class DraftState(models.TextChoices):
    """A draft is written on until it is handed in; then only the code of its case stays, for two years."""

    OPEN = "open", "Đang soạn"
    SENT = "sent", "Đã nộp"


class Draft(models.Model):
    """An application that is being written. ``owner_id`` is the citizen's account; empty when only a desk knows it."""

    owner_id = models.BigIntegerField(null=True)
    created_by_id = models.BigIntegerField(null=True)
    #: ``population.Person`` it is for.
    person_id = models.BigIntegerField(null=True, db_index=True)
    procedure_code = models.CharField(max_length=40)
    version_id = models.BigIntegerField()
    data = models.JSONField(default=dict)
    #: Page it stopped at, and the furthest section reached.
    section = models.CharField(max_length=120, blank=True)
    furthest = models.SmallIntegerField(default=-1)
    revision = models.IntegerField(default=1)
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.OPEN)
    #: Code of the case it became.
    reference = models.CharField(max_length=60, blank=True)
    #: What a citizen reads out at a desk, with the birth date ("1990-03-05", or less) of the person it is for.
    resume_code = models.CharField(max_length=8, unique=True)
    birth_date = models.CharField(max_length=10, blank=True)
    #: Desk that helped.
    assisted_agency = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "bản nháp hồ sơ"
        indexes = [models.Index(fields=["owner_id", "-updated_at"], name="forms_draft_owner")]

    def __str__(self) -> str:
        return f"Bản nháp {self.pk}"


class DraftOpening(models.Model):
    """A desk officer opened a draft with code and birth date, and may work on it until ``until``."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="openings")
    user_id = models.BigIntegerField()
    agency = models.CharField(max_length=60, blank=True)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user_id", "draft"], name="forms_opening_user")]


class ResumeTry(models.Model):
    """A code and birth date that did not belong together; they are counted per officer and hour."""

    user_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user_id", "at"], name="forms_resume_try")]


class SubmittedForm(models.Model):
    """How much one handed-in form spared; once for each case, no personal data."""

    #: Code of the case.
    reference = models.CharField(max_length=60, unique=True)
    procedure_code = models.CharField(max_length=40)
    version_id = models.BigIntegerField()
    agency = models.CharField(max_length=60)
    day = models.DateField()
    paper_items = models.SmallIntegerField()
    asked = models.SmallIntegerField()
    prefilled = models.SmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["day", "procedure_code", "agency"], name="forms_submitted_day")]


class TallyKind(models.TextChoices):
    """What is counted per form and month."""

    STARTED = "started", "Bắt đầu khai"
    #: ``name``: the furthest section (each counted once a draft).
    REACHED = "reached", "Đến phần"
    #: ``name``: the section where a draft was thrown away or ran out.
    STOPPED = "stopped", "Dừng ở phần"
    #: ``name``: the declared path of a field that was refused.
    ERROR = "error", "Ô bị lỗi"
    SENT = "sent", "Đã nộp"


class FormTally(models.Model):
    """Counts of a form and month: where people stop, which fields are refused. No personal data."""

    procedure_code = models.CharField(max_length=40)
    month = models.DateField()
    kind = models.CharField(max_length=10, choices=TallyKind)
    name = models.CharField(max_length=120, blank=True)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure_code", "month", "kind", "name"], name="forms_tally_once")
        ]
