"""The pages: a year for everyone, and entering, correcting, removing and hours for those entitled."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from dean06.kernel.calendar import queries, services
from dean06.kernel.calendar.models import CalendarDay, OfficeSession
from dean06.kernel.calendar.tests.helpers import EDITOR, READER, SYSTEM, Browser, state
from dean06.kernel.common.calendar import Certainty, DayKind

pytestmark = pytest.mark.django_db

NEW_DAY = {
    "date": "25/08/2025",
    "kind": "compensatory_rest",
    "name": "Nghỉ phòng, chống bão",
    "source": "Công điện của tỉnh ngày 24/8/2025",
    "certainty": "sure",
}


@pytest.fixture(autouse=True)
def _loaded() -> None:
    services.load_calendar(actor=SYSTEM)


@pytest.fixture
def editor() -> Browser:
    return Browser(EDITOR)


@pytest.fixture
def officer() -> Browser:
    return Browser(READER)


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_visitor_sees_nothing_and_changes_nothing() -> None:
    before = state()
    assert Browser(None).get("/lich-lam-viec/").status_code == 403
    assert Browser(None).post("/lich-lam-viec/ngay/them/", NEW_DAY).status_code == 403
    assert state() == before


def test_everyone_signed_in_sees_the_year_but_not_the_tools(officer: Browser) -> None:
    page = text(officer.get("/lich-lam-viec/nam/2026/"))
    assert len(re.findall(r'<table class="month">', page)) == 12
    for words in (
        "Bảng có đủ ngày nghỉ lễ đến hết năm <strong>2026</strong>",
        "Tết Nguyên đán Bính Ngọ",
        "12729/VPCP-KGVX",
        "Làm bù cho ngày 02/01/2026",
        "Nhiều khả năng đúng",
        "2 ngày chưa được xác minh",
        "07:00–11:30",
        "Thứ Hai đến thứ Sáu",
        "Chưa xác minh",
    ):
        assert words in page, words
    for tool in ("/lich-lam-viec/ngay/", "/lich-lam-viec/gio-lam-viec/"):
        assert f'href="{tool}' not in page


def test_those_without_the_right_reach_no_form_and_change_nothing(officer: Browser) -> None:
    before = state()
    for address in ("ngay/them/", "ngay/2026-09-02/", "ngay/2026-09-02/bo/", "gio-lam-viec/"):
        assert officer.get(f"/lich-lam-viec/{address}").status_code == 403
        assert officer.post(f"/lich-lam-viec/{address}", NEW_DAY).status_code == 403
    assert state() == before


def test_a_year_that_nobody_entered_says_so(officer: Browser) -> None:
    page = text(officer.get("/lich-lam-viec/nam/2027/"))
    assert "Năm này chưa đủ ngày nghỉ lễ" in page
    assert "tính theo những ngày đã có" in page
    assert officer.get("/lich-lam-viec/nam/1999/").status_code == 404
    assert officer.get("/lich-lam-viec/nam/99999/").status_code == 404


def test_an_empty_calendar_has_a_page_too(editor: Browser) -> None:
    CalendarDay.objects.all().delete()
    OfficeSession.objects.all().delete()
    page = text(editor.get("/lich-lam-viec/"))
    assert "Bảng chưa có đủ ngày nghỉ lễ của năm nào" in page
    assert "Chưa có giờ làm việc" in page


def test_the_page_costs_the_same_whatever_the_year_holds(editor: Browser) -> None:
    counts = []
    for address in ("/lich-lam-viec/nam/2026/", "/lich-lam-viec/nam/2026/", "/lich-lam-viec/nam/2090/"):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            editor.get(address)
        counts.append(sum("calendar_" in query["sql"] for query in captured))
    assert counts == [4, 4, 4]


def test_a_day_is_entered_and_from_then_on_nobody_works_on_it(editor: Browser) -> None:
    response = editor.post("/lich-lam-viec/ngay/them/", NEW_DAY)
    assert "Đã ghi ngày 25/08/2025" in text(response)
    assert "Tỉnh đã sửa" in text(response)
    assert not queries.work_calendar().is_working_day(dt.date(2025, 8, 25))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"date": "25/13/2025"}, "theo dạng ngày/tháng/năm"),
        ({"date": ""}, "Hãy ghi ngày."),
        ({"date": "02/09/2025"}, "đã có trong lịch làm việc"),
        ({"date": "23/08/2025"}, "phải từ thứ Hai đến thứ Sáu"),
        ({"kind": "make_up_work"}, "phải là thứ Bảy hoặc Chủ nhật"),
        ({"name": " "}, "Hãy ghi tên gọi"),
        ({"source": ""}, "phải có căn cứ"),
        ({"kind": "party"}, "Hãy chọn một mục trong danh sách"),
    ],
)
def test_a_wrong_entry_comes_back_with_its_sentence(editor: Browser, change: dict[str, str], says: str) -> None:
    before = state()
    response = editor.post("/lich-lam-viec/ngay/them/", NEW_DAY | change)
    assert response.status_code == 422
    assert says in text(response)
    assert state() == before


def test_an_unverified_day_is_confirmed(editor: Browser) -> None:
    address = "/lich-lam-viec/ngay/2026-08-22/"
    assert "Làm bù cho ngày 31/8/2026" in text(editor.get(address))
    entry = {"kind": "make_up_work", "name": "Làm bù cho ngày 31/8/2026", "source": "Thông báo số 9441"}
    response = editor.post(address, entry | {"certainty": "sure"})
    assert "1 ngày chưa được xác minh" in text(response)
    entry_now = queries.calendar_day(dt.date(2026, 8, 22))
    assert entry_now is not None
    assert entry_now.row.certainty is Certainty.SURE
    before = state()
    assert editor.post(address, entry | {"kind": "compensatory_rest", "certainty": "sure"}).status_code == 422
    assert state() == before


def test_a_day_is_removed_only_after_asking(editor: Browser) -> None:
    address = "/lich-lam-viec/ngay/2026-09-02/bo/"
    before = state()
    page = text(editor.get(address))
    assert "Quốc khánh" in page
    assert "cũng không tự quay về" in page
    assert state() == before
    editor.post(address)
    assert queries.work_calendar().kind_of(dt.date(2026, 9, 2)) is DayKind.WORKING
    assert "Ngày thường</td>" in text(editor.get("/lich-lam-viec/nam/2026/"))


@pytest.mark.parametrize("iso", ["2025-08-05", "hom-nay", "2026-02-30"])
def test_a_day_that_is_not_in_the_table_is_not_found(editor: Browser, iso: str) -> None:
    before = state()
    assert editor.get(f"/lich-lam-viec/ngay/{iso}/").status_code == 404
    assert editor.post(f"/lich-lam-viec/ngay/{iso}/bo/").status_code == 404
    assert state() == before


def hours_form(*rows: dict[str, object], **basis: str) -> dict[str, object]:
    form: dict[str, object] = {"source": "Quyết định của tỉnh", "certainty": "sure", **basis}
    form |= {"ca-TOTAL_FORMS": str(len(rows)), "ca-INITIAL_FORMS": "0"}
    for index, row in enumerate(rows):
        form |= {f"ca-{index}-{name}": value for name, value in row.items()}
    return form


def test_winter_and_summer_hours_replace_the_ordinary_ones(editor: Browser) -> None:
    page = text(editor.get("/lich-lam-viec/gio-lam-viec/"))
    assert 'value="07:00"' in page
    summer = {"weekdays": ["0", "1", "2", "3", "4"], "start": "7:00", "end": "11h30", "valid_to": "15/10/2026"}
    winter = {"weekdays": ["0", "1", "2", "3", "4"], "start": "7h30", "end": "12h", "valid_from": "16/10/2026"}
    response = editor.post("/lich-lam-viec/gio-lam-viec/", hours_form(summer, {}, winter))
    assert "Đã lưu giờ làm việc (10 ca trong tuần)" in text(response)
    assert [(one.start, one.end) for one in queries.office_hours()] == [
        (dt.time(7), dt.time(11, 30)),
        (dt.time(7, 30), dt.time(12)),
    ]
    assert queries.work_calendar().working_minutes_on(dt.date(2026, 10, 16)) == 270


@pytest.mark.parametrize(
    ("rows", "basis", "says"),
    [
        ([{"start": "7:00", "end": "11:00"}], {}, "Hãy chọn ít nhất một ngày trong tuần."),
        ([{"weekdays": ["0"], "start": "7 sáng", "end": "11:00"}], {}, "theo dạng giờ:phút"),
        ([{"weekdays": ["0"], "end": "11:00"}], {}, "Hãy ghi giờ bắt đầu."),
        ([{"weekdays": ["0"], "start": "11:00", "end": "7:00"}], {}, "Giờ kết thúc phải sau giờ bắt đầu."),
        ([{}], {}, "ít nhất một ca"),
        (
            [
                {"weekdays": ["0"], "start": "7:00", "end": "11:00"},
                {"weekdays": ["0"], "start": "10:00", "end": "12:00"},
            ],
            {},
            "chồng nhau",
        ),
        ([{"weekdays": ["0"], "start": "7:00", "end": "11:00"}], {"source": ""}, "phải có căn cứ"),
    ],
)
def test_wrong_hours_come_back_and_leave_the_present_ones(editor: Browser, rows, basis, says: str) -> None:
    before = state()
    response = editor.post("/lich-lam-viec/gio-lam-viec/", hours_form(*rows, **basis))
    assert response.status_code == 422
    assert says in text(response)
    assert state() == before


def test_only_those_who_may_edit_find_the_calendar_in_their_navigation(editor: Browser, officer: Browser) -> None:
    assert 'href="/lich-lam-viec/"' in text(editor.get("/lich-lam-viec/"))
    assert 'href="/lich-lam-viec/"' not in text(officer.get("/lich-lam-viec/"))
