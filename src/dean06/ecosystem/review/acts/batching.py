"""The correction file of a sector: built from what waits, downloaded, sent on, confirmed once imported."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db.models import Max

from dean06.ecosystem.review import files as spreadsheets
from dean06.ecosystem.review.acts.common import moment
from dean06.ecosystem.review.errors import BatchNotFound, NothingToCorrect, StepRefused
from dean06.ecosystem.review.models import CorrectionBatch, CorrectionItem
from dean06.ecosystem.review.scopes import DECIDE, scope_of
from dean06.ecosystem.review.types import BatchState, ItemState
from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service

#: Rows of one file: what a sector's software takes in one go, and Excel opens without pain.
LARGEST = 50_000


@service(permission=DECIDE)
def build_batch(*, actor: Actor, write: Write, sector: str, now: dt.datetime | None = None) -> CorrectionBatch:
    """Gather everything that waits for a sector into a numbered file. Raises ``BatchNotFound`` (not the actor's
    sector), ``NothingToCorrect``.
    """
    now = moment(now)
    _check_owner(actor, sector)
    waiting = CorrectionItem.objects.select_for_update().filter(sector=sector, state=ItemState.WAITING)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:LARGEST])
    if not ids:
        raise NothingToCorrect("Chưa có giá trị nào chờ gửi ngành.")
    last = CorrectionBatch.objects.filter(sector=sector).aggregate(last=Max("number"))["last"] or 0
    batch = CorrectionBatch.objects.create(
        sector=sector,
        number=last + 1,
        watermark=f"{sector[:12]}-{last + 1}-{secrets.token_hex(4)}".upper(),
        rows=len(ids),
        built_by=actor.user_id,
        built_at=now,
    )
    for start in range(0, len(ids), 500):
        CorrectionItem.objects.filter(pk__in=ids[start : start + 500]).update(batch=batch, state=ItemState.SENT)
    write.audit("review.batch_built", subject=batch, details={"sector": sector, "rows": len(ids)})
    return batch


@service(permission=DECIDE)
def export_batch(
    *, actor: Actor, write: Write, batch_id: int, form: str, purpose: str = "Gửi ngành sửa dữ liệu"
) -> tuple[str, bytes]:
    """Name and content of the file, ``form`` "xlsx" or "csv". Numbers are whole: the list is the sector's own.

    Each download is named in the log with the watermark that the file carries. Raises ``BatchNotFound``.
    """
    batch = get_batch(actor, batch_id)
    items = batch.items.order_by("unit_code", "record_no", "pk")
    content = (
        spreadsheets.xlsx(batch, items, by=actor.name)
        if form == "xlsx"
        else spreadsheets.csv(batch, items, by=actor.name)
    )
    write.audit(
        "review.batch_exported",
        subject=batch,
        purpose=purpose,
        details={"form": form, "rows": batch.rows, "watermark": batch.watermark},
    )
    return f"tep-sua-{batch.sector}-{batch.number}.{form}", content


@service(permission=DECIDE)
def mark_batch_sent(*, actor: Actor, write: Write, batch_id: int, now: dt.datetime | None = None) -> CorrectionBatch:
    """The file went to the sector. Raises ``StepRefused``."""
    batch = get_batch(actor, batch_id, lock=True)
    if batch.state != BatchState.BUILT:
        raise StepRefused
    batch.state, batch.sent_at = BatchState.SENT, moment(now)
    batch.save(update_fields=["state", "sent_at"])
    write.audit("review.batch_sent", subject=batch)
    return batch


@service(permission=DECIDE)
def confirm_batch(
    *, actor: Actor, write: Write, batch_id: int, note: str = "", now: dt.datetime | None = None
) -> CorrectionBatch:
    """The sector imported the file; the next version of its list will show. Raises ``StepRefused``."""
    batch = get_batch(actor, batch_id, lock=True)
    if batch.state != BatchState.SENT:
        raise StepRefused("Hãy ghi nhận đã gửi trước khi ghi nhận ngành đã nhập.")
    batch.state, batch.confirmed_at, batch.note = BatchState.CONFIRMED, moment(now), note.strip()[:300]
    batch.save(update_fields=["state", "confirmed_at", "note"])
    batch.items.filter(state=ItemState.SENT).update(state=ItemState.CONFIRMED)
    write.audit("review.batch_confirmed", subject=batch, details={"rows": batch.rows})
    return batch


def get_batch(actor: Actor, batch_id: int, *, lock: bool = False) -> CorrectionBatch:
    """A file of the actor's own sector. Raises ``BatchNotFound`` alike for a missing and a foreign one."""
    rows = CorrectionBatch.objects.select_for_update() if lock else CorrectionBatch.objects.all()
    found = rows.filter(pk=batch_id).first()
    if found is None:
        raise BatchNotFound
    _check_owner(actor, found.sector)
    return found


def _check_owner(actor: Actor, sector: str) -> None:
    """Whole numbers leave only with those who own the list (or the registry): a commune's police do not."""
    if not scope_of(actor).owns(sector):
        raise BatchNotFound
