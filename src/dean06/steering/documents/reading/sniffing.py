"""What a file really is, judged by its content; the name only has to agree."""

from __future__ import annotations

import io
from pathlib import PurePath

from dean06.steering.documents.errors import (
    CorruptDocument,
    MacrosRefused,
    OldExcelFormat,
    OldWordFormat,
    PasswordProtected,
    ScannedDocument,
    UnsupportedFormat,
    WrongExtension,
)
from dean06.steering.documents.reading.archives import package_kind

#: Largest file accepted, in bytes.
MAX_BYTES = 50 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_TEXT_NAMES = {".txt", ".md", ".markdown", ".text", ".csv", ".tsv", ""}
_MACRO_NAMES = {".docm", ".dotm", ".xlsm", ".xltm", ".xlam"}
_NAMES = {"docx": {".docx", ".dotx"}, "xlsx": {".xlsx", ".xltx"}, "pdf": {".pdf"}, "text": _TEXT_NAMES}
_LABELS = {"docx": "Word (.docx)", "xlsx": "Excel (.xlsx)", "pdf": "PDF", "text": "văn bản thuần (.txt)"}


def sniff(data: bytes, filename: str) -> str:
    """``text``, ``docx``, ``pdf`` or ``xlsx``. Raises an ``UnreadableDocument`` for everything else."""
    suffix = PurePath(filename).suffix.lower()
    if suffix in _MACRO_NAMES:
        raise MacrosRefused()
    found = _content(data)
    if suffix not in _NAMES[found]:
        expected = next((kind for kind, names in _NAMES.items() if suffix in names), None)
        if expected is None and found == "text":
            _refuse_foreign_text(data, suffix)
        raise WrongExtension(
            f"Tên tệp có đuôi “{suffix or '(không đuôi)'}” nhưng nội dung là tệp {_LABELS[found]}. "
            f"Hãy đổi đuôi tệp thành “{min(_NAMES[found] - {''})}” hoặc lưu lại đúng loại rồi gửi lại.",
            found=found,
        )
    if found == "text" and suffix in {".csv", ".tsv"}:
        raise UnsupportedFormat("Tệp .csv chưa được hỗ trợ. Hãy mở bằng Excel, lưu thành .xlsx rồi gửi lại.")
    return found


def _content(data: bytes) -> str:
    if data.startswith(_OLE):
        _refuse_ole(data)
    if data.startswith(_ZIP):
        return package_kind(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        raise UnsupportedFormat("Đây là tệp .rtf. Hãy mở bằng Word, lưu thành .docx rồi gửi lại.")
    if data.startswith(_IMAGES) and b"\x00" in data[:512]:
        raise ScannedDocument(
            "Đây là tệp ảnh, không có chữ để đọc. Phần đọc ảnh quét sẽ có ở bản sau; hãy dùng tệp Word hoặc PDF có chữ."
        )
    if data[:512].lstrip().lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise UnsupportedFormat("Đây là tệp web/XML, không phải văn bản hành chính. Hãy lưu thành .docx rồi gửi lại.")
    return "text"


def _refuse_foreign_text(data: bytes, suffix: str) -> None:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnsupportedFormat(f"Không hỗ trợ tệp “{suffix}”. Hãy dùng .docx, .pdf có chữ, .xlsx, .txt hoặc .md.")


def _refuse_ole(data: bytes) -> None:
    """Old Office files, and new ones locked with a password, share one container."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            names = {"/".join(entry).lower() for entry in container.listdir()}
    except Exception as error:
        raise CorruptDocument() from error
    if any("encryptedpackage" in name or "encryptioninfo" in name for name in names):
        raise PasswordProtected()
    if any(name in {"workbook", "book"} for name in names):
        raise OldExcelFormat()
    if any(name == "worddocument" for name in names):
        raise OldWordFormat()
    raise UnsupportedFormat()
