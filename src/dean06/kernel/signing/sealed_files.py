"""Keys as files: PKCS#8, sealed with AES-256-GCM under a key derived from ``SECRET_KEY``, readable by the server only.

A stolen folder or backup is worth nothing without the secret, a stolen secret nothing without the folder. Opened keys
stay in the memory of the process that signs, never in a cache that others share.
"""

from __future__ import annotations

import functools
import os
import re
from pathlib import Path

from asn1crypto import keys, x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from dean06.kernel.signing.errors import KeyUnusable

_MAGIC = b"dean06-key-1"
_NONCE = 12


class SealedFiles:
    """The key store "file"."""

    def signer(self, key_ref: str, certificate_der: bytes, chain_der: tuple[bytes, ...]) -> Signer:
        """A signer whose opened key is kept by this process."""
        return _signer(str(folder()), key_ref, certificate_der, chain_der)


def folder() -> Path:
    """Where the files lie: ``SIGNING_KEY_DIR``, or ``keys`` in the data folder."""
    return Path(getattr(settings, "SIGNING_KEY_DIR", None) or Path(settings.DATA_DIR) / "keys")


def keep_key(key_ref: str, key: PrivateKeyTypes) -> None:
    """Seal a new key under a name. Raises ``FileExistsError`` when the name is taken."""
    path = _path(folder(), key_ref)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    nonce = os.urandom(_NONCE)
    sealed = _MAGIC + nonce + AESGCM(_sealing_key()).encrypt(nonce, plain, key_ref.encode())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())


def open_key(key_ref: str, where: Path | None = None) -> bytes:
    """The key of a name as PKCS#8. Raises ``KeyUnusable`` when it is missing, changed or sealed by another secret."""
    try:
        sealed = _path(where or folder(), key_ref).read_bytes()
    except OSError as error:
        raise KeyUnusable(key_ref=key_ref) from error
    if not sealed.startswith(_MAGIC):
        raise KeyUnusable(key_ref=key_ref)
    nonce, body = sealed[len(_MAGIC) :][:_NONCE], sealed[len(_MAGIC) + _NONCE :]
    try:
        return AESGCM(_sealing_key()).decrypt(nonce, body, key_ref.encode())
    except InvalidTag as error:
        raise KeyUnusable(key_ref=key_ref) from error


@functools.lru_cache(maxsize=256)
def _signer(where: str, key_ref: str, certificate_der: bytes, chain_der: tuple[bytes, ...]) -> SimpleSigner:
    key = keys.PrivateKeyInfo.load(open_key(key_ref, Path(where)))
    store = SimpleCertificateStore()
    store.register_multiple(x509.Certificate.load(der) for der in chain_der)
    return SimpleSigner(
        signing_cert=x509.Certificate.load(certificate_der), signing_key=key, cert_registry=store, embed_roots=True
    )


def _path(where: Path, key_ref: str) -> Path:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,80}", key_ref):
        raise KeyUnusable(key_ref=key_ref)
    return where / f"{key_ref}.sealed"


def _sealing_key() -> bytes:
    return _derived(settings.SECRET_KEY)


@functools.lru_cache(maxsize=4)
def _derived(secret: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"dean06.signing.sealed-files.1").derive(
        secret.encode()
    )
