"""PRIVATE. Taking a version in: from then on it is the present of its dataset."""

from __future__ import annotations

from django.utils import timezone

from dean06.ecosystem.datasets.events import DatasetVersionConfirmed
from dean06.ecosystem.datasets.models import DatasetVersion
from dean06.ecosystem.datasets.types import VersionState
from dean06.kernel.writing.services import Write


def make_present(version: DatasetVersion, write: Write) -> None:
    """Take in a version that was read: from now on it is the present of its dataset. Inside a running write."""
    dataset = version.dataset
    version.state, version.confirmed_at, version.confirmed_by = VersionState.CONFIRMED, timezone.now(), write.actor.name
    version.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    dataset.latest = version
    dataset.save(update_fields=["latest"])
    write.audit(
        "dataset.confirmed",
        subject=version,
        details={"rows": version.rows, "bad_rows": version.bad_rows, "added": version.added, "gone": version.gone},
    )
    write.publish(DatasetVersionConfirmed(version_id=version.pk, sector=dataset.sector.code))
