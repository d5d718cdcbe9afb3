"""Numbers that somebody typed into a text: counts and rates without a figure behind them. Pure.

Dates, numbers of documents, articles and list numbers are no figures (``vietnamese.find_numbers`` leaves them out);
neither are words such as "Đề án 06" or "năm 2026", nor what stands in a title of a law.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from dean06.kernel.common.vietnamese import find_numbers

_NAMES = re.compile(
    r"(?i)(?:đề án|mức độ|mức|giai đoạn|tầm nhìn(?: đến)?|năm|tháng|quý|phụ lục|mẫu|bộ chỉ số|chỉ số)\s+$"
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A number typed by hand: where it stands in the words given, as written, and its value."""

    start: int
    text: str
    value: Decimal
    percent: bool


def typed_numbers(words: str) -> list[Typed]:
    """The numbers of ``words`` that count something."""
    found = []
    for mention in find_numbers(words):
        start, end = mention.span
        if _NAMES.search(words[:start]):
            continue
        number = mention.number
        if number.maybe_year and not number.percent:
            continue
        found.append(Typed(start, words[start:end], number.value, number.percent))
    return found
