"""Verifying confirms and gives nothing away; searching shows little to few; every look leaves its rows."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import InvalidInput, NotAllowed
from dean06.kernel.population import queries
from dean06.kernel.population.models import Lookup, LookupPurpose, Person, PersonNumber
from dean06.kernel.population.queries import Agreement, TooManyFound, TooManyGuesses, TooManyLookups, VerifyOutcome
from dean06.kernel.population.tests import factories
from dean06.kernel.population.tests.factories import NOW, Officers
from dean06.kernel.population.verification import birth_agreement, name_agreement

WHY = {"purpose": "GIAI_QUYET_TTHC", "dossier": "H42.11-261117-0001"}


def ask(who: Officers, person: Person, **other: Any) -> queries.Verification:
    given: dict[str, Any] = {
        "personal_id": person.personal_id,
        "full_name": person.full_name,
        "birth_year": person.birth_year,
        "birth_month": person.birth_month,
        "birth_day": person.birth_day,
        "now": NOW,
        **WHY,
    }
    return queries.verify(who.police, **(given | other))


@pytest.mark.parametrize(
    ("given", "registered", "agreement"),
    [
        ("Nguyễn Văn Hòa", "Nguyễn Văn Hòa", Agreement.SAME),
        ("NGUYỄN VĂN HÒA", "Nguyễn Văn Hòa", Agreement.FOLDED),
        ("Nguyễn Văn Hoà", "Nguyễn Văn Hòa", Agreement.FOLDED),
        ("Nguyễn  Văn Lí", "Nguyễn Văn Lý", Agreement.FOLDED),
        ("Nguyễn Văn Hoa", "Nguyễn Văn Hòa", Agreement.DIFFERENT),
        ("Nguyễn Hòa", "Nguyễn Văn Hòa", Agreement.DIFFERENT),
    ],
)
def test_names_agree_whatever_the_way_of_writing(given: str, registered: str, agreement: Agreement) -> None:
    assert name_agreement(given, registered) is agreement


@pytest.mark.parametrize(
    ("given", "registered", "agreement"),
    [
        ((1990, 3, 5), (1990, 3, 5), Agreement.SAME),
        ((1990, None, None), (1990, None, None), Agreement.SAME),
        ((1990, None, None), (1990, 3, 5), Agreement.LESS_PRECISE),
        ((1990, 1, 1), (1990, None, None), Agreement.LESS_PRECISE),
        ((1990, 3, None), (1990, 3, 5), Agreement.LESS_PRECISE),
        ((1990, 5, 3), (1990, 3, 5), Agreement.DIFFERENT),
        ((1991, None, None), (1990, None, None), Agreement.DIFFERENT),
    ],
)
def test_birth_dates_agree_as_far_as_both_are_known(given: Any, registered: Any, agreement: Agreement) -> None:
    assert birth_agreement(given, registered) is agreement


@pytest.mark.django_db
def test_a_verification_says_which_fields_agree_and_gives_no_value(who: Officers) -> None:
    person = factories.person("Trần Thị Hòa", sex="F")
    right = ask(who, person, full_name="TRẦN THỊ HOÀ", sex="F")
    assert (right.outcome, right.full_name, right.sex) == (VerifyOutcome.AGREES, Agreement.FOLDED, Agreement.SAME)
    wrong = ask(who, person, full_name="Trần Thị Khác", sex="M")
    assert (wrong.outcome, wrong.full_name) == (VerifyOutcome.DIFFERS, Agreement.DIFFERENT)
    assert (wrong.birth_date, wrong.sex) == (Agreement.SAME, Agreement.DIFFERENT)
    for answer in (right, wrong):
        text = repr(dataclasses.asdict(answer))
        assert "Hòa" not in text and person.personal_id not in text and "1990" not in text


@pytest.mark.django_db
def test_an_unknown_number_is_unknown_and_a_bad_one_is_refused(who: Officers) -> None:
    person = factories.person()
    assert ask(who, person, personal_id="042090999999").outcome is VerifyOutcome.UNKNOWN
    with pytest.raises(InvalidInput):
        ask(who, person, personal_id="0420909")
    with pytest.raises(InvalidInput):
        ask(who, person, purpose="vi thich")


@pytest.mark.django_db
def test_a_death_is_told_only_to_who_knows_everything_else(who: Officers) -> None:
    person = factories.person("Lê Văn Mất", life_status="dead", died_on="2026-01-02")
    assert ask(who, person).status == "dead"
    assert ask(who, person, full_name="Lê Văn Khác").status == ""


@pytest.mark.django_db
def test_an_old_number_with_two_bearers_means_the_one_that_agrees(who: Officers) -> None:
    one, other = factories.person("Phan Văn Một"), factories.person("Phan Văn Hai")
    for person in (one, other):
        PersonNumber.objects.create(number="183456789", kind="old_id", person=person)
    for person in (one, other):
        assert ask(who, person, personal_id="", old_id="183456789").outcome is VerifyOutcome.AGREES
    assert ask(who, one, personal_id="183456789", full_name="Ai Khác").outcome is VerifyOutcome.DIFFERS


@pytest.mark.django_db
def test_every_verification_leaves_a_row_for_the_question_and_one_for_the_person(who: Officers) -> None:
    person = factories.person()
    ask(who, person)
    question = AuditRow.objects.get(action="population.verified")
    about = AuditRow.objects.get(action="population.person_verified")
    assert about.subject == f"population.person:{person.pk}"
    for row in (question, about):
        assert (row.is_read, row.purpose, row.dossier) == (True, WHY["purpose"], WHY["dossier"])
        assert person.personal_id not in row.details and person.full_name not in row.details


@pytest.mark.django_db
def test_guessing_with_one_number_is_stopped_for_everybody(who: Officers, settings: Any) -> None:
    settings.POPULATION_WRONG_GUESSES_PER_HOUR = 3
    person = factories.person()
    for guess in ("A", "B", "C"):
        ask(who, person, full_name=f"Nguyễn {guess}")
    with pytest.raises(TooManyGuesses):
        ask(who, person)
    with pytest.raises(TooManyGuesses):
        queries.verify(who.civil, personal_id=person.personal_id or "", full_name="X", birth_year=1990, now=NOW, **WHY)
    assert AuditRow.objects.filter(action="population.lookup_refused").count() == 2
    assert ask(who, person, now=NOW + dt.timedelta(hours=1, minutes=1)).outcome is VerifyOutcome.AGREES


@pytest.mark.django_db
def test_a_search_shows_few_fields_of_the_one_meant(who: Officers) -> None:
    person = factories.person("Nguyễn Thị Lan", sex="F", born=dt.date(1988, 8, 9))
    factories.person("Nguyễn Thị Lan", sex="F", born=dt.date(1999, 8, 9))
    (found,) = queries.search(who.police, full_name="nguyen thi lan", birth_year=1988, now=NOW, **WHY)
    assert (found.person_id, found.birth_year, found.unit_name) == (person.pk, 1988, "Xã Cẩm Mẫu")
    assert found.masked_id == "••••••••" + (person.personal_id or "")[-4:]
    by_id = queries.by_number(who.police, person.personal_id or "", now=NOW, **WHY)
    assert by_id == found
    assert AuditRow.objects.filter(action="population.person_shown", dossier=WHY["dossier"]).count() == 2
    assert AuditRow.objects.filter(action="population.searched").count() == 2


@pytest.mark.django_db
def test_too_many_are_no_list(who: Officers) -> None:
    for number in range(6):
        factories.person("Nguyễn Văn Trùng", born=dt.date(1980, 1, 1 + number))
    with pytest.raises(TooManyFound):
        queries.search(who.police, full_name="Nguyễn Văn Trùng", birth_year=1980, now=NOW, **WHY)
    assert not AuditRow.objects.filter(action="population.person_shown").exists()
    assert AuditRow.objects.filter(action="population.searched").exists()
    narrowed = queries.search(
        who.police, full_name="Nguyễn Văn Trùng", birth_year=1980, birth_month=1, birth_day=3, now=NOW, **WHY
    )
    assert len(narrowed) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "missing",
    [
        {"dossier": " "},
        {"purpose": ""},
        {"full_name": ""},
        {"birth_year": None},
    ],
)
def test_a_search_needs_purpose_dossier_and_enough_to_go_by(who: Officers, missing: dict[str, Any]) -> None:
    given = {"full_name": "Nguyễn Văn Mẫu", "birth_year": 1990, "now": NOW, **WHY} | missing
    with pytest.raises(InvalidInput):
        queries.search(who.police, **given)
    assert not AuditRow.objects.filter(is_read=True).exists()


@pytest.mark.django_db
def test_without_the_right_nothing_is_answered(who: Officers) -> None:
    steward = make_actor("data_steward", "SYT")
    person = factories.person()
    with pytest.raises(NotAllowed):
        queries.search(steward, number=person.personal_id or "", now=NOW, **WHY)
    with pytest.raises(NotAllowed):
        queries.person_card(steward, person.pk, now=NOW, **WHY)
    with pytest.raises(NotAllowed):
        queries.verify(make_actor("auditor"), personal_id="1", full_name="x", birth_year=1990, **WHY)
    assert not Lookup.objects.exists()


@pytest.mark.django_db
def test_the_hourly_limit_refuses_and_is_recorded(who: Officers, settings: Any) -> None:
    settings.POPULATION_SEARCH_PER_HOUR = 2
    person = factories.person()
    for _ in range(2):
        queries.by_number(who.police, person.personal_id or "", now=NOW, **WHY)
    with pytest.raises(TooManyLookups) as caught:
        queries.by_number(who.police, person.personal_id or "", now=NOW, **WHY)
    assert person.full_name not in str(caught.value)
    assert queries.by_number(who.civil, person.personal_id or "", now=NOW, **WHY)
    assert queries.by_number(who.police, person.personal_id or "", now=NOW + dt.timedelta(minutes=61), **WHY)


@pytest.mark.django_db
def test_a_card_shows_what_the_duty_needs(who: Officers) -> None:
    family = factories.family()
    child = family.children[0]
    card = {line.name: line for line in queries.person_card(who.police, child.pk, now=NOW, **WHY).lines}
    assert card["personal_id"].text == child.personal_id and "household" in card and "parents" in card
    away = {line.name: line for line in queries.person_card(who.police_there, child.pk, now=NOW, **WHY).lines}
    assert away["personal_id"].is_masked and away["personal_id"].text.endswith((child.personal_id or "")[-4:])
    assert child.personal_id not in repr(away) and "parents" not in away and "household" not in away
    assert away["permanent_residence"].text == "Xã Cẩm Mẫu" and away["birth_date"].text == "2012"
    civil = {line.name: line for line in queries.person_card(who.civil, child.pk, now=NOW, **WHY).lines}
    assert "parents" in civil and "household" not in civil and civil["permanent_residence"].is_masked
    whole = {line.name: line for line in queries.person_card(who.registry, child.pk, now=NOW, **WHY).lines}
    assert not any(line.is_masked for line in whole.values())


@pytest.mark.django_db
def test_references_for_the_apps_of_the_platform(who: Officers) -> None:
    person = factories.person("Võ Văn Tham", father_name="Võ Văn Cha")
    assert queries.persons([person.pk, 10**9]).keys() == {person.pk}
    ref = queries.person_ref_by_number(person.personal_id or "")
    assert ref is not None
    assert (ref.person_id, ref.unit_code, ref.village, ref.father_name) == (
        person.pk,
        factories.HERE,
        "Thôn 3",
        "Võ Văn Cha",
    )
    assert ref.birth_text == "15/03/1990"
    assert queries.person_ref_by_number("042090999999") is None


@pytest.mark.django_db
def test_the_matching_side_holds_everybody_once_with_old_numbers_and_places(
    who: Officers, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    person = factories.person("Bùi Văn Khớp", previous_unit=["18501", "2004-01-01"])
    PersonNumber.objects.create(number="183456789", kind="old_id", person=person)
    PersonNumber.objects.create(number="042190000777", kind="personal_id", status="annulled", person=person)
    gone = factories.person("Bùi Văn Khớp Trùng")
    Person.objects.filter(pk=gone.pk).update(merged_into=person.pk, id_status="merged", personal_id=None)
    path = tmp_path / "registry_side.parquet"
    assert queries.matching_side(path, actor=system_actor("test"), purpose=queries.CLEANING) == 1
    (row,) = pq.read_table(path).to_pylist()
    assert row["person_key"] == person.pk and row["old_ids"] == "183456789"
    gone_number = PersonNumber.objects.get(person=gone).number
    assert set(row["annulled_ids"].split(";")) == {"042190000777", gone_number}
    assert (row["unit_code"], row["previous_unit_codes"], row["village"]) == (factories.HERE, "18501", "Thôn 3")
    assert (row["father_name"], row["life_status"], row["birth_year"]) == (None, "alive", 1990)
    assert path.stat().st_mode & 0o077 == 0
    assert AuditRow.objects.get(action="population.matched_against").is_read
    with pytest.raises(NotAllowed):
        queries.matching_side(path, actor=who.civil, purpose=queries.CLEANING)


@pytest.mark.django_db
def test_the_province_changes_the_list_of_purposes(who: Officers) -> None:
    from dean06.kernel.population.purpose_acts import save_purpose

    save_purpose(actor=who.registry, code="cap_giay_phep", label="Cấp giấy phép")
    save_purpose(actor=who.registry, code="CAP_CAN_CUOC", label="Cấp căn cước", is_active=False)
    codes = {one.code for one in queries.purposes()}
    assert "CAP_GIAY_PHEP" in codes and "CAP_CAN_CUOC" not in codes
    with pytest.raises(NotAllowed):
        save_purpose(actor=who.police, code="X", label="X")
    assert not LookupPurpose.objects.filter(code="X").exists()
