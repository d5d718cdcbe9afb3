"""PRIVATE. The clock and the states in words: colour never says anything that the words do not."""

from __future__ import annotations

from dataclasses import dataclass

from dean06.procedures.cases.types import PAUSED, ClockReading, State

#: Minutes of a working day of eight hours, by which long times are told in days.
DAY = 480
#: From here down to the end of the time a case is told to be near its end.
SOON = DAY

STATE_KINDS: dict[int, str] = {
    State.SUBMITTED: "info",
    State.RECEIVED: "info",
    State.NOT_RECEIVED: "neutral",
    State.PROCESSING: "ongoing",
    State.SUPPLEMENT: "warning",
    State.FINANCIAL: "warning",
    State.WITHDRAWN: "neutral",
    State.STOPPED: "neutral",
    State.DONE: "success",
    State.RETURNED: "success",
}
#: Shorter than the portal's names, for narrow columns; the case page shows the portal's.
STATE_SHORT: dict[int, str] = {
    State.SUBMITTED: "Mới đăng ký",
    State.RECEIVED: "Đã tiếp nhận",
    State.NOT_RECEIVED: "Không tiếp nhận",
    State.PROCESSING: "Đang xử lý",
    State.SUPPLEMENT: "Chờ bổ sung",
    State.FINANCIAL: "Chờ nộp tiền",
    State.WITHDRAWN: "Đã rút",
    State.STOPPED: "Dừng xử lý",
    State.DONE: "Chờ trả kết quả",
    State.RETURNED: "Đã trả kết quả",
}
PARTIES: dict[str, str] = {
    "office": "Cơ quan nhà nước",
    "citizen": "Người nộp hồ sơ",
    "outside": "Hệ thống, cơ quan khác",
}


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Time left in words, and the badge it is shown in."""

    text: str
    kind: str

    @property
    def row(self) -> str:
        """Class of a table row."""
        return f"is-{self.kind}" if self.kind in ("danger", "warning") else ""


def span(minutes: int) -> str:
    """Working minutes in words: ``45 phút``, ``3 giờ``, ``2 ngày 4 giờ``. A day has eight hours."""
    minutes = abs(minutes)
    if minutes < 60:
        return f"{minutes} phút"
    days, rest = divmod(minutes, DAY)
    hours = rest // 60
    parts = [f"{days} ngày"] if days else []
    if hours:
        parts.append(f"{hours} giờ")
    return " ".join(parts)


def time_left(reading: ClockReading, state: int) -> TimeLeft:
    """What the clock of a case says to who works on it."""
    if state in (State.RETURNED, State.DONE):
        return TimeLeft("Xong, trễ hạn", "danger") if reading.is_late else TimeLeft("Xong đúng hạn", "success")
    if state in PAUSED or reading.is_paused:
        left = reading.left_minutes
        return TimeLeft("Tạm dừng" if left is None or left < 0 else f"Tạm dừng, còn {span(left)}", "neutral")
    return left_words(reading.left_minutes)


def left_words(minutes: int | None) -> TimeLeft:
    """Working minutes left (negative: late), in words."""
    if minutes is None:
        return TimeLeft("Chưa tính hạn", "neutral")
    if minutes < 0:
        return late_words(-minutes)
    return TimeLeft(f"Còn {span(minutes)}", "warning" if minutes <= SOON else "neutral")


def late_words(minutes: int) -> TimeLeft:
    """So many working minutes late; the clock says one when the time ran out at the end of office hours."""
    return TimeLeft(f"Trễ {span(minutes)}" if minutes > 1 else "Vừa hết hạn", "danger")


def percent_used(reading: ClockReading) -> int:
    """Share of the legal time that is used, whole percent, at most 100."""
    return min(100, reading.used_minutes * 100 // reading.total_minutes) if reading.total_minutes else 0
