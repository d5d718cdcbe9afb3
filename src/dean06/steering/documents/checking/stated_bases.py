"""Rule: a change or a share must fit the base that is printed in a bracket behind it.

``đạt 98.412 tỷ đồng, tăng 7.290 tỷ đồng (8%) so với 31/12/2024 (91.122 tỷ đồng)`` · ``giảm 07 vụ (46/53)`` ·
``đạt 101,5% kế hoạch (830 ha)`` · ``giảm 0,9 điểm phần trăm so với năm 2022 (4,0%)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.relations import place_of, sum_relation, with_relation
from dean06.steering.documents.checking.rounding import Agreement, agreement
from dean06.steering.documents.checking.wording import counted, finding, mistyped, number, percent, unit_words
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity, Ratio
from dean06.steering.documents.recognition.figures_words import same_kind
from dean06.steering.documents.types import Finding, Severity

_SENTENCE = re.compile(r"[.!?]\s+(?=\S)")
_CLAUSE = re.compile(r"[.!?;]\s+(?=\S)")
#: Between a change and its base: what it is compared with. A year or a date may be named.
_COMPARED = re.compile(r"so(?: với)?|cùng kỳ|kỳ trước|tháng trước|năm trước|tuần trước|đầu năm", re.I)
#: Between a percentage and its base: what it is a percentage of.
_PLANNED = re.compile(
    r"^[^.;:()\d]{0,25}?(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|dân số|nhu cầu|tổng số|KH\b|số \w+|"
    r"tổng (?:dư nợ|vốn|thu))",
    re.I,
)
_COMPARATIVE = re.compile(r"(?:(?P<less>thấp|ít)|cao|nhiều)\s+hơn\s*$", re.I)
_EXCEEDS = re.compile(r"(?:vượt|cao hơn)\s*(?:hơn|gần|khoảng)?\s*$", re.I)
_POINTS = re.compile(r"^\s*điểm\b", re.I)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Changes and shares with their base in a bracket, and changes with both values in a bracket."""
    for passage in evidence.prose:
        if passage.plans_ahead or len(passage.quantities) < 3:
            continue
        for base in passage.quantities:
            if _alone_in_bracket(passage, base):
                yield from _against(evidence, passage, base)
        for ratio in evidence.ratios(passage):
            yield from _both_values(passage, ratio)


def _alone_in_bracket(passage: Passage, quantity: Quantity) -> bool:
    """``(91.122 tỷ đồng)``, ``(cùng kỳ 56,7%)``: the only number of its bracket."""
    text = passage.text
    opening = text.rfind("(", 0, quantity.start)
    closing = text.find(")", quantity.end)
    if opening < 0 or closing < 0 or re.search(r"[()]", text[opening + 1 : quantity.start]):
        return False
    outside = text[opening + 1 : quantity.start] + text[quantity.end : closing]
    return (
        not re.search(r"\d|[;,]", outside) and len(outside) <= 40 and not quantity.change and not quantity.approximate
    )


def _direction(passage: Passage, quantity: Quantity) -> int:
    """+1 or -1 for "tăng/giảm N" and for "cao hơn/thấp hơn N", 0 for a value."""
    if quantity.change:
        return quantity.change
    match = _COMPARATIVE.search(passage.text[max(0, quantity.start - 25) : quantity.start])
    return 0 if match is None else -1 if match["less"] else 1


def _against(evidence: Evidence, passage: Passage, base: Quantity) -> Iterator[Finding]:
    text = passage.text
    opening = text.rfind("(", 0, base.start)
    before = _in_sentence(passage, opening, _CLAUSE)
    if len([q for q in before if not _direction(passage, q)]) == 0:
        # "ghi nhận 64 ca tại 12 xã; tăng 9 ca so với tuần trước (55 ca)"
        before = _in_sentence(passage, opening, _SENTENCE)
    if len(before) < 2:
        return
    near = before[-1]
    depth = base.in_brackets - 1
    words = text[near.end : opening]
    scores = {ratio.whole.start: ratio for ratio in evidence.ratios(passage)}
    units = {ratio.part.start: ratio.whole.unit or ratio.whole.noun for ratio in scores.values()}
    # "88,4/100 điểm": the value is 88,4.
    values = [
        replace(q, unit=q.unit or units.get(q.start))
        for q in before[:-1]
        if q.in_brackets <= depth and not _direction(passage, q) and q.start not in scores
    ]
    if near.in_brackets == depth + 1 and _direction(passage, before[-2]) and _COMPARED.search(words):
        # "tăng 4.905 người (3,57%) so với cùng kỳ (137.413 người)"
        yield from _change(passage, values, before[-2], base)
        if near.percent and not base.percent:
            yield from _growth(values, near, base, _direction(passage, before[-2]), passage)
    elif near.in_brackets > depth:
        return
    elif _direction(passage, near) and _COMPARED.search(words):
        yield from _change(passage, values, near, base)
    elif near.percent and not base.percent and _PLANNED.match(words):
        yield from _share(passage, values, near, base)


def _in_sentence(passage: Passage, end: int, mark: re.Pattern[str]) -> list[Quantity]:
    start = max((match.end() for match in mark.finditer(passage.text[:end])), default=0)
    return [quantity for quantity in passage.quantities if start <= quantity.start and quantity.end <= end]


def _fitting(values: Sequence[Quantity], base: Quantity) -> list[Quantity]:
    """The values that may be compared with the base, the nearest first: of its unit and of its size."""
    return [
        quantity
        for quantity in reversed(values)
        if quantity.percent == base.percent
        and not quantity.approximate
        and (quantity.unit == base.unit or (same_kind(quantity.unit, base.unit) and None in (quantity.unit, base.unit)))
        and base.value / 10 <= quantity.value <= base.value * 10
    ]


def _room(now: Quantity, base: Quantity) -> Decimal:
    """How far a difference may be off because amounts were rounded."""
    exact = not now.decimals and not base.decimals and now.multiplier == base.multiplier == 1
    return Decimal(0) if exact else now.half_step + base.half_step


def _change(passage: Passage, values: Sequence[Quantity], change: Quantity, base: Quantity) -> Iterator[Finding]:
    direction = _direction(passage, change)
    points = bool(_POINTS.match(passage.text[change.end :]))
    if change.percent and not base.percent:
        if not points and change.change:
            yield from _growth(values, change, base, direction, passage)
        return
    if (
        change.approximate
        or base.value <= 0
        or (base.percent and not (change.percent or points))
        or not same_kind(change.unit, base.unit)
    ):
        return
    candidates = _fitting(values, base)
    for now in candidates:
        true = now.value - base.value
        room = _room(now, base) + (change.half_step if change.decimals or change.multiplier > 1 else 0)
        if abs(true - direction * change.value) <= room:
            return
        if now.percent and abs(100 * true / base.value - direction * change.value) <= change.half_step + 1:
            # Grown by so many per cent of the earlier percentage.
            return
    if candidates:
        yield _wrong_change(passage, candidates[0], base, change, direction)


def _wrong_change(passage: Passage, now: Quantity, base: Quantity, change: Quantity, direction: int) -> Finding:
    true = now.value - base.value
    scale = Decimal(change.multiplier)
    decimals = max(now.decimals, base.decimals, change.decimals)
    right = number(abs(true) / scale)
    unit = unit_words(change) or unit_words(now)
    stated = counted(change)
    if now.percent:
        right, unit = percent(abs(true), decimals).rstrip("%"), " điểm phần trăm"
        stated = change.text if change.percent else f"{number(change.value)} điểm phần trăm"
    how = mistyped(change.value / scale, abs(true) / scale)
    result = f"{'tăng' if true > 0 else 'giảm'} {right}{unit}" if true else "không đổi"
    said = f"{'tăng' if direction > 0 else 'giảm'} {stated}"
    message = f"Từ {counted(base)} thành {counted(now)} là {result}, nhưng văn bản ghi {said}"
    message += f" (có thể gõ {how})." if how else "."
    found = finding("change_mismatch", Severity.WARNING, passage, change.start, change.end, message, change.text, right)
    parts = {place_of(passage, base): base.value, place_of(passage, change): direction * change.value}
    return with_relation(found, sum_relation((place_of(passage, now), now.value), parts, change.half_step))


def _growth(
    values: Sequence[Quantity], rate: Quantity, base: Quantity, direction: int, passage: Passage
) -> Iterator[Finding]:
    """``7.815 triệu đồng, tăng 8,2% so với cùng kỳ (7.223 triệu đồng)``."""
    candidates = _fitting(values, base)
    if not candidates or rate.approximate:
        return
    for now in candidates:
        true = 100 * (now.value - base.value) / base.value
        room = 100 * _room(now, base) / base.value
        if abs(true - direction * rate.value) <= 2 * rate.half_step + room:
            return
    now = candidates[0]
    right = percent(100 * abs(now.value - base.value) / base.value, rate.decimals)
    way, said = ("tăng" if now.value > base.value else "giảm"), ("tăng" if direction > 0 else "giảm")
    message = f"Từ {counted(base)} thành {counted(now)} là {way} {right}, nhưng văn bản ghi {said} {rate.text}."
    yield finding("change_mismatch", Severity.WARNING, passage, rate.start, rate.end, message, rate.text, right)


def _share(passage: Passage, values: Sequence[Quantity], rate: Quantity, base: Quantity) -> Iterator[Finding]:
    """``7.815 triệu đồng, bằng 52,1% dự toán năm (15.000 triệu đồng)``, ``vượt 23,1% kế hoạch (8.000 ha)``."""
    candidates = _fitting(values, base)
    if not candidates or rate.approximate or base.value <= 0:
        return
    exceeds = bool(_EXCEEDS.search(passage.text[max(0, rate.start - 20) : rate.start]))
    for now in candidates:
        top = now.value - base.value if exceeds else now.value
        room = 100 * _room(now, base) / base.value
        if agreement(top, base.value, rate) is not Agreement.OFF:
            return
        if abs(100 * top / base.value - rate.value) <= rate.half_step + room:
            return
    now = candidates[0]
    top = now.value - base.value if exceeds else now.value
    right = percent(100 * top / base.value, rate.decimals)
    verb = "vượt " if exceeds else "đạt "
    message = f"{counted(now)} so với {counted(base)} là {verb}{right}, nhưng văn bản ghi {verb}{rate.text}."
    yield finding("share_mismatch", Severity.WARNING, passage, rate.start, rate.end, message, rate.text, right)


def _both_values(passage: Passage, ratio: Ratio) -> Iterator[Finding]:
    """``giảm 07 vụ so với tháng trước (46/53 vụ)``: this period and the one before in a bracket."""
    text = passage.text
    opening = text.rfind("(", 0, ratio.start)
    if ratio.rate is not None or opening < 0 or text[opening + 1 : ratio.start].strip():
        return
    if not re.match(r"\s*(?:[^\W\d_]+\s?){0,3}\)", text[ratio.end :]):
        return
    before = [q for q in passage.quantities if q.end <= opening]
    if not before or not before[-1].change or before[-1].percent or before[-1].approximate:
        return
    change = before[-1]
    gap = text[change.end : opening]
    if len(gap) > 60 or re.search(r"[.;:,]", gap):
        return
    one, two = ratio.part.value, ratio.whole.value
    true = one - two
    if abs(true) == change.value or (change.change > 0) != (true > 0):
        return
    way = "tăng" if true > 0 else "giảm"
    said = f"{'tăng' if change.change > 0 else 'giảm'} {counted(change)}"
    unit = unit_words(change)
    message = (
        f"{number(one)}{unit} so với {number(two)}{unit} là {way} {number(abs(true))}{unit}, nhưng văn bản ghi {said}."
    )
    yield finding(
        "change_mismatch", Severity.WARNING, passage, change.start, ratio.end, message, change.text, number(abs(true))
    )
