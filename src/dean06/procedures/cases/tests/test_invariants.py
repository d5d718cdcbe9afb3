"""Whatever is tried in whatever order: every timeline is legal, the counters add up, the clock agrees with itself."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.errors import DomainError
from dean06.procedures.cases import services
from dean06.procedures.cases.models import Case, CaseEvent, CasePause, CaseTally, SupplementRequest
from dean06.procedures.cases.rules import clock
from dean06.procedures.cases.rules.transitions import is_legal
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.tests.factories import World
from dean06.procedures.cases.types import FINAL, PAUSED, State, SupplementItem
from dean06.socioeconomic.payments import queries as payments
from dean06.socioeconomic.payments import services as payment_services

pytestmark = pytest.mark.django_db

ITEMS = [SupplementItem(reason="Ảnh mờ", document="proof"), SupplementItem(reason="Chưa rõ", field="purpose")]
#: Tried rarely, or every case would be over after a few acts.
ENDING = {services.refuse_reception, services.withdraw, services.stop}
REASON = "Chưa đủ căn cứ giải quyết"


def tries(world: World, case: Case, now: dt.datetime, chance: random.Random) -> list[tuple[Any, dict[str, Any]]]:
    """Everything that somebody might try; most of it does not fit the state and is refused."""
    act = {"actor": world.clerk, "case_id": case.pk, "now": now}
    head, desk, citizen = act | {"actor": world.head}, act | {"actor": world.desk}, act | {"actor": world.citizen}
    due = (case.due_at or now).date() + dt.timedelta(days=chance.randint(0, 9))
    return [
        (services.receive_case, desk),
        (services.receive_case, desk),
        (services.refuse_reception, desk | {"reason": "SAI_THAM_QUYEN", "remedy": REASON}),
        (services.take_case, act),
        (services.act, act | {"action": "submit"}),
        (services.act, act | {"action": "submit"}),
        (services.act, act | {"action": "ask", "items": ITEMS[: chance.randint(0, 2)]}),
        (services.act, act | {"action": "money"}),
        (services.act, act | {"action": "verify"}),
        (services.act, act | {"action": "stop", "reason": "KHONG_DU_DIEU_KIEN"}),
        (services.act, head | {"action": "back", "note": REASON}),
        (services.request_supplement, desk | {"items": ITEMS[:1]}),
        (services.supply, citizen | {"data": {"purpose": "Đi học nghề"}, "partial": True}),
        (services.supply, citizen | {"documents": [make.paper_for(world.citizen)]}),
        (pay, {"world": world, "case": case, "now": now}),
        (services.apologise, head | {"new_due": due, "reason": REASON}),
        (services.offer_hand_over, act | {"to_agency": make.people.CIVIL_THERE, "reason": REASON}),
        (services.refuse_hand_over, act | {"reason": REASON}),
        (services.withdraw, citizen),
        (services.return_result, desk),
        (services.stop, head | {"reason": "SAI_THAM_QUYEN"}),
    ]


def pay(*, world: World, case: Case, now: dt.datetime) -> None:
    order = payments.order_of(case.code)
    if order is None or not order.is_open:
        raise DomainError("nothing to pay")
    payment_services.pay_cash(actor=make.accountant_of(world.desk), order_id=order.order_id, now=now)
    services.note_paid(actor=make.system(), code=case.code, online=False, now=now)


@pytest.mark.parametrize("seed", range(6))
def test_no_order_of_acts_breaks_a_dossier(seed: int) -> None:
    world, chance = make.setting(), random.Random(seed)
    cases = [make.submitted(world, now=make.NOW) for _ in range(3)]
    now, done = make.NOW, 0
    for _ in range(90):
        now += dt.timedelta(minutes=chance.randint(1, 900))
        case = Case.objects.get(pk=chance.choice(cases).pk)
        call, arguments = chance.choice(tries(world, case, now, chance))
        if call in ENDING and chance.random() > 0.08:
            continue
        try:
            with transaction.atomic():
                call(**arguments)
            done += 1
        except DomainError:
            continue
        check_everything(now)
    assert done >= 5
    check_everything(now)


def check_everything(now: dt.datetime) -> None:
    calendar = work_calendar()
    counted = {
        state: total
        for state, total in CaseTally.objects.order_by().values_list("state").annotate(total=Sum("count"))
        if total
    }
    standing = {state: Case.objects.filter(state=state).count() for state in State}
    assert counted == {state: number for state, number in standing.items() if number}
    for case in Case.objects.all():
        entries = list(CaseEvent.objects.filter(case=case))
        received = begun = False
        state = 0
        for entry in entries:
            assert (entry.from_state or 0) == state
            if entry.to_state != state:
                assert is_legal(state, entry.to_state, received=received, begun=begun), entry.act
            state = entry.to_state
            received |= state == State.RECEIVED
            begun |= state == State.PROCESSING
        assert state == case.state
        assert len(entries) == case.revision + 1
        still = CasePause.objects.filter(case=case, ended_at=None).count()
        assert still == (1 if case.state in PAUSED else 0)
        assert case.duty == "" if case.state in FINAL else case.duty
        waiting = SupplementRequest.objects.filter(case=case, answered_at=None).count()
        assert waiting <= (1 if case.state == State.SUPPLEMENT else 0)
        check_clock(case, calendar)


def check_clock(case: Case, calendar: Any) -> None:
    """Where no apology moved it, the due time is the legal term with the pauses since reception added."""
    if case.received_at is None or case.apologised_at is not None:
        return
    limit = make.simple_pack().meta.time_limit
    pauses = CasePause.objects.filter(case=case, started_at__gte=case.received_at, ended_at__isnull=False)
    stood = sum(clock.working_minutes(calendar, one.started_at, one.ended_at or one.started_at) for one in pauses)
    assert stood == case.paused_minutes
    term = clock.first_due(calendar, limit, case.received_at, extended=case.verification_extended)
    assert case.due_at == clock.shifted(calendar, term, stood)
