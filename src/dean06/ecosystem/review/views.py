"""Pages of the queue: counts, one case, undo, statistics. See ``request_views``, ``batch_views`` for the others."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.review import queries, scopes, services
from dean06.ecosystem.review.acts.undoing import last_undoable
from dean06.ecosystem.review.errors import CaseTaken, DataChanged, OwnReading, QueueEmpty, VerdictRefused
from dean06.ecosystem.review.models import ReviewCase
from dean06.ecosystem.review.showing import case_page
from dean06.ecosystem.review.sources import unit_name
from dean06.ecosystem.review.types import CaseState, DecisionState, Verdict
from dean06.kernel.common.requests import ActorRequest, actor_of

#: Tabs of the queue: state, address, heading, what to do there.
TABS: tuple[tuple[str, str, str, str], ...] = (
    (CaseState.OPEN, "review:queue", "Chờ quyết định", "Cặp mà máy chưa chắc, hoặc quyết định sẽ làm đổi dữ liệu."),
    (CaseState.SECOND, "review:second", "Chờ người thứ hai", "Xem độc lập: ý kiến thứ nhất không hiện ra."),
    (CaseState.DISPUTED, "review:disputed", "Ý kiến khác nhau", "Hai người kết luận khác nhau; người thứ ba chốt."),
    (CaseState.COMMUNE, "review:commune", "Xác minh tại xã", "Dữ liệu không đủ; công an xã xác minh rồi kết luận."),
)
_LIST = 20


@require_safe
def queue(request: ActorRequest, state: str = CaseState.OPEN) -> HttpResponse:
    """What waits, by sector and commune; one button starts."""
    actor = actor_of(request, scopes.DECIDE)
    if request.GET.get("trang_thai") == CaseState.COMMUNE and state != CaseState.COMMUNE:
        return redirect("review:commune")
    counts = queries.queue_counts(actor)
    today = timezone.localdate()
    names = {sector.code: sector.name for sector in datasets.sectors(active_only=False)}
    rows = [
        (
            names.get(row.sector, row.sector),
            row.sector,
            row.unit_code,
            unit_name(row.unit_code, today),
            row.waiting(state),
            row.decided,
        )
        for row in counts
        if row.waiting(state)
    ]
    totals = {tab[0]: sum(row.waiting(tab[0]) for row in counts) for tab in TABS}
    heading, lead = next((tab[2], tab[3]) for tab in TABS if tab[0] == state)
    progress = queries.progress(actor)
    mine = {CaseState.OPEN: progress.left, CaseState.SECOND: progress.second, CaseState.DISPUTED: progress.disputed}
    context = {
        "state": state,
        "can_start": mine.get(CaseState(state), 0) > 0,
        "heading": heading,
        "lead": lead,
        "tabs": [(tab[2], reverse(tab[1]), totals[tab[0]], tab[0] == state) for tab in TABS],
        "rows": rows,
        "sectors": _by_sector(rows),
        "progress": progress,
        "undoable": last_undoable(actor.user_id),
        "cases": _listed(actor, state, today, names) if state in (CaseState.DISPUTED, CaseState.COMMUNE) else [],
        "to_request": queries.waiting_for_request(actor)[:_LIST],
        "items": sum(queries.waiting_items(actor).values()),
    }
    return render(request, "review/queue.html", context)


@require_POST
def next_case(request: ActorRequest) -> HttpResponse:
    """Lease the next case of a queue and show it."""
    return _next(request, _filters(request.POST))


@require_http_methods(["GET", "POST"])
def case(request: ActorRequest, case_id: int) -> HttpResponse:
    """One record beside its candidates; the verdict."""
    actor = actor_of(request, scopes.DECIDE)
    found = scopes.get_case(actor, case_id)
    filters = _filters(request.GET)
    if request.method == "POST":
        return _act(request, found, filters)
    now = timezone.now()
    if not (found.leased_to == actor.user_id and found.leased_until and found.leased_until > now):
        return render(request, "review/case_closed.html", _closed_context(request, found, now))
    try:
        page = case_page(actor, found, now)
    except DataChanged as error:
        return render(
            request, "review/case_closed.html", {**_closed_context(request, found, now), "trouble": error.message}
        )
    return render(request, "review/case.html", _case_context(request, page, filters))


@require_POST
def take(request: ActorRequest, case_id: int) -> HttpResponse:
    """Take one chosen case."""
    services.take(actor=actor_of(request, scopes.DECIDE), case_id=case_id)
    return redirect(_case_url(case_id, _filters(request.POST)))


@require_POST
def undo(request: ActorRequest) -> HttpResponse:
    """Take back one's own last verdict and see the case again."""
    found = services.undo_last(actor=actor_of(request, scopes.DECIDE))
    messages.info(request, "Đã hoàn tác. Hãy xem lại cặp này.")
    return redirect(_case_url(found.pk, _filters(request.POST)))


@require_safe
def statistics(request: ActorRequest) -> HttpResponse:
    """Readers and how far they agree."""
    actor = actor_of(request, scopes.DECIDE)
    days = {"7": 7, "30": 30, "90": 90}.get(request.GET.get("ngay", ""), 30)
    since = timezone.localdate() - dt.timedelta(days=days)
    context = {
        "found": queries.statistics(actor, since=since),
        "tabs": [(f"{number} ngày", f"?ngay={number}", None, number == days) for number in (7, 30, 90)],
    }
    return render(request, "review/statistics.html", context)


def _act(request: ActorRequest, found: ReviewCase, filters: dict[str, str]) -> HttpResponse:
    """The form of a case: a verdict, the commune, or the next one."""
    actor, given = request.actor, request.POST
    act = given.get("act", "decide")
    if act == "skip":
        services.skip(actor=actor, case_id=found.pk)
        return _next(request, filters)
    choice, _, person = given.get("choice", "").partition(":")
    verdict = Verdict.UNCLEAR if act == "commune" else choice
    try:
        if verdict not in Verdict.values:
            raise VerdictRefused
        decision = services.decide(
            actor=actor,
            case_id=found.pk,
            verdict=verdict,
            person_id=int(person) if person.isdigit() else None,
            registry_fields=given.getlist("registry_field"),
            note=given.get("note", ""),
            seen=given.get("seen", ""),
        )
    except (VerdictRefused, DataChanged) as error:
        page = case_page(actor, found, timezone.now())
        context = {**_case_context(request, page, filters), "error": error.message, "chosen": given.get("choice", "")}
        return render(request, "review/case.html", context, status=422)
    except (CaseTaken, OwnReading) as error:
        messages.warning(request, error.message)
        return _next(request, filters)
    messages.success(request, _said(decision.state, Verdict(verdict)))
    return _next(request, filters)


def _said(state: str, verdict: Verdict) -> str:
    if verdict is Verdict.UNCLEAR and state == DecisionState.FINAL:
        return "Đã chuyển xã xác minh."
    if state == DecisionState.SECOND:
        return "Đã ghi ý kiến. Cặp này chờ một người khác xem độc lập."
    if state == DecisionState.DISPUTED:
        return "Đã ghi ý kiến. Hai người kết luận khác nhau, chờ người thứ ba."
    return "Đã ghi quyết định."


def _next(request: ActorRequest, filters: dict[str, str]) -> HttpResponse:
    try:
        found = services.take_next(
            actor=actor_of(request, scopes.DECIDE),
            sector=filters.get("nganh") or None,
            unit=filters.get("xa") if "xa" in filters else None,
            state=filters.get("hang") or CaseState.OPEN,
        )
    except QueueEmpty as error:
        messages.info(request, error.message)
        return redirect(next(tab[1] for tab in TABS if tab[0] == (filters.get("hang") or CaseState.OPEN)))
    return redirect(_case_url(found.pk, filters))


def _filters(given: Any) -> dict[str, str]:
    """Which queue the reader is working off: state, sector, commune; carried from case to case."""
    filters = {name: given[name][:40] for name in ("hang", "nganh", "xa") if name in given}
    if filters.get("hang") not in {str(tab[0]) for tab in TABS}:
        filters.pop("hang", None)
    return filters


def _case_url(case_id: int, filters: dict[str, str]) -> str:
    query = urlencode(filters)
    return reverse("review:case", args=[case_id]) + (f"?{query}" if query else "")


def _case_context(request: ActorRequest, page: Any, filters: dict[str, str]) -> dict[str, Any]:
    disputed = page.case.state == CaseState.DISPUTED
    return {
        "page": page,
        "filters": filters,
        "progress": queries.progress(
            request.actor, sector=filters.get("nganh") or None, unit=filters.get("xa") if "xa" in filters else None
        ),
        "undoable": last_undoable(request.actor.user_id),
        "opinions": queries.opinions(request.actor, page.case) if disputed else [],
        "only_one": len(page.cards) == 1,
        "keys": [
            ("1–5", "chọn người"),
            ("0", "không ai"),
            ("Enter", "xác nhận"),
            ("s", "bỏ qua"),
            ("x", "chuyển xã"),
            ("u", "hoàn tác"),
            ("?", "trợ giúp"),
        ],
    }


def _closed_context(request: ActorRequest, found: ReviewCase, now: dt.datetime) -> dict[str, Any]:
    taken = bool(found.leased_until and found.leased_until > now and found.leased_to != request.actor.user_id)
    return {
        "case": found,
        "sector": datasets.sector(found.sector),
        "unit": unit_name(found.unit_code, timezone.localdate()),
        "may_take": queries.may_read(request.actor, found) and not taken,
        "taken": taken,
        "decisions": queries.decisions_of(request.actor, found.pk),
        "can_request": scopes.scope_of(request.actor).owns(found.sector),
    }


def _by_sector(rows: list[tuple[Any, ...]]) -> list[tuple[str, str, int]]:
    found: dict[tuple[str, str], int] = {}
    for name, code, _, _, waiting, _ in rows:
        found[name, code] = found.get((name, code), 0) + waiting
    return [(name, code, number) for (name, code), number in found.items()]


def _listed(actor: Any, state: str, today: dt.date, names: dict[str, str]) -> list[tuple[ReviewCase, str, str, bool]]:
    return [
        (
            found,
            names.get(found.sector, found.sector),
            unit_name(found.unit_code, today),
            queries.may_read(actor, found),
        )
        for found in queries.cases(actor, state=state)[:_LIST]
    ]
