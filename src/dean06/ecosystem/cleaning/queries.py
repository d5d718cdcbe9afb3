"""PUBLIC reads of cleaning. Every function takes the actor first where it shows people or numbers of an area; those
without one are for the work of upper layers (``review``), which authorise and audit themselves.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet, Sum

from dean06.ecosystem.cleaning.counting import FOUR, QualityMatrix, quality_matrix, trend
from dean06.ecosystem.cleaning.errors import RunNotFound
from dean06.ecosystem.cleaning.explaining import explain
from dean06.ecosystem.cleaning.looking import candidates, finding, records_behind, uncertain
from dean06.ecosystem.cleaning.models import Finding, Run, RunCount
from dean06.ecosystem.cleaning.rules.guide import ADVICE, Advice
from dean06.ecosystem.cleaning.rules.wording import ratio
from dean06.ecosystem.cleaning.scope import VIEW, VIEW_RECORDS, scope_of
from dean06.ecosystem.cleaning.types import (
    ClassCounts,
    ResultClass,
    RunRef,
    RunState,
    Split,
)
from dean06.kernel.common.actors import Actor

__all__ = [
    "FOUR",
    "QualityMatrix",
    "advice",
    "candidates",
    "class_counts",
    "explain",
    "finding",
    "findings",
    "latest_run",
    "quality_matrix",
    "ratio",
    "records_behind",
    "run",
    "runs",
    "sees_sector",
    "trend",
    "uncertain",
    "unit_counts",
]


def latest_run(sector: str) -> RunRef | None:
    """The last finished run of a list, whose results are the present ones; ``None`` when there is none. One query."""
    found = Run.objects.filter(sector=sector, state=RunState.DONE).order_by("-id").first()
    return run_ref(found) if found else None


def run(run_id: int) -> RunRef:
    """A run in whatever state. Raises ``RunNotFound``. One query."""
    found = Run.objects.filter(pk=run_id).first()
    if found is None:
        raise RunNotFound(run=run_id)
    return run_ref(found)


def class_counts(actor: Actor, sector: str, unit: str | None = None) -> ClassCounts | None:
    """Records of the latest run per class, of one commune or of all that the actor may see; ``None`` without a run.

    Numbers only: needs ``cleaning.view``. Two queries.
    """
    scope = scope_of(actor, VIEW)
    present = latest_run(sector)
    if present is None:
        return None
    rows = RunCount.objects.filter(run=present.id)
    visible = scope.units_of(sector)
    if visible is not None:
        rows = rows.filter(unit_code__in=visible)
    if unit is not None:
        rows = rows.filter(unit_code=unit)
    classes = dict.fromkeys(ResultClass.values, 0)
    split = dict.fromkeys(Split.values, 0)
    for result_class, part, count in rows.values_list("result_class", "split").annotate(number=Sum("count")):
        classes[result_class] += count
        split[part] += count
    return ClassCounts(sector, present.id, unit, classes, split)


def findings(
    actor: Actor,
    *,
    sector: str | None = None,
    unit: str | None = None,
    result_class: str | None = None,
    state: str | None = None,
) -> QuerySet[Finding]:
    """Findings in the actor's area (``cleaning.view_records``), narrowed; rows hold no names and no numbers of people.

    Raises ``NotAllowed``.
    """
    wanted = scope_of(actor, VIEW_RECORDS).condition()
    for name, value in (("sector", sector), ("unit_code", unit), ("result_class", result_class), ("state", state)):
        if value is not None:
            wanted &= Q(**{name: value})
    return Finding.objects.filter(wanted)


def unit_counts(actor: Actor, sector: str) -> dict[str, dict[str, int]]:
    """Commune → class → records of the latest run, of the communes the actor may see. Three queries."""
    present = latest_run(sector)
    if present is None:
        return {}
    rows = RunCount.objects.filter(run=present.id)
    visible = scope_of(actor, VIEW).units_of(sector)
    if visible is not None:
        rows = rows.filter(unit_code__in=visible)
    found: dict[str, dict[str, int]] = {}
    for unit, result_class, number in rows.values_list("unit_code", "result_class").annotate(number=Sum("count")):
        found.setdefault(unit, dict.fromkeys(ResultClass.values, 0))[result_class] = number
    return found


def runs(actor: Actor, sector: str, limit: int = 20) -> list[RunRef]:
    """Runs of a list, newest first; only for who sees the whole list. One query."""
    if not sees_sector(actor, sector):
        return []
    return [run_ref(row) for row in Run.objects.filter(sector=sector).order_by("-id")[:limit]]


def sees_sector(actor: Actor, sector: str) -> bool:
    """True if the actor sees the numbers of the whole list, not only of a commune."""
    return scope_of(actor, VIEW).sees_sector(sector)


def advice(result_class: str) -> Advice:
    """What a class means, who must act, what to do (Vietnamese)."""
    return ADVICE[result_class]


# --- Shared with the rest of this app ---------------------------------------------------------------------------------


def run_ref(row: Run) -> RunRef:
    """The public form of a row."""
    return RunRef(
        id=row.pk,
        sector=row.sector,
        version_id=row.version_id,
        state=row.state,
        step=row.step,
        done=row.done,
        total=row.total,
        started_by_name=row.started_by_name,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        counts=row.counts,
        error=row.error,
        restartable=row.state in (RunState.FAILED, RunState.CANCELLED),
    )
