"""Pages about sectors: the list, one sector with its versions, what it is measured by."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dean06.ecosystem.datasets import presenting, services
from dean06.ecosystem.datasets.errors import SectorNotFound
from dean06.ecosystem.datasets.forms import SectorForm
from dean06.ecosystem.datasets.models import ColumnMapping, DatasetVersion, Sector
from dean06.ecosystem.datasets.rules import is_live
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.requests import ActorRequest
from dean06.kernel.units import queries as units


def sectors(request: ActorRequest) -> HttpResponse:
    request.actor.require("datasets.view")
    rows = [row for row in Sector.objects.filter(active=True) if request.actor.can("datasets.view", agency=row.agency)]
    newest = {
        version.dataset.sector_id: version
        for version in DatasetVersion.objects.filter(dataset__sector__in=rows)
        .select_related("dataset__latest", "dataset__sector")
        .order_by("number")
    }
    agencies = units.get_agencies(row.agency for row in rows)
    today = timezone.localdate()
    table = []
    for row in rows:
        version = newest.get(row.pk)
        latest = version.dataset.latest if version else None
        table.append(
            {
                "sector": row,
                "agency": agencies[row.agency].name if row.agency in agencies else row.agency,
                "latest": latest,
                "pending": version if version and version != latest else None,
                "pending_state": presenting.state_of(version) if version and version != latest else None,
                "age": presenting.age_of(latest, today) if latest else None,
                "live": latest is not None and is_live(presenting.age_of(latest, today), row.live_days),
                "percent": round(100 * latest.rows / row.reference_count) if latest and row.reference_count else None,
            }
        )
    context = {"table": table, "can_upload": request.actor.can("datasets.upload")}
    return render(request, "datasets/sectors.html", context)


def sector(request: ActorRequest, code: str) -> HttpResponse:
    row = _sector(code)
    request.actor.require("datasets.view", agency=row.agency)
    versions = list(
        DatasetVersion.objects.filter(dataset__sector=row).select_related("dataset__latest", "dataset__sector")
    )
    context = {
        "sector": row,
        "agency": units.get_agencies([row.agency]).get(row.agency),
        "versions": [(version, presenting.state_of(version)) for version in versions],
        "latest_id": versions[0].dataset.latest_id if versions else None,
        "fields": row.fields.all(),
        "mappings": row.mappings.order_by("-confirmed_at"),
        "can_upload": request.actor.can("datasets.upload", agency=row.agency),
        "can_confirm": request.actor.can("datasets.confirm", agency=row.agency),
        "can_edit": request.actor.can("datasets.edit_sectors"),
    }
    return render(request, "datasets/sector.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, code: str) -> HttpResponse:
    request.actor.require("datasets.edit_sectors")
    row = _sector(code)
    form = SectorForm(request.POST or None, instance=row)
    chosen = set(row.fields.filter(mandatory=True).values_list("code", flat=True))
    if request.method == "POST" and form.is_valid():
        chosen = set(request.POST.getlist("mandatory"))
        try:
            services.edit_sector(actor=request.actor, sector_code=code, values=form.cleaned_data, mandatory=chosen)
        except InvalidInput as error:
            form.add_error("reference_source", error.message)
        else:
            messages.success(request, "Đã lưu ngành dữ liệu.")
            return redirect("datasets:sector", code)
    context = {"sector": row, "form": form, "fields": row.fields.all(), "chosen": chosen}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "datasets/edit_sector.html", context, status=status)


@require_POST
def forget(request: ActorRequest, mapping_id: int) -> HttpResponse:
    kept = ColumnMapping.objects.select_related("sector").filter(pk=mapping_id).first()
    services.forget_mapping(actor=request.actor, mapping_id=mapping_id)
    messages.success(request, "Đã bỏ cách nhận cột này; lần sau hệ thống sẽ hỏi lại.")
    return redirect("datasets:sector", kept.sector.code) if kept else redirect("datasets:sectors")


def _sector(code: str) -> Sector:
    row = Sector.objects.filter(code=code).first()
    if row is None:
        raise SectorNotFound(sector=code)
    return row
