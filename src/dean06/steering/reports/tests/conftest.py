"""The invented province of these tests."""

from __future__ import annotations

import pytest

from dean06.steering.reports.tests import factories
from dean06.steering.reports.tests.factories import World


@pytest.fixture
def who(db: None) -> World:
    """Bodies, figures of three months, and one actor a duty."""
    return factories.world()
