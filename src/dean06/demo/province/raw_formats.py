"""Writers of old and new file formats, so that the same rows give the same bytes: .xlsx, .csv and dBase III .dbf."""

from __future__ import annotations

import codecs
import datetime as dt
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from dean06.kernel.common.vietnamese.legacy_tables import to_tcvn3, to_vni
from dean06.kernel.common.vietnamese.tones import split_tone

Cell = str | int | float | dt.date | None
#: Rows that a sheet of .xlsx holds; longer lists go on in another sheet.
SHEET_ROWS = 1_048_000
#: Written into the files as the time of making; workbooks know no time zone.
_FROZEN = dt.datetime(2026, 11, 1, 8)  # noqa: DTZ001
_DBF_TEXT = 254


_CP1258_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_OLD = ("tcvn3", "vni", "cp1258")


def encoded(text: str, encoding: str) -> bytes:
    """Text as the bytes of an old code page: tcvn3, vni, cp1258; others as Python names them."""
    if encoding == "tcvn3":
        return to_tcvn3(text).encode("latin-1", errors="replace")
    if encoding == "vni":
        return to_vni(text).encode("cp1252", errors="replace")
    if encoding == "cp1258":
        return text.translate(_cp1258_letters()).encode("cp1258", errors="replace")
    return text.encode(encoding)


@cache
def _cp1258_letters() -> dict[int, str]:
    """Windows' Vietnamese code page has no letter for some vowels: the tone mark follows as a sign of its own."""
    table = {}
    for code in (*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA)):
        letter = chr(code)
        marks = "".join(mark for mark in unicodedata.normalize("NFD", letter) if mark in _CP1258_MARKS)
        try:
            letter.encode("cp1258")
        except UnicodeEncodeError:
            if marks:
                table[code] = split_tone(letter)[0] + marks
    return table


def misread(text: str) -> str:
    """UTF-8 that a program took for Western text: "Nguyễn" → "Nguyá»…n"."""
    return "".join(_western(byte) for byte in text.encode("utf-8"))


def _western(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def write_csv(path: Path, rows: Iterable[Sequence[Cell]], *, encoding: str, delimiter: str) -> None:
    """Values that need it are quoted; line ends as on Windows."""
    lines = (delimiter.join(_quoted(_printed(cell), delimiter) for cell in row) + "\r\n" for row in rows)
    with path.open("wb") as file:
        if encoding in _OLD:
            file.writelines(encoded(line, encoding) for line in lines)
        else:
            encoder = codecs.getincrementalencoder(encoding)()  # the mark of UTF-16 stands only at the beginning
            file.writelines(encoder.encode(line) for line in lines)


def _printed(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:%d/%m/%Y}" if isinstance(cell, dt.date) else str(cell)


def _quoted(text: str, delimiter: str) -> str:
    return '"' + text.replace('"', '""') + '"' if delimiter in text or '"' in text or "\n" in text else text


def write_xlsx(path: Path, rows: Iterable[Sequence[Cell]], *, heading_row: int, encoding: str) -> None:
    """A workbook; ``tcvn3`` texts are stored as the letters that an old font shows as Vietnamese."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    font = Font(name=".VnTime" if encoding == "tcvn3" else "Times New Roman", bold=True)
    for number, row in enumerate(rows, start=1):
        if number % SHEET_ROWS == 0:
            sheet = book.create_sheet(f"Sheet{number // SHEET_ROWS + 1}")
        cells = [_worded(cell, encoding) for cell in row]
        if number == heading_row:
            cells = [_heading(sheet, cell, font) for cell in cells]
        sheet.append(cells)
    book.properties.created = _FROZEN
    data = io.BytesIO()
    book.save(data)
    _freeze(data, path)


def _worded(cell: Cell, encoding: str) -> Cell:
    return to_tcvn3(cell) if encoding == "tcvn3" and isinstance(cell, str) else cell


def _heading(sheet: object, cell: Cell, font: Font) -> WriteOnlyCell:
    made = WriteOnlyCell(sheet, value=cell)
    made.font = font
    return made


def _freeze(data: io.BytesIO, path: Path) -> None:
    """The same workbook with fixed times inside, so that the same rows give the same bytes."""
    stamp = f"{_FROZEN:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(data) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                head, _, tail = content.partition(b"<dcterms:modified")
                start, end = tail.index(b">") + 1, tail.index(b"</dcterms:modified>")
                content = head + b"<dcterms:modified" + tail[:start] + stamp + tail[end:]
            target.writestr(zipfile.ZipInfo(entry.filename, _FROZEN.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)


def write_dbf(path: Path, headings: Sequence[str], rows: Sequence[Sequence[Cell]], *, encoding: str) -> None:
    """dBase III with text fields only, as the provinces' old programs keep their lists."""
    cells = [[encoded(_printed(cell), encoding)[:_DBF_TEXT] for cell in row] for row in rows]
    widths = [max([1, *(len(row[place]) for row in cells)]) for place in range(len(headings))]
    header_size, record_size = 32 + 32 * len(headings) + 1, 1 + sum(widths)
    parts = [bytes([3, _FROZEN.year - 1900, _FROZEN.month, _FROZEN.day]), len(rows).to_bytes(4, "little")]
    parts += [header_size.to_bytes(2, "little"), record_size.to_bytes(2, "little"), bytes(17), b"\x03", bytes(2)]
    for heading, width in zip(headings, widths, strict=True):
        name = heading.encode("ascii")[:10].ljust(11, b"\0")
        parts.append(name + b"C" + bytes(4) + bytes([width, 0]) + bytes(14))
    parts.append(b"\r")
    for row in cells:
        parts.append(b" " + b"".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    parts.append(b"\x1a")
    path.write_bytes(b"".join(parts))
