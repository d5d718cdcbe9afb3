"""Pages ``/lich-lam-viec/``: a year with its days and hours; entering, correcting and removing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dean06.kernel.calendar import presenting, queries, services
from dean06.kernel.calendar.errors import CalendarDayNotFound, CalendarYearNotFound
from dean06.kernel.calendar.forms import (
    BasisForm,
    DayForm,
    NewDayForm,
    SessionFormSet,
    sessions_initial,
)
from dean06.kernel.calendar.rules import FIRST_YEAR, LAST_YEAR
from dean06.kernel.calendar.types import WEEKDAYS, DayEntry
from dean06.kernel.common.calendar import Certainty
from dean06.kernel.common.calendar.table import shipped_days
from dean06.kernel.common.errors import Conflict, InvalidInput
from dean06.kernel.common.form_refusals import add_refusal
from dean06.kernel.common.requests import actor_of


@require_GET
def year(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """A year month by month, its special days with their basis, the office hours."""
    actor = actor_of(request, "calendar.view")
    today = timezone.localdate()
    shown = today.year if number is None else number
    if not FIRST_YEAR <= shown <= LAST_YEAR:
        raise CalendarYearNotFound
    calendar = queries.work_calendar()
    entries = queries.calendar_days(shown)
    office_hours = queries.office_hours()
    months = presenting.months(shown, calendar, today)
    context = {
        "year": shown,
        "years": _years(shown, calendar.covered_years, today),
        "months": months,
        "working_days": sum(month.working_days for month in months),
        "legend": presenting.LEGEND,
        "days": presenting.day_rows(entries),
        "unverified": sum(entry.row.certainty is not Certainty.SURE for entry in entries),
        "is_covered": shown in calendar.covered_years,
        "coverage_until": calendar.coverage_until,
        "hours": presenting.hours_rows(office_hours, today),
        "may_edit": actor.can("calendar.edit"),
    }
    return render(request, "calendar/year.html", context)


def _years(shown: int, covered: tuple[int, ...], today: dt.date) -> list[tuple[str, str, None, bool]]:
    """Tabs: every covered year, this year and the next, the shown one."""
    years = sorted({*covered, today.year, today.year + 1, shown})
    return [(str(one), _year_url(one), None, one == shown) for one in years if one <= LAST_YEAR]


def _year_url(number: int) -> str:
    return reverse("calendar:year_of", args=[number])


@require_http_methods(["GET", "POST"])
def add_day(request: HttpRequest) -> HttpResponse:
    """Enter a special day."""
    actor = actor_of(request, "calendar.edit")
    form = NewDayForm(request.POST or None, initial={"date": request.GET.get("ngay", "")})
    if request.method == "POST" and form.is_valid():
        row = form.row(form.cleaned_data["date"])
        try:
            services.set_calendar_day(actor=actor, row=row, replace=False)
        except (InvalidInput, Conflict) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"Đã ghi ngày {row.date:%d/%m/%Y} vào lịch làm việc.")
            return redirect(_year_url(row.date.year))
    return _form_page(request, form, "Thêm ngày vào lịch làm việc", timezone.localdate().year)


@require_http_methods(["GET", "POST"])
def correct_day(request: HttpRequest, iso: str) -> HttpResponse:
    """Correct a day of the table."""
    actor = actor_of(request, "calendar.edit")
    entry = _entry(iso)
    row = entry.row
    initial = {"kind": row.kind.value, "name": row.name, "source": row.source, "certainty": row.certainty.value}
    form = DayForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_calendar_day(actor=actor, row=form.row(row.date))
        except InvalidInput as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"Đã sửa ngày {row.date:%d/%m/%Y}.")
            return redirect(_year_url(row.date.year))
    return _form_page(request, form, f"Sửa ngày {_day_text(row.date)}", row.date.year)


def _form_page(request: HttpRequest, form: DayForm, title: str, back_to: int) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "back_url": _year_url(back_to),
        "breadcrumbs": [("Lịch làm việc", _year_url(back_to)), (title, "")],
    }
    return render(request, "calendar/day_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def remove_day(request: HttpRequest, iso: str) -> HttpResponse:
    """Make a day an ordinary one again, after asking."""
    actor = actor_of(request, "calendar.edit")
    row = _entry(iso).row
    back = _year_url(row.date.year)
    if request.method == "POST":
        services.remove_calendar_day(actor=actor, date=row.date)
        messages.success(request, f"Ngày {row.date:%d/%m/%Y} trở lại là ngày thường.")
        return redirect(back)
    details = ["Hạn đã tính từ trước không đổi; hạn tính từ nay coi đây là ngày thường trong tuần."]
    if row.date in {shipped.date for shipped in shipped_days()}:
        details.append("Ngày này đi kèm phần mềm; đã bỏ thì nạp lại bảng cũng không tự quay về.")
    facts: list[tuple[str, Any]] = [
        ("Ngày", _day_text(row.date)),
        ("Loại ngày", row.kind.label),
        ("Tên gọi", row.name),
        ("Căn cứ", row.source),
    ]
    context = {
        "title": f"Bỏ ngày {row.date:%d/%m/%Y} khỏi lịch làm việc",
        "question": "Ngày này sẽ trở lại là ngày thường.",
        "details": details,
        "facts": facts,
        "submit": "Bỏ khỏi lịch",
        "cancel_url": back,
    }
    return render(request, "design/confirm.html", context)


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """Put new office hours in place of the present ones."""
    actor = actor_of(request, "calendar.edit")
    present = queries.office_hours()
    initial = {"source": present[0].source, "certainty": present[0].certainty.value} if present else {}
    form = BasisForm(request.POST or None, initial=initial)
    rows = SessionFormSet(request.POST or None, initial=sessions_initial(present), prefix="ca")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            number = services.replace_office_sessions(
                actor=actor,
                sessions=[session for row in rows for session in row.sessions()],
                source=form.cleaned_data["source"],
                certainty=Certainty(form.cleaned_data["certainty"]),
            )
        except InvalidInput as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"Đã lưu giờ làm việc ({number} ca trong tuần).")
            return redirect("calendar:year")
    wrong = request.method == "POST"
    context = {
        "form": form,
        "rows": rows,
        "rows_are_wrong": wrong and any(rows.errors),
        "breadcrumbs": [("Lịch làm việc", reverse("calendar:year")), ("Giờ làm việc", "")],
        "back_url": reverse("calendar:year"),
    }
    return render(request, "calendar/hours_form.html", context, status=422 if wrong else 200)


def _entry(iso: str) -> DayEntry:
    try:
        day = dt.date.fromisoformat(iso)
    except ValueError:
        raise CalendarDayNotFound from None
    entry = queries.calendar_day(day)
    if entry is None:
        raise CalendarDayNotFound(f"Ngày {day:%d/%m/%Y} không có trong bảng lịch làm việc.")
    return entry


def _day_text(day: dt.date) -> str:
    return f"{WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"
