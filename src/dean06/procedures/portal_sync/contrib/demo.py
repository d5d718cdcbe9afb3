"""A national portal inside the process, for the demo: it checks what it is given and hands in nothing by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dean06.procedures.portal_sync.contrib.checking import examine
from dean06.procedures.portal_sync.contrib.ports import Answer


class DemoPortal:
    """Takes every record that its checks let pass."""

    def put(self, record: Mapping[str, Any], *, serial: int) -> Answer:
        return examine(record)

    def waiting(self, limit: int) -> Sequence[Mapping[str, Any]]:
        return []

    def confirm(self, portal_id: str, *, case_code: str = "", problem: str = "") -> None:
        return None
