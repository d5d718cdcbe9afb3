"""PRIVATE. Units and agencies with validity dates. A code means nothing without its date: codes were re-used."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from dean06.kernel.units.types import AgencyKind, AliasKind, Certainty, UnitChange, UnitKind, UnitLevel


def valid_on(day: dt.date, prefix: str = "") -> Q:
    """Rows whose validity covers ``day``; an empty bound is open."""
    return (Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


class AdminUnit(models.Model):
    """One administrative unit over one period. Key: ``(code, valid_from)``."""

    code = models.CharField("mã", max_length=10)
    name = models.CharField("tên", max_length=80)
    #: The unit's own name, without "Xã", "Phường"…
    short_name = models.CharField(max_length=80)
    level = models.CharField("cấp", max_length=10, choices=UnitLevel)
    kind = models.CharField("loại", max_length=10, choices=UnitKind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    area_km2 = models.FloatField(null=True, blank=True)
    valid_from = models.DateField()
    #: False: the real first day is not in the source and ``valid_from`` is the conventional 01/01/2004.
    valid_from_known = models.BooleanField(default=True)
    valid_to = models.DateField(null=True, blank=True)
    #: An island district that had no communes, standing for its own lowest level.
    is_stand_in = models.BooleanField(default=False)
    #: Folded own name ("cam hung"), full name ("xa cam hung") and path between spaces, for search.
    short_key = models.CharField(max_length=80, db_index=True)
    name_key = models.CharField(max_length=80, db_index=True)
    path_key = models.CharField(max_length=250)

    class Meta:
        verbose_name = "đơn vị hành chính"
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="units_code_from_once")]
        indexes = [models.Index(fields=["level", "valid_to"], name="units_level_to")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        """True while no end is recorded."""
        return self.valid_to is None


class AdminUnitSuccession(models.Model):
    """An old unit and one that took its place, whole or in part."""

    old = models.ForeignKey(AdminUnit, on_delete=models.CASCADE, related_name="successor_links")
    new = models.ForeignKey(AdminUnit, on_delete=models.CASCADE, related_name="predecessor_links")
    change = models.CharField(max_length=10, choices=UnitChange)
    #: Only a part of the old unit went to the new one.
    partial = models.BooleanField(default=False)
    effective_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="units_succession_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class UnitBoundary(models.Model):
    """The outline of a unit as the operator imported it: GeoJSON geometry in WGS 84 degrees."""

    unit = models.OneToOneField(AdminUnit, on_delete=models.CASCADE, related_name="boundary")
    #: Text of a GeoJSON Polygon or MultiPolygon.
    geometry = models.TextField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    source = models.CharField(max_length=200, blank=True)
    imported_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Ranh giới {self.unit}"


class Agency(models.Model):
    """A body that answers for work (department, committee, police, centre, association…) or a group of bodies."""

    code = models.SlugField("mã nội bộ", max_length=80, unique=True)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên gọn", max_length=120)
    kind = models.CharField("loại", max_length=20, choices=AgencyKind)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children")
    #: The unit it serves as a whole: the province, or its commune; the old district of an old body.
    unit = models.ForeignKey(AdminUnit, on_delete=models.SET_NULL, null=True, blank=True, related_name="agencies")
    #: QĐ 20/2020/QĐ-TTg ("H27"); empty when not known.
    identifier = models.CharField("mã định danh điện tử", max_length=30, blank=True, db_index=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=250, blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty, default=Certainty.LIKELY)
    head_title = models.CharField("chức danh người đứng đầu", max_length=80, blank=True)
    head_name = models.CharField("người đứng đầu", max_length=80, blank=True)
    head_phone = models.CharField("điện thoại", max_length=20, blank=True)
    #: The province edited the name here; ``load_units`` leaves it alone.
    name_edited = models.BooleanField(default=False)
    name_key = models.CharField(max_length=200, db_index=True)
    search_key = models.TextField(blank=True)

    class Meta:
        verbose_name = "cơ quan, đơn vị"
        indexes = [models.Index(fields=["kind", "valid_to"], name="units_agency_kind_to")]

    def __str__(self) -> str:
        return self.name


class AgencyAlias(models.Model):
    """A way of printing an agency's name. ``key`` and ``accent_key`` come from ``naming``."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField("tên gọi", max_length=200)
    kind = models.CharField(max_length=15, choices=AliasKind)
    key = models.CharField(max_length=200, db_index=True)
    accent_key = models.CharField(max_length=300)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    #: Added by the province on a page; ``load_units`` leaves it alone.
    is_local = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "text"], name="units_alias_once")]

    def __str__(self) -> str:
        return self.text


class AgencySuccession(models.Model):
    """A body that ended and one that took over its work; ``is_main``: the body that answers for it by default."""

    old = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="successor_links")
    new = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="predecessor_links")
    is_main = models.BooleanField(default=True)
    effective_on = models.DateField()
    source = models.CharField(max_length=250, blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty, default=Certainty.LIKELY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="units_agency_succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="units_agency_succession_other"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class AgencyGroup(models.Model):
    """What a group row means: all agencies of some kinds that work on the day, and named ones."""

    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, related_name="group")
    #: Kinds joined by "|"; empty for a group that has no rule.
    member_kinds = models.CharField(max_length=300, blank=True)
    #: Open: the members cannot be computed ("các đơn vị liên quan") or are only examples.
    is_open = models.BooleanField(default=False)
    named_members = models.ManyToManyField(Agency, related_name="named_in", blank=True)
    note = models.CharField(max_length=250, blank=True)

    def __str__(self) -> str:
        return str(self.agency)

    @property
    def kinds(self) -> list[str]:
        """``member_kinds`` as a list."""
        return self.member_kinds.split("|") if self.member_kinds else []


class AgencyArea(models.Model):
    """A unit that an agency covers; ``partial``: only a part of it, as far as the former district reached."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="areas")
    unit = models.ForeignKey(AdminUnit, on_delete=models.CASCADE, related_name="covering")
    partial = models.BooleanField(default=False)
    certainty = models.CharField(max_length=10, choices=Certainty, default=Certainty.LIKELY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "unit"], name="units_area_once")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.unit}"
