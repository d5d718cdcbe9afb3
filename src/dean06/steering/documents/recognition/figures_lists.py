"""Lists of units with one number each: ``UBND xã A (1,92%); UBND xã B (0%); …`` and ``(1) Đăng ký …: 34; (2) …: 5``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity


@dataclass(frozen=True, slots=True)
class UnitItem:
    """One unit of such a list. ``label`` is what the whole list is about, ``start`` where the item begins."""

    label: str
    subject: str
    quantity: Quantity
    start: int
    list_number: int


_NAME = re.compile(
    r"(?P<name>(?:(?:xã|phường|huyện|thị xã|thị trấn|thành phố|quận|sở|trường|bệnh viện|trạm y tế|đặc khu|thôn|"
    r"chi nhánh)\s+)?"
    r"[A-ZĐÀ-ỸĂÂÊÔƠƯ][^;:,()%\d]{1,70}?(?:\s(?:số\s)?\d{1,2})?)[\s.]*"
    r"(?:\(\s*(?:đạt\s+|tỷ lệ\s+|là\s+)?$|:\s*$|\s+đạt\s+$)"
)
_SPLIT = re.compile(r"(?<!\d)[;,]|[;,](?!\d)")


def unit_lists(passage: Passage) -> list[UnitItem]:
    """The items of the per-unit lists of a passage (three units or more, parted by ``;`` or ``,``)."""
    text = passage.text
    runs: list[list[tuple[int, str, Quantity]]] = []
    current: list[tuple[int, str, Quantity]] = []
    last_end = -1
    for quantity in passage.quantities:
        if _ends_a_name(text, quantity):
            continue
        found = _named(text, quantity, last_end)
        if found is None:
            if len(current) >= 3:
                runs.append(current)
            current = []
        else:
            if current and not _joins(text[last_end : found[0]]):
                if len(current) >= 3:
                    runs.append(current)
                current = []
            current.append((found[0], found[1], quantity))
        last_end = quantity.end
    if len(current) >= 3:
        runs.append(current)
    items: list[UnitItem] = []
    for number, run in enumerate(runs):
        label = _intro(text, run[0][0])
        if label is None or len({quantity.percent for _, _, quantity in run}) != 1:
            continue
        items.extend(UnitItem(label, name, quantity, start, number) for start, name, quantity in run)
    return items


def _ends_a_name(text: str, quantity: Quantity) -> bool:
    """``xã Sơn Kim 1 (41,2%)``: the number belongs to the name that the bracket or colon speaks of."""
    return (
        quantity.unit is None
        and not quantity.percent
        and quantity.text.isdigit()
        and quantity.value < 100
        and bool(re.match(r"\s*(?:\(|:\s*)\s*\d", text[quantity.end : quantity.end + 6]))
        and bool(re.search(r"(?:[A-ZĐÀ-Ỹ]\w*|\bsố)\s$", text[: quantity.start]))
    )


def _named(text: str, quantity: Quantity, floor: int) -> tuple[int, str] | None:
    """The unit named right before a number, and where its name begins."""
    left = max(floor, quantity.start - 110, 0)
    window = text[left : quantity.start]
    cut = 0
    for mark in re.finditer(r"[;:]\s|,\s|\)\.?\s|\.\s(?=[A-ZĐÀ-Ỹ])", window[:-2] if window.endswith(": ") else window):
        cut = mark.end()
    if window.endswith(": "):
        for mark in re.finditer(r"[;]\s|,\s|\)\.?\s", window[:-2]):
            cut = mark.end()
    segment = window[cut:]
    segment_clean = re.sub(r"^(?:\s|và\s|[-+•]\s|\(?\d{1,2}[.)]\s*)+", "", segment)
    match = _NAME.fullmatch(segment_clean)
    if not match:
        return None
    name = match["name"].strip(" .")
    alone = len(name.split()) < 2
    if alone and not (quantity.percent and quantity.in_brackets and re.search(r"\(\s*$", segment)):
        # "Húc (24,9%)" may be a commune; one word before a count is as often the first of a sentence.
        return None
    if len(name.split()) > 14:
        return None
    return left + cut + (len(segment) - len(segment_clean)), name


def _joins(gap: str) -> bool:
    return (
        len(gap) <= 40 and bool(re.search(r"[;,]|\bvà\b|\.$", gap)) and not re.search(r"\.\s+\S{2,}", gap.strip(" ;,."))
    )


def _intro(text: str, start: int) -> str | None:
    """The words that open the list, up to its colon."""
    before = text[:start].rstrip()
    if not before.endswith((":", "(", "là", "gồm", "như", "sau")):
        return None
    head = re.sub(r"[:(\s]+$", "", before)
    depth = re.sub(r"\([^()]*\)", " ", head)
    sentence = re.split(r"[.;]\s+|,\s+(?=có\s+\d)|:\s+", depth)[-1]
    return re.sub(r"\s+", " ", sentence).strip(" -+,") or None
