"""Handing in dossiers, the officer's queue, the page of a case and the public look-up, at 10,000 and 1,000,000 cases.

    .venv/bin/python benchmarks/bench_cases.py [--cases 1000000] [--seconds 12] [--workers 2]

Peer, in the same run, server and table sizes: plain Django that creates the same rows of a dossier (case, paper,
timeline, audit row) in one transaction, without form, registry, code, fees, rights, counters, outbox or messages.
The cases are made in bulk from one that was really handed in: 70 agencies, one case in fifty still open.
Runs in an empty database of its own (``DATABASE_URL``; without it a server is started for the run), migrated first.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dean06.config.settings.test")

AGENCIES = 70
OPEN_EVERY = 50
#: Columns of a made-up case that differ from the template's; the rest is copied. ``g``: its number.
DIFFERENT = {
    "code": "'H27.B' || lpad((g % {agencies})::text, 2, '0') || '-261001-' || lpad(g::text, 7, '0')",
    "receiving_agency": "CASE WHEN g % {agencies} = 0 THEN '{here}' ELSE 'bench-' || (g % {agencies}) END",
    "deciding_agency": "CASE WHEN g % {agencies} = 0 THEN '{here}' ELSE 'bench-' || (g % {agencies}) END",
    "duty_agency": "CASE WHEN {is_open} THEN CASE WHEN g % {agencies} = 0 THEN '{here}' ELSE 'bench-' || "
    "(g % {agencies}) END ELSE '' END",
    "state": "CASE WHEN {is_open} THEN 4 ELSE 10 END",
    "duty": "CASE WHEN {is_open} THEN 'process' ELSE '' END",
    "step": "CASE WHEN {is_open} THEN 'check' ELSE '' END",
    "due_at": "timestamptz '2026-01-01' + (g % 300) * interval '1 day'",
    "next_due_at": "CASE WHEN {is_open} THEN timestamptz '2026-01-01' + (g % 300) * interval '1 day' END",
    "received_at": "timestamptz '2025-12-20' + (g % 300) * interval '1 day'",
    "submitted_at": "timestamptz '2025-12-20' + (g % 300) * interval '1 day'",
    "applicant_person_id": "900000000 + g",
    "submitted_by_id": "900000000 + g",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=12)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--reads", type=int, default=150)
    arguments = parser.parse_args()
    if not os.environ.get("DATABASE_URL"):
        sys.exit(with_server())
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction

    from dean06.config import wsgi  # noqa: F401 - the process starts as the server's do

    settings.DATA_DIR = Path(tempfile.mkdtemp(prefix="bench-cases-"))
    call_command("migrate", verbosity=0)
    if connection.vendor != "postgresql":
        sys.exit("benchmark: set DATABASE_URL to an empty PostgreSQL database")
    from dean06.procedures.cases.tests import factories as make

    with transaction.atomic():
        world = make.setting()
    template = make.in_processing(world)
    measured = []
    for size in sorted({min(10_000, arguments.cases), arguments.cases}):
        grow(size, template.pk, make.CIVIL)
        measured.append((size, measure(world, template, arguments)))
    print(f"\n{'':<44}" + "".join(f"{size:>14,} cases" for size, _ in measured))
    for name in measured[0][1]:
        print(f"{name:<44}" + "".join(f"{found[name]:>20.2f}" for _, found in measured))


def with_server() -> int:
    """The same run with a PostgreSQL server that lives as long as it."""
    script = 'eval "$(scripts/postgres.sh start)"; trap "scripts/postgres.sh stop" EXIT; "$@"'
    return subprocess.run(["bash", "-c", script, "bench", sys.executable, *sys.argv], check=False, cwd=ROOT).returncode


def grow(size: int, template: int, here: str) -> None:
    """Copies of the template until there are ``size`` cases, with their timeline and counters."""
    from django.db import connection

    from dean06.procedures.cases.models import Case, CaseEvent, CaseTally

    started = time.perf_counter()
    first, last = Case.objects.count() + 1, size
    columns = [field.column for field in Case._meta.concrete_fields if field.column != "id"]
    words = {"agencies": AGENCIES, "here": here, "is_open": f"(g / {AGENCIES}) % {OPEN_EVERY} = 0"}
    chosen = [DIFFERENT[name].format(**words) if name in DIFFERENT else f"t.{name}" for name in columns]
    events = [field.column for field in CaseEvent._meta.concrete_fields if field.column != "id"]
    copied = ["c.id" if name == "case_id" else f"e.{name}" for name in events]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_case ({', '.join(columns)}) SELECT {', '.join(chosen)} "
            f"FROM cases_case t, generate_series({first}, {last}) g WHERE t.id = {template}"
        )
        cursor.execute(
            f"INSERT INTO cases_caseevent ({', '.join(events)}) SELECT {', '.join(copied)} FROM cases_case c, "
            f"cases_caseevent e WHERE e.case_id = {template} AND e.act IN ('submitted', 'received') AND c.id NOT IN "
            f"(SELECT case_id FROM cases_caseevent)"
        )
        CaseTally.objects.all().delete()
        cursor.execute(
            "INSERT INTO cases_casetally (receiving_agency, deciding_agency, procedure_code, state, count) SELECT "
            "receiving_agency, deciding_agency, procedure_code, state, count(*) FROM cases_case GROUP BY 1, 2, 3, 4"
        )
        cursor.execute("ANALYZE")
    print(
        f"{Case.objects.count():,} cases, {CaseEvent.objects.count():,} entries ({time.perf_counter() - started:.0f} s)"
    )


def measure(world: Any, template: Any, arguments: argparse.Namespace) -> dict[str, float]:
    """Rates and 95th percentiles in milliseconds."""
    from django.db import connection

    from dean06.procedures.cases import queries
    from dean06.procedures.cases.tests import factories as make

    now = make.NOW
    open_here = queries.queue(world.clerk, now, tab="process").rows
    codes = [row.code for row in open_here] or [template.code]
    ids = [row.case_id for row in open_here] or [template.pk]
    born = dt.date(world.person.birth_year, world.person.birth_month, world.person.birth_day)
    found = {}
    reads: dict[str, Callable[[int], Any]] = {
        "queue": lambda number: queries.queue(world.clerk, now, tab="process"),
        "page of a case": lambda number: queries.case(world.clerk, ids[number % len(ids)], now=now),
        "public look-up": lambda number: queries.look_up(
            codes[number % len(codes)], born, address=f"visitor {time.time_ns()} {number}", now=now
        ),
    }
    for name, read in reads.items():
        times = []
        for number in range(arguments.reads):
            begun = time.perf_counter()
            read(number)
            times.append((time.perf_counter() - begun) * 1000)
        found[f"{name}, p95 ms"] = statistics.quantiles(times, n=20)[-1]
    # Last: what is created here stands in the queue of this agency.
    papers = [stored_files(world.citizen.user_id, int(arguments.seconds * 400)) for _ in range(arguments.workers)]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ours = rate(submit_for, world, arguments, papers)
    plain = rate(create_for, world, arguments, papers)
    found["handed in, a second"] = ours
    found["plain create + audit, a second"] = plain
    found["ratio (plain ÷ ours)"] = plain / ours
    return found


def rate(
    work: Callable[[Any, float, int, list[int]], int],
    world: Any,
    arguments: argparse.Namespace,
    papers: list[list[int]],
) -> float:
    """Acts a second of so many processes side by side."""
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("fork")
    with context.Pool(arguments.workers) as pool:
        calls = [(world, arguments.seconds, number, papers[number]) for number in range(arguments.workers)]
        begun = time.perf_counter()
        done = sum(pool.starmap(work, calls))
        return done / (time.perf_counter() - begun)


def stored_files(owner: int, number: int) -> list[int]:
    """Papers that were uploaded before: uploading is not handing in."""
    from dean06.kernel.files.models import StoredFile

    rows = [
        StoredFile(sha256="0" * 64, size=300, media_type="application/pdf", name="giay-to.pdf", uploaded_by_id=owner)
        for _ in range(number)
    ]
    return [row.pk for row in StoredFile.objects.bulk_create(rows)]


def submit_for(world: Any, seconds: float, worker: int, papers: list[int]) -> int:
    """Hand in through the public service until the time is over; returns how many."""
    from dean06.procedures.cases import services
    from dean06.procedures.cases.tests import factories as make
    from dean06.procedures.cases.types import Channel, DocumentInput

    applicant, done = make.applicant_of(world.person), 0
    end = time.perf_counter() + seconds
    while time.perf_counter() < end and papers:
        services.submit_case(
            actor=world.citizen,
            procedure_code=world.pack.code,
            data={"purpose": f"Đo tốc độ {done}"},
            channel=Channel.ONLINE,
            applicant=applicant,
            documents=[DocumentInput(requirement="proof", source="upload", file_id=papers.pop())],
            # Dossiers of a province go to many desks: side by side, two rarely take a code of the same one.
            receiving_agency=[make.CIVIL, make.people.CIVIL_THERE][worker % 2],
            now=make.NOW,
            idempotency_key=f"{time.time_ns()}-{worker}-{done}",
        )
        done += 1
    return done


def create_for(world: Any, seconds: float, worker: int, papers: list[int]) -> int:
    """The same rows without any of the rules; returns how many."""
    from django.db import transaction

    from dean06.kernel.audit import services as audit
    from dean06.procedures.cases.models import Case, CaseDocument, CaseEvent
    from dean06.procedures.cases.tests import factories as make

    template = Case.objects.filter(pk__gt=0).order_by("pk")[0]
    values = {field.attname: getattr(template, field.attname) for field in Case._meta.concrete_fields}
    del values["id"], values["code"]
    done, begun = 0, time.time_ns()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        with transaction.atomic():
            case = Case.objects.create(code=f"P{begun}-{worker}-{done}", **values)
            CaseDocument.objects.create(
                case=case, requirement="proof", title="Giấy tờ", type_code="X", source="upload", added_at=make.NOW
            )
            CaseEvent.objects.create(case=case, at=make.NOW, act="submitted", to_state=1)
            audit.record(actor=world.citizen, action="case.submitted", subject=f"cases.case:{case.pk}")
        done += 1
    return done


if __name__ == "__main__":
    main()
