"""The rules as tables: input, day, expected."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.steering.assignments.errors import (
    EvidenceMissing,
    OwnWorkAccepted,
    ReasonMissing,
    ReportIncomplete,
    TransitionRefused,
)
from dean06.steering.assignments.rules import progress, timing
from dean06.steering.assignments.rules.clarity import clarities, missing
from dean06.steering.assignments.rules.codes import assignment_code
from dean06.steering.assignments.rules.reminding import reminder_due
from dean06.steering.assignments.rules.states import TRANSITIONS, allowed, next_state
from dean06.steering.assignments.types import (
    Act,
    AssignmentDraft,
    Cadence,
    DeadlineKind,
    Obstacle,
    PartyDraft,
    State,
    Track,
    WorkClass,
)

TODAY = dt.date(2026, 3, 16)
SOON = dt.date(2026, 3, 25)


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


class TestStates:
    def test_the_straight_way_from_draft_to_accepted(self) -> None:
        state = State.DRAFT
        for act in (Act.ISSUE, Act.REPORT_PROGRESS, Act.REPORT_DONE, Act.RETURN, Act.REPORT_DONE, Act.ACCEPT):
            state = next_state(state, act)
        assert state is State.ACCEPTED

    @pytest.mark.parametrize(
        ("state", "act"),
        [
            (State.DRAFT, Act.REPORT_PROGRESS),
            (State.DRAFT, Act.ACCEPT),
            (State.ISSUED, Act.ISSUE),
            (State.ISSUED, Act.EDIT),
            (State.ISSUED, Act.ACCEPT),
            (State.IN_PROGRESS, Act.ACCEPT),
            (State.IN_PROGRESS, Act.RETURN),
            (State.REPORTED_DONE, Act.REPORT_PROGRESS),
            (State.REPORTED_DONE, Act.URGE),
            (State.WAITING_CENTRE, Act.URGE),
            (State.WAITING_CENTRE, Act.REQUEST_EXPLANATION),
            (State.ACCEPTED, Act.RETURN),
            (State.ACCEPTED, Act.CANCEL),
            (State.CANCELLED, Act.ISSUE),
        ],
    )
    def test_what_does_not_fit_is_refused_with_a_sentence(self, state: State, act: Act) -> None:
        with pytest.raises(TransitionRefused) as refused:
            next_state(state, act)
        assert state.label in refused.value.message
        assert act.label in refused.value.message

    def test_cancelled_is_the_end_and_accepted_only_still_hears_answers(self) -> None:
        assert not [act for act in Act if allowed(State.CANCELLED, act)]
        assert [act for act in Act if allowed(State.ACCEPTED, act)] == [Act.ANSWER_EXPLANATION]

    def test_every_state_can_be_reached_and_every_act_is_possible_somewhere(self) -> None:
        assert {State.DRAFT, *TRANSITIONS.values()} == set(State)
        assert {act for _, act in TRANSITIONS} == set(Act)


class TestWorkClass:
    @pytest.mark.parametrize(
        ("track", "due", "expected"),
        [
            (Track.TIMED, days(-1), WorkClass.OVERDUE),
            (Track.TIMED, days(0), WorkClass.DUE_SOON),  # the last day still counts
            (Track.TIMED, SOON, WorkClass.DUE_SOON),
            (Track.TIMED, SOON + dt.timedelta(days=1), WorkClass.OPEN),
            (Track.UNTIMED, None, WorkClass.OPEN),
            (Track.UNTIMED, days(-5), WorkClass.OPEN),  # reported in time, waits for the issuer
            (Track.RECURRING, None, WorkClass.RECURRING),
            (Track.RECURRING, days(0), WorkClass.RECURRING),
            (Track.RECURRING, days(-1), WorkClass.OVERDUE),
            (Track.WAITING, days(-9), WorkClass.WAITING_CENTRE),
            (Track.DONE, days(-9), WorkClass.DONE),
            (Track.DRAFT, days(-9), WorkClass.DRAFT),
            (Track.CANCELLED, days(-9), WorkClass.CANCELLED),
        ],
    )
    def test_table(self, track: Track, due: dt.date | None, expected: WorkClass) -> None:
        assert timing.work_class(track, due, today=TODAY, soon_until=SOON) is expected

    @pytest.mark.parametrize(
        ("state", "kind", "due", "reported", "expected"),
        [
            (State.DRAFT, DeadlineKind.BY_DATE, days(3), None, Track.DRAFT),
            (State.ISSUED, DeadlineKind.BY_DATE, days(3), None, Track.TIMED),
            (State.RETURNED, DeadlineKind.WITHIN_QUARTER, days(3), None, Track.TIMED),
            (State.ISSUED, DeadlineKind.RECURRING, None, None, Track.RECURRING),
            (State.ISSUED, DeadlineKind.NONE, None, None, Track.UNTIMED),
            (State.ISSUED, DeadlineKind.ON_GUIDANCE, None, None, Track.WAITING),
            (State.IN_PROGRESS, DeadlineKind.ON_GUIDANCE, days(3), None, Track.TIMED),
            (State.WAITING_CENTRE, DeadlineKind.BY_DATE, days(-3), None, Track.WAITING),
            (State.REPORTED_DONE, DeadlineKind.BY_DATE, days(0), days(0), Track.UNTIMED),
            (State.REPORTED_DONE, DeadlineKind.BY_DATE, days(0), days(1), Track.TIMED),  # late stays red
            (State.REPORTED_DONE, DeadlineKind.NONE, None, days(1), Track.UNTIMED),
            (State.ACCEPTED, DeadlineKind.BY_DATE, days(0), days(1), Track.DONE),
            (State.CANCELLED, DeadlineKind.BY_DATE, days(0), None, Track.CANCELLED),
        ],
    )
    def test_track(
        self, state: State, kind: DeadlineKind, due: dt.date | None, reported: dt.date | None, expected: Track
    ) -> None:
        assert timing.track(state=state, kind=kind, due_date=due, reported_done_on=reported) is expected

    @given(
        st.sampled_from(Track),
        st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 6, 1)),
        st.integers(0, 20),
    )
    def test_days_late_are_positive_exactly_for_overdue_tasks(
        self, track: Track, due: dt.date | None, ahead: int
    ) -> None:
        found = timing.work_class(track, due, today=TODAY, soon_until=days(ahead))
        assert (timing.days_late(track, due, today=TODAY) > 0) == (found is WorkClass.OVERDUE)

    @pytest.mark.parametrize(
        ("track", "due", "done", "share", "on_time"),
        [
            (Track.TIMED, days(0), None, Track.TIMED, None),
            (Track.TIMED, days(0), days(0), Track.UNTIMED, None),
            (Track.TIMED, days(0), days(1), Track.TIMED, None),  # late stays red
            (Track.WAITING, days(0), days(0), Track.WAITING, None),
            (Track.DONE, days(0), days(0), Track.DONE, True),
            (Track.DONE, days(0), days(1), Track.DONE, False),
            (Track.DONE, days(0), None, Track.DONE, False),  # closed by the issuer without this body
            (Track.DONE, None, days(1), Track.DONE, None),
        ],
    )
    def test_the_share_of_one_body(
        self, track: Track, due: dt.date | None, done: dt.date | None, share: Track, on_time: bool | None
    ) -> None:
        assert timing.share_track(track, due_date=due, body_done_on=done) is share
        assert timing.share_on_time(track, due_date=due, body_done_on=done) is on_time

    def test_on_time_counts_the_day_of_the_report_not_of_the_acceptance(self) -> None:
        assert timing.finished_on_time(days(0), days(0)) is True
        assert timing.finished_on_time(days(0), days(1)) is False
        assert timing.finished_on_time(None, days(1)) is None

    def test_a_recurring_task_without_a_report_for_a_period_is_noticed(self) -> None:
        assert timing.period_report_missing(Cadence.MONTHLY, last_report_on=days(-32), today=TODAY)
        assert not timing.period_report_missing(Cadence.MONTHLY, last_report_on=days(-31), today=TODAY)
        assert not timing.period_report_missing(None, last_report_on=days(-400), today=TODAY)


HEALTH = PartyDraft(text="Sở Y tế", agency_code="so-y-te")
CLEAR = AssignmentDraft(
    text="Rà soát, làm sạch dữ liệu người tham gia bảo hiểm",
    leads=(HEALTH,),
    product="Báo cáo",
    deadline_kind=DeadlineKind.BY_DATE,
    due_date=days(10),
    head_name="Lê Thị Mẫu",
)


class TestClarities:
    def test_five_lights_in_order(self) -> None:
        assert [light.label for light in clarities(CLEAR)] == [
            "Rõ người",
            "Rõ việc",
            "Rõ thời gian",
            "Rõ kết quả",
            "Rõ trách nhiệm",
        ]
        assert missing(CLEAR) == []

    @pytest.mark.parametrize(
        ("changes", "off"),
        [
            ({"leads": ()}, ["person"]),
            ({"leads": (HEALTH, PartyDraft(text="đơn vị liên quan"))}, ["person"]),
            ({"text": "Làm ngay"}, ["work"]),
            ({"due_date": None}, ["time"]),
            ({"deadline_kind": DeadlineKind.NONE, "due_date": None}, ["time"]),
            ({"deadline_kind": DeadlineKind.OTHER, "due_date": None, "deadline_text": "sớm nhất"}, ["time"]),
            ({"deadline_kind": DeadlineKind.WITHIN_QUARTER, "due_date": None}, ["time"]),
            ({"deadline_kind": DeadlineKind.RECURRING, "due_date": None}, ["time", "result"]),
            ({"deadline_kind": DeadlineKind.RECURRING, "cadence": Cadence.MONTHLY}, ["result"]),
            ({"deadline_kind": DeadlineKind.RECURRING, "cadence": Cadence.MONTHLY, "measure": "Số ca đã rà soát"}, []),
            ({"deadline_kind": DeadlineKind.ON_GUIDANCE, "due_date": None}, ["time"]),
            ({"deadline_kind": DeadlineKind.ON_GUIDANCE, "due_date": None, "trigger_document": "Thông tư X"}, []),
            ({"product": "  "}, ["result"]),
            ({"head_name": ""}, ["responsibility"]),
        ],
    )
    def test_what_is_missing_is_named(self, changes: dict[str, object], off: list[str]) -> None:
        from dataclasses import replace

        lacking = missing(replace(CLEAR, **changes))  # type: ignore[arg-type]
        assert [light.code for light in lacking] == off
        assert all(light.missing.endswith(".") for light in lacking)


class TestProgress:
    @pytest.mark.parametrize(
        ("report", "fields"),
        [
            ({"percent": 101, "done": "x", "next_step": "y"}, {"percent"}),
            ({"percent": -1, "done": "x", "next_step": "y"}, {"percent"}),
            ({"percent": 50, "done": " ", "next_step": ""}, {"done", "next_step"}),
            ({"percent": 50, "done": "x", "next_step": "y", "obstacle": Obstacle.BUDGET}, {"obstacle_text"}),
            ({"percent": 40, "done": "x", "next_step": "y", "last_percent": 50}, {"obstacle_text"}),
        ],
    )
    def test_an_empty_or_contradicting_report_is_refused(self, report: dict, fields: set[str]) -> None:
        with pytest.raises(ReportIncomplete) as refused:
            progress.check_report(**report)
        assert set(refused.value.details["fields"]) == fields

    def test_a_full_report_needs_no_next_step(self) -> None:
        progress.check_report(percent=100, done="Đã nộp", next_step="")

    def test_copied_words_are_found_new_words_are_not(self) -> None:
        before = "Đã và đang tiếp tục chỉ đạo các đơn vị triển khai thực hiện nhiệm vụ được giao"
        assert progress.repeats(before, before + ".")
        assert progress.repeats(before, before.upper())
        assert not progress.repeats(before, "Đã rà soát xong 12 xã, còn 3 xã chưa gửi danh sách")
        assert not progress.repeats("", "")

    def test_evidence_reason_and_own_work(self) -> None:
        with pytest.raises(EvidenceMissing):
            progress.check_evidence(0)
        with pytest.raises(ReasonMissing):
            progress.check_reason("  chưa rõ ")
        with pytest.raises(OwnWorkAccepted):
            progress.check_not_own_work("so-y-te", {"so-y-te"})
        progress.check_not_own_work(None, {"so-y-te"})
        progress.check_not_own_work("vp-ubnd", {"so-y-te"})

    @given(st.lists(st.integers(0, 100), min_size=1))
    def test_a_shared_task_is_full_only_when_every_part_is(self, parts: list[int]) -> None:
        assert (progress.overall_percent(parts) == 100) == all(part == 100 for part in parts)


def calendar_before(day: dt.date, number: int) -> dt.date:
    """Working days of an ordinary week."""
    while number:
        day -= dt.timedelta(days=1)
        number -= day.weekday() < 5
    return day


class TestReminding:
    DUE = dt.date(2026, 3, 20)  # a Friday

    @pytest.mark.parametrize(
        ("today", "sent", "expected"),
        [
            (dt.date(2026, 3, 10), [], None),
            (dt.date(2026, 3, 11), [], -7),
            (dt.date(2026, 3, 12), [-7], None),
            (dt.date(2026, 3, 17), [-7], -3),
            (dt.date(2026, 3, 19), [-7, -3], -1),
            (dt.date(2026, 3, 19), [], -1),  # after a pause only the latest
            (dt.date(2026, 3, 20), [-1], None),
            (dt.date(2026, 3, 21), [-1], 1),
            (dt.date(2026, 3, 22), [1], None),
            (dt.date(2026, 3, 23), [1], 3),
            (dt.date(2026, 3, 27), [3], 7),
            (dt.date(2026, 4, 30), [28], None),
        ],
    )
    def test_table(self, today: dt.date, sent: list[int], expected: int | None) -> None:
        found = reminder_due(self.DUE, today=today, sent=sent, working_days_before=calendar_before)
        assert (found.offset if found else None) == expected

    def test_day_by_day_each_entry_goes_out_exactly_once(self) -> None:
        sent: list[int] = []
        for offset, _ in itertools.product(range(-20, 40), range(2)):  # twice a day
            found = reminder_due(
                self.DUE, today=self.DUE + dt.timedelta(days=offset), sent=sent, working_days_before=calendar_before
            )
            if found:
                sent.append(found.offset)
        assert sent == [-7, -3, -1, 1, 3, 7, 14, 21, 28]


def test_codes_have_four_digits_and_grow() -> None:
    assert assignment_code(2026, 1) == "NV-2026-0001"
    assert assignment_code(2026, 100_000) == "NV-2026-100000"
    with pytest.raises(ValueError, match="start at 1"):
        assignment_code(2026, 0)
