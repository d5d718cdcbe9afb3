"""PUBLIC facts about citizens' accounts: ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCodeAsked(Event):
    """A code is to be sent to the address of a ``ContactConfirmation``."""

    name: ClassVar[str] = "identity.contact_code_asked"
    confirmation_id: int
