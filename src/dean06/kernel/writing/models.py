"""PRIVATE. Keys of writes already done, so that a repeated request finds its first answer."""

from django.db import models


class IdempotencyKey(models.Model):
    """One finished write. The same key from the same actor for the same service gives the first result again."""

    #: 0 stands for the system: a NULL would never be equal to itself in the constraint.
    actor_id = models.BigIntegerField()
    service = models.CharField(max_length=120)
    key = models.CharField(max_length=80)
    result_model = models.CharField(max_length=120, blank=True)
    result_pk = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor_id", "service", "key"], name="writing_key_once"),
        ]
