"""The invented bodies and people of these tests."""

from __future__ import annotations

import pytest

from dean06.steering.assignments.tests import factories
from dean06.steering.assignments.tests.factories import People


@pytest.fixture
def who(db: None) -> People:
    """Bodies are in the database; one actor a role."""
    factories.province()
    return factories.people()
