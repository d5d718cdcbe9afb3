"""What is signed, and how: Ed25519 over canonical JSON that begins with its own kind. Pure.

Three kinds of statement: a leaf at its position, a tree head, the end of an export. None can pass for another.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dean06.kernel.audit.canonical import canonical_json


def key_id_of(public_key: Ed25519PublicKey) -> str:
    """The first 16 hexadecimal digits of SHA-256 of the key's 32 bytes: enough to tell an installation's keys apart."""
    raw = public_key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def public_pem(public_key: Ed25519PublicKey) -> str:
    """The public key as PEM text, to be kept by whoever will check exports."""
    return public_key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode(
        "ascii"
    )


def read_public_pem(pem: bytes) -> Ed25519PublicKey:
    """Raises ``ValueError`` when ``pem`` is not an Ed25519 public key."""
    try:
        key = serialization.load_pem_public_key(pem)
    except Exception as error:
        raise ValueError("not a PEM public key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")
    return key


@dataclass(frozen=True, slots=True)
class Head:
    """A tree head as it travels: in exports and in files kept for safety."""

    number: int
    size: int
    root_hash: bytes
    time: str
    key_id: str
    signature: bytes

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready; the inverse of ``from_dict``."""
        return {
            "kind": "head",
            "number": self.number,
            "size": self.size,
            "root_hash": self.root_hash.hex(),
            "time": self.time,
            "key_id": self.key_id,
            "signature": to_text(self.signature),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Head:
        """Raises ``ValueError`` when a field is missing, unknown or of the wrong type."""
        if set(values) != {"kind", "number", "size", "root_hash", "time", "key_id", "signature"}:
            raise ValueError("fields of a tree head")
        if not all(type(values[name]) is int and values[name] > 0 for name in ("number", "size")):
            raise ValueError("number and size of a tree head")
        if not all(isinstance(values[name], str) for name in ("root_hash", "time", "key_id", "signature")):
            raise ValueError("text of a tree head")
        return cls(
            values["number"],
            values["size"],
            from_hex(values["root_hash"]),
            values["time"],
            values["key_id"],
            from_text(values["signature"]),
        )

    def statement(self) -> bytes:
        """The bytes that are signed."""
        return head_statement(self.number, self.size, self.root_hash, self.time)


def head_statement(number: int, size: int, root_hash: bytes, time: str) -> bytes:
    """``dean06 audit head``: number, size, root and time of a tree head."""
    return _statement("head", number=number, size=size, root_hash=root_hash.hex(), time=time)


def leaf_statement(position: int, leaf: bytes) -> bytes:
    """``dean06 audit leaf``: this leaf stands at this position."""
    return _statement("leaf", position=position, leaf_hash=leaf.hex())


def end_statement(rows: int, heads: int, digest: str) -> bytes:
    """``dean06 audit export``: how much an export holds and SHA-256 of its bytes up to the last line."""
    return _statement("export", rows=rows, heads=heads, digest=digest)


def _statement(kind: str, **values: Any) -> bytes:
    return f"dean06 audit {kind} 1\n{canonical_json(values)}".encode()


class Signer:
    """A private key with its id."""

    def __init__(self, private_key: Ed25519PrivateKey) -> None:
        self._key = private_key
        self.public_key = private_key.public_key()
        self.key_id = key_id_of(self.public_key)

    def sign(self, statement: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(statement)


class Verifier:
    """The public keys an inspector trusts."""

    def __init__(self, *public_keys: Ed25519PublicKey) -> None:
        self._keys = {key_id_of(key): key for key in public_keys}

    def accepts(self, key_id: str, signature: bytes, statement: bytes) -> bool:
        """True if and only if one of the trusted keys has this id and made this signature."""
        key = self._keys.get(key_id)
        if key is None:
            return False
        try:
            key.verify(signature, statement)
        except InvalidSignature:
            return False
        return True

    def knows(self, key_id: str) -> bool:
        """True if a trusted key has this id."""
        return key_id in self._keys


def to_text(signature: bytes) -> str:
    """Base64."""
    return base64.b64encode(signature).decode("ascii")


def from_text(text: str) -> bytes:
    """Strict base64: the only spelling of its bytes. Raises ``ValueError``."""
    try:
        value = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error
    if to_text(value) != text:
        raise ValueError("not canonical base64")
    return value


def from_hex(text: str) -> bytes:
    """Lower-case hexadecimal. Raises ``ValueError``."""
    value = bytes.fromhex(text)
    if value.hex() != text:
        raise ValueError("not canonical hexadecimal")
    return value
