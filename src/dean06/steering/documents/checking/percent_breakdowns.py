"""Rule: a breakdown in percentages adds up to 100 (``tốt 18,4%, khá 52,1%, đạt 27,3%, chưa đạt 2,2%``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.wording import finding, percent
from dean06.steering.documents.recognition.figures_lists import unit_lists
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.types import Finding, Severity

#: Between two items: a comma or semicolon and a short name.
_JOIN = re.compile(r"^\)?\s*(?:[,;]|và)\s*(?:và\s+)?[^\d%.:;()]{2,50}?(?:\d[^\d%.:;()]{0,25})?\(?$")
_NO_BREAKDOWN = re.compile(
    r"tăng|giảm|so với|cùng kỳ|vượt|chỉ tiêu|mục tiêu|phấn đấu|tối thiểu|lãi suất|trên \d|dưới \d|tỷ lệ|tỉ lệ|"
    r"trở lên|bình quân",
    re.I,
)
#: How far from 100 a breakdown with a slip may be; a list further off is no breakdown.
_REACH = Decimal(3)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Runs of at least three percentages in one sentence, each with a name of its own."""
    for passage in evidence.prose:
        if passage.plans_ahead or passage.text.count("%") < 3:
            continue
        listed = {item.quantity.start for item in unit_lists(passage)}
        tied = {ratio.rate.start for ratio in evidence.ratios(passage) if ratio.rate is not None}
        for run in _runs(passage, listed | tied):
            yield from _judge(passage, run)


def _runs(passage: Passage, other: set[int]) -> Iterator[list[Quantity]]:
    """Percentages that follow one another with nothing but a name between them."""
    run: list[Quantity] = []
    rates = [q for q in passage.quantities if q.percent]
    for rate in rates:
        usable = rate.start not in other and not rate.change and not rate.approximate
        if run and not (usable and _JOIN.match(passage.text[run[-1].end : rate.start])):
            yield run
            run = []
        if usable:
            run.append(rate)
    yield run


def _judge(passage: Passage, run: Sequence[Quantity]) -> Iterator[Finding]:
    if len(run) < 3 or any(rate.value >= 100 for rate in run):
        return
    text = passage.text
    opening = re.split(r"[.;:]\s", text[: run[0].start])[-1]
    if _NO_BREAKDOWN.search(opening[-50:] + text[run[0].end : run[-1].start] + text[run[-1].end : run[-1].end + 12]):
        return
    total = sum((rate.value for rate in run), Decimal(0))
    room = sum((rate.half_step for rate in run), Decimal(0))
    gap = abs(total - 100)
    if gap <= room or gap > _REACH:
        return
    decimals = max(rate.decimals for rate in run)
    listing = " + ".join(rate.text for rate in run) if len(run) <= 6 else f"{len(run)} tỷ lệ"
    message = f"Cơ cấu phải đủ 100%, nhưng {listing} cộng lại là {percent(total, decimals)}."
    yield finding(
        "share_sum", Severity.WARNING, passage, run[0].start, run[-1].end, message, percent(total, decimals), "100%"
    )
