"""Rule: "vượt chỉ tiêu 70%" needs a figure above 70%; a list of units under 70% may hold none above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.wording import finding
from dean06.steering.documents.recognition.figures_lists import unit_lists
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.types import Finding, Severity

_MET = re.compile(
    r"(?P<not>chưa đạt|không đạt|chưa hoàn thành|thấp hơn|dưới)|(?P<met>vượt|đạt và vượt|cao hơn|hoàn thành vượt)",
    re.I,
)
_TARGET = re.compile(r"(?:chỉ tiêu|mục tiêu|kế hoạch|mức|yêu cầu|quy định|giao|đề ra|tối thiểu|ít nhất|≥)", re.I)
_UNDER = re.compile(r"chưa đạt|không đạt|dưới|thấp hơn", re.I)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Rates with a verdict in the same clause, and lists of units under a target."""
    for passage in evidence.prose:
        if not passage.plans_ahead:
            yield from _verdicts(passage)
            yield from _under_target(passage)


def _verdicts(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    rates = [quantity for quantity in passage.quantities if quantity.percent]
    for rate, target in pairwise(rates):
        if rate.change or target.change:
            continue
        between = re.sub(r"\([^()]*\)", lambda match: " " * len(match.group(0)), text[rate.end : target.start])
        if len(between) > 150 or re.search(r"[.;]\s", between):
            continue
        verdict = list(_MET.finditer(between))
        if len(verdict) != 1 or not _TARGET.search(between[verdict[0].end() :]):
            continue
        if re.search(r"\d", between):
            continue
        met, missed = bool(verdict[0]["met"]), bool(verdict[0]["not"])
        wrong = (met and rate.value < target.value) or (missed and rate.value > target.value)
        if wrong:
            said = "vượt" if met else "chưa đạt"
            message = f"Ghi {rate.text} là {said} mức {target.text}: hai số này trái nhau."
            yield finding(
                "target_claim", Severity.WARNING, passage, rate.start, target.end, message, rate.text, target.text
            )


def _under_target(passage: Passage) -> Iterator[Finding]:
    items = [item for item in unit_lists(passage) if item.quantity.percent]
    for number in sorted({item.list_number for item in items}):
        group = [item for item in items if item.list_number == number]
        opening = passage.text[max(0, group[0].start - 160) : group[0].start]
        opening = re.split(r"[.;]\s+", opening)[-1]
        targets = [
            q for q in passage.quantities if q.percent and group[0].start - len(opening) <= q.start < group[0].start
        ]
        if not _UNDER.search(opening) or len(targets) != 1:
            continue
        over = [item for item in group if item.quantity.value >= targets[0].value]
        if over and len(over) * 3 <= len(group):
            names = ", ".join(f"{item.subject} ({item.quantity.text})" for item in over)
            message = f"Danh sách đơn vị dưới {targets[0].text} lại có đơn vị từ mức đó trở lên: {names}."
            yield finding(
                "target_claim",
                Severity.WARNING,
                passage,
                over[0].start,
                over[0].quantity.end,
                message,
                over[0].quantity.text,
                targets[0].text,
            )
