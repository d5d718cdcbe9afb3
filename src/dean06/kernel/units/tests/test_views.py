"""The pages: search, a unit's history, an agency, editing, the picker."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest
from django.test.utils import CaptureQueriesContext

from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.units import services, views
from dean06.kernel.units.errors import AgencyNotFound, UnitNotFound
from dean06.kernel.units.models import Agency, UnitBoundary
from dean06.kernel.units.tests.helpers import officer, request
from dean06.kernel.units.tests.test_boundaries import KY_KHANG, feature, file

pytestmark = pytest.mark.usefixtures("units")
reader = officer("units.view")
administrator = officer("units.view", "units.edit", "units.import_boundaries")


def text(response) -> str:
    return response.content.decode()


def post(data: dict, path: str = "/don-vi/") -> HttpRequest:
    made = request(administrator, path, data, method="post")
    made.session = {}  # type: ignore[assignment]
    made._messages = FallbackStorage(made)  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize("actor", [None, officer("assignments.view")])
@pytest.mark.parametrize(
    ("view", "arguments"),
    [
        (views.search, ()),
        (views.picker, ()),
        (views.unit, ("18790", "2025-07-01")),
        (views.unit_by_code, ("18790",)),
        (views.agency, ("so-y-te",)),
        (views.rename, ("so-y-te",)),
        (views.head, ("so-y-te",)),
        (views.alias, ("so-y-te",)),
        (views.boundaries, ()),
    ],
)
def test_nobody_without_the_right_sees_a_page(view, arguments: tuple, actor) -> None:
    with pytest.raises(NotAllowed):
        view(request(actor), *arguments)


def test_the_start_page_shows_every_commune_as_a_square_that_leads_to_it() -> None:
    page = text(views.search(request(reader)))
    assert page.count('class="tile__name"') == 69
    assert "/don-vi/hanh-chinh/18790/2025-07-01/" in page
    assert "Nhập ranh giới" not in page


def test_search_explains_an_old_name_and_lists_hits() -> None:
    page = text(views.search(request(reader, data={"q": "Sở TT&TT"})))
    assert "nay là Sở Khoa học và Công nghệ" in page
    assert "/don-vi/co-quan/so-khcn/" in page
    assert "đến 28/02/2025" in page
    page = text(views.search(request(reader, data={"q": "ky khang"})))
    assert "Xã Kỳ Khang" in page
    assert "mã 18778" in page
    assert "đến 30/06/2025" in page
    page = text(views.search(request(reader, data={"q": "<b>xyz"})))
    assert "&lt;b&gt;xyz" in page
    assert "Không có cơ quan nào khớp" in page


def test_a_unit_s_page_tells_its_history_and_warns_of_the_re_used_code() -> None:
    page = text(views.unit(request(reader), "18790", "2025-07-01"))
    for words in ("Xã Kỳ Khang", "Xã Kỳ Thọ", "Xã Kỳ Thư", "Huyện Kỳ Anh", "khi dùng mã phải kèm ngày", "Ủy ban"):
        assert words in page
    former = text(views.unit(request(reader), "18796", "2004-01-01"))
    assert former.count("một phần") == 3
    assert "Đơn vị không còn" in former
    assert "chưa rõ ngày" in former


def test_a_unit_s_page_draws_its_outline_once_imported() -> None:
    assert (
        "<path" not in text(views.unit(request(reader), "18790", "2025-07-01")).split("<main")[1].split("Hình dáng")[0]
    )
    services.import_boundaries(actor=administrator, content=file(feature(KY_KHANG, code="18790")), source="mẫu")
    assert 'aria-label="Hình dáng Xã Kỳ Khang"' in text(views.unit(request(reader), "18790", "2025-07-01"))


def test_the_province_s_page_lists_its_communes_with_a_fixed_number_of_queries() -> None:
    with CaptureQueriesContext(connection) as small:
        views.unit(request(reader), "18790", "2025-07-01")
    with CaptureQueriesContext(connection) as large:
        page = text(views.unit(request(reader), "42", "2004-01-01"))
    assert "Đơn vị trực thuộc (69)" in page
    assert len(large) <= len(small) + 1 <= 12


def test_an_agency_s_page_has_a_fixed_number_of_queries() -> None:
    counts = []
    for code in ("so-y-te", "ubnd-tinh", "nhom-so-ban-nganh-dia-phuong", "vpdkdd-huyen-cam-xuyen"):
        with CaptureQueriesContext(connection) as captured:
            views.agency(request(reader), code)
        counts.append(len(captured))
    assert max(counts) <= 12


def test_a_code_with_a_day_leads_to_the_unit_of_that_day() -> None:
    old = views.unit_by_code(request(reader, data={"ngay": "2024-05-01"}), "18790")
    new = views.unit_by_code(request(reader, data={"ngay": "2025-07-01"}), "18790")
    assert old["Location"].endswith("/18790/2004-01-01/")
    assert new["Location"].endswith("/18790/2025-07-01/")


@pytest.mark.parametrize("day", ["2025-07-02", "hom-nay", "2025-02-30"])
def test_an_unknown_unit_or_day_is_a_plain_refusal(day: str) -> None:
    with pytest.raises(UnitNotFound):
        views.unit(request(reader), "18790", day)
    with pytest.raises(AgencyNotFound):
        views.agency(request(reader), "khong-co")


def test_an_agency_s_page_shows_names_succession_and_area() -> None:
    page = text(views.agency(request(reader), "so-khcn"))
    assert "Tiếp nhận công việc của" in page
    assert "Sở Thông tin và Truyền thông" in page
    assert "Đổi tên" not in page
    branch = text(views.agency(request(administrator), "vpdkdd-huyen-cam-xuyen"))
    assert "Xã Cẩm Bình" in branch
    assert "một phần" in branch
    assert "Nhiều khả năng đúng" in branch
    assert "Đổi tên" in branch
    social = text(views.agency(request(reader), "bhxh-tinh"))
    assert "Bảo hiểm xã hội khu vực XV" in social
    assert "01/03/2025–08/07/2025" in social


def test_a_group_s_page_lists_whom_it_means() -> None:
    assert text(views.agency(request(reader), "nhom-ubnd-cap-xa")).count("/don-vi/co-quan/ubnd-") >= 69
    assert "phải chọn theo nội dung" in text(views.agency(request(reader), "nhom-don-vi-lien-quan"))


def test_an_administrator_edits_an_agency_through_the_forms() -> None:
    answer = views.head(
        post({"head_title": "Giám đốc", "head_name": "Trần Thị Mẫu", "head_phone": "0239123456"}), "so-y-te"
    )
    assert answer.status_code == 302
    assert views.alias(post({"text": "Sở Dê tê"}), "so-y-te").status_code == 302
    assert views.rename(post({"name": "Sở Y tế mẫu", "short_name": "SYT mẫu"}), "so-y-te").status_code == 302
    agency = Agency.objects.get(code="so-y-te")
    assert (agency.head_name, agency.name) == ("Trần Thị Mẫu", "Sở Y tế mẫu")
    page = text(views.agency(request(reader), "so-y-te"))
    assert "Trần Thị Mẫu" in page
    assert "Sở Dê tê" in page


def test_a_refused_form_comes_back_with_the_sentence() -> None:
    answer = views.alias(post({"text": "Sở Nội vụ"}), "so-y-te")
    assert answer.status_code == 422
    assert "đang là tên của Sở Nội vụ" in text(answer)
    answer = views.head(post({"head_phone": "abc"}), "so-y-te")
    assert answer.status_code == 422
    assert "Số điện thoại" in text(answer)


def test_the_boundary_page_imports_and_reports() -> None:
    upload = SimpleUploadedFile("mau.geojson", file(feature(KY_KHANG, code="18790"), feature(KY_KHANG, code="1")))
    page = text(views.boundaries(post({"file": upload}, "/don-vi/ranh-gioi/")))
    assert "Đã nhập 1/2 ranh giới, từ chối 1" in page
    assert UnitBoundary.objects.count() == 1
    broken = views.boundaries(post({"file": SimpleUploadedFile("a.txt", b"xin chao")}, "/don-vi/ranh-gioi/"))
    assert broken.status_code == 422
    assert "không phải là bản đồ GeoJSON" in text(broken)


@pytest.mark.parametrize(
    ("data", "value", "note"),
    [
        ({"q": "Sở TT&TT"}, "so-khcn", "thay cho Sở Thông tin và Truyền thông"),
        ({"q": "so y te"}, "so-y-te", "Sở"),
        ({"q": "cẩm hưng"}, "ubnd-xa-cam-hung", "Ủy ban nhân dân cấp xã"),
        ({"q": "cam hung", "loai": "don-vi-hanh-chinh"}, "18736", "Tỉnh Hà Tĩnh"),
    ],
)
def test_the_picker_offers_bodies_of_today(data: dict, value: str, note: str) -> None:
    rows = json.loads(views.picker(request(reader, data=data)).content)["results"]
    assert (rows[0]["value"], rows[0]["note"]) == (value, note)
    today = dt.date.today()
    codes = [row["value"] for row in rows if not row["value"].isdigit()]
    assert not Agency.objects.filter(code__in=codes, valid_to__lt=today).exists()


def test_the_picker_answers_an_empty_question_with_nothing() -> None:
    assert json.loads(views.picker(request(reader)).content) == {"results": []}
