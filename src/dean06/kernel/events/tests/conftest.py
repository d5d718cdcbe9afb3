"""A made-up event with subscribers of its own, so that no other app's handler takes part."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dean06.kernel.events import services, subscriptions
from dean06.kernel.events.subscriptions import Subscriptions


@pytest.fixture
def subscribers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Subscriptions]:
    fresh = Subscriptions()
    monkeypatch.setattr(subscriptions, "registry", fresh)
    monkeypatch.setattr(services, "registry", fresh)
    yield fresh
