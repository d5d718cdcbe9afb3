"""The import of a registry file against a plain COPY of the same rows, and look-ups against a raw index look-up.

    .venv/bin/python benchmarks/bench_population.py [--people 1000000]
    DATABASE_URL=postgres://… .venv/bin/python benchmarks/bench_population.py --registry dan-cu.parquet

Peers, in the same run on the same server and rows: (1) the four tables' rows (persons, events, numbers, households),
already computed and laid out as text, written by COPY into bare tables and then given their indexes and keys: the least
that any import of these rows must do; (2) one SQL statement that finds the id of a person by number over the index.
Runs in an empty database of its own (``DATABASE_URL``; without it a server is started for the run), migrated first.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dean06.config.settings.test")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--registry", type=Path, help="a registry file; without it one is made")
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--lookups", type=int, default=2000)
    arguments = parser.parse_args()
    if not os.environ.get("DATABASE_URL"):
        sys.exit(with_server())
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.DATA_DIR = Path(tempfile.mkdtemp(prefix="bench-population-"))
    call_command("migrate", verbosity=0)
    call_command("load_units", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    if connection.vendor != "postgresql":
        sys.exit("benchmark: set DATABASE_URL to an empty PostgreSQL database")
    ours = import_file(arguments.registry or made_up(arguments.people))
    plain = plain_copy()
    people = count("population_person")
    print(f"\n{people} persons, {count('population_lifeevent')} events, {count('population_personnumber')} numbers")
    print(f"{'import (read, check, plan, write, index, count)':<50} {ours:8.1f} s {people / ours:10.0f} persons/s")
    print(f"{'plain COPY of the same rows, with indexes':<50} {plain:8.1f} s {people / plain:10.0f} persons/s")
    print(f"{'ratio':<50} {ours / plain:8.2f}")
    look_up(arguments.lookups)
    side()


def with_server() -> int:
    """The same run with a PostgreSQL server that lives as long as it."""
    script = 'eval "$(scripts/postgres.sh start)"; trap "scripts/postgres.sh stop" EXIT; "$@"'
    return subprocess.run(["bash", "-c", script, "bench", sys.executable, *sys.argv], check=False, cwd=ROOT).returncode


def made_up(people: int) -> Path:
    """A registry file of so many made-up people."""
    from dean06.demo.province import make_province

    out = Path(tempfile.mkdtemp(prefix="bench-province-"))
    make_province(out, people=people, seed=6, sectors=["officials"], records=100)
    return out / "registry.parquet"


def import_file(path: Path) -> float:
    from django.utils import timezone

    from dean06.kernel.common.actors import system_actor
    from dean06.kernel.population.bulk import importing

    today = timezone.localdate()
    begun = time.perf_counter()
    steps: list[tuple[str, float]] = []

    def told(step: str, percent: int) -> None:
        if not steps or steps[-1][0] != step:
            steps.append((step, time.perf_counter() - begun))

    batch = importing.start(actor=system_actor("benchmark"), path=path, as_of=today, today=today)
    importing.run(batch.pk, told)
    seconds = time.perf_counter() - begun
    for (step, start), end in zip(steps, [one[1] for one in steps[1:]] + [seconds], strict=True):
        print(f"  {step:<30} {end - start:7.1f} s")
    return seconds


TABLES = ("population_household", "population_person", "population_lifeevent", "population_personnumber")


def plain_copy() -> float:
    """The same rows once more, from text files, into bare copies of the tables that then get the same indexes."""
    from django.db import connection

    with tempfile.TemporaryDirectory() as name, connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS peer CASCADE")
        cursor.execute("CREATE SCHEMA peer")
        for table in TABLES:
            cursor.execute(f"CREATE TABLE peer.{table} (LIKE public.{table})")
            with open(f"{name}/{table}", "wb") as file, cursor.copy(f"COPY {table} TO STDOUT") as copy:
                for block in copy:
                    file.write(block)
        begun = time.perf_counter()
        for table in TABLES:
            with open(f"{name}/{table}", "rb") as file, cursor.copy(f"COPY peer.{table} FROM STDIN") as copy:
                while block := file.read(1 << 20):
                    copy.write(block)
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = ANY(%s::regclass[])", [list(TABLES)]
        )
        for (definition,) in cursor.fetchall():
            cursor.execute(definition.replace(" ON public.", " ON peer."))
        cursor.execute(
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid), conname FROM pg_constraint "
            "WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
            [list(TABLES)],
        )
        for table, definition, constraint in cursor.fetchall():
            cursor.execute(f"ALTER TABLE peer.{table} ADD CONSTRAINT {constraint} {definition}")
        seconds = time.perf_counter() - begun
        cursor.execute("DROP SCHEMA peer CASCADE")
    return seconds


def count(table: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def look_up(times: int) -> None:
    """Finding a person by number: what an app of the platform gets, and the barest statement."""
    from django.db import connection

    from dean06.kernel.population import queries

    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM population_person")
        low, high = cursor.fetchone()
        chance = random.Random(6)
        chosen = [chance.randint(low, high) for _ in range(times)]
        cursor.execute(
            "SELECT personal_id FROM population_person WHERE id = ANY(%s) AND personal_id IS NOT NULL", [chosen]
        )
        numbers = [row[0] for row in cursor.fetchall()]
        chance.shuffle(numbers)

        def raw(number: str) -> None:
            cursor.execute("SELECT id, full_name FROM population_person WHERE personal_id = %s", [number])
            cursor.fetchone()

        for name, look in (
            ("raw SQL over the index", raw),
            ("queries.person_ref_by_number", queries.person_ref_by_number),
        ):
            taken = []
            for number in numbers:
                begun = time.perf_counter()
                look(number)  # type: ignore[operator]
                taken.append(1000 * (time.perf_counter() - begun))
            cuts = statistics.quantiles(taken, n=100)
            print(f"{name:<50} p50 {cuts[49]:6.2f} ms   p95 {cuts[94]:6.2f} ms   ({len(numbers)} look-ups)")


def side() -> None:
    """The registry's side of a matching run."""
    from dean06.kernel.common.actors import system_actor
    from dean06.kernel.population import queries

    with tempfile.TemporaryDirectory() as name:
        begun = time.perf_counter()
        people = queries.matching_side(Path(name) / "side.parquet", actor=system_actor("bench"), purpose="benchmark")
        print(f"{'registry side of matching to Parquet':<50} {time.perf_counter() - begun:8.1f} s ({people} persons)")


if __name__ == "__main__":
    main()
