"""Requests to the registry's owner, and files back to the sector. The registry changes only by its own approval."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from dean06.ecosystem.review import queries, services
from dean06.ecosystem.review.errors import (
    AnswerIncomplete,
    BatchNotFound,
    CaseNotFound,
    EvidenceMissing,
    NothingToCorrect,
    RequestNotFound,
    StepRefused,
)
from dean06.ecosystem.review.models import CorrectionItem, CorrectionRequest, Decision
from dean06.ecosystem.review.scopes import may_open_evidence
from dean06.ecosystem.review.tests.factories import (
    COMMITTEE_ONE,
    POLICE_ONE,
    People,
    World,
    at,
)
from dean06.ecosystem.review.types import BatchState, ItemState, Queue, RequestState, Verdict
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.events import services as events
from dean06.kernel.notifications.models import Notification
from dean06.kernel.population import services as population
from dean06.kernel.population.models import ChangeProposal, Person

WHY = "Sổ bảo hiểm và giấy khai sinh cùng ghi là Hóa"


@pytest.fixture
def hoa(world: World) -> Person:
    return world.person()


@pytest.fixture
def decision(world: World, who: People, hoa: Person) -> Decision:
    """Two stewards agree: the same person, and the registry's name and sex may be wrong."""
    key = world.record([(hoa, 0.9)], result_class="SAI_HO_TEN", full_name="VÕ VĂN HÓA", birth_day=6)
    case = world.ready().case(key)
    for reader in (who.first, who.second):
        services.take(actor=reader, case_id=case.pk, now=at())
        found = services.decide(
            actor=reader,
            case_id=case.pk,
            verdict=Verdict.SAME,
            person_id=hoa.pk,
            registry_fields=["full_name", "shoe_size"],
            now=at(1),
        )
    return found


def send(who: People, decision: Decision, **more: object) -> CorrectionRequest:
    values = {"fields": ["full_name"], "reason": WHY, "document_ref": "Giấy khai sinh số 12/1987", "now": at(5), **more}
    return services.request_corrections(actor=who.first, decision_id=decision.pk, **values)[0]  # type: ignore[arg-type]


def test_a_field_in_which_the_registry_may_be_wrong_stays_out_of_the_correction_file(
    decision: Decision, who: People
) -> None:
    assert decision.registry_fields == ["full_name"]
    assert [item.field for item in CorrectionItem.objects.all()] == ["birth_date"]
    assert [one.pk for one in queries.waiting_for_request(who.first)] == [decision.pk]


def test_the_name_goes_to_the_committee_the_number_to_the_police(world: World, who: People, hoa: Person) -> None:
    key = world.record([(hoa, 0.9)], result_class="SAI_HO_TEN", full_name="Võ Văn Hóa", personal_id="042087009999")
    case = world.ready().case(key)
    for reader in (who.first, who.second):
        services.take(actor=reader, case_id=case.pk, now=at())
        found = services.decide(actor=reader, case_id=case.pk, verdict=Verdict.SAME, person_id=hoa.pk, now=at(1))
    made = services.request_corrections(
        actor=who.first,
        decision_id=found.pk,
        fields=["full_name", "personal_id"],
        reason=WHY,
        document_ref="Sổ BHXH",
        now=at(5),
    )
    assert {(one.queue, one.agency) for one in made} == {
        (Queue.JUSTICE, COMMITTEE_ONE),
        (Queue.POLICE, POLICE_ONE),
    }
    assert [one.queue for one in queries.requests(who.police)] == [Queue.POLICE]
    assert [one.queue for one in queries.requests(who.civil)] == [Queue.JUSTICE]
    assert queries.requests(who.police_two).count() == queries.requests(who.tax).count() == 0
    assert queries.requests(who.registry).count() == queries.requests(who.first).count() == 2
    told = set(Notification.objects.values_list("recipient_id", flat=True))
    assert told == {who.police.user_id, who.civil.user_id}


def test_an_agreed_request_becomes_a_proposal_and_the_registry_waits(
    decision: Decision, who: People, hoa: Person
) -> None:
    request = send(who, decision)
    assert request.due_on > at().date()
    services.take_request(actor=who.civil, request_id=request.pk, now=at(10))
    services.approve_request(actor=who.civil, request_id=request.pk, now=at(20))
    hoa.refresh_from_db()
    assert hoa.full_name == "Võ Văn Hòa"
    proposal = ChangeProposal.objects.get()
    assert proposal.origin == f"review.correctionrequest:{request.pk}"
    assert proposal.values == {"full_name": "Võ Văn Hóa"}  # the sector wrote capitals
    request.refresh_from_db()
    assert (request.state, request.proposal_id) == (RequestState.APPROVED, proposal.pk)

    population.decide_change(actor=who.registry, proposal_id=proposal.pk, approve=True)
    hoa.refresh_from_db()
    assert hoa.full_name == "Võ Văn Hóa"
    events.deliver_due(timezone.now())
    request.refresh_from_db()
    assert request.state == RequestState.DONE
    assert [step.state for step in request.steps.all()] == ["sent", "in_work", "approved", "done"]
    assert Notification.objects.filter(recipient_id=who.first.user_id, title__contains="dân cư đã sửa").exists()


def test_a_proposal_the_registry_refuses_ends_the_request(decision: Decision, who: People, hoa: Person) -> None:
    request = send(who, decision)
    services.approve_request(actor=who.civil, request_id=request.pk, now=at(20))
    proposal = ChangeProposal.objects.get()
    population.decide_change(actor=who.registry, proposal_id=proposal.pk, approve=False, note="Giấy tờ gốc ghi là Hòa")
    events.deliver_due(timezone.now())
    request.refresh_from_db()
    hoa.refresh_from_db()
    assert (request.state, hoa.full_name) == (RequestState.REFUSED, "Võ Văn Hòa")


def test_a_proposal_taken_back_puts_the_request_in_work_again(decision: Decision, who: People) -> None:
    request = send(who, decision)
    services.approve_request(actor=who.civil, request_id=request.pk, now=at(20))
    population.withdraw_change(actor=who.civil, proposal_id=ChangeProposal.objects.get().pk)
    events.deliver_due(timezone.now())
    request.refresh_from_db()
    assert request.state == RequestState.IN_WORK
    services.approve_request(actor=who.civil, request_id=request.pk, now=at(40))
    assert ChangeProposal.objects.count() == 2


def test_a_refusal_has_a_code_and_goes_back_to_the_sector(decision: Decision, who: People, hoa: Person) -> None:
    request = send(who, decision)
    with pytest.raises(AnswerIncomplete):
        services.refuse_request(actor=who.civil, request_id=request.pk, code="registry_right", answer="sai")
    services.refuse_request(
        actor=who.civil, request_id=request.pk, code="registry_right", answer="Sổ gốc tại xã ghi là Hòa", now=at(9)
    )
    request.refresh_from_db()
    assert (request.state, request.refusal_code) == (RequestState.REFUSED, "registry_right")
    assert not ChangeProposal.objects.exists()
    told = Notification.objects.get(recipient_id=who.first.user_id)
    assert "dữ liệu dân cư đúng với giấy tờ gốc" in told.title
    with pytest.raises(StepRefused):
        services.approve_request(actor=who.civil, request_id=request.pk)


def test_a_returned_request_is_completed_and_its_time_starts_anew(decision: Decision, who: People) -> None:
    request = send(who, decision)
    services.return_request(actor=who.civil, request_id=request.pk, answer="Cần bản chụp giấy khai sinh", now=at(9))
    with pytest.raises(StepRefused):
        services.take_request(actor=who.civil, request_id=request.pk)
    services.complete_request(
        actor=who.second,
        request_id=request.pk,
        text="Gửi bản chụp giấy khai sinh",
        evidence=("khai-sinh.txt", b"Giay khai sinh so 12"),
        now=at(0, days=7),
    )
    again = CorrectionRequest.objects.get()
    assert again.state == RequestState.SENT
    assert again.due_on > request.due_on
    owner = f"review.correctionrequest:{request.pk}"
    assert may_open_evidence(who.civil, owner)
    assert may_open_evidence(who.first, owner)
    assert not may_open_evidence(who.tax, owner)
    assert not may_open_evidence(who.police_two, owner)


def test_a_request_needs_fields_that_differ_a_reason_and_a_paper(decision: Decision, who: People) -> None:
    for changes, refusal in (
        ({"fields": []}, NothingToCorrect),
        ({"fields": ["sex"]}, NothingToCorrect),
        ({"reason": "sai"}, AnswerIncomplete),
        ({"document_ref": " "}, EvidenceMissing),
    ):
        with pytest.raises(refusal):
            send(who, decision, **changes)
    assert not CorrectionRequest.objects.exists()
    send(who, decision)
    with pytest.raises(StepRefused, match="đang chờ trả lời"):
        send(who, decision)


def test_only_the_addressed_body_answers_and_never_the_sender(decision: Decision, who: People, hoa: Person) -> None:
    request = send(who, decision)
    rows = AuditRow.objects.count()
    for stranger in (who.police, who.police_two):
        with pytest.raises(RequestNotFound):
            services.approve_request(actor=stranger, request_id=request.pk)
    with pytest.raises(NotAllowed):
        services.approve_request(actor=who.first, request_id=request.pk)
    with pytest.raises(CaseNotFound):
        services.request_corrections(
            actor=who.tax, decision_id=decision.pk, fields=["full_name"], reason=WHY, document_ref="x"
        )
    request.refresh_from_db()
    assert request.state == RequestState.SENT
    assert AuditRow.objects.count() == rows
    assert not ChangeProposal.objects.exists()
    CorrectionRequest.objects.update(sent_by=who.civil.user_id)
    with pytest.raises(NotAllowed, match="không tự trả lời"):
        services.take_request(actor=who.civil, request_id=request.pk)


def test_numbers_and_residence_are_not_changed_by_a_proposal(world: World, who: People, hoa: Person) -> None:
    key = world.record([(hoa, 0.9)], result_class="SAI_HO_TEN", personal_id="042087009999")
    case = world.ready().case(key)
    for reader in (who.first, who.second):
        services.take(actor=reader, case_id=case.pk, now=at())
        found = services.decide(actor=reader, case_id=case.pk, verdict=Verdict.SAME, person_id=hoa.pk, now=at(1))
    request = send(who, found, fields=["personal_id"])
    with pytest.raises(StepRefused, match="thủ tục của công an"):
        services.approve_request(actor=who.police, request_id=request.pk)
    services.report_done(actor=who.police, request_id=request.pk, answer="Đã xác lập lại số theo hồ sơ 12/2026")
    request.refresh_from_db()
    assert request.state == RequestState.DONE


# --- Correction files -------------------------------------------------------------------------------------------------


def test_a_file_holds_whole_numbers_text_cells_and_its_watermark(world: World, who: People, hoa: Person) -> None:
    key = world.record([(hoa, 0.9)], result_class="SAI_HO_TEN", full_name="=cmd|'/c calc'!A0", personal_id=None)
    case = world.ready().case(key)
    for reader in (who.first, who.second):
        services.take(actor=reader, case_id=case.pk, now=at())
        services.decide(actor=reader, case_id=case.pk, verdict=Verdict.SAME, person_id=hoa.pk, now=at(1))
    batch = services.build_batch(actor=who.first, sector="insurance", now=at(9))
    name, content = services.export_batch(actor=who.first, batch_id=batch.pk, form="xlsx")
    assert name == "tep-sua-insurance-1.xlsx"
    sheet = load_workbook(io.BytesIO(content)).active
    header, *rows = list(sheet.iter_rows())
    assert [cell.value for cell in header][5:8] == ["Trường", "Giá trị hiện nay", "Giá trị đề nghị"]
    by_field = {row[5].value: row for row in rows}
    assert by_field["Số định danh"][7].value == hoa.personal_id
    assert by_field["Họ tên"][6].value.startswith("=cmd")
    assert "f" not in {cell.data_type for row in rows for cell in row}
    assert all(batch.watermark in row[-1].value and who.first.name in row[-1].value for row in rows)

    _, content = services.export_batch(actor=who.first, batch_id=batch.pk, form="csv")
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(table) == 3
    cells = [cell for row in table for cell in row]
    assert hoa.personal_id in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    exported = AuditRow.objects.filter(action="review.batch_exported")
    assert exported.count() == 2
    assert batch.watermark in str(exported[0].details)


def test_a_file_is_built_sent_and_confirmed_once(decision: Decision, who: People) -> None:
    assert queries.waiting_items(who.first) == {"insurance": 1}
    batch = services.build_batch(actor=who.first, sector="insurance")
    with pytest.raises(NothingToCorrect):
        services.build_batch(actor=who.second, sector="insurance")
    with pytest.raises(StepRefused):
        services.confirm_batch(actor=who.first, batch_id=batch.pk)
    services.mark_batch_sent(actor=who.first, batch_id=batch.pk)
    services.confirm_batch(actor=who.second, batch_id=batch.pk, note="Công văn 15/BHXH")
    batch.refresh_from_db()
    assert batch.state == BatchState.CONFIRMED
    assert [item.state for item in CorrectionItem.objects.all()] == [ItemState.CONFIRMED]


def test_only_the_owner_of_the_list_takes_its_file(decision: Decision, who: People) -> None:
    batch = services.build_batch(actor=who.first, sector="insurance")
    rows = AuditRow.objects.count()
    for stranger in (who.tax, who.police, who.police_two):
        for act in (
            lambda who=stranger: services.export_batch(actor=who, batch_id=batch.pk, form="xlsx"),
            lambda who=stranger: services.mark_batch_sent(actor=who, batch_id=batch.pk),
            lambda who=stranger: services.build_batch(actor=who, sector="insurance"),
        ):
            with pytest.raises(BatchNotFound):
                act()
        assert queries.batches(stranger).count() == 0
    assert AuditRow.objects.count() == rows
    batch.refresh_from_db()
    assert batch.state == BatchState.BUILT
    assert services.export_batch(actor=who.registry, batch_id=batch.pk, form="csv")


def test_the_body_is_reminded_once_before_the_day(decision: Decision, who: People) -> None:
    from dean06.ecosystem.review.timers import remind_due

    send(who, decision)
    before = Notification.objects.count()
    assert remind_due(at(days=1)) == 0
    for _ in range(2):
        assert remind_due(at(days=7)) == 1
    assert Notification.objects.count() == before + 1
