"""Bytes of a text list to UTF-8, block by block, cut at line ends.

Three families: UTF-8, UTF-16, and one byte a letter (TCVN3, VNI, cp1258, cp1252), which is read as if it were Western
and put right column by column in ``values.text``. A line that is no UTF-8 in a UTF-8 file is read cell by cell.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from dean06.ecosystem.datasets.errors import NotText

Family = Literal["utf-8", "utf-16-le", "utf-16-be", "bytes"]
BLOCK = 8 * 1024 * 1024

#: cp1252 with its five undefined bytes as control characters: what a Western program shows, and never fails.
_WESTERN = "".join(bytes([value]).decode("cp1252", errors="ignore") or chr(value) for value in range(256))


def western(data: bytes) -> str:
    """Bytes as a Western program shows them; the repair of old fonts starts from there."""
    return codecs.charmap_decode(data, "strict", _WESTERN)[0]


def find_family(path: Path) -> Family:
    """How the file is encoded, from its start and a few places further on."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(256 * 1024)
        samples = [head]
        for place in (0.25, 0.5, 0.75):
            if size > 4 * len(head):
                file.seek(int(size * place))
                file.readline()
                samples.append(file.read(256 * 1024))
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) * 0.2:
        return "utf-16-le" if odd > even else "utf-16-be"
    valid = broken = 0
    for sample in samples:
        for line in sample.split(b"\n")[:-1] or [sample]:
            if not line.isascii():
                try:
                    line.decode("utf-8")
                    valid += 1
                except UnicodeDecodeError:
                    broken += 1
    return "bytes" if broken > valid else "utf-8"


def read_blocks(path: Path, family: Family, *, block: int = BLOCK) -> Iterator[tuple[bytes, int]]:
    """UTF-8 text in blocks that end at a line end, each with how many bytes of the file were read so far.

    Line ends are ``\\n`` in what comes out, whatever the file has. Raises ``NotText`` for UTF-16 that breaks off.
    """
    with path.open("rb") as file:
        if family in ("utf-16-le", "utf-16-be"):
            yield from _wide_blocks(file, family, block)
            return
        if file.read(3) != codecs.BOM_UTF8:
            file.seek(0)
        rest = b""
        while data := file.read(block):
            cut = data.rfind(b"\n") + 1 or (data.rfind(b"\r") + 1 if b"\r" in data[:-1] else 0)
            if not cut:
                rest += data
                if len(rest) > 8 * block:
                    raise NotText("Tệp không có dấu xuống dòng nên không đọc được thành bảng. Hãy xuất lại dạng .csv.")
                continue
            yield _unified(rest + data[:cut], family), file.tell()
            rest = data[cut:]
        if rest:
            yield _unified(rest, family), file.tell()


def _wide_blocks(file: BinaryIO, family: Family, block: int) -> Iterator[tuple[bytes, int]]:
    decoder = codecs.getincrementaldecoder(family)("replace")
    rest, first = "", True
    while data := file.read(block):
        text = decoder.decode(data)
        if first:
            text, first = text.removeprefix("\ufeff"), False
        text = rest + text.replace("\r\n", "\n")
        cut = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
        rest = text[cut:]
        if len(rest) > 8 * block:
            raise NotText("Tệp không có dấu xuống dòng nên không đọc được thành bảng. Hãy xuất lại dạng .csv.")
        if cut:
            yield text[:cut].replace("\r", "\n").encode("utf-8", "replace"), file.tell()
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest.replace("\r", "\n").encode("utf-8", "replace"), file.tell()


def _unified(data: bytes, family: Family) -> bytes:
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if family == "bytes":
        return data if data.isascii() else western(data).encode("utf-8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return b"\n".join(_mixed_line(line) for line in data.split(b"\n"))
    return data


_SEPARATORS = (b"\t", b";", b"|", b",")


def _mixed_line(line: bytes) -> bytes:
    """A line of a UTF-8 file that holds cells in another encoding: each piece by itself."""
    try:
        line.decode("utf-8")
        return line
    except UnicodeDecodeError:
        separator = max(_SEPARATORS, key=line.count)
        return separator.join(_mixed_cell(cell) for cell in line.split(separator))


def _mixed_cell(cell: bytes) -> bytes:
    try:
        cell.decode("utf-8")
        return cell
    except UnicodeDecodeError:
        return western(cell).encode("utf-8")
