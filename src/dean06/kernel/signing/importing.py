"""PRIVATE. A certificate with its key from a PKCS#12 file."""

from __future__ import annotations

import datetime as dt
import uuid

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from dean06.kernel.signing import sealed_files
from dean06.kernel.signing.errors import CertificateRefused
from dean06.kernel.signing.models import Certificate
from dean06.kernel.signing.types import CertificateKind


def from_pkcs12(*, agency: str, data: bytes, password: str, now: dt.datetime) -> Certificate:
    """Keep certificate, chain and sealed key. Raises ``CertificateRefused``: wrong file or password, not yet or no
    longer valid, an authority's certificate, or imported before.
    """
    if not agency.strip():
        raise CertificateRefused("Hãy chọn cơ quan của chứng thư.", fields={"agency": "Hãy chọn cơ quan."})
    try:
        key, own, others = pkcs12.load_key_and_certificates(data, password.encode() or None)
    except Exception as error:  # a wrong password and a wrong file fail in many ways, all meaning this
        raise CertificateRefused() from error
    if key is None or own is None:
        raise CertificateRefused("Tệp không có đủ chứng thư và khóa bí mật. Hãy xuất lại tệp kèm khóa bí mật.")
    if not own.not_valid_before_utc <= now <= own.not_valid_after_utc:
        raise CertificateRefused(
            f"Chứng thư chỉ có hiệu lực từ {own.not_valid_before_utc:%d/%m/%Y} đến {own.not_valid_after_utc:%d/%m/%Y}. "
            "Hãy dùng chứng thư đang có hiệu lực."
        )
    if _is_authority(own):
        raise CertificateRefused("Đây là chứng thư của nơi cấp, không phải chứng thư của cơ quan.")
    fingerprint = own.fingerprint(hashes.SHA256()).hex()
    if Certificate.objects.filter(fingerprint=fingerprint).exists():
        raise CertificateRefused("Chứng thư này đã được nhập trước đây.")
    chain = _in_order(own, others)
    _trust(chain[-1] if chain else own, now)
    key_ref = uuid.uuid4().hex
    sealed_files.keep_key(key_ref, key)
    return Certificate.objects.create(
        kind=CertificateKind.AGENCY,
        agency=agency.strip(),
        name=_name_of(own),
        serial=f"{own.serial_number:x}",
        der=own.public_bytes(serialization.Encoding.DER),
        fingerprint=fingerprint,
        chain_pem="".join(entry.public_bytes(serialization.Encoding.PEM).decode() for entry in chain),
        valid_from=own.not_valid_before_utc,
        valid_to=own.not_valid_after_utc,
        is_trusted=not chain,
        key_store="file",
        key_ref=key_ref,
        created_at=now,
    )


def _trust(top: x509.Certificate, now: dt.datetime) -> None:
    """The head of the chain counts as a root: whoever may import certificates vouches for it."""
    fingerprint = top.fingerprint(hashes.SHA256()).hex()
    if top.subject == top.issuer and not _is_authority(top):
        return
    if not _is_authority(top):
        return
    Certificate.objects.get_or_create(
        fingerprint=fingerprint,
        defaults={
            "kind": CertificateKind.ROOT,
            "name": _name_of(top),
            "serial": f"{top.serial_number:x}",
            "der": top.public_bytes(serialization.Encoding.DER),
            "valid_from": top.not_valid_before_utc,
            "valid_to": top.not_valid_after_utc,
            "is_trusted": True,
            "key_store": "none",
            "created_at": now,
        },
    )


def _in_order(own: x509.Certificate, others: list[x509.Certificate]) -> list[x509.Certificate]:
    chain, current, left = [], own, list(others)
    while above := next((entry for entry in left if entry.subject == current.issuer), None):
        chain.append(above)
        left.remove(above)
        current = above
    return chain


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _name_of(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value)[:250] if names else certificate.subject.rfc4514_string()[:250]
