"""What the packs of the repository owe to those they serve, beside walking: complete, and sparing of questions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings

from dean06.procedures.catalogue.queries import check_pack, holds, read_packs
from dean06.procedures.catalogue.types import ActionKind, PackFiles

PACKS = {files.meta.code: files for files in read_packs(settings.PACKS_DIR)}
#: The day on which the packs are looked at.
TODAY = dt.date(2026, 11, 22)
#: Duty of the plans of Đề án 06: at least this share of a paper form's items is not asked any more.
LEAST_SAVED = 20
#: Packs that are decided by their own steps, not by legs.
OWN_STEPS = sorted(code for code, files in PACKS.items() if not files.meta.legs)
#: Those of them that are essential services of Decision 06.
ESSENTIAL = [code for code in OWN_STEPS if any(one.list == "QD06" for one in PACKS[code].meta.listings)]


@pytest.fixture(params=ESSENTIAL)
def pack(request: pytest.FixtureRequest) -> PackFiles:
    return PACKS[request.param]


@pytest.mark.parametrize("code", sorted(PACKS))
def test_a_pack_has_no_error(code: str) -> None:
    found = check_pack(PACKS[code], on=TODAY, root=settings.PACKS_DIR)
    assert [finding for finding in found if finding.is_error] == []


def test_a_pack_shows_how_it_ends_well_and_how_it_is_refused(pack: PackFiles) -> None:
    ends = {walk.final_state for walk in pack.walks.values()}
    assert ends & {9, 10}
    assert ends & {3, 8}


def test_every_reason_of_a_pack_can_be_cited_by_a_button(pack: PackFiles) -> None:
    cited = {reason for step in pack.process.steps for one in step.actions for reason in one.reasons}
    assert cited == set(pack.meta.refusal_reasons)


@pytest.mark.parametrize("code", sorted(PACKS))
def test_every_reason_of_a_pack_names_its_law(code: str) -> None:
    sentences = PACKS[code].meta.refusal_reasons.values()
    assert [one for one in sentences if "(" not in one and "Điều" not in one] == []


@pytest.mark.parametrize("code", sorted(PACKS))
def test_no_sentence_of_a_result_can_be_printed_with_a_gap(code: str) -> None:
    found = check_pack(PACKS[code], on=TODAY, root=settings.PACKS_DIR)
    assert [one.sentence for one in found if one.code == "RESULT_GAP"] == []


@pytest.mark.parametrize("code", ["DA422-06", "DA422-09"])
def test_paying_leads_on_by_itself_and_nobody_presses_that_it_was_paid(code: str) -> None:
    step = next(one for one in PACKS[code].process.steps if one.id == "thu_tien")
    assert [one.to is not None for one in step.actions if one.kind == ActionKind.FINANCIAL] == [True]
    assert not any("đã nộp" in one.title.lower() for one in step.actions)


def test_whoever_works_on_a_case_can_ask_for_what_is_missing(pack: PackFiles) -> None:
    kinds = {action.kind for step in pack.process.steps for action in step.actions}
    assert {ActionKind.SUPPLEMENT, ActionKind.FINISH, ActionKind.STOP} <= kinds


@pytest.mark.parametrize(
    ("code", "name"),
    [(code, name) for code in OWN_STEPS for name, one in sorted(PACKS[code].examples.items()) if not one.errors],
)
def test_an_applicant_known_to_the_state_types_a_fifth_less_than_on_paper(code: str, name: str) -> None:
    files, example = PACKS[code], PACKS[code].examples[name]
    asked = [
        field.field
        for section in files.ui.sections
        if holds(section.when, example.data, example.channel)
        for field in section.fields
        if holds(field.when, example.data, example.channel) and not field.prefill
    ]
    assert len(asked) * 100 <= files.meta.paper_form_items * (100 - LEAST_SAVED), asked


def test_the_services_of_decision_06_are_listed_once_each() -> None:
    listed = sorted(one.number for files in PACKS.values() for one in files.meta.listings if one.list == "QD06")
    assert len(listed) == len(set(listed))
    own = set(range(1, 26)) - {15, 16}
    assert own <= set(listed)
