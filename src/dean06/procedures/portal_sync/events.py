"""PUBLIC facts about the portal's copies: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSynced(Event):
    """The portal took a case for the first time."""

    name: ClassVar[str] = "portal_sync.case_synced"
    case_id: int
    code: str
