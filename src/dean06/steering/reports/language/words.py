"""Figures in Vietnamese words, as official reports write them. Pure: counts in, text out.

Every number printed is one of the parts given, or the difference of two printed ones: a reader who adds up finds the
same, and so does the checker.
"""

from __future__ import annotations

import re
from decimal import Decimal

from dean06.kernel.common.pairs import Pair
from dean06.kernel.common.vietnamese import format_number
from dean06.steering.indicators.queries import percent
from dean06.steering.indicators.types import PeriodKind

__all__ = [
    "BEFORE",
    "NO_CASES",
    "NO_VALUE",
    "Pair",
    "count_change",
    "counted",
    "join",
    "number",
    "of_period",
    "percent",
    "percent_text",
    "rate_change",
    "reporting_note",
    "target_text",
]

NO_VALUE = "chưa có số liệu"
NO_CASES = "không phát sinh"
#: How the period before is called.
BEFORE = {
    PeriodKind.WEEK: "tuần trước",
    PeriodKind.MONTH: "tháng trước",
    PeriodKind.HALF: "kỳ trước",
    PeriodKind.YEAR: "năm trước",
}


def percent_text(value: Decimal) -> str:
    """``85,5%``: no trailing zeros."""
    return f"{number(value)}%"


def number(value: Decimal | int) -> str:
    """``70.060`` or ``1,25``: dots between thousands, a decimal comma, no trailing zeros."""
    decimal = Decimal(value)
    text = format_number(decimal, 2) if decimal != decimal.to_integral_value() else format_number(decimal, 0)
    return text.rstrip("0").rstrip(",") if "," in text else text


def counted(value: int) -> str:
    """A count of things in running text: below 10 with a leading 0, as official papers write (``05 nhiệm vụ``)."""
    return f"{value:02d}" if 0 < value < 10 else number(value)


def rate_change(now: Pair, before: Pair | None, since: str) -> str:
    """``tăng 1,2 điểm phần trăm so với tháng trước``; empty when there is nothing to compare with."""
    this, last = percent(now), percent(before) if before is not None else None
    if this is None or last is None:
        return ""
    return _change(this - last, "điểm phần trăm", since)


def count_change(now: int, before: int | None, unit: str, since: str, *, cumulative: bool = False) -> str:
    """``tăng 269.520 lượt so với tháng trước``; a cumulative count ``tăng thêm …``."""
    if before is None:
        return ""
    return _change(Decimal(now - before), unit, since, rise="tăng thêm" if cumulative else "tăng")


def _change(difference: Decimal, unit: str, since: str, rise: str = "tăng") -> str:
    if not difference:
        return f"không thay đổi so với {since}"
    word = rise if difference > 0 else "giảm"
    return f"{word} {number(abs(difference))} {unit} so với {since}"


def target_text(minimum: Decimal, maximum: Decimal | None, *, is_rate: bool, unit: str) -> str:
    """``80%``, ``25-30%``, ``1.620.967 tài khoản``."""
    sign = "%" if is_rate else f" {unit}"
    if maximum is not None and maximum != minimum:
        return f"{number(minimum)}-{number(maximum)}{sign}"
    return f"{number(minimum)}{sign}"


def reporting_note(reported: int, expected: int) -> str:
    """Who is missing in a provisional figure: ``số liệu tạm tính, 67/69 đơn vị đã báo cáo``; empty when complete."""
    if expected and reported < expected:
        return f"số liệu tạm tính, {number(reported)}/{number(expected)} đơn vị đã báo cáo"
    return ""


_PERIOD = re.compile(r"(?P<year>\d{4})-(?:W(?P<week>\d\d)|T(?P<month>\d\d)|H(?P<half>[12])|N)")


def of_period(code: str) -> str:
    """A period's code in words: ``tháng 10 năm 2026`` for "2026-T10"; the code itself when it is none."""
    match = _PERIOD.fullmatch(code)
    if match is None:
        return code
    year = f"năm {match['year']}"
    if match["week"]:
        return f"tuần {int(match['week'])} {year}"
    if match["month"]:
        return f"tháng {int(match['month'])} {year}"
    return f"6 tháng {'đầu' if match['half'] == '1' else 'cuối'} {year}" if match["half"] else year


def join(names: list[str]) -> str:
    """``a, b và c``."""
    return " và ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
