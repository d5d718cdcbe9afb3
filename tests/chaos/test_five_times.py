"""Each act on a dossier sent five times at the same moment with the same key: one effect, on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dean06.kernel.common.errors import DomainError
from dean06.kernel.writing.tests import at_once
from dean06.procedures.cases import services
from dean06.procedures.cases.models import Case, CaseEvent
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.types import SupplementItem
from dean06.procedures.feedback import services as feedback
from dean06.procedures.feedback.models import Rating
from dean06.procedures.feedback.types import RatingInput
from dean06.procedures.forms import services as forms
from dean06.procedures.forms.models import Draft
from dean06.socioeconomic.payments import services as payments
from dean06.socioeconomic.payments.models import PaymentOrder, Receipt

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
TIMES = 5
REASON = "Chưa đủ căn cứ giải quyết"


@pytest.fixture
def offices(transactional_db: None, tmp_path: Path) -> Iterator[at_once.Offices]:
    yield from at_once.offices(tmp_path)


def asked(world: make.World) -> Case:
    """State 5."""
    case = make.in_processing(world)
    items = [SupplementItem(reason="Ảnh mờ", document="proof")]
    return services.act(actor=world.clerk, case_id=case.pk, action="ask", items=items, now=make.NOW)


def acts(world: make.World) -> dict[str, tuple[Callable[[], Any], Callable[[], int]]]:
    """Name → (the act, how often it took effect)."""
    waiting, received, running = make.submitted(world), make.received(world), make.in_processing(world)
    gone, offered, late = make.submitted(world), make.in_processing(world), make.in_processing(world)
    signing, done, short = make.waiting_for_signature(world), make.finished(world), asked(world)
    owing = make.in_processing(world)
    services.act(actor=world.clerk, case_id=owing.pk, action="money", now=make.NOW)
    order = PaymentOrder.objects.get(reference=owing.code)
    fresh, again = make.paper_for(world.citizen), make.paper_for(world.citizen)
    before = Case.objects.count()
    new_due = dt.date(2026, 12, 1)
    desk = make.accountant_of(world.desk)

    def on(service: Callable[..., Any], case: Case, entry: str, actor: Any, **more: Any) -> Any:
        return (
            lambda: service(actor=actor, case_id=case.pk, idempotency_key="k", now=make.NOW, **more).pk,
            lambda: CaseEvent.objects.filter(case=case, act=entry).count(),
        )

    draft = {"procedure_code": world.pack.code, "data": {"purpose": "Xin việc"}, "idempotency_key": "k"}
    rate = {"case_id": done.pk, "rating": RatingInput(score=5), "idempotency_key": "k", "now": make.NOW}
    return {
        "submit": (
            lambda: make.submitted(world, documents=[fresh], idempotency_key="k").pk,
            lambda: Case.objects.count() - before,
        ),
        "receive": on(services.receive_case, waiting, "received", world.desk),
        "take": on(services.take_case, received, "taken", world.clerk),
        "act": on(services.act, running, "acted:submit", world.clerk, action="submit"),
        "finish": on(services.act, signing, "finished:sign", world.head, action="sign"),
        "supply": on(services.supply, short, "supplied", world.citizen, documents=[again]),
        "withdraw": on(services.withdraw, gone, "withdrawn", world.citizen),
        "hand over": on(
            services.offer_hand_over,
            offered,
            "hand_over_offered",
            world.clerk,
            to_agency=make.people.CIVIL_THERE,
            reason=REASON,
        ),
        "apologise": on(services.apologise, late, "apologised", world.head, new_due=new_due, reason=REASON),
        "return": on(services.return_result, done, "returned", world.desk),
        "cash": (
            lambda: payments.pay_cash(actor=desk, order_id=order.pk, idempotency_key="k", now=make.NOW).pk,
            lambda: Receipt.objects.filter(order=order).count(),
        ),
        "draft": (lambda: forms.save_draft(actor=world.citizen, **draft).pk, Draft.objects.count),
        "rating": (lambda: feedback.rate_case(actor=world.citizen, **rate).pk, Rating.objects.count),
    }


def test_whatever_is_pressed_five_times_at_once_happens_once(offices: at_once.Offices) -> None:
    [table] = offices([lambda: acts(make.setting())])
    assert isinstance(table, dict), table
    wrong = []
    for name, (press, effects) in table.items():
        answers = offices([press] * TIMES)
        [count] = offices([effects])
        told = {answer for answer in answers if not isinstance(answer, Exception)}
        broken = [answer for answer in answers if isinstance(answer, Exception) and not isinstance(answer, DomainError)]
        if count != 1 or len(told) != 1 or broken:
            wrong.append(f"{name}: {count} effects, answers {answers}")
    assert wrong == []
