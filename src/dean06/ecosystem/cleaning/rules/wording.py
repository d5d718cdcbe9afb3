"""Counts in the words of the reports: "3.079.271/3.200.783 (96,20%)"."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from dean06.ecosystem.cleaning.types import Pair
from dean06.kernel.common.vietnamese import format_number

NOTHING = "chưa có bản ghi"


def ratio(pair: Pair) -> str:
    """Both counts and the share; nothing of nothing is no share: "0/0 (chưa có bản ghi)"."""
    return f"{format_number(pair.numerator)}/{format_number(pair.denominator)} ({share(pair)})"


def share(pair: Pair) -> str:
    """The share with two decimals. Only the whole is 100%, and only nothing is 0%: 99,999% is printed 99,99%."""
    if not pair.denominator:
        return NOTHING
    exact = Decimal(100 * pair.numerator) / Decimal(pair.denominator)
    cent = Decimal("0.01")
    rounded = exact.quantize(cent, rounding=ROUND_HALF_UP)
    if rounded == 100 and pair.numerator < pair.denominator:
        rounded = exact.quantize(cent, rounding=ROUND_DOWN)
    if rounded == 0 and pair.numerator:
        rounded = cent
    return f"{format_number(rounded, 2)}%" if rounded != 100 else "100%"
