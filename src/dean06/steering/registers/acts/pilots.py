"""Pilot models: registered by a unit, approved, reported on, wound up, spread."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.writing.services import Write, service
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.errors import IndicatorNotFound
from dean06.steering.registers.acts.common import (
    authorise,
    body_problems,
    check,
    check_state,
    days_problem,
    leave,
    locked,
    moment,
    reason_problem,
)
from dean06.steering.registers.models import Pilot, PilotProgress
from dean06.steering.registers.reading.scope import EDIT, VIEW, pilots_of
from dean06.steering.registers.types import PilotState, Register

_STATE = PilotState


@service(permission=VIEW)
def register_pilot(
    *,
    actor: Actor,
    write: Write,
    agency_code: str,
    name: str,
    effect: str,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    indicator: str = "",
    target: Decimal | None = None,
    content: str = "",
    basis: str = "",
    now: dt.datetime | None = None,
) -> Pilot:
    """Register a model with the effect that can be measured: an indicator with its target, or own counts.

    A unit for itself, the steering office for everybody. Raises ``NotAllowed``, ``RegisterRefused``.
    """
    now = moment(now)
    today = timezone.localdate(now)
    authorise(write, agency=agency_code)
    problems: dict[str, str] = {}
    if len(name.split()) < 3:
        problems["name"] = "Hãy ghi tên mô hình, ví dụ “Bệnh viện không giấy tờ”."
    if len(effect.split()) < 3:
        problems["effect"] = "Hãy ghi hiệu quả đo được: cái gì tăng hoặc giảm, bao nhiêu."
    if problem := days_problem(starts_on, ends_on, today):
        problems["ends_on"] = problem
    if problem := body_problems([agency_code]):
        problems["agency_code"] = problem
    if indicator:
        try:
            rate = indicators.indicator(indicator, today).is_rate
        except IndicatorNotFound as error:
            problems["indicator"] = error.message
        else:
            if rate and target is not None and target > 100:
                problems["target"] = "Chỉ tiêu này là tỷ lệ nên mục tiêu không quá 100%."
    if target is not None and target < 0:
        problems["target"] = "Mục tiêu là một số không âm."
    check(problems)
    found = Pilot.objects.create(
        name=name.strip(),
        agency_code=agency_code,
        basis=basis.strip(),
        content=content.strip(),
        effect=effect.strip(),
        indicator=indicator,
        target=target,
        starts_on=starts_on,
        ends_on=ends_on,
        search_key=search_key(f"{name} {effect}"),
    )
    leave(write, Register.PILOT, found, "registers.pilot_registered", "Đăng ký mô hình", text=effect, now=now)
    return found


@service(permission=EDIT)
def start_pilot(*, actor: Actor, write: Write, record_id: int, note: str = "", now: dt.datetime | None = None) -> Pilot:
    """The standing body agrees; from now on everybody sees the model. Raises ``RecordNotFound``, ``StepRefused``."""
    return _step(
        actor, write, record_id, note, moment(now), (_STATE.REGISTERED,), _STATE.RUNNING,
        "registers.pilot_started", "Chấp thuận, bắt đầu thực hiện", "Chỉ chấp thuận được mô hình mới đăng ký.",
    )  # fmt: skip


@service(permission=VIEW)
def report_pilot(
    *,
    actor: Actor,
    write: Write,
    record_id: int,
    day: dt.date,
    text: str,
    numerator: int | None = None,
    denominator: int | None = None,
    now: dt.datetime | None = None,
) -> PilotProgress:
    """How the model goes, with counts. The unit for itself, the steering office for everybody.

    Raises ``NotAllowed``, ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``.
    """
    now = moment(now)
    found = locked(pilots_of(actor), record_id)
    authorise(write, agency=found.agency_code)
    check_state(found.state, _STATE.RUNNING, _STATE.SPREAD, sentence="Chỉ báo cáo tiến độ của mô hình đang thực hiện.")
    problems: dict[str, str] = {}
    if problem := reason_problem(text, "tiến độ"):
        problems["text"] = problem
    if not found.starts_on <= day <= timezone.localdate(now):
        problems["day"] = f"Ngày báo cáo phải từ {found.starts_on:%d/%m/%Y} đến hôm nay."
    if denominator is not None and numerator is None:
        problems["numerator"] = "Có mẫu số thì phải có tử số."
    if any(number is not None and number < 0 for number in (numerator, denominator)):
        problems["numerator"] = "Số đếm không được âm."
    check(problems)
    progress = PilotProgress.objects.create(
        pilot=found,
        day=day,
        text=text.strip(),
        numerator=numerator,
        denominator=denominator,
        by_name=actor.name[:150],
    )
    leave(write, Register.PILOT, found, "registers.pilot_reported", "Báo cáo tiến độ", text=text, now=now)
    return progress


@service(permission=VIEW)
def finish_pilot(*, actor: Actor, write: Write, record_id: int, result: str, now: dt.datetime | None = None) -> Pilot:
    """Wind up with a result. The unit for itself, the steering office for everybody.

    Raises ``NotAllowed``, ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``.
    """
    now = moment(now)
    found = locked(pilots_of(actor), record_id)
    authorise(write, agency=found.agency_code)
    check_state(found.state, _STATE.RUNNING, sentence="Chỉ tổng kết được mô hình đang thực hiện.")
    if problem := reason_problem(result, "kết quả"):
        check({"result": problem})
    found.state, found.result = _STATE.FINISHED, result.strip()
    found.version += 1
    found.save()
    leave(write, Register.PILOT, found, "registers.pilot_finished", "Tổng kết", text=result, now=now)
    return found


@service(permission=EDIT)
def spread_pilot(*, actor: Actor, write: Write, record_id: int, note: str, now: dt.datetime | None = None) -> Pilot:
    """Others shall do it too. Raises ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``."""
    return _step(
        actor, write, record_id, note, moment(now), (_STATE.FINISHED,), _STATE.SPREAD,
        "registers.pilot_spread", "Nhân rộng", "Chỉ nhân rộng mô hình đã tổng kết.", reason=True,
    )  # fmt: skip


@service(permission=EDIT)
def stop_pilot(*, actor: Actor, write: Write, record_id: int, note: str, now: dt.datetime | None = None) -> Pilot:
    """It ends without a result. Raises ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``."""
    return _step(
        actor, write, record_id, note, moment(now), (_STATE.REGISTERED, _STATE.RUNNING), _STATE.STOPPED,
        "registers.pilot_stopped", "Dừng", "Mô hình này đã tổng kết hoặc đã dừng.", reason=True,
    )  # fmt: skip


def _step(
    actor: Actor,
    write: Write,
    record_id: int,
    note: str,
    now: dt.datetime,
    allowed: tuple[str, ...],
    state: str,
    action: str,
    title: str,
    sentence: str,
    *,
    reason: bool = False,
) -> Pilot:
    found = locked(pilots_of(actor), record_id)
    check_state(found.state, *allowed, sentence=sentence)
    if reason and (problem := reason_problem(note)):
        check({"note": problem})
    found.state = state
    found.version += 1
    found.save()
    leave(write, Register.PILOT, found, action, title, text=note, now=now)
    return found
