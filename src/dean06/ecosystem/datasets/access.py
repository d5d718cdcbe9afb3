"""PRIVATE. Who sees what: lists by the agency that owns them, personal values whole only for who may see records."""

from __future__ import annotations

from dean06.ecosystem.datasets.models import DatasetVersion
from dean06.kernel.common.actors import Actor

#: Owner label of the files of this app: ``"datasets.datasetversion:17"``.
FILE_OWNER = "datasets.datasetversion"


def may_open_file(actor: Actor, owner: str) -> bool:
    """True if the actor may see the dataset that the file was handed in for."""
    number = owner.partition(":")[2]
    version = DatasetVersion.objects.select_related("dataset__sector").filter(pk=number or 0).first()
    return version is not None and actor.can("datasets.view", agency=version.dataset.sector.agency)


def sees_persons(actor: Actor, agency: str) -> bool:
    """True if personal values of this agency's lists are shown whole; others see them masked."""
    return actor.can("cleaning.view_records", agency=agency)
