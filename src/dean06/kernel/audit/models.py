"""PRIVATE. The log, its place in the hash tree, the signed tree heads. Append-only: see ``guards``."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class AuditRow(models.Model):
    """Who did or read what, when, on what purpose. Written once; never changed, never deleted.

    A writer takes no lock here: the gap-free order is given by ``AuditLeaf`` when the row is sealed.
    """

    time = models.DateTimeField(default=timezone.now, editable=False)
    #: ``None`` only for the system. No foreign key: the log must outlive whatever it speaks of.
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=255)
    actor_agency = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    #: True for a look at data, False for a change.
    is_read = models.BooleanField(default=False)
    purpose = models.TextField(blank=True)
    dossier = models.CharField(max_length=100, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    #: Canonical JSON, kept as text: the bytes that were hashed are the bytes that are stored.
    details = models.TextField(default="{}")

    class Meta:
        indexes = [
            models.Index(fields=["-time", "-id"], name="audit_by_time"),
            models.Index(fields=["subject", "-time", "-id"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "-time", "-id"], name="audit_by_actor"),
            models.Index(fields=["action", "-time", "-id"], name="audit_by_action"),
            models.Index(fields=["request_id"], name="audit_by_request", condition=~models.Q(request_id="")),
            models.Index(fields=["dossier"], name="audit_by_dossier", condition=~models.Q(dossier="")),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class PendingRow(models.Model):
    """A row not yet in the tree. A trigger adds it with the row and lets it go only once its leaf exists."""

    row = models.OneToOneField(AuditRow, models.PROTECT, primary_key=True, related_name="pending")

    def __str__(self) -> str:
        return f"pending {self.row_id}"


class AuditLeaf(models.Model):
    """The place of a row in the tree: position 1, 2, 3… without gaps, the leaf hash and the signature of both."""

    position = models.BigIntegerField(primary_key=True)
    row = models.OneToOneField(AuditRow, models.PROTECT, related_name="leaf")
    leaf_hash = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    key_id = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"leaf {self.position}"


class TreeHead(models.Model):
    """The signed root over the first ``size`` leaves."""

    number = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField(unique=True)
    root_hash = models.BinaryField(max_length=32)
    time = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"head {self.number} of {self.size}"


class Frontier(models.Model):
    """The one row that lets the next sealing go on without reading history: roots of the full subtrees, left to right.

    Also the lock of sealing. It may be rebuilt from the leaves at any time, so nothing depends on its being honest:
    its root must equal the last signed head before anything is added.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    hashes = models.BinaryField(default=b"")

    def __str__(self) -> str:
        return f"frontier of {self.size}"
