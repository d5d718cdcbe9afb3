"""Triggers that keep the log append-only, in the two databases the platform runs on.

They stop mistakes and injected statements made under the application's own role. Who owns the tables can drop them;
so in production the application runs under a role that does not (see docs/howto), and the tree finds what a database
owner changed.
"""

# ruff: noqa: S608 - the SQL is put together from the constants of this file only
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

#: Table and its primary key.
APPEND_ONLY = {"audit_auditrow": "id", "audit_auditleaf": "position", "audit_treehead": "number"}
REFUSAL = "audit is append-only"


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers; doing it again changes nothing."""
    _run(connection, _POSTGRESQL if connection.vendor == "postgresql" else _sqlite())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers. Only for emptying a test database (see the ``flush`` command)."""
    names = [(table, name) for table in APPEND_ONLY for name in ("no_update", "no_delete", "no_replace", "no_truncate")]
    names += [("audit_auditrow", "queue"), ("audit_pendingrow", "no_loss"), ("audit_pendingrow", "no_truncate")]
    on = connection.vendor == "postgresql"
    _run(
        connection, [f"DROP TRIGGER IF EXISTS {table}_{name}" + (f" ON {table}" if on else "") for table, name in names]
    )


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers inside the block."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    statements = []
    for table, key in APPEND_ONLY.items():
        statements += [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            # INSERT OR REPLACE deletes without calling the delete trigger.
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) {refuse}",
        ]
    return [
        *statements,
        "CREATE TRIGGER IF NOT EXISTS audit_auditrow_queue AFTER INSERT ON audit_auditrow "
        "BEGIN INSERT INTO audit_pendingrow (row_id) VALUES (NEW.id); END",
        "CREATE TRIGGER IF NOT EXISTS audit_pendingrow_no_loss BEFORE DELETE ON audit_pendingrow "
        f"WHEN NOT EXISTS (SELECT 1 FROM audit_auditleaf WHERE row_id = OLD.row_id) {refuse}",
    ]


def _postgresql() -> list[str]:
    refuse = "EXECUTE FUNCTION audit_refuse()"
    statements = [
        f"""CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        """CREATE OR REPLACE FUNCTION audit_queue() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO audit_pendingrow (row_id) VALUES (NEW.id); RETURN NULL; END $$""",
        f"""CREATE OR REPLACE FUNCTION audit_keep_pending() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM audit_auditleaf WHERE row_id = OLD.row_id) THEN
                RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN OLD;
        END $$""",
    ]
    for table in APPEND_ONLY:
        statements += [
            f"CREATE OR REPLACE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH STATEMENT {refuse}",
            f"CREATE OR REPLACE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH STATEMENT {refuse}",
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
        ]
    return [
        *statements,
        "CREATE OR REPLACE TRIGGER audit_pendingrow_no_truncate BEFORE TRUNCATE ON audit_pendingrow "
        f"FOR EACH STATEMENT {refuse}",
        "CREATE OR REPLACE TRIGGER audit_auditrow_queue AFTER INSERT ON audit_auditrow "
        "FOR EACH ROW EXECUTE FUNCTION audit_queue()",
        "CREATE OR REPLACE TRIGGER audit_pendingrow_no_loss BEFORE DELETE ON audit_pendingrow "
        "FOR EACH ROW EXECUTE FUNCTION audit_keep_pending()",
    ]


_POSTGRESQL = _postgresql()
