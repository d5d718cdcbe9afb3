"""PRIVATE. The long work on a version, outside any transaction: look at the file, read it, tell how far it is.

A run claims its version by a sign of life (``heartbeat_at``); another run takes it over only once that is old, so that
a job that died can be done again and two never write together. What a run writes is half-made until it is renamed.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from dean06.ecosystem.datasets import storing
from dean06.ecosystem.datasets.errors import SheetNeeded
from dean06.ecosystem.datasets.finishing_services import (
    columns_wait,
    reading_failed,
    reading_finished,
    recognised_by_memory,
)
from dean06.ecosystem.datasets.limits import limits
from dean06.ecosystem.datasets.models import ColumnMapping, DatasetVersion
from dean06.ecosystem.datasets.queries import field_ref
from dean06.ecosystem.datasets.reading.intake import Options, read
from dean06.ecosystem.datasets.reading.survey import Survey, survey
from dean06.ecosystem.datasets.types import FieldRef, VersionState
from dean06.ecosystem.datasets.unit_names import commune_keys
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.files import queries as files

logger = logging.getLogger(__name__)
#: A run without a sign of life for this long is dead.
DEAD_AFTER = dt.timedelta(minutes=10)
MOST_ATTEMPTS = 3
_ACTOR = "datasets.read_file"


class Superseded(Exception):
    """The version was withdrawn, or taken over by another run, while this one was at work."""


def work_on(version_id: int) -> None:
    """Do what the version waits for; nothing when it waits for nothing or another run is alive."""
    version = _claim(version_id)
    if version is None:
        return
    try:
        if version.state == VersionState.RECEIVED:
            _look(version)
            version.refresh_from_db()
        if version.state == VersionState.READING:
            _read(version)
    except Superseded:
        storing.abandon(version_id)
    except DomainError as error:
        storing.abandon(version_id)
        reading_failed(actor=system_actor(_ACTOR), version_id=version_id, code=error.code, message=error.message)
    except Exception:
        storing.abandon(version_id)
        logger.exception("reading version %s failed", version_id)
        reading_failed(
            actor=system_actor(_ACTOR),
            version_id=version_id,
            code="DATASET_INTERNAL",
            message="Việc đọc tệp dừng vì lỗi của hệ thống. Hãy thử nộp lại; nếu vẫn lỗi, báo quản trị hệ thống.",
        )


def _claim(version_id: int) -> DatasetVersion | None:
    """Take the version for this run."""
    now = timezone.now()
    free = Q(heartbeat_at=None) | Q(heartbeat_at__lt=now - DEAD_AFTER)
    waiting = DatasetVersion.objects.filter(
        free, pk=version_id, state__in=(VersionState.RECEIVED, VersionState.READING)
    )
    if not waiting.update(heartbeat_at=now, attempts=F("attempts") + 1):
        return None
    return DatasetVersion.objects.select_related("dataset__sector", "dataset__latest").get(pk=version_id)


def _fields(version: DatasetVersion) -> tuple[FieldRef, ...]:
    return tuple(field_ref(field) for field in version.dataset.sector.fields.all())


def _surveyed(version: DatasetVersion) -> Survey:
    return survey(
        files.content_path(version.file_id),
        _fields(version),
        sheet=version.sheet,
        limits=limits(),
        units=commune_keys(),
    )


def _look(version: DatasetVersion) -> None:
    """The first look: how the file is built and what its columns seem to be."""
    DatasetVersion.objects.filter(pk=version.pk).update(step="Xem cấu trúc tệp")
    actor = system_actor(_ACTOR)
    try:
        found = _surveyed(version)
    except SheetNeeded as error:
        columns_wait(actor=actor, version_id=version.pk, found=None, sheets=error.details["sheets"])
        return
    kept = ColumnMapping.objects.filter(sector=version.dataset.sector, signature=found.signature).first()
    if kept is None:
        columns_wait(actor=actor, version_id=version.pk, found=found, sheets=found.opened.sheets)
    else:
        recognised_by_memory(actor=actor, version_id=version.pk, found=found, mapping_id=kept.pk)


def _read(version: DatasetVersion) -> None:
    """The reading: into a half-made folder, which becomes the version's when whole."""
    found = _surveyed(version)
    sector, previous = version.dataset.sector, version.dataset.latest
    before = storing.file_of(previous.pk, storing.RECORDS) if previous else None
    options = Options(
        latest_year=version.received_at.year,
        key_field=sector.key_field,
        key_salt=sector.key_salt,
        previous=before if before and before.is_file() else None,
    )
    mapping = {column.position: column.field for column in version.columns.all() if column.field}
    reading = read(found, mapping, _fields(version), storing.begin(version.pk), options, _Progress(version).tell)
    storing.finish(version.pk)
    try:
        reading_finished(
            actor=system_actor(_ACTOR),
            version_id=version.pk,
            attempt=version.attempts,
            reading=reading,
            previous_id=previous.pk if previous and options.previous else None,
        )
    except Exception:
        storing.remove(version.pk)
        raise


class _Progress:
    """Tells the version how far its reading is, at most once a second; that is its sign of life too."""

    def __init__(self, version: DatasetVersion) -> None:
        self._version, self._last = version, 0.0

    def tell(self, rows: int, total: int) -> None:
        """Rows read so far, of how many. Raises ``Superseded``."""
        if time.monotonic() - self._last < 1:
            return
        self._last = time.monotonic()
        values: dict[str, Any] = {"progress": rows, "progress_of": total, "step": "Đọc và sửa dữ liệu"}
        mine = DatasetVersion.objects.filter(
            pk=self._version.pk, state=VersionState.READING, attempts=self._version.attempts
        )
        if not mine.update(heartbeat_at=timezone.now(), **values):
            raise Superseded
