"""Acts, remarks and locks are written once: triggers refuse to change or delete a row, in both databases."""

from __future__ import annotations

from dean06.kernel.common import append_only

TABLES = ("collection_submissionact", "collection_remark", "collection_periodlock")


def register() -> None:
    """Called at start-up, so that the emptying of a test database knows of them."""
    for table in TABLES:
        append_only.register(table)
