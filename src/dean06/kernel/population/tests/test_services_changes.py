"""Corrections, lawful changes, numbers and merges: proposed by one person, decided by another."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.personal_id import check_personal_id
from dean06.kernel.events.models import OutboxEvent
from dean06.kernel.files.models import StoredFile
from dean06.kernel.population import services
from dean06.kernel.population.errors import NotAllowedHere, Reason
from dean06.kernel.population.models import ChangeProposal, Household, LifeEvent, Person, PersonNumber
from dean06.kernel.population.projection import state_on
from dean06.kernel.population.tests import factories
from dean06.kernel.population.tests.factories import ENROLLED_ON, NOW, TODAY
from dean06.kernel.population.tests.helpers import check_invariants, everything, refused
from dean06.kernel.population.types import ProposalKind, ProposalState

pytestmark = pytest.mark.django_db
WHY = "Đối chiếu giấy khai sinh gốc"
PROOF = ("giay-khai-sinh.txt", "Bản chụp giấy khai sinh".encode())


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def propose(actor, person: Person, kind: str = "correct", **changes) -> ChangeProposal:
    given = {"kind": kind, "person_id": person.pk, "values": {}, "reason": WHY, "evidence": PROOF, "now": NOW}
    return services.propose_change(actor=actor, **{**given, **changes})


def approve(actor, proposal: ChangeProposal) -> ChangeProposal:
    return services.decide_change(actor=actor, proposal_id=proposal.pk, approve=True, note="", now=NOW)


def test_a_correction_takes_two_people_and_then_holds_for_every_day(who) -> None:
    person = factories.person("Nguyễn Văn Sai")
    proposal = propose(who.police, person, values={"full_name": "Nguyễn Văn Đúng"})
    assert fresh(person).full_name == "Nguyễn Văn Sai"
    assert StoredFile.objects.get().owner == f"population.changeproposal:{proposal.pk}"
    assert proposal.before == {"full_name": "Nguyễn Văn Sai"}
    approve(who.registry, proposal)
    corrected = fresh(person)
    assert (corrected.full_name, corrected.name_key) == ("Nguyễn Văn Đúng", "nguyen van dung")
    assert state_on(person.pk, ENROLLED_ON)["full_name"] == "Nguyễn Văn Đúng"
    event = LifeEvent.objects.get(kind="correction")
    assert (event.actor_id, event.approved_by) == (who.police.user_id, who.registry.user_id)
    assert (event.evidence_id, event.reason) == (proposal.evidence_id, WHY)
    assert OutboxEvent.objects.get(name="population.person_corrected").payload["fields"] == ["full_name"]
    check_invariants()


def test_a_lawful_change_holds_from_its_day_on_and_keeps_the_former_name(who) -> None:
    person = factories.person("Nguyễn Văn Cũ")
    on = dt.date(2026, 10, 1)
    approve(who.registry, propose(who.civil, person, "change", values={"full_name": "Nguyễn An"}, effective_on=on))
    changed = fresh(person)
    assert (changed.full_name, changed.other_names) == ("Nguyễn An", "Nguyễn Văn Cũ")
    assert state_on(person.pk, on - dt.timedelta(days=1))["full_name"] == "Nguyễn Văn Cũ"


def test_nobody_decides_on_an_own_proposal(who) -> None:
    person = factories.person()
    proposal = propose(who.registry, person, values={"ethnicity": "05"})
    with refused(Reason.OWN_PROPOSAL):
        approve(who.registry, proposal)
    before = everything()
    with pytest.raises(NotAllowed):
        approve(who.police, proposal)
    assert everything() == before
    approve(who.registry_other, proposal)
    with refused(Reason.PROPOSAL_DECIDED):
        approve(who.registry_other, proposal)


def test_a_refusal_says_why_and_changes_nothing_of_the_person(who) -> None:
    person = factories.person()
    proposal = propose(who.police, person, values={"ethnicity": "05"})
    with refused(Reason.REASON_MISSING):
        services.decide_change(actor=who.registry, proposal_id=proposal.pk, approve=False, note="không", now=NOW)
    services.decide_change(
        actor=who.registry, proposal_id=proposal.pk, approve=False, note="Giấy tờ không rõ ngày cấp", now=NOW
    )
    proposal.refresh_from_db()
    assert (proposal.state, fresh(person).ethnicity) == (ProposalState.REFUSED, "01")


def test_only_its_author_takes_a_proposal_back(who) -> None:
    proposal = propose(who.police, factories.person(), values={"ethnicity": "05"})
    with refused(Reason.NOT_YOUR_PROPOSAL):
        services.withdraw_change(actor=who.registry, proposal_id=proposal.pk, now=NOW)
    services.withdraw_change(actor=who.police, proposal_id=proposal.pk, now=NOW)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"evidence": None}, Reason.EVIDENCE_MISSING),
        ({"reason": "sai"}, Reason.REASON_MISSING),
        ({"values": {}}, Reason.NOTHING_CHANGES),
        ({"values": {"sex": "F"}}, Reason.NUMBER_WOULD_NOT_FIT),
        ({"values": {"birth_year": 1991}}, Reason.NUMBER_WOULD_NOT_FIT),
        ({"values": {"personal_id": "042090000001"}}, Reason.FIELD_NOT_OPEN),
        ({"kind": "merge"}, Reason.OTHER_MISSING),
        ({"kind": "unmerge"}, Reason.NOT_MERGED),
        ({"kind": "reestablish_id"}, Reason.HAS_NUMBER),
        ({"effective_on": TODAY + dt.timedelta(days=1)}, Reason.DAY_IN_FUTURE),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_at_once(who, changes, reason) -> None:
    person = factories.person()
    with refused(reason):
        propose(who.police, person, **{"values": {"full_name": "Nguyễn Văn Đúng"}, **changes})


def test_commune_officers_propose_for_their_residents_only(who) -> None:
    person = factories.person(unit=factories.THERE)
    before = everything()
    with pytest.raises(NotAllowedHere):
        propose(who.police, person, values={"ethnicity": "05"})
    assert everything() == before
    propose(who.registry, person, values={"ethnicity": "05"})


def test_a_correction_from_cleaning_has_its_evidence_there(who) -> None:
    person = factories.person()
    proposal = propose(who.police, person, values={"ethnicity": "05"}, evidence=None, origin="cleaning.correction:17")
    approve(who.registry, proposal)
    assert OutboxEvent.objects.get(name="population.change_decided").payload["origin"] == "cleaning.correction:17"


def test_one_field_waits_for_one_decision(who) -> None:
    person = factories.person()
    propose(who.police, person, values={"ethnicity": "05"})
    with refused(Reason.PROPOSAL_WAITING):
        propose(who.civil, person, values={"ethnicity": "06"})
    propose(who.civil, person, values={"full_name": "Nguyễn Văn Khác"})


def test_what_changed_meanwhile_is_not_overwritten(who) -> None:
    person = factories.person()
    proposal = propose(who.police, person, values={"permanent_village": "Thôn 9"})
    services.register_permanent_residence(actor=who.police_there, person_ids=[person.pk], village="Thôn Mới", now=NOW)
    with refused(Reason.CHANGED_SINCE):
        approve(who.registry, proposal)


def test_a_mistaken_death_is_undone_for_both(who) -> None:
    family = factories.family(children=0)
    services.register_death(actor=who.civil, person_id=family.mother.pk, died_on=TODAY, now=NOW)
    undo = {"life_status": "alive", "died_on": None}
    approve(who.registry, propose(who.civil, fresh(family.mother), values=undo))
    alive, husband = fresh(family.mother), fresh(family.father)
    assert (alive.life_status, alive.died_on) == ("alive", None)
    assert (husband.marital_status, husband.spouse_id) == ("married", alive.pk)
    check_invariants()


def test_a_corrected_day_of_death_moves_the_death(who) -> None:
    person = factories.person()
    services.register_death(actor=who.civil, person_id=person.pk, died_on=TODAY, now=NOW)
    earlier = TODAY - dt.timedelta(days=3)
    approve(who.registry, propose(who.civil, fresh(person), values={"died_on": earlier.isoformat()}))
    assert state_on(person.pk, earlier)["life_status"] == "dead"
    assert state_on(person.pk, earlier - dt.timedelta(days=1))["life_status"] == "alive"


def test_a_number_is_annulled_and_restored(who) -> None:
    person = factories.person()
    number = person.personal_id
    approve(who.registry, propose(who.police, person, "annul_id"))
    without = fresh(person)
    assert (without.personal_id, without.id_status) == (None, "annulled")
    assert PersonNumber.objects.get(number=number).status == "annulled"
    with refused(Reason.NO_NUMBER):
        propose(who.police, person, "annul_id")
    approve(who.registry, propose(who.police, person, "reestablish_id"))
    assert fresh(person).personal_id == number
    check_invariants()


def test_a_new_number_follows_a_corrected_sex_and_the_old_one_is_never_used_again(who) -> None:
    person = factories.person(sex="M")
    old = person.personal_id
    approve(who.registry, propose(who.police, person, "change_id", values={"sex": "F"}))
    changed = fresh(person)
    assert (changed.sex, changed.id_status) == ("F", "active")
    assert check_personal_id(changed.personal_id, sex="F", birth_year=1990).flaws == ()
    assert PersonNumber.objects.get(number=old).status == "annulled"
    assert state_on(person.pk, ENROLLED_ON)["personal_id"] == old
    check_invariants()


def test_merging_keeps_both_records_findable_and_can_be_undone(who) -> None:
    family = factories.family(children=1)
    twice = factories.person("Nguyễn Văn Cha", born=dt.date(1985, 2, 3))
    child = factories.person("Nguyễn Văn Nhỏ", born=dt.date(2015, 1, 1), father=twice.pk)
    number = twice.personal_id
    before = [state_on(pk, TODAY) for pk in (family.father.pk, twice.pk, child.pk)]
    approve(who.registry, propose(who.police, family.father, "merge", other_id=twice.pk))
    merged = fresh(twice)
    assert (merged.id_status, merged.merged_into_id, merged.personal_id) == ("merged", family.father.pk, None)
    assert (PersonNumber.objects.get(number=number).status, merged.full_name) == ("annulled", "Nguyễn Văn Cha")
    assert fresh(child).father_id == family.father.pk
    check_invariants()
    with refused(Reason.RECORD_NOT_IN_USE):
        propose(who.police, merged, values={"ethnicity": "05"})
    approve(who.registry, propose(who.police, merged, "unmerge"))
    assert [state_on(pk, TODAY) for pk in (family.father.pk, twice.pk, child.pk)] == before
    assert PersonNumber.objects.get(number=number).status == "active"
    check_invariants()


def test_a_merged_head_hands_household_and_spouse_to_the_record_that_stays(who) -> None:
    family = factories.family(children=1)
    known_better = factories.person("Nguyễn Văn Cha", born=dt.date(1985, 2, 3))
    approve(who.registry, propose(who.police, known_better, "merge", other_id=family.father.pk))
    kept = fresh(known_better)
    assert (kept.household_id, kept.household_role, kept.spouse_id) == (family.home.pk, "head", family.mother.pk)
    assert fresh(family.mother).spouse_id == kept.pk
    assert Household.objects.get(pk=family.home.pk).head_id == kept.pk
    check_invariants()
    approve(who.registry, propose(who.police, fresh(family.father), "unmerge"))
    assert Household.objects.get(pk=family.home.pk).head_id == family.father.pk
    assert (fresh(known_better).household_id, fresh(known_better).spouse_id) == (None, None)
    assert fresh(family.mother).spouse_id == family.father.pk
    check_invariants()


def test_people_of_different_sex_or_of_one_family_are_not_merged(who) -> None:
    family = factories.family(children=1)
    with refused(Reason.MERGE_CONFLICT):
        propose(who.police, family.father, "merge", other_id=family.children[0].pk)
    with refused(Reason.MERGE_CONFLICT):
        propose(who.police, family.father, "merge", other_id=family.mother.pk)
    with refused(Reason.SAME_PERSON):
        propose(who.police, family.father, "merge", other_id=family.father.pk)


def test_the_same_proposal_sent_twice_is_one(who) -> None:
    person = factories.person()
    first = propose(who.police, person, values={"ethnicity": "05"}, idempotency_key="k")
    assert propose(who.police, person, values={"ethnicity": "05"}, idempotency_key="k") == first


def test_a_person_is_not_made_the_child_of_an_own_child(who) -> None:
    family = factories.family(children=1)
    with refused(Reason.DIRECT_LINE_LOOP):
        propose(who.police, family.father, values={"father": family.children[0].pk})


def test_every_kind_of_proposal_is_tried_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{kind}"' in source for kind in ProposalKind.values)
