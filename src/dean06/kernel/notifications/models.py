"""PRIVATE. Messages to people and how each copy fared."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Notification(models.Model):
    """One message to one person."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    #: Label of the record it is about (``"assignments.assignment:17"``).
    subject = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    #: Path on this site.
    url = models.CharField(max_length=300, blank=True)
    #: The same key is never sent to the same person twice; ``None`` when nothing says that two are the same.
    dedupe_key = models.CharField(max_length=200, null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "dedupe_key"], name="notifications_once"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notifications_mine"),
            models.Index(
                fields=["recipient", "-id"], name="notifications_unread", condition=models.Q(read_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Channel(models.TextChoices):
    IN_APP = "in_app", "Trong hệ thống"
    EMAIL = "email", "Thư điện tử"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "Đang chờ gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"
    READ = "read", "Đã đọc"


class Delivery(models.Model):
    """One copy of a message on one channel."""

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    #: Kind of the failure, never its text: mail servers quote addresses.
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="notifications_one_copy_per_channel")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"], name="notifications_due", condition=models.Q(state="waiting")
            ),
            models.Index(fields=["channel", "state", "-id"], name="notifications_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.state}"
