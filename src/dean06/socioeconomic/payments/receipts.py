"""PRIVATE. The receipt of a paid order as a paper."""

from __future__ import annotations

from django.utils import timezone

from dean06.kernel.common.papers import Column, LetterHead, Lines, Paper, Signature, Table, Text
from dean06.kernel.common.papers.types import Block
from dean06.kernel.common.vietnamese import number_to_words
from dean06.kernel.units import queries as units
from dean06.socioeconomic.payments.errors import OrderNotOpen
from dean06.socioeconomic.payments.models import PaymentOrder, Receipt
from dean06.socioeconomic.payments.types import LineKind, Method, OrderState


def receipt_paper(order: PaymentOrder) -> Paper:
    """Biên lai thu tiền phí, lệ phí. Raises ``OrderNotOpen`` (in words of a receipt) for an order that was not paid."""
    receipt = Receipt.objects.filter(order=order).first()
    if receipt is None or order.state not in (OrderState.PAID, OrderState.REFUNDED):
        raise OrderNotOpen("Khoản thu chưa được thanh toán nên chưa có biên lai.")
    agency = units.get_agencies([order.agency]).get(order.agency)
    paid = timezone.localtime(order.paid_at or receipt.issued_at)
    rows = tuple(
        (str(number), line.title, LineKind(line.kind).label, str(line.quantity), _dong(line.amount))
        for number, line in enumerate(order.lines.all(), 1)
    )
    words = number_to_words(order.total)
    blocks: list[Block] = [
        Lines(
            (
                ("Họ tên người nộp", order.payer_name),
                ("Mã hồ sơ", order.reference),
                ("Mã khoản thu", order.code),
                ("Hình thức nộp", Method(order.method).label),
                ("Thời điểm nộp", f"{paid:%H:%M ngày %d/%m/%Y}"),
            )
        ),
        Table(
            (
                Column("STT", 1, "centre"),
                Column("Tên khoản", 6),
                Column("Loại", 2),
                Column("Số lượng", 1.5, "right"),
                Column("Số tiền (đồng)", 2.5, "right"),
            ),
            (*rows, ("", "Cộng", "", "", _dong(order.total))),
        ),
        Text(f"Số tiền viết bằng chữ: {words[:1].upper()}{words[1:]} đồng.", italic=True),
    ]
    if order.refunded:
        blocks.append(Text(f"Đã hoàn lại cho người nộp: {_dong(order.refunded)} đồng.", bold=True))
    return Paper(
        kind="payment_receipt",
        title="BIÊN LAI THU TIỀN PHÍ, LỆ PHÍ",
        letter_head=LetterHead(agency=agency.name if agency else order.agency, number=receipt.number, day=paid.date()),
        blocks=tuple(blocks),
        signatures=(Signature("NGƯỜI NỘP TIỀN", order.payer_name), Signature("NGƯỜI THU TIỀN", _collector(receipt))),
    )


def _collector(receipt: Receipt) -> str:
    """Nobody signs for money that a gateway took."""
    return receipt.issued_by_name if receipt.order.method == Method.CASH else "Hệ thống"


def _dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
