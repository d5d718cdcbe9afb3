"""A small province with figures, read as of today."""

from __future__ import annotations

import pytest
from django.utils import timezone

from dean06.steering.dashboards.tests import factories
from dean06.steering.dashboards.tests.factories import World


@pytest.fixture
def world(db: None) -> World:
    """Five communes, six indicators, four months."""
    return factories.world(today=timezone.localdate())
