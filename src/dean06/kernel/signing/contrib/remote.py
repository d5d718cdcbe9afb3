"""Keys in a hardware module or with a remote signing service: only the digest of what is signed leaves this server.

A province derives from ``RemoteKeys``, implements ``sign_digest`` with its provider's client and names the class in
``SIGNING_KEY_STORES``; the certificate's row says which key (``key_ref``) it belongs to.
"""

from __future__ import annotations

import asyncio
import hashlib

from asn1crypto import algos, x509
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from dean06.kernel.signing.errors import SignerUnreachable

#: Longest signature of the keys in use (RSA 4096), for the estimate that pyHanko asks for.
_LONGEST = 512


class RemoteKeys:
    """A key store whose keys never come here."""

    def signer(self, key_ref: str, certificate_der: bytes, chain_der: tuple[bytes, ...]) -> Signer:
        """A signer that asks the service for each signature."""
        return _RemoteSigner(self, key_ref, certificate_der, chain_der)

    def sign_digest(self, key_ref: str, digest: bytes, algorithm: str) -> bytes:
        """The raw signature of a digest (``algorithm``: "sha256"). Raises ``SignerUnreachable``."""
        raise NotImplementedError


class _RemoteSigner(Signer):
    def __init__(self, keys: RemoteKeys, key_ref: str, certificate_der: bytes, chain_der: tuple[bytes, ...]) -> None:
        certificate = x509.Certificate.load(certificate_der)
        store = SimpleCertificateStore()
        store.register_multiple(x509.Certificate.load(der) for der in chain_der)
        mechanism = "sha256_ecdsa" if certificate.public_key.algorithm == "ec" else "sha256_rsa"
        super().__init__(
            signing_cert=certificate,
            cert_registry=store,
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": mechanism}),
            embed_roots=True,
        )
        self._keys, self._key_ref = keys, key_ref

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(_LONGEST)
        digest = hashlib.new(digest_algorithm, data).digest()
        try:
            return await asyncio.to_thread(self._keys.sign_digest, self._key_ref, digest, digest_algorithm)
        except OSError as error:
            raise SignerUnreachable() from error
