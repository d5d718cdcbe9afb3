"""PRIVATE. One row for each case that the portal should know, the attempts, and what the portal handed in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dean06.procedures.portal_sync.types import InboundState, SyncState


class SyncRecord(models.Model):
    """The portal's copy of one case. Later moves of the case fall together: only the latest state is sent."""

    case_id = models.BigIntegerField(unique=True)
    code = models.CharField(max_length=50, unique=True)
    agency = models.CharField(max_length=80)
    procedure_code = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=SyncState.choices, default=SyncState.WAITING)
    #: Raised by each move of the case; ``sent_serial`` is the last one that the portal took.
    serial = models.PositiveIntegerField(default=1)
    sent_serial = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    #: Until then another process is sending it.
    claimed_until = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField()
    first_sent_at = models.DateTimeField(null=True, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    problem_code = models.CharField(max_length=60, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], name="portal_sync_due", condition=Q(state=SyncState.WAITING)),
            models.Index(fields=["agency", "state"], name="portal_sync_by_agency"),
        ]


class SyncAttempt(models.Model):
    """One call of the portal for one record."""

    record = models.ForeignKey(SyncRecord, models.CASCADE, related_name="log")
    at = models.DateTimeField()
    serial = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12)
    code = models.CharField(max_length=60, blank=True)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]


class InboundDossier(models.Model):
    """A dossier that the portal handed in; its number there makes taking it in repeatable."""

    portal_id = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=10, choices=InboundState.choices)
    procedure_code = models.CharField(max_length=40, blank=True)
    case_id = models.BigIntegerField(null=True, blank=True)
    case_code = models.CharField(max_length=50, blank=True)
    problem_code = models.CharField(max_length=60, blank=True)
    problem = models.TextField(blank=True)
    taken_at = models.DateTimeField()
    #: Whether the portal was told what became of it.
    confirmed_at = models.DateTimeField(null=True, blank=True)
