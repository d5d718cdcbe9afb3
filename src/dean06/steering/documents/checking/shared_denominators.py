"""Rule: classes of one whole must make it up (``14/38 … trên 70%; 17/38 … từ 40% đến 70%; 07/38 … dưới 40%``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.relations import place_of, sum_relation, with_relation
from dean06.steering.documents.checking.wording import finding, number
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Ratio
from dean06.steering.documents.types import Finding, Severity

_SUBSET = re.compile(r"trong đó|trong số|bao gồm|ngoài ra|đồng thời", re.I)
#: Classes that meet at a mark: above and below it.
_ABOVE = re.compile(r"\b(?:trên|từ|hơn|vượt|đạt|cao hơn)\b", re.I)
_BELOW = re.compile(r"\b(?:dưới|chưa|không|thấp hơn)\b", re.I)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Neighbouring ratios of one sentence with one denominator."""
    for passage in evidence.prose:
        ratios = [ratio for ratio in evidence.ratios(passage) if not ratio.ranked]
        if len(ratios) >= 2 and not passage.plans_ahead:
            for run in _runs(passage, ratios):
                yield from _judge(passage, run)


def _runs(passage: Passage, ratios: Sequence[Ratio]) -> Iterator[list[Ratio]]:
    run: list[Ratio] = []
    for ratio in ratios:
        gap = passage.text[run[-1].end : ratio.start] if run else ""
        if run and (ratio.whole.value != run[0].whole.value or re.search(r"[.]\s", gap) or _SUBSET.search(gap)):
            yield run
            run = []
        run.append(ratio)
    yield run


def _judge(passage: Passage, run: Sequence[Ratio]) -> Iterator[Finding]:
    if len(run) < 2 or any(ratio.part.value >= ratio.whole.value for ratio in run):
        return
    whole = run[0].whole
    total = sum((ratio.part.value for ratio in run), Decimal(0))
    gap = abs(total - whole.value)
    if not gap or gap > max(whole.value / 10, Decimal(2)):
        return
    ends = [later.start for later in run[1:]] + [run[-1].end + 60]
    words = [re.split(r"[;.]", passage.text[ratio.end : end])[0][:60] for ratio, end in zip(run, ends, strict=True)]
    below = [label for label in words if _BELOW.search(label)]
    above = [label for label in words if _ABOVE.search(label) and not _BELOW.search(label)]
    # "14/19 sở đã kết nối, 5/19 sở chưa kết nối"; three classes or more need both ends of the scale.
    classes = (len(below) == 1 and words[0] not in below) if len(run) == 2 else (bool(below) and bool(above))
    if not classes:
        return
    parts = " + ".join(number(ratio.part.value) for ratio in run)
    unit = f" {whole.unit}" if whole.unit else ""
    message = (
        f"Các nhóm cộng lại là {parts} = {number(total)}{unit}, nhưng tổng số ghi {number(whole.value)}{unit} "
        f"({'thừa' if total > whole.value else 'thiếu'} {number(gap)})."
    )
    found = finding(
        "sum_mismatch",
        Severity.WARNING,
        passage,
        run[0].start,
        run[-1].end,
        message,
        number(whole.value),
        number(total),
    )
    places = {place_of(passage, ratio.part): ratio.part.value for ratio in run}
    yield with_relation(found, sum_relation((place_of(passage, whole), whole.value), places))
