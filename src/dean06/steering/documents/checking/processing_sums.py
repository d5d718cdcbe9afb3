"""Rule: what was received is what was settled and what is still being settled.

``tiếp nhận 1.284 hồ sơ … đã giải quyết 1.240 (…), đang giải quyết 44 hồ sơ``: three counts far apart in a sentence,
often with a bracket between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.parts import counts
from dean06.steering.documents.checking.relations import place_of, sum_relation, with_relation
from dean06.steering.documents.checking.wording import finding, mistyped, number
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.types import Finding, Severity

_RECEIVED = re.compile(r"(?:tiếp nhận|tổng số|tổng cộng|đã nhận|nhận được)[^.;:\d]{0,60}$", re.I)
_SETTLED = re.compile(r"(?:đã|số)\s+(?:giải quyết|xử lý|trả kết quả|giải quyết xong)[^.;,\d]{0,30}$", re.I)
_OPEN = re.compile(r"(?:đang|chưa)\s+(?:được\s+)?(?:giải quyết|xử lý|thực hiện)[^.;,\d]{0,40}$", re.I)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Passages in which the three counts are named, each once."""
    for passage in evidence.prose:
        found = {
            name: [q for q in counts(passage) if q.in_brackets == 0 and _named(passage, q, pattern)]
            for name, pattern in (("received", _RECEIVED), ("settled", _SETTLED), ("open", _OPEN))
        }
        if len(found["settled"]) == 1 and len(found["open"]) == 1 and found["received"]:
            yield from _compare(passage, found["received"], found["settled"][0], found["open"][0])


def _named(passage: Passage, quantity: Quantity, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(passage.text[max(0, quantity.start - 80) : quantity.start]))


def _compare(passage: Passage, received: list[Quantity], settled: Quantity, still_open: Quantity) -> Iterator[Finding]:
    total = settled.value + still_open.value
    before = [q for q in counts(passage, 0, settled.start) if q.unit == settled.unit]
    if any(q.value == total for q in before) or settled.start > still_open.start:
        return
    wholes = [q for q in received if q.end <= settled.start and q.unit == settled.unit]
    if not wholes:
        return
    whole = min(wholes, key=lambda q: abs(q.value - total))
    gap = abs(whole.value - total)
    how = mistyped(still_open.value, whole.value - settled.value) or mistyped(whole.value, total)
    if gap * 20 > whole.value and not how:
        return
    message = (
        f"Đã giải quyết {number(settled.value)} + đang giải quyết {number(still_open.value)} = {number(total)}, "
        f"nhưng tổng "
        f"tiếp nhận ghi {number(whole.value)}{f' {whole.unit}' if whole.unit else ''}."
    )
    found = finding(
        "sum_mismatch", Severity.WARNING, passage, whole.start, whole.end, message, number(whole.value), number(total)
    )
    parts = {place_of(passage, settled): settled.value, place_of(passage, still_open): still_open.value}
    yield with_relation(found, sum_relation((place_of(passage, whole), whole.value), parts))
