"""Whatever offices do in whatever order, legal or not: nobody is married to two, numbers are unique, a household has a
living head or is closed, and every stored person is the sum of the events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dean06.kernel.common.errors import DomainError
from dean06.kernel.population import services
from dean06.kernel.population.models import ChangeProposal, Household, Person
from dean06.kernel.population.tests import factories
from dean06.kernel.population.tests.factories import NOW, Officers
from dean06.kernel.population.tests.helpers import check_invariants

WHY = "Theo hồ sơ đã được xác minh"


class World:
    """People and households by their place in the order of records, so that drawn numbers always mean somebody."""

    def __init__(self, who: Officers) -> None:
        self.who = who
        self.step = 0

    def person(self, index: int) -> int:
        pks = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        return pks[index % len(pks)]

    def household(self, index: int) -> int:
        pks = list(Household.objects.order_by("pk").values_list("pk", flat=True))
        return pks[index % len(pks)]

    @property
    def now(self) -> dt.datetime:
        return NOW + dt.timedelta(days=self.step)

    def decided(self, kind: str, a: int, b: int, values: dict[str, Any]) -> None:
        proposal = services.propose_change(
            actor=self.who.registry,
            kind=kind,
            person_id=self.person(a),
            other_id=self.person(b) if kind == "merge" else None,
            values=values,
            reason=WHY,
            origin="test:1",
            now=self.now,
        )
        services.decide_change(actor=self.who.registry_other, proposal_id=proposal.pk, approve=True, now=self.now)


def birth(world: World, a: int, b: int) -> None:
    mother = Person.objects.get(pk=world.person(a))
    services.register_birth(
        actor=world.who.civil,
        full_name=f"{mother.full_name.split()[0]} Văn Bé",
        sex="MF"[b % 2],
        born_on=world.now.date(),
        mother_id=mother.pk,
        father_id=mother.spouse_id,
        now=world.now,
    )


def death(world: World, a: int, b: int) -> None:
    services.register_death(
        actor=world.who.civil,
        person_id=world.person(a),
        died_on=world.now.date(),
        new_head_id=world.person(b),
        now=world.now,
    )


def move(world: World, a: int, b: int) -> None:
    movers = [world.person(a), world.person(b)]
    home = Person.objects.get(pk=movers[0]).household_id
    services.register_permanent_residence(
        actor=(world.who.police, world.who.police_there)[a % 2],
        person_ids=movers[: 1 + b % 2],
        head_id=movers[0],
        household_id=world.household(b) if a % 3 == 0 else None,
        village="Thôn Mới",
        old_heads={home: movers[1]} if home else None,
        owner_consents=True,
        guardian_consents=True,
        now=world.now,
    )


def split(world: World, a: int, b: int) -> None:
    person = Person.objects.get(pk=world.person(a))
    services.split_household(
        actor=world.who.police,
        household_id=person.household_id or 0,
        member_ids=[person.pk],
        old_head_id=world.person(b),
        owner_consents=True,
        now=world.now,
    )


def join(world: World, a: int, b: int) -> None:
    person = Person.objects.get(pk=world.person(a))
    services.join_household(
        actor=world.who.police,
        household_id=world.household(b),
        person_ids=[person.pk],
        old_heads={person.household_id: world.person(b)} if person.household_id else None,
        owner_consents=True,
        now=world.now,
    )


ACTS: dict[str, Callable[[World, int, int], Any]] = {
    "birth": birth,
    "death": death,
    "marriage": lambda w, a, b: services.register_marriage(
        actor=w.who.civil, first_id=w.person(a), second_id=w.person(b), now=w.now
    ),
    "divorce": lambda w, a, b: services.register_divorce(
        actor=w.who.civil, person_id=w.person(a), divorced_on=w.now.date(), paper="Bản án 1/2026", now=w.now
    ),
    "move": move,
    "split": split,
    "join": join,
    "head": lambda w, a, b: services.change_head(
        actor=w.who.police, household_id=w.household(a), head_id=w.person(b), now=w.now
    ),
    "leave": lambda w, a, b: services.end_residence(
        actor=w.who.police, person_id=w.person(a), new_head_id=w.person(b), reason=WHY, now=w.now
    ),
    "merge": lambda w, a, b: w.decided("merge", a, b, {}),
    "unmerge": lambda w, a, b: w.decided("unmerge", a, b, {}),
    "new number": lambda w, a, b: w.decided("change_id", a, b, {"sex": "MF"[b % 2]}),
    "no number": lambda w, a, b: w.decided("annul_id", a, b, {}),
    "number back": lambda w, a, b: w.decided("reestablish_id", a, b, {}),
    "rename": lambda w, a, b: w.decided("change", a, b, {"full_name": f"Lê Văn {'ABCDE'[b % 5]}"}),
    "alive after all": lambda w, a, b: w.decided("correct", a, b, {"life_status": "alive", "died_on": None}),
}

moves = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 11), st.integers(0, 11)), min_size=8, max_size=30
)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sequence=moves)
def test_any_sequence_of_acts_keeps_the_registry_whole(who: Officers, sequence: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        factories.family(children=2)
        factories.family(children=1, surname="Phan", unit=factories.THERE)
        for name, sex in (("Lê Văn Lẻ", "M"), ("Võ Thị Lẻ", "F")):
            factories.household(factories.person(name, sex=sex, born=dt.date(1995, 5, 5)))
        world, done = World(who), 0
        for name, a, b in sequence:
            world.step += 1
            try:
                ACTS[name](world, a, b)
                done += 1
            except DomainError:
                continue
        check_invariants()
        assert done or not ChangeProposal.objects.filter(state="approved").exists()
        transaction.set_rollback(True)
