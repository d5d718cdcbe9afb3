"""The files that sectors hand over: each record stands in the row that the truth names, in the code page it claims."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from dbfread import DBF
from django.core.management import CommandError, call_command

from dean06.demo.province.raw_looks import LOOKS
from dean06.demo.province.tests.conftest import Made
from dean06.kernel.common.vietnamese import compare_key, to_nfc
from dean06.kernel.common.vietnamese.legacy_tables import from_tcvn3, from_vni


def lines_of(path: Path, encoding: str, delimiter: str) -> list[list[str]]:
    data = path.read_bytes()
    if encoding == "vni":
        text = from_vni(data.decode("cp1252"))
    elif encoding == "cp1258":
        text = to_nfc(data.decode("cp1258"))
    else:
        text = data.decode("utf-8" if encoding == "mojibake" else encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def read_rightly(text: str) -> str:
    """Undo the reading of UTF-8 as cp1252, byte by byte."""
    return b"".join(char.encode("cp1252" if ord(char) > 0xFF else "latin-1") for char in text).decode("utf-8")


def raw_rows(made: Made, sector: str) -> list[list]:
    look = LOOKS[sector]
    path = made.folder / "raw" / f"{sector}.{look.format}"
    if look.format == "csv":
        return lines_of(path, look.encoding, look.delimiter)
    if look.format == "dbf":
        rows = DBF(path, encoding="latin-1", raw=True).records
        return [[from_tcvn3(value.decode("latin-1").rstrip()) for value in row.values()] for row in rows]
    found = [list(row) for row in openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)]
    if look.encoding == "tcvn3":
        return [[from_tcvn3(cell) if isinstance(cell, str) else cell for cell in row] for row in found]
    return found


@pytest.mark.parametrize("sector", sorted(LOOKS))
def test_each_record_is_in_its_row(made: Made, sector: str) -> None:
    look, rows = LOOKS[sector], raw_rows(made, sector)
    places = {field: place for place, (field, _) in enumerate(look.columns)}
    for record, fact in zip(made.rows(sector), made.rows(f"{sector}.truth"), strict=True):
        cells = rows[fact["raw_row"] - 1]
        damage = fact["raw_damage"].split(";")
        name = str(cells[places["name"]]).strip(" ")
        if "MISREAD" in damage:
            name = read_rightly(name)
        # TCVN3 knows no accented capitals.
        assert name.lower() == record["full_name"].lower()
        number = cells[places["id"]]
        if "ID_AS_NUMBER" in damage:
            assert str(number) == record["personal_id"].lstrip("0")
        elif "ID_SCIENTIFIC" in damage:
            assert "E+" in number
        elif "APOSTROPHE" in damage:
            assert number == f"'{record['personal_id']}"
        else:
            assert (number or None) == (record["personal_id"] or record["passport_no"])


@pytest.mark.parametrize("sector", sorted(LOOKS))
def test_headings_stand_under_the_titles_and_strange_rows_among_the_records(made: Made, sector: str) -> None:
    look, rows = LOOKS[sector], raw_rows(made, sector)
    count = made.summary.records[sector]
    if look.format == "dbf":
        assert len(rows) == count
        return
    headings = [compare_key(heading) for _, heading in look.columns]
    assert [compare_key(str(cell or "")) for cell in rows[len(look.titles)]] == headings
    extra = len(rows) - count - len(look.titles) - 1 - look.totals
    assert min(1, look.spreadsheet.hopeless) <= extra <= look.spreadsheet.hopeless
    assert not look.totals or rows[-1][0] == "Tổng cộng"


def test_every_kind_of_file_and_damage_occurs(made: Made) -> None:
    assert {look.format for look in LOOKS.values()} == {"xlsx", "csv", "dbf"}
    codes = {"tcvn3", "vni", "cp1258", "utf-16", "utf-8", "utf-8-sig", "mojibake", "unicode"}
    assert {look.encoding for look in LOOKS.values()} == codes
    seen = {name for sector in LOOKS for row in made.rows(f"{sector}.truth") for name in row["raw_damage"].split(";")}
    expected = {"ID_AS_NUMBER", "ID_SCIENTIFIC", "APOSTROPHE", "SPACES", "DATE_SERIAL", "DATE_LOCALE", "MISREAD"}
    assert expected <= seen


def test_the_command_makes_a_province_and_says_what_is_wrong_with_a_request(tmp_path: Path) -> None:
    said = io.StringIO()
    call_command("make_province", people=120, seed=2, out=tmp_path / "a", sectors="merit,land", stdout=said)
    assert (tmp_path / "a" / "land.truth.parquet").exists()
    assert "không có thật" in said.getvalue()
    with pytest.raises(CommandError, match="Không có ngành xe"):
        call_command("make_province", people=120, out=tmp_path / "b", sectors="xe", stdout=said)
    with pytest.raises(CommandError, match="ID_MISSSING"):
        call_command("make_province", people=120, out=tmp_path / "b", rate=["ID_MISSSING=0.1"], stdout=said)
    assert not (tmp_path / "b").exists()
