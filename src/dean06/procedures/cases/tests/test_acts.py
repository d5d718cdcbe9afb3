"""What each act does, and what it refuses: on a refusal nothing has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import DomainError, NotAllowed
from dean06.kernel.notifications.models import Notification
from dean06.kernel.population.tests import factories as people
from dean06.procedures.cases import errors, queries, services
from dean06.procedures.cases.models import Case, CaseEvent, CasePause, CaseTally
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.tests.factories import World, at
from dean06.procedures.cases.types import CasePaperKind, Channel, DocumentInput, State, SupplementItem
from dean06.socioeconomic.payments import queries as payments
from dean06.socioeconomic.payments import services as payment_services

pytestmark = pytest.mark.django_db
ITEMS = [SupplementItem(reason="Ảnh mờ", document="proof")]


@pytest.fixture
def world() -> World:
    return make.setting()


def refused(error: type[DomainError], call: Callable[..., Any], case: Case, **arguments: Any) -> DomainError:
    """The call is refused with this error, and nothing about the case changed."""
    before = (Case.objects.filter(pk=case.pk).values().get(), CaseEvent.objects.count(), list(tallies()))
    with pytest.raises(error) as caught, transaction.atomic():
        call(case_id=case.pk, **arguments)
    assert before == (Case.objects.filter(pk=case.pk).values().get(), CaseEvent.objects.count(), list(tallies()))
    return caught.value


def tallies() -> Any:
    return CaseTally.objects.order_by("pk").values_list("state", "deciding_agency", "count")


# --- Handing in ---------------------------------------------------------------------------------------------------


def test_a_citizen_hands_in_for_himself_or_his_child_only(world: World) -> None:
    with pytest.raises(errors.NotYourDossier):
        make.submitted(world, actor=world.stranger)
    child = people.person("Nguyễn Thị Con", sex="F", born=dt.date(2020, 5, 6), mother=world.person.pk)
    case = make.submitted(world, applicant=make.applicant_of(child))
    assert queries.row(world.citizen, case.pk) == case
    assert not Case.objects.exclude(pk=case.pk).exists()


def test_an_incomplete_online_dossier_is_not_taken(world: World) -> None:
    with pytest.raises(errors.DocumentsMissing) as caught:
        make.submitted(world, documents=[])
    assert set(caught.value.details["fields"]) == {"proof"}
    with pytest.raises(errors.FormRefused) as form:
        make.submitted(world, data={})
    assert "purpose" in form.value.details["fields"]
    assert not Case.objects.exists()
    assert not CaseTally.objects.exists()


def test_at_the_desk_papers_may_come_until_reception(world: World) -> None:
    case = services.submit_case(
        actor=world.desk,
        procedure_code=world.pack.code,
        data={"purpose": "Xin việc"},
        channel=Channel.DIRECT,
        applicant=make.applicant_of(world.person),
        now=make.NOW,
    )
    assert case.receiving_agency == make.CIVIL
    refused(errors.DocumentsMissing, services.receive_case, case, actor=world.desk, now=make.NOW)
    services.add_document(actor=world.desk, case_id=case.pk, document=make.paper_for(world.desk), now=make.NOW)
    assert services.receive_case(actor=world.desk, case_id=case.pk, now=make.NOW).state == State.RECEIVED


def test_a_paper_of_no_requirement_or_somebody_elses_file_is_refused(world: World) -> None:
    with pytest.raises(errors.DocumentRefused):
        make.submitted(world, documents=[DocumentInput(requirement="nothing", source="upload")])
    foreign = make.paper_for(world.stranger)
    with pytest.raises(errors.DocumentRefused):
        make.submitted(world, documents=[foreign])
    assert not Case.objects.exists()


def test_the_same_request_sent_again_gives_the_same_dossier(world: World) -> None:
    paper = make.paper_for(world.citizen)
    first = make.submitted(world, documents=[paper], idempotency_key="a")
    again = make.submitted(world, documents=[paper], idempotency_key="a")
    assert first.pk == again.pk
    assert Case.objects.count() == 1


def test_codes_of_a_day_follow_each_other_and_agencies_without_identifier_get_one_that_stays(world: World) -> None:
    codes = [make.submitted(world).code for _ in range(3)]
    assert codes == [f"H27.X00-261117-000{number}" for number in (1, 2, 3)]
    assert make.submitted(world, now=at(9, day=18)).code == "H27.X00-261118-0001"


def test_without_a_pack_in_force_nothing_is_taken(world: World) -> None:
    with pytest.raises(errors.NoPack):
        make.submitted(world, procedure_code="0.000000")


# --- Rights -------------------------------------------------------------------------------------------------------


def test_only_the_right_officers_at_the_right_agency_act(world: World) -> None:
    case = make.submitted(world)
    refused(NotAllowed, services.receive_case, case, actor=world.clerk, now=make.NOW)
    refused(errors.CaseNotFound, services.act, case, actor=world.clerk_there, action="submit", now=make.NOW)
    refused(NotAllowed, services.receive_case, case, actor=world.citizen, now=make.NOW)
    refused(errors.CaseNotFound, services.withdraw, case, actor=world.stranger, now=make.NOW)
    services.receive_case(actor=world.desk, case_id=case.pk, now=make.NOW)
    refused(NotAllowed, services.act, case, actor=world.head, action="submit", now=make.NOW)
    services.act(actor=world.clerk, case_id=case.pk, action="submit", now=make.NOW)
    refused(NotAllowed, services.act, case, actor=world.clerk, action="sign", now=make.NOW)


def test_a_page_that_shows_an_older_state_is_refused(world: World) -> None:
    case = make.submitted(world)
    shown = case.revision
    services.receive_case(actor=world.desk, case_id=case.pk, revision=shown, now=make.NOW)
    refused(errors.CaseChanged, services.take_case, case, actor=world.clerk, revision=shown, now=make.NOW)


def test_an_officer_reading_a_case_is_on_record_with_person_purpose_and_dossier(world: World) -> None:
    case = make.submitted(world)
    page = queries.case(world.clerk, case.pk, now=make.NOW)
    row = AuditRow.objects.get(is_read=True, action="case.read")
    assert (row.subject, row.purpose, row.dossier) == (
        f"population.person:{world.person.pk}",
        "GIAI_QUYET_TTHC",
        case.code,
    )
    assert page.ref.code == case.code
    with pytest.raises(errors.CaseNotFound):
        queries.case(world.clerk_there, case.pk)
    assert AuditRow.objects.filter(is_read=True, action="case.read").count() == 1


# --- Reception ----------------------------------------------------------------------------------------------------


def test_reception_is_refused_with_a_coded_reason_and_a_remedy(world: World) -> None:
    case = make.submitted(world)
    refused(
        errors.ReasonNotOfPack, services.refuse_reception, case, actor=world.desk, reason="X", remedy="Nộp nơi khác nhé"
    )
    refused(errors.ReasonMissing, services.refuse_reception, case, actor=world.desk, reason="SAI_THAM_QUYEN", remedy="")
    case = services.refuse_reception(
        actor=world.desk, case_id=case.pk, reason="SAI_THAM_QUYEN", remedy="Nộp tại Ủy ban nhân dân xã khác", now=at(10)
    )
    assert (case.state, case.is_late, case.duty) == (State.NOT_RECEIVED, None, "")
    assert "Điều 3" in case.end_note
    refused(errors.IllegalMove, services.receive_case, case, actor=world.desk)


# --- Supplement ---------------------------------------------------------------------------------------------------


def test_a_supplement_is_asked_once_pauses_the_clock_and_takes_only_what_was_asked(world: World) -> None:
    case = make.in_processing(world)
    due = case.due_at
    case = services.act(actor=world.clerk, case_id=case.pk, action="ask", items=ITEMS, now=at(10))
    assert (case.state, case.duty) == (State.SUPPLEMENT, "applicant")
    refused(errors.IllegalMove, services.act, case, actor=world.clerk, action="submit", now=at(11))
    stray = [make.paper_for(world.citizen, "photo")]
    refused(errors.NotAsked, services.supply, case, actor=world.citizen, documents=stray, now=at(11))
    refused(errors.NothingAsked, services.supply, case, actor=world.citizen, documents=[], now=at(11))
    paper = [make.paper_for(world.citizen)]
    case = services.supply(actor=world.citizen, case_id=case.pk, documents=paper, now=at(10, day=18))
    assert (case.state, case.duty, case.paused_minutes) == (State.PROCESSING, "process", 480)
    assert due == at(17, day=25)
    assert case.due_at == at(17, day=26)
    kept = queries.documents(world.clerk, case.pk)
    assert [one.replaced for one in kept] == [True, False]
    refused(errors.SupplementOnce, services.act, case, actor=world.clerk, action="ask", items=ITEMS)


def test_a_second_request_is_possible_only_after_an_incomplete_answer_and_counts_as_late(world: World) -> None:
    case = make.in_processing(world)
    items = [*ITEMS, SupplementItem(reason="Chưa rõ", field="purpose")]
    services.act(actor=world.clerk, case_id=case.pk, action="ask", items=items, now=at(10))
    paper = [make.paper_for(world.citizen)]
    refused(errors.NothingAsked, services.supply, case, actor=world.citizen, documents=paper, now=at(11))
    services.supply(actor=world.citizen, case_id=case.pk, documents=paper, partial=True, now=at(11))
    again = [SupplementItem(reason="Vẫn chưa rõ", field="purpose")]
    services.act(actor=world.clerk, case_id=case.pk, action="ask", items=again, now=at(14))
    case = services.supply(actor=world.citizen, case_id=case.pk, data={"purpose": "Đi học"}, now=at(15))
    assert case.data == {"purpose": "Đi học"}
    services.act(actor=world.clerk, case_id=case.pk, action="submit", now=at(15))
    case = services.act(actor=world.head, case_id=case.pk, action="sign", now=at(16))
    assert (case.state, case.is_late) == (State.DONE, True)


def test_a_supplement_before_reception_comes_back_to_the_desk(world: World) -> None:
    case = make.submitted(world)
    case = services.request_supplement(actor=world.desk, case_id=case.pk, items=ITEMS, now=at(10))
    refused(errors.IllegalMove, services.receive_case, case, actor=world.desk, now=at(11))
    paper = [make.paper_for(world.citizen)]
    case = services.supply(actor=world.citizen, case_id=case.pk, documents=paper, now=at(14))
    assert (case.state, case.duty) == (State.SUPPLEMENT, "receive")
    case = services.receive_case(actor=world.desk, case_id=case.pk, now=at(15))
    assert (case.state, case.paused_minutes, case.due_at) == (State.RECEIVED, 0, at(17, day=25))


# --- Money --------------------------------------------------------------------------------------------------------


def test_a_case_that_waits_for_money_goes_on_when_it_is_paid_and_never_twice(world: World) -> None:
    case = make.in_processing(world)
    case = services.act(actor=world.clerk, case_id=case.pk, action="money", now=at(10))
    assert case.state == State.FINANCIAL
    order = payments.order_of(case.code)
    assert order is not None
    assert order.total == 50_000
    cashier = make.accountant_of(world.desk)
    payment_services.pay_cash(actor=cashier, order_id=order.order_id, now=at(14))
    for _ in range(2):
        services.note_paid(actor=make.system(), code=case.code, online=False, now=at(14))
    case.refresh_from_db()
    assert (case.state, case.paid_online) == (State.PROCESSING, 0)
    assert CaseEvent.objects.filter(case=case, act="paid").count() == 1
    assert not CasePause.objects.filter(ended_at=None).exists()


def test_a_payment_asked_before_processing_leads_back_to_received(world: World) -> None:
    case = make.received(world)
    services.request_payment(actor=world.desk, case_id=case.pk, now=at(10))
    order = payments.order_of(case.code)
    assert order is not None
    payment_services.pay_cash(actor=make.accountant_of(world.desk), order_id=order.order_id, now=at(11))
    case = services.note_paid(actor=make.system(), code=case.code, online=True, now=at(11))
    assert (case.state, case.paid_online) == (State.RECEIVED, 2)


# --- Ends ---------------------------------------------------------------------------------------------------------


def test_the_applicant_takes_his_dossier_back_and_owes_nothing_more(world: World) -> None:
    case = make.in_processing(world)
    services.act(actor=world.clerk, case_id=case.pk, action="money", now=at(10))
    case = services.withdraw(actor=world.citizen, case_id=case.pk, reason="Không cần nữa", now=at(11))
    assert (case.state, case.is_late) == (State.WITHDRAWN, False)
    order = payments.order_of(case.code)
    assert order is not None
    assert order.state == "cancelled"
    refused(errors.IllegalMove, services.withdraw, case, actor=world.citizen)


def test_a_stop_cites_a_reason_that_the_step_allows(world: World) -> None:
    case = make.in_processing(world)
    refused(errors.ReasonMissing, services.act, case, actor=world.clerk, action="stop")
    refused(errors.ReasonNotOfPack, services.act, case, actor=world.clerk, action="stop", reason="SAI_THAM_QUYEN")
    case = services.act(actor=world.clerk, case_id=case.pk, action="stop", reason="KHONG_DU_DIEU_KIEN", now=at(11))
    assert (case.state, case.is_late, case.end_reason) == (State.STOPPED, False, "KHONG_DU_DIEU_KIEN")


def test_a_finished_case_cannot_be_withdrawn_stopped_or_finished_again(world: World) -> None:
    case = make.finished(world)
    for call, arguments in (
        (services.withdraw, {"actor": world.citizen}),
        (services.stop, {"actor": world.head, "reason": "KHONG_DU_DIEU_KIEN"}),
        (services.act, {"actor": world.head, "action": "sign"}),
    ):
        refused(errors.IllegalMove, call, case, **arguments)


# --- Late ---------------------------------------------------------------------------------------------------------


def test_the_office_apologises_once_before_the_day_with_a_working_day_after_it(world: World) -> None:
    case = make.in_processing(world)
    words = "Chờ xác minh tại nơi cư trú cũ"
    refused(
        errors.NewDateRefused, services.apologise, case, actor=world.head, new_due=dt.date(2026, 11, 25), reason=words
    )
    refused(
        errors.NewDateRefused, services.apologise, case, actor=world.head, new_due=dt.date(2026, 11, 28), reason=words
    )
    refused(NotAllowed, services.apologise, case, actor=world.clerk, new_due=dt.date(2026, 11, 30), reason=words)
    case = services.apologise(
        actor=world.head, case_id=case.pk, new_due=dt.date(2026, 11, 30), reason=words, now=at(9, day=24)
    )
    assert (case.first_due_at, case.due_at) == (at(17, day=25), at(17, day=30))
    refused(
        errors.AlreadyApologised, services.apologise, case, actor=world.head, new_due=dt.date(2026, 12, 2), reason=words
    )
    late = make.in_processing(world)
    refused(
        errors.ApologyTooLate, services.apologise, late, actor=world.head, new_due=dt.date(2026, 12, 2), reason=words,
        now=at(9, day=26),
    )  # fmt: skip


def test_verification_lengthens_the_term_once(world: World) -> None:
    case = make.in_processing(world)
    case = services.act(actor=world.clerk, case_id=case.pk, action="verify", now=at(10))
    assert (case.due_at, case.verification_extended) == (at(17, day=2, month=12), True)
    refused(errors.AlreadyExtended, services.act, case, actor=world.clerk, action="verify")


def test_what_is_done_after_the_due_time_is_late(world: World) -> None:
    case = make.waiting_for_signature(world)
    case = services.act(actor=world.head, case_id=case.pk, action="sign", now=at(17, 1, day=25))
    assert case.is_late is True


# --- Steps and hands ----------------------------------------------------------------------------------------------


def test_giving_back_needs_words_and_goes_to_the_earlier_step(world: World) -> None:
    case = make.waiting_for_signature(world)
    refused(errors.ReasonMissing, services.act, case, actor=world.head, action="back", note="sai")
    case = services.act(actor=world.head, case_id=case.pk, action="back", note="Thiếu ý kiến của địa chính", now=at(11))
    assert (case.step, case.duty, case.assignee_id) == ("check", "process", None)
    entry = CaseEvent.objects.filter(case=case).last()
    assert entry is not None
    assert (entry.from_step, entry.to_step, entry.is_public) == ("sign", "check", False)


def test_a_case_goes_to_another_agency_when_that_accepts(world: World) -> None:
    case = make.in_processing(world)
    words = "Nơi cư trú thuộc xã Sơn Mẫu"
    refused(
        errors.HandOverRefused, services.offer_hand_over, case, actor=world.clerk, to_agency="nowhere", reason=words
    )
    services.offer_hand_over(actor=world.clerk, case_id=case.pk, to_agency=people.CIVIL_THERE, reason=words, now=at(10))
    refused(errors.HandOverPending, services.act, case, actor=world.clerk, action="submit", now=at(10))
    refused(NotAllowed, services.accept_hand_over, case, actor=world.clerk)
    services.refuse_hand_over(actor=world.clerk_there, case_id=case.pk, reason="Không thuộc địa bàn xã", now=at(11))
    with pytest.raises(errors.CaseNotFound):
        queries.row(world.clerk_there, case.pk)
    services.offer_hand_over(actor=world.clerk, case_id=case.pk, to_agency=people.CIVIL_THERE, reason=words, now=at(14))
    case = services.accept_hand_over(actor=world.clerk_there, case_id=case.pk, now=at(15))
    assert (case.deciding_agency, case.duty_agency, case.hand_over_count) == (
        people.CIVIL_THERE,
        people.CIVIL_THERE,
        1,
    )
    case = services.act(actor=world.clerk_there, case_id=case.pk, action="submit", now=at(16))
    assert case.step == "sign"


def test_a_case_is_given_only_to_who_may_work_on_it(world: World) -> None:
    case = make.received(world)
    refused(DomainError, services.assign_case, case, actor=world.head, user_id=world.desk.user_id)
    case = services.assign_case(actor=world.head, case_id=case.pk, user_id=world.clerk.user_id, now=at(10))
    assert (case.state, case.assignee_id) == (State.PROCESSING, world.clerk.user_id)


# --- Telling, papers, looking up ----------------------------------------------------------------------------------


def test_the_applicant_is_told_at_each_state(world: World) -> None:
    case = make.finished(world, now=at(9))
    services.return_result(actor=world.desk, case_id=case.pk, now=at(11))
    mine = Notification.objects.filter(recipient_id=world.citizen.user_id).order_by("pk")
    titles = [one.title for one in mine]
    assert [title.split(case.code)[1] for title in titles] == ["", " đã được tiếp nhận", " có kết quả sớm", ""]


def test_forms_are_made_when_asked_for_and_kept(world: World) -> None:
    case = make.submitted(world)
    with pytest.raises(errors.PaperNotDue):
        services.make_paper(actor=world.citizen, case_id=case.pk, kind=CasePaperKind.RECEIPT)
    case = services.receive_case(actor=world.desk, case_id=case.pk, now=at(10))
    first = services.make_paper(actor=world.citizen, case_id=case.pk, kind=CasePaperKind.RECEIPT, now=at(10))
    again = services.make_paper(actor=world.desk, case_id=case.pk, kind=CasePaperKind.RECEIPT, now=at(11))
    assert first.pk == again.pk
    assert first.pdf_file_id
    assert first.docx_file_id
    application = services.make_paper(actor=world.citizen, case_id=case.pk, kind=CasePaperKind.APPLICATION, now=at(10))
    assert application.pdf_file_id
    with pytest.raises(errors.PaperNotDue):
        services.make_paper(actor=world.citizen, case_id=case.pk, kind=CasePaperKind.CONTROL)
    assert services.make_paper(actor=world.head, case_id=case.pk, kind=CasePaperKind.CONTROL, now=at(11)).docx_file_id


@pytest.mark.parametrize("kind", ["form02", "form03", "form04", "form05"])
def test_every_form_is_drawn(world: World, kind: str) -> None:
    case = make.submitted(world)
    if kind == "form03":
        services.refuse_reception(
            actor=world.desk, case_id=case.pk, reason="SAI_THAM_QUYEN", remedy="Nộp tại xã nơi cư trú", now=at(10)
        )
    else:
        services.receive_case(actor=world.desk, case_id=case.pk, now=at(10))
    if kind == "form02":
        services.act(actor=world.clerk, case_id=case.pk, action="ask", items=ITEMS, now=at(11))
    if kind == "form04":
        services.apologise(
            actor=world.head,
            case_id=case.pk,
            new_due=dt.date(2026, 11, 30),
            reason="Chờ xác minh nơi cư trú",
            now=at(11),
        )
    if kind == "form05":
        services.act(actor=world.clerk, case_id=case.pk, action="stop", reason="KHONG_DU_DIEU_KIEN", now=at(11))
    made = services.make_paper(actor=world.citizen, case_id=case.pk, kind=kind, now=at(14))
    assert made.title == CasePaperKind(kind).label


def test_anybody_with_code_and_birth_date_sees_states_only(world: World) -> None:
    case = make.in_processing(world)
    services.act(actor=world.clerk, case_id=case.pk, action="ask", items=ITEMS, now=at(10))
    seen = queries.look_up(case.code.lower(), dt.date(1995, 4, 12))
    assert (seen.state, seen.asked) == (State.SUPPLEMENT, ("Giấy tờ chứng minh: Ảnh mờ",))
    assert world.person.full_name not in repr(seen)
    for code, born in ((case.code, dt.date(1995, 4, 13)), ("H27-261117-9999", dt.date(1995, 4, 12)), (case.code, None)):
        with pytest.raises(errors.LookUpRefused):
            queries.look_up(code, born)


def test_looking_up_is_limited_per_address(world: World, settings: Any) -> None:
    settings.CASES_LOOK_UPS_PER_WINDOW = 3
    case = make.submitted(world)
    for _ in range(3):
        queries.look_up(case.code, dt.date(1995, 4, 12), address="203.0.113.9", now=at(9))
    with pytest.raises(errors.TooManyLookUps):
        queries.look_up(case.code, dt.date(1995, 4, 12), address="203.0.113.9", now=at(9))
    queries.look_up(case.code, dt.date(1995, 4, 12), address="203.0.113.10", now=at(9))
    queries.look_up(case.code, dt.date(1995, 4, 12), address="203.0.113.9", now=at(10))


def test_the_timeline_is_written_once(world: World) -> None:
    case = make.submitted(world)
    for statement in ("UPDATE cases_caseevent SET note = 'x'", "DELETE FROM cases_caseevent"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert CaseEvent.objects.filter(case=case).count() == 1
