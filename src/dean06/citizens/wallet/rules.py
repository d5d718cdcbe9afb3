"""Pure rules: when a paper of the store may be used, and how it is called in the national record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dean06.citizens.wallet.types import Validity


def state_on(
    *,
    validity: str,
    issued_on: dt.date | None,
    valid_until: dt.date | None,
    revoked: bool,
    consumed_by: str,
    on: dt.date,
    case_code: str = "",
) -> str:
    """usable | revoked | used | not_yet | expired on a day; the last day of validity still counts.

    A paper that counts once stays usable within the dossier (``case_code``) that used it.
    """
    if revoked:
        return "revoked"
    if validity == Validity.ONCE and consumed_by and consumed_by != case_code:
        return "used"
    if issued_on is not None and on < issued_on:
        return "not_yet"
    if valid_until is not None and on > valid_until:
        return "expired"
    return "usable"


def metadata(
    *,
    code: str,
    title: str,
    number: str,
    owner_number: str,
    owner_name: str,
    issuer_agency: str,
    issuer_name: str,
    issued_on: dt.date | None,
    validity: str,
    valid_until: dt.date | None,
    scope: str,
    digitised_at: dt.datetime,
    data: Mapping[str, Any],
) -> dict[str, Any]:
    """The record of the store as provincial stores exchange it (names verbatim)."""
    return {
        "MaGiayTo": code,
        "TenGiayTo": title,
        "KyHieuGiayTo": number,
        "MaChuGiayTo": owner_number,
        "TenChuGiayTo": owner_name,
        "MaCoQuan": issuer_agency,
        "TenCoQuan": issuer_name,
        "NgayCap": issued_on.strftime("%d/%m/%Y") if issued_on else "",
        "ThoiHanHieuLuc": valid_until.strftime("%d/%m/%Y") if valid_until else Validity(validity).label,
        "PhamViHieuLuc": scope,
        "NgaySoHoa": digitised_at.strftime("%d/%m/%Y %H:%M:%S"),
        "ThongTinKhac": dict(data),
    }
