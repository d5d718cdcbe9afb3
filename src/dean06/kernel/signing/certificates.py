"""PRIVATE. Finding the certificate an agency signs with; in the demo it is made at first use."""

from __future__ import annotations

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.db.models import Q
from pyhanko.sign.signers import Signer

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.signing import authority
from dean06.kernel.signing.errors import DemoNotAllowed, NoCertificate
from dean06.kernel.signing.keystores import key_store
from dean06.kernel.signing.models import Certificate
from dean06.kernel.signing.naming import agency_name
from dean06.kernel.signing.types import CertificateKind


def in_force(agency: str, now: dt.datetime) -> Certificate | None:
    """The agency's newest certificate in force; a real one goes before a trial one."""
    return (
        Certificate.objects.filter(
            Q(revoked_at__isnull=True) | Q(revoked_at__gt=now),
            agency=agency,
            kind=CertificateKind.AGENCY,
            valid_from__lte=now,
            valid_to__gte=now,
        )
        .order_by("is_demo", "-pk")
        .first()
    )


def to_sign_with(agency: str, *, actor: Actor, now: dt.datetime) -> Certificate:
    """The certificate to sign with. Where trial certificates are allowed, an agency without any gets one.

    An agency whose certificate was revoked stays without: revoking would mean nothing otherwise.
    Raises ``NoCertificate``.
    """
    found = in_force(agency, now)
    if found is not None:
        return found
    if not authority.demo_allowed() or Certificate.objects.filter(agency=agency, revoked_at__isnull=False).exists():
        raise NoCertificate(agency=agency)
    issuing = demo_issuing(actor, now)
    # Who comes second waits for the issuing certificate's row, then finds what the first one made.
    Certificate.objects.select_for_update().get(pk=issuing.pk)
    return in_force(agency, now) or issue(actor, agency, agency_name(agency), issuing, now)


def demo_issuing(actor: Actor, now: dt.datetime) -> Certificate:
    """The trial issuing certificate in force, made with its root when there is none. Raises ``DemoNotAllowed``."""
    if not authority.demo_allowed():
        raise DemoNotAllowed()
    found = (
        Certificate.objects.filter(
            kind=CertificateKind.ISSUING, is_demo=True, revoked_at__isnull=True, valid_from__lte=now, valid_to__gte=now
        )
        .order_by("pk")
        .first()
    )
    if found is not None:
        return found
    root = authority.make_root(now)
    issuing = authority.make_issuing(root, now)
    authority.make_list(issuing, now)
    audit.record(
        actor=actor,
        action="signing.authority_made",
        subject=f"signing.certificate:{issuing.pk}",
        details={"fingerprint": issuing.fingerprint},
    )
    return issuing


def issue(actor: Actor, agency: str, name: str, issuing: Certificate, now: dt.datetime) -> Certificate:
    """A trial certificate for an agency, with its audit row."""
    made = authority.make_agency(issuing, agency=agency, agency_name=name, now=now)
    audit.record(
        actor=actor,
        action="signing.certificate_issued",
        subject=f"signing.certificate:{made.pk}",
        details={"agency": agency, "serial": made.serial},
    )
    return made


def signer_of(certificate: Certificate) -> Signer:
    """The signer for a certificate, from its key store. Raises ``KeyUnusable`` or ``SignerUnreachable``."""
    return key_store(certificate.key_store).signer(certificate.key_ref, bytes(certificate.der), chain_of(certificate))


def chain_of(certificate: Certificate) -> tuple[bytes, ...]:
    """DER of the certificates above, nearest first."""
    chain, above = [], certificate.issuer
    while above is not None:
        chain.append(bytes(above.der))
        above = above.issuer
    if certificate.chain_pem:
        chain += [
            entry.public_bytes(serialization.Encoding.DER)
            for entry in x509.load_pem_x509_certificates(certificate.chain_pem.encode())
        ]
    return tuple(chain)
