"""The histories of values and of the catalogue are written once: triggers refuse to change or delete a row."""

from __future__ import annotations

from dean06.kernel.common import append_only

HISTORIES = ("indicators_valuechange", "indicators_cataloguechange")


def register() -> None:
    """Called at start-up, so that the emptying of a test database knows of them."""
    for table in HISTORIES:
        append_only.register(table)
