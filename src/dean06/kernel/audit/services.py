"""PUBLIC. Writing audit rows."""

from __future__ import annotations

from typing import Any

from dean06.kernel.common.actors import Actor


def record(
    *, actor: Actor, action: str, subject: str, purpose: str = "", details: dict[str, Any] | None = None
) -> None:
    """Append one row."""
    raise NotImplementedError
