"""Files that cannot be taken, through the upload page: the sentence stands at the field and nothing is stored."""

from __future__ import annotations

import struct

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.files.models import StoredFile
from dean06.steering.documents.models import SourceDocument
from dean06.steering.documents.tests.test_reading_refusals import added, locked_pdf, pdf_of_one_picture, word_file

pytestmark = pytest.mark.django_db


def compound_file(stream: str) -> bytes:
    """The container of Word 97-2003 files, and of Word files with a password, with one empty stream ([MS-CFB] 2)."""
    free, end, nothing = 0xFFFFFFFF, 0xFFFFFFFE, b"\0" * 36
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, end, *[free] * 126)
    entries = b""
    for name, kind, child in (("Root Entry", 5, 1), (stream, 2, free)):
        words = name.encode("utf-16-le")
        entries += words.ljust(64, b"\0") + struct.pack("<HBBIII", len(words) + 2, kind, 1, free, free, child)
        entries += nothing + struct.pack("<IQ", end, 0)
    return header + table + entries.ljust(512, b"\0")


def bomb() -> bytes:
    return added(word_file(), "word/media/image1.bin", b"\0" * (120 * 1024 * 1024))


@pytest.mark.parametrize(
    ("name", "make", "sentence"),
    [
        ("trong.docx", lambda: b"", "không có nội dung"),
        ("trang.docx", lambda: word_file(""), "không có nội dung"),
        ("cu.doc", lambda: compound_file("WordDocument"), "Word đời cũ"),
        ("khoa.docx", lambda: compound_file("EncryptedPackage"), "mật khẩu"),
        ("khoa.pdf", locked_pdf, "mật khẩu"),
        ("anh.pdf", pdf_of_one_picture, "ảnh quét"),
        ("bom.docx", bomb, "Tệp nén bất thường"),
        ("sai-duoi.pdf", word_file, "nhưng nội dung là tệp Word"),
        ("macro.docx", lambda: added(word_file(), "word/vbaProject.bin", b"\1" * 64), "macro"),
        ("hong.docx", lambda: word_file()[:900], "hỏng"),
    ],
)
def test_a_bad_file_is_refused_at_its_field_and_nothing_is_stored(
    client: Client, agencies, name: str, make, sentence: str
) -> None:
    sign_in(client, "steering_officer")
    answer = client.post(reverse("documents:upload"), {"file": SimpleUploadedFile(name, make())})
    assert answer.status_code == 422
    at_field = answer.text.split('id="id_file_error"')[1].split('type="file"')[0]
    assert sentence in at_field, at_field
    assert not SourceDocument.objects.exists() and not StoredFile.objects.exists()


def test_a_file_over_the_limit_is_refused_at_its_field_and_not_kept_in_memory(
    client: Client, agencies, settings
) -> None:
    settings.MAX_UPLOAD_BYTES = 2 * 1024 * 1024
    sign_in(client, "steering_officer")
    huge = SimpleUploadedFile("lon.txt", b"Giao viec.\n" * 400_000)
    answer = client.post(reverse("documents:upload"), {"file": huge})
    assert answer.status_code == 422
    assert "lớn" in answer.text.split('id="id_file_error"')[1].split('type="file"')[0]
    assert not SourceDocument.objects.exists() and not StoredFile.objects.exists()


def test_without_a_file_the_page_asks_for_one(client: Client, agencies) -> None:
    sign_in(client, "steering_officer")
    answer = client.post(reverse("documents:upload"), {})
    assert answer.status_code == 422 and "Hãy chọn một tệp." in answer.text
