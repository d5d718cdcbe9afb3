"""A filled-in template read back. A file that is not ours is refused whole; a bad cell alone, with its address."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from dean06.steering.collection.errors import FileRefused
from dean06.steering.collection.exchange.template import (
    CODE,
    COMMENT,
    DENOMINATOR,
    HEAD,
    HIDDEN,
    NUMERATOR,
    SHEET,
    VERSION,
)
from dean06.steering.collection.rules.numbers import NotACount, read_cell

#: A template with every indicator there is stays far below these.
MOST_BYTES, MOST_UNPACKED, MOST_ROWS = 5_000_000, 60_000_000, 3_000

_NOT_OURS = (
    "Tệp này không phải tệp mẫu tải từ phần mềm. Hãy bấm “Tải tệp mẫu”, chép số liệu vào ô màu vàng rồi gửi lại."
)


@dataclass(frozen=True, slots=True)
class FileCell:
    """One row of the file that can be read. ``address``: of its first figure; ``base``: version when it was made."""

    key: str
    address: str
    numerator: int | None
    denominator: int | None
    comment: str
    base: str


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A cell that cannot be read, and why."""

    address: str
    key: str
    value: str
    text: str


@dataclass(slots=True)
class FileContent:
    """What a file says."""

    unit: str
    period: str
    cells: list[FileCell] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)


def read_template(content: bytes) -> FileContent:
    """The figures of a template. Raises ``FileRefused`` for a file that is no template, or one of another version."""
    shown, formulas = _open(content, values=True), _open(content, values=False)
    found, bases = _identity(shown)
    if SHEET not in shown.sheetnames:
        raise FileRefused(f"Tệp không còn trang tính “{SHEET}”. Hãy tải tệp mẫu mới và chép số liệu sang.")
    seen: set[str] = set()
    pages = zip(
        shown[SHEET].iter_rows(min_row=HEAD + 1, max_row=MOST_ROWS, max_col=COMMENT, values_only=True),
        formulas[SHEET].iter_rows(min_row=HEAD + 1, max_row=MOST_ROWS, max_col=COMMENT, values_only=True),
        strict=False,
    )
    for number, (row, raw) in enumerate(pages, HEAD + 1):
        row, raw = (*row, *(None,) * COMMENT)[:COMMENT], (*raw, *(None,) * COMMENT)[:COMMENT]
        key = str(row[CODE - 1] or "").strip()
        typed = [row[column - 1] for column in (NUMERATOR, DENOMINATOR, COMMENT)]
        if not key and not any(_filled(value) for value in typed):
            continue
        if key not in bases:
            text = "Dòng này không có trong tệp mẫu: mã chỉ tiêu đã bị sửa, hoặc dòng được thêm vào."
            found.problems.append(FileProblem(f"A{number}", key[:60], key[:60], text))
            continue
        if key in seen:
            text = "Mã chỉ tiêu này đã có ở dòng trên. Hãy bỏ một dòng."
            found.problems.append(FileProblem(f"A{number}", key, key, text))
            continue
        seen.add(key)
        _take(found, number, key, row, raw, bases[key])
    return found


def _take(found: FileContent, number: int, key: str, row: tuple[Any, ...], raw: tuple[Any, ...], base: str) -> None:
    counts: list[int | None] = []
    for column in (NUMERATOR, DENOMINATOR):
        address = f"{get_column_letter(column)}{number}"
        value, written = row[column - 1], raw[column - 1]
        if value is None and isinstance(written, str) and written.startswith("="):
            text = (
                "Công thức chưa có kết quả trong tệp. Hãy mở tệp bằng Excel, lưu lại, hoặc dán giá trị thay công thức."
            )
            found.problems.append(FileProblem(address, key, written[:60], text))
            return
        try:
            counts.append(read_cell(value if _filled(value) else None))
        except NotACount as problem:
            found.problems.append(FileProblem(address, key, str(value)[:60], str(problem)))
            return
    comment = row[COMMENT - 1]
    found.cells.append(
        FileCell(
            key,
            f"{get_column_letter(NUMERATOR)}{number}",
            counts[0],
            counts[1],
            str(comment).strip()[:500] if _filled(comment) else "",
            base,
        )
    )


def _open(content: bytes, *, values: bool) -> Any:
    if len(content) > MOST_BYTES:
        raise FileRefused("Tệp lớn hơn 5 MB. Tệp mẫu chỉ vài chục KB: hãy tải lại tệp mẫu và chép số liệu sang.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(member.file_size for member in packed.infolist()) > MOST_UNPACKED:
                raise FileRefused(_NOT_OURS)
        return load_workbook(io.BytesIO(content), read_only=True, data_only=values)
    except FileRefused:
        raise
    except Exception as problem:  # a damaged or foreign file fails in many ways, all of them inside the library
        raise FileRefused("Không mở được tệp. Hãy lưu tệp dạng .xlsx (Excel Workbook) rồi gửi lại.") from problem


def _identity(book: Any) -> tuple[FileContent, dict[str, str]]:
    if HIDDEN not in book.sheetnames:
        raise FileRefused(_NOT_OURS)
    rows = [tuple(row) for row in book[HIDDEN].iter_rows(max_row=MOST_ROWS, max_col=2, values_only=True)]
    facts = {str(row[0]): row[1] for row in rows[:4] if len(row) == 2}
    if not {"version", "unit", "period"} <= facts.keys():
        raise FileRefused(_NOT_OURS)
    if facts["version"] != VERSION:
        raise FileRefused(
            f"Tệp mẫu này thuộc phiên bản {facts['version']}, phần mềm đang dùng phiên bản {VERSION}. "
            "Hãy tải tệp mẫu mới và chép số liệu sang."
        )
    return FileContent(str(facts["unit"]), str(facts["period"])), dict(_bases(rows[4:]))


def _bases(rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[str, str]]:
    for row in rows:
        if row and row[0]:
            yield str(row[0]), str(row[1] or "") if len(row) > 1 else ""


def _filled(value: Any) -> bool:
    return value is not None and str(value).strip() != ""
