"""Pages of the accountant: what is stuck, reconciliation; and of who edits fee rules and accounts."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.errors import DomainError, InvalidInput
from dean06.kernel.common.form_refusals import show_refusal
from dean06.kernel.common.requests import ActorRequest, actor_of
from dean06.kernel.units import queries as units
from dean06.socioeconomic.payments import gateways, queries, services
from dean06.socioeconomic.payments.forms import AccountForm, NoteForm, OverrideForm, ReconcileForm
from dean06.socioeconomic.payments.models import CollectionAccount, FeeOverrideRow, Reconciliation, ReconciliationLine
from dean06.socioeconomic.payments.rules.vietqr import BANKS
from dean06.socioeconomic.payments.statements import read_statement
from dean06.socioeconomic.payments.types import BANK_TRANSFER, Difference
from dean06.socioeconomic.payments.views import act_page, agency_names, dong, keyed

STUCK_TITLES = {
    "unapplied": "Tiền vào nhưng không khớp khoản thu",
    "silent": "Cổng chưa trả lời",
    "not_resumed": "Đã nộp tiền nhưng hồ sơ chưa đi tiếp",
    "refund": "Đã duyệt hoàn nhưng chưa chi",
}


@require_safe
def stuck(request: ActorRequest) -> HttpResponse:
    """Everything that needs a hand, grouped by what is wrong."""
    actor = actor_of(request, "payments.view")
    found = queries.stuck(actor, timezone.now())
    context = {
        "groups": [(title, kind, [one for one in found if one.kind == kind]) for kind, title in STUCK_TITLES.items()],
        "total": len(found),
        "may_act": actor.can("payments.reconcile"),
    }
    return render(request, "payments/stuck.html", context)


@require_POST
def stuck_act(request: ActorRequest, act: str) -> HttpResponse:
    """One press on a stuck payment: ask the gateway, tell the dossier again, apply late money."""
    actor = actor_of(request, "payments.reconcile")
    key = request.POST.get("key", "")
    try:
        messages.success(request, _act(actor, act, key))
    except DomainError as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, refusal.message)
    return redirect("payments:stuck")


def _act(actor: Actor, act: str, key: str) -> str:
    if act == "hoi":
        found = services.ask_gateway(actor=actor, attempt=key)
        return "Cổng đã trả lời, kết quả đã được ghi nhận." if found else "Cổng chưa có giao dịch nào cho lần nộp này."
    if not key.isdigit() or len(key) > 18:
        raise InvalidInput("Không rõ khoản cần xử lý. Hãy tải lại trang.")
    if act == "bao-lai":
        services.announce_payment(actor=actor, order_id=int(key))
        return "Đã báo lại cho hồ sơ. Hồ sơ sẽ đi tiếp trong vòng một phút."
    services.apply_late_money(actor=actor, transaction_id=int(key))
    return "Đã ghi nhận khoản tiền cho hồ sơ."


def _own_agency(actor: Actor) -> str:
    """What an accountant reconciles: the whole province, or his own agency."""
    if WHOLE_PROVINCE in actor.agencies_for("payments.reconcile"):
        return ""
    held = sorted(actor.agencies_for("payments.reconcile"))
    return actor.agency if actor.agency in held else held[0]


@require_http_methods(["GET", "POST"])
def reconciliations(request: ActorRequest) -> HttpResponse:
    """Days compared so far, and the form that compares one."""
    actor = actor_of(request, "payments.reconcile")
    offered = [(one.name, one.label) for one in gateways.enabled()] + [
        (BANK_TRANSFER, gateways.label_of(BANK_TRANSFER))
    ]
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    form = ReconcileForm(request.POST or None, request.FILES or None, gateways=offered, initial={"day": yesterday})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        upload = given["statement"]
        try:
            if upload is None and given["gateway"] == BANK_TRANSFER:
                raise InvalidInput(
                    "Chuyển khoản chỉ đối soát được bằng tệp sao kê của ngân hàng.",
                    fields={"statement": "Hãy chọn tệp sao kê của ngân hàng."},
                )
            run = services.reconcile(
                actor=actor,
                gateway=given["gateway"],
                day=given["day"],
                statement=read_statement(upload.read(), upload.name) if upload else None,
                agency=_own_agency(actor),
                source=f"Tệp {upload.name}" if upload else "",
            )
        except DomainError as refusal:
            if not show_refusal(form, refusal):
                raise
        else:
            return redirect("payments:reconciliation", run.pk)
    page = Paginator(queries.reconciliations(actor), 30).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": [(run, _open_differences(run)) for run in page]}
    return render(request, "payments/reconciliations.html", context, status=422 if form.errors else 200)


def _open_differences(run: Reconciliation) -> int:
    return run.lines.exclude(difference=Difference.MATCHED).filter(resolved_at=None).count()


def _run(actor: Actor, run_id: int) -> Reconciliation:
    found = queries.reconciliations(actor).filter(pk=run_id).first()
    if found is None:
        raise queries.OrderNotFound("Không tìm thấy lần đối soát này.")
    return found


@require_safe
def reconciliation(request: ActorRequest, run_id: int) -> HttpResponse:
    """One compared day: differences first, each with how it was settled."""
    actor = actor_of(request, "payments.reconcile")
    run = _run(actor, run_id)
    lines = run.lines.all()
    context = {
        "run": run,
        "differences": lines.exclude(difference=Difference.MATCHED),
        "matched": lines.filter(difference=Difference.MATCHED).count(),
        "open": _open_differences(run),
        "sum_difference": run.their_sum - run.our_sum,
    }
    return render(request, "payments/reconciliation.html", context)


@require_http_methods(["GET", "POST"])
def resolve(request: ActorRequest, line_id: int) -> HttpResponse:
    """Settle a difference."""
    actor = actor_of(request, "payments.reconcile")
    line = ReconciliationLine.objects.select_related("reconciliation").filter(pk=line_id).first()
    if line is None:
        raise queries.OrderNotFound("Không tìm thấy dòng đối soát này.")
    run = _run(actor, line.reconciliation_id)
    take_in = request.GET.get("ghi-nhan") == "1"
    return act_page(
        request,
        form=NoteForm(request.POST or None, initial=keyed()),
        run=lambda given: services.resolve_difference(
            actor=actor,
            line_id=line_id,
            note=given["note"],
            take_in=take_in,
            idempotency_key=given["idempotency_key"] or None,
        ),
        said="Đã ghi cách xử lý.",
        after=reverse("payments:reconciliation", args=[run.pk]),
        title="Ghi nhận khoản tiền vào sổ" if take_in else "Xử lý chênh lệch",
        lead="Ghi như cổng vừa báo: đúng số tiền thì thanh toán khoản thu, sai thì thành tiền phải hoàn."
        if take_in
        else "Ghi rõ đã đối chiếu với ai, kết quả thế nào.",
        submit="Ghi nhận" if take_in else "Ghi cách xử lý",
        facts=[
            ("Giao dịch", line.transaction_id),
            ("Loại", line.get_difference_display()),
            ("Khoản thu", line.order_code),
            ("Sổ của hệ thống", "" if line.ours is None else dong(line.ours)),
            ("Sao kê của cổng", "" if line.theirs is None else dong(line.theirs)),
            ("Nội dung chuyển", line.their_note),
        ],
    )


@require_safe
def fee_rules(request: ActorRequest) -> HttpResponse:
    """The province's rules over the amounts of the packs, and the accounts."""
    actor_of(request, "procedures.edit")
    today = timezone.localdate()
    accounts = list(CollectionAccount.objects.order_by("agency"))
    names = agency_names([row.agency for row in accounts])
    context = {
        "rules": [
            (row, row.withdrawn_at is None and row.valid_from <= today and (not row.valid_to or today <= row.valid_to))
            for row in FeeOverrideRow.objects.all()
        ],
        "accounts": [
            (row, names.get(row.agency, "Mọi cơ quan còn lại"), BANKS.get(row.bank_bin, row.bank_bin))
            for row in accounts
        ],
    }
    return render(request, "payments/fee_rules.html", context)


@require_http_methods(["GET", "POST"])
def edit_rule(request: ActorRequest, override_id: int | None = None) -> HttpResponse:
    """Enter or correct a rule."""
    actor = actor_of(request, "procedures.edit")
    row = FeeOverrideRow.objects.filter(pk=override_id).first() if override_id is not None else None
    if override_id is not None and row is None:
        raise queries.OrderNotFound("Không tìm thấy quy định mức thu này.")
    names = set(OverrideForm.base_fields) - {"idempotency_key"}
    initial = {name: getattr(row, name) for name in names} if row else {"certainty": "sure"}
    form = OverrideForm(request.POST or None, initial=initial | keyed())
    return act_page(
        request,
        form=form,
        run=lambda given: services.save_override(
            actor=actor,
            rule=form.rule(),
            override_id=override_id,
            idempotency_key=given["idempotency_key"] or None,
        ),
        said="Đã lưu quy định mức thu. Áp dụng cho khoản thu lập từ nay.",
        after=reverse("payments:fee_rules"),
        title="Sửa quy định mức thu" if row else "Thêm quy định mức thu",
        lead="Ví dụ nghị quyết giảm lệ phí khi nộp trực tuyến. Quy định hẹp hơn được áp dụng trước; không cộng dồn.",
        submit="Lưu",
        facts=[],
    )


@require_http_methods(["GET", "POST"])
def withdraw_rule(request: ActorRequest, override_id: int) -> HttpResponse:
    """Take a rule out of use, after asking."""
    actor = actor_of(request, "procedures.edit")
    if request.method == "POST":
        services.withdraw_override(actor=actor, override_id=override_id)
        messages.success(request, "Đã bỏ quy định. Khoản thu lập từ nay không áp dụng quy định này.")
        return redirect("payments:fee_rules")
    row = FeeOverrideRow.objects.filter(pk=override_id).first()
    if row is None:
        raise queries.OrderNotFound("Không tìm thấy quy định mức thu này.")
    context = {
        "title": "Bỏ quy định mức thu",
        "question": "Khoản thu đã lập giữ nguyên số tiền; quy định vẫn xem lại được.",
        "facts": [("Căn cứ", row.source), ("Áp dụng từ", f"{row.valid_from:%d/%m/%Y}")],
        "submit": "Bỏ quy định",
        "cancel_url": reverse("payments:fee_rules"),
    }
    return render(request, "design/confirm.html", context)


@require_http_methods(["GET", "POST"])
def edit_account(request: ActorRequest) -> HttpResponse:
    """The account that transfers go to."""
    actor = actor_of(request, "procedures.edit")
    agencies = [(one.code, one.name) for one in units.current_agencies(on=timezone.localdate())]
    return act_page(
        request,
        form=AccountForm(request.POST or None, agencies=agencies),
        run=lambda given: services.save_account(actor=actor, **given),
        said="Đã lưu tài khoản nhận phí, lệ phí.",
        after=reverse("payments:fee_rules"),
        title="Tài khoản nhận chuyển khoản",
        lead="Tài khoản này được in trong mã VietQR của mọi khoản thu lập từ nay. Hãy kiểm tra kỹ.",
        submit="Lưu",
        facts=[],
    )
