"""PRIVATE. Putting a paper into somebody's store: the record, and its file under the store's own rule of access."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from dean06.citizens.wallet.access import label_of
from dean06.citizens.wallet.errors import PersonUnknown, TypeUnknown
from dean06.citizens.wallet.models import WalletDocument
from dean06.citizens.wallet.paper_types import paper_types
from dean06.citizens.wallet.types import Copy, Validity
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.files import queries as file_queries
from dean06.kernel.files import services as files
from dean06.kernel.population import queries as population
from dean06.kernel.units import queries as units


def store(
    *,
    actor: Actor,
    owner_person_id: int,
    type_code: str,
    title: str,
    number: str = "",
    issuer_agency: str = "",
    issuer_name: str = "",
    issued_on: dt.date | None = None,
    validity: str = Validity.UNLIMITED,
    valid_until: dt.date | None = None,
    scope: str = "",
    file_id: int | None = None,
    data: Mapping[str, Any] | None = None,
    source: str,
    copy: str,
    verified: bool,
    case_code: str = "",
    signed_code: str = "",
    now: dt.datetime,
) -> WalletDocument:
    """The stored record. Raises ``PersonUnknown``, ``TypeUnknown``, ``InvalidInput`` (dates that cannot be)."""
    person = population.persons([owner_person_id]).get(owner_person_id)
    if person is None:
        raise PersonUnknown("Không có người này trong dữ liệu dân cư.")
    kind = next((one for one in paper_types() if one.code == type_code), None)
    if kind is None:
        raise TypeUnknown(type_code=type_code)
    check_dates(validity, issued_on, valid_until, now)
    document = WalletDocument.objects.create(
        code=new_code(now),
        type_code=type_code,
        title=clean_line(title)[:250] or kind.name,
        number=clean_line(number)[:100],
        owner_id=person.person_id,
        owner_number=person.personal_id or "",
        owner_name=person.full_name[:120],
        issuer_agency=issuer_agency,
        issuer_name=(clean_line(issuer_name) or _name_of(issuer_agency))[:250],
        issued_on=issued_on,
        validity=validity,
        valid_until=valid_until,
        scope=clean_line(scope)[:200],
        digitised_at=now,
        data=dict(data or {}),
        source=source,
        copy=copy,
        verified=verified or copy in (Copy.ORIGINAL, Copy.CERTIFIED, Copy.COMPARED),
        case_code=case_code,
        signed_code=signed_code,
        kept_by_id=actor.user_id,
        kept_by_agency=actor.agency or "",
    )
    if file_id is not None:
        document.file_id = own_file(actor, file_id, label_of(document.pk))
        document.save(update_fields=["file_id"])
    return document


def own_file(actor: Actor, file_id: int, label: str) -> int:
    """A file row that belongs to the store: the actor's upload while unowned, else a second row of the content."""
    stored = file_queries.stored_file(file_id)
    if not stored.owner and (actor.is_system or stored.uploaded_by_id == actor.user_id):
        return files.attach(actor=actor, file_id=file_id, owner=label).pk
    with file_queries.content_path(file_id).open("rb") as content:
        return files.store_upload(actor=actor, data=content, filename=stored.name, owner=label).pk


def check_dates(validity: str, issued_on: dt.date | None, valid_until: dt.date | None, now: dt.datetime) -> None:
    """Raise ``InvalidInput`` when the dates do not fit the validity."""
    fields: dict[str, str] = {}
    if validity not in Validity.values:
        fields["validity"] = "Hãy chọn hiệu lực của giấy tờ."
    if validity == Validity.LIMITED and valid_until is None:
        fields["valid_until"] = "Giấy tờ có thời hạn thì phải ghi ngày hết hạn."
    if valid_until and issued_on and valid_until < issued_on:
        fields["valid_until"] = "Ngày hết hạn không được trước ngày cấp."
    if issued_on and issued_on > now.date() + dt.timedelta(days=1):
        fields["issued_on"] = "Ngày cấp không được sau hôm nay."
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields=fields)


def new_code(now: dt.datetime) -> str:
    """MaGiayTo: year and 40 random bits; says nothing about its owner."""
    return f"GT{now:%Y}-{secrets.token_hex(5).upper()}"


def _name_of(agency: str) -> str:
    found = units.get_agencies([agency]).get(agency) if agency else None
    return found.name if found else ""
