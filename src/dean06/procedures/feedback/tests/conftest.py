"""The made-up agencies of these tests."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from dean06.procedures.feedback.tests import factories


@pytest.fixture
def place(db: None) -> None:
    """Agencies are in the database; nobody has called yet."""
    cache.clear()
    factories.agencies()
