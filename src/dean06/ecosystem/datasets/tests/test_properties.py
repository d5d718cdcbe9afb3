"""What must hold whatever the file: rows add up, sound values pass, the fast way and the rule agree."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dean06.ecosystem.datasets.errors import EmptyList
from dean06.ecosystem.datasets.reading.intake import Options, read
from dean06.ecosystem.datasets.reading.survey import survey
from dean06.ecosystem.datasets.reading.values import digits, text
from dean06.ecosystem.datasets.reading.values.dates import DatePlan, read_date
from dean06.ecosystem.datasets.reading.values.distinct import Cache
from dean06.ecosystem.datasets.sectors import shipped_sectors
from dean06.ecosystem.datasets.tests import files
from dean06.kernel.common.vietnamese.legacy_tables import to_tcvn3, to_vni

_WORDS = tuple(
    "Nguyễn Trần Lê Phạm Đặng Hòa Thủy Quỳnh Ánh Đức Tuấn Bình Uyên Nghĩa Khuê Yến Ngọc Ẩn Ý Ơn".split()  # noqa: SIM905
)
names = st.lists(st.sampled_from(_WORDS), min_size=2, max_size=5).map(" ".join)
cased = st.tuples(names, st.sampled_from([str, str.upper, str.lower])).map(lambda pair: pair[1](pair[0]))
messy = st.text(alphabet="aAbđĐễhồ?'\" \t\u00a0\u200b0123456789.,;/-Eeµ¸Ê\x01#", max_size=20)
lines = st.lists(
    st.one_of(
        st.integers(1, 500).map(lambda number: files.csv_text([files.person(number)]).split("\n")[1]),
        st.text(alphabet='ab",\t0123456789/ Tổngcộ', max_size=40).map(lambda line: line.replace("\n", " ")),
        st.just(""),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(lines)
def test_every_row_of_the_file_is_a_record_a_bad_row_or_empty(body: list[str]) -> None:
    ref = shipped_sectors()["insurance"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ds.csv"
        path.write_text(files.csv_text(files.people(2)) + "\n".join(body) + "\n", encoding="utf-8")
        found = survey(path, ref.fields)
        mapping = {place: one.field for place, one in enumerate(found.proposals) if one.field}
        try:
            reading = read(found, mapping, ref.fields, Path(folder), Options(2026, ref.key_field))
        except EmptyList:
            return
        rows = pa.parquet.read_table(Path(folder) / "records.parquet").column("row_no").to_pylist()
        bad = pa.parquet.read_table(Path(folder) / "bad_rows.parquet").column("row_no").to_pylist()
    assert len(rows) == reading.rows and len(bad) == reading.bad_rows
    assert rows == sorted(set(rows)) and not set(rows) & set(bad) and len(set(bad)) == len(bad)
    # Lines that stand for no row of their own: empty ones, and the later lines of a value in quotes.
    silent = {number for number, line in enumerate(body, start=4) if not line.strip(", \t")}
    quoted = '"' in "".join(body)
    covered = set(rows) | set(bad) | silent
    assert quoted or covered >= set(range(2, 4 + len(body)))


@given(st.lists(cased, max_size=20))
def test_a_sound_name_is_never_changed(values: list[str]) -> None:
    done = text.repair_text_column(pa.array(values, pa.string()), text.TextPlan(names=True), Cache())
    assert done.values.to_pylist() == values and done.bits is None


@given(st.lists(messy, max_size=20), st.sampled_from(["", "tcvn3", "vni"]))
def test_a_column_of_text_gets_what_the_rule_gives(values: list[str], font: str) -> None:
    plan = text.TextPlan(font, names=True)
    done = text.repair_text_column(pa.array(values, pa.string()), plan, Cache())
    bits = done.bits if done.bits is not None else np.zeros(len(values), dtype=np.int64)
    expected = [text.repair_text(value, plan) for value in values]
    assert list(zip(done.values.to_pylist(), map(int, bits), strict=True)) == expected


@given(st.lists(st.one_of(messy, st.from_regex(r"\A'?[0-9 ]{6,13}(\.0)?\Z")), max_size=20))
def test_a_column_of_numbers_gets_what_the_rule_gives(values: list[str]) -> None:
    done = digits.repair_digits_column(pa.array(values, pa.string()), (9, 12), 0, Cache())
    bits = done.bits if done.bits is not None else np.zeros(len(values), dtype=np.int64)
    expected = [digits.repair_digits(value, (9, 12)) for value in values]
    assert list(zip(done.values.to_pylist(), map(int, bits), strict=True)) == expected


@given(cased, st.sampled_from([(to_tcvn3, "tcvn3"), (to_vni, "vni")]))
def test_a_name_out_of_an_old_font_comes_back(name: str, font) -> None:
    value, _ = text.repair_text(font[0](name), text.TextPlan(font[1]))
    assert (value or "").lower() == name.lower()


@given(st.integers(1, 99_999), st.booleans())
def test_a_repaired_personal_id_round_trips(number: int, as_float: bool) -> None:
    row = files.person(number)
    damaged = row[2].lstrip("0") + (".0" if as_float else "")
    year, sex = int(row[3][-4:]), 1 if row[4] == "Nữ" else 0
    done = digits.repair_digits_column(pa.array([damaged]), (9, 12), 0, Cache())
    padded, _ = digits.pad_personal_ids(done.values, np.array([year]), np.array([sex]), 2026)
    assert padded.to_pylist() == [row[2]]


@given(
    st.dates(min_value=files.TODAY.replace(year=1900), max_value=files.TODAY),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]),
)
def test_a_sound_date_is_read_as_written(day, form: str) -> None:
    date = read_date(day.strftime(form), DatePlan(latest=2026))
    assert (date.year, date.month, date.day, date.bits) == (day.year, day.month, day.day, 0)
