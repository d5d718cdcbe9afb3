"""What a report states becomes figures: ratios with counts, changes, per-unit lists, tables; names are no figures."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from dean06.steering.documents.reading import read_bytes, read_path
from dean06.steering.documents.recognition.figures import find_figures
from dean06.steering.documents.types import Figure, Header, ReadDocument

SHARED = Path(os.environ.get("DEAN06_SHARED", Path(__file__).resolve().parents[6] / "shared")) / "documents"


def figures_of(text: str, name: str = "a.txt") -> list[Figure]:
    """The figures of a text."""
    return find_figures(read_bytes(text.encode(), name), ReadDocument(Header()))


def one(text: str) -> Figure:
    """The only figure of a sentence."""
    figures = figures_of(text)
    assert len(figures) == 1, figures
    return figures[0]


@pytest.mark.parametrize(
    ("sentence", "numerator", "denominator", "rate", "unit", "change"),
    [
        ("Đã cấp 70.060/70.287 người hưởng, đạt tỷ lệ 99.68%.", "70060", "70287", "99.68", "người", None),
        (
            "Đã rà soát 780.355/960.281 trẻ em (đạt tỷ lệ 81,3% trên tổng số).",
            "780355",
            "960281",
            "81.3",
            "trẻ em",
            None,
        ),
        ("Số hóa đạt 97,5% (1.950/2.000 hồ sơ).", "1950", "2000", "97.5", "hồ sơ", None),
        ("Kích hoạt 1.651 tài khoản/ 1.620 chỉ tiêu giao; đạt 101,9%.", "1651", "1620", "101.9", "tài khoản", None),
        ("Có 640 hồ sơ trên tổng số 800 hồ sơ, chiếm 80%.", "640", "800", "80", "hồ sơ", None),
        ("Toàn tỉnh có 25/25 dịch vụ công đã kết nối.", "25", "25", None, "dịch vụ công", None),
    ],
)
def test_ratios_keep_their_counts_and_their_rate(
    sentence: str, numerator: str, denominator: str, rate: str | None, unit: str, change: str | None
) -> None:
    figure = one(sentence)
    assert (figure.numerator, figure.denominator) == (Decimal(numerator), Decimal(denominator))
    assert figure.rate == (Decimal(rate) if rate else None)
    assert figure.unit == unit
    assert figure.value is None
    assert figure.change == (Decimal(change) if change else None)


@pytest.mark.parametrize(
    ("sentence", "label", "value", "unit", "change"),
    [
        (
            "Tổng số lượt tra cứu là 5.339.392 lượt (tăng 269.520 lượt).",
            "Tổng số lượt tra cứu",
            "5339392",
            "lượt",
            "269520",
        ),
        ("Số thẻ đã đồng bộ: 3.037.420 thẻ (+18.103).", "Số thẻ đã đồng bộ", "3037420", "thẻ", "18103"),
        ("Số hồ sơ quá hạn là 120 hồ sơ (giảm 15 hồ sơ).", "Số hồ sơ quá hạn", "120", "hồ sơ", "-15"),
        ("Số vốn đăng ký khoảng 12.044 tỷ đồng.", "Số vốn đăng ký", "12044000000000", "đồng", None),
    ],
)
def test_counts_have_label_unit_and_change(
    sentence: str, label: str, value: str, unit: str, change: str | None
) -> None:
    figure = one(sentence)
    assert figure.label == label
    assert figure.value == Decimal(value)
    assert figure.unit == unit
    assert figure.change == (Decimal(change) if change else None)


def test_rates_take_the_words_before_them_as_label() -> None:
    figures = figures_of("Tỷ lệ hồ sơ trực tuyến đạt 85.5%; Tỷ lệ số hóa thành phần hồ sơ đạt 87,91%.")
    assert [(figure.label, figure.rate, figure.unit) for figure in figures] == [
        ("Tỷ lệ hồ sơ trực tuyến", Decimal("85.5"), "%"),
        ("Tỷ lệ số hóa thành phần hồ sơ", Decimal("87.91"), "%"),
    ]


def test_a_list_of_units_gives_one_figure_each() -> None:
    figures = figures_of(
        "Có 03 đơn vị chưa đạt mục tiêu (70%): UBND xã Bình Minh (1,92%); UBND phường Đông Sơn. (0%); Sở Nội vụ (40%)."
    )
    listed = [(figure.subject, figure.rate) for figure in figures if figure.subject]
    assert listed == [
        ("UBND xã Bình Minh", Decimal("1.92")),
        ("UBND phường Đông Sơn", Decimal("0")),
        ("Sở Nội vụ", Decimal("40")),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Đề án 06 theo Quyết định số 1573/QĐ-UBND ngày 11/5/2023 của UBND tỉnh.",
        "Căn cứ khoản 2 Điều 5 Nghị định số 45/2020/NĐ-CP ngày 08/4/2020 của Chính phủ.",
        "Liên hệ số điện thoại 0239.3855.113 hoặc trang thông tin https://lamgiang.gov.vn/de-an-06.",
        "Cấp thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi và người từ đủ 14 tuổi trở lên.",
        "Dịch vụ công mức độ 3, mức độ 4 trong giai đoạn 2022 - 2025, tầm nhìn đến năm 2030.",
        "Trong tháng 9/2023 và quý III/2023, 6 tháng đầu năm 2023.",
    ],
)
def test_names_dates_and_cited_documents_are_no_figures(sentence: str) -> None:
    assert figures_of(sentence) == []


def test_tables_of_numbers_give_one_figure_per_cell() -> None:
    figures = figures_of(
        "STT\tĐơn vị\tTổng số\tTrực tuyến\tTỷ lệ (%)\n1\tXã An Bình\t200\t150\t75,0\n2\tXã Tân Hòa\t80\t60\t75,0\n"
    )
    assert [(figure.subject, figure.label, figure.value, figure.rate) for figure in figures] == [
        ("Xã An Bình", "Tổng số", Decimal(200), None),
        ("Xã An Bình", "Trực tuyến", Decimal(150), None),
        ("Xã An Bình", "Tỷ lệ (%)", None, Decimal("75.0")),
        ("Xã Tân Hòa", "Tổng số", Decimal(80), None),
        ("Xã Tân Hòa", "Trực tuyến", Decimal(60), None),
        ("Xã Tân Hòa", "Tỷ lệ (%)", None, Decimal("75.0")),
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents are not on this machine")
class TestRealDocuments:
    """Figures of the real documents, by their numbers only."""

    def figures(self, number: str) -> list[Figure]:
        return find_figures(read_path(next(SHARED.glob(f"{number}_*"))), ReadDocument(Header()))

    @pytest.mark.parametrize(
        ("number", "numerator", "denominator", "rate"),
        [
            ("000", "70060", "70287", "99.68"),
            ("000", "20505", "26337", "77"),
            ("000", "1158663", "1158884", "99.98"),
            ("000", "11670", "11736", "99.44"),
            ("000", "7094", "7128", "99.52"),
            ("000", "4576", "4608", "99.31"),
            ("001", "678", "678", "100"),
            ("001", "1651144", "1620967", "101.86"),
            ("001", "780355", "960281", "81.3"),
            ("001", "60468", "65546", "92.25"),
            ("001", "3079271", "3200783", "96.20"),
            ("001", "300790", "2343764", "12.83"),
            ("002", "216", "216", "100"),
            ("003", "13", "53", None),
        ],
    )
    def test_ratios(self, number: str, numerator: str, denominator: str, rate: str | None) -> None:
        wanted = (Decimal(numerator), Decimal(denominator), Decimal(rate) if rate else None)
        assert wanted in {(figure.numerator, figure.denominator, figure.rate) for figure in self.figures(number)}

    def test_the_lists_of_units_have_a_figure_for_each_unit(self) -> None:
        subjects = [figure for figure in self.figures("000") if figure.line == 55 and figure.subject]
        assert len(subjects) == 20
        assert sum(1 for figure in subjects if figure.rate == 0) == 7

    @pytest.mark.parametrize(("value", "change"), [("5339392", "269520"), ("3573541", "229790"), ("3037420", "18103")])
    def test_changes(self, value: str, change: str) -> None:
        found = {(figure.value, figure.change) for figure in self.figures("001")}
        assert (Decimal(value), Decimal(change)) in found
