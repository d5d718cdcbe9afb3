"""The whole office: who holds how much, what is late, what turns late tomorrow, what is passed to and fro."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.requests import ActorRequest
from dean06.kernel.units import queries as units
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases.types import OPEN, PAUSED, State
from dean06.procedures.catalogue import queries as catalogue
from dean06.web.desk.offices import names, offices_of
from dean06.web.desk.queue_tabs import BY_SLUG, Asker, horizon_of
from dean06.web.desk.words import STATE_KINDS

VIEW = "cases.view"
_PING_PONG = 2
_OFFICE = "application/vnd.openxmlformats-officedocument."
_SHEETS = {"xlsx": f"{_OFFICE}spreadsheetml.sheet", "docx": f"{_OFFICE}wordprocessingml.document"}


@require_safe
def office(request: ActorRequest) -> HttpResponse:
    """The office of ``?co-quan=``, by default the reader's own."""
    request.actor.require(VIEW)
    offices = offices_of(request.actor, VIEW)
    if not offices:
        # Who watches the whole province works for no office: his dossiers are in the list.
        return redirect("desk:queue")
    code = request.GET.get("co-quan") or offices[0]
    if code not in offices:
        raise NotAllowed(permission=VIEW)
    now = timezone.now()
    asker = Asker(request.actor.user_id or 0, (code,), now, horizon_of(now))
    # Whoever leads an office or hands work out sees everybody; others see themselves.
    sees_all = request.actor.can_any("cases.approve", [code]) or request.actor.can_any("cases.assign", [code])
    people = _people(request, asker, None if sees_all else request.actor.user_id)
    called = names(offices)
    head = units.agency_heads([code]).get(code)
    counters = cases.counters(request.actor, agency=code)
    context = {
        "office_name": called[code],
        "now": timezone.localtime(now),
        "offices": [(called[one], "?" + urlencode({"co-quan": one}), None, one == code) for one in offices],
        "stats": _stats(request, asker),
        "head_name": head.name if head else "",
        "head_title": head.title if head else "",
        "people": people,
        "totals": _totals(people),
        "sees_all": sees_all,
        "bars": _bars(counters),
        "tally_total": counters.total,
        "ping_pong": _ping_pong(request, code) if sees_all else [],
        "figures_url": _figures_url(request),
        "book_url": f"{reverse('desk:book')}?{urlencode({'co-quan': code})}",
    }
    return render(request, "desk/office.html", context)


@require_safe
def book(request: ActorRequest) -> HttpResponse:
    """Form 07 of a desk and a month (``?co-quan=``, ``?thang=yyyy-mm``, ``?dang=xlsx|docx``)."""
    request.actor.require(VIEW)
    offices = offices_of(request.actor, VIEW)
    code = request.GET.get("co-quan") or (offices[0] if offices else "")
    if code not in offices:
        raise NotAllowed(permission=VIEW)
    first = _month(request.GET.get("thang", ""))
    last = (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    form = "docx" if request.GET.get("dang") == "docx" else "xlsx"
    content = cases.book(request.actor, agency=code, first=first, last=last, form=form)
    name = f"so-theo-doi-ho-so-{code}-{first:%Y%m}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=_SHEETS[form], headers=headers)


def _month(text: str) -> dt.date:
    """The first day of ``yyyy-mm``; of this month when it cannot be read."""
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)


def _people(request: ActorRequest, asker: Asker, only: int | None) -> list[dict[str, Any]]:
    """What each officer holds and finished this month; the reader first, then who has most late. Two queries."""
    held = cases.cases(request.actor).filter(duty_agency__in=asker.offices, state__in=sorted(OPEN))
    first = timezone.localtime(asker.now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    done = cases.cases(request.actor).filter(deciding_agency__in=asker.offices, finished_at__gte=first)
    if only is not None:
        held, done = held.filter(assignee_id=only), done.filter(assignee_id=only)
    late, soon = BY_SLUG["tre"].which(asker), BY_SLUG["mai-tre"].which(asker)
    rows = (
        held.order_by()
        .values("assignee_id")
        .annotate(
            held=Count("pk"),
            late=Count("pk", filter=late),
            soon=Count("pk", filter=soon),
            paused=Count("pk", filter=Q(state__in=sorted(PAUSED))),
        )
    )
    finished = {
        row["assignee_id"]: row
        for row in done.order_by()
        .values("assignee_id")
        .annotate(done=Count("pk"), on_time=Count("pk", filter=Q(is_late=False)))
    }
    found = {row["assignee_id"]: row for row in rows}
    called = accounts.display_names({*found, *finished})
    people = []
    for person in {*found, *finished}:
        now: Mapping[str, Any] = found.get(person, {})
        past: Mapping[str, Any] = finished.get(person, {})
        people.append(
            {
                "name": called.get(person, "Không còn tài khoản") if person else "Chưa ai nhận",
                "is_me": person is not None and person == asker.user_id,
                "held": now.get("held", 0),
                "late": now.get("late", 0),
                "soon": now.get("soon", 0),
                "paused": now.get("paused", 0),
                "done": past.get("done", 0),
                "done_on_time": past.get("on_time", 0),
                "on_time": _share(past.get("on_time", 0), past.get("done", 0)),
                "url": f"{reverse('desk:queue')}?{urlencode({'nhom': 'co-quan', 'nguoi': person or 0})}",
            }
        )
    return sorted(people, key=lambda one: (not one["is_me"], -one["late"], -one["soon"], -one["held"], one["name"]))


def _totals(people: list[dict[str, Any]]) -> dict[str, Any]:
    sums: dict[str, Any] = {
        name: sum(person[name] for person in people)
        for name in ("held", "late", "soon", "paused", "done", "done_on_time")
    }
    sums["on_time"] = _share(sums["done_on_time"], sums["done"])
    return sums


def _share(part: int, whole: int) -> str:
    """A whole percent, rounded down; nothing finished is no 0%."""
    return f"{part * 100 // whole}%" if whole else "–"


def _stats(request: ActorRequest, asker: Asker) -> list[dict[str, Any]]:
    """The four numbers a head looks at first, each leading to its cases."""
    wanted = (
        ("tre", "Trễ hạn", "danger", "phải làm ngay"),
        ("mai-tre", "Mai trễ", "warning", "hết ngày làm việc tới là trễ"),
        ("cho-tiep-nhan", "Chờ tiếp nhận", "info", "trả lời trong 8 giờ làm việc"),
        ("cho-tra", "Chờ trả kết quả", "success", "đã xong, người dân chưa nhận"),
    )
    live = cases.cases(request.actor).filter(state__in=[*sorted(OPEN), State.DONE]).order_by()
    counted = live.filter(duty_agency__in=asker.offices).aggregate(
        **{slug.replace("-", "_"): Count("pk", filter=BY_SLUG[slug].which(asker)) for slug, *_ in wanted}
    )
    return [
        {
            "label": label,
            "value": counted[slug.replace("-", "_")],
            "note": note,
            "kind": kind if counted[slug.replace("-", "_")] else "neutral",
            "url": f"{reverse('desk:queue')}?nhom={slug}",
        }
        for slug, label, kind, note in wanted
    ]


def _bars(counters: Any) -> list[dict[str, Any]]:
    kinds = {"warning": "warning", "success": "success", "ongoing": "ongoing"}
    return [
        {
            "label": state.label,
            "value": counters.by_state.get(state, 0),
            "shown": f"{counters.by_state.get(state, 0):,}".replace(",", "."),
            "kind": kinds.get(STATE_KINDS[state], "neutral"),
        }
        for state in State
    ]


def _ping_pong(request: ActorRequest, code: str) -> list[dict[str, Any]]:
    """Open cases that changed hands, or were offered and refused, more than once."""
    rows = (
        cases.cases(request.actor)
        .filter(Q(receiving_agency=code) | Q(deciding_agency=code), state__in=sorted(OPEN))
        .order_by()
        .annotate(
            offers=Count("hand_overs", distinct=True),
            refusals=Count("hand_overs", filter=Q(hand_overs__status="refused"), distinct=True),
        )
        .filter(offers__gte=_PING_PONG)
        .values("id", "code", "version_id", "deciding_agency", "offers", "refusals")
        .order_by("-offers", "-refusals", "id")[:20]
    )
    found = list(rows)
    called = names(row["deciding_agency"] for row in found)
    return [
        {
            "url": reverse("desk:case", args=[row["id"]]),
            "code": row["code"],
            "title": catalogue.pack(row["version_id"]).title,
            "offers": row["offers"],
            "refusals": row["refusals"],
            "where": called.get(row["deciding_agency"], ""),
        }
        for row in found
    ]


def _figures_url(request: ActorRequest) -> str:
    """The pages of figures, once they are there and the reader may open them."""
    if not request.actor.can("cases.figures"):
        return ""
    for name in ("figures:dashboard", "figures:overview", "figures:index", "figures:home"):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""
