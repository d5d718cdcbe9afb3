"""The citizen's pages: what stands on which, and what a page shows before its answers are given."""

from __future__ import annotations

import json
from typing import Any

from dean06.procedures.forms import drawing, paging
from dean06.procedures.forms.tests import samples
from dean06.procedures.forms.types import Form, FormStep, Prefill

REGISTER = {"applicant.sex": Prefill("F", "population", "Theo …", locked=True)}


def drawn(data: dict[str, Any], pack: Any = None, known: dict[str, Prefill] | None = None, **more: Any) -> Form:
    return drawing.Drawer(
        pack or samples.published(), data, prefill=known or {}, errors=more.pop("errors", {}), warnings={},
        channel="online", audience="citizen", commune_name=str, **more,
    ).form()  # fmt: skip


def ids(data: dict[str, Any]) -> list[str]:
    return [one.id for one in paging.steps(drawn(data))]


def page(data: dict[str, Any], step_id: str) -> FormStep:
    found = paging.step(drawn(data), step_id)
    assert found is not None
    return found


def test_a_question_has_a_page_of_its_own_and_the_rest_of_its_section_another() -> None:
    assert ids({}) == [
        "applicant", "applicant--applicant.phone", "housing--housing.kind", "housing", "guest", "members", "result",
    ]  # fmt: skip


def test_a_section_that_is_not_asked_has_no_page() -> None:
    assert "members" not in ids({"housing": {"kind": "other"}})


def test_a_page_knows_its_neighbours_and_where_a_field_is() -> None:
    form = drawn({})
    following, before = paging.neighbour(form, "guest", 1), paging.neighbour(form, "guest", -1)
    assert following and following.id == "members"
    assert before and before.id == "housing"
    assert paging.neighbour(form, "result", 1) is None and paging.neighbour(form, "applicant", -1) is None
    last = paging.neighbour(form, "xem-lai", -1)
    assert last and last.id == "result"
    at = paging.of_path(form, "members[0].sex")
    assert at and at.id == "members"


def test_an_answer_of_an_earlier_page_settles_what_the_page_shows() -> None:
    assert [one.path for one in page({"housing": {"kind": "own"}}, "housing").fields] == [
        "housing.moved_on", "housing.agrees",
    ]  # fmt: skip
    rented = page({"housing": {"kind": "rent"}}, "housing").fields
    assert [one.path for one in rented][:2] == ["housing.landlord", "housing.rent"]
    assert not any(one.when_json for one in rented), "nothing of the page can change it"


def test_a_guard_half_on_the_page_lives_on_with_that_half() -> None:
    """One condition is answered on an earlier page, the other stands on this one and is not answered yet."""
    ui = json.loads(json.dumps(samples.UI))
    rent = next(one for one in ui["sections"][1]["fields"] if one["field"] == "housing.rent")
    rent["when"].append({"field": "housing.agrees", "value": True})
    pack = samples.published(samples.files(ui=ui))

    shown = paging.step(drawn({"housing": {"kind": "rent"}}, pack), "housing")
    field = next(one for one in shown.fields if one.path == "housing.rent") if shown else None
    assert field and [part["f"] for part in json.loads(field.when_json)] == ["housing.agrees"]

    hidden = paging.step(drawn({"housing": {"kind": "own"}}, pack), "housing")
    assert hidden and "housing.rent" not in [one.path for one in hidden.fields]


def test_a_guard_over_a_locked_value_tells_the_script_how_it_stands() -> None:
    ui = json.loads(json.dumps(samples.UI))
    ui["sections"][0]["fields"][6]["when"] = [{"field": "applicant.sex", "value": "F"}]
    form = drawn({}, samples.published(samples.files(ui=ui)), REGISTER)
    field = next(one for one in form.fields if one.path == "applicant.commune")
    assert field.when_ok
    assert json.loads(field.when_json) == [{"f": "applicant.sex", "op": "eq", "v": "F", "ok": True}]


def test_what_is_wrong_leads_to_its_page() -> None:
    form = drawn(samples.good(), errors={"members[0].relation": "Hãy chọn.", "housing.kind": "Hãy chọn."})
    first = paging.first_with_errors(form)
    assert first and first.id == "housing--housing.kind"
    assert paging.errors_on(form, first) == [("f-housing-kind-0", "Nhà ở", "Hãy chọn.")]
    assert len(form.error_list) == 2


def test_the_review_names_every_answer_and_where_to_change_it() -> None:
    parts = paging.review(drawn(samples.good(), known=REGISTER))
    rows = {row.label: row for part in parts for row in part.rows}
    assert rows["Nhà ở"].step_id == "housing--housing.kind"
    assert rows["Thành viên 1: Họ tên thành viên"].shown == "Nguyễn Thị Con"
    assert rows["Giới tính"].locked and rows["Giới tính"].shown == "Nữ"
    assert "Thành viên 1: Quan hệ khác là gì" not in rows
