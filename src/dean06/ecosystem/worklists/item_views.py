"""The page of one record: sector and registry side by side, its story, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.ecosystem.cleaning import queries as cleaning
from dean06.ecosystem.cleaning.errors import ResultsGone
from dean06.ecosystem.datasets.errors import RowsGone
from dean06.ecosystem.worklists import forms, pairs, services, staff
from dean06.ecosystem.worklists.acts.common import LIVE
from dean06.ecosystem.worklists.errors import ItemChanged, ItemNotFound
from dean06.ecosystem.worklists.exports.files import sector_names
from dean06.ecosystem.worklists.models import WorkItem
from dean06.ecosystem.worklists.reading.lists import note_read
from dean06.ecosystem.worklists.reading.records import PersonLine, person_lines
from dean06.ecosystem.worklists.rules.guidance import GUIDANCE
from dean06.ecosystem.worklists.rules.states import ENDED, NEXT_ACTS, allows
from dean06.ecosystem.worklists.scope import ASSIGN, RECORDS, WORK, finding_of, scope_of
from dean06.ecosystem.worklists.types import Act, LeadsTo, WorkState
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.requests import ActorRequest

PURPOSE = "Làm sạch dữ liệu của xã, phường"
#: Fields of ``review`` in words.
_REVIEW_FIELDS = {
    "full_name": "Họ tên",
    "birth_date": "Ngày sinh",
    "sex": "Giới tính",
    "father_name": "Họ tên cha",
    "mother_name": "Họ tên mẹ",
    "personal_id": "Số định danh",
    "old_id": "Số chứng minh nhân dân",
    "unit": "Xã, phường",
    "village": "Thôn, tổ dân phố",
}
Run = Callable[[Actor, int, dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act: ``slug`` is its address under the record, ``said`` the answer."""

    act: Act
    slug: str
    label: str
    form: type[forms.ItemForm]
    run: Run
    said: str
    icon: str
    permission: str = WORK
    kind: str = "secondary"
    hint: str = ""


def _visit(actor: Actor, finding_id: int, given: dict[str, Any]) -> object:
    return services.record_visit(
        actor=actor,
        finding_id=finding_id,
        outcome=given["outcome"],
        how=given["how"],
        note=given["note"],
        place=given["place"],
        paper=given["paper"],
        next_visit_on=given["next_visit_on"],
        corrections=given["corrections"],
        evidence=_file(given),
        version=given["version"],
    )


def _registry(actor: Actor, finding_id: int, given: dict[str, Any]) -> object:
    return services.send_to_registry(
        actor=actor,
        finding_id=finding_id,
        reason=given["reason"],
        fields=given.get("fields_") or (),
        document_ref=given["document_ref"],
        evidence=_file(given),
        version=given["version"],
    )


def _decide_close(actor: Actor, finding_id: int, given: dict[str, Any]) -> object:
    return services.decide_close(
        actor=actor,
        finding_id=finding_id,
        approved=given["decision"] == "yes",
        note=given["note"],
        version=given["version"],
    )


def _noted(service: Callable[..., object]) -> Run:
    return lambda actor, finding_id, given: service(
        actor=actor, finding_id=finding_id, note=given["note"], version=given["version"]
    )


def _reasoned(service: Callable[..., object]) -> Run:
    return lambda actor, finding_id, given: service(
        actor=actor, finding_id=finding_id, reason=given["reason"], version=given["version"]
    )


def _take(actor: Actor, finding_id: int, given: dict[str, Any]) -> object:
    seen = given["version"]
    return services.take(actor=actor, finding_ids=[finding_id], versions=None if seen is None else {finding_id: seen})


def _recheck(actor: Actor, finding_id: int, given: dict[str, Any]) -> object:
    return services.recheck(actor=actor, finding_id=finding_id, version=given["version"])


# fmt: off
PAGES: tuple[ActPage, ...] = (
    ActPage(Act.VISIT, "xac-minh", "Ghi kết quả xác minh", forms.VisitForm, _visit, "Đã ghi kết quả xác minh.",
            "clipboard-check"),
    ActPage(Act.TAKE, "nhan", "Nhận việc này", forms.ItemForm, _take, "Đã nhận việc.", "hand"),
    ActPage(Act.SEND_SECTOR, "chuyen-nganh", "Chuyển ngành sửa", forms.NoteForm, _noted(services.send_to_sector),
            "Đã chuyển ngành sửa. Bản ghi tự kết thúc khi danh sách mới của ngành đã khớp.", "send",
            hint="Giá trị đúng đã ghi khi xác minh nằm trong tệp gửi ngành."),
    ActPage(Act.SEND_REGISTRY, "chuyen-dan-cu", "Chuyển sửa dân cư", forms.RegistryForm, _registry,
            "Đã chuyển sửa dữ liệu dân cư.", "file-pen-line"),
    ActPage(Act.FIX, "da-sua", "Đã sửa, kiểm tra lại ngay", forms.NoteForm, _noted(services.fix), "", "file-check",
            hint="Dùng khi dân cư đã được sửa hoặc cặp đã được quyết định: bản ghi được so lại ngay."),
    ActPage(Act.FOUND_OPEN, "kiem-tra", "Kiểm tra lại", forms.ItemForm, _recheck, "", "refresh-cw"),
    ActPage(Act.APPROVE_CLOSE, "duyet-ket-thuc", "Duyệt kết thúc", forms.CloseForm, _decide_close,
            "Đã ghi quyết định.", "badge-check", ASSIGN),
    ActPage(Act.PROPOSE_CLOSE, "ket-thuc", "Đề nghị kết thúc", forms.ReasonForm, _reasoned(services.propose_close),
            "Đã gửi đề nghị kết thúc; người khác sẽ duyệt.", "flag",
            hint="Chỉ khi không thể làm sạch: một người khác phải duyệt."),
    ActPage(Act.HAND_BACK, "tra-lai", "Trả lại việc", forms.ReasonForm, _reasoned(services.hand_back),
            "Đã trả lại danh sách chung của xã.", "undo-2"),
)
# fmt: on
BY_SLUG = {page.slug: page for page in PAGES}


@require_safe
def item(request: ActorRequest, finding_id: int) -> HttpResponse:
    """One record with both sides; the read of record and person stands in the log."""
    request.actor.require(RECORDS)
    finding = finding_of(request.actor, finding_id)
    return render(request, "worklists/item.html", _context(request, finding))


@require_http_methods(["GET", "POST"])
def act(request: ActorRequest, finding_id: int, slug: str) -> HttpResponse:
    """The form of one act, and the service behind it."""
    page = BY_SLUG.get(slug)
    if page is None:
        raise ItemNotFound
    finding = finding_of(request.actor, finding_id)
    held = WorkItem.objects.filter(finding_id=finding_id).select_related("outcome").first()
    form = _form(request, page, finding, held)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        if isinstance(form, forms.VisitForm):
            given["corrections"] = form.corrections()
        try:
            done = page.run(request.actor, finding_id, given)
        except DomainError as error:
            if isinstance(error, ItemChanged):
                messages.warning(request, error.message)
                return redirect("worklists:item", finding_id)
            if error.status == 404 or (error.status == 403 and not error.message):
                raise
            _add_errors(form, error)
        else:
            messages.success(request, page.said or _checked_words(done))
            return redirect(_after(done, request, finding_id))
    context = {
        "page": page,
        "form": form,
        "finding": finding,
        "line": _whom(request.actor, finding),
        "unit_name": staff.commune_name(finding.unit_code, timezone.localdate()),
        "cancel_url": reverse("worklists:item", args=[finding_id]),
        "corrections": list(forms.CORRECTABLE) if page.act is Act.VISIT else [],
    }
    template = "worklists/visit.html" if page.act is Act.VISIT else "worklists/act.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _whom(actor: Actor, finding: Any) -> PersonLine | None:
    """Whom an act is about, for who may see people; the look stands in the log."""
    if not actor.can(RECORDS):
        return None
    note_read(actor, finding.unit_code, [finding])
    return person_lines([finding])[finding.pk]


def _file(given: dict[str, Any]) -> tuple[str, Any] | None:
    found = given.get("evidence")
    return (found.name, found) if found else None


def _context(request: ActorRequest, finding: Any) -> dict[str, Any]:
    actor = request.actor
    today = timezone.localdate()
    held = WorkItem.objects.filter(finding_id=finding.pk).select_related("outcome").first()
    try:
        detail = cleaning.finding(actor, finding.pk, PURPOSE)
    except (ResultsGone, RowsGone):
        detail = None
    state = _state(finding, held)
    names = staff.names_of([held.assignee_id] if held else [])
    steps = list(held.steps.select_related("outcome", "evidence")) if held else []
    case = pairs.case_of(actor, finding.pk)
    return {
        "finding": finding,
        "detail": detail,
        "asks": GUIDANCE[finding.result_class],
        "advice": cleaning.advice(finding.result_class),
        "held": held,
        "state": state,
        "is_live": finding.state in LIVE,
        "assignee": names.get(held.assignee_id or 0, "") if held else "",
        "is_mine": bool(held and held.assignee_id == actor.user_id),
        "age": (today - finding.opened_on).days,
        "today": today,
        "unit_name": staff.commune_name(finding.unit_code, today),
        "sector_name": sector_names().get(finding.sector, finding.sector),
        "acts": _acts(actor, finding, held, state),
        "steps": steps[::-1],
        "case_url": reverse("review:case", args=[case.pk]) if case else "",
        "corrections": _corrections(held),
        "list_url": f"{reverse('worklists:list')}?xa={finding.unit_code}",
    }


def _state(finding: Any, held: WorkItem | None) -> WorkState:
    if held is None or (held.state in ENDED and finding.state in LIVE):
        return WorkState.OPEN
    return WorkState(held.state)


def _acts(actor: Actor, finding: Any, held: WorkItem | None, state: WorkState) -> list[tuple[ActPage, str, str]]:
    """Page, kind of its button, address: what the reader may do now; what the outcome leads to comes first."""
    if finding.state not in LIVE:
        return []
    works = actor.can(WORK) and scope_of(actor, WORK).covers(finding.unit_code)
    assigns = actor.can(ASSIGN) and scope_of(actor, ASSIGN).covers(finding.unit_code)
    mine = held is None or held.assignee_id in (None, actor.user_id)
    found = []
    for page in PAGES:
        if page.permission == ASSIGN:
            fits = assigns and bool(held) and held.close_proposed_by != actor.user_id  # type: ignore[union-attr]
        elif page.act is Act.TAKE:
            fits = works and not (held and held.assignee_id == actor.user_id)
        elif page.act is Act.HAND_BACK:
            fits = assigns or (works and mine)
        elif page.act is Act.FOUND_OPEN:
            fits = works
        else:
            fits = works and mine
        if fits and (allows(state, page.act) or (page.act is Act.VISIT and state is WorkState.OPEN)):
            found.append(page)
    leads = NEXT_ACTS[LeadsTo(held.outcome.leads_to)] if held and held.outcome else ()
    wanted = [Act.APPROVE_CLOSE, *(leads if state is WorkState.VISITED else ()), Act.VISIT, Act.FOUND_OPEN]
    main = next((page for one in wanted for page in found if page.act is one), None)
    ordered = [main, *(page for page in found if page is not main)] if main else found
    return [
        (page, "primary" if page is main else "secondary", reverse("worklists:act", args=[finding.pk, page.slug]))
        for page in ordered
    ]


def _form(request: ActorRequest, page: ActPage, finding: Any, held: WorkItem | None) -> forms.ItemForm:
    options: dict[str, Any] = {"initial": {"version": held.version if held else 0}}
    if page.form is forms.RegistryForm:
        options["differing"] = _differing(request.actor, finding)
    if page.form is forms.VisitForm and held and request.method == "GET":
        options["initial"] |= held.corrections
    if request.method == "POST":
        return page.form(request.POST, request.FILES, **options)
    return page.form(**options)


def _differing(actor: Actor, finding: Any) -> list[tuple[str, str]]:
    """Fields that a request can be about: those in which the decided pair differs."""
    decision = pairs.decision_of(actor, finding.pk)
    return [(field, _REVIEW_FIELDS.get(field, field)) for field in (decision.differing if decision else ())]


def _add_errors(form: django_forms.Form, error: DomainError) -> None:
    fields = error.details.get("fields") or {}
    known = {name: text for name, text in fields.items() if name in form.fields}
    for name, text in known.items():
        form.add_error(name, text)
    if not known:
        form.add_error(None, error.message)


def _checked_words(done: object) -> str:
    clean = isinstance(done, WorkItem) and done.state == WorkState.CLEAN
    return (
        "Đã khớp: bản ghi sạch, số của xã đã giảm."
        if clean
        else "Đã so lại: bản ghi vẫn chưa khớp. Xem điểm khác nhau ở dưới."
    )


def _after(done: object, request: ActorRequest, finding_id: int) -> str:
    """Heads, who may not see people, go back to the list."""
    if request.actor.can(RECORDS):
        return reverse("worklists:item", args=[finding_id])
    return reverse("worklists:list")


def _corrections(held: WorkItem | None) -> list[tuple[str, str]]:
    return [(forms.CORRECTABLE[name], value) for name, value in (held.corrections if held else {}).items()]
