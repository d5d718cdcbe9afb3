"""Writing and sealing."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dean06.kernel.audit import sealing, services
from dean06.kernel.audit.errors import SigningKeyMissing, SigningKeyUnusable, TreeDamaged
from dean06.kernel.audit.keys import load_signer
from dean06.kernel.audit.models import AuditLeaf, AuditRow, Frontier, PendingRow, TreeHead
from dean06.kernel.audit.records import row_leaf
from dean06.kernel.audit.tests.helpers import NOW, export_to, officer, own_verifier, write_rows
from dean06.kernel.audit.verification import verify_export
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import NotAllowed

pytestmark = pytest.mark.django_db


def test_a_row_says_who_did_what_to_what() -> None:
    services.record(actor=officer(), action="assignment.issued", subject="assignments.assignment:1", details={"n": 2})
    row = AuditRow.objects.get()
    assert (row.actor_id, row.actor_name, row.actor_agency, row.request_id) == (7, "Trần Thị Hòa", "H30.17", "req-7")
    assert (row.action, row.subject, row.details, row.is_read) == (
        "assignment.issued",
        "assignments.assignment:1",
        '{"n":2}',
        False,
    )


def test_a_look_at_data_says_on_what_purpose_and_under_which_dossier() -> None:
    services.record_read(
        actor=officer(), subject="population.person:9", purpose="Giải quyết hồ sơ", dossier="H30-2026-000001"
    )
    row = AuditRow.objects.get()
    assert (row.is_read, row.purpose, row.dossier, row.action) == (
        True,
        "Giải quyết hồ sơ",
        "H30-2026-000001",
        "data.read",
    )


def test_a_row_goes_back_with_the_transaction_it_belongs_to() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write_rows(1)
        raise RuntimeError
    assert AuditRow.objects.count() == PendingRow.objects.count() == 0


def test_details_that_cannot_be_written_down_stop_the_write() -> None:
    with pytest.raises(TypeError):
        services.record(actor=officer(), action="a", subject="b:1", details={"x": object()})
    assert not AuditRow.objects.exists()


def test_a_nul_character_from_outside_does_no_harm() -> None:
    services.record(actor=officer(), action="a", subject="b:1\x00", purpose="x\x00y", details={"k": "\x00"})
    row = AuditRow.objects.get()
    assert (row.subject, row.purpose) == ("b:1", "xy")


def test_sealing_gives_places_without_gaps_and_one_signed_head() -> None:
    write_rows(5)
    assert services.seal(NOW) == 5
    assert list(AuditLeaf.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    head = TreeHead.objects.get()
    assert (head.number, head.size, head.time, head.key_id) == (1, 5, NOW, load_signer().key_id)
    assert not PendingRow.objects.exists()


def test_nothing_new_makes_no_head() -> None:
    write_rows(1)
    services.seal(NOW)
    assert services.seal(NOW + timedelta(minutes=1)) == 0
    assert TreeHead.objects.count() == 1


def test_rows_rolled_back_leave_gaps_in_ids_but_none_in_the_tree(tmp_path: Path) -> None:
    write_rows(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        write_rows(3)
        raise RuntimeError
    write_rows(1)
    services.seal(NOW)
    assert list(AuditLeaf.objects.order_by("position").values_list("position", flat=True)) == [1, 2]
    assert verify_export(export_to(tmp_path / "log"), own_verifier()).rows == 3


def test_many_rows_are_sealed_under_several_heads(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    write_rows(10)
    assert services.seal(NOW) == 10
    assert list(TreeHead.objects.order_by("number").values_list("number", "size")) == [(1, 4), (2, 8), (3, 10)]
    assert verify_export(export_to(tmp_path / "log"), own_verifier()).heads == 4


def test_sealing_costs_the_same_however_long_the_log_is() -> None:
    def queries_for_one_row() -> int:
        write_rows(1)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            services.seal(NOW)
        # Nothing reads the leaves already there.
        assert not any('FROM "audit_auditleaf"' in query["sql"] for query in captured.captured_queries)
        return len(captured)

    first = queries_for_one_row()
    first = queries_for_one_row()
    write_rows(300)
    services.seal(NOW)
    assert queries_for_one_row() == first


def test_a_spoiled_frontier_is_computed_again() -> None:
    write_rows(3)
    services.seal(NOW)
    Frontier.objects.update(size=2, hashes=b"\x00" * 32)
    write_rows(1)
    services.seal(NOW)
    rows = list(AuditRow.objects.order_by("id"))
    assert [row_leaf(row, n) for n, row in enumerate(rows, 1)] == [
        bytes(leaf.leaf_hash) for leaf in AuditLeaf.objects.order_by("position")
    ]


def test_nothing_is_sealed_on_top_of_a_tree_that_no_longer_fits_its_head() -> None:
    from dean06.kernel.audit import guards

    write_rows(3)
    services.seal(NOW)
    with guards.lifted(connection):
        AuditLeaf.objects.filter(position=2).update(leaf_hash=b"\x01" * 32)
        Frontier.objects.update(size=0, hashes=b"")
    write_rows(1)
    with pytest.raises(TreeDamaged):
        services.seal(NOW)
    assert (AuditLeaf.objects.count(), TreeHead.objects.count(), PendingRow.objects.count()) == (3, 1, 1)


def test_who_may_not_export_leaves_no_trace_of_an_export() -> None:
    with pytest.raises(NotAllowed):
        services.export(actor=officer("audit.view"), now=NOW)
    assert not AuditRow.objects.exists()


def test_an_export_holds_the_row_about_itself() -> None:
    text = b"".join(services.export(actor=officer("audit.export"), now=NOW)).decode()
    assert '"action":"audit.exported"' in text


def test_the_key_is_made_once_and_only_its_owner_may_read_it(settings, tmp_path: Path) -> None:
    settings.AUDIT_SIGNING_KEY_FILE = tmp_path / "keys" / "key.pem"
    first = load_signer().key_id
    assert load_signer().key_id == first
    assert settings.AUDIT_SIGNING_KEY_FILE.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in (tmp_path / "keys").iterdir()] == ["key.pem"]


def test_in_production_a_missing_key_is_said_and_nothing_is_sealed(settings, tmp_path: Path) -> None:
    settings.AUDIT_SIGNING_KEY_FILE, settings.AUDIT_CREATE_SIGNING_KEY = tmp_path / "none.pem", False
    write_rows(1)
    with pytest.raises(SigningKeyMissing):
        services.seal(NOW)
    assert not AuditLeaf.objects.exists()
    assert not (tmp_path / "none.pem").exists()


def test_a_key_that_others_can_read_is_not_used(settings, tmp_path: Path) -> None:
    settings.AUDIT_SIGNING_KEY_FILE = tmp_path / "key.pem"
    load_signer()
    os.chmod(tmp_path / "key.pem", 0o644)
    with pytest.raises(SigningKeyUnusable, match="chmod 600"):
        load_signer()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="threads share one connection to SQLite in memory")
def test_people_writing_while_two_processes_seal_lose_nothing(tmp_path: Path) -> None:
    start = Barrier(5)
    trouble: list[Exception] = []

    def work(task, times: int) -> None:
        start.wait()
        try:
            for _ in range(times):
                task()
        except Exception as error:
            trouble.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(lambda: write_rows(2, actor=system_actor("w")), 8)) for _ in range(3)]
    threads += [Thread(target=work, args=(lambda: services.seal(NOW), 8)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not trouble
    services.seal(NOW)
    assert list(AuditLeaf.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 49))
    assert verify_export(export_to(tmp_path / "log"), own_verifier()).rows == 49


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time anyway")
def test_a_long_transaction_holds_up_neither_writers_nor_sealing() -> None:
    wrote = Barrier(2)
    go_on = Barrier(2)

    def slow() -> None:
        with transaction.atomic():
            write_rows(1, actor=system_actor("slow"))
            wrote.wait()
            go_on.wait()
        connection.close()

    thread = Thread(target=slow)
    thread.start()
    wrote.wait()
    write_rows(1, actor=system_actor("quick"))
    assert services.seal(NOW) == 1
    go_on.wait()
    thread.join()
    # The row that was begun first and committed last takes the next place.
    assert services.seal(NOW) == 1
    assert list(AuditLeaf.objects.order_by("position").values_list("row__actor_name", flat=True)) == ["quick", "slow"]
