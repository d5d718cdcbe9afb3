"""The history of the registers is written once: triggers refuse to change or delete a line, in both databases."""

from __future__ import annotations

from dean06.kernel.common import append_only

HISTORY = "registers_historyline"


def register() -> None:
    """Called at start-up, so that the emptying of a test database knows of it."""
    append_only.register(HISTORY)
