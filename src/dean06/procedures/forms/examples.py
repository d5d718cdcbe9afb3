"""PRIVATE. What a form makes of an example of its pack (``dean06 pack check``): as people would be told."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.procedures.catalogue.types import ExampleOutcome, PackFiles
from dean06.procedures.forms import needs
from dean06.procedures.forms.rules import checking
from dean06.procedures.forms.rules.blueprint import build
from dean06.socioeconomic.payments.types import FeeInput


def check_example(files: PackFiles, example: object) -> ExampleOutcome:
    """Paths refused, papers asked for and the fee of the pack itself (the province's own rules are no part of it).

    ``example`` is a ``pack_format.ExampleForm``. Any code of five digits passes for a commune: which communes there are
    is no matter of the pack.
    """
    data, channel = getattr(example, "data"), getattr(example, "channel")  # noqa: B009 - of a private module
    on = max(files.meta.valid_from, timezone.localdate()) if files.meta.valid_to is None else files.meta.valid_from
    checked = checking.check(
        build(files), data, prefill={}, channel=channel, on=on, is_commune=lambda code: len(code) == 5
    )
    papers = needs.required_documents(files, checked.data, channel)
    fees = needs.fee_inputs(files, checked.data, channel)
    return ExampleOutcome(
        errors=tuple(sorted(checked.errors)),
        documents=tuple(one.document.id for one in papers),
        fee=sum(_plain_amount(fee, online=channel == "online", on=on) for fee in fees),
    )


def _plain_amount(fee: FeeInput, *, online: bool, on: dt.date) -> int:
    """Đồng of one fee as the pack says: online amount, the largest exemption, quantity."""
    if (fee.valid_from and on < fee.valid_from) or (fee.valid_to and on > fee.valid_to):
        return 0
    unit = fee.online_amount if online and fee.online_amount is not None else fee.amount
    percent = max((one.percent for one in fee.exemptions), default=0)
    return unit * (100 - percent) // 100 * fee.quantity
