"""The invented world and readers of these tests."""

from __future__ import annotations

import pytest

from dean06.ecosystem.review.tests import factories
from dean06.ecosystem.review.tests.factories import People, World


@pytest.fixture
def world(db: None) -> World:
    """Communes, their bodies and the insurance's list, still empty."""
    return World()


@pytest.fixture
def who(world: World) -> People:
    """One actor a duty."""
    return factories.people()
