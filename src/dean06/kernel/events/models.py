"""PRIVATE. The outbox, its deliveries, and the timers' last runs."""

from __future__ import annotations

from django.db import models


class OutboxEvent(models.Model):
    """A fact put here in the transaction that made it true."""

    name = models.CharField(max_length=100)
    payload = models.JSONField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=255)
    request_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class DeliveryState(models.TextChoices):
    PENDING = "pending", "Đang chờ"
    DONE = "done", "Đã xử lý"
    DEAD = "dead", "Đã dừng thử lại"


class Delivery(models.Model):
    """One event on its way to one subscriber."""

    event = models.ForeignKey(OutboxEvent, models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    #: Kind and place of the failure, never its message: that may quote personal data.
    last_error = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="events_once_per_subscriber")]
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], name="events_due", condition=models.Q(state="pending")),
            models.Index(fields=["-id"], name="events_unfinished", condition=~models.Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.subscriber}: {self.state}"


class TimerRun(models.Model):
    """The last run of a registered timer, and the lock that keeps two processes from running it together."""

    name = models.CharField(max_length=100, primary_key=True)
    next_due_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name
