"""The invented province of these tests, and what its people do."""

from __future__ import annotations

import pytest

from dean06.steering.collection.tests import factories
from dean06.steering.collection.tests.factories import World


@pytest.fixture
def world(db: None) -> World:
    """Units, four monthly indicators of communes, one of departments, one of facilities; one actor a role."""
    return factories.world()
