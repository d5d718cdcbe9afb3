"""The daily comparison of our books with a gateway's statement, and settling what differs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.writing.services import Write, service
from dean06.socioeconomic.payments import gateways
from dean06.socioeconomic.payments.acts.common import moment
from dean06.socioeconomic.payments.acts.paying import record_notice
from dean06.socioeconomic.payments.errors import NotApplicable, NoteMissing, OrderNotFound
from dean06.socioeconomic.payments.models import (
    GatewayTransaction,
    PaymentOrder,
    Reconciliation,
    ReconciliationLine,
    Refund,
)
from dean06.socioeconomic.payments.rules.reconciling import compare
from dean06.socioeconomic.payments.types import (
    CompareRow,
    Difference,
    GatewayNotice,
    OrderState,
    Outcome,
    RefundState,
    StatementRow,
)

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
#: What an order code or a dossier code looks like inside the words of a transfer.
_CODE_LIKE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{7,59}")
SHORTEST_NOTE = 10


@service(permission="payments.reconcile")
def reconcile(
    *,
    actor: Actor,
    write: Write,
    gateway: str,
    day: dt.date,
    statement: Sequence[StatementRow] | None = None,
    agency: str = "",
    source: str = "",
    now: dt.datetime | None = None,
) -> Reconciliation:
    """Compare a day (local) with the gateway's statement: a file that was read, or what its own interface says.

    ``agency`` empty: the whole province, which needs the right everywhere. Run again, it starts anew but keeps the
    differences that somebody settled. Raises ``NotAllowed``, ``GatewayNotOffered``, ``GatewayUnavailable``,
    ``InvalidInput`` for a day to come.
    """
    now = moment(now)
    write.authorise(agency=agency or WHOLE_PROVINCE)
    if day > timezone.localdate(now, _ZONE):
        raise InvalidInput("Ngày đối soát chưa tới.", fields={"day": "Hãy chọn hôm nay hoặc một ngày đã qua."})
    if statement is None:
        statement, source = gateways.get(gateway).statement(day), source or "Giao diện lập trình của cổng"
    orders = orders_named([row.order_code or row.note for row in statement])
    theirs = [
        (row, order) for row, order in zip(statement, orders, strict=True) if _concerns(row, order, gateway, agency)
    ]
    ours = _ours(gateway, day, agency)
    run, first = Reconciliation.objects.select_for_update().get_or_create(
        gateway=gateway,
        day=day,
        agency=agency,
        defaults={"run_at": now, "run_by_name": actor.name[:160], "source": source[:200]},
    )
    run.runs = 1 if first else run.runs + 1
    run.run_at, run.run_by_id, run.run_by_name, run.source = now, actor.user_id, actor.name[:160], source[:200]
    run.our_count, run.our_sum = len(ours), sum(row.amount for row in ours)
    run.their_count, run.their_sum = len(theirs), sum(row.amount for row, _ in theirs)
    run.save()
    kept = {
        (line.transaction_id, line.difference, line.ours, line.theirs) for line in run.lines.exclude(resolved_at=None)
    }
    run.lines.filter(resolved_at=None).delete()
    by_id = {row.transaction_id: row for row, _ in theirs}
    found = compare(
        ours,
        [CompareRow(row.transaction_id, row.amount, order.code if order else row.order_code) for row, order in theirs],
    )
    ReconciliationLine.objects.bulk_create(
        ReconciliationLine(
            reconciliation=run,
            difference=one.difference,
            transaction_id=one.transaction_id[:100],
            order_code=one.order_code[:60],
            ours=one.ours,
            theirs=one.theirs,
            their_time=by_id[one.transaction_id].paid_at if one.transaction_id in by_id else None,
            their_note=by_id[one.transaction_id].note[:300] if one.transaction_id in by_id else "",
        )
        for one in found
        if (one.transaction_id[:100], one.difference, one.ours, one.theirs) not in kept
    )
    different = sum(one.difference != Difference.MATCHED for one in found)
    write.audit(
        "payment.reconciled",
        subject=run,
        details={"gateway": gateway, "day": day.isoformat(), "rows": len(found), "different": different},
    )
    return run


def _ours(gateway: str, day: dt.date, agency: str) -> list[CompareRow]:
    begin = dt.datetime.combine(day, dt.time(), _ZONE)
    end = begin + dt.timedelta(days=1)
    taken = GatewayTransaction.objects.filter(gateway=gateway, paid_at__gte=begin, paid_at__lt=end)
    taken = taken.exclude(outcome=Outcome.FAILED).select_related("order")
    refunds = Refund.objects.filter(
        transaction__gateway=gateway, state=RefundState.EXECUTED, executed_at__gte=begin, executed_at__lt=end
    ).exclude(gateway_refund_id="")
    if agency:
        taken = taken.filter(Q(order__agency=agency))
        refunds = refunds.filter(agency=agency)
    rows = [CompareRow(row.transaction_id, row.amount, row.order.code if row.order else "") for row in taken]
    return rows + [
        CompareRow(row.gateway_refund_id, -row.amount, row.order.code if row.order else "")
        for row in refunds.select_related("order")
    ]


def _concerns(row: StatementRow, order: PaymentOrder | None, gateway: str, agency: str) -> bool:
    """Whether a line of the statement belongs into a reconciliation of ``agency`` (empty: every line does)."""
    if not agency:
        return True
    known = GatewayTransaction.objects.filter(gateway=gateway, transaction_id=row.transaction_id).first()
    if known is not None and known.order_id is not None:
        return known.order is not None and known.order.agency == agency
    refund = Refund.objects.filter(gateway_refund_id=row.transaction_id).first()
    if refund is not None:
        return refund.agency == agency
    return order is None or order.agency == agency


def orders_named(texts: Sequence[str]) -> list[PaymentOrder | None]:
    """The order that each text names, by its code or by the dossier's; of several the one that waits, then the latest.
    Two queries.
    """
    words = [{word.upper() for word in _CODE_LIKE.findall(text)} for text in texts]
    wanted = set().union(*words) if words else set()
    named: dict[str, PaymentOrder] = {}
    candidates = PaymentOrder.objects.filter(Q(code__in=wanted) | Q(reference__in=wanted)) if wanted else ()
    for order in sorted(candidates, key=lambda one: (one.state == OrderState.OPEN, one.pk)):
        named[order.reference.upper()] = order
    for order in candidates:
        named[order.code.upper()] = order
    return [next((named[word] for word in sorted(found) if word in named), None) for found in words]


@service(permission="payments.reconcile")
def resolve_difference(
    *, actor: Actor, write: Write, line_id: int, note: str, take_in: bool = False, now: dt.datetime | None = None
) -> ReconciliationLine:
    """Settle a difference with a note. ``take_in``: a movement that only the gateway knew is taken into our books as
    if the gateway had just reported it (it may pay its order, or becomes money owed back).

    Raises ``OrderNotFound``, ``NotAllowed``, ``NoteMissing``, ``NotApplicable`` for a line that cannot be taken in.
    """
    now = moment(now)
    line = (
        ReconciliationLine.objects.select_for_update(of=("self",))
        .select_related("reconciliation")
        .filter(pk=line_id)
        .first()
    )
    if line is None:
        raise OrderNotFound("Không tìm thấy dòng đối soát này.")
    run = line.reconciliation
    write.authorise(agency=run.agency or WHOLE_PROVINCE)
    if line.resolved_at is not None or line.difference == Difference.MATCHED:
        raise NotApplicable("Dòng này đã khớp hoặc đã được xử lý. Hãy tải lại trang.")
    note = note.strip()
    if len(note) < SHORTEST_NOTE:
        raise NoteMissing(fields={"note": NoteMissing.message})
    if take_in:
        note = f"{_take_in(actor, line, run, now)} {note}"
    line.resolution, line.resolved_at, line.resolved_by_name = note[:500], now, actor.name[:160]
    line.save(update_fields=["resolution", "resolved_at", "resolved_by_name"])
    write.audit(
        "payment.difference_resolved", subject=run, details={"line": line.pk, "kind": line.difference, "in": take_in}
    )
    return line


def _take_in(actor: Actor, line: ReconciliationLine, run: Reconciliation, now: dt.datetime) -> str:
    if line.difference != Difference.MISSING_HERE or line.theirs is None or line.theirs <= 0:
        raise NotApplicable("Chỉ ghi nhận được khoản tiền vào mà hệ thống chưa có.")
    taken = record_notice(
        actor=actor,
        gateway=run.gateway,
        notice=GatewayNotice(
            transaction_id=line.transaction_id,
            attempt="",
            order_code=line.order_code,
            amount=line.theirs,
            succeeded=True,
            paid_at=line.their_time or dt.datetime.combine(run.day, dt.time(12), _ZONE),
        ),
        now=now,
    )
    return f"Đã ghi nhận vào sổ: {Outcome(taken.outcome).label}."
