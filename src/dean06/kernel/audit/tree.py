"""The hash tree of the log: RFC 9162 §2.1 (the tree of Certificate Transparency). Pure.

``Frontier`` keeps only the roots of the full subtrees on the left (at most 64 hashes), so adding one leaf and computing
the root cost the same at ten rows and at ten thousand million.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

HASH_BYTES = 32


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf: SHA-256 of a zero byte and the data, so that no leaf can pass for a node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree seen from its right edge: how many leaves, and the roots of its full subtrees, largest first."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """Raises ``ValueError`` when the number of hashes does not fit ``size``."""
        if size < 0 or len(hashes) != size.bit_count() or any(len(item) != HASH_BYTES for item in hashes):
            raise ValueError("a frontier with the wrong number of hashes")
        self.size = size
        self._hashes = list(hashes)

    @classmethod
    def of(cls, leaf_hashes: Iterable[bytes]) -> Frontier:
        """The frontier after these leaves."""
        frontier = cls()
        for item in leaf_hashes:
            frontier.append(item)
        return frontier

    @classmethod
    def from_bytes(cls, size: int, packed: bytes) -> Frontier:
        """What ``to_bytes`` gave. Raises ``ValueError`` when it does not fit."""
        return cls(size, [packed[start : start + HASH_BYTES] for start in range(0, len(packed), HASH_BYTES)])

    def to_bytes(self) -> bytes:
        """The hashes, one after the other."""
        return b"".join(self._hashes)

    def append(self, new_leaf_hash: bytes) -> None:
        """Add one leaf on the right."""
        merged, bits = new_leaf_hash, self.size
        while bits & 1:
            merged = node_hash(self._hashes.pop(), merged)
            bits >>= 1
        self._hashes.append(merged)
        self.size += 1

    def root(self) -> bytes:
        """The root hash; of the empty tree: SHA-256 of nothing."""
        if not self._hashes:
            return hashlib.sha256().digest()
        root = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            root = node_hash(left, root)
        return root
