"""Rule: a table row may not contradict itself: more online than in all, a rate that its counts do not give…"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dean06.kernel.common.vietnamese import PrintedNumber
from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.relations import Place, Relation, cell_place, sum_relation, with_relation
from dean06.steering.documents.checking.rounding import Agreement, agreement
from dean06.steering.documents.checking.table_columns import (
    RateColumn,
    SumColumn,
    as_quantity,
    is_rate,
    judge_rate,
    judge_sum,
    own_title,
    rate_columns,
    sum_columns,
    value_of,
)
from dean06.steering.documents.checking.wording import mistyped, number, rate_of
from dean06.steering.documents.recognition.figures_tables import NumberRow, NumberTable
from dean06.steering.documents.recognition.figures_words import fold
from dean06.steering.documents.types import Finding, Severity


def check(evidence: Evidence) -> Iterator[Finding]:
    """All tables of numbers, row by row."""
    for table in evidence.tables:
        roles = _roles(table)
        relations = list(rate_columns(table))
        for relation in relations:
            for row in table.rows:
                yield from _rate(table, row, relation)
        if not relations and roles.rate is not None and roles.total is not None and roles.online is not None:
            for row in table.rows:
                yield from _rate(table, row, RateColumn(roles.rate, roles.online, roles.total, False, False))
        for sums in sum_columns(table):
            for row in table.rows:
                gap = judge_sum(row, sums)
                if gap:
                    yield _sum(table, row, sums, gap)
        for row in table.rows:
            yield from _meaning(table, row, roles)
        yield from _exceptions(table, roles)


def _place(table: NumberTable, row: NumberRow) -> str:
    name = row.name if len(row.name) <= 60 else row.name[:57].rsplit(" ", 1)[0] + " …"
    ordinal = f"Dòng {row.ordinal}" if row.ordinal else "Dòng"
    return f"{ordinal} “{name}”" if name else ordinal


def _row_finding(
    rule: str, severity: Severity, row: NumberRow, message: str, printed: str | None, computed: str | None
) -> Finding:
    text = " | ".join(cell for cell in row.row.cells if cell)
    return Finding(rule, severity, message, row.row.line, text[:240], printed, computed)


def _rate(table: NumberTable, row: NumberRow, relation: RateColumn) -> Iterator[Finding]:
    result = judge_rate(row, relation)
    if result is None or result is Agreement.EXACT:
        return
    part, whole = row.cells[relation.part].value, row.cells[relation.whole].value
    printed = row.cells[relation.rate].number
    top = part - whole if relation.growth else whole - part if relation.complement else part
    right = rate_of(top, whole, printed.decimals)
    counts = f"{number(part)}/{number(whole)}"
    if relation.growth:
        counts = f"({number(part)} − {number(whole)})/{number(whole)}"
    elif relation.complement:
        counts = f"({number(whole)} − {number(part)})/{number(whole)}"
    title = f"“{own_title(table, relation.rate)}”"
    if result is Agreement.CUT:
        said = f"cột {title} ghi {printed.text} (cắt bớt chứ không làm tròn)"
        message = f"{_place(table, row)}: {counts} làm tròn là {right}, {said}."
        yield _row_finding("ratio_cut", Severity.NOTE, row, message, printed.text, _as_printed(right, printed))
    elif result is Agreement.NOT_ALL:
        right = rate_of(top, whole, printed.decimals + 2)
        message = f"{_place(table, row)}: {counts} là {right}, chưa đủ, nhưng cột {title} ghi {printed.text}."
        yield _row_finding("ratio_not_all", Severity.NOTE, row, message, printed.text, _as_printed(right, printed))
    else:
        message = f"{_place(table, row)}: {counts} là {right}, nhưng cột {title} ghi {printed.text}."
        found = _row_finding("table_rate", Severity.ERROR, row, message, printed.text, _as_printed(right, printed))
        yield with_relation(found, _rate_relation(row, relation))


def _as_printed(right: str, printed: PrintedNumber) -> str:
    """Without the per cent sign where the column has none."""
    return right if printed.percent else right.rstrip("%")


def _rate_relation(row: NumberRow, relation: RateColumn) -> Relation:
    top, bottom = cell_place(row, relation.part), cell_place(row, relation.whole)
    rate = as_quantity(row.cells[relation.rate].number)

    def holds(values: Mapping[Place, Decimal]) -> bool:
        part = values[top] - values[bottom] if relation.growth else values[top]
        part = values[bottom] - part if relation.complement else part
        return values[bottom] > 0 and agreement(part, values[bottom], rate) is not Agreement.OFF

    numbers = {top: row.cells[relation.part].value, bottom: row.cells[relation.whole].value}
    part = numbers[bottom] * rate.value / 100
    part = part + numbers[bottom] if relation.growth else numbers[bottom] - part if relation.complement else part
    decimals = row.cells[relation.part].number.decimals
    return Relation(numbers, holds, {top: part.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)})


def _sum(table: NumberTable, row: NumberRow, sums: SumColumn, gap: Decimal) -> Finding:
    total, parts = sums.total, sums.parts
    printed = row.cells[total].value
    right = printed + gap
    listing = " + ".join(number(row.cells[column].value) if column in row.cells else "0" for column in parts)
    how = mistyped(printed, right)
    message = (
        f"{_place(table, row)}: {listing} = {number(right)}, nhưng cột “{own_title(table, total)}” ghi "
        f"{number(printed)}" + (f" (có thể gõ {how})." if how else ".")
    )
    found = _row_finding("table_row_sum", Severity.ERROR, row, message, number(printed), number(right))
    added = {cell_place(row, column): value_of(row, column) for column in sums.parts}
    return with_relation(found, sum_relation((cell_place(row, sums.total), printed), added))


# --- what the titles mean ---
@dataclass(frozen=True, slots=True)
class _Roles:
    total: int | None = None
    online: int | None = None
    direct: int | None = None
    rate: int | None = None
    done: int | None = None
    on_time: int | None = None
    late: int | None = None
    connected: int | None = None
    #: The column that on-time and late are parts of.
    timed: int | None = None


_PATTERNS = (
    ("on_time", r"dung han|truoc (?:va dung )?han|dung va truoc han|trong han"),
    ("late", r"qua han|tre han|cham han|cham muon"),
    ("done", r"da giai quyet|da xu ly|da tra ket qua|so giai quyet|giai quyet xong"),
    ("online", r"truc tuyen|qua mang"),
    ("direct", r"truc tiep"),
    ("total", r"tong|tiep nhan|so ho so"),
)


def _roles(table: NumberTable) -> _Roles:
    """Columns by their own titles; two columns of one role leave the role open."""
    found: dict[str, list[int]] = {}
    for column in table.numeric:
        title = fold(own_title(table, column))
        if is_rate(table, column):
            found.setdefault("rate", []).append(column)
            continue
        for role, pattern in _PATTERNS:
            if re.search(pattern, title):
                found.setdefault(role, []).append(column)
                break
    single = {role: columns[0] for role, columns in found.items() if len(columns) == 1}
    connected = next(
        (
            index
            for index, title in enumerate(table.titles)
            if index not in table.numeric and re.search(r"ket noi|tich hop|trang thai", fold(title))
        ),
        None,
    )
    return _Roles(**single, connected=connected, timed=_timed(table, single))


def _timed(table: NumberTable, roles: dict[str, int]) -> int | None:
    """Which count the on-time column is a part of: by the title of its group, else what was processed, else all."""
    if "on_time" not in roles:
        return None
    group = fold(table.titles[roles["on_time"]])
    if re.search(r"truc tuyen", group):
        return roles.get("online")
    return roles.get("done") if "done" in roles else roles.get("total")


def _meaning(table: NumberTable, row: NumberRow, roles: _Roles) -> Iterator[Finding]:
    yield from _more_than_all(table, row, roles)
    yield from _timing(table, row, roles)
    total = _value(row, roles.total)
    rate = row.cells.get(roles.rate) if roles.rate is not None else None
    if total == 0 and rate is not None and rate.value > 0:
        message = f"{_place(table, row)}: không có hồ sơ nào nhưng tỷ lệ ghi {rate.number.text}."
        yield _row_finding("table_rate", Severity.WARNING, row, message, rate.number.text, "0")
    if roles.connected is not None and roles.online is not None:
        online = _value(row, roles.online)
        cell = row.row.cells[roles.connected] if roles.connected < len(row.row.cells) else ""
        if re.match(r"chua\b|khong\b", fold(cell)) and online is not None and online > 0:
            message = (
                f"{_place(table, row)}: ghi “{' '.join(cell.split())}” nhưng lại có {number(online)} hồ sơ trực tuyến."
            )
            yield _row_finding(
                "table_connected", Severity.WARNING, row, message, cell.strip(), f"{number(online)} hồ sơ"
            )


def _value(row: NumberRow, column: int | None) -> Decimal | None:
    return row.cells[column].value if column is not None and column in row.cells else None


def _more_than_all(table: NumberTable, row: NumberRow, roles: _Roles) -> Iterator[Finding]:
    total = _value(row, roles.total)
    if total is None or roles.total is None:
        return
    for column in (roles.online, roles.direct):
        value = _value(row, column)
        if column is not None and value is not None and value > total:
            message = (
                f"{_place(table, row)}: “{own_title(table, column)}” ghi {number(value)}, nhiều hơn "
                f"“{own_title(table, roles.total)}” là {number(total)}"
            )
            rate = row.cells.get(roles.rate) if roles.rate is not None else None
            if rate is not None and agreement(total, value, as_quantity(rate.number)) is Agreement.EXACT:
                message += f"; tỷ lệ {rate.number.text} chỉ khớp khi đổi chỗ hai số này"
            found = _row_finding(
                "table_more_than_all", Severity.ERROR, row, message + ".", number(value), number(total)
            )
            yield with_relation(found, _at_most(row, (column,), roles.total))
            return


_NOT_A_PART = re.compile(
    r"tang|giam|ke hoach|chi tieu|tien|kinh phi|luy ke|diem|luot|nam|binh quan|so voi|giao|xep|gia\b|von"
)


def _exceptions(table: NumberTable, roles: _Roles) -> Iterator[Finding]:
    """A count that no other row lets exceed the column "Tổng …": the one row where it does is wrong."""
    if roles.total is None:
        return
    known = (roles.online, roles.direct, roles.on_time, roles.late)
    for column in table.numeric:
        if column <= roles.total or column in known or is_rate(table, column):
            continue
        if _NOT_A_PART.search(fold(own_title(table, column))):
            continue
        rows = [row for row in table.rows if roles.total in row.cells and column in row.cells]
        over = [row for row in rows if row.cells[column].value > row.cells[roles.total].value]
        if len(rows) < 5 or len(over) != 1:
            continue
        value, total = over[0].cells[column].value, over[0].cells[roles.total].value
        message = (
            f"{_place(table, over[0])}: “{own_title(table, column)}” ghi {number(value)}, nhiều hơn "
            f"“{own_title(table, roles.total)}” là {number(total)}."
        )
        found = _row_finding("table_more_than_all", Severity.ERROR, over[0], message, number(value), number(total))
        yield with_relation(found, _at_most(over[0], (column,), roles.total))


def _at_most(row: NumberRow, parts: tuple[int, ...], whole: int) -> Relation:
    """The parts together are no more than the whole."""
    places, limit = [cell_place(row, part) for part in parts], cell_place(row, whole)
    numbers = {cell_place(row, column): value_of(row, column) for column in (*parts, whole)}
    total = sum((numbers[place] for place in places), Decimal(0))
    mends = {place: numbers[limit] - (total - numbers[place]) for place in places}
    return Relation(
        numbers, lambda values: sum((values[place] for place in places), Decimal(0)) <= values[limit], mends
    )


def _timing(table: NumberTable, row: NumberRow, roles: _Roles) -> Iterator[Finding]:
    on_time, late = _value(row, roles.on_time), _value(row, roles.late)
    base = _value(row, roles.timed)
    if on_time is None or base is None or roles.timed is None:
        return
    both = on_time + (late or 0)
    if both > base:
        parts = f"{number(on_time)} + {number(late)} = {number(both)}" if late else number(on_time)
        message = (
            f"{_place(table, row)}: hồ sơ đúng hạn, quá hạn là {parts}, nhiều hơn “{own_title(table, roles.timed)}” là "
            f"{number(base)}."
        )
        found = _row_finding("table_more_than_all", Severity.ERROR, row, message, number(both), number(base))
        timed = tuple(column for column in (roles.on_time, roles.late) if column is not None)
        yield with_relation(found, _at_most(row, timed, roles.timed))
