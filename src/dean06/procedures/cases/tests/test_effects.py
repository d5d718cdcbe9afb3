"""A decision that the registry does not take is no decision: nothing of it stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from dean06.kernel.common.errors import DomainError
from dean06.kernel.notifications.models import Notification
from dean06.kernel.population.models import IdCard, LifeEvent, Person, Residence
from dean06.kernel.population.tests import factories as people
from dean06.procedures.cases import errors, queries, services
from dean06.procedures.cases.effects.registry import effects
from dean06.procedures.cases.models import Case, CaseEvent, CasePaper
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.types import EffectContext, State

pytestmark = pytest.mark.django_db


def test_a_finish_whose_second_effect_is_refused_leaves_nothing_of_the_first() -> None:
    twice = {"first": "effect.card_number", "second": "effect.card_number"}
    used = [{"name": "issue_card"}, {"name": "register_marriage", "values": twice}]
    world = make.setting(make.simple_pack(effects={"effects": used}))
    case = make.waiting_for_signature(world)
    before = (LifeEvent.objects.count(), CaseEvent.objects.count(), Notification.objects.count())
    with pytest.raises(errors.EffectRefused) as caught, transaction.atomic():
        services.act(actor=world.head, case_id=case.pk, action="sign", now=make.at(10))
    assert caught.value.details["refusal"] == "POPULATION_SAME_PERSON"
    assert "cùng một người" in caught.value.message
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.outputs, case.finished_at) == (State.PROCESSING, {}, None)
    assert not IdCard.objects.exists()
    assert not CasePaper.objects.exists()
    assert before == (LifeEvent.objects.count(), CaseEvent.objects.count(), Notification.objects.count())


def test_the_card_of_a_decision_is_in_the_registry_and_its_paper_in_the_store() -> None:
    world = make.setting(make.simple_pack(effects={"effects": [{"name": "issue_card"}]}))
    case = make.finished(world)
    card = IdCard.objects.get(person=world.person)
    assert case.outputs["card_number"] == card.number
    paper = CasePaper.objects.get(case=case)
    assert paper.verification_code
    assert case.has_electronic_result
    # The officer's rights are what they were: the added one belongs to the effect alone.
    assert not world.head.can("population.register_residence")


def test_a_person_whom_the_registry_does_not_know_is_named_in_the_refusal() -> None:
    pack = make.simple_pack(
        effects={
            "effects": [{"name": "register_death", "values": {"person": "=042090999999", "died_on": "=2026-11-01"}}]
        }
    )
    world = make.setting(pack)
    case = make.waiting_for_signature(world)
    with pytest.raises(errors.EffectRefused, match="Không có người chết trong dữ liệu dân cư"), transaction.atomic():
        services.act(actor=world.head, case_id=case.pk, action="sign", now=make.at(10))
    assert Case.objects.get(pk=case.pk).state == State.PROCESSING


FAR: dict[str, Any] = {
    "personal_id": "038093004512",
    "full_name": "Nguyễn Văn Mẫu Xa",
    "birth_date": "1993-01-05",
    "address": "Xã Mẫu, tỉnh Thanh Hóa",
}


def _carries_out(world: make.World, name: str, agency: str, **values: Any) -> dict[str, Any]:
    """An effect of a decided dossier of an agency."""
    case = make.submitted(world)
    Case.objects.filter(pk=case.pk).update(deciding_agency=agency)
    context = EffectContext(queries.ref(case.pk), make.system(), values, make.NOW)
    with transaction.atomic():
        return dict(effects.functions[name](context))


def _birth(world: make.World, mother: Person, **values: Any) -> dict[str, Any]:
    given = {
        "full_name": "Nguyễn Minh An",
        "sex": "M",
        "born_on": "2026-11-01",
        "mother_number": mother.personal_id,
        "father_number": FAR["personal_id"],
        "father": FAR,
        "home_of": "mother",
        "parents_married": True,
    }
    return _carries_out(world, "register_birth", people.CIVIL_HERE, **(given | values))


def test_the_father_of_a_newborn_who_lives_in_another_province_comes_into_the_registry() -> None:
    world = make.setting()
    mother = people.person("Trần Thị Mẫu Một", sex="F", born=1995)
    made = _birth(world, mother)
    child = Person.objects.get(pk=made["person_id"])
    father = Person.objects.get(personal_id=FAR["personal_id"])
    assert (child.father_id, child.mother_id) == (father.pk, mother.pk)
    assert father.permanent_unit_id is None
    assert made["register_no"] == "01/2026"
    event = LifeEvent.objects.get(person=father)
    assert "tỉnh Thanh Hóa" in event.reason


def test_a_father_from_elsewhere_does_not_take_the_place_of_the_husband_whom_the_registry_knows() -> None:
    world = make.setting()
    home = people.family(children=0)
    before = Person.objects.count()
    with pytest.raises(DomainError, match="Mẹ đang có chồng là người khác"):
        _birth(world, home.mother)
    assert Person.objects.count() == before


def test_a_father_of_whom_only_a_number_is_known_is_asked_for() -> None:
    world = make.setting()
    mother = people.person("Trần Thị Mẫu Hai", sex="F", born=1995)
    with pytest.raises(DomainError, match="Không có người cha trong dữ liệu dân cư"):
        _birth(world, mother, father={"personal_id": FAR["personal_id"]})


def test_who_comes_from_another_province_to_live_here_for_a_time_is_registered_like_anybody() -> None:
    world = make.setting()
    known = people.person("Lê Văn Mẫu Trọ", unit=people.THERE)
    friend = {"personal_id": "038202772103", "full_name": "Tạ Quang Minh", "birth_date": "2002-05-05", "sex": "M"}
    only_a_number = {"personal_id": "038202772111"}
    made = _carries_out(
        world,
        "register_temporary_residence",
        people.POLICE_HERE,
        person=known.personal_id,
        members=[friend, only_a_number],
        village="Thôn 3",
        from_on="2026-11-10",
        until="2027-06-01",
    )
    assert (made["people"], made["not_in_register"]) == (2, 1)
    arrived = Person.objects.get(personal_id=friend["personal_id"])
    assert Residence.objects.filter(person__in=[known, arrived], kind="temporary", ended_on=None).count() == 2
