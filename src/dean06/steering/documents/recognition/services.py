"""Public services with their counts: tables (group rows, blank is not 0), lists like "(1) name: 12; (2) name: 34"."""

from __future__ import annotations

import re
from decimal import Decimal

from dean06.kernel.common.vietnamese.numbers import parse_number
from dean06.steering.documents.reading.blocks import Paragraph, Row, Table
from dean06.steering.documents.recognition.captions import caption
from dean06.steering.documents.recognition.columns import Columns, is_repeated_heading, read_columns
from dean06.steering.documents.recognition.outline import Node
from dean06.steering.documents.types import ServiceRow

_NOT_CONNECTED = re.compile(r"chưa|không", re.I)
_CONNECTED = re.compile(r"đã\b|^có$|^x$|hoàn thành|toàn trình|một phần", re.I)
_TOTAL_ROW = re.compile(r"^(?:tổng(?: cộng| số)?|cộng)\b", re.I)
_LIST_ITEM = re.compile(
    r"(?:^|(?<=[;:,.]\s)|"
    r"(?<=[;:,.]))\s*\(?(?P<number>\d{1,3})[.)]\s*(?P<name>[A-ZĐÀ-Ỹ][^:]{1,500}?)\s*:\s*"
    r"(?P<count>\d[\d.]*)\s*(?:hồ sơ|lượt|trường hợp)?\s*(?=[;.,]?\s*(?:\(?\d{1,3}[.)]\s*[A-ZĐ]|$))"
)


def find_services(root: Node) -> tuple[list[ServiceRow], set[int]]:
    """Every service row of tables and lists, in reading order, and the lines read."""
    rows: list[ServiceRow] = []
    lines: set[int] = set()
    for node in root.walk():
        if node.table is not None:
            columns = read_columns(node.table)
            if columns is not None and columns.is_services and not columns.is_tasks:
                rows += _table(node, node.table, columns)
                lines |= {row.line for row in node.table.rows}
        elif isinstance(node.block, Paragraph):
            listed = _list(node.block)
            if listed:
                rows += listed
                lines.add(node.line)
    return rows, lines


def _table(node: Node, table: Table, columns: Columns) -> list[ServiceRow]:
    name = caption(node)
    rows: list[ServiceRow] = []
    group: str | None = None
    for row in table.rows[columns.body_start :]:
        if is_repeated_heading(row, columns, table):
            continue
        filled = [cell for cell in row.cells if cell.strip()]
        title = columns.cell(row, "name")
        number = columns.cell(row, "number")
        counted = any(
            columns.cell(row, field) for field in ("connected", "total", "online", "rate", "on_time", "overdue")
        )
        if _TOTAL_ROW.match(title or (filled[0] if filled else "")):
            continue
        if len(filled) == 1 and not (title and title[0].islower()):
            group = " ".join(filled[0].split())
            continue
        if not counted and number and title and re.fullmatch(r"[IVXL]+|[A-HĐ]", number.strip(".")):
            group = " ".join(title.split())
            continue
        if rows and not number and (not title or title[0].islower()):
            _extend(rows[-1], row, columns)
            continue
        if title:
            rows.append(_service(row, columns, name, group))
    return rows


def _service(row: Row, columns: Columns, table: str | None, group: str | None) -> ServiceRow:
    service = ServiceRow(
        table=table,
        number=columns.cell(row, "number").strip("(). ") or None,
        name=" ".join(columns.cell(row, "name").split()),
        connected=_connected(columns.cell(row, "connected")),
        total=_count(columns.cell(row, "total")),
        online=_count(columns.cell(row, "online")),
        rate=_rate(columns.cell(row, "rate")),
        on_time=_count(columns.cell(row, "on_time")),
        overdue=_count(columns.cell(row, "overdue")),
        difficulty=" ".join(columns.cell(row, "difficulty").split()) or None,
        group=group,
        line=row.line,
    )
    service.rate = _in_per_cent(service)
    return service


def _in_per_cent(service: ServiceRow) -> Decimal | None:
    """A spreadsheet hands "50%" over as 0.5: the row's own counts tell which of the two was meant."""
    rate, total, online = service.rate, service.total, service.online
    if rate is None or not total or online is None or not 0 < rate <= 1:
        return rate
    counted = Decimal(online) * 100 / total
    return rate * 100 if abs(rate * 100 - counted) < abs(rate - counted) else rate


def _extend(service: ServiceRow, row: Row, columns: Columns) -> None:
    """The rest of a row that a page break cut."""
    service.name = f"{service.name} {' '.join(columns.cell(row, 'name').split())}".strip()
    more = " ".join(columns.cell(row, "difficulty").split())
    if more:
        service.difficulty = f"{service.difficulty or ''} {more}".strip()


def _connected(text: str) -> bool | None:
    if not text:
        return None
    if _NOT_CONNECTED.search(text):
        return False
    return True if _CONNECTED.search(text) else None


def _count(text: str) -> int | None:
    """A whole number; a blank cell, a word or a fraction is ``None``, never 0."""
    number = parse_number(text, decimal_mark=",") if text else None
    if number is None or number.percent or number.value != number.value.to_integral_value():
        return None
    return int(number.value)


def _rate(text: str) -> Decimal | None:
    """A rate in per cent, with or without its sign."""
    number = parse_number(text) if text else None
    return number.value if number is not None else None


def _list(paragraph: Paragraph) -> list[ServiceRow]:
    """ "(1) Đăng ký thường trú: 5.941; (2) …": at least three numbered names in order, each with one count."""
    text = paragraph.text
    if text.count(":") < 3 or not re.search(r"\(?1[.)]\s", text):
        return []
    items = list(_LIST_ITEM.finditer(text))
    numbers = [int(item["number"]) for item in items]
    if len(items) < 3 or numbers != list(range(1, len(items) + 1)):
        return []
    table = f"Chú thích {paragraph.footnote}" if paragraph.footnote else None
    return [
        ServiceRow(
            table=table,
            number=item["number"],
            name=item["name"].strip(),
            total=_count(item["count"].rstrip(".")),
            line=paragraph.line,
        )
        for item in items
    ]
