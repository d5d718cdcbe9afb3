"""PRIVATE. Rows of a version, read from its Parquet files by DuckDB: what a page needs, never the whole file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from dean06.ecosystem.datasets.types import TRAILING_COLUMNS, BadRowPage, BadRowRef, RecordChange, RecordRow


def records(path: Path, record_ids: Sequence[int]) -> dict[int, RecordRow]:
    """Records by id; unknown ids are absent."""
    if not record_ids:
        return {}
    sql = "SELECT * FROM read_parquet(?) WHERE record_id IN (SELECT unnest(?::BIGINT[]))"
    with _connection() as connection:
        found = connection.execute(sql, [str(path), [int(one) for one in record_ids]])
        names = [column[0] for column in found.description or ()]
        return {row.record_id: row for row in (_record(names, values) for values in found.fetchall())}


def bad_rows(path: Path, page: int, page_size: int, reason: str = "") -> BadRowPage:
    """One page of bad rows, by row number."""
    where = "WHERE reason = ?" if reason else ""
    arguments: list[Any] = [str(path), *([reason] if reason else [])]
    with _connection() as connection:
        total = _count(connection, f"SELECT count(*) FROM read_parquet(?) {where}", arguments)  # noqa: S608
        pages = max(1, -(-total // page_size))
        page = min(max(page, 1), pages)
        found = connection.execute(
            f"SELECT row_no, reason, detail, cells FROM read_parquet(?) {where} ORDER BY row_no LIMIT ? OFFSET ?",  # noqa: S608
            [*arguments, page_size, (page - 1) * page_size],
        ).fetchall()
    rows = tuple(
        BadRowRef(number, reason, detail or "", tuple(json.loads(cells))) for number, reason, detail, cells in found
    )
    return BadRowPage(rows, page, pages, total)


def changes(path: Path, page: int, page_size: int, kind: str = "") -> tuple[tuple[RecordChange, ...], int]:
    """One page of changes and how many pages there are."""
    where = "WHERE kind = ?" if kind else ""
    arguments: list[Any] = [str(path), *([kind] if kind else [])]
    with _connection() as connection:
        total = _count(connection, f"SELECT count(*) FROM read_parquet(?) {where}", arguments)  # noqa: S608
        pages = max(1, -(-total // page_size))
        found = connection.execute(
            "SELECT kind, record_key, record_id, previous_record_id, fields "  # noqa: S608
            f"FROM read_parquet(?) {where} ORDER BY kind, coalesce(record_id, previous_record_id) LIMIT ? OFFSET ?",
            [*arguments, page_size, (min(max(page, 1), pages) - 1) * page_size],
        ).fetchall()
    rows = tuple(
        RecordChange(kind, key, now, before, tuple(filter(None, (fields or "").split(";"))))
        for kind, key, now, before, fields in found
    )
    return rows, pages


def _record(names: list[str], values: tuple[Any, ...]) -> RecordRow:
    row = dict(zip(names, values, strict=True))
    trailing = {name: row.pop(name) for name in TRAILING_COLUMNS}
    return RecordRow(
        record_id=row.pop("record_id"),
        row_no=trailing["row_no"],
        record_key=trailing["record_key"],
        values=row,
        flags=tuple(filter(None, (trailing["flags"] or "").split(";"))),
        original=json.loads(trailing["original"]) if trailing["original"] else {},
    )


def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "512MB"})


def _count(connection: duckdb.DuckDBPyConnection, sql: str, arguments: list[Any]) -> int:
    found = connection.execute(sql, arguments).fetchone()
    return int(found[0]) if found else 0
