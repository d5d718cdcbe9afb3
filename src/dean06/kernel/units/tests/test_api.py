"""The API of units and agencies, as a connected system calls it."""

from __future__ import annotations

from typing import Any

import pytest

from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.units import api
from dean06.kernel.units.errors import AgencyNotFound, UnitNotFound
from dean06.kernel.units.tests.helpers import LAST_DAY_OF_DISTRICTS, TODAY, officer, request

pytestmark = pytest.mark.usefixtures("units")
system = officer("units.view")


def test_a_connected_system_converts_an_old_commune_code() -> None:
    [now] = api.convert(request(system), "18763")
    assert (now.code, now.name) == ("18775", "Xã Kỳ Anh")


def test_a_unit_comes_with_its_history() -> None:
    answer = api.UnitHistoryOut.model_validate(api.unit(request(system), "18790", TODAY), from_attributes=True)
    assert answer.unit.name == "Xã Kỳ Khang"
    assert len(answer.predecessors) == 3
    before = api.UnitHistoryOut.model_validate(
        api.unit(request(system), "18790", LAST_DAY_OF_DISTRICTS), from_attributes=True
    )
    assert (before.unit.name, before.successors[0].unit.code) == ("Xã Kỳ Thọ", "18790")


def test_a_printed_name_is_resolved() -> None:
    answer = api.ResolutionOut.model_validate(
        api.resolve(request(system), "Sở TT&TT", TODAY, None), from_attributes=True
    )
    assert (answer.kind, answer.agencies[0].code, answer.via[0].code) == ("successor", "so-khcn", "so-tttt")


def test_search_answers_units_and_agencies() -> None:
    assert api.search_units(request(system), "cam hung", 3, TODAY)[0].code == "18736"
    assert api.search_agencies(request(system), "so y te", 3, TODAY)[0].code == "so-y-te"
    assert api.agency(request(system), "so-y-te").name == "Sở Y tế"


def test_what_does_not_exist_is_a_plain_refusal() -> None:
    with pytest.raises(UnitNotFound):
        api.unit(request(system), "99999", TODAY)
    with pytest.raises(AgencyNotFound):
        api.agency(request(system), "khong-co")


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        (api.search_units, ("a", 1, None)),
        (api.search_agencies, ("a", 1, None)),
        (api.resolve, ("a", None, None)),
        (api.agency, ("so-y-te",)),
        (api.convert, ("18763",)),
        (api.unit, ("18790", None)),
    ],
)
def test_without_the_right_nothing_is_told(call: Any, arguments: tuple) -> None:
    with pytest.raises(NotAllowed):
        call(request(officer("board.view")), *arguments)
