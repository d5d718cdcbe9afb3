"""Pages of the lists: overview of communes, a commune's list, one's own work, giving work to people."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dean06.ecosystem.cleaning.types import ResultClass
from dean06.ecosystem.worklists import services, staff
from dean06.ecosystem.worklists.errors import NothingChosen
from dean06.ecosystem.worklists.exports import files
from dean06.ecosystem.worklists.exports.spreadsheet import MEDIA_TYPE
from dean06.ecosystem.worklists.forms import AssignForm, FilterForm, village_slug
from dean06.ecosystem.worklists.reading import lists
from dean06.ecosystem.worklists.rules.guidance import CLASS_ORDER, GUIDANCE
from dean06.ecosystem.worklists.scope import ASSIGN, RECORDS, VIEW, WORK, scope_of
from dean06.ecosystem.worklists.types import WorkState
from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.requests import ActorRequest


@require_safe
def work_list(request: ActorRequest) -> HttpResponse:
    """The list of one commune; of several communes an overview first."""
    scope = scope_of(request.actor, VIEW)
    unit = request.GET.get("xa", "")
    if not unit and len(scope.units) == 1 and not scope.everything:
        (unit,) = scope.units
    if not unit and "xa" not in request.GET:
        return _overview(request)
    return _commune(request, unit)


def _overview(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    found = lists.overview(request.actor)
    names = staff.commune_names(today)
    rows: list[dict[str, Any]] = [
        {
            "unit": unit,
            "name": names.get(unit, unit) if unit else staff.UNKNOWN_UNIT,
            "url": f"?{urlencode({'xa': unit})}",
            "total": one.total,
            "open": one.states[WorkState.OPEN],
            "working": sum(one.states[state] for state in (WorkState.ASSIGNED, WorkState.VISITED, WorkState.FIXED)),
            "waiting": sum(one.states[state] for state in (WorkState.WAITING_SECTOR, WorkState.WAITING_REGISTRY)),
            "closing": one.states[WorkState.CLOSING],
            "most": ResultClass(max(CLASS_ORDER, key=lambda code: one.classes.get(code, 0))).label,
        }
        for unit, one in found.items()
        if one.total
    ]
    rows.sort(key=lambda row: (-row["total"], row["name"]))
    classes = {code: sum(one.classes[code] for one in found.values()) for code in CLASS_ORDER}
    context = {
        "rows": rows,
        "total": sum(row["total"] for row in rows),
        "classes": [
            {"label": str(ResultClass(code).label), "value": number} for code, number in classes.items() if number
        ],
        "without": sorted(name for unit, name in names.items() if unit not in found) if _sees_all(request) else [],
        "today": today,
    }
    return render(request, "worklists/overview.html", context)


def _commune(request: ActorRequest, unit: str) -> HttpResponse:
    today = timezone.localdate()
    actor = request.actor
    scope = scope_of(actor, VIEW)
    if not scope.covers(unit):
        # Alike for a commune that does not exist: nothing leaks.
        return render(request, "worklists/nothing.html", {}, status=404)
    found = lists.summary(actor, unit)
    sectors = files.sector_names()
    people = [(one.user_id, one.full_name) for one in staff.workers_of(unit)]
    by_village = request.GET.get("nhom") == "thon"
    villages = lists.village_counts(actor, unit, lists.ListFilter()) if by_village else None
    form = FilterForm(
        request.GET,
        sectors=[(code, sectors.get(code, code)) for code in sorted(found.sectors)],
        people=people,
        villages=[name for name, _ in villages] if villages is not None else None,
    )
    wanted = form.wanted()
    names = dict(people) | staff.names_of(set(found.officers) - {pk for pk, _ in people} - {None})
    sees_records = actor.can(RECORDS)
    page = None
    if sees_records:
        page = lists.page(
            actor,
            unit,
            wanted,
            number=_number(request.GET.get("page")),
            by_village=by_village,
            today=today,
            sectors=sectors,
        )
    kept = {name: value for name, value in request.GET.items() if value and name not in ("page", "xa")}

    def address(**more: str) -> str:
        return "?" + urlencode({"xa": unit, **{k: v for k, v in {**kept, **more}.items() if v}})

    context: dict[str, Any] = {
        "unit": unit,
        "unit_name": staff.commune_name(unit, today),
        "summary": found,
        "states": [
            (state.label, found.states[state], address(tt=state.value), _KINDS.get(state, "neutral"))
            for state in WorkState
            if found.states.get(state)
        ],
        "classes": [
            {
                "label": str(ResultClass(code).label),
                "value": found.classes[code],
                "url": address(loai=code),
                "asks": GUIDANCE[code],
            }
            for code in CLASS_ORDER
            if found.classes.get(code)
        ],
        "officers": [
            {
                "label": names.get(pk, "Tài khoản đã xóa") if pk else "Chưa giao ai",
                "value": number,
                "url": address(nguoi=str(pk) if pk else lists.NOBODY),
            }
            for pk, number in sorted(found.officers.items(), key=lambda pair: (pair[0] is None, -pair[1]))
        ],
        "villages": [
            {"label": name or "Chưa rõ", "value": number, "url": address(nhom="thon", thon=village_slug(name))}
            for name, number in villages or []
        ],
        "form": form,
        "filtered": any(kept.get(name) for name in form.fields),
        "by_village": by_village,
        "group_urls": (address(nhom="", thon="", page=""), address(nhom="thon", page="")),
        "reset_url": "?" + urlencode({"xa": unit, **({"nhom": "thon"} if by_village else {})}),
        "page": page,
        "pages": _page_links(page, address) if page else None,
        "age": (today - found.oldest).days if found.oldest else None,
        "can_assign": scope_of(actor, ASSIGN).covers(unit) if actor.can(ASSIGN) else False,
        "can_work": scope_of(actor, WORK).covers(unit) if actor.can(WORK) else False,
        "people": people,
        "assign_form": AssignForm(people=people) if people else None,
        "many": not (len(scope.units) == 1 and not scope.everything),
        "sees_records": sees_records,
        "sectors": [(code, sectors.get(code, code)) for code in sorted(found.sectors)],
        "waiting_sector": found.states.get(WorkState.WAITING_SECTOR, 0),
        "back": request.get_full_path(),
    }
    return render(request, "worklists/commune.html", context)


@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """What is in the reader's hands, those whose day has come first."""
    today = timezone.localdate()
    request.actor.require(RECORDS)
    rows = lists.mine(request.actor).select_related("work_item")
    due = rows.filter(work_item__next_visit_on__lte=today)
    number = _number(request.GET.get("page"))
    total = rows.count()
    ordered = list(
        lists.in_order_of_work(rows).order_by("work_item__next_visit_on", "opened_on", "pk")[
            (number - 1) * lists.PAGE : number * lists.PAGE
        ]
    )
    shown = lists.list_rows(ordered, today=today, sectors=files.sector_names())
    if ordered:
        lists.note_read(request.actor, "mine", ordered)
    context = {
        "rows": shown,
        "total": total,
        "due": due.count(),
        "number": number,
        "more": total > number * lists.PAGE,
        "today": today,
        "sheets": lists.sheets_of(request.actor),
    }
    return render(request, "worklists/mine.html", context)


@require_POST
def bulk(request: ActorRequest) -> HttpResponse:
    """The ticked records of a list: given to somebody, taken, or printed on a sheet."""
    back = _back(request)
    chosen = dict(_seen(value) for value in request.POST.getlist("chon"))
    act = request.POST.get("viec", "")
    try:
        if act == "in":
            sheet = services.print_sheet(actor=request.actor, finding_ids=list(chosen))
            return redirect("worklists:sheet", sheet.pk)
        if act == "nhan":
            items = services.take(actor=request.actor, finding_ids=list(chosen), versions=chosen)
            messages.success(request, f"Đã nhận {len(items)} bản ghi.")
        else:
            assignee = request.POST.get("nguoi", "")
            if not assignee.isdigit():
                raise NothingChosen("Hãy chọn người được giao.")
            items = services.assign(
                actor=request.actor, finding_ids=list(chosen), assignee_id=int(assignee), versions=chosen
            )
            messages.success(request, f"Đã giao {len(items)} bản ghi.")
    except DomainError as error:
        if error.status in (403, 404):
            raise
        messages.error(request, error.message)
    return redirect(back)


@require_POST
def assign_group(request: ActorRequest) -> HttpResponse:
    """Gives the first records of a group that nobody has to a person: heads do so without seeing whose they are."""
    unit, actor = request.POST.get("xa", ""), request.actor
    people = [(one.user_id, one.full_name) for one in staff.workers_of(unit)]
    form = AssignForm(request.POST, people=people)
    back = _back(request)
    if not form.is_valid():
        messages.error(request, "Hãy chọn người được giao và số bản ghi (1 đến 500).")
        return redirect(back)
    wanted = lists.ListFilter(
        sector=request.POST.get("ds", ""), result_class=request.POST.get("loai", ""), officer=lists.NOBODY
    )
    rows = lists.in_order_of_work(lists.matching(actor, unit, wanted))
    ids = list(rows.values_list("pk", flat=True)[: form.cleaned_data["most"]])
    try:
        items = services.assign(actor=actor, finding_ids=ids, assignee_id=form.cleaned_data["assignee"])
        messages.success(request, f"Đã giao {len(items)} bản ghi.")
    except NothingChosen:
        messages.info(request, "Không còn bản ghi nào chưa giao trong nhóm này.")
    return redirect(back)


@require_safe
def corrections(request: ActorRequest) -> HttpResponse:
    """Values found by visits, for a sector to enter."""
    sector, unit = request.GET.get("ds", ""), request.GET.get("xa")
    content = files.corrections_xlsx(
        actor=request.actor, sector=sector, unit=unit, now=timezone.localtime(timezone.now())
    )
    return download(content, MEDIA_TYPE, f"gia-tri-da-xac-minh-{sector}-{timezone.localdate():%Y%m%d}.xlsx")


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file that the browser keeps."""
    safe = "".join(char for char in name if char.isalnum() or char in "-._")
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{safe}"'})


_KINDS = {
    WorkState.OPEN: "warning",
    WorkState.ASSIGNED: "info",
    WorkState.VISITED: "ongoing",
    WorkState.FIXED: "ongoing",
    WorkState.CLOSING: "warning",
}


def _page_links(page: lists.ListPage, address: Any) -> dict[str, str]:
    return {
        "previous": address(page=str(page.number - 1)) if page.number > 1 else "",
        "next": address(page=str(page.number + 1)) if page.number < page.pages else "",
        "first": address(page=""),
    }


def _seen(value: str) -> tuple[int, int]:
    """ "17:3" → finding 17 of version 3. Raises ``NothingChosen`` for anything else."""
    finding, _, version = value.partition(":")
    if not (finding.isdigit() and version.isdigit()):
        raise NothingChosen
    return int(finding), int(version)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 7 else 1


def _back(request: ActorRequest) -> str:
    """Only to the lists of this app: an address from a form may be anybody's."""
    wanted = request.POST.get("ve", "")
    return wanted if wanted.startswith(reverse("worklists:list")) else reverse("worklists:list")


def _sees_all(request: ActorRequest) -> bool:
    return scope_of(request.actor, VIEW).everything
