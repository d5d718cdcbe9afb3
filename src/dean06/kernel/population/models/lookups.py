"""Why people are looked up, and the tally of look-ups by which unusual ones are noticed."""

from __future__ import annotations

from django.db import models


class LookupPurpose(models.Model):
    """A purpose for which people may be looked up. Rows here add to, or take the place of, those shipped in code."""

    code = models.SlugField("mã", max_length=40, unique=True)
    label = models.CharField("mục đích", max_length=200)
    legal_basis = models.CharField("căn cứ", max_length=200, blank=True)
    is_active = models.BooleanField("đang dùng", default=True)

    def __str__(self) -> str:
        return self.label


class Lookup(models.Model):
    """One look-up by one person. The audit log is the proof; this row is what limits and the watch page count."""

    user_id = models.BigIntegerField()
    agency = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    #: "verify", "search", "number", "card".
    kind = models.CharField(max_length=10)
    #: "found", "agrees", "differs", "unknown", "too_many", "limit".
    outcome = models.CharField(max_length=10)
    purpose = models.CharField(max_length=40, blank=True)
    dossier = models.CharField(max_length=100, blank=True)
    person = models.ForeignKey("population.Person", models.PROTECT, null=True, related_name="+")
    #: Digest of the number asked about (keyed): repeated guessing shows without keeping the number.
    about = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "at"], name="population_lookup_who"),
            models.Index(fields=["at"], name="population_lookup_when"),
            models.Index(fields=["about", "at"], name="population_lookup_about", condition=~models.Q(about="")),
        ]

    def __str__(self) -> str:
        return f"Tra cứu {self.pk}"
