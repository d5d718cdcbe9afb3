"""Pages of the unit: what it owes, the entry grid, sending."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dean06.kernel.common.errors import DomainError, InvalidInput
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.steering.collection import access, presenting, services, standing
from dean06.steering.collection.forms import FileForm, PasteForm, SendForm
from dean06.steering.collection.grid import Grid, grid
from dean06.steering.collection.rules.pasting import rows_by_code
from dean06.steering.collection.services import CellInput, Entered
from dean06.steering.collection.types import State

#: A grid of the largest form as JSON is far smaller.
_MOST_BYTES = 300_000
_HINTS = (
    ("Enter", "ô dưới"),
    ("Tab", "ô bên phải"),
    ("↑ ↓ ← →", "đi giữa các ô"),
    ("Ctrl V", "dán khối từ Excel"),
    ("Ctrl S", "lưu ngay"),
)


@require_safe
def duties(request: ActorRequest) -> HttpResponse:
    """What the actor's units owe, by due day; those who only watch are led to the overview."""
    actor = actor_of(request, access.VIEW)
    today = timezone.localdate()
    units = access.own_units(actor, today)
    if not units:
        return redirect("collection:overview")
    found = standing.duties(units, today)
    waiting = [duty for duty in found if duty.open]
    return render(
        request,
        "collection/duties.html",
        {
            "open": [(duty, presenting.KINDS[duty.state]) for duty in waiting],
            "done": [(duty, presenting.KINDS[duty.state]) for duty in reversed(found) if not duty.open],
            "late": sum(duty.late_days > 0 for duty in waiting),
            "several": len(units) > 1,
            "units": units,
            "today": today,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: ActorRequest, period: str, unit: str) -> HttpResponse:
    """The grid. As a plain form it saves all rows, or a pasted block; the script saves row by row through ``save``."""
    actor = actor_of(request, access.VIEW)
    form = grid(actor, unit, period)
    if not actor.can(access.ENTER, agency=form.place.unit.agency):
        return redirect("collection:submission", period=period, unit=unit)
    paste = PasteForm()
    problems: list[str] = []
    typed: dict[str, CellInput] = {}
    came: Entered | None = None
    if request.method == "POST":
        if "block" in request.POST:
            paste = PasteForm(request.POST)
            if paste.is_valid():
                rows, problems = rows_by_code(
                    paste.cleaned_data["block"], frozenset((row.ref.code, row.breakdown) for row in form.rows)
                )
                typed = {
                    f"{row.code}/{row.breakdown}" if row.breakdown else row.code: CellInput(
                        row.code, row.numerator, row.denominator, row.breakdown, row.comment
                    )
                    for row in rows
                }
                came = _enter(request, form, list(typed.values())) if typed else None
                if not typed and not problems:
                    paste.add_error("block", "Khối dán không có dòng nào. Hãy chép bảng gồm mã chỉ tiêu và số liệu.")
        else:
            typed = presenting.cells_of_form(form, request.POST)
            changed = presenting.changed_only(form, typed)
            came = _enter(request, form, changed) if changed else None
        if came is not None and not came.refused and not came.conflicts and not problems:
            messages.success(request, f"Đã lưu {len(came.saved)} dòng lúc {timezone.localtime(came.at):%H:%M}.")
            return redirect("collection:entry", period=period, unit=unit)
        if came is None and not problems and not paste.errors:
            messages.info(request, "Không có gì thay đổi để lưu.")
            return redirect("collection:entry", period=period, unit=unit)
        form = grid(actor, unit, period)
    lines = presenting.lines_of(form, typed, came)
    return render(
        request,
        "collection/entry.html",
        context_of(request, form)
        | {
            "groups": presenting.groups_of(form, lines),
            "problems": problems,
            "came": came,
            "wrong": [line for line in lines if line.error or line.conflict],
            "paste": paste,
            "file_form": FileForm(),
            "hints": _HINTS,
        },
        status=422 if request.method == "POST" else 200,
    )


@require_POST
def save(request: ActorRequest, period: str, unit: str) -> JsonResponse:
    """Rows that the script of the grid sends; refusals of the whole come as the JSON of errors (see ``web.errors``)."""
    actor = actor_of(request, access.ENTER)
    try:
        if len(request.body) > _MOST_BYTES:
            raise ValueError("too long")
        cells = presenting.cells_of_json(json.loads(request.body))
    except (ValueError, RecursionError, RawPostDataException):
        raise InvalidInput("Dữ liệu gửi lên không đọc được. Hãy tải lại trang rồi nhập tiếp.") from None
    came = services.enter_values(actor=actor, unit=unit, period=period, cells=cells)
    return JsonResponse(
        presenting.answer(came, grid(actor, unit, period), f"{timezone.localtime(came.at):%H:%M}"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: ActorRequest, period: str, unit: str) -> HttpResponse:
    """The head looks at what goes out: what is missing, what is doubted, what changed; then sends."""
    actor = actor_of(request, access.VIEW)
    form = grid(actor, unit, period)
    may_send = actor.can(access.SEND, agency=form.place.unit.agency)
    wanted = SendForm(request.POST if request.method == "POST" else None)
    wanted.fields["missing_reason"].required = bool(form.missing)
    if request.method == "POST" and wanted.is_valid():
        try:
            services.send(actor=actor, unit=unit, period=period, missing_reason=wanted.cleaned_data["missing_reason"])
        except DomainError as refusal:
            if not show_refusal(wanted, refusal):
                raise
        else:
            messages.success(request, f"Đã gửi số liệu {form.place.label}. Cơ quan thường trực sẽ duyệt hoặc trả lại.")
            return redirect("collection:submission", period=period, unit=unit)
    changes = [row for row in form.wholes if row.change and row.change != "không đổi"]
    return render(
        request,
        "collection/send.html",
        context_of(request, form) | {"form": wanted, "may_send": may_send, "changes": changes},
        status=422 if wanted.errors else 200,
    )


def _enter(request: ActorRequest, form: Grid, cells: list[CellInput]) -> Entered | None:
    """Save; a refusal of the whole is shown above the form, which keeps what was typed."""
    try:
        return services.enter_values(
            actor=request.actor, unit=form.place.unit.code, period=form.place.period.code, cells=cells
        )
    except DomainError as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, refusal.message)
        return Entered(at=timezone.now(), state=State.DRAFT)


def context_of(request: ActorRequest, form: Grid) -> dict[str, Any]:
    """What every page about one submission shows."""
    place = form.place
    actor = request.actor
    return {
        "grid": form,
        "unit": place.unit,
        "period": place.period,
        "submission": form.submission,
        "state": form.state,
        "state_kind": presenting.KINDS[form.state],
        "due_on": form.due_on,
        "today": timezone.localdate(),
        "may_enter": actor.can(access.ENTER, agency=place.unit.agency),
        "may_send": actor.can(access.SEND, agency=place.unit.agency),
        "may_accept": actor.can(access.ACCEPT, agency=place.unit.agency),
        "urls": {
            name: reverse(f"collection:{name}", args=[place.period.code, place.unit.code])
            for name in ("entry", "save", "send", "submission", "template", "upload")
        },
        "store_key": f"dean06:so-lieu:{actor.user_id}:{place.unit.code}:{place.period.code}",
    }
