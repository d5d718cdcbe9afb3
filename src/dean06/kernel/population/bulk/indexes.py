"""A first load of millions of rows writes to bare tables: indexes and foreign keys go before it and come back after.

Only while the registry is empty, only where the role owns the tables, and only on PostgreSQL; SQLite merely leaves the
checking of foreign keys to the end. What was dropped is kept with the batch in the same transaction, so that a killed
import builds it again.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction

from dean06.kernel.population.bulk.database import on_postgresql

TABLES = (
    "population_household",
    "population_person",
    "population_lifeevent",
    "population_personnumber",
    "population_residence",
)


def may_drop() -> bool:
    """True where the role may take indexes away: PostgreSQL, owner of all the tables."""
    if not on_postgresql():
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r' AND "
            "pg_table_is_visible(oid) AND pg_has_role(relowner, 'USAGE')",
            [list(TABLES)],
        )
        return int(cursor.fetchone()[0]) == len(TABLES)


def drop() -> list[str]:
    """Drop indexes and foreign keys of the tables; returns the statements that bring them back, in order.

    Inside the caller's transaction, which keeps the statements. The primary keys stay.
    """
    indexes: list[str] = []
    constraints: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype::text FROM pg_constraint "
            "WHERE contype IN ('f', 'u') AND conrelid = ANY(%s::regclass[]) ORDER BY contype DESC, conname",
            [list(TABLES)],
        )
        for table, name, definition, _kind in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            constraints.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        cursor.execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
            "WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisprimary ORDER BY 1",
            [list(TABLES)],
        )
        for name, definition in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
            indexes.append(definition)
    return [*indexes, *constraints]


def rebuild(statements: list[str], done: int, told: Callable[[int], None]) -> None:
    """Run the statements from number ``done`` on, each in a transaction; ``told`` keeps how many are done."""
    for position in range(done, len(statements)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
            cursor.execute(statements[position])
            told(position + 1)


def analyze() -> None:
    """Tell the planner how large the tables are now."""
    with connection.cursor() as cursor:
        for table in TABLES if on_postgresql() else ():
            cursor.execute(f"ANALYZE {table}")


def foreign_keys(on: bool) -> None:
    """SQLite: check foreign keys row by row or not. Has no effect inside a transaction."""
    if not on_postgresql() and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def check_foreign_keys() -> None:
    """SQLite: after a load without checks, prove that every reference has its row. Raises ``IntegrityError``."""
    if not on_postgresql():
        connection.check_constraints(table_names=list(TABLES))
