"""PUBLIC writes of datasets: hand in a file, confirm its columns, take it in or withdraw it; edit the sectors.

Reading is long work: services put it in the queue, ``jobs`` does it and tells the version how far it is.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any, BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from dean06.ecosystem.datasets import storing, tasks
from dean06.ecosystem.datasets.access import FILE_OWNER
from dean06.ecosystem.datasets.confirming import make_present
from dean06.ecosystem.datasets.errors import AlreadyHandedIn, MappingRefused, SectorBusy, SectorNotFound
from dean06.ecosystem.datasets.events import DatasetVersionWithdrawn
from dean06.ecosystem.datasets.limits import limits
from dean06.ecosystem.datasets.locking import locked_dataset, locked_version
from dean06.ecosystem.datasets.models import ColumnMapping, DatasetVersion, Sector, SectorField
from dean06.ecosystem.datasets.queries import version_ref
from dean06.ecosystem.datasets.reading.containers import Format, inspect
from dean06.ecosystem.datasets.rules import check_mapping
from dean06.ecosystem.datasets.sectors import shipped_sectors
from dean06.ecosystem.datasets.types import SectorRef, VersionRef, VersionState
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.files import services as files
from dean06.kernel.files.types import FileType
from dean06.kernel.writing.services import Write, service

#: States in which a version keeps its sector busy.
UNFINISHED = (VersionState.RECEIVED, VersionState.COLUMNS, VersionState.READING, VersionState.REVIEW)
#: What the files of the platform say of a sector; the rest is the installation's.
_SHIPPED = (
    *("name", "agency", "record_word", "report_wording", "key_field", "live_days"),
    *("reference_count", "reference_source", "legal_source", "certainty"),
)
_TYPES = {
    Format.TEXT: FileType("text/csv", "danh sách dạng chữ", ("csv", "txt")),
    Format.XLSX: FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel", ("xlsx",)),
    Format.PARQUET: FileType("application/vnd.apache.parquet", "Parquet", ("parquet",)),
    Format.DBF: FileType("application/x-dbf", "dBase", ("dbf",)),
}


@service(permission="datasets.upload")
def upload_version(
    *,
    actor: Actor,
    write: Write,
    sector_code: str,
    data: bytes | File | BinaryIO,
    filename: str,
    data_as_of: dt.date,
    again: bool = False,
) -> DatasetVersion:
    """Hand in a sector's file: kept as it is, then read in the background.

    ``data_as_of``: the day the data are of. ``again``: take it though the same bytes were handed in before. Raises
    ``SectorNotFound``, ``SectorBusy`` while an earlier version waits, ``AlreadyHandedIn``, ``InvalidInput`` for a day
    to come, a ``FileRefused`` or ``ReadingRefused``; then nothing is kept.
    """
    dataset = locked_dataset(sector_code)
    write.authorise(agency=dataset.sector.agency)
    if data_as_of > timezone.localdate():
        raise InvalidInput("Ngày của số liệu không thể sau hôm nay.", fields={"data_as_of": "Ngày sau hôm nay."})
    if dataset.versions.filter(state__in=UNFINISHED).exists():
        raise SectorBusy(sector=sector_code)
    bounds = limits()
    stored = files.store_upload(
        actor=actor,
        data=data,
        filename=filename,
        limit_bytes=bounds.file_bytes,
        recognise=lambda path: _TYPES[inspect(path, bounds)],
    )
    earlier = dataset.versions.filter(sha256=stored.sha256, state=VersionState.CONFIRMED).first()
    if earlier is not None and not again:
        raise AlreadyHandedIn(
            f"Tệp này giống hệt tệp của bản số {earlier.number} đã nhận ngày {earlier.received_at:%d/%m/%Y}. "
            "Nếu vẫn muốn nộp, hãy đánh dấu “Vẫn nộp”.",
            version=earlier.pk,
        )
    dataset.last_number += 1
    dataset.save(update_fields=["last_number"])
    version = DatasetVersion.objects.create(
        dataset=dataset,
        number=dataset.last_number,
        file_id=stored.pk,
        filename=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        received_at=timezone.now(),
        data_as_of=data_as_of,
        uploaded_by_id=actor.user_id,
        uploaded_by=actor.name,
    )
    files.attach(actor=actor, file_id=stored.pk, owner=f"{FILE_OWNER}:{version.pk}")
    write.audit(
        "dataset.uploaded",
        subject=version,
        details={"sector": sector_code, "size": stored.size, "sha256": stored.sha256},
    )
    tasks.read_file.enqueue(version.pk)
    return version


@service(permission="datasets.confirm")
def choose_sheet(*, actor: Actor, write: Write, version_id: int, sheet: str) -> DatasetVersion:
    """Say which sheet of a workbook holds the list; it is then looked at. Raises ``InvalidInput``, ``WrongState``."""
    version = locked_version(version_id, (VersionState.COLUMNS,))
    write.authorise(agency=version.dataset.sector.agency)
    if sheet not in version.layout.get("sheets", []):
        raise InvalidInput("Tệp không có trang tính này.", fields={"sheet": "Hãy chọn một trang tính trong danh sách."})
    version.sheet, version.state = sheet, VersionState.RECEIVED
    version.heartbeat_at, version.attempts = None, 0
    version.save(update_fields=["sheet", "state", "heartbeat_at", "attempts"])
    write.audit("dataset.sheet_chosen", subject=version, details={"sheet": version.layout["sheets"].index(sheet) + 1})
    tasks.read_file.enqueue(version.pk)
    return version


@service(permission="datasets.confirm")
def confirm_columns(
    *, actor: Actor, write: Write, version_id: int, mapping: Mapping[int, str], remember: bool = True
) -> DatasetVersion:
    """Say what each column is (field code by position; left out: not kept) and have the file read.

    ``remember``: recognise the next file with this heading by itself. Raises ``WrongState``; ``MappingRefused`` with
    ``details["fields"]`` (position → sentence) when a field is chosen twice, unknown, or nothing identifies a person.
    """
    version = locked_version(version_id, (VersionState.COLUMNS, VersionState.REVIEW))
    sector = version.dataset.sector
    write.authorise(agency=sector.agency)
    known = set(sector.fields.values_list("code", flat=True))
    columns = {column.position: column for column in version.columns.all()}
    if problems := check_mapping(mapping, known, set(columns)):
        raise MappingRefused(problems.get("", MappingRefused.message), fields=problems)
    for position, column in columns.items():
        column.field = mapping.get(position, "")
    version.columns.bulk_update(columns.values(), ["field"])
    if remember:
        _remember(version, actor)
    version.state, version.step, version.progress = VersionState.READING, "", 0
    version.heartbeat_at, version.attempts, version.remembered = None, 0, False
    version.save(update_fields=["state", "step", "progress", "heartbeat_at", "attempts", "remembered"])
    kept = sum(bool(column.field) for column in columns.values())
    write.audit("dataset.columns_confirmed", subject=version, details={"columns": len(columns), "kept": kept})
    tasks.read_file.enqueue(version.pk)
    return version


@service(permission="datasets.confirm")
def remember(*, actor: Actor, write: Write, version_id: int) -> ColumnMapping:
    """Keep how the columns of a version were confirmed, for the next file with the same heading."""
    version = locked_version(version_id)
    write.authorise(agency=version.dataset.sector.agency)
    kept = _remember(version, actor)
    write.audit("dataset.mapping_remembered", subject=version, details={"signature": kept.signature})
    return kept


@service(permission="datasets.confirm")
def forget_mapping(*, actor: Actor, write: Write, mapping_id: int) -> None:
    """Forget a remembered heading: the next such file is asked about again. Raises ``SectorNotFound``."""
    kept = ColumnMapping.objects.select_for_update(of=("self",)).select_related("sector").filter(pk=mapping_id).first()
    if kept is None:
        raise SectorNotFound("Không có cách nhận cột này.")
    write.authorise(agency=kept.sector.agency)
    write.audit("dataset.mapping_forgotten", subject=kept, details={"signature": kept.signature})
    kept.delete()


@service(permission="datasets.confirm")
def accept_version(*, actor: Actor, write: Write, version_id: int) -> VersionRef:
    """Take in a version that was read with serious findings, knowing them. Raises ``WrongState``."""
    version = locked_version(version_id, (VersionState.REVIEW,))
    write.authorise(agency=version.dataset.sector.agency)
    make_present(version, write)
    return version_ref(version)


@service(permission="datasets.confirm")
def withdraw_version(*, actor: Actor, write: Write, version_id: int, reason: str) -> VersionRef:
    """Take a version back, whatever its state; its rows are removed, the file as it came stays on record.

    If it was the present of its dataset, the confirmed version before it is again. Raises ``InvalidInput`` without a
    reason, ``WrongState`` when it was withdrawn already.
    """
    states = [state for state in VersionState.values if state != VersionState.WITHDRAWN]
    version = locked_version(version_id, states)
    write.authorise(agency=version.dataset.sector.agency)
    if len(reason.strip()) < 5:
        raise InvalidInput("Hãy ghi lý do rút bản dữ liệu.", fields={"reason": "Ghi lý do, ít nhất vài chữ."})
    was_confirmed = version.state == VersionState.CONFIRMED
    version.state, version.withdrawn_at = VersionState.WITHDRAWN, timezone.now()
    version.withdrawn_reason = reason.strip()[:300]
    version.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    dataset = version.dataset
    if dataset.latest_id == version.pk:
        dataset.latest = dataset.versions.filter(state=VersionState.CONFIRMED).order_by("-number").first()
        dataset.save(update_fields=["latest"])
    transaction.on_commit(lambda: storing.remove(version_id))
    write.audit("dataset.withdrawn", subject=version, details={"was_confirmed": was_confirmed})
    if was_confirmed:
        write.publish(DatasetVersionWithdrawn(version_id=version.pk, sector=dataset.sector.code))
    return version_ref(version)


@service(permission="datasets.edit_sectors")
def edit_sector(
    *, actor: Actor, write: Write, sector_code: str, values: Mapping[str, Any], mandatory: set[str]
) -> Sector:
    """Change what a sector is measured by: ``live_days``, ``reference_count`` with its source, wording, active or not,
    and which of its columns are mandatory. Raises ``SectorNotFound``, ``InvalidInput``."""
    sector = Sector.objects.select_for_update().filter(code=sector_code).first()
    if sector is None:
        raise SectorNotFound(sector=sector_code)
    allowed = {"name", "report_wording", "live_days", "reference_count", "reference_source", "active"}
    changed = {name: value for name, value in values.items() if name in allowed and getattr(sector, name) != value}
    if changed.get("reference_count") and not (values.get("reference_source") or sector.reference_source):
        raise InvalidInput(
            "Hãy ghi nguồn của số đối chiếu.", fields={"reference_source": "Ghi nguồn của số đối chiếu."}
        )
    for name, value in changed.items():
        setattr(sector, name, value)
    sector.edited = True
    sector.save()
    for field in sector.fields.all():
        if field.mandatory != (field.code in mandatory):
            field.mandatory, field.edited = field.code in mandatory, True
            field.save(update_fields=["mandatory", "edited"])
            changed[f"mandatory:{field.code}"] = field.mandatory
    write.audit("dataset.sector_edited", subject=sector, details={"changed": sorted(changed)})
    return sector


@service(permission="datasets.edit_sectors")
def load_sectors(*, actor: Actor, write: Write) -> int:
    """Make the table of sectors what the platform ships, leaving alone what was edited on screen; may be repeated.

    Returns how many sectors there are.
    """
    for order, shipped in enumerate(shipped_sectors().values(), start=1):
        sector, made = Sector.objects.get_or_create(
            code=shipped.code, defaults={**_sector_values(shipped), "order": order, "key_salt": secrets.token_hex(16)}
        )
        if not made and not sector.edited:
            for name, value in {**_sector_values(shipped), "order": order}.items():
                setattr(sector, name, value)
            sector.save()
        _load_fields(sector, shipped)
    count = Sector.objects.count()
    write.audit("dataset.sectors_loaded", subject="datasets.sector:all", details={"sectors": count})
    return count


def _sector_values(shipped: SectorRef) -> dict[str, Any]:
    return {name: getattr(shipped, name) for name in _SHIPPED}


def _load_fields(sector: Sector, shipped: SectorRef) -> None:
    present = {field.code: field for field in sector.fields.all()}
    for order, field in enumerate(shipped.fields, start=1):
        row = present.pop(field.code, None) or SectorField(sector=sector, code=field.code)
        row.label, row.kind, row.personal, row.width = field.label, field.kind, field.personal, field.width
        row.synonyms, row.certainty, row.order = ";".join(field.synonyms), field.certainty, order
        if not row.edited:
            row.mandatory = field.mandatory
        row.save()
    for row in present.values():
        row.delete()


def _remember(version: DatasetVersion, actor: Actor) -> ColumnMapping:
    columns = list(version.columns.order_by("position"))
    kept, _ = ColumnMapping.objects.update_or_create(
        sector=version.dataset.sector,
        signature=version.header_signature,
        defaults={
            "fields": {str(column.position): column.field for column in columns},
            "headers": [column.header for column in columns],
            "confirmed_by": actor.name,
            "confirmed_at": timezone.now(),
        },
    )
    return kept
