"""PUBLIC. The types of file that are accepted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileType:
    """A type with the name people know it by and the extensions it may have (the first is the usual one)."""

    media_type: str
    label: str
    extensions: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = FileType("application/pdf", "PDF", ("pdf",))
DOCX = FileType(f"{_OFFICE}wordprocessingml.document", "Word", ("docx",))
XLSX = FileType(f"{_OFFICE}spreadsheetml.sheet", "Excel", ("xlsx",))
PPTX = FileType(f"{_OFFICE}presentationml.presentation", "PowerPoint", ("pptx",))
ODT = FileType("application/vnd.oasis.opendocument.text", "văn bản OpenDocument", ("odt",))
ODS = FileType("application/vnd.oasis.opendocument.spreadsheet", "bảng tính OpenDocument", ("ods",))
DOC = FileType("application/msword", "Word 97–2003", ("doc",))
XLS = FileType("application/vnd.ms-excel", "Excel 97–2003", ("xls",))
PNG = FileType("image/png", "ảnh PNG", ("png",))
JPEG = FileType("image/jpeg", "ảnh JPEG", ("jpg", "jpeg"))
TIFF = FileType("image/tiff", "ảnh TIFF", ("tif", "tiff"))
TEXT = FileType("text/plain", "văn bản thường", ("txt", "md", "csv"))

ALLOWED: tuple[FileType, ...] = (PDF, DOCX, XLSX, PPTX, ODT, ODS, DOC, XLS, PNG, JPEG, TIFF, TEXT)
#: For ``accept`` of an upload field.
ALLOWED_EXTENSIONS: tuple[str, ...] = tuple(extension for kind in ALLOWED for extension in kind.extensions)


def label_of(media_type: str) -> str:
    """The name people know a type by."""
    return next((kind.label for kind in ALLOWED if kind.media_type == media_type), media_type)
