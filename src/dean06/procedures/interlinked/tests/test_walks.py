"""Each linked service from one application to all its results, through offices, consent and other software."""

from __future__ import annotations

import datetime as dt

import pytest

from dean06.kernel.population.models import Person
from dean06.kernel.population.tests import factories as people
from dean06.procedures.cases import services as case_services
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.types import State
from dean06.procedures.interlinked import queries, services
from dean06.procedures.interlinked.tests import factories as make
from dean06.procedures.interlinked.types import LinkedState

pytestmark = pytest.mark.django_db


def test_a_birth_gives_number_residence_and_insurance_card_from_one_application() -> None:
    world = make.setting(make.BIRTH)
    case = make.received(world, make.BIRTH, make.birth_data(world), world.mother)
    make.settle()
    assert make.states(case) == {
        "registration": "open", "residence": "waiting", "insurance": "waiting", "card": "waiting"
    }  # fmt: skip
    make.decide(make.child(case, "registration"), world.civil, world.civil_head, now=make.at(10))
    child = Person.objects.get(full_name="Nguyễn Minh An")
    assert child.personal_id and child.permanent_unit_id is None, "registered, but not yet resident"
    assert make.states(case) == {
        "registration": "done", "residence": "consent", "insurance": "open", "card": "waiting"
    }  # fmt: skip
    (asked,) = queries.consents_of(world.head_account)
    services.answer_consent(actor=world.head_account, consent_id=asked.consent_id, agrees=True, now=make.at(11))
    assert make.states(case)["residence"] == "open"
    residence = make.child(case, "residence")
    assert residence.data["requester"]["personal_id"] == child.personal_id
    assert residence.deciding_agency == people.POLICE_HERE
    assert make.answered(make.at(14)) == 1
    make.decide(residence, world.police, world.police_head, now=make.at(15))
    child.refresh_from_db()
    assert child.permanent_unit is not None and child.permanent_unit.code == people.HERE
    assert child.household_id == Person.objects.get(pk=world.head.pk).household_id
    assert make.states(case) == {
        "registration": "done", "residence": "done", "insurance": "done", "card": "skipped"
    }  # fmt: skip
    whole = make.case_of(case)
    assert whole.state == State.DONE and whole.is_late is False
    assert whole.outputs["leg.registration.personal_id"] == child.personal_id
    assert whole.outputs["leg.insurance.card_number"].endswith(child.personal_id[-10:])
    assert make.linked(case).state == LinkedState.DONE and make.linked(case).is_complete
    legs = {leg.ref: leg for leg in queries.legs_of(case.pk)}
    assert legs["residence"].issued_at and not legs["residence"].delivered_at
    assert legs["insurance"].synchronised_at and not legs["registration"].synchronised_at
    case_services.return_result(actor=world.desk, case_id=case.pk, to_name="Lê Thị Mẫu Hoa", now=make.at(16))
    make.settle(make.at(16))
    legs = {leg.ref: leg for leg in queries.legs_of(case.pk)}
    assert legs["registration"].delivered_at and legs["residence"].delivered_at
    services.note_synchronised(make.child(case, "registration").pk, make.at(17))
    assert {leg.ref: leg for leg in queries.legs_of(case.pk)}["registration"].synchronised_at == make.at(17)


def test_a_card_is_asked_for_the_child_too() -> None:
    world = make.setting(make.BIRTH)
    case = make.received(world, make.BIRTH, make.birth_data(world, card=True, head=world.head), world.mother)
    make.settle()
    make.decide(make.child(case, "registration"), world.civil, world.civil_head, now=make.at(10))
    (asked,) = queries.consents_of(world.head_account)
    services.answer_consent(actor=world.head_account, consent_id=asked.consent_id, agrees=True, now=make.at(11))
    make.decide(make.child(case, "residence"), world.police, world.police_head, now=make.at(14))
    make.answered(make.at(15))
    make.decide(make.child(case, "card"), world.pc06, world.pc06_head, now=make.at(16))
    assert set(make.states(case).values()) == {"done"}
    assert make.case_of(case).state == State.DONE
    child = Person.objects.get(full_name="Nguyễn Minh An")
    assert make.leg(case, "card").outputs["card_number"]
    assert child.permanent_unit is not None


def _death(world: make.World, package: str = "three", kind: str = "social") -> dict:
    requester = {
        "full_name": world.mother.full_name,
        "personal_id": world.mother.personal_id,
        "birth_date": "1995-04-12",
        "relation": "relative",
        "address": "Số 5, Thôn 3",
        "phone": "0912345678",
    }
    data = {
        "requester": requester,
        "package": package,
        "deceased": {
            "personal_id": world.head.personal_id,
            "full_name": world.head.full_name,
            "birth_date": "1962-03-03",
            "sex": "M",
            "ethnicity": "01",
            "nationality": "VN",
            "commune": people.HERE,
            "address": "Số 5, Thôn 3",
        },
        "death": {
            "died_on": "2026-11-14",
            "place": "Tại nhà",
            "cause": "Tuổi già",
            "proof": "medical",
            "proof_number": "118/BT",
            "proof_issuer": "Bệnh viện mẫu",
            "proof_date": "2026-11-14",
            "late": "no",
        },
        "household": {"was_head": "yes", "new_head_id": world.father.personal_id},
        "copies": {"number": 0},
    }
    if package != "two":
        data["benefit"] = {"kind": kind}
        data["recipient"] = {"account": "8801205123456", "bank": "Agribank", "holder": world.mother.full_name}
    if package == "four":
        data["survivor"] = {
            "full_name": world.mother.full_name, "personal_id": world.mother.personal_id, "relation": "other"
        }  # fmt: skip
    return data


def test_a_death_removes_residence_and_brings_funeral_support() -> None:
    world = make.setting(make.DEATH)
    case = make.received(world, make.DEATH, _death(world), world.mother)
    make.settle()
    make.decide(make.child(case, "registration"), world.civil, world.civil_head, now=make.at(10))
    dead = Person.objects.get(pk=world.head.pk)
    assert dead.life_status == "dead"
    assert make.states(case) == {
        "registration": "done", "residence": "open", "funeral": "open",
        "funeral_insurance": "skipped", "survivors": "skipped",
    }  # fmt: skip
    make.decide(make.child(case, "residence"), world.police, world.police_head, now=make.at(14))
    dead.refresh_from_db()
    assert dead.permanent_unit_id is None
    make.decide(make.child(case, "funeral"), world.civil, world.civil_head, now=make.at(15))
    assert make.case_of(case).state == State.DONE and make.linked(case).is_complete


def test_the_insurer_pays_funeral_and_survivors_of_an_insured_person() -> None:
    world = make.setting(make.DEATH)
    case = make.received(world, make.DEATH, _death(world, "four", "insurance"), world.mother)
    make.settle()
    make.decide(make.child(case, "registration"), world.civil, world.civil_head, now=make.at(10))
    make.decide(make.child(case, "residence"), world.police, world.police_head, now=make.at(14))
    assert make.answered(make.at(15)) == 2
    assert make.states(case) == {
        "registration": "done", "residence": "done", "funeral": "skipped",
        "funeral_insurance": "done", "survivors": "done",
    }  # fmt: skip
    assert make.case_of(case).state == State.DONE


def test_only_two_procedures_are_asked_for() -> None:
    world = make.setting(make.DEATH)
    case = make.received(world, make.DEATH, _death(world, "two"), world.mother)
    make.settle()
    make.decide(make.child(case, "registration"), world.civil, world.civil_head, now=make.at(10))
    make.decide(make.child(case, "residence"), world.police, world.police_head, now=make.at(14))
    assert make.case_of(case).state == State.DONE
    assert Case.objects.filter(parent_id=case.pk).count() == 2


def _marriage(first: Person, second: Person, needs: str) -> dict:
    def party(person: Person, commune: str, needs_status: str) -> dict:
        return {
            "personal_id": person.personal_id,
            "full_name": person.full_name,
            "birth_date": dt.date(person.birth_year, person.birth_month, person.birth_day).isoformat(),
            "sex": person.sex,
            "ethnicity": "01",
            "nationality": "VN",
            "commune": commune,
            "address": "Số 5",
            "marital_status": "single",
            "needs_status": needs_status,
        }

    return {
        "first": party(first, people.HERE, "no"),
        "second": party(second, people.THERE if needs == "yes" else people.HERE, needs),
        "registration": {"commune": people.HERE, "voluntary": True},
        "contact": {"phone": "0911000444"},
    }


def test_a_marriage_waits_for_the_status_from_the_other_commune() -> None:
    world = make.setting(make.MARRIAGE)
    groom = people.person("Đặng Quốc Mẫu", born=dt.date(1999, 4, 30))
    bride = people.person("Bùi Thanh Mẫu", sex="F", born=dt.date(2001, 10, 11), unit=people.THERE)
    case = make.received(world, make.MARRIAGE, _marriage(groom, bride, "yes"), groom)
    make.settle()
    assert make.states(case) == {"status_first": "skipped", "status_second": "open", "marriage": "waiting"}
    status = make.child(case, "status_second")
    assert status.deciding_agency == people.CIVIL_THERE
    there = make.make_actor("agency_head", people.CIVIL_THERE)
    civil_there = make.make_actor("civil_status_officer", people.CIVIL_THERE)
    make.decide(status, civil_there, there, now=make.at(14))
    assert make.states(case)["marriage"] == "open"
    make.decide(make.child(case, "marriage"), world.civil, world.civil_head, now=make.at(15))
    groom.refresh_from_db()
    assert groom.spouse_id == bride.pk
    assert make.case_of(case).outputs["leg.marriage.register_no"]


def test_a_household_business_is_registered_and_gets_its_tax_code() -> None:
    world = make.setting(make.BUSINESS)
    data = {
        "owner": {
            "full_name": world.father.full_name,
            "personal_id": world.father.personal_id,
            "birth_date": "1993-01-05",
            "sex": "M",
            "address": "Số 5, Thôn 3",
            "phone": "0913000555",
        },
        "business": {
            "name": "Hộ kinh doanh Mẫu Phát",
            "commune": people.HERE,
            "village": "Thôn 3",
            "trades": "Bán lẻ tạp hóa",
            "main_trade": "retail",
            "capital": 80_000_000,
            "workers": 2,
            "starts_on": "2026-12-01",
            "founder": "person",
        },
        "tax": {"method": "declare", "invoices": "yes"},
    }
    case = make.received(world, make.BUSINESS, data, world.father)
    make.settle()
    make.decide(make.child(case, "registration"), world.civil, world.civil_head, now=make.at(10))
    assert make.answered(make.at(14)) == 1
    assert make.case_of(case).state == State.DONE
    assert make.case_of(case).outputs["leg.tax.tax_code"] == world.father.personal_id
