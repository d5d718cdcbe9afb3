"""Rule: several totals at once, each broken down by the same places.

``Tổng số thiết bị mạng 358; máy tính 1.046; … (tại tỉnh thiết bị mạng 15, máy tính 47, …; cấp huyện …)``: every
label of the head occurs again in each group, and its counts there must add up to the count in the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.wording import finding, mistyped, number
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.recognition.figures_words import fold
from dean06.steering.documents.types import Finding, Severity


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    printed: str
    quantity: Quantity


_NAME = re.compile(r"([^\W\d_](?:[^;:,.()\d]*[^\W\d_])?)\s*(?::|là|có|gồm)?\s*$")
_UNIT_TAIL = re.compile(r"^\s*([^\W\d_][^;:,.()\d]{0,30})")


def check_label_sums(evidence: Evidence) -> Iterator[Finding]:
    """Passages with at least two labels that each occur once as a total and then in every group."""
    for passage in evidence.prose:
        named = _named(passage)
        if len(named) >= 6 and not passage.plans_ahead:
            yield from _check(passage, named)


def _named(passage: Passage) -> list[_Named]:
    named: list[_Named] = []
    floor = 0
    for quantity in passage.quantities:
        if quantity.percent or quantity.change:
            continue
        before = _NAME.search(passage.text[max(floor, quantity.start - 60) : quantity.start])
        floor = quantity.end
        words = before[1].split() if before else []
        if words:
            named.append(_Named(fold(" ".join(words[-2:])), " ".join(words[-5:]), quantity))
        elif quantity.unit:
            named.append(_Named(fold(quantity.unit), quantity.unit, quantity))
    return named


def _check(passage: Passage, named: list[_Named]) -> Iterator[Finding]:
    by_name: dict[str, list[_Named]] = {}
    for item in named:
        by_name.setdefault(item.name, []).append(item)
    repeated = {name: items for name, items in by_name.items() if len(items) >= 3}
    if len(repeated) < 2 or len({len(items) for items in repeated.values()}) != 1:
        return
    groups = next(iter(repeated.values()))
    # The totals stand together, before the first group.
    heads = [items[0] for items in repeated.values()]
    if max(item.quantity.start for item in heads) > min(items[1].quantity.start for items in repeated.values()):
        return
    if not re.search(
        r"tổng|toàn|chung", passage.text[max(0, heads[0].quantity.start - 80) : heads[0].quantity.start], re.I
    ):
        return
    right = [items for items in repeated.values() if _total(items) == items[0].quantity.value]
    if not right and len(groups) < 4:
        return
    for items in repeated.values():
        total, whole = _total(items), items[0].quantity
        if total == whole.value:
            continue
        parts = " + ".join(number(item.quantity.value) for item in items[1:])
        how = mistyped(whole.value, total)
        message = (
            f"Số {_common(items)}: các cấp cộng lại là {parts} = {number(total)}, nhưng tổng ghi {number(whole.value)}"
            + (f"; có thể số tổng gõ {how}." if how else ".")
        )
        yield finding(
            "sum_mismatch", Severity.ERROR, passage, whole.start, whole.end, message, number(whole.value), number(total)
        )


def _common(items: list[_Named]) -> str:
    """The last words that all printed labels share."""
    rows = [item.printed.split()[::-1] for item in items]
    shared = 0
    while all(len(row) > shared for row in rows) and len({fold(row[shared]) for row in rows}) == 1:
        shared += 1
    return " ".join(rows[-1][:shared][::-1]) or items[0].printed


def _total(items: list[_Named]) -> Decimal:
    return sum((item.quantity.value for item in items[1:]), Decimal(0))
