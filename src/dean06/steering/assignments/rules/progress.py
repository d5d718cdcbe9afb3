"""What a progress report must say, when it repeats the last one, and who may decide on a result."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from dean06.steering.assignments.errors import EvidenceMissing, OwnWorkAccepted, ReasonMissing, ReportIncomplete
from dean06.steering.assignments.types import Obstacle

#: Two reports at least this much alike (0 to 1, by words) are shown as "repeats the last report".
COPIED_FROM = 0.9

SHORTEST_REASON = 10

#: From this many changes of hands on, a task is shown as pushed to and fro.
PING_PONG_FROM = 2


def check_report(
    *,
    percent: int,
    done: str,
    next_step: str,
    obstacle: Obstacle = Obstacle.NONE,
    obstacle_text: str = "",
    last_percent: int = 0,
) -> None:
    """Raise ``ReportIncomplete`` unless the report says how far (0 to 100), what was done and what comes next.

    A percent lower than the last one, and any obstacle, must be explained.
    """
    fields: dict[str, str] = {}
    if not 0 <= percent <= 100:
        fields["percent"] = "Tỷ lệ hoàn thành phải từ 0 đến 100."
    if not done.strip():
        fields["done"] = "Hãy ghi việc đã làm, sản phẩm đã có."
    if percent < 100 and not next_step.strip():
        fields["next_step"] = "Hãy ghi bước tiếp theo."
    if obstacle is not Obstacle.NONE and not obstacle_text.strip():
        fields["obstacle_text"] = "Hãy ghi rõ vướng mắc: việc gì, ở đâu, cần ai tháo gỡ."
    if 0 <= percent < last_percent and not obstacle_text.strip():
        fields["obstacle_text"] = (
            f"Tỷ lệ giảm từ {last_percent}% xuống {percent}%: hãy ghi lý do vào ô vướng mắc, khó khăn."
        )
    if fields:
        raise ReportIncomplete(" ".join(fields.values()), fields=fields)


def check_evidence(count: int) -> None:
    """Raise ``EvidenceMissing`` unless at least one file proves the result."""
    if count < 1:
        raise EvidenceMissing(fields={"evidence": EvidenceMissing.message})


def check_reason(reason: str) -> str:
    """The reason without surrounding spaces. Raises ``ReasonMissing`` when it says nothing."""
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissing(fields={"reason": ReasonMissing.message})
    return reason


def check_not_own_work(decider_agency: str | None, doing_bodies: Collection[str]) -> None:
    """Raise ``OwnWorkAccepted`` when the decider belongs to a body that does the task."""
    if decider_agency is not None and decider_agency in doing_bodies:
        raise OwnWorkAccepted


def repeats(previous: str, text: str) -> bool:
    """True when ``text`` says (nearly) the same words as ``previous``; figures are compared too."""
    before, now = _words(previous), _words(text)
    if not before or not now:
        return False
    return before == now or SequenceMatcher(None, before, now, autojunk=False).ratio() >= COPIED_FROM


def overall_percent(percents: Sequence[int]) -> int:
    """The percent of a task led by several bodies: the mean, cut to a whole number so that 100 means all."""
    return sum(percents) // len(percents) if percents else 0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
