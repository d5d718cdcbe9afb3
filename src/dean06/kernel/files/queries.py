"""PUBLIC. Looking at what is kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dean06.kernel.common.errors import NotFound
from dean06.kernel.files import storing
from dean06.kernel.files.errors import ContentLost
from dean06.kernel.files.models import StoredFile
from dean06.kernel.files.paper_check import PaperFinding, PaperReport, Severity, check_paper, unreadable
from dean06.kernel.files.paper_check import report as paper_report

__all__ = [
    "PaperFinding",
    "PaperReport",
    "Severity",
    "check_paper",
    "content",
    "content_path",
    "files_of",
    "paper_report",
    "stored_file",
    "unreadable",
]


def stored_file(file_id: int) -> StoredFile:
    """Name, size, type and owner of a file, for the app that owns it. Raises ``NotFound``."""
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None:
        raise NotFound("Không có tệp này.")
    return stored


def files_of(owners: Iterable[str]) -> dict[str, list[StoredFile]]:
    """The files of each of these records, oldest first; one query."""
    wanted = list(owners)
    found: dict[str, list[StoredFile]] = {owner: [] for owner in wanted}
    for stored in StoredFile.objects.filter(owner__in=wanted).order_by("pk"):
        found[stored.owner].append(stored)
    return found


def content(file_id: int) -> bytes:
    """The content, for the app that owns the file to work on; people get it through ``services.open_file``.

    Raises ``NotFound``, and ``ContentLost`` when it is missing or no longer has its checksum.
    """
    place = storing.place_of(stored_file(file_id).sha256)
    if not place.is_file() or storing.checksum(place) != place.name:
        raise ContentLost(file_id=file_id)
    return place.read_bytes()


def content_path(file_id: int) -> Path:
    """Where the content lies, for an app that reads it in pieces and never changes it. Raises as ``content`` does."""
    place = storing.place_of(stored_file(file_id).sha256)
    if not place.is_file() or storing.checksum(place) != place.name:
        raise ContentLost(file_id=file_id)
    return place
