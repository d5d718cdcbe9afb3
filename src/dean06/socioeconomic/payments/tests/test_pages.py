"""Pages of payments: who may open which, and the journeys of payer, desk, accountant and head."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.permissions import AreaKind
from dean06.kernel.accounts.tests.factories import (
    MembershipFactory,
    UserFactory,
    add_second_factor,
    make_actor,
    sign_in,
)
from dean06.kernel.common.papers import read_qr
from dean06.socioeconomic.payments import queries, services
from dean06.socioeconomic.payments.contrib import demo
from dean06.socioeconomic.payments.models import CollectionAccount, FeeOverrideRow, GatewayTransaction, PaymentOrder
from dean06.socioeconomic.payments.tests import factories as make
from dean06.socioeconomic.payments.types import FeeInput, OrderState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_called_yet() -> None:
    cache.clear()


def accountant(client: Client, agency: str = "") -> User:
    user = UserFactory(agency_code=agency)
    kind = AreaKind.AGENCY if agency else AreaKind.PROVINCE
    MembershipFactory(user=user, role="fee_accountant", area_kind=kind, area_code=agency)
    add_second_factor(user)
    client.force_login(user)
    return user


def account() -> None:
    services.save_account(
        actor=make_actor("procedure_controller"), agency="", bank_bin="970436", account_number="0011001234567",
        account_name="KHO BAC MAU",
    )  # fmt: skip


def test_a_visitor_pays_at_the_secret_address(client: Client) -> None:
    account()
    order = make.open_order(50_000)
    address = reverse("payments:pay", args=[order.pay_token])
    page = client.get(address).content.decode()
    assert "50.000 đ" in page and order.reference in page
    assert order.payer_name not in page
    answer = client.post(reverse("payments:start", args=[order.pay_token, "demo"]))
    gateway_page = answer["Location"]
    assert "Thanh toán thành công" in client.get(gateway_page).content.decode()
    back = client.post(gateway_page, {"choice": "success"})
    assert back["Location"] == address
    assert "Đã thanh toán" in client.get(address).content.decode()
    assert queries.is_paid(order.reference)


@pytest.mark.parametrize(
    ("choice", "paid", "stuck"),
    [
        ("success", True, 0),
        ("failure", False, 0),
        ("late", False, 0),
        ("double", True, 0),
        ("twice", True, 1),
        ("wrong", False, 1),
    ],
)
def test_each_choice_of_the_demo_gateway(client: Client, choice: str, paid: bool, stuck: int) -> None:
    order = make.open_order(50_000)
    attempt = make.at_gateway(order).attempt
    client.post(reverse("payments:demo_gateway", args=[attempt]), {"choice": choice})
    assert queries.is_paid(order.reference) is paid
    assert len([one for one in queries.stuck(make.accountant(), make.START) if one.kind == "unapplied"]) == stuck
    assert queries.balance().total == 0
    if choice == "late":
        services.ask_gateway(actor=make.accountant(), attempt=attempt)
        assert queries.is_paid(order.reference)


def test_the_code_on_the_page_holds_the_transfer(client: Client) -> None:
    import segno

    account()
    panel = queries.pay_panel(make.open_order(50_000, reference="H27.22.01-260302-0001"))
    picture = io.BytesIO()
    segno.make(panel.qr_payload, error="m", micro=False).save(picture, kind="png", scale=5, border=4)
    assert read_qr(picture.getvalue()) == [panel.qr_payload]
    assert "540550000" in panel.qr_payload and "H27.22.01-260302-0001" in panel.qr_payload


def test_callbacks_come_without_a_session_and_are_taken_once(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    order = make.open_order(50_000)
    row = demo.pay(make.at_gateway(order).attempt, amount=50_000, succeeded=True, now=make.START)
    payload, signature = demo.callback_of(row)
    address = reverse("payments:callback", args=["demo"])
    for _ in range(3):
        answer = strict.post(address, payload, content_type="application/json", headers={"X-Signature": signature})
        assert answer.status_code == 200
    assert GatewayTransaction.objects.get().notices == 3
    wrong = strict.post(address, payload, content_type="application/json", headers={"X-Signature": "x"})
    assert wrong.status_code == 403
    assert strict.get(address).status_code == 405
    assert strict.post(reverse("payments:callback", args=["khong-co"]), b"{}", content_type="a/b").status_code == 404


def test_a_flood_of_callbacks_is_slowed(client: Client) -> None:
    order = make.open_order()
    address = reverse("payments:start", args=[order.pay_token, "demo"])
    codes = [client.post(address).status_code for _ in range(22)]
    assert codes[:20] == [302] * 20
    assert codes[-1] == 429


PAGES = ("list", "stuck", "reconciliations", "refunds", "fee_rules", "new_rule", "account")
ALLOWED = {
    "one_stop_officer": {"list", "stuck", "refunds"},
    "fee_accountant": {"list", "stuck", "refunds", "reconciliations"},
    "agency_head": {"list", "stuck", "refunds"},
    "procedure_controller": {"fee_rules", "new_rule", "account"},
    "case_officer": set(),
    "administrator": set(),
    "auditor": set(),
}


@pytest.mark.parametrize("role", ALLOWED)
def test_who_may_open_which_page(client: Client, role: str) -> None:
    if role == "fee_accountant":
        accountant(client, make.DESK)
    else:
        sign_in(client, role, make.DESK if role not in ("procedure_controller", "administrator", "auditor") else "")
    for page in PAGES:
        expected = 200 if page in ALLOWED[role] else 403
        assert client.get(reverse(f"payments:{page}")).status_code == expected, page


def test_an_order_of_another_agency_does_not_exist_for_me(client: Client) -> None:
    mine, other = make.open_order(), make.open_order(agency=make.OTHER_DESK)
    sign_in(client, "one_stop_officer", make.DESK)
    page = client.get(reverse("payments:list")).content.decode()
    assert mine.reference in page and other.reference not in page
    for name in ("order", "cash", "cancel"):
        assert client.get(reverse(f"payments:{name}", args=[mine.order_id])).status_code == 200
        assert client.get(reverse(f"payments:{name}", args=[other.order_id])).status_code == 404
    assert client.post(reverse("payments:cash", args=[other.order_id])).status_code == 404
    assert client.get(reverse("payments:receipt", args=[other.order_id, "pdf"])).status_code == 404
    assert PaymentOrder.objects.get(pk=other.order_id).state == OrderState.OPEN


def test_cash_at_the_desk_pressed_twice_is_taken_once_and_gives_a_receipt(client: Client) -> None:
    order = make.open_order(50_000)
    sign_in(client, "one_stop_officer", make.DESK)
    address = reverse("payments:cash", args=[order.order_id])
    sent = {"receipt_number": "AA-01", "idempotency_key": "k1"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    assert client.post(address, {"receipt_number": "AA-02", "idempotency_key": "k2"}).status_code == 422
    assert queries.balance().by_account[f"cash:{make.DESK}"] == 50_000
    pdf = client.get(reverse("payments:receipt", args=[order.order_id, "pdf"]))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "AA-01" in text and "50.000" in text and "năm mươi nghìn" in text.lower()
    word = client.get(reverse("payments:receipt", args=[order.order_id, "docx"]))
    assert word.content[:2] == b"PK"


def test_no_receipt_before_payment(client: Client) -> None:
    order = make.open_order()
    sign_in(client, "one_stop_officer", make.DESK)
    assert client.get(reverse("payments:receipt", args=[order.order_id, "pdf"])).status_code == 409


def test_accountant_proposes_head_decides_on_pages(client: Client) -> None:
    order = make.paid_online(50_000)
    accountant(client, make.DESK)
    address = reverse("payments:propose", args=[order.order_id])
    assert client.post(address, {"amount": "60000", "reason": "Công dân rút hồ sơ"}).status_code == 422
    assert client.post(address, {"amount": "50000", "reason": "Công dân rút hồ sơ"}).status_code == 302
    refund = queries.refunds(make.head()).get()
    decide = reverse("payments:decide", args=[refund.pk])
    assert client.post(decide, {"decision": "approve"}).status_code == 403
    sign_in(client, "agency_head", make.OTHER_DESK)
    assert client.post(decide, {"decision": "approve"}).status_code == 404
    sign_in(client, "agency_head", make.DESK)
    assert "Duyệt" in client.get(reverse("payments:refunds")).content.decode()
    assert client.post(decide, {"decision": "approve"}).status_code == 302
    refund.refresh_from_db()
    assert refund.state == "approved"
    assert client.get(reverse("payments:order", args=[order.order_id])).status_code == 200


def test_a_statement_is_uploaded_and_its_difference_settled(client: Client) -> None:
    order = make.open_order(50_000)
    accountant(client)
    content = f"Mã giao dịch;Số tiền;Nội dung\nFT1;50.000;{order.code}\n".encode()
    answer = client.post(
        reverse("payments:reconciliations"),
        {"gateway": "vietqr", "day": "02/03/2026", "statement": SimpleUploadedFile("sao-ke.csv", content)},
    )
    page = client.get(answer["Location"]).content.decode()
    assert "Ghi nhận vào sổ" in page and "FT1" in page
    line = queries.reconciliations(make.accountant()).get().lines.get()
    address = reverse("payments:resolve", args=[line.pk]) + "?ghi-nhan=1"
    assert client.get(address).status_code == 200
    assert client.post(address, {"note": "Đã thấy tiền trong tài khoản"}).status_code == 302
    assert queries.is_paid(order.reference)
    assert client.get(reverse("payments:reconciliations")).status_code == 200
    no_file = client.post(reverse("payments:reconciliations"), {"gateway": "vietqr", "day": "02/03/2026"})
    assert no_file.status_code == 422
    bad = client.post(
        reverse("payments:reconciliations"),
        {"gateway": "vietqr", "day": "02/03/2026", "statement": SimpleUploadedFile("a.csv", b"x")},
    )
    assert bad.status_code == 422


def test_stuck_money_is_handled_by_one_press(client: Client) -> None:
    order = make.open_order(50_000, expires_at=make.after(hours=1))
    attempt = make.at_gateway(order).attempt
    services.expire_due(make.after(hours=2))
    demo.pay(attempt, amount=50_000, succeeded=True, now=make.after(hours=1))
    accountant(client, make.DESK)
    address = reverse("payments:stuck")
    assert "Hỏi lại cổng" in client.get(address).content.decode()
    client.post(reverse("payments:stuck_act", args=["hoi"]), {"key": attempt})
    assert "Ghi nhận cho hồ sơ" in client.get(address).content.decode()
    taken = GatewayTransaction.objects.get()
    assert client.get(reverse("payments:propose_unapplied", args=[taken.pk])).status_code == 200
    for key in ("", "x", "9" * 30, "0"):
        assert client.post(reverse("payments:stuck_act", args=["ghi-nhan"]), {"key": key}).status_code in (302, 404)
    sign_in(client, "one_stop_officer", make.DESK)
    assert client.post(reverse("payments:stuck_act", args=["ghi-nhan"]), {"key": taken.pk}).status_code == 403
    assert not queries.is_paid(order.reference)
    accountant(client, make.DESK)
    client.post(reverse("payments:stuck_act", args=["ghi-nhan"]), {"key": taken.pk})
    assert queries.is_paid(order.reference)


def test_a_resolution_of_the_council_lowers_online_charges_from_its_date(client: Client) -> None:
    sign_in(client, "procedure_controller")
    sent = {
        "procedure_code": "", "fee_code": "", "kind": "charge", "online_only": "on", "percent_off": "40",
        "fixed_amount": "", "valid_from": "01/04/2026", "valid_to": "", "source": "Nghị quyết mẫu 05/2026/NQ-HĐND",
        "certainty": "sure",
    }  # fmt: skip
    address = reverse("payments:new_rule")
    assert client.post(address, {**sent, "percent_off": ""}).status_code == 422
    assert client.post(address, {**sent, "source": ""}).status_code == 422
    assert not FeeOverrideRow.objects.exists()
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 422
    fee = FeeInput("le_phi", "Lệ phí", "charge", 20_000)
    for on, online, amount in (
        (dt.date(2026, 3, 31), True, 20_000),
        (dt.date(2026, 4, 1), True, 12_000),
        (dt.date(2026, 4, 1), False, 20_000),
    ):
        [line] = queries.lines_due([fee], procedure_code="1.004222", online=online, on=on)
        assert line.amount == amount
    row = FeeOverrideRow.objects.get()
    assert client.get(reverse("payments:edit_rule", args=[row.pk])).status_code == 200
    assert client.post(reverse("payments:edit_rule", args=[row.pk]), {**sent, "percent_off": "50"}).status_code == 302
    assert client.post(reverse("payments:withdraw_rule", args=[row.pk])).status_code == 302
    [line] = queries.lines_due([fee], procedure_code="1.004222", online=True, on=dt.date(2026, 4, 1))
    assert line.amount == 20_000
    rules = client.get(reverse("payments:fee_rules"))
    assert rules.status_code == 200
    assert f'href="{reverse("payments:list")}"' not in rules.text, "no link to a page that the controller may not open"
    client.post(
        reverse("payments:account"),
        {"agency": "", "bank_bin": "970436", "account_number": "00 11", "account_name": "KHO BAC MAU"},
    )
    assert not CollectionAccount.objects.exists()
