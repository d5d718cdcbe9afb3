"""Wholes and the parts they are said to consist of, as prose prints them.

``N người (trong đó: a …; b …)`` · ``N …, gồm: …`` · ``N … (a …; b …)`` · a colon followed by bullets · a foot-note that
lists what its anchor counts · ``a …, b …, tổng cộng N``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity, Ratio
from dean06.steering.documents.recognition.figures_words import fold


class Strength(Enum):
    """How sure it is that the parts are all the parts."""

    ALL = "all"
    LISTED = "listed"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its words and its count (a ratio counts with its numerator, see ``whole_value``)."""

    label: str
    quantity: Quantity
    passage: Passage
    of: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Partition:
    """A whole with its parts. ``passage`` is where the whole stands, ``end`` where its parts end in the same text."""

    passage: Passage
    whole: Quantity
    whole_of: Quantity | None
    parts: tuple[Part, ...]
    strength: Strength
    end: int
    where: str = "text"


_KEYWORD = re.compile(
    r"(?P<all>\b(?:bao gồm|gồm có|gồm|chia ra|chia theo|phân theo)\b)|(?P<some>\b(?:trong đó|trong số đó|cụ thể)\b)",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?…]\s+(?=[A-ZĐÀ-Ỹ(])|[.!?]\s*$|\./\.|\n")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_TO_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
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
            yield from _by_kind(passage, ratios)
        yield from _bullets(evidence, passage)
        yield from _footnote(evidence, passage)


def counts(passage: Passage, start: int = 0, end: int | None = None) -> list[Quantity]:
    """The counts (no percentages, no changes) of a stretch of text."""
    stop = len(passage.text) if end is None else end
    return [
        quantity
        for quantity in passage.quantities
        if start <= quantity.start and quantity.end <= stop and not quantity.percent and not quantity.change
    ]


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
            strength = Strength.ALL if match["all"] else Strength.SOME
            yield Partition(passage, whole, of, tuple(parts), strength, end)


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
        same = [part for part in parts if part.quantity.unit is not None and part.quantity.unit == whole.unit]
        if len(parts) >= 2 and len(same) == len(parts):
            yield Partition(passage, whole, of, tuple(parts), Strength.SOME, len(text))


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
        parts = _parts(passage, ratios, begin, marker)
        if len(parts) >= 2:
            yield Partition(passage, quantity, None, tuple(parts), Strength.SOME, quantity.end)


_BY_KIND = re.compile(r"(?:[.;]\s+|^[-+*\d.)\s]*)(?:chia |phân |tính |xét )?theo\s+[^:.;\d]{2,40}:\s", re.I)


def _by_kind(passage: Passage, ratios: list[Ratio]) -> Iterator[Partition]:
    """``…. Theo ngành: ăn uống 702 cơ sở, bán lẻ 811 cơ sở, …``: a breakdown of a count named before."""
    text = passage.text
    for match in _BY_KIND.finditer(text):
        parts = _parts(passage, ratios, match.end(), _sentence_end(text, match.end()))
        total = sum((part.quantity.value for part in parts), Decimal(0))
        units = {part.quantity.unit for part in parts}
        wholes = [q for q in counts(passage, 0, match.start() + 1) if q.unit in units and q.unit is not None]
        if len(parts) >= 2 and wholes and not any(part.of for part in parts):
            whole = min(wholes, key=lambda quantity: abs(quantity.value - total))
            if abs(whole.value - total) * 10 <= whole.value:
                yield Partition(passage, whole, None, tuple(parts), Strength.LISTED, match.end())


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
    return Part(label, first, passage) if len(item) == 1 else None


def _bullets(evidence: Evidence, passage: Passage) -> Iterator[Partition]:
    """A passage that ends with a colon, and the bullets after it."""
    if passage.kind != "text" or not re.search(r"(?::|như sau|sau đây)[\s.:]*$", passage.text):
        return
    ratios = evidence.ratios(passage)
    found = _whole_before(passage, ratios, len(passage.text))
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


def _footnote(evidence: Evidence, passage: Passage) -> Iterator[Partition]:
    """``48.912 hồ sơ trên Cổng … ¹`` and the foot-note ``(1) …: 12; (2) …: 34; …``."""
    for match in _SUPERSCRIPT.finditer(passage.text):
        mark = match.group(0).translate(_TO_DIGITS)
        note = next((other for other in evidence.passages if other.footnote == mark), None)
        if note is None or note is passage:
            continue
        parts = list(_numbered_items(note))
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


def _numbered_items(note: Passage) -> Iterator[Part]:
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


# --- are these all the parts?
#: Sets of parts that leave nothing over. Each pattern must be met by a part of its own.
_COMPLETE = (
    (r"cap tinh|tuyen tinh|o tinh", r"cap huyen|tuyen huyen", r"cap xa|tuyen xa"),
    (r"cap tinh|so, (?:ban, )?nganh", r"cap xa|xa, phuong"),
    (r"truc tuyen", r"truc tiep"),
    (r"truc tuyen", r"truc tiep", r"buu chinh"),
    (r"(?:truoc|dung) han", r"(?:qua|tre|cham) han"),
    (r"dung han", r"truoc han", r"(?:qua|tre|cham) han"),
    (r"\bnam\b", r"\bnu\b"),
    (r"\bda\b|hoan thanh", r"\bchua\b"),
    (r"\bda\b|hoan thanh", r"\bdang\b"),
    (r"\bda\b|hoan thanh", r"\bdang\b", r"\bchua\b|qua han"),
    (r"thanh thi|do thi", r"nong thon"),
    (r"ky truoc|chuyen (?:sang|qua)|ton", r"tiep nhan (?:moi|trong)|moi tiep nhan|trong ky|phat sinh"),
    (r"toan trinh", r"mot phan"),
    (r"dung|khop dung|trung khop", r"sai|khong khop|chua khop"),
)
_REST = re.compile(r"\bcon lai\b|\bso con\b")
_PROCESSED = re.compile(r"giai quyet|xu ly|tra ket qua|da tra|hoan thanh")


def covers_everything(partition: Partition) -> bool:
    """Whether the labels of the parts leave nothing over, whatever word introduces them."""
    labels = [fold(part.label) for part in partition.parts]
    if any(_REST.search(label) for label in labels):
        return True
    for patterns in _COMPLETE:
        if len(patterns) != len(labels):
            continue
        if all(re.search(pattern, label) for pattern, label in zip(patterns, labels, strict=True)) or (
            len(patterns) == 2
            and re.search(patterns[0], labels[1])
            and re.search(patterns[1], labels[0])
            and not re.search(patterns[0], labels[0])
        ):
            if "han" in patterns[0] or "han" in patterns[-1]:
                whole = fold(partition.passage.text[max(0, partition.whole.start - 90) : partition.end])
                return bool(_PROCESSED.search(whole))
            return True
    return False
