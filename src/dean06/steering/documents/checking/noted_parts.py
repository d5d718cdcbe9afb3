"""Parts of a whole that a foot-note lists: ``48.912 hồ sơ … ¹`` and ``(1) …: 12; (2) …: 34; …``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.parts import Part, Partition, Strength, counts
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity

_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_TO_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def noted_parts(evidence: Evidence, passage: Passage) -> Iterator[Partition]:
    """``48.912 hồ sơ trên Cổng … ¹`` and the foot-note ``(1) …: 12; (2) …: 34; …``."""
    for match in _SUPERSCRIPT.finditer(passage.text):
        mark = match.group(0).translate(_TO_DIGITS)
        note = next((other for other in evidence.passages if other.footnote == mark), None)
        if note is None or note is passage:
            continue
        parts = list(numbered_items(note))
        whole = _anchored(passage, match, sum(part.quantity.value for part in parts))
        if len(parts) >= 3 and whole is not None:
            yield Partition(passage, whole, None, tuple(parts), Strength.ALL, len(passage.text), "chú thích")


def _anchored(passage: Passage, mark: re.Match[str], total: Decimal | int) -> Quantity | None:
    """The count that a foot-note mark belongs to: before it, or right behind it ("… thiết yếu¹ là 14.877 hồ sơ")."""
    near = [quantity for quantity in counts(passage, 0, mark.start()) if mark.start() - quantity.end <= 110]
    near += [
        quantity
        for quantity in counts(passage, mark.end())
        if re.fullmatch(r"\W*(?:là|có|đạt|gồm|được)?\W*", passage.text[mark.end() : quantity.start])
    ]
    return min(near, key=lambda quantity: abs(quantity.value - total), default=None)


def numbered_items(note: Passage) -> Iterator[Part]:
    """``(k) label: n`` items of a note; nothing when one of them has no count at its end."""
    marks = list(re.finditer(r"\((\d{1,2})\)\s|(?<!\S)(\d{1,2})[.)]\s", note.text))
    numbers = [int(mark[1] or mark[2]) for mark in marks]
    if numbers != list(range(1, len(numbers) + 1)) or len(numbers) < 2:
        return
    ends = [mark.start() for mark in marks[1:]] + [len(note.text)]
    parts: list[Part] = []
    for mark, end in zip(marks, ends, strict=True):
        item = [
            quantity
            for quantity in counts(note, mark.end(), end)
            if re.fullmatch(r"\s*(?:[^\W\d_]+\s?){0,4}[\s;.,]*", note.text[quantity.end : end])
        ]
        if not item:
            return
        parts.append(Part(note.text[mark.end() : end], item[-1], note))
    yield from parts
