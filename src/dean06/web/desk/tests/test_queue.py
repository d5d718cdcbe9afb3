"""The queue: what stands in which group for whom, search by what scanners type, acts on several at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dean06.procedures.cases import queries as cases
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.types import State
from dean06.web.desk.queue_tabs import TABS
from dean06.web.desk.tests.conftest import Desk

QUEUE = reverse("desk:queue")


def codes(client, tab: str, **more: object) -> list[str]:
    """Codes listed in a group, in order."""
    page = client.get(QUEUE, {"nhom": tab, **more})
    assert page.status_code == 200, page.content.decode()[:800]
    return [row.code for row in page.context["rows"]]


def test_each_state_stands_in_its_group(at: Desk) -> None:
    new = make.submitted(at.world)
    waiting = make.received(at.world)
    signing = make.waiting_for_signature(at.world)
    done = make.finished(at.world)
    assert codes(at.desk, "cho-tiep-nhan") == [new.code]
    assert set(codes(at.clerk, "co-quan")) == {waiting.code, signing.code}
    assert codes(at.desk, "cho-tra") == [done.code]
    assert codes(at.desk, "chuyen-den") == []
    for tab in TABS:
        assert codes(at.clerk_there, tab.slug) == [], "nothing of another commune"


def test_the_group_counts_and_the_tally_add_up(at: Desk) -> None:
    for make_one in (make.submitted, make.received, make.received, make.in_processing, make.finished):
        make_one(at.world)
    page = at.desk.get(QUEUE)
    counts = {tab.slug: entry[2] for tab, entry in zip(TABS, page.context["tabs"], strict=True)}
    assert counts["cho-tiep-nhan"] == 1
    assert counts["co-quan"] == 3
    assert counts["cho-tra"] == 1
    assert page.context["tally_total"] == Case.objects.count() == sum(count for _, count, _ in page.context["tally"])


def test_what_is_late_and_what_turns_late_stand_in_their_own_groups(at: Desk) -> None:
    old = make.received(at.world, now=make.at(9, day=2))
    page = at.clerk.get(QUEUE, {"nhom": "tre"})
    assert [row.code for row in page.context["rows"]] == [old.code]
    row = page.context["rows"][0]
    assert row.left.text.startswith("Trễ ")
    assert row.left.row == "is-danger"
    assert "Trễ" in page.content.decode()


def test_filters_narrow_and_odd_ones_narrow_nothing(at: Desk) -> None:
    first, second = make.received(at.world), make.in_processing(at.world)
    assert codes(at.clerk, "co-quan", trang_thai=State.PROCESSING) == [second.code]
    assert codes(at.clerk, "co-quan", nguoi=0) == [first.code]
    assert codes(at.clerk, "co-quan", thu_tuc=at.world.pack.code, kenh=1) == []
    assert len(codes(at.clerk, "co-quan", kenh="xyz", trang_thai="99", nguoi="-1")) == 2


def test_more_rows_need_no_more_queries(at: Desk) -> None:
    make.received(at.world)
    at.clerk.get(QUEUE, {"nhom": "co-quan"})
    with CaptureQueriesContext(connection) as few:
        at.clerk.get(QUEUE, {"nhom": "co-quan"})
    for _ in range(6):
        make.received(at.world)
    with CaptureQueriesContext(connection) as many:
        at.clerk.get(QUEUE, {"nhom": "co-quan"})
    assert len(many) == len(few)
    assert len(few) <= 26, [query["sql"][:90] for query in few.captured_queries]


def test_a_scanned_code_opens_its_dossier_and_nobody_elses(at: Desk) -> None:
    case = make.received(at.world)
    here = reverse("desk:case", args=[case.pk])
    search = reverse("desk:search")
    for typed in (
        case.code,
        case.code.lower(),
        f"https://x.example/tra-cuu/?ma={case.code}",
        at.world.person.personal_id,
    ):
        found = at.desk.get(search, {"ma": typed})
        assert found.status_code == 302, typed
        assert found.url == here
    card = f"{at.world.person.personal_id}||Lê Thị Mẫu Hoa|12041995|Nữ|Xã Cẩm Mẫu|01012022"
    assert at.desk.get(search, {"ma": card}).url == here
    assert case.code in at.desk.get(search, {"ma": "mẫu hoa"}, follow=True).content.decode()
    elsewhere = at.desk_there.get(search, {"ma": case.code})
    assert elsewhere.status_code == 200
    assert "Không tìm thấy" in elsewhere.content.decode()
    assert at.desk.get(search, {"ma": " "}).url == QUEUE


def test_several_are_taken_at_once_and_each_only_once(at: Desk) -> None:
    pair = [make.received(at.world), make.received(at.world)]
    sent = {
        "act": "take",
        "idempotency_key": "k1",
        "back": f"{QUEUE}?nhom=co-quan",
        "ho_so": [f"{case.pk}:{case.revision}" for case in pair],
    }
    assert at.clerk.post(reverse("desk:batch"), sent).url == f"{QUEUE}?nhom=co-quan"
    revisions = list(Case.objects.order_by("pk").values_list("revision", flat=True))
    assert set(Case.objects.values_list("state", flat=True)) == {State.PROCESSING}
    at.clerk.post(reverse("desk:batch"), sent)
    assert list(Case.objects.order_by("pk").values_list("revision", flat=True)) == revisions, "sent twice, done once"


def test_a_batch_names_what_was_refused_and_does_the_rest(at: Desk) -> None:
    fresh, stale = make.received(at.world), make.received(at.world)
    sent = {"act": "take", "ho_so": [f"{fresh.pk}:{fresh.revision}", f"{stale.pk}:{stale.revision + 5}"]}
    page = at.clerk.post(reverse("desk:batch"), sent, follow=True).content.decode()
    assert f"{stale.code}: " in page
    assert "Xong 1 hồ sơ" in page
    stale.refresh_from_db()
    assert stale.state == State.RECEIVED


def test_results_are_returned_together_by_the_desk_alone(at: Desk) -> None:
    case = make.finished(at.world)
    sent = {"act": "return", "ho_so": [f"{case.pk}:{case.revision}"]}
    assert at.clerk.post(reverse("desk:batch"), sent).status_code == 403
    case.refresh_from_db()
    assert case.state == State.DONE
    assert at.desk.post(reverse("desk:batch"), sent).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.returned_to) == (State.RETURNED, case.applicant_name)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_a_batch_leads_back_to_this_site_only(at: Desk, back: str) -> None:
    case = make.received(at.world)
    sent = {"act": "take", "ho_so": [f"{case.pk}:{case.revision}"], "back": back}
    assert at.clerk.post(reverse("desk:batch"), sent).url == QUEUE


@pytest.mark.parametrize("name", ["queue", "reception", "office", "capture"])
def test_who_has_no_right_on_cases_is_refused(at: Desk, name: str) -> None:
    assert at.stranger.get(reverse(f"desk:{name}")).status_code == 403


def test_visitors_are_led_to_sign_in(client, db: None) -> None:
    assert client.get(QUEUE).status_code == 302


def test_heads_and_desks_see_the_office_officers_see_themselves(at: Desk) -> None:
    make.received(at.world)
    held = make.in_processing(at.world)
    office = reverse("desk:office")
    head = at.head.get(office)
    assert {person["name"] for person in head.context["people"]} >= {"Chưa ai nhận", at.world.clerk.name}
    assert head.context["totals"]["held"] == 2
    assert head.context["tally_total"] == cases.counters(at.world.head).total == 2
    clerk = at.clerk.get(office)
    assert clerk.context["totals"]["held"] == 0, "another officer's work is not shown"
    assert held.code not in clerk.content.decode()
    assert at.head.get(office, {"co-quan": "so-khac"}).status_code == 403
