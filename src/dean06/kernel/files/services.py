"""PUBLIC. Keeping files and opening them.

``store_upload`` and ``attach`` do their part inside somebody else's write, which authorises; they leave their own
audit row.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import transaction
from django.http import HttpRequest

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotFound
from dean06.kernel.files import access, sniffing, storing
from dean06.kernel.files.access import register_owner_check
from dean06.kernel.files.errors import ContentLost, EmptyFile
from dean06.kernel.files.models import StoredFile
from dean06.kernel.files.naming import safe_name
from dean06.kernel.files.types import FileType
from dean06.kernel.files.upload_handlers import DiscardOversized

__all__ = ["attach", "open_file", "register_owner_check", "remove_left_overs", "store_upload", "take_uploads_up_to"]


#: Says what a file is, or raises a refusal: for uses whose formats are not those of documents.
Recogniser = Callable[[Path], FileType]


def store_upload(
    *,
    actor: Actor,
    data: bytes | File | BinaryIO,
    filename: str,
    owner: str = "",
    limit_bytes: int | None = None,
    recognise: Recogniser | None = None,
) -> StoredFile:
    """Keep a file that somebody uploaded or the platform generated; inside the caller's transaction.

    ``data``: the content, or a file to read it from (Django's uploads are streamed). ``owner``: label of the record it
    belongs to; ``attach`` can give it later. ``limit_bytes``: another limit than ``MAX_UPLOAD_BYTES`` for this use;
    ``recognise``: takes the place of the rules for documents. Nothing stays behind when the file is refused, whoever
    refuses it. Raises a ``FileRefused``:
    empty, too large, of a type not accepted, with an extension that does not fit, a program, a web page, macros,
    a password, damaged.
    """
    name = safe_name(filename)
    with storing.receive(data, limit_bytes) as incoming:
        if incoming.size == 0:
            raise EmptyFile(f"Tệp “{name}” rỗng (0 byte). Hãy mở tệp trên máy để kiểm tra rồi chọn lại.")
        if recognise is not None:
            kind = recognise(incoming.path)
        else:
            with incoming.path.open("rb") as content:
                kind = sniffing.sniff(content)
            sniffing.check_extension(kind, name)
        storing.keep(incoming)
    with transaction.atomic(savepoint=False):
        stored = StoredFile.objects.create(
            sha256=incoming.sha256,
            size=incoming.size,
            media_type=kind.media_type,
            name=name,
            owner=owner,
            uploaded_by_id=actor.user_id,
        )
        audit.record(
            actor=actor,
            action="file.stored",
            subject=f"files.storedfile:{stored.pk}",
            details={"sha256": stored.sha256, "size": stored.size, "type": stored.media_type, "owner": owner},
        )
    return stored


def take_uploads_up_to(request: HttpRequest, limit_bytes: int) -> None:
    """Give a page its own limit for uploads; call it before the form of ``request`` is read. They go to disk."""
    request.upload_handlers = [DiscardOversized(request, limit_bytes), TemporaryFileUploadHandler(request)]


def attach(*, actor: Actor, file_id: int, owner: str) -> StoredFile:
    """Say to which record a file belongs that belongs to none yet; inside the caller's transaction.

    Raises ``NotFound`` when there is no such file, it has an owner, or somebody else uploaded it.
    """
    with transaction.atomic():
        stored = StoredFile.objects.select_for_update().filter(pk=file_id, owner="").first()
        if stored is None or not (actor.is_system or stored.uploaded_by_id == actor.user_id):
            raise NotFound()
        stored.owner = owner
        stored.save(update_fields=["owner"])
        audit.record(
            actor=actor, action="file.attached", subject=f"files.storedfile:{file_id}", details={"owner": owner}
        )
    return stored


def open_file(*, actor: Actor, file_id: int, purpose: str = "") -> tuple[StoredFile, BinaryIO]:
    """The file and its content, opened; leaves a row in the log. The caller closes it.

    Raises ``NotFound`` when there is none or the actor may not open it, ``ContentLost`` when the content on disk is
    missing or no longer has its checksum.
    """
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None or not access.may_open(actor, stored):
        raise NotFound()
    place = storing.place_of(stored.sha256)
    if not place.is_file() or storing.checksum(place) != stored.sha256:
        raise ContentLost(file_id=file_id)
    audit.record_read(
        actor=actor,
        action="file.opened",
        subject=f"files.storedfile:{stored.pk}",
        purpose=purpose,
        details={"owner": stored.owner},
    )
    return stored, place.open("rb")


def remove_left_overs(now: datetime) -> int:
    """Delete contents that no row needs and uploads broken off, a day after they were written. Called by a timer."""
    removed = 0
    for path, is_content in storing.left_overs():
        if is_content and StoredFile.objects.filter(sha256=path.name).exists():
            continue
        if storing.is_old(path):  # still: the same content may just have come again
            path.unlink(missing_ok=True)
            removed += 1
    return removed
