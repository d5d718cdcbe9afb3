"""THE table of states: what may follow what."""

from __future__ import annotations

import datetime as dt

import pytest

from dean06.procedures.cases.rules.codes import code, fallback_prefix, is_code
from dean06.procedures.cases.rules.transitions import LEGAL, NOTHING, is_legal, next_states
from dean06.procedures.cases.types import FINAL, OPEN, PAUSED, State


def test_the_moves_are_those_of_the_national_list() -> None:
    assert {state: sorted(LEGAL[state]) for state in State} == {
        1: [2, 3, 5, 7],
        2: [4, 5, 6, 7, 8],
        3: [],
        4: [5, 6, 7, 8, 9],
        5: [4, 7, 8],
        6: [4, 7, 8],
        7: [],
        8: [],
        9: [10],
        10: [],
    }
    assert sorted(LEGAL[NOTHING]) == [1]


def test_a_supplement_before_reception_ends_at_the_desk() -> None:
    assert sorted(next_states(5, received=False, begun=False)) == [2, 3, 7, 8]
    assert not is_legal(5, 4, received=False, begun=False)
    assert not is_legal(5, 2, received=True, begun=True)


def test_a_payment_before_processing_leads_back_to_received() -> None:
    assert is_legal(6, 2, received=True, begun=False)
    assert not is_legal(6, 2, received=True, begun=True)


@pytest.mark.parametrize("state", sorted(FINAL))
def test_nothing_follows_an_end(state: int) -> None:
    assert not any(is_legal(state, after, received=True, begun=True) for after in State)


def test_the_groups_of_states_fit_the_table() -> None:
    assert all(not LEGAL[state] for state in FINAL)
    assert FINAL | OPEN | {State.DONE} == set(State)
    assert PAUSED < OPEN


def test_codes_have_the_national_form() -> None:
    day = dt.date(2026, 10, 8)
    assert code("H15.50.05.13", day, 975) == "H15.50.05.13-261008-0975"
    assert code("H27", day, 12345) == "H27-261008-12345"
    assert is_code("000.00.00.H27-261008-0001")
    assert is_code("G09.20-20260609-0092637")
    assert not is_code("H27-261008-12")
    assert [fallback_prefix("H27", number) for number in (0, 37, 1295)] == ["H27.X00", "H27.X11", "H27.XZZ"]
    with pytest.raises(ValueError, match="no dossier code"):
        code("h27", day, 1)
