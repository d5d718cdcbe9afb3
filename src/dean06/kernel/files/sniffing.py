"""What a file is, from its content alone. What the browser says and the extension are not believed."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

import filetype
import olefile

from dean06.kernel.files import types
from dean06.kernel.files.errors import (
    DamagedFile,
    EncryptedFile,
    ExtensionMismatch,
    FileRefused,
    MacrosRefused,
    MarkupRefused,
    ProgramRefused,
    TypeNotAllowed,
    ZipBomb,
)
from dean06.kernel.files.naming import extension_of
from dean06.kernel.files.types import FileType

_HEAD = 64 * 1024
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\x00asm",
    b"dex\n",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP_START = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|\?xml|html|head|body|svg|script)", re.I | re.S)
_MARKUP_INSIDE = re.compile(r"<\s*(?:script|iframe|object|embed|svg|html)\b", re.I)
#: A document of 50 MB never unpacks to more; a bomb does.
_MOST_UNPACKED = 1024**3
_MOST_ENTRIES = 20_000
_MOST_RATIO = 200
_MOST_CONTENT_TYPES = 1024 * 1024

_OPEN_XML = {
    "wordprocessingml.document.main+xml": types.DOCX,
    "spreadsheetml.sheet.main+xml": types.XLSX,
    "presentationml.presentation.main+xml": types.PPTX,
}
_OPEN_DOCUMENT = {types.ODT.media_type: types.ODT, types.ODS.media_type: types.ODS}


def sniff(file: BinaryIO) -> FileType:
    """The type of a seekable, non-empty file. Raises a ``FileRefused`` that says why it is not accepted."""
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_PROGRAMS):
        raise ProgramRefused()
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return types.PDF
    if head.startswith(_OLE):
        return _ole(file)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(file)
    guessed = filetype.guess(head)
    if guessed is not None:
        for kind in (types.PNG, types.JPEG, types.TIFF):
            if guessed.mime == kind.media_type:
                return kind
        raise TypeNotAllowed()
    return _text(file, head)


def check_extension(kind: FileType, name: str) -> None:
    """Raise ``ExtensionMismatch`` unless the extension of ``name`` belongs to ``kind``."""
    extension = extension_of(name)
    if extension in kind.extensions:
        return
    wanted = " hoặc ".join(f".{usual}" for usual in kind.extensions)
    had = f"đuôi là “.{extension}”" if extension else "không có đuôi"
    raise ExtensionMismatch(
        f"Nội dung tệp “{name}” là {kind.label} nhưng tên tệp {had}. "
        f"Hãy đổi tên tệp thành đuôi {wanted} nếu đúng là loại đó."
    )


def _ole(file: BinaryIO) -> FileType:
    try:
        with olefile.OleFileIO(file.read()) as ole:
            entries = {"/".join(parts).lower() for parts in ole.listdir(streams=True, storages=True)}
    except Exception as error:  # broken compound files fail in a dozen ways, all of them meaning this
        raise DamagedFile() from error
    if entries & {"encryptedpackage", "encryptioninfo"}:
        raise EncryptedFile()
    if any(
        part in {"macros", "vba", "_vba_project_cur", "_vba_project"} for name in entries for part in name.split("/")
    ):
        raise MacrosRefused()
    if "worddocument" in entries:
        return types.DOC
    if entries & {"workbook", "book"}:
        return types.XLS
    raise TypeNotAllowed()


def _zip(file: BinaryIO) -> FileType:
    try:
        with zipfile.ZipFile(file) as archive:
            return _package(archive)
    except FileRefused:
        raise
    except Exception as error:  # broken archives fail in a dozen ways, all of them meaning this
        raise DamagedFile() from error


def _package(archive: zipfile.ZipFile) -> FileType:
    entries = archive.infolist()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise EncryptedFile()
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED:
        raise ZipBomb()
    if unpacked > 50 * 1024 * 1024 and unpacked > _MOST_RATIO * max(packed, 1):
        raise ZipBomb()
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise MacrosRefused()
    if "[content_types].xml" in names:
        return _open_xml(archive)
    if "mimetype" in names:
        if any(name.startswith(("basic/", "scripts/")) for name in names):
            raise MacrosRefused()
        kind = _OPEN_DOCUMENT.get(_part(archive, "mimetype", 200).decode("ascii", "replace").strip())
        if kind is not None:
            return kind
    raise TypeNotAllowed(
        "Tệp là tệp nén hoặc gói lạ nên không được nhận. Nếu là tệp nén, hãy giải nén rồi tải lên từng tệp bên trong."
    )


def _open_xml(archive: zipfile.ZipFile) -> FileType:
    listing = _part(archive, "[Content_Types].xml", _MOST_CONTENT_TYPES).decode("utf-8", "replace")
    if "macroenabled" in listing.lower():
        raise MacrosRefused()
    for mark, kind in _OPEN_XML.items():
        if mark in listing:
            return kind
    raise TypeNotAllowed()


def _part(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise ZipBomb()
    return content


def _text(file: BinaryIO, head: bytes) -> FileType:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    else:
        # Old Vietnamese encodings use every byte from 0x80 up, so only the control characters speak against text.
        _refuse_binary(file)
        text = head.decode("utf-8", "replace")
    if text.count("\x00"):
        raise TypeNotAllowed()
    if _MARKUP_START.match(text.lstrip("\ufeff")) or _MARKUP_INSIDE.search(text):
        raise MarkupRefused()
    return types.TEXT


def _refuse_binary(file: BinaryIO) -> None:
    allowed = b"\t\n\v\f\r\x1a\x1b"
    controls = bytes(code for code in range(0x20) if code not in allowed) + b"\x7f"
    file.seek(0)
    size = strange = 0
    while chunk := file.read(1024 * 1024):
        if b"\x00" in chunk:
            raise TypeNotAllowed()
        size += len(chunk)
        strange += len(chunk) - len(chunk.translate(None, controls))
    # TCVN3 puts a few capital letters below 0x20.
    if strange > size * 0.05:
        raise TypeNotAllowed()
