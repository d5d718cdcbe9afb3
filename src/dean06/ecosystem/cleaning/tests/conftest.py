"""The made-up province of these tests."""

from __future__ import annotations

from typing import Any

import pytest

from dean06.ecosystem.cleaning.tests import factories


@pytest.fixture
def units(db: None) -> None:
    """Two communes and their bodies are in the database."""
    factories.province()


@pytest.fixture
def people() -> list[dict[str, Any]]:
    """Sixty registered people."""
    return factories.crowd(60)
