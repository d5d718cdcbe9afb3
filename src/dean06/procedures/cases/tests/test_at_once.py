"""Many at once: one effect each, no code twice, counters that still add up. In transactions of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from dean06.kernel.common.errors import DomainError
from dean06.procedures.cases import services
from dean06.procedures.cases.models import Case, CaseEvent, CaseTally
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.types import State

pytestmark = pytest.mark.django_db(transaction=True)


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls side by side; a refusal is a result."""
    start = threading.Barrier(len(calls))

    def one(call: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return call()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer at a time on SQLite's shared memory")
def test_the_same_post_five_times_and_others_beside_it() -> None:
    with transaction.atomic():
        world = make.setting()
        papers = [make.paper_for(world.citizen) for _ in range(6)]

    def hand_in(key: str, number: int) -> Callable[[], Any]:
        return lambda: make.submitted(world, documents=[papers[number]], idempotency_key=key).code

    codes = together(*[hand_in("same", 0)] * 5, *[hand_in(f"other {number}", number) for number in range(1, 4)])
    assert len(set(codes[:5])) == 1
    assert len(set(codes)) == 4
    assert Case.objects.count() == 4
    case = Case.objects.get(code=codes[0])
    answers = together(
        *[
            lambda number=number: services.receive_case(actor=world.desk, case_id=case.pk, now=make.NOW).state  # type: ignore[misc]
            for number in range(5)
        ]
    )
    assert sorted(map(str, answers)) == ["2", *["CASE_ILLEGAL_MOVE"] * 4]
    assert CaseEvent.objects.filter(case=case, act="received").count() == 1
    standing = dict(CaseTally.objects.order_by().values_list("state").annotate(total=Sum("count")))
    assert {state: number for state, number in standing.items() if number} == {State.SUBMITTED: 3, State.RECEIVED: 1}
