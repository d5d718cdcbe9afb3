"""Pages of the officers: the queue with time left, one feedback and its acts, ratings, the table of days."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Avg, Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.errors import DomainError, NotAllowed
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.files import queries as files
from dean06.kernel.units import queries as units
from dean06.procedures.feedback import queries, rules, services
from dean06.procedures.feedback.acts.sending import OWNER
from dean06.procedures.feedback.errors import FeedbackNotFound
from dean06.procedures.feedback.forms import (
    AnswerForm,
    AskForm,
    AssignForm,
    ClockForm,
    PublishForm,
    RefuseForm,
    ReturnForm,
)
from dean06.procedures.feedback.models import Feedback
from dean06.procedures.feedback.types import Level, Reason, State
from dean06.procedures.feedback.views_public import agencies

_TABS = (("open", "Cần xử lý"), ("late", "Quá hạn"), *((one.value, one.label) for one in State))


@dataclass(frozen=True, slots=True)
class Due:
    """Time left as the queue shows it."""

    words: str
    kind: str


def due_of(found: Feedback, today: dt.date) -> Due:
    """Red when late, amber within three working days."""
    if found.due_on is None:
        return Due("", "neutral")
    if found.due_on < today:
        return Due(f"Quá hạn {(today - found.due_on).days} ngày", "danger")
    left = work_calendar().working_days_between(today, found.due_on) - 1
    if left <= 0:
        return Due("Hết hạn hôm nay", "warning")
    return Due(f"Còn {left} ngày làm việc", "warning" if left <= 3 else "success")


@require_safe
def queue(request: ActorRequest) -> HttpResponse:
    """What is owed first, by its day."""
    actor = actor_of(request, "feedback.view")
    today = timezone.localdate()
    wanted = request.GET.get("muc", "open")
    wanted = wanted if wanted in dict(_TABS) else "open"
    text = request.GET.get("q", "")[:100]
    counts = queries.counts(actor, today)
    page = Paginator(queries.queue(actor, state=wanted, text=text, today=today), 50).get_page(request.GET.get("page"))
    names = {code: one.short_name or one.name for code, one in units.get_agencies([row.agency for row in page]).items()}
    context = {
        "tabs": [(label, f"?muc={state}", counts.get(state, 0), state == wanted) for state, label in _TABS],
        "page": page,
        "rows": [(row, due_of(row, today), names.get(row.agency, "Chưa chuyển")) for row in page],
        "muc": wanted,
        "q": text,
        "may_edit_clock": actor.can("feedback.assign"),
    }
    return render(request, "feedback/queue.html", context)


@require_safe
def detail(request: ActorRequest, feedback_id: int) -> HttpResponse:
    """One feedback with its story; offers only what its reader may do now."""
    actor = actor_of(request, "feedback.view")
    found = queries.detail(actor, feedback_id)
    owner = f"{OWNER}:{found.pk}"
    context = {
        "found": found,
        "due": due_of(found, timezone.localdate()),
        "steps": found.steps.all(),
        "files": files.files_of([owner])[owner],
        "agency": _name(found.agency),
        "about": _name(found.about_agency),
        "acts": [
            (ACTS[slug].label, reverse("feedback:act", args=[found.pk, slug]), ACTS[slug].kind)
            for slug in possible(actor, found)
        ],
    }
    return render(request, "feedback/detail.html", context)


def _name(code: str) -> str:
    found = units.get_agencies([code]).get(code) if code else None
    return found.name if found else ""


# --- Acts --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act: its form, its service and words."""

    label: str
    hint: str
    said: str
    make: Callable[[ActorRequest, Feedback], django_forms.Form]
    run: Callable[..., object]
    fields: tuple[str, ...]
    kind: str = "secondary"


def _plain(form: type[django_forms.Form]) -> Callable[[ActorRequest, Feedback], django_forms.Form]:
    return lambda request, found: form(request.POST or None, initial=_hidden(found))


def _hidden(found: Feedback) -> dict[str, Any]:
    return {"idempotency_key": uuid.uuid4().hex, "revision": found.revision}


def _assign_form(request: ActorRequest, found: Feedback) -> django_forms.Form:
    initial = {"kind": found.kind, "agency": found.agency or found.about_agency, **_hidden(found)}
    return AssignForm(request.POST or None, agencies=agencies(), initial=initial)


def _publish_form(request: ActorRequest, found: Feedback) -> django_forms.Form:
    hidden = {
        name: rules.hide_personal_data(text, [found.sender_name])
        for name, text in (("title", found.title), ("body", found.body), ("answer", found.answer))
    }
    return PublishForm(request.POST or None, initial={**hidden, **_hidden(found)})


ACTS = {
    "chuyen": ActPage(
        "Chuyển cơ quan trả lời", "Chọn đúng loại và cơ quan có thẩm quyền.", "Đã chuyển.", _assign_form,
        services.assign_feedback, ("agency", "kind", "note", "revision"), "primary",
    ),
    "tra-loi": ActPage(
        "Trả lời", "Trả lời thẳng vào việc được hỏi. Người gửi xem được ngay.", "Đã trả lời.", _plain(AnswerForm),
        services.answer_feedback, ("answer", "revision"), "primary",
    ),
    "cong-khai": ActPage(
        "Công khai", "Thông tin cá nhân đã được ẩn sẵn; hãy đọc lại toàn bộ trước khi công khai.", "Đã công khai.",
        _publish_form, services.publish_feedback, ("title", "body", "answer", "revision"), "primary",
    ),
    "bo-sung": ActPage(
        "Yêu cầu bổ sung", "Chỉ hỏi một lần; đồng hồ dừng đến khi người gửi bổ sung.", "Đã gửi yêu cầu.",
        _plain(AskForm), services.ask_supplement, ("question", "revision"),
    ),
    "tra-lai": ActPage(
        "Không thuộc cơ quan mình", "Trả lại nơi chuyển; thời hạn vẫn tính tiếp.", "Đã trả lại.", _plain(ReturnForm),
        services.return_feedback, ("reason",), "quiet",
    ),
    "tu-choi": ActPage(
        "Từ chối tiếp nhận", "Phải nêu lý do; người gửi xem được.", "Đã từ chối.", _plain(RefuseForm),
        services.refuse_feedback, ("reason", "note", "revision"), "quiet",
    ),
}  # fmt: skip


def possible(actor: Actor, found: Feedback) -> list[str]:
    """Slugs of the acts that fit the state and the actor."""
    sorts = actor.can("feedback.assign", agency=WHOLE_PROVINCE)
    answers = bool(found.agency) and actor.can("feedback.answer", agency=found.agency)
    taken = found.state in (State.NEW, State.ASSIGNED)
    allowed = {
        "chuyen": sorts and taken,
        "tra-loi": answers and found.state == State.ASSIGNED,
        "cong-khai": sorts and found.state == State.ANSWERED,
        "bo-sung": taken and found.asked_at is None and (sorts or answers),
        "tra-lai": answers and found.state == State.ASSIGNED and not sorts,
        "tu-choi": sorts and taken,
    }
    return [slug for slug, may in allowed.items() if may]


@require_http_methods(["GET", "POST"])
def act(request: ActorRequest, feedback_id: int, slug: str) -> HttpResponse:
    """The page of one act: a form, and the service behind it."""
    actor = actor_of(request, "feedback.view")
    page = ACTS.get(slug)
    if page is None:
        raise FeedbackNotFound
    found = queries.detail(actor, feedback_id)
    if request.method == "GET" and slug not in possible(actor, found):
        raise NotAllowed
    form = page.make(request, found)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in page.fields}
        try:
            page.run(
                actor=actor,
                feedback_id=feedback_id,
                idempotency_key=form.cleaned_data["idempotency_key"] or None,
                **given,
            )
        except DomainError as refusal:
            if not show_refusal(form, refusal):
                raise
        else:
            messages.success(request, page.said)
            still = queries.visible(actor).filter(pk=feedback_id).exists()
            return redirect("feedback:detail", feedback_id) if still else redirect("feedback:queue")
    context = {"form": form, "page": page, "found": found, "cancel_url": reverse("feedback:detail", args=[found.pk])}
    return render(request, "feedback/act.html", context, status=422 if form.errors else 200)


@require_safe
def ratings(request: ActorRequest) -> HttpResponse:
    """What applicants said of my agencies."""
    actor = actor_of(request, "feedback.view")
    rows = queries.ratings(actor)
    level = request.GET.get("muc", "")
    counted = dict(rows.order_by().values_list("level").annotate(Count("pk")))
    total = sum(counted.values())
    reasons: dict[str, int] = {}
    for given in rows.exclude(reasons=[]).values_list("reasons", flat=True)[:20_000]:
        for reason in given:
            reasons[reason] = reasons.get(reason, 0) + 1
    page = Paginator(rows.filter(level=level) if level in Level.values else rows, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "total": total,
        "average": rows.aggregate(average=Avg("score"))["average"],
        "levels": [(one.label, counted.get(one, 0), f"?muc={one.value}") for one in Level],
        "reasons": sorted(((Reason(code).label, number) for code, number in reasons.items()), key=lambda row: -row[1]),
        "rows": [(row, [Reason(code).label for code in row.reasons]) for row in page],
    }
    return render(request, "feedback/ratings.html", context)


@require_http_methods(["GET", "POST"])
def clock(request: ActorRequest) -> HttpResponse:
    """The dated table of days, and the form that adds to it."""
    actor = actor_of(request, "feedback.assign")
    table = queries.clock_table()
    initial = {name: getattr(table[0], name) for name in ClockForm.base_fields if name != "valid_from"}
    form = ClockForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_clock(actor=actor, rule=form.rule())
        except DomainError as refusal:
            if not show_refusal(form, refusal):
                raise
        else:
            messages.success(request, "Đã lưu bảng thời hạn.")
            return redirect("feedback:clock")
    return render(request, "feedback/clock.html", {"form": form, "table": table}, status=422 if form.errors else 200)
