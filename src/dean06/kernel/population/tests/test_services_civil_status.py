"""Birth, marriage, divorce, death, adoption, guardianship as the commune committee's officer registers them."""

from __future__ import annotations

import datetime as dt

import pytest

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.personal_id import check_personal_id
from dean06.kernel.events.models import OutboxEvent
from dean06.kernel.population import services
from dean06.kernel.population.errors import Reason, StaleRecord
from dean06.kernel.population.models import Household, LifeEvent, Person, PersonNumber
from dean06.kernel.population.projection import state_on
from dean06.kernel.population.tests import factories
from dean06.kernel.population.tests.factories import NOW, TODAY
from dean06.kernel.population.tests.helpers import check_invariants, everything, refused

pytestmark = pytest.mark.django_db
BORN = dt.date(2026, 11, 10)


def birth(who, family, **changes) -> Person:
    given = {
        "full_name": "Nguyễn Thị Mới",
        "sex": "F",
        "born_on": BORN,
        "mother_id": family.mother.pk,
        "father_id": family.father.pk,
        "now": NOW,
    }
    return services.register_birth(actor=who.civil, **{**given, **changes})


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_a_birth_gives_a_number_a_home_and_parents(who) -> None:
    family = factories.family()
    child = fresh(birth(who, family))
    assert check_personal_id(child.personal_id, sex="F", birth_year=2026).flaws == ()
    assert child.personal_id.startswith("042326")
    assert (child.household_id, child.household_role) == (family.home.pk, "child")
    assert (child.father_id, child.mother_id) == (family.father.pk, family.mother.pk)
    assert child.permanent_unit_id == fresh(family.mother).permanent_unit_id
    assert child.permanent_since == BORN
    assert PersonNumber.objects.get(person=child).issued_on == TODAY
    assert [event.kind for event in child.events.order_by("pk")] == ["birth", "id_issued"]
    assert AuditRow.objects.filter(
        action="population.birth_registered", subject=f"population.person:{child.pk}"
    ).exists()
    assert OutboxEvent.objects.get(name="population.birth_registered").payload["person_id"] == child.pk
    assert state_on(child.pk, BORN - dt.timedelta(days=1)) is None
    check_invariants()


def test_twins_are_two_children_of_one_birth(who) -> None:
    family = factories.family()
    first = birth(who, family, full_name="Nguyễn Thị Một")
    second = birth(who, family, full_name="Nguyễn Thị Hai")
    assert first.personal_id != second.personal_id
    with refused(Reason.BIRTH_REGISTERED):
        birth(who, family, full_name="Nguyễn Thị Một")


def test_the_same_request_sent_twice_registers_one_child(who) -> None:
    family = factories.family()
    first = birth(who, family, idempotency_key="phieu-1")
    assert birth(who, family, idempotency_key="phieu-1") == first
    assert Person.objects.filter(full_name="Nguyễn Thị Mới").count() == 1


def test_a_child_of_an_unmarried_mother_lives_with_her(who) -> None:
    mother = factories.person("Lê Thị Mẹ", sex="F", born=dt.date(2000, 1, 1))
    home = factories.household(mother)
    child = services.register_birth(
        actor=who.civil, full_name="Lê Văn Con", sex="M", born_on=BORN, mother_id=mother.pk, now=NOW
    )
    assert (child.household_id, child.father_id, child.father_name) == (home.pk, None, "")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"born_on": dt.date(2026, 11, 18)}, Reason.DAY_IN_FUTURE),
        ({"full_name": "Phan Văn Mới"}, Reason.SURNAME_NOT_OF_PARENT),
        ({"full_name": "Mới"}, Reason.NAME_INVALID),
        ({"born_on": dt.date(1990, 1, 1)}, Reason.PARENT_TOO_YOUNG),
    ],
)
def test_a_birth_that_cannot_be_is_refused(who, changes, reason) -> None:
    family = factories.family()
    with refused(reason):
        birth(who, family, **changes)


def test_a_birth_is_registered_where_a_parent_lives(who) -> None:
    family = factories.family(unit=factories.THERE)
    with refused(Reason.NOT_COMPETENT):
        birth(who, family)
    child = services.register_birth(
        actor=who.civil_there,
        full_name="Nguyễn Thị Mới",
        sex="F",
        born_on=BORN,
        mother_id=family.mother.pk,
        father_id=family.father.pk,
        now=NOW,
    )
    assert child.personal_id


def test_only_the_civil_status_officer_of_the_commune_registers(who) -> None:
    family = factories.family()
    before = everything()
    for actor, agency in ((who.police, None), (who.registry, None), (who.civil, factories.CIVIL_THERE)):
        with pytest.raises(NotAllowed):
            services.register_birth(
                actor=actor,
                agency=agency,
                full_name="Nguyễn Thị Mới",
                sex="F",
                born_on=BORN,
                mother_id=family.mother.pk,
                now=NOW,
            )
    assert everything() == before


def couple_to_be(**changes) -> tuple[Person, Person]:
    groom = factories.person("Lê Văn Rể", born=dt.date(1998, 1, 1))
    bride = factories.person("Phan Thị Dâu", sex="F", born=dt.date(2000, 1, 1), unit=factories.THERE)
    return groom, bride


def marry(who, first: Person, second: Person, **changes) -> LifeEvent:
    given = {"first_id": first.pk, "second_id": second.pk, "now": NOW}
    return services.register_marriage(actor=who.civil, **{**given, **changes})


def test_a_marriage_changes_both_and_a_divorce_both_again(who) -> None:
    groom, bride = couple_to_be()
    marry(who, groom, bride)
    assert (fresh(groom).spouse_id, fresh(bride).marital_status) == (bride.pk, "married")
    check_invariants()
    services.register_divorce(
        actor=who.civil, person_id=groom.pk, divorced_on=TODAY, paper="Bản án 12/2026/HNGĐ-ST", now=NOW
    )
    assert {fresh(one).marital_status for one in (groom, bride)} == {"divorced"}
    assert fresh(bride).spouse_id is None
    check_invariants()
    assert state_on(bride.pk, TODAY - dt.timedelta(days=1))["marital_status"] == "single"


def test_nobody_marries_twice(who) -> None:
    groom, bride = couple_to_be()
    third = factories.person("Võ Thị Ba", sex="F", born=dt.date(1999, 1, 1))
    marry(who, groom, bride)
    with refused(Reason.ALREADY_MARRIED):
        marry(who, groom, third)


def test_brother_and_sister_do_not_marry_nor_do_cousins_or_a_former_father_in_law(who) -> None:
    family = factories.family(children=4)
    adult = [
        factories.person(
            f"Nguyễn Thị Cháu {name}",
            sex=sex,
            born=dt.date(1999, 1, 1),
            father=family.father.pk,
            mother=family.mother.pk,
        )
        for name, sex in (("Trai", "M"), ("Gái", "F"))
    ]
    with refused(Reason.THREE_GENERATIONS):
        marry(who, *adult)
    divorced = factories.person("Lê Thị Dâu", sex="F", born=dt.date(1999, 1, 1))
    marry(who, adult[0], divorced, married_on=dt.date(2026, 1, 5))
    services.register_divorce(
        actor=who.civil, person_id=divorced.pk, divorced_on=dt.date(2026, 6, 1), paper="Bản án 3/2026", now=NOW
    )
    services.register_death(actor=who.civil, person_id=family.mother.pk, died_on=dt.date(2026, 7, 1), now=NOW)
    with refused(Reason.IN_LAW_LINE):
        marry(who, family.father, divorced)


def test_an_adopted_child_and_the_adoptive_parent_never_marry_but_blood_still_counts(who) -> None:
    family = factories.family(children=1)
    girl = factories.person(
        "Lê Thị Nuôi", sex="F", born=dt.date(2011, 1, 1), father=family.father.pk, father_name="Nguyễn Văn Cha"
    )
    adopter = factories.person("Phan Văn Nuôi", born=dt.date(1980, 1, 1))
    services.register_adoption(
        actor=who.civil, child_id=girl.pk, adopter_ids=[adopter.pk], child_consents=True, now=NOW
    )
    adopted = fresh(girl)
    assert (adopted.father_id, adopted.father_name, adopted.mother_id) == (adopter.pk, "Phan Văn Nuôi", None)
    assert state_on(girl.pk, TODAY - dt.timedelta(days=1))["father"] == family.father.pk
    later = NOW.replace(year=2040)
    with refused(Reason.ADOPTIVE_LINE):
        marry(who, adopter, girl, now=later)
    half_brother = factories.person("Lê Văn Anh", born=dt.date(2009, 1, 1), father=family.father.pk)
    with refused(Reason.THREE_GENERATIONS):
        marry(who, half_brother, girl, now=later)


def test_a_death_widows_the_spouse_and_keeps_the_number(who) -> None:
    family = factories.family(children=2)
    number = family.mother.personal_id
    services.register_death(actor=who.civil, person_id=family.mother.pk, died_on=TODAY, now=NOW)
    dead, widower = fresh(family.mother), fresh(family.father)
    assert (dead.life_status, dead.died_on, dead.personal_id, dead.household_id) == ("dead", TODAY, number, None)
    assert (widower.marital_status, widower.spouse_id) == ("widowed", None)
    assert OutboxEvent.objects.get(name="population.death_registered").payload["spouse_id"] == widower.pk
    check_invariants()


def test_when_the_head_dies_another_of_full_age_follows(who) -> None:
    family = factories.family(children=1)
    died = {"actor": who.civil, "person_id": family.father.pk, "died_on": TODAY, "now": NOW}
    with refused(Reason.HEAD_MISSING):
        services.register_death(**died)
    with refused(Reason.HEAD_NOT_FIT):
        services.register_death(**died, new_head_id=family.children[0].pk)
    services.register_death(**died, new_head_id=family.mother.pk)
    assert Household.objects.get(pk=family.home.pk).head_id == family.mother.pk
    assert fresh(family.children[0]).household_role == "child"
    check_invariants()


def test_the_household_of_the_last_member_closes(who) -> None:
    single = factories.person()
    home = factories.household(single)
    services.register_death(actor=who.civil, person_id=single.pk, died_on=TODAY, now=NOW)
    home.refresh_from_db()
    assert (home.closed_on, home.head_id) == (TODAY, None)
    check_invariants()


def test_the_dead_do_nothing_more(who) -> None:
    groom, bride = couple_to_be()
    services.register_death(actor=who.civil, person_id=groom.pk, died_on=TODAY, now=NOW)
    with refused(Reason.NOT_LIVING):
        marry(who, groom, bride)
    with refused(Reason.NOT_LIVING):
        services.register_death(actor=who.civil, person_id=groom.pk, died_on=TODAY, now=NOW)


def test_a_form_filled_for_an_older_record_is_refused(who) -> None:
    person = factories.person()
    before = everything()
    with pytest.raises(StaleRecord):
        services.register_death(
            actor=who.civil, person_id=person.pk, died_on=TODAY, version=person.version - 1, now=NOW
        )
    assert everything() == before


def test_a_guardian_acts_until_the_end_is_noted(who) -> None:
    ward = factories.person("Lê Văn Bé", born=dt.date(2016, 1, 1))
    aunt = factories.person("Lê Thị Cô", sex="F")
    guardianship = services.register_guardianship(
        actor=who.civil, ward_id=ward.pk, guardian_id=aunt.pk, basis="Cha mẹ đều đã chết", now=NOW
    )
    with refused(Reason.ALREADY_GUARDED):
        services.register_guardianship(
            actor=who.civil, ward_id=ward.pk, guardian_id=aunt.pk, basis="Cha mẹ đều đã chết", now=NOW
        )
    services.end_guardianship(
        actor=who.civil, guardianship_id=guardianship.pk, basis="Người được giám hộ về ở với bác", now=NOW
    )
    guardianship.refresh_from_db()
    assert guardianship.ended_on == TODAY


def test_a_ward_whose_guardian_dies_is_named_in_the_event(who) -> None:
    ward = factories.person("Lê Văn Bé", born=dt.date(2016, 1, 1))
    aunt = factories.person("Lê Thị Cô", sex="F")
    services.register_guardianship(
        actor=who.civil, ward_id=ward.pk, guardian_id=aunt.pk, basis="Cha mẹ đều đã chết", now=NOW
    )
    services.register_death(actor=who.civil, person_id=aunt.pk, died_on=TODAY, now=NOW)
    assert OutboxEvent.objects.get(name="population.death_registered").payload["ward_ids"] == [ward.pk]
