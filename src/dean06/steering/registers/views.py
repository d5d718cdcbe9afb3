"""Pages ``/so-theo-doi/``: four registers, each with a list, a page and its steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.errors import DomainError, NotAllowed
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.common.vietnamese import search_key
from dean06.steering.registers import forms, services
from dean06.steering.registers.act_pages import FINDING_PAGES, PAGES, ActPage, page_of
from dean06.steering.registers.acts.common import edits
from dean06.steering.registers.errors import RecordNotFound
from dean06.steering.registers.reading import campaigns, inspections, pilots, recommendations, scope
from dean06.steering.registers.types import (
    CampaignState,
    FindingState,
    InspectionState,
    PilotState,
    RecommendationState,
    Register,
)

_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Book:
    """What the generic views need to know of one register. ``detail``, ``slug``: of its addresses."""

    register: Register
    slug: str
    title: str
    lead: str
    noun: str
    states: type[Any]
    visible: Callable[[Actor], QuerySet[Any]]
    rows: Callable[[Actor, Sequence[Any], dt.date], list[Any]]
    create: Callable[..., Any]
    form: type[django_forms.Form]
    add_label: str
    #: Whether units may add records themselves.
    by_units: bool
    late: Callable[[QuerySet[Any], dt.date], QuerySet[Any]] | None

    @property
    def list_url(self) -> str:
        """Address of the list."""
        return reverse("registers:list", args=[self.slug])

    def url(self, pk: int) -> str:
        """Address of a record."""
        return reverse("registers:detail", args=[self.slug, pk])


BOOKS: Mapping[str, Book] = {
    book.slug: book
    for book in (
        Book(
            Register.RECOMMENDATION, "kien-nghi", "Kiến nghị",
            "Kiến nghị của đơn vị gửi cấp có thẩm quyền: gửi ai, ngày nào, đã trả lời chưa.", "kiến nghị",
            RecommendationState, scope.recommendations_of, lambda actor, found, on: recommendations.rows(found, on),
            services.raise_recommendation, forms.RecommendationForm, "Ghi kiến nghị", True,
            lambda rows, on: rows.filter(state=RecommendationState.SENT, due_on__lt=on),
        ),
        Book(
            Register.INSPECTION, "kiem-tra", "Kiểm tra",
            "Kế hoạch kiểm tra, đơn vị được kiểm tra, tồn tại phải khắc phục và kiểm tra lại.", "cuộc kiểm tra",
            InspectionState, scope.inspections_of, inspections.rows,
            services.plan_inspection, forms.InspectionForm, "Lập kế hoạch kiểm tra", False,
            lambda rows, on: rows.filter(findings__state=FindingState.OPEN, findings__fix_by__lt=on).distinct(),
        ),
        Book(
            Register.PILOT, "mo-hinh", "Mô hình điểm",
            "Mô hình điểm của các đơn vị, hiệu quả đo được và kết quả.", "mô hình",
            PilotState, scope.pilots_of, lambda actor, found, on: pilots.rows(found, on),
            services.register_pilot, forms.PilotForm, "Đăng ký mô hình", True,
            lambda rows, on: rows.filter(state__in=(PilotState.REGISTERED, PilotState.RUNNING), ends_on__lt=on),
        ),
        Book(
            Register.CAMPAIGN, "cao-diem", "Đợt cao điểm",
            "Chỉ tiêu giao từng đơn vị, kết quả từng ngày, thứ hạng và dự báo ngày đạt.", "đợt cao điểm",
            CampaignState, scope.campaigns_of, lambda actor, found, on: campaigns.rows(found, on),
            services.open_campaign, forms.CampaignForm, "Mở đợt cao điểm", False, None,
        ),
    )
}  # fmt: skip


def _book(slug: str) -> Book:
    found = BOOKS.get(slug)
    if found is None:
        raise RecordNotFound
    return found


@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """The four registers with what is open and what is late in each."""
    actor = actor_of(request, scope.VIEW)
    today = timezone.localdate()
    late = inspections.overdue_findings(actor, today)
    waiting = recommendations.open_recommendations(actor, today)
    models = [row for row in pilots.pilots(actor, today) if row.state in (PilotState.REGISTERED, PilotState.RUNNING)]
    running = campaigns.campaigns(actor, today)
    cards = [
        (BOOKS["kien-nghi"], len(waiting), "chờ trả lời", sum(row.overdue for row in waiting), "quá hạn trả lời"),
        (
            BOOKS["kiem-tra"],
            len(inspections.open_findings(actor, today)),
            "tồn tại chưa xong",
            len(late),
            "quá hạn khắc phục",
        ),
        (BOOKS["mo-hinh"], len(models), "mô hình đang làm", sum(row.overdue for row in models), "quá ngày tổng kết"),
        (
            BOOKS["cao-diem"],
            len(running),
            "đợt đang chạy",
            sum(row.on_course is False for row in running),
            "khó đạt chỉ tiêu",
        ),
    ]
    context = {"cards": cards, "late": late[:10], "waiting": waiting[:10], "running": running[:5], "today": today}
    return render(request, "registers/overview.html", context)


@require_safe
def record_list(request: ActorRequest, slug: str) -> HttpResponse:
    """One register: filter, pages."""
    book = _book(slug)
    actor = actor_of(request, scope.VIEW)
    today = timezone.localdate()
    form = forms.FilterForm(request.GET, states=book.states.choices, late=book.late is not None)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = book.visible(actor)
    for word in search_key(wanted.get("q") or "").split():
        rows = rows.filter(search_key__contains=word)
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if wanted.get("late") and book.late is not None:
        rows = book.late(rows, today)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "book": book,
        "form": form,
        "filtered": any(wanted.values()),
        "page": page,
        "rows": book.rows(actor, list(page.object_list), today),
        "cleaning": campaigns.cleaning(today) if slug == "cao-diem" and scope.own_bodies(actor) is None else [],
        "may_add": edits(actor) or (book.by_units and actor.can(scope.ANSWER)),
        "today": today,
    }
    return render(request, f"registers/list_{book.register.value}.html", context)


@require_safe
def detail(request: ActorRequest, slug: str, record_id: int) -> HttpResponse:
    """One record with its steps and its history."""
    book = _book(slug)
    actor = actor_of(request, scope.VIEW)
    today = timezone.localdate()
    record = _record(book, actor, record_id)
    (row,) = book.rows(actor, [record], today)
    acts = [
        (page, reverse("registers:act", args=[slug, record_id, page.slug]))
        for page in PAGES[book.register]
        if page.offered(actor, record)
    ]
    context = {
        "book": book,
        "record": record,
        "row": row,
        "acts": acts,
        "page": Paginator(scope.history_of(actor, book.register, record), _PER_PAGE).get_page(request.GET.get("page")),
        "may_edit": edits(actor),
        "today": today,
        **_more(book, actor, record, today),
    }
    return render(request, f"registers/{book.register.value}.html", context)


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest, slug: str) -> HttpResponse:
    """A new record."""
    book = _book(slug)
    actor = actor_of(request, scope.VIEW)
    if not edits(actor):
        actor.require(scope.ANSWER if book.by_units else scope.EDIT)
    form = book.form(request.POST or None, **_create_arguments(book, actor))
    if request.method == "POST" and form.is_valid():
        try:
            record = book.create(actor=actor, **form.cleaned_data)
        except DomainError as error:
            if not show_refusal(form, error):
                raise
        else:
            messages.success(request, "Đã ghi vào sổ theo dõi.")
            return redirect(book.url(record.pk))
    return _page(request, book, form, book.add_label, "", [(book.title, book.list_url), (book.add_label, "")])


@require_http_methods(["GET", "POST"])
def edit_inspection(request: ActorRequest, record_id: int) -> HttpResponse:
    """The plan of an inspection that was not carried out yet."""
    book = BOOKS["kiem-tra"]
    actor = actor_of(request, scope.EDIT)
    record = _record(book, actor, record_id)
    initial = {
        name: getattr(record, name) for name in ("title", "basis", "lead_code", "starts_on", "ends_on", "content")
    } | {"units": list(record.units.order_by("pk").values_list("agency_code", flat=True))}
    form = forms.InspectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = request.POST.get("version", "")
        version = int(given) if given.isdigit() else None
        try:
            services.edit_inspection(actor=actor, record_id=record_id, version=version, **form.cleaned_data)
        except DomainError as error:
            if not show_refusal(form, error):
                raise
        else:
            messages.success(request, "Đã sửa kế hoạch kiểm tra.")
            return redirect(book.url(record_id))
    crumbs = [(book.title, book.list_url), (record.title, book.url(record_id)), ("Sửa kế hoạch", "")]
    version_shown = request.POST.get("version") or record.version
    return _page(request, book, form, "Sửa kế hoạch", "", crumbs, version=version_shown)


@require_http_methods(["GET", "POST"])
def act(request: ActorRequest, slug: str, record_id: int, act_slug: str) -> HttpResponse:
    """One step on a record."""
    book = _book(slug)
    actor = actor_of(request, scope.VIEW)
    record = _record(book, actor, record_id)
    page = page_of(PAGES[book.register], act_slug)
    crumbs = [(book.title, book.list_url), (str(record), book.url(record_id)), (page.label if page else "", "")]
    return _take(request, book, actor, page, record, book.url(record_id), crumbs)


@require_http_methods(["GET", "POST"])
def finding_act(request: ActorRequest, finding_id: int, act_slug: str) -> HttpResponse:
    """One step on a finding."""
    book = BOOKS["kiem-tra"]
    actor = actor_of(request, scope.VIEW)
    finding = scope.findings_of(actor).filter(pk=finding_id).first()
    if finding is None:
        raise RecordNotFound(finding=finding_id)
    page = page_of(FINDING_PAGES, act_slug)
    back = book.url(finding.inspection_id)
    crumbs = [(book.title, book.list_url), (finding.inspection.title, back), (page.label if page else "", "")]
    return _take(request, book, actor, page, finding, back, crumbs, lead=finding.text)


@require_safe
def findings(request: ActorRequest) -> HttpResponse:
    """Findings that are not closed, the most overdue first."""
    actor = actor_of(request, scope.VIEW)
    today = timezone.localdate()
    page = Paginator(inspections.open_findings(actor, today), _PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "book": BOOKS["kiem-tra"], "today": today}
    return render(request, "registers/findings.html", context)


def _take(
    request: ActorRequest,
    book: Book,
    actor: Actor,
    page: ActPage | None,
    record: Any,
    back: str,
    crumbs: list[tuple[str, str]],
    *,
    lead: str = "",
) -> HttpResponse:
    if page is None:
        raise RecordNotFound
    if not page.who(actor, record):
        raise NotAllowed
    arguments = page.arguments(actor, record) if page.arguments else {}
    form = page.form(request.POST or None, initial=page.initial(record) if page.initial else None, **arguments)
    if request.method == "POST":
        form.is_bound = True
        if form.is_valid():
            try:
                page.run(actor, record, form.cleaned_data)
            except DomainError as error:
                if not show_refusal(form, error):
                    raise
            else:
                messages.success(request, page.said)
                return redirect(back)
    elif record.state not in page.states:
        messages.info(request, "Việc này không còn phù hợp với tình trạng hiện tại.")
        return redirect(back)
    return _page(request, book, form, page.label, lead or page.hint, crumbs, kind=page.kind)


def _page(
    request: ActorRequest,
    book: Book,
    form: django_forms.Form,
    title: str,
    lead: str,
    crumbs: list[tuple[str, str]],
    *,
    kind: str = "primary",
    version: Any = None,
) -> HttpResponse:
    context = {
        "book": book,
        "form": form,
        "title": title,
        "lead": lead,
        "kind": "danger" if kind == "danger" else "primary",
        "breadcrumbs": [("Sổ theo dõi", reverse("registers:overview")), *crumbs],
        "back_url": crumbs[-2][1],
        "version": version,
    }
    return render(request, "registers/act.html", context, status=422 if form.errors else 200)


def _record(book: Book, actor: Actor, record_id: int) -> Any:
    record = book.visible(actor).filter(pk=record_id).first()
    if record is None:
        raise RecordNotFound(record=record_id)
    return record


def _create_arguments(book: Book, actor: Actor) -> dict[str, Any]:
    """What the form of a new record starts with; a unit is offered its own bodies only."""
    today = timezone.localdate()
    arguments: dict[str, Any] = {"initial": {"raised_on": today, "starts_on": today}}
    own = actor.agencies_for(scope.ANSWER)
    if book.by_units and not edits(actor) and WHOLE_PROVINCE not in own:
        known = scope.names(own)
        first = actor.agency or ""
        choices = sorted(known.items(), key=lambda one: (one[0] != first, one[1]))
        arguments["own"] = choices
    return arguments


def _more(book: Book, actor: Actor, record: Any, today: dt.date) -> dict[str, Any]:
    """What one register shows beside the row."""
    if book.register == Register.INSPECTION:
        by_id = {finding.pk: finding for finding in scope.findings_of(actor).filter(inspection=record)}
        (row,) = inspections.rows(actor, [record], today)
        lines = [
            (
                finding,
                by_id[finding.id],
                [
                    (page, reverse("registers:finding_act", args=[finding.id, page.slug]))
                    for page in FINDING_PAGES
                    if page.offered(actor, by_id[finding.id])
                ],
            )
            for finding in row.findings
        ]
        return {"findings": lines, "may_plan": edits(actor) and record.state == InspectionState.PLANNED}
    if book.register == Register.PILOT:
        return {"progress": record.progress.all()}
    if book.register == Register.CAMPAIGN:
        return {"chart": campaigns.chart(record, today)}
    return {}
