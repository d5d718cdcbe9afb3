"""A remote signer for tests: it has the key, the signing code only ever sees digests and signatures."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from dean06.kernel.signing import sealed_files
from dean06.kernel.signing.contrib.remote import RemoteKeys


class DemoRemote(RemoteKeys):
    """Signs with the trial key, as a service would."""

    def sign_digest(self, key_ref: str, digest: bytes, algorithm: str) -> bytes:
        key = serialization.load_der_private_key(sealed_files.open_key(key_ref), password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))
