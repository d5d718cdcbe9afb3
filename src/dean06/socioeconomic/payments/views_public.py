"""Pages without sign-in: the payment page behind its secret address, callbacks of gateways, the demo gateway's page."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.limiting import check_rate
from dean06.socioeconomic.payments import gateways, queries, services
from dean06.socioeconomic.payments.contrib import demo
from dean06.socioeconomic.payments.errors import OrderNotFound
from dean06.socioeconomic.payments.models import DemoGatewayPayment

#: Largest callback that is read, bytes.
_LARGEST_CALLBACK = 16_384


@login_not_required
@never_cache
@require_safe
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """What is to be paid, how, and whether it arrived. Shows the dossier's code, no name."""
    check_rate(request, "payments.pay", most=120, seconds=60)
    panel = queries.pay_panel(queries.by_token(token))
    template = "payments/pay_panel.html" if request.headers.get("HX-Request") else "payments/pay.html"
    return render(request, template, {"pay": panel})


@login_not_required
@require_POST
def start(request: HttpRequest, token: str, gateway: str) -> HttpResponse:
    """Go on to a gateway."""
    check_rate(request, "payments.start", most=20, seconds=60)
    order = queries.by_token(token)
    checkout = services.start_online(actor=_payer(request), order_id=order.order_id, gateway=gateway)
    return redirect(checkout.url)


def _payer(request: HttpRequest) -> Actor:
    """A citizen pays as himself; whoever else holds the address pays as nobody in particular."""
    actor: Actor | None = getattr(request, "actor", None)
    return actor if actor is not None and actor.can("payments.pay") else system_actor("Trang thanh toán")


@login_not_required
@csrf_exempt
@require_POST
def callback(request: HttpRequest, gateway: str) -> HttpResponse:
    """A gateway reports. Proved by its signature, safe against repetition; the answer says no more than "taken"."""
    check_rate(request, f"payments.callback.{gateway}", most=600, seconds=60)
    plugin = gateways.get(gateway)
    payload = request.read(_LARGEST_CALLBACK)
    taken = services.take_callback(
        gateway=plugin.name,
        payload=payload,
        signature=request.headers.get("X-Signature", ""),
        now=timezone.now(),
    )
    return JsonResponse({"result": "taken", "transaction_id": taken.transaction_id})


#: What the tester may let happen: code → label, hint.
DEMO_CHOICES = {
    "success": ("Thanh toán thành công", "Trừ tiền và báo ngay."),
    "failure": ("Thanh toán thất bại", "Không trừ tiền, báo thất bại."),
    "late": ("Thành công nhưng báo muộn", "Trừ tiền, chưa báo: hệ thống phải tự hỏi lại."),
    "double": ("Báo hai lần", "Trừ tiền một lần, gửi cùng một thông báo hai lần."),
    "twice": ("Trả tiền hai lần", "Trừ tiền hai lần: lần sau là tiền thừa phải hoàn."),
    "wrong": ("Sai số tiền", "Trừ thiếu 1.000 đồng so với số phải nộp."),
}


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def demo_gateway(request: HttpRequest, attempt: str) -> HttpResponse:
    """The demo gateway's own page: the tester chooses what happens."""
    gateways.get(demo.NAME)
    opened = DemoGatewayPayment.objects.filter(attempt=attempt, refund_key=None).order_by("pk").first()
    if opened is None:
        raise OrderNotFound("Cổng thử nghiệm không có giao dịch này.")
    if request.method == "POST":
        choice = request.POST.get("choice", "")
        if choice in DEMO_CHOICES:
            _let_happen(attempt, choice, opened.asked_amount, timezone.now())
            messages.info(request, f"Cổng thử nghiệm: {DEMO_CHOICES[choice][0].lower()}.")
            return redirect(urlsplit(opened.return_url).path)
    context = {
        "opened": opened,
        "choices": [(code, label, hint) for code, (label, hint) in DEMO_CHOICES.items()],
        "paid": DemoGatewayPayment.objects.filter(attempt=attempt).exclude(transaction_id=None),
        "back_url": urlsplit(opened.return_url).path,
    }
    return render(request, "payments/demo_gateway.html", context)


def _let_happen(attempt: str, choice: str, amount: int, now: dt.datetime) -> None:
    """Move the gateway's money and send its callbacks through the same door as any other gateway's."""
    paid = demo.pay(
        attempt,
        amount=max(1, amount - 1_000) if choice == "wrong" else amount,
        succeeded=choice != "failure",
        now=now,
    )
    told = [] if choice == "late" else [paid, paid] if choice == "double" else [paid]
    if choice == "twice":
        told.append(demo.pay(attempt, amount=amount, succeeded=True, now=now))
    for row in told:
        payload, signature = demo.callback_of(row)
        services.take_callback(gateway=demo.NAME, payload=payload, signature=signature, now=now)
        DemoGatewayPayment.objects.filter(pk=row.pk).update(told=row.told + 1)
