"""PUBLIC. What signing and verifying give back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models


class CertificateKind(models.TextChoices):
    """Place of a certificate in its chain."""

    ROOT = "root", "Gốc"
    ISSUING = "issuing", "Cấp chứng thư"
    AGENCY = "agency", "Cơ quan, tổ chức"


class VerifyState(models.TextChoices):
    """What was found out about a paper. Only ``GENUINE`` says that it may be relied on."""

    GENUINE = "genuine", "Chữ ký hợp lệ, nội dung nguyên vẹn"
    CHANGED = "changed", "Nội dung đã bị sửa sau khi ký"
    REPLACED = "replaced", "Không phải bản mà hệ thống đã ký"
    REVOKED = "revoked", "Chứng thư đã bị thu hồi"
    NOT_VALID_THEN = "not_valid_then", "Chứng thư không có hiệu lực lúc ký"
    UNKNOWN_SIGNER = "unknown_signer", "Người ký không thuộc hệ thống này"
    UNSIGNED = "unsigned", "Không có chữ ký số"
    UNREADABLE = "unreadable", "Không đọc được tệp"
    LOCKED = "locked", "Tệp đặt mật khẩu"
    NO_CODE = "no_code", "Không thấy mã kiểm tra trong ảnh"
    UNKNOWN_CODE = "unknown_code", "Không có mã này"
    WITHDRAWN = "withdrawn", "Giấy tờ đã bị thu hồi"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that is proved (``good``), disproved or merely said."""

    text: str
    kind: str = "info"


@dataclass(frozen=True, slots=True)
class SignedRef:
    """A paper that was just signed: its code, the signed file and where it is kept."""

    code: str
    pdf: bytes
    document_id: int
    file_id: int
    sha256: str


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """Answer to "is this paper genuine?". No personal data beyond title, agency, time and a masked name.

    ``whole``: not one byte changed since it was signed; ``None`` where nothing could be compared. ``is_demo``: signed
    by a certificate of the trial authority.
    """

    state: VerifyState
    sentences: tuple[Sentence, ...]
    signer: str = ""
    at: dt.datetime | None = None
    whole: bool | None = None
    code: str = ""
    title: str = ""
    holder: str = ""
    is_demo: bool = False

    @property
    def is_genuine(self) -> bool:
        """True only for a whole paper signed by a certificate that was valid."""
        return self.state == VerifyState.GENUINE


@dataclass(frozen=True, slots=True)
class CertificateRef:
    """A certificate as pages show it."""

    certificate_id: int
    kind: str
    agency: str
    name: str
    serial: str
    valid_from: dt.datetime
    valid_to: dt.datetime
    revoked_at: dt.datetime | None
    revoked_reason: str
    is_demo: bool
    key_store: str
    signed_count: int = 0
    #: Computed for the day of the page: active | expired | revoked | future.
    status: str = "active"
