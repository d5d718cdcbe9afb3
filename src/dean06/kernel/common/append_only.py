"""Triggers that let rows of a table only be added, in the two databases the platform runs on.

With ``fixed`` only those columns never change: the end of a published version may be set, its content may not.

They stop mistakes and injected statements made under the application's own role, not somebody who owns the tables.
``register`` names a table at start-up; the app's migration calls ``install``; ``flush`` lifts them all (see ``audit``).
"""

# ruff: noqa: S608 - the SQL is put together from names that apps register, never from input
from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

_NAME = re.compile(r"[a-z][a-z0-9_]{1,40}")
_tables: dict[str, tuple[str, tuple[str, ...]]] = {}


def register(table: str, key: str = "id", fixed: tuple[str, ...] = ()) -> None:
    """Let ``flush`` know that ``table`` (primary key ``key``) is guarded. Raises ``ValueError`` for an odd name."""
    if not all(_NAME.fullmatch(name) for name in (table, key, *fixed)):
        raise ValueError(f"not a plain table or column name: {table}.{key}")
    _tables[table] = (key, fixed)


def install(connection: BaseDatabaseWrapper, table: str, key: str = "id", fixed: tuple[str, ...] = ()) -> None:
    """Create the triggers of ``table``; doing it again changes nothing. ``fixed``: all columns when empty."""
    statements = _postgresql(table, fixed) if connection.vendor == "postgresql" else _sqlite(table, key, fixed)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, table: str) -> None:
    """Drop the triggers of ``table``. Only for emptying a test database."""
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in ("no_update", "no_delete", "no_replace", "no_truncate"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{on}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers of every registered table inside the block."""
    present = set(connection.introspection.table_names())
    guarded = {table: guard for table, guard in _tables.items() if table in present}
    for table in guarded:
        remove(connection, table)
    try:
        yield
    finally:
        for table, (key, fixed) in guarded.items():
            install(connection, table, key, fixed)


def _columns(fixed: tuple[str, ...]) -> str:
    return f" OF {', '.join(fixed)}" if fixed else ""


def _sqlite(table: str, key: str, fixed: tuple[str, ...]) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE{_columns(fixed)} ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        # INSERT OR REPLACE deletes without calling the delete trigger.
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) {refuse}",
    ]


def _postgresql(table: str, fixed: tuple[str, ...]) -> list[str]:
    refuse = f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    return [
        f"""CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"CREATE OR REPLACE TRIGGER {table}_no_update BEFORE UPDATE{_columns(fixed)} ON {table} {refuse}",
        f"CREATE OR REPLACE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} {refuse}",
    ]
