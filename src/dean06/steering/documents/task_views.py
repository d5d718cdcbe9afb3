"""Steps of the review. With htmx the changed cards come back, without it the page: same templates, same services."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import wraps
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from dean06.kernel.common.errors import DomainError, InvalidInput, NotFound
from dean06.kernel.common.requests import ActorRequest
from dean06.kernel.units import queries as units
from dean06.steering.documents import queries, services
from dean06.steering.documents.filling import DEFAULT_PRODUCT
from dean06.steering.documents.forms import TaskForm
from dean06.steering.documents.models import ReviewTask
from dean06.steering.documents.review_page import TASKS_TAB, review_page

View = Callable[..., HttpResponse]


def in_place(view: View) -> View:
    """A refusal appears in the card (or above the list) where the officer works; without htmx it is a page."""

    @wraps(view)
    def answer(request: ActorRequest, **ids: Any) -> HttpResponse:
        try:
            response = view(request, **ids)
        except DomainError as error:
            if not request.htmx:
                raise
            response = render(request, "documents/_refusal.html", {"error": error}, status=error.status)
            slot = f"#tin-{ids['task_id']}" if "task_id" in ids else "#tin-van-ban"
            response = retarget(reswap(response, "innerHTML"), slot)
        patch_vary_headers(response, ["HX-Request"])
        return response

    return answer


@require_GET
@in_place
def card(request: ActorRequest, task_id: int) -> HttpResponse:
    """The card as it stands: what "Hủy" in a card goes back to."""
    task = queries.task(request.actor, task_id)
    return _card(request, task) if request.htmx else _to_task(task.document_id, task.pk)


@require_http_methods(["GET", "POST"])
@in_place
def edit_task(request: ActorRequest, task_id: int) -> HttpResponse:
    request.actor.require("documents.review")
    task = queries.task(request.actor, task_id)
    sent = (request.POST,) if request.method == "POST" else ()
    form = TaskForm(*sent, instance=task, auto_id=f"nv{task.pk}-%s")
    if request.method == "POST" and form.is_valid():
        before = _lines(task.document_id)
        try:
            services.correct_task(actor=request.actor, task_id=task_id, values=form.cleaned_data)
        except InvalidInput as error:
            for name, sentence in error.details.get("fields", {}).items():
                form.add_error(name, sentence)
        else:
            return _done(request, task.document_id, before, "Đã lưu nhiệm vụ.", show=[task.pk])
    status = 422 if form.errors else 200
    if request.htmx:
        return _card(request, task, status=status, form=form)
    context = {"form": form, "task": task, "lights": queries.lights(queries.task(request.actor, task_id))}
    return render(request, "documents/task.html", context, status=status)


@require_http_methods(["GET", "POST"])
@in_place
def split(request: ActorRequest, task_id: int) -> HttpResponse:
    request.actor.require("documents.review")
    task = queries.task(request.actor, task_id)
    error = ""
    if request.method == "POST":
        at = request.POST.get("at", "")
        if at.isdecimal():
            before = _lines(task.document_id)
            other = services.split_task(actor=request.actor, task_id=task_id, at=int(at))
            said = "Đã tách thành hai nhiệm vụ."
            return _done(request, task.document_id, before, said, show=[task.pk, other.pk])
        error = "Hãy chọn câu bắt đầu nhiệm vụ thứ hai."
    context = {"places": _places_to_split(task.text), "error": error}
    status = 422 if error else 200
    if request.htmx:
        return _card(request, task, status=status, splitting=True, **context)
    return render(request, "documents/split.html", {"task": task, **context}, status=status)


def _places_to_split(text: str) -> list[tuple[int, str]]:
    """Where a task may be cut: the start of each sentence or clause after the first, with its words."""
    starts = [match.end() for match in re.finditer(r"[.;:\n]\s+", text)]
    clauses = [(start, text[start:end].strip()) for start, end in pairwise([*starts, len(text)])]
    return [(start, words) for start, words in clauses if words]


@require_POST
@in_place
def merge(request: ActorRequest, task_id: int) -> HttpResponse:
    before = _lines_of_task(request, task_id)
    task = services.merge_with_next(actor=request.actor, task_id=task_id)
    return _done(request, task.document_id, before, "Đã gộp với nhiệm vụ kế tiếp.", show=[task.pk])


@require_POST
@in_place
def drop(request: ActorRequest, task_id: int) -> HttpResponse:
    before = _lines_of_task(request, task_id)
    task = services.drop_task(actor=request.actor, task_id=task_id)
    said = "Đã bỏ nhiệm vụ khỏi danh sách giao. Bạn vẫn có thể lấy lại."
    return _done(request, task.document_id, before, said, show=[task.pk])


@require_POST
@in_place
def restore(request: ActorRequest, task_id: int) -> HttpResponse:
    before = _lines_of_task(request, task_id)
    task = services.restore_task(actor=request.actor, task_id=task_id)
    return _done(request, task.document_id, before, "Đã lấy lại nhiệm vụ.", show=[task.pk])


@require_POST
@in_place
def confirm(request: ActorRequest, task_id: int) -> HttpResponse:
    before = _lines_of_task(request, task_id)
    task = services.confirm_task(actor=request.actor, task_id=task_id)
    return _done(request, task.document_id, before, "Đã ghi nhận nhiệm vụ đọc đúng.", show=[task.pk])


@require_POST
@in_place
def add(request: ActorRequest, document_id: int, line: int) -> HttpResponse:
    before = _lines(document_id)
    task = services.add_task(actor=request.actor, document_id=document_id, line=line)
    if not request.htmx:
        return redirect("documents:task", task.pk)
    form = TaskForm(instance=task, auto_id=f"nv{task.pk}-%s")
    said = "Đã tạo nhiệm vụ. Hãy ghi cơ quan chủ trì và thời hạn."
    return _changes(request, document_id, before, said, added=task.pk, form=form)


@require_POST
@in_place
def fill(request: ActorRequest, document_id: int, field: str) -> HttpResponse:
    """One click (or one line of text) for every kept task that lacks ``field``."""
    before = _lines(document_id)
    words = request.POST.get("value", "")
    match field:
        case "nguoi-dung-dau":
            ids = services.fill_heads(actor=request.actor, document_id=document_id)
            what = "người đứng đầu"
        case "san-pham":
            product = words if "value" in request.POST else DEFAULT_PRODUCT
            ids = services.fill_products(actor=request.actor, document_id=document_id, product=product)
            what = "sản phẩm"
        case "thuoc-do":
            ids = services.fill_measures(actor=request.actor, document_id=document_id, measure=words)
            what = "thước đo"
        case _:
            raise NotFound()
    return _done(request, document_id, before, f"Đã điền {what} cho {len(ids)} nhiệm vụ.", also=ids)


@require_POST
@in_place
def choose_body(request: ActorRequest, document_id: int) -> HttpResponse:
    """Which of today's bodies a printed name means, for every task of the document that waits for it."""
    before = _lines(document_id)
    name = request.POST.get("name", "")
    chosen = request.POST.get("agency") or request.POST.get("agency_text") or ""
    if chosen and not units.get_agencies([chosen]):
        # Without the script's list, a name is typed.
        resolved = units.resolve_agency(chosen, on=timezone.localdate()).agency
        chosen = resolved.code if resolved else chosen
    ids = services.choose_body(actor=request.actor, document_id=document_id, name=name, agency=chosen)
    said = f"Đã ghi cơ quan cho “{name}” ở {len(ids)} nhiệm vụ."
    return _done(request, document_id, before, said, also=ids)


def _lines(document_id: int) -> dict[int, int]:
    """Id → line of every task before a step, to see afterwards what came and what went."""
    return dict(ReviewTask.objects.filter(document_id=document_id).values_list("pk", "line"))


def _lines_of_task(request: ActorRequest, task_id: int) -> dict[int, int]:
    return _lines(queries.task(request.actor, task_id).document_id)


def _done(
    request: ActorRequest,
    document_id: int,
    before: dict[int, int],
    said: str,
    *,
    show: Iterable[int] = (),
    also: Iterable[int] = (),
) -> HttpResponse:
    """After a step: ``show`` take the place of the card it was asked in, ``also`` changed elsewhere in the list."""
    show, also = list(show), list(also)
    if request.htmx:
        return _changes(request, document_id, before, said, show=show, also=also)
    messages.success(request, said)
    place = next(iter([*show, *also]), None)
    return redirect(
        f"{reverse('documents:review', args=[document_id])}?xem={TASKS_TAB}{f'#nv-{place}' if place else ''}"
    )


def _changes(
    request: ActorRequest,
    document_id: int,
    before: dict[int, int],
    said: str,
    *,
    show: Iterable[int] = (),
    also: Iterable[int] = (),
    added: int | None = None,
    form: TaskForm | None = None,
) -> HttpResponse:
    """The changed cards, the passages that point at them, and the counts."""
    show, also = list(show), list(also)
    document = queries.document(request.actor, document_id)
    page = review_page(request.actor, document)
    now = {task.pk: task.line for task in page.tasks}
    gone = [task_id for task_id in before if task_id not in now]
    if gone and show:
        # What follows may begin its section now.
        following = page.neighbours(show[-1])[1]
        also += [following.task.pk] if following else []
    touched = {now[task_id] for task_id in [*show, *also, *([added] if added else [])] if task_id in now}
    lines = touched | {before[task_id] for task_id in gone}
    context = {
        "page": page,
        "document": document,
        "can_review": page.can_review,
        "shown": TASKS_TAB,
        "tabs": page.tabs(TASKS_TAB),
        "cards": page.only(show),
        "also": page.only(also),
        "gone": gone,
        "passages": queries.passages_at(document, page.tasks, lines),
        "said": said,
        "default_product": DEFAULT_PRODUCT,
    }
    if added:
        context |= {"added": page.only([added])[0], "after": page.neighbours(added)[0], "form": form}
    return render(request, "documents/_changes.html", context)


def _card(request: ActorRequest, task: ReviewTask, *, status: int = 200, **context: Any) -> HttpResponse:
    """One card by itself: as it stands, or with a form in it."""
    page = review_page(request.actor, task.document)
    context |= {"page": page, "document": task.document, "can_review": page.can_review}
    context["card"] = page.only([task.pk])[0]
    return render(request, "documents/_tasks.html#card", context, status=status)


def _to_task(document_id: int, task_id: int) -> HttpResponse:
    """The review page, at a task."""
    return redirect(f"{reverse('documents:review', args=[document_id])}?xem={TASKS_TAB}#nv-{task_id}")
