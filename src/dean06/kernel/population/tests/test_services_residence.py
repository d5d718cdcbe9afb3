"""Residence and households as the commune police registers them."""

from __future__ import annotations

import datetime as dt

import pytest

from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.events.models import OutboxEvent
from dean06.kernel.population import services
from dean06.kernel.population.errors import Reason
from dean06.kernel.population.models import Household, IdCard, Person, Residence
from dean06.kernel.population.past import household_on
from dean06.kernel.population.projection import state_on
from dean06.kernel.population.tests import factories
from dean06.kernel.population.tests.factories import NOW, POLICE_THERE, THERE, TODAY
from dean06.kernel.population.tests.helpers import check_invariants, everything, refused

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - dt.timedelta(days=1)


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_a_family_moves_and_its_old_household_closes(who) -> None:
    family = factories.family(children=2)
    everybody = [family.father, family.mother, *family.children]
    home = services.register_permanent_residence(
        actor=who.police_there,
        person_ids=[one.pk for one in everybody],
        head_id=family.mother.pk,
        village="Thôn Mới",
        now=NOW,
    )
    assert {fresh(one).household_id for one in everybody} == {home.pk}
    assert {fresh(one).permanent_village for one in everybody} == {"Thôn Mới"}
    assert [fresh(one).household_role for one in everybody] == ["spouse", "head", "child", "child"]
    assert Household.objects.get(pk=family.home.pk).closed_on == TODAY
    moved = OutboxEvent.objects.filter(name="population.residence_changed")
    assert {(row.payload["unit"], row.payload["previous_unit"]) for row in moved} == {(THERE, factories.HERE)}
    check_invariants()


def test_who_lived_in_a_household_on_a_past_day(who) -> None:
    family = factories.family(children=2)
    services.register_permanent_residence(
        actor=who.police_there, person_ids=[family.children[0].pk], village="Thôn Mới", guardian_consents=True, now=NOW
    )
    members = {member.person_id for member in household_on(family.home.pk, YESTERDAY).members}
    assert members == {family.father.pk, family.mother.pk, *(child.pk for child in family.children)}
    assert family.children[0].pk not in {member.person_id for member in household_on(family.home.pk, TODAY).members}
    assert household_on(family.home.pk, YESTERDAY).head_id == family.father.pk
    assert state_on(family.children[0].pk, YESTERDAY)["household"] == family.home.pk


def test_a_minor_does_not_move_alone(who) -> None:
    family = factories.family(children=1)
    move = {"actor": who.police_there, "person_ids": [family.children[0].pk], "village": "Thôn Mới", "now": NOW}
    with refused(Reason.MINOR_ALONE):
        services.register_permanent_residence(**move)
    services.register_permanent_residence(**move, guardian_consents=True)
    check_invariants()


def test_when_the_head_moves_out_the_others_need_one(who) -> None:
    family = factories.family(children=1)
    move = {"actor": who.police_there, "person_ids": [family.father.pk], "village": "Thôn Mới", "now": NOW}
    with refused(Reason.HEAD_MISSING) as caught:
        services.register_permanent_residence(**move)
    # The clerk reads who it is about, not the registry's own number of a household.
    assert "thay Nguyễn Văn Cha" in caught.value.message
    assert family.home.number not in caught.value.message
    services.register_permanent_residence(**move, old_heads={family.home.pk: family.mother.pk})
    assert Household.objects.get(pk=family.home.pk).head_id == family.mother.pk
    check_invariants()


def test_joining_a_household_takes_its_heads_consent(who) -> None:
    host = factories.family(unit=THERE)
    guest = factories.person("Lê Văn Khách")
    move = {"actor": who.police_there, "person_ids": [guest.pk], "household_id": host.home.pk, "now": NOW}
    with refused(Reason.OWNER_CONSENT):
        services.register_permanent_residence(**move)
    services.register_permanent_residence(**move, owner_consents=True)
    joined = fresh(guest)
    assert (joined.household_id, joined.household_role, joined.permanent_village) == (host.home.pk, "other", "Thôn 3")
    with refused(Reason.ALREADY_IN_HOUSEHOLD):
        services.register_permanent_residence(**move, owner_consents=True)


def test_residence_is_registered_by_the_police_of_the_place(who) -> None:
    guest = factories.person("Lê Văn Khách")
    before = everything()
    for actor, agency in ((who.civil, None), (who.police, POLICE_THERE), (who.registry, None)):
        with pytest.raises(NotAllowed):
            services.register_permanent_residence(
                actor=actor, agency=agency, person_ids=[guest.pk], village="Thôn Mới", now=NOW
            )
    assert everything() == before


def test_temporary_residence_begins_and_ends(who) -> None:
    worker = factories.person("Lê Văn Thợ")
    until = TODAY + dt.timedelta(days=365)
    term = {"actor": who.police_there, "person_id": worker.pk, "address": "Nhà trọ số 2", "now": NOW}
    with refused(Reason.TERM_TOO_LONG):
        services.register_temporary_residence(**term, until=TODAY + dt.timedelta(days=800))
    with refused(Reason.SAME_PLACE):
        services.register_temporary_residence(**{**term, "actor": who.police}, until=until)
    residence = services.register_temporary_residence(**term, until=until)
    assert fresh(worker).current_unit.code == THERE
    with refused(Reason.ALREADY_RESIDENT):
        services.register_temporary_residence(**term, until=until)
    services.end_residence(
        actor=who.police_there, person_id=worker.pk, residence_id=residence.pk, reason="Người này đã về quê", now=NOW
    )
    assert fresh(worker).current_unit_id is None
    assert Residence.objects.get(pk=residence.pk).ended_on == TODAY
    check_invariants()


def test_stays_and_absence_leave_the_residence_as_it_is(who) -> None:
    traveller = factories.person("Lê Văn Đi")
    state = state_on(traveller.pk, TODAY)
    services.notify_stay(
        actor=who.police_there,
        person_id=traveller.pk,
        address="Nhà nghỉ 1",
        until=TODAY + dt.timedelta(days=3),
        now=NOW,
    )
    services.declare_absence(
        actor=who.police,
        person_id=traveller.pk,
        destination="Thành phố Hồ Chí Minh",
        until=TODAY + dt.timedelta(days=200),
        now=NOW,
    )
    assert state_on(traveller.pk, TODAY) == state
    with refused(Reason.TERM_TOO_LONG):
        services.notify_stay(
            actor=who.police_there, person_id=traveller.pk, address="A", until=TODAY + dt.timedelta(days=30), now=NOW
        )


def test_the_permanent_residence_of_the_dead_is_deleted(who) -> None:
    old = factories.person("Lê Văn Già", born=1930)
    services.register_death(actor=who.civil, person_id=old.pk, died_on=TODAY, now=NOW)
    services.end_residence(actor=who.police, person_id=old.pk, reason="Đã đăng ký khai tử", now=NOW)
    assert fresh(old).permanent_unit_id is None
    with refused(Reason.NO_RESIDENCE):
        services.end_residence(actor=who.police, person_id=old.pk, reason="Đã đăng ký khai tử", now=NOW)
    check_invariants()


def test_a_household_splits_and_joins_again(who) -> None:
    family = factories.family(children=1)
    son = factories.person("Nguyễn Văn Lớn", born=dt.date(2004, 1, 1), father=family.father.pk)
    home = factories.household(son)
    join = {"actor": who.police, "household_id": family.home.pk, "person_ids": [son.pk], "now": NOW}
    services.join_household(**join, owner_consents=True)
    assert (fresh(son).household_role, Household.objects.get(pk=home.pk).closed_on) == ("child", TODAY)
    split = {"actor": who.police, "household_id": family.home.pk, "member_ids": [son.pk], "now": NOW}
    with refused(Reason.OWNER_CONSENT):
        services.split_household(**split)
    new = services.split_household(**split, owner_consents=True)
    assert (fresh(son).household_id, fresh(son).household_role, new.village) == (new.pk, "head", "Thôn 3")
    check_invariants()


@pytest.mark.parametrize(
    ("leaving", "reason"),
    [
        (["father", "mother", "child"], Reason.WHOLE_HOUSEHOLD),
        (["mother", "child"], Reason.HEAD_MISSING),
        ([], Reason.NOBODY),
    ],
)
def test_a_split_that_leaves_nobody_or_has_no_head_is_refused(who, leaving, reason) -> None:
    family = factories.family(children=1)
    people = {"father": family.father.pk, "mother": family.mother.pk, "child": family.children[0].pk}
    with refused(reason):
        services.split_household(
            actor=who.police,
            household_id=family.home.pk,
            member_ids=[people[name] for name in leaving],
            owner_consents=True,
            now=NOW,
        )


def test_another_head_and_the_roles_follow(who) -> None:
    family = factories.family(children=1)
    change = {"actor": who.police, "household_id": family.home.pk, "now": NOW}
    with refused(Reason.HEAD_NOT_FIT):
        services.change_head(**change, head_id=family.children[0].pk)
    with refused(Reason.ALREADY_HEAD):
        services.change_head(**change, head_id=family.father.pk)
    stranger = factories.person("Võ Văn Lạ")
    with refused(Reason.HEAD_NOT_MEMBER):
        services.change_head(**change, head_id=stranger.pk)
    services.change_head(**change, head_id=family.mother.pk)
    assert [fresh(one).household_role for one in (family.father, family.mother, *family.children)] == [
        "spouse",
        "head",
        "child",
    ]
    check_invariants()


def test_a_card_has_the_number_and_ends_with_the_next_age(who) -> None:
    person = factories.person(born=dt.date(1990, 3, 15))
    first = services.issue_card(actor=who.police, person_id=person.pk, issued_on=YESTERDAY, now=NOW)
    second = services.issue_card(actor=who.police, person_id=person.pk, now=NOW)
    assert (second.number, second.expires_on) == (person.personal_id, dt.date(2030, 3, 15))
    assert IdCard.objects.get(pk=first.pk).revoked_on == TODAY
    with refused(Reason.CARD_NUMBER):
        services.issue_card(actor=who.police, person_id=person.pk, number="042090999999", now=NOW)
