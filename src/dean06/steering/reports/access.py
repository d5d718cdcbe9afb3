"""PRIVATE. Who sees which report: those whose rights cover its agency."""

from __future__ import annotations

from django.db.models import QuerySet

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.steering.reports.errors import ReportNotFound
from dean06.steering.reports.models import Report, Section

VIEW, WRITE, SIGN = "reports.view", "reports.write", "reports.sign"
#: Prefix of the owner label of kept files.
FILE_OWNER = "reports.report"


def visible(actor: Actor) -> QuerySet[Report]:
    """The reports of the actor's area."""
    actor.require(VIEW)
    agencies = actor.agencies_for(VIEW)
    found = Report.objects.all()
    return found if WHOLE_PROVINCE in agencies else found.filter(agency_code__in=agencies)


def get(actor: Actor, report_id: int) -> Report:
    """One report. Raises ``ReportNotFound``."""
    found = visible(actor).filter(pk=report_id).first()
    if found is None:
        raise ReportNotFound
    return found


def lock(actor: Actor, report_id: int) -> Report:
    """The same, locked until the end of the transaction."""
    found = visible(actor).select_for_update(of=("self",)).filter(pk=report_id).first()
    if found is None:
        raise ReportNotFound
    return found


def lock_section(actor: Actor, section_id: int) -> tuple[Report, Section]:
    """A section with its report, both locked: the report first, so that freezing waits for who saves and back."""
    report_id = Section.objects.filter(pk=section_id).values_list("report_id", flat=True).first()
    if report_id is None:
        raise ReportNotFound
    report = lock(actor, report_id)
    return report, Section.objects.select_for_update().get(pk=section_id)


def may_open_file(actor: Actor, owner: str) -> bool:
    """Who may open a kept file: those who see its report."""
    if not actor.can(VIEW):
        return False
    return visible(actor).filter(pk=int(owner.partition(":")[2])).exists()
