"""Rules of payments: tables of input, date, expected, source."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.socioeconomic.payments.rules import fees, reconciling, settling, vietqr
from dean06.socioeconomic.payments.types import (
    CompareRow,
    Difference,
    ExemptionInput,
    FeeInput,
    FeeOverride,
    OrderState,
    Outcome,
)

DAY = dt.date(2026, 3, 2)
FEE = FeeInput(code="le_phi", title="Lệ phí đăng ký thường trú", kind="charge", amount=20_000, online_amount=10_000)
POOR = ExemptionInput("ho_ngheo", "Người thuộc hộ nghèo", 100, "Nghị quyết mẫu, Điều 3")
HALF = ExemptionInput("tre_em", "Trẻ em", 50, "Nghị quyết mẫu, Điều 4")
FORTY = FeeOverride(
    procedure_code="",
    fee_code="",
    kind="charge",
    online_only=True,
    percent_off=40,
    fixed_amount=None,
    valid_from=dt.date(2026, 1, 1),
    valid_to=dt.date(2026, 12, 31),
    source="Nghị quyết 01/2026/NQ-HĐND (mẫu)",
    certainty="sure",
)


@pytest.mark.parametrize(
    ("fee", "overrides", "online", "on", "amount", "word"),
    [
        (FEE, (), False, DAY, 20_000, ""),
        (FEE, (), True, DAY, 10_000, "trực tuyến"),
        (replace(FEE, quantity=3), (), True, DAY, 30_000, "trực tuyến"),
        (replace(FEE, exemptions=(POOR,)), (), False, DAY, 0, "Miễn"),
        (replace(FEE, exemptions=(HALF, POOR)), (), False, DAY, 0, "hộ nghèo"),
        (replace(FEE, exemptions=(HALF,)), (), True, DAY, 5_000, "Giảm 50%"),
        # The province's percentage and the pack's online amount never add up: the lower of the two.
        (FEE, (FORTY,), True, DAY, 10_000, "trực tuyến"),
        (replace(FEE, online_amount=None), (FORTY,), True, DAY, 12_000, "Giảm 40%"),
        (FEE, (replace(FORTY, percent_off=100),), True, DAY, 0, "Giảm 100%"),
        # Only online, only its kind, only within its dates.
        (replace(FEE, online_amount=None), (FORTY,), False, DAY, 20_000, ""),
        (replace(FEE, online_amount=None, kind="fee"), (FORTY,), True, DAY, 20_000, ""),
        (replace(FEE, online_amount=None), (FORTY,), True, dt.date(2025, 12, 31), 20_000, ""),
        (replace(FEE, online_amount=None), (FORTY,), True, dt.date(2026, 1, 1), 12_000, "Giảm"),
        (replace(FEE, online_amount=None), (FORTY,), True, dt.date(2026, 12, 31), 12_000, "Giảm"),
        (replace(FEE, online_amount=None), (FORTY,), True, dt.date(2027, 1, 1), 20_000, ""),
        # A rule for this procedure goes before one for all; a fixed amount replaces the pack's.
        (
            replace(FEE, online_amount=None),
            (FORTY, replace(FORTY, procedure_code="1.004222", percent_off=10)),
            True,
            DAY,
            18_000,
            "Giảm 10%",
        ),
        (
            FEE,
            (FORTY, replace(FORTY, procedure_code="1.004222", fee_code="le_phi", percent_off=None, fixed_amount=7_000)),
            True,
            DAY,
            7_000,
            "Mức thu của tỉnh",
        ),
        (replace(FEE, online_amount=None), (replace(FORTY, procedure_code="9.999"),), True, DAY, 20_000, ""),
        # Down to whole đồng.
        (replace(FEE, amount=3_333, online_amount=None), (FORTY,), True, DAY, 1_999, "Giảm 40%"),
    ],
)
def test_what_a_fee_comes_to(
    fee: FeeInput, overrides: tuple[FeeOverride, ...], online: bool, on: dt.date, amount: int, word: str
) -> None:
    line = fees.line_due(fee, overrides, procedure_code="1.004222", online=online, on=on)
    assert line.amount == amount
    assert word in line.reason_less
    assert bool(line.reason_less) == bool(word)
    assert line.full_amount == fee.amount * fee.quantity


def test_a_fee_out_of_its_dates_is_not_asked() -> None:
    old = replace(FEE, valid_to=dt.date(2026, 1, 31))
    new = replace(FEE, amount=30_000, online_amount=None, valid_from=dt.date(2026, 2, 1))
    for on, amount in ((dt.date(2026, 1, 31), 20_000), (dt.date(2026, 2, 1), 30_000)):
        lines = fees.lines_due([old, new], (), procedure_code="x", online=False, on=on)
        assert [line.amount for line in lines] == [amount]


_overrides = st.lists(
    st.builds(
        replace,
        st.just(FORTY),
        percent_off=st.integers(1, 100),
        online_only=st.booleans(),
        procedure_code=st.sampled_from(["", "a", "b"]),
    ),
    max_size=4,
)


@given(
    amount=st.integers(0, 10**9),
    online_amount=st.none() | st.integers(0, 10**9),
    quantity=st.integers(0, 100),
    percents=st.lists(st.integers(1, 100), max_size=3),
    overrides=_overrides,
    online=st.booleans(),
)
def test_amounts_are_whole_and_reductions_only_reduce(
    amount: int,
    online_amount: int | None,
    quantity: int,
    percents: list[int],
    overrides: list[FeeOverride],
    online: bool,
) -> None:
    given_fee = replace(
        FEE,
        amount=amount,
        online_amount=online_amount,
        quantity=quantity,
        exemptions=tuple(replace(HALF, percent=percent) for percent in percents),
    )
    line = fees.line_due(given_fee, overrides, procedure_code="a", online=online, on=DAY)
    assert type(line.amount) is int
    most = max(amount, online_amount or 0) * quantity
    assert 0 <= line.amount <= most
    if 100 in percents:
        assert line.amount == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"percent_off": None}, "percent_off"),
        ({"fixed_amount": 5_000}, "percent_off"),
        ({"percent_off": 101}, "percent_off"),
        ({"percent_off": None, "fixed_amount": 5_000}, "fee_code"),
        ({"valid_to": dt.date(2025, 1, 1)}, "valid_to"),
        ({"source": " "}, "source"),
        ({}, ""),
    ],
)
def test_a_rule_of_the_province_must_make_sense(changes: dict[str, object], field: str) -> None:
    found = fees.problem_of_override(replace(FORTY, **changes))  # type: ignore[arg-type]
    assert set(found) == ({field} if field else set())


# --- VietQR ------------------------------------------------------------------------------------------------------


def test_crc_check_value() -> None:
    assert vietqr.crc16(b"123456789") == "29B1"


def test_vietqr_example_byte_for_byte() -> None:
    expected = (
        "00020101021238570010A00000072701270006970436011300110012345670208QRIBFTTA53037045405200005802VN"
        "62250821H27.22.01-250728-00016304A878"
    )
    assert (
        vietqr.encode(bank_bin="970436", account="0011001234567", amount=20_000, purpose="H27.22.01-250728-0001")
        == expected
    )


def test_a_static_code_has_no_amount() -> None:
    text = vietqr.encode(bank_bin="970436", account="0011001234567", amount=None, purpose="thu phi")
    assert text.startswith("000201010211")
    assert "5802VN" in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"bank_bin": "97043"},
        {"account": "123"},
        {"account": "12 34 56"},
        {"amount": 0},
        {"amount": -1},
        {"purpose": "lệ phí"},
        {"purpose": ""},
        {"purpose": "x" * 26},
    ],
)
def test_a_code_that_no_bank_would_read_is_not_made(wrong: dict[str, object]) -> None:
    good = {"bank_bin": "970436", "account": "0011001234567", "amount": 1_000, "purpose": "thu"}
    with pytest.raises(ValueError):
        vietqr.encode(**{**good, **wrong})  # type: ignore[arg-type]


@given(
    account=st.from_regex(r"[A-Za-z0-9]{4,19}", fullmatch=True),
    amount=st.integers(1, 10**12),
    purpose=st.from_regex(r"[A-Za-z0-9.\-]{1,25}", fullmatch=True),
)
def test_every_code_reads_back_field_by_field(account: str, amount: int, purpose: str) -> None:
    text = vietqr.encode(bank_bin="970418", account=account, amount=amount, purpose=purpose)
    assert vietqr.crc16(text[:-4].encode()) == text[-4:]
    found = _fields(text)
    assert list(found) == ["00", "01", "38", "53", "54", "58", "62", "63"]
    assert found["54"] == str(amount)
    assert _fields(found["62"]) == {"08": purpose}
    assert _fields(_fields(found["38"])["01"]) == {"00": "970418", "01": account}


def _fields(text: str) -> dict[str, str]:
    found = {}
    while text:
        tag, size = text[:2], int(text[2:4])
        found[tag], text = text[4 : 4 + size], text[4 + size :]
    return found


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("H27.22.01-250728-0001", "H27.22.01-250728-0001"),
        ("000.00.22.H27-250728-00000001", "KT2603020ABCDEFG"),
        ("", "KT2603020ABCDEFG"),
    ],
)
def test_words_of_the_transfer(reference: str, expected: str) -> None:
    assert vietqr.purpose_of(reference, "KT2603020ABCDEFG") == expected


# --- Settling and reconciling ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("succeeded", "state", "amount", "expected"),
    [
        (True, OrderState.OPEN, 100, Outcome.ACCEPTED),
        (True, OrderState.OPEN, 99, Outcome.WRONG_AMOUNT),
        (True, OrderState.OPEN, 101, Outcome.WRONG_AMOUNT),
        (True, OrderState.PAID, 100, Outcome.DUPLICATE),
        (True, OrderState.REFUNDED, 100, Outcome.DUPLICATE),
        (True, OrderState.CANCELLED, 100, Outcome.LATE),
        (True, OrderState.EXPIRED, 100, Outcome.LATE),
        (True, None, 100, Outcome.UNKNOWN_ORDER),
        (False, OrderState.OPEN, 100, Outcome.FAILED),
        (False, None, 100, Outcome.FAILED),
    ],
)
def test_what_a_report_of_a_gateway_does(
    succeeded: bool, state: OrderState | None, amount: int, expected: Outcome
) -> None:
    assert settling.outcome_of(succeeded=succeeded, state=state, total=100, amount=amount) == expected


_rows = st.lists(st.builds(CompareRow, st.sampled_from("abcdef"), st.integers(-3, 3)), max_size=8)


@given(ours=_rows, theirs=_rows)
def test_every_movement_of_either_side_is_compared_exactly_once(
    ours: list[CompareRow], theirs: list[CompareRow]
) -> None:
    mine = {row.transaction_id: row for row in ours}
    found = reconciling.compare(mine.values(), theirs)
    assert sorted(one.transaction_id for one in found if one.theirs is not None) == sorted(
        row.transaction_id for row in theirs
    )
    absent = [one.transaction_id for one in found if one.difference == Difference.MISSING_THERE]
    assert sorted(absent) == sorted(set(mine) - {row.transaction_id for row in theirs})
    for one in found:
        if one.difference == Difference.MATCHED:
            assert one.ours == one.theirs
        if one.difference == Difference.AMOUNT:
            assert one.ours != one.theirs
