"""At least once, with retries and dead letters."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Lock, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import Conflict
from dean06.kernel.events import delivering, rules, services
from dean06.kernel.events.models import Delivery, DeliveryState, OutboxEvent, TimerRun
from dean06.kernel.events.subscriptions import Subscriptions
from dean06.kernel.events.tests.helpers import NOW, TaskIssued, issue, only_delivery
from dean06.kernel.events.types import Event

pytestmark = pytest.mark.django_db


def test_every_subscriber_is_told_once(subscribers: Subscriptions) -> None:
    told: list[tuple[str, TaskIssued, int]] = []
    for name in ("board", "reminders"):
        subscribers.subscribe(TaskIssued, subscriber=name)(
            lambda event, key, name=name: told.append((name, event, key))
        )
    issue(17)
    assert services.deliver_due(NOW) == 2
    assert services.deliver_due(NOW + timedelta(days=9)) == 0
    assert sorted((name, event.task_id) for name, event, _ in told) == [("board", 17), ("reminders", 17)]
    assert {key for *_, key in told} == set(Delivery.objects.values_list("pk", flat=True))
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DONE}


def test_nobody_is_told_of_what_was_rolled_back(subscribers: Subscriptions) -> None:
    subscribers.subscribe(TaskIssued)(lambda event, key: None)
    with pytest.raises(RuntimeError), transaction.atomic():
        issue()
        raise RuntimeError
    assert OutboxEvent.objects.count() == Delivery.objects.count() == 0


def test_a_failure_waits_longer_each_time_and_then_stops(subscribers: Subscriptions) -> None:
    attempts = []

    @subscribers.subscribe(TaskIssued, subscriber="broken")
    def broken(event: TaskIssued, key: int) -> None:
        attempts.append(key)
        raise ConnectionError("Nguyễn Văn A, 042099000123")

    issue()
    now = NOW
    for number in range(1, rules.MOST_ATTEMPTS):
        services.deliver_due(now)
        delivery = only_delivery()
        assert (delivery.state, delivery.attempts) == (DeliveryState.PENDING, number)
        assert delivery.next_attempt_at == now + rules.wait_after(number)
        services.deliver_due(now + rules.wait_after(number) - timedelta(seconds=1))
        assert len(attempts) == number
        now += rules.wait_after(number)
    services.deliver_due(now)
    assert only_delivery().state == DeliveryState.DEAD
    services.deliver_due(now + timedelta(days=365))
    assert len(attempts) == rules.MOST_ATTEMPTS


def test_what_is_kept_of_a_failure_holds_no_personal_data(subscribers: Subscriptions) -> None:
    @subscribers.subscribe(TaskIssued, subscriber="broken")
    def broken(event: TaskIssued, key: int) -> None:
        raise ConnectionError("Nguyễn Văn A, 042099000123")

    issue()
    services.deliver_due(NOW)
    kept = only_delivery().last_error
    assert kept.startswith("ConnectionError (test_delivering.py:")
    assert "Nguyễn" not in kept and "042099" not in kept


def test_a_refusal_is_kept_by_its_code(subscribers: Subscriptions) -> None:
    @subscribers.subscribe(TaskIssued, subscriber="refusing")
    def refusing(event: TaskIssued, key: int) -> None:
        raise Conflict("Nhiệm vụ của ông A")

    issue()
    services.deliver_due(NOW)
    assert only_delivery().last_error.startswith("CONFLICT (")


def test_what_a_failing_handler_wrote_is_undone_and_others_are_told(subscribers: Subscriptions) -> None:
    told = []

    @subscribers.subscribe(TaskIssued, subscriber="half")
    def half(event: TaskIssued, key: int) -> None:
        TimerRun.objects.create(name="half", next_due_at=NOW)
        raise ValueError

    subscribers.subscribe(TaskIssued, subscriber="well")(lambda event, key: told.append(event))
    issue()
    services.deliver_due(NOW)
    assert not TimerRun.objects.exists()
    assert len(told) == 1


def test_a_handler_may_publish_in_turn(subscribers: Subscriptions) -> None:
    seen = []

    @subscribers.subscribe(TaskIssued, subscriber="chain")
    def chain(event: TaskIssued, key: int) -> None:
        seen.append(event.task_id)
        if event.task_id < 3:
            issue(event.task_id + 1)

    issue(1)
    services.deliver_due(NOW)
    assert seen == [1, 2, 3]


def test_an_attempt_that_killed_the_process_counts(subscribers: Subscriptions, monkeypatch) -> None:
    @subscribers.subscribe(TaskIssued, subscriber="deadly")
    def deadly(event: TaskIssued, key: int) -> None:
        raise SystemExit

    issue()
    now = NOW
    for _ in range(rules.MOST_ATTEMPTS):
        with pytest.raises(SystemExit):
            services.deliver_due(now)
        now += rules.LEASE
    services.deliver_due(now)
    delivery = only_delivery()
    assert (delivery.state, delivery.last_error) == (DeliveryState.DEAD, "PROCESS_DIED")


def test_while_one_process_works_another_does_not_start_the_same(subscribers: Subscriptions) -> None:
    inner = []

    @subscribers.subscribe(TaskIssued, subscriber="slow")
    def slow(event: TaskIssued, key: int) -> None:
        inner.append(services.deliver_due(NOW))

    issue()
    assert services.deliver_due(NOW) == 1
    assert inner == [0]


def test_a_subscriber_that_is_gone_ends_as_a_dead_letter(subscribers: Subscriptions) -> None:
    subscribers.subscribe(TaskIssued, subscriber="old")(lambda event, key: None)
    issue()
    Delivery.objects.update(subscriber="gone", attempts=rules.MOST_ATTEMPTS - 1)
    services.deliver_due(NOW)
    delivery = only_delivery()
    assert delivery.state == DeliveryState.DEAD
    assert delivery.last_error.startswith("SubscriberGone")


def test_a_name_is_taken_only_once_and_events_need_a_name(subscribers: Subscriptions) -> None:
    subscribers.subscribe(TaskIssued, subscriber="board")(lambda event, key: None)
    with pytest.raises(ValueError, match="twice"):
        subscribers.subscribe(TaskIssued, subscriber="board")(lambda event, key: None)
    with pytest.raises(ValueError, match="no name"):
        subscribers.subscribe(Event)(lambda event, key: None)
    with pytest.raises(ValueError, match="no name"):
        services.publish(Event(), actor=system_actor("t"))


def test_only_what_reached_everybody_long_ago_is_cleared_away(subscribers: Subscriptions) -> None:
    subscribers.subscribe(TaskIssued, subscriber="board")(lambda event, key: None)
    issue(1)
    services.deliver_due(NOW)
    issue(2)
    later = timezone.now() + services.KEEP_DELIVERED + timedelta(days=1)
    assert services.purge_delivered(timezone.now() + timedelta(days=1)) == 0
    assert services.purge_delivered(later) == 1
    assert OutboxEvent.objects.get().payload["task_id"] == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="threads share one connection to SQLite in memory")
def test_four_processes_deliver_everything_exactly_once(subscribers: Subscriptions) -> None:
    told: list[int] = []
    lock = Lock()
    start = Barrier(4)

    @subscribers.subscribe(TaskIssued, subscriber="board")
    def board(event: TaskIssued, key: int) -> None:
        TimerRun.objects.create(name=f"told-{event.task_id}", next_due_at=NOW)
        with lock:
            told.append(event.task_id)

    for number in range(60):
        issue(number)

    def work() -> None:
        start.wait()
        delivering.deliver(subscribers, NOW, 100)
        connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == list(range(60))
    assert TimerRun.objects.count() == 60
