"""The pages of the log."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dean06.kernel.audit import guards, queries, services, views
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.audit.tests.helpers import NOW, officer, write_rows
from dean06.kernel.audit.types import LogFilter, SealState
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
inspector = officer("audit.view", "audit.export", user_id=3)


def request(actor: Actor | None, query: str = "", method: str = "get") -> HttpRequest:
    made: HttpRequest = getattr(RequestFactory(), method)(f"/nhat-ky/{query}")
    made.actor = actor  # type: ignore[attr-defined]
    return made


def text(response) -> str:
    return response.content.decode()


def test_an_officer_without_the_right_sees_nothing_of_the_log() -> None:
    write_rows(1)
    for actor in (officer("assignments.view"), None):
        with pytest.raises(NotAllowed):
            views.log(request(actor))
        with pytest.raises(NotAllowed):
            views.row(request(actor), AuditRow.objects.get().pk)
        with pytest.raises(NotAllowed):
            views.export(request(actor, method="post"))
    assert AuditRow.objects.count() == 1


def test_the_inspector_finds_rows_by_subject() -> None:
    write_rows(3)
    page = text(views.log(request(inspector, "?noi_dung=assignments.assignment:1")))
    assert "assignments.assignment:1" in page
    assert "assignments.assignment:2" not in page


def test_a_search_leaves_a_row_about_itself() -> None:
    queries.search_log(actor=inspector, wanted=LogFilter(subject="population.person:9"))
    row = AuditRow.objects.get()
    assert (row.action, row.actor_id, row.is_read, row.details) == ("audit.searched", 3, True, '{"by":["subject"]}')


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (LogFilter(actor_id=8), 1),
        (LogFilter(actor_id=7), 2),
        (LogFilter(subject="population.person:9"), 1),
        (LogFilter(action="data.read"), 1),
        (LogFilter(dossier="H30-1"), 1),
        (LogFilter(request_id="req-8"), 1),
        (LogFilter(purpose="hồ sơ", since=timezone.now() - timedelta(days=1), until=timezone.now() + timedelta(1)), 1),
        (LogFilter(actor_name="Hòa", since=timezone.now() - timedelta(days=1), until=timezone.now() + timedelta(1)), 3),
        (LogFilter(until=timezone.now() - timedelta(days=1)), 0),
    ],
)
def test_every_condition_narrows_the_search(wanted: LogFilter, found: int) -> None:
    write_rows(2)
    services.record_read(
        actor=officer(user_id=8), subject="population.person:9", purpose="Giải quyết hồ sơ", dossier="H30-1"
    )
    page = queries.search_log(actor=inspector, wanted=wanted)
    assert len([entry for entry in page.entries if entry.action != "audit.searched"]) == found


def test_a_search_inside_names_over_all_time_is_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidInput, match="92 ngày"):
        queries.search_log(actor=inspector, wanted=LogFilter(actor_name="Hòa"))
    page = views.log(request(inspector, "?nguoi=H%C3%B2a&tu_ngay=2020-01-01&den_ngay=2026-01-01"))
    assert page.status_code == 422
    assert "92 ngày" in text(page)
    assert not AuditRow.objects.exists()


def test_on_the_page_a_name_alone_looks_at_the_last_thirty_days() -> None:
    write_rows(1)
    page = views.log(request(inspector, "?nguoi=H%C3%B2a"))
    assert page.status_code == 200
    assert "assignments.assignment:0" in text(page)
    assert f'value="{timezone.localdate():%d/%m/%Y}"' in text(page)


def test_days_in_the_wrong_order_are_said() -> None:
    page = views.log(request(inspector, "?tu_ngay=2026-03-05&den_ngay=2026-03-01"))
    assert page.status_code == 422
    assert "“Đến ngày” phải từ “Từ ngày” trở đi" in text(page)


def test_paging_shows_every_row_once_also_when_times_are_equal() -> None:
    write_rows(7)
    AuditRow.objects.bulk_create(
        AuditRow(time=NOW, actor_name="x", action="a", subject=f"s:{n}", details="{}") for n in range(6)
    )
    seen: list[int] = []
    after = None
    while True:
        page = queries.search_log(actor=inspector, wanted=LogFilter(), after=after, limit=4)
        seen += [entry.row_id for entry in page.entries]
        after = page.older
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 13
    assert [entry.row_id for entry in queries.search_log(actor=inspector, wanted=LogFilter(), limit=20).entries] == seen


def test_the_page_links_to_the_older_rows_and_keeps_the_conditions() -> None:
    write_rows(60)
    page = text(views.log(request(inspector, "?nguoi=7")))
    link = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "nguoi=7" in link
    older = text(views.log(request(inspector, link.removeprefix("/nhat-ky/"))))
    assert "assignments.assignment:0<" in older
    assert "assignments.assignment:59<" not in older


@pytest.mark.parametrize(
    "query", ["?truoc=rubbish", "?truoc=9-9-9", "?truoc=999999999999999999-1", "?truoc=%F0%9F%98%80-1"]
)
def test_a_spoiled_address_is_the_first_page(query: str) -> None:
    write_rows(1)
    assert "assignments.assignment:0" in text(views.log(request(inspector, query)))


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            text(views.log(request(inspector)))
        return len(captured)

    write_rows(2)
    few = count()
    write_rows(60)
    services.seal(NOW)
    assert count() == few


def test_a_row_waits_then_is_sealed_and_says_under_which_head() -> None:
    write_rows(1)
    row_id = AuditRow.objects.get().pk
    assert "đang chờ niêm phong" in text(views.row(request(inspector), row_id))
    services.seal(NOW)
    page = text(views.row(request(inspector), row_id))
    assert "Đã niêm phong trong đầu cây số 1" in page
    assert queries.log_detail(actor=inspector, row_id=row_id).seal.leaf_hash in page


@pytest.mark.parametrize("column", ["subject", "details", "time"])
def test_a_row_changed_behind_the_applications_back_is_shown_as_damaged(column: str) -> None:
    write_rows(1)
    services.seal(NOW)
    row = AuditRow.objects.get()
    value = {"subject": "x:1", "details": '{"percent":99}', "time": NOW}[column]
    with guards.lifted(connection):
        AuditRow.objects.update(**{column: value})
    assert queries.log_detail(actor=inspector, row_id=row.pk).seal.state == SealState.DAMAGED
    assert "KHÔNG còn khớp" in text(views.row(request(inspector), row.pk))


def test_a_row_that_is_not_there_is_said_so() -> None:
    with pytest.raises(NotFound):
        views.row(request(inspector), 10**6)


def test_the_export_button_gives_the_whole_log_as_a_file() -> None:
    write_rows(2)
    response = views.export(request(inspector, method="post"))
    assert response["Content-Disposition"].startswith('attachment; filename="nhat-ky-')
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) == 1 + 3 + 1 + 1
    assert '"action":"audit.exported"' in lines[3]


def test_the_last_days_are_one_click_away_and_keep_what_was_searched() -> None:
    write_rows(1)
    page = text(views.log(request(inspector, "?nguoi=H%C3%B2a")))
    today = quote(f"{timezone.localdate():%d/%m/%Y}", safe="")
    assert f"?nguoi=H%C3%B2a&amp;tu_ngay={today}&amp;den_ngay={today}" in page
    chosen = text(views.log(request(inspector, f"?tu_ngay={today}&den_ngay={today}")))
    assert chosen.count('aria-current="true"') == 1
    assert "assignments.assignment:0" in chosen
