"""Every number that a document states of something, with its label, subject, counts, rate and change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from dean06.steering.documents.reading.blocks import Source
from dean06.steering.documents.recognition.figures_labels import after_label, before_label, last_word, subject_in
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
    compared: list[tuple[Ratio, Quantity]] = []
    for item in unit_lists(passage):
        used.add(item.quantity.start)
        figures.append((item.quantity.start, _unit_figure(passage, item)))
    for ratio in read_ratios(text, quantities):
        used.update((ratio.part.start, ratio.whole.start))
        change = _change_before(text, quantities, ratio)
        if change is not None:
            compared.append((ratio, change))
            continue
        if ratio.rate is not None:
            used.add(ratio.rate.start)
        if not ratio.ranked:
            figures.append((ratio.start, _ratio_figure(passage, ratio)))
    for index, quantity in enumerate(quantities):
        if quantity.start in used or quantity.change or _grown_by(text, quantities, index):
            continue
        if quantity.unit == "tháng" and _PERIOD_SO_FAR.search(text[: quantity.start]):
            # "lũy kế 10 tháng 14.906 triệu đồng"
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
    for ratio, change in compared:
        figures += _compared(passage, ratio, change, figures)
    figures.sort(key=lambda entry: entry[0])
    given = {change.start for _, change in compared}
    _attach_changes(text, [quantity for quantity in quantities if quantity.start not in given], figures)
    return [figure for _, figure in figures]


_PERIOD_SO_FAR = re.compile(r"(?:lũy kế|luỹ kế|tính chung|cộng dồn|trong|sau|qua|ước)\s+$", re.I)


def _change_before(text: str, quantities: Sequence[Quantity], ratio: Ratio) -> Quantity | None:
    """``giảm 07 vụ so với tháng trước (46/53 vụ)``: the bracket holds this period and the one before, no ratio."""
    opening = text.rfind("(", 0, ratio.start)
    if ratio.rate is not None or opening < 0 or text[opening + 1 : ratio.start].strip():
        return None
    before = [quantity for quantity in quantities if quantity.end <= opening]
    if not before or not before[-1].change or before[-1].percent:
        return None
    return before[-1] if not re.search(r"[.;:,]", text[before[-1].end : opening]) else None


def _grown_by(text: str, quantities: Sequence[Quantity], index: int) -> bool:
    """``tăng 4.905 người (3,57%)``: the percentage says the same change once more."""
    quantity = quantities[index]
    if index == 0 or not quantity.percent or not quantities[index - 1].change:
        return False
    return bool(re.fullmatch(r"[^.;,\d()]{0,25}\(\s*", text[quantities[index - 1].end : quantity.start]))


def _compared(
    passage: Passage, ratio: Ratio, change: Quantity, figures: Sequence[tuple[int, Figure]]
) -> list[tuple[int, Figure]]:
    """The change goes to the figure that states this period's value; where none does, it is a figure of its own."""
    step = Decimal(change.change) * change.value
    for _, figure in figures:
        if figure.value == ratio.part.value and figure.change is None and figure.unit in (change.unit, None):
            figure.change = step
            return []
    label = _label(passage, change.start, change.end)
    words = excerpt(passage.text, change.start, ratio.end)
    unit = change.unit or ratio.whole.unit
    return [
        (
            change.start,
            Figure(label=label, value=ratio.part.value, unit=unit, change=step, line=passage.line, excerpt=words),
        )
    ]


def _label(passage: Passage, start: int, end: int) -> str:
    text = passage.text
    label, after = before_label(text, start), after_label(text, end)
    if _LEVEL_ONLY.fullmatch(label) and len(after.split()) >= 2:
        # "toàn tỉnh có 142.318 người tham gia bảo hiểm": the words after it say what is counted.
        label = ""
    if not label:
        label = (last_word(text, start) if len(after.split()) <= 2 else "") or after
    label = _with_topic(text, start, label)
    if not label and passage.headings:
        label = re.sub(r"^[\dIVX.)\s]+", "", passage.headings[-1])
    return " ".join(label.split()[:_LABEL_WORDS])


_LEVEL_ONLY = re.compile(r"(?:toàn (?:tỉnh|huyện|xã|ngành|quốc|phường|thành phố)|cả nước|địa bàn tỉnh)(?: hiện)?", re.I)
_TOPIC = re.compile(r"^[\s\-+*•\d.()a-zđ]{0,8}?(?P<topic>[A-ZĐ][^:.;,\d()]{3,50}):\s")
_BARE = re.compile(
    r"(?:xảy ra|phát hiện|tiếp nhận|thực hiện|đã có|ghi nhận|tổ chức|giải quyết|thu|chi|cấp|lũy kế)\b.*", re.I
)


def _with_topic(text: str, start: int, label: str) -> str:
    """``1. Phạm pháp hình sự: xảy ra 46 vụ``: a bare verb takes the topic that the paragraph opens with."""
    topic = _TOPIC.match(text)
    if topic is None or topic.end() > start or len(label.split()) > 3 or not _BARE.fullmatch(label):
        return label
    return label if topic["topic"].lower() in label.lower() else f"{topic['topic'].strip()}: {label}"


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
