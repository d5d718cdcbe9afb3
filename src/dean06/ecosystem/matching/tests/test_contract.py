"""What callers rely on: every record answered once, the same result every time, clear refusals, nothing left behind."""

from __future__ import annotations

import random
import stat
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dean06.ecosystem.matching import workspace
from dean06.ecosystem.matching.errors import DuplicateKeys, MissingColumns, UnreadableFile
from dean06.ecosystem.matching.services import match
from dean06.ecosystem.matching.steps import deciding
from dean06.ecosystem.matching.tests.factories import UNITS, Files, province, without_accents
from dean06.ecosystem.matching.types import CANDIDATE_COLUMNS, DUPLICATE_COLUMNS, LINK_COLUMNS, Tier


@pytest.fixture(scope="module")
def small() -> Files:
    return province(400, seed=9)


def test_every_record_is_answered_exactly_once(small: Files, matched) -> None:
    result = matched(small)
    assert set(result.links) == {row["record_id"] for row in small.records}
    assert sum(result.summary.tiers.values()) == result.summary.records == len(small.records)
    assert result.summary.linked == sum(row["link"] for row in result.links.values())
    assert set(result.summary.tiers) == set(Tier)
    for row in result.links.values():
        assert row["link"] == (row["person_key"] is not None) == (row["tier"] != Tier.NONE)
        assert 0 <= row["probability"] <= 1


def test_the_files_have_the_pinned_columns_and_tell_only_them(small: Files, matched) -> None:
    out = matched(small).out
    for name, columns in (
        ("links", LINK_COLUMNS),
        ("candidates", CANDIDATE_COLUMNS),
        ("duplicates", DUPLICATE_COLUMNS),
    ):
        assert tuple(pq.read_schema(out / f"{name}.parquet").names) == columns


def test_probabilities_of_one_record_add_up_to_one_at_most(small: Files, matched) -> None:
    totals: dict[int, float] = {}
    for row in matched(small).candidates:
        totals[row["record_id"]] = totals.get(row["record_id"], 0) + row["probability"]
    assert totals and max(totals.values()) <= 1.00001


def test_neither_the_order_of_rows_nor_the_number_of_threads_changes_anything(small: Files, tmp_path: Path) -> None:
    shuffled = Files(small.people.copy(), small.records.copy(), small.units.copy())
    for rows in (shuffled.people, shuffled.records, shuffled.units):
        random.Random(1).shuffle(rows)
    read = []
    for number, (files, threads) in enumerate(((small, 2), (shuffled, 1))):
        out = tmp_path / f"out{number}"
        match(*files.write(tmp_path / f"in{number}"), out, threads=threads)
        read.append(
            {
                name: sorted(map(str, pq.read_table(out / f"{name}.parquet").to_pylist()))
                for name in ("links", "candidates", "duplicates")
            }
        )
    assert read[0] == read[1]


def test_progress_goes_forward_to_the_end(small: Files, matched) -> None:
    told: list[float] = []
    matched(small, progress=lambda sentence, share: told.append(share))
    assert told == sorted(told) and told[0] == 0.0 and told[-1] == 1.0


def _without(column: str, rows: list[dict]) -> list[dict]:
    return [row | {column: None} for row in rows]


def test_an_empty_list_gives_empty_files(matched) -> None:
    files = province(50)
    files.records.clear()
    result = matched(files)
    assert result.links == {} and result.summary.linked == 0


def test_an_empty_registry_links_nobody(matched) -> None:
    files = province(50)
    files.people.clear()
    result = matched(files)
    assert len(result.links) == len(files.records) and result.summary.linked == 0


def test_one_person_and_one_record(matched) -> None:
    files = Files()
    files.faithful(files.person("Nguyễn Văn An", "1/2/1980"))
    assert matched(files).links[1]["person_key"] == 1


def test_a_list_without_any_number_is_linked_by_the_other_facts(matched) -> None:
    files = province(600)
    files.records = _without("personal_id", _without("old_id", files.records))
    result = matched(files)
    right = sum(row["person_key"] == files.truth[record] for record, row in result.links.items() if row["link"])
    assert right > 0.9 * sum(person is not None for person in files.truth.values())
    assert right > 0.98 * result.summary.linked


def test_a_list_without_any_birth_date_is_linked_by_the_numbers(matched) -> None:
    files = province(600)
    for column in ("birth_year", "birth_month", "birth_day"):
        files.records = _without(column, files.records)
    result = matched(files)
    right = sum(row["person_key"] == files.truth[record] for record, row in result.links.items() if row["link"])
    assert right > 0.75 * len(files.records) and right > 0.97 * result.summary.linked


def test_numbers_and_names_alone_are_enough_when_all_else_is_empty(matched) -> None:
    files = province(300)
    for column in ("birth_year", "birth_month", "birth_day", "sex", "unit_text", "village", "father_name",
                   "mother_name", "old_id"):  # fmt: skip
        files.records = _without(column, files.records)
        if column in files.people[0] and column != "father_name":
            files.people = _without(column, files.people)
    result = matched(files)
    assert result.summary.tiers[Tier.ID_NAME] > 0.7 * len(files.records)


def test_a_list_in_which_all_have_one_name_does_not_explode(matched) -> None:
    files = Files()
    for number in range(400):
        files.person("Nguyễn Thị Hoa", f"{1 + number % 28}/{1 + number % 12}/{1950 + number % 60}", sex="F",
                     unit_code=UNITS[number % 12])  # fmt: skip
    for key in range(1, 401):
        files.faithful(key, personal_id=None if key % 2 else files.people[key - 1]["personal_id"])
    result = matched(files)
    right = sum(row["person_key"] == files.truth[record] for record, row in result.links.items() if row["link"])
    assert right > 0.9 * 400
    assert right > 0.98 * result.summary.linked


def test_a_list_without_accents_is_linked_as_well_as_one_with(matched) -> None:
    files = province(600)
    for row in files.records:
        row["full_name"] = without_accents(row["full_name"]).upper()
    result = matched(files)
    right = sum(row["person_key"] == files.truth[record] for record, row in result.links.items() if row["link"])
    assert right > 0.97 * sum(person is not None for person in files.truth.values())


def _rewrite(path: Path, change) -> None:
    pq.write_table(change(pq.read_table(path)), path)


def test_a_missing_column_is_named_and_nothing_is_written(small: Files, tmp_path: Path) -> None:
    paths = small.write(tmp_path / "in")
    _rewrite(paths[1], lambda table: table.drop_columns(["village", "sex"]))
    with pytest.raises(MissingColumns) as refusal:
        match(*paths, tmp_path / "out")
    assert "sex, village" in refusal.value.message and "sector.parquet" in refusal.value.message
    assert list((tmp_path / "out").iterdir()) == []


def test_a_repeated_record_number_is_refused(small: Files, tmp_path: Path) -> None:
    paths = small.write(tmp_path / "in")
    _rewrite(paths[1], lambda table: pa.concat_tables([table, table.slice(0, 3)]))
    with pytest.raises(DuplicateKeys) as refusal:
        match(*paths, tmp_path / "out")
    assert refusal.value.details["repeated"] == 3
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_that_is_not_parquet_is_refused(small: Files, tmp_path: Path) -> None:
    paths = small.write(tmp_path / "in")
    paths[0].write_bytes(b"personal_id,full_name\n")
    with pytest.raises(UnreadableFile) as refusal:
        match(*paths, tmp_path / "out")
    assert "registry.parquet" in refusal.value.message
    with pytest.raises(UnreadableFile):
        match(tmp_path / "nowhere.parquet", *paths[1:], tmp_path / "out")


def test_a_damaged_file_is_refused(small: Files, tmp_path: Path) -> None:
    paths = small.write(tmp_path / "in")
    content = bytearray(paths[1].read_bytes())
    content[40:400] = bytes(360)
    paths[1].write_bytes(content)
    with pytest.raises(UnreadableFile):
        match(*paths, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_column_of_another_type_is_refused(small: Files, tmp_path: Path) -> None:
    paths = small.write(tmp_path / "in")
    _rewrite(paths[1], lambda table: table.set_column(
        table.schema.get_field_index("birth_year"), "birth_year", pa.array(["năm 1980"] * table.num_rows)))  # fmt: skip
    with pytest.raises(MissingColumns):
        match(*paths, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_the_work_folder_is_private_and_gone_after_a_crash(small: Files, tmp_path: Path, monkeypatch) -> None:
    seen = []

    def crash(*args, **kwargs) -> None:
        folder = next((tmp_path / "work").iterdir())
        seen.append(stat.S_IMODE(folder.stat().st_mode))
        raise RuntimeError("power failure")

    monkeypatch.setattr(deciding, "decide", crash)
    with pytest.raises(RuntimeError):
        match(*small.write(tmp_path / "in"), tmp_path / "out", work=tmp_path / "work")
    assert seen == [0o700]
    assert list((tmp_path / "work").iterdir()) == [] and list((tmp_path / "out").iterdir()) == []


KILLED = """
import os, sys
from pathlib import Path
from dean06.ecosystem.matching.workspace import private_folder
with private_folder(Path(sys.argv[1])) as folder:
    (folder / "names").write_text("Nguyễn Văn An")
    os.kill(os.getpid(), 9)
"""


def test_what_a_killed_run_left_is_removed_by_the_next_but_not_what_a_living_one_uses(
    small: Files, tmp_path: Path
) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "out")], check=False)
    assert killed.returncode < 0
    (leftover,) = (tmp_path / "out").glob(f"{workspace.PREFIX}*")
    assert (leftover / "names").exists()
    with workspace.private_folder(tmp_path / "out") as working:
        assert not leftover.exists()
        match(*small.write(tmp_path / "in"), tmp_path / "out")
        assert working.exists()
    assert not working.exists()


def test_the_summary_holds_no_personal_data(small: Files, matched) -> None:
    told = str(matched(small).summary)
    assert not any(row["full_name"] in told or row["personal_id"] in told for row in small.people)
