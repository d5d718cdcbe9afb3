"""No public write can skip a step of the write path."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Barrier, Thread
from typing import Any, ClassVar

import pytest
from django.db import connection

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.actors import Actor, Grant, system_actor
from dean06.kernel.common.errors import Conflict, NotAllowed
from dean06.kernel.events.models import OutboxEvent, TimerRun
from dean06.kernel.events.types import Event
from dean06.kernel.writing.models import IdempotencyKey
from dean06.kernel.writing.services import AuditNotWritten, Write, service, subject_label

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Event):
    name: ClassVar[str] = "tests.noted"
    note_id: str


def officer(agency: str = "*", user_id: int = 7) -> Actor:
    return Actor(user_id=user_id, name="Hòa", grants=(Grant("notes.write", frozenset({agency})),), request_id="r-1")


# A table of a lower app stands in for an app's own.
def _note(name: str) -> TimerRun:
    return TimerRun.objects.create(name=name, next_due_at="2026-03-02T00:00:00Z")


@service(permission="notes.write")
def write_note(*, actor: Actor, write: Write, name: str, agency: str = "H30.17") -> TimerRun:
    write.authorise(agency=agency)
    if name == "refused":
        raise Conflict()
    note = _note(name)
    write.audit("tests.note_written", subject=note, details={"agency": agency})
    write.publish(Noted(note_id=name))
    if name == "too-late":
        raise Conflict()
    return note


@service(permission="notes.write")
def forgetful(*, actor: Actor, write: Write) -> None:
    _note("forgotten")


@service(permission="notes.write")
def two_notes(*, actor: Actor, write: Write) -> None:
    write_note(actor=actor, name="one")
    write_note(actor=actor, name="two")
    write.audit("tests.two_written", subject="tests:1")


def traces() -> tuple[int, int, int, int]:
    return (
        TimerRun.objects.count(),
        AuditRow.objects.count(),
        OutboxEvent.objects.count(),
        IdempotencyKey.objects.count(),
    )


def test_a_write_changes_audits_and_tells() -> None:
    note = write_note(actor=officer(), name="a")
    assert traces() == (1, 1, 1, 0)
    row = AuditRow.objects.get()
    assert (row.subject, row.actor_id, row.request_id) == (subject_label(note), 7, "r-1")
    assert OutboxEvent.objects.get().payload == {"note_id": "a"}


def test_without_the_permission_nothing_happens() -> None:
    with pytest.raises(NotAllowed):
        write_note(actor=Actor(user_id=8, name="Khác"), name="a", idempotency_key="k")
    assert traces() == (0, 0, 0, 0)


def test_the_permission_of_another_area_is_not_enough() -> None:
    with pytest.raises(NotAllowed):
        write_note(actor=officer(agency="H30.99"), name="a")
    write_note(actor=officer(agency="H30.17"), name="a")
    assert traces() == (1, 1, 1, 0)


@pytest.mark.parametrize("name", ["refused", "too-late"])
def test_a_refusal_leaves_nothing_not_even_its_key(name: str) -> None:
    with pytest.raises(Conflict):
        write_note(actor=officer(), name=name, idempotency_key="k")
    assert traces() == (0, 0, 0, 0)


def test_a_service_that_forgets_its_audit_row_is_undone() -> None:
    with pytest.raises(AuditNotWritten):
        forgetful(actor=officer())
    assert traces() == (0, 0, 0, 0)


def test_the_same_key_gives_the_first_result_and_writes_once() -> None:
    first = write_note(actor=officer(), name="a", idempotency_key="k")
    again = write_note(actor=officer(), name="b", idempotency_key="k")
    assert again == first
    assert traces() == (1, 1, 1, 1)


def test_a_key_belongs_to_one_person() -> None:
    write_note(actor=officer(user_id=7), name="a", idempotency_key="k")
    write_note(actor=officer(user_id=8), name="b", idempotency_key="k")
    assert TimerRun.objects.count() == 2


def test_a_key_works_for_the_system_too() -> None:
    for _ in range(2):
        write_note(actor=system_actor("make_demo"), name="a", idempotency_key="k")
    assert traces() == (1, 1, 1, 1)


def test_after_a_refusal_the_same_key_may_be_tried_again() -> None:
    with pytest.raises(Conflict):
        write_note(actor=officer(), name="refused", idempotency_key="k")
    assert write_note(actor=officer(), name="a", idempotency_key="k").name == "a"


def test_services_may_call_each_other_in_one_transaction() -> None:
    two_notes(actor=officer())
    assert traces() == (2, 3, 2, 0)


def test_a_service_takes_keywords_only() -> None:
    with pytest.raises(TypeError, match="keyword-only"):

        @service(permission="notes.write")
        def positional(actor: Actor) -> None: ...


def test_a_service_says_which_permission_it_asks_for() -> None:
    assert write_note.permission == "notes.write"  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="threads share one connection to SQLite in memory")
def test_a_double_click_writes_once() -> None:
    start = Barrier(3)
    results: list[Any] = []

    def click() -> None:
        start.wait()
        try:
            results.append(write_note(actor=officer(), name="a", idempotency_key="k").pk)
        except Exception as error:
            results.append(error)
        connection.close()

    threads = [Thread(target=click) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["a", "a", "a"]
    assert traces() == (1, 1, 1, 1)
