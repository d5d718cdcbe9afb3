"""Rule: what the text says of a table must be what the table's total row says.

``Tỷ lệ hồ sơ trực tuyến đạt 84,58%`` beside a table whose row "Tổng cộng" has 85,48 in the column "Tỷ lệ trực tuyến".
Only near misses in the same part of the document are reported: anything else may be another period or level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.mentions import Mention, mentions
from dean06.steering.documents.checking.relations import Place, Relation, cell_place, with_relation
from dean06.steering.documents.checking.table_columns import is_rate, own_title
from dean06.steering.documents.checking.wording import finding, mistyped, number
from dean06.steering.documents.recognition.figures_words import fold, label_words
from dean06.steering.documents.types import Finding, Severity


@dataclass(frozen=True, slots=True)
class _Total:
    value: Decimal
    printed: str
    words: frozenset[str]
    title: str
    line: int
    percent: bool
    half_step: Decimal
    place: Place


def check(evidence: Evidence) -> Iterator[Finding]:
    """Mentions in the text around a table against its total row."""
    totals = list(_totals(evidence))
    if not totals:
        return
    reported: set[tuple[int, int]] = set()
    for mention in mentions(evidence):
        if mention.passage.kind != "text" or mention.whole is not None:
            continue
        same = [total for total in totals if _speaks_of(mention, total)]
        if not same or any(abs(total.value - mention.quantity.value) <= _room(mention, total) for total in same):
            continue
        key = (mention.passage.number, mention.quantity.start)
        close = [total for total in same if _near(mention, total)]
        if close and key not in reported:
            reported.add(key)
            yield _report(mention, close[0])


def _totals(evidence: Evidence) -> Iterator[_Total]:
    for table in evidence.tables:
        totals = [row for row in table.rows if row.total and row.cells]
        if len(totals) != 1:
            continue
        for column, cell in totals[0].cells.items():
            words = frozenset(label_words(own_title(table, column))) - {"trong", "ky"}
            if not words:
                continue
            yield _Total(
                cell.value,
                cell.number.text,
                words,
                own_title(table, column),
                totals[0].row.line,
                is_rate(table, column),
                cell.number.half_step,
                cell_place(totals[0], column),
            )


def _speaks_of(mention: Mention, total: _Total) -> bool:
    """The column's words are all in the mention's label, and the label has little else."""
    if (
        mention.quantity.percent != total.percent
        or mention.bodies
        or mention.subject not in (None, "toan tinh", "toan xa")
    ):
        return False
    if abs(mention.passage.line - total.line) > 120 or mention.quantity.value <= 0:
        return False
    unit = mention.quantity.unit
    if unit and not total.percent and total.words == frozenset(label_words(unit)):
        # "6.180 lớp" and the column "Số lớp": only a slip of the same number is told.
        return mistyped(mention.quantity.value, total.value) is not None and mention.quantity.value >= 100
    return any(
        total.words <= set(label) and len(set(label)) <= len(total.words) + 3 and len(total.words) >= 2
        for label in mention.labels
    ) and "phu luc" not in fold(mention.passage.text[:20])


def _room(mention: Mention, total: _Total) -> Decimal:
    return max(mention.quantity.half_step, total.half_step) * 2 if total.percent else Decimal(0)


def _near(mention: Mention, total: _Total) -> bool:
    one, two = mention.quantity.value, total.value
    if total.percent:
        return abs(one - two) <= 3
    return min(one, two) >= 20 and (mistyped(one, two) is not None or abs(one - two) * 50 <= two)


def _report(mention: Mention, total: _Total) -> Finding:
    quantity = mention.quantity
    printed = quantity.text if quantity.percent else number(quantity.value)
    message = (
        f"Lời văn ghi {printed} nhưng dòng tổng của bảng (dòng {total.line}), cột “{total.title}”, ghi {total.printed}."
    )
    found = finding(
        "two_values",
        Severity.WARNING,
        mention.passage,
        quantity.start,
        quantity.end,
        message,
        printed,
        total.printed,
    )
    value, room = quantity.value, _room(mention, total)
    relation = Relation({total.place: total.value}, lambda values: abs(values[total.place] - value) <= room)
    return with_relation(found, relation)
