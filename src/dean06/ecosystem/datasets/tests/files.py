"""Lists made up for tests, in every format and with every kind of damage."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

HEADING = ["STT", "Họ và tên", "Số CCCD", "Ngày sinh", "Giới tính", "Xã, phường", "Mã số BHXH"]
_NAMES = ["Nguyễn Văn Bình", "Trần Thị Hòa", "Lê Đức Thắng", "Phạm Thị Lựu", "Hoàng Quốc Việt", "Bùi Thị Ngọc Ánh"]


def person(number: int) -> list[str]:
    """A sound row about a made-up person."""
    female, year = number % 2, 1940 + number % 70
    century = (0 if year < 2000 else 2) + female
    name = _NAMES[(number // 2 % 3) * 2 + female]
    birth = f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/{year}"
    personal = f"042{century}{year % 100:02d}{number:06d}"
    return [str(number), name, personal, birth, "Nữ" if female else "Nam", "Xã Kỳ Khang", f"{4200000000 + number}"]


def people(count: int, first: int = 1) -> list[list[str]]:
    """Sound rows."""
    return [person(number) for number in range(first, first + count)]


def csv_text(rows: Sequence[Sequence[str]], heading: Sequence[str] = HEADING, delimiter: str = ",") -> str:
    """Rows as delimited text; cells that need quotes get them."""

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if delimiter in text or '"' in text or "\n" in text else text

    return "".join(delimiter.join(map(cell, row)) + "\n" for row in [heading, *rows])


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A text file."""
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[Any]]], merged: Sequence[str] = ()) -> Path:
    """An .xlsx file; ``merged``: areas of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


def parquet(path: Path, rows: Sequence[Sequence[Any]], names: Sequence[str] = HEADING) -> Path:
    """A Parquet file with the types that the values have."""
    columns = [pa.array(column) for column in zip(*rows, strict=True)]
    pq.write_table(pa.Table.from_arrays(columns, names=list(names)), path)
    return path


def dbf(
    path: Path, fields: Sequence[tuple[str, str, int]], rows: Sequence[Sequence[bytes]], deleted: Sequence[int] = ()
) -> Path:
    """A dBase III table; ``fields``: name, type, width; values as bytes of whatever encoding."""
    length = 1 + sum(width for _, _, width in fields)
    header = struct.pack("<BBBBLHH20x", 3, 126, 11, 22, len(rows), 32 + 32 * len(fields) + 1, length)
    for name, kind, width in fields:
        header += struct.pack("<11sc4xBB14x", name.encode(), kind.encode(), width, 0)
    body = b"".join(
        (b"*" if index in deleted else b" ")
        + b"".join(value.ljust(width)[:width] for value, (_, _, width) in zip(row, fields, strict=True))
        for index, row in enumerate(rows)
    )
    path.write_bytes(header + b"\r" + body + b"\x1a")
    return path


TODAY = dt.date(2026, 11, 1)
