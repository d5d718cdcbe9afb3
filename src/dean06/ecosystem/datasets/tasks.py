"""Long work, taken up by ``db_worker``: looking at a file and reading it. May be repeated; one run gets through."""

from __future__ import annotations

from django_tasks import task

from dean06.ecosystem.datasets import jobs


@task()
def read_file(version_id: int) -> None:
    """Do the next step that a version waits for: the first look, or the reading."""
    jobs.work_on(version_id)
