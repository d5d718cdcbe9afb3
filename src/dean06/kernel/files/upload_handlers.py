"""Uploads over the limit are read to their end, so that the browser gets an answer, but the rest is not kept."""

from __future__ import annotations

import io
from typing import Any, NoReturn

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from dean06.kernel.files.storing import too_large


class OversizedUpload(UploadedFile):
    """Stands in a form for an upload that was too large: whoever reads it gets the refusal."""

    def __init__(self, name: str | None, content_type: str | None, size: int, limit_bytes: int | None = None) -> None:
        super().__init__(io.BytesIO(), name, content_type, size)
        self.limit_bytes = limit_bytes

    def read(self, *args: Any) -> NoReturn:
        raise too_large(self.limit_bytes)

    def chunks(self, chunk_size: int | None = None) -> NoReturn:
        raise too_large(self.limit_bytes)


class DiscardOversized(FileUploadHandler):
    """First in ``FILE_UPLOAD_HANDLERS``: passes chunks on until the limit, then drops them.

    A page with a limit of its own puts one with ``limit_bytes`` first in ``request.upload_handlers``.
    """

    def __init__(self, request: HttpRequest | None = None, limit_bytes: int | None = None) -> None:
        super().__init__(request)
        self.limit_bytes = settings.MAX_UPLOAD_BYTES if limit_bytes is None else limit_bytes

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        return None if self.received > self.limit_bytes else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.received <= self.limit_bytes:
            return None
        return OversizedUpload(self.file_name, self.content_type, self.received, self.limit_bytes)
