"""Timers run when due, once, and one failure stops no other."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection

from dean06.kernel.events import timers
from dean06.kernel.events.models import TimerRun
from dean06.kernel.events.tests.helpers import NOW
from dean06.kernel.events.timers import Timers

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_a_timer_runs_at_once_and_then_at_its_interval() -> None:
    runs: list[datetime] = []
    clock = Timers()
    clock.register("t", runs.append, every=5 * MINUTE)
    for minute in range(11):
        clock.run_due(NOW + minute * MINUTE)
    assert runs == [NOW, NOW + 5 * MINUTE, NOW + 10 * MINUTE]


def test_after_a_pause_it_runs_once_not_for_every_time_missed() -> None:
    runs: list[datetime] = []
    clock = Timers()
    clock.register("t", runs.append, every=MINUTE)
    clock.run_due(NOW)
    clock.run_due(NOW + timedelta(days=2))
    clock.run_due(NOW + timedelta(days=2))
    assert len(runs) == 2


def test_a_failing_timer_is_noted_and_stops_no_other() -> None:
    runs: list[datetime] = []
    clock = Timers()

    def fail(now: datetime) -> None:
        raise ValueError("Nguyễn Văn A")

    clock.register("bad", fail, every=MINUTE)
    clock.register("good", runs.append, every=MINUTE)
    assert clock.run_due(NOW) == ["bad", "good"]
    bad = TimerRun.objects.get(name="bad")
    assert (bad.failures, bad.locked_until) == (1, None)
    assert bad.last_error.startswith("ValueError (") and "Nguyễn" not in bad.last_error
    clock.run_due(NOW + MINUTE)
    assert TimerRun.objects.get(name="bad").failures == 2
    assert len(runs) == 2


def test_a_timer_that_still_runs_elsewhere_is_left_alone_until_it_is_taken_for_dead() -> None:
    runs: list[datetime] = []
    clock = Timers()
    clock.register("t", runs.append, every=MINUTE)
    TimerRun.objects.create(name="t", next_due_at=NOW, locked_until=NOW + timers.LEASE)
    assert clock.run_due(NOW + MINUTE) == []
    assert clock.run_due(NOW + timers.LEASE) == ["t"]


def test_a_name_is_taken_only_once_but_the_same_timer_may_be_registered_again() -> None:
    clock = Timers()
    clock.register("t", print, every=MINUTE)
    clock.register("t", print, every=MINUTE)
    with pytest.raises(ValueError, match="twice"):
        clock.register("t", repr, every=MINUTE)
    assert len(clock.all()) == 1


def test_one_command_runs_every_registered_timer(capsys) -> None:
    call_command("run_due")
    names = {timer.name for timer in timers.registry.all()}
    assert {"audit.seal", "events.purge"} <= names
    assert set(TimerRun.objects.values_list("name", flat=True)) == names
    assert not TimerRun.objects.exclude(last_error="").exists()
    assert "audit.seal" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="threads share one connection to SQLite in memory")
def test_four_processes_run_a_due_timer_once() -> None:
    runs: list[datetime] = []
    start = Barrier(4)
    clock = Timers()
    clock.register("t", runs.append, every=MINUTE)

    def work() -> None:
        start.wait()
        clock.run_due(NOW)
        connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(runs) == 1


def wait_for_a_run(database: Path) -> None:
    for _ in range(600):
        with closing(sqlite3.connect(database)) as opened:
            if opened.execute("SELECT 1 FROM events_timerrun WHERE finished_at IS NOT NULL").fetchone():
                return
        time.sleep(0.1)
    pytest.fail("the loop ran no timer within a minute")


@pytest.mark.slow
@pytest.mark.of_data  # It has a database file of its own, whatever the other tests run on.
def test_the_loop_ends_when_the_server_asks_it_to(tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'loop.sqlite3'}"}
    command = [sys.executable, "-m", "django"]
    migrate = "import django; django.setup(); from django.core.management import call_command as call;"
    migrate += "call('migrate', 'events', verbosity=0); call('migrate', 'audit', verbosity=0)"
    subprocess.run([sys.executable, "-c", migrate], env=environment, check=True)
    loop = subprocess.Popen([*command, "run_due", "--loop", "--interval", "0.2"], env=environment)
    try:
        wait_for_a_run(tmp_path / "loop.sqlite3")
        assert loop.poll() is None
        loop.send_signal(signal.SIGTERM)
        assert loop.wait(timeout=10) == 0
    finally:
        loop.kill()
