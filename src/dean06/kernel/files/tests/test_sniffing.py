"""What is accepted, and with which sentence the rest is refused."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.files import errors, sniffing, types
from dean06.kernel.files.naming import LONGEST, extension_of, safe_name
from dean06.kernel.files.tests import makers


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (makers.PDF, types.PDF),
        (makers.word(), types.DOCX),
        (makers.spreadsheet(), types.XLSX),
        (makers.open_document(), types.ODT),
        (makers.ole("WordDocument"), types.DOC),
        (makers.ole("Workbook"), types.XLS),
        (makers.picture("PNG"), types.PNG),
        (makers.picture("JPEG"), types.JPEG),
        (makers.picture("TIFF"), types.TIFF),
        (makers.TEXT, types.TEXT),
        ("Kế hoạch".encode("utf-16"), types.TEXT),
        ("\ufeffKế hoạch".encode(), types.TEXT),
        ("K\xd5 ho\xb9ch tri\xd3n khai".encode("latin-1") * 20, types.TEXT),  # TCVN3
        (b"a < b, x > y va email <a@b.vn>", types.TEXT),
    ],
)
def test_accepted(content: bytes, kind: types.FileType) -> None:
    assert sniffing.sniff(io.BytesIO(content)) == kind


BOMB = makers.with_part(makers.word(), "word/media/image1.png", b"\x00" * (60 * 1024 * 1024))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"MZ\x90\x00", errors.ProgramRefused),
        (b"\x7fELF\x02\x01", errors.ProgramRefused),
        (b"#!/bin/sh\nrm -rf /", errors.ProgramRefused),
        (b"<!DOCTYPE html><p>x", errors.MarkupRefused),
        (b"\xef\xbb\xbf  <HTML><body>", errors.MarkupRefused),
        (b"<!-- x --><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", errors.MarkupRefused),
        (b"<?xml version='1.0'?><a/>", errors.MarkupRefused),
        ("<html>".encode("utf-16"), errors.MarkupRefused),
        (b"Bao cao\n<script>alert(1)</script>", errors.MarkupRefused),
        (makers.with_part(makers.word(), "word/vbaProject.bin", b"x"), errors.MacrosRefused),
        (
            makers.archive(
                **{"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml wordprocessingml"}
            ),
            errors.MacrosRefused,
        ),
        (makers.with_part(makers.open_document(), "Basic/script.xml", b"x"), errors.MacrosRefused),
        (makers.ole("WordDocument", "Macros"), errors.MacrosRefused),
        (makers.ole("EncryptionInfo", "EncryptedPackage"), errors.EncryptedFile),
        (makers.ole("Unknown"), errors.TypeNotAllowed),
        (makers.ole("WordDocument")[:600], errors.DamagedFile),
        (makers.word()[:-200], errors.DamagedFile),
        (makers.archive(a=b"x"), errors.TypeNotAllowed),
        (BOMB, errors.ZipBomb),
        (b"GIF89a" + b"\x00" * 20, errors.TypeNotAllowed),
        (b"Rar!\x1a\x07\x00", errors.TypeNotAllowed),
        (b"text\x00binary", errors.TypeNotAllowed),
        (bytes(range(1, 8)) * 40, errors.TypeNotAllowed),
    ],
)
def test_refused(content: bytes, refusal: type[errors.FileRefused]) -> None:
    with pytest.raises(refusal) as caught:
        sniffing.sniff(io.BytesIO(content))
    assert caught.value.message.endswith(".")


def test_a_password_protected_archive_is_said_to_be_one() -> None:
    locked = bytearray(makers.archive(a=b"secret"))
    locked[6] |= 1  # local header
    locked[locked.index(b"PK\x01\x02") + 8] |= 1  # central directory
    with pytest.raises(errors.EncryptedFile):
        sniffing.sniff(io.BytesIO(bytes(locked)))


def test_a_bomb_is_refused_without_being_unpacked(monkeypatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *args, **kwargs: pytest.fail("unpacked"))
    with pytest.raises(errors.ZipBomb):
        sniffing.sniff(io.BytesIO(BOMB))


@given(st.binary(max_size=300))
def test_whatever_comes_is_accepted_or_refused_never_a_crash(content: bytes) -> None:
    with contextlib.suppress(errors.FileRefused):
        assert sniffing.sniff(io.BytesIO(content)) in types.ALLOWED


@given(st.binary(max_size=200), st.integers(0, 400))
def test_a_broken_office_file_is_refused_never_a_crash(noise: bytes, place: int) -> None:
    for whole in (makers.ole("WordDocument"), makers.archive(a=b"x" * 50, **{"[Content_Types].xml": b"y"})):
        broken = whole[:place] + noise + whole[place + len(noise) :]
        with contextlib.suppress(errors.FileRefused):
            sniffing.sniff(io.BytesIO(broken or b"x"))


@pytest.mark.parametrize(
    ("kind", "name", "fits"),
    [
        (types.PDF, "a.pdf", True),
        (types.PDF, "A.PDF", True),
        (types.JPEG, "anh.jpeg", True),
        (types.TEXT, "bao-cao.md", True),
        (types.PDF, "a.docx", False),
        (types.TEXT, "a.html", False),
        (types.TEXT, "a.bat", False),
        (types.DOCX, "a", False),
        (types.DOCX, "a.docx.exe", False),
    ],
)
def test_the_extension_must_fit_the_content(kind: types.FileType, name: str, fits: bool) -> None:
    if fits:
        sniffing.check_extension(kind, name)
        return
    with pytest.raises(errors.ExtensionMismatch, match=rf"là {kind.label}"):
        sniffing.check_extension(kind, name)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Kế hoạch số 12.docx", "Kế hoạch số 12.docx"),
        ("C:\\Users\\an\\bao cao.pdf", "bao cao.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a/b/../c.txt", "c.txt"),
        ('a"b<c>|d?.pdf', "a_b_c__d_.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("x\r\nSet-Cookie: a.pdf", "xSet-Cookie_ a.pdf"),
        (".htaccess", "htaccess"),
        ("", "tep"),
        ("...", "tep"),
        ("Hoa\u0300.txt", "Hoà.txt"),
    ],
)
def test_names_are_made_safe(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=400))
def test_a_safe_name_is_short_printable_and_stays_as_it_is(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= LONGEST
    assert not set('<>:"/\\|?*\n\r\x00') & set(safe)
    assert safe_name(safe) == safe
    assert extension_of(safe) == extension_of(safe).lower()
