"""A day compared with the gateway: statements read, differences found, settled, taken in."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import pytest
from openpyxl import Workbook

from dean06.kernel.common.errors import InvalidInput, NotAllowed
from dean06.socioeconomic.payments import queries, services
from dean06.socioeconomic.payments.contrib import demo
from dean06.socioeconomic.payments.errors import NotApplicable, NoteMissing, StatementUnreadable
from dean06.socioeconomic.payments.models import GatewayTransaction, Reconciliation, ReconciliationLine
from dean06.socioeconomic.payments.statements import read_statement
from dean06.socioeconomic.payments.tests import factories as make
from dean06.socioeconomic.payments.tests.test_paying import snapshot
from dean06.socioeconomic.payments.types import Difference

DAY = make.START.date()
NOTE = "Đã gọi ngân hàng đối chiếu"


def kinds(run: Reconciliation) -> list[str]:
    return sorted(run.lines.values_list("difference", flat=True))


@pytest.mark.django_db
def test_a_day_on_which_everything_matches_with_the_gateway_s_own_interface() -> None:
    for _ in range(3):
        make.paid_online()
    run = services.reconcile(actor=make.accountant(), gateway="demo", day=DAY)
    assert kinds(run) == [Difference.MATCHED] * 3
    assert (run.our_sum, run.their_sum, run.our_count, run.their_count) == (150_000, 150_000, 3, 3)


@pytest.mark.django_db
def test_each_difference_is_found_and_settled() -> None:
    orders = [make.open_order(50_000) for _ in range(4)]
    attempts = [make.at_gateway(order).attempt for order in orders]
    for attempt in attempts[:3]:
        make.gateway_pays(attempt, 50_000)
    demo.pay(attempts[3], amount=50_000, succeeded=True, now=make.START)  # never told us
    statement = [
        row
        for row in demo.DemoGateway().statement(DAY)
        if row.order_code != orders[0].code  # the gateway forgot one
    ]
    changed = [replace(row, amount=45_000) if row.order_code == orders[1].code else row for row in statement]
    accountant = make.accountant()
    run = services.reconcile(
        actor=accountant, gateway="demo", day=DAY, statement=[*changed, changed[-1]], source="sao-ke.csv"
    )
    assert kinds(run) == ["amount", "matched", "missing_here", "missing_there", "repeated"]
    line = run.lines.get(difference=Difference.MISSING_HERE)
    assert line.order_code == orders[3].code
    before = snapshot()
    with pytest.raises(NoteMissing):
        services.resolve_difference(actor=accountant, line_id=line.pk, note="ok")
    with pytest.raises(NotAllowed):
        services.resolve_difference(actor=make.accountant(make.DESK), line_id=line.pk, note=NOTE)
    with pytest.raises(NotApplicable):
        services.resolve_difference(
            actor=accountant, line_id=run.lines.get(difference="amount").pk, note=NOTE, take_in=True
        )
    assert snapshot() == before
    assert not ReconciliationLine.objects.exclude(resolved_at=None).exists()
    services.resolve_difference(actor=accountant, line_id=line.pk, note=NOTE, take_in=True)
    assert queries.is_paid(orders[3].reference)
    with pytest.raises(NotApplicable):
        services.resolve_difference(actor=accountant, line_id=line.pk, note=NOTE)
    again = services.reconcile(actor=accountant, gateway="demo", day=DAY)
    assert again.pk == run.pk
    assert again.runs == 2
    assert again.lines.filter(difference=Difference.MISSING_HERE).get().resolution.endswith(NOTE)
    assert kinds(again).count("matched") == 4


@pytest.mark.django_db
def test_refunds_are_part_of_the_day() -> None:
    order = make.paid_online(50_000)
    refund = services.propose_refund(actor=make.SYSTEM, order_id=order.order_id, reason="Công dân rút hồ sơ")
    services.decide_refund(actor=make.head(), refund_id=refund.pk, approve=True, now=make.START)
    services.execute_refund(actor=make.SYSTEM, refund_id=refund.pk, now=make.START)
    run = services.reconcile(actor=make.accountant(), gateway="demo", day=DAY)
    assert kinds(run) == ["matched", "matched"]
    assert (run.our_sum, run.their_sum) == (0, 0)


@pytest.mark.django_db
def test_an_agency_s_accountant_compares_only_its_own_money() -> None:
    make.paid_online()
    other = make.open_order(20_000, agency=make.OTHER_DESK)
    make.gateway_pays(make.at_gateway(other).attempt, 20_000)
    local = make.accountant(make.DESK)
    run = services.reconcile(actor=local, gateway="demo", day=DAY, agency=make.DESK)
    assert (kinds(run), run.their_sum) == (["matched"], 50_000)
    before = Reconciliation.objects.count()
    for agency in ("", make.OTHER_DESK):
        with pytest.raises(NotAllowed):
            services.reconcile(actor=local, gateway="demo", day=DAY, agency=agency)
    for stranger in (make.desk(), make.head()):
        with pytest.raises(NotAllowed):
            services.reconcile(actor=stranger, gateway="demo", day=DAY, agency=make.DESK)
    with pytest.raises(InvalidInput):
        services.reconcile(actor=make.accountant(), gateway="demo", day=DAY + dt.timedelta(days=1), now=make.START)
    assert Reconciliation.objects.count() == before
    assert make.accountant(make.OTHER_DESK) and not queries.reconciliations(make.accountant(make.OTHER_DESK)).exists()


@pytest.mark.django_db
def test_a_transfer_by_vietqr_is_taken_in_from_the_bank_s_statement() -> None:
    order = make.open_order(50_000, reference="H27.22.01-260302-0042")
    data = (
        "NGÂN HÀNG MẪU;;;\nSao kê tài khoản;;;\n"
        "Số bút toán;Ngày giao dịch;Ghi có;Diễn giải\n"
        "FT26061001;02/03/2026 10:15;50.000;IBFT h27.22.01-260302-0042 chuyen tien\n"
        "FT26061002;02/03/2026 11:00;7.000;tien mua hang\n;;;\nTổng;;57.000;\n"
    ).replace("Tổng;", ";")
    rows = read_statement(data.encode(), "sao-ke.csv")
    assert [(row.transaction_id, row.amount) for row in rows] == [("FT26061001", 50_000), ("FT26061002", 7_000)]
    accountant = make.accountant()
    run = services.reconcile(actor=accountant, gateway="vietqr", day=DAY, statement=rows)
    line = run.lines.get(order_code=order.code)
    services.resolve_difference(actor=accountant, line_id=line.pk, note=NOTE, take_in=True)
    assert queries.is_paid(order.reference)
    assert GatewayTransaction.objects.get().paid_at == make.START.replace(hour=10, minute=15)
    unknown = run.lines.get(transaction_id="FT26061002")
    services.resolve_difference(actor=accountant, line_id=unknown.pk, note=NOTE, take_in=True)
    assert queries.balance().by_account["unapplied"] == -7_000


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("50000", 50_000), ("50.000", 50_000), ("50,000.00", 50_000), ("-1.250.000 đ", -1_250_000), ("+7000 VND", 7_000)],
)
def test_amounts_as_statements_print_them(cell: str, amount: int) -> None:
    [row] = read_statement(f"Mã giao dịch\tSố tiền\nA1\t{cell}\n".encode(), "a.csv")
    assert row.amount == amount


@pytest.mark.parametrize("cell", ["50000.5", "50.00.0", "năm mươi", "", "1.000,000", "5e3"])
def test_an_amount_that_is_not_whole_dong_is_refused_with_its_line(cell: str) -> None:
    with pytest.raises(StatementUnreadable, match="Dòng 2"):
        read_statement(f"Mã giao dịch\tSố tiền\nA1\t{cell}\n".encode(), "a.csv")


def test_a_spreadsheet_with_numbers_and_dates() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Transaction ID", "Amount", "Time", "Order"])
    sheet.append([1234567, 50000, dt.datetime(2026, 3, 2, 10, 15), "KT1"])
    content = io.BytesIO()
    book.save(content)
    [row] = read_statement(content.getvalue(), "a.xlsx")
    assert (row.transaction_id, row.amount, row.order_code) == ("1234567", 50_000, "KT1")
    assert row.paid_at is not None and row.paid_at.hour == 10


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "a.csv"), (b"PK\x03\x04 hong", "a.xlsx"), (b"\x00\x01\x02", "a.csv"), (b"a;b\n1;2", "a.csv")],
)
def test_a_file_that_is_no_statement_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(StatementUnreadable):
        read_statement(data, name)
