"""Zip containers of .docx and .xlsx: what is inside, and whether it is safe to unpack. Nothing is unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib

from dean06.steering.documents.errors import (
    CorruptDocument,
    DangerousArchive,
    MacrosRefused,
    PasswordProtected,
    UnsupportedFormat,
)

#: No honest report unpacks to more than this.
MAX_UNPACKED = 300 * 1024 * 1024
#: XML parts beyond this would exhaust memory when parsed.
MAX_XML_PART = 60 * 1024 * 1024
#: Word's own XML packs about 1:10 to 1:20; pictures hardly at all.
MAX_RATIO = 150
MAX_ENTRIES = 5_000
_RATIO_FLOOR = 5 * 1024 * 1024


def package_kind(data: bytes) -> str:
    """``docx`` or ``xlsx``. Raises when the archive is unsafe, locked, damaged, has macros, or is something else."""
    with open_archive(data) as archive:
        names = {info.filename.lower() for info in archive.infolist()}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise MacrosRefused()
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "[content_types].xml" in names and any(name.startswith("word/") for name in names):
        return "docx"
    if "mimetype" in names:
        raise UnsupportedFormat(
            "Đây là tệp OpenDocument (.odt/.ods). Hãy mở và lưu thành .docx hoặc .xlsx rồi gửi lại."
        )
    raise UnsupportedFormat("Đây là tệp nén, không phải văn bản. Hãy giải nén và gửi từng tệp .docx, .pdf hoặc .xlsx.")


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive, its declared sizes checked before anything is unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, zlib.error, NotImplementedError, UnicodeError) as error:
        raise CorruptDocument() from error
    if any(info.flag_bits & 0x1 for info in entries):
        raise PasswordProtected()
    unpacked = sum(info.file_size for info in entries)
    packed = max(1, sum(info.compress_size for info in entries))
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise DangerousArchive(unpacked=unpacked)
    if unpacked > _RATIO_FLOOR and unpacked / packed > MAX_RATIO:
        raise DangerousArchive(unpacked=unpacked)
    for info in entries:
        if info.filename.lower().endswith((".xml", ".rels")) and info.file_size > MAX_XML_PART:
            raise DangerousArchive(unpacked=info.file_size)
    return archive


def read_part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """One part, ``None`` when absent. A part longer than its own header says is refused; so are entity definitions."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    try:
        with archive.open(info) as part:
            content = part.read(info.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise CorruptDocument() from error
    if len(content) > info.file_size:
        raise DangerousArchive()
    if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content[:2048].upper():
        # Office never writes a DTD; entities in one can blow up (or read local files).
        raise DangerousArchive()
    return content
