"""Every mention of a result with the words around it, so that two mentions of one thing can be recognised."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.recognition.figures_labels import after_label, before_label, clause_before, subject_in
from dean06.steering.documents.recognition.figures_lists import unit_lists
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.recognition.figures_words import bodies_in, fold, label_words

_TARGET = re.compile(
    r"chỉ tiêu|mục tiêu|phấn đấu|tối thiểu|ít nhất|kế hoạch|đề ra|yêu cầu|được giao|giao\b|dự kiến|ước|sẽ|so "
    r"với|cùng kỳ|tăng từ|từ \d",
    re.I,
)
_WHOLE_PERIOD = re.compile(r"luy ke|den nay|tinh den|den ngay|tu dau nam|tu khi|tu truoc den|den het|den thoi diem")
_THIS_PERIOD = re.compile(
    r"trong (?:thang|quy|tuan|ky|nam|6 thang|9 thang)|thang nay|ky nay|tuan qua|tu ngay|\bthang \d|\bquy "
    r"[iv1-4]|\btuan\b"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One stated result. ``labels`` are the bags of words it may be known by."""

    passage: Passage
    quantity: Quantity
    labels: tuple[tuple[str, ...], ...]
    subject: str | None
    bodies: frozenset[str]
    period: str | None
    days: frozenset[dt.date]
    whole: Quantity | None = None
    #: Months, quarters and years named before the number in its passage.
    named_periods: frozenset[tuple[dt.date, dt.date]] = frozenset()
    #: The words that the passage opens with, before the label.
    lead: tuple[str, ...] = ()


def mentions(evidence: Evidence) -> Iterator[Mention]:
    """The results stated in prose and cells: no targets, no changes, no items of unit lists, no foot-notes."""
    for passage in evidence.prose:
        if passage.plans_ahead or passage.kind == "note" or passage.bullet == "#":
            continue
        listed = {item.quantity.start for item in unit_lists(passage)}
        ratios = evidence.ratios(passage)
        wholes = {ratio.whole.start for ratio in ratios}
        ratio_of = {ratio.part.start: ratio for ratio in ratios}
        rates = {ratio.rate.start: ratio for ratio in ratios if ratio.rate is not None}
        headings = bodies_in(" ".join(passage.headings[-2:])) | bodies_in(passage.text[:60])
        for quantity in passage.quantities:
            if quantity.change or quantity.start in listed or quantity.start in wholes or quantity.approximate:
                continue
            clause = clause_before(passage.text, quantity.start)
            near = clause[-45:] + " " + passage.text[quantity.end : quantity.end + 12]
            if _TARGET.search(near):
                continue
            ratio = ratio_of.get(quantity.start)
            labels = _labels(passage, quantity, rates.get(quantity.start), ratio.whole.end if ratio else quantity.end)
            if not labels:
                continue
            wide = fold(clause[-160:])
            period = "all" if _WHOLE_PERIOD.search(wide) else "this" if _THIS_PERIOD.search(wide) else None
            subject = subject_in(
                passage.text, rates[quantity.start].start if quantity.start in rates else quantity.start
            )
            yield Mention(
                passage,
                quantity,
                labels,
                fold(subject) if subject else None,
                frozenset(headings | bodies_in(clause)),
                period,
                frozenset(
                    m.date
                    for m in passage.dates
                    if m.date
                    and m.span[1] <= quantity.start
                    and quantity.start - m.span[1] < 160
                    and m.precision == "day"
                ),
                ratio.whole if ratio else None,
                frozenset(
                    (m.date, m.last_day)
                    for m in passage.dates
                    if m.date and m.last_day and m.precision not in ("day", "years") and m.span[1] <= quantity.start
                ),
                _lead(passage, quantity),
            )


def _lead(passage: Passage, quantity: Quantity) -> tuple[str, ...]:
    """What opens the passage: parallel paragraphs ("Về bầu cử Quốc hội …", "Về bầu cử HĐND …") differ in it only."""
    clause = clause_before(passage.text, quantity.start)
    opening = passage.text[: max(0, quantity.start - len(clause))]
    return label_words(opening)[:14]


def _labels(passage: Passage, quantity: Quantity, ratio: object, end: int) -> tuple[tuple[str, ...], ...]:
    text = passage.text
    start = getattr(ratio, "start", quantity.start)
    texts = [before_label(text, start), before_label(text, quantity.start)]
    if not quantity.percent:
        texts.append(" ".join(after_label(text, end).split()[:16]))
    lead = re.match(r"^[\s\-+*•\d.()]*([^:.;\d]{5,160}):", text)
    if lead and quantity.percent:
        texts.append(lead[1])
    least = 1 if subject_in(text, start) else 2
    bags = [words for label in texts if len(words := label_words(label)) >= least]
    return tuple(dict.fromkeys(bags))
