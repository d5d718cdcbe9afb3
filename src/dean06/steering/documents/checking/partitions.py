"""Wholes and the parts they are said to consist of, as prose prints them.

``N người (trong đó: a …; b …)`` · ``N …, gồm: …`` · ``N … (a …; b …)`` · a colon followed by bullets · a foot-note that
lists what its anchor counts · ``a …, b …, tổng cộng N``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.noted_parts import noted_parts
from dean06.steering.documents.checking.parts import Part, Partition, Strength, counts
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity, Ratio
from dean06.steering.documents.recognition.figures_words import same_kind

_KEYWORD = re.compile(
    r"(?P<all>\b(?:bao gồm|gồm có|gồm|chia ra|chia theo|phân theo)\b)|(?P<some>\b(?:trong đó|trong số đó|cụ thể)\b)",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?…]\s+(?=[A-ZĐÀ-Ỹ(\d])|[.!?]\s*$|\./\.|\n")
_TOTAL_AFTER = re.compile(r"(?:tổng cộng|tổng số|cộng|tổng)\s*(?:là|:|có|chung)?\s*$", re.I)


def partitions(evidence: Evidence) -> Iterator[Partition]:
    """Every partition that the prose prints."""
    for passage in evidence.prose:
        if not passage.quantities:
            continue
        ratios = evidence.ratios(passage)
        if len(passage.quantities) >= 3:
            yield from _after_keyword(passage, ratios)
            yield from _in_brackets(passage, ratios)
            yield from _after_colon(passage, ratios)
            yield from _total_last(passage, ratios)
            yield from _by_kind(evidence, passage, ratios)
            yield from _by_status(passage, ratios)
        yield from _bullets(evidence, passage)
        yield from noted_parts(evidence, passage)


def _whole_before(passage: Passage, ratios: list[Ratio], position: int) -> tuple[Quantity, Quantity | None] | None:
    """The last count before a place, and its denominator when it is a ratio."""
    before = counts(passage, 0, position)
    # "N (trong đó: …)": a count inside an earlier closed bracket is no whole.
    depth = _depth(passage.text, position)
    before = [quantity for quantity in before if quantity.in_brackets <= depth]
    if not before:
        return None
    whole = before[-1]
    for ratio in ratios:
        if ratio.whole.start == whole.start:
            return ratio.part, ratio.whole
    return whole, None


def _depth(text: str, position: int) -> int:
    return max(0, text.count("(", 0, position) - text.count(")", 0, position))


def _closing(text: str, opening: int) -> int | None:
    depth = 0
    for index in range(opening, len(text)):
        if text[index] == "(":
            depth += 1
        elif text[index] == ")":
            depth -= 1
            if depth == 0:
                return index
    return None


def _after_keyword(passage: Passage, ratios: list[Ratio]) -> Iterator[Partition]:
    text = passage.text
    for match in _KEYWORD.finditer(text):
        found = _whole_before(passage, ratios, match.start())
        if found is None:
            continue
        whole, of = found
        gap = text[(of or whole).end : match.start()]
        if len(re.sub(r"\([^()]*\)", "", gap)) > 150 or len(re.findall(r"[.!?]\s+[A-ZĐÀ-Ỹ]", gap)) > 1:
            continue
        opening = text.rfind("(", 0, match.start())
        closing = _closing(text, opening) if opening >= 0 else None
        inside = closing is not None and closing > match.start() and opening >= (of or whole).end
        end = closing if inside and closing is not None else _sentence_end(text, match.end())
        parts = _parts(passage, ratios, match.end(), end)
        if not parts:
            # "gồm 03 sở, 02 huyện và 04 xã; phát hiện …": the list ends at the semicolon.
            end = match.end() + _mask_brackets(text[match.end() : end]).find(";")
            parts = _parts(passage, ratios, match.end(), end) if end > match.end() else []
        if len(parts) >= 2:
            parts = _leading(parts)
            if not inside:
                whole, of = _of_their_unit(passage, ratios, match.start(), parts) or (whole, of)
            strength = Strength.ALL if match["all"] else Strength.SOME
            yield Partition(passage, whole, of, tuple(parts), strength, end)


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
    depth = _depth(text, position)
    wholes = [
        quantity
        for quantity in counts(passage, sentence, position)
        if quantity.in_brackets <= depth and quantity.unit in units
    ]
    if not wholes:
        return None
    ratio = next((ratio for ratio in ratios if wholes[-1].start in (ratio.part.start, ratio.whole.start)), None)
    return (ratio.part, ratio.whole) if ratio else (wholes[-1], None)


def _sentence_end(text: str, start: int) -> int:
    match = _SENTENCE_END.search(text, start)
    return match.start() if match else len(text)


def _in_brackets(passage: Passage, ratios: list[Ratio]) -> Iterator[Partition]:
    """``10.550 người (7.909 người là …; 2.641 người …)``: nothing but the parts in the bracket."""
    text = passage.text
    for match in re.finditer(r"\(", text):
        closing = _closing(text, match.start())
        if closing is None or _KEYWORD.search(text, match.start(), min(closing, match.start() + 25)):
            continue
        found = _whole_before(passage, ratios, match.start())
        if found is None:
            continue
        whole, of = found
        gap = text[(of or whole).end : match.start()]
        if len(gap) > 70 or re.search(r"[.;:]\s", gap):
            continue
        parts = _parts(passage, ratios, match.start() + 1, closing)
        if len(parts) >= 2:
            yield Partition(passage, whole, of, tuple(parts), Strength.LISTED, closing)


def _after_colon(passage: Passage, ratios: list[Ratio]) -> Iterator[Partition]:
    """``Đối với 18 nhiệm vụ …: 16 nhiệm vụ đã …; 02 nhiệm vụ chưa …``."""
    text = passage.text
    for match in re.finditer(r":\s", text):
        if _depth(text, match.start()) or _KEYWORD.search(text, max(0, match.start() - 14), match.start() + 1):
            continue
        found = _whole_before(passage, ratios, match.start())
        if found is None:
            continue
        whole, of = found
        gap = text[(of or whole).end : match.start()]
        if len(gap) > 200 or re.search(r"[.;]\s", gap):
            continue
        parts = _parts(passage, ratios, match.end(), _sentence_end(text, match.end()))
        unit = whole.unit or (of.unit if of else None)
        same = [part for part in parts if part.quantity.unit and unit and same_kind(part.quantity.unit, unit)]
        if len(parts) >= 2 and len(same) == len(parts):
            plain = of is None and all(part.quantity.unit == unit and part.of is None for part in parts)
            yield Partition(passage, whole, of, tuple(parts), Strength.LISTED if plain else Strength.SOME, len(text))


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
        parts = _parts(passage, ratios, begin, len(text[:marker].rstrip(" ;,.")))
        if len(parts) >= 2:
            yield Partition(passage, quantity, None, tuple(parts), Strength.SOME, quantity.end)


_BY_KIND = re.compile(
    r"(?:[.;]\s+|^[-+*\d.)\s]*)(?:(?:chia |phân |tính |xét )?theo\s+[^:.;\d]{2,40}|(?:cơ cấu|phân loại|trình độ|"
    r"xếp loại|phân bố|hình thức|nguồn gốc|độ tuổi|giới tính)(?:\s[^:.;,\d]{1,30})?):\s",
    re.I,
)


def _by_kind(evidence: Evidence, passage: Passage, ratios: list[Ratio]) -> Iterator[Partition]:
    """``…. Theo ngành: ăn uống 702 cơ sở, bán lẻ 811 cơ sở, …``: a breakdown of a count named before."""
    text = passage.text
    for match in _BY_KIND.finditer(text):
        parts = _parts(passage, ratios, match.end(), _sentence_end(text, match.end()))
        if len(parts) < 2 or any(part.of for part in parts):
            continue
        found = _whole_of_kind(evidence, passage, match.start() + 1, parts)
        if found is not None:
            yield Partition(*found, None, tuple(parts), Strength.LISTED, match.end())


def _whole_of_kind(
    evidence: Evidence, passage: Passage, position: int, parts: list[Part]
) -> tuple[Passage, Quantity] | None:
    """The count that parts "by kind" break down: the nearest in size before them, in this passage or the last one."""
    total = sum((part.quantity.value for part in parts), Decimal(0))
    units = {part.quantity.unit for part in parts} - {None}
    places = [(passage, position)]
    places += [(other, len(other.text)) for other in evidence.preceding(passage, 1) if other.kind == "text"]
    for place, end in places:
        inherited = {ratio.part.start: ratio.whole.unit for ratio in evidence.ratios(place) if ratio.part.unit is None}
        named = [replace(q, unit=q.unit or inherited.get(q.start)) for q in counts(place, 0, end)]
        wholes = [q for q in named if q.unit and any(same_kind(q.unit, unit) for unit in units)]
        if not wholes:
            continue
        whole = min(wholes, key=lambda quantity: abs(quantity.value - total))
        return (place, whole) if abs(whole.value - total) * 10 <= whole.value else None
    return None


_STATUS = re.compile(r"^[^.;,\d]{0,25}(?:đã|đang|chưa|quá hạn|hoàn thành|đúng hạn|chậm)", re.I)


def _by_status(passage: Passage, ratios: list[Ratio]) -> Iterator[Partition]:
    """``giao 61 nhiệm vụ; đến nay 44 nhiệm vụ đã hoàn thành, 12 nhiệm vụ đang thực hiện, 04 nhiệm vụ quá hạn``."""
    text = passage.text
    for match in re.finditer(r"[;,.]\s+(?:đến nay|hiện nay|hiện|kết quả|tính đến nay)[,:]?\s", text, re.I):
        found = _whole_before(passage, ratios, match.start())
        if found is None or found[1] is not None or match.start() - found[0].end > 120:
            continue
        whole = found[0]
        parts = _parts(passage, ratios, match.end(), _sentence_end(text, match.end()))
        named = [
            part
            for part in parts
            if part.of is None
            and part.quantity.unit == whole.unit
            and _STATUS.match(text[part.quantity.end : part.quantity.end + 60])
        ]
        if whole.unit is not None and len(parts) >= 2 and len(named) == len(parts):
            yield Partition(passage, whole, None, tuple(parts), Strength.SOME, len(text))


def _parts(passage: Passage, ratios: list[Ratio], start: int, end: int) -> list[Part]:
    """The items of a list, each with its one count; ``[]`` when an item has none or several."""
    outer = _depth(passage.text, start)
    inside = counts(passage, start, end)
    if inside and all(quantity.in_brackets == outer + 1 for quantity in inside):
        # "chưa đồng bộ (17.005 lượt), sai thông tin (8.412 lượt)": every count in a bracket of its own.
        return _items(passage, ratios, start, end, outer, outer + 1)
    return _items(passage, ratios, start, end, outer, outer)


def _items(passage: Passage, ratios: list[Ratio], start: int, end: int, outer: int, depth: int) -> list[Part]:
    text = passage.text
    hard = ";" in _mask_brackets(text[start:end])
    parts: list[Part] = []
    begin = start
    for stop, mark in _cuts(text, start, end):
        item = [quantity for quantity in counts(passage, begin, stop) if quantity.in_brackets <= depth]
        if _NONE.match(text[begin:stop]):
            begin = stop
            continue
        if not item:
            if hard and mark == ";" and text[begin:stop].strip(" ;,.") and parts:
                return []
            continue
        part = _single(passage, item, ratios, begin, stop)
        if part is None:
            return []
        parts.append(part)
        begin = stop
    return parts


#: "không có xã dưới 10 tiêu chí": an empty class.
_NONE = re.compile(r"[\s,;]*(?:và\s+)?không (?:có|còn|phát sinh)\b", re.I)


def _mask_brackets(text: str) -> str:
    return re.sub(r"\([^()]*\)", lambda match: " " * len(match.group(0)), text)


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Where one item ends and the next begins: semicolons; commas and "và" where no semicolon is used."""
    body = _mask_brackets(text[start:end])
    pattern = r";\s?|\n" if ";" in body else r",\s|\s(?:và|còn)\s|\.\s"
    for match in re.finditer(pattern, body):
        yield start + match.start(), match.group(0).strip() or " "
    yield end, ""


def _single(passage: Passage, item: list[Quantity], ratios: list[Ratio], begin: int, stop: int) -> Part | None:
    first, label = item[0], passage.text[begin:stop]
    for ratio in ratios:
        starts = [ratio.part.start, ratio.whole.start]
        if ratio.part.start == first.start and [quantity.start for quantity in item] == starts:
            return Part(label, ratio.part, passage, ratio.whole)
    if len(item) > 1 and first.noun and all(other.noun != first.noun for other in item[1:]):
        # "71 xã đạt 19 tiêu chí, 14 xã đạt từ 15 đến 18 tiêu chí": the things counted come first.
        opening = passage.text[begin : first.start].strip(" ,;:")
        between = passage.text[first.end : item[1].start]
        criteria = re.match(r"[^,;]{0,25}\b(?:đạt|từ|trên|dưới|có)\b", between) or between.strip() == first.noun
        return Part(label, first, passage) if criteria and len(opening) <= 4 else None
    return Part(label, first, passage) if len(item) == 1 else None


def _bullets(evidence: Evidence, passage: Passage) -> Iterator[Partition]:
    """A passage that ends with a colon, and the bullets after it."""
    if passage.kind != "text" or not re.search(r"(?::|như sau|sau đây)[\s.:]*$", passage.text):
        return
    ratios = evidence.ratios(passage)
    found = _whole_before(passage, ratios, len(passage.text))
    if found is None:
        if _KIND_LINE.match(passage.text):
            yield from _bullets_of_kind(evidence, passage)
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
        if other.kind != "text" or other.bullet is None or (mark is not None and _kind(other.bullet) != mark):
            break
        if mark is None:
            mark = _kind(other.bullet)
            if passage.bullet is not None and mark == _kind(passage.bullet):
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


_KIND_LINE = re.compile(
    r"[-+*\s]*(?:chia |phân |tính |xét )?theo\s+[^:.;\d]{2,50}:\s*$|[-+*\s]*cơ cấu[^:\d]{0,40}:\s*$", re.I
)


def _bullets_of_kind(evidence: Evidence, passage: Passage) -> Iterator[Partition]:
    """``… 327.450 ha.`` / ``Phân theo mục đích sử dụng:`` / ``- Rừng đặc dụng: 74.510 ha`` / …"""
    parts: list[Part] = []
    for other in evidence.following(passage):
        found = [q for q in counts(other) if q.in_brackets == 0]
        if other.kind != "text" or other.bullet is None or len(found) != 1:
            break
        if passage.bullet is not None and _kind(other.bullet) == _kind(passage.bullet):
            break
        parts.append(Part(other.text, found[0], other))
    if len(parts) < 2:
        return
    found_whole = _whole_of_kind(evidence, passage, 0, parts)
    if found_whole is not None:
        lines = f"dòng {parts[0].passage.line}–{parts[-1].passage.line}"
        yield Partition(*found_whole, None, tuple(parts), Strength.LISTED, len(passage.text), lines)


def _kind(bullet: str) -> str:
    return "#" if any(char.isdigit() for char in bullet) else "a" if bullet[:1].isalpha() else bullet


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
