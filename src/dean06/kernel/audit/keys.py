"""The signing key of this installation: one PEM file that only its owner may read."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from dean06.kernel.audit.errors import SigningKeyMissing, SigningKeyUnusable
from dean06.kernel.audit.signatures import Signer


def load_signer() -> Signer:
    """The signer of ``AUDIT_SIGNING_KEY_FILE``.

    Where ``AUDIT_CREATE_SIGNING_KEY`` is set (demo, development, tests) the first use makes the key. Raises
    ``SigningKeyMissing`` or ``SigningKeyUnusable``.
    """
    path = Path(settings.AUDIT_SIGNING_KEY_FILE)
    if settings.AUDIT_CREATE_SIGNING_KEY:
        create_key(path)
    try:
        pem = path.read_bytes()
    except FileNotFoundError as error:
        raise SigningKeyMissing() from error
    except OSError as error:
        raise SigningKeyUnusable() from error
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise SigningKeyUnusable(
            f"Tệp khóa ký nhật ký {path} đang cho người khác đọc. Hãy đặt quyền chỉ chủ tệp được đọc: chmod 600 {path}"
        )
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise SigningKeyUnusable() from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyUnusable()
    return Signer(key)


def create_key(path: Path) -> bool:
    """Make a new key at ``path`` (mode 0600) unless one is there; True if it was made. Safe when two processes race."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(
            Ed25519PrivateKey.generate().private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        return False
    finally:
        fresh.unlink()
    return True
