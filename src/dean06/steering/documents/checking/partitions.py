"""Wholes and the parts they are said to consist of, as prose prints them.

``N người (trong đó: a …; b …)`` · ``N …, gồm: …`` · ``N … (a …; b …)`` · a colon followed by bullets · a foot-note that
lists what its anchor counts · ``a …, b …, tổng cộng N``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dean06.steering.documents.checking.by_kind import KIND_LINE, bullet_kind, bullets_of_kind, by_kind, whole_of_kind
from dean06.steering.documents.checking.complete_parts import covers_everything
from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.noted_parts import noted_parts
from dean06.steering.documents.checking.part_lists import (
    closing_of,
    depth_at,
    mask_brackets,
    read_parts,
    sentence_end,
    whole_before,
)
from dean06.steering.documents.checking.parts import Part, Partition, Strength, counts
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity, Ratio
from dean06.steering.documents.recognition.figures_words import same_kind

_KEYWORD = re.compile(
    r"(?P<all>\b(?:bao gồm|gồm có|gồm|chia ra|chia theo|phân theo)\b)|(?P<some>\b(?:trong đó|trong số đó|cụ thể)\b)",
    re.I,
)
_TOTAL_AFTER = re.compile(r"(?:tổng cộng|tổng số|cộng|tổng)\s*(?:là|:|có|chung)?\s*$", re.I)


def partitions(evidence: Evidence) -> Iterator[Partition]:
    """Every partition that the prose prints."""
    for passage in evidence.prose:
        if not passage.quantities:
            if KIND_LINE.match(passage.text):
                yield from bullets_of_kind(evidence, passage)
            continue
        ratios = evidence.ratios(passage)
        if len(passage.quantities) >= 3:
            yield from _after_keyword(evidence, passage, ratios)
            yield from _in_brackets(passage, ratios)
            yield from _after_colon(passage, ratios)
            yield from _total_last(passage, ratios)
            yield from _by_status(passage, ratios)
        yield from by_kind(evidence, passage, ratios)
        yield from _side_by_side(passage)
        yield from _bullets(evidence, passage)
        yield from noted_parts(evidence, passage)


def _after_keyword(evidence: Evidence, passage: Passage, ratios: list[Ratio]) -> Iterator[Partition]:
    text = passage.text
    for match in _KEYWORD.finditer(text):
        found = whole_before(passage, ratios, match.start())
        if found is None:
            if match["some"] and not text[: match.start()].strip(" -+*•"):
                yield from _opens_with_parts(evidence, passage, match.end())
            continue
        whole, of = found
        gap = text[(of or whole).end : match.start()]
        if len(re.sub(r"\([^()]*\)", "", gap)) > 150 or len(re.findall(r"[.!?]\s+[A-ZĐÀ-Ỹ]", gap)) > 1:
            continue
        opening = text.rfind("(", 0, match.start())
        closing = closing_of(text, opening) if opening >= 0 else None
        inside = closing is not None and closing > match.start() and opening >= (of or whole).end
        end = closing if inside and closing is not None else sentence_end(text, match.end())
        parts = read_parts(passage, ratios, match.end(), end)
        if not parts:
            # "gồm 03 sở, 02 huyện và 04 xã; phát hiện …": the list ends at the semicolon.
            end = match.end() + mask_brackets(text[match.end() : end]).find(";")
            parts = read_parts(passage, ratios, match.end(), end) if end > match.end() else []
        if len(parts) >= 2:
            parts = _leading(parts)
            if not inside:
                whole, of = _of_their_unit(passage, ratios, match.start(), parts) or (whole, of)
            strength = Strength.ALL if match["all"] else Strength.SOME
            yield Partition(passage, whole, of, tuple(parts), strength, end)


def _opens_with_parts(evidence: Evidence, passage: Passage, start: int) -> Iterator[Partition]:
    """A paragraph "Trong đó: …" breaks down a count of the paragraph before."""
    parts = read_parts(passage, evidence.ratios(passage), start, sentence_end(passage.text, start))
    if len(parts) >= 3 and not any(part.of for part in parts):
        found = whole_of_kind(evidence, passage, 0, parts)
        if found is not None:
            yield Partition(*found, None, tuple(parts), Strength.SOME, start)


def _leading(parts: list[Part]) -> list[Part]:
    """``gồm 128 sản phẩm 3 sao, 43 sản phẩm 4 sao, của 121 chủ thể``: the list ends where another thing is counted."""
    noun = parts[0].quantity.noun
    for index, part in enumerate(parts):
        if noun is None or part.quantity.noun is None or part.quantity.noun != noun:
            alike = len({other.quantity.noun for other in parts[:index]}) == 1
            foreign = part.quantity.noun is not None and re.match(r"[\s,;]*(?:của|cho|với|tại)\b", part.label)
            return parts[:index] if index >= 2 and alike and foreign else parts
    return parts


def _of_their_unit(
    passage: Passage, ratios: list[Ratio], position: int, parts: list[Part]
) -> tuple[Quantity, Quantity | None] | None:
    """``412.006 lượt, số tiền 178,4 tỷ đồng; trong đó nội trú 31.207 lượt …``: the count of the unit of the parts."""
    units = {part.quantity.unit for part in parts}
    if len(units) != 1 or None in units:
        return None
    text = passage.text
    sentence = max((match.end() for match in re.finditer(r"[.!?]\s+(?=[A-ZĐÀ-Ỹ])", text[:position])), default=0)
    depth = depth_at(text, position)
    wholes = [
        quantity
        for quantity in counts(passage, sentence, position)
        if quantity.in_brackets <= depth and quantity.unit in units
    ]
    if not wholes:
        return None
    ratio = next((ratio for ratio in ratios if wholes[-1].start in (ratio.part.start, ratio.whole.start)), None)
    return (ratio.part, ratio.whole) if ratio else (wholes[-1], None)


def _in_brackets(passage: Passage, ratios: list[Ratio]) -> Iterator[Partition]:
    """``10.550 người (7.909 người là …; 2.641 người …)``: nothing but the parts in the bracket."""
    text = passage.text
    for match in re.finditer(r"\(", text):
        closing = closing_of(text, match.start())
        if closing is None or _KEYWORD.search(text, match.start(), min(closing, match.start() + 25)):
            continue
        found = whole_before(passage, ratios, match.start())
        if found is None:
            continue
        whole, of = found
        gap = text[(of or whole).end : match.start()]
        if len(gap) > 70 or re.search(r"[.;:]\s", gap):
            continue
        parts = read_parts(passage, ratios, match.start() + 1, closing)
        if len(parts) >= 2:
            if parts[0].quantity.unit != whole.unit:
                whole, of = _of_their_unit(passage, ratios, match.start(), parts) or (whole, of)
            yield Partition(passage, whole, of, tuple(parts), Strength.LISTED, closing)


def _after_colon(passage: Passage, ratios: list[Ratio]) -> Iterator[Partition]:
    """``Đối với 18 nhiệm vụ …: 16 nhiệm vụ đã …; 02 nhiệm vụ chưa …``."""
    text = passage.text
    for match in re.finditer(r":\s", text):
        if depth_at(text, match.start()) or _KEYWORD.search(text, max(0, match.start() - 14), match.start() + 1):
            continue
        found = whole_before(passage, ratios, match.start())
        if found is None:
            continue
        whole, of = found
        gap = text[(of or whole).end : match.start()]
        if len(gap) > 200 or re.search(r"[.;]\s", gap):
            continue
        end = sentence_end(text, match.end())
        parts = read_parts(passage, ratios, match.end(), end)
        semicolon = mask_brackets(text[match.end() : end]).find("; ")
        if len(parts) < 2 and semicolon > 0:
            # "32 biên chế: 12 Thẩm phán, 16 Thư ký; hiện có 30 người"
            parts = read_parts(passage, ratios, match.end(), match.end() + semicolon)
        if len(parts) < 2:
            continue
        unit = whole.unit or (of.unit if of else None)
        if all(part.quantity.unit and unit and same_kind(part.quantity.unit, unit) for part in parts):
            plain = of is None and all(part.quantity.unit == unit and part.of is None for part in parts)
            strength = Strength.LISTED if plain else Strength.SOME
            yield Partition(passage, whole, of, tuple(parts), strength, len(text))
        elif _names_and_numbers(passage, parts) or _staff(passage, whole, parts):
            yield Partition(passage, whole, of, tuple(parts), Strength.LISTED, len(text))


def _names_and_numbers(passage: Passage, parts: list[Part]) -> bool:
    """``44 đơn: kiến nghị 31, khiếu nại 9, tố cáo 4``: a short name, a bare number, nothing else."""
    return all(
        part.of is None
        and part.quantity.unit is None
        and re.fullmatch(r"[\s,;]*(?:và\s+)?[^\W\d_][^\d,;:()]{1,40}\d[\d.]*[\s,;.]*", part.label)
        for part in parts
    )


_STAFF = re.compile(
    r"\s*(?:biên chế|nhân viên|nhân sự|người|cán bộ|thành viên|đồng chí|công chức|viên chức|đảng viên)\b", re.I
)


def _staff(passage: Passage, whole: Quantity, parts: list[Part]) -> bool:
    """``32 biên chế: 12 Thẩm phán, 16 Thư ký, 04 công chức khác``: numbers with short titles."""
    return bool(_STAFF.match(passage.text[whole.end :])) and all(
        part.of is None and re.fullmatch(r"[\s,;]*(?:và\s+)?\d[\d.]*\s+[^\d,;:()]{2,30}[\s,;.]*", part.label)
        for part in parts
    )


def _side_by_side(passage: Passage) -> Iterator[Partition]:
    """``41 công trình tại 9 xã; hoàn thành 33 công trình, đang thi công 8 công trình``: no word opens the parts.

    Only neighbours of one noun whose names leave nothing over (done and under way, men and women) are taken.
    """
    text = passage.text
    plain = [q for q in counts(passage) if q.in_brackets == 0 and q.noun is not None]
    for index, whole in enumerate(plain):
        noun = (whole.noun or "").split()[0]
        row = [q for q in plain[index + 1 : index + 7] if (q.noun or "").split()[0] == noun]
        if any(sum((q.value for q in row[:size]), Decimal(0)) == whole.value for size in range(1, len(row) + 1)):
            continue
        for size in (2, 3, 4):
            chosen = row[:size]
            if len(chosen) < size or re.search(r"[.!?]\s+(?=[A-ZĐÀ-Ỹ\d])", text[whole.end : chosen[-1].start]):
                break
            starts = [whole.end, *(q.end for q in chosen)]
            labels = [
                re.split(r"[;,(]", text[before : q.start])[-1] + " " + _words_after(text, q)
                for before, q in zip(starts, chosen, strict=False)
            ]
            parts = tuple(Part(label, q, passage) for label, q in zip(labels, chosen, strict=True))
            total = sum((q.value for q in chosen), Decimal(0))
            partition = Partition(passage, whole, None, parts, Strength.SOME, chosen[-1].end)
            explained = any(q.value == total for q in plain)
            if abs(total - whole.value) * 10 <= whole.value and not explained and covers_everything(partition):
                yield partition


def _words_after(text: str, quantity: Quantity) -> str:
    return re.split(r"[;,.()]", text[quantity.end : quantity.end + 60])[0]


def _total_last(passage: Passage, ratios: list[Ratio]) -> Iterator[Partition]:
    """``cấp tỉnh 15, cấp huyện 28, cấp xã 321, tổng cộng 364``."""
    text = passage.text
    for quantity in counts(passage):
        if not _TOTAL_AFTER.search(text[max(0, quantity.start - 22) : quantity.start]):
            continue
        begin = 0
        for match in re.finditer(r"[.!?:]\s+", text[: quantity.start]):
            begin = match.end()
        marker = list(re.finditer(r"(?:tổng cộng|tổng số|cộng|tổng)", text[: quantity.start], re.I))[-1].start()
        if marker - begin < 10:
            continue
        parts = read_parts(passage, ratios, begin, len(text[:marker].rstrip(" ;,.")))
        if len(parts) >= 2:
            same = quantity.noun is not None and all(part.quantity.noun == quantity.noun for part in parts)
            strength = Strength.LISTED if same else Strength.SOME
            yield Partition(passage, quantity, None, tuple(parts), strength, quantity.end)


_STATUS = re.compile(r"^[^.;,\d]{0,25}(?:đã|đang|chưa|quá hạn|hoàn thành|đúng hạn|chậm)", re.I)


def _by_status(passage: Passage, ratios: list[Ratio]) -> Iterator[Partition]:
    """``giao 61 nhiệm vụ; đến nay 44 nhiệm vụ đã hoàn thành, 12 nhiệm vụ đang thực hiện, 04 nhiệm vụ quá hạn``."""
    text = passage.text
    for match in re.finditer(r"[;,.]\s+(?:đến nay|hiện nay|hiện|kết quả|tính đến nay)[,:]?\s", text, re.I):
        found = whole_before(passage, ratios, match.start())
        if found is None or found[1] is not None or match.start() - found[0].end > 120:
            continue
        whole = found[0]
        parts = read_parts(passage, ratios, match.end(), sentence_end(text, match.end()))
        named = [
            part
            for part in parts
            if part.of is None
            and part.quantity.unit == whole.unit
            and _STATUS.match(text[part.quantity.end : part.quantity.end + 60])
        ]
        if whole.unit is not None and len(parts) >= 2 and len(named) == len(parts):
            yield Partition(passage, whole, None, tuple(parts), Strength.SOME, len(text))


def _bullets(evidence: Evidence, passage: Passage) -> Iterator[Partition]:
    """A passage that ends with a colon, and the bullets after it."""
    if passage.kind != "text" or not re.search(r"(?::|như sau|sau đây)[\s.:]*$", passage.text):
        return
    ratios = evidence.ratios(passage)
    found = whole_before(passage, ratios, len(passage.text))
    if found is None:
        return
    whole, of = found
    gap = passage.text[(of or whole).end :]
    keyword = _KEYWORD.search(gap)
    if len(gap) > 200 or (len(gap) > 90 and not keyword):
        return
    parts: list[Part] = []
    mark: str | None = None
    last = passage
    parts_from = 0
    for other in evidence.following(passage):
        if other.kind != "text" or other.bullet is None or (mark is not None and bullet_kind(other.bullet) != mark):
            break
        if mark is None:
            mark = bullet_kind(other.bullet)
            if passage.bullet is not None and mark == bullet_kind(passage.bullet):
                return
        part = _bullet_part(evidence, other, whole)
        if part is None:
            return
        parts.append(part)
        parts_from = parts_from or other.line
        last = other
    total = sum((part.quantity.value for part in parts), Decimal(0))
    same = [q for q in counts(passage) if of is None and q.unit == whole.unit and q.in_brackets == 0]
    whole = min([whole, *same], key=lambda quantity: abs(quantity.value - total))
    if len(parts) >= 2:
        everything = bool(keyword and keyword["all"])
        yield Partition(
            passage,
            whole,
            of,
            tuple(parts),
            Strength.ALL if everything else Strength.LISTED,
            len(passage.text),
            f"dòng {parts_from}–{last.line}",
        )


def _bullet_part(evidence: Evidence, passage: Passage, whole: Quantity) -> Part | None:
    """The one count of a bullet: its only count, or the one that the bullet ends with, or that follows its colon."""
    ratios = evidence.ratios(passage)
    if ratios and counts(passage) and ratios[0].part.start == counts(passage)[0].start:
        return Part(passage.text, ratios[0].part, passage, ratios[0].whole)
    found = [quantity for quantity in counts(passage) if quantity.in_brackets == 0]
    if len(found) == 1:
        return Part(passage.text, found[0], passage)
    last = [
        quantity
        for quantity in found
        if re.fullmatch(r"[\s.;,]*(?:\w+\s?){0,3}[\s.;,/]*", passage.text[quantity.end :])
    ]
    if last:
        return Part(passage.text, last[-1], passage)
    opened = [
        quantity for quantity in found if passage.text[: quantity.start].rstrip().endswith(":") and quantity is found[0]
    ]
    return Part(passage.text, opened[0], passage) if opened and opened[0].unit == whole.unit else None
