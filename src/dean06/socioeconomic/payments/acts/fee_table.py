"""The province's own rules over the amounts of the packs, and the accounts that transfers go to."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.writing.services import Write, service
from dean06.socioeconomic.payments.acts.common import moment
from dean06.socioeconomic.payments.errors import OrderNotFound, OverrideRefused
from dean06.socioeconomic.payments.models import CollectionAccount, FeeOverrideRow
from dean06.socioeconomic.payments.rules import vietqr
from dean06.socioeconomic.payments.rules.fees import problem_of_override
from dean06.socioeconomic.payments.types import FeeOverride


@service(permission="procedures.edit")
def save_override(
    *, actor: Actor, write: Write, rule: FeeOverride, override_id: int | None = None, now: dt.datetime | None = None
) -> FeeOverrideRow:
    """Enter or correct a rule of the province. Orders made before keep their amounts.

    Raises ``NotAllowed``, ``OverrideRefused`` (fields), ``OrderNotFound`` for an id that is none.
    """
    if fields := problem_of_override(rule):
        raise OverrideRefused("Quy định mức thu chưa đúng.", fields=fields)
    row = FeeOverrideRow()
    if override_id is not None:
        row = _lock(override_id)
    same = FeeOverrideRow.objects.filter(
        withdrawn_at=None,
        procedure_code=rule.procedure_code,
        fee_code=rule.fee_code,
        kind=rule.kind,
        online_only=rule.online_only,
        valid_from=rule.valid_from,
    ).exclude(pk=row.pk)
    if same.exists():
        raise OverrideRefused(
            "Đã có quy định khác cho cùng phạm vi và cùng ngày bắt đầu.",
            fields={"valid_from": "Đã có quy định cùng phạm vi bắt đầu từ ngày này."},
        )
    for name in FeeOverride.__dataclass_fields__:
        setattr(row, name, getattr(rule, name))
    row.updated_at, row.updated_by_name = moment(now), actor.name[:160]
    row.save()
    write.audit(
        "payment.override_saved",
        subject=row,
        details={"procedure": rule.procedure_code, "fee": rule.fee_code, "percent": rule.percent_off},
    )
    return row


@service(permission="procedures.edit")
def withdraw_override(
    *, actor: Actor, write: Write, override_id: int, now: dt.datetime | None = None
) -> FeeOverrideRow:
    """Take a rule out of use from now on; it stays readable. Raises ``OrderNotFound``."""
    row = _lock(override_id)
    row.withdrawn_at = row.withdrawn_at or moment(now)
    row.updated_by_name = actor.name[:160]
    row.save(update_fields=["withdrawn_at", "updated_by_name"])
    write.audit("payment.override_withdrawn", subject=row)
    return row


@service(permission="procedures.edit")
def save_account(
    *,
    actor: Actor,
    write: Write,
    agency: str,
    bank_bin: str,
    account_number: str,
    account_name: str,
    now: dt.datetime | None = None,
) -> CollectionAccount:
    """The account on which ``agency`` (empty: every agency without one) takes transfers.

    Raises ``InvalidInput`` for a bank or number that no VietQR can hold.
    """
    try:
        vietqr.encode(bank_bin=bank_bin, account=account_number, amount=None, purpose="thu")
    except ValueError as error:
        raise InvalidInput(
            "Mã ngân hàng hoặc số tài khoản chưa đúng.",
            fields={"account_number": "Mã ngân hàng gồm 6 chữ số; số tài khoản gồm 4 đến 19 chữ số hoặc chữ cái."},
        ) from error
    row, _ = CollectionAccount.objects.update_or_create(
        agency=agency,
        defaults={
            "bank_bin": bank_bin,
            "account_number": account_number,
            "account_name": account_name.strip()[:100],
            "updated_at": moment(now),
            "updated_by_name": actor.name[:160],
        },
    )
    write.audit("payment.account_saved", subject=row, details={"agency": agency, "bank": bank_bin})
    return row


def _lock(override_id: int) -> FeeOverrideRow:
    row = FeeOverrideRow.objects.select_for_update().filter(pk=override_id).first()
    if row is None:
        raise OrderNotFound("Không tìm thấy quy định mức thu này.")
    return row
