"""Made-up reports of many kinds of bodies: each is clean as written, and each seeded slip gives its finding.

The reports were written before the rules were tried on them. ``slips.json`` lists for every report what is written, the
slip put in its place, and the rules of the findings; an empty list is a slip that honest text can hold too.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dean06.steering.documents.checking import check
from dean06.steering.documents.reading import read_bytes
from dean06.steering.documents.recognition import recognise
from dean06.steering.documents.types import Finding

REPORTS = Path(__file__).parent / "checking_unseen"
SLIPS: dict[str, list[tuple[str, str, list[str]]]] = json.loads((REPORTS / "slips.json").read_text(encoding="utf-8"))
#: Real slips that the rules cannot tell from honest text may be no more than one in twenty.
FOUND_AT_LEAST = 0.95


def findings_of(text: str, name: str) -> list[Finding]:
    source = read_bytes(text.encode(), name)
    stem, kind = name.rsplit(".", 1)
    earlier = REPORTS / f"{stem}.truoc.{kind}"
    previous = recognise(read_bytes(earlier.read_bytes(), earlier.name)) if earlier.exists() else None
    return check(recognise(source), source, previous)


def test_most_slips_are_found() -> None:
    slips = [slip for report in SLIPS.values() for slip in report]
    assert sum(1 for _, _, rules in slips if rules) >= FOUND_AT_LEAST * len(slips)


@pytest.mark.parametrize("name", sorted(SLIPS))
def test_a_clean_report_raises_no_alarm(name: str) -> None:
    text = (REPORTS / name).read_text(encoding="utf-8")
    assert [finding.message for finding in findings_of(text, name)] == []


@pytest.mark.parametrize("name", sorted(SLIPS))
def test_each_slip_gives_its_finding_and_no_other(name: str) -> None:
    text = (REPORTS / name).read_text(encoding="utf-8")
    for written, slip, rules in SLIPS[name]:
        assert text.count(written) == 1, written
        findings = findings_of(text.replace(written, slip), name)
        assert [finding.rule for finding in findings] == rules, (slip, [finding.message for finding in findings])


@pytest.mark.parametrize(
    ("name", "written", "slip", "words"),
    [
        ("ngan_hang_chin_thang.txt", "tăng 7.290 tỷ đồng", "tăng 7.920 tỷ đồng", "Từ 91.122 tỷ đồng thành 98.412 tỷ"),
        ("an_ninh_thang.txt", "giảm 03 vụ (14/17)", "giảm 04 vụ (14/17)", "14 vụ so với 17 vụ là giảm 3 vụ"),
        ("phuong_thang_10.txt", "tăng 1,2 điểm so", "tăng 2,1 điểm so", "Từ 87,2 điểm thành 88,4"),
        ("giao_duc_nam_hoc.md", "chưa đạt 2,2%", "chưa đạt 3,2%", "cộng lại là 101,0%"),
        ("dau_tu_cong.txt", "chưa giải ngân là 2.188,8", "chưa giải ngân là 2.118,8", "2.188,8"),
        ("hanh_chinh_cong_xa.md", "12 | 3 | 99,23%", "12 | 3 | 92,93%", "(390 − 3)/390 là 99,23%"),
        ("kinh_te_chin_thang.txt", "còn 27 xã chưa", "còn 37 xã chưa", "còn 27 xã chưa đạt chuẩn"),
        ("van_phong_tuan.txt", "CÔNG TÁC TUẦN 39\n", "CÔNG TÁC TUẦN 38\n", "có lẽ phải là tuần 39"),
    ],
)
def test_the_sentence_names_the_numbers(name: str, written: str, slip: str, words: str) -> None:
    text = (REPORTS / name).read_text(encoding="utf-8")
    place = text.rindex(written)
    messages = [f.message for f in findings_of(text[:place] + slip + text[place + len(written) :], name)]
    assert len(messages) == 1
    assert words in messages[0]
    assert messages[0].endswith(".")
