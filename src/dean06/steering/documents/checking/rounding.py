"""Whether a printed percentage agrees with its counts: exact, cut instead of rounded, or off."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from enum import Enum

from dean06.steering.documents.recognition.figures_quantities import Quantity


class Agreement(Enum):
    """How a printed percentage relates to the true one."""

    EXACT = "exact"
    CUT = "cut"
    NOT_ALL = "not_all"
    OFF = "off"


_ABOUT = ("khoảng", "xấp xỉ", "~", "≈", "ước", "ước đạt")
_MORE = ("hơn", "trên", "≥", ">", "tối thiểu", "ít nhất")
_LESS = ("gần", "dưới", "tối đa")
_TINY = Decimal("1e-9")


def agreement(part: Decimal, whole: Decimal, rate: Quantity) -> Agreement:
    """Compares ``rate`` with ``100 × part / whole``; the tolerance is half of the last printed place."""
    true = 100 * part / whole
    step = 2 * rate.half_step
    printed = rate.value
    if abs(true - printed) <= rate.half_step + _TINY:
        if printed == 100 and part != whole:
            return Agreement.NOT_ALL
        return Agreement.EXACT
    if rate.approximate in _MORE and printed <= true <= printed + max(5 * step, Decimal(2)):
        return Agreement.EXACT
    if rate.approximate in _LESS and printed - max(5 * step, Decimal(2)) <= true <= printed:
        return Agreement.EXACT
    if rate.approximate in _ABOUT and abs(true - printed) <= max(step, Decimal(1)):
        return Agreement.EXACT
    if (true / step).to_integral_value(ROUND_FLOOR) * step == printed:
        return Agreement.CUT
    return Agreement.OFF
