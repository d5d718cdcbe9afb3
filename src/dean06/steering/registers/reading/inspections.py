"""PRIVATE. Inspections with their units and findings, as lists and reports show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from dean06.kernel.common.actors import Actor
from dean06.steering.registers.models import Finding, Inspection
from dean06.steering.registers.reading.scope import findings_of, inspections_of, names, own_bodies
from dean06.steering.registers.types import FindingRow, FindingState, InspectionRow, InspectionState


def inspections_in(actor: Actor, first: dt.date, last: dt.date) -> list[InspectionRow]:
    """Inspections that touch a period, with findings as they stand, by day. Four queries. Raises ``NotAllowed``."""
    found = inspections_of(actor).filter(starts_on__lte=last, ends_on__gte=first).order_by("starts_on", "pk")
    return rows(actor, found.exclude(state=InspectionState.CANCELLED), last)


def open_findings(actor: Actor, on: dt.date) -> list[FindingRow]:
    """Findings that are not closed, the latest first to be mended on top. Two queries. Raises ``NotAllowed``."""
    found = findings_of(actor).exclude(state=FindingState.CLOSED).exclude(inspection__state=InspectionState.CANCELLED)
    return finding_rows(found.order_by("fix_by", "pk"), on)


def overdue_findings(actor: Actor, on: dt.date) -> list[FindingRow]:
    """Findings past their day that no unit has reported as mended, the longest overdue first. Two queries."""
    return [row for row in open_findings(actor, on) if row.days_late]


def rows(actor: Actor, found: Iterable[Inspection], on: dt.date) -> list[InspectionRow]:
    """Rows with units and those findings that the reader may see. Three queries."""
    listed = list(found)
    ids = [one.pk for one in listed]
    findings: dict[int, list[Finding]] = {}
    for finding in findings_of(actor).filter(inspection__in=ids):
        findings.setdefault(finding.inspection_id, []).append(finding)
    bodies = own_bodies(actor)
    units: dict[int, list[str]] = {}
    for inspection_id, code, lead in (
        Inspection.objects.filter(pk__in=ids, units__isnull=False)
        .order_by("units__pk")
        .values_list("pk", "units__agency_code", "lead_code")
    ):
        if bodies is None or code in bodies or lead in bodies:
            units.setdefault(inspection_id, []).append(code)
    known = names({code for codes in units.values() for code in codes} | {one.lead_code for one in listed})
    return [
        InspectionRow(
            id=one.pk,
            title=one.title,
            basis=one.basis,
            lead=known.get(one.lead_code, one.lead_code),
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            state=InspectionState(one.state),
            conclusion=one.conclusion,
            units=tuple(known.get(code, code) for code in units.get(one.pk, ())),
            findings=tuple(_finding(finding, known, on) for finding in findings.get(one.pk, ())),
        )
        for one in listed
    ]


def finding_rows(found: Iterable[Finding], on: dt.date) -> list[FindingRow]:
    """Rows of findings whose ``inspection`` was selected. One query for names."""
    listed = list(found)
    known = names(finding.agency_code for finding in listed)
    return [_finding(finding, known, on) for finding in listed]


def _finding(finding: Finding, known: dict[str, str], on: dt.date) -> FindingRow:
    state = FindingState(finding.state)
    late = (on - finding.fix_by).days if state == FindingState.OPEN else 0
    return FindingRow(
        id=finding.pk,
        inspection_id=finding.inspection_id,
        inspection=finding.inspection.title,
        unit=known.get(finding.agency_code, finding.agency_code),
        unit_code=finding.agency_code,
        text=finding.text,
        fix_by=finding.fix_by,
        state=state,
        days_late=max(late, 0),
        reported_on=finding.reported_on,
        closed_on=finding.closed_on,
    )
