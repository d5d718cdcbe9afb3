"""PUBLIC. Words and shapes of collecting: the state of a submission, what a unit owes, how it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models

from dean06.steering.indicators.types import IndicatorRef, PeriodRef, UnitRef

__all__ = ["Act", "Duty", "State", "UnitStatus"]


class State(models.TextChoices):
    """Where the figures of a unit for a period stand. ``OPEN``: nothing was entered; ``EXEMPT``: nothing is owed."""

    OPEN = "open", "Chưa nhập"
    DRAFT = "draft", "Đang nhập"
    SENT = "sent", "Đã gửi, chờ duyệt"
    RETURNED = "returned", "Bị trả lại"
    ACCEPTED = "accepted", "Đã duyệt"
    REOPENED = "reopened", "Được mở lại"
    EXEMPT = "exempt", "Được miễn"


class Act(models.TextChoices):
    """What was done with a submission; each leaves a row that is never changed."""

    BEGIN = "begin", "Bắt đầu nhập"
    SEND = "send", "Gửi lên tỉnh"
    RETURN = "return", "Trả lại"
    ACCEPT = "accept", "Duyệt"
    REOPEN = "reopen", "Mở lại"


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """How one unit stands in one period.

    ``late_days``: calendar days after the due day, of the first sending, or of today while nothing was sent; 0 when in
    time. ``filled`` of ``expected`` indicators have a figure. ``overdue``: the due day is over and nothing was sent.
    """

    unit: UnitRef
    due_on: dt.date
    state: State
    sent_at: dt.datetime | None
    late_days: int
    filled: int
    expected: int

    @property
    def received(self) -> bool:
        """The province has the figures: sent or accepted."""
        return self.state in (State.SENT, State.ACCEPTED)

    @property
    def overdue(self) -> bool:
        """Late, and still not sent."""
        return self.late_days > 0 and not self.received and self.state != State.EXEMPT


@dataclass(frozen=True, slots=True)
class Duty:
    """What a unit owes for one period: ``indicators`` due on ``due_on``; ``warn_on``: working day to be ready by."""

    period: PeriodRef
    unit: UnitRef
    due_on: dt.date
    warn_on: dt.date
    indicators: tuple[IndicatorRef, ...]
    state: State
    filled: int
    late_days: int
    reason: str = ""
    locked: bool = False

    @property
    def open(self) -> bool:
        """The unit still has to do something."""
        return self.state in (State.OPEN, State.DRAFT, State.RETURNED, State.REOPENED) and not self.locked
