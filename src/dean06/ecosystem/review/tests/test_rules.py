"""Who waits for whom, what two readings come to, who owns a field, agreement. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.ecosystem.review.rules import deciding
from dean06.ecosystem.review.rules.agreement import cohens_kappa
from dean06.ecosystem.review.rules.comparing import Values, compare, corrections, differing, fingerprint
from dean06.ecosystem.review.rules.deciding import Said
from dean06.ecosystem.review.rules.routing import FIELDS, OWNER, probability_words, split_by_owner
from dean06.ecosystem.review.types import BirthDate, DecisionState, Queue, Verdict

HOA = Values(
    full_name="Võ Văn Hòa",
    birth=BirthDate(1987, 4, 5),
    sex="Nam",
    personal_id="042087001234",
    old_ids=("183456789",),
    unit="Xã Mẫu Một",
    village="Thôn 3",
    father_name="Võ Văn Ba",
)


def said(**other: object) -> Values:
    values = {
        "unit": HOA.unit,
        "full_name": HOA.full_name,
        "birth": HOA.birth,
        "sex": HOA.sex,
        "personal_id": HOA.personal_id,
    }
    return Values(**{**values, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("result_class", "probability", "candidates", "waits"),
    [
        ("CHO_XAC_MINH", 0.4, 3, True),
        ("CHO_XAC_MINH", None, 0, False),
        ("SAI_HO_TEN", 0.9999, 1, True),
        ("TRUNG_NGUOI", 1.0, 1, True),
        ("TRUNG_SO", 0.5, 1, True),
        ("THIEU_SO_DINH_DANH", 0.8, 1, True),
        ("THIEU_SO_DINH_DANH", 0.999, 1, False),
        ("KHONG_TIM_THAY", 0.3, 2, True),
        ("KHONG_TIM_THAY", 0.005, 1, False),
        ("KHONG_TIM_THAY", None, 0, False),
        ("DA_CHET", 1.0, 1, False),
    ],
)
def test_what_waits_for_a_person(result_class: str, probability: float | None, candidates: int, waits: bool) -> None:
    assert deciding.needs_person(result_class, probability, candidates) is waits


def test_even_odds_come_first() -> None:
    assert [deciding.uncertainty(value) for value in (0.5, 0.6, 0.9, 0.999, 0.001, None)] == [10, 8, 2, 0, 0, 10]


@pytest.mark.parametrize(
    ("result_class", "verdict", "changes", "control", "second"),
    [
        ("CHO_XAC_MINH", Verdict.SAME, True, False, True),
        ("CHO_XAC_MINH", Verdict.SAME, False, False, False),
        ("CHO_XAC_MINH", Verdict.DIFFERENT, False, False, False),
        ("CHO_XAC_MINH", Verdict.NOBODY, False, False, False),
        ("CHO_XAC_MINH", Verdict.NOBODY, False, True, True),
        ("TRUNG_NGUOI", Verdict.SAME, False, False, True),
        ("TRUNG_NGUOI", Verdict.DIFFERENT, False, False, True),
        ("TRUNG_SO", Verdict.NOBODY, False, False, True),
        ("TRUNG_NGUOI", Verdict.UNCLEAR, False, True, False),
    ],
)
def test_who_needs_a_second_reader(
    result_class: str, verdict: Verdict, changes: bool, control: bool, second: bool
) -> None:
    assert deciding.needs_second(result_class, verdict, changes_data=changes, control=control) is second


A, B, NOT_A, NOBODY, UNCLEAR = (
    Said(Verdict.SAME, 1),
    Said(Verdict.SAME, 2),
    Said(Verdict.DIFFERENT, 1),
    Said(Verdict.NOBODY, None),
    Said(Verdict.UNCLEAR, None),
)


@pytest.mark.parametrize(
    ("readings", "second", "state", "by"),
    [
        ([A], False, DecisionState.FINAL, 0),
        ([A], True, DecisionState.SECOND, 0),
        ([A, A], True, DecisionState.FINAL, 0),
        ([A, B], True, DecisionState.DISPUTED, 0),
        ([A, NOT_A], True, DecisionState.DISPUTED, 0),
        ([NOT_A, NOBODY], True, DecisionState.FINAL, 0),
        ([A, UNCLEAR], True, DecisionState.DISPUTED, 0),
        ([A, B, B], True, DecisionState.FINAL, 2),
        ([A, NOBODY, UNCLEAR], True, DecisionState.FINAL, 2),
    ],
)
def test_what_readings_come_to(readings: list[Said], second: bool, state: DecisionState, by: int) -> None:
    found = deciding.outcome(readings, second_needed=second)
    assert (found.state, found.by) == (state, by)


def test_the_control_sample_is_about_one_in_ten() -> None:
    taken = sum(deciding.in_control_sample("insurance", f"khoa-{number}") for number in range(5000))
    assert 400 < taken < 600


def test_kappa_of_textbook_and_edge_cases() -> None:
    table = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert cohens_kappa(table).kappa == pytest.approx(0.4)
    assert cohens_kappa([]).kappa is None
    assert cohens_kappa([("same", "same")] * 3).kappa is None
    assert cohens_kappa([("same", "same")] * 3).words == "chưa đủ số liệu"
    assert cohens_kappa([("a", "a"), ("b", "b")]).kappa == 1
    assert cohens_kappa([("a", "a"), ("b", "b")]).words == "rất cao"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_kappa_never_exceeds_one_and_does_not_care_who_is_first(pairs: list[tuple[str, str]]) -> None:
    found, turned = cohens_kappa(pairs), cohens_kappa([(second, first) for first, second in pairs])
    assert found.kappa is None or found.kappa <= 1
    assert found.kappa == pytest.approx(turned.kappa) if found.kappa is not None else turned.kappa is None


def test_each_compared_field_has_an_owner() -> None:
    assert set(OWNER) == set(FIELDS)
    assert split_by_owner(["full_name", "unit", "sex", "shoe_size"]) == {
        Queue.JUSTICE: ["full_name", "sex"],
        Queue.POLICE: ["unit"],
    }


def test_a_probability_in_words() -> None:
    assert [probability_words(value) for value in (0.999, 0.95, 0.75, 0.5, 0.2, 0.02, None)] == [
        "gần như chắc chắn",
        "rất có khả năng",
        "nhiều khả năng",
        "chưa rõ",
        "ít khả năng",
        "rất ít khả năng",
        "không có xác suất",
    ]


def test_corrections_name_only_what_is_the_sectors_and_really_differs() -> None:
    assert corrections(said(), HOA) == {}
    assert corrections(said(full_name="VÕ VĂN HOÀ"), HOA) == {}
    assert corrections(said(full_name="Võ Văn Hóa", personal_id=""), HOA) == {
        "personal_id": ("", "042087001234"),
        "full_name": ("Võ Văn Hóa", "Võ Văn Hòa"),
    }
    assert corrections(said(birth=BirthDate(1987, 5, 4)), HOA) == {"birth_date": ("04/05/1987", "05/04/1987")}


def test_a_full_birth_date_is_not_replaced_by_a_year() -> None:
    only_year = said(birth=BirthDate(1987))
    assert corrections(said(), only_year) == {}
    assert corrections(said(birth=BirthDate(1987)), HOA) == {"birth_date": ("1987", "05/04/1987")}


def test_a_steward_sees_no_context_and_no_whole_number() -> None:
    record = said(personal_id="", full_name="Võ Văn Hóa")
    rows = {row.field: row for row in compare(record, HOA, full=False)}
    assert "".join(part.text for part in rows["personal_id"].difference.right) == "••••••••1234"
    assert not {"old_id", "village", "father_name"} & set(rows)
    rows = {row.field: row for row in compare(record, HOA, full=True)}
    assert "".join(part.text for part in rows["personal_id"].difference.right) == "042087001234"
    assert not rows["father_name"].difference.mark.differs
    assert set(differing(rows.values())) == {"personal_id", "full_name"}


def test_the_old_number_of_the_same_person_is_named() -> None:
    rows = {row.field: row for row in compare(said(personal_id="183456789"), HOA, full=True)}
    assert "của chính người này" in rows["personal_id"].difference.sentence


def test_a_fingerprint_changes_with_every_field_and_not_with_spaces() -> None:
    prints = {
        fingerprint(HOA),
        fingerprint(said()),
        fingerprint(said(full_name="Võ Văn Hóa")),
        fingerprint(said(birth=BirthDate(1987))),
        fingerprint(said(sex="Nữ")),
        fingerprint(said(personal_id="")),
    }
    assert len(prints) == 6
    assert fingerprint(said(full_name="Võ  Văn Hòa ")) == fingerprint(said())
