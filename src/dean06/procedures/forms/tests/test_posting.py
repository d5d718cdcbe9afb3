"""What a browser sends: read as people write it, never trusted, never a crash."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.procedures.forms.errors import FormTooLarge
from dean06.procedures.forms.rules import checking, nesting, posting
from dean06.procedures.forms.rules.blueprint import blueprint, declared
from dean06.procedures.forms.rules.reading import read_date
from dean06.procedures.forms.tests import samples

PLAN = blueprint(samples.files())


def posted(**controls: str | list[str]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in controls.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def test_dates_numbers_and_boxes_are_read_as_people_write_them() -> None:
    query = posted(
        **{
            "applicant.birth_date": "5/3/1990",
            "applicant.personal_id": "042 090 000 001",
            "applicant.phone": "+84 912.345.678",
            "housing.rent": "1.500.000",
            "housing.moved_on": " 1-11-2026 ",
            "housing.agrees": ["no", "yes"],
            "members[0].birth_date": "2015",
            "members[0].full_name": "  Lê   Thị\u200b Con ",
        }
    )
    assert posting.from_post(PLAN, query) == {
        "applicant": {"birth_date": "1990-03-05", "personal_id": "042090000001", "phone": "0912345678"},
        "housing": {"rent": 1500000, "moved_on": "2026-11-01", "agrees": True},
        "members": [{"birth_date": "2015", "full_name": "Lê Thị Con"}],
    }


@pytest.mark.parametrize(
    ("typed", "iso"),
    [("5/3/1990", "1990-03-05"), ("05031990", "1990-03-05"), ("3/1990", "1990-03"), ("031990", "1990-03"),
     ("1990", "1990"), ("29/2/2023", "29/2/2023"), ("0/0/0000", "0/0/0000"), ("31.12.9999", "9999-12-31"),
     ("1990-03-05", "1990-03-05"), ("12/9999", "9999-12"), ("٣/٣/١٩٩٠", "1990-03-03")],
)  # fmt: skip
def test_dates_are_read_in_every_usual_way(typed: str, iso: str) -> None:
    assert read_date(typed) == iso


def test_what_cannot_be_read_stays_as_typed_for_the_page_to_show() -> None:
    data = posting.from_post(PLAN, posted(**{"housing.moved_on": "30/2/2026", "housing.rent": "nhiều"}))
    assert data == {"housing": {"moved_on": "30/2/2026", "rent": "nhiều"}}


def test_unknown_names_are_ignored() -> None:
    query = posted(
        **{
            "applicant.is_admin": "1",
            "csrfmiddlewaretoken": "x",
            "members.full_name": "x",
            "applicant[0].full_name": "x",
            "members[0].evil": "x",
            "copies": "2",
        }
    )
    assert posting.from_post(PLAN, query) == {"copies": 2}


def test_items_close_up_and_are_limited() -> None:
    query = posted(**{f"members[{index}].full_name": f"Lê Văn {index}" for index in range(3, 60)})
    found = posting.sent(PLAN, query)["members"]
    # One more than allowed, so that the check can say "too many".
    assert [item["full_name"] for item in found] == ["Lê Văn 3", "Lê Văn 4", "Lê Văn 5", "Lê Văn 6", "Lê Văn 7"]


def test_an_emptied_group_and_emptied_fields_are_told_from_those_of_other_pages() -> None:
    before = {"members": [{"full_name": "Lê Văn A"}], "applicant": {"phone": "0911111111", "email": "a@b.vn"}}
    new = posting.sent(PLAN, posted(**{"members[]": "1", "applicant.email": ""}))
    assert posting.merged(before, new) == {"members": [], "applicant": {"phone": "0911111111", "email": ""}}


def test_items_are_added_and_removed_by_buttons_without_any_script() -> None:
    act = posting.page_act({"_act": "add:members"})
    data = posting.acted(PLAN, {"members": [{"full_name": "A B C"}]}, act)
    assert data["members"] == [{"full_name": "A B C"}, {}]
    data = posting.acted(PLAN, data, posting.page_act({"_act": "remove:members:0"}))
    assert data["members"] == [{}]
    full = {"members": [{}] * 4}
    assert posting.acted(PLAN, full, act) == full
    assert posting.acted(PLAN, full, posting.page_act({"_act": "remove:evil:0"})) == full
    assert posting.page_act({"_act": "drop table"}).kind == "next"


def test_a_commune_typed_anew_without_script_is_not_the_one_chosen_before() -> None:
    query = posted(**{"applicant.commune": "18001", "applicant.commune_text": "Xã khác"})
    assert posting.sent(PLAN, query, {"18001": "Xã Cẩm Mẫu"}.get)["applicant"]["commune"] == "Xã khác"
    query["applicant.commune_text"] = "Xã Cẩm Mẫu"
    assert posting.sent(PLAN, query, {"18001": "Xã Cẩm Mẫu"}.get)["applicant"]["commune"] == "18001"


def test_more_than_a_form_can_hold_is_refused_in_words() -> None:
    with pytest.raises(FormTooLarge):
        posting.from_post(PLAN, posted(**{"guest.note": "x" * 400_000}))
    with pytest.raises(FormTooLarge):
        posting.from_post(PLAN, posted(**{f"a{index}": "1" for index in range(3000)}))


PART = st.sampled_from(
    ["applicant", "housing", "members", "members[0]", "members[1]", "members[999]", "members[]", "full_name", "kind",
     "rent", "moved_on", "copies", "agrees", "personal_id", "phone", "evil", "__class__", "[0]", ""]
)  # fmt: skip
NAMES = st.lists(PART, min_size=1, max_size=4).map(".".join) | st.text(max_size=30)
VALUES = st.text(max_size=60) | st.sampled_from(
    ["yes", "no", "1.500.000", "31/2/2026", "9" * 400, "\x00\ud800".strip()]
)


@given(st.dictionaries(NAMES, st.lists(VALUES, max_size=3), max_size=14))
@settings(max_examples=400, deadline=None)
def test_nothing_that_can_be_posted_breaks_the_reader(controls: dict[str, list[str]]) -> None:
    query = QueryDict(mutable=True)
    for name, values in controls.items():
        query.setlist(name, values)

    data = posting.sent(PLAN, query)

    assert all(declared(path) in PLAN.questions for path, _ in nesting.leaves(data) if path.rpartition(".")[2])
    merged = posting.acted(PLAN, posting.merged(samples.good(), data), posting.page_act(query.dict()))
    checked = checking.check(
        PLAN, merged, prefill={}, channel="online", on=samples.TODAY, is_commune=lambda code: False
    )
    assert all(declared(path) in PLAN.questions for path, _ in nesting.leaves(checked.data))
