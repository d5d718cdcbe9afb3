"""The demo gateway is set up in these tests, as in the demo."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def demo_gateway_is_set_up(settings: Any) -> None:
    settings.DEMO = True
