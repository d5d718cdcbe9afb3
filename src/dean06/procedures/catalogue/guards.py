"""PRIVATE. A published version never changes: triggers refuse it in both databases; only its end may be set."""

from __future__ import annotations

from dean06.kernel.common import append_only

TABLE = "catalogue_procedureversion"
#: Columns that are written once.
FIXED = (
    "procedure_id",
    "version",
    "valid_from",
    "sha256",
    "content",
    "published_at",
    "published_by_id",
    "decision",
)


def register() -> None:
    """Called at start-up, so that the emptying of a test database knows of it."""
    append_only.register(TABLE, fixed=FIXED)
