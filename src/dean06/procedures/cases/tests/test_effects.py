"""A decision that the registry does not take is no decision: nothing of it stays."""

from __future__ import annotations

import pytest
from django.db import transaction

from dean06.kernel.notifications.models import Notification
from dean06.kernel.population.models import IdCard, LifeEvent
from dean06.procedures.cases import errors, services
from dean06.procedures.cases.models import Case, CaseEvent, CasePaper
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.types import State

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
