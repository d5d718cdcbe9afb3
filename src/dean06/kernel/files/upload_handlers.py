"""Uploads over the limit are read to their end, so that the browser gets an answer, but the rest is not kept."""

from __future__ import annotations

import io
from typing import Any, NoReturn

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from dean06.kernel.files.storing import too_large


class OversizedUpload(UploadedFile):
    """Stands in a form for an upload that was too large: whoever reads it gets the refusal."""

    def __init__(self, name: str | None, content_type: str | None, size: int) -> None:
        super().__init__(io.BytesIO(), name, content_type, size)

    def read(self, *args: Any) -> NoReturn:
        raise too_large()

    def chunks(self, chunk_size: int | None = None) -> NoReturn:
        raise too_large()


class DiscardOversized(FileUploadHandler):
    """First in ``FILE_UPLOAD_HANDLERS``: passes chunks on until the limit, then drops them."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        return None if self.received > settings.MAX_UPLOAD_BYTES else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.received <= settings.MAX_UPLOAD_BYTES:
            return None
        return OversizedUpload(self.file_name, self.content_type, self.received)
