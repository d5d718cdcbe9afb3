"""What a form refuses and in which words; whatever is sent, nothing breaks and nothing unknown is kept."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.procedures.forms.rules import checking, nesting, sentences
from dean06.procedures.forms.rules.blueprint import blueprint, declared
from dean06.procedures.forms.tests import samples
from dean06.procedures.forms.types import Checked, Prefill

PLAN = blueprint(samples.files())


def check(data: Any, prefill: dict[str, Prefill] | None = None, channel: str = "online") -> Checked:
    return checking.check(
        PLAN, data, prefill=prefill or {}, channel=channel, on=samples.TODAY, is_commune=lambda code: code == "18001"
    )


def with_answer(path: str, value: Any) -> dict[str, Any]:
    data = samples.good()
    nesting.put(data, path, value)
    return data


def test_good_answers_pass_unchanged() -> None:
    checked = check(samples.good())
    assert checked.errors == {}
    assert checked.data == samples.good()


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("applicant.full_name", "", "Hãy điền “Họ và tên”."),
        ("applicant.full_name", "Nguyễn 1", "không có chữ số"),
        ("applicant.phone", "12345", "10 hoặc 11 chữ số"),
        ("applicant.email", "khong-phai-thu", "ten@vidu.vn"),
        ("applicant.commune", "99999", "không có trong danh sách xã, phường"),
        ("applicant.personal_id", "04209000", "12 chữ số"),
        ("applicant.personal_id", "042190000001", "Số thứ tư không khớp giới tính"),
        ("applicant.birth_date", "1991-03-15", None),
        ("applicant.sex", "X", "có trong danh sách"),
        ("housing.kind", "castle", "có trong danh sách"),
        ("housing.rent", -1, "không được nhỏ hơn 0"),
        ("housing.rent", "nhiều", "số nguyên"),
        ("housing.rent", True, "số nguyên"),
        ("housing.moved_on", "2026-13-01", "không phải là một ngày có thật"),
        ("housing.moved_on", "2026-11-18", "không được sau hôm nay (17/11/2026)"),
        ("housing.moved_on", "1980-01-01", "không được trước “Ngày sinh” (15/03/1990)"),
        ("housing.agrees", None, "Hãy chọn câu trả lời"),
        ("housing.agrees", "maybe", "Có hoặc Không"),
        ("copies", 11, "không được lớn hơn 10"),
        ("members[0].relation", "", "Hãy chọn câu trả lời"),
        ("guest.note", "x" * 1001, "tối đa 1000 ký tự"),
        ("applicant.full_name", {"a": 1}, "chưa đúng kiểu"),
        ("applicant.full_name", ["a"], "chưa đúng kiểu"),
    ],
)
def test_each_refusal_says_what_is_wrong(path: str, value: Any, words: str | None) -> None:
    checked = check(with_answer(path, value))
    if words is None:
        # The number says 1990: the error stands at the number.
        assert "năm sinh" in checked.errors["applicant.personal_id"]
        return
    assert words in checked.errors[path]
    assert checked.errors[path].endswith(".")


def test_what_is_not_asked_is_neither_needed_nor_kept() -> None:
    data = with_answer("housing.kind", "own")
    checked = check(data)
    assert checked.errors == {}
    assert "landlord" not in checked.data["housing"] and "rent" not in checked.data["housing"]

    data = with_answer("housing.kind", "other")
    del data["housing"]["landlord"]
    checked = check(data)
    assert list(checked.errors) == ["housing.landlord"]
    assert "members" not in checked.data


def test_a_guard_inside_an_item_looks_at_that_item() -> None:
    data = samples.good()
    data["members"] = [{"full_name": "Lê Văn A", "relation": "other"}, {"full_name": "Lê Văn B", "relation": "child"}]
    assert list(check(data).errors) == ["members[0].relation_note"]


def test_a_part_of_another_channel_is_not_asked() -> None:
    assert "copies" not in check(samples.good(), channel="post").data


def test_an_object_that_may_be_left_out_is_needed_once_begun() -> None:
    assert check(samples.good()).ok
    assert list(check(with_answer("guest.note", "Đi cùng")).errors) == ["guest.full_name"]


def test_too_many_items_are_refused_and_cut() -> None:
    data = samples.good()
    data["members"] = [{"full_name": "Lê Văn A", "relation": "child"}] * 9
    checked = check(data)
    assert "tối đa 4 mục" in checked.errors["members"]
    assert len(checked.data["members"]) == 4


def test_the_register_wins_over_whatever_was_sent() -> None:
    known = {"applicant.full_name": Prefill("Trần Văn Thật", "population", "Theo …", locked=True)}
    checked = check(with_answer("applicant.full_name", "Kẻ Giả Mạo"), known)
    assert checked.data["applicant"]["full_name"] == "Trần Văn Thật"
    assert check({}, known).data == {"applicant": {"full_name": "Trần Văn Thật"}}


def test_a_locked_number_is_not_doubted_and_a_changed_sex_is_for_the_desk_to_see() -> None:
    odd = with_answer("applicant.sex", "F")
    assert "applicant.personal_id" in check(odd, channel="online").errors
    at_desk = check(odd, channel="direct")
    assert at_desk.ok and "giới tính" in at_desk.warnings["applicant.personal_id"]
    locked = {"applicant.personal_id": Prefill("042090000001", "population", "Theo …", locked=True)}
    assert check(odd, locked).ok


def test_an_unlocked_value_may_be_changed() -> None:
    known = {"applicant.phone": Prefill("0900000000", "account", "Theo …")}
    assert check(samples.good(), known).data["applicant"]["phone"] == "0912345678"


def test_every_shared_pattern_has_words() -> None:
    path = Path(__file__).parents[5] / "packs" / "_shared" / "defs.schema.json"
    patterns = set(re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8")))
    assert patterns
    assert {json.loads(f'"{one}"') for one in patterns} <= set(sentences.PATTERNS)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(
    ["applicant", "housing", "guest", "members", "copies", "full_name", "personal_id", "kind", "landlord", "rent",
     "moved_on", "relation", "relation_note", "sex", "birth_date", "evil", "__proto__"]
)  # fmt: skip
LIKE_A_FORM = st.recursive(
    JUNK, lambda inner: st.dictionaries(KEYS, inner, max_size=6) | st.lists(inner, max_size=6), max_leaves=25
)


@given(LIKE_A_FORM, st.sampled_from(["online", "direct", "post", ""]))
@settings(max_examples=300, deadline=None)
def test_no_data_whatsoever_break_the_check(data: Any, channel: str) -> None:
    known = {
        "applicant.full_name": Prefill("Trần Văn Thật", "population", "Theo …", locked=True),
        "members[0].full_name": Prefill("Trần Thị Thật", "population", "Theo …", locked=True),
    }
    checked = check(data, known, channel)

    assert all(declared(path) in PLAN.questions for path, _ in nesting.leaves(checked.data))
    assert checked.data["applicant"]["full_name"] == "Trần Văn Thật"
    assert all(isinstance(text, str) and text for text in checked.errors.values())
    again = check(checked.data, known, channel)
    assert again.data == checked.data
