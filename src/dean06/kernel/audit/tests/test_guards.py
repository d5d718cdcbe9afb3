"""Nobody changes the log through the application's database role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from dean06.kernel.audit import services
from dean06.kernel.audit.models import AuditLeaf, AuditRow, PendingRow, TreeHead
from dean06.kernel.audit.tests.helpers import NOW, write_rows

pytestmark = pytest.mark.django_db


def sql(statement: str) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    run.__name__ = statement
    return run


def raw_delete(queryset: models.QuerySet) -> Callable[[], None]:
    # What ``delete()`` does once Django's own check of protected references is passed over.
    return lambda: queryset._raw_delete(queryset.db)


ATTACKS = [
    lambda: AuditRow.objects.update(action="nothing.happened"),
    lambda: raw_delete(AuditRow.objects.all())(),
    lambda: AuditLeaf.objects.update(leaf_hash=b"0" * 32),
    lambda: AuditLeaf.objects.all().delete(),
    lambda: TreeHead.objects.update(size=1),
    lambda: TreeHead.objects.all().delete(),
    sql("UPDATE audit_auditrow SET subject = 'x'"),
    sql("DELETE FROM audit_auditrow WHERE id > 0"),
    sql("DELETE FROM audit_auditleaf"),
    sql("UPDATE audit_treehead SET root_hash = signature"),
]
SQLITE_ONLY = [
    sql(
        "REPLACE INTO audit_treehead (number, size, root_hash, time, key_id, signature) "
        "VALUES (1, 1, x'00', '2026-01-01', 'k', x'00')"
    ),
    sql("INSERT OR REPLACE INTO audit_auditrow SELECT * FROM audit_auditrow"),
]
POSTGRESQL_ONLY = [
    sql("TRUNCATE audit_auditrow CASCADE"),
    sql("TRUNCATE audit_treehead"),
    sql("INSERT INTO audit_treehead SELECT * FROM audit_treehead ON CONFLICT (number) DO UPDATE SET key_id = 'x'"),
]


def contents() -> list[list[tuple]]:
    return [
        [
            tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
            for row in model.objects.order_by("pk").values_list()
        ]
        for model in (AuditRow, AuditLeaf, TreeHead)
    ]


def attacks() -> list[Callable[[], None]]:
    return ATTACKS + (POSTGRESQL_ONLY if connection.vendor == "postgresql" else SQLITE_ONLY)


def test_no_statement_changes_or_deletes_what_was_logged() -> None:
    write_rows(3)
    services.seal(NOW)
    write_rows(1)
    connection.check_constraints()  # PostgreSQL would refuse TRUNCATE for checks still to come, not for our triggers
    before = contents()
    for attack in attacks():
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attack()
        assert contents() == before


def test_a_row_cannot_be_kept_from_the_tree_by_taking_it_off_the_waiting_list() -> None:
    write_rows(1)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PendingRow.objects.all().delete()
    assert services.seal(NOW) == 1


def test_a_row_written_past_the_application_is_sealed_like_any_other() -> None:
    write_rows(1)
    columns = ", ".join(f.column for f in AuditRow._meta.concrete_fields if not f.primary_key)
    sql(f"INSERT INTO audit_auditrow ({columns}) SELECT {columns} FROM audit_auditrow")()
    assert services.seal(NOW) == 2


def test_flush_is_refused_where_the_log_must_stay(settings) -> None:
    settings.AUDIT_MAY_BE_ERASED = False
    write_rows(1)
    with pytest.raises(CommandError, match="nhật ký truy vết phải được giữ nguyên"):
        call_command("flush", interactive=False)
    assert AuditRow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_after_the_test_runner_emptied_the_database_the_guards_stand_again() -> None:
    write_rows(1)
    call_command("flush", interactive=False, verbosity=0)
    assert AuditRow.objects.count() == 0
    write_rows(1)
    with pytest.raises(IntegrityError, match="append-only"):
        AuditRow.objects.update(action="x")
