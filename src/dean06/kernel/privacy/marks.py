"""A place in the log as a mark in an address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dean06.kernel.audit.types import Cursor

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_text(cursor: Cursor | None) -> str:
    """The mark of a place; empty for none."""
    return f"{(cursor.time - _EPOCH) // _MICROSECOND}-{cursor.row_id}" if cursor else ""


def from_text(text: str) -> Cursor | None:
    """The place of a mark; a mark that was tampered with is the first page."""
    microseconds, _, row_id = text.partition("-")
    if not (microseconds.isascii() and microseconds.isdecimal() and row_id.isascii() and row_id.isdecimal()):
        return None
    if max(len(microseconds), len(row_id)) > 18:
        return None
    try:
        return Cursor(_EPOCH + int(microseconds) * _MICROSECOND, int(row_id))
    except OverflowError:
        return None
