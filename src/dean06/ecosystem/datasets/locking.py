"""PRIVATE. Records taken for change, in one order: sector's dataset first, then the version."""

from __future__ import annotations

from collections.abc import Collection

from dean06.ecosystem.datasets.errors import SectorNotFound, VersionNotFound, WrongState
from dean06.ecosystem.datasets.models import Dataset, DatasetVersion, Sector


def locked_dataset(sector_code: str) -> Dataset:
    """The dataset of a sector, locked; made at the first upload. Raises ``SectorNotFound``."""
    sector = Sector.objects.filter(code=sector_code, active=True).first()
    if sector is None:
        raise SectorNotFound(sector=sector_code)
    Dataset.objects.get_or_create(sector=sector)
    return Dataset.objects.select_for_update().select_related("sector").get(sector=sector)


def locked_version(version_id: int, states: Collection[str] | None = None) -> DatasetVersion:
    """A version and its dataset, locked. Raises ``VersionNotFound``; ``WrongState`` unless in one of ``states``."""
    known = DatasetVersion.objects.filter(pk=version_id).values_list("dataset_id", flat=True).first()
    if known is None:
        raise VersionNotFound(version=version_id)
    Dataset.objects.select_for_update().get(pk=known)
    version = (
        DatasetVersion.objects.select_for_update(of=("self",)).select_related("dataset__sector").get(pk=version_id)
    )
    if states is not None and version.state not in states:
        raise WrongState(version=version_id, state=version.state)
    return version
