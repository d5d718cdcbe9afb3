"""Rules of taking figures from documents: what is suggested, what never is, of whom and when a document speaks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.common.pairs import Pair
from dean06.steering.indicators.from_documents.heading import Head, guess_period, guess_unit, period_code
from dean06.steering.indicators.from_documents.matching import (
    Lexicon,
    Memory,
    Printed,
    counts,
    suggest,
    why_no_value,
)
from dean06.steering.indicators.from_documents.words import label_key
from dean06.steering.indicators.types import (
    Accumulation,
    Certainty,
    Counted,
    Direction,
    IndicatorRef,
    Level,
    PeriodKind,
    UnitRef,
)


def ref(code: str, name: str, numerator: str, denominator: str, counted: Counted, flow: bool = False) -> IndicatorRef:
    """An indicator of the catalogue in short."""
    return IndicatorRef(
        id=1,
        code=code,
        version=1,
        name=name,
        short_name=name[:20],
        group=1,
        numerator=numerator,
        denominator=denominator,
        counted=counted,
        direction=Direction.HIGHER,
        accumulation=Accumulation.FLOW if flow else Accumulation.STOCK,
        frequency=PeriodKind.MONTH,
        levels=frozenset({Level.COMMUNE}),
        owner="",
        figure="",
        breakdown=(),
        legal_basis="",
        certainty=Certainty.SURE,
        exclusions="",
    )


PENSION = ref(
    "LUONG",
    "Người nhận lương hưu, trợ cấp bảo hiểm xã hội không dùng tiền mặt",
    "Người nhận lương hưu qua tài khoản",
    "Người hưởng lương hưu",
    Counted.PERSON,
)
CASH = ref(
    "TIEN-MAT",
    "Người còn nhận lương hưu bằng tiền mặt",
    "Người còn nhận lương hưu bằng tiền mặt",
    "",
    Counted.PERSON,
)
ONLINE = ref(
    "TRUC-TUYEN",
    "Hồ sơ thủ tục hành chính nộp trực tuyến",
    "Hồ sơ nộp trực tuyến",
    "Hồ sơ tiếp nhận",
    Counted.DOSSIER,
    flow=True,
)
CHILDREN = ref(
    "TRE-EM", "Dữ liệu trẻ em được cập nhật, làm sạch", "Trẻ em đã cập nhật", "Trẻ em trên địa bàn", Counted.PERSON
)
LEXICON = Lexicon.of([PENSION, CASH, ONLINE, CHILDREN])


def printed(label: str, numbers: str = "", unit: str = "", rate: str | None = None, **more: str) -> Printed:
    """A figure as it is printed: "90/100", "7" or nothing but a rate."""
    parts = [Decimal(part) for part in numbers.split("/")] if numbers else []
    return Printed(
        label,
        numerator=parts[0] if len(parts) == 2 else None,
        denominator=parts[1] if len(parts) == 2 else None,
        value=parts[0] if len(parts) == 1 else None,
        rate=Decimal(rate) if rate else None,
        unit=unit,
        **more,
    )


@pytest.mark.parametrize(
    ("figure", "best"),
    [
        (printed("người nhận lương hưu, trợ cấp BHXH không dùng tiền mặt", "90/100", "người"), "LUONG"),
        (printed("hồ sơ TTHC nộp trực tuyến", "80/100", "hồ sơ"), "TRUC-TUYEN"),
        (printed("Toàn tỉnh đã cập nhật dữ liệu", "7/9", "trẻ em"), "TRE-EM"),
        (printed("người còn nhận lương hưu bằng tiền mặt", "10", "người"), "TIEN-MAT"),
        # The sentence around the figure says what its own label leaves out.
        (printed("đã cập nhật", "7/9", "người", around="làm sạch dữ liệu trẻ em: đã cập nhật 7/9 người"), "TRE-EM"),
        # Another counted unit, a single count for a rate, a rate alone, words of nothing: no suggestion.
        (printed("hồ sơ TTHC nộp trực tuyến", "80/100", "người"), None),
        (printed("hồ sơ TTHC nộp trực tuyến", "80/100", "cán bộ y"), None),
        (printed("hồ sơ TTHC nộp trực tuyến", "80", "hồ sơ"), None),
        (printed("người còn nhận lương hưu bằng tiền mặt", "10/90", "cơ sở"), None),
        (printed("hồ sơ TTHC nộp trực tuyến", rate="80", unit="%"), None),
        (printed("cột điện đã sơn", "8/10"), None),
    ],
)
def test_words_and_counted_unit_decide_what_is_suggested(figure: Printed, best: str | None) -> None:
    found = suggest(figure, LEXICON)
    assert (found[0].code if found else None) == best
    assert all(0 < one.score < 100 and one.reason for one in found)


@pytest.mark.parametrize(
    ("figure", "pair", "why"),
    [
        (printed("a", "90/100", "người", "90"), Pair(90, 100), ""),
        (printed("a", "227", "người"), Pair(227, None), ""),
        (printed("a", "0/0", "hồ sơ"), Pair(0, 0), ""),
        (printed("a", "12.5", "tỷ đồng"), Pair(12_500_000_000, None), ""),
        (printed("a", rate="98.5"), None, "Chỉ có tỷ lệ, không có số đếm"),
        (printed("a", "98", "%", "98"), None, "Chỉ có tỷ lệ, không có số đếm"),
        (printed("a", "4.57", "dữ liệu"), None, "Không phải số đếm nguyên"),
    ],
)
def test_counts_are_taken_as_printed_and_never_made_of_a_rate(figure: Printed, pair: Pair | None, why: str) -> None:
    assert counts(figure) == pair
    assert why_no_value(figure) == why


def test_what_was_confirmed_for_the_label_goes_first_and_says_by_whom() -> None:
    figure = printed("hồ sơ TTHC nộp trực tuyến", "80/100", "hồ sơ")
    found = suggest(figure, LEXICON, memory=Memory("TRE-EM", "Lê Văn Mẫu"))
    assert [one.code for one in found][:2] == ["TRE-EM", "TRUC-TUYEN"]
    assert found[0].score == 100 and "Lê Văn Mẫu" in found[0].reason
    # A remembered rate never takes a single count.
    assert suggest(printed("hồ sơ", "80", "hồ sơ"), LEXICON, memory=Memory("TRE-EM", "Lê Văn Mẫu")) == []


@pytest.mark.parametrize(
    ("figure", "caution"),
    [
        (printed("hồ sơ nộp trực tuyến", "80/100", "hồ sơ", subject="cấp xã"), "không phải của toàn đơn vị"),
        (printed("hồ sơ nộp trực tuyến", "80/100", "hồ sơ", "95"), "không khớp hai số đếm"),
        (printed("hồ sơ nộp trực tuyến", "120/100", "hồ sơ"), "Tử số lớn hơn mẫu số"),
        (printed("hồ sơ nộp trực tuyến", "80/100", "hồ sơ", around="Đến nay có 80/100 hồ sơ"), "lũy kế"),
    ],
)
def test_what_to_look_at_before_accepting_is_said(figure: Printed, caution: str) -> None:
    assert any(caution in said for said in suggest(figure, LEXICON)[0].cautions)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=12), st.integers(0, 10**9), st.integers(0, 10**9))
def test_any_text_gets_at_most_five_suggestions_of_the_right_shape(
    label: str, around: str, unit: str, numerator: int, denominator: int
) -> None:
    figure = Printed(label, "", around, "", Decimal(numerator), Decimal(denominator), unit=unit)
    found = suggest(figure, LEXICON)
    assert len(found) <= 5 and not {one.code for one in found} & {"TIEN-MAT"}
    assert len(label_key(label)) <= 200


@pytest.mark.parametrize(
    ("head", "kind", "last", "code"),
    [
        (Head(period="tháng 7/2025", date=dt.date(2025, 7, 28)), "month", dt.date(2025, 7, 28), "2025-T07"),
        (Head(period="tháng 9 năm 2023"), "month", dt.date(2023, 9, 30), "2023-T09"),
        (Head(title="Sơ kết 06 tháng và tháng 06 năm 2022"), "month", dt.date(2022, 6, 30), "2022-T06"),
        (Head(title="Kết quả 6 tháng đầu năm 2024"), "half", dt.date(2024, 6, 30), "2024-H1"),
        (Head(title="Kết quả năm 2024"), "year", dt.date(2024, 12, 31), "2024-N"),
        (Head(period="tuần 47 năm 2025"), "week", dt.date(2025, 11, 20), "2025-W47"),
        (Head(opening="Số liệu từ ngày 15/5/2022 đến ngày 14/6/2022."), "month", dt.date(2022, 6, 14), "2022-T06"),
        (Head(opening="Tính đến ngày 15/9/2023 có 10 người."), "month", dt.date(2023, 9, 15), "2023-T09"),
        (
            Head(title="Kết quả đề án giai đoạn 2022 - 2025", opening="Tính đến 15/9/2023"),
            "month",
            dt.date(2023, 9, 15),
            "2023-T09",
        ),
    ],
)
def test_the_period_stands_in_the_title_or_in_the_dates_of_the_text(
    head: Head, kind: str, last: dt.date, code: str
) -> None:
    found = guess_period(head)
    assert found is not None and (found.kind, found.last) == (kind, last)
    assert period_code(found.kind, found.last) == code


def test_a_text_without_dates_gets_no_period() -> None:
    assert guess_period(Head(title="Kết quả thực hiện", opening="Có 7/9 hồ sơ.")) is None


def body(code: str, name: str, level: Level) -> UnitRef:
    """A reporting unit."""
    return UnitRef(1, code, name, name, level, code, "", None, None, None)


UNITS = [
    body("tinh", "Tỉnh Mẫu", Level.PROVINCE),
    body("so-y-te", "Sở Y tế", Level.AGENCY),
    body("ubnd-xa-an", "Xã An", Level.COMMUNE),
]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (Head(issuer="Tổ công tác Đề án 06 tỉnh Mẫu"), "tinh"),
        (Head(issuer="Tổ công tác Đề án 06 tỉnh Khác"), ""),
        (Head(issuer="Sở Y tế"), "so-y-te"),
        (Head(issuer="Sở Y tế", whole=True), "tinh"),
        (Head(issuer="UBND Xã An"), "ubnd-xa-an"),
        (Head(issuer="Hợp tác xã"), ""),
        (Head(), ""),
    ],
)
def test_the_unit_is_who_issued_the_document_and_never_another_province(head: Head, code: str) -> None:
    found = guess_unit(head, UNITS)
    assert found.code == code and found.reason
