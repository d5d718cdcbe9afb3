"""Sending, accepting, returning, opening again, excusing, locking: what each step needs and what it does."""

from __future__ import annotations

import datetime as dt

import pytest

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.pairs import Pair
from dean06.kernel.notifications.models import Notification
from dean06.steering.collection import queries, services
from dean06.steering.collection.errors import (
    AlreadyExempt,
    NotExempt,
    NotReady,
    PeriodIsLocked,
    ReasonMissing,
    StepRefused,
)
from dean06.steering.collection.models import Exemption, PeriodLock, Remark, Submission
from dean06.steering.collection.tests.factories import (
    AN,
    BINH,
    CAT,
    MONEY,
    MONTH,
    RATE,
    SPLIT,
    World,
    accepted,
    at,
    cell,
    enter,
    entered,
    sent,
)
from dean06.steering.collection.types import State
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.models import ReportingPeriod, Value
from dean06.steering.indicators.types import ValueState


def state_of(unit: str = AN) -> str:
    return Submission.objects.get(unit__code=unit, period__code=MONTH).state


def values() -> set[str]:
    return set(Value.objects.filter(unit__code=AN, period__code=MONTH).values_list("state", flat=True))


def told(actor: object) -> list[str]:
    return list(Notification.objects.filter(recipient_id=actor.user_id).order_by("pk").values_list("title", flat=True))  # type: ignore[attr-defined]


def test_the_head_sends_and_the_province_is_told(world: World) -> None:
    sent(world)
    assert state_of() == State.SENT
    assert values() == {ValueState.SENT}
    assert told(world.steering) == ["Số liệu chờ duyệt: Xã An, tháng 11/2025"]
    assert told(world.leader) == []


def test_an_officer_who_is_not_the_head_does_not_send(world: World) -> None:
    entered(world)
    with pytest.raises(NotAllowed):
        services.send(actor=world.an, unit=AN, period=MONTH)
    assert state_of() == State.DRAFT
    assert values() == {ValueState.DRAFT}


def test_nothing_can_be_sent_before_anything_was_entered(world: World) -> None:
    with pytest.raises(NotReady):
        services.send(actor=world.an_head, unit=AN, period=MONTH)
    assert not Submission.objects.exists()


def test_missing_figures_need_a_reason(world: World) -> None:
    enter(world.an, cell(MONEY, "5"))
    with pytest.raises(ReasonMissing) as refusal:
        services.send(actor=world.an_head, unit=AN, period=MONTH)
    assert "Còn 3 chỉ tiêu chưa có số" in refusal.value.message
    assert values() == {ValueState.DRAFT}
    services.send(actor=world.an_head, unit=AN, period=MONTH, missing_reason="Bệnh viện chưa gửi số liệu", now=at(12))
    assert Submission.objects.get().missing_reason == "Bệnh viện chưa gửi số liệu"


def test_a_doubtful_figure_needs_a_comment_before_it_is_sent(world: World) -> None:
    enter(world.an, cell(MONEY, "40"), period="2025-T10")
    entered(world)
    enter(world.an, cell(MONEY, "40"))
    with pytest.raises(NotReady) as refusal:
        services.send(actor=world.an_head, unit=AN, period=MONTH)
    assert MONEY in refusal.value.message
    enter(world.an, cell(MONEY, "40", comment="Đúng là không đổi"))
    services.send(actor=world.an_head, unit=AN, period=MONTH, now=at(12))
    assert state_of() == State.SENT


def test_parts_that_do_not_make_up_the_whole_stop_the_sending(world: World) -> None:
    entered(world)
    enter(world.an, cell(SPLIT, "1", "2", breakdown="urban"), cell(SPLIT, "1", "2", breakdown="rural"))
    with pytest.raises(NotReady):
        services.send(actor=world.an_head, unit=AN, period=MONTH)
    assert state_of() == State.DRAFT


def test_accepted_figures_are_final_and_the_unit_is_told(world: World) -> None:
    accepted(world)
    assert state_of() == State.ACCEPTED
    assert values() == {ValueState.ACCEPTED}
    assert "Số liệu Xã An, tháng 11/2025 đã được duyệt" in told(world.an)


def test_what_was_returned_comes_back_with_its_reason_and_remarks_and_is_sent_again(world: World) -> None:
    sent(world)
    services.return_to_unit(
        actor=world.steering,
        unit=AN,
        period=MONTH,
        reason="Tử số chưa gồm hồ sơ nộp qua bưu chính",
        remarks={(RATE, ""): "Xem lại tử số", ("KHONG-CO", ""): "bỏ qua"},
        now=at(13),
    )
    assert state_of() == State.RETURNED
    assert values() == {ValueState.DRAFT}
    assert [(one.code, one.text) for one in Remark.objects.all()] == [(RATE, "Xem lại tử số")]
    assert "bị trả lại" in told(world.an)[-1]

    enter(world.an, cell(RATE, "35", "40"))
    services.send(actor=world.an_head, unit=AN, period=MONTH, now=at(18))
    again = Submission.objects.get()
    assert again.state == State.SENT
    assert again.first_sent_at == at(12)
    assert [act.act for act in again.acts.all()] == ["begin", "send", "return", "send"]


@pytest.mark.parametrize("reason", ["", "ngắn", "  a  b  "])
def test_returning_opening_excusing_unlocking_need_a_reason(world: World, reason: str) -> None:
    sent(world)
    accepted(world, BINH)
    with pytest.raises(ReasonMissing):
        services.return_to_unit(actor=world.steering, unit=AN, period=MONTH, reason=reason)
    with pytest.raises(ReasonMissing):
        services.reopen(actor=world.steering, unit=BINH, period=MONTH, reason=reason)
    with pytest.raises(ReasonMissing):
        services.exempt(actor=world.steering, unit=CAT, period=MONTH, reason=reason)
    with pytest.raises(ReasonMissing):
        services.lock_period(actor=world.steering, period=MONTH, reason=reason)
    assert (state_of(), state_of(BINH)) == (State.SENT, State.ACCEPTED)
    assert not Exemption.objects.exists()
    assert not PeriodLock.objects.exists()


def test_accepted_figures_are_opened_again_with_a_reason(world: World) -> None:
    accepted(world)
    services.reopen(actor=world.steering, unit=AN, period=MONTH, reason="Đơn vị xin sửa số hồ sơ", now=at(14))
    assert state_of() == State.REOPENED
    assert values() == {ValueState.DRAFT}
    enter(world.an, cell(MONEY, "1300"))


def test_steps_out_of_order_are_refused_and_change_nothing(world: World) -> None:
    entered(world)
    for act in (services.accept, services.reopen, services.return_to_unit):
        more = {} if act is services.accept else {"reason": "Một lý do đủ dài"}
        with pytest.raises(StepRefused):
            act(actor=world.steering, unit=AN, period=MONTH, **more)
    assert state_of() == State.DRAFT
    assert AuditRow.objects.filter(action__startswith="collection.").count() == 1


def test_many_are_accepted_at_once_and_others_passed_over(world: World) -> None:
    sent(world)
    entered(world, BINH)
    assert services.accept_many(actor=world.steering, units=[AN, BINH, AN], period=MONTH) == (1, 1)
    assert (state_of(), state_of(BINH)) == (State.ACCEPTED, State.DRAFT)


def test_an_excused_unit_owes_nothing_until_that_is_taken_back(world: World) -> None:
    services.exempt(actor=world.steering, unit=AN, period=MONTH, reason="Xã bị ngập, mất điện nhiều ngày")
    with pytest.raises(AlreadyExempt):
        services.exempt(actor=world.steering, unit=AN, period=MONTH, reason="Xã bị ngập, mất điện nhiều ngày")
    rows = {row.unit.code: row for row in queries.status(world.steering, MONTH, dt.date(2025, 12, 1))}
    assert rows[AN].state == State.EXEMPT
    assert not rows[AN].overdue
    assert rows[BINH].overdue
    services.withdraw_exemption(actor=world.steering, unit=AN, period=MONTH, reason="Xã đã có điện trở lại")
    with pytest.raises(NotExempt):
        services.withdraw_exemption(actor=world.steering, unit=AN, period=MONTH, reason="Xã đã có điện trở lại")
    rows = {row.unit.code: row for row in queries.status(world.steering, MONTH, dt.date(2025, 12, 1))}
    assert rows[AN].state == State.OPEN


def test_one_late_unit_never_blocks_the_province(world: World) -> None:
    accepted(world)
    entered(world, BINH)
    lock = services.lock_period(actor=world.steering, period=MONTH, reason="Báo cáo tháng phải gửi hôm nay", now=at(20))
    assert ReportingPeriod.objects.get(code=MONTH).locked_at is not None
    named = {one["unit"]: (one["label"], one["late_days"]) for one in lock.exceptions}
    assert named[BINH] == ("Đang nhập", 5)
    assert named[CAT] == ("Chưa nhập", 5)
    assert AN not in named
    for act in (services.accept, services.reopen, services.return_to_unit, services.exempt):
        more = {} if act is services.accept else {"reason": "Một lý do đủ dài"}
        with pytest.raises(PeriodIsLocked):
            act(actor=world.steering, unit=AN, period=MONTH, **more)
    with pytest.raises(PeriodIsLocked):
        services.send(actor=world.binh_head, unit=BINH, period=MONTH)
    with pytest.raises(PeriodIsLocked):
        services.lock_period(actor=world.steering, period=MONTH, reason="Khóa lại lần nữa")

    services.unlock_period(actor=world.steering, period=MONTH, reason="Xã Bình nộp bổ sung số liệu", now=at(21))
    assert indicators.period(MONTH).locked_at is None
    services.send(actor=world.binh_head, unit=BINH, period=MONTH, now=at(21))
    with pytest.raises(StepRefused):
        services.unlock_period(actor=world.steering, period=MONTH, reason="Mở khóa lần nữa")
    assert [row.locked for row in PeriodLock.objects.all()] == [True, False]


def test_completeness_and_timeliness_are_pairs_without_the_excused(world: World) -> None:
    today = dt.date(2025, 11, 25)
    sent(world, AN, now=at(14))
    sent(world, BINH, now=at(20))
    services.exempt(actor=world.steering, unit="benh-vien-mau", period=MONTH, reason="Cơ sở đang sửa chữa lớn")
    rows = {row.unit.code: row for row in queries.status(world.steering, MONTH, today)}
    assert set(rows) == {AN, BINH, CAT, "so-y-te", "so-tai-chinh", "benh-vien-mau"}
    assert (rows[AN].late_days, rows[BINH].late_days, rows[CAT].late_days) == (0, 5, 10)
    assert (rows[AN].filled, rows[AN].expected) == (4, 4)
    assert queries.completeness(MONTH, today=today) == Pair(2, 5)
    assert queries.timeliness(MONTH, today=today) == Pair(1, 5)
    assert [row.unit.code for row in queries.late_units(world.steering, MONTH, today)] == [
        "so-tai-chinh",
        "so-y-te",
        CAT,
    ]


def test_a_unit_sees_what_it_owes_and_when(world: World) -> None:
    entered(world)
    owed = queries.duties(world.an, AN, dt.date(2025, 11, 13))
    month = next(duty for duty in owed if duty.period.code == MONTH)
    assert [ref.code for ref in month.indicators] == ["DVC-01", "TIEN-01", "LUYKE-01", "CHIA-01"]
    # 15/11/2025 is a Saturday: the date stays, the warning comes the working day before.
    assert (month.due_on, month.warn_on) == (dt.date(2025, 11, 15), dt.date(2025, 11, 14))
    assert (month.state, month.filled, month.open) == (State.DRAFT, 4, True)
    assert [row.state for row in queries.history(world.an, AN, [month.period])] == [State.DRAFT]


def test_reporting_is_counted_as_an_indicator_itself(world: World) -> None:
    sent(world, AN, now=at(14))
    sent(world, BINH, now=at(20))
    services.exempt(actor=world.steering, unit="so-y-te", period=MONTH, reason="Đang hợp nhất hai phòng")
    found = {figure.key: figure for figure in indicators.figures() if figure.key.startswith("reporting.")}

    def counted(key: str, today: dt.date) -> dict[str, tuple[int, int]]:
        facts = found[key].over(dt.date(2025, 11, 15), dt.date(2025, 12, 14), today)
        return {fact.place: (fact.numerator, fact.denominator) for fact in facts}

    assert counted("reporting.timeliness", dt.date(2025, 11, 15)) == {}
    late = counted("reporting.timeliness", dt.date(2025, 11, 25))
    assert (late[AN], late[BINH], late[CAT]) == ((1, 1), (0, 1), (0, 1))
    # The hospital still owes its form; its department is excused.
    assert late["so-y-te"] == (0, 1)
    cells = counted("reporting.completeness", dt.date(2025, 11, 25))
    assert (cells[AN], cells[BINH], cells[CAT]) == ((4, 4), (4, 4), (0, 4))


def test_what_is_owed_over_many_periods_is_what_is_owed_in_each(world: World) -> None:
    periods = [indicators.period(code) for code in ("2024-T05", "2025-T07", "2025-T11", "2025-W46", "2025-N")]
    together = indicators.owed_over(periods)
    for period in periods:
        refs = [ref for ref in indicators.in_force(period.last) if ref.frequency == period.kind]
        alone: dict[int, list[str]] = {}
        for code, units in indicators.reporter_table(refs, period.last).items():
            for unit in units:
                alone.setdefault(unit, []).append(code)
        assert {unit: [ref.code for ref in found] for unit, found in together[period.code].items()} == alone
    assert together["2024-T05"]
