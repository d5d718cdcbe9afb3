"""PUBLIC facts about the registers: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChanged(Event):
    """A record of a register changed. ``register``: see ``types.Register``; ``act``: the audited act."""

    name: ClassVar[str] = "registers.record_changed"
    register: str
    record: int
    act: str
