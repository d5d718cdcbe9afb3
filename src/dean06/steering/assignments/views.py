"""Pages of tasks. Reads are in ``queries``, writes in ``services``; a page offers only what its reader may do now."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.kernel.common.errors import DomainError, NotAllowed
from dean06.kernel.common.requests import ActorRequest
from dean06.steering.assignments import bodies as registry
from dean06.steering.assignments import exports, queries, services
from dean06.steering.assignments.act_pages import BY_SLUG, ActPage, arranged
from dean06.steering.assignments.detail import CLASS_KINDS, ball_is_with, view_of
from dean06.steering.assignments.errors import AssignmentNotFound
from dean06.steering.assignments.forms import ActForm, FilterForm, TaskForm
from dean06.steering.assignments.possible import Situation, bodies_for, possible, situation
from dean06.steering.assignments.rules.states import next_state
from dean06.steering.assignments.types import TABS, Act, State, WorkClass

TAB_SLUGS = {
    WorkClass.OVERDUE: "qua-han",
    WorkClass.DUE_SOON: "sap-den-han",
    WorkClass.RECURRING: "thuong-xuyen",
    WorkClass.WAITING_CENTRE: "cho-trung-uong",
    WorkClass.OPEN: "dang-thuc-hien",
    WorkClass.DONE: "hoan-thanh",
    WorkClass.DRAFT: "du-thao",
    WorkClass.CANCELLED: "da-huy",
}
_BY_SLUG = {slug: tab for tab, slug in TAB_SLUGS.items()}


@require_safe
def task_list(request: ActorRequest) -> HttpResponse:
    """The six tabs."""
    on = queries.day(timezone.localdate())
    form, wanted = _filter(request)
    counts = queries.counts(request.actor, on=on, wanted=wanted)
    tab = _BY_SLUG.get(request.GET.get("muc", "")) or next((tab for tab in TABS if counts[tab]), WorkClass.OPEN)
    page = queries.page(
        request.actor,
        tab=tab,
        on=on,
        wanted=wanted,
        after=request.GET.get("sau") or None,
        before=request.GET.get("truoc") or None,
    )
    narrowed = {name: value for name, value in request.GET.items() if name in form.fields and value}

    def address(shown: WorkClass, **more: str) -> str:
        return "?" + urlencode({"muc": TAB_SLUGS[shown], **narrowed, **more})

    drafts = request.actor.can("assignments.issue")
    context = {
        "form": form,
        "filtered": bool(narrowed),
        "tab": tab,
        "tab_slug": TAB_SLUGS[tab],
        "tabs": [(shown.label, address(shown), counts[shown], shown is tab) for shown in TABS],
        "others": [
            (shown.label, address(shown), counts[shown])
            for shown in (WorkClass.DRAFT, WorkClass.CANCELLED)
            if counts[shown] and (shown is not WorkClass.DRAFT or drafts)
        ],
        "total": counts.total,
        "rows": page.rows,
        "today": on.today,
        "next_url": address(tab, sau=page.after) if page.after else "",
        "previous_url": address(tab, truoc=page.before) if page.before else "",
        "first_url": address(tab),
        "export_query": urlencode({"muc": TAB_SLUGS[tab], **narrowed}),
        "can_issue": drafts,
        "can_export": request.actor.can("assignments.export"),
        "kinds": CLASS_KINDS,
    }
    return render(request, "assignments/list.html", context)


@require_safe
def detail(request: ActorRequest, assignment_id: int) -> HttpResponse:
    """One task."""
    assignment = queries.assignment(request.actor, assignment_id)
    at = situation(assignment)
    on = queries.day(timezone.localdate())
    acts = possible(request.actor, at)
    view = view_of(at, on)
    context = {
        "task": assignment,
        "view": view,
        "today": on.today,
        "acts": [
            (page, kind, _act_url(page, assignment_id)) for page, kind in arranged(acts, late=bool(view.days_late))
        ],
        "can_edit": Act.EDIT in acts,
        "mine": next((body for body in at.bodies if body.agency_code == request.actor.agency), None),
        "changes": assignment.deadline_changes.all(),
        "explanations": assignment.explanations.all(),
        "hand_overs": assignment.hand_overs.all(),
        "pending_change": at.pending_change,
        "pending_hand_over": at.pending_hand_over,
        "source_url": _source_url(request, assignment),
    }
    return render(request, "assignments/detail.html", context)


@require_http_methods(["GET", "POST"])
def act(request: ActorRequest, assignment_id: int, slug: str) -> HttpResponse:
    """The page of one act: a form, and the service behind it."""
    page = BY_SLUG.get(slug)
    if page is None:
        raise AssignmentNotFound
    assignment = queries.assignment(request.actor, assignment_id)
    at = situation(assignment)
    form = _act_form(request, page, at)
    if request.method == "POST":
        if form.is_valid():
            key = form.cleaned_data.get("idempotency_key", "")
            try:
                page.run(request.actor, at, form.cleaned_data, key)
            except DomainError as error:
                if not add_errors(form, error):
                    raise
            else:
                messages.success(request, page.said)
                return redirect(_after(request, assignment_id))
    elif page.act not in possible(request.actor, at):
        # Say why: the state forbids it, or the reader has no right.
        next_state(State(assignment.state), page.act)
        raise NotAllowed
    context = {
        "task": assignment,
        "page": page,
        "form": form,
        "facts": _facts(page, at, request),
        "submit_kind": "danger" if page.kind == "danger" else "primary",
        "cancel_url": reverse("assignments:detail", args=[assignment_id]),
    }
    return render(request, "assignments/act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """A task by hand: kept as a draft, then issued from its page."""
    request.actor.require("assignments.issue")
    form = TaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = services.create_draft(
                actor=request.actor,
                draft=form.draft(),
                document=form.document(),
                idempotency_key=form.cleaned_data["idempotency_key"],
            )
        except DomainError as error:
            if not add_errors(form, error):
                raise
        else:
            messages.success(request, f"Đã lưu dự thảo {draft.code}. Xem lại năm đèn rồi giao.")
            return redirect("assignments:detail", draft.pk)
    context = {"form": form, "cancel_url": reverse("assignments:list")}
    return render(request, "assignments/task_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, assignment_id: int) -> HttpResponse:
    """A draft again."""
    assignment = queries.assignment(request.actor, assignment_id)
    next_state(State(assignment.state), Act.EDIT)
    request.actor.require("assignments.issue", agency=assignment.issuer_code)
    form = TaskForm(request.POST or None, assignment=assignment)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_draft(
                actor=request.actor,
                assignment_id=assignment_id,
                draft=form.draft(),
                document=form.document(),
                idempotency_key=form.cleaned_data["idempotency_key"],
            )
        except DomainError as error:
            if not add_errors(form, error):
                raise
        else:
            messages.success(request, "Đã lưu dự thảo.")
            return redirect("assignments:detail", assignment_id)
    context = {
        "form": form,
        "task": assignment,
        "cancel_url": reverse("assignments:detail", args=[assignment_id]),
    }
    return render(request, "assignments/task_form.html", context, status=422 if form.errors else 200)


@require_safe
def agency(request: ActorRequest, code: str) -> HttpResponse:
    """The card of a body: its head, its tasks by tab, how often it finished in time."""
    body = registry.known_agency(code)
    on = queries.day(timezone.localdate())
    if not (queries.sees_whole_province(request.actor) or request.actor.can("assignments.view", agency=code)):
        raise NotAllowed
    score = next(iter(queries.body_scores(request.actor, on=on, agency_code=code)), None)
    wanted = queries.ListFilter(lead=code)
    counts = queries.counts(request.actor, on=on, wanted=wanted)
    name, title, phone = registry.head_of(code)
    shown = [
        (tab, queries.page(request.actor, tab=tab, on=on, wanted=wanted, size=10).rows)
        for tab in (WorkClass.OVERDUE, WorkClass.DUE_SOON, WorkClass.OPEN)
    ]
    context = {
        "body": body,
        "head_name": name,
        "head_title": title,
        "head_phone": phone,
        "score": score,
        "counts": [(tab, counts[tab], CLASS_KINDS[tab], _list_url(tab, chu_tri=code)) for tab in TABS],
        "total": counts.total,
        "shown": [(tab, rows, _list_url(tab, chu_tri=code)) for tab, rows in shown if rows],
        "today": on.today,
        "partner_total": queries.counts(request.actor, on=on, wanted=queries.ListFilter(partner=code)).total,
        "partner_url": _list_url(WorkClass.OPEN, phoi_hop=code),
    }
    return render(request, "assignments/agency.html", context)


@require_safe
def export_xlsx(request: ActorRequest) -> HttpResponse:
    """The filtered tab as a spreadsheet."""
    content = exports.xlsx(actor=request.actor, **_export_scope(request))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download(content, kind, f"nhiem-vu-{timezone.localdate():%Y%m%d}.xlsx")


@require_safe
def export_docx(request: ActorRequest) -> HttpResponse:
    """The filtered tab as "Phụ lục I"."""
    content = exports.appendix(actor=request.actor, **_export_scope(request))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _download(content, kind, f"phu-luc-I-{timezone.localdate():%Y%m%d}.docx")


def add_errors(form: ActForm, error: DomainError) -> bool:
    """Put a refusal where it belongs on the form; ``False`` when it is not about what was entered."""
    if error.status in (403, 404):
        return False
    fields = error.details.get("fields") or {}
    known = {name: text for name, text in fields.items() if name in form.fields}
    for name, text in known.items():
        form.add_error(name, text)
    if not known:
        form.add_error(None, error.message)
    return True


def _filter(request: ActorRequest) -> tuple[FilterForm, queries.ListFilter]:
    """The filter form and what it means; a field that cannot be read narrows nothing and says so."""
    bases = [(basis.pk, str(basis)[:120]) for basis in queries.bases(request.actor)]
    form = FilterForm(request.GET, bases=bases)
    form.is_valid()
    given = form.cleaned_data
    return form, queries.ListFilter(
        text=given.get("q") or "",
        lead=given.get("chu_tri") or "",
        partner=given.get("phoi_hop") or "",
        basis_id=given.get("van_ban"),
        head=given.get("dung_dau") or "",
    )


def _export_scope(request: ActorRequest) -> dict[str, Any]:
    _, wanted = _filter(request)
    return {"tab": _BY_SLUG.get(request.GET.get("muc", "")), "wanted": wanted, "now": timezone.now()}


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _act_url(page: ActPage, assignment_id: int) -> str:
    return reverse("assignments:act", args=[assignment_id, page.slug])


def _list_url(tab: WorkClass, **more: str) -> str:
    return reverse("assignments:list") + "?" + urlencode({"muc": TAB_SLUGS[tab], **more})


def _act_form(request: ActorRequest, page: ActPage, at: Situation) -> ActForm:
    options: dict[str, Any] = {"assignment": at.assignment}
    if page.for_body:
        options["choices"] = bodies_for(request.actor, page.act, at)
        own = [code for code, _ in options["choices"] if code == request.actor.agency]
        options["initial"] = {"agency_code": own[0]} if own else {}
    if page.act is Act.REPORT_PROGRESS:
        options["initial"]["percent"] = next(
            (body.percent for body in at.bodies if body.agency_code == options["initial"].get("agency_code")), None
        )
    if request.method == "POST":
        return page.form(request.POST, request.FILES, **options)
    return page.form(**options)


def _after(request: ActorRequest, assignment_id: int) -> str:
    """Back to the task; to the list when the act took it out of the reader's sight (a part handed over)."""
    try:
        queries.assignment(request.actor, assignment_id)
    except AssignmentNotFound:
        return reverse("assignments:list")
    return reverse("assignments:detail", args=[assignment_id])


def _facts(page: ActPage, at: Situation, request: ActorRequest) -> list[tuple[str, Any]]:
    task = at.assignment
    facts: list[tuple[str, Any]] = [
        ("Nhiệm vụ", task.text),
        ("Cơ quan chủ trì", task.lead_text),
        ("Thời hạn", _date(task.due_date) or task.deadline_text),
        ("Đang chờ", ball_is_with(at)),
    ]
    if page.act is Act.DECIDE_DEADLINE and at.pending_change:
        change = at.pending_change
        facts += [
            ("Xin lùi từ", _date(change.old_due_date)),
            ("Đến", _date(change.new_due_date)),
            ("Lý do", change.reason),
            ("Người đề nghị", change.requested_by_name),
        ]
    if page.act is Act.DECIDE_HAND_OVER and at.pending_hand_over:
        offer = at.pending_hand_over
        facts += [("Bên chuyển", offer.from_name), ("Bên nhận", offer.to_name), ("Lý do", offer.reason)]
    if page.act is Act.ANSWER_EXPLANATION:
        facts += [
            (f"Câu hỏi của {asked.asked_by_name}", asked.question)
            for asked in at.open_explanations[::-1]
            if request.actor.can("assignments.explain", agency=asked.agency_code)
        ][:1]
    return facts


def _date(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _source_url(request: ActorRequest, assignment: Any) -> str:
    """The giving document: under review for those who may read it there, its file for the bodies that do the task."""
    basis = assignment.basis
    if basis is None or basis.source_id is None:
        return ""
    if request.actor.can("documents.view"):
        anchor = f"#dong-{assignment.source_line}" if assignment.source_line else ""
        return reverse("documents:review", args=[basis.source_id]) + anchor
    return reverse("files:download", args=[basis.source.file_id]) if request.actor.can("files.view") else ""
