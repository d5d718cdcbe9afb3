"""Breakdowns "by kind": ``Theo ngành: ăn uống 702 cơ sở, …``, in a sentence, in the next paragraph, or in bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.part_lists import read_parts, sentence_end
from dean06.steering.documents.checking.parts import Part, Partition, Strength, counts
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity, Ratio
from dean06.steering.documents.recognition.figures_words import same_kind

_BY_KIND = re.compile(
    r"(?:[.;]\s+|^[-+*\d.)\s]*)(?:(?:[^.:;\d]{0,40}\b(?:phân|chia)\s+|tính |xét )?theo\s+[^:.;\d]{2,40}|"
    r"(?:cơ cấu|phân loại|trình độ|xếp loại|phân bố|hình thức|nguồn gốc|độ tuổi|giới tính)(?:\s[^:.;,\d]{1,30})?):\s",
    re.I,
)


def by_kind(evidence: Evidence, passage: Passage, ratios: list[Ratio]) -> Iterator[Partition]:
    """``…. Theo ngành: ăn uống 702 cơ sở, bán lẻ 811 cơ sở, …``: a breakdown of a count named before."""
    text = passage.text
    for match in _BY_KIND.finditer(text):
        parts = read_parts(passage, ratios, match.end(), sentence_end(text, match.end()))
        if len(parts) < 2 or any(part.of for part in parts):
            continue
        found = whole_of_kind(evidence, passage, match.start() + 1, parts)
        if found is not None:
            yield Partition(*found, None, tuple(parts), Strength.LISTED, match.end())


def whole_of_kind(
    evidence: Evidence, passage: Passage, position: int, parts: list[Part]
) -> tuple[Passage, Quantity] | None:
    """The count that parts "by kind" break down: the nearest in size before them, in this passage or the last one."""
    total = sum((part.quantity.value for part in parts), Decimal(0))
    units = {part.quantity.unit for part in parts} - {None}
    places = [(passage, position)]
    for other in evidence.preceding(passage, 3):
        if other.kind != "text":
            break
        places.append((other, len(other.text)))
        if not _BY_KIND.match(other.text):
            # "Theo loại hình: …" and "Theo khu vực: …" break down one count, a paragraph each.
            break
    for place, end in places:
        inherited = {ratio.part.start: ratio.whole.unit for ratio in evidence.ratios(place) if ratio.part.unit is None}
        named = [replace(q, unit=q.unit or inherited.get(q.start)) for q in counts(place, 0, end)]
        wholes = [
            q for q in named if (q.unit or not units) and (not units or any(same_kind(q.unit, unit) for unit in units))
        ]
        if not wholes or (not units and len(parts) < 3):
            continue
        whole = min(wholes, key=lambda quantity: abs(quantity.value - total))
        if abs(whole.value - total) * 10 <= whole.value:
            return place, whole
        if not _BY_KIND.match(place.text):
            return None
    return None


KIND_LINE = re.compile(
    r"[-+*\s]*(?:chia |phân |tính |xét )?theo\s+[^:.;\d]{2,50}:\s*$|[-+*\s]*cơ cấu[^:\d]{0,40}:\s*$", re.I
)


def bullets_of_kind(evidence: Evidence, passage: Passage) -> Iterator[Partition]:
    """``… 327.450 ha.`` / ``Phân theo mục đích sử dụng:`` / ``- Rừng đặc dụng: 74.510 ha`` / …"""
    parts: list[Part] = []
    for other in evidence.following(passage):
        found = [q for q in counts(other) if q.in_brackets == 0]
        if other.kind != "text" or other.bullet is None or len(found) != 1:
            break
        if passage.bullet is not None and bullet_kind(other.bullet) == bullet_kind(passage.bullet):
            break
        parts.append(Part(other.text, found[0], other))
    if len(parts) < 2:
        return
    found_whole = whole_of_kind(evidence, passage, 0, parts)
    if found_whole is not None:
        lines = f"dòng {parts[0].passage.line}–{parts[-1].passage.line}"
        yield Partition(*found_whole, None, tuple(parts), Strength.LISTED, len(passage.text), lines)


def bullet_kind(bullet: str) -> str:
    """Numbers, letters or the sign itself: bullets of one list are of one kind."""
    return "#" if any(char.isdigit() for char in bullet) else "a" if bullet[:1].isalpha() else bullet
