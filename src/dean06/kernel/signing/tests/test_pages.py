"""The public page that checks papers, and the administrators' page of certificates."""

from __future__ import annotations

import io

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfWriter

from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.papers import qr_png
from dean06.kernel.files.models import StoredFile
from dean06.kernel.signing import limiting, services
from dean06.kernel.signing.models import Certificate
from dean06.kernel.signing.tests.factories import AGENCY, SYSTEM, pkcs12_file, signed

pytestmark = pytest.mark.django_db
PAGE = "/kiem-tra/"


@pytest.fixture(autouse=True)
def _no_turns_taken() -> None:
    cache.clear()


def upload(client: Client, data: bytes, name: str = "giay.pdf"):
    return client.post(PAGE, {"tep": SimpleUploadedFile(name, data)})


def test_a_visitor_checks_a_paper_by_code_by_qr_address_and_by_file(client: Client) -> None:
    ref = signed()
    assert "Gõ mã in trên giấy" in client.get(PAGE).text
    for answer in (
        client.get(PAGE, {"ma": ref.code.lower()}),
        client.get(f"{PAGE}{ref.code}"),
        upload(client, ref.pdf),
    ):
        assert answer.status_code == 200
        assert "Trích lục khai sinh" in answer.text
        assert "không có giá trị pháp lý" in answer.text
        assert "Bình" not in answer.text
        assert answer["Cache-Control"] == "no-store"


def test_a_code_proves_less_than_the_file(client: Client) -> None:
    ref = signed()
    assert "Chữ ký hợp lệ, nội dung nguyên vẹn" in upload(client, ref.pdf).text
    by_code = client.get(f"{PAGE}{ref.code}").text
    assert "Hệ thống có phát hành giấy tờ mang mã này" in by_code
    assert "hãy tải tệp PDF lên" in by_code


def test_a_photo_of_the_qr_code_leads_to_the_paper(client: Client) -> None:
    ref = signed()
    answer = upload(client, qr_png(f"https://dean06.example/kiem-tra/{ref.code}"), "anh.png")
    assert "Trích lục khai sinh" in answer.text


def test_a_photo_without_a_code_of_ours_says_how_to_take_a_better_one(client: Client) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(picture, "JPEG")
    for data, words in (
        (picture.getvalue(), ("Không thấy mã QR trong ảnh này", "Hãy chụp lại", "gõ mã 12 chữ và số")),
        (qr_png("00020101021238540010A00000072701240006970436"), ("không phải mã kiểm tra", "Hãy chụp mã QR in cuối")),
    ):
        answer = upload(client, data, "anh.jpg")
        assert answer.status_code == 200
        assert "Không thấy mã kiểm tra trong ảnh" in answer.text
        for part in words:
            assert part in answer.text
        assert "PDF gốc" not in answer.text


def test_a_pdf_behind_a_password_is_named_as_such_with_what_to_do(client: Client) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(signed().pdf))
    writer.encrypt("mat-khau")
    locked = io.BytesIO()
    writer.write(locked)
    answer = upload(client, locked.getvalue())
    assert "Tệp đặt mật khẩu" in answer.text
    assert "hãy tải lại tệp gốc từ Kho giấy tờ" in answer.text
    assert "Chữ ký hợp lệ" not in answer.text


def test_a_changed_file_is_called_changed_and_nothing_uploaded_is_kept(client: Client) -> None:
    ref = signed()
    before = StoredFile.objects.count()
    changed = bytearray(ref.pdf)
    changed[ref.pdf.index(b"/Title") + 10] ^= 1
    assert "Nội dung đã bị sửa sau khi ký" in upload(client, bytes(changed)).text
    assert "Không đọc được tệp" in upload(client, b"hello", "x.txt").text
    assert StoredFile.objects.count() == before


def test_unknown_codes_and_empty_questions_are_answered_plainly(client: Client) -> None:
    assert "Không có mã này" in client.get(f"{PAGE}ABC").text
    assert client.get(PAGE, {"ma": ""}).status_code == 200
    assert client.post(PAGE).status_code == 422


def test_guessing_codes_is_stopped(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limiting.LIMITS, "code", 3)
    assert [client.get(f"{PAGE}ABCD").status_code for _ in range(5)] == [200, 200, 200, 429, 429]


def test_roots_and_revocation_lists_are_public(client: Client) -> None:
    signed()
    assert "BEGIN CERTIFICATE" in client.get(reverse("signing:roots")).text
    issuer = Certificate.objects.get(kind="issuing")
    assert client.get(reverse("signing:revocations", args=[issuer.pk]))["Content-Type"] == "application/pkix-crl"
    assert client.get(reverse("signing:revocations", args=[999])).status_code == 404


def test_an_administrator_sees_issues_imports_and_revokes_certificates(client: Client) -> None:
    sign_in(client, "administrator")
    signed()
    page = client.get(reverse("signing:certificates")).text
    assert AGENCY in page
    assert "Thử nghiệm" in page
    assert client.post(reverse("signing:issue"), {"agency": "so-noi-vu"}).status_code == 302
    file = SimpleUploadedFile("so.p12", pkcs12_file())
    wrong = client.post(reverse("signing:import"), {"agency": "so-tu-phap", "file": file, "password": "sai"})
    assert wrong.status_code == 422
    row = Certificate.objects.get(agency=AGENCY)
    assert client.post(reverse("signing:revoke", args=[row.pk]), {"reason": ""}).status_code == 422
    row.refresh_from_db()
    assert row.revoked_at is None
    assert client.post(reverse("signing:revoke", args=[row.pk]), {"reason": "Đổi khóa"}).status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None
    assert "Đã thu hồi" in client.get(reverse("signing:certificates")).text
    assert AuditRow.objects.filter(action="signing.certificate_revoked").count() == 1


def test_nobody_else_sees_certificates(client: Client) -> None:
    assert client.get(reverse("signing:certificates")).status_code == 302
    sign_in(client, "one_stop_officer", AGENCY)
    for name in ("certificates", "issue", "import"):
        assert client.get(reverse(f"signing:{name}")).status_code == 403
    row = services.ensure_demo_authority(actor=SYSTEM)
    assert client.post(reverse("signing:revoke", args=[row.pk]), {"reason": "x"}).status_code == 403
