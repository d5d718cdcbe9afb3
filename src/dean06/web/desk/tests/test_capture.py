"""Capture: a page is judged at once, described beside its picture, and kept in the applicant's store."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from dean06.citizens.wallet import queries as wallet
from dean06.kernel.common.papers import qr_png
from dean06.procedures.cases.models import Case, CaseDocument
from dean06.procedures.cases.tests import factories as make
from dean06.web.desk.tests.conftest import Desk

CAPTURE = reverse("desk:capture")


def scan(*, dark: bool = False, code: str = "") -> SimpleUploadedFile:
    """A page of print as a scanner gives it; with ``code`` as a QR in its corner."""
    page = Image.new("L", (1240, 1754), 50 if dark else 250)
    draw = ImageDraw.Draw(page)
    for y in range(150, 1600, 30):
        draw.text((120, y), "Noi dung giay to mau de kiem tra chat luong anh " * 3, fill=10)
    if code:
        page.paste(Image.open(io.BytesIO(qr_png(code))).convert("L"), (700, 60))
    out = io.BytesIO()
    page.save(out, "PNG")
    return SimpleUploadedFile("trang.png", out.getvalue(), content_type="image/png")


def upload(client: Client, case: Case, file: SimpleUploadedFile):
    return client.post(f"{CAPTURE}?ho-so={case.pk}", {"act": "upload", "file": file}, follow=True)


def described(page, **more: str) -> dict[str, str]:
    """What the form of attributes sends."""
    form = page.context["form"]
    return {
        "act": "keep",
        "idempotency_key": form["idempotency_key"].value(),
        "type_code": "XAC_NHAN_CU_TRU",
        "title": "Xác nhận thông tin về cư trú",
        "number": "12/XN",
        "issuer_name": "Công an xã Cẩm Mẫu",
        "issued_on": "02/11/2026",
        "validity": "limited",
        "valid_until": "02/11/2027",
        **more,
    }


def stored(at: Desk) -> list[str]:
    on = make.NOW.date()
    return [one.type_code for one in wallet.usable(at.world.person.pk, ["XAC_NHAN_CU_TRU", "CAN_CUOC"], on)]


def test_a_good_page_is_described_and_kept_once(at: Desk) -> None:
    case = make.received(at.world)
    page = upload(at.desk, case, scan())
    assert page.context["verdict"].kind == "success"
    picture = at.desk.get(page.context["file_url"])
    assert picture["Content-Type"] == "image/png"
    sent = described(page)
    for _ in range(2):
        at.desk.post(f"{CAPTURE}?ho-so={case.pk}", sent)
    rows = wallet.documents_of(at.world.desk, at.world.person.pk, purpose="GIAI_QUYET_TTHC", dossier=case.code)
    assert [(row.type_code, row.number, row.case_code, row.verified) for row in rows] == [
        ("XAC_NHAN_CU_TRU", "12/XN", case.code, False)
    ]


def test_a_dark_page_is_refused_with_what_to_do(at: Desk) -> None:
    case = make.received(at.world)
    page = upload(at.desk, case, scan(dark=True))
    text = page.content.decode()
    assert page.context["verdict"].kind == "danger"
    assert "tối" in text
    assert "Quét lại" in text
    sent = described(page)
    assert at.desk.post(f"{CAPTURE}?ho-so={case.pk}", sent).status_code == 422
    assert stored(at) == []


def test_a_citizen_card_on_the_page_gives_type_and_number(at: Desk) -> None:
    case = make.received(at.world)
    number = at.world.person.personal_id
    page = upload(at.desk, case, scan(code=f"{number}||Lê Thị Mẫu Hoa|12041995|Nữ|Xã Cẩm Mẫu|01012022"))
    form = page.context["form"]
    assert (form["type_code"].value(), form["number"].value()) == ("CAN_CUOC", number)
    assert "mã QR thẻ căn cước" in page.content.decode()


def test_a_scan_of_the_case_is_kept_without_uploading_it_again(at: Desk) -> None:
    case = make.received(at.world)
    paper = CaseDocument.objects.get(case=case)
    page = at.desk.get(CAPTURE, {"ho-so": case.pk, "giay-to": paper.pk})
    assert page.status_code == 200
    assert page.context["file"].pk == paper.file_id


def test_limits_must_be_dated(at: Desk) -> None:
    case = make.received(at.world)
    page = upload(at.desk, case, scan())
    answer = at.desk.post(f"{CAPTURE}?ho-so={case.pk}", described(page, valid_until=""))
    assert answer.status_code == 422
    assert "phải ghi ngày hết giá trị" in answer.content.decode()


@pytest.mark.parametrize("role", ["desk_there", "clerk_there"])
def test_another_commune_captures_nothing_for_this_case(at: Desk, role: str) -> None:
    case = make.received(at.world)
    client: Client = getattr(at, role)
    assert client.get(CAPTURE, {"ho-so": case.pk}).status_code == 404
    assert client.get(CAPTURE, {"ma": case.code}).status_code == 404
    assert client.post(f"{CAPTURE}?ho-so={case.pk}", {"act": "upload", "file": scan()}).status_code == 404
    assert stored(at) == []


def test_a_picture_taken_in_is_shown_to_nobody_else(at: Desk) -> None:
    case = make.received(at.world)
    page = upload(at.desk, case, scan())
    assert at.clerk.get(page.context["file_url"]).status_code == 404


def test_a_case_is_named_by_its_scanned_code(at: Desk) -> None:
    case = make.received(at.world)
    assert case.code in at.desk.get(CAPTURE, {"ma": f"https://x.example/?ma={case.code}"}).content.decode()
    assert "không phải mã hồ sơ" in at.desk.get(CAPTURE, {"ma": "abc"}).content.decode()
