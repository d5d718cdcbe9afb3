"""Long work, done by ``dean06 db_worker``."""

from __future__ import annotations

from django_tasks import task

from dean06.ecosystem.cleaning import running


@task()
def run_cleaning(run_id: int, attempt: int) -> bool:
    """One attempt of a run; taking it up twice does no harm."""
    return running.execute(run_id, attempt)
