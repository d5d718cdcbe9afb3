"""PRIVATE. What the signature inside a PDF proves, by pyHanko's validator."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass

from asn1crypto import x509
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from dean06.kernel.signing.models import Certificate
from dean06.kernel.signing.rules import read_code
from dean06.kernel.signing.running import run

_CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@dataclass(frozen=True, slots=True)
class Proof:
    """What the newest signature of a file says. ``trusted``: its chain ends at a root of this installation."""

    intact: bool
    whole: bool
    trusted: bool
    fingerprint: str
    signer: str
    at: dt.datetime | None
    code: str
    count: int


class NotPdf(ValueError):
    """The file is no PDF that can be read."""


class Locked(NotPdf):
    """The PDF opens only with a password."""


def proof_of(data: bytes) -> Proof | None:
    """The proof of the newest signature, ``None`` without any. Raises ``NotPdf``, ``Locked``."""
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED:
            raise Locked("password")
        signatures = reader.embedded_regular_signatures
        if not signatures:
            return None
        return _proof(signatures[-1], len(signatures))
    except Locked:
        raise
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise NotPdf(str(error)) from error


def _proof(signature: EmbeddedPdfSignature, count: int) -> Proof:
    at = signature.self_reported_timestamp
    code = _code_in(str(signature.sig_object.get("/Reason", "")))
    try:
        status = _status(signature, at)
    except (SignatureValidationError, SigningError) as error:
        raise NotPdf(str(error)) from error
    certificate = status.signing_cert
    return Proof(
        intact=bool(status.intact and status.valid),
        whole=_is_whole(status),
        trusted=bool(status.trusted),
        fingerprint=certificate.sha256.hex(),
        signer=_name_of(certificate),
        at=at,
        code=code,
        count=count,
    )


def _status(signature: EmbeddedPdfSignature, at: dt.datetime | None) -> PdfSignatureStatus:
    """Judged as of the time of signing. Revocation is judged by ``queries`` from our own records, so nothing is
    fetched from the network while a visitor waits."""
    roots = [
        x509.Certificate.load(bytes(der))
        for der in Certificate.objects.filter(is_trusted=True).values_list("der", flat=True)
    ]
    context = ValidationContext(
        trust_roots=roots, moment=at, allow_fetching=False, revocation_mode="soft-fail", weak_hash_algos={"md5", "sha1"}
    )
    return run(async_validate_pdf_signature(signature, signer_validation_context=context))


def _is_whole(status: PdfSignatureStatus) -> bool:
    """The signature covers the file to its last byte, and what came before it was not rewritten."""
    return (
        status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        and status.modification_level in (None, ModificationLevel.NONE)
        and bool(status.intact)
    )


def _code_in(reason: str) -> str:
    found = _CODE.findall(reason)
    return (read_code(found[-1]) or "") if found else ""


def _name_of(certificate: x509.Certificate) -> str:
    native = certificate.subject.native
    name = native.get("common_name") or native.get("organization_name") or certificate.subject.human_friendly
    return str(name)[:200]
