"""PRIVATE. The whole and its legs, consents; messages to other software, their calls; how the systems stand."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from dean06.procedures.interlinked.types import (
    MESSAGE_OPEN,
    CallKind,
    ConsentState,
    ConsentVia,
    LegState,
    LinkedState,
    MessageState,
)


class LinkedCase(models.Model):
    """A case that is decided by its legs. Its row is the lock under which anything about its legs changes."""

    case_id = models.BigIntegerField(unique=True)
    code = models.CharField(max_length=50)
    procedure_code = models.CharField(max_length=40)
    version_id = models.BigIntegerField()
    #: The desk that received the whole.
    agency = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=LinkedState.choices, default=LinkedState.OPEN)
    opened_at = models.DateTimeField()
    #: All legs issued or left out, or the whole ended otherwise.
    closed_at = models.DateTimeField(null=True, blank=True)
    is_complete = models.BooleanField(default=False)
    #: Any leg issued after its due time, or not issued when it passed.
    is_late = models.BooleanField(default=False)
    #: Results of legs are still to be handed over or confirmed.
    follows = models.BooleanField(default=True)
    #: When it was last looked over, whether or not anything told of it.
    swept_at = models.DateTimeField()
    #: What kept the whole from being finished.
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "state", "opened_at"], name="interlinked_by_agency"),
            models.Index(fields=["procedure_code", "opened_at"], name="interlinked_by_procedure"),
            models.Index(fields=["swept_at"], name="interlinked_followed", condition=Q(follows=True)),
        ]


class Leg(models.Model):
    """One procedure or outside decision of a linked case."""

    linked = models.ForeignKey(LinkedCase, models.CASCADE, related_name="legs")
    ref = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    procedure_code = models.CharField(max_length=40, blank=True)
    connector = models.CharField(max_length=40, blank=True)
    is_optional = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=LegState.choices, default=LegState.WAITING)
    #: Since when it is in this state.
    since = models.DateTimeField()
    #: The present child case; earlier ones (retries) are in ``LegCase``.
    case_id = models.BigIntegerField(null=True, blank=True, unique=True)
    agency = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    #: Three facts: the result exists; who asked has it; the other side confirmed that it has the same.
    issued_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    synchronised_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)
    outputs = models.JSONField(default=dict)
    #: Values that an officer put in the place of mapped ones (path of the leg's form → value).
    mended = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["linked", "ref"], name="interlinked_leg_once")]
        indexes = [models.Index(fields=["state", "since"], name="interlinked_legs_by_state")]


class LegCase(models.Model):
    """Every child case that a leg ever had."""

    leg = models.ForeignKey(Leg, models.CASCADE, related_name="tries")
    case_id = models.BigIntegerField(unique=True)
    code = models.CharField(max_length=50)
    attempt = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["leg", "attempt"], name="interlinked_attempt_once")]


class Consent(models.Model):
    """What the head of the household that somebody joins said; at most one question is open a leg."""

    leg = models.ForeignKey(Leg, models.CASCADE, related_name="consents")
    head_person_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    head_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ConsentState.choices, default=ConsentState.ASKED)
    #: The head has an account and was told there.
    told_online = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    remind_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True, blank=True)
    via = models.CharField(max_length=10, choices=ConsentVia.choices, blank=True)
    reason = models.TextField(blank=True)
    #: The signed paper, where recorded at the desk.
    file_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["leg"], condition=Q(state=ConsentState.ASKED), name="interlinked_one_open_consent"
            )
        ]
        indexes = [models.Index(fields=["state", "answer_by"], name="interlinked_consents_due")]


class Message(models.Model):
    """One question to another body's software: of a step of a case, or of a leg."""

    #: Under which the other side knows it: a repeated sending is the same message.
    number = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    connector = models.CharField(max_length=40)
    case_id = models.BigIntegerField(db_index=True)
    code = models.CharField(max_length=50)
    agency = models.CharField(max_length=80)
    leg = models.ForeignKey(Leg, models.CASCADE, null=True, blank=True, related_name="messages")
    step = models.CharField(max_length=60, blank=True)
    payload = models.JSONField()
    state = models.CharField(max_length=12, choices=MessageState.choices, default=MessageState.QUEUED)
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    #: Until then another process is sending it.
    claimed_until = models.DateTimeField(null=True, blank=True)
    remote_reference = models.CharField(max_length=100, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    #: The other side knows that we have its answer.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=40, blank=True)
    outputs = models.JSONField(default=dict)
    error_code = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id"],
                condition=Q(leg=None, state__in=sorted(MESSAGE_OPEN)),
                name="interlinked_one_open_message",
            ),
            models.UniqueConstraint(
                fields=["leg"], condition=Q(state__in=sorted(MESSAGE_OPEN)), name="interlinked_one_open_leg_message"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="interlinked_to_send", condition=Q(state=MessageState.QUEUED)),
            models.Index(fields=["connector", "state"], name="interlinked_by_connector"),
            models.Index(
                fields=["connector"],
                name="interlinked_to_confirm",
                condition=Q(confirmed_at=None, state=MessageState.ANSWERED),
            ),
        ]


class MessageCall(models.Model):
    """One call about a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="calls")
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=CallKind.choices)
    outcome = models.CharField(max_length=20)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]


class SystemStatus(models.Model):
    """What is known of a connected system."""

    connector = models.CharField(max_length=40, unique=True)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    #: Calls in a row without an answer, and since when.
    silent = models.PositiveIntegerField(default=0)
    down_since = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    #: A ministry has not opened it yet, or stopped it: nothing is sent, and waiting is not the unit's fault.
    blocked_at = models.DateTimeField(null=True, blank=True)
    blocked_note = models.TextField(blank=True)


class Incident(models.Model):
    """A time that a connected system did not answer, or was blocked by its ministry."""

    class Kind(models.TextChoices):
        OUTAGE = "outage", "Mất kết nối"
        BLOCKED = "blocked", "Chờ Bộ, ngành"

    connector = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    failed_calls = models.PositiveIntegerField(default=0)
    cause = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["connector", "kind"], condition=Q(ended_at=None), name="interlinked_one_open_incident"
            )
        ]


class Usage(models.Model):
    """Calls of a connection on a day: whether what was connected is used."""

    connector = models.CharField(max_length=40)
    day = models.DateField()
    sent = models.PositiveIntegerField(default=0)
    silent = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)
    #: Answers that brought the case on.
    hits = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connector", "day"], name="interlinked_usage_once")]


class DemoMood(models.Model):
    """How a demo system behaves (it is not part of the platform's own data)."""

    connector = models.CharField(max_length=40, unique=True)
    is_down = models.BooleanField(default=False)
    #: Sends its answers again after they were confirmed.
    answers_twice = models.BooleanField(default=False)
    #: Answer given to everything, in place of its rules.
    always = models.CharField(max_length=40, blank=True)
    #: Minutes it takes, in place of its rules.
    minutes = models.PositiveIntegerField(null=True, blank=True)


class DemoItem(models.Model):
    """A message as a demo system holds it."""

    number = models.UUIDField(unique=True)
    connector = models.CharField(max_length=40)
    payload = models.JSONField()
    taken_at = models.DateTimeField()
    answer_at = models.DateTimeField()
    answer = models.CharField(max_length=40)
    outputs = models.JSONField(default=dict)
    reason = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    repeated = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["connector", "answer_at"], name="interlinked_demo_due")]
