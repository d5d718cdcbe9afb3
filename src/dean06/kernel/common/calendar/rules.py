"""Working days, working hours and the end of terms.

Sources: Bộ luật Dân sự 2015, Đ.147 (the first day of a term is the day after the event) and Đ.148 (a term that ends on
a rest day or holiday ends on the next working day; terms of months end on the corresponding day); Bộ luật Lao động
2019, Đ.111-112 (weekly rest, holidays, compensation); QĐ 188/1999/QĐ-TTg (Monday to Friday, 8 hours a day). Which days
are holidays, compensated or swapped is not computed here: it comes in as rows.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from dean06.kernel.common.errors import DomainError

__all__ = [
    "VIETNAM_TIME",
    "CalendarRow",
    "Certainty",
    "DayKind",
    "NoWorkingTime",
    "SessionRow",
    "Term",
    "TermMoment",
    "WorkCalendar",
]

VIETNAM_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
_ONE_DAY = timedelta(days=1)
# Holidays a year has by Bộ luật Lao động 2019 Đ.112: 1 + 5 (Tết) + 1 (Giỗ Tổ) + 1 + 1 + 2 (Quốc khánh).
HOLIDAYS_A_YEAR = 11
# No office rests this long: beyond it the table has no working time at all.
_SEARCH_LIMIT = 400


class DayKind(StrEnum):
    """What a day of the calendar is."""

    WORKING = "working"
    WEEKLY_REST = "weekly_rest"
    HOLIDAY = "holiday"
    COMPENSATORY_REST = "compensatory_rest"
    MAKE_UP_WORK = "make_up_work"

    @property
    def label(self) -> str:
        """The Vietnamese name on screens."""
        return _KIND_LABELS[self]

    @property
    def works(self) -> bool:
        """True when offices are open."""
        return self in (DayKind.WORKING, DayKind.MAKE_UP_WORK)


_KIND_LABELS = {
    DayKind.WORKING: "Ngày làm việc",
    DayKind.WEEKLY_REST: "Nghỉ hằng tuần",
    DayKind.HOLIDAY: "Nghỉ lễ, Tết",
    DayKind.COMPENSATORY_REST: "Nghỉ bù, nghỉ hoán đổi",
    DayKind.MAKE_UP_WORK: "Làm bù",
}


class Certainty(StrEnum):
    """How well a row is confirmed; only ``SURE`` rows need no look at the announcement."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"

    @property
    def label(self) -> str:
        """The Vietnamese name on screens."""
        return {"sure": "Đã xác minh", "likely": "Nhiều khả năng đúng", "unsure": "Chưa xác minh"}[self.value]


class NoWorkingTime(DomainError):
    """The calendar has no working day or no office session where one is needed."""

    code = "NO_WORKING_TIME"
    message = (
        "Lịch làm việc không có ngày hoặc giờ làm việc nào trong thời gian cần tính. Hãy kiểm tra bảng lịch làm việc."
    )
    status = 409


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One day that differs from the ordinary week."""

    date: date
    kind: DayKind
    name: str = ""
    source: str = ""
    certainty: Certainty = Certainty.SURE


@dataclass(frozen=True, slots=True)
class SessionRow:
    """Office hours of one weekday (0 = Monday), valid between two days, both included (``None`` = no limit)."""

    weekday: int
    start: time
    end: time
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        """True when these hours were in force on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Term:
    """The last day of a term. When ``beyond_coverage``, the table does not cover every year it touches (see
    ``coverage_until``), so the day may move; ``unverified`` are days it rests on that are not confirmed.
    """

    day: date
    coverage_until: date | None
    beyond_coverage: bool = False
    unverified: tuple[date, ...] = ()

    @property
    def certain(self) -> bool:
        """True when every day counted is covered and confirmed."""
        return not self.beyond_coverage and not self.unverified


@dataclass(frozen=True, slots=True)
class TermMoment:
    """The moment at which working hours have run out; flags as in ``Term``."""

    moment: datetime
    coverage_until: date | None
    beyond_coverage: bool = False
    unverified: tuple[date, ...] = ()

    @property
    def certain(self) -> bool:
        """True when every day counted is covered and confirmed."""
        return not self.beyond_coverage and not self.unverified


class WorkCalendar:
    """Days and office hours of one office. Immutable; build a new one when rows change.

    ``rows`` name the days that differ from the ordinary week, ``sessions`` the office hours, ``weekly_rest`` the
    weekdays off (0 = Monday; default Saturday and Sunday). ValueError for two rows of one day or overlapping sessions.
    """

    def __init__(
        self,
        rows: Iterable[CalendarRow],
        sessions: Iterable[SessionRow] = (),
        *,
        weekly_rest: frozenset[int] = frozenset({5, 6}),
    ) -> None:
        self._rows: dict[date, CalendarRow] = {}
        for row in rows:
            if row.date in self._rows:
                raise ValueError(f"Ngày {row.date:%d/%m/%Y} có hai dòng trong bảng lịch")
            self._rows[row.date] = row
        self._weekly_rest = weekly_rest
        self._sessions = tuple(sorted(sessions, key=lambda session: (session.weekday, session.start)))
        self._check_sessions()
        self._covered = self._covered_years()
        self._unverified = tuple(sorted(row.date for row in self._rows.values() if row.certainty is not Certainty.SURE))

    def _check_sessions(self) -> None:
        for index, session in enumerate(self._sessions):
            if not 0 <= session.weekday <= 6 or session.start >= session.end:
                raise ValueError(f"Ca làm việc không hợp lệ: {session.start:%H:%M}-{session.end:%H:%M}")
            for other in self._sessions[index + 1 :]:
                same_time = other.weekday == session.weekday and other.start < session.end
                apart = (session.valid_to and other.valid_from and session.valid_to < other.valid_from) or (
                    other.valid_to and session.valid_from and other.valid_to < session.valid_from
                )
                if same_time and not apart:
                    raise ValueError(f"Hai ca làm việc chồng nhau: {session.start:%H:%M} và {other.start:%H:%M}")

    def _covered_years(self) -> frozenset[int]:
        counts: dict[int, int] = {}
        for row in self._rows.values():
            if row.kind is DayKind.HOLIDAY:
                counts[row.date.year] = counts.get(row.date.year, 0) + 1
        return frozenset(year for year, count in counts.items() if count >= HOLIDAYS_A_YEAR)

    # --- coverage ---
    @property
    def covered_years(self) -> tuple[int, ...]:
        """Years whose statutory holidays (at least 11 days, BLLĐ Đ.112) are all in the table."""
        return tuple(sorted(self._covered))

    @property
    def coverage_until(self) -> date | None:
        """The last day of the last year of the table that has no gap before it; ``None`` for an empty table."""
        if not self._covered:
            return None
        year = min(self._covered)
        while year + 1 in self._covered:
            year += 1
        return date(year, 12, 31)

    def covers(self, day: date) -> bool:
        """True when the holidays of that year are known."""
        return day.year in self._covered

    def _flags(self, first: date, last: date) -> tuple[bool, tuple[date, ...]]:
        beyond = any(year not in self._covered for year in range(first.year, last.year + 1))
        low, high = bisect_right(self._unverified, first - _ONE_DAY), bisect_right(self._unverified, last)
        return beyond, self._unverified[low:high]

    def _term(self, event: date, day: date) -> Term:
        beyond, unverified = self._flags(event, day)
        return Term(day, self.coverage_until, beyond, unverified)

    # --- days ---
    def row(self, day: date) -> CalendarRow | None:
        """The table's row of a day, if the day differs from the ordinary week."""
        return self._rows.get(day)

    def kind_of(self, day: date) -> DayKind:
        """What a day is: by its row, else by its weekday."""
        row = self._rows.get(day)
        if row is not None:
            return row.kind
        return DayKind.WEEKLY_REST if day.weekday() in self._weekly_rest else DayKind.WORKING

    def is_working_day(self, day: date) -> bool:
        """True when offices work that day (a made-up Saturday works, a compensated Monday does not)."""
        return self.kind_of(day).works

    def _step(self, day: date, step: timedelta) -> date:
        for _ in range(_SEARCH_LIMIT):
            day += step
            if self.is_working_day(day):
                return day
        raise NoWorkingTime

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``."""
        return self._step(day, _ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day before ``day``."""
        return self._step(day, -_ONE_DAY)

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days there are from ``first`` to ``last``, both included; 0 when ``last`` is before."""
        return sum(self.is_working_day(first + timedelta(days=i)) for i in range((last - first).days + 1))

    # --- terms of days, weeks, months, years ---
    def end_of_term(self, last_day: date) -> Term:
        """``last_day``, or the next working day when it is a rest day or holiday (BLDS 2015 Đ.148 k.5)."""
        day = last_day if self.is_working_day(last_day) else self.next_working_day(last_day)
        return self._term(last_day, day)

    def add_working_days(self, event: date, days: int) -> Term:
        """The ``days``-th working day after the event; the day of the event is not counted (BLDS 2015 Đ.147).

        0 days is the day of the event itself, or the next working day. ValueError for a negative number.
        """
        if days < 0:
            raise ValueError("Số ngày làm việc không được âm")
        if days == 0:
            return self.end_of_term(event)
        day = event
        for _ in range(days):
            day = self.next_working_day(day)
        return self._term(event, day)

    def add_days(self, event: date, days: int) -> Term:
        """A term of calendar days: counted from the day after the event, moved to a working day if needed."""
        if days < 0:
            raise ValueError("Số ngày không được âm")
        return self._term(event, self.end_of_term(event + timedelta(days=days)).day)

    def add_weeks(self, event: date, weeks: int) -> Term:
        """A term of weeks: ends on the corresponding weekday (BLDS 2015 Đ.148 k.2), moved to a working day."""
        return self.add_days(event, 7 * weeks)

    def add_months(self, event: date, months: int) -> Term:
        """A term of months: ends on the corresponding day of the last month, or on that month's last day when it has no
        such day (BLDS 2015 Đ.148 k.3), moved to a working day if needed. ValueError for a negative number.
        """
        if months < 0:
            raise ValueError("Số tháng không được âm")
        year, month = divmod(event.year * 12 + event.month - 1 + months, 12)
        last = date(year, month + 1, min(event.day, monthrange(year, month + 1)[1]))
        return self._term(event, self.end_of_term(last).day)

    def add_years(self, event: date, years: int) -> Term:
        """A term of years: ends on the corresponding day and month (BLDS 2015 Đ.148 k.4)."""
        return self.add_months(event, 12 * years)

    # --- hours ---
    def sessions_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The office hours of a day as (start, end) in Vietnam time; empty for a day off.

        A made-up Saturday or Sunday without hours of its own is worked like a Friday.
        """
        if not self.is_working_day(day):
            return ()
        weekday = day.weekday()
        hours = [s for s in self._sessions if s.weekday == weekday and s.valid_on(day)]
        if not hours and weekday in self._weekly_rest:
            hours = [s for s in self._sessions if s.weekday == 4 and s.valid_on(day)]
        return tuple(
            (datetime.combine(day, s.start, VIETNAM_TIME), datetime.combine(day, s.end, VIETNAM_TIME)) for s in hours
        )

    def working_minutes_on(self, day: date) -> int:
        """Minutes of office time in a day."""
        return sum(int((end - start).total_seconds()) // 60 for start, end in self.sessions_on(day))

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole minutes of office time from ``start`` to ``end``. ValueError for naive times or a negative span."""
        first, last = _local(start), _local(end)
        if last < first:
            raise ValueError("Thời điểm kết thúc phải sau thời điểm bắt đầu")
        total = timedelta()
        for offset in range((last.date() - first.date()).days + 1):
            for opens, closes in self.sessions_on(first.date() + timedelta(days=offset)):
                total += max(timedelta(), min(closes, last) - max(opens, first))
        return int(total.total_seconds()) // 60

    def add_working_minutes(self, start: datetime, minutes: int) -> TermMoment:
        """The first moment by which ``minutes`` of office time have passed since ``start``; time outside sessions does
        not count. 0 minutes is ``start`` itself. Raises NoWorkingTime when the table has no office hours.
        """
        if minutes < 0:
            raise ValueError("Số phút làm việc không được âm")
        begin = _local(start)
        left, day = timedelta(minutes=minutes), begin.date()
        moment = begin if not left else None
        idle = 0
        while moment is None:
            if idle > _SEARCH_LIMIT:
                raise NoWorkingTime
            idle += 1
            for opens, closes in self.sessions_on(day):
                opens = max(opens, begin)
                if opens >= closes:
                    continue
                idle = 0
                if closes - opens >= left:
                    moment = opens + left
                    break
                left -= closes - opens
            day += _ONE_DAY
        beyond, unverified = self._flags(begin.date(), moment.date())
        return TermMoment(moment, self.coverage_until, beyond, unverified)

    def add_working_hours(self, start: datetime, hours: int | Decimal) -> TermMoment:
        """``add_working_minutes`` in hours; ValueError when ``hours`` is no whole number of minutes."""
        minutes = Decimal(hours) * 60
        if minutes != minutes.to_integral_value():
            raise ValueError("Số giờ làm việc phải là số phút nguyên")
        return self.add_working_minutes(start, int(minutes))

    def is_open(self, moment: datetime) -> bool:
        """True inside office hours (the closing minute no longer counts)."""
        local = _local(moment)
        return any(opens <= local < closes for opens, closes in self.sessions_on(local.date()))


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("Thời điểm phải có múi giờ")
    return moment.astimezone(VIETNAM_TIME)
