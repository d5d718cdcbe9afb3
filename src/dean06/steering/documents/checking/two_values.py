"""Rule: one thing stated twice must have one value (99,94% on page 1, 99,44% on page 3).

Only mentions with the same words, of the same body, unit and kind of period are compared, and only when the two values
are so close that a slip is likelier than two different things.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.mentions import Mention, mentions
from dean06.steering.documents.checking.wording import SWAPPED, finding, mistyped, number
from dean06.steering.documents.recognition.figures_labels import after_label, before_label
from dean06.steering.documents.recognition.figures_words import likeness
from dean06.steering.documents.types import Finding, Severity

_ALIKE = 0.8
_MAX_MENTIONS = 1200
_WHOLE_AREA = (None, "toan tinh", "toan huyen", "toan xa", "toan nganh")


def check(evidence: Evidence) -> Iterator[Finding]:
    """All pairs of mentions that share a word bag's rarest words."""
    found = list(mentions(evidence))[:_MAX_MENTIONS]
    index: dict[tuple[bool, str | None, str], list[Mention]] = defaultdict(list)
    for mention in found:
        for word in {word for label in mention.labels for word in label}:
            index[(mention.quantity.percent, mention.quantity.unit, word)].append(mention)
    pairs: set[tuple[int, int]] = set()
    order = {id(mention): number_ for number_, mention in enumerate(found)}
    for group in index.values():
        if len(group) > 60:
            continue
        for first, second in combinations(group, 2):
            pairs.add((order[id(first)], order[id(second)]))
    reported: set[tuple[int, int]] = set()
    for one, two in sorted(pairs):
        first, second = found[one], found[two]
        key = (second.passage.number, second.quantity.start)
        if key not in reported and _conflict(first, second):
            reported.add(key)
            yield _report(first, second)


def _conflict(first: Mention, second: Mention) -> bool:
    one, two = first.quantity, second.quantity
    if one.value == two.value or first.passage.number == second.passage.number:
        return False
    if first.passage.table is not None and first.passage.table == second.passage.table:
        return False
    if (first.whole is None) != (second.whole is None) and not one.percent:
        return False
    if _siblings(first, second) or (first.period != second.period and None not in (first.period, second.period)):
        return False
    if first.named_periods and second.named_periods and not first.named_periods & second.named_periods:
        return False
    if first.lead and second.lead and Decimal("0.25") < Decimal(likeness(first.lead, second.lead)) < 1:
        return False
    if first.days and second.days and first.days != second.days:
        return False
    if first.subject != second.subject and not (first.subject in _WHOLE_AREA and second.subject in _WHOLE_AREA):
        return False
    if first.bodies != second.bodies and first.bodies and second.bodies:
        return False
    alike, shared = max(
        ((likeness(a, b), len(set(a) & set(b))) for a in first.labels for b in second.labels), default=(0.0, 0)
    )
    if one.percent and first.subject is not None and _slipped_rate(first, second):
        return True
    if alike < _ALIKE or shared < (3 if one.percent else 4):
        return False
    return _close(first, second, alike >= 0.9 and shared >= 5)


def _slipped_rate(first: Mention, second: Mention) -> bool:
    """``cấp xã … (93,1%)`` and ``… của cấp xã đạt 91,3%``: same digits, same level, the words of one in the other."""
    one, two = first.quantity, second.quantity
    within = any(a and b and (set(a) <= set(b) or set(b) <= set(a)) for a in first.labels for b in second.labels)
    return (
        within
        and one.decimals == two.decimals >= 1
        and mistyped(one.value.scaleb(one.decimals), two.value.scaleb(two.decimals)) == SWAPPED
    )


def _siblings(first: Mention, second: Mention) -> bool:
    """Neighbouring items of one list speak of different things in the same words."""
    a, b = first.passage, second.passage
    return (
        a.kind == b.kind == "text"
        and a.bullet is not None
        and b.bullet is not None
        and a.headings == b.headings
        and abs(a.number - b.number) <= 2
    )


def _close(first: Mention, second: Mention, same_words: bool) -> bool:
    one, two = first.quantity.value, second.quantity.value
    gap = abs(one - two)
    if first.quantity.percent:
        if gap <= max(first.quantity.half_step, second.quantity.half_step) * 2:
            return False
        return gap <= 5 or (same_words and _digits_swapped(one, two))
    if min(one, two) <= 0:
        return False
    if first.whole is not None and second.whole is not None and first.whole.value != second.whole.value:
        gap = max(gap, abs(first.whole.value - second.whole.value))
    limit = Decimal("0.15") if same_words else Decimal("0.05")
    return (min(one, two) >= 20 and gap <= limit * max(one, two)) or (
        mistyped(one, two) is not None and (min(one, two) >= 100 or same_words)
    )


def _digits_swapped(one: Decimal, two: Decimal) -> bool:
    return sorted(str(one)) == sorted(str(two))


def _report(first: Mention, second: Mention) -> Finding:
    if second.passage.line < first.passage.line:
        first, second = second, first
    one, two = _printed(first), _printed(second)
    words = " ".join(_label_text(second).split()[:12])
    message = (
        f"Cùng một số liệu “{words}” nhưng dòng {first.passage.line} ghi {one}, dòng {second.passage.line} ghi {two}."
    )
    quantity = second.quantity
    end = second.whole.end if second.whole else quantity.end
    severity = (
        Severity.ERROR
        if second.quantity.percent or mistyped(first.quantity.value, quantity.value)
        else Severity.WARNING
    )
    return finding("two_values", severity, second.passage, quantity.start, end, message, two, one)


def _printed(mention: Mention) -> str:
    if mention.whole is not None:
        return f"{mention.quantity.text}/{mention.whole.text}"
    return mention.quantity.text if mention.quantity.percent else number(mention.quantity.value)


def _label_text(mention: Mention) -> str:
    text, quantity = mention.passage.text, mention.quantity
    end = mention.whole.end if mention.whole else quantity.end
    after = after_label(text, end)
    return before_label(text, quantity.start) if quantity.percent or len(after.split()) < 4 else after
