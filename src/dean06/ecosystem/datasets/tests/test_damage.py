"""What Excel and people do to lists: repaired where sure, flagged always, the original kept."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

import pytest

from dean06.ecosystem.datasets.tests import files
from dean06.ecosystem.datasets.tests.reading_helpers import Read, take_in


def one_changed(tmp_path: Path, column: int, text: str) -> Read:
    """A list of ten in which the cell of the first person in this column is ``text``."""
    rows = files.people(10)
    rows[0][column] = text
    return take_in(files.write(tmp_path / "ds.csv", files.csv_text(rows)), tmp_path / "out")


SOUND_ID = files.person(1)[2]


@pytest.mark.parametrize(
    ("cell", "expected", "flag"),
    [
        (SOUND_ID, SOUND_ID, None),
        (SOUND_ID[1:], SOUND_ID, "ZERO_PADDED"),
        (f"'{SOUND_ID}", SOUND_ID, "APOSTROPHE"),
        (f" {SOUND_ID} ", SOUND_ID, "SPACES"),
        (f"{SOUND_ID[1:]}.0", SOUND_ID, "DECIMAL_TAIL"),
        (f"{SOUND_ID[1]}.{SOUND_ID[2:]}E+10", SOUND_ID, "SCIENTIFIC"),
        (f"{int(SOUND_ID):.4E}", None, "DIGITS_LOST"),
        (f"{SOUND_ID[:3]} {SOUND_ID[3:6]} {SOUND_ID[6:]}", SOUND_ID, "SEPARATORS"),
        (f"O{SOUND_ID[1:]}", SOUND_ID, "LOOKALIKE"),
        ("#N/A", None, "CELL_ERROR"),
        ("183912345", "183912345", None),
        ("B1234567", "B1234567", None),
        ("NULL", None, None),
    ],
)
def test_a_personal_id(tmp_path: Path, cell: str, expected: str | None, flag: str | None) -> None:
    read = one_changed(tmp_path, 2, cell)
    assert read.column("personal_id")[0] == expected
    flags = [one for one in read.flags()[0] if one.startswith("personal_id")]
    if flag is None:
        assert flags == []
    else:
        assert f"personal_id:{flag}" in flags
        assert read.originals()[0]["personal_id"] == cell


@pytest.mark.parametrize(
    "cell",
    [
        "99" + SOUND_ID[3:],  # 099 is no province
        SOUND_ID[1:3] + "2" + SOUND_ID[4:],  # another century than the birth year
        SOUND_ID[1:4] + "99" + SOUND_ID[6:],  # another year
    ],
)
def test_a_zero_is_not_given_back_when_a_check_fails(tmp_path: Path, cell: str) -> None:
    read = one_changed(tmp_path, 2, cell)
    assert read.column("personal_id")[0] == cell and read.originals()[0] == {}


@pytest.mark.parametrize(
    ("cell", "expected", "flag"),
    [
        ("05/09/2003", (2003, 9, 5), None),
        ("5-9-2003", (2003, 9, 5), None),
        ("2003-09-05", (2003, 9, 5), None),
        ("05092003", (2003, 9, 5), None),
        ("1950", (1950, None, None), None),
        ("00/00/1950", (1950, None, None), None),
        ("09/1950", (1950, 9, None), None),
        ("37869", (2003, 9, 5), "DATE_SERIAL"),
        ("09/25/2003", (2003, 9, 25), "DATE_SWAPPED"),
        ("5/9/03", (2003, 9, 5), "DATE_TWO_DIGIT_YEAR"),
        ("31/02/2003", (2003, 2, None), "DATE_IMPOSSIBLE"),
        ("05/09/2993", (None, None, None), "DATE_IMPOSSIBLE"),
        ("không rõ", (None, None, None), "DATE_UNREADABLE"),
        ("", (None, None, None), None),
    ],
)
def test_a_birth_date(tmp_path: Path, cell: str, expected: tuple, flag: str | None) -> None:
    read = one_changed(tmp_path, 3, cell)
    record = read.records[0]
    assert (record["birth_year"], record["birth_month"], record["birth_day"]) == expected
    flags = [one for one in read.flags()[0] if one.startswith("birth_date")]
    assert flags == ([f"birth_date:{flag}"] if flag else [])
    assert ("birth_date" in read.originals()[0]) == (flag is not None)


@pytest.mark.parametrize(
    ("cell", "expected", "flag"),
    [
        ("Trần  Thị Hòa ", "Trần Thị Hòa", "SPACES"),
        (unicodedata.normalize("NFD", "Trần Thị Hòa"), "Trần Thị Hòa", "COMPOSED"),
        ("Trần\u200b Thị Hòa", "Trần Thị Hòa", "INVISIBLE"),
        ("Trần\0 Thị Hòa", "Trần Thị Hòa", "INVISIBLE"),
        ("Ðặng Thị Hòa", "Đặng Thị Hòa", "LOOKALIKE"),
        ("'Trần Thị Hòa", "Trần Thị Hòa", "APOSTROPHE"),
        ("Tr?n Th? H?a", "Tr?n Th? H?a", "LETTERS_LOST"),
        ("Nguyeenx Vawn An", "Nguyeenx Vawn An", "TELEX"),
        ("Trần Thị Hoà", "Trần Thị Hoà", None),
        ("TRẦN THỊ HÒA", "TRẦN THỊ HÒA", None),
        ("H'Hen Niê", "H'Hen Niê", None),
        ("Tran Thi Hoa", "Tran Thi Hoa", None),
    ],
)
def test_a_name(tmp_path: Path, cell: str, expected: str, flag: str | None) -> None:
    read = one_changed(tmp_path, 1, cell)
    assert read.column("full_name")[0] == expected
    flags = [one for one in read.flags()[0] if one.startswith("full_name")]
    assert flags == ([f"full_name:{flag}"] if flag else [])
    if cell != expected:
        assert read.originals()[0]["full_name"] == cell


def test_dates_that_an_american_excel_turned_round(tmp_path: Path) -> None:
    """Days up to the 12th became date cells with day and month exchanged; later days stayed text."""
    days = [dt.date(1990 + i % 20, i % 12 + 1, i % 28 + 1) for i in range(120)]
    rows = []
    for row, day in zip(files.people(120), days, strict=True):
        damaged = dt.date(day.year, day.day, day.month) if day.day <= 12 else f"{day:%d/%m/%Y}"
        rows.append([row[0], row[1], "", damaged, row[4], row[5], row[6]])
    read = take_in(files.workbook(tmp_path / "ds.xlsx", {"DS": [files.HEADING, *rows]}), tmp_path / "out")
    found = [dt.date(one["birth_year"], one["birth_month"], one["birth_day"]) for one in read.records]
    assert found == days
    assert read.finding("DAY_MONTH_SWAPPED").severity == "warning"
    swapped = [flags == ["birth_date:DATE_SWAPPED"] for flags in read.flags()]
    assert swapped == [day.day <= 12 for day in days]


def test_dates_written_the_american_way_throughout(tmp_path: Path) -> None:
    days = [dt.date(1950 + i, i % 12 + 1, i % 28 + 1) for i in range(60)]
    rows = [[*row[:2], "", f"{day:%m/%d/%Y}", *row[4:]] for row, day in zip(files.people(60), days, strict=True)]
    read = take_in(files.write(tmp_path / "ds.csv", files.csv_text(rows)), tmp_path / "out")
    assert [dt.date(one["birth_year"], one["birth_month"], one["birth_day"]) for one in read.records] == days


def test_sex_codes_mean_what_the_ids_beside_them_say(tmp_path: Path) -> None:
    rows = [[*row[:4], "1" if row[4] == "Nữ" else "0", *row[5:]] for row in files.people(40)]
    read = take_in(files.write(tmp_path / "ds.csv", files.csv_text(rows)), tmp_path / "out")
    assert read.column("sex") == ["F" if row[4] == "1" else "M" for row in rows]
    assert read.finding("SEX_CODES_ASSUMED") is None


def test_sex_codes_that_nothing_explains_are_read_by_habit_and_said_so(tmp_path: Path) -> None:
    rows = [[*row[:2], "", row[3], "1" if row[4] == "Nam" else "2", *row[5:]] for row in files.people(40)]
    read = take_in(files.write(tmp_path / "ds.csv", files.csv_text(rows)), tmp_path / "out")
    assert read.column("sex") == ["M" if row[4] == "1" else "F" for row in rows]
    assert read.finding("SEX_CODES_ASSUMED").severity == "warning"


def test_two_columns_swapped_half_way_are_noticed_with_the_row(tmp_path: Path) -> None:
    rows = files.people(400)
    for row in rows[250:]:
        row[1], row[2] = row[2], row[1]
    read = take_in(files.write(tmp_path / "ds.csv", files.csv_text(rows)), tmp_path / "out")
    finding = read.finding("COLUMNS_SWAPPED")
    assert finding.severity == "serious" and finding.row == 252  # the heading is row 1
    assert "Họ và tên" in finding.text and "Số CCCD" in finding.text


def test_a_list_that_stays_the_same_raises_no_alarm(tmp_path: Path) -> None:
    read = take_in(files.write(tmp_path / "ds.csv", files.csv_text(files.people(3000))), tmp_path / "out")
    assert read.reading.findings == [] and read.reading.flag_counts == {}


def test_a_stretch_pasted_wrongly_is_told_from_first_to_last_row(tmp_path: Path) -> None:
    rows = files.people(500)
    for row in rows[200:300]:
        row[3] = "chưa cập nhật"
    finding = take_in(files.write(tmp_path / "ds.csv", files.csv_text(rows)), tmp_path / "out").finding(
        "COLUMN_CHANGES"
    )
    assert finding.row == 202 and "đến dòng 301" in finding.text


def test_names_in_two_columns_and_birth_in_two_by_sex(tmp_path: Path) -> None:
    heading = [["Họ và chữ đệm", "Tên", "Ngày sinh", "", "Xã"], ["", "", "Nam", "Nữ", ""]]
    rows = [["Nguyễn Văn", "An", "05/09/1960", "", "Kỳ Khang"], ["Trần Thị", "Bình", "", "1955", "Kỳ Khang"]]
    path = files.workbook(tmp_path / "ds.xlsx", {"DS": [*heading, *rows]}, merged=["C1:D1"])
    read = take_in(path, tmp_path / "out", "associations")
    assert read.column("full_name") == ["Nguyễn Văn An", "Trần Thị Bình"]
    assert read.column("birth_year") == [1960, 1955] and read.column("sex") == ["M", "F"]
    assert read.finding("TWO_HEADING_ROWS") is not None


def test_place_from_an_address_when_there_is_no_column_for_it(tmp_path: Path) -> None:
    text = "Họ tên,Số CCCD,Địa chỉ\n" + f'Lê Văn An,{SOUND_ID},"Thôn 3, xã Kỳ Khang, huyện Kỳ Anh, Hà Tĩnh"\n' * 3
    read = take_in(files.write(tmp_path / "ds.csv", text), tmp_path / "out", "workers")
    assert read.column("unit_text") == ["xã Kỳ Khang"] * 3 and read.column("village") == ["Thôn 3"] * 3
