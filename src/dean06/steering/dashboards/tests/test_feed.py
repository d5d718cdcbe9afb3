"""The open feed: accepted values only, page by page, with a mark that says whether anything changed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dean06.kernel.accounts.tests.factories import sign_in
from dean06.steering.dashboards.tests import factories
from dean06.steering.dashboards.tests.factories import World, commune_code, indicator_code
from dean06.steering.indicators.types import ValueState

VALUES = "/api/v1/indicators/values"
RATE = indicator_code(0)


@pytest.fixture
def builder(db: None) -> Client:
    client = Client()
    sign_in(client, "builder")
    return client


def test_every_value_once_over_all_pages(world: World, builder: Client) -> None:
    seen, after = [], ""
    while after is not None:
        body = builder.get(VALUES, {"limit": 17, "after": after}).json()
        seen += [(one["indicator"], one["unit"], one["period"]) for one in body["items"]]
        after = body["after"]
    assert len(seen) == len(set(seen)) == 5 * 6 * 4


def test_drafts_and_what_was_only_sent_stay_inside(world: World, builder: Client) -> None:
    factories.set_value(world, RATE, world.communes[0], 1, 2, state=ValueState.DRAFT)
    factories.set_value(world, RATE, world.communes[1], 1, 2, state=ValueState.SENT)
    query = {"indicator": [RATE], "first": world.last.last.isoformat()}
    units = [one["unit"] for one in builder.get(VALUES, query).json()["items"]]
    assert units == [commune_code(2), commune_code(3), commune_code(4)]


def test_narrowed_by_indicator_unit_kind_and_days(world: World, builder: Client) -> None:
    query = {"indicator": [RATE], "unit": [commune_code(1)], "kind": "month", "last": world.months[0].last.isoformat()}
    (one,) = builder.get(VALUES, query).json()["items"]
    assert (one["numerator"], one["denominator"], one["period"]) == (61, 100, world.months[0].code)
    assert builder.get(VALUES, {"kind": "year"}).json()["items"] == []


def test_nothing_is_sent_again_while_nothing_changed(world: World, builder: Client) -> None:
    first = builder.get(VALUES)
    assert first.headers["Last-Modified"]
    again = builder.get(VALUES, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    factories.set_value(world, RATE, world.communes[0], 99, 100)
    changed = builder.get(VALUES, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_the_same_as_a_file(world: World, builder: Client) -> None:
    answer = builder.get(VALUES, {"shape": "csv", "limit": 10})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "indicator,unit,period,breakdown,numerator,denominator,origin,stated,updated_at"
    assert len(lines) == 11
    assert answer.headers["X-After"]


def test_definitions_units_and_periods_belong_to_it(world: World, builder: Client) -> None:
    definitions = builder.get("/api/v1/indicators/definitions").json()["items"]
    assert [one["code"] for one in definitions] == [ref.code for ref in world.refs]
    assert definitions[0]["targets"][0]["minimum"] == 80
    assert definitions[0]["targets"][0]["basis"]
    units = builder.get("/api/v1/indicators/units", {"level": "commune"}).json()["items"]
    assert [one["code"] for one in units] == [unit.code for unit in world.communes]
    periods = builder.get("/api/v1/indicators/periods", {"count": 3}).json()["items"]
    assert [one["last"] for one in periods] == sorted(one["last"] for one in periods)
    assert len(periods) == 3


@pytest.mark.parametrize(
    ("role", "status"),
    [("builder", 200), ("steering_officer", 200), ("provincial_leader", 200), ("agency_head", 403), ("auditor", 403)],
)
def test_only_who_was_given_the_feed(world: World, role: str, status: int) -> None:
    client = Client()
    sign_in(client, role, commune_code(0) if role == "agency_head" else "")
    for path in ("values", "definitions", "units", "periods"):
        assert client.get(f"/api/v1/indicators/{path}").status_code == status
        assert Client().get(f"/api/v1/indicators/{path}").status_code == 401


@pytest.mark.parametrize(
    "query",
    [{"after": "%%"}, {"after": "YQ=="}, {"limit": 0}, {"kind": "day"}, {"first": "2026-12-01", "last": "2026-01-01"}],
)
def test_wrong_input_has_the_one_shape_of_error(world: World, builder: Client, query: dict) -> None:
    answer = builder.get(VALUES, query)
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_INPUT")


def test_a_page_is_one_query_whatever_it_holds(world: World, builder: Client) -> None:
    def used(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            builder.get(VALUES, {"limit": limit})
        return len([one for one in captured if "indicators_value" in one["sql"]])

    assert used(1) == used(100) == 1
