"""A simulated month reaches its counts, goes on after being cut short, and finds what a printed table gets wrong."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dean06.demo.simulation.comparing import compare, contradiction
from dean06.demo.simulation.counts import ServiceCounts, read_counts, shares
from dean06.demo.simulation.driving import ServiceDriver
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.population.tests import factories as people
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests import factories
from dean06.procedures.figures import services as figures
from dean06.procedures.figures.types import Period

PRINTED = Path(__file__).parents[1] / "samples" / "phu_luc_2023_09.yaml"
MONTH = Period(dt.date(2026, 10, 15), dt.date(2026, 11, 14))


def row(**cells):
    values = {"list": "QD06", "number": 9, "total": None, "online": None, "on_time": None, "late": None, "rate": None}
    return ServiceCounts(**(values | cells))


def test_the_printed_table_is_read_cell_by_cell():
    rows = read_counts(PRINTED)
    assert (len(rows), sum(one.list == "QD06" for one in rows)) == (35, 25)
    assert sum(max(one.total or 0, one.online or 0) for one in rows) == 96_130
    assert rows[0].total is None and rows[13].total == 0, "empty and 0 are two things"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("services: 5", "danh sách"),
        ("services: [{list: QD06}]", "Dòng 1"),
        ("services: [{list: A, number: 1, total: x}]", "số nguyên"),
        ("a: [", "Không đọc"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(tmp_path, text, words):
    file = tmp_path / "counts.yaml"
    file.write_text(text)
    with pytest.raises(InvalidInput, match=words):
        read_counts(file)


def test_shares_add_up_to_the_row():
    made = shares(row(total=10, online=6, on_time=3, late=1))
    assert [(one.online, one.count) for one in made] == [(True, 3), (True, 1), (True, 2), (False, 4)]
    assert sum(one.count for one in shares(row(total=47, online=4, on_time=47, late=0))) == 47
    assert sum(one.count for one in shares(row(online=63))) == 63


@pytest.mark.parametrize(
    ("cells", "cell", "words"),
    [
        ({"total": 4152, "online": 3248, "rate": "78,25%"}, "rate", "78,23%"),
        ({"total": 31809, "online": 31693, "rate": "99,64%"}, "rate", ""),
        ({"online": 63}, "total", "để trống"),
        ({"total": 47, "online": 4, "on_time": 47}, "on_time", "nhiều hơn"),
    ],
)
def test_contradictions_inside_a_printed_row_are_named(cells, cell, words):
    found = contradiction(row(**cells), cell)
    assert (words in found) if words else not found


@pytest.fixture
def world():
    listed = factories.simple_pack(
        meta_listings=[{"list": "QD06", "number": 9, "title": "Xác nhận mẫu"}],
        walks={
            "walk": {
                "title": "Xong đúng hạn",
                "applicant": "hoa",
                "people": {
                    "hoa": {
                        "full_name": "Lê Thị Mẫu",
                        "sex": "F",
                        "birth_date": "1990-02-03",
                        "commune": people.HERE,
                    }
                },
                "data": {"purpose": "Xin việc"},
                "acts": [{"do": "receive"}, {"do": "submit", "after_hours": 2}, {"do": "sign", "after_hours": 2}],
                "final_state": 9,
            }
        },
    )
    return factories.setting(listed)


@pytest.mark.django_db
def test_a_month_reaches_its_counts_and_going_on_doubles_nothing(world):
    wanted = row(total=7, online=5, on_time=2, late=1)
    driver = ServiceDriver(world.pack, MONTH, seed="t")
    plan = shares(wanted)
    first = driver.drive(plan[0], 0)
    ids = [driver.drive(share, index) for share in plan for index in range(share.count)]
    assert first in ids
    again = [
        ServiceDriver(world.pack, MONTH, seed="t").drive(share, index) for share in plan for index in range(share.count)
    ]
    assert again == ids and Case.objects.count() == 7
    figures.refresh(ids)
    differences, cells = compare([row(total=7, online=5, on_time=2, late=1, rate="71,43%")], MONTH)
    assert (differences, cells) == ([], 5)
    [wrong] = compare([row(total=7, online=5, on_time=2, late=1, rate="71,5%")], MONTH)[0]
    assert wrong.cell == "Tỷ lệ" and "71,4%" in wrong.why


@pytest.mark.django_db
def test_the_command_prints_what_differs_and_fails_only_on_what_it_cannot_explain(world, tmp_path, capsys):
    file = tmp_path / "counts.yaml"
    file.write_text('services: [{list: QD06, number: 9, total: 4, online: 3, on_time: 1, rate: "80%"}]')
    call_command("simulate_month", counts=file, first=MONTH.first, last=MONTH.last)
    said = capsys.readouterr().out
    assert "4/5 ô khớp; 1 ô bản in sai; 0 ô chưa giải thích được" in said
    file.write_text("services: [{list: QD06, number: 9, total: 5, online: 3, on_time: 1}]")
    with pytest.raises(CommandError):
        call_command("simulate_month", counts=file, first=MONTH.first, last=MONTH.last, compare_only=True)
    with pytest.raises(CommandError, match="gói thủ tục"):
        file.write_text("services: [{list: QD06, number: 3, total: 5}]")
        call_command("simulate_month", counts=file, first=MONTH.first, last=MONTH.last)
