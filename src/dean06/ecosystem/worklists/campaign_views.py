"""Pages of campaigns and of the progress of cleaning."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.ecosystem.cleaning.types import ResultClass
from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.worklists import services, staff
from dean06.ecosystem.worklists.exports import campaign_report, files, spreadsheet
from dean06.ecosystem.worklists.forms import CampaignForm, NoteForm
from dean06.ecosystem.worklists.list_views import download
from dean06.ecosystem.worklists.models import Campaign
from dean06.ecosystem.worklists.reading import campaigns
from dean06.ecosystem.worklists.reading import progress as progress_reads
from dean06.ecosystem.worklists.rules.outlook_words import outlook_sentences
from dean06.ecosystem.worklists.rules.ranking import in_words, percent, thousands
from dean06.ecosystem.worklists.scope import MANAGE
from dean06.ecosystem.worklists.types import CampaignState, Pair
from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.requests import ActorRequest

_KINDS = {CampaignState.PLANNED: "neutral", CampaignState.RUNNING: "ongoing", CampaignState.CLOSED: "success"}


@require_safe
def campaign_list(request: ActorRequest) -> HttpResponse:
    """All campaigns, running ones first."""
    lines = campaigns.lines(request.actor)
    context = {
        "lines": [
            {
                "line": line,
                "kind": _KINDS[CampaignState(line.campaign.state)],
                "left": (line.campaign.ends_on - timezone.localdate()).days,
            }
            for line in lines
        ],
        "can_manage": request.actor.can(MANAGE),
    }
    return render(request, "worklists/campaigns.html", context)


@require_safe
def campaign(request: ActorRequest, campaign_id: int) -> HttpResponse:
    """One campaign: counts, burn-up, outlook, ranking, what remains."""
    view = campaigns.view(request.actor, campaign_id, today=timezone.localdate())
    found = view.campaign
    sectors = files.sector_names()
    working = [one for one in view.ranking if one.rank is not None]
    context = {
        "view": view,
        "campaign": found,
        "kind": _KINDS[CampaignState(found.state)],
        "points": campaigns.chart_points(view.points),
        "cut": len(view.points) > campaigns.MOST_POINTS,
        "sentences": outlook_sentences(view.outlook, found.start_count or 0) if view.outlook else [],
        "kind_of_outlook": _outlook_kind(view),
        "percent": percent(view.pair),
        "target_words": _target_words(found, view.target),
        "working": [(one, percent(one.score.pair)) for one in working],
        "idle": [one.score.name for one in view.ranking if one.rank is None],
        "rest": [{"label": label, "value": number} for label, number in view.rest],
        "scope": _scope_words(found, sectors),
        "can_manage": request.actor.can(MANAGE) and found.state != CampaignState.CLOSED,
        "days_left": (found.ends_on - timezone.localdate()).days,
    }
    return render(request, "worklists/campaign.html", context)


@require_http_methods(["GET", "POST"])
def campaign_new(request: ActorRequest) -> HttpResponse:
    """Announces a campaign."""
    request.actor.require(MANAGE)
    return _campaign_form(request, None)


@require_http_methods(["GET", "POST"])
def campaign_edit(request: ActorRequest, campaign_id: int) -> HttpResponse:
    """Changes one."""
    request.actor.require(MANAGE)
    return _campaign_form(request, campaigns.get(request.actor, campaign_id))


@require_http_methods(["GET", "POST"])
def campaign_close(request: ActorRequest, campaign_id: int) -> HttpResponse:
    """Ends one with a last count."""
    request.actor.require(MANAGE)
    found = campaigns.get(request.actor, campaign_id)
    form = NoteForm(request.POST or None, initial={"version": found.version})
    form.fields["note"].label = "Đánh giá"
    form.fields["note"].help_text = "Đưa vào báo cáo kết thúc đợt"
    if request.method == "POST" and form.is_valid():
        try:
            services.close_campaign(
                actor=request.actor,
                campaign_id=campaign_id,
                note=form.cleaned_data["note"],
                version=form.cleaned_data["version"],
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã đóng đợt cao điểm. Số liệu được giữ nguyên.")
            return redirect("campaigns:detail", campaign_id)
    context = {
        "title": "Đóng đợt cao điểm",
        "question": f"Đóng “{found.name}”? Số liệu được đếm lần cuối rồi giữ nguyên, không mở lại được.",
        "form": form,
        "submit": "Đóng đợt",
        "cancel_url": reverse("campaigns:detail", args=[campaign_id]),
    }
    return render(request, "design/confirm.html", context, status=422 if form.errors else 200)


@require_safe
def report_docx(request: ActorRequest, campaign_id: int) -> HttpResponse:
    """The report."""
    content = files.campaign_docx(actor=request.actor, campaign_id=campaign_id, today=timezone.localdate())
    return download(content, campaign_report.MEDIA_TYPE, f"bao-cao-dot-cao-diem-{campaign_id}.docx")


@require_safe
def report_xlsx(request: ActorRequest, campaign_id: int) -> HttpResponse:
    """The figures."""
    content = files.campaign_xlsx(actor=request.actor, campaign_id=campaign_id, today=timezone.localdate())
    return download(content, spreadsheet.MEDIA_TYPE, f"so-lieu-dot-cao-diem-{campaign_id}.xlsx")


@require_safe
def progress(request: ActorRequest) -> HttpResponse:
    """How much of each list is right, by commune."""
    today = timezone.localdate()
    found = progress_reads.view(request.actor, today=today)
    names = staff.commune_names(today)
    chosen = next((one for one in found if one.code == request.GET.get("ds")), None)

    def named(pairs: list[tuple[str, Pair]]) -> list[tuple[str, str]]:
        return [(names.get(unit, unit), in_words(pair)) for unit, pair in pairs]

    context: dict[str, Any] = {
        "sectors": [
            {
                "one": one,
                "before": in_words(one.before) if one.before else "",
                "change": one.change,
                "best": named(one.best),
                "worst": named(one.worst),
                "zero": [names.get(unit, unit) for unit in one.at_zero],
                "none": [names.get(unit, unit) for unit in one.not_counted],
                "url": f"?ds={one.code}",
            }
            for one in found
        ],
        "chosen": chosen,
        "rows": [
            (
                names.get(unit, unit) if unit else staff.UNKNOWN_UNIT,
                pair,
                percent(pair) if pair else "",
                percent(before) if before else "",
            )
            for unit, pair, before in (chosen.by_unit if chosen else [])
        ],
        "missing": [sector.name for sector in datasets.sectors() if sector.code not in {one.code for one in found}],
        "today": today,
    }
    return render(request, "worklists/progress.html", context)


@require_safe
def progress_xlsx(request: ActorRequest) -> HttpResponse:
    """The same as a workbook, every commune of every list."""
    content = files.progress_xlsx(actor=request.actor, today=timezone.localdate())
    return download(content, spreadsheet.MEDIA_TYPE, f"tien-do-lam-sach-{timezone.localdate():%Y%m%d}.xlsx")


def _campaign_form(request: ActorRequest, found: Campaign | None) -> HttpResponse:
    options: dict[str, Any] = {
        "sectors": [(sector.code, sector.name) for sector in datasets.sectors()],
        "communes": [(unit.code, unit.name) for unit in staff.communes(timezone.localdate())],
        "campaign": found,
    }
    form = CampaignForm(request.POST, **options) if request.method == "POST" else CampaignForm(**options)
    if request.method == "POST" and form.is_valid():
        try:
            if found is None:
                done = services.open_campaign(actor=request.actor, plan=form.plan())
            else:
                done = services.change_campaign(
                    actor=request.actor,
                    campaign_id=found.pk,
                    plan=form.plan(),
                    version=form.cleaned_data["version"],
                )
        except DomainError as error:
            fields = error.details.get("fields") or {}
            for name, text in fields.items():
                form.add_error(name if name in form.fields else None, text)
            if not fields:
                form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu đợt cao điểm.")
            return redirect("campaigns:detail", done.pk)
    context = {
        "form": form,
        "campaign": found,
        "cancel_url": reverse("campaigns:detail", args=[found.pk]) if found else reverse("campaigns:list"),
    }
    return render(request, "worklists/campaign_form.html", context, status=422 if form.errors else 200)


def _target_words(found: Campaign, target: int) -> str:
    if found.target_share is not None:
        share = f"{found.target_share / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
        return f"{share}% số đầu kỳ"
    return f"{thousands(target)} bản ghi"


def _scope_words(found: Campaign, sectors: dict[str, str]) -> list[tuple[str, str]]:
    return [
        ("Văn bản", found.basis),
        ("Danh sách", ", ".join(sectors.get(code, code) for code in found.sectors) or "Mọi danh sách"),
        ("Lý do", ", ".join(str(ResultClass(code).label) for code in found.classes) or "Mọi lý do"),
        ("Xã, phường", f"{len(found.units)} xã, phường" if found.units else "Toàn tỉnh"),
        ("Thời gian", f"{found.starts_on:%d/%m/%Y} – {found.ends_on:%d/%m/%Y}"),
    ]


def _outlook_kind(view: campaigns.CampaignView) -> str:
    if view.outlook is None or view.outlook.on_course is None:
        return "info"
    return "success" if view.outlook.on_course else "warning"
