"""Bytes of a text file → text: Unicode with or without a mark, else the code page Vietnamese Windows used."""

from __future__ import annotations

import codecs
import unicodedata

from dean06.steering.documents.errors import CorruptDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, warnings: list[str]) -> str:
    """The text of the bytes, NFC. Raises ``CorruptDocument`` when they are no text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _normal(data.decode(name, errors="replace"))
    if b"\x00" in data[:4096]:
        return _normal(_unmarked_utf16(data))
    try:
        return _normal(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:
            # Cut inside the last letter: the rest is sound.
            warnings.append("Tệp văn bản bị cắt ở cuối; phần cuối có thể thiếu.")
            return _normal(data[: error.start].decode("utf-8"))
    legacy = data.decode("cp1258", errors="replace")
    if legacy.count("\ufffd") > max(3, len(legacy) // 50):
        legacy = data.decode("cp1252", errors="replace")
    if sum(1 for char in legacy if unicodedata.category(char) == "Cc" and char not in "\n\r\t\f") > len(legacy) // 100:
        raise CorruptDocument("Tệp không phải văn bản: nội dung là dữ liệu nhị phân. Hãy kiểm tra lại tệp gốc.")
    warnings.append("Tệp không dùng bảng mã Unicode; đã chuyển mã, đề nghị kiểm tra lại chữ có dấu.")
    return _normal(legacy)


def _unmarked_utf16(data: bytes) -> str:
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = data.decode(name, errors="replace")
    if text.count("\ufffd") + text.count("\x00") > max(2, len(text) // 100):
        raise CorruptDocument("Tệp không phải văn bản: nội dung là dữ liệu nhị phân. Hãy kiểm tra lại tệp gốc.")
    return text


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)
