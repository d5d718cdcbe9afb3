"""Copies that leave: asked for by one registry officer, allowed by another, made by a task, fetched by the asker only.

Each copy has a code. It is printed visibly in the file (head of CSV and spreadsheet, metadata of Parquet) with who
asked, who allowed, when and why. Invisibly, the rows stand in an order that only this copy has (``copies.order_key``):
no value is touched, and a leaked piece of a few dozen rows still tells from which copy it comes, unless it was sorted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import secrets
from pathlib import Path

from django.db.models import F
from django.utils import timezone

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.errors import DomainError, InvalidInput, NotAllowed, NotFound
from dean06.kernel.population.bulk import copies
from dean06.kernel.population.bulk.refusals import ExportNotPossible
from dean06.kernel.population.bulk.work import private_folder
from dean06.kernel.population.models import ExportRequest
from dean06.kernel.population.purposes import label_of, require_purpose
from dean06.kernel.population.types import TransferState
from dean06.kernel.units import queries as units
from dean06.kernel.writing.services import Write, service

#: How long a copy lies ready before it is destroyed.
KEEP = dt.timedelta(days=3)
FORMATS = {"csv": "CSV", "xlsx": "Excel (.xlsx)", "parquet": "Parquet"}


@service(permission="population.export")
def request_export(
    *,
    actor: Actor,
    write: Write,
    purpose_code: str,
    purpose: str,
    legal_basis: str,
    columns: list[str],
    unit_code: str = "",
    file_format: str = "csv",
    today: dt.date,
) -> ExportRequest:
    """Ask for a copy of ``columns`` of the people with permanent residence in a unit (empty: the whole province).

    Raises ``NotAllowed``, ``InvalidInput``.
    """
    reason = require_purpose(purpose_code)
    fields: dict[str, str] = {}
    if not purpose.strip():
        fields["purpose"] = "Hãy ghi rõ dùng dữ liệu vào việc gì."
    if not legal_basis.strip():
        fields["legal_basis"] = "Hãy ghi văn bản cho phép: số, ngày, cơ quan ban hành."
    chosen = [name for name in copies.COLUMNS if name in columns]
    if not chosen or set(columns) - set(copies.COLUMNS):
        fields["columns"] = "Hãy chọn ít nhất một cột trong danh sách."
    if file_format not in FORMATS:
        fields["file_format"] = "Hãy chọn dạng tệp trong danh sách."
    if unit_code and unit_code not in {unit.code for unit in units.current_units(on=today)}:
        fields["unit_code"] = "Không có xã, phường này."
    if fields:
        raise InvalidInput(fields=fields)
    row = ExportRequest.objects.create(
        purpose_code=reason.code,
        purpose=purpose.strip()[:300],
        legal_basis=legal_basis.strip()[:200],
        unit_code=unit_code,
        columns=chosen,
        file_format=file_format,
        requested_by=actor.user_id,
    )
    write.audit(
        "population.export_requested",
        subject=row,
        purpose=reason.code,
        details={"columns": chosen, "unit": unit_code, "format": file_format},
    )
    return row


@service(permission="population.export")
def decide_export(
    *, actor: Actor, write: Write, export_id: int, approve: bool, note: str = "", now: dt.datetime
) -> ExportRequest:
    """Allow or refuse somebody else's request. Raises ``NotAllowed`` for one's own, ``NotFound``,
    ``ExportNotPossible``, ``InvalidInput`` for a refusal without a word why."""
    row = _lock(export_id)
    if row.requested_by == actor.user_id:
        raise NotAllowed("Đề nghị xuất dữ liệu phải do người khác duyệt.")
    if row.state != TransferState.WAITING or row.decided_by:
        raise ExportNotPossible()
    if not approve and not note.strip():
        raise InvalidInput(fields={"note": "Hãy ghi lý do không duyệt."})
    row.decided_by, row.decided_at, row.decision_note = actor.user_id, now, note.strip()[:300]
    if approve:
        row.watermark = f"XDL-{row.pk:05d}-{secrets.token_hex(4).upper()}"
        row.state = TransferState.RUNNING
    else:
        row.state = TransferState.REFUSED
    row.save()
    write.audit(
        "population.export_approved" if approve else "population.export_refused",
        subject=row,
        purpose=row.purpose_code,
        details={"watermark": row.watermark},
    )
    return row


def make_file(export_id: int) -> ExportRequest:
    """Make the copy of an allowed request; made already, it is left as it is. The task calls it."""
    row = ExportRequest.objects.get(pk=export_id)
    if row.state != TransferState.RUNNING:
        return row
    path = place_of(row)
    try:
        count = copies.write_copy(row, path, notice=notice_lines(row))
    except DomainError as refusal:
        path.unlink(missing_ok=True)
        _done(actor=system_actor("population_export"), export_id=export_id, error=refusal.message)
        raise
    except Exception:
        path.unlink(missing_ok=True)
        sentence = "Không tạo được tệp vì lỗi của hệ thống. Hãy lập lại đề nghị hoặc báo quản trị hệ thống."
        _done(actor=system_actor("population_export"), export_id=export_id, error=sentence)
        raise
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    made: ExportRequest = _done(
        actor=system_actor("population_export"),
        export_id=export_id,
        rows=count,
        sha256=digest,
        size=path.stat().st_size,
    )
    return made


@service(permission="population.export")
def _done(
    *,
    actor: Actor,
    write: Write,
    export_id: int,
    rows: int | None = None,
    sha256: str = "",
    size: int | None = None,
    error: str = "",
) -> ExportRequest:
    row = _lock(export_id)
    row.state = TransferState.FAILED if error else TransferState.DONE
    row.rows, row.sha256, row.size, row.error = rows, sha256, size, error[:300]
    row.expires_at = None if error else timezone.now() + KEEP
    row.save()
    write.audit(
        "population.export_failed" if error else "population.export_made",
        subject=row,
        purpose=row.purpose_code,
        details={"rows": rows, "sha256": sha256, "watermark": row.watermark},
    )
    return row


def download(*, actor: Actor, export_id: int, now: dt.datetime) -> tuple[ExportRequest, Path]:
    """The copy, for who asked for it, while it lies ready; each time leaves its audit row.

    Raises ``NotAllowed``, ``NotFound`` (also for other people's requests), ``ExportNotPossible``.
    """
    actor.require("population.export")
    row = ExportRequest.objects.filter(pk=export_id, requested_by=actor.user_id).first()
    if row is None:
        raise NotFound()
    path = place_of(row)
    if row.state != TransferState.DONE or row.expires_at is None or row.expires_at <= now or not path.is_file():
        raise ExportNotPossible("Tệp chưa có, hoặc đã hết hạn tải và đã được hủy. Hãy lập đề nghị mới.")
    audit.record_read(
        actor=actor,
        action="population.export_downloaded",
        subject=f"population.exportrequest:{row.pk}",
        purpose=row.purpose_code,
        details={"rows": row.rows, "watermark": row.watermark},
    )
    ExportRequest.objects.filter(pk=row.pk).update(downloads=F("downloads") + 1)
    return row, path


def remove_expired(now: dt.datetime) -> int:
    """Destroy copies whose time is over; returns how many. A timer calls it."""
    count = 0
    for row in ExportRequest.objects.filter(expires_at__lte=now, removed_at=None):
        place_of(row).unlink(missing_ok=True)
        ExportRequest.objects.filter(pk=row.pk).update(removed_at=now)
        count += 1
    return count


def trace(*, actor: Actor, personal_ids: list[str]) -> list[tuple[ExportRequest, float]]:
    """From which copy a leaked piece comes, by the order of its rows: copies with the share of neighbours in order.

    The true copy has 1.0, others about 0.5; with fewer than some 20 rows, or sorted ones, nothing can be said.
    """
    actor.require("population.export")
    found = []
    for row in ExportRequest.objects.exclude(watermark=""):
        keys = [copies.order_key(row.watermark, number) for number in personal_ids]
        pairs = list(itertools.pairwise(keys))
        share = sum(first < second for first, second in pairs) / len(pairs) if pairs else 0.0
        found.append((row, share))
    audit.record_read(
        actor=actor,
        action="population.export_traced",
        subject="population.exportrequest:all",
        purpose="",
        details={"rows": len(personal_ids)},
    )
    return sorted(found, key=lambda pair: -pair[1])


def place_of(row: ExportRequest) -> Path:
    """Where the copy lies."""
    return private_folder("exports") / f"{row.pk}.{row.file_format}"


def notice_lines(row: ExportRequest) -> list[str]:
    """What each copy says of itself."""
    names = accounts.display_names([row.requested_by, row.decided_by])
    made = timezone.localtime(row.decided_at) if row.decided_at else None
    return [
        f"Bản sao {row.watermark}. Dữ liệu cá nhân: chỉ dùng đúng mục đích, không chuyển cho người khác.",
        f"Người đề nghị: {names.get(row.requested_by or 0, '')}. Người duyệt: {names.get(row.decided_by or 0, '')}"
        + (f", lúc {made:%H:%M ngày %d/%m/%Y}." if made else "."),
        f"Mục đích: {row.purpose_code} ({label_of(row.purpose_code)}). {row.purpose}. Căn cứ: {row.legal_basis}.",
    ]


def _lock(export_id: int) -> ExportRequest:
    row = ExportRequest.objects.select_for_update().filter(pk=export_id).first()
    if row is None:
        raise NotFound("Không có đề nghị xuất dữ liệu này.")
    return row
