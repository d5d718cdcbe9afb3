"""With last period's report at hand: cumulative figures do not fall, stated changes fit."""

from __future__ import annotations

from dean06.steering.documents.checking import check
from dean06.steering.documents.reading import read_bytes
from dean06.steering.documents.recognition import recognise
from dean06.steering.documents.types import Finding

AUGUST = """BÁO CÁO
Kết quả thực hiện Đề án 06 tháng 8/2024

1. Đến nay, tổng số tài khoản định danh đã kích hoạt là 640.190 tài khoản (tăng 5.100 tài khoản).

2. Tổng số thẻ bảo hiểm y tế đã đồng bộ là 3.019.317 thẻ.

3. Trong tháng tiếp nhận 12.480 hồ sơ trực tuyến.
"""

SEPTEMBER = """BÁO CÁO
Kết quả thực hiện Đề án 06 tháng 9/2024

1. Đến nay, tổng số tài khoản định danh đã kích hoạt là 648.502 tài khoản (tăng 8.312 tài khoản).

2. Tổng số thẻ bảo hiểm y tế đã đồng bộ là 3.037.420 thẻ (+18.103 thẻ).

3. Trong tháng tiếp nhận 11.905 hồ sơ trực tuyến.
"""


def findings(current: str, previous: str | None = AUGUST) -> list[Finding]:
    source = read_bytes(current.encode(), "thang-9.txt")
    before = recognise(read_bytes(previous.encode(), "thang-8.txt")) if previous else None
    return check(recognise(source), source, before)


def test_consistent_months_give_no_finding() -> None:
    assert findings(SEPTEMBER) == []


def test_a_stated_change_that_does_not_fit_is_found() -> None:
    found = findings(SEPTEMBER.replace("tăng 8.312", "tăng 8.132"))
    assert [(finding.rule, finding.printed, finding.computed) for finding in found] == [
        ("change_mismatch", "tăng 8.132", "tăng 8.312")
    ]
    assert "640.190" in found[0].message


def test_a_cumulative_figure_that_falls_is_found() -> None:
    found = findings(SEPTEMBER.replace("3.037.420 thẻ (+18.103 thẻ)", "3.007.420 thẻ"))
    assert [(finding.rule, finding.printed, finding.computed) for finding in found] == [
        ("cumulative_fell", "3.007.420", "3.019.317")
    ]


def test_a_monthly_figure_may_fall() -> None:
    assert findings(SEPTEMBER.replace("11.905", "4.210")) == []


def test_without_the_earlier_report_nothing_is_compared() -> None:
    assert findings(SEPTEMBER.replace("tăng 8.312", "tăng 8.132"), None) == []
