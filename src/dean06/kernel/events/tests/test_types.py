"""What may be in an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.events.tests.helpers import TaskIssued
from dean06.kernel.events.types import Event


@given(
    st.builds(
        TaskIssued,
        task_id=st.integers(0, 2**60),
        due=st.none() | st.dates(),
        agencies=st.lists(st.from_regex(r"[A-Z]\d\d\.\d\d", fullmatch=True), max_size=3).map(tuple),
    )
)
def test_an_event_comes_back_as_it_went(event: TaskIssued) -> None:
    assert TaskIssued.from_payload(event.payload()) == event


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Event):
    name: ClassVar[str] = "tests.note"
    text: str


@pytest.mark.parametrize("text", ["Nguyễn Văn A", "042099000123", "183456789", "x" * 201])
def test_names_sentences_and_personal_numbers_have_no_place_in_an_event(text: str) -> None:
    with pytest.raises(ValueError, match="ids and codes only"):
        Note(text=text).payload()


@pytest.mark.parametrize("text", ["assignments.assignment:17", "H30.17", "", "2026-03-05", "42"])
def test_codes_do(text: str) -> None:
    assert Note(text=text).payload() == {"text": text}


def test_a_payload_that_no_longer_fits_is_said() -> None:
    with pytest.raises(ValueError, match="task_id"):
        TaskIssued.from_payload({"due": None})


def test_dates_are_written_as_iso_text() -> None:
    assert TaskIssued(task_id=1, due=date(2026, 3, 5)).payload() == {"task_id": 1, "due": "2026-03-05", "agencies": []}
