"""Pages of the catalogue: open to everybody, except what changes it."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from dean06.kernel.accounts.tests.factories import sign_in
from dean06.procedures.catalogue.models import Procedure, ProcedureVersion
from dean06.procedures.catalogue.tests.factories import publish

pytestmark = pytest.mark.django_db
BIRTH = "1.001193"


def national_list(*rows: tuple[object, ...]) -> bytes:
    """A list as downloaded, with a title above the headings."""
    book = Workbook()
    sheet = book.active
    sheet.append(["DANH MỤC THỦ TỤC HÀNH CHÍNH"])
    sheet.append(
        ["STT", "Mã TTHC", "TEN THU TUC", "Lĩnh vực", "Cấp thực hiện", "Mức độ", "Phí, lệ phí", "Ngày quyết định"]
    )
    for number, row in enumerate(rows, start=1):
        sheet.append([number, *row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_visitor_finds_a_procedure_without_marks(client: Client) -> None:
    publish(BIRTH)
    page = client.get(reverse("catalogue:index"), {"q": "lam khai sinh"})
    assert page.status_code == 200
    assert "Đăng ký khai sinh" in page.content.decode()
    assert "Không có thủ tục nào khớp" in client.get(reverse("catalogue:index"), {"q": "xyz"}).content.decode()


def test_a_visitor_finds_it_by_situation_in_life_field_and_level(client: Client) -> None:
    publish(BIRTH)
    Procedure.objects.create(code="1.999999", title="Việc khác", field_name="Khác", level="province", search_text="x")
    for asked in ({"su_kien": "co_con"}, {"linh_vuc": "Hộ tịch"}, {"cap": "commune"}):
        text = client.get(reverse("catalogue:index"), asked).content.decode()
        assert "Đăng ký khai sinh" in text and "Việc khác" not in text


def test_the_public_page_says_papers_days_money_and_what_is_not_verified(client: Client) -> None:
    publish(BIRTH)
    text = client.get(reverse("catalogue:procedure", args=[BIRTH])).content.decode()
    for words in ("Giấy chứng sinh", "nhận sau 15 giờ", "8.000 đồng", "chưa xác minh", "60/2014/QH13"):
        assert words in text


def test_a_procedure_without_a_pack_says_where_to_go(client: Client) -> None:
    Procedure.objects.create(code="1.999999", title="Việc khác", field_name="Khác", level="province")
    assert "chưa nộp được" in client.get(reverse("catalogue:procedure", args=["1.999999"])).content.decode()
    assert client.get(reverse("catalogue:procedure", args=["khong-co"])).status_code == 404


def test_the_poster_carries_a_qr(client: Client) -> None:
    publish(BIRTH)
    text = client.get(reverse("catalogue:poster", args=[BIRTH])).content.decode()
    assert "<svg" in text and "/thu-tuc/1.001193/" in text


def test_an_officer_reads_the_steps_and_a_visitor_does_not(client: Client) -> None:
    [pack] = publish(BIRTH)
    address = reverse("catalogue:pack", args=[BIRTH, pack.version_id])
    assert client.get(address).status_code == 302
    sign_in(client, "case_officer", "ubnd-xa-mau")
    text = client.get(address).content.decode()
    assert "steps-drawing" in text and pack.sha256 in text and "Ký giấy khai sinh" in text
    assert client.get(reverse("catalogue:pack", args=["1.999999", pack.version_id])).status_code == 404
    compared = client.get(reverse("catalogue:compare", args=[BIRTH, pack.version_id, pack.version_id]))
    assert "Hai phiên bản giống nhau" in compared.content.decode()


def test_only_the_controller_publishes_imports_and_withdraws(client: Client) -> None:
    sign_in(client, "case_officer", "ubnd-xa-mau")
    for name, arguments in (("publish", []), ("import", []), ("withdraw", [BIRTH])):
        assert client.post(reverse(f"catalogue:{name}", args=arguments)).status_code == 403
    assert not ProcedureVersion.objects.exists()


def test_the_controller_imports_a_list_and_sees_which_rows_were_refused(client: Client) -> None:
    sign_in(client, "procedure_controller")
    data = national_list(
        ("1.004873", "Cấp giấy xác nhận tình trạng hôn nhân", "Hộ tịch", "Cấp xã", "Toàn trình", "Không", "05/3/2026"),
        ("khong-dung", "Một thủ tục", "Hộ tịch", "Cấp xã", "", "", ""),
        ("1.000001", "Thủ tục không rõ cấp", "Hộ tịch", "liên bang", "", "", ""),
        ("1.000002", "Thủ tục ngày sai", "Hộ tịch", "Cấp tỉnh", "", "", "32/13/2026"),
        ("1.004873", "Ghi hai lần", "Hộ tịch", "Cấp xã", "", "", ""),
    )
    for created, unchanged in ((1, 0), (0, 1)):
        upload = SimpleUploadedFile("danh-muc.xlsx", data)
        page = client.post(reverse("catalogue:import"), {"file": upload})
        assert page.status_code == 200
        report = page.context["report"]
        assert (report.created, report.unchanged, len(report.refused)) == (created, unchanged, 4)
        assert [row.row for row in report.refused] == [4, 5, 6, 7]
    row = Procedure.objects.get()
    assert (row.code, row.level, row.online_level, row.has_fee) == ("1.004873", "commune", "full", False)


def test_a_file_that_is_no_list_is_refused(client: Client) -> None:
    sign_in(client, "procedure_controller")
    for data in (b"khong phai bang tinh", national_list()[:200]):
        page = client.post(reverse("catalogue:import"), {"file": SimpleUploadedFile("a.xlsx", data)})
        assert page.status_code == 422
    assert not Procedure.objects.exists()


def test_the_page_of_publishing_says_in_which_state_each_pack_is(client: Client) -> None:
    publish(BIRTH)
    sign_in(client, "procedure_controller")
    page = client.get(reverse("catalogue:publish"))
    states = {row["folder"]: row["state"] for row in page.context["rows"]}
    assert states.pop("1.001193-khai-sinh") == "published"
    assert set(states.values()) <= {"new", "broken"}
    assert client.post(reverse("catalogue:publish"), {"folder": "../etc", "decision": "x"}).status_code == 404
    assert client.post(reverse("catalogue:publish"), {"folder": "1.001193-khai-sinh"}).status_code == 422
