"""Files that are not what they should be: a clear sentence and nothing half, or rows listed with their reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dean06.ecosystem.datasets import errors
from dean06.ecosystem.datasets.reading.limits import Limits
from dean06.ecosystem.datasets.tests import files
from dean06.ecosystem.datasets.tests.reading_helpers import take_in
from dean06.kernel.common.vietnamese.legacy_tables import to_tcvn3
from dean06.kernel.files.tests import makers


def refused(path: Path, tmp_path: Path, error: type[errors.ReadingRefused], **more) -> str:
    with pytest.raises(error) as caught:
        take_in(path, tmp_path / "out", **more)
    assert not list((tmp_path / "out").glob("*"))
    return caught.value.message


def raw(tmp_path: Path, data: bytes, name: str = "ds.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def sound(tmp_path: Path, count: int = 5) -> Path:
    return files.write(tmp_path / "ds.csv", files.csv_text(files.people(count)))


def test_an_empty_file(tmp_path: Path) -> None:
    assert "0 byte" in refused(raw(tmp_path, b""), tmp_path, errors.EmptyList)


def test_a_heading_without_rows(tmp_path: Path) -> None:
    assert "Dưới dòng tiêu đề" in refused(
        files.write(tmp_path / "ds.csv", files.csv_text([])), tmp_path, errors.EmptyList
    )


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = sound(tmp_path)
    with path.open("r+b") as file:
        file.truncate(3 * 1024**3)  # sparse: takes no disk, and reading it would take long
    assert "2.048 MB" in refused(path, tmp_path, errors.ListTooLarge)


def test_no_heading_anywhere(tmp_path: Path) -> None:
    text = "".join(",".join(row) + "\n" for row in files.people(30))
    assert "dòng tiêu đề" in refused(files.write(tmp_path / "ds.csv", text), tmp_path, errors.HeaderNotFound)


def test_ten_thousand_columns(tmp_path: Path) -> None:
    text = ",".join(f"c{i}" for i in range(10_000)) + "\n" + ",".join(["1"] * 10_000) + "\n"
    assert "10000 cột" in refused(files.write(tmp_path / "ds.csv", text), tmp_path, errors.TooManyColumns)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (makers.PDF, errors.FormatRefused, "PDF"),
        (b"<html><table><tr><td>Ho ten</td></tr></table></html>", errors.FormatRefused, "trang web"),
        (b"\x1f\x8b\x08\x00" + b"x" * 50, errors.FormatRefused, "gzip"),
        (bytes(range(256)) * 40, errors.NotText, "không phải chữ"),
        (b"PK\x03\x04" + b"broken" * 20, errors.DamagedList, "hỏng"),
        (b"PAR1" + b"broken" * 20, errors.DamagedList, "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, errors.DamagedList, "hỏng"),
    ],
)
def test_something_else_named_like_a_list(tmp_path: Path, data: bytes, error, words: str) -> None:
    assert words in refused(raw(tmp_path, data, "ds.xlsx"), tmp_path, error)


def test_old_office_files_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dean06.ecosystem.datasets.reading import containers

    for streams, error in (
        ([["Workbook"]], errors.OldExcel),
        ([["EncryptedPackage"], ["EncryptionInfo"]], errors.EncryptedList),
        ([["WordDocument"]], errors.FormatRefused),
    ):

        class Ole:
            def __init__(self, *_: object) -> None: ...
            def __enter__(self):
                return self

            def __exit__(self, *_: object) -> None: ...
            def listdir(self, streams=True, storages=True, found=streams):
                return found

        monkeypatch.setattr(containers.olefile, "OleFileIO", Ole)
        refused(raw(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600), tmp_path, error)


def bomb(tmp_path: Path, sheet: bytes) -> Path:
    path = files.workbook(tmp_path / "base.xlsx", {"DS": [files.HEADING, *files.people(2)]})
    out = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            is_sheet = part.filename == "xl/worksheets/sheet1.xml"
            new.writestr(part.filename, sheet if is_sheet else old.read(part))
    return out


def test_a_workbook_that_unpacks_to_more_than_allowed(tmp_path: Path) -> None:
    path = bomb(tmp_path, b"<worksheet><sheetData>" + b" " * 30_000_000 + b"</sheetData></worksheet>")
    limits = Limits(unpacked_bytes=20_000_000)
    assert "treo máy chủ" in refused(path, tmp_path, errors.UnpacksTooLarge, limits=limits)


def test_a_workbook_that_lies_about_its_sizes(tmp_path: Path) -> None:
    path = bomb(tmp_path, b"<worksheet><sheetData>" + b" " * 30_000_000 + b"</sheetData></worksheet>")
    with zipfile.ZipFile(path) as archive:
        true_size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    data = path.read_bytes().replace(true_size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    refused(raw(tmp_path, data, "lie.xlsx"), tmp_path, (errors.UnpacksTooLarge, errors.DamagedList))  # type: ignore[arg-type]


def test_one_cell_far_away_does_not_take_all_memory(tmp_path: Path) -> None:
    cell = b'<row r="1048576"><c r="SR1048576" t="n"><v>1</v></c></row>'
    path = bomb(tmp_path, b'<worksheet xmlns="http://x"><sheetData>' + cell + b"</sheetData></worksheet>")
    refused(path, tmp_path, (errors.UnpacksTooLarge, errors.TooManyColumns))  # type: ignore[arg-type]


def test_a_workbook_with_macros(tmp_path: Path) -> None:
    path = files.workbook(tmp_path / "ds.xlsx", {"DS": [files.HEADING, *files.people(2)]})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert "macro" in refused(path, tmp_path, errors.FormatRefused)


def test_empty_sheets(tmp_path: Path) -> None:
    refused(files.workbook(tmp_path / "ds.xlsx", {"A": [], "B": []}), tmp_path, errors.EmptyList)


def test_several_sheets_are_asked_about_and_one_can_be_chosen(tmp_path: Path) -> None:
    sheets = {"Hướng dẫn": [["Điền theo mẫu"]], "Trống": [], "Danh sách": [files.HEADING, *files.people(4)]}
    path = files.workbook(tmp_path / "ds.xlsx", sheets)
    with pytest.raises(errors.SheetNeeded) as caught:
        take_in(path, tmp_path / "out")
    assert caught.value.details["sheets"] == ["Hướng dẫn", "Danh sách"]
    assert take_in(path, tmp_path / "out", sheet="Danh sách").reading.rows == 4


def test_the_heading_below_titles_with_column_numbers_beneath(tmp_path: Path) -> None:
    rows = [
        ["BẢO HIỂM XÃ HỘI TỈNH"],
        ["DANH SÁCH NGƯỜI THAM GIA"],
        [],
        files.HEADING,
        list("1234567"),
        *files.people(4),
    ]
    read = take_in(files.workbook(tmp_path / "ds.xlsx", {"DS": rows}), tmp_path / "out")
    assert read.survey.heading.rows == (4,) and read.survey.heading.first_row == 6
    assert read.reading.rows == 4 and read.column("row_no") == [6, 7, 8, 9]


def test_two_heading_rows_with_merged_cells(tmp_path: Path) -> None:
    upper = ["Họ và tên", "Số CCCD", "Ngày sinh", "", "", "Nơi thường trú", ""]
    lower = ["", "", "Ngày", "Tháng", "Năm", "Thôn", "Xã"]
    row = ["Lê Văn An", files.person(1)[2], "2", "2", "1941", "Thôn 3", "Kỳ Khang"]
    path = files.workbook(tmp_path / "ds.xlsx", {"DS": [upper, lower, row]}, merged=["C1:E1", "F1:G1", "A1:A2"])
    record = take_in(path, tmp_path / "out", "workers").records[0]
    assert (record["birth_year"], record["birth_month"], record["birth_day"]) == (1941, 2, 2)
    assert (record["village"], record["unit_text"]) == ("Thôn 3", "Kỳ Khang")


def test_a_value_merged_downwards_counts_for_each_row(tmp_path: Path) -> None:
    people = files.people(3)
    people[1][5] = people[2][5] = ""
    path = files.workbook(tmp_path / "ds.xlsx", {"DS": [files.HEADING, *people]}, merged=["F2:F4"])
    assert take_in(path, tmp_path / "out").column("unit_text") == ["Xã Kỳ Khang"] * 3


def test_rows_that_are_no_records_are_listed_with_their_reason(tmp_path: Path) -> None:
    good = files.csv_text(files.people(30)).splitlines()
    text = "\n".join(
        [
            *good[:5],
            ",".join(files.HEADING).replace("Xã, phường", '"Xã, phường"'),
            *good[5:8],
            "9,thiếu ô",
            "10,thừa,ô,1,2,3,4,5,6,7,8",
            '11,"chưa đóng nháy,2,3,4,5,6',
            ",,,,,,",
            "I. Xã Cẩm Hưng,,,,,,",
            ",,,01/01/1950,Nam,Xã Kỳ Khang,4200000000",
            *good[8:],
            ",Tổng cộng,,,,,30",
            ',,,,,"Kỳ Khang, ngày 01 tháng 10 năm 2026",',
        ]
    )
    read = take_in(files.write(tmp_path / "ds.csv", text + "\n"), tmp_path / "out")
    assert {(one["row_no"], one["reason"]) for one in read.bad} == {
        (6, "REPEATED_HEADER"),
        (10, "TOO_FEW_CELLS"),
        (11, "TOO_MANY_CELLS"),
        (12, "BROKEN_QUOTES"),
        (14, "SECTION_ROW"),
        (15, "NO_IDENTITY"),
        (39, "TOTAL_ROW"),
        (40, "SECTION_ROW"),
    }
    assert (read.reading.rows, read.reading.bad_rows, read.reading.empty_rows) == (30, 8, 1)
    assert read.reading.file_rows == 39  # rows 2 to 40


def test_a_row_whose_cells_are_shifted_is_no_record(tmp_path: Path) -> None:
    rows = files.people(20)
    rows[4] = ["", *rows[4][:-1]]
    read = take_in(files.workbook(tmp_path / "ds.xlsx", {"DS": [files.HEADING, *rows]}), tmp_path / "out")
    assert [(one["row_no"], one["reason"]) for one in read.bad] == [(6, "SHIFTED")] and read.reading.rows == 19


def test_a_list_with_only_the_code_of_the_commune(tmp_path: Path) -> None:
    text = "Họ tên,Số CCCD,Mã xã\n" + f"Lê Văn An,{files.person(1)[2]},18790\n" * 3
    assert take_in(files.write(tmp_path / "ds.csv", text), tmp_path / "out").column("unit_text") == ["18790"] * 3


def test_totals_and_repeated_headings_in_an_old_font_are_known_too(tmp_path: Path) -> None:
    lines = files.csv_text(files.people(20)).splitlines()
    text = "\n".join([*lines[:9], lines[0], *lines[9:], ",Tổng cộng,,,,,20"]) + "\n"
    path = raw(tmp_path, to_tcvn3(text).encode("latin-1"))
    read = take_in(path, tmp_path / "out")
    assert [(one["row_no"], one["reason"]) for one in read.bad] == [(10, "REPEATED_HEADER"), (23, "TOTAL_ROW")]
    assert read.reading.rows == 20


def test_a_value_over_two_lines_in_quotes_is_one_row(tmp_path: Path) -> None:
    rows = files.people(3)
    rows[1][1] = "Trần Thị\nHòa"
    read = take_in(files.write(tmp_path / "ds.csv", files.csv_text(rows)), tmp_path / "out")
    assert read.column("full_name")[1] == "Trần Thị Hòa" and read.column("row_no") == [2, 3, 5]


def test_a_quote_inside_a_cell_is_only_a_sign(tmp_path: Path) -> None:
    text = files.csv_text(files.people(3)).replace("Xã Kỳ Khang", 'Xã 15" Kỳ Khang')
    read = take_in(files.write(tmp_path / "ds.csv", text), tmp_path / "out")
    assert read.reading.rows == 3 and read.column("unit_text") == ['Xã 15" Kỳ Khang'] * 3


def test_people_whose_names_look_like_totals_stay(tmp_path: Path) -> None:
    rows = files.people(4)
    for row, name in zip(rows, ["Tống Văn An", "Công Tằng Tôn Nữ Hoa", "Cồng Thị Mai", "Tổng Thị Bình"], strict=True):
        row[1:4] = [name, "", ""]
    assert take_in(files.write(tmp_path / "ds.csv", files.csv_text(rows)), tmp_path / "out").reading.rows == 4


def test_duplicate_headings_are_told(tmp_path: Path) -> None:
    heading = [*files.HEADING[:5], "Họ và tên", "Ghi chú"]
    read = take_in(files.write(tmp_path / "ds.csv", files.csv_text(files.people(4), heading)), tmp_path / "out")
    assert "(2, 6)" in read.finding("DUPLICATE_HEADINGS").text
    assert read.column("full_name") == [row[1] for row in files.people(4)]


def test_a_file_where_nobody_can_be_identified(tmp_path: Path) -> None:
    rows = [[row[0], "", "", *row[3:]] for row in files.people(4)]
    with pytest.raises(errors.EmptyList):
        take_in(files.write(tmp_path / "ds.csv", files.csv_text(rows)), tmp_path / "out")
