"""PRIVATE. The catalogue of procedures and their published versions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dean06.procedures.catalogue.types import OnlineLevel, ProcedureLevel


class Procedure(models.Model):
    """An entry of the national catalogue (CSDL TTHC), with or without a pack."""

    #: National code (``1.001193``) or one of our own.
    code = models.CharField("Mã thủ tục", max_length=40, unique=True)
    title = models.CharField("Tên thủ tục", max_length=500)
    field_code = models.CharField("Mã lĩnh vực", max_length=20, blank=True)
    field_name = models.CharField("Lĩnh vực", max_length=200, db_index=True)
    level = models.CharField("Cấp thực hiện", max_length=10, choices=ProcedureLevel.choices)
    agency_text = models.CharField("Cơ quan thực hiện", max_length=300, blank=True)
    online_level = models.CharField("Mức độ trực tuyến", max_length=10, choices=OnlineLevel.choices, blank=True)
    decision_number = models.CharField("Quyết định công bố", max_length=60, blank=True)
    decided_on = models.DateField("Ngày quyết định", null=True, blank=True)
    #: When the legal text behind it takes effect (index 766, 1.1) and when it was published here (1.2).
    effective_on = models.DateField("Ngày có hiệu lực", null=True, blank=True)
    published_on = models.DateField("Ngày công khai", null=True, blank=True)
    has_fee = models.BooleanField("Có phí, lệ phí", default=False)
    returns_paper = models.BooleanField("Trả kết quả bằng giấy tờ", default=True)
    #: Parts that Điều 8 NĐ 63/2010 asks for and that are there (index 766, 1.3).
    parts_complete = models.BooleanField("Đủ bộ phận cấu thành", default=False)
    is_active = models.BooleanField("Đang áp dụng", default=True)
    life_events = models.JSONField(default=list)
    source = models.CharField("Nguồn", max_length=200, blank=True)
    search_text = models.TextField(blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["field_name", "code"]


class ProcedureVersion(models.Model):
    """A published pack: immutable, hashed, in force from ``valid_from`` until the day before ``valid_to``."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    version = models.CharField(max_length=30)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    #: SHA-256 of ``content`` in UTF-8.
    sha256 = models.CharField(max_length=64)
    #: ``PackFiles`` as canonical JSON (``canonical_json``). Text, since a JSON column would lose the order of keys, and
    #: the order of the lines of a result paper has meaning.
    content = models.TextField()
    published_at = models.DateTimeField()
    published_by_id = models.BigIntegerField(null=True)
    #: Decision that published it.
    decision = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["procedure", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "version"], name="catalogue_version_once"),
            models.UniqueConstraint(
                fields=["procedure"], condition=Q(valid_to=None), name="catalogue_one_open_version"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="catalogue_version_period"
            ),
        ]
