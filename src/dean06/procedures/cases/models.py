"""PRIVATE. The case and what belongs to it. The timeline is append-only; the case row is its present state."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dean06.procedures.cases.types import OPEN, CasePaperKind, Channel, Delivery, DocumentSource, State, StoreGap


class CodeSequence(models.Model):
    """The last number given on a day to dossiers of an agency."""

    prefix = models.CharField(max_length=40)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "day"], name="cases_code_sequence_once")]


class PaperNumber(models.Model):
    """The last number given in a year to papers of one kind by an agency (NĐ 30/2020), or in a register of it."""

    agency = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year", "kind"], name="cases_paper_number_once")]


class CodePrefix(models.Model):
    """What stands before the date in the codes of an agency. Editable; ``is_fallback``: made up here, since the agency
    has no identifier of QĐ 20/2020/QĐ-TTg yet. A changed prefix holds for new dossiers only."""

    agency = models.CharField(max_length=80, unique=True)
    prefix = models.CharField(max_length=30, unique=True)
    is_fallback = models.BooleanField(default=True)


class LookUpTry(models.Model):
    """How often one address (hashed) looked up dossiers within a window."""

    key = models.CharField(max_length=64, unique=True)
    window_started_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)


class Case(models.Model):
    """A dossier. Codes of agencies are text (``units.Agency.code``): agencies are replaced, history stays."""

    #: ``{agency identifier}-{yymmdd}-{number of the day}``; given when handed in.
    code = models.CharField(max_length=50, unique=True)
    version = models.ForeignKey("catalogue.ProcedureVersion", models.PROTECT, related_name="+")
    #: Copies of what lists filter and count by.
    procedure_code = models.CharField(max_length=40)
    field_code = models.CharField(max_length=20)
    state = models.PositiveSmallIntegerField(choices=State.choices)
    channel = models.PositiveSmallIntegerField(choices=Channel.choices)
    #: Present step of the process; empty before reception and after the end.
    step = models.CharField(max_length=60, blank=True)
    step_started_at = models.DateTimeField(null=True, blank=True)
    step_due_at = models.DateTimeField(null=True, blank=True)
    assignee_id = models.BigIntegerField(null=True, blank=True)
    #: Who must act next (``Duty``), at which agency, and until when: the queue is read from these three.
    duty = models.CharField(max_length=10, blank=True, default="")
    duty_agency = models.CharField(max_length=80, blank=True, default="")
    next_due_at = models.DateTimeField(null=True, blank=True)

    #: ``population.Person`` of the applicant, where the registry knows him.
    applicant_person_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    applicant_name = models.CharField(max_length=200)
    applicant_number = models.CharField(max_length=20, blank=True, db_index=True)
    applicant_birth = models.DateField(null=True, blank=True)
    applicant_address = models.CharField(max_length=300, blank=True)
    applicant_is_organisation = models.BooleanField(default=False)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=254, blank=True)
    #: The citizen's account it was handed in from; the officer who helped him.
    submitted_by_id = models.BigIntegerField(null=True, blank=True)
    assisted_by_id = models.BigIntegerField(null=True, blank=True)
    #: Signed in with e-identification (``TaiKhoanDuocXacThucVoiVNeID``).
    identity_verified = models.BooleanField(default=False)

    helping_agency = models.CharField(max_length=80, blank=True)
    receiving_agency = models.CharField(max_length=80)
    deciding_agency = models.CharField(max_length=80)

    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    received_by_id = models.BigIntegerField(null=True, blank=True)
    #: Promised on the receipt; ``due_at`` moves with pauses and one apology.
    first_due_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    #: Working minutes of the pauses that are over.
    paused_minutes = models.PositiveIntegerField(default=0)
    #: When an officer took it in hand, and the last entry of the timeline.
    begun_at = models.DateTimeField(null=True, blank=True)
    last_event_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: Whether the processing ended after ``due_at``; null while it runs.
    is_late = models.BooleanField(null=True, blank=True)
    verification_extended = models.BooleanField(default=False)
    supplement_count = models.PositiveSmallIntegerField(default=0)
    apologised_at = models.DateTimeField(null=True, blank=True)
    #: When those concerned were told that it is late, and that an apology is due.
    late_told_at = models.DateTimeField(null=True, blank=True)
    apology_reminded_at = models.DateTimeField(null=True, blank=True)
    #: How often it changed hands between agencies (ping-pong).
    hand_over_count = models.PositiveSmallIntegerField(default=0)
    returned_to = models.CharField(max_length=200, blank=True)
    returned_how = models.CharField(max_length=20, blank=True)
    end_reason = models.CharField(max_length=60, blank=True)
    end_note = models.TextField(blank=True)

    delivery = models.CharField(max_length=10, choices=Delivery.choices, default=Delivery.DESK)
    delivery_address = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)
    #: Path → source label of prefilled values ("population", "wallet:…", "account").
    data_sources = models.JSONField(default=dict)
    #: Outputs of the effects, used by the result paper and by the next legs.
    outputs = models.JSONField(default=dict)
    #: ``DuocThanhToanTrucTuyen``: 0 none, 1 on the national platform, 2 on a gateway of the province.
    paid_online = models.PositiveSmallIntegerField(default=0)
    #: Kept for the index: any paper digitised, any reused, the result electronic.
    has_digitised = models.BooleanField(default=False)
    has_reused = models.BooleanField(default=False)
    has_electronic_result = models.BooleanField(default=False)

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    leg = models.CharField(max_length=60, blank=True)
    #: Raised by each write: a page that shows an older one is refused.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["duty_agency", "duty", "next_due_at"],
                name="cases_queue",
                condition=Q(state__in=[*sorted(OPEN), State.DONE]),
            ),
            models.Index(fields=["assignee_id", "next_due_at"], name="cases_mine", condition=Q(state__in=sorted(OPEN))),
            models.Index(fields=["due_at"], name="cases_due", condition=Q(state__in=sorted(OPEN))),
            models.Index(fields=["submitted_by_id", "-submitted_at"], name="cases_of_account"),
            models.Index(fields=["procedure_code", "received_at"], name="cases_by_procedure"),
            models.Index(fields=["receiving_agency", "received_at"], name="cases_by_receiver"),
            models.Index(fields=["deciding_agency", "received_at"], name="cases_by_decider"),
        ]


class CaseEvent(models.Model):
    """One entry of the timeline (append-only)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="timeline")
    at = models.DateTimeField()
    #: What happened: ``submitted``, ``received``, ``acted:<action>``, ``supplement_asked``…
    act = models.CharField(max_length=80)
    from_state = models.PositiveSmallIntegerField(null=True)
    to_state = models.PositiveSmallIntegerField()
    from_step = models.CharField(max_length=60, blank=True)
    to_step = models.CharField(max_length=60, blank=True)
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    #: Working minutes since the entry before, and whose they were ("office", "citizen", "outside").
    minutes = models.PositiveIntegerField(default=0)
    party = models.CharField(max_length=10, default="office")
    #: Shown to the applicant.
    is_public = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]


class CasePause(models.Model):
    """A time that the legal clock stands still."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    state = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)


class SupplementRequest(models.Model):
    """What the applicant was asked for, on the same code; at most one is open."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="supplements")
    #: ``[{"document"|"field": …, "reason": …}]``.
    items = models.JSONField()
    note = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    #: Whether everything asked for came; null while it is waited for.
    is_complete = models.BooleanField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(answered_at=None), name="cases_one_open_supplement")
        ]


class CaseDocument(models.Model):
    """A paper of the dossier; a newer one of the same requirement takes the place of the older."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    requirement = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    type_code = models.CharField(max_length=60)
    source = models.CharField(max_length=10, choices=DocumentSource.choices)
    file_id = models.BigIntegerField(null=True, blank=True)
    #: ``wallet.WalletDocument`` it was taken from, or that it was kept as.
    wallet_document_id = models.BigIntegerField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    replaced = models.BooleanField(default=False)
    #: Why nobody can read it: of what other systems send, which nobody looked at before it came.
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]


class HandOver(models.Model):
    """An offer of a case to another agency; who is offered accepts or refuses with a reason."""

    class Status(models.TextChoices):
        OFFERED = "offered", "Chờ nhận"
        ACCEPTED = "accepted", "Đã nhận"
        REFUSED = "refused", "Từ chối nhận"

    case = models.ForeignKey(Case, models.PROTECT, related_name="hand_overs")
    from_agency = models.CharField(max_length=80)
    to_agency = models.CharField(max_length=80, db_index=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OFFERED)
    reason = models.TextField()
    offered_at = models.DateTimeField()
    offered_by_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(status="offered"), name="cases_one_open_hand_over")
        ]


class CasePaper(models.Model):
    """A form or result made for the case, as stored files."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12, choices=CasePaperKind.choices)
    title = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    pdf_file_id = models.BigIntegerField(null=True, blank=True)
    docx_file_id = models.BigIntegerField(null=True, blank=True)
    #: Code on the public page of verification, where signed.
    verification_code = models.CharField(max_length=30, blank=True)
    #: "05/GXN-UBND", where the agency's own papers are numbered.
    number = models.CharField(max_length=60, blank=True)
    #: Of a result: the person in whose store it is, or why it is in nobody's.
    store_person_id = models.BigIntegerField(null=True, blank=True)
    store_gap = models.CharField(max_length=12, choices=StoreGap.choices, blank=True)

    class Meta:
        ordering = ["pk"]


class CaseTally(models.Model):
    """How many cases stand in each state, per office and procedure: counters that never scan history.

    ``office`` is the receiving agency; a move takes one from its old row and adds one to the new, in the same
    transaction, so the counters of a selection always add up to its cases.
    """

    receiving_agency = models.CharField(max_length=80)
    deciding_agency = models.CharField(max_length=80)
    procedure_code = models.CharField(max_length=40)
    state = models.PositiveSmallIntegerField(choices=State.choices)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["receiving_agency", "deciding_agency", "procedure_code", "state"], name="cases_tally_once"
            )
        ]
        indexes = [models.Index(fields=["deciding_agency", "state"])]
