"""The five real documents, where present: the contradictions found in them by hand, and no more than two alarms beyond.

Only figures are kept here, none of the documents' sentences.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dean06.steering.documents.checking import check
from dean06.steering.documents.reading import read_path
from dean06.steering.documents.recognition import recognise
from dean06.steering.documents.types import Severity

SHARED = Path(os.environ.get("DEAN06_SHARED", Path(__file__).resolve().parents[6] / "shared")) / "documents"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents are not on this machine")

#: document → (rule, printed, computed) of every slip found by reading it from beginning to end
BY_HAND: dict[str, list[tuple[str, str, str | None]]] = {
    "000": [
        ("ratio_cut", "77%", "78%"),  # 20.505/26.337
        ("mixed_list", "20", "19"),  # a department in a list of 20 communes
        ("two_values", "99,44%", "99.94%"),
    ],
    "001": [
        ("list_count", "07", "6"),  # task numbers 2, 4, 5, 6, 7, 8
        ("all_done", "14", "còn 4"),  # the appendix has four tasks under way, one of them late
        ("rest_mismatch", "5.123", "5.078"),  # 65.546 − 60.468
        ("ratio_cut", "91,3%", "91,4%"),  # 2.798.936 of 3.063.393
        ("next_period", "THÁNG 9/2023", "tháng 10/2023"),
        ("cited_numbers_far_apart", "4022/TCTTKĐA", "1845/TCTTKĐA"),  # both of 12/6/2023
        ("cited_two_dates", "12/06/2023", "13/06/2023"),  # 4043/CV-TCTTKĐA
        ("appendix_number", "/BC-UBND", "/BC-TCTTKĐA06"),
        ("two_values", "679/679", "678/678"),
        ("cited_two_symbols", "1552/STTTT-THH", "1552/BTTTT-THH"),
        ("table_rate", "78,25%", "78,23%"),  # 3.248/4.152
        ("table_more_than_all", "47", "4"),  # on time among 4 online dossiers
        ("table_connected", "Chưa kết nối", "44 hồ sơ"),
    ],
    "002": [
        ("sum_mismatch", "48.912", "49.373"),  # 25 services of the first foot-note
        ("cited_numbers_far_apart", "7727/UBND-PC1", "3740/UBND-PC1"),  # both of 11/6/2020
        ("sum_mismatch", "358", "364"),  # 15 + 28 + 321
        ("ratio_cut", "93%", "94%"),  # 202 of 216
        ("later_date", "13/10/2022", None),  # in a report of June 2022
        ("sum_mismatch", "16.776", "16.677"),  # 2.008 + 4.306 + 1.729 + 2.136 + 6.498
    ],
    "003": [],
    "004": [("cited_two_dates", "30/10/2024", "31/10/2023")],  # 175/NQ-CP
}


@pytest.mark.parametrize("number", sorted(BY_HAND))
def test_every_slip_found_by_hand_is_found_and_nothing_else(number: str) -> None:
    source = read_path(next(SHARED.glob(f"{number}_*")))
    findings = check(recognise(source), source)
    assert [(f.rule, f.printed, f.computed) for f in findings] == BY_HAND[number]


def test_messages_are_single_sentences_with_the_printed_number() -> None:
    for path in sorted(SHARED.glob("*.txt")):
        source = read_path(path)
        for finding in check(recognise(source), source):
            assert finding.message.endswith(".")
            assert "\n" not in finding.message
            assert finding.excerpt
            assert finding.severity in set(Severity)
            if finding.rule in ("ratio_cut", "sum_mismatch", "rest_mismatch", "table_rate"):
                assert finding.printed in finding.message
                assert finding.computed in finding.message
