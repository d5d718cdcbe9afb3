"""PUBLIC reads of reports, filtered by the actor: those of the own agency, or the whole province's."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.papers import Paper
from dean06.steering.indicators.types import PeriodKind
from dean06.steering.reports import access, drawing
from dean06.steering.reports.models import Report
from dean06.steering.reports.output.paper import paper
from dean06.steering.reports.types import ReportRef, ReportState, Shown

_MOST = 300


def reports(
    actor: Actor, *, kind: PeriodKind | None = None, unit_id: int | None = None, limit: int = _MOST
) -> list[ReportRef]:
    """The reports that the actor may see, the newest period first."""
    found = access.visible(actor).defer("frozen", "findings").order_by("-period__last", "unit_name")
    if kind is not None:
        found = found.filter(kind=kind)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    return [_ref(report) for report in found[:limit]]


def shown(actor: Actor, report_id: int, *, today: dt.date) -> Shown:
    """A report as it is shown: live while drafted, later as it was frozen. Raises ``ReportNotFound``."""
    return drawing.shown(actor, access.get(actor, report_id), today=today)


def paper_of(actor: Actor, report_id: int, *, today: dt.date) -> Paper:
    """The same as a paper, ready for ``papers.to_docx``. Raises ``ReportNotFound``."""
    report = access.get(actor, report_id)
    return paper(drawing.shown(actor, report, today=today), drawing.letter_of(report))


def waiting_for_signature(actor: Actor) -> list[ReportRef]:
    """Checked reports that the actor may sign."""
    found = access.visible(actor).filter(state=ReportState.CHECKED).defer("frozen", "findings")
    return [_ref(report) for report in found if actor.can(access.SIGN, agency=report.agency_code)]


def _ref(report: Report) -> ReportRef:
    return ReportRef(
        id=report.pk,
        title=report.title,
        unit=report.unit_name,
        kind=report.kind,
        period=report.period_code,
        period_label=report.period_label,
        state=ReportState(report.state),
        number=report.full_number,
        issued_on=report.issued_on,
        updated_at=report.updated_at,
    )
