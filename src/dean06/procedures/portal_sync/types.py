"""PUBLIC. States of the national portal's copy of a case, and what the queries return."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models


class SyncState(models.TextChoices):
    """How far the portal's copy is behind ours."""

    WAITING = "waiting", "Chờ gửi"
    SENT = "sent", "Đã đồng bộ"
    REFUSED = "refused", "Cổng từ chối"


class InboundState(models.TextChoices):
    """What became of a dossier that the portal handed in."""

    TAKEN = "taken", "Đã nhận thành hồ sơ"
    REFUSED = "refused", "Không nhận được"


@dataclass(frozen=True, slots=True)
class UnitSync:
    """Records of one receiving agency by state; the three add up to ``total``."""

    agency: str
    waiting: int
    sent: int
    refused: int

    @property
    def total(self) -> int:
        return self.waiting + self.sent + self.refused


@dataclass(frozen=True, slots=True)
class SyncFacts:
    """Whether and when the portal has a case (index 766, component 1.4)."""

    case_id: int
    first_sent_at: dt.datetime | None
    state: str
