"""PUBLIC writes of cleaning: runs, findings, and the port through which decisions of people come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from dean06.ecosystem.cleaning import queries, rechecking, results, running
from dean06.ecosystem.cleaning.decisions import sources
from dean06.ecosystem.cleaning.errors import (
    FindingNotFound,
    NotReady,
    RunActive,
    RunNotFound,
    RunNotRestartable,
)
from dean06.ecosystem.cleaning.events import FindingsChanged
from dean06.ecosystem.cleaning.models import Finding, Run
from dean06.ecosystem.cleaning.rechecking import RecheckResult
from dean06.ecosystem.cleaning.scope import RUN, VIEW_RECORDS, scope_of
from dean06.ecosystem.cleaning.tasks import run_cleaning
from dean06.ecosystem.cleaning.types import DecisionSource, FindingState, ResolvedHow, RunRef, RunState
from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.datasets.types import VersionState
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.writing.services import Write, service

__all__ = [
    "accept",
    "cancel_run",
    "prepare_run",
    "recheck",
    "register_decisions",
    "resolve",
    "restart_run",
    "run_here",
    "start_run",
    "start_work",
    "sweep",
]

#: A running run without a sign of life for so long was killed.
DEAD_AFTER = timedelta(minutes=10)
MOST_AT_ONCE = 500


@service(permission=RUN)
def start_run(*, actor: Actor, write: Write, sector: str, version_id: int) -> Run:
    """Have a confirmed version matched with the registry; the work is done by ``db_worker``, progress is on the row.

    Raises ``NotAllowed`` (another body's list), ``SectorNotFound``, ``VersionNotFound``, ``NotReady`` (not confirmed,
    or of another list), ``RunActive``.
    """
    run = _begin(actor, write, sector, version_id)
    run_cleaning.enqueue(run.pk, run.attempt)
    run.refresh_from_db()
    return run


@service(permission=RUN)
def prepare_run(*, actor: Actor, write: Write, sector: str, version_id: int) -> Run:
    """A run that no worker takes up: for a command that works in its own process (``run_here``).

    Raises as ``start_run`` does.
    """
    return _begin(actor, write, sector, version_id)


def run_here(
    *, actor: Actor, sector: str, version_id: int, report: Callable[[str, float], None] | None = None
) -> RunRef:
    """Match a version in this process, telling ``report`` each step and the share done; returns the ended run.

    Raises as ``start_run`` does, and whatever unexpected ends the work.
    """
    run = prepare_run(actor=actor, sector=sector, version_id=version_id)
    running.execute(run.pk, run.attempt, report)
    return queries.run(run.pk)


@service(permission=RUN)
def cancel_run(*, actor: Actor, write: Write, run_id: int) -> Run:
    """Stop a run that waits or works; a working one stops at its next step. The last good run stays as it is.

    Raises ``RunNotFound``, ``NotAllowed``; does nothing to a run that has ended.
    """
    run = _lock(run_id)
    write.authorise(agency=datasets.sector(run.sector).agency)
    write.audit("cleaning.run_cancelled", subject=run)
    if run.state == RunState.WAITING:
        run.state, run.finished_at = RunState.CANCELLED, timezone.now()
    elif run.state == RunState.RUNNING:
        run.cancel_requested = True
    run.save(update_fields=["state", "finished_at", "cancel_requested"])
    return run


@service(permission=RUN)
def restart_run(*, actor: Actor, write: Write, run_id: int) -> Run:
    """Begin a run again that failed, was cancelled, or was killed (no sign of life for ten minutes).

    Raises ``RunNotFound``, ``NotAllowed``, ``RunNotRestartable``, ``RunActive``.
    """
    run = _lock(run_id)
    write.authorise(agency=datasets.sector(run.sector).agency)
    if not (run.state in (RunState.FAILED, RunState.CANCELLED) or is_dead(run, timezone.now())):
        raise RunNotRestartable(run=run_id)
    run.state, run.attempt, run.cancel_requested = RunState.WAITING, run.attempt + 1, False
    run.step, run.done, run.error, run.finished_at = "", 0, "", None
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as error:
        raise RunActive(sector=run.sector) from error
    write.audit("cleaning.run_restarted", subject=run, details={"attempt": run.attempt})
    run_cleaning.enqueue(run.pk, run.attempt)
    run.refresh_from_db()
    return run


@service(permission=VIEW_RECORDS)
def recheck(*, actor: Actor, write: Write, finding_ids: Sequence[int]) -> RecheckResult:
    """Evaluate findings again against today's registry and decisions, without a whole run.

    What is clean now is resolved; what has another class gets it; counts and quality of the latest run move along.
    At most 500 at once. Raises ``FindingNotFound`` when one is not in the actor's area, ``ResultsGone``, ``RowsGone``.
    """
    findings = _findings(actor, finding_ids)
    done = rechecking.recheck(findings, timezone.now())
    for sector, (opened, resolved) in sorted(done.by_sector.items()):
        write.audit(
            "cleaning.rechecked",
            subject=f"cleaning.sector:{sector}",
            details={"findings": [one.pk for one in findings if one.sector == sector][:50], "resolved": resolved},
        )
        if opened or resolved:
            write.publish(FindingsChanged(sector=sector, opened=opened, resolved=resolved))
    return done


@service(permission=VIEW_RECORDS)
def start_work(*, actor: Actor, write: Write, finding_ids: Sequence[int]) -> int:
    """Mark open findings as being worked on; returns how many changed. Raises ``FindingNotFound``."""
    findings = _findings(actor, finding_ids)
    changed = Finding.objects.filter(pk__in=[one.pk for one in findings], state=FindingState.OPEN).update(
        state=FindingState.IN_WORK
    )
    write.audit("cleaning.work_started", subject="cleaning.finding:many", details={"count": changed})
    return changed


@service(permission=VIEW_RECORDS)
def resolve(*, actor: Actor, write: Write, finding_ids: Sequence[int], note: str = "") -> int:
    """Say that findings are dealt with (outside the system); the next run checks it and opens them again if not.

    Returns how many changed. Raises ``FindingNotFound``.
    """
    return _end(actor, write, finding_ids, FindingState.RESOLVED, note, "cleaning.resolved")


@service(permission=VIEW_RECORDS)
def accept(*, actor: Actor, write: Write, finding_ids: Sequence[int], note: str) -> int:
    """Leave findings as they are, with the reason: they count on, but nobody has to work on them.

    Raises ``InvalidInput`` without a reason, ``FindingNotFound``.
    """
    if not note.strip():
        raise InvalidInput("Hãy ghi lý do chấp nhận giữ nguyên.", fields={"note": "Hãy ghi lý do."})
    return _end(actor, write, finding_ids, FindingState.ACCEPTED, note, "cleaning.accepted")


def register_decisions(source: DecisionSource) -> None:
    """Apply ``source``'s decisions before the engine's links in every run and recheck from now on.

    ``source`` gets a sector's code and returns what people decided about its records.
    """
    sources.register(source)


def sweep(now: datetime) -> int:
    """End runs that were killed and remove work files nobody needs; a timer calls it. Returns how many runs ended."""
    ended = 0
    for run in Run.objects.filter(state=RunState.RUNNING):
        if is_dead(run, now):
            ended += Run.objects.filter(pk=run.pk, attempt=run.attempt, state=RunState.RUNNING).update(
                state=RunState.FAILED,
                error="Lần đối khớp bị ngắt giữa chừng (máy chủ dừng). Kết quả lần trước vẫn giữ nguyên; hãy chạy lại.",
                finished_at=now,
            )
    alive = set(Run.objects.filter(state__in=(RunState.WAITING, RunState.RUNNING)).values_list("pk", flat=True))
    results.remove_leftovers(alive)
    return ended


def is_dead(run: Run, now: datetime) -> bool:
    """True for a running run that gave no sign of life for ten minutes."""
    last = run.heartbeat_at or run.started_at or run.created_at
    return run.state == RunState.RUNNING and now - last > DEAD_AFTER


def _end(actor: Actor, write: Write, ids: Sequence[int], state: str, note: str, action: str) -> int:
    findings = _findings(actor, ids)
    open_ones = [one for one in findings if one.state in (FindingState.OPEN, FindingState.IN_WORK)]
    changed = Finding.objects.filter(pk__in=[one.pk for one in open_ones]).update(
        state=state,
        resolved_on=timezone.localdate(),
        resolved_how=ResolvedHow.BY_HAND,
        resolved_by=actor.user_id,
        note=note.strip()[:300],
    )
    for one in open_ones:
        write.audit(action, subject=one, details={"class": one.result_class})
    if not open_ones:
        write.audit(action, subject="cleaning.finding:none", details={"count": 0})
    for sector in sorted({one.sector for one in open_ones}):
        resolved = sum(1 for one in open_ones if one.sector == sector)
        write.publish(FindingsChanged(sector=sector, opened=0, resolved=resolved))
    return changed


def _findings(actor: Actor, ids: Sequence[int]) -> list[Finding]:
    """The findings, locked, in the order of their ids; all of them in the actor's area or none."""
    wanted = sorted(set(ids))
    if not wanted:
        raise InvalidInput("Chưa chọn bản ghi nào.")
    if len(wanted) > MOST_AT_ONCE:
        raise InvalidInput(f"Mỗi lần chỉ xử lý được tối đa {MOST_AT_ONCE} bản ghi.")
    visible = Finding.objects.filter(scope_of(actor, VIEW_RECORDS).condition(), pk__in=wanted)
    found = list(visible.select_for_update().order_by("pk"))
    if len(found) != len(wanted):
        raise FindingNotFound()
    return found


def _begin(actor: Actor, write: Write, sector: str, version_id: int) -> Run:
    described = datasets.sector(sector)
    write.authorise(agency=described.agency)
    version = datasets.version(version_id)
    if version.sector_code != sector or version.state != VersionState.CONFIRMED:
        raise NotReady(version=version_id)
    try:
        with transaction.atomic():
            run = Run.objects.create(
                sector=sector,
                version_id=version_id,
                started_by=actor.user_id,
                started_by_name=actor.name[:120],
                started_by_agency=actor.agency or "",
                attempt=1,
            )
    except IntegrityError as error:
        raise RunActive(sector=sector) from error
    write.audit("cleaning.run_started", subject=run, details={"sector": sector, "version": version_id})
    return run


def _lock(run_id: int) -> Run:
    run = Run.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise RunNotFound(run=run_id)
    return run
