"""What a dossier costs: orders of ``payments`` under the dossier's code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.types import Channel
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import queries as forms
from dean06.socioeconomic.payments import queries as payments
from dean06.socioeconomic.payments import services as payment_services
from dean06.socioeconomic.payments.types import FeeLine, OrderRef


def lines(case: Case, pack: PublishedPack, due: str, now: dt.datetime) -> list[FeeLine]:
    """The fees of the case that are due at "submission", "processing" or "result"."""
    known = catalogue.facts(case.data, case.outputs)
    return forms.fee_lines(pack, known, Channel(case.channel).word, timezone.localdate(now), due=due)


def ask_before_reception(case: Case, pack: PublishedPack, actor: Actor, now: dt.datetime) -> OrderRef | None:
    """The order for what is due when handing in; ``None`` when that is nothing, or the parent case pays."""
    if case.parent_id is not None or not _has_fee(pack, "submission"):
        return None
    return ask(case, actor, lines(case, pack, "submission", now), now)


def ask_at_result(case: Case, pack: PublishedPack, actor: Actor, now: dt.datetime) -> OrderRef | None:
    """The order for what is due when the result is handed over; ``None`` when that is nothing."""
    if case.parent_id is not None or not _has_fee(pack, "result") or is_owed(case):
        return None
    return ask(case, actor, lines(case, pack, "result", now), now)


def ask(case: Case, actor: Actor, asked: Sequence[FeeLine], now: dt.datetime) -> OrderRef | None:
    """An order for these lines; ``None`` when they come to nothing. Raises what ``create_order`` raises."""
    if not sum(line.amount for line in asked):
        return None
    return payment_services.create_order(
        actor=actor,
        reference=case.code,
        payer_name=case.applicant_name,
        agency=case.receiving_agency,
        lines=asked,
        now=now,
    )


def is_owed(case: Case) -> bool:
    """Whether an order of the case waits for payment."""
    return bool(payments.open_references([case.code]))


def open_order(case: Case) -> OrderRef | None:
    """The order that waits for payment."""
    order = payments.order_of(case.code)
    return order if order is not None and order.is_open else None


def cancel_open(case: Case, actor: Actor, now: dt.datetime) -> None:
    """Nothing more is owed for a case that ended."""
    order = open_order(case)
    if order is not None:
        payment_services.cancel_order(actor=actor, order_id=order.order_id, reason="Hồ sơ đã kết thúc", now=now)


def _has_fee(pack: PublishedPack, due: str) -> bool:
    return any(fee.due == due for fee in pack.files.fees.fees)
