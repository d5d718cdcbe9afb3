"""Rule: parts must add up to the whole they are said to make up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.label_sums import check_label_sums
from dean06.steering.documents.checking.partitions import Partition, Strength, covers_everything, partitions
from dean06.steering.documents.checking.wording import finding, mistyped, number
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.types import Finding, Severity


def check(evidence: Evidence) -> Iterator[Finding]:
    """Every whole with its parts in prose, bullets and foot-notes."""
    seen: set[tuple[int, int]] = set()
    for partition in partitions(evidence):
        key = (partition.passage.number, partition.whole.start)
        if key in seen:
            continue
        found = _judge(partition)
        if found is not None:
            seen.add(key)
            yield found
    yield from check_label_sums(evidence)


def _judge(partition: Partition) -> Finding | None:
    parts = partition.parts
    if partition.whole_of is not None and all(part.of is not None for part in parts):
        wholes = [part.of for part in parts if part.of is not None]
        off = _off(partition, partition.whole, [part.quantity for part in parts])
        return off or _off(partition, partition.whole_of, wholes)
    if any(part.of is not None for part in parts):
        return None
    whole = partition.whole if partition.whole_of is None else partition.whole
    quantities = [part.quantity for part in parts]
    if partition.whole_of is not None and sum(q.value for q in quantities) == partition.whole_of.value:
        return None
    return _off(partition, whole, quantities)


def _off(partition: Partition, whole: Quantity, quantities: Sequence[Quantity]) -> Finding | None:
    values = [quantity.value for quantity in quantities]
    total = sum(values, Decimal(0))
    if whole.approximate or any(quantity.approximate for quantity in quantities) or whole.value <= 0:
        return None
    if abs(total - whole.value) <= _tolerance([whole, *quantities]) or _some_add_up(values, whole.value):
        return None
    if not _same_unit(whole, quantities):
        return None
    severity = _severity(partition, whole, values, total)
    if severity is None:
        return None
    return _report(partition, whole, values, total, severity)


def _tolerance(quantities: Sequence[Quantity]) -> Decimal:
    """Counts add up exactly; rounded amounts (``1,2 tỷ``) within their last printed places."""
    if all(quantity.multiplier == 1 and quantity.decimals == 0 for quantity in quantities):
        return Decimal(0)
    return sum((quantity.half_step for quantity in quantities), Decimal(0))


def _some_add_up(values: Sequence[Decimal], whole: Decimal) -> bool:
    """Whether neighbouring parts (two or more) make up the whole: the list then goes on with something else."""
    for start in range(len(values)):
        total = values[start]
        for value in values[start + 1 :]:
            total += value
            if total == whole:
                return True
    return False


def _same_unit(whole: Quantity, quantities: Sequence[Quantity]) -> bool:
    units = {quantity.unit for quantity in quantities if quantity.unit is not None}
    if len(units) > 1:
        return False
    return not units or whole.unit is None or units == {whole.unit}


def _severity(partition: Partition, whole: Quantity, values: Sequence[Decimal], total: Decimal) -> Severity | None:
    """How sure the sum is wrong; ``None`` when parts may simply be left out or counted twice."""
    gap = abs(total - whole.value)
    close = gap <= whole.value / 50
    hint = mistyped(whole.value, total) is not None or _hint_in_parts(values, whole.value) is not None
    if partition.strength is Strength.ALL:
        return Severity.ERROR if whole.value / 2 <= total <= whole.value * 2 else None
    if covers_everything(partition):
        return Severity.ERROR if whole.value / 2 <= total <= whole.value * 2 else None
    if partition.strength is Strength.LISTED:
        near = gap <= whole.value / 10
        return Severity.WARNING if near and len(values) >= 2 and (hint or close or len(values) >= 3) else None
    if whole.value >= 100 and hint and gap <= whole.value / 20:
        return Severity.WARNING
    return Severity.WARNING if len(values) >= 3 and gap <= whole.value / 100 and whole.value >= 500 else None


def _hint_in_parts(values: Sequence[Decimal], whole: Decimal) -> tuple[Decimal, Decimal, str] | None:
    """A single part that, mistyped, explains the difference: (printed, what it should be, how)."""
    total = sum(values, Decimal(0))
    found = []
    for value in values:
        right = whole - (total - value)
        how = mistyped(value, right) if right > 0 and value >= 10 else None
        if how:
            found.append((value, right, how))
    return found[0] if len(found) == 1 else None


def _report(
    partition: Partition, whole: Quantity, values: Sequence[Decimal], total: Decimal, severity: Severity
) -> Finding:
    gap = total - whole.value
    unit = f" {whole.unit}" if whole.unit else ""
    what = "Các phần" if len(values) <= 6 else f"{len(values)} mục"
    listing = " + ".join(number(value) for value in values) + " = " if len(values) <= 6 else ""
    place = {"chú thích": " trong chú thích", "text": ""}.get(partition.where, f" ({partition.where})")
    message = (
        f"{what}{place} cộng lại là {listing}{number(total)}{unit}, nhưng tổng ghi {number(whole.value)}{unit} "
        f"({'thừa' if gap > 0 else 'thiếu'} {number(abs(gap))})"
    )
    message += _explanation(whole.value, values, total)
    return finding(
        "sum_mismatch",
        severity,
        partition.passage,
        whole.start,
        whole.end,
        message + ".",
        number(whole.value),
        number(total),
    )


def _explanation(whole: Decimal, values: Sequence[Decimal], total: Decimal) -> str:
    how = mistyped(whole, total)
    if how:
        return f"; có thể số tổng gõ {how}"
    part = _hint_in_parts(values, whole)
    if part:
        return f"; có thể {number(part[0])} gõ {part[2]} (đúng là {number(part[1])})"
    return ""
