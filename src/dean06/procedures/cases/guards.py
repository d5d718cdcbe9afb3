"""The timeline is written once: triggers refuse to change or delete an entry, in both databases."""

from __future__ import annotations

from dean06.kernel.common import append_only

TIMELINE = "cases_caseevent"


def register() -> None:
    """Called at start-up, so that the emptying of a test database knows of it."""
    append_only.register(TIMELINE)
