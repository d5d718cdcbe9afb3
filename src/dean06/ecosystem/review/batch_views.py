"""Pages of correction files to the sectors."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.review import queries, scopes, services
from dean06.ecosystem.review.acts.batching import get_batch
from dean06.ecosystem.review.errors import BatchNotFound
from dean06.ecosystem.review.forms import ConfirmBatchForm
from dean06.ecosystem.review.rules.routing import FIELDS
from dean06.ecosystem.review.sources import unit_name
from dean06.ecosystem.review.types import BatchState
from dean06.kernel.accounts import queries as accounts
from dean06.kernel.audit import services as audit
from dean06.kernel.common.requests import ActorRequest, actor_of

KINDS = {BatchState.BUILT: "warning", BatchState.SENT: "ongoing", BatchState.CONFIRMED: "success"}
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_SHOWN = 200


@require_safe
def batch_list(request: ActorRequest) -> HttpResponse:
    """Files built so far, and what waits for the next one."""
    actor = actor_of(request, scopes.DECIDE)
    names = {sector.code: sector.name for sector in datasets.sectors(active_only=False)}
    context = {
        "waiting": [(code, names.get(code, code), number) for code, number in queries.waiting_items(actor).items()],
        "rows": [
            (batch, names.get(batch.sector, batch.sector), KINDS[BatchState(batch.state)])
            for batch in queries.batches(actor)[:_SHOWN]
        ],
    }
    return render(request, "review/batches.html", context)


@require_POST
def batch_build(request: ActorRequest) -> HttpResponse:
    """Gather what waits for a sector."""
    batch = services.build_batch(actor=actor_of(request, scopes.DECIDE), sector=request.POST.get("nganh", ""))
    messages.success(request, f"Đã lập tệp sửa số {batch.number}: {batch.rows} giá trị.")
    return redirect("review:batch", batch.pk)


@require_safe
def batch_detail(request: ActorRequest, batch_id: int) -> HttpResponse:
    """One file: its rows, downloads, where it stands."""
    actor = actor_of(request, scopes.DECIDE)
    batch = get_batch(actor, batch_id)
    audit.record_read(
        actor=actor,
        action="review.batch_shown",
        subject=f"review.correctionbatch:{batch.pk}",
        purpose="Gửi ngành sửa dữ liệu",
        details={"rows": batch.rows},
    )
    today = timezone.localdate()
    items = batch.items.order_by("unit_code", "record_no", "pk")[:_SHOWN]
    names: dict[str, str] = {}
    rows = []
    for item in items:
        unit = names.setdefault(item.unit_code, unit_name(item.unit_code, today))
        rows.append((item, unit, FIELDS.get(item.field, "Bản ghi")))
    context = {
        "batch": batch,
        "kind": KINDS[BatchState(batch.state)],
        "sector": datasets.sector(batch.sector),
        "rows": rows,
        "more": max(0, batch.rows - _SHOWN),
        "builder": accounts.display_name(batch.built_by),
        "form": ConfirmBatchForm(),
    }
    return render(request, "review/batch.html", context)


@require_safe
def batch_download(request: ActorRequest, batch_id: int, form: str) -> HttpResponse:
    """The file; each download is named in the log."""
    if form not in _TYPES:
        raise BatchNotFound
    name, content = services.export_batch(actor=actor_of(request, scopes.DECIDE), batch_id=batch_id, form=form)
    return HttpResponse(
        content, content_type=_TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_POST
def batch_sent(request: ActorRequest, batch_id: int) -> HttpResponse:
    """The file went to the sector."""
    services.mark_batch_sent(actor=actor_of(request, scopes.DECIDE), batch_id=batch_id)
    messages.success(request, "Đã ghi nhận: tệp đã gửi ngành.")
    return redirect("review:batch", batch_id)


@require_POST
def batch_confirm(request: ActorRequest, batch_id: int) -> HttpResponse:
    """The sector imported it."""
    services.confirm_batch(actor=actor_of(request, scopes.DECIDE), batch_id=batch_id, note=request.POST.get("note", ""))
    messages.success(request, "Đã ghi nhận: ngành đã nhập. Lần nộp danh sách sau sẽ cho thấy kết quả.")
    return redirect("review:batch", batch_id)
