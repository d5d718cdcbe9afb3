"""Life events are written once: triggers refuse to change or delete them, in both databases."""

from __future__ import annotations

from dean06.kernel.common import append_only

APPEND_ONLY = "population_lifeevent"


def register() -> None:
    """Called at start-up, so that the emptying of a test database knows of it."""
    append_only.register(APPEND_ONLY)
