"""The pages: what each reader sees and may do, what is written in the log, how many queries a page takes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dean06.ecosystem.cleaning.models import Finding
from dean06.ecosystem.worklists import services
from dean06.ecosystem.worklists.models import Outcome, Sheet
from dean06.ecosystem.worklists.tests import factories
from dean06.ecosystem.worklists.tests.factories import SEN, SEN_HALL, SEN_POLICE, THO, THO_POLICE, People, item, state
from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.queries import actor_for
from dean06.kernel.accounts.tests.factories import add_second_factor, sign_in
from dean06.kernel.audit.models import AuditRow

LIST = reverse("worklists:list")
NAME = "Trần Văn An"  # record 1 of the list


def client_of(role: str, agency: str = "") -> Client:
    client = Client()
    sign_in(client, role, agency)
    return client


@pytest.fixture
def police(who: People) -> Client:
    client = Client()
    user = User.objects.get(pk=who.police.user_id)
    add_second_factor(user)
    client.force_login(user)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"worklists:{name}", args=args)


def hidden(page: Any) -> dict[str, Any]:
    form = page.context["form"]
    return {
        name: form[name].value()
        for name, field in form.fields.items()
        if field.widget.is_hidden and form[name].value() is not None
    }


def test_an_officer_sees_the_own_commune_at_once_and_the_log_says_so(police: Client, found: list[Finding]) -> None:
    page = police.get(LIST)
    text = page.content.decode()
    assert "Phường Thành Sen" in text
    assert NAME in text
    assert "Xem giấy chứng tử" in text  # what to do about the class
    shown = [row.finding.pk for row in page.context["page"].rows]
    assert shown[0] == found[2].pk  # paid to the dead: first
    assert set(shown) == {one.pk for one in found[:6]}
    row = AuditRow.objects.get(action="worklists.listed")
    assert row.is_read
    assert str(found[0].pk) in row.details


def test_another_commune_says_nothing(police: Client, found: list[Finding]) -> None:
    assert police.get(f"{LIST}?xa={THO}").status_code == 404
    assert police.get(f"{LIST}?xa=99999").status_code == 404
    assert police.get(url("item", found[6].pk)).status_code == 404
    assert police.get(url("act", found[6].pk, "xac-minh")).status_code == 404
    assert not AuditRow.objects.filter(is_read=True, action__startswith="worklists.").exists()


def test_a_head_sees_counts_and_gives_work_without_names(who: People, found: list[Finding]) -> None:
    head = client_of("agency_head", SEN_HALL)
    page = head.get(LIST)
    text = page.content.decode()
    assert "Còn <strong>6</strong>" in text
    assert NAME not in text
    assert not AuditRow.objects.filter(action="worklists.listed").exists()
    assert head.get(url("item", found[0].pk)).status_code == 403
    answer = head.post(
        url("assign_group"),
        {"xa": SEN, "loai": "SAI_HO_TEN", "assignee": who.police.user_id, "most": 10, "ve": LIST},
        follow=True,
    )
    assert "Đã giao 2 bản ghi" in answer.content.decode()
    assert [state(one) for one in (found[0], found[3], found[1])] == ["assigned", "assigned", "open"]


def test_a_registry_officer_begins_with_the_communes(who: People, found: list[Finding]) -> None:
    text = client_of("registry_officer").get(LIST).content.decode()
    assert re.search(r"Phường Thành Sen</a></th><td[^>]*>6", text)
    assert NAME not in text


@pytest.mark.parametrize("role", ["steering_officer", "provincial_leader", "administrator", "auditor"])
def test_roles_without_the_right_have_no_list(who: People, role: str) -> None:
    assert client_of(role).get(LIST).status_code == 403


def test_filters_and_order_by_village(police: Client, found: list[Finding]) -> None:
    page = police.get(f"{LIST}?loai=SAI_HO_TEN")
    assert {row.finding.pk for row in page.context["page"].rows} == {found[0].pk, found[3].pk}
    page = police.get(f"{LIST}?xa={SEN}&nhom=thon")
    groups = [(heading, len(rows)) for heading, _, rows in page.context["page"].groups]
    assert [count for _, count in groups] == [4, 2]
    assert groups[0][0].lower() == "tổ dân phố 2"
    page = police.get(f"{LIST}?xa={SEN}&nhom=thon&thon=to-dan-pho-10")
    assert {row.finding.pk for row in page.context["page"].rows} == {found[2].pk, found[5].pk}
    services.take(actor=_actor(police), finding_ids=[found[0].pk])
    assert police.get(f"{LIST}?tt=assigned").context["page"].total == 1
    assert police.get(f"{LIST}?tt=open").context["page"].total == 5
    assert police.get(f"{LIST}?nguoi=chua-giao").context["page"].total == 5
    assert police.get(f"{LIST}?ai=civil").context["page"].total == 2
    assert police.get(f"{LIST}?tt=nhang&ds=khong-co").context["page"].total == 6  # unreadable filters narrow nothing


def _actor(client: Client) -> Any:
    user = User.objects.get(pk=client.session["_auth_user_id"])
    return actor_for(user, "test", timezone.localdate())


def test_ticked_records_are_taken_given_or_printed(who: People, police: Client, found: list[Finding]) -> None:
    chosen = [f"{one.pk}:0" for one in found[:3]]
    police.post(url("bulk"), {"chon": chosen, "viec": "nhan", "ve": LIST})
    assert [state(one) for one in found[:4]] == ["assigned"] * 3 + ["open"]
    stale = police.post(url("bulk"), {"chon": chosen, "viec": "giao", "nguoi": who.civil.user_id}, follow=True)
    assert "vừa cập nhật" in stale.content.decode()
    assert item(found[0]).assignee_id == who.police.user_id
    seen = [f"{one.pk}:1" for one in found[:3]]
    police.post(url("bulk"), {"chon": seen, "viec": "giao", "nguoi": who.civil.user_id})
    assert item(found[0]).assignee_id == who.civil.user_id
    paper = police.post(url("bulk"), {"chon": seen, "viec": "in"}, follow=True).content.decode()
    sheet = Sheet.objects.get()
    assert sheet.watermark in paper
    assert NAME in paper
    number = "042050000001"
    assert number not in paper  # cut: only its end stands there
    assert "…001" in paper


def test_back_addresses_lead_nowhere_else(police: Client, found: list[Finding]) -> None:
    answer = police.post(url("bulk"), {"chon": f"{found[0].pk}:0", "viec": "nhan", "ve": "https://la.example/"})
    assert answer.url == LIST


def test_one_record_from_its_page(police: Client, found: list[Finding]) -> None:
    one = found[0]
    page = police.get(url("item", one.pk))
    text = page.content.decode()
    assert NAME in text
    assert "Đúng người, đúng số" in text
    assert AuditRow.objects.filter(action="cleaning.record_read", is_read=True).count() == 1
    form = police.get(url("act", one.pk, "xac-minh"))
    kept = hidden(form)
    wrong = police.post(url("act", one.pk, "xac-minh"), {**kept, "outcome": "da-chuyen-di", "how": "home"})
    assert wrong.status_code == 422
    assert "nơi đến" in wrong.content.decode()
    assert item(one) is None
    given = {**kept, "outcome": "da-chuyen-di", "how": "phone", "place": "Phường Trường Vinh, Nghệ An"}
    done = police.post(url("act", one.pk, "xac-minh"), given, follow=True)
    assert "Đã ghi kết quả xác minh" in done.content.decode()
    assert "Phường Trường Vinh, Nghệ An" in done.content.decode()
    again = police.post(url("act", one.pk, "xac-minh"), given, follow=True)  # the same old page once more
    assert "vừa cập nhật" in again.content.decode()
    sent = police.post(url("act", one.pk, "chuyen-nganh"), {"version": item(one).version, "note": ""}, follow=True)
    assert state(one) == "sector"
    assert "Chờ ngành sửa" in sent.content.decode()
    file = police.get(url("corrections"), {"ds": "insurance", "xa": SEN})
    assert file.status_code == 200
    assert AuditRow.objects.filter(action="worklists.corrections_exported").count() == 1


def test_closing_is_offered_to_the_second_person_only(who: People, police: Client, found: list[Finding]) -> None:
    one = found[0]
    services.record_visit(actor=who.police, finding_id=one.pk, outcome="khong-co-nguoi")
    first = police.get(url("item", one.pk)).content.decode()
    assert "Đề nghị kết thúc" in first
    services.propose_close(actor=who.police, finding_id=one.pk, reason="Không ai biết người này")
    assert "Duyệt kết thúc" not in police.get(url("item", one.pk)).content.decode()
    head = client_of("agency_head", SEN_HALL)
    page = head.get(url("act", one.pk, "duyet-ket-thuc"))
    assert NAME not in page.content.decode()
    head.post(url("act", one.pk, "duyet-ket-thuc"), {**hidden(page), "decision": "yes"})
    assert state(one) == "closed"


def test_results_of_a_sheet_come_in_by_line(who: People, police: Client, found: list[Finding]) -> None:
    sheet = services.print_sheet(actor=who.police, finding_ids=[one.pk for one in found[:4]])
    page = police.get(url("sheet_entry", sheet.pk))
    assert page.status_code == 200
    data = {f"v{one.pk}": 0 for one in found[:4]}
    data |= {f"k{found[0].pk}": "1", f"k{found[1].pk}": "4", f"k{found[2].pk}": "?", f"t{found[3].pk}": "chữ lạc"}
    answer = police.post(url("sheet_entry", sheet.pk), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Đã ghi 1 kết quả" in text
    assert "nơi đến" in text
    assert "Không có mã ?" in text
    assert "Chưa ghi mã kết quả" in text
    assert [state(one) for one in found[:4]] == ["visited", "open", "open", "open"]
    day = f"{timezone.localdate() + dt.timedelta(days=3):%d/%m/%Y}"
    data = {f"v{found[1].pk}": 0, f"k{found[1].pk}": "4", f"t{found[1].pk}": "Nghệ An"}
    data |= {f"v{found[2].pk}": 0, f"k{found[2].pk}": "6", f"d{found[2].pk}": day}
    assert police.post(url("sheet_entry", sheet.pk), data).status_code == 302
    assert item(found[2]).next_visit_on == timezone.localdate() + dt.timedelta(days=3)
    assert item(found[1]).outcome.code == "da-chuyen-di"
    assert client_of("commune_police", THO_POLICE).get(url("sheet", sheet.pk)).status_code == 404


def test_my_work_has_what_is_due_first(who: People, police: Client, found: list[Finding]) -> None:
    day = timezone.localdate() + dt.timedelta(days=1)
    services.take(actor=who.police, finding_ids=[one.pk for one in found[:3]])
    services.record_visit(actor=who.police, finding_id=found[1].pk, outcome="vang-nha", next_visit_on=day)
    page = police.get(url("mine"))
    assert page.context["total"] == 3
    assert NAME in page.content.decode()


def test_the_table_of_outcomes_on_screen(who: People, police: Client) -> None:
    assert "Đã chết" in police.get(url("outcomes")).content.decode()
    assert police.get(url("outcome", "da-chet")).status_code == 403
    officer = client_of("registry_officer")
    row = Outcome.objects.get(code="da-chet")
    data = {"key": row.key, "label": "Đã mất", "leads_to": "sector", "order": 50, "active": "on", "needs_paper": "on"}
    assert officer.post(url("outcome", "da-chet"), data).status_code == 302
    row.refresh_from_db()
    assert row.label == "Đã mất"
    clash = officer.post(url("outcome", "moi"), {**data, "key": "1"})
    assert clash.status_code == 422


def test_campaigns_on_screen(who: People, found: list[Finding]) -> None:
    office = client_of("steering_officer")
    today = timezone.localdate()
    data = {
        "name": "Cao điểm 90 ngày đêm",
        "basis": "KH 12/KH-UBND",
        "starts_on": f"{today:%d/%m/%Y}",
        "ends_on": f"{today + dt.timedelta(days=89):%d/%m/%Y}",
        "target_share": "98,5",
        "sectors": ["insurance"],
    }
    wrong = office.post(reverse("campaigns:new"), {**data, "target_count": "3"})
    assert wrong.status_code == 422
    made = office.post(reverse("campaigns:new"), data, follow=True)
    text = made.content.decode()
    assert "98,5% số đầu kỳ" in text
    assert "0/8 (0,00%)" in text
    edit = office.get(made.request["PATH_INFO"] + "sua/")
    assert edit.status_code == 200
    saved = office.post(
        made.request["PATH_INFO"] + "sua/",
        {**data, "name": "Cao điểm 50 ngày đêm", "version": edit.context["form"]["version"].value()},
    )
    assert saved.status_code == 302
    reader = client_of("commune_police", SEN_POLICE)
    assert "Cao điểm 50 ngày đêm" in reader.get(reverse("campaigns:list")).content.decode()
    assert reader.get(made.request["PATH_INFO"]).status_code == 200
    assert reader.get(reverse("campaigns:new")).status_code == 403
    assert reader.get(made.request["PATH_INFO"] + "dong/").status_code == 403
    assert office.post(made.request["PATH_INFO"] + "dong/", {"note": "Xong", "version": ""}).status_code == 302


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("address", [LIST, f"{LIST}?xa={SEN}&nhom=thon", "/viec-lam-sach/cua-toi/"])
def test_queries_do_not_grow_with_the_list(who: People, police: Client, address: str) -> None:
    version = factories.list_version(60)
    few = [factories.finding(version, n) for n in range(1, 5)]
    services.take(actor=who.police, finding_ids=[one.pk for one in few])
    before = queries_of(police, address)
    many = [factories.finding(version, n) for n in range(5, 45)]
    services.take(actor=who.police, finding_ids=[one.pk for one in many])
    assert queries_of(police, address) == before
