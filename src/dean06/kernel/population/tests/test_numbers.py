"""Numbers: never twice, also when many offices register at the same moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import pytest
from django.db import transaction

from dean06.kernel.common.personal_id import check_personal_id
from dean06.kernel.population import numbers, services
from dean06.kernel.population.errors import NumbersUsedUp
from dean06.kernel.population.models import Person, PersonNumber
from dean06.kernel.population.tests import factories
from dean06.kernel.population.tests.factories import NOW, TODAY, Officers
from dean06.kernel.population.tests.helpers import check_invariants, everything
from dean06.kernel.writing.tests import at_once
from dean06.kernel.writing.tests.at_once import Offices


@pytest.mark.django_db
def test_a_taken_number_is_passed_over_even_when_annulled(who, monkeypatch) -> None:
    holder, newcomer = factories.person(number=False), factories.person(number=False)
    PersonNumber.objects.create(
        number="042290000007", kind="personal_id", status="annulled", person=holder, annulled_on=TODAY
    )
    picks = iter([7, 7, 8])
    monkeypatch.setattr(numbers.secrets, "randbelow", lambda limit: next(picks))
    assert numbers.issue(newcomer, place_code="042", sex="M", birth_year=2090, on=TODAY) == "042290000008"


@pytest.mark.django_db
def test_a_number_taken_between_look_and_write_is_tried_again(who, monkeypatch) -> None:
    holder, newcomer = factories.person(number=False), factories.person(number=False)
    PersonNumber.objects.create(number="042290000007", kind="personal_id", person=holder)
    picks = iter([7, 9])
    monkeypatch.setattr(numbers.secrets, "randbelow", lambda limit: next(picks))
    # The look does not see what another office has not yet committed.
    monkeypatch.setattr(PersonNumber.objects, "filter", lambda **given: PersonNumber.objects.none())
    assert numbers.issue(newcomer, place_code="042", sex="M", birth_year=2090, on=TODAY) == "042290000009"


@pytest.mark.django_db
def test_a_space_that_is_nearly_full_is_said_clearly_and_nothing_is_left_behind(who, monkeypatch) -> None:
    family = factories.family()
    holder = factories.person(number=False)
    PersonNumber.objects.create(number="042326000001", kind="personal_id", person=holder)
    monkeypatch.setattr(numbers.secrets, "randbelow", lambda limit: 1)
    before = everything()
    with pytest.raises(NumbersUsedUp) as refusal:
        services.register_birth(
            actor=who.civil,
            full_name="Nguyễn Thị Mới",
            sex="F",
            born_on=dt.date(2026, 11, 10),
            mother_id=family.mother.pk,
            father_id=family.father.pk,
            now=NOW,
        )
    assert refusal.value.code == "POPULATION_NUMBERS_USED_UP"
    assert everything() == before


@pytest.mark.django_db
def test_old_nine_digit_numbers_may_repeat_but_personal_ids_may_not(who) -> None:
    first, second = factories.person(), factories.person()
    for one in (first, second):
        PersonNumber.objects.create(number="183912345", kind="old_id", person=one)
    with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
        PersonNumber.objects.create(number=first.personal_id, kind="personal_id", person=second)


@pytest.fixture
def offices(transactional_db, tmp_path) -> Iterator[Offices]:
    yield from at_once.offices(tmp_path)


def test_births_registered_at_the_same_moment_get_different_numbers(offices, monkeypatch) -> None:
    """So few numbers to pick from that the offices collide all the time."""
    pick = numbers.secrets.randbelow
    monkeypatch.setattr(numbers.secrets, "randbelow", lambda limit: pick(16))

    def set_up() -> tuple[Officers, list[Person]]:
        factories.place()
        names = ("Một", "Hai", "Ba", "Bốn")
        return factories.officers(), [
            factories.person(f"Lê Thị Mẹ {name}", sex="F", born=dt.date(2000, 1, 1)) for name in names
        ]

    def office(who: Officers, mother: Person) -> list[str | None]:
        return [
            services.register_birth(
                actor=who.civil,
                full_name=f"Lê Thị {child}",
                sex="F",
                born_on=dt.date(2026, 11, 10),
                mother_id=mother.pk,
                now=NOW,
            ).personal_id
            for child in ("An", "Bình", "Cúc")
        ]

    who, mothers = offices([set_up])[0]
    outcomes = offices([partial(office, who, mother) for mother in mothers])
    issued = [number for outcome in outcomes for number in outcome]
    assert len(set(issued)) == 12
    assert all(check_personal_id(number, sex="F", birth_year=2026).is_valid for number in issued)
    assert offices([check_invariants]) == [None]


def test_two_offices_that_marry_one_person_at_the_same_moment_do_not_both_succeed(offices) -> None:
    def set_up() -> tuple[Officers, Person, list[Person]]:
        factories.place()
        groom = factories.person("Lê Văn Rể", born=dt.date(1998, 1, 1))
        brides = [factories.person(f"Phan Thị {name}", sex="F", born=dt.date(2000, 1, 1)) for name in ("Một", "Hai")]
        return factories.officers(), groom, brides

    def office(who: Officers, first: Person, second: Person) -> str:
        services.register_marriage(actor=who.civil, first_id=first.pk, second_id=second.pk, now=NOW)
        return "married"

    who, groom, brides = offices([set_up])[0]
    outcomes = offices([partial(office, who, groom, brides[0]), partial(office, who, brides[1], groom)])
    assert sorted(getattr(outcome, "code", outcome) for outcome in outcomes) == [
        "POPULATION_ALREADY_MARRIED",
        "married",
    ]
    assert offices([check_invariants]) == [None]


def test_households_that_swap_people_at_the_same_moment_do_not_wait_for_each_other(offices) -> None:
    """Households are locked in one order, then persons: the second office waits and goes on, or says what changed."""

    def set_up() -> tuple[Officers, list[Person]]:
        factories.place()
        families = [factories.family(children=0), factories.family(children=0)]
        return factories.officers(), [family.mother for family in families]

    def office(who: Officers, guest: Person, host: Person) -> str:
        services.join_household(
            actor=who.police,
            household_id=host.household_id,
            person_ids=[guest.pk],
            owner_consents=True,
            now=NOW,
        )
        return "joined"

    who, (first, second) = offices([set_up])[0]
    outcomes = offices([partial(office, who, first, second), partial(office, who, second, first)])
    answers = {getattr(outcome, "code", outcome) for outcome in outcomes}
    assert "joined" in answers
    assert answers <= {"joined", "POPULATION_STALE_RECORD"}
    assert offices([check_invariants]) == [None]
