"""Generated sentences: consistent ones are never reported, corrupted ones always once."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dean06.kernel.common.vietnamese import format_number, format_percent
from dean06.steering.documents.checking import check
from dean06.steering.documents.reading import read_bytes
from dean06.steering.documents.types import Finding, Header, ReadDocument

UNITS = st.sampled_from(["hồ sơ", "người", "tài khoản", "thẻ", "lượt", "trẻ em", "mã số thuế", "cơ sở"])
COUNT = st.integers(min_value=200, max_value=3_000_000)
DECIMALS = st.integers(min_value=0, max_value=2)
RATIO_FORMS = (
    "Đến nay đã thực hiện {part}/{whole} {unit}, đạt tỷ lệ {rate}.",
    "Toàn tỉnh đã cập nhật {part}/{whole} {unit} (đạt {rate}).",
    "Tỷ lệ thực hiện đạt {rate} ({part}/{whole} {unit}).",
    "Đã thực hiện {part} {unit} trên tổng số {whole} {unit}, chiếm {rate}.",
)


def findings_in(sentence: str) -> list[Finding]:
    """Checks one sentence as a document of its own."""
    source = read_bytes(f"Kết quả thực hiện trong kỳ\n\n{sentence}\n".encode(), "a.txt")
    return check(ReadDocument(Header()), source)


def rounded(part: int, whole: int, decimals: int, mode: str = ROUND_HALF_UP) -> Decimal:
    return (Decimal(100) * part / whole).quantize(Decimal(1).scaleb(-decimals), mode)


@st.composite
def ratios(draw: st.DrawFn) -> tuple[int, int, int]:
    whole = draw(COUNT)
    return draw(st.integers(min_value=whole // 50 + 1, max_value=whole - 1)), whole, draw(DECIMALS)


@settings(max_examples=80, deadline=None)
@given(numbers=ratios(), unit=UNITS, form=st.sampled_from(RATIO_FORMS))
def test_a_rounded_rate_is_never_reported(numbers: tuple[int, int, int], unit: str, form: str) -> None:
    part, whole, decimals = numbers
    rate = rounded(part, whole, decimals)
    assume(rate != 100)
    sentence = form.format(
        part=format_number(part), whole=format_number(whole), unit=unit, rate=format_percent(rate, decimals)
    )
    assert findings_in(sentence) == []


@settings(max_examples=80, deadline=None)
@given(numbers=ratios(), unit=UNITS, form=st.sampled_from(RATIO_FORMS), off=st.integers(min_value=2, max_value=900))
def test_a_wrong_rate_is_reported_once(numbers: tuple[int, int, int], unit: str, form: str, off: int) -> None:
    part, whole, decimals = numbers
    wrong = rounded(part, whole, decimals) - Decimal(off).scaleb(-decimals)
    assume(wrong > 0)
    sentence = form.format(
        part=format_number(part), whole=format_number(whole), unit=unit, rate=format_percent(wrong, decimals)
    )
    assert [finding.rule for finding in findings_in(sentence)] == ["ratio_mismatch"]


@settings(max_examples=60, deadline=None)
@given(numbers=ratios(), unit=UNITS, form=st.sampled_from(RATIO_FORMS))
def test_a_cut_rate_is_a_note_that_says_so(numbers: tuple[int, int, int], unit: str, form: str) -> None:
    part, whole, decimals = numbers
    cut = rounded(part, whole, decimals, ROUND_FLOOR)
    # Exactly half of the last place may be rounded either way.
    assume(cut > 0 and Decimal(100) * part / whole - cut > Decimal(5).scaleb(-decimals - 1))
    sentence = form.format(
        part=format_number(part), whole=format_number(whole), unit=unit, rate=format_percent(cut, decimals)
    )
    findings = findings_in(sentence)
    assert [finding.rule for finding in findings] == ["ratio_cut"]
    assert "cắt" in findings[0].message


SUM_FORMS = (
    "Tổng số {whole} {unit}, gồm: cấp tỉnh {a} {unit}; cấp huyện {b} {unit}; cấp xã {c} {unit}.",
    "Đã tiếp nhận {whole} {unit} (bao gồm: cấp tỉnh {a}, cấp huyện {b}, cấp xã {c}).",
    "Có {whole} {unit}, trong đó cấp tỉnh {a} {unit}, cấp huyện {b} {unit} và cấp xã {c} {unit}.",
    "Cấp tỉnh có {a} {unit}, cấp huyện có {b} {unit}, cấp xã có {c} {unit}, tổng cộng {whole} {unit}.",
)


@settings(max_examples=80, deadline=None)
@given(parts=st.tuples(COUNT, COUNT, COUNT), unit=UNITS, form=st.sampled_from(SUM_FORMS))
def test_parts_that_add_up_are_never_reported(parts: tuple[int, int, int], unit: str, form: str) -> None:
    a, b, c = map(format_number, parts)
    assert findings_in(form.format(whole=format_number(sum(parts)), a=a, b=b, c=c, unit=unit)) == []


@settings(max_examples=80, deadline=None)
@given(
    parts=st.tuples(COUNT, COUNT, COUNT),
    unit=UNITS,
    form=st.sampled_from(SUM_FORMS),
    share=st.integers(min_value=-30, max_value=30),
)
def test_parts_that_do_not_add_up_are_reported_once(
    parts: tuple[int, int, int], unit: str, form: str, share: int
) -> None:
    whole = sum(parts) + sum(parts) * share // 100 + (1 if share >= 0 else -1)
    a, b, c = parts
    assume(whole not in (a + b, b + c))
    sentence = form.format(
        whole=format_number(whole), a=format_number(a), b=format_number(b), c=format_number(c), unit=unit
    )
    findings = findings_in(sentence)
    assert [finding.rule for finding in findings] == ["sum_mismatch"]
    assert findings[0].computed == format_number(sum(parts))


@settings(max_examples=60, deadline=None)
@given(numbers=ratios(), unit=UNITS, slip=st.integers(min_value=1, max_value=5000))
def test_what_is_left_must_be_the_difference(numbers: tuple[int, int, int], unit: str, slip: int) -> None:
    part, whole, _ = numbers
    form = "Đã làm sạch {part}/{whole} {unit}, số còn lại {rest} {unit} đang rà soát."
    right = form.format(
        part=format_number(part), whole=format_number(whole), rest=format_number(whole - part), unit=unit
    )
    assert findings_in(right) == []
    wrong = form.format(
        part=format_number(part), whole=format_number(whole), rest=format_number(whole - part + slip), unit=unit
    )
    assert [finding.rule for finding in findings_in(wrong)] == ["rest_mismatch"]


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(COUNT, st.integers(1, 99)), min_size=4, max_size=12), wrong=st.integers(0, 11))
def test_one_wrong_cell_of_a_table_is_one_finding(rows: list[tuple[int, int]], wrong: int) -> None:
    def table(slip: int) -> str:
        lines = ["STT\tĐơn vị\tTổng số\tTrực tuyến\tTrực tiếp"]
        for index, (whole, share) in enumerate(rows):
            online = whole * share // 100 + 1
            direct = whole - online + (slip if index == wrong % len(rows) else 0)
            cells = [str(index + 1), f"Đơn vị {chr(65 + index)}", *map(format_number, (whole, online, direct))]
            lines.append("\t".join(cells))
        return "\n".join(lines)

    assume(all(whole > whole * share // 100 + 1 for whole, share in rows))
    assert findings_in(table(0)) == []
    assert [finding.rule for finding in findings_in(table(7))] == ["table_row_sum"]
