"""Where private keys lie: a plugin interface with two implementations (sealed files here, remote signers in
``contrib``). ``settings.SIGNING_KEY_STORES`` maps names to dotted paths; "file" is always there.
"""

from __future__ import annotations

import functools
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from pyhanko.sign.signers import Signer

from dean06.kernel.signing.errors import KeyUnusable

_FILE = "dean06.kernel.signing.sealed_files.SealedFiles"


class KeyStore(Protocol):
    """Signs with keys that it does not hand out."""

    def signer(self, key_ref: str, certificate_der: bytes, chain_der: tuple[bytes, ...]) -> Signer:
        """A pyHanko signer for the key ``key_ref``. Raises ``KeyUnusable`` or ``SignerUnreachable``."""


@functools.cache
def key_store(name: str) -> KeyStore:
    """The store of a name. Raises ``KeyUnusable`` when the settings do not know it."""
    known: dict[str, str] = {"file": _FILE, **getattr(settings, "SIGNING_KEY_STORES", {})}
    if name not in known:
        raise KeyUnusable(f"Thiết lập không có nơi giữ khóa “{name}”. Hãy khai báo trong SIGNING_KEY_STORES.")
    made: Any = import_string(known[name])()
    return made
