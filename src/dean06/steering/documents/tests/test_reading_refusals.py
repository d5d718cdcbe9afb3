"""Files that cannot be read are refused with one clear sentence and a stable code, never with a trace."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.kernel.common.errors import DomainError
from dean06.steering.documents.errors import UnreadableDocument
from dean06.steering.documents.reading import MAX_BYTES, read_bytes, read_path
from dean06.steering.documents.recognition import recognise

SAMPLES = Path(__file__).parent / "samples"


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(data, name)
    message = caught.value.message
    assert message[0].isupper() and message.rstrip().endswith((".", "”."))
    return caught.value.code


def word_file(text: str = "Giao Sở Nội vụ rà soát.") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def added(data: bytes, name: str, content: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == name else old.read(info.filename))
    return buffer.getvalue()


def pdf_of_one_picture() -> bytes:
    image = b"\xff\x00\x00" * 4
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R "
        b"/Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Length 30 >>\nstream\nq 200 0 0 200 0 0 cm /I Do Q  \nendstream",
        b"<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Length 12 >>"
        b"\nstream\n" + image + b"\nendstream",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=SAMPLES / "ke_hoach.pdf")
    writer.encrypt("bi-mat", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"", "a.txt") == "DOCUMENT_EMPTY"
    assert refusal(b"\xef\xbb\xbf \r\n\t\n", "a.txt") == "DOCUMENT_EMPTY"
    assert refusal(word_file(""), "a.docx") == "DOCUMENT_EMPTY"


def test_a_scan_is_refused_and_told_that_scans_come_later() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(pdf_of_one_picture(), "quet.pdf")
    assert caught.value.code == "DOCUMENT_IS_SCAN"
    assert "bản sau" in caught.value.message
    assert refusal(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "quet.png") == "DOCUMENT_IS_SCAN"


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lon.pdf"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(UnreadableDocument) as caught:
        read_path(path)
    assert caught.value.code == "DOCUMENT_TOO_LARGE"
    assert MAX_BYTES == 50 * 1024 * 1024


def test_a_zip_bomb_is_refused_without_unpacking() -> None:
    assert (
        refusal(added(word_file(), "word/media/x.xml", b"0" * 61 * 1024 * 1024), "a.docx") == "DOCUMENT_UNSAFE_ARCHIVE"
    )
    assert (
        refusal(added(word_file(), "word/media/x.bin", b"0" * 30 * 1024 * 1024), "a.docx") == "DOCUMENT_UNSAFE_ARCHIVE"
    )


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(added(word_file(), "pad", b"1"))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("word/document.xml")
    central = bytes(data).rindex(b"word/document.xml") - 46
    data[central + 24 : central + 28] = (info.file_size // 2).to_bytes(4, "little")
    assert refusal(bytes(data), "a.docx") in {"DOCUMENT_CORRUPT", "DOCUMENT_UNSAFE_ARCHIVE"}


def test_an_entity_bomb_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert refusal(replaced(word_file(), "word/document.xml", bomb), "a.docx") == "DOCUMENT_UNSAFE_ARCHIVE"


def test_passwords_are_named_as_the_reason() -> None:
    assert refusal(locked_pdf(), "a.pdf") == "DOCUMENT_PASSWORD_PROTECTED"
    locked_zip = bytearray(word_file())
    position = locked_zip.index(b"PK\x01\x02")
    locked_zip[position + 8] |= 1
    assert refusal(bytes(locked_zip), "a.docx") == "DOCUMENT_PASSWORD_PROTECTED"


def test_macros_are_refused_by_name_and_by_content() -> None:
    assert refusal(word_file(), "a.docm") == "DOCUMENT_HAS_MACROS"
    assert refusal(added(word_file(), "word/vbaProject.bin", b"x"), "a.docx") == "DOCUMENT_HAS_MACROS"


def test_a_wrong_extension_is_named_with_the_right_one() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(word_file(), "bao-cao.pdf")
    assert caught.value.code == "DOCUMENT_WRONG_EXTENSION"
    assert ".docx" in caught.value.message
    assert refusal((SAMPLES / "ke_hoach.pdf").read_bytes(), "a.docx") == "DOCUMENT_WRONG_EXTENSION"
    assert refusal("Báo cáo".encode(), "a.docx") == "DOCUMENT_WRONG_EXTENSION"


def test_old_and_foreign_formats_say_how_to_save_them() -> None:
    assert refusal(b"{\\rtf1 abc}", "a.doc") == "DOCUMENT_FORMAT_UNSUPPORTED"
    assert refusal(b"<html><body>x</body></html>", "a.txt") == "DOCUMENT_FORMAT_UNSUPPORTED"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
    assert refusal(buffer.getvalue(), "a.zip") == "DOCUMENT_FORMAT_UNSUPPORTED"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.doc") == "DOCUMENT_CORRUPT"


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pdf"])
def test_a_truncated_file_is_called_damaged(name: str) -> None:
    if name.endswith(".xlsx"):
        buffer = io.BytesIO()
        book = openpyxl.Workbook()
        book.active["A1"] = "x"
        book.save(buffer)
        data = buffer.getvalue()
    else:
        data = word_file() if name.endswith(".docx") else (SAMPLES / "ke_hoach.pdf").read_bytes()
    if name.endswith(".pdf"):
        assert refusal(data[:700], name) in {"DOCUMENT_CORRUPT", "DOCUMENT_EMPTY"}
    else:
        assert refusal(data[: len(data) // 2], name) == "DOCUMENT_CORRUPT"


def test_broken_xml_is_called_damaged() -> None:
    assert refusal(replaced(word_file(), "word/document.xml", b"<w:document"), "a.docx") == "DOCUMENT_CORRUPT"


def test_a_missing_file_is_named() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_path("/khong/co/bao-cao.docx")
    assert caught.value.code == "DOCUMENT_NOT_FOUND"
    assert "bao-cao.docx" in caught.value.message


_WORDS = st.sampled_from(
    [
        "\n",
        "\n\n",
        "\t",
        "| ",
        "1. ",
        "2.1. ",
        "(1) ",
        "a) ",
        "- ",
        "+ ",
        "I. ",
        "Đơn vị chủ trì: ",
        "Thời gian: ",
        "Sở Nội vụ",
        "./.",
        "; ",
        "STT\tNhiệm vụ\tChủ trì",
        "Nơi nhận:",
        "KẾ HOẠCH",
        "Số: /KH",
        "trước ngày 30/6/2024",
        "Quý II",
        "và ",
        "(",
        ")",
        "**",
        "<p>",
        "Phụ lục I",
        "¹ ",
        "5.780/6.000",
        "98,5%",
    ]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(_WORDS, st.text(max_size=12)), max_size=60))
def test_any_text_is_read_or_refused(parts: list[str]) -> None:
    try:
        document = recognise(read_bytes("".join(parts).encode("utf-8", errors="ignore"), "a.txt"))
    except DomainError:
        return
    document.as_json()


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.xlsx", "a.doc", "a"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        read_bytes(data, name)
    except DomainError as error:
        assert error.code.startswith("DOCUMENT_")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1_000_000), st.integers(0, 255))
def test_a_flipped_byte_in_a_word_file_is_read_or_refused(position: int, value: int) -> None:
    data = bytearray(word_file())
    data[position % len(data)] = value
    try:
        recognise(read_bytes(bytes(data), "a.docx"))
    except DomainError as error:
        assert error.code.startswith("DOCUMENT_")
