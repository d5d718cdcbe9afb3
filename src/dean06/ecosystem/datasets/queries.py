"""PUBLIC reads of datasets.

They hold personal data and take no actor: the caller authorises (``datasets.view`` or its own permission) and leaves
the audit row. Pages of this app do so in ``views``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dean06.ecosystem.datasets import rows, storing
from dean06.ecosystem.datasets.errors import RowsGone, SectorNotFound, VersionNotFound
from dean06.ecosystem.datasets.models import Dataset, DatasetVersion, Sector, SectorField
from dean06.ecosystem.datasets.types import (
    BadRowPage,
    DatasetRef,
    FieldRef,
    RecordChanges,
    RecordRow,
    SectorRef,
    VersionRef,
    VersionState,
)

PAGE = 50


def sector(code: str) -> SectorRef:
    """A sector with its columns. Raises ``SectorNotFound``. Two queries."""
    found = Sector.objects.prefetch_related("fields").filter(code=code).first()
    if found is None:
        raise SectorNotFound(sector=code)
    return sector_ref(found)


def sectors(*, active_only: bool = True) -> list[SectorRef]:
    """All sectors in the order of the list. Two queries."""
    found = Sector.objects.prefetch_related("fields")
    return [sector_ref(row) for row in (found.filter(active=True) if active_only else found)]


def dataset_of(sector_code: str) -> DatasetRef:
    """The dataset of a sector: its present version and how many were confirmed. Raises ``SectorNotFound``."""
    if not Sector.objects.filter(code=sector_code).exists():
        raise SectorNotFound(sector=sector_code)
    confirmed = DatasetVersion.objects.filter(dataset__sector__code=sector_code, state=VersionState.CONFIRMED)
    return DatasetRef(sector_code, latest_version(sector_code), confirmed.count())


def latest_version(sector_code: str) -> VersionRef | None:
    """The confirmed version that counts now; ``None`` when the sector has none (or does not exist). One query."""
    found = (
        Dataset.objects.filter(sector__code=sector_code, latest__isnull=False)
        .select_related("sector", "latest__dataset__sector")
        .first()
    )
    return version_ref(found.latest) if found and found.latest else None


def version(version_id: int) -> VersionRef:
    """A version in whatever state. Raises ``VersionNotFound``. One query."""
    return version_ref(version_row(version_id))


def versions(sector_code: str) -> list[VersionRef]:
    """All versions of a sector, newest first. One query."""
    found = DatasetVersion.objects.filter(dataset__sector__code=sector_code).select_related("dataset__sector")
    return [version_ref(row) for row in found]


def sector_side(version_id: int) -> Path:
    """The Parquet file of a version: ``SECTOR_SIDE``, the sector's own columns, ``TRAILING_COLUMNS``.

    It is read-only and stays where it is: copy what you need. Raises ``VersionNotFound``, ``RowsGone`` when the
    version is not read yet or was withdrawn.
    """
    return _file(version_id, storing.RECORDS)


def records(version_id: int, record_ids: Iterable[int]) -> dict[int, RecordRow]:
    """Records by id, with what was repaired in them; unknown ids are absent. Raises as ``sector_side`` does."""
    return rows.records(sector_side(version_id), list(record_ids))


def bad_rows(version_id: int, page: int = 1, *, reason: str = "", page_size: int = PAGE) -> BadRowPage:
    """Rows of the file that are no records, by row number; ``reason`` keeps one reason. Raises as ``sector_side``."""
    return rows.bad_rows(_file(version_id, storing.BAD_ROWS), page, page_size, reason)


def record_changes(version_id: int, page: int = 1, *, kind: str = "", page_size: int = PAGE) -> RecordChanges:
    """What is new, gone and changed against the confirmed version before; ``kind`` keeps one kind.

    Rows are empty for a first version. Raises as ``sector_side``.
    """
    ref = version(version_id)
    found, pages = rows.changes(_file(version_id, storing.CHANGES), page, page_size, kind)
    return RecordChanges(ref.previous_id, ref.added, ref.gone, ref.changed, found, page, pages)


# --- Shared with the rest of this app ---------------------------------------------------------------------------------


def version_row(version_id: int) -> DatasetVersion:
    """The record of a version with its sector. Raises ``VersionNotFound``."""
    found = DatasetVersion.objects.select_related("dataset__sector").filter(pk=version_id).first()
    if found is None:
        raise VersionNotFound(version=version_id)
    return found


def sector_ref(row: Sector) -> SectorRef:
    """The public form of a sector whose fields were fetched."""
    return SectorRef(
        code=row.code,
        name=row.name,
        agency=row.agency,
        record_word=row.record_word,
        report_wording=row.report_wording,
        key_field=row.key_field,
        live_days=row.live_days,
        reference_count=row.reference_count,
        reference_source=row.reference_source,
        legal_source=row.legal_source,
        certainty=row.certainty,
        active=row.active,
        fields=tuple(field_ref(field) for field in row.fields.all()),
    )


def field_ref(row: SectorField) -> FieldRef:
    """The public form of a sector's column."""
    return FieldRef(
        code=row.code,
        label=row.label,
        kind=row.kind,
        mandatory=row.mandatory,
        personal=row.personal,
        synonyms=tuple(word for word in row.synonyms.split(";") if word),
        width=row.width,
        certainty=row.certainty,
    )


def version_ref(row: DatasetVersion) -> VersionRef:
    """The public form of a version whose sector was fetched."""
    return VersionRef(
        id=row.pk,
        sector_code=row.dataset.sector.code,
        number=row.number,
        received_on=row.received_at.date(),
        data_as_of=row.data_as_of,
        rows=row.rows,
        bad_rows=row.bad_rows,
        state=row.state,
        added=row.added,
        gone=row.gone,
        changed=row.changed,
        filename=row.filename,
        previous_id=row.previous_id,
    )


def _file(version_id: int, name: str) -> Path:
    version_row(version_id)
    path = storing.file_of(version_id, name)
    if not path.is_file():
        raise RowsGone(version=version_id)
    return path
