"""What the search box understands, and how time left is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.procedures.cases.types import ClockReading, State
from dean06.web.desk.scanning import ScanKind, read_scan
from dean06.web.desk.words import STATE_KINDS, STATE_SHORT, left_words, percent_used, span, time_left

CODE = "H27.22.01-261008-0975"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (CODE, ScanKind.CASE_CODE, CODE),
        (CODE.lower() + "\r\n", ScanKind.CASE_CODE, CODE),
        (f"https://motcua.example/dich-vu-cong/tra-cuu/?ma={CODE}", ScanKind.CASE_CODE, CODE),
        (f"https://motcua.example/tra-cuu/{CODE}/", ScanKind.CASE_CODE, CODE),
        ("https://motcua.example/tra-cuu?ma=H27%2E22%2E01-261008-0975&x=1", ScanKind.CASE_CODE, CODE),
        ("000.00.16.H27-261008-0009", ScanKind.CASE_CODE, "000.00.16.H27-261008-0009"),
        ("G09.20-20260609-0092637", ScanKind.CASE_CODE, "G09.20-20260609-0092637"),
        ("042203001234", ScanKind.NUMBER, "042203001234"),
        ("042 203 001 234", ScanKind.NUMBER, "042203001234"),
        ("183912345", ScanKind.NUMBER, "183912345"),
        ("042203001234||Nguyễn Văn A|05092003|Nam|Kỳ Khang|15042021", ScanKind.CARD, "042203001234"),
        ("một|hai|ba|bốn|năm|sáu", ScanKind.WORDS, "một|hai|ba|bốn|năm|sáu"),
        ("Nguyễn  Văn An", ScanKind.WORDS, "Nguyễn Văn An"),
        ("  ", ScanKind.NOTHING, ""),
    ],
)
def test_the_search_box_knows_what_was_typed_or_scanned(text: str, kind: ScanKind, value: str) -> None:
    scan = read_scan(text)
    assert (scan.kind, scan.value) == (kind, value)


@given(st.text(max_size=300))
def test_the_search_box_takes_any_text(text: str) -> None:
    assert len(read_scan(text).value) <= 2_000


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 phút"), (59, "59 phút"), (60, "1 giờ"), (479, "7 giờ"), (480, "1 ngày"), (-1100, "2 ngày 2 giờ")],
)
def test_working_time_is_told_in_days_of_eight_hours(minutes: int, words: str) -> None:
    assert span(minutes) == words


def reading(left: int | None, *, paused: bool = False, late: bool = False) -> ClockReading:
    return ClockReading(None, 300, 2400, left, paused, late)


@pytest.mark.parametrize(
    ("clock", "state", "text", "kind"),
    [
        (reading(2000), State.PROCESSING, "Còn 4 ngày 1 giờ", "neutral"),
        (reading(480), State.PROCESSING, "Còn 1 ngày", "warning"),
        (reading(30), State.RECEIVED, "Còn 30 phút", "warning"),
        (reading(-61, late=True), State.PROCESSING, "Trễ 1 giờ", "danger"),
        (reading(200, paused=True), State.SUPPLEMENT, "Tạm dừng, còn 3 giờ", "neutral"),
        (reading(None), State.SUBMITTED, "Chưa tính hạn", "neutral"),
        (reading(None, late=True), State.DONE, "Xong, trễ hạn", "danger"),
        (reading(10), State.RETURNED, "Xong đúng hạn", "success"),
    ],
)
def test_the_clock_is_told_in_words_and_colour(clock: ClockReading, state: State, text: str, kind: str) -> None:
    told = time_left(clock, state)
    assert (told.text, told.kind) == (text, kind)


def test_every_state_has_words() -> None:
    assert set(STATE_KINDS) == set(STATE_SHORT) == set(State)


def test_used_time_never_passes_the_whole() -> None:
    assert percent_used(ClockReading(None, 5000, 2400, -2600, False, True)) == 100
    assert percent_used(ClockReading(None, 0, 0, None, False, False)) == 0
    assert left_words(-5).row == "is-danger"
