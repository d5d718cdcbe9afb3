"""Every number that a document states of something, with its label, subject, counts, rate and change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from dean06.steering.documents.reading.blocks import Source
from dean06.steering.documents.recognition.figures_labels import after_label, before_label, subject_in
from dean06.steering.documents.recognition.figures_lists import UnitItem, unit_lists
from dean06.steering.documents.recognition.figures_passages import Passage, excerpt, passages_of
from dean06.steering.documents.recognition.figures_quantities import Quantity, Ratio, read_ratios
from dean06.steering.documents.recognition.figures_tables import table_figures
from dean06.steering.documents.types import Figure, ReadDocument

__all__ = ["find_figures"]

_LABEL_WORDS = 18
_SHARE_GAP = re.compile(
    r"^[^.;:%\d]{0,60}[(,]?\s*(?:đạt|chiếm|tương ứng|tương đương|bằng|đạt tỷ lệ|chiếm tỷ lệ|tỷ lệ|tỉ lệ|~|"
    r"\()[^.;:%\d]{0,25}$",
    re.IGNORECASE,
)


def find_figures(source: Source, document: ReadDocument) -> list[Figure]:
    """The figures of a document in reading order: prose, foot-notes, wordy cells, and tables of numbers.

    Numbers that only name something (cited documents, dates, list numbers, telephone numbers, "Điều 5", "Đề án 06") are
    no figures. Tables already read as services are left to ``document.services``. What is unsure is ``None``.
    """
    figures: list[Figure] = []
    for passage in passages_of(source):
        figures.extend(passage_figures(passage))
    service_lines = {service.line for service in document.services}
    task_lines = {task.line for task in document.tasks}
    figures.extend(table_figures(source, service_lines | task_lines))
    return sorted(figures, key=lambda figure: figure.line)


def passage_figures(passage: Passage) -> list[Figure]:
    """The figures of one passage. A change ("tăng 18.103") belongs to the figure before it."""
    text, quantities = passage.text, passage.quantities
    if not quantities:
        return []
    figures: list[tuple[int, Figure]] = []
    used: set[int] = set()
    for item in unit_lists(passage):
        used.add(item.quantity.start)
        figures.append((item.quantity.start, _unit_figure(passage, item)))
    for ratio in read_ratios(text, quantities):
        used.update((ratio.part.start, ratio.whole.start))
        if ratio.rate is not None:
            used.add(ratio.rate.start)
        if not ratio.ranked:
            figures.append((ratio.start, _ratio_figure(passage, ratio)))
    for index, quantity in enumerate(quantities):
        if quantity.start in used or quantity.change:
            continue
        if not quantity.percent and quantity.unit is None and quantity.value < 10 and not quantity.leading_zero:
            # A lone small number without a unit is as often a part of a name.
            continue
        rate = None
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        if (
            following
            and not quantity.percent
            and following.percent
            and following.start not in used
            and not following.change
            and _SHARE_GAP.match(text[quantity.end : following.start])
        ):
            rate = following
            used.add(following.start)
        figures.append((quantity.start, _plain_figure(passage, quantity, rate)))
    figures.sort(key=lambda entry: entry[0])
    _attach_changes(text, quantities, figures)
    return [figure for _, figure in figures]


def _label(passage: Passage, start: int, end: int) -> str:
    label = before_label(passage.text, start) or after_label(passage.text, end)
    if not label and passage.headings:
        label = re.sub(r"^[\dIVX.)\s]+", "", passage.headings[-1])
    return " ".join(label.split()[:_LABEL_WORDS])


def _ratio_figure(passage: Passage, ratio: Ratio) -> Figure:
    text = passage.text
    label = _label(passage, ratio.start, ratio.end)
    return Figure(
        label=label,
        subject=subject_in(text, ratio.start),
        numerator=ratio.part.value,
        denominator=ratio.whole.value,
        rate=ratio.rate.value if ratio.rate else None,
        unit=ratio.part.unit or ratio.whole.unit,
        line=passage.line,
        excerpt=excerpt(text, ratio.start, max(ratio.end, ratio.rate.end if ratio.rate else 0)),
    )


def _plain_figure(passage: Passage, quantity: Quantity, rate: Quantity | None) -> Figure:
    text = passage.text
    return Figure(
        label=_label(passage, quantity.start, quantity.end),
        subject=subject_in(text, quantity.start),
        rate=quantity.value if quantity.percent else rate.value if rate else None,
        value=None if quantity.percent else quantity.value,
        unit="%" if quantity.percent else quantity.unit,
        line=passage.line,
        excerpt=excerpt(text, quantity.start, quantity.end),
    )


def _unit_figure(passage: Passage, item: UnitItem) -> Figure:
    quantity = item.quantity
    return Figure(
        label=" ".join(item.label.split()[:_LABEL_WORDS]),
        subject=item.subject,
        rate=quantity.value if quantity.percent else None,
        value=None if quantity.percent else quantity.value,
        unit="%" if quantity.percent else quantity.unit,
        line=passage.line,
        excerpt=excerpt(passage.text, item.start, quantity.end, around=0),
    )


def _attach_changes(text: str, quantities: Sequence[Quantity], figures: Sequence[tuple[int, Figure]]) -> None:
    """Gives each "tăng/giảm N" to the nearest figure before it in the same sentence and of the same kind."""
    for quantity in quantities:
        if not quantity.change:
            continue
        for start, figure in reversed(figures):
            if start >= quantity.start:
                continue
            gap = text[start : quantity.start]
            if re.search(r"[.!?]\s+[A-ZĐÀ-Ỹ]", gap):
                break
            if figure.change is None and (
                figure.rate is not None
                if quantity.percent
                else figure.value is not None or figure.numerator is not None
            ):
                figure.change = Decimal(quantity.change) * quantity.value
                break
