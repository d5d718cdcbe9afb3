"""Rule: parts must add up to the whole they are said to make up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dean06.steering.documents.checking.complete_parts import covers_everything
from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.label_sums import check_label_sums
from dean06.steering.documents.checking.partitions import partitions
from dean06.steering.documents.checking.parts import Part, Partition, Strength
from dean06.steering.documents.checking.relations import place_of, sum_relation, with_relation
from dean06.steering.documents.checking.wording import SWAPPED, finding, mistyped, number
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.recognition.figures_words import PERSON_UNITS, same_kind
from dean06.steering.documents.types import Finding, Severity

#: Names that hold things of other names: "09 đơn vị, gồm 03 sở, 02 huyện và 04 xã".
_CONTAINERS = frozenset(
    re.split(
        r"\|",
        "đơn vị|cơ quan|tổ chức|địa phương|cơ sở|văn bản|người|đối tượng|trường hợp|hồ sơ|thiết bị|"
        "cán bộ|thành viên|đại biểu|điểm cầu|cuộc|nội dung|dịch vụ|thủ tục|dịch vụ công|máy|lớp|"
        "doanh nghiệp|tin bài|lượt|lượt người|xã|mô hình|công chức|lao động|dự thảo|sản phẩm|công trình|dự án|"
        "phương tiện|tài liệu|hoạt động|đề tài|vụ việc",
    )
)


#: Posts are filled by people of many titles: "32 biên chế: 12 Thẩm phán, 16 Thư ký, …".
_STAFF = re.compile(r"biên chế|nhân viên|nhân sự|chấp hành viên|thành viên|đồng chí", re.I)


@dataclass(frozen=True, slots=True)
class _Sum:
    """One sum of a partition: a partition of ratios has two, of the parts and of the wholes."""

    partition: Partition
    whole: Quantity
    parts: tuple[tuple[Part, Quantity], ...]

    @property
    def values(self) -> list[Decimal]:
        return [quantity.value for _, quantity in self.parts]

    @property
    def total(self) -> Decimal:
        return sum(self.values, Decimal(0))


def check(evidence: Evidence) -> Iterator[Finding]:
    """Every whole with its parts in prose, bullets and foot-notes."""
    seen: set[tuple[int, int]] = set()
    for partition in partitions(evidence):
        key = (partition.passage.number, partition.whole.start)
        if key in seen:
            continue
        found = next((found for item in _sums(partition) if (found := _judge(item)) is not None), None)
        if found is not None:
            seen.add(key)
            yield found
    yield from check_label_sums(evidence)


def _sums(partition: Partition) -> Iterator[_Sum]:
    parts, of = partition.parts, partition.whole_of
    counts = tuple((part, part.quantity) for part in parts)
    wholes = tuple((part, part.of) for part in parts if part.of is not None)
    if len(wholes) == len(parts):
        if of is not None:
            yield _Sum(partition, partition.whole, counts)
            yield _Sum(partition, of, wholes)
    elif not wholes and (of is None or sum(quantity.value for _, quantity in counts) != of.value):
        yield _Sum(partition, partition.whole, counts)


def _judge(item: _Sum) -> Finding | None:
    whole, values = item.whole, item.values
    if whole.approximate or any(quantity.approximate for _, quantity in item.parts) or whole.value <= 0:
        return None
    if abs(item.total - whole.value) <= _tolerance(item):
        return None
    if _some_add_up(values, whole.value) and not (whole.value < 20 and _all_of_the_unit(item)):
        return None
    if not _same_unit(item) or _is_another_whole(item):
        return None
    severity = _severity(item)
    return None if severity is None else _report(item, severity)


def _tolerance(item: _Sum) -> Decimal:
    """Counts add up exactly; rounded amounts (``1,2 tỷ``) within their last printed places."""
    quantities = [item.whole, *(quantity for _, quantity in item.parts)]
    if all(quantity.multiplier == 1 and quantity.decimals == 0 for quantity in quantities):
        return Decimal(0)
    return sum((quantity.half_step for quantity in quantities), Decimal(0))


def _some_add_up(values: Sequence[Decimal], whole: Decimal) -> bool:
    """Whether the first parts (two or more) make up the whole: the list then goes on with something else."""
    total = values[0]
    for value in values[1:]:
        total += value
        if total == whole:
            return True
    return False


def _same_unit(item: _Sum) -> bool:
    units = {quantity.unit for _, quantity in item.parts if quantity.unit is not None}
    alike = len(units) <= 1 or units <= PERSON_UNITS
    if alike and all(same_kind(unit, item.whole.unit) for unit in units):
        return True
    if _STAFF.match(item.whole.noun or "") and _all_of_the_unit(item):
        return True
    whole, total = item.whole.value, item.total
    close = abs(total - whole) * 4 <= whole
    container = item.whole.unit in _CONTAINERS or (item.whole.noun or "") in _CONTAINERS
    return item.partition.strength is not Strength.SOME and container and close and whole <= 5000


def _is_another_whole(item: _Sum) -> bool:
    """Whether the parts make up another count of the same passage, printed before this one."""
    return any(
        quantity.value == item.total
        and quantity.unit == item.whole.unit
        and not quantity.percent
        and not quantity.change
        for quantity in item.partition.passage.quantities
        if quantity.end <= item.whole.start
    )


def _severity(item: _Sum) -> Severity | None:
    """How sure the sum is wrong; ``None`` when parts may simply be left out or counted twice."""
    whole, values, total = item.whole.value, item.values, item.total
    gap = abs(total - whole)
    hint = mistyped(whole, total) is not None or _mistyped_part(values, whole) is not None
    if item.partition.strength is Strength.ALL or covers_everything(item.partition):
        return Severity.ERROR if whole / 2 <= total <= whole * 2 else None
    if item.partition.strength is Strength.LISTED:
        if _swapped(whole, values, total) and gap <= whole / 2:
            return Severity.WARNING
        if _all_of_the_unit(item):
            return Severity.WARNING if gap <= max(whole / 4, Decimal(2)) and gap * 2 <= whole else None
        near = gap <= whole / 10
        return Severity.WARNING if near and (hint or gap <= whole / 50 or len(values) >= 3) else None
    if whole >= 50 and _swapped(item.whole.value, values, total) and gap <= whole / 2:
        return Severity.WARNING
    if whole >= 100 and hint and gap <= whole / 20:
        return Severity.WARNING
    return Severity.WARNING if len(values) >= 3 and gap <= whole / 100 and whole >= 500 else None


def _all_of_the_unit(item: _Sum) -> bool:
    """``12 cơ quan (05 sở, 07 xã)``, ``38 đơn (khiếu nại 31 đơn, tố cáo 7 đơn)``: a bracket of nothing but parts.

    Each part is a number with one short name; a bracket of remarks has longer ones.
    """
    if item.partition.strength is not Strength.LISTED or item.partition.where != "text":
        return False
    for part, _ in item.parts:
        label = part.label.strip(" ,;.")
        words = re.sub(r"[\d.,()/%+-]+", " ", label).split()
        if not 1 <= len(words) <= 8 or re.search(r"[,;]\s", label):
            # "Mầm non Đông Hải, Tiểu học Đông Hải 1": a list of names, not of counts.
            return False
    return True


def _swapped(whole: Decimal, values: Sequence[Decimal], total: Decimal) -> bool:
    """Whether swapping two digits of the whole, or of one part, makes the sum right."""
    pairs = [(whole, total), *((value, whole - (total - value)) for value in values)]
    return any(mistyped(one, two) == SWAPPED for one, two in pairs if two > 0)


def _mistyped_part(values: Sequence[Decimal], whole: Decimal) -> tuple[Decimal, Decimal, str] | None:
    """A single part that, mistyped, explains the difference: (printed, what it should be, how)."""
    total = sum(values, Decimal(0))
    found = []
    for value in values:
        right = whole - (total - value)
        how = mistyped(value, right) if right > 0 and value >= 10 else None
        if how:
            found.append((value, right, how))
    return found[0] if len(found) == 1 else None


def _report(item: _Sum, severity: Severity) -> Finding:
    whole, values, total = item.whole, item.values, item.total
    scale, unit = _scale(item)
    shown = [number(value / scale) for value in values]
    sum_, stated, gap = number(total / scale), number(whole.value / scale), (total - whole.value) / scale
    what = "Các phần" if len(values) <= 6 else f"{len(values)} mục"
    listing = " + ".join(shown) + " = " if len(values) <= 6 else ""
    place = {"chú thích": " trong chú thích", "text": ""}.get(item.partition.where, f" ({item.partition.where})")
    message = (
        f"{what}{place} cộng lại là {listing}{sum_}{unit}, nhưng tổng ghi {stated}{unit} "
        f"({'thừa' if gap > 0 else 'thiếu'} {number(abs(gap))})"
    )
    message += _explanation(whole.value / scale, [value / scale for value in values], total / scale) + "."
    passage = item.partition.passage
    found = finding("sum_mismatch", severity, passage, whole.start, whole.end, message, stated, sum_)
    parts = {place_of(part.passage, quantity): quantity.value for part, quantity in item.parts}
    return with_relation(found, sum_relation((place_of(passage, whole), whole.value), parts))


def _scale(item: _Sum) -> tuple[Decimal, str]:
    """What the numbers are counted in: ``412,5 + 837,5 tỷ đồng`` stays in thousands of millions."""
    multipliers = {item.whole.multiplier, *(quantity.multiplier for _, quantity in item.parts)}
    if len(multipliers) == 1 and item.whole.multiplier > 1:
        words = re.sub(r"^[\d.,\s]+", "", item.whole.text)
        return Decimal(item.whole.multiplier), f" {words}" if words else ""
    return Decimal(1), f" {item.whole.unit}" if item.whole.unit else ""


def _explanation(whole: Decimal, values: Sequence[Decimal], total: Decimal) -> str:
    how = mistyped(whole, total)
    if how:
        return f"; có thể số tổng gõ {how}"
    part = _mistyped_part(values, whole)
    if part:
        return f"; có thể {number(part[0])} gõ {part[2]} (đúng là {number(part[1])})"
    return ""
