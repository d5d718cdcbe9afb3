"""PUBLIC. Words of the personal store and what its queries return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Required, TypedDict

from django.db import models


class Validity(models.TextChoices):
    """How long a paper counts (working groups of digitised papers; the statutory wording is not certain)."""

    UNLIMITED = "unlimited", "Không thời hạn"
    LIMITED = "limited", "Có thời hạn"
    ONCE = "once", "Sử dụng một lần"


class Source(models.TextChoices):
    """How a paper came into the store."""

    RESULT = "result", "Kết quả thủ tục hành chính"
    SCAN = "scan", "Bộ phận một cửa số hóa"
    OWN = "own", "Người dân tự thêm"
    OUTSIDE = "outside", "Hệ thống khác gửi sang"


class Copy(models.TextChoices):
    """What the file is, compared to the paper. Only the first three are good for a procedure."""

    ORIGINAL = "original", "Bản chính điện tử"
    CERTIFIED = "certified", "Bản sao y điện tử (cơ quan ký số)"
    COMPARED = "compared", "Bản quét đã đối chiếu bản chính"
    PLAIN = "plain", "Bản quét chưa đối chiếu"


class PaperFacts(TypedDict, total=False):
    """What is said of a paper when it is put into a store, as keyword arguments of ``keep``, ``add_own``, ``digitise``.

    ``title`` "": the name of the kind. ``issuer_agency``: code of an agency of ours, else ``issuer_name``.
    ``validity``: a ``Validity``; unlimited unless said. ``scope``: where it counts.
    """

    type_code: Required[str]
    title: Required[str]
    number: str
    issuer_agency: str
    issuer_name: str
    issued_on: dt.date | None
    validity: str
    valid_until: dt.date | None
    scope: str


@dataclass(frozen=True, slots=True)
class WalletRef:
    """A paper of somebody's store. ``is_valid``: may be used on the day asked about; ``state`` says why not.

    ``verified``: an official compared it with the original, or it was born digital. ``data``: what was read off it.
    """

    document_id: int
    type_code: str
    title: str
    number: str
    issuer: str
    issued_on: dt.date | None
    validity: str
    valid_until: dt.date | None
    is_valid: bool
    file_id: int | None
    verified: bool
    data: Mapping[str, Any] = field(default_factory=dict)
    type_name: str = ""
    #: usable | expired | used | revoked | not_yet
    state: str = "usable"
    source: str = ""
    copy: str = ""
    code: str = ""
    scope: str = ""
    signed_code: str = ""
    case_code: str = ""
    reuse_count: int = 0
    digitised_at: dt.datetime | None = None
    owner_person_id: int = 0

    @property
    def state_label(self) -> str:
        """The state in words."""
        return STATE_LABELS[self.state]


STATE_LABELS = {
    "usable": "Dùng được",
    "expired": "Hết hạn",
    "used": "Đã dùng (giấy dùng một lần)",
    "revoked": "Đã thu hồi",
    "not_yet": "Chưa có hiệu lực",
}


@dataclass(frozen=True, slots=True)
class WalletUse:
    """One use of a paper in a dossier, as its owner sees it."""

    used_at: dt.datetime
    case_code: str
    agency: str
    by: str
    released: bool


@dataclass(frozen=True, slots=True)
class ReuseCount:
    """An agency's figures: papers it put into stores, and how often a stored paper saved an upload at its cases."""

    agency: str
    digitised: int
    certified: int
    reused: int


@dataclass(frozen=True, slots=True)
class PaperTypeRef:
    """A kind of paper; ``source``: where the name and validity come from."""

    code: str
    name: str
    validity: str
    source: str
    is_active: bool = True
    is_own: bool = False
