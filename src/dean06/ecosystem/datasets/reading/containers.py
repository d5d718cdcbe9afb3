"""What a file is, from its bytes alone, and whether it is safe to open. The extension is not believed."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path

import olefile
import pyarrow.parquet as pq

from dean06.ecosystem.datasets.errors import (
    DamagedList,
    EmptyList,
    EncryptedList,
    FormatRefused,
    ListTooLarge,
    NotText,
    OldExcel,
    ReadingRefused,
    TooManyColumns,
    UnpacksTooLarge,
)
from dean06.ecosystem.datasets.reading.limits import MEGABYTE, Limits

CHUNK = MEGABYTE
#: Reserved for what is not a list but arrives named like one.
_FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "ảnh",
    b"\xff\xd8\xff": "ảnh",
    b"{\\rtf": "văn bản RTF",
    b"Rar!": "tệp nén RAR",
    b"7z\xbc\xaf": "tệp nén 7z",
    b"\x1f\x8b": "tệp nén gzip",
    b"SQLite format 3": "cơ sở dữ liệu SQLite",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DBF_VERSIONS = frozenset((0x02, 0x03, 0x04, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8E, 0xCB, 0xE5, 0xF5, 0xFB))
_MARKUP = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype|\?xml|html|head|body|table|svg|script)", re.I | re.S)
_MOST_PARTS = 5000
#: Deflate cannot pack better than this; a part that declares less is lying.
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr=[\"'](\d{1,7})[\"']")
_WIDE_COLUMN = re.compile(rb"\sr=[\"']([A-Z]{2,3})\d")


class Format(StrEnum):
    """Formats of lists."""

    TEXT = "text"
    XLSX = "xlsx"
    PARQUET = "parquet"
    DBF = "dbf"

    @property
    def label(self) -> str:
        return {"text": "văn bản (.csv, .txt)", "xlsx": "Excel (.xlsx)", "parquet": "Parquet", "dbf": "dBase (.dbf)"}[
            self.value
        ]


def inspect(path: Path, limits: Limits) -> Format:
    """The format of a file that may be opened. Raises a ``ReadingRefused`` that says what is wrong and what to do."""
    size = path.stat().st_size
    if size == 0:
        raise EmptyList("Tệp rỗng (0 byte). Hãy mở tệp trên máy để kiểm tra rồi chọn lại.")
    if size > limits.file_bytes:
        raise too_large(limits.file_bytes)
    with path.open("rb") as file:
        head = file.read(64 * 1024)
    if head.startswith(_OLE):
        raise _old_office(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_workbook(path, limits)
        return Format.XLSX
    if head.startswith(b"PAR1"):
        _check_parquet(path, limits)
        return Format.PARQUET
    for mark, name in _FOREIGN.items():
        if head.startswith(mark):
            raise FormatRefused(
                f"Đây là {name}, không phải danh sách. Hãy nộp tệp .csv, .txt, .xlsx, .parquet hoặc .dbf."
            )
    if _is_dbf(head, size):
        return Format.DBF
    _check_text(path, head)
    return Format.TEXT


def too_large(limit: int) -> ListTooLarge:
    """The refusal, with the limit in it."""
    return ListTooLarge(
        f"Tệp lớn hơn mức tối đa {limit // MEGABYTE:,} MB. ".replace(",", ".")
        + "Hãy chia danh sách theo xã, phường hoặc xuất dạng .parquet rồi nộp lại.",
        limit_mb=limit // MEGABYTE,
    )


def _old_office(path: Path) -> ReadingRefused:
    try:
        with olefile.OleFileIO(path) as ole:
            entries = {"/".join(parts).lower() for parts in ole.listdir(streams=True, storages=True)}
    except Exception:  # broken compound files fail in a dozen ways, all of them meaning this
        return DamagedList()
    if entries & {"encryptedpackage", "encryptioninfo"}:
        return EncryptedList()
    if entries & {"workbook", "book"}:
        return OldExcel()
    if "worddocument" in entries:
        return FormatRefused("Đây là văn bản Word (.doc), không phải danh sách. Hãy chép bảng sang Excel, lưu .xlsx.")
    return FormatRefused()


# --- Excel ------------------------------------------------------------------------------------------------------------


def _check_workbook(path: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(archive, limits)
    except ReadingRefused:
        raise
    except Exception as error:  # broken archives fail in a dozen ways, all of them meaning this
        raise DamagedList() from error


def _check_parts(archive: zipfile.ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        raise EncryptedList()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise UnpacksTooLarge()
    names = {part.filename.lower() for part in parts}
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise FormatRefused(
            "Đây là tệp nén hoặc văn bản Word, không phải danh sách. Hãy giải nén, hoặc chép bảng sang Excel (.xlsx)."
        )
    if "xl/workbook.bin" in names:
        raise FormatRefused("Đây là tệp Excel nhị phân (.xlsb). Hãy lưu thành .xlsx rồi nộp lại.")
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise FormatRefused("Tệp Excel có macro nên không được nhận. Hãy lưu thành .xlsx (không macro) rồi nộp lại.")
    unpacked = 0
    for part in parts:
        is_sheet = part.filename.lower().startswith("xl/worksheets/")
        unpacked += _unpack(archive, part, limits, limits.unpacked_bytes - unpacked, is_sheet)


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits, room: int, is_sheet: bool) -> int:
    """Unpack a part without keeping it: bytes it really holds. A sheet may not stretch over too many cells either."""
    size, rows, columns, rest = 0, 1, 26, b""
    with archive.open(part) as content:
        while chunk := content.read(CHUNK):
            size += len(chunk)
            if size > room or size > part.file_size:
                raise UnpacksTooLarge()
            if is_sheet:
                text = rest + chunk
                rows = max([rows, *map(int, _ROW.findall(text))])
                columns = max([columns, *map(_column_number, set(_WIDE_COLUMN.findall(text)))])
                rest = text[-200:]
    if columns > limits.columns:
        raise too_many_columns(columns, limits)
    if rows * columns > limits.sheet_cells and columns > 26:
        raise UnpacksTooLarge(
            f"Trang tính trải đến dòng {rows}, cột thứ {columns}: quá nhiều ô trống. "
            "Hãy xóa các ô lạc ở xa bảng (chọn hết phần trống, Xóa), hoặc lưu thành .csv rồi nộp lại."
        )
    return size


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def too_many_columns(columns: int, limits: Limits) -> TooManyColumns:
    """The refusal, with the numbers in it."""
    return TooManyColumns(
        f"Danh sách có {columns} cột, tối đa {limits.columns} cột. "
        "Hãy kiểm tra dấu phân cách, hoặc chỉ giữ các cột cần nộp.",
        columns=columns,
    )


# --- Parquet, dBase, text ---------------------------------------------------------------------------------------------


def _check_parquet(path: Path, limits: Limits) -> None:
    try:
        meta = pq.ParquetFile(path).metadata
    except Exception as error:  # whatever is wrong with the footer, the file cannot be read
        raise DamagedList() from error
    if len(meta.schema) > limits.columns:
        raise too_many_columns(len(meta.schema), limits)
    groups = [meta.row_group(index).total_byte_size for index in range(meta.num_row_groups)]
    if sum(groups) > limits.unpacked_bytes or max(groups, default=0) > limits.unpacked_bytes // 4:
        raise UnpacksTooLarge()


def _is_dbf(head: bytes, size: int) -> bool:
    """True for a dBase or FoxPro table: version, plausible date, header and record lengths that fit the size."""
    if len(head) < 33 or head[0] not in _DBF_VERSIONS or not (1 <= head[2] <= 12 and 1 <= head[3] <= 31):
        return False
    records = int.from_bytes(head[4:8], "little")
    header, record = int.from_bytes(head[8:10], "little"), int.from_bytes(head[10:12], "little")
    return header >= 65 and record >= 2 and header <= size and abs(header + records * record - size) <= record + 1


def _check_text(path: Path, head: bytes) -> None:
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise FormatRefused(
            "Nội dung tệp là trang web (HTML) hoặc XML dù mang đuôi bảng tính; phần mềm hay xuất như vậy. "
            "Hãy mở bằng Excel, chọn “Lưu thành”, loại .xlsx rồi nộp lại."
        )
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_wide(head)
    strange = sum(head.count(bytes([code])) for code in range(0x20) if code not in b"\t\n\v\f\r\x1a\x1b")
    zeros = head.count(0)
    if not wide and (zeros > len(head) * 0.05 or strange > len(head) * 0.05):
        raise NotText()


def _looks_wide(head: bytes) -> bool:
    """UTF-16 without its mark: every other byte is zero for the letters, digits and separators of a list."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return len(head) >= 8 and max(even, odd) > len(head) * 0.2 and min(even, odd) < len(head) * 0.02
