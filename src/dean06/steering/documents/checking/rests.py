"""Rule: what is left must be the whole less the part ("60.468/65.546 …, còn lại 5.123" cannot be)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.relations import place_of, sum_relation, with_relation
from dean06.steering.documents.checking.wording import finding, mistyped, number
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity, Ratio
from dean06.steering.documents.types import Finding, Severity

_REST = re.compile(
    r"(?:(?:số |phần |các \w+ \w* ?)?còn lại(?:\s+(?:là|có|gồm))?[^,;.\d()]{0,30}|\btrừ|còn thiếu|còn tồn|hiện "
    r"còn thiếu)\s*:?\s*$",
    re.I,
)
_OPEN = re.compile(r"(?:\bcòn\b|\bchưa\b)[^,;.\d()]{0,70}$", re.I)
_EXCEEDS = re.compile(
    r"vượt(?:\s+(?:chỉ tiêu|kế hoạch|so với|mức|chỉ tiêu giao|kế hoạch giao|giao|đề ra|so với chỉ tiêu))*\s*"
    r"(?:là|hơn|thêm)?\s*$",
    re.I,
)
_OPEN_AFTER = re.compile(r"^\s*(?:[^\W\d_]+\s){0,4}?(?:chưa|còn)\b", re.I)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Remainders and excesses stated after a ratio, and remainders after "tổng số … trong đó …"."""
    for passage in evidence.prose:
        if passage.plans_ahead:
            continue
        ratios = evidence.ratios(passage)
        stated = sorted([*ratios, *evidence.shares(passage)], key=lambda ratio: ratio.part.start)
        for index, ratio in enumerate(stated):
            limit = stated[index + 1].part.start if index + 1 < len(stated) else len(passage.text)
            yield from _after_ratio(passage, ratio, limit)
        yield from _same_denominator(passage, ratios)
        yield from _after_whole(passage, ratios)


def _after_ratio(passage: Passage, ratio: Ratio, limit: int) -> Iterator[Finding]:
    text = passage.text
    whole, part = ratio.whole.value, ratio.part.value
    for quantity in passage.quantities:
        end = max(ratio.end, ratio.part.end)
        if quantity.start < end or quantity.start >= limit or quantity.percent or quantity.change:
            continue
        before = text[max(end, quantity.start - 90) : quantity.start]
        if quantity.start - end > 260 or not _units_agree(quantity, ratio):
            continue
        exceeds = bool(_EXCEEDS.search(before))
        strict = bool(_REST.search(before))
        loose = bool(_OPEN.search(before)) or bool(_OPEN_AFTER.match(text[quantity.end : quantity.end + 40]))
        if not (exceeds or strict or loose):
            continue
        right = part - whole if exceeds else whole - part
        if quantity.value == right or quantity.approximate or right < 0:
            continue
        if _explained(passage.quantities, quantity):
            continue
        near = right > 0 and abs(quantity.value - right) <= right / 10
        if not (strict or exceeds) and not (near or mistyped(quantity.value, right)):
            continue
        sign = f"{number(part)} − {number(whole)}" if exceeds else f"{number(whole)} − {number(part)}"
        what = "số vượt" if exceeds else "số còn lại"
        how = mistyped(quantity.value, right)
        message = f"{sign} = {number(right)}, nhưng {what} ghi {number(quantity.value)}{_unit(quantity)}" + (
            f" (có thể gõ {how})." if how else "."
        )
        severity = Severity.ERROR if strict or exceeds else Severity.WARNING
        found = finding(
            "rest_mismatch",
            severity,
            passage,
            quantity.start,
            quantity.end,
            message,
            number(quantity.value),
            number(right),
        )
        rest = place_of(passage, quantity)
        first, second = (ratio.part, ratio.whole) if exceeds else (ratio.whole, ratio.part)
        parts = {rest: quantity.value, place_of(passage, second): second.value}
        yield with_relation(found, sum_relation((place_of(passage, first), first.value), parts))


def _units_agree(quantity: Quantity, ratio: Ratio) -> bool:
    units = {ratio.part.unit, ratio.whole.unit} - {None}
    return quantity.unit is None or not units or quantity.unit in units


def _unit(quantity: Quantity) -> str:
    return f" {quantity.unit}" if quantity.unit else ""


def _explained(quantities: Sequence[Quantity], rest: Quantity) -> bool:
    """Whether some other pair of counts before it gives this remainder."""
    counts = [q.value for q in quantities if q.end <= rest.start and not q.percent and not q.change]
    return any(
        first - second == rest.value or second - first == rest.value
        for index, first in enumerate(counts)
        for second in counts[index + 1 :]
    )


def _same_denominator(passage: Passage, ratios: Sequence[Ratio]) -> Iterator[Finding]:
    """``đã triển khai 02/10 …; còn lại 08/10``."""
    for index, rest in enumerate(ratios):
        before = passage.text[max(0, rest.start - 60) : rest.start]
        if index == 0 or not re.search(r"còn lại\s*(?:là\s*)?$", before, re.I):
            continue
        done = ratios[index - 1]
        if done.whole.value != rest.whole.value or done.part.value + rest.part.value == rest.whole.value:
            continue
        if (
            sum(ratio.part.value for ratio in ratios[: index + 1] if ratio.whole.value == rest.whole.value)
            == rest.whole.value
        ):
            continue
        right = rest.whole.value - done.part.value
        message = (
            f"Đã làm {number(done.part.value)}/{number(done.whole.value)} thì còn lại {number(right)}, "
            f"nhưng văn bản ghi còn lại {number(rest.part.value)}/{number(rest.whole.value)}."
        )
        yield finding(
            "rest_mismatch",
            Severity.ERROR,
            passage,
            done.start,
            rest.end,
            message,
            number(rest.part.value),
            number(right),
        )


def _after_whole(passage: Passage, ratios: Sequence[Ratio]) -> Iterator[Finding]:
    """``tổng số N …. Trong đó đã … M …. Hiện R … chưa …``: the three must fit when they nearly do."""
    text = passage.text
    in_ratio = {quantity.start for ratio in ratios for quantity in (ratio.part, ratio.whole)}
    counts = [
        q
        for q in passage.quantities
        if not q.percent and not q.change and not q.approximate and q.start not in in_ratio
    ]
    for index, rest in enumerate(counts):
        before = text[max(0, rest.start - 80) : rest.start]
        strict = bool(_REST.search(before))
        if not (strict or _OPEN.search(before) or _OPEN_AFTER.match(text[rest.end : rest.end + 40])):
            continue
        earlier = [q for q in counts[:index] if q.unit == rest.unit or q.unit is None or rest.unit is None]
        if len(earlier) < 2 or _explained(counts, rest):
            continue
        part, whole = earlier[-1], earlier[-2]
        if not whole.value > part.value or rest.start - whole.start > 420:
            continue
        if not re.search(r"trong đó|đã|gồm", text[whole.end : part.start], re.I):
            continue
        right = whole.value - part.value
        if _adds_up(counts[: index + 1]):
            continue
        how = mistyped(rest.value, right)
        if not how and abs(rest.value - right) > right / 20 and not (strict and _names_total(text, whole)):
            continue
        message = (
            f"{number(whole.value)} − {number(part.value)} = {number(right)}, nhưng số còn lại ghi {number(rest.value)}"
            f"{_unit(rest)}" + (f" (có thể gõ {how})." if how else ".")
        )
        found = finding(
            "rest_mismatch", Severity.WARNING, passage, rest.start, rest.end, message, number(rest.value), number(right)
        )
        parts = {place_of(passage, part): part.value, place_of(passage, rest): rest.value}
        yield with_relation(found, sum_relation((place_of(passage, whole), whole.value), parts))


def _names_total(text: str, whole: Quantity) -> bool:
    return bool(re.search(r"tổng[^.;]*$", text[max(0, whole.start - 80) : whole.start], re.I))


def _adds_up(counts: Sequence[Quantity]) -> bool:
    """Whether the counts after some whole already add up to it with the remainder as the last."""
    values = [q.value for q in counts]
    return any(
        sum(values[start + 1 :], Decimal(0)) == values[start] for start in range(max(0, len(values) - 8), len(values))
    )
