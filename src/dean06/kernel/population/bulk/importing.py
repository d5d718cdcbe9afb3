"""The import: ``start`` says who takes in which file; ``run`` does the work and may be killed anywhere.

The work file is made first (nothing in the registry changes), then written in chunks with checkpoints; a run after a
kill finds the work file and the checkpoints and goes on. Refused rows are listed; the rest goes in.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.errors import DomainError, InvalidInput
from dean06.kernel.population import counting
from dean06.kernel.population.bulk import changing, checking, database, indexes, loading, planning, reading, snapshot
from dean06.kernel.population.bulk.refusals import ImportFailed, ImportFileGone, ImportRunning
from dean06.kernel.population.bulk.work import (
    Progress,
    Slice,
    import_folder,
    one_row,
    open_work,
    private_folder,
    remove,
)
from dean06.kernel.population.models import ImportBatch
from dean06.kernel.population.types import TransferState
from dean06.kernel.writing.services import Write, service

logger = logging.getLogger(__name__)
#: The key of the advisory lock on PostgreSQL: one import at a time, whichever machine runs it.
LOCK = 0x6465_616E


def start(*, actor: Actor, path: Path, as_of: dt.date, today: dt.date, filename: str = "") -> ImportBatch:
    """The batch of a file that lies on this server: a new one, or the one that already knows this content.

    ``as_of``: the day the file speaks of. Raises ``NotAllowed``, ``InvalidInput`` for a day to come or a file that
    is not there.
    """
    actor.require("population.import")
    if as_of > today:
        raise InvalidInput("Ngày của dữ liệu ở tương lai.", fields={"as_of": "Ngày của dữ liệu ở tương lai."})
    if not path.is_file() or path.suffix.lower() not in (".parquet", ".csv"):
        sentence = "Không có tệp này, hoặc tệp không phải .parquet, .csv."
        raise InvalidInput(sentence, fields={"file": sentence})
    digest = _digest(path)
    batch: ImportBatch = _register(
        actor=actor, path=str(path), digest=digest, as_of=as_of, filename=filename or path.name
    )
    return batch


@service(permission="population.import")
def _register(*, actor: Actor, write: Write, path: str, digest: str, as_of: dt.date, filename: str) -> ImportBatch:
    batch, is_new = ImportBatch.objects.get_or_create(
        sha256=digest,
        defaults={"filename": filename[:200], "path": path, "as_of": as_of, "started_by": actor.user_id},
    )
    if not is_new and batch.state != TransferState.DONE and batch.path != path:
        batch.path = path
        batch.save(update_fields=["path"])
    write.audit(
        "population.import_started",
        subject=batch,
        details={"sha256": digest, "as_of": as_of, "again": not is_new, "state": batch.state},
    )
    return batch


def run(batch_id: int, progress: Progress | None = None) -> ImportBatch:
    """Do, or go on with, the work of a batch; a finished one is returned as it is.

    Raises ``ImportRunning``, ``ImportFileGone``, ``RegistryFileRefused``, ``ImportFailed``.
    """
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state == TransferState.DONE:
        return batch
    with _alone():
        batch.refresh_from_db()
        tell = _teller(batch, progress)
        try:
            _work(batch, tell)
        except Exception as error:
            raise _failed(batch_id, error) from (error if isinstance(error, DomainError) else None)
    return batch


def _work(batch: ImportBatch, tell: Progress) -> None:
    path = Path(batch.path)
    if not path.is_file() or _digest(path) != batch.sha256:
        raise ImportFileGone()
    ImportBatch.objects.filter(pk=batch.pk).update(state=TransferState.RUNNING, error="")
    batch.state, batch.error = TransferState.RUNNING, ""
    folder = import_folder(batch.pk)
    # A plan of which nothing was written yet may be older than the registry: it is made again.
    begun = batch.plan.get("done") or "rebuild" in batch.plan
    if not begun or not (folder / "work.duckdb").exists():
        if begun:
            raise ImportFileGone("Thư mục làm việc của lượt nhập dở dang đã bị xóa. Hãy khôi phục từ bản sao lưu.")
        remove(folder)
        _prepare(batch, import_folder(batch.pk), path, Slice(tell, 0, 35))
    with open_work(folder) as work:
        plan = batch.plan
        bare = plan["bare"] and (indexes.may_drop() or not database.on_postgresql())
        if bare and "rebuild" not in plan:
            with transaction.atomic():
                plan["rebuild"] = indexes.drop() if database.on_postgresql() else []
                batch.save(update_fields=["plan"])
        indexes.foreign_keys(on=not bare)
        try:
            links = bare or plan["one_go"]
            loading.load(work, batch, Slice(tell, 35, 75), links=links, one_go=plan["one_go"])
            if not links:
                loading.add_links(work, batch, Slice(tell, 75, 78))
            changing.apply_changes(work, batch, plan["columns"], Slice(tell, 75, 80))
        finally:
            indexes.foreign_keys(on=True)
        _rebuild(batch, tell)
        if bare:
            indexes.check_foreign_keys()
        tell("Đếm dân số", 95)
        with transaction.atomic():
            counting.recount(None if bare else _touched(work))
    _finish(actor=system_actor("import_population"), batch_id=batch.pk)
    batch.refresh_from_db()
    remove(folder)
    if private_folder() in path.resolve().parents:
        path.unlink(missing_ok=True)
    tell("Xong", 100)


def _prepare(batch: ImportBatch, folder: Path, path: Path, progress: Slice) -> None:
    """Everything that can be decided before the registry is written to."""
    with open_work(folder) as work:
        progress("Đọc tệp", 0)
        batch.rows_total = reading.read_file(work, path)
        columns = [row[0] for row in work.execute("SELECT name FROM file_column").fetchall()]
        progress("Kiểm tra từng dòng", 0.3)
        snapshot.load_units(work)
        checking.check_rows(work, batch.as_of)
        progress("So với cơ sở dữ liệu", 0.6)
        is_empty = snapshot.is_empty()
        snapshot.take(work, folder, batch.as_of)
        planning.refuse_contradictions(work)
        progress("Xếp người, hộ, quan hệ", 0.75)
        rows = one_row(work, "SELECT count(*) FROM candidate")[0]
        with transaction.atomic():
            block = planning.Block(
                database.set_aside("population_person", rows), database.set_aside("population_household", rows)
            )
        new, _households = planning.make_plan(work, block)
        batch.rows_new = new
        batch.rows_changed, batch.rows_same = changing.find_changes(work, batch, columns)
        refused, noted = one_row(
            work,
            "SELECT count(DISTINCT row) FILTER (WHERE NOT taken), count(DISTINCT row) FILTER (WHERE taken AND row NOT "
            "IN (SELECT row FROM issue WHERE NOT taken)) FROM issue",
        )
        batch.rows_refused, batch.rows_noted = refused, noted
        batch.rows_total += one_row(work, "SELECT count(*) FROM malformed")[0]
        work.execute("CHECKPOINT")
    batch.plan = {
        "prepared": True,
        "columns": columns,
        "one_go": new <= loading.ONE_GO,
        "bare": is_empty and new > loading.ONE_GO and not connection.in_atomic_block,
    }
    batch.checkpoint = "prepared"
    batch.save(
        update_fields=[
            "plan",
            "checkpoint",
            "rows_total",
            "rows_new",
            "rows_changed",
            "rows_same",
            "rows_refused",
            "rows_noted",
        ]
    )
    progress("Xếp người, hộ, quan hệ", 1)


def _rebuild(batch: ImportBatch, tell: Progress) -> None:
    statements = batch.plan.get("rebuild", [])

    def told(count: int) -> None:
        batch.plan["rebuilt"] = count
        batch.save(update_fields=["plan"])
        tell("Lập chỉ mục", 80 + 15 * count // max(len(statements), 1))

    if statements:
        indexes.rebuild(statements, int(batch.plan.get("rebuilt", 0)), told)
    if batch.rows_new > loading.ONE_GO:
        indexes.analyze()


def _touched(work: object) -> set[int]:
    """Units of which somebody came, went or changed."""
    rows = work.execute(  # type: ignore[attr-defined]
        """
        SELECT DISTINCT unnest([permanent_unit_id, current_unit_id, temporary_unit_id]) FROM plan
        WHERE NOT is_known OR person_id IN (SELECT person_id FROM change)
        UNION SELECT DISTINCT unnest([permanent_unit, current_unit]) FROM registry_person
        WHERE id IN (SELECT person_id FROM change)
        UNION SELECT unit_id FROM registry_residence WHERE person_id IN (SELECT person_id FROM change)
        """
    ).fetchall()
    return {row[0] for row in rows if row[0] is not None}


@service(permission="population.import")
def _finish(*, actor: Actor, write: Write, batch_id: int) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    batch.state, batch.finished_at = TransferState.DONE, timezone.now()
    batch.checkpoint, batch.step, batch.percent, batch.path = "done", "Xong", 100, ""
    batch.rows_done = batch.rows_total - batch.rows_refused
    batch.save()
    write.audit(
        "population.imported",
        subject=batch,
        details={
            "started_by": batch.started_by,
            "as_of": batch.as_of,
            "total": batch.rows_total,
            "new": batch.rows_new,
            "changed": batch.rows_changed,
            "same": batch.rows_same,
            "refused": batch.rows_refused,
            "noted": batch.rows_noted,
        },
    )
    return batch


def _failed(batch_id: int, error: Exception) -> DomainError:
    """Keep the reason on the batch. Messages of the database quote values, so only their kind is kept."""
    known = error if isinstance(error, DomainError) else None
    refusal = known or ImportFailed()
    if known is None:
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
        logger.error("import %s stopped: %s at %s", batch_id, type(error).__name__, where)
    ImportBatch.objects.filter(pk=batch_id).update(state=TransferState.FAILED, error=refusal.message[:300])
    return refusal


def _teller(batch: ImportBatch, progress: Progress | None) -> Progress:
    last_time, last_step = 0.0, ""

    def tell(step: str, percent: int) -> None:
        nonlocal last_time, last_step
        now = time.monotonic()
        if step != last_step or now - last_time > 1:
            last_time, last_step = now, step
            ImportBatch.objects.filter(pk=batch.pk).update(
                step=step, percent=min(percent, 100), heartbeat=timezone.now()
            )
        if progress:
            progress(step, percent)

    return tell


@contextmanager
def _alone() -> Iterator[None]:
    """One import at a time. Both locks fall with the process that holds them."""
    with (private_folder() / "import.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ImportRunning() from error
        if not database.on_postgresql():
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                raise ImportRunning()
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
