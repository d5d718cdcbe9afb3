"""Persons, their numbers, households, residence beside the permanent one, guardians, cards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dean06.kernel.population.types import (
    HouseholdRole,
    IdStatus,
    LifeStatus,
    MaritalStatus,
    NumberKind,
    NumberStatus,
    ResidenceKind,
    Sex,
)


class Household(models.Model):
    """People who live together, with one head. ``number`` is the registry's own household number."""

    number = models.CharField("số hộ", max_length=20, unique=True)
    head = models.ForeignKey("population.Person", models.PROTECT, null=True, related_name="headed_households")
    unit = models.ForeignKey("units.AdminUnit", models.PROTECT, null=True, related_name="+")
    village = models.CharField("thôn, tổ dân phố", max_length=80, blank=True)
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    closed_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"Hộ {self.number}"


class Person(models.Model):
    """One person as the registry knows the person today; written only from life events (``projection``)."""

    #: The number in use; ``None`` while there is none (annulled without a new one, merged).
    personal_id = models.CharField("số định danh", max_length=12, null=True, unique=True)
    full_name = models.CharField("họ, chữ đệm và tên", max_length=100)
    #: Folded name, for search.
    name_key = models.CharField(max_length=100)
    #: Earlier names, joined by "; ".
    other_names = models.CharField("tên gọi khác", max_length=250, blank=True)
    sex = models.CharField("giới tính", max_length=1, choices=Sex)
    #: Known to the day, the month or only the year.
    birth_year = models.SmallIntegerField("năm sinh")
    birth_month = models.SmallIntegerField(null=True)
    birth_day = models.SmallIntegerField(null=True)
    birth_unit = models.ForeignKey("units.AdminUnit", models.PROTECT, null=True, related_name="+")
    ethnicity = models.CharField("dân tộc", max_length=5, blank=True)
    nationality = models.CharField("quốc tịch", max_length=3, default="VN")
    marital_status = models.CharField("tình trạng hôn nhân", max_length=10, choices=MaritalStatus)
    life_status = models.CharField("tình trạng", max_length=10, choices=LifeStatus, default=LifeStatus.ALIVE)
    died_on = models.DateField("ngày chết", null=True)
    id_status = models.CharField(max_length=10, choices=IdStatus, default=IdStatus.ACTIVE)
    #: The record that stays, when this one turned out to be the same person.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged_records")
    permanent_unit = models.ForeignKey("units.AdminUnit", models.PROTECT, null=True, related_name="+", db_index=False)
    permanent_village = models.CharField("thôn, tổ dân phố", max_length=80, blank=True)
    permanent_address = models.CharField("địa chỉ thường trú", max_length=200, blank=True)
    permanent_since = models.DateField(null=True)
    #: Where the person lives when that is not the permanent residence.
    current_unit = models.ForeignKey("units.AdminUnit", models.PROTECT, null=True, related_name="+", db_index=False)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="members")
    household_role = models.CharField(max_length=10, choices=HouseholdRole, blank=True)
    father = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    mother = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    spouse = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    #: As registered, also where the parent has no record of their own.
    father_name = models.CharField("họ tên cha", max_length=100, blank=True)
    mother_name = models.CharField("họ tên mẹ", max_length=100, blank=True)
    #: Number of the last event that was applied; two writers of one person collide on it.
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "người dân"
        indexes = [
            models.Index(fields=["name_key", "birth_year"], name="population_name_year"),
            models.Index(fields=["permanent_unit", "birth_year"], name="population_unit_year"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_day__isnull=True) | Q(birth_month__isnull=False), name="population_day_has_month"
            ),
            models.CheckConstraint(
                condition=Q(life_status=LifeStatus.DEAD) | Q(died_on__isnull=True), name="population_death_day_of_dead"
            ),
        ]

    def __str__(self) -> str:
        return f"Người {self.pk}"


class PersonNumber(models.Model):
    """A number a person has or had. A 12-digit number belongs to one record for ever; a 9-digit one may repeat."""

    number = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=NumberKind)
    status = models.CharField(max_length=10, choices=NumberStatus, default=NumberStatus.ACTIVE)
    person = models.ForeignKey(Person, models.PROTECT, related_name="numbers")
    issued_on = models.DateField(null=True)
    annulled_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["number"], name="population_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(kind=NumberKind.PERSONAL_ID), name="population_number_never_again"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Residence(models.Model):
    """A spell of temporary residence, stay or absence. ``ended_on`` empty: it still holds."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="residences")
    kind = models.CharField(max_length=10, choices=ResidenceKind)
    unit = models.ForeignKey("units.AdminUnit", models.PROTECT, null=True, related_name="+")
    village = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=200, blank=True)
    started_on = models.DateField()
    #: The day it was registered to last until; temporary residence lasts at most two years.
    until = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Guardianship(models.Model):
    """Who acts for a minor or a person who cannot act."""

    ward = models.ForeignKey(Person, models.PROTECT, related_name="guardianships")
    guardian = models.ForeignKey(Person, models.PROTECT, related_name="wards")
    basis = models.CharField("căn cứ", max_length=200)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"Giám hộ {self.pk}"


class IdCard(models.Model):
    """A card; since 2016 its number is the personal id."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="cards")
    kind = models.CharField(
        max_length=10, choices=[("can_cuoc", "Thẻ căn cước"), ("cccd", "Thẻ căn cước công dân"), ("cmnd", "CMND")]
    )
    number = models.CharField(max_length=12)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"Thẻ {self.pk}"
