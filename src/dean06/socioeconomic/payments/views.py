"""Pages of orders: list, one order, cash, cancelling, refunds, the receipt."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.papers import to_docx, to_pdf
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.units import queries as units
from dean06.socioeconomic.payments import journal, queries, services
from dean06.socioeconomic.payments.acts.refunding import left_of
from dean06.socioeconomic.payments.forms import (
    CancelForm,
    CashForm,
    DecideForm,
    OrderFilterForm,
    PayOutForm,
    RefundForm,
)
from dean06.socioeconomic.payments.models import GatewayTransaction, PaymentOrder, Receipt
from dean06.socioeconomic.payments.receipts import receipt_paper
from dean06.socioeconomic.payments.types import Method, OrderState, RefundState

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def agency_names(codes: list[str]) -> dict[str, str]:
    """Short names by code."""
    return {code: found.short_name or found.name for code, found in units.get_agencies(codes).items()}


@require_safe
def order_list(request: ActorRequest) -> HttpResponse:
    """Orders of my agencies with their sums."""
    actor = actor_of(request, "payments.view")
    form = OrderFilterForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    wanted = queries.OrderFilter(
        text=given.get("q") or "",
        state=given.get("state") or "",
        method=given.get("method") or "",
        first=given.get("first"),
        last=given.get("last"),
    )
    rows = queries.orders(actor, wanted)
    totals = queries.totals(rows)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    names = agency_names([order.agency for order in page])
    context = {
        "form": form,
        "filtered": any(given.values()),
        "page": page,
        "rows": [(order, names.get(order.agency, order.agency)) for order in page],
        "totals": [(state.label, *totals.get(state, (0, 0))) for state in OrderState],
        "can_reconcile": actor.can("payments.reconcile"),
        "stuck_count": queries.stuck_count(actor, timezone.now()) if actor.can("payments.reconcile") else None,
        "can_decide": actor.can("payments.approve_refund"),
    }
    return render(request, "payments/list.html", context)


@require_safe
def order_page(request: ActorRequest, order_id: int) -> HttpResponse:
    """One order with everything that happened to it."""
    actor = actor_of(request, "payments.view")
    order = queries.order(actor, order_id)
    open_ = order.state == OrderState.OPEN
    accepted = order.transactions.filter(outcome="accepted").first()
    collects = actor.can("payments.collect", agency=order.agency)
    context = {
        "order": order,
        "receipt": Receipt.objects.filter(order=order).first(),
        "agency": agency_names([order.agency]).get(order.agency, order.agency),
        "lines": order.lines.all(),
        "attempts": order.attempts.all(),
        "transactions": order.transactions.all(),
        "refunds": order.refunds.all(),
        "journal": order.journal.all(),
        "balance": journal.balance(order).by_account,
        "pay": queries.pay_panel(queries.by_token(order.pay_token)) if open_ else None,
        "pay_url": request.build_absolute_uri(reverse("payments:pay", args=[order.pay_token])),
        "can_collect": open_ and collects,
        "can_refund": actor.can("payments.reconcile", agency=order.agency)
        and left_of(order, accepted, of_unapplied=False) > 0,
        "has_receipt": order.state in (OrderState.PAID, OrderState.REFUNDED),
    }
    return render(request, "payments/order.html", context)


def act_page(
    request: ActorRequest,
    *,
    form: django_forms.Form,
    run: Callable[[dict[str, Any]], object],
    said: str,
    after: str,
    title: str,
    lead: str,
    submit: str,
    facts: list[tuple[str, Any]],
    kind: str = "primary",
) -> HttpResponse:
    """The page of one act: facts, a form, and the service behind it."""
    if request.method == "POST" and form.is_valid():
        try:
            run(form.cleaned_data)
        except DomainError as refusal:
            if not show_refusal(form, refusal):
                raise
        else:
            messages.success(request, said)
            return redirect(after)
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit": submit,
        "kind": kind,
        "facts": facts,
        "cancel_url": after,
    }
    return render(request, "payments/act.html", context, status=422 if form.errors else 200)


def keyed() -> dict[str, str]:
    """Initial data of a form with a fresh idempotency key."""
    return {"idempotency_key": uuid.uuid4().hex}


def _order_facts(order: PaymentOrder) -> list[tuple[str, Any]]:
    return [
        ("Mã hồ sơ", order.reference),
        ("Mã khoản thu", order.code),
        ("Người nộp", order.payer_name),
        ("Số tiền", dong(order.total)),
        ("Trạng thái", order.get_state_display()),
    ]


def dong(amount: int) -> str:
    """``50.000 đ``."""
    return f"{amount:,} đ".replace(",", ".")


@require_http_methods(["GET", "POST"])
def cash(request: ActorRequest, order_id: int) -> HttpResponse:
    """Take cash."""
    actor = actor_of(request, "payments.collect")
    order = queries.order(actor, order_id)
    actor.require("payments.collect", agency=order.agency)
    return act_page(
        request,
        form=CashForm(request.POST or None, initial=keyed()),
        run=lambda given: services.pay_cash(
            actor=actor,
            order_id=order_id,
            receipt_number=given["receipt_number"],
            idempotency_key=given["idempotency_key"] or None,
        ),
        said=f"Đã thu {dong(order.total)} tiền mặt.",
        after=reverse("payments:order", args=[order_id]),
        title="Thu tiền mặt",
        lead="Chỉ bấm sau khi đã nhận đủ tiền. Khoản thu này không thể nộp trực tuyến nữa.",
        submit=f"Đã nhận đủ {dong(order.total)}",
        facts=_order_facts(order),
    )


@require_http_methods(["GET", "POST"])
def cancel(request: ActorRequest, order_id: int) -> HttpResponse:
    """Void an order made by mistake."""
    actor = actor_of(request, "payments.collect")
    order = queries.order(actor, order_id)
    actor.require("payments.collect", agency=order.agency)
    return act_page(
        request,
        form=CancelForm(request.POST or None, initial=keyed()),
        run=lambda given: services.cancel_at_desk(
            actor=actor, order_id=order_id, reason=given["reason"], idempotency_key=given["idempotency_key"] or None
        ),
        said="Đã hủy khoản thu.",
        after=reverse("payments:order", args=[order_id]),
        title="Hủy khoản thu",
        lead="Dùng khi lập nhầm. Tiền đến sau khi hủy được giữ lại để hoàn trả.",
        submit="Hủy khoản thu",
        kind="danger",
        facts=_order_facts(order),
    )


@require_http_methods(["GET", "POST"])
def propose(request: ActorRequest, order_id: int) -> HttpResponse:
    """Propose to give money of an order back."""
    actor = actor_of(request, "payments.reconcile")
    order = queries.order(actor, order_id)
    actor.require("payments.reconcile", agency=order.agency)
    left = left_of(order, None, of_unapplied=False)
    return act_page(
        request,
        form=RefundForm(request.POST or None, initial={"amount": left, **keyed()}),
        run=lambda given: services.propose_refund(
            actor=actor,
            order_id=order_id,
            amount=given["amount"],
            reason=given["reason"],
            idempotency_key=given["idempotency_key"] or None,
        ),
        said="Đã lập đề nghị hoàn tiền, chờ thủ trưởng duyệt.",
        after=reverse("payments:order", args=[order_id]),
        title="Đề nghị hoàn tiền",
        lead="Tiền nộp qua cổng được hoàn qua chính cổng đó; tiền mặt được chi tại quầy.",
        submit="Gửi đề nghị",
        facts=[*_order_facts(order), ("Còn có thể hoàn", dong(left))],
    )


@require_http_methods(["GET", "POST"])
def propose_unapplied(request: ActorRequest, transaction_id: int) -> HttpResponse:
    """Propose to give money back that paid nothing."""
    actor = actor_of(request, "payments.reconcile")
    taken = GatewayTransaction.objects.select_related("order").filter(pk=transaction_id).first()
    if taken is None or (taken.order is not None and not actor.can("payments.view", agency=taken.order.agency)):
        raise queries.OrderNotFound
    left = left_of(taken.order, taken, of_unapplied=True)
    return act_page(
        request,
        form=RefundForm(request.POST or None, initial={"amount": left, **keyed()}),
        run=lambda given: services.propose_refund(
            actor=actor,
            transaction_id=transaction_id,
            amount=given["amount"],
            reason=given["reason"],
            idempotency_key=given["idempotency_key"] or None,
        ),
        said="Đã lập đề nghị hoàn tiền, chờ thủ trưởng duyệt.",
        after=reverse("payments:stuck"),
        title="Đề nghị hoàn tiền thừa",
        lead="Khoản tiền này đã vào nhưng không thanh toán cho khoản thu nào.",
        submit="Gửi đề nghị",
        facts=[
            ("Giao dịch", taken.transaction_id),
            ("Khoản thu", taken.order.code if taken.order else taken.order_code),
            ("Vì sao thừa", taken.get_outcome_display()),
            ("Số tiền", dong(taken.amount)),
            ("Còn có thể hoàn", dong(left)),
        ],
    )


@require_safe
def refund_list(request: ActorRequest) -> HttpResponse:
    """Refunds of my agencies; those that wait for somebody first."""
    actor = actor_of(request, "payments.view")
    rows = queries.refunds(actor)
    states = {state.value: (state.value, state.label) for state in RefundState}
    wanted = request.GET.get("state", "")
    page = Paginator(rows.filter(state=wanted) if wanted in states else rows, 50).get_page(request.GET.get("page"))
    tabs: list[tuple[str, str, int | None, bool]] = [("Tất cả", "?", None, wanted not in states)]
    tabs += [
        (label, f"?state={value}", rows.filter(state=value).count(), wanted == value)
        for value, label in states.values()
    ]
    context = {
        "page": page,
        "tabs": tabs,
        "rows": [
            (
                refund,
                refund.state == RefundState.PROPOSED and actor.can("payments.approve_refund", agency=refund.agency),
                refund.state == RefundState.APPROVED
                and refund.method == Method.CASH
                and actor.can("payments.collect", agency=refund.agency),
            )
            for refund in page
        ],
    }
    return render(request, "payments/refunds.html", context)


def _refund_facts(request: ActorRequest, refund_id: int) -> tuple[Any, list[tuple[str, Any]]]:
    refund = queries.refunds(actor_of(request, "payments.view")).filter(pk=refund_id).first()
    if refund is None:
        raise queries.OrderNotFound("Không tìm thấy đề nghị hoàn tiền này.")
    facts: list[tuple[str, Any]] = [
        ("Mã hồ sơ", refund.order.reference if refund.order else ""),
        ("Người nộp", refund.order.payer_name if refund.order else ""),
        ("Số tiền hoàn", dong(refund.amount)),
        ("Cách hoàn", refund.get_method_display()),
        ("Lý do", refund.reason),
        ("Người đề nghị", refund.proposed_by_name),
        ("Trạng thái", refund.get_state_display()),
    ]
    return refund, facts


@require_http_methods(["GET", "POST"])
def decide(request: ActorRequest, refund_id: int) -> HttpResponse:
    """Approve or refuse a refund."""
    actor = actor_of(request, "payments.approve_refund")
    refund, facts = _refund_facts(request, refund_id)
    actor.require("payments.approve_refund", agency=refund.agency)
    return act_page(
        request,
        form=DecideForm(request.POST or None, initial=keyed()),
        run=lambda given: services.decide_refund(
            actor=actor,
            refund_id=refund_id,
            approve=given["decision"] == "approve",
            note=given["note"],
            idempotency_key=given["idempotency_key"] or None,
        ),
        said="Đã ghi quyết định về đề nghị hoàn tiền.",
        after=reverse("payments:refunds"),
        title="Duyệt hoàn tiền",
        lead="Người duyệt phải khác người lập đề nghị.",
        submit="Ghi quyết định",
        facts=facts,
    )


@require_http_methods(["GET", "POST"])
def pay_out(request: ActorRequest, refund_id: int) -> HttpResponse:
    """Hand an approved refund back."""
    actor = actor_of(request, "payments.collect")
    refund, facts = _refund_facts(request, refund_id)
    actor.require("payments.collect", agency=refund.agency)
    return act_page(
        request,
        form=PayOutForm(request.POST or None, initial=keyed()),
        run=lambda given: services.pay_refund_out(
            actor=actor,
            refund_id=refund_id,
            taken_by=given["taken_by"],
            voucher=given["voucher"],
            idempotency_key=given["idempotency_key"] or None,
        ),
        said=f"Đã chi hoàn {dong(refund.amount)}.",
        after=reverse("payments:refunds"),
        title="Chi hoàn tiền",
        lead="Ghi sau khi đã giao tiền cho người nộp.",
        submit=f"Đã giao {dong(refund.amount)}",
        facts=facts,
    )


@require_safe
def receipt(request: ActorRequest, order_id: int, form: str) -> HttpResponse:
    """The receipt as .pdf or .docx."""
    order = queries.order(actor_of(request, "payments.view"), order_id)
    paper = receipt_paper(order)
    content, kind = (to_pdf(paper), "application/pdf") if form == "pdf" else (to_docx(paper), _DOCX)
    name = f"bien-lai-{order.code}.{form}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
