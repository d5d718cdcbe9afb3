"""Pages of the province about one period: who has sent, who is late, reminding, accepting many, locking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.common.spreadsheets import MEDIA_TYPE, table_workbook
from dean06.steering.collection import access, queries, services
from dean06.steering.collection.acts.locking import exceptions_of
from dean06.steering.collection.forms import LockForm, ReasonForm
from dean06.steering.collection.models import PeriodLock
from dean06.steering.collection.presenting import KINDS
from dean06.steering.collection.standing import due_on
from dean06.steering.collection.types import State, UnitStatus
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import PeriodKind, PeriodRef

#: Filter of the list → states it shows; "cham" is shown apart.
_FILTERS: dict[str, tuple[str, tuple[State, ...]]] = {
    "": ("Tất cả", tuple(State)),
    "chua-nhap": ("Chưa nhập", (State.OPEN,)),
    "dang-nhap": ("Đang nhập", (State.DRAFT, State.REOPENED)),
    "cho-duyet": ("Chờ duyệt", (State.SENT,)),
    "tra-lai": ("Bị trả lại", (State.RETURNED,)),
    "da-duyet": ("Đã duyệt", (State.ACCEPTED,)),
}
#: Periods offered beside the one shown.
_RECENT = {PeriodKind.WEEK: 8, PeriodKind.MONTH: 12, PeriodKind.HALF: 4, PeriodKind.YEAR: 3}


@require_safe
def overview(request: ActorRequest, period: str = "") -> HttpResponse:
    """How the units that the actor sees stand in a period; without one, the month that is being collected."""
    actor = actor_of(request, access.VIEW)
    today = timezone.localdate()
    found = indicators.period(period) if period else _collected_now(today)
    rows = queries.status(actor, found, today)
    chosen = request.GET.get("muc", "")
    chosen = chosen if chosen in _FILTERS else ""
    address = reverse("collection:overview", args=[found.code])
    tabs = [
        (label, f"{address}?muc={slug}" if slug else address, _count(rows, states), slug == chosen)
        for slug, (label, states) in _FILTERS.items()
    ]
    shown = [row for row in rows if row.state in _FILTERS[chosen][1]]
    owing = [row for row in rows if row.state != State.EXEMPT]
    return render(
        request,
        "collection/overview.html",
        {
            "period": found,
            "due_on": due_on(found),
            "today": today,
            "tabs": tabs,
            "groups": _by_level(shown),
            "total": len(owing),
            "received": sum(row.received for row in owing),
            "in_time": sum(row.sent_at is not None and not row.late_days for row in owing),
            "waiting": _count(rows, (State.SENT,)),
            "late": sum(row.overdue for row in rows),
            "exempt": len(rows) - len(owing),
            "may_accept": actor.can(access.ACCEPT) and not found.locked,
            "may_lock": actor.can(access.ACCEPT),
            "lock": PeriodLock.objects.filter(period_id=found.id).order_by("-pk").first() if found.locked else None,
            "kinds": _kinds(found, today),
            "periods": reversed(indicators.recent(found.kind, _RECENT[found.kind], today)),
        },
    )


@require_safe
def late(request: ActorRequest, period: str) -> HttpResponse:
    """Who has not sent although it is due: to print, or as a spreadsheet."""
    actor = actor_of(request, access.VIEW)
    today = timezone.localdate()
    found = indicators.period(period)
    rows = queries.late_units(actor, found, today)
    if request.GET.get("dang") == "xlsx":
        columns = [
            ("Đơn vị", 44),
            ("Cấp", 18),
            ("Hạn nộp", 12),
            ("Chậm (ngày)", 12),
            ("Tình trạng", 18),
            ("Đã nhập", 12),
        ]
        lines = [
            [
                row.unit.name,
                row.unit.level.label,
                f"{row.due_on:%d/%m/%Y}",
                row.late_days,
                row.state.label,
                _filled(row),
            ]
            for row in rows
        ]
        content = table_workbook(f"Đơn vị chậm nộp số liệu, {found.label}, ngày {today:%d/%m/%Y}", columns, lines)
        return HttpResponse(
            content,
            content_type=MEDIA_TYPE,
            headers={"Content-Disposition": f'attachment; filename="cham-nop-{found.code}.xlsx"'},
        )
    context = {
        "period": found,
        "due_on": due_on(found),
        "today": today,
        "rows": rows,
        "may_accept": actor.can(access.ACCEPT) and not found.locked,
    }
    return render(request, "collection/late.html", context)


@require_POST
def remind(request: ActorRequest, period: str) -> HttpResponse:
    """Remind the ticked units."""
    actor = actor_of(request, access.ACCEPT)
    try:
        told = services.remind(actor=actor, units=request.POST.getlist("don_vi"), period=period)
    except DomainError as refusal:
        return _refused(request, refusal, period)
    messages.success(request, f"Đã nhắc {told} đơn vị.")
    return redirect(_back(request, period))


@require_POST
def accept_many(request: ActorRequest, period: str) -> HttpResponse:
    """Accept the ticked units that wait for it."""
    actor = actor_of(request, access.ACCEPT)
    units = request.POST.getlist("don_vi")
    if not units:
        messages.error(request, "Hãy đánh dấu ít nhất một đơn vị.")
        return redirect(_back(request, period))
    try:
        accepted, passed = services.accept_many(actor=actor, units=units, period=period)
    except DomainError as refusal:
        return _refused(request, refusal, period)
    if accepted:
        messages.success(request, f"Đã duyệt số liệu của {accepted} đơn vị.")
    if passed:
        messages.warning(request, f"{passed} đơn vị không ở trạng thái chờ duyệt nên được bỏ qua.")
    return redirect(_back(request, period))


@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: ActorRequest, period: str) -> HttpResponse:
    """Locking a period, with the exceptions that go out with the province's figure; or opening it again."""
    actor = actor_of(request, access.ACCEPT)
    today = timezone.localdate()
    found = indicators.period(period)
    form = (ReasonForm if found.locked else LockForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act = services.unlock_period if found.locked else services.lock_period
        try:
            act(actor=actor, period=period, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            if not show_refusal(form, refusal):
                raise
        else:
            messages.success(request, "Đã mở khóa kỳ." if found.locked else "Đã khóa kỳ. Số liệu không sửa được nữa.")
            return redirect("collection:overview", period=period)
    locks = PeriodLock.objects.filter(period_id=found.id).order_by("-pk")
    return render(
        request,
        "collection/lock.html",
        {
            "period": found,
            "form": form,
            "exceptions": [] if found.locked else [(row, KINDS[row.state]) for row in exceptions_of(found, today)],
            "locks": locks,
            "submit": "Mở khóa kỳ" if found.locked else "Khóa kỳ",
        },
        status=422 if form.errors else 200,
    )


def _collected_now(today: dt.date) -> PeriodRef:
    """The month before the running one until its successor is over: that is what units are sending now."""
    return indicators.previous(indicators.period_on(PeriodKind.MONTH, today))


def _by_level(rows: Sequence[UnitStatus]) -> list[tuple[str, list[tuple[UnitStatus, str]]]]:
    found: dict[str, list[tuple[UnitStatus, str]]] = {}
    for row in rows:
        found.setdefault(row.unit.level.label, []).append((row, KINDS[row.state]))
    return list(found.items())


def _count(rows: Sequence[UnitStatus], states: Sequence[State]) -> int:
    return sum(row.state in states for row in rows)


def _kinds(period: PeriodRef, today: dt.date) -> list[tuple[str, str, None, bool]]:
    tabs = []
    for kind in PeriodKind:
        target = period if kind == period.kind else indicators.previous(indicators.period_on(kind, today))
        tabs.append((kind.label, reverse("collection:overview", args=[target.code]), None, kind == period.kind))
    return tabs


def _filled(row: UnitStatus) -> str:
    return f"{row.filled}/{row.expected}"


def _back(request: ActorRequest, period: str) -> str:
    name = "late" if request.POST.get("ve") == "late" else "overview"
    return reverse(f"collection:{name}", args=[period])


def _refused(request: ActorRequest, refusal: DomainError, period: str) -> HttpResponse:
    if refusal.status in (403, 404):
        raise refusal
    messages.error(request, refusal.message)
    return redirect(_back(request, period))
