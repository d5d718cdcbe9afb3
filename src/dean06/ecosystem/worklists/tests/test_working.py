"""Assigning, visiting, fixing, closing: who may, what is kept, what a refusal leaves untouched."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from dean06.ecosystem.cleaning import services as cleaning_services
from dean06.ecosystem.cleaning.errors import FindingNotFound
from dean06.ecosystem.cleaning.events import RunFinished
from dean06.ecosystem.cleaning.models import Finding
from dean06.ecosystem.cleaning.tests import factories as cleaning
from dean06.ecosystem.review.events import CorrectionAnswered
from dean06.ecosystem.worklists import queries, services, subscribers
from dean06.ecosystem.worklists.errors import (
    AssigneeUnfit,
    ItemChanged,
    ItemNotFound,
    NothingChosen,
    NotYourItem,
    OutcomeUnknown,
    ReasonMissing,
    SamePerson,
    StepRefused,
    TooMany,
    VisitIncomplete,
)
from dean06.ecosystem.worklists.models import Outcome, WorkItem, WorkStep
from dean06.ecosystem.worklists.tests.factories import SEN, THO, People, item, state
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.files import services as files
from dean06.kernel.notifications.models import Notification

REASON = "Người này thuộc tổ dân phố của đồng chí khác"


def visited(who: People, one: Finding, **more: Any) -> WorkItem:
    return services.record_visit(actor=who.police, finding_id=one.pk, outcome="dung-nguoi", **more)


def untouched(one: Finding) -> bool:
    return item(one) is None and not WorkStep.objects.filter(item__finding=one).exists()


def test_the_whole_walk_ends_clean_and_the_number_moves(who: People, monkeypatch: Any) -> None:
    people = cleaning.crowd(60)
    rows = [cleaning.record(n, one, village="Tổ dân phố 2") for n, one in enumerate(people[:40], 1)]
    rows[0]["full_name"] = "Trần Thị Khác"
    version = cleaning.version(cleaning.sector(), rows)
    today = timezone.localdate()
    with cleaning.registry(monkeypatch, people) as registered:
        cleaning_services.start_run(actor=cleaning.steward(), sector="insurance", version_id=version.pk)
        one = Finding.objects.get(record_id=1)
        assert (one.result_class, one.unit_code) == ("SAI_HO_TEN", SEN)
        before = queries.progress("insurance", today)[SEN]
        assert queries.open_counts(SEN).total == 1

        services.assign(actor=who.head, finding_ids=[one.pk], assignee_id=who.police.user_id)
        assert Notification.objects.filter(recipient_id=who.police.user_id, kind="worklists").count() == 1
        services.record_visit(
            actor=who.police,
            finding_id=one.pk,
            outcome="dan-cu-sai",
            paper="Giấy khai sinh số 15/1951",
            evidence=("giay-khai-sinh.txt", b"noi dung giay khai sinh"),
            version=1,
        )
        assert Finding.objects.get(pk=one.pk).state == "in_work"
        still = services.fix(actor=who.police, finding_id=one.pk)
        assert still.state == "visited"  # the registry has not changed yet

        registered[0]["full_name"] = "Trần Thị Khác"  # the registry was put right
        done = services.fix(actor=who.police, finding_id=one.pk, note="Dân cư đã sửa theo giấy khai sinh")
        assert done.state == "clean"
        one.refresh_from_db()
        assert (one.state, one.resolved_how) == ("resolved", "rechecked")
        assert queries.open_counts(SEN).total == 0
        after = queries.progress("insurance", today)[SEN]
        assert (after.numerator, after.denominator) == (before.numerator + 1, before.denominator)
    acts = list(WorkStep.objects.filter(item=done).values_list("act", flat=True))
    assert acts == ["assign", "visit", "fix", "found_open", "fix", "found_clean"]
    assert AuditRow.objects.filter(action="worklists.visited").count() == 1
    evidence = WorkStep.objects.get(item=done, act="visit").evidence_id
    files.open_file(actor=who.partner, file_id=evidence)[1].close()
    with pytest.raises(Exception, match="Không tìm thấy"):
        files.open_file(actor=who.elsewhere, file_id=evidence)


def test_many_are_given_at_once_with_one_message(who: People, found: list[Finding]) -> None:
    chosen = [one.pk for one in found[:5]]
    services.assign(actor=who.police, finding_ids=chosen, assignee_id=who.partner.user_id)
    assert [state(one) for one in found] == ["assigned"] * 5 + ["open"] * 3
    messages = Notification.objects.filter(kind="worklists")
    assert [(one.recipient_id, one.url) for one in messages] == [(who.partner.user_id, "/viec-lam-sach/cua-toi/")]
    assert "5" in messages[0].title
    row = AuditRow.objects.get(action="worklists.assigned")
    assert all(str(pk) in row.details for pk in chosen)


@pytest.mark.parametrize("actor", ["elsewhere", "civil", "registry", "steering", "leader", "steward"])
def test_only_who_may_assign_there_assigns(who: People, found: list[Finding], actor: str) -> None:
    with pytest.raises((NotAllowed, ItemNotFound)):
        services.assign(actor=getattr(who, actor), finding_ids=[found[0].pk], assignee_id=who.police.user_id)
    assert untouched(found[0])
    assert not Notification.objects.exists()


def test_one_record_of_another_commune_refuses_all(who: People, found: list[Finding]) -> None:
    with pytest.raises(ItemNotFound):
        services.assign(actor=who.police, finding_ids=[found[0].pk, found[6].pk], assignee_id=who.partner.user_id)
    assert untouched(found[0])
    assert untouched(found[6])


@pytest.mark.parametrize("assignee", ["elsewhere", "head", "steering"])
def test_work_goes_only_to_who_may_do_it_there(who: People, found: list[Finding], assignee: str) -> None:
    with pytest.raises(AssigneeUnfit):
        services.assign(actor=who.police, finding_ids=[found[0].pk], assignee_id=getattr(who, assignee).user_id)
    assert untouched(found[0])


def test_nothing_chosen_and_too_many(who: People, found: list[Finding]) -> None:
    with pytest.raises(NothingChosen):
        services.assign(actor=who.police, finding_ids=[], assignee_id=who.partner.user_id)
    with pytest.raises(TooMany):
        services.take(actor=who.police, finding_ids=list(range(1, 502)))


def test_a_stale_page_changes_nothing(who: People, found: list[Finding]) -> None:
    one = found[0]
    services.take(actor=who.police, finding_ids=[one.pk], versions={one.pk: 0})
    with pytest.raises(ItemChanged):
        services.assign(
            actor=who.partner, finding_ids=[one.pk, found[1].pk], assignee_id=who.civil.user_id, versions={one.pk: 0}
        )
    assert item(one).assignee_id == who.police.user_id
    assert untouched(found[1])
    with pytest.raises(ItemChanged):
        visited(who, one, version=0)
    assert state(one) == "assigned"


def test_a_colleague_takes_over_and_the_first_may_no_longer_write(who: People, found: list[Finding]) -> None:
    one = found[0]
    visited(who, one)
    services.take(actor=who.partner, finding_ids=[one.pk])
    assert (item(one).assignee_id, state(one)) == (who.partner.user_id, "visited")
    with pytest.raises(NotYourItem):
        services.fix(actor=who.police, finding_id=one.pk)
    with pytest.raises(NotYourItem):
        visited(who, one)
    assert WorkStep.objects.filter(item__finding=one, act="visit").count() == 1


def test_handing_back_needs_a_reason_and_tells_who_assigned(who: People, found: list[Finding]) -> None:
    one = found[0]
    services.assign(actor=who.head, finding_ids=[one.pk], assignee_id=who.civil.user_id)
    with pytest.raises(ReasonMissing):
        services.hand_back(actor=who.civil, finding_id=one.pk, reason="bận")
    assert state(one) == "assigned"
    services.hand_back(actor=who.civil, finding_id=one.pk, reason=REASON)
    assert (state(one), item(one).assignee_id) == ("open", None)
    assert Notification.objects.filter(recipient_id=who.head.user_id).get().body == REASON
    with pytest.raises(StepRefused):
        services.hand_back(actor=who.police, finding_id=one.pk, reason=REASON)


def test_nobody_hands_back_what_a_colleague_holds_without_the_right_to_assign(
    who: People, found: list[Finding]
) -> None:
    services.take(actor=who.police, finding_ids=[found[0].pk])
    with pytest.raises(NotYourItem):
        services.hand_back(actor=who.civil, finding_id=found[0].pk, reason=REASON)
    assert item(found[0]).assignee_id == who.police.user_id


def test_a_visit_takes_what_is_nobodys(who: People, found: list[Finding]) -> None:
    kept = visited(who, found[0], how="phone", note="Gọi lúc 9 giờ")
    assert (kept.state, kept.assignee_id, kept.version) == ("visited", who.police.user_id, 2)
    line = WorkStep.objects.get(item=kept)
    assert (line.how, line.text, line.outcome.code) == ("phone", "Gọi lúc 9 giờ", "dung-nguoi")


@pytest.mark.parametrize(
    ("given", "error", "field"),
    [
        ({"outcome": "khong-co-ma"}, OutcomeUnknown, "outcome"),
        ({"outcome": "da-chuyen-di"}, VisitIncomplete, "place"),
        ({"outcome": "da-chet"}, VisitIncomplete, "paper"),
        ({"outcome": "vang-nha"}, VisitIncomplete, "next_visit_on"),
        ({"outcome": "dung-nguoi", "corrections": {"personal_id": "123"}}, VisitIncomplete, "personal_id"),
    ],
)
def test_an_incomplete_visit_leaves_nothing(
    who: People, found: list[Finding], given: dict, error: type, field: str
) -> None:
    with pytest.raises(error) as refused:
        services.record_visit(actor=who.police, finding_id=found[0].pk, **given)
    assert field in refused.value.details["fields"]
    assert untouched(found[0])
    assert Finding.objects.get(pk=found[0].pk).state == "open"


@pytest.mark.parametrize("actor", ["elsewhere", "head", "registry", "steering", "steward"])
def test_visits_are_written_by_the_communes_officers_only(who: People, found: list[Finding], actor: str) -> None:
    with pytest.raises((NotAllowed, ItemNotFound)):
        services.record_visit(actor=getattr(who, actor), finding_id=found[0].pk, outcome="dung-nguoi")
    assert untouched(found[0])


def test_values_for_the_sector_wait_in_its_file_and_go_when_it_ends(who: People, found: list[Finding]) -> None:
    one = found[1]
    services.record_visit(
        actor=who.police,
        finding_id=one.pk,
        outcome="danh-sach-sai",
        paper="Thẻ căn cước",
        corrections={"personal_id": "042050000002"},
    )
    services.send_to_sector(actor=who.police, finding_id=one.pk)
    assert (state(one), item(one).corrections) == ("sector", {"personal_id": "042050000002"})
    Finding.objects.filter(pk=one.pk).update(state="resolved", resolved_on=timezone.localdate())
    subscribers.follow_run(RunFinished(run_id=1, sector="insurance"), 1)
    subscribers.follow_run(RunFinished(run_id=1, sector="insurance"), 1)  # at least once: twice is harmless
    assert (state(one), item(one).corrections) == ("clean", {})
    assert WorkStep.objects.filter(item__finding=one, act="found_clean").count() == 1


def test_a_later_run_that_finds_it_wrong_again_opens_it_anew(who: People, found: list[Finding]) -> None:
    one = found[0]
    visited(who, one)
    Finding.objects.filter(pk=one.pk).update(state="resolved", resolved_on=timezone.localdate())
    subscribers.follow_run(RunFinished(run_id=1, sector="insurance"), 1)
    Finding.objects.filter(pk=one.pk).update(state="open", resolved_on=None)
    subscribers.follow_run(RunFinished(run_id=2, sector="insurance"), 2)
    assert (state(one), item(one).assignee_id) == ("open", None)
    services.take(actor=who.partner, finding_ids=[one.pk])
    assert state(one) == "assigned"


def test_waiting_for_the_registry_ends_with_its_answer(who: People, found: list[Finding]) -> None:
    one = found[0]
    visited(who, one)
    services.send_to_registry(actor=who.police, finding_id=one.pk, reason="Giấy khai sinh ghi khác dân cư")
    assert state(one) == "registry"
    event = CorrectionAnswered(request_id=3, finding_id=one.pk, state="refused")
    subscribers.follow_answer(event, 5)
    subscribers.follow_answer(event, 5)
    assert state(one) == "visited"
    assert WorkStep.objects.filter(item__finding=one, act="answered").count() == 1
    assert Notification.objects.filter(recipient_id=who.police.user_id, title__contains="trả lời").count() == 1


def test_a_request_to_the_registry_needs_a_decided_pair(who: People, found: list[Finding]) -> None:
    visited(who, found[0])
    with pytest.raises(StepRefused, match="Đối soát"):
        services.send_to_registry(
            actor=who.police, finding_id=found[0].pk, reason="Giấy khai sinh khác", fields=["full_name"]
        )
    assert state(found[0]) == "visited"


def test_ending_without_success_takes_two_people(who: People, found: list[Finding]) -> None:
    one = found[0]
    visited(who, one)
    services.propose_close(actor=who.police, finding_id=one.pk, reason="Không ai biết người này ở địa bàn")
    assert Notification.objects.filter(recipient_id=who.head.user_id, title__contains="chờ duyệt").exists()
    with pytest.raises(SamePerson):
        services.decide_close(actor=who.police, finding_id=one.pk, approved=True)
    with pytest.raises(NotAllowed):
        services.decide_close(actor=who.civil, finding_id=one.pk, approved=True)
    assert state(one) == "closing"
    with pytest.raises(ReasonMissing):
        services.decide_close(actor=who.partner, finding_id=one.pk, approved=False)
    services.decide_close(actor=who.partner, finding_id=one.pk, approved=False, note="Hãy hỏi thêm trưởng thôn")
    assert state(one) == "visited"
    services.propose_close(actor=who.police, finding_id=one.pk, reason="Trưởng thôn cũng không biết")
    services.decide_close(actor=who.head, finding_id=one.pk, approved=True)
    one.refresh_from_db()
    assert (state(one), one.state, one.note) == ("closed", "accepted", "Trưởng thôn cũng không biết")
    assert queries.open_counts(SEN).total == 5


def test_a_sheet_keeps_its_order_and_says_who_took_it(who: People, found: list[Finding]) -> None:
    sheet = services.print_sheet(actor=who.police, finding_ids=[one.pk for one in found[:6]])
    # Villages by number, "Tổ dân phố 2" (two spellings) before "Tổ dân phố 10".
    assert sheet.findings == [found[n].pk for n in (0, 1, 3, 4, 2, 5)]
    row = AuditRow.objects.get(action="worklists.sheet_printed")
    assert sheet.watermark in row.details
    with pytest.raises(ItemNotFound):
        services.print_sheet(actor=who.police, finding_ids=[found[0].pk, found[6].pk])
    with pytest.raises(NotAllowed):
        services.print_sheet(actor=who.head, finding_ids=[found[0].pk])


def test_the_table_of_outcomes_is_data(who: People, found: list[Finding]) -> None:
    services.edit_outcome(
        actor=who.registry,
        code="o-tru",
        values={"key": "t", "label": "Đang ở trại tạm giam", "leads_to": "close", "order": 200},
    )
    services.record_visit(actor=who.police, finding_id=found[0].pk, outcome="o-tru")
    assert item(found[0]).outcome.label == "Đang ở trại tạm giam"
    services.edit_outcome(actor=who.registry, code="o-tru", values={"active": False})
    with pytest.raises(OutcomeUnknown):
        services.record_visit(actor=who.police, finding_id=found[1].pk, outcome="o-tru")
    with pytest.raises(OutcomeUnknown, match="Phím 1"):
        services.edit_outcome(actor=who.registry, code="khac", values={"key": "1", "label": "Khác"})
    with pytest.raises(NotAllowed):
        services.edit_outcome(actor=who.police, code="o-tru", values={"label": "Sửa"})
    assert not Outcome.objects.filter(code="khac").exists()


def test_counts_of_a_commune(who: People, found: list[Finding]) -> None:
    services.take(actor=who.police, finding_ids=[found[0].pk, found[1].pk])
    counted = queries.open_counts(SEN)
    assert counted.total == 6
    assert counted.by_state == {"open": 4, "assigned": 2}
    assert counted.by_class["SAI_HO_TEN"] == 2
    assert counted.oldest == timezone.localdate() - dt.timedelta(days=5)
    assert queries.open_counts(THO).total == 2
    assert queries.open_counts("99999").total == 0
    assert queries.progress("insurance", timezone.localdate()) == {}
    assert queries.total_progress("insurance", timezone.localdate()) is None


def test_cleaning_itself_refuses_another_commune(who: People, found: list[Finding]) -> None:
    with pytest.raises(FindingNotFound):
        cleaning_services.recheck(actor=who.elsewhere, finding_ids=[found[0].pk])
    with pytest.raises(ItemNotFound):
        services.recheck(actor=who.elsewhere, finding_id=found[0].pk)
    assert untouched(found[0])
