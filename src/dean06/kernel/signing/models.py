"""PRIVATE. Certificates and what was signed with them. Private keys never stand in the database (``keystores``)."""

from __future__ import annotations

from django.db import models

from dean06.kernel.signing.types import CertificateKind


class Certificate(models.Model):
    """An X.509 certificate. Only its end (revocation) changes after it was made or imported."""

    kind = models.CharField(max_length=10, choices=CertificateKind)
    #: Code of ``units.Agency``; empty for authorities.
    agency = models.CharField(max_length=40, blank=True, db_index=True)
    #: Name in the certificate (CN).
    name = models.CharField(max_length=250)
    #: Hexadecimal, as certificate viewers show it.
    serial = models.CharField(max_length=64)
    der = models.BinaryField()
    fingerprint = models.CharField(max_length=64, unique=True)
    issuer = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="issued")
    #: DER of the certificates above it that came with an import; one after the other in a PEM text.
    chain_pem = models.TextField(blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)
    #: Made by the trial authority: no legal force.
    is_demo = models.BooleanField(default=False)
    #: Trusted as a root of what this installation signed.
    is_trusted = models.BooleanField(default=False)
    #: Name of the key store (``SIGNING_KEY_STORES``) and the key's name in it.
    key_store = models.CharField(max_length=40, default="file")
    key_ref = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "chứng thư"
        indexes = [models.Index(fields=["agency", "kind", "valid_to"], name="signing_cert_agency")]


class SignedDocument(models.Model):
    """A paper signed here; found by its code or by the checksum of the file. Never changed but for a withdrawal."""

    code = models.CharField(max_length=14, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    file_id = models.BigIntegerField()
    agency = models.CharField(max_length=40, db_index=True)
    agency_name = models.CharField(max_length=250)
    title = models.CharField(max_length=300)
    #: Whom it is for, masked: the public page shows no more than this.
    holder_masked = models.CharField(max_length=120, blank=True)
    #: Record it belongs to (``"cases.case:17"``).
    owner = models.CharField(max_length=200, db_index=True)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="documents")
    signed_at = models.DateTimeField()
    signed_by_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "giấy tờ đã ký số"


class RevocationList(models.Model):
    """The newest certificate revocation list (RFC 5280) of an issuing authority of our own."""

    issuer = models.OneToOneField(Certificate, on_delete=models.CASCADE, related_name="revocation_list")
    number = models.PositiveIntegerField()
    der = models.BinaryField()
    issued_at = models.DateTimeField()
