"""PRIVATE. What describes datasets. Their rows lie in Parquet files (see ``storing``)."""

from __future__ import annotations

from django.db import models

from dean06.ecosystem.datasets.types import VersionState


class Sector(models.Model):
    """A kind of list that some body keeps: insurance, tax, children…"""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    #: Code of ``units.Agency`` that owns the list.
    agency = models.CharField(max_length=100, db_index=True)
    #: What one record is: "người", "hộ", "trẻ".
    record_word = models.CharField(max_length=60)
    #: How reports name the dataset.
    report_wording = models.CharField(max_length=300)
    #: Own field that numbers the sector's records; empty: the record key is computed from the person's identity.
    key_field = models.CharField(max_length=40, blank=True)
    #: Oldest file, in days, that still counts as "sống".
    live_days = models.PositiveIntegerField()
    reference_count = models.PositiveBigIntegerField(null=True)
    reference_source = models.CharField(max_length=300, blank=True)
    legal_source = models.CharField(max_length=300)
    #: sure, likely or unsure: how certain the source is.
    certainty = models.CharField(max_length=10)
    active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=100)
    #: Somebody changed this row on screen: loading the files of the installation leaves it alone.
    edited = models.BooleanField(default=False)
    #: Secret that goes into record keys, so that they can neither be guessed nor joined with another sector's.
    key_salt = models.CharField(max_length=64)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class SectorField(models.Model):
    """A column that the sector's list may have."""

    sector = models.ForeignKey(Sector, on_delete=models.CASCADE, related_name="fields")
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    mandatory = models.BooleanField(default=False)
    personal = models.BooleanField(default=True)
    #: Other headings under which the column is met, ";"-joined.
    synonyms = models.TextField(blank=True)
    width = models.PositiveSmallIntegerField(default=0)
    certainty = models.CharField(max_length=10)
    order = models.PositiveSmallIntegerField()
    edited = models.BooleanField(default=False)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["sector", "code"], name="datasets_field_once")]


class Dataset(models.Model):
    """The dataset of a sector. ``latest`` is the confirmed version that counts now."""

    sector = models.OneToOneField(Sector, on_delete=models.PROTECT, related_name="dataset")
    latest = models.OneToOneField("DatasetVersion", on_delete=models.PROTECT, null=True, related_name="+")
    last_number = models.PositiveIntegerField(default=0)


class DatasetVersion(models.Model):
    """One file taken in. Counts are final once it is read."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.RECEIVED)
    #: ``files.StoredFile`` with the bytes as they came.
    file_id = models.BigIntegerField()
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    data_as_of = models.DateField()
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_by = models.CharField(max_length=255)

    #: How the file is built, found by ``survey``: format, encoding, delimiter, sheets, header rows (JSON).
    layout = models.JSONField(default=dict)
    #: Sheet chosen when there are several.
    sheet = models.CharField(max_length=200, blank=True)
    header_signature = models.CharField(max_length=64, blank=True)
    #: Whether the columns were recognised by memory, without asking.
    remembered = models.BooleanField(default=False)
    #: Things a person must know, each {"code", "severity", "text", "row", "column"}.
    findings = models.JSONField(default=list)

    rows = models.PositiveBigIntegerField(default=0)
    bad_rows = models.PositiveBigIntegerField(default=0)
    #: Rows of the file that are neither: {"title": n, "header": n, "blank": n}.
    other_rows = models.JSONField(default=dict)
    bad_reasons = models.JSONField(default=dict)
    flag_counts = models.JSONField(default=dict)

    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    added = models.PositiveBigIntegerField(default=0)
    gone = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)

    #: The job at work: rows read so far of how many (0: not known yet), last sign of life, attempts, refusal.
    progress = models.PositiveBigIntegerField(default=0)
    progress_of = models.PositiveBigIntegerField(default=0)
    step = models.CharField(max_length=60, blank=True)
    heartbeat_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)

    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=255, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["dataset", "number"], name="datasets_version_once")]


class ColumnProfile(models.Model):
    """One column of a version's file: what it is taken for, and what is in it. Examples of personal columns are masked
    before they are kept."""

    version = models.ForeignKey(DatasetVersion, on_delete=models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField()
    header = models.CharField(max_length=300)
    #: Field chosen; empty: the column is left out.
    field = models.CharField(max_length=40, blank=True)
    #: What the machine proposed, how sure (0..1), and why (codes).
    proposed = models.CharField(max_length=40, blank=True)
    confidence = models.FloatField(default=0)
    evidence = models.JSONField(default=list)
    #: Before and after repair, a few: [{"before", "after", "flags"}], masked.
    samples = models.JSONField(default=list)
    #: filled, distinct, types, patterns, min, max, damage.
    profile = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="datasets_column_once")]


class ColumnMapping(models.Model):
    """Memory: for a sector and the signature of a heading, what each column was confirmed to be."""

    sector = models.ForeignKey(Sector, on_delete=models.CASCADE, related_name="mappings")
    signature = models.CharField(max_length=64)
    #: Field code (or "") by position.
    fields = models.JSONField()
    headers = models.JSONField()
    confirmed_by = models.CharField(max_length=255)
    confirmed_at = models.DateTimeField()
    times_used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sector", "signature"], name="datasets_mapping_once")]
