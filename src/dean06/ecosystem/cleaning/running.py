"""A run, step by step: both sides, communes, matching, decisions, classes; then everything kept in one transaction.

Until that transaction a run changes nothing but its own row (progress, sign of life); whatever stops it leaves the last
good run standing. Work files lie in a private folder that goes away with the run.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
from django.db import transaction
from django.utils import timezone

from dean06.ecosystem.cleaning import evaluating, keeping, linking, results, sides
from dean06.ecosystem.cleaning.decisions import sources
from dean06.ecosystem.cleaning.errors import RunCancelled
from dean06.ecosystem.cleaning.events import FindingsChanged, RunFinished
from dean06.ecosystem.cleaning.models import Run
from dean06.ecosystem.cleaning.scope import RUN
from dean06.ecosystem.cleaning.types import ResultClass, RunState, Split
from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.datasets.types import SectorRef
from dean06.ecosystem.matching import services as matching
from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor, Grant
from dean06.kernel.common.errors import DomainError
from dean06.kernel.events import services as events

logger = logging.getLogger(__name__)

#: Share of the whole (thousandths) at which each step begins.
REGISTRY, SECTOR, UNITS, MATCHING, CLASSES, KEEPING = 0, 150, 180, 200, 700, 800
MEMORY = "2GB"


@dataclass(slots=True)
class Job:
    """One attempt of a run. ``tell`` shows where it is and notices that it should stop."""

    run_id: int
    attempt: int
    report: Callable[[str, float], None] | None = None
    timings: dict[str, float] = field(default_factory=dict)
    since: float = field(default_factory=time.perf_counter)
    _step: str = ""

    def tell(self, step: str, done: int, timing: str = "") -> None:
        """Progress and sign of life. Raises ``RunCancelled`` when somebody asked to stop or took the run over."""
        now = time.perf_counter()
        if timing:
            if self._step:
                self.timings[self._step] = round(now - self.since, 2)
            self._step, self.since = timing, now
        if self.report:
            self.report(step, done / 1000)
        mine = Run.objects.filter(pk=self.run_id, attempt=self.attempt, state=RunState.RUNNING, cancel_requested=False)
        if not mine.update(step=step[:120], done=done, heartbeat_at=timezone.now()):
            raise RunCancelled(run=self.run_id)


def execute(run_id: int, attempt: int, report: Callable[[str, float], None] | None = None) -> bool:
    """Run to the end; returns whether it is done. A run that is not waiting any more is left alone.

    Expected failures and cancelling are written on the row; anything else too, and is raised again for the log.
    """
    waiting = Run.objects.filter(pk=run_id, attempt=attempt, state=RunState.WAITING)
    now = timezone.now()
    if not waiting.update(state=RunState.RUNNING, started_at=now, heartbeat_at=now, error="", step="Bắt đầu"):
        return False
    job = Job(run_id, attempt, report)
    try:
        _work(job)
    except RunCancelled:
        _stop(job, RunState.CANCELLED, "")
    except DomainError as error:
        _stop(job, RunState.FAILED, error.message)
        logger.warning("run %s stopped: %s", run_id, error.code)
    except BaseException:
        _stop(job, RunState.FAILED, "Có lỗi ngoài dự kiến. Hãy chạy lại; nếu vẫn lỗi, báo quản trị hệ thống.")
        raise
    else:
        return True
    finally:
        results.remove_work(run_id)
    return False


def _stop(job: Job, state: str, error: str) -> None:
    mine = Run.objects.filter(pk=job.run_id, attempt=job.attempt, state=RunState.RUNNING)
    mine.update(state=state, error=error[:300], finished_at=timezone.now())


def _work(job: Job) -> None:
    run = Run.objects.get(pk=job.run_id)
    work = results.work_folder(run.pk, job.attempt)
    today = timezone.localdate()
    sector, version = datasets.sector(run.sector), datasets.version(run.version_id)
    purpose = f"Đối khớp, làm sạch dữ liệu: {sector.name}"
    records_path = datasets.sector_side(run.version_id)
    with results.connect(MEMORY, work) as db:
        job.tell("Lấy dữ liệu dân cư", REGISTRY, "registry")
        persons = sides.open_persons(db, sides.registry_side(work / "registry.parquet", _actor(run), purpose))
        job.tell("Lấy danh sách của ngành", SECTOR, "sector")
        records = sides.open_records(db, records_path)
        job.tell("Quy đổi xã, phường", UNITS, "units")
        unit_map = work / "unit_map.parquet"
        pq.write_table(sides.map_units(db, version, today), unit_map)
        job.tell("Đối khớp", MATCHING, "matching")
        matched = matching.match(
            work / "registry.parquet",
            records_path,
            unit_map,
            work / "links",
            progress=lambda step, share: job.tell(f"Đối khớp: {step}", int(MATCHING + share * (CLASSES - MATCHING))),
            memory_limit=MEMORY,
            work=work,
        )
        job.tell("Xếp loại từng bản ghi", CLASSES, "classes")
        linking.read_links(db, work / "links")
        decided = linking.read_decisions(db, sources.of(run.sector))
        linking.decide(db)
        columns = {row[0] for row in db.execute("DESCRIBE record").fetchall()}
        evaluating.evaluate(db, sides.list_facts(sector, version, columns, today))
        linking.candidates_for_review(db)
        made = work / "made"
        made.mkdir(mode=0o700)
        _write(db, "result", made / results.RECORDS)
        _write(db, "review_candidate", made / results.CANDIDATES)
        job.tell("Ghi kết quả", KEEPING, "keeping")
        counts = {
            **_counts(db),
            "records": records,
            "persons": persons,
            "decisions": decided,
            "empty_columns": _empty_columns(db, sector, columns),
            "tiers": dict(matched.tiers),
            "timings": job.timings,
        }
        _keep(db, job, run, made, counts, sector.reference_count)
    _forget_older(run)


def _keep(
    db: duckdb.DuckDBPyConnection, job: Job, run: Run, made: Path, counts: dict[str, Any], reference: int | None
) -> None:
    """The one transaction. The files move just before it ends; if it fails they go again."""
    today = timezone.localdate()
    try:
        with transaction.atomic():
            locked = Run.objects.select_for_update().get(pk=run.pk)
            if locked.state != RunState.RUNNING or locked.attempt != job.attempt or locked.cancel_requested:
                raise RunCancelled(run=run.pk)
            keeping.keep_counts(db, locked)
            keeping.keep_quality(db, locked, today, reference)
            changed = keeping.keep_findings(db, locked, today)
            kept = results.keep(made, run.pk)
            job.timings["keeping"] = round(time.perf_counter() - job.since, 2)
            locked.state, locked.finished_at, locked.counts = RunState.DONE, timezone.now(), counts
            locked.step, locked.done, locked.results = "Xong", locked.total, kept.name
            locked.save()
            actor = _actor(run)
            audit.record(
                actor=actor,
                action="cleaning.run_finished",
                subject=f"cleaning.run:{run.pk}",
                details={"records": counts["records"], "opened": changed.opened, "resolved": changed.resolved},
            )
            events.publish(RunFinished(run_id=run.pk, sector=run.sector), actor=actor)
            if changed.opened or changed.resolved:
                events.publish(
                    FindingsChanged(sector=run.sector, opened=changed.opened, resolved=changed.resolved), actor=actor
                )
    except BaseException:
        results.remove(run.pk)
        raise


def _actor(run: Run) -> Actor:
    """Who started the run: its acts are theirs, with the one right that ``start_run`` asked for."""
    grant = Grant(RUN, frozenset({run.started_by_agency or WHOLE_PROVINCE}))
    return Actor(run.started_by, run.started_by_name, run.started_by_agency or None, (grant,))


def _counts(db: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Classes (every class, also with none), the first split, records for review."""
    classes = dict.fromkeys(ResultClass.values, 0)
    classes |= dict(db.execute("SELECT result_class, count(*) FROM result GROUP BY 1").fetchall())
    split = dict.fromkeys(Split.values, 0)
    split |= dict(db.execute("SELECT split, count(*) FROM result GROUP BY 1").fetchall())
    uncertain = db.execute("SELECT count(*) FROM result WHERE uncertain").fetchall()[0][0]
    return {"classes": classes, "split": split, "uncertain": uncertain}


def _empty_columns(db: duckdb.DuckDBPyConnection, sector: SectorRef, columns: set[str]) -> list[str]:
    """Labels of mandatory fields that no record of the list has."""
    mandatory = {field.label: sides.column_of(field.code, field.kind) for field in sector.fields if field.mandatory}
    filled = {
        name: db.execute(f'SELECT count("{name}") FROM record').fetchall()[0][0] if name in columns else 0  # noqa: S608
        for name in mandatory.values()
    }
    return [label for label, name in mandatory.items() if not filled[name]]


def _write(db: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    db.execute(f"COPY {table} TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    path.chmod(0o600)


def _forget_older(run: Run) -> None:
    """Rows of records are kept of this run and of the one before; of older ones only counts."""
    done = Run.objects.filter(sector=run.sector, state=RunState.DONE).exclude(results="").order_by("-pk")
    for old in done[2:]:
        results.remove(old.pk)
        Run.objects.filter(pk=old.pk).update(results="")
