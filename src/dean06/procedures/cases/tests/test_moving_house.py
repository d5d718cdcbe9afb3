"""Who moves house as the head of a household: the register knows, and it is said while it can still be mended."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import system_actor
from dean06.kernel.population.models import Household, Person
from dean06.kernel.population.tests import factories as people
from dean06.procedures.cases import errors, services
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.types import Channel, State
from dean06.procedures.forms import queries as forms

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.setting("1.004222")


def _data(world: make.World, **household: str) -> dict[str, Any]:
    return {
        "requester": {"phone": "0912345678"},
        "residence": {"commune": people.THERE, "village": "Thôn Mới", "address": "Số 40", "basis": "own_house"},
        "household": {"joins": "new", **household},
        "members": [],
        "minor": {"alone": "no"},
    }


def _hands_in(world: make.World, **household: str) -> Case:
    paper = make.paper_for(world.citizen, "owner_paper")
    return make.submitted(world, data=_data(world, **household), documents=[paper])


def test_the_form_comes_filled_in_with_what_the_register_knows_of_the_household(world: make.World) -> None:
    known = forms.prefill(world.pack, actor=world.citizen, person_id=world.person.pk, on=make.NOW.date())
    assert known["household.leaves_head"].value == "yes"
    data = forms.with_prefill({}, known)
    known = forms.prefill(world.pack, actor=world.citizen, person_id=world.person.pk, data=data, on=make.NOW.date())
    assert known["household.old_head_id"].value == world.spouse.personal_id
    assert known["household.old_head_name"].value == world.spouse.full_name


def test_a_head_who_says_she_is_none_is_told_at_once_and_by_name_who_may_come_next(world: make.World) -> None:
    with pytest.raises(errors.FormRefused) as caught, transaction.atomic():
        _hands_in(world, leaves_head="no")
    sentence = caught.value.details["fields"]["household.leaves_head"]
    assert "Lê Thị Mẫu Hoa đang là chủ hộ" in sentence
    assert f"Nguyễn Văn Mẫu Nam, số định danh {world.spouse.personal_id}" in sentence
    assert Household.objects.get().number not in caught.value.message
    assert caught.value.message.count("Theo dữ liệu dân cư") == 1
    assert not Case.objects.exists()


def test_only_somebody_who_stays_may_head_the_household_she_leaves(world: make.World) -> None:
    stranger = people.person("Phan Thị Người Xa", sex="F").personal_id
    with pytest.raises(errors.FormRefused) as caught, transaction.atomic():
        _hands_in(world, leaves_head="yes", old_head_id=str(stranger))
    assert list(caught.value.details["fields"]) == ["household.old_head_id"]
    assert not Case.objects.exists()
    case = _hands_in(world, leaves_head="yes", old_head_id=str(world.spouse.personal_id))
    assert case.state == State.SUBMITTED


def test_who_became_head_after_handing_in_is_found_by_the_desk_and_not_by_who_signs(world: make.World) -> None:
    home = Household.objects.get()
    Household.objects.filter(pk=home.pk).update(head=world.spouse)
    case = _hands_in(world, leaves_head="no")
    Household.objects.filter(pk=home.pk).update(head=world.person)
    desk = make_actor("one_stop_officer", case.receiving_agency)
    with pytest.raises(errors.FormRefused, match="Hãy chọn “Có”"), transaction.atomic():
        services.receive_case(actor=desk, case_id=case.pk, fee_later=True, now=make.at(10))
    case.refresh_from_db()
    assert (case.state, case.received_at) == (State.SUBMITTED, None)


def test_the_whole_family_moves_and_nobody_is_left_to_head_anything(world: make.World) -> None:
    spouse = Person.objects.get(pk=world.spouse.pk)
    member = {
        "personal_id": spouse.personal_id,
        "full_name": spouse.full_name,
        "birth_date": "1993-01-05",
        "sex": "M",
        "relation": "spouse",
    }
    case = services.submit_case(
        actor=system_actor("tests"),
        procedure_code=world.pack.code,
        data=_data(world, leaves_head="no")
        | {
            "requester": {
                "full_name": world.person.full_name,
                "personal_id": world.person.personal_id,
                "birth_date": "1995-04-12",
                "sex": "F",
                "address": "Thôn 3",
                "phone": "0912345678",
            },
            "members": [member],
        },
        channel=Channel.ONLINE,
        applicant=make.applicant_of(world.person),
        documents=[make.paper_for(system_actor("tests"), "owner_paper")],
        now=make.NOW,
    )
    assert case.state == State.SUBMITTED
