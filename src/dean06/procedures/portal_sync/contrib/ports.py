"""What a national portal can do, whatever carries it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal said of one record. ``accepted`` false: it will not take it as it is, for the reason given."""

    accepted: bool
    code: str = ""
    message: str = ""


class Portal(Protocol):
    """A portal. Every method raises ``PortalUnavailable`` when there is no answer to be had."""

    def put(self, record: Mapping[str, Any], *, serial: int) -> Answer:
        """Give the present state of the dossier ``MaHoSo``. The same or an older ``serial`` changes nothing."""

    def waiting(self, limit: int) -> Sequence[Mapping[str, Any]]:
        """Dossiers handed in at the portal for this province that were not confirmed yet, oldest first."""

    def confirm(self, portal_id: str, *, case_code: str = "", problem: str = "") -> None:
        """Say what became of a dossier: the code it got here, or why it was not taken."""


def portal() -> Portal:
    """The portal that ``PORTAL_BACKEND`` names."""
    backend: type[Portal] = import_string(settings.PORTAL_BACKEND)
    return backend()
