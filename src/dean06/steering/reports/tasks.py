"""Long work, taken up by ``db_worker``: a report's PDF. May be repeated; a second time it finds the file there."""

from __future__ import annotations

from django_tasks import task

from dean06.steering.reports import filing


@task()
def make_pdf(report_id: int) -> None:
    """Write, sign and keep the PDF of an issued report."""
    filing.make_pdf(report_id)
