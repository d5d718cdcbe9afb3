"""A province with the sectors loaded, files in a folder that goes away, and the people who hand lists in."""

from __future__ import annotations

from pathlib import Path

import pytest

from dean06.ecosystem.datasets import services
from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.units.models import Agency
from dean06.kernel.units.naming import name_key

INSURANCE, JUSTICE = "bhxh-tinh", "so-tu-phap"


@pytest.fixture
def sectors(db: None, settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "files"
    for code, name in ((INSURANCE, "Bảo hiểm xã hội tỉnh Mẫu"), (JUSTICE, "Sở Tư pháp")):
        Agency.objects.create(code=code, name=name, short_name=name, kind="vertical", name_key=name_key(name))
    services.load_sectors(actor=system_actor("tests"))


@pytest.fixture
def steward(sectors: None) -> Actor:
    """The data steward of the insurance."""
    return make_actor("data_steward", INSURANCE)


@pytest.fixture
def stranger(sectors: None) -> Actor:
    """The data steward of another body."""
    return make_actor("data_steward", JUSTICE)
