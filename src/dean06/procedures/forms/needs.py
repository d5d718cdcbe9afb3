"""PRIVATE. What an application takes beside the form: papers (and what makes them unnecessary), fees and charges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from dean06.procedures.catalogue.queries import holds, value_at
from dean06.procedures.catalogue.types import Fee, PackFiles, PublishedPack, RequiredDocument
from dean06.procedures.forms.rules import visibility
from dean06.procedures.forms.rules.blueprint import blueprint, files_of
from dean06.procedures.forms.types import DocumentNeed
from dean06.socioeconomic.payments import queries as payments
from dean06.socioeconomic.payments.types import ExemptionInput, FeeInput, FeeLine


class StoredPaper(Protocol):
    """A usable paper of the personal store (``wallet.types.WalletRef``)."""

    @property
    def document_id(self) -> int: ...

    @property
    def type_code(self) -> str: ...


def required_documents(
    pack: PublishedPack | PackFiles,
    data: Mapping[str, Any],
    channel: str,
    *,
    usable: Iterable[str | StoredPaper] = (),
) -> list[DocumentNeed]:
    """See ``queries.required_documents``."""
    settled = visibility.asked(blueprint(pack), data, channel)
    stored: dict[str, list[int]] = {}
    for paper in usable:
        if isinstance(paper, str):
            stored.setdefault(paper, [])
        else:
            stored.setdefault(paper.type_code, []).append(paper.document_id)
    return [
        _need(document, stored)
        for document in files_of(pack).documents.documents
        if holds(document.when, settled, channel)
    ]


def _need(document: RequiredDocument, stored: Mapping[str, list[int]]) -> DocumentNeed:
    """What the State knows beats what the person has: nothing is taken from the store without need."""
    wallet_types = tuple(code for one in document.replaced_by if one.source == "wallet" for code in one.types)
    for one in document.replaced_by:
        if one.source != "wallet":
            return DocumentNeed(document, one.source, one.note, wallet_types)
    for one in document.replaced_by:
        held = [code for code in one.types if code in stored]
        if held:
            ids = tuple(number for code in held for number in stored[code])
            return DocumentNeed(document, "wallet", one.note, wallet_types, ids)
    return DocumentNeed(document, types=wallet_types)


def fee_lines(
    pack: PublishedPack | PackFiles, data: Mapping[str, Any], channel: str, on: dt.date, *, due: str = ""
) -> list[FeeLine]:
    """See ``queries.fee_lines``."""
    inputs = fee_inputs(pack, data, channel, due=due)
    return payments.lines_due(inputs, procedure_code=files_of(pack).meta.code, online=channel == "online", on=on)


def fee_inputs(
    pack: PublishedPack | PackFiles, data: Mapping[str, Any], channel: str, *, due: str = ""
) -> list[FeeInput]:
    """The fees of the pack that apply to these data, with quantities and exemptions evaluated."""
    # What was decided in processing is no question of the form, so nothing hides it.
    made = {name: data[name] for name in ("decision", "answer") if name in data}
    settled = {**made, **visibility.asked(blueprint(pack), data, channel)}
    return [
        _input(fee, settled, channel)
        for fee in files_of(pack).fees.fees
        if holds(fee.when, settled, channel) and due in ("", fee.due)
    ]


def _input(fee: Fee, data: Mapping[str, Any], channel: str) -> FeeInput:
    return FeeInput(
        code=fee.code,
        title=fee.title,
        kind=fee.kind,
        amount=fee.amount,
        online_amount=fee.online_amount,
        quantity=_quantity(fee, data),
        exemptions=tuple(
            ExemptionInput(one.code, one.title, one.percent, one.source)
            for one in fee.exemptions
            if holds(one.when, data, channel)
        ),
        valid_from=fee.valid_from,
        # A pack names the first day without the fee (as all its dates do), payments the last day with it.
        valid_to=fee.valid_to - dt.timedelta(days=1) if fee.valid_to else None,
        source=fee.source,
        certainty=fee.certainty,
    )


def _quantity(fee: Fee, data: Mapping[str, Any]) -> int:
    """Copies asked for, or items of a group; 1 where the fee is not multiplied."""
    if not fee.per:
        return 1
    value = value_at(data, fee.per)
    if isinstance(value, list):
        return len(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
