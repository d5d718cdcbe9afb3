"""Contents on disk: by checksum, written whole or not at all, readable by the server's account only."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File

from dean06.kernel.files.errors import FileTooLarge

CHUNK = 1024 * 1024
#: A content without a row, or a temporary file, is left over once it is this old (seconds): no upload takes a day.
LEFT_OVER_AFTER = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file received whole into a temporary place."""

    path: Path
    sha256: str
    size: int


def place_of(sha256: str) -> Path:
    """Where the content with this checksum lies."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def receive(data: bytes | File | BinaryIO, limit_bytes: int | None = None) -> Iterator[Incoming]:
    """Write ``data`` to a temporary file that is gone after the block unless it was kept.

    Raises ``FileTooLarge`` as soon as it is longer than ``limit_bytes`` (``MAX_UPLOAD_BYTES`` when not given).
    """
    limit = settings.MAX_UPLOAD_BYTES if limit_bytes is None else limit_bytes
    folder = Path(settings.MEDIA_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{os.getpid()}-{os.urandom(8).hex()}"
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in _chunks(data):
                size += len(chunk)
                if size > limit:
                    raise too_large(limit)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        yield Incoming(path, digest.hexdigest(), size)
    finally:
        path.unlink(missing_ok=True)


def keep(incoming: Incoming) -> None:
    """Put a received file in its place, or renew the one that is there. Two uploads of one content do not collide."""
    place = place_of(incoming.sha256)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if place.exists() and checksum(place) == incoming.sha256:
        # Young again: the sweep of left-overs must not take it before our row is committed.
        os.utime(place)
        return
    incoming.path.replace(place)


def checksum(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def too_large(limit_bytes: int | None = None) -> FileTooLarge:
    """The refusal, with the limit in it. Scanning more coarsely is advice for documents only."""
    limit = (settings.MAX_UPLOAD_BYTES if limit_bytes is None else limit_bytes) // (1024 * 1024)
    advice = ", hoặc quét ở độ phân giải thấp hơn (200 dpi)" if limit_bytes in (None, settings.MAX_UPLOAD_BYTES) else ""
    return FileTooLarge(f"Tệp lớn hơn {limit} MB là mức tối đa. Hãy chia nhỏ tệp{advice}.", limit_mb=limit)


def left_overs() -> Iterator[tuple[Path, bool]]:
    """Old files under ``MEDIA_ROOT`` with whether each is a content (then a row may still need it)."""
    root = Path(settings.MEDIA_ROOT)
    for path in (root / "incoming").glob("*"):
        if is_old(path):
            yield path, False
    for path in root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
        if is_old(path):
            yield path, True


def is_old(path: Path) -> bool:
    """True if nothing touched the file for ``LEFT_OVER_AFTER``."""
    try:
        return path.stat().st_mtime < time.time() - LEFT_OVER_AFTER
    except FileNotFoundError:
        return False


def _chunks(data: bytes | File | BinaryIO) -> Iterable[bytes]:
    if isinstance(data, bytes):
        return [data]
    if isinstance(data, File):
        return data.chunks(CHUNK)
    return iter(lambda: data.read(CHUNK), b"")
