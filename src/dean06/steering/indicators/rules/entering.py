"""What may be entered: one entry against the definition of its indicator, the parts of a figure against the whole.

Codes of refusals are stable; sentences say what is wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from dean06.kernel.common.pairs import Pair
from dean06.kernel.common.vietnamese.numbers import format_number, parse_number
from dean06.steering.indicators.types import Entry, IndicatorRef, Refused

__all__ = ["LARGEST", "check_parts", "part_refusal", "read_count", "read_entry", "refuse"]

#: Larger than any count of a province or sum of money in đồng; whatever is above it was typed wrongly.
LARGEST = 10**16
LONGEST_COMMENT = 500


def refuse(entry: Entry, problem: str, message: str) -> Refused:
    """A refusal of an entry."""
    return Refused(entry.code, entry.breakdown, problem, message)


def read_entry(entry: Entry, ref: IndicatorRef) -> Pair | Refused | None:
    """The counts of an entry, ``None`` when it clears the figure, or why it cannot be saved."""
    if entry.breakdown and entry.breakdown not in {key for key, _ in ref.breakdown}:
        return refuse(entry, "UNKNOWN_BREAKDOWN", f"Chỉ tiêu “{ref.short_name}” không chia theo mục này.")
    if len(entry.comment) > LONGEST_COMMENT:
        return refuse(entry, "COMMENT_TOO_LONG", f"Ghi chú dài quá {LONGEST_COMMENT} ký tự. Hãy viết ngắn lại.")
    counts = []
    for value, name in ((entry.numerator, "Tử số" if ref.is_rate else "Số liệu"), (entry.denominator, "Mẫu số")):
        count = read_count(value)
        if isinstance(count, str):
            return refuse(entry, count, f"{name} {_WRONG[count].format(value=str(value).strip()[:40])}")
        counts.append(count)
    numerator, denominator = counts
    if numerator is None and denominator is None:
        return None
    if numerator is None:
        return refuse(entry, "NUMERATOR_MISSING", "Có mẫu số nhưng thiếu tử số. Hãy nhập đủ cả hai số.")
    if not ref.is_rate:
        if denominator is not None:
            return refuse(entry, "DENOMINATOR_NOT_USED", "Chỉ tiêu này chỉ có một số, không có mẫu số.")
        return Pair(numerator)
    if denominator is None:
        return refuse(entry, "DENOMINATOR_MISSING", "Có tử số nhưng thiếu mẫu số. Hãy nhập đủ cả hai số.")
    if numerator > denominator and not ref.may_exceed:
        return refuse(
            entry,
            "NUMERATOR_ABOVE_DENOMINATOR",
            f"Tử số {format_number(numerator)} lớn hơn mẫu số {format_number(denominator)}. Tử số là một phần của mẫu "
            "số: hãy kiểm tra lại cả hai số.",
        )
    return Pair(numerator, denominator)


_WRONG = {
    "NOT_A_NUMBER": "“{value}” không phải là số. Chỉ nhập chữ số, ví dụ 1.234.",
    "NOT_WHOLE": "“{value}” không phải là số nguyên. Hãy nhập số đếm được, không nhập tỷ lệ phần trăm.",
    "NEGATIVE": "“{value}” là số âm. Số liệu không được nhỏ hơn 0.",
    "TOO_LARGE": "“{value}” lớn quá mức có thể. Hãy kiểm tra lại đơn vị tính.",
}


def read_count(value: int | str | Decimal | float | None) -> int | str | None:
    """A count, ``None`` for an empty one, or the code of what is wrong with it."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    number: Decimal | None
    if isinstance(value, bool):
        number = None
    elif isinstance(value, str):
        printed = parse_number(value)
        if printed is not None and printed.percent:
            return "NOT_WHOLE"
        number = printed.value if printed is not None and not printed.unit else None
    else:
        number = Decimal(str(value))
    if number is None or not number.is_finite():
        return "NOT_A_NUMBER"
    if number < 0:
        return "NEGATIVE"
    if number > LARGEST:
        return "TOO_LARGE"
    return int(number) if number == number.to_integral_value() else "NOT_WHOLE"


def part_refusal(entry: Entry, part: Pair, whole: Pair | None) -> Refused | None:
    """Why one part of a figure cannot be saved beside the whole; ``None`` when it can, or the whole is not known."""
    if whole is None or (part.numerator <= whole.numerator and (part.denominator or 0) <= (whole.denominator or 0)):
        return None
    return refuse(entry, "PART_ABOVE_WHOLE", "Số của phần này lớn hơn số chung. Hãy sửa số của phần hoặc số chung.")


def check_parts(whole: Pair | None, parts: Mapping[str, Pair], keys: frozenset[str]) -> str:
    """Why the parts of a figure do not make up the whole, or an empty text. Without parts nothing is asked."""
    if not parts:
        return ""
    if whole is None:
        return "Có số của từng phần nhưng thiếu số chung. Hãy nhập số chung."
    sums = (sum(part.numerator for part in parts.values()), sum(part.denominator or 0 for part in parts.values()))
    wholes = (whole.numerator, whole.denominator or 0)
    for name, found, wanted in zip(("Tử số", "Mẫu số"), sums, wholes, strict=True):
        if found > wanted or (found != wanted and set(parts) == keys):
            return (
                f"{name}: các phần cộng lại được {format_number(found)}, số chung là {format_number(wanted)}. "
                "Hãy sửa cho khớp."
            )
    return ""
