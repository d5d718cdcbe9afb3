"""Bytes of a text file → text: Unicode with or without a mark, else the code page Vietnamese Windows used."""

from __future__ import annotations

import codecs
import unicodedata

from dean06.kernel.common.vietnamese import legacy
from dean06.steering.documents.errors import CorruptDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, warnings: list[str]) -> str:
    """The text of the bytes. Raises ``CorruptDocument`` when they are no text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    if b"\x00" in data[:4096]:
        return _unmarked_utf16(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:
            # Cut inside the last letter: the rest is sound.
            warnings.append("Tệp văn bản bị cắt ở cuối; phần cuối có thể thiếu.")
            return data[: error.start].decode("utf-8")
    decoded = legacy.decode(data)
    _refuse_binary(decoded.text)
    if decoded.confidence < legacy.REPAIR_FROM:
        warnings.append(
            "Tệp không dùng bảng mã Unicode và không rõ bảng mã nào; chữ có dấu có thể sai, hãy lưu lại dạng UTF-8."
        )
    else:
        warnings.append("Tệp không dùng bảng mã Unicode; đã chuyển mã, đề nghị kiểm tra lại chữ có dấu.")
    return decoded.text


def _unmarked_utf16(data: bytes) -> str:
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    text = data.decode("utf-16-le" if odd > even else "utf-16-be", errors="replace")
    if text.count("\ufffd") + text.count("\x00") > max(2, len(text) // 100):
        raise CorruptDocument("Tệp không phải văn bản: nội dung là dữ liệu nhị phân. Hãy kiểm tra lại tệp gốc.")
    _refuse_binary(text)
    return text


def _refuse_binary(text: str) -> None:
    """Text holds letters and line breaks; a binary file read as text is full of control and unassigned characters."""
    sample = text[:20_000]
    odd = sum(1 for char in sample if unicodedata.category(char) in {"Cc", "Cn", "Co"} and char not in "\n\r\t\f")
    if odd > max(2, len(sample) // 50):
        raise CorruptDocument("Tệp không phải văn bản: nội dung là dữ liệu nhị phân. Hãy kiểm tra lại tệp gốc.")
