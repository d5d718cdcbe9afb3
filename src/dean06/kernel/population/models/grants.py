"""Leave to open one person's page: given by a search that stated its purpose, for a few minutes."""

from __future__ import annotations

from django.db import models


class LookupGrant(models.Model):
    """Whoever found a person by a search with purpose and dossier may open that person's page until ``expires_at``."""

    user_id = models.BigIntegerField()
    person = models.ForeignKey("population.Person", models.PROTECT, related_name="+")
    purpose = models.CharField("mục đích", max_length=300)
    dossier = models.CharField("mã hồ sơ", max_length=100, blank=True)
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "person"], name="population_grant_once")]

    def __str__(self) -> str:
        return f"Lượt tra cứu {self.pk}"
