"""PRIVATE. From the record to what other apps see."""

from __future__ import annotations

import datetime as dt

from dean06.citizens.wallet import rules
from dean06.citizens.wallet.models import WalletDocument
from dean06.citizens.wallet.paper_types import type_names
from dean06.citizens.wallet.types import WalletRef


def ref(
    document: WalletDocument, on: dt.date, *, names: dict[str, str] | None = None, case_code: str = ""
) -> WalletRef:
    """The paper as of a day (``case_code``: within which dossier it is asked for)."""
    known = type_names() if names is None else names
    state = rules.state_on(
        validity=document.validity,
        issued_on=document.issued_on,
        valid_until=document.valid_until,
        revoked=document.revoked_at is not None,
        consumed_by=document.consumed_by,
        on=on,
        case_code=case_code,
    )
    return WalletRef(
        document_id=document.pk,
        type_code=document.type_code,
        title=document.title,
        number=document.number,
        issuer=document.issuer_name,
        issued_on=document.issued_on,
        validity=document.validity,
        valid_until=document.valid_until,
        is_valid=state == "usable",
        file_id=document.file_id,
        verified=document.verified,
        data=document.data,
        type_name=known.get(document.type_code, document.type_code),
        state=state,
        source=document.source,
        copy=document.copy,
        code=document.code,
        scope=document.scope,
        signed_code=document.signed_code,
        case_code=document.case_code,
        reuse_count=document.reuse_count,
        digitised_at=document.digitised_at,
        owner_person_id=document.owner_id,
    )


def refs(documents: list[WalletDocument], on: dt.date) -> list[WalletRef]:
    """Several, asking for the names once."""
    names = type_names()
    return [ref(document, on, names=names) for document in documents]
