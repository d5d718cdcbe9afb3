"""PUBLIC. Signing papers; making, importing and revoking certificates.

``sign_paper`` and ``sign_pdf`` do their part inside somebody else's write, which authorises; they leave their own
audit row. In the demo and in tests an agency gets its trial certificate at the first signature.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.papers import Paper, to_pdf
from dean06.kernel.files import services as files
from dean06.kernel.signing import authority, certificates, importing
from dean06.kernel.signing.errors import AlreadyRevoked, CertificateNotFound, DocumentNotFound
from dean06.kernel.signing.models import Certificate, SignedDocument
from dean06.kernel.signing.naming import agency_name, register_agency_names
from dean06.kernel.signing.rules import masked_name, new_code
from dean06.kernel.signing.stamping import said_time, signed_pdf
from dean06.kernel.signing.types import SignedRef
from dean06.kernel.writing.services import Write, service

__all__ = [
    "ensure_demo_authority",
    "import_certificate",
    "issue_certificate",
    "register_agency_names",
    "revoke_certificate",
    "sign_paper",
    "sign_pdf",
    "withdraw_document",
]

_PERMISSION = "signing.manage"


def sign_paper(
    *,
    actor: Actor,
    paper: Paper,
    agency: str,
    title: str,
    owner: str,
    now: dt.datetime | None = None,
    holder: str = "",
    filename: str = "",
) -> SignedRef:
    """Write ``paper`` as PDF with its code and QR code, sign it for ``agency`` (code), keep it; inside a transaction.

    ``owner``: label of the record it belongs to (``"cases.case:17"``), whose app decides who opens the file;
    ``holder``: the person's name, kept masked; ``filename``: without it the title names the file. Raises
    ``NoCertificate``, ``KeyUnusable``, ``SignerUnreachable``.
    """
    moment = now or timezone.now()
    code = new_code()
    caption = f"Mã kiểm tra: {code}\nKiểm tra tại {settings.SITE_URL}/kiem-tra"
    pdf = to_pdf(paper.with_code(code, address=f"{settings.SITE_URL}/kiem-tra/{code}", caption=caption))
    return _sign(
        actor=actor,
        pdf=pdf,
        code=code,
        agency=agency,
        title=title,
        owner=owner,
        now=moment,
        holder=holder,
        filename=filename or f"{title[:80]}.pdf",
        heading="Ký bởi",
        reason=title,
    )


def sign_pdf(
    *,
    actor: Actor,
    pdf: bytes,
    agency: str,
    title: str,
    owner: str,
    now: dt.datetime | None = None,
    holder: str = "",
    filename: str = "",
    certified_copy: bool = False,
) -> SignedRef:
    """Sign a finished PDF (a scan, another system's result) for ``agency``, keep it; inside a transaction.

    ``certified_copy``: the stamp begins with "SAO Y" (NĐ 30/2020, Điều 25: bản sao y điện tử). The PDF given stays
    within the signed file byte for byte. Raises as ``sign_paper`` does, and ``NotSignable``.
    """
    return _sign(
        actor=actor,
        pdf=pdf,
        code=new_code(),
        agency=agency,
        title=title,
        owner=owner,
        now=now or timezone.now(),
        holder=holder,
        filename=filename or f"{title[:80]}.pdf",
        heading="SAO Y" if certified_copy else "Ký bởi",
        reason=f"Sao y: {title}" if certified_copy else title,
    )


@service(permission=_PERMISSION)
def ensure_demo_authority(*, actor: Actor, write: Write, now: dt.datetime | None = None) -> Certificate:
    """The trial authority (root and issuing certificate), made unless it is there. Raises ``DemoNotAllowed``."""
    issuing = certificates.demo_issuing(actor, now or timezone.now())
    write.audited = True  # making it left its own row; finding it changed nothing
    return issuing


@service(permission=_PERMISSION)
def issue_certificate(
    *, actor: Actor, write: Write, agency: str, name: str = "", now: dt.datetime | None = None
) -> Certificate:
    """A trial certificate for an agency (code), also after an earlier one was revoked. Raises ``DemoNotAllowed``."""
    moment = now or timezone.now()
    if not agency.strip():
        raise InvalidInput("Hãy chọn cơ quan.", fields={"agency": "Hãy chọn cơ quan."})
    issuing = certificates.demo_issuing(actor, moment)
    made = certificates.issue(actor, agency.strip(), name.strip() or agency_name(agency.strip()), issuing, moment)
    write.audited = True  # ``issue`` left the row
    return made


@service(permission=_PERMISSION)
def import_certificate(
    *, actor: Actor, write: Write, agency: str, pkcs12: bytes, password: str, now: dt.datetime | None = None
) -> Certificate:
    """Take over an agency's certificate with its key from a PKCS#12 file; the key is sealed at once.

    The chain's last certificate becomes trusted. Raises ``CertificateRefused``.
    """
    made = importing.from_pkcs12(agency=agency, data=pkcs12, password=password, now=now or timezone.now())
    write.audit(
        "signing.certificate_imported", subject=made, details={"agency": agency, "fingerprint": made.fingerprint}
    )
    return made


@service(permission=_PERMISSION)
def revoke_certificate(
    *, actor: Actor, write: Write, certificate_id: int, reason: str, now: dt.datetime | None = None
) -> Certificate:
    """Revoke a certificate from ``now`` on; papers signed before stay genuine. A new revocation list is made.

    Raises ``CertificateNotFound``, ``AlreadyRevoked``, ``InvalidInput`` without a reason.
    """
    moment = now or timezone.now()
    if not reason.strip():
        raise InvalidInput("Hãy ghi lý do thu hồi.", fields={"reason": "Hãy ghi lý do thu hồi."})
    certificate = Certificate.objects.select_for_update().filter(pk=certificate_id, kind="agency").first()
    if certificate is None:
        raise CertificateNotFound()
    if certificate.revoked_at is not None:
        raise AlreadyRevoked()
    certificate.revoked_at, certificate.revoked_reason = moment, reason.strip()[:300]
    certificate.save(update_fields=["revoked_at", "revoked_reason"])
    if certificate.issuer is not None:
        authority.make_list(certificate.issuer, moment)
    write.audit(
        "signing.certificate_revoked",
        subject=certificate,
        details={"agency": certificate.agency, "serial": certificate.serial},
    )
    return certificate


def withdraw_document(*, actor: Actor, code: str, reason: str, now: dt.datetime | None = None) -> None:
    """Say that a signed paper no longer counts (its result was revoked); inside the caller's authorised write.

    Raises ``DocumentNotFound``. A paper withdrawn before keeps its first reason.
    """
    with transaction.atomic():
        document = SignedDocument.objects.select_for_update().filter(code=code).first()
        if document is None:
            raise DocumentNotFound()
        if document.withdrawn_at is not None:
            return
        document.withdrawn_at, document.withdrawn_reason = now or timezone.now(), reason.strip()[:300]
        document.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        audit.record(
            actor=actor,
            action="signing.document_withdrawn",
            subject=f"signing.signeddocument:{document.pk}",
            details={"code": code},
        )


def _sign(
    *,
    actor: Actor,
    pdf: bytes,
    code: str,
    agency: str,
    title: str,
    owner: str,
    now: dt.datetime,
    holder: str,
    filename: str,
    heading: str,
    reason: str,
) -> SignedRef:
    with transaction.atomic():
        certificate = certificates.to_sign_with(agency, actor=actor, now=now)
        name = agency_name(agency)
        lines = [f"{heading}: {name}", f"Thời gian ký: {said_time(now)}", f"Mã kiểm tra: {code}"]
        if certificate.is_demo:
            lines.append("BẢN THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ")
        signed = signed_pdf(
            pdf,
            signer=certificates.signer_of(certificate),
            lines=lines,
            reason=f"{reason[:120]} [{code}]",
            agency_name=name,
            now=now,
        )
        stored = files.store_upload(actor=actor, data=signed, filename=filename, owner=owner)
        document = SignedDocument.objects.create(
            code=code,
            sha256=hashlib.sha256(signed).hexdigest(),
            file_id=stored.pk,
            agency=agency,
            agency_name=name[:250],
            title=title[:300],
            holder_masked=masked_name(holder)[:120],
            owner=owner,
            certificate=certificate,
            signed_at=now,
            signed_by_id=actor.user_id,
        )
        audit.record(
            actor=actor,
            action="signing.document_signed",
            subject=f"signing.signeddocument:{document.pk}",
            details={"code": code, "agency": agency, "owner": owner, "sha256": document.sha256},
        )
    return SignedRef(code, signed, document.pk, stored.pk, document.sha256)
