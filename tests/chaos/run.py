"""Workers drive dossiers while a killer kills them with SIGKILL; then everything is counted. ``make chaos``.

    tests/chaos/run.py [--operations 20000] [--workers 3] [--seed 1] [--pause 0.8 2.5]

On the database of ``DATABASE_URL`` (a fresh one beside it on PostgreSQL), or a SQLite file. Exit 1 on any finding.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]


def main() -> int:
    """The whole run; the exit code."""
    options = read_options()
    folder = Path(tempfile.mkdtemp(prefix="dean06-chaos."))
    from outside import Portal

    portal = Portal()
    drop = prepare(folder, portal.address)
    try:
        return run(options, folder, portal)
    finally:
        portal.close()
        if options.keep:
            print(f"kept: {folder} {os.environ['DATABASE_URL']}")
        else:
            drop()
            shutil.rmtree(folder, ignore_errors=True)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pause", type=float, nargs=2, default=(0.8, 2.5), help="seconds between two kills")
    parser.add_argument("--minutes", type=float, default=240, help="stop after so long even if less was done")
    parser.add_argument("--keep", action="store_true", help="leave database and files for looking at")
    return parser.parse_args()


def prepare(folder: Path, portal: str):
    """Settings for this process and its children, and a fresh database; returns what removes it."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "chaos_settings", "CHAOS_DIR": str(folder), "CHAOS_PORTAL": portal}
    server = os.environ.get("DATABASE_URL", "")
    # A database that scripts/test.sh has migrated is copied; the stage migrates what is missing.
    migrated = os.environ.get("DEAN06_TEST_MIGRATED", "")
    if not server.startswith("postgres"):
        if migrated:
            shutil.copy(migrated, folder / "chaos.sqlite3")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'chaos.sqlite3'}"
        return lambda: None
    import psycopg

    name = f"chaos_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{migrated}"' if migrated else ""))
    os.environ["DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))

    def drop() -> None:
        from django.db import connections

        connections.close_all()
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    return drop


def run(options: argparse.Namespace, folder: Path, portal) -> int:
    """Set the stage, let it happen, count."""
    import django

    django.setup()
    from checking import check_all, settle
    from django.db import connection, connections
    from operations import data_of
    from outside import dossier
    from staging import build
    from working import Diary, outcomes, tell_rest, warm_up

    from dean06.procedures.cases.tests.factories import TINY_PDF

    stage = build(mothers=max(20, options.operations // 7))
    handed_in = max(3, options.operations // 200)
    for number, mother in enumerate(stage.mothers[:handed_in]):
        portal.hand_in(f"CONG-{number}", dossier(stage.procedure, mother, data_of(mother), TINY_PDF))
    warm_up(stage, folder, stage.mothers[handed_in].pk)
    stage.mothers = stage.mothers[handed_in + 1 :]
    print(
        f"{connection.vendor}: {options.operations} operations, {options.workers} workers, seed {options.seed}",
        flush=True,
    )
    connections.close_all()
    started = time.monotonic()
    kills = let_it_happen(options, folder, stage)
    seconds = time.monotonic() - started
    again = tell_rest(stage, folder)
    settle()
    told = [one for path in sorted(folder.glob("slot-*.jsonl")) for one in outcomes(Diary(path).lines())]
    ends = Counter(said["outcome"] for _, said in told)
    kinds = Counter(wanted["do"] for wanted, said in told if said["outcome"] == "done")
    codes = Counter(said["code"] for _, said in told if said["outcome"] == "refused")
    print(
        f"operations {len(told)}, {len(told) / seconds:.1f}/s in {seconds:.0f} s; "
        f"kills {kills}; retried at the end {again}"
    )
    print("outcomes: " + ", ".join(f"{name} {count}" for name, count in ends.most_common()))
    print("done: " + ", ".join(f"{name} {count}" for name, count in kinds.most_common()))
    print("refused: " + ", ".join(f"{name} {count}" for name, count in codes.most_common()))
    findings = check_all(stage, folder, portal)
    findings += [] if kills else ["nobody was killed: the run proves nothing"]
    for finding in findings:
        print(f"FINDING {finding}")
    print(f"findings: {len(findings)}")
    return 1 if findings else 0


def let_it_happen(options: argparse.Namespace, folder: Path, stage) -> int:
    """Workers work, the killer kills, until every slot has its quota; returns how many were killed."""
    from working import work

    chance = random.Random(options.seed)
    quota = -(-options.operations // options.workers)

    def start(slot: int) -> int:
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            try:
                work(stage, folder, slot, options.workers, options.seed, quota)
            except BaseException as error:
                print(f"worker {slot}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(3)
        return pid

    running = {start(slot): slot for slot in range(options.workers)}
    kills, next_kill = 0, time.monotonic() + chance.uniform(*options.pause)
    broken, latest = 0, time.monotonic() + options.minutes * 60
    while running:
        if time.monotonic() > latest:
            print("time is up: everybody is killed")
            for pid in running:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            return kills + len(running)
        if time.monotonic() >= next_kill:
            os.kill(chance.choice(list(running)), signal.SIGKILL)
            next_kill = time.monotonic() + chance.uniform(*options.pause)
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid not in running:
            time.sleep(0.02)
            continue
        slot = running.pop(pid)
        if os.WIFSIGNALED(status):
            kills += 1
        elif os.WEXITSTATUS(status) == 0:
            continue
        else:
            broken += 1
            if broken > 20:
                raise SystemExit("workers end by themselves; see above")
        running[start(slot)] = slot
    return kills


if __name__ == "__main__":
    sys.exit(main())
