"""The law as tables: input, date, expected, source."""

from __future__ import annotations

import datetime as dt

import pytest

from dean06.kernel.population.errors import SENTENCES, ActRefused, Reason
from dean06.kernel.population.rules import civil_status, kinship, law, residence
from dean06.kernel.population.rules.changes import (
    CHANGEABLE,
    CORRECTABLE,
    check_number_fits,
    check_values,
    merge_conflict,
)
from dean06.kernel.population.rules.dates import BirthDate, anniversary, check_parts, has_reached, may_have_reached
from dean06.kernel.population.rules.persons import Subject, check_name, same_family
from dean06.kernel.population.rules.state import BLANK

HNGD, NCN, CT, BLDS = "Luật HNGĐ 2014", "Luật Nuôi con nuôi 2010", "Luật Cư trú 2020", "BLDS 2015"
OK = None


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def born(text: str) -> BirthDate:
    return BirthDate(*(int(part) for part in text.split("-")))


def man(pk: int = 1, birth: str = "1990-01-01", **facts) -> Subject:
    return Subject(pk, f"Nguyễn Văn {pk}", "M", born(birth), **facts)


def woman(pk: int = 2, birth: str = "1992-01-01", **facts) -> Subject:
    return Subject(pk, f"Trần Thị {pk}", "F", born(birth), **facts)


def outcome(act) -> Reason | None:
    try:
        act()
    except ActRefused as refusal:
        return refusal.reason
    return None


def test_every_reason_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Reason)


@pytest.mark.parametrize(
    ("birth", "years", "on", "surely", "perhaps", "source"),
    [
        ("2006-11-17", 20, "2026-11-17", True, True, "từ đủ 20 tuổi"),
        ("2006-11-18", 20, "2026-11-17", False, False, "từ đủ 20 tuổi"),
        ("2006-11", 20, "2026-11-17", False, True, "month known only"),
        ("2006-11", 20, "2026-12-01", True, True, "month known only"),
        ("2006", 20, "2026-06-01", False, True, "year known only"),
        ("2006", 20, "2026-12-31", True, True, "year known only: the last day it can mean"),
        ("2006", 20, "2025-12-31", False, False, "year known only"),
        ("2008-02-29", 18, "2026-02-28", False, False, "29 February"),
        ("2008-02-29", 18, "2026-03-01", True, True, "29 February"),
    ],
)
def test_ages_of_dates_known_to_the_day_month_or_year(birth, years, on, surely, perhaps, source) -> None:
    assert has_reached(born(birth), years, day(on)) is surely, source
    assert may_have_reached(born(birth), years, day(on)) is perhaps, source


def test_birth_dates_that_do_not_exist() -> None:
    for parts in ((2001, 2, 29), (2001, None, 5), (2001, 13, 1)):
        with pytest.raises(ValueError):
            check_parts(*parts)
    assert check_parts(2003, 9, None).text == "09/2003"
    assert anniversary(day("2024-02-29"), 1) == day("2025-03-01")


def test_limits_hold_in_their_time_only() -> None:
    assert law.limit("marriage_age_male", day("2026-01-01")).value == 20
    assert law.limit("marriage_age_male", day("2014-12-31")).value == 19
    assert law.limit("marriage_age_male", day("1999-01-01")) is None
    assert all(row.source and row.certainty in ("sure", "likely", "unsure") for row in law.limits())
    with pytest.raises(KeyError):
        law.limit("nonsense", day("2026-01-01"))


#: Parents of an invented kin: 10+11 → 1, 12; 12 → 13; 20 is 10's brother (parents 30, 31); 20 → 21; 1 → 40.
KIN = {
    1: (10, 11),
    12: (10, 99),
    13: (98, 12),
    10: (30, 31),
    20: (30, 31),
    21: (20, 97),
    22: (None, 21),
    40: (1, 96),
}


@pytest.mark.parametrize(
    ("first", "second", "direct", "three", "source"),
    [
        (1, 10, True, True, "father and child"),
        (40, 10, True, True, "grandfather and grandchild"),
        (40, 30, True, False, "great-grandfather: direct line all the same"),
        (1, 12, False, True, "half-brother and sister: second generation"),
        (1, 20, False, True, "uncle and niece"),
        (1, 21, False, True, "first cousins: third generation"),
        (40, 21, False, False, "fourth generation"),
        (40, 13, False, True, "children of half-siblings"),
        (1, 50, False, False, "no known kin"),
        (10, 11, False, False, "husband and wife"),
    ],
)
def test_blood_lines(first, second, direct, three, source) -> None:
    for one, other in ((first, second), (second, first)):
        assert kinship.is_direct_line(one, other, KIN) is direct, source
        assert kinship.share_ancestor(one, other, KIN, 3) is three, source


@pytest.mark.parametrize(
    ("member", "role"),
    [(10, "head"), (11, "spouse"), (1, "child"), (40, "grandchild"), (30, "parent"), (20, "sibling"), (50, "other")],
)
def test_the_role_towards_the_head(member, role) -> None:
    assert kinship.role_towards(10, member, KIN, {10: 11, 11: 10}) == role


MARRIAGES = [
    (man(), woman(), "2026-11-17", OK, f"{HNGD} Đ.8"),
    (man(birth="2006-11-17"), woman(birth="2008-11-17"), "2026-11-17", OK, f"{HNGD} Đ.8: exactly 20 and 18"),
    (man(birth="2006-11-18"), woman(), "2026-11-17", Reason.MARRIAGE_AGE, f"{HNGD} Đ.8"),
    (man(), woman(birth="2008-11-18"), "2026-11-17", Reason.MARRIAGE_AGE, f"{HNGD} Đ.8"),
    (man(), woman(birth="2008"), "2026-11-17", Reason.MARRIAGE_AGE, "only the year known: not certain"),
    (man(), man(2), "2026-11-17", Reason.SAME_SEX, f"{HNGD} Đ.8 k.2"),
    (man(), man(1), "2026-11-17", Reason.SAME_PERSON, ""),
    (man(marital_status="married"), woman(), "2026-11-17", Reason.ALREADY_MARRIED, f"{HNGD} Đ.5 k.2 c"),
    (man(), woman(marital_status="married"), "2026-11-17", Reason.ALREADY_MARRIED, f"{HNGD} Đ.5 k.2 c"),
    (man(marital_status="divorced"), woman(marital_status="widowed"), "2026-11-17", OK, "both free again"),
    (man(life_status="dead"), woman(), "2026-11-17", Reason.NOT_LIVING, ""),
    (man(id_status="merged"), woman(), "2026-11-17", Reason.RECORD_NOT_IN_USE, ""),
    (man(10), woman(1), "2026-11-17", Reason.DIRECT_LINE, f"{HNGD} Đ.5 k.2 d"),
    (man(1), woman(12), "2026-11-17", Reason.THREE_GENERATIONS, f"{HNGD} Đ.5 k.2 d"),
    (man(1), woman(21), "2026-11-17", Reason.THREE_GENERATIONS, f"{HNGD} Đ.3 k.18"),
    (man(22), woman(40), "2026-11-17", OK, "fifth generation"),
    (man(60), woman(61), "2026-11-17", Reason.ADOPTIVE_LINE, f"{HNGD} Đ.5 k.2 d: adoptive father and child"),
    (man(70), woman(71), "2026-11-17", Reason.IN_LAW_LINE, f"{HNGD} Đ.5 k.2 d: formerly father-in-law"),
    (man(72), woman(73), "2026-11-17", Reason.IN_LAW_LINE, f"{HNGD} Đ.5 k.2 d: stepfather"),
]


@pytest.mark.parametrize(("first", "second", "on", "expected", "source"), MARRIAGES)
def test_who_may_marry(first, second, on, expected, source) -> None:
    # 71 was married to 74, child of 70; 72 was married to 75, mother of 73.
    parents = {**KIN, 74: (70, None), 73: (None, 75)}
    spouses = {71: {74}, 72: {75}}
    for one, other in ((first, second), (second, first)):
        assert (
            outcome(
                lambda one=one, other=other: civil_status.check_marriage(
                    one, other, day(on), parents=parents, adoptive={61: {60}}, former_spouses=spouses
                )
            )
            == expected
        ), source


BIRTHS = [
    (man(spouse=2, marital_status="married"), woman(spouse=1, marital_status="married"), "", OK, "a couple"),
    (None, woman(), "", OK, "mother alone"),
    (None, None, "", OK, "a foundling"),
    (woman(1), woman(), "", Reason.PARENT_SEX, "the father is a woman"),
    (man(), man(2), "", Reason.PARENT_SEX, "the mother is a man"),
    (man(birth="2016-01-01"), None, "", Reason.PARENT_TOO_YOUNG, "ten years old"),
    (
        None,
        woman(birth="1992-01-01", died_on=day("2026-10-31")),
        "",
        Reason.PARENT_DIED_BEFORE,
        "dead before the birth",
    ),
    (None, woman(birth="1992-01-01", died_on=day("2026-11-01")), "", OK, "died in childbirth"),
    (man(died_on=day("2026-03-01")), woman(marital_status="widowed"), "", OK, f"{HNGD} Đ.88: within 300 days"),
    (man(died_on=day("2025-12-01")), woman(marital_status="widowed"), "", Reason.PARENT_DIED_BEFORE, f"{HNGD} Đ.88"),
    (man(), woman(), "", Reason.PATERNITY_BASIS, "not married"),
    (man(), woman(), "Quyết định 12/2026 nhận cha con", OK, "not married, father acknowledged"),
    (man(), woman(marital_status="married", spouse=9), "", Reason.FATHER_NOT_HUSBAND, f"{HNGD} Đ.88"),
    (man(), woman(marital_status="married", spouse=9), "Bản án số 5/2026", OK, f"{HNGD} Đ.88: by the court"),
]


@pytest.mark.parametrize(("father", "mother", "basis", "expected", "source"), BIRTHS)
def test_whose_child_it_is(father, mother, basis, expected, source) -> None:
    found = outcome(
        lambda: civil_status.check_parents(day("2026-11-01"), father=father, mother=mother, paternity_basis=basis)
    )
    assert found == expected, source


@pytest.mark.parametrize(
    ("child", "parents", "custom", "expected"),
    [
        ("Nguyễn Văn An", ["Nguyễn Văn Cha", "Lê Thị Mẹ"], False, OK),
        ("Lê Văn An", ["Nguyễn Văn Cha", "Lê Thị Mẹ"], False, OK),
        ("Nguyễn Lê An", ["Nguyễn Văn Cha", "Lê Thị Mẹ"], False, OK),
        ("Phan Văn An", ["Nguyễn Văn Cha", "Lê Thị Mẹ"], False, Reason.SURNAME_NOT_OF_PARENT),
        ("Phan Văn An", ["Nguyễn Văn Cha", "Lê Thị Mẹ"], True, OK),
        ("Tôn Nữ An", ["Tôn Nữ Thị Bích", ""], False, OK),
        ("Phan Văn An", ["", ""], False, OK),
        ("nguyễn văn an", ["NGUYỄN VĂN CHA"], False, OK),
    ],
)
def test_the_family_name_is_a_parents(child, parents, custom, expected) -> None:
    assert outcome(lambda: civil_status.check_surname(child, parents, by_custom=custom)) == expected, f"{BLDS} Đ.26"


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("Nguyễn Văn An", True),
        ("H'Hen Niê", True),
        ("Y Blok Êban", True),
        ("  Nguyễn   Văn An ", True),
        ("An", False),
        ("Nguyễn Văn 2", False),
        ("Nguyễn Văn A.", False),
        ("", False),
        ("Nguyễn " + "An " * 40, False),
    ],
)
def test_names_have_letters_only(name, good) -> None:
    assert (outcome(lambda: check_name(name)) is None) is good, f"{BLDS} Đ.26 k.3"


def test_same_family_needs_a_family_name() -> None:
    assert not same_family("An", "Nguyễn Văn An")


ADOPTIONS = [
    ("2015-06-01", [man()], "stranger", True, OK, f"{NCN} Đ.8 k.1"),
    ("2010-11-17", [man(birth="1980-01-01")], "stranger", True, Reason.CHILD_TOO_OLD, f"{NCN} Đ.8 k.1: 16 today"),
    ("2010-11-18", [man(birth="1980-01-01")], "stranger", True, OK, f"{NCN} Đ.8 k.1: 16 tomorrow"),
    ("2009-01-01", [man(birth="1980-01-01")], "aunt_or_uncle", True, OK, f"{NCN} Đ.8 k.2: under 18"),
    ("2008-11-17", [man(birth="1980-01-01")], "aunt_or_uncle", True, Reason.CHILD_TOO_OLD, f"{NCN} Đ.8 k.2"),
    ("2015-06-01", [man(birth="1995-06-02")], "stranger", True, Reason.AGE_DIFFERENCE, f"{NCN} Đ.14 k.1"),
    ("2015-06-01", [man(birth="1995-06-01")], "stranger", True, OK, f"{NCN} Đ.14 k.1: exactly 20"),
    ("2015-06-01", [man(birth="1995-06-02")], "step_parent", True, OK, f"{NCN} Đ.14 k.3"),
    ("2017-11-17", [man()], "stranger", False, Reason.CONSENT_OF_CHILD, f"{NCN} Đ.21: nine today"),
    ("2017-11-18", [man()], "stranger", False, OK, f"{NCN} Đ.21: nine tomorrow"),
    ("2026-11-10", [man()], "stranger", False, Reason.CHILD_TOO_YOUNG, f"{NCN} Đ.21 k.4"),
    ("2015-06-01", [], "stranger", True, Reason.ADOPTER_MISSING, ""),
    ("2015-06-01", [man(), woman()], "stranger", True, Reason.ADOPTERS_NOT_A_COUPLE, f"{NCN} Đ.8 k.3"),
    ("2015-06-01", [man(spouse=2, marital_status="married"), woman(spouse=1)], "stranger", True, OK, f"{NCN} Đ.8 k.3"),
    ("2015-06-01", [man(marital_status="married")], "stranger", True, Reason.ADOPTERS_NOT_A_COUPLE, f"{NCN} Đ.8 k.3"),
    ("2015-06-01", [man(marital_status="married")], "step_parent", True, OK, f"{NCN} Đ.8 k.2"),
    ("2015-06-01", [man(birth="2009-01-01")], "step_parent", True, Reason.NOT_OF_FULL_AGE, f"{NCN} Đ.14"),
    ("2015-06-01", [man(30)], "aunt_or_uncle", True, Reason.FORBIDDEN_ADOPTION, f"{NCN} Đ.13 k.6: grandparent"),
    ("2015-06-01", [man(12)], "stranger", True, Reason.FORBIDDEN_ADOPTION, f"{NCN} Đ.13 k.6: brother"),
]


@pytest.mark.parametrize(("birth", "adopters", "relation", "consents", "expected", "source"), ADOPTIONS)
def test_who_may_adopt_whom(birth, adopters, relation, consents, expected, source) -> None:
    child = Subject(5, "Lê Thị Con", "F", born(birth))
    found = outcome(
        lambda: civil_status.check_adoption(
            child,
            adopters,
            day("2026-11-17"),
            relation=relation,
            child_consents=consents,
            parents={5: (10, 11), 10: (30, 31), 12: (10, 99)},
        )
    )
    assert found == expected, source


@pytest.mark.parametrize(
    ("ward", "guardian", "basis", "court", "expected"),
    [
        ("2015-01-01", man(), "Cha mẹ đều đã chết", False, OK),
        ("2015-01-01", man(), "ngắn", False, Reason.BASIS_MISSING),
        ("2015-01-01", man(birth="2009-01-01"), "Cha mẹ đều đã chết", False, Reason.NOT_OF_FULL_AGE),
        ("1980-01-01", man(), "Mất năng lực hành vi", False, Reason.WARD_OF_FULL_AGE),
        ("1980-01-01", man(), "Quyết định 3/2026 của tòa án", True, OK),
    ],
)
def test_who_may_be_a_guardian(ward, guardian, basis, court, expected) -> None:
    child = Subject(5, "Lê Thị Con", "F", born(ward))
    found = outcome(
        lambda: civil_status.check_guardianship(child, guardian, day("2026-11-17"), basis=basis, by_court=court)
    )
    assert found == expected, f"{BLDS} Đ.47, 49"


@pytest.mark.parametrize(
    ("start", "until", "same", "expected"),
    [
        ("2026-11-17", "2028-11-17", False, OK),
        ("2026-11-17", "2028-11-18", False, Reason.TERM_TOO_LONG),
        ("2026-11-17", "2026-12-17", False, OK),
        ("2026-11-17", "2026-12-16", False, Reason.TERM_TOO_SHORT),
        ("2026-11-17", "2027-11-17", True, Reason.SAME_PLACE),
        ("2026-11-17", "2026-11-16", False, Reason.DAY_ORDER),
    ],
)
def test_terms_of_temporary_residence(start, until, same, expected) -> None:
    found = outcome(lambda: residence.check_temporary(day(start), day(until), same_unit=same))
    assert found == expected, f"{CT} Đ.27"


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [
        ("2026-11-17", "2026-11-17", OK),
        ("2026-11-17", "2026-12-16", OK),
        ("2026-11-17", "2026-12-17", Reason.TERM_TOO_LONG),
        ("2026-11-17", "2026-11-16", Reason.DAY_ORDER),
    ],
)
def test_a_stay_is_shorter_than_thirty_days(start, until, expected) -> None:
    assert outcome(lambda: residence.check_stay(day(start), day(until))) == expected, f"{CT} Đ.2 k.6"


def test_a_head_is_of_full_age_where_anybody_is() -> None:
    child, adult, on = Subject(5, "Lê Thị Con", "F", born("2015-01-01")), man(), day("2026-11-17")
    assert outcome(lambda: residence.check_new_head(child, [child, adult], on)) == Reason.HEAD_NOT_FIT
    assert outcome(lambda: residence.check_new_head(child, [child], on)) is None
    assert outcome(lambda: residence.check_new_head(adult, [child], on)) == Reason.HEAD_NOT_MEMBER
    assert outcome(lambda: residence.check_new_head(None, [child], on)) == Reason.HEAD_MISSING


@pytest.mark.parametrize(
    ("birth", "issued", "expires"),
    [
        ("2000-01-01", "2024-01-01", "2040-01-01"),
        ("2000-01-01", "2022-12-31", "2025-01-01"),
        ("2020-05-05", "2026-11-17", "2034-05-05"),
        ("2020-05-05", "2033-05-05", "2045-05-05"),
        ("1970-01-01", "2026-11-17", "2030-01-01"),
        ("1970-01-01", "2028-01-01", None),
        ("1950-01-01", "2026-11-17", None),
    ],
)
def test_how_long_a_card_holds(birth, issued, expires) -> None:
    found = residence.card_expiry(day(birth), day(issued))
    assert found == (day(expires) if expires else None), "Luật Căn cước 2023 Đ.21"


STATE = {**BLANK, "full_name": "Lê Văn A", "sex": "M", "birth_year": 1990, "personal_id": "042090000001"}
TODAY = day("2026-11-17")


@pytest.mark.parametrize(
    ("values", "allowed", "expected"),
    [
        ({"full_name": "Lê Văn Á"}, CORRECTABLE, OK),
        ({"full_name": "Lê Văn A"}, CORRECTABLE, Reason.NOTHING_CHANGES),
        ({}, CORRECTABLE, Reason.NOTHING_CHANGES),
        ({"full_name": "4"}, CORRECTABLE, Reason.NAME_INVALID),
        ({"personal_id": "042090000002"}, CORRECTABLE, Reason.FIELD_NOT_OPEN),
        ({"spouse": 3}, CORRECTABLE, Reason.FIELD_NOT_OPEN),
        ({"birth_year": 1991}, CHANGEABLE, Reason.FIELD_NOT_OPEN),
        ({"sex": "X"}, CORRECTABLE, Reason.VALUE_INVALID),
        ({"birth_year": 2027}, CORRECTABLE, Reason.VALUE_INVALID),
        ({"birth_day": 5}, CORRECTABLE, Reason.VALUE_INVALID),
        ({"birth_month": 2, "birth_day": 30}, CORRECTABLE, Reason.VALUE_INVALID),
        ({"birth_month": 2, "birth_day": 28}, CORRECTABLE, OK),
        ({"life_status": "dead"}, CORRECTABLE, Reason.VALUE_INVALID),
        ({"life_status": "dead", "died_on": "2026-11-18"}, CORRECTABLE, Reason.VALUE_INVALID),
        ({"life_status": "dead", "died_on": "2026-11-16"}, CORRECTABLE, OK),
        ({"marital_status": "married"}, CORRECTABLE, Reason.VALUE_INVALID),
        ({"nationality": "Lào"}, CORRECTABLE, Reason.VALUE_INVALID),
        ({"permanent_unit": ["18001"]}, CORRECTABLE, Reason.VALUE_INVALID),
        ({"permanent_unit": ["18001", "2025-07-01"]}, CORRECTABLE, OK),
    ],
)
def test_what_a_proposal_may_change(values, allowed, expected) -> None:
    assert outcome(lambda: check_values(values, STATE, allowed, TODAY)) == expected


def test_a_number_that_would_no_longer_fit_is_changed_by_its_own_proposal() -> None:
    check_number_fits(STATE, {**STATE, "full_name": "Lê Văn B"})
    for after in ({"sex": "F"}, {"birth_year": 1991}):
        with pytest.raises(ActRefused) as refusal:
            check_number_fits(STATE, {**STATE, **after})
        assert refusal.value.reason == Reason.NUMBER_WOULD_NOT_FIT


@pytest.mark.parametrize(
    ("keep", "other", "conflict"),
    [
        ({}, {}, False),
        ({}, {"sex": "F"}, True),
        ({}, {"life_status": "dead"}, True),
        ({"spouse": 5}, {"spouse": 6}, True),
        ({"spouse": 5}, {"spouse": 5}, False),
        ({"father": 2}, {}, True),
        ({}, {"mother": 1}, True),
        ({"personal_id": None}, {}, True),
    ],
)
def test_which_records_can_be_one_person(keep, other, conflict) -> None:
    found = merge_conflict({**STATE, **keep}, {**STATE, **other}, keep_id=1, other_id=2)
    assert bool(found) is conflict


def test_a_merged_head_of_others_must_not_live_elsewhere() -> None:
    keep, other = {**STATE, "household": 1}, {**STATE, "household": 2}
    assert merge_conflict(keep, other, keep_id=1, other_id=2, other_heads_others=True)
    assert not merge_conflict(keep, other, keep_id=1, other_id=2, other_heads_others=False)


@pytest.mark.parametrize(
    ("event", "registered", "code", "late"),
    [
        ("2026-09-18", "2026-11-17", "birth_days", False),
        ("2026-09-17", "2026-11-17", "birth_days", True),
        ("2026-11-02", "2026-11-17", "death_days", False),
        ("2026-11-01", "2026-11-17", "death_days", True),
    ],
)
def test_late_registration_is_noted(event, registered, code, late) -> None:
    assert civil_status.is_late(day(event), day(registered), code) is late, "Luật Hộ tịch 2014 Đ.15, 33"
