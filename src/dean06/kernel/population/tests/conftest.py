"""The made-up province and its officers, for the tests of this app."""

from __future__ import annotations

import pytest

from dean06.kernel.population.tests import factories
from dean06.kernel.population.tests.factories import Officers


@pytest.fixture
def who(db: None) -> Officers:
    """Units, bodies and one actor a role are in the database."""
    factories.place()
    return factories.officers()
