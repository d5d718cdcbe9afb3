"""People as lists really hold them: each record must find its person, or nobody, for the reason an official would give.

All situations live in one province and are matched in one run, as they would be.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dean06.ecosystem.matching.queries import explain
from dean06.ecosystem.matching.tests.conftest import Result, run
from dean06.ecosystem.matching.tests.factories import UNITS, Files, province


class Story:
    """Records by the name of their situation, and the person each must find."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.records: dict[str, int] = {}

    def tell(self, situation: str, record: int) -> None:
        self.records[situation] = record


def tell_stories() -> Story:
    files = province(2000, seed=4)
    story = Story(files)
    home = {"unit_code": UNITS[3], "village": "Thôn Đông", "father_name": "Kiều Quốc Khải", "mother_name": "Mạc Thị Tơ"}

    lan = files.person("Kiều Thị Lan", "7/9/2012", sex="F", **home)
    lien = files.person("Kiều Thị Liên", "7/9/2012", sex="F", **home)
    story.tell("twin without a number", files.faithful(lien, personal_id=None))
    lans_number = files.people[lan - 1]["personal_id"]
    story.tell("twin with the other twin's number", files.faithful(lien, personal_id=lans_number, father_name=None))
    story.tell("the other twin herself", files.faithful(lan))

    father = files.person("Âu Quốc Bảo", "3/4/1979", unit_code=UNITS[5], village="Thôn 2")
    son = files.person("Âu Quốc Thịnh", "21/11/2009", unit_code=UNITS[5], village="Thôn 2", father_name="Âu Quốc Bảo")
    fathers_number = files.people[father - 1]["personal_id"]
    story.tell("child under the father's number", files.faithful(son, personal_id=fathers_number))
    story.tell("father under his own number", files.faithful(father))

    files.units += [("Xã Thạch Cũ", UNITS[6], 0.6), ("Xã Thạch Cũ", UNITS[7], 0.4)]
    split = files.person("Tô Viết Hào", "5/6/1966", unit_code=UNITS[7], village="Thôn Bắc")
    story.tell("commune that was split", files.faithful(split, personal_id=None, unit_text="Xã Thạch Cũ"))

    moved = files.person("Sầm Bá Khôi", "9/2/1988", unit_code=UNITS[8], previous_unit_codes=f"{UNITS[2]};{UNITS[9]}")
    story.tell("old address, accents lost", files.faithful(moved, personal_id=None, full_name="SAM BA KHOI",
                                                           unit_text=UNITS[9]))  # fmt: skip

    old = files.person("Quách Thị Chắt", "1941", sex="F", unit_code=UNITS[1], village="Thôn 4")
    story.tell("only the year of birth is known", files.faithful(old, personal_id=None))
    story.tell("unknown day written as 1 January", files.faithful(old, personal_id=None, born="1/1/1941"))

    telex = files.person("Lưu Đức Hiệp", "14/8/1995", unit_code=UNITS[4])
    story.tell("keystrokes left in the name", files.faithful(telex, personal_id=None, full_name="Luwu DDuwcs Hieepj"))
    first = files.person("Đoàn Ngọc Khuê", "30/10/1983", sex="F", unit_code=UNITS[4])
    story.tell("given name first", files.faithful(first, personal_id=None, full_name="Khuê Đoàn Ngọc"))
    swapped = files.person("Phùng Thế Vinh", "11/3/1972", unit_code=UNITS[10])
    story.tell("day and month swapped", files.faithful(swapped, personal_id=None, born="3/11/1972"))

    zero = files.person("Trương Gia Phú", "2/2/2001", unit_code=UNITS[10])
    number = files.people[zero - 1]["personal_id"]
    story.tell("leading zero lost", files.faithful(zero, personal_id=number[1:], unit_text=None))
    turned = files.person("Chu Mạnh Tiệp", "17/12/1991", unit_code=UNITS[10])
    number = files.people[turned - 1]["personal_id"]
    story.tell("two digits swapped, moved", files.faithful(turned, personal_id=number[:9] + number[10] + number[9]
                                                           + number[11], unit_text=UNITS[0]))  # fmt: skip
    annulled = files.person("Thái Hữu Sắc", "23/7/1986", unit_code=UNITS[11], annulled_ids="042086555123;042086555124")
    story.tell("annulled number", files.faithful(annulled, personal_id="042086555124", born="23/7/1968"))
    cmnd = files.person("Nghiêm Thị Sương", "8/8/1960", sex="F", unit_code=UNITS[11], old_ids="183111222;183111333")
    story.tell("old number in the column of the new one", files.faithful(cmnd, personal_id="183111333", unit_text=None))

    dead = files.person("Lục Văn Thọ", "6/6/1936", unit_code=UNITS[2], life_status="dead")
    story.tell("dead person", files.faithful(dead))

    twice = files.person("Mai Xuân Lộc", "12/5/1977", unit_code=UNITS[2], village="Thôn 8")
    story.tell("listed twice, first", files.faithful(twice))
    story.tell("listed twice, second", files.faithful(twice, personal_id=None, full_name="mai xuan loc"))

    for key in range(6):
        files.person("Nguyễn Văn Hùng", f"{3 + key}/{1 + key}/1958", unit_code=UNITS[key])
    story.tell("common name and a year", files.record("Nguyễn Văn Hùng", "1958", None))
    story.tell("not registered", files.record("Khổng Tú Uyên", "4/4/1999", None, unit_text=UNITS[1]))
    story.tell("nothing but a number nobody has", files.record(None, None, None, personal_id="042099000999"))
    return story


@pytest.fixture(scope="module")
def story() -> Story:
    return tell_stories()


@pytest.fixture(scope="module")
def result(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder: Path = tmp_path_factory.mktemp("situations")
    return run(story.files, folder)


FOUND = {
    "twin without a number": "NAME_EQUAL;DATE_EQUAL",
    "twin with the other twin's number": "NAME_EQUAL",
    "the other twin herself": "ID_EQUAL",
    "child under the father's number": "ID_OTHER_PERSON",
    "father under his own number": "ID_EQUAL",
    "commune that was split": "NAME_EQUAL;DATE_EQUAL",
    "old address, accents lost": "NAME_NO_ACCENTS",
    "only the year of birth is known": "DATE_YEAR_ONLY",
    "unknown day written as 1 January": "DATE_YEAR_ONLY",
    "keystrokes left in the name": "NAME_KEYSTROKES",
    "given name first": "NAME_ORDER",
    "day and month swapped": "DATE_SWAPPED",
    "leading zero lost": "ID_LOST_ZERO",
    "two digits swapped, moved": "ID_TRANSPOSED",
    "annulled number": "ID_ANNULLED",
    "old number in the column of the new one": "OLD_ID_EQUAL",
    "dead person": "ID_EQUAL",
    "listed twice, first": "ID_EQUAL",
    "listed twice, second": "NAME_NO_ACCENTS",
}


@pytest.mark.parametrize("situation", FOUND)
def test_the_record_finds_its_person(situation: str, story: Story, result: Result) -> None:
    record = story.records[situation]
    link = result.links[record]
    assert link["person_key"] == story.files.truth[record], link
    assert link["link"] and link["probability"] >= 0.5
    assert set(FOUND[situation].split(";")) <= set(link["reasons"].split(";")), link["reasons"]


@pytest.mark.parametrize("situation", ["common name and a year", "not registered", "nothing but a number nobody has"])
def test_the_record_finds_nobody(situation: str, story: Story, result: Result) -> None:
    link = result.links[story.records[situation]]
    assert not link["link"]
    assert link["person_key"] is None
    assert link["tier"] == "none"


def test_a_common_name_and_a_year_go_to_the_review_queue(story: Story, result: Result) -> None:
    record = story.records["common name and a year"]
    queue = [row for row in result.candidates if row["record_id"] == record]
    assert len(queue) >= 2
    assert sum(row["probability"] for row in queue) <= 1.0
    assert result.links[record]["second_key"] is not None


def test_two_records_of_one_person_are_told(story: Story, result: Result) -> None:
    pair = {story.records["listed twice, first"], story.records["listed twice, second"]}
    person = story.files.truth[story.records["listed twice, first"]]
    assert pair <= {row["record_id"] for row in result.duplicates if row["person_key"] == person}


def test_an_official_reads_the_reasons(story: Story, result: Result) -> None:
    told = explain(result.links[story.records["child under the father's number"]]["reasons"])
    assert "số định danh trong tệp là của người khác" in told
    assert "họ tên giống hệt" in told
    assert explain("ID_EQUAL;NAME_TONE;DATE_SWAPPED") == (
        "khớp số định danh; họ tên khác dấu thanh; ngày sinh đảo ngày-tháng"
    )
    assert explain("") == "" and explain("CODE_OF_TOMORROW") == "CODE_OF_TOMORROW"


def test_nearly_all_records_of_a_small_province_are_right(story: Story, result: Result) -> None:
    truth = story.files.truth
    made = [row for row in result.links.values() if row["link"]]
    right = sum(row["person_key"] == truth[row["record_id"]] for row in made)
    registered = sum(person is not None for person in truth.values())
    assert 2 * right / (len(made) + registered) > 0.985
    assert right / len(made) > 0.99
