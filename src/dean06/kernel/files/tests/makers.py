"""Files of every kind, made in memory."""

from __future__ import annotations

import io
import struct
import zipfile

import docx
import openpyxl
from PIL import Image

from dean06.kernel.common.actors import Actor, Grant

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TEXT = "Kế hoạch triển khai\n1. Rà soát dữ liệu\n".encode()


def word() -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Kế hoạch")
    document.save(buffer)
    return buffer.getvalue()


def spreadsheet() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    buffer = io.BytesIO(package)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return buffer.getvalue()


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, kind)
    return buffer.getvalue()


def open_document() -> bytes:
    return archive(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<a/>"})


def ole(*streams: str) -> bytes:
    """A small compound file (MS-CFB) with these top-level streams: one sector of FAT, one of directory entries."""
    names = ["Root Entry", *streams]
    assert len(names) <= 4
    entries = b""
    for index in range(4):
        if index >= len(names):
            entries += b"\x00" * 68 + struct.pack("<3i", -1, -1, -1) + b"\x00" * 48
            continue
        raw = names[index].encode("utf-16-le")
        # A chain of right siblings is a legal (if unbalanced) directory tree.
        right = index + 1 if 0 < index < len(names) - 1 else -1
        child = 1 if index == 0 and streams else -1
        entries += raw.ljust(64, b"\x00") + struct.pack("<H", len(raw) + 2)
        entries += struct.pack("<BB3i", 5 if index == 0 else 2, 1, -1, right, child)
        entries += b"\x00" * 36 + struct.pack("<iQ", -2, 0)
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 16
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9i", 0, 1, 1, 0, 4096, -2, 0, -2, 0)
    header += struct.pack("<109i", 0, *([-1] * 108))
    fat = struct.pack("<128i", -3, -2, *([-1] * 126))
    return header + fat + entries


def officer(*permissions: str, user_id: int = 7) -> Actor:
    return Actor(
        user_id=user_id,
        name="Trần Thị Hòa",
        grants=tuple(Grant(permission, frozenset({"*"})) for permission in permissions or ("files.view",)),
    )
