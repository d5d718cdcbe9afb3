"""Pages of figures: where, since when, who; zero, no cases and no data told apart; who sees what."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dean06.kernel.accounts.tests.factories import make_actor, sign_in
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import NotFound
from dean06.kernel.units.models import UnitBoundary
from dean06.steering.collection import queries as collection
from dean06.steering.dashboards import queries, services
from dean06.steering.dashboards.rules.judging import Verdict
from dean06.steering.dashboards.tests import factories
from dean06.steering.dashboards.tests.factories import HEALTH, JUSTICE, World, commune_code, indicator_code
from dean06.steering.indicators.types import ValueState

RATE, COUNT, WATCHED, LESS = (indicator_code(number) for number in range(4))
TODAY = timezone.localdate


def page(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(f"dashboards:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def leader(db: None) -> Client:
    client = Client()
    sign_in(client, "provincial_leader")
    return client


class TestIndicatorPage:
    def test_number_counts_target_and_how_many_miss_it(self, world: World) -> None:
        shown = queries.indicator_page(make_actor("provincial_leader"), RATE, today=TODAY())
        # Communes stand at 63 to 67 of 100 in the last of four months; 80 % is asked of each.
        assert (shown.figure.pair.numerator, shown.figure.pair.denominator) == (325, 500)
        assert (shown.figure.text, shown.figure.counts) == ("65%", "325/500 hồ sơ")
        assert (shown.count(Verdict.BELOW), shown.judged) == (5, 5)
        assert [place.rank for place in shown.places] == [1, 2, 3, 4, 5]
        assert [place.change_text for place in shown.places] == ["+1"] * 5
        assert [point.figure.text for point in shown.line[-4:]] == ["62%", "63%", "64%", "65%"]
        assert shown.line[-1].target.minimum == 80
        assert shown.owner.name == "Sở Y tế"

    def test_zero_no_cases_and_no_data_are_three_different_things(self, world: World, leader: Client) -> None:
        zero, nothing, silent = world.communes[:3]
        factories.set_value(world, RATE, zero, 0, 7)
        factories.set_value(world, RATE, nothing, 0, 0)
        factories.drop_value(world, RATE, silent)
        shown = queries.indicator_page(make_actor("provincial_leader"), RATE, today=TODAY())
        assert [place.figure.unit.id for place in shown.zeros] == [zero.id]
        assert [place.figure.unit.id for place in shown.without_cases] == [nothing.id]
        assert [place.figure.unit.id for place in shown.without_data] == [silent.id]
        assert shown.figure.cell.provisional
        assert (shown.figure.cell.reported, shown.figure.cell.expected) == (4, 5)
        text = page(leader, "indicator", RATE)
        assert "tạm tính, 4/5 đơn vị đã gửi" in text
        assert "không phát sinh" in text
        assert "0/7 hồ sơ" in text

    def test_best_and_worst_never_share_a_unit(self, world: World) -> None:
        for count in range(5):
            shown = queries.indicator_page(make_actor("provincial_leader"), RATE, today=TODAY())
            best = {place.figure.unit.id for place in shown.best}
            worst = {place.figure.unit.id for place in shown.worst}
            assert len(best) + len(worst) == 5 - count
            assert not best & worst
            factories.drop_value(world, RATE, world.communes[count])

    def test_less_is_better_is_ranked_and_judged_the_other_way(self, world: World) -> None:
        shown = queries.indicator_page(make_actor("provincial_leader"), LESS, today=TODAY())
        assert [place.figure.pair.numerator for place in shown.places] == [63, 64, 65, 66, 67]
        assert shown.count(Verdict.BELOW) == 0
        factories.set_value(world, LESS, world.communes[0], 76, None)
        shown = queries.indicator_page(make_actor("provincial_leader"), LESS, today=TODAY())
        assert shown.worst[0].figure.unit.id == world.communes[0].id
        assert shown.count(Verdict.BELOW) == 1

    def test_any_month_any_order_and_the_map_beside_the_squares(self, world: World, leader: Client) -> None:
        earlier = world.months[0]
        assert earlier.label in page(leader, "indicator", RATE, ky=earlier.code, so_ky=24)
        for key in ("rank", "name", "amount", "change"):
            for sign in ("", "-"):
                assert "Xã Mẫu 05" in page(leader, "indicator", RATE, sort=sign + key)
        text = page(leader, "indicator", RATE)
        assert "tile-grid" in text
        assert "area-map" not in text
        from dean06.kernel.units.models import AdminUnit

        UnitBoundary.objects.create(
            unit=AdminUnit.objects.get(code=world.communes[0].unit_code),
            geometry='{"type":"Polygon","coordinates":[[[105,18],[105.1,18],[105.1,18.1],[105,18]]]}',
            west=105, south=18, east=105.1, north=18.1,
        )  # fmt: skip
        assert "area-map" in page(leader, "indicator", RATE)

    @pytest.mark.parametrize(
        "query", [{"ky": "2026-T13"}, {"ky": "2026-W47"}, {"don_vi": "khong-co"}, {"ky": "x" * 300}]
    )
    def test_an_address_that_names_nothing_is_not_found(self, world: World, leader: Client, query: dict) -> None:
        assert leader.get(reverse("dashboards:indicator", args=[RATE]), query).status_code == 404
        assert leader.get(reverse("dashboards:indicator", args=["khong-co"])).status_code == 404


class TestCard:
    def test_everything_of_a_commune_on_one_sheet(self, world: World, leader: Client) -> None:
        unit = world.communes[0]
        card = queries.unit_card(make_actor("provincial_leader"), unit.code, today=TODAY())
        lines = {line.figure.ref.code: line for line in card.lines}
        assert set(lines) == {ref.code for ref in world.refs}
        assert (lines[RATE].rank, lines[RATE].of, lines[RATE].figure.text) == (5, 5, "63%")
        assert lines[RATE].values[-4:] == [60, 61, 62, 63]
        assert lines[WATCHED].rank is None
        assert [line.figure.ref.code for line in card.first] == [RATE, indicator_code(4), COUNT]
        text = page(leader, "unit", unit.code)
        assert "Trần Văn Mẫu 1" in text
        assert "0239.000.000" in text
        assert "In một trang A4" in text

    def test_punctuality_leaves_out_what_the_province_took_over(self, world: World) -> None:
        unit = world.communes[0]
        last = world.months[-4:]
        assert all(one.received for one in collection.history(system_actor("tests"), unit.code, last, TODAY()))
        card = queries.unit_card(make_actor("provincial_leader"), unit.code, today=TODAY())
        assert not [one for one in card.punctuality if one.received]
        assert len(card.punctuality) <= 12 - len(last)

    def test_a_department_has_a_card_too(self, world: World, leader: Client) -> None:
        assert "Sở Y tế" in page(leader, "unit", HEALTH)


class TestMatrix:
    def test_rows_columns_and_signs(self, world: World, leader: Client) -> None:
        factories.set_value(world, WATCHED, world.communes[0], 0, 0)
        factories.drop_value(world, COUNT, world.communes[0])
        text = page(leader, "matrix")
        assert text.count("<tr data-unit=") == 5
        assert "<td class=b>▼63</td>" in text
        assert "<td class=k>kps</td>" in text
        assert "<td class=n>–</td>" in text

    def test_only_what_is_missed(self, world: World) -> None:
        found = queries.matrix(make_actor("provincial_leader"), today=TODAY(), only_below=True)
        assert {ref.code for ref in found.refs} == {RATE, COUNT, indicator_code(4), indicator_code(5)}

    def test_sorted_by_a_column_the_unknown_last_either_way(self, world: World) -> None:
        factories.drop_value(world, RATE, world.communes[2])
        actor = make_actor("provincial_leader")
        worst_first = queries.matrix(actor, today=TODAY(), sort=RATE).units
        best_first = queries.matrix(actor, today=TODAY(), sort=f"-{RATE}").units
        assert worst_first[-1].id == best_first[-1].id == world.communes[2].id
        assert [unit.id for unit in worst_first[:-1]] == [unit.id for unit in best_first[:-1]][::-1]
        assert worst_first[0].id == world.communes[0].id

    def test_an_odd_address_shows_the_usual_table(self, world: World, leader: Client) -> None:
        text = page(leader, "matrix", cap="lạ", nhom="99", sort="-gì", trang="9999999")
        assert text.count("<tr data-unit=") == 5

    def test_the_file_holds_both_counts(self, world: World, leader: Client) -> None:
        answer = leader.get(reverse("dashboards:matrix_file"))
        rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=3, values_only=True))
        assert len(rows) == 5 * 6
        first = next(row for row in rows if row[1] == RATE)
        assert first[4:7] == (63, 100, 63)

    def test_it_stays_light(self, db: None, leader: Client) -> None:
        factories.world(communes=69, indicators=40, months=2, today=TODAY())
        assert len(page(leader, "matrix").encode()) < 300_000


class TestBoard:
    def test_red_figures_with_who_answers_and_where_it_is_worst(self, world: World) -> None:
        board = queries.board(make_actor("provincial_leader"), today=TODAY())
        red = {one.figure.ref.code: one for one in board.figures.red}
        assert (red[RATE].below, red[RATE].judged) == (5, 5)
        assert red[RATE].owner.agency == HEALTH
        assert red[RATE].worst[0].unit.id == world.communes[0].id
        assert red[RATE].worst_heads[0].head.name == "Trần Văn Mẫu 1"
        assert WATCHED not in red
        assert LESS not in red

    def test_a_good_average_hides_no_commune(self, world: World) -> None:
        for unit in world.communes[1:]:
            factories.set_value(world, RATE, unit, 100, 100)
        board = queries.board(make_actor("provincial_leader"), today=TODAY())
        red = next(one for one in board.figures.red if one.figure.ref.code == RATE)
        assert red.figure.verdict is Verdict.MET
        assert (red.below, red.judged) == (1, 5)

    def test_change_since_yesterday_and_none_where_yesterday_is_unknown(self, world: World) -> None:
        leader = make_actor("provincial_leader")
        assert all(one.change == "" for one in queries.board(leader, today=TODAY()).figures.red)
        yesterday = timezone.now() - dt.timedelta(days=1)
        services.take_snapshot(actor=system_actor("tests"), now=yesterday)
        factories.set_value(world, RATE, world.communes[0], 93, 100)
        board = queries.board(leader, today=TODAY())
        red = next(one for one in board.figures.red if one.figure.ref.code == RATE)
        if red.change != "kỳ mới, chưa so được với hôm qua":
            assert red.change == "tăng 6 điểm %; bớt 1 đơn vị dưới mục tiêu"
        assert {group.key for group in board.groups} == {"silent", "findings", "recommendations", "systems"}

    def test_a_commune_sees_its_own_board_a_department_its_field(self, world: World) -> None:
        head = make_actor("agency_head", commune_code(0))
        board = queries.board(head, today=TODAY())
        assert board.figures.unit.code == commune_code(0)
        assert all(one.judged == 0 for one in board.figures.red)
        assert {group.key for group in board.groups} == {"silent", "findings", "recommendations"}
        department = queries.board(make_actor("agency_head", HEALTH), today=TODAY())
        assert {one.figure.ref.owner for one in department.figures.red} == {HEALTH}
        assert department.figures.red[0].judged == 5

    def test_feed_and_wall_say_what_the_page_says(self, world: World, leader: Client) -> None:
        board = queries.board(make_actor("provincial_leader"), today=TODAY())
        fed = leader.get("/api/v1/steering/board").json()
        assert [one["indicator"] for one in fed["figures"]["red"]] == [one.figure.ref.code for one in board.figures.red]
        assert fed["figures"]["red"][0]["below"] == board.figures.red[0].below
        wall = page(leader, "wall")
        assert "325/500 hồ sơ" in wall
        assert "data-wall" in wall

    def test_no_person_stands_on_the_wall(self, world: World, leader: Client) -> None:
        wall = page(leader, "wall")
        assert "Mẫu 1," not in wall
        assert "Trần Văn" not in wall
        assert "Lê Thị" not in wall
        assert "0239" not in wall


PAGES = {
    "own card": ("unit", commune_code(0)),
    "other card": ("unit", commune_code(1)),
    "card of a department": ("unit", HEALTH),
    "own figure": ("indicator", RATE, commune_code(0)),
    "figure of another commune": ("indicator", RATE, commune_code(1)),
    "figure owned by health": ("indicator", RATE, ""),
    "figure owned by justice, another's": ("indicator", COUNT, commune_code(1)),
    "matrix": ("matrix",),
    "board": ("board",),
    "wall": ("wall",),
    "ask": ("ask",),
    "questions": ("questions",),
    "letters": ("letters",),
}
#: Who opens what: rows are readers, columns ``PAGES``.
ACCESS = {
    ("provincial_leader", ""): "1111111111111",
    ("steering_officer", ""): "1111111111111",
    ("agency_head", commune_code(0)): "1001010111" + "011",
    ("agency_officer", commune_code(0)): "1001010100" + "010",
    ("agency_head", HEALTH): "0011110111" + "011",
    ("agency_officer", JUSTICE): "0000011100" + "010",
    ("procedure_controller", ""): "1111111100" + "010",
    ("auditor", ""): "0000000000000",
    ("builder", ""): "0000000000000",
}


@pytest.mark.parametrize(("role", "agency"), list(ACCESS))
def test_who_opens_what(world: World, role: str, agency: str) -> None:
    client = Client()
    sign_in(client, role, agency)
    opened = ""
    for name, *rest in PAGES.values():
        query = {"don_vi": rest[1]} if name == "indicator" and rest[1] else {"chi_tieu": RATE} if name == "ask" else {}
        args = rest[:1] if name in ("unit", "indicator") else []
        status = client.get(reverse(f"dashboards:{name}", args=args), query).status_code
        assert status in (200, 403, 404)
        opened += "1" if status == 200 else "0"
    assert dict(zip(PAGES, opened, strict=True)) == dict(zip(PAGES, ACCESS[role, agency], strict=True))


def test_other_communes_show_accepted_figures_only(world: World) -> None:
    other, own = world.communes[1], world.communes[0]
    factories.set_value(world, RATE, other, 99, 100, state=ValueState.SENT)
    factories.set_value(world, RATE, own, 98, 100, state=ValueState.SENT)
    head = make_actor("agency_head", commune_code(0))
    found = queries.matrix(head, today=TODAY())
    assert found.sheet.get(RATE, other.id).pair is None
    assert found.sheet.get(RATE, own.id).pair.numerator == 98
    seen = queries.matrix(make_actor("provincial_leader"), today=TODAY())
    assert seen.sheet.get(RATE, other.id).pair.numerator == 99


def test_a_unit_of_others_is_not_even_known(world: World) -> None:
    with pytest.raises(NotFound):
        queries.unit_card(make_actor("agency_head", commune_code(0)), commune_code(1), today=TODAY())


def test_the_number_of_queries_does_not_grow(db: None) -> None:
    def used() -> list[int]:
        actor, counts = make_actor("provincial_leader"), []
        for read in (
            lambda: queries.board(actor, today=TODAY()),
            lambda: queries.matrix(actor, today=TODAY()),
            lambda: queries.indicator_page(actor, RATE, today=TODAY()),
            lambda: queries.unit_card(actor, commune_code(0), today=TODAY()),
        ):
            read()
            with CaptureQueriesContext(connection) as captured:
                read()
            counts.append(len(captured))
        return counts

    small = factories.world(communes=3, indicators=4, months=3, today=TODAY())
    few = used()
    more_communes = factories.more(small, communes=20, indicators=16, months=9, today=TODAY())
    assert len(more_communes.communes) == 20
    assert used() == few
