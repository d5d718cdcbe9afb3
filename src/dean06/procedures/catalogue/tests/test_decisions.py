"""What an officer fills in: read, bounded, told about in sentences; and what a pack may not ask."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.procedures.catalogue.pack_format import DecisionField, PackFiles
from dean06.procedures.catalogue.parsing import canonical_json
from dean06.procedures.catalogue.rules.checking import Known, check_pack
from dean06.procedures.catalogue.rules.decisions import check_decision, facts
from dean06.procedures.catalogue.tests.factories import pack_files

TODAY = dt.date(2026, 11, 17)
BENEFIT = pack_files("1.001978")


def field(**changes: Any) -> DecisionField:
    return DecisionField.model_validate({"name": "value", "label": "Giá trị"} | changes)


def checked(one: DecisionField, value: Any) -> tuple[dict[str, Any], dict[str, str]]:
    return check_decision([one], {"value": value}, {}, "online", TODAY)


@pytest.mark.parametrize(
    ("one", "value", "expected"),
    [
        (field(), "  Số  12/QĐ ", "Số 12/QĐ"),
        (field(type="integer", min=1, max=12), "12", 12),
        (field(type="money"), "4.920.000", 4_920_000),
        (field(type="date", max="today"), "2026-11-17", "2026-11-17"),
        (field(type="date"), dt.date(2026, 12, 1), "2026-12-01"),
        (field(type="choice", choices={"a": "A", "b": "B"}), "b", "b"),
    ],
)
def test_a_value_is_kept_clean(one: DecisionField, value: Any, expected: Any) -> None:
    assert checked(one, value) == ({"value": expected}, {})


@pytest.mark.parametrize(
    ("one", "value", "sentence"),
    [
        (field(), "", "Hãy điền “Giá trị”."),
        (field(type="choice", choices={"a": "A"}), None, "Hãy chọn “Giá trị”."),
        (field(type="choice", choices={"a": "A"}), "z", "Hãy chọn một trong các mục có sẵn."),
        (field(type="integer", min=3), "2", "“Giá trị” nhỏ nhất là 3."),
        (field(type="integer"), "hai", "“Giá trị” phải là số nguyên."),
        (field(type="money"), "-1", "“Giá trị” nhỏ nhất là 0 đồng."),
        (field(type="money", max=1_000_000), "1.000.001", "“Giá trị” lớn nhất là 1.000.000 đồng."),
        (field(type="date", max="today"), "2026-11-18", "“Giá trị” muộn nhất là ngày 17/11/2026."),
        (field(type="date"), "2026-02-30", "“Giá trị” phải là ngày, tháng, năm có thật."),
        (field(max=3), "bốn chữ", "“Giá trị” dài 7 ký tự, nhiều nhất 3."),
        (field(min=9), "ngắn", "“Giá trị” cần ít nhất 9 ký tự."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(one: DecisionField, value: Any, sentence: str) -> None:
    assert checked(one, value) == ({}, {"value": sentence})


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text())))
def test_whatever_is_sent_is_read_or_refused(value: Any) -> None:
    for kind in ("text", "textarea", "integer", "money", "date"):
        values, errors = checked(field(type=kind, required=False), value)
        assert not (values and errors)


def test_a_field_is_asked_only_when_its_guard_holds() -> None:
    record = field(name="record", type="choice", choices={"none": "Không", "has": "Có"})
    text = field(name="text", when=[{"field": "decision.record", "op": "eq", "value": "has"}])
    assert check_decision([record, text], {"record": "none", "text": "thừa"}, {}, "online", TODAY)[0] == {
        "record": "none"
    }
    assert list(check_decision([record, text], {"record": "has"}, {}, "online", TODAY)[1]) == ["text"]
    assert list(check_decision([record], {"record": "none", "other": "1"}, {}, "online", TODAY)[1]) == ["other"]


def test_decisions_and_answers_stand_beside_the_form() -> None:
    known = facts({"a": 1}, {"decision.months": 3, "answer.number": "7", "register_no": "x"})
    assert known == {"a": 1, "decision": {"months": 3}, "answer": {"number": "7"}}


def test_a_pack_without_such_fields_keeps_its_hash() -> None:
    written = canonical_json(pack_files("1.001193"))
    assert '"fields":[]' not in written
    assert '"answers":{}' not in written


def spoiled(change: Callable[[dict[str, Any]], object]) -> PackFiles:
    content = copy.deepcopy(BENEFIT.model_dump(mode="json"))
    change(content)
    return PackFiles.model_validate(content)


def codes(files: PackFiles) -> set[str]:
    known = Known(on=TODAY, connectors={"bhxh": ""}, life_events={"mat_viec": ""})
    return {finding.code for finding in check_pack(files, known)}


def propose(content: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in content["process"]["steps"][2]["actions"] if one["id"] == "trinh_duyet")


def test_the_pack_itself_is_sound() -> None:
    assert codes(BENEFIT) == set()


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("DECISION_TWICE", lambda c: propose(c)["fields"].append(dict(propose(c)["fields"][0]))),
        ("DECISION_CHOICES", lambda c: propose(c)["fields"][0].update(type="choice")),
        ("DECISION_LIMIT", lambda c: propose(c)["fields"][0].update(min="today")),
        ("DECISION_LIMIT", lambda c: propose(c)["fields"][0].update(min=13)),
        ("DECISION_KIND", lambda c: propose(c).update(kind="supplement", to=None)),
        (
            "DECISION_OF_NOBODY",
            lambda c: c["process"]["steps"][0]["actions"][0].update(fields=propose(c)["fields"]),
        ),
        ("CONNECTOR_ASKS", lambda c: c["process"]["steps"][0]["actions"][2].update(kind="supplement", to=None)),
        ("ANSWER_OF_NOBODY", lambda c: c["process"]["steps"][1].update(answers={"number": "Số"})),
        ("PLACEHOLDER", lambda c: propose(c)["fields"].pop(0)),
        ("WALK_ACTS", lambda c: c["walks"]["walk-huong"]["acts"][2]["fields"].pop("months")),
        (
            "FINANCIAL_TWICE",
            lambda c: c["process"]["steps"][1]["actions"].extend(
                {"id": f"thu_{one}", "title": "Thu", "kind": "financial", "to": "tham_tra"} for one in "ab"
            ),
        ),
    ],
)
def test_what_a_pack_may_not_ask_is_found(code: str, change: Callable[[dict[str, Any]], object]) -> None:
    assert code in codes(spoiled(change))
