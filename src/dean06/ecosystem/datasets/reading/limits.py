"""How large a file may be, and what its parts may unpack to."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one file from taking the server's memory or disk."""

    #: Size of the file in bytes; refused before anything is read.
    file_bytes: int = 2048 * MEGABYTE
    #: What the parts of a packed file (.xlsx, .parquet) may unpack to, declared and actual.
    unpacked_bytes: int = 6144 * MEGABYTE
    #: Cells of a sheet, counted as rows times columns: the spreadsheet reader holds them all (about 45 bytes each).
    sheet_cells: int = 30_000_000
    columns: int = 500
    #: A row longer than this is a bad row, not a record.
    row_bytes: int = 64 * 1024


DEFAULT_LIMITS = Limits()
