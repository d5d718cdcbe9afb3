"""Last pass over what was read, by DuckDB: keys that stay from version to version, hashes, distinct counts, changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from dean06.ecosystem.datasets.types import SECTOR_SIDE, TRAILING_COLUMNS

#: What a record is recognised by when its sector numbers nothing: the personal id, else name, birth, sex and old id.
_IDENTITY = (
    "CASE WHEN length(personal_id) = 12 THEN 'i|' || personal_id ELSE concat_ws('|', 'p', lower(full_name), "
    "birth_year, birth_month, birth_day, sex, coalesce(old_id, personal_id), lower(unit_text)) END"
)


def connect(memory: str, threads: int, scratch: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that spills into ``scratch``."""
    config: dict[str, str | int | float | bool | list[str]] = {
        "memory_limit": memory,
        "threads": threads,
        "temp_directory": str(scratch),
        "preserve_insertion_order": True,
    }
    return duckdb.connect(":memory:", config=config)


def finish_records(
    connection: duckdb.DuckDBPyConnection, rough: Path, final: Path, own: Sequence[str], key_field: str, salt: str
) -> int:
    """Write the final file from the rough one; returns how many records share their key with an earlier one.

    Of several records with one key, the second gets a key made from the key and its number, and so on.
    """
    key = _IDENTITY
    if key_field:
        key = f"CASE WHEN {_name(key_field)} IS NOT NULL THEN 'k|' || {_name(key_field)} ELSE {_IDENTITY} END"
    connection.execute("SET VARIABLE salt = ?", [salt])
    connection.execute(
        "CREATE TEMP TABLE again AS SELECT record_id, nth FROM (SELECT record_id, row_number() OVER "  # noqa: S608
        f"(PARTITION BY {key} ORDER BY record_id) AS nth FROM read_parquet({_text(rough)})) WHERE nth > 1"
    )
    values = [name for name in SECTOR_SIDE if name != "record_id"] + list(own)
    content = ", ".join(f"coalesce(CAST({_name(name)} AS VARCHAR), '')" for name in values)
    columns = ", ".join(f"rough.{_name(name)}" for name in (*SECTOR_SIDE, *own))
    connection.execute(
        f"COPY (SELECT {columns}, rough.row_no, "  # noqa: S608
        f"md5(concat(getvariable('salt'), '|', {key}, CASE WHEN nth > 1 THEN '|' || nth ELSE '' END)) AS record_key, "
        f"rough.flags, rough.original, md5(concat_ws(chr(31), {content})) AS content_hash "
        f"FROM read_parquet({_text(rough)}) rough LEFT JOIN again ON again.record_id = rough.record_id) "
        f"TO {_text(final)} (FORMAT parquet, COMPRESSION zstd)"
    )
    found = connection.execute("SELECT count(*) FROM again").fetchone()
    connection.execute("DROP TABLE again")
    return int(found[0]) if found else 0


def distinct_counts(connection: duckdb.DuckDBPyConnection, path: Path, columns: Sequence[str]) -> dict[str, int]:
    """About how many different values each column has (within some two per cent)."""
    if not columns:
        return {}
    parts = ", ".join(f"approx_count_distinct({_name(name)})" for name in columns)
    found = connection.execute(f"SELECT {parts} FROM read_parquet({_text(path)})").fetchone()  # noqa: S608
    return dict(zip(columns, map(int, found or ()), strict=True))


def compare(connection: duckdb.DuckDBPyConnection, path: Path, previous: Path | None, changes: Path) -> dict[str, int]:
    """Write what is new, gone and changed against the previous version; counts by kind. Columns go by name."""
    if previous is None:
        connection.execute(
            "COPY (SELECT 'added' AS kind, '' AS record_key, 0::BIGINT AS record_id, 0::BIGINT AS previous_record_id, "
            f"'' AS fields WHERE false) TO {_text(changes)} (FORMAT parquet)"
        )
        return {}
    names = [_columns(connection, one) for one in (path, previous)]
    skipped = {"record_id", *TRAILING_COLUMNS}
    shared = [name for name in names[0] if name in names[1] and name not in skipped]
    cases = ", ".join(
        f"CASE WHEN now.{_name(name)} IS DISTINCT FROM old.{_name(name)} THEN '{name}' END" for name in shared
    )
    connection.execute(
        f"""
        COPY (
            WITH pairs AS (
                SELECT coalesce(now.record_key, old.record_key) AS record_key, now.record_id AS record_id,
                       old.record_id AS previous_record_id
                FROM (SELECT record_key, record_id, content_hash FROM read_parquet({_text(path)})) now
                FULL OUTER JOIN (SELECT record_key, record_id, content_hash FROM read_parquet({_text(previous)})) old
                USING (record_key)
                WHERE now.content_hash IS DISTINCT FROM old.content_hash
            )
            SELECT CASE WHEN pairs.previous_record_id IS NULL THEN 'added' WHEN pairs.record_id IS NULL THEN 'gone'
                        ELSE 'changed' END AS kind,
                   pairs.record_key, pairs.record_id, pairs.previous_record_id,
                   CASE WHEN pairs.record_id IS NOT NULL AND pairs.previous_record_id IS NOT NULL
                        THEN concat_ws(';', {cases or "NULL"}) END AS fields
            FROM pairs
            LEFT JOIN read_parquet({_text(path)}) now ON now.record_id = pairs.record_id
            LEFT JOIN read_parquet({_text(previous)}) old ON old.record_id = pairs.previous_record_id
        ) TO {_text(changes)} (FORMAT parquet)
        """  # noqa: S608
    )
    connection.execute(
        f"COPY (SELECT * FROM read_parquet({_text(changes)}) WHERE kind <> 'changed' OR fields <> '') "  # noqa: S608
        f"TO {_text(changes.with_suffix('.final'))} (FORMAT parquet)"
    )
    changes.with_suffix(".final").replace(changes)
    found = connection.execute(f"SELECT kind, count(*) FROM read_parquet({_text(changes)}) GROUP BY kind")  # noqa: S608
    return {kind: int(count) for kind, count in found.fetchall()}


def _columns(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    found = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({_text(path)})")  # noqa: S608
    return [row[0] for row in found.fetchall()]


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
