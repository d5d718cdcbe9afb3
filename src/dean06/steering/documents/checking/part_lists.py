"""Lists of parts in running text: where they end, where they are cut, and the one count of each item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dean06.steering.documents.checking.parts import Part, counts
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity, Ratio

_SENTENCE_END = re.compile(r"[.!?…]\s+(?=[A-ZĐÀ-Ỹ(\d])|[.!?]\s*$|\./\.|\n")


def whole_before(passage: Passage, ratios: list[Ratio], position: int) -> tuple[Quantity, Quantity | None] | None:
    """The last count before a place, and its denominator when it is a ratio."""
    before = counts(passage, 0, position)
    # "N (trong đó: …)": a count inside an earlier closed bracket is no whole.
    depth = depth_at(passage.text, position)
    before = [quantity for quantity in before if quantity.in_brackets <= depth]
    if not before:
        return None
    whole = before[-1]
    for ratio in ratios:
        if ratio.whole.start == whole.start:
            return ratio.part, ratio.whole
    return whole, None


def depth_at(text: str, position: int) -> int:
    return max(0, text.count("(", 0, position) - text.count(")", 0, position))


def closing_of(text: str, opening: int) -> int | None:
    depth = 0
    for index in range(opening, len(text)):
        if text[index] == "(":
            depth += 1
        elif text[index] == ")":
            depth -= 1
            if depth == 0:
                return index
    return None


def sentence_end(text: str, start: int) -> int:
    match = _SENTENCE_END.search(text, start)
    return match.start() if match else len(text)


def read_parts(passage: Passage, ratios: list[Ratio], start: int, end: int) -> list[Part]:
    """The items of a list, each with its one count; ``[]`` when an item has none or several."""
    outer = depth_at(passage.text, start)
    inside = counts(passage, start, end)
    if inside and all(quantity.in_brackets == outer + 1 for quantity in inside):
        # "chưa đồng bộ (17.005 lượt), sai thông tin (8.412 lượt)": every count in a bracket of its own.
        return _items(passage, ratios, start, end, outer, outer + 1)
    return _items(passage, ratios, start, end, outer, outer)


def _items(passage: Passage, ratios: list[Ratio], start: int, end: int, outer: int, depth: int) -> list[Part]:
    text = passage.text
    hard = ";" in mask_brackets(text[start:end])
    parts: list[Part | None] = []
    open_items: list[tuple[int, int, int]] = []
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
            open_items.append((len(parts), begin, stop))
        parts.append(part)
        begin = stop
    return _resolved(passage, parts, open_items, depth)


def _resolved(
    passage: Passage, parts: list[Part | None], open_items: list[tuple[int, int, int]], depth: int
) -> list[Part]:
    """``hình sự 214 vụ với 402 bị cáo; dân sự 906 vụ; …``: the items with several counts follow the other items."""
    known = [part for part in parts if part is not None]
    units = {part.quantity.unit for part in known}
    if open_items and (len(open_items) > 1 or len(known) < 2 or len(units) != 1 or None in units):
        return []
    for index, begin, stop in open_items:
        fitting = [q for q in counts(passage, begin, stop) if q.in_brackets <= depth and q.unit in units]
        if len(fitting) != 1:
            return []
        parts[index] = Part(passage.text[begin:stop], fitting[0], passage)
    return [part for part in parts if part is not None]


#: "không có xã dưới 10 tiêu chí": an empty class.
_NONE = re.compile(r"[\s,;]*(?:và\s+)?không (?:có|còn|phát sinh)\b", re.I)


def mask_brackets(text: str) -> str:
    return re.sub(r"\([^()]*\)", lambda match: " " * len(match.group(0)), text)


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Where one item ends and the next begins: semicolons; commas and "và" where no semicolon is used."""
    body = mask_brackets(text[start:end])
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
