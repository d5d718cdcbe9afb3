"""How a finding is written: numbers in Vietnamese style, hints at what may have been mistyped."""

from __future__ import annotations

import re
from decimal import Decimal

from dean06.kernel.common.vietnamese import format_number, format_percent
from dean06.steering.documents.recognition.figures_passages import Passage, excerpt
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.types import Finding, Severity


def number(value: Decimal | int) -> str:
    """``3.037.420``; trailing zeros of decimals are dropped."""
    value = Decimal(value)
    return format_number(value.to_integral_value() if value == value.to_integral_value() else value.normalize())


def amount(quantity: Quantity) -> str:
    """A quantity as printed: ``9.877 tỷ đồng`` stays so, counts are grouped."""
    if quantity.multiplier > 1 or quantity.decimals:
        return quantity.text
    return number(quantity.value)


def counted(quantity: Quantity) -> str:
    """The number with its unit: ``148 vụ``, ``742,6 tỷ đồng``, ``4,0%``."""
    return amount(quantity) if quantity.multiplier > 1 else amount(quantity) + unit_words(quantity)


def unit_words(quantity: Quantity) -> str:
    """The unit to print behind another number of the same scale: `` vụ``, `` tỷ đồng``, nothing for percentages."""
    if quantity.multiplier > 1:
        words = re.sub(r"^[\d.,\s]+", "", quantity.text)
        return f" {words}" if words else ""
    return f" {quantity.unit}" if quantity.unit else ""


def percent(value: Decimal, decimals: int) -> str:
    """``66,93%`` with the given number of decimals."""
    return format_percent(value, decimals)


def rate_of(part: Decimal, whole: Decimal, decimals: int) -> str:
    """The percentage that a part is of its whole, printed with so many decimals."""
    return percent(100 * part / whole, decimals)


SWAPPED = "đảo hai chữ số"


def _places(value: Decimal) -> int:
    """Decimal places that are not zero: 0 for 412, 1 for 128,80."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def mistyped(printed: Decimal, right: Decimal) -> str | None:
    """Says that two digits were swapped, or one is wrong, when that alone turns ``printed`` into ``right``."""
    places = max(_places(printed), _places(right))
    if places > 3:
        return None
    first, second = str(int(printed.scaleb(places))), str(int(right.scaleb(places)))
    if first == second or len(first) < 2:
        return None
    if len(first) == len(second):
        different = [index for index in range(len(first)) if first[index] != second[index]]
        if len(different) == 2:
            one, two = different
            if first[one] == second[two] and first[two] == second[one]:
                return SWAPPED
        if len(different) == 1 and len(first) >= 3:
            return "sai một chữ số"
    if abs(len(first) - len(second)) == 1 and min(len(first), len(second)) >= 3:
        longer, shorter = (first, second) if len(first) > len(second) else (second, first)
        if any(longer[:index] + longer[index + 1 :] == shorter for index in range(len(longer))):
            return "thừa hoặc thiếu một chữ số"
    return None


def finding(
    rule: str,
    severity: Severity,
    passage: Passage,
    start: int,
    end: int,
    message: str,
    printed: str | None = None,
    computed: str | None = None,
) -> Finding:
    """A finding at a place of a passage."""
    return Finding(rule, severity, message, passage.line, excerpt(passage.text, start, end), printed, computed)
