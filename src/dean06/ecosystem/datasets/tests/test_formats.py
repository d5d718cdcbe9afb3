"""The same list in every format and encoding becomes the same records."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dean06.ecosystem.datasets.tests import files
from dean06.ecosystem.datasets.tests.reading_helpers import take_in
from dean06.kernel.common.vietnamese.legacy_tables import to_tcvn3, to_vni

ROWS = files.people(40)
NAMES = [row[1] for row in ROWS]
IDS = [row[2] for row in ROWS]


def cp1258(text: str) -> bytes:
    """Vietnamese as Windows-1258 stores it: letters, then tone marks."""
    import unicodedata

    kept = "".join(
        char if char in "ăâđêôơưĂÂĐÊÔƠƯ" else unicodedata.normalize("NFD", char)
        for char in unicodedata.normalize("NFC", text)
    )
    marks = {"\u0302": "", "\u0306": "", "\u031b": ""}
    for char in unicodedata.normalize("NFC", text):
        tone = [mark for mark in unicodedata.normalize("NFD", char)[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
        if tone:
            base = unicodedata.normalize("NFC", unicodedata.normalize("NFD", char).replace(tone[0], ""))
            kept = kept.replace(unicodedata.normalize("NFD", char), base + tone[0])
    assert not any(mark in kept for mark in marks)
    return kept.encode("cp1258")


ENCODED = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "utf-16 with mark": lambda text: text.encode("utf-16"),
    "utf-16-be without mark": lambda text: text.encode("utf-16-be"),
    "tcvn3": lambda text: to_tcvn3(text).encode("latin-1"),
    "vni": lambda text: to_vni(text).encode("latin-1"),
    "cp1258": cp1258,
    "mojibake": lambda text: text.encode().decode("latin-1").encode(),
}


@pytest.mark.parametrize("encoding", ENCODED)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_text_list_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "ds.txt"
    path.write_bytes(ENCODED[encoding](files.csv_text(ROWS, delimiter=delimiter)))
    read = take_in(path, tmp_path / "out")
    assert read.column("full_name") == NAMES
    assert read.column("personal_id") == IDS
    assert read.column("unit_text") == ["Xã Kỳ Khang"] * 40
    assert set(read.column("sex")) == {"M", "F"}
    assert (read.records[0]["birth_year"], read.records[0]["birth_month"], read.records[0]["birth_day"]) == (1941, 2, 2)
    repaired = {flag.split(":")[1] for flags in read.flags() for flag in flags}
    assert repaired == {
        {"tcvn3": "TCVN3", "vni": "VNI", "cp1258": "CP1258", "mojibake": "MOJIBAKE"}.get(encoding, "")
    } - {""}
    if repaired:
        assert all("full_name" in original for original in read.originals())


def test_an_excel_list_with_numbers_and_dates_as_excel_keeps_them(tmp_path: Path) -> None:
    rows = [
        [int(row[0]), row[1], int(row[2]), dt.date(1940 + i % 70, i % 12 + 1, i % 28 + 1), row[4], row[5], int(row[6])]
        for i, row in enumerate(ROWS, start=1)
    ]
    path = files.workbook(tmp_path / "ds.xlsx", {"Danh sách": [files.HEADING, *rows]})
    read = take_in(path, tmp_path / "out")
    assert read.column("full_name") == NAMES
    assert read.column("personal_id") == IDS  # the zeros that Excel dropped are back
    assert all("personal_id:ZERO_PADDED" in flags for flags in read.flags())
    assert read.originals()[0]["personal_id"] == IDS[0].lstrip("0")
    assert read.column("birth_year") == [1940 + i % 70 for i in range(1, 41)]
    assert read.column("insurance_no") == [row[6] for row in ROWS]


def test_a_parquet_list_with_types(tmp_path: Path) -> None:
    rows = [[int(row[0]), row[1], row[2], dt.date(1950, 1, 31), row[4], row[5], int(row[6])] for row in ROWS]
    read = take_in(files.parquet(tmp_path / "ds.parquet", rows), tmp_path / "out")
    assert read.column("full_name") == NAMES and read.column("personal_id") == IDS
    assert read.column("birth_day") == [31] * 40


@pytest.mark.parametrize("encode", [to_tcvn3, to_vni, str], ids=["tcvn3", "vni", "utf-8"])
def test_a_dbase_list(tmp_path: Path, encode) -> None:
    fields = [
        ("HO_TEN", "C", 40),
        ("SO_CMND", "C", 12),
        ("NGAY_SINH", "D", 8),
        ("GIOI_TINH", "C", 4),
        ("MA_BHXH", "C", 10),
    ]

    def cell(text: str) -> bytes:
        return text.encode() if encode is str else encode(text).encode("latin-1")

    rows = [[cell(row[1]), b"183%06d" % i, b"19500131", cell(row[4]), row[6].encode()] for i, row in enumerate(ROWS)]
    path = files.dbf(tmp_path / "ds.dbf", fields, rows, deleted=[3])
    read = take_in(path, tmp_path / "out")
    assert read.column("full_name") == NAMES[:3] + NAMES[4:]
    assert read.column("old_id")[0] == "183000000"
    assert read.column("birth_day") == [31] * 39
    assert (read.reading.rows, read.reading.deleted_rows, read.reading.file_rows) == (39, 1, 40)


def test_only_one_column_in_an_old_font(tmp_path: Path) -> None:
    rows = [[*row[:5], to_tcvn3(row[5]), row[6]] for row in ROWS]
    path = files.write(tmp_path / "ds.csv", files.csv_text(rows))
    read = take_in(path, tmp_path / "out")
    assert read.column("full_name") == NAMES and read.column("unit_text") == ["Xã Kỳ Khang"] * 40
    assert all(flags == ["unit:TCVN3"] for flags in read.flags())


def test_a_few_cells_in_another_encoding_inside_a_utf8_file(tmp_path: Path) -> None:
    lines = files.csv_text(ROWS).encode().split(b"\n")
    lines[5] = lines[5].replace(ROWS[4][1].encode(), to_tcvn3(ROWS[4][1]).encode("latin-1"))
    path = tmp_path / "ds.csv"
    path.write_bytes(b"\n".join(lines))
    read = take_in(path, tmp_path / "out")
    assert read.column("full_name")[3] == NAMES[3] and read.column("unit_text") == ["Xã Kỳ Khang"] * 40
    assert read.reading.rows == 40
