"""Rule: money spent against the plan named before.

``Kế hoạch vốn 5.612,4 tỷ đồng. … đã giải ngân 3.423,6 tỷ đồng, đạt 61%; chưa giải ngân 2.188,8 tỷ đồng``.

A plan may stand a paragraph earlier; what is not yet spent must be the plan less what is spent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.rounding import Agreement, agreement
from dean06.steering.documents.checking.wording import counted, finding, mistyped, number, percent
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.types import Finding, Severity

_PLAN = re.compile(
    r"(?:kế hoạch vốn|tổng (?:kế hoạch )?vốn|tổng kinh phí|tổng mức|kinh phí(?: được)? (?:giao|cấp|bố trí)|"
    r"dự toán(?: được)? giao|kế hoạch(?: được)? giao|được (?:giao|cấp|bố trí))[^.;\d]{0,60}"
    r"(?:năm \d{4}[^.;\d]{0,50})?$",
    re.I,
)
_SPENT = re.compile(r"(?:giải ngân|thanh toán|đã chi|đã sử dụng|thực hiện)[^.;\d]{0,30}$", re.I)
_UNSPENT = re.compile(r"(?:chưa (?:giải ngân|thanh toán|chi|sử dụng)|còn lại)[^.;\d]{0,30}$", re.I)
_SAID = re.compile(r"^\s*\)?[,;(]?\s*(?:đạt|bằng|tương ứng|tương đương|tỷ lệ|đạt tỷ lệ)\s*(?:tỷ lệ)?\s*$", re.I)
_OWN_PLAN = re.compile(r"^\s*(?:so với|cùng kỳ|dự toán|chỉ tiêu)", re.I)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Passages on spending, with the plan in the same passage or in one of the two before it."""
    for passage in evidence.prose:
        if passage.plans_ahead or passage.kind != "text":
            continue
        plans = _plans(evidence, passage)
        for spent, rate in pairwise(passage.quantities):
            if not _is_spent(passage, spent, rate):
                continue
            fitting = [plan for plan in plans if _comparable(plan, spent)]
            # With several plans nobody can tell which one is meant.
            if len({plan.value for plan in fitting}) == 1:
                yield from _share(passage, fitting[0], spent, rate)
                yield from _unspent(passage, fitting[0], spent, rate)


def _plans(evidence: Evidence, passage: Passage) -> list[Quantity]:
    found: list[Quantity] = []
    near = [other for other in evidence.preceding(passage, 2) if other.headings == passage.headings]
    for other in [*near, passage]:
        for quantity in other.quantities:
            before = other.text[max(0, quantity.start - 120) : quantity.start]
            if quantity.unit == "đồng" and not quantity.change and quantity.in_brackets == 0 and _PLAN.search(before):
                found.append(quantity)
    return found


def _is_spent(passage: Passage, spent: Quantity, rate: Quantity) -> bool:
    text = passage.text
    return (
        rate.percent
        and not rate.change
        and not rate.approximate
        and spent.unit == "đồng"
        and not spent.change
        and not spent.approximate
        and bool(_SPENT.search(text[max(0, spent.start - 60) : spent.start]))
        and bool(_SAID.match(text[spent.end : rate.start]))
        and not _OWN_PLAN.match(text[rate.end : rate.end + 20])
    )


def _comparable(plan: Quantity, spent: Quantity) -> bool:
    return plan.start != spent.start and plan.value >= spent.value and plan.value <= spent.value * 20


def _room(plan: Quantity, spent: Quantity) -> Decimal:
    return 100 * (plan.half_step + spent.half_step) / plan.value


def _share(passage: Passage, plan: Quantity, spent: Quantity, rate: Quantity) -> Iterator[Finding]:
    true = 100 * spent.value / plan.value
    if agreement(spent.value, plan.value, rate) is not Agreement.OFF:
        return
    if abs(true - rate.value) <= rate.half_step + _room(plan, spent) or abs(true - rate.value) > 15:
        return
    right = percent(true, rate.decimals)
    message = f"{counted(spent)} trên {counted(plan)} là {right}, nhưng văn bản ghi {rate.text}."
    yield finding("share_mismatch", Severity.WARNING, passage, spent.start, rate.end, message, rate.text, right)


def _unspent(passage: Passage, plan: Quantity, spent: Quantity, rate: Quantity) -> Iterator[Finding]:
    for rest in passage.quantities:
        if rest.start < rate.end or rest.unit != "đồng" or rest.change or rest.approximate:
            continue
        if not _UNSPENT.search(passage.text[max(0, rest.start - 60) : rest.start]):
            continue
        right = plan.value - spent.value
        room = plan.half_step + spent.half_step + rest.half_step
        if abs(right - rest.value) <= room or abs(right - rest.value) * 4 > right:
            return
        scale = Decimal(rest.multiplier)
        how = mistyped(rest.value / scale, right / scale)
        message = f"{counted(plan)} − {counted(spent)} = {number(right / scale)}, nhưng văn bản ghi {counted(rest)}"
        message += f" (có thể gõ {how})." if how else "."
        yield finding(
            "rest_mismatch",
            Severity.WARNING,
            passage,
            rest.start,
            rest.end,
            message,
            number(rest.value / scale),
            number(right / scale),
        )
        return
