"""File formats → blocks (``blocks.py``). Each format is read by one module, loaded only when it is needed."""

from __future__ import annotations

import importlib
import logging
from pathlib import Path

from dean06.kernel.common.errors import DomainError
from dean06.steering.documents.errors import CorruptDocument, DocumentNotFound, DocumentTooLarge, EmptyDocument
from dean06.steering.documents.reading.blocks import Source
from dean06.steering.documents.reading.sniffing import MAX_BYTES, sniff

__all__ = ["MAX_BYTES", "read_bytes", "read_path"]

logger = logging.getLogger(__name__)

_READERS = {
    "text": ("dean06.steering.documents.reading.text", "read_text"),
    "docx": ("dean06.steering.documents.reading.docx", "read_docx"),
    "pdf": ("dean06.steering.documents.reading.pdf", "read_pdf"),
    "xlsx": ("dean06.steering.documents.reading.xlsx", "read_xlsx"),
}


def read_path(path: str | Path) -> Source:
    """Reads a file from disk. Its size is checked before a byte is read. Raises ``UnreadableDocument``."""
    path = Path(path)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise DocumentNotFound(f"“{path.name}” không phải là tệp. Hãy chọn một tệp văn bản.")
        if size > MAX_BYTES:
            raise DocumentTooLarge(size=size)
        data = path.read_bytes()
    except OSError as error:
        raise DocumentNotFound(f"Không mở được tệp “{path.name}”. Hãy kiểm tra lại đường dẫn và quyền đọc.") from error
    return read_bytes(data, path.name)


def read_bytes(data: bytes, filename: str) -> Source:
    """Reads a file's content; ``filename`` tells the extension, the content decides. Raises ``UnreadableDocument``."""
    if len(data) > MAX_BYTES:
        raise DocumentTooLarge(size=len(data))
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyDocument()
    module, function = _READERS[sniff(data, filename)]
    read = getattr(importlib.import_module(module), function)
    try:
        source: Source = read(data)
    except DomainError:
        raise
    except Exception as error:
        # A file from outside may be broken in any way; whoever sent it gets a sentence, the log gets the trace.
        logger.exception("A %s file could not be read", module.rpartition(".")[2])
        raise CorruptDocument() from error
    if not source.blocks:
        raise EmptyDocument()
    return source
