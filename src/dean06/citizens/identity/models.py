"""PRIVATE. What is kept about a citizen's account; nothing of the provider's but the levels it vouched for."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dean06.citizens.identity.types import Act, Assurance, Level


class CitizenAccount(models.Model):
    """A citizen who signed in at least once (or a demo citizen who may)."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    #: ``population.Person``; the same as the account's.
    person_id = models.BigIntegerField(unique=True)
    provider = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField("mức độ định danh", choices=Level.choices)
    assurance = models.PositiveSmallIntegerField("mức xác thực lần gần nhất", choices=Assurance.choices)
    phone_confirmed = models.BooleanField(default=False)
    large_type = models.BooleanField("cỡ chữ lớn", default=False)
    first_signed_in_at = models.DateTimeField(null=True)
    last_signed_in_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Công dân {self.pk}"


class ContactConfirmation(models.Model):
    """A code sent to an address that the citizen gave. The code itself is derived (``codes``), not kept."""

    class Channel(models.TextChoices):
        EMAIL = "email", "Thư điện tử"
        PHONE = "phone", "Điện thoại"

    account = models.ForeignKey(CitizenAccount, models.CASCADE, related_name="confirmations")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.CharField(max_length=254)
    nonce = models.CharField(max_length=32)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-asked_at"], name="identity_codes_of_account")]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class AssuranceRule(models.Model):
    """The province's own value of what an act asks for, in place of the shipped one (``rules.SHIPPED``)."""

    act = models.CharField(max_length=12, choices=Act.choices, unique=True)
    level = models.PositiveSmallIntegerField("mức độ định danh tối thiểu", choices=Level.choices)
    assurance = models.PositiveSmallIntegerField("mức xác thực tối thiểu", choices=Assurance.choices)
    source = models.CharField("căn cứ", max_length=200)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.act
