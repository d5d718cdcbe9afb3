"""What may be entered into the calendar: pure, on rows.

Sources: Bộ luật Lao động 2019, Đ.111 khoản 3 (a holiday on a weekly rest day is compensated on the next working day);
the yearly announcements that swap a working day for a weekly rest day.
"""

from __future__ import annotations

from collections.abc import Sequence

from dean06.kernel.common.calendar import CalendarRow, Certainty, DayKind, SessionRow, WorkCalendar

#: Years that can be entered and shown: a slip of the finger in a year is refused.
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_NAME, LONGEST_SOURCE = 150, 250
_SATURDAY = 5


def problems_of_day(row: CalendarRow) -> dict[str, str]:
    """Field names to sentences saying why ``row`` cannot be entered; empty when it can."""
    problems = {}
    if not FIRST_YEAR <= row.date.year <= LAST_YEAR:
        problems["date"] = f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}."
    rests = row.date.weekday() >= _SATURDAY
    if row.kind is DayKind.MAKE_UP_WORK and not rests:
        problems["kind"] = "Ngày làm bù phải là thứ Bảy hoặc Chủ nhật; ngày này vốn là ngày làm việc."
    elif row.kind is DayKind.COMPENSATORY_REST and rests:
        problems["kind"] = "Ngày nghỉ bù, nghỉ hoán đổi phải từ thứ Hai đến thứ Sáu; ngày này vốn là ngày nghỉ."
    elif row.kind is DayKind.WEEKLY_REST and not rests:
        problems["kind"] = "Ngày nghỉ hằng tuần là thứ Bảy hoặc Chủ nhật; ngày này hãy chọn loại nghỉ khác."
    name, source = row.name.strip(), row.source.strip()
    if not name:
        problems["name"] = "Hãy ghi tên gọi của ngày."
    elif len(name) > LONGEST_NAME:
        problems["name"] = f"Tên gọi dài quá {LONGEST_NAME} ký tự."
    if row.certainty is Certainty.SURE and not source:
        problems["source"] = "Ngày đã xác minh phải có căn cứ. Hãy ghi số, ngày của văn bản hoặc chọn “Chưa xác minh”."
    elif len(source) > LONGEST_SOURCE:
        problems["source"] = f"Căn cứ dài quá {LONGEST_SOURCE} ký tự."
    return problems


def problem_of_sessions(sessions: Sequence[SessionRow]) -> str:
    """A sentence saying why ``sessions`` cannot be the office hours; empty when they can."""
    if not sessions:
        return "Phải có ít nhất một ca làm việc."
    for session in sessions:
        if session.valid_from and session.valid_to and session.valid_to < session.valid_from:
            return (
                f"Ca {session.start:%H:%M}–{session.end:%H:%M}: ngày thôi áp dụng ({session.valid_to:%d/%m/%Y}) "
                f"trước ngày bắt đầu ({session.valid_from:%d/%m/%Y})."
            )
    try:
        WorkCalendar((), sessions)
    except ValueError as error:
        return f"{error}."
    return ""
