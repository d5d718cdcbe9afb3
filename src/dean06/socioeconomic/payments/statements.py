"""PRIVATE. Reading a gateway's or bank's statement of a day from .csv or .xlsx: columns are found by their headings."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from zoneinfo import ZoneInfo

from python_calamine import CalamineError, CalamineWorkbook

from dean06.kernel.common.vietnamese import decode, search_key
from dean06.socioeconomic.payments.errors import StatementUnreadable
from dean06.socioeconomic.payments.types import StatementRow

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
#: Headings (folded) by which a column is known, the most telling first.
HEADINGS = {
    "transaction": ("ma giao dich", "so giao dich", "ma tham chieu", "so but toan", "transaction id", "transaction"),
    "amount": ("so tien", "ghi co", "gia tri", "amount", "credit"),
    "time": ("thoi gian", "ngay giao dich", "thoi diem", "ngay", "time", "date"),
    "order": ("ma khoan thu", "ma don hang", "ma hoa don", "order"),
    "note": ("noi dung", "dien giai", "ghi chu", "description", "note"),
}
_AMOUNT = re.compile(r"([+-]?)(\d{1,3}(?:([.,])\d{3})*|\d+)(?:[.,]00?)?")
_TIMES = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
MOST_ROWS = 50_000


def read_statement(data: bytes, filename: str) -> list[StatementRow]:
    """The movements in a statement. Raises ``StatementUnreadable`` naming the row and column that cannot be read."""
    rows = _spreadsheet(data) if filename.lower().endswith(".xlsx") else _comma_separated(data)
    if len(rows) > MOST_ROWS:
        raise StatementUnreadable(f"Sao kê có hơn {MOST_ROWS} dòng. Hãy tách theo ngày rồi nộp lại.")
    for number, row in enumerate(rows[:30]):
        columns = _columns(row)
        if "transaction" in columns and "amount" in columns:
            return [
                found
                for line, cells in enumerate(rows[number + 1 :], number + 2)
                if (found := _row(cells, columns, line)) is not None
            ]
    raise StatementUnreadable(
        "Không tìm thấy dòng tiêu đề có cột “Mã giao dịch” và cột “Số tiền” trong 30 dòng đầu. Hãy kiểm tra lại tệp."
    )


def _spreadsheet(data: bytes) -> list[list[object]]:
    try:
        return [list(row) for row in CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()]
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise StatementUnreadable("Tệp .xlsx bị hỏng hoặc không có trang tính nào. Hãy xuất lại sao kê.") from error


def _comma_separated(data: bytes) -> list[list[object]]:
    text = decode(data).text.removeprefix("\ufeff")
    if "\0" in text:
        raise StatementUnreadable("Tệp không phải sao kê dạng chữ (.csv). Hãy chọn tệp .csv hoặc .xlsx.")
    first = text[:4096]
    mark = max(";\t,", key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=mark)]
    except csv.Error as error:
        raise StatementUnreadable("Tệp .csv bị hỏng. Hãy xuất lại sao kê.") from error


def _columns(row: list[object]) -> dict[str, int]:
    keys = [search_key(str(cell)) for cell in row]
    found: dict[str, int] = {}
    for name, words in HEADINGS.items():
        place = next(
            (keys.index(key) for word in words for key in keys if key == word or key.startswith(f"{word} ")), None
        )
        if place is not None and place not in found.values():
            found[name] = place
    return found


def _row(cells: list[object], columns: dict[str, int], line: int) -> StatementRow | None:
    def cell(name: str) -> object:
        place = columns.get(name)
        return "" if place is None or place >= len(cells) or cells[place] is None else cells[place]

    transaction = _text(cell("transaction"))
    if not transaction:  # totals and empty lines
        return None
    if len(transaction) > 100:
        raise StatementUnreadable(f"Dòng {line}: mã giao dịch dài quá 100 ký tự.")
    return StatementRow(
        transaction_id=transaction,
        amount=_amount(cell("amount"), line),
        paid_at=_time(cell("time"), line),
        order_code=_text(cell("order"))[:60],
        note=_text(cell("note"))[:300],
    )


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _amount(value: object, line: int) -> int:
    """Whole đồng: ``50000``, ``50.000``, ``-50,000.00 đ``; anything with a fraction is refused, not rounded."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if float(value).is_integer():
            return int(value)
        raise StatementUnreadable(f"Dòng {line}: số tiền “{value}” có phần lẻ; số tiền phải là số đồng nguyên.")
    text = re.sub(r"(?i)\s|₫|đồng|vnđ|vnd|đ", "", str(value))
    match = _AMOUNT.fullmatch(text)
    if match is None or (match[3] and len(set(re.findall(r"[.,](?=\d{3})", match[2]))) > 1):
        raise StatementUnreadable(f"Dòng {line}: không đọc được số tiền “{value}”.")
    return int(f"{match[1]}{re.sub(r'[.,]', '', match[2])}")


def _time(value: object, line: int) -> dt.datetime | None:
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=_ZONE)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time(12), _ZONE)
    text = _text(value)
    if not text:
        return None
    try:
        exact = dt.datetime.fromisoformat(text)
        return exact if exact.tzinfo else exact.replace(tzinfo=_ZONE)
    except ValueError:
        pass
    for form in _TIMES:
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=_ZONE)
        except ValueError:
            continue
    raise StatementUnreadable(f"Dòng {line}: không đọc được thời gian “{text}”. Dạng đúng: 02/03/2026 14:05.")
