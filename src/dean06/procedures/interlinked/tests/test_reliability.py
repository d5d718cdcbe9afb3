"""Nothing is lost or doubled: crashes between any two writes, events and answers that come twice, systems down.

A crash is an exception out of the database at the n-th write of a step; the step is then run again, as the outbox and
the timers do, and must leave exactly what an undisturbed run leaves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dean06.kernel.common.actors import system_actor
from dean06.kernel.events import services as events
from dean06.kernel.events.models import Delivery
from dean06.kernel.notifications.models import Notification
from dean06.kernel.population.models import Person
from dean06.procedures.cases.events import ConnectorAsked
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.types import State
from dean06.procedures.interlinked import services
from dean06.procedures.interlinked.exchange import sending
from dean06.procedures.interlinked.models import (
    Consent,
    DemoItem,
    DemoMood,
    Incident,
    Leg,
    LegCase,
    Message,
    SystemStatus,
    Usage,
)
from dean06.procedures.interlinked.tests import factories as make
from dean06.procedures.interlinked.types import MessageState

pytestmark = pytest.mark.django_db

_WRITES = ("INSERT", "UPDATE", "DELETE")


class Crash(Exception):
    """The process died here."""


@contextmanager
def dying_at(number: int) -> Iterator[dict[str, int]]:
    """The database gives up at the ``number``-th write; 0: never. Yields the count of writes."""
    seen = {"writes": 0}

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(_WRITES):
            seen["writes"] += 1
            if seen["writes"] == number:
                raise Crash
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


class _Undo(Exception):
    pass


def in_trial(work: Callable[[], Any]) -> Any:
    """The result of ``work``; nothing that it did stays."""
    found: list[Any] = []
    try:
        with transaction.atomic():
            found.append(work())
            raise _Undo
    except _Undo:
        return found[0]


def snapshot(case: Case) -> dict[str, Any]:
    """Everything that must be there once and only once."""
    legs = Leg.objects.filter(linked__case_id=case.pk).order_by("position")
    return {
        "legs": list(legs.values_list("ref", "state", "error_code", "attempts")),
        "cases": list(Case.objects.order_by("pk").values_list("procedure_code", "state", "leg")),
        "tries": list(LegCase.objects.order_by("pk").values_list("leg__ref", "attempt")),
        "messages": list(Message.objects.order_by("pk").values_list("connector", "state", "answer", "attempts")),
        "consents": list(Consent.objects.order_by("pk").values_list("state", "via")),
        "there": list(DemoItem.objects.order_by("pk").values_list("connector", "answer")),
        "told": list(Notification.objects.order_by("kind").values_list("kind").annotate(Count("pk"))),
        "used": Usage.objects.aggregate(Sum("sent"), Sum("answers"), Sum("hits")),
        "people": Person.objects.count(),
    }


def crash_everywhere(
    case: Case, step: Callable[[], Any], again: Callable[[], Any] | None = None, every: int = 1
) -> int:
    """Run ``step`` with a crash at each (``every``-th) write, then ``again`` undisturbed; returns how many writes the
    step has. The outcome is always that of one undisturbed run."""
    second = again or step

    def calm() -> tuple[int, dict[str, Any]]:
        with dying_at(0) as seen:
            step()
        return seen["writes"], snapshot(case)

    writes, wanted = in_trial(calm)
    for number in range(1, writes + 1):

        def troubled(number: int = number) -> dict[str, Any]:
            try:
                with transaction.atomic(), dying_at(number):
                    step()
            except Crash:
                pass
            second()
            return snapshot(case)

        assert in_trial(troubled) == wanted, f"crash at write {number} of {writes}"
    return writes


def _open(case: Case) -> Callable[[], Any]:
    return lambda: services.follow(case.pk, timezone.now())


def test_opening_the_first_leg_survives_a_crash_at_any_write() -> None:
    world = make.setting()
    case = make.received(world, make.BIRTH, make.birth_data(world), world.mother)
    assert crash_everywhere(case, _open(case)) > 10


def test_going_on_after_a_result_survives_a_crash_at_any_write() -> None:
    world = make.setting()
    case = make.received(world, make.BIRTH, make.birth_data(world), world.mother)
    make.settle()
    child = make.child(case, "registration")
    Delivery.objects.all().delete()
    make.case_services.act(actor=world.civil, case_id=child.pk, action="submit", now=make.NOW)
    make.case_services.act(actor=world.civil_head, case_id=child.pk, action="sign", now=make.NOW)
    assert crash_everywhere(case, lambda: services.follow(child.pk, timezone.now())) > 10


def _with_message() -> tuple[make.World, Case]:
    world = make.setting()
    case = make.received(world, make.BIRTH, make.birth_data(world), world.mother)
    make.settle()
    make.decide(make.child(case, "registration"), world.civil, world.civil_head)
    return world, case


def test_sending_and_answers_survive_a_crash_at_any_write() -> None:
    _, case = _with_message()
    now = timezone.now()
    later = now + dt.timedelta(minutes=10)
    assert crash_everywhere(case, lambda: services.send_due(now), lambda: services.send_due(later)) > 5
    services.send_due(now)
    DemoItem.objects.update(answer_at=now - dt.timedelta(minutes=1))
    assert crash_everywhere(case, lambda: services.fetch_answers(later)) > 5


def test_a_process_that_dies_between_call_and_note_sends_the_same_number_again(monkeypatch) -> None:
    _with_message()
    now = timezone.now()
    note = sending.note_sent
    monkeypatch.setattr(sending, "note_sent", lambda **values: (_ for _ in ()).throw(Crash()))
    with pytest.raises(Crash):
        services.send_due(now)
    assert DemoItem.objects.count() == 1, "the other side has it"
    monkeypatch.setattr(sending, "note_sent", note)
    assert services.send_due(now).taken == 0, "claimed by the process that died"
    assert services.send_due(now + dt.timedelta(minutes=6)).taken == 1
    assert DemoItem.objects.count() == 1, "and takes it as the same"
    assert Message.objects.get().state == MessageState.ACKNOWLEDGED


def test_an_answer_that_comes_twice_is_carried_out_once() -> None:
    _, case = _with_message()
    services.set_demo_mood(actor=system_actor("tests"), connector="bhxh", answers_twice=True, minutes=0)
    present = timezone.now()
    services.send_due(present)
    DemoItem.objects.update(answer_at=present - dt.timedelta(minutes=1))
    assert services.fetch_answers(present) == 1
    issued = make.leg(case, "insurance").issued_at
    Message.objects.update(confirmed_at=None)  # so that the system is asked again, and says it again
    assert services.fetch_answers(present + dt.timedelta(minutes=1)) == 0
    assert make.leg(case, "insurance").issued_at == issued
    assert Usage.objects.get(connector="bhxh").duplicates == 1
    assert make.states(case)["insurance"] == "done"


def test_a_system_that_is_down_is_seen_waited_for_and_catches_up() -> None:
    _, case = _with_message()
    system = system_actor("tests")
    services.set_demo_mood(actor=system, connector="bhxh", is_down=True)
    now = timezone.now()
    for minutes in (0, 2, 5, 12):
        services.exchange(now + dt.timedelta(minutes=minutes))
    message = Message.objects.get()
    assert message.state == MessageState.QUEUED and message.attempts >= 3
    assert message.next_try_at > now
    status = SystemStatus.objects.get(connector="bhxh")
    assert status.down_since is not None
    incident = Incident.objects.get(connector="bhxh")
    assert incident.ended_at is None and incident.failed_calls >= 1
    assert not DemoItem.objects.exists() and make.states(case)["insurance"] == "open"
    services.set_demo_mood(actor=system, connector="bhxh", is_down=False, minutes=0)
    services.exchange(now + dt.timedelta(hours=2))
    DemoItem.objects.update(answer_at=timezone.now() - dt.timedelta(minutes=1))
    services.exchange(now + dt.timedelta(hours=2, minutes=1))
    assert make.states(case)["insurance"] == "done"
    incident.refresh_from_db()
    assert incident.ended_at is not None
    assert DemoItem.objects.count() == 1


ACTS = ("follow", "twice", "sweep", "send", "fetch", "consent", "residence", "crash", "down", "up")


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(acts=st.lists(st.sampled_from(ACTS), min_size=3, max_size=10), crash=st.integers(1, 60))
def _interleaved(acts: list[str], crash: int, world: make.World, case: Case) -> None:
    def trial() -> None:
        clock = timezone.now()
        for act in (*acts, "up", "send", "fetch", "consent", "residence", "fetch"):
            clock += dt.timedelta(minutes=7)
            _do(act, crash, world, case, clock)
        make.settle()
        assert make.states(case) == {
            "registration": "done", "residence": "done", "insurance": "done", "card": "skipped"
        }  # fmt: skip
        assert make.case_of(case).state == State.DONE
        assert sorted(Case.objects.values_list("procedure_code", flat=True)) == ["1.001193", "1.004222", make.BIRTH]
        assert Message.objects.filter(leg__ref="insurance").count() == 1
        assert Person.objects.filter(full_name="Nguyễn Minh An").count() == 1
        assert Usage.objects.aggregate(total=Sum("hits"))["total"] == 1

    in_trial(trial)


def _do(act: str, crash: int, world: make.World, case: Case, now: dt.datetime) -> None:
    if act == "follow":
        services.follow(case.pk, now)
    elif act == "twice":
        event = ConnectorAsked(case_id=case.pk, code=case.code, connector="legs")
        events.publish(event, actor=system_actor("tests"))
        events.deliver_due(now + dt.timedelta(days=1), 50)
    elif act == "sweep":
        services.sweep(now)
    elif act == "send":
        services.send_due(now)
    elif act == "fetch":
        DemoItem.objects.update(answer_at=timezone.now() - dt.timedelta(minutes=1))
        services.fetch_answers(now)
    elif act == "consent":
        asked = Consent.objects.filter(state="asked").first()
        if asked is not None:
            services.answer_consent(actor=world.head_account, consent_id=asked.pk, agrees=True, now=make.NOW)
    elif act == "residence":
        leg = make.leg(case, "residence")
        if leg.state == "open":
            make.decide(make.child(case, "residence"), world.police, world.police_head)
    elif act == "crash":
        try:
            with transaction.atomic(), dying_at(crash):
                services.exchange(now)
                services.sweep(now)
        except Crash:
            pass
    else:
        DemoMood.objects.update_or_create(connector="bhxh", defaults={"is_down": act == "down"})


def test_any_order_of_events_crashes_and_outages_ends_the_same() -> None:
    world, case = _with_message()
    _interleaved(world=world, case=case)
