"""The history of values is written once: triggers refuse to change or delete a row, in both databases."""

from __future__ import annotations

from dean06.kernel.common import append_only

HISTORY = "indicators_valuechange"


def register() -> None:
    """Called at start-up, so that the emptying of a test database knows of it."""
    append_only.register(HISTORY)
