"""Whole reports with many slips at once, as they are checked in real life: every slip is found, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from dean06.steering.documents.checking import check
from dean06.steering.documents.reading import read_path
from dean06.steering.documents.recognition import recognise

SLIPS = Path(__file__).parent / "checking_slips"
SAMPLES = Path(__file__).parent / "samples"

EXPECTED: dict[str, list[tuple[int, str, str | None, str | None]]] = {
    "so_ket_9_thang.txt": [
        (16, "impossible_date", "Ngày 31/6/2024", None),
        (16, "list_count", "12", "11"),
        (16, "sum_mismatch", "145", "144"),
        (20, "sum_mismatch", "61", "60"),
        (20, "cited_two_dates", "15/01/2024", "12/01/2024"),
        (26, "sum_mismatch", "352.618", "352.663"),
        (28, "target_claim", "64,2%", "65%"),
        (30, "ratio_mismatch", "95,38%", "95,83%"),
        (36, "rest_mismatch", "144.216", "144.126"),
        (46, "list_count", "02", "3"),
        (46, "over_hundred", "102,4%", None),
        (48, "target_claim", "81,2%", "80%"),
        (50, "two_values", "91,3%", "93,1%"),
        (57, "table_row_sum", "12.004", "12.014"),
        (60, "table_rate", "87,00", "78,00"),
        (61, "table_row_sum", "132.232", "132.242"),
        (63, "next_period", "QUÝ III/2024", None),
        (67, "list_count", "05", "4"),
    ],
    "so_lao_dong_thang.txt": [
        (14, "sum_mismatch", "142.870", "142.897"),
        (26, "sum_mismatch", "6.091", "6.181"),
        (42, "table_rate", "86,38", "68,38"),
        (43, "table_more_than_all", "3.120", "3.004"),
        (45, "sum_mismatch", "12", "11"),
        (47, "next_period", "tháng 11 năm 2024", "tháng 12/2024"),
    ],
    "trung_tam_hcc_quy.md": [
        (32, "list_count", "05", "4"),
    ],
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_slip_of_a_report_is_found(name: str) -> None:
    source = read_path(SLIPS / name)
    findings = check(recognise(source), source)
    assert [(f.line, f.rule, f.printed, f.computed) for f in findings] == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".txt", ".md")))
def test_the_samples_of_the_reader_raise_no_alarm(name: str) -> None:
    source = read_path(SAMPLES / name)
    assert [(f.line, f.message) for f in check(recognise(source), source)] == []
