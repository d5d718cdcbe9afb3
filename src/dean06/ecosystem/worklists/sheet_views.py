"""A sheet on paper, and the fast page on which its results come in: one line a person, keys only."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.ecosystem.worklists import services, staff
from dean06.ecosystem.worklists.acts.common import LIVE
from dean06.ecosystem.worklists.errors import ItemNotFound
from dean06.ecosystem.worklists.exports.files import sector_names
from dean06.ecosystem.worklists.forms import parse_day
from dean06.ecosystem.worklists.models import Outcome, Sheet
from dean06.ecosystem.worklists.reading import lists
from dean06.ecosystem.worklists.scope import RECORDS, WORK, visible
from dean06.ecosystem.worklists.types import VisitHow
from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.requests import ActorRequest


@dataclass(slots=True)
class Line:
    """A line of the sheet on the entry page."""

    number: int
    row: lists.ListRow
    key: str = ""
    text: str = ""
    day: str = ""
    error: str = ""
    done: str = ""


@require_safe
def sheet(request: ActorRequest, sheet_id: int) -> HttpResponse:
    """The paper: few fields, numbers cut, watermark."""
    found, rows = _sheet(request, sheet_id)
    context = {
        "sheet": found,
        "lines": rows,
        "unit_name": staff.commune_name(found.unit_code, timezone.localdate()),
        "outcomes": Outcome.objects.filter(active=True),
    }
    return render(request, "worklists/sheet.html", context)


@require_http_methods(["GET", "POST"])
def entry(request: ActorRequest, sheet_id: int) -> HttpResponse:
    """Results by line: a key for the outcome, a few words, a day. Lines that are wrong stay, the others are kept."""
    found, rows = _sheet(request, sheet_id)
    outcomes = {row.key: row for row in Outcome.objects.filter(active=True)}
    lines = [Line(number, row) for number, row in rows]
    saved = 0
    if request.method == "POST":
        for line in lines:
            saved += _keep(request, line, outcomes)
        wrong = sum(1 for line in lines if line.error)
        if saved:
            messages.success(request, f"Đã ghi {saved} kết quả.")
        if not wrong:
            return redirect("worklists:sheet_entry", sheet_id)
        messages.error(request, f"{wrong} dòng chưa ghi được; xem lời nhắc ở từng dòng.")
    context = {
        "sheet": found,
        "lines": lines,
        "outcomes": outcomes.values(),
        "unit_name": staff.commune_name(found.unit_code, timezone.localdate()),
    }
    return render(request, "worklists/sheet_entry.html", context, status=422 if any(li.error for li in lines) else 200)


def _keep(request: ActorRequest, line: Line, outcomes: dict[str, Outcome]) -> int:
    pk = line.row.finding.pk
    line.key = request.POST.get(f"k{pk}", "").strip()
    line.text = request.POST.get(f"t{pk}", "").strip()
    line.day = request.POST.get(f"d{pk}", "").strip()
    version = request.POST.get(f"v{pk}", "")
    if not line.key:
        if line.text or line.day:
            line.error = "Chưa ghi mã kết quả."
        return 0
    outcome = outcomes.get(line.key)
    if outcome is None:
        line.error = f"Không có mã {line.key}."
        return 0
    try:
        services.record_visit(
            actor=request.actor,
            finding_id=pk,
            outcome=outcome.code,
            how=VisitHow.HOME,
            # One field on paper: what the outcome asks for stands there.
            place=line.text if outcome.needs_place else "",
            paper=line.text if outcome.needs_paper else "",
            note="" if outcome.needs_place or outcome.needs_paper else line.text,
            next_visit_on=parse_day(line.day) if line.day else None,
            version=int(version) if version.isdigit() else None,
        )
    except ValidationError:
        line.error = "Ngày hẹn không đọc được; ghi như 27/3/2026."
    except DomainError as error:
        line.error = error.message
    else:
        line.done, line.key, line.text, line.day = outcome.label, "", "", ""
        return 1
    return 0


def _sheet(request: ActorRequest, sheet_id: int) -> tuple[Sheet, list[tuple[int, lists.ListRow]]]:
    """A sheet of the reader's commune with the lines still open, numbered as printed; the read stands in the log."""
    request.actor.require(RECORDS)
    found = Sheet.objects.filter(pk=sheet_id).first()
    if found is None:
        raise ItemNotFound
    rows = {
        row.pk: row for row in visible(request.actor, WORK).filter(pk__in=found.findings).select_related("work_item")
    }
    if not rows:
        raise ItemNotFound
    ordered = [rows[pk] for pk in found.findings if pk in rows]
    lists.note_read(request.actor, found.unit_code, ordered)
    shown = lists.list_rows(ordered, today=timezone.localdate(), sectors=sector_names())
    places = {pk: number for number, pk in enumerate(found.findings, 1)}
    return found, [(places[row.finding.pk], row) for row in shown if row.finding.state in LIVE]
