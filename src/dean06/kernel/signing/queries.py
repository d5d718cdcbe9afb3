"""PUBLIC reads: is this paper genuine? Which certificates are there?

Verifying is open to everyone: it tells title, agency, time and a masked name, and leaves no audit row.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.db.models import Count, QuerySet
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.files import queries as files
from dean06.kernel.signing import certificates, verdicts, verifying
from dean06.kernel.signing.errors import CertificateNotFound, DocumentNotFound
from dean06.kernel.signing.models import Certificate, RevocationList, SignedDocument
from dean06.kernel.signing.rules import certificate_status, read_code
from dean06.kernel.signing.types import CertificateKind, CertificateRef, VerifyResult

__all__ = [
    "can_sign",
    "certificate_pem",
    "certificates_of",
    "revocation_list",
    "roots_pem",
    "signed_file",
    "verify_code",
    "verify_pdf",
    "verify_qr",
]


def verify_code(code: str) -> VerifyResult:
    """What is known of the paper with this code (typed, or the address in its QR code); checks its kept file too."""
    wanted = read_code(code)
    if wanted is None:
        return verdicts.not_a_code()
    document = SignedDocument.objects.select_related("certificate").filter(code=wanted).first()
    if document is None:
        return verdicts.unknown_code(wanted)
    return verdicts.of_document(document, whole=_kept_whole(document))


def verify_qr(texts: Sequence[str] | None) -> VerifyResult:
    """What a picture proves: by the first code of ours among the texts of its QR codes. ``None``: no picture at all."""
    if texts is None:
        return verdicts.unreadable()
    code = next((found for text in texts if (found := read_code(text))), None)
    if code is not None:
        return verify_code(code)
    return verdicts.foreign_qr() if texts else verdicts.no_qr()


def verify_pdf(data: bytes) -> VerifyResult:
    """What a PDF proves: whole? changed since? signed by whom? certificate valid then, revoked? given out by us?"""
    try:
        proof = verifying.proof_of(data)
    except verifying.Locked:
        return verdicts.locked()
    except verifying.NotPdf:
        return verdicts.unreadable()
    digest = hashlib.sha256(data).hexdigest()
    document = SignedDocument.objects.select_related("certificate").filter(sha256=digest).first()
    if proof is None:
        return verdicts.unsigned()
    certificate = Certificate.objects.filter(fingerprint=proof.fingerprint).first()
    other = None
    if document is None and proof.code:
        other = SignedDocument.objects.select_related("certificate").filter(code=proof.code).first()
    return verdicts.of_proof(proof, certificate=certificate, document=document, other=other)


def can_sign(agency: str, *, now: dt.datetime | None = None) -> bool:
    """Whether the agency has (or, in the demo, would get) a certificate in force."""
    moment = now or timezone.now()
    if certificates.in_force(agency, moment) is not None:
        return True
    return (
        certificates.authority.demo_allowed()
        and not Certificate.objects.filter(agency=agency, revoked_at__isnull=False).exists()
    )


def signed_file(code: str) -> int:
    """The file (``files``) of a signed paper, for the app that owns it. Raises ``DocumentNotFound``."""
    found = SignedDocument.objects.filter(code=read_code(code) or "").values_list("file_id", flat=True).first()
    if found is None:
        raise DocumentNotFound()
    return found


def certificates_of(actor: Actor, *, now: dt.datetime | None = None) -> list[CertificateRef]:
    """All certificates, agencies' newest first, with how many papers each signed. Raises ``NotAllowed``."""
    actor.require("signing.manage")
    moment = now or timezone.now()
    rows: QuerySet[Certificate] = Certificate.objects.annotate(signed_count=Count("documents")).order_by("kind", "-pk")
    return [_ref(row, moment) for row in rows]


def certificate_pem(certificate_id: int) -> str:
    """The certificate itself (public). Raises ``CertificateNotFound``."""
    found = Certificate.objects.filter(pk=certificate_id).first()
    if found is None:
        raise CertificateNotFound()
    return verdicts.pem(bytes(found.der))


def roots_pem() -> str:
    """Roots of this installation, and the authorities below them, for whoever verifies with other software (public)."""
    rows = Certificate.objects.exclude(kind=CertificateKind.AGENCY).order_by("pk")
    return "".join(verdicts.pem(bytes(row.der)) for row in rows)


def revocation_list(issuer_id: int) -> bytes:
    """The newest revocation list of an issuing certificate, DER (public). Raises ``CertificateNotFound``."""
    found = RevocationList.objects.filter(issuer_id=issuer_id).first()
    if found is None:
        raise CertificateNotFound("Nơi cấp này không có danh sách thu hồi.")
    return bytes(found.der)


def _kept_whole(document: SignedDocument) -> bool | None:
    """Whether the file we keep is what was signed; ``None`` when it cannot be read any more."""
    try:
        return hashlib.sha256(files.content(document.file_id)).hexdigest() == document.sha256
    except DomainError:
        return None


def _ref(row: Certificate, moment: dt.datetime) -> CertificateRef:
    return CertificateRef(
        certificate_id=row.pk,
        kind=row.kind,
        agency=row.agency,
        name=row.name,
        serial=row.serial,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        revoked_at=row.revoked_at,
        revoked_reason=row.revoked_reason,
        is_demo=row.is_demo,
        key_store=row.key_store,
        signed_count=getattr(row, "signed_count", 0),
        status=certificate_status(
            valid_from=row.valid_from, valid_to=row.valid_to, revoked_at=row.revoked_at, at=moment
        ),
    )
