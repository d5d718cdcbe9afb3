"""Long work, taken up by ``db_worker``: importing a file, making a copy. Both may be repeated."""

from __future__ import annotations

from django_tasks import task

from dean06.kernel.common.errors import DomainError
from dean06.kernel.population.bulk import exporting, importing


@task()
def run_import(batch_id: int) -> None:
    """Do, or go on with, an import; a refusal stands on the batch."""
    try:
        importing.run(batch_id)
    except DomainError:
        return


@task()
def make_export(export_id: int) -> None:
    """Make an allowed copy; a refusal stands on the request."""
    try:
        exporting.make_file(export_id)
    except DomainError:
        return
