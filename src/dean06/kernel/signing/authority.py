"""PRIVATE. The trial authority: a root, an issuing certificate, certificates of agencies, revocation lists (X.509).

A real installation imports what a licensed provider issued; nothing here has legal force, and each name says so.
"""

from __future__ import annotations

import datetime as dt
import uuid

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from dean06.kernel.signing import sealed_files
from dean06.kernel.signing.models import Certificate, RevocationList
from dean06.kernel.signing.types import CertificateKind

MARK = "THỬ NGHIỆM - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
#: Trial certificates reach back, so that a demo may play months that have passed.
_BEFORE, _AFTER = dt.timedelta(days=3 * 365), dt.timedelta(days=5 * 365)
_CRL_FOR = dt.timedelta(days=30)
#: X.520 allows 64 characters in a name.
_MOST = 64


def demo_allowed() -> bool:
    """Whether this installation may make trial certificates (demo, development, tests)."""
    return bool(getattr(settings, "SIGNING_DEMO_AUTHORITY", False))


def make_root(now: dt.datetime) -> Certificate:
    """The root of the trial authority."""
    return _make(CertificateKind.ROOT, _name("dean06 Root CA", ""), now=now)


def make_issuing(root: Certificate, now: dt.datetime) -> Certificate:
    """The certificate that issues those of agencies."""
    return _make(CertificateKind.ISSUING, _name("dean06 Issuing CA", ""), issuer=root, now=now)


def make_agency(issuer: Certificate, *, agency: str, agency_name: str, now: dt.datetime) -> Certificate:
    """A certificate for an agency."""
    return _make(CertificateKind.AGENCY, _name(agency_name, agency), issuer=issuer, agency=agency, now=now)


def make_list(issuer: Certificate, now: dt.datetime) -> RevocationList:
    """A new revocation list with every certificate of ``issuer`` that is revoked."""
    before = RevocationList.objects.select_for_update().filter(issuer=issuer).first()
    number = (before.number if before else 0) + 1
    above = x509.load_der_x509_certificate(bytes(issuer.der))
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(above.subject)
        .last_update(now)
        .next_update(now + _CRL_FOR)
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(_key_identifier(above), critical=False)
    )
    for revoked in Certificate.objects.filter(issuer=issuer, revoked_at__isnull=False).order_by("pk"):
        assert revoked.revoked_at is not None
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(int(revoked.serial, 16))
            .revocation_date(revoked.revoked_at)
            .build()
        )
    signed = builder.sign(_key(issuer), hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    made, _ = RevocationList.objects.update_or_create(
        issuer=issuer, defaults={"number": number, "der": signed, "issued_at": now}
    )
    return made


def list_address(issuer_id: int) -> str:
    """Where the revocation list of an issuing certificate is published."""
    return f"{settings.SITE_URL}/kiem-tra/thu-hoi/{issuer_id}.crl"


def _make(
    kind: CertificateKind,
    subject: x509.Name,
    *,
    now: dt.datetime,
    issuer: Certificate | None = None,
    agency: str = "",
) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    above = x509.load_der_x509_certificate(bytes(issuer.der)) if issuer else None
    authority = kind != CertificateKind.AGENCY
    start = now - _BEFORE if issuer is None or above is None else max(now - _BEFORE, above.not_valid_before_utc)
    end = now + _AFTER if issuer is None or above is None else min(now + _AFTER, above.not_valid_after_utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(
            x509.BasicConstraints(ca=authority, path_length=_depth(kind) if authority else None), critical=True
        )
        .add_extension(_usage(authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if issuer is not None and above is not None:
        builder = builder.add_extension(_key_identifier(above), critical=False)
        if not authority:
            point = x509.DistributionPoint(
                [x509.UniformResourceIdentifier(list_address(issuer.pk))],
                relative_name=None,
                reasons=None,
                crl_issuer=None,
            )
            builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    certificate = builder.sign(_key(issuer) if issuer else key, hashes.SHA256())
    key_ref = uuid.uuid4().hex
    sealed_files.keep_key(key_ref, key)
    return Certificate.objects.create(
        kind=kind,
        agency=agency,
        name=str(subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value),
        serial=f"{certificate.serial_number:x}",
        der=certificate.public_bytes(serialization.Encoding.DER),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        issuer=issuer,
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        is_demo=True,
        is_trusted=kind == CertificateKind.ROOT,
        key_store="file",
        key_ref=key_ref,
        created_at=now,
    )


def _name(common: str, agency: str) -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, MARK),
        x509.NameAttribute(NameOID.COMMON_NAME, _cut(common)),
    ]
    if agency:
        parts.insert(2, x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, _cut(agency)))
    return x509.Name(parts)


def _cut(text: str) -> str:
    """At most ``_MOST`` bytes of UTF-8, as ``cryptography`` counts, ending with a whole word."""
    data = text.encode()
    return text if len(data) <= _MOST else data[:_MOST].decode(errors="ignore").rpartition(" ")[0]


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _depth(kind: CertificateKind) -> int:
    return 1 if kind == CertificateKind.ROOT else 0


def _key_identifier(above: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    own = above.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def _key(certificate: Certificate) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_der_private_key(sealed_files.open_key(certificate.key_ref), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key
