"""The life of a dossier from handing in to handing over, through the public services."""

from __future__ import annotations

import pytest

from dean06.procedures.cases import queries, services
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.types import State

pytestmark = pytest.mark.django_db


def test_a_dossier_goes_from_the_citizen_to_the_result_in_time() -> None:
    world = make.setting()
    case = make.submitted(world)
    assert case.state == State.SUBMITTED
    assert case.code == "H27.X00-261117-0001"
    assert case.deciding_agency == make.CIVIL
    case = services.receive_case(actor=world.desk, case_id=case.pk, now=make.at(10))
    assert case.state == State.RECEIVED
    # Five working days: 24/11 is a day off.
    assert case.due_at == make.at(17, day=25)
    case = services.act(actor=world.clerk, case_id=case.pk, action="submit", now=make.at(14))
    assert (case.state, case.step) == (State.PROCESSING, "sign")
    case = services.act(actor=world.head, case_id=case.pk, action="sign", now=make.at(15))
    assert (case.state, case.is_late) == (State.DONE, False)
    case = services.return_result(actor=world.desk, case_id=case.pk, now=make.at(16))
    assert case.state == State.RETURNED
    acts = [entry.act for entry in queries.timeline(world.desk, case.pk)]
    assert acts == ["submitted", "received", "taken", "acted:submit", "finished:sign", "returned"]
    assert queries.counters(world.desk).by_state == {State.RETURNED: 1}
    assert Case.objects.count() == 1
