"""Opening a file by what it is."""

from __future__ import annotations

from pathlib import Path

from dean06.ecosystem.datasets.errors import DamagedList, EmptyList, SheetNeeded
from dean06.ecosystem.datasets.reading.containers import Format, inspect
from dean06.ecosystem.datasets.reading.encodings import find_family
from dean06.ecosystem.datasets.reading.limits import DEFAULT_LIMITS, Limits
from dean06.ecosystem.datasets.reading.sources.base import Source
from dean06.ecosystem.datasets.reading.sources.sheet import SheetSource, sheet_names
from dean06.ecosystem.datasets.reading.sources.tables import DbfSource, ParquetSource
from dean06.ecosystem.datasets.reading.sources.text import TextSource


class Opened:
    """A source with how it was found."""

    def __init__(
        self, source: Source, form: Format, encoding: str, delimiter: str, sheet: str, sheets: list[str]
    ) -> None:
        self.source, self.format, self.encoding = source, form, encoding
        self.delimiter, self.sheet, self.sheets = delimiter, sheet, sheets


def open_source(
    path: Path, *, sheet: str = "", limits: Limits = DEFAULT_LIMITS, delimiter: str | None = None
) -> Opened:
    """The rows of a file. ``sheet`` chooses among several; ``delimiter``: for text, instead of the one found.

    Raises a ``ReadingRefused``; ``SheetNeeded`` (with ``details["sheets"]``) when more than one sheet holds cells.
    """
    form = inspect(path, limits)
    if form is Format.PARQUET:
        return Opened(ParquetSource(path, limits), form, "utf-8", "", "", [])
    if form is Format.DBF:
        return Opened(DbfSource(path, limits), form, "", "", "", [])
    if form is Format.XLSX:
        return _open_sheet(path, sheet, limits)
    family = find_family(path)
    source = TextSource(path, family, delimiter, limits)
    return Opened(source, form, family, source.delimiter, "", [])


def _open_sheet(path: Path, sheet: str, limits: Limits) -> Opened:
    names = sheet_names(path)
    if sheet:
        if sheet not in names:
            raise DamagedList(f"Tệp không có trang tính “{sheet}”.")
        return Opened(SheetSource(path, sheet, limits), Format.XLSX, "utf-8", "", sheet, names)
    filled: list[tuple[str, SheetSource]] = []
    for name in names:
        try:
            filled.append((name, SheetSource(path, name, limits)))
        except EmptyList:
            continue
    if not filled:
        raise EmptyList("Mọi trang tính của tệp đều trống. Hãy mở tệp để kiểm tra.")
    if len(filled) > 1:
        raise SheetNeeded(sheets=[name for name, _ in filled])
    name, source = filled[0]
    return Opened(source, Format.XLSX, "utf-8", "", name, names)
