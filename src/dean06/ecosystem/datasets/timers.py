"""PRIVATE. What is done every so often: reading jobs that died are started again, half-made files removed."""

from __future__ import annotations

import datetime as dt

from dean06.ecosystem.datasets import storing, tasks
from dean06.ecosystem.datasets.finishing_services import reading_failed
from dean06.ecosystem.datasets.jobs import DEAD_AFTER, MOST_ATTEMPTS
from dean06.ecosystem.datasets.models import DatasetVersion
from dean06.ecosystem.datasets.types import VersionState
from dean06.kernel.common.actors import system_actor


def tend_readings(now: dt.datetime) -> int:
    """Start dead readings again (three times at most); returns how many. Remove what withdrawn or dead ones left."""
    at_work = DatasetVersion.objects.filter(state__in=(VersionState.RECEIVED, VersionState.READING))
    started = 0
    for version in at_work.filter(heartbeat_at__lt=now - DEAD_AFTER):
        if version.attempts >= MOST_ATTEMPTS:
            reading_failed(
                actor=system_actor("datasets.tend_readings"),
                version_id=version.pk,
                code="DATASET_INTERRUPTED",
                message=f"Việc đọc tệp bị gián đoạn {version.attempts} lần. Hãy báo quản trị hệ thống rồi nộp lại.",
            )
        else:
            tasks.read_file.enqueue(version.pk)
            started += 1
    alive = {str(pk) for pk in at_work.values_list("pk", flat=True)}
    for part in storing.root().glob(f"*{storing.PART}"):
        if part.name.removesuffix(storing.PART) not in alive:
            storing.abandon(int(part.name.removesuffix(storing.PART)))
    return started
