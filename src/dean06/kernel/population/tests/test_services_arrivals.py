"""Somebody moves in from another province."""

from __future__ import annotations

from typing import Any

import pytest

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.events.models import OutboxEvent
from dean06.kernel.population import services
from dean06.kernel.population.errors import Reason
from dean06.kernel.population.models import LifeEvent, Person, PersonNumber
from dean06.kernel.population.tests import factories
from dean06.kernel.population.tests.factories import NOW
from dean06.kernel.population.tests.helpers import check_invariants, everything, refused

pytestmark = pytest.mark.django_db

ARRIVES: dict[str, Any] = {
    "personal_id": "038190001234",
    "full_name": "Lò Thị Mẫu Đến",
    "sex": "F",
    "birth_date": "1990-06-02",
    "paper": "H42.01-261117-0001",
    "old_address": "Bản Mẫu, xã Mường Mẫu",
    "now": NOW,
}


def test_who_arrives_is_enrolled_with_the_own_number_and_may_then_be_registered(who) -> None:
    person = services.enrol_arrival(actor=who.police, **ARRIVES)
    assert (person.personal_id, person.nationality, person.permanent_unit_id) == ("038190001234", "VN", None)
    event = LifeEvent.objects.get(person=person)
    assert (event.kind, event.paper) == ("enrolled", ARRIVES["paper"])
    assert "Bản Mẫu" in event.reason
    assert AuditRow.objects.filter(action="population.arrival_enrolled").count() == 1
    assert OutboxEvent.objects.filter(name="population.person_enrolled").count() == 1
    services.register_permanent_residence(
        actor=who.police, person_ids=[person.pk], head_id=person.pk, village="Thôn 3", now=NOW
    )
    assert Person.objects.get(pk=person.pk).permanent_village == "Thôn 3"
    check_invariants()


def test_a_number_of_somebody_else_or_of_a_known_person_is_refused(who) -> None:
    known = factories.person("Nguyễn Văn Đã Có")
    with refused(Reason.NUMBER_TAKEN):
        services.enrol_arrival(
            actor=who.police, **{**ARRIVES, "personal_id": known.personal_id, "sex": "M", "birth_date": "1990-03-16"}
        )
    same = {"personal_id": known.personal_id, "full_name": "NGUYỄN văn  đã có", "sex": "M", "birth_date": "1990-03"}
    with refused(Reason.ALREADY_KNOWN):
        services.enrol_arrival(actor=who.police, **{**ARRIVES, **same})
    assert PersonNumber.objects.filter(number=known.personal_id).count() == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sex": "M"}, Reason.NUMBER_INVALID),
        ({"birth_date": "1991-06-02"}, Reason.NUMBER_INVALID),
        ({"personal_id": "12345678"}, Reason.NUMBER_INVALID),
        ({"birth_date": "1990-13-02"}, Reason.VALUE_INVALID),
        ({"birth_date": "2090"}, Reason.DAY_IN_FUTURE),
        ({"full_name": "Đến"}, Reason.NAME_INVALID),
        ({"sex": "X"}, Reason.VALUE_INVALID),
        ({"paper": ""}, Reason.PAPER_MISSING),
    ],
)
def test_what_does_not_fit_is_refused(who, change: dict[str, str], reason: Reason) -> None:
    with refused(reason):
        services.enrol_arrival(actor=who.police, **{**ARRIVES, **change})


def test_only_the_police_of_the_commune_enrols(who) -> None:
    before = everything()
    with pytest.raises(NotAllowed):
        services.enrol_arrival(actor=who.civil, **ARRIVES)
    assert everything() == before


def test_a_parent_from_elsewhere_is_enrolled_by_the_committee_that_registers_the_birth(who) -> None:
    person = services.enrol_parent(actor=who.civil, **ARRIVES)
    assert (person.personal_id, person.permanent_unit_id) == ("038190001234", None)
    assert "khai sinh" in LifeEvent.objects.get(person=person).reason
    before = everything()
    with pytest.raises(NotAllowed):
        services.enrol_parent(actor=who.police, **{**ARRIVES, "personal_id": "038190001235"})
    assert everything() == before
    check_invariants()
