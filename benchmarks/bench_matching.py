"""Who is behind each record? Our engine against its peer, Splink 5 (``matching_splink``), on the same files in one run.

    python benchmarks/bench_matching.py [--people 1000000] [--records 1000000] [--seed 6] [--data FOLDER ...]

Without ``--data`` a made-up province is written first (``dean06 make_province``; its time is not counted). ``--data``
takes folders with registry_side.parquet, sector.parquet, unit_map.parquet and truth.parquet of any other generator.
Each engine runs in a process of its own, from Parquet to links, and tells its seconds and its own peak memory. A link
is right when its person is the record's true person; records whose person is not registered must stay without one.
Prints the table, recall by planted error, and how far the probabilities can be believed. Exits with 1 when our engine
is less than four times as fast as the peer or finds less.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

RATIO = 4.0


@dataclass(frozen=True)
class Files:
    """One task: what both engines read, and the truth."""

    label: str
    registry: Path
    sector: Path
    unit_map: Path
    truth: Path


@dataclass
class Outcome:
    """What one engine did with one task."""

    engine: str
    seconds: float
    cpu: float
    peak_gb: float
    best: float
    cut: float
    at_half: float
    precision: float
    recall: float


def main() -> int:
    """Fill, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=1_000_000)
    options.add_argument("--records", type=int)
    options.add_argument("--seed", type=int, default=6)
    options.add_argument("--sector", default="health_insurance", help="which list of the made-up province")
    options.add_argument("--data", type=Path, action="append", default=[], help="folder of another generator")
    options.add_argument("--no-splink", action="store_true")
    options.add_argument("--memory", default="2GB", help="limit of our tables")
    options.add_argument("--splink-memory", default="12GB")
    options.add_argument("--threads", type=int, default=os.cpu_count())
    options.add_argument("--run", nargs=2, metavar=("ENGINE", "JSON"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.run:
        return run_one(given.run[0], json.loads(given.run[1]))
    slower = False
    with tempfile.TemporaryDirectory(prefix="bench-matching-") as folder:
        tasks = [from_folder(path) for path in given.data] or [make_task(given, Path(folder) / "province")]
        for task in tasks:
            outcomes = []
            for engine in ["dean06"] + ([] if given.no_splink else ["splink"]):
                out = Path(folder) / engine
                out.mkdir(exist_ok=True)
                outcomes.append(judge(engine, task, out, measure(engine, task, out, given)))
            show(task, outcomes)
            show_errors(task, Path(folder))
            show_calibration(task, Path(folder) / "dean06")
            if len(outcomes) == 2:
                ours, theirs = outcomes
                slower |= theirs.seconds < RATIO * ours.seconds or ours.best < theirs.best
    return int(slower)


def make_task(given: argparse.Namespace, folder: Path) -> Files:
    """A province and one sector's list of it."""
    command = ["make_province", "--people", str(given.people), "--seed", str(given.seed), "--out", str(folder)]
    command += ["--sectors", given.sector]
    if given.records:
        command += ["--records", str(given.records)]
    subprocess.run(
        [sys.executable, "-c", "from dean06.cli import main; main()", *command], check=True, stdout=subprocess.DEVNULL
    )
    return Files(
        f"made-up province, {given.sector}",
        folder / "registry_side.parquet",
        folder / f"{given.sector}.parquet",
        folder / "unit_map.parquet",
        folder / f"{given.sector}.truth.parquet",
    )


def from_folder(folder: Path) -> Files:
    """The files of another generator."""
    return Files(
        folder.name,
        *(folder / f"{name}.parquet" for name in ("registry_side", "sector", "unit_map", "truth")),
    )


def measure(engine: str, task: Files, out: Path, given: argparse.Namespace) -> dict[str, float]:
    """Seconds, seconds of all cores together, and peak memory of one engine in a process of its own."""
    wanted = {
        "registry": str(task.registry),
        "sector": str(task.sector),
        "unit_map": str(task.unit_map),
        "out": str(out),
        "memory": given.memory if engine == "dean06" else given.splink_memory,
        "threads": given.threads,
    }
    command = [sys.executable, __file__, "--run", engine, json.dumps(wanted)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def run_one(engine: str, wanted: dict[str, str]) -> int:
    """Inside the measured process. Imports are not counted for either engine."""
    paths = [Path(wanted[name]) for name in ("registry", "sector", "unit_map", "out")]
    threads = int(wanted["threads"])
    if engine == "dean06":
        from dean06.ecosystem.matching.services import match

        began, busy = time.perf_counter(), time.process_time()
        match(*paths, memory_limit=wanted["memory"], threads=threads)
    else:
        from matching_splink import run_splink

        began, busy = time.perf_counter(), time.process_time()
        run_splink(*paths, wanted["memory"], threads)
    seconds, cpu = time.perf_counter() - began, time.process_time() - busy
    peak = next(
        int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_gb": peak / 1e6}))
    return 0


def judge(engine: str, task: Files, out: Path, spent: dict[str, float]) -> Outcome:
    """F1 at its best threshold and at one half, with precision and recall there."""
    connection = answers(task, out)
    persons = connection.execute("SELECT count(*) FROM truth WHERE person_key IS NOT NULL").fetchone()[0]
    curve = f"2.0 * right_so_far / (so_far + {persons})"
    best, cut = connection.execute(
        f"""
        SELECT max({curve}), arg_max(probability, {curve}) FROM (
            SELECT probability, sum(CAST(is_right AS INT)) OVER (ORDER BY score DESC) AS right_so_far,
                count(*) OVER (ORDER BY score DESC) AS so_far FROM answers
        )
        """
    ).fetchone()
    right, made = connection.execute(
        "SELECT coalesce(sum(CAST(is_right AS INT)), 0), count(*) FROM answers WHERE probability >= 0.5"
    ).fetchone()
    return Outcome(
        engine=engine,
        **spent,
        best=best,
        cut=cut,
        at_half=2 * right / (made + persons),
        precision=right / max(made, 1),
        recall=right / max(persons, 1),
    )


def answers(task: Files, out: Path) -> duckdb.DuckDBPyConnection:
    """``truth`` (record → person) and ``answers`` (the best candidate of each record, its score, right or not)."""
    connection = duckdb.connect()
    connection.execute(
        f"""
        CREATE TABLE truth AS SELECT t.record_id, r.person_key, coalesce(t.errors, '') AS errors
        FROM read_parquet('{task.truth}') t LEFT JOIN read_parquet('{task.registry}') r USING (personal_id)
        """
    ).fetchall()
    if (out / "candidates.parquet").exists():
        source = f"""
            SELECT record_id, person_key, probability, probability AS score
            FROM read_parquet('{out / "links.parquet"}') WHERE link
            UNION ALL
            SELECT record_id, arg_max(person_key, probability), max(probability), max(probability)
            FROM read_parquet('{out / "candidates.parquet"}') WHERE record_id NOT IN (
                SELECT record_id FROM read_parquet('{out / "links.parquet"}') WHERE link) GROUP BY record_id
        """
    else:
        source = (
            f"SELECT record_id, person_key, probability, weight AS score FROM read_parquet('{out / 'links.parquet'}')"
        )
    connection.execute(
        f"""
        CREATE TABLE answers AS SELECT a.*, coalesce(a.person_key = t.person_key, false) AS is_right
        FROM ({source}) a JOIN truth t USING (record_id)
        """
    ).fetchall()
    return connection


def show(task: Files, outcomes: list[Outcome]) -> None:
    """The table."""
    count = "SELECT count(*) FROM read_parquet('{}')"
    records, persons = (duckdb.execute(count.format(path)).fetchone()[0] for path in (task.sector, task.registry))
    print(f"\n{task.label}: {records:,} records against {persons:,} persons")
    heads = {"seconds": 9, "CPU s": 8, "peak GB": 9, "F1 best": 10, "at p =": 9, "F1 at .5": 10, "precision": 11}
    heads["recall"] = 9
    print(" " * 10 + "".join(f"{head:>{width}}" for head, width in heads.items()))
    for found in outcomes:
        print(
            f"{found.engine:10}{found.seconds:>9.1f}{found.cpu:>8.1f}{found.peak_gb:>9.2f}"
            f"{found.best:>10.5f}{found.cut:>9.3f}{found.at_half:>10.5f}{found.precision:>11.5f}{found.recall:>9.5f}"
        )
    if len(outcomes) == 2:
        ours, theirs = outcomes
        fewer = (1 - theirs.best) / max(1 - ours.best, 1e-9)
        print(
            f"{theirs.seconds / ours.seconds:.1f} times as fast ({theirs.cpu / ours.cpu:.1f} by CPU time), "
            f"{fewer:.1f} times fewer wrong (1 − F1 at its best)"
        )


def show_errors(task: Files, folder: Path) -> None:
    """Recall at one half by planted error, both engines side by side, hardest first."""
    columns = []
    for engine in ("dean06", "splink"):
        if (folder / engine / "links.parquet").exists():
            rows = (
                answers(task, folder / engine)
                .sql(
                    """
                SELECT e, count(*), avg(CAST(coalesce(is_right AND probability >= 0.5, false) AS DOUBLE)) FROM (
                    SELECT unnest(string_split(CASE errors WHEN '' THEN '(none)' ELSE errors END, ';')) AS e, record_id
                    FROM truth WHERE person_key IS NOT NULL
                ) LEFT JOIN answers USING (record_id) GROUP BY e
                """
                )
                .fetchall()
            )
            columns.append((engine, {name: (number, share) for name, number, share in rows}))
    print(f"\n{'recall by planted error':32}{'records':>9}" + "".join(f"{engine:>10}" for engine, _ in columns))
    ours = columns[0][1]
    for name in sorted(ours, key=lambda name: ours[name][1]):
        shares = "".join(f"{found.get(name, (0, 0.0))[1]:>10.4f}" for _, found in columns)
        print(f"{name:32}{ours[name][0]:>9}{shares}")


def show_calibration(task: Files, out: Path) -> None:
    """Told probability against the share that was right, over all scored candidates, as a table and as bars."""
    connection = answers(task, out)
    rows = connection.execute(
        f"""
        SELECT least(CAST(floor(c.probability * 10) AS INT), 9) AS bin, count(*), avg(c.probability),
            avg(CAST(coalesce(c.person_key = t.person_key, false) AS DOUBLE))
        FROM read_parquet('{out / "candidates.parquet"}') c JOIN truth t USING (record_id) GROUP BY 1 ORDER BY 1
        """
    ).fetchall()
    print(f"\n{'told':>10}{'pairs':>10}{'mean':>8}{'right':>8}   0%{'':44}100%")
    for bin_, number, told, right in rows:
        bar = "█" * round(right * 50)
        mark = round(told * 50)
        line = (bar + " " * 51)[:51]
        line = line[:mark] + "┃" + line[mark + 1 :]
        print(f"{bin_ / 10:>6.1f}-{(bin_ + 1) / 10:.1f}{number:>10}{told:>8.3f}{right:>8.3f}   {line}")


if __name__ == "__main__":
    sys.exit(main())
