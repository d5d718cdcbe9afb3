"""The task list among 100,000 tasks against its peer: Django's own ``Paginator`` (count + offset) on the same table.

    python benchmarks/bench_task_list.py [--tasks 100000] [--runs 7]

Both show the same thing: the figures of the six tabs and 50 tasks of the red one. The peer does what is usually
written: six ``count()`` queries, ``Paginator`` and ``prefetch_related`` for the leads. Uses SQLite in a temporary file,
or the server of ``DATABASE_URL`` (a test database is made and dropped there). Prints milliseconds (median) and ratios;
exits with 1 when the first page takes 300 ms or more.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import sys
import tempfile
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "dean06.config.settings.test"

import django
from measuring import timed

django.setup()

from django.conf import settings  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from dean06.kernel.accounts.tests.factories import make_actor, sign_in  # noqa: E402
from dean06.kernel.common.actors import Actor  # noqa: E402
from dean06.kernel.common.vietnamese import search_key  # noqa: E402
from dean06.steering.assignments import queries  # noqa: E402
from dean06.steering.assignments.models import Assignment, AssignmentParty, PartyBody  # noqa: E402
from dean06.steering.assignments.rules import timing  # noqa: E402
from dean06.steering.assignments.types import TABS, DeadlineKind, State, WorkClass  # noqa: E402
from dean06.steering.dashboards import queries as dashboards  # noqa: E402

BUDGET_MS = 300
BODIES = [(f"co-quan-{number}", f"Cơ quan số {number}") for number in range(120)]
WORDS = ("rà soát", "đối chiếu", "làm sạch", "dữ liệu", "hồ sơ", "dịch vụ công", "định danh", "báo cáo", "kết nối")
BATCH = 5_000


def main() -> int:
    """Fill, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tasks", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=7)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(Path(folder) / "bench.sqlite3")
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            fill(given.tasks)
            return measure(given.tasks, given.runs)
        finally:
            connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


def fill(number: int) -> None:
    """Tasks of every kind, a third of them done, due over two years around today; the same on every run."""
    chance, today, now = random.Random(6), timezone.localdate(), timezone.now()
    for start in range(0, number, BATCH):
        tasks = [_task(chance, start + offset, today, now) for offset in range(min(BATCH, number - start))]
        Assignment.objects.bulk_create(tasks)
        leads = [chance.choice(BODIES) for _ in tasks]
        parties = AssignmentParty.objects.bulk_create(
            AssignmentParty(assignment=task, role="lead", text=name, agency_code=code)
            for task, (code, name) in zip(tasks, leads, strict=True)
        )
        PartyBody.objects.bulk_create(
            PartyBody(
                assignment=task,
                party=party,
                role="lead",
                agency_code=party.agency_code,
                name=party.text,
                track=task.track,
                due_sort=task.due_sort,
                finished_on_time=task.finished_on_time,
            )
            for task, party in zip(tasks, parties, strict=True)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _task(chance: random.Random, number: int, today: dt.date, now: dt.datetime) -> Assignment:
    kind = chance.choices(
        (DeadlineKind.BY_DATE, DeadlineKind.RECURRING, DeadlineKind.ON_GUIDANCE, DeadlineKind.NONE), (70, 15, 5, 10)
    )[0]
    due = today + dt.timedelta(days=chance.randint(-120, 600)) if kind is DeadlineKind.BY_DATE else None
    done = chance.random() < 0.33
    state = State.ACCEPTED if done else chance.choice((State.ISSUED, State.IN_PROGRESS, State.RETURNED))
    text = " ".join(chance.choices(WORDS, k=45))
    return Assignment(
        code=f"NV-2026-{number + 1:04d}",
        text=text,
        search_text=search_key(text),
        lead_text=f"Cơ quan số {number % 120}",
        deadline_kind=kind,
        due_date=due,
        due_sort=due or timing.NO_DUE_DATE,
        state=state,
        track=timing.track(state=state, kind=kind, due_date=due),
        created_at=now,
        issued_at=now,
        accepted_at=now - dt.timedelta(minutes=number) if done else None,
        finished_on_time=chance.random() < 0.8 if done and due else None,
    )


def measure(number: int, runs: int) -> int:
    """Time both, print the table; the exit code."""
    actor = make_actor("provincial_leader")
    client = Client()
    sign_in(client, "provincial_leader")
    address = reverse("assignments:list") + "?muc=qua-han"
    on = queries.day(timezone.localdate())
    assert ours(actor, on) == peer(on), "both must show the same tasks and figures"
    pages = queries.counts(actor, on=on)[WorkClass.OVERDUE] // queries.PAGE_SIZE
    deep = _cursor_of_page(actor, on, pages - 1)

    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    rows = [
        ("figures + first page, read", lambda: ours(actor, on), lambda: peer(on)),
        (f"page {pages} of the red tab, read", lambda: ours(actor, on, after=deep), lambda: peer(on, page=pages)),
    ]
    print(f"{connection.vendor}, {number} tasks, {len(captured)} queries a page, median of {runs} runs")
    print(f"{'':42}{'dean06':>10}{'Paginator':>12}{'ratio':>8}")
    for label, mine, theirs in rows:
        a, b = timed(mine, runs), timed(theirs, runs)
        print(f"{label:42}{a:>7.1f} ms{b:>9.1f} ms{b / a:>7.1f}x")
    whole = timed(lambda: client.get(address), runs)
    print(f"{'whole first page over HTTP (test client)':42}{whole:>7.1f} ms   budget {BUDGET_MS} ms")
    found = timed(lambda: client.get(address + "&q=làm+sạch+định+danh"), runs)
    print(f"{'the same with a text search':42}{found:>7.1f} ms")
    board = timed(lambda: dashboards.board(actor, today=on.today), runs)
    print(f"{'morning board, read':42}{board:>7.1f} ms")
    return 0 if whole < BUDGET_MS else 1


def ours(actor: Actor, on: queries.Day, after: str | None = None) -> tuple[list[int], list[str]]:
    """The register's own way."""
    counts = queries.counts(actor, on=on)
    page = queries.page(actor, tab=WorkClass.OVERDUE, on=on, after=after)
    return [counts[tab] for tab in TABS], [row.code for row in page.rows]


def peer(on: queries.Day, page: int = 1) -> tuple[list[int], list[str]]:
    """The usual way."""
    counts = [Assignment.objects.filter(on.condition(tab)).count() for tab in TABS]
    red = Assignment.objects.filter(on.condition(WorkClass.OVERDUE)).order_by("due_date", "pk")
    shown = Paginator(red.select_related("basis").prefetch_related("parties"), queries.PAGE_SIZE).page(page)
    assert shown.paginator.count >= 0
    return counts, [task.code for task in shown]


def _cursor_of_page(actor: Actor, on: queries.Day, page: int) -> str | None:
    after = None
    for _ in range(page):
        after = queries.page(actor, tab=WorkClass.OVERDUE, on=on, after=after).after
    return after


if __name__ == "__main__":
    sys.exit(main())
