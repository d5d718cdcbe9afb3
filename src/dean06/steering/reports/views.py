"""Pages where a report is found, read and written. Steps towards signing are in ``step_views``."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.papers import to_docx
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.steering.collection import queries as collection
from dean06.steering.collection.types import State
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import PeriodKind
from dean06.steering.reports import access, drawing, presenting, queries, services
from dean06.steering.reports.acts.finishing import authors, filename
from dean06.steering.reports.errors import ReportNotFound, SectionConflict, UnknownFigure
from dean06.steering.reports.forms import CreateForm, OvertypeForm
from dean06.steering.reports.models import Comment, Overtyped, Report, Section, SectionVersion
from dean06.steering.reports.output import office
from dean06.steering.reports.output.paper import paper
from dean06.steering.reports.types import ReportState

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Periods that a new report may be for, counted back from today.
_PERIODS = {PeriodKind.MONTH: 4, PeriodKind.WEEK: 4, PeriodKind.HALF: 2, PeriodKind.YEAR: 2}


@require_safe
def report_list(request: ActorRequest) -> HttpResponse:
    """Reports by period, who has sent figures, and the form for a new one."""
    actor = actor_of(request, access.VIEW)
    today = timezone.localdate()
    kind = next((one for one in PeriodKind if one.value == request.GET.get("loai")), None)
    found = queries.reports(actor, kind=kind)
    period = indicators.previous(indicators.period_on(PeriodKind.MONTH, today))
    statuses = collection.status(actor, period, today) if actor.can("indicators.view") else []
    owed = [row for row in statuses if row.expected and row.state != State.EXEMPT]
    tabs = [("Tất cả", request.path, None, kind is None)]
    tabs += [(one.label, f"?loai={one.value}", None, one is kind) for one in PeriodKind]
    context = {
        "reports": [(row, presenting.STATE_KINDS[row.state]) for row in found],
        "tabs": tabs,
        "waiting": queries.waiting_for_signature(actor) if actor.can(access.SIGN) else [],
        "period": period,
        "sent": [row for row in owed if row.received],
        "missing": [row for row in owed if not row.received],
        "owed": owed,
        "form": _create_form(request) if actor.can(access.WRITE) else None,
        "can_edit_templates": _may_edit_templates(actor),
    }
    return render(request, "reports/list.html", context)


@require_POST
def create(request: ActorRequest) -> HttpResponse:
    """A new report, or the one there is."""
    form = _create_form(request)
    if not form.is_valid():
        messages.error(request, "Hãy chọn đơn vị và kỳ báo cáo trong danh sách.")
        return redirect("reports:list")
    report = services.create_report(
        actor=request.actor, unit=form.cleaned_data["don_vi"], period=form.cleaned_data["ky"]
    )
    return redirect("reports:workshop", report.pk)


@require_safe
def read(request: ActorRequest, report_id: int) -> HttpResponse:
    """The report as it reads, each number leading to its rows."""
    report = access.get(request.actor, report_id)
    shown = drawing.shown(request.actor, report, today=timezone.localdate())
    context = {
        **_head(request, report),
        "letter": drawing.letter_of(report),
        "title": shown.title,
        "subtitle": shown.subtitle,
        "parts": [(part, presenting.drawn(part)) for part in shown.sections],
        "appendices": [(part, presenting.drawn(part)) for part in shown.appendices],
        "overtyped": shown.overtyped(),
        "steps_done": report.steps.all(),
    }
    return render(request, "reports/read.html", context)


@require_safe
def workshop(request: ActorRequest, report_id: int) -> HttpResponse:
    """Three panes: sections with their state; the text with live numbers; last period, remarks, findings."""
    report = access.get(request.actor, report_id)
    facts = drawing.facts_of(request.actor, report, today=timezone.localdate())
    if report.state == ReportState.DRAFT:
        shown = drawing.live(request.actor, report, today=facts.today, facts=facts)
    else:
        shown = drawing.shown(request.actor, report, today=facts.today)
    wanted = request.GET.get("muc", "")
    section = Section.objects.filter(report=report, key=wanted).first() if wanted else None
    part = next((one for one in shown.sections if section is not None and one.key == section.key), None)
    before, before_part = presenting.last_period(request.actor, report, wanted) if section else (None, None)
    may_write = request.actor.can(access.WRITE, agency=report.agency_code) and report.state == ReportState.DRAFT
    context = {
        **_head(request, report),
        "shown": shown,
        "lines": presenting.section_lines(report, shown, wanted),
        "parts": [
            (
                one,
                presenting.drawn(one),
                one.key == wanted,
                [row for row in report.findings if row["section"] == one.key],
            )
            for one in shown.sections
        ],
        "appendices": shown.appendices,
        "section": section,
        "may_write": may_write,
        "editing": section is not None and may_write and "sua" in request.GET,
        "figures": presenting.figures_of(part) if part is not None else [],
        "overtyped_of_section": list(section.overtyped.filter(removed_at=None)) if section else [],
        "comments": list(section.comments.all()) if section else [],
        "before": before,
        "before_blocks": presenting.drawn(before_part) if before_part is not None else [],
        "findings": report.findings,
        "overtyped": shown.overtyped(),
        "typed": shown.typed_by_hand(),
        "catalogue": _catalogue(facts) if may_write and section else [],
    }
    return render(request, "reports/workshop.html", context)


@require_POST
def save(request: ActorRequest, section_id: int) -> HttpResponse:
    """Keep a section. For htmx (autosave) answers with the line under the text; else goes back to the page."""
    section = _section(request, section_id)
    text = request.POST.get("text", "")
    revision = request.POST.get("revision", "")
    try:
        saved = services.save_section(
            actor=request.actor,
            section_id=section_id,
            text=text,
            revision=int(revision) if revision.isdecimal() else 0,
        )
    except SectionConflict as conflict:
        context = {"section": section, "report": section.report, "conflict": conflict.details, "mine": text}
        if request.htmx:
            return render(request, "reports/_saved.html", context)
        return render(request, "reports/conflict.html", context, status=conflict.status)
    except DomainError as refusal:
        if not request.htmx:
            raise
        return render(request, "reports/_saved.html", {"refusal": refusal.message, "section": section})
    if request.htmx:
        return render(request, "reports/_saved.html", {"section": saved, "at": timezone.localtime()})
    messages.success(request, "Đã lưu mục.")
    return HttpResponseRedirect(_at(saved))


@require_safe
def versions(request: ActorRequest, section_id: int) -> HttpResponse:
    """The texts of a section over time, and what changed between two of them."""
    section = _section(request, section_id)
    rows = list(section.versions.all())
    after = next((row for row in rows if str(row.pk) == request.GET.get("sau")), rows[0])
    earlier = [row for row in rows if row.revision < after.revision]
    before = next((row for row in earlier if str(row.pk) == request.GET.get("truoc")), earlier[0] if earlier else None)
    context = {
        **_head(request, section.report),
        "section": section,
        "versions": rows,
        "after": after,
        "before": before,
        "may_write": request.actor.can(access.WRITE, agency=section.report.agency_code)
        and section.report.state == ReportState.DRAFT,
    }
    return render(request, "reports/versions.html", context)


@require_POST
def restore(request: ActorRequest, version_id: int) -> HttpResponse:
    """Bring an earlier text back."""
    version = get_object_or_404(SectionVersion, pk=version_id)
    _section(request, version.section_id)
    section = services.restore_version(actor=request.actor, version_id=version_id)
    messages.success(request, "Đã lấy lại bản trước. Bản vừa thay vẫn còn trong danh sách.")
    return HttpResponseRedirect(_at(section))


@require_POST
def comment(request: ActorRequest, section_id: int) -> HttpResponse:
    """Leave a remark."""
    section = _section(request, section_id)
    try:
        services.comment(actor=request.actor, section_id=section_id, text=request.POST.get("text", ""))
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Đã gửi góp ý.")
    return HttpResponseRedirect(f"{_at(section)}-gop-y")


@require_POST
def resolve(request: ActorRequest, comment_id: int) -> HttpResponse:
    """A remark was dealt with."""
    found = get_object_or_404(Comment, pk=comment_id)
    section = _section(request, found.section_id)
    services.resolve_comment(actor=request.actor, comment_id=comment_id)
    messages.success(request, "Đã ghi nhận góp ý được xử lý xong.")
    return HttpResponseRedirect(f"{_at(section)}-gop-y")


@require_http_methods(["GET", "POST"])
def overtype(request: ActorRequest, section_id: int) -> HttpResponse:
    """A figure with where it comes from, and the form that writes another value over it."""
    section = _section(request, section_id)
    key = request.GET.get("so", "")
    part = drawing.one_section(request.actor, section.report, section, today=timezone.localdate())
    figure = next((one for one in presenting.figures_of(part) if one.key == key), None)
    if figure is None:
        raise UnknownFigure(key=key)
    form = OvertypeForm(request.POST or None, initial={"shown": figure.shown, "reason": figure.reason})
    if request.method == "POST" and form.is_valid():
        try:
            services.overtype(actor=request.actor, section_id=section_id, key=key, **form.cleaned_data)
        except DomainError as refusal:
            if not show_refusal(form, refusal):
                raise
        else:
            messages.success(request, "Đã ghi đè số liệu. Người duyệt sẽ thấy số này kèm lý do.")
            return HttpResponseRedirect(_at(section))
    context = {
        **_head(request, section.report),
        "section": section,
        "figure": figure,
        "form": form,
        "back": _at(section),
    }
    return render(request, "reports/overtype.html", context)


@require_POST
def restore_figure(request: ActorRequest, overtyped_id: int) -> HttpResponse:
    """The computed value stands again."""
    found = get_object_or_404(Overtyped, pk=overtyped_id)
    section = _section(request, found.section_id)
    services.restore_figure(actor=request.actor, overtyped_id=overtyped_id)
    messages.success(request, "Đã bỏ số ghi đè, số hệ thống tính được dùng lại.")
    return HttpResponseRedirect(_at(section))


@require_http_methods(["GET", "POST"])
def link_number(request: ActorRequest, section_id: int) -> HttpResponse:
    """Figures that a number typed by hand may be, to put one in its place."""
    section = _section(request, section_id)
    typed, at = request.GET.get("so", "")[:60], request.GET.get("vi-tri", "")
    if request.method == "POST":
        services.link_number(
            actor=request.actor,
            section_id=section_id,
            at=int(at) if at.isdecimal() else 0,
            typed=typed,
            key=request.POST.get("key", ""),
        )
        messages.success(request, "Đã gắn số với số liệu: số này từ nay tự cập nhật.")
        return HttpResponseRedirect(_at(section))
    facts = drawing.facts_of(request.actor, section.report, today=timezone.localdate())
    context = {
        **_head(request, section.report),
        "section": section,
        "typed": typed,
        "suggestions": presenting.suggestions(facts, typed),
        "back": _at(section),
    }
    return render(request, "reports/link_number.html", context)


@require_safe
def docx(request: ActorRequest, report_id: int) -> HttpResponse:
    """The report as .docx: the kept file once issued, else as it stands."""
    report = access.get(request.actor, report_id)
    if report.docx_file_id is not None:
        return redirect("files:download", report.docx_file_id)
    shown = drawing.shown(request.actor, report, today=timezone.localdate())
    content = to_docx(paper(shown, drawing.letter_of(report)))
    return _file(content, filename(report, "docx"), _DOCX)


@require_safe
def pdf(request: ActorRequest, report_id: int) -> HttpResponse:
    """The report as PDF: the signed file once kept, else made from the .docx as it stands."""
    report = access.get(request.actor, report_id)
    if report.pdf_file_id is not None:
        return redirect("files:download", report.pdf_file_id)
    shown = drawing.shown(request.actor, report, today=timezone.localdate())
    written = paper(shown, drawing.letter_of(report))
    content, _ = office.pdf(to_docx(written), written)
    return _file(content, filename(report, "pdf"), "application/pdf")


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _section(request: ActorRequest, section_id: int) -> Section:
    section = Section.objects.select_related("report__period").filter(pk=section_id).first()
    if section is None:
        raise ReportNotFound
    access.get(request.actor, section.report_id)
    return section


def _at(section: Section) -> str:
    return f"{reverse('reports:workshop', args=[section.report_id])}?muc={section.key}#muc-{section.key}"


def _head(request: ActorRequest, report: Report) -> dict[str, Any]:
    """What each page of a report shows at its top, and what its reader may do now."""
    state, actor = ReportState(report.state), request.actor
    writes = actor.can(access.WRITE, agency=report.agency_code)
    signs = actor.can(access.SIGN, agency=report.agency_code)
    reached = [one for one, _ in presenting.STEPS].index(state)
    return {
        "report": report,
        "state": state,
        "state_kind": presenting.STATE_KINDS[state],
        "steps": [(label, index < reached, index == reached) for index, (_, label) in enumerate(presenting.STEPS)],
        "acts": {
            "write": writes and state == ReportState.DRAFT,
            "freeze": writes and state == ReportState.DRAFT,
            "unfreeze": writes and state in (ReportState.FROZEN, ReportState.CHECKED),
            "check": writes and state in (ReportState.FROZEN, ReportState.CHECKED),
            "sign": signs and state == ReportState.CHECKED and actor.user_id not in authors(report),
            "return": signs and state in (ReportState.FROZEN, ReportState.CHECKED, ReportState.SIGNED),
            "issue": writes and state == ReportState.SIGNED,
        },
    }


def _create_form(request: ActorRequest) -> CreateForm:
    today = timezone.localdate()
    units = [
        (unit.code, unit.name)
        for unit in indicators.units(today)
        if unit.agency and request.actor.can(access.WRITE, agency=unit.agency)
    ]
    periods = [
        (period.code, period.label)
        for kind, count in _PERIODS.items()
        for period in reversed(indicators.recent(kind, count, today))
    ]
    # The month that is over is the one to be reported on.
    last_month = indicators.previous(indicators.period_on(PeriodKind.MONTH, today))
    return CreateForm(request.POST or None, units=units, periods=periods, initial={"ky": last_month.code})


def _may_edit_templates(actor: Any) -> bool:
    return "*" in actor.agencies_for(access.WRITE)


def _catalogue(facts: drawing.Facts) -> list[tuple[str, str]]:
    """Codes and names that a writer may put into the text."""
    return [(ref.code, ref.short_name or ref.name) for ref in facts.refs.values()]
