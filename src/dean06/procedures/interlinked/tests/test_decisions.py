"""What people decide: the head of the household, the officer of a leg that stands still, who withdraws."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.notifications.models import Notification
from dean06.kernel.population.models import Person
from dean06.kernel.population.tests import factories as people
from dean06.kernel.units.models import Agency
from dean06.procedures.cases import services as case_services
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests import factories as case_factories
from dean06.procedures.cases.types import State
from dean06.procedures.interlinked import queries, services
from dean06.procedures.interlinked.errors import (
    ConsentAnswered,
    ConsentNotFound,
    ConsentPaperMissing,
    FieldUnknown,
    LegNeeded,
    LegNotFailed,
    LinkedNotFound,
    ReasonNeeded,
)
from dean06.procedures.interlinked.models import Consent, Message
from dean06.procedures.interlinked.tests import factories as make
from dean06.procedures.interlinked.types import LinkedState

pytestmark = pytest.mark.django_db


@pytest.fixture
def registered():
    """A birth whose registration is done: the head is asked, the insurer is asked."""
    world = make.setting()
    case = make.received(world, make.BIRTH, make.birth_data(world, card=True), world.mother)
    make.settle()
    make.decide(make.child(case, "registration"), world.civil, world.civil_head, now=make.at(10))
    return world, case


def test_only_the_head_may_answer_and_once(registered) -> None:
    world, case = registered
    consent = Consent.objects.get()
    assert Notification.objects.filter(recipient_id=world.head_account.user_id, kind="interlinked").count() == 1
    with pytest.raises(ConsentNotFound):
        services.answer_consent(actor=world.mother_account, consent_id=consent.pk, agrees=True)
    consent.refresh_from_db()
    assert consent.state == "asked" and make.states(case)["residence"] == "consent"
    services.answer_consent(actor=world.head_account, consent_id=consent.pk, agrees=True, now=make.at(11))
    with pytest.raises(ConsentAnswered):
        services.answer_consent(actor=world.head_account, consent_id=consent.pk, agrees=False, now=make.at(11))
    assert make.states(case)["residence"] == "open"


def test_a_refusal_ends_the_leg_with_its_reason_and_the_head_may_be_asked_again(registered) -> None:
    world, case = registered
    services.answer_consent(
        actor=world.head_account,
        consent_id=Consent.objects.get().pk,
        agrees=False,
        reason="Nhà sắp bán",
        now=make.at(11),
    )
    leg = make.leg(case, "residence")
    assert (leg.state, leg.error_code) == ("failed", "CONSENT_REFUSED") and "Nhà sắp bán" in leg.error
    assert make.linked(case).state == LinkedState.ATTENTION
    assert Notification.objects.filter(recipient_id=world.desk.user_id, title__contains="bị dừng").exists()
    assert make.case_of(case).state == State.PROCESSING, "the whole waits for a decision"
    with pytest.raises(LegNeeded):
        services.skip_leg(actor=world.desk, leg_id=leg.pk, reason="Gia đình tự làm sau")
    services.retry_leg(actor=world.desk, leg_id=leg.pk, now=make.at(14))
    assert make.states(case)["residence"] == "consent"
    asked = Consent.objects.get(state="asked")
    services.answer_consent(actor=world.head_account, consent_id=asked.pk, agrees=True, now=make.at(15))
    assert make.states(case)["residence"] == "open"


def test_a_head_who_does_not_answer_is_reminded_and_then_the_leg_fails(registered) -> None:
    world, case = registered
    consent = Consent.objects.get()
    services.advance(case.pk, consent.remind_at)
    consent.refresh_from_db()
    assert consent.reminded_at is not None
    assert Notification.objects.filter(recipient_id=world.head_account.user_id, title__startswith="Nhắc").count() == 1
    services.advance(case.pk, consent.answer_by)
    assert make.leg(case, "residence").error_code == "CONSENT_EXPIRED"
    consent.refresh_from_db()
    assert consent.state == "expired"


def test_the_desk_records_the_signed_paper(registered) -> None:
    world, case = registered
    consent = Consent.objects.get()
    with pytest.raises(ConsentPaperMissing):
        services.record_consent(actor=world.desk, consent_id=consent.pk, agrees=True, now=make.at(11))
    with pytest.raises(NotAllowed):
        services.record_consent(
            actor=world.civil, consent_id=consent.pk, agrees=True, paper=case_factories.TINY_PDF, now=make.at(11)
        )
    assert make.states(case)["residence"] == "consent"
    services.record_consent(
        actor=world.desk, consent_id=consent.pk, agrees=True, paper=case_factories.TINY_PDF, filename="y-kien.pdf",
        now=make.at(11),
    )  # fmt: skip
    consent.refresh_from_db()
    assert (consent.state, consent.via) == ("given", "desk") and consent.file_id
    assert make.states(case)["residence"] == "open"


def test_an_applicant_who_is_the_head_is_not_asked() -> None:
    world = make.setting()
    data = make.birth_data(world, head=world.head)
    case = make.received(world, make.BIRTH, data, world.head)
    make.settle()
    make.decide(make.child(case, "registration"), world.civil, world.civil_head, now=make.at(10))
    assert make.states(case)["residence"] == "open"
    assert Consent.objects.get().via == "applicant"


def _stop_residence(world: make.World, case: Case) -> None:
    services.answer_consent(actor=world.head_account, consent_id=Consent.objects.get().pk, agrees=True, now=make.at(11))
    child = make.child(case, "residence")
    make.refuse(child, world.police, world.police_head, "dung_giai_quyet", "NOT_TRUE", now=make.at(14))


def test_a_leg_that_is_stopped_is_done_again_with_mended_data_as_a_new_case(registered) -> None:
    world, case = registered
    _stop_residence(world, case)
    leg = make.leg(case, "residence")
    assert (leg.state, leg.error_code) == ("failed", "LEG_CASE_ENDED")
    with pytest.raises(FieldUnknown):
        services.retry_leg(actor=world.desk, leg_id=leg.pk, values={"residence.nowhere": "x"})
    with pytest.raises(NotAllowed):
        services.retry_leg(actor=world.police, leg_id=leg.pk)
    assert make.leg(case, "residence").state == "failed"
    first = leg.case_id
    services.retry_leg(actor=world.desk, leg_id=leg.pk, values={"residence.address": "Số 6"}, now=make.at(15))
    again = make.child(case, "residence")
    assert again.pk != first and again.data["residence"]["address"] == "Số 6"
    assert len(queries.tries_of(leg.pk)) == 2
    assert Consent.objects.filter(state="given").count() == 1, "the head agreed already"
    make.decide(again, world.police, world.police_head, now=make.at(16))
    assert make.states(case)["residence"] == "done"
    assert Person.objects.get(full_name="Nguyễn Minh An").permanent_unit_id
    with pytest.raises(LegNotFailed):
        services.retry_leg(actor=world.desk, leg_id=leg.pk)


def test_a_leg_that_the_law_allows_to_leave_out_is_left_out(registered) -> None:
    world, case = registered
    services.answer_consent(actor=world.head_account, consent_id=Consent.objects.get().pk, agrees=True, now=make.at(11))
    make.decide(make.child(case, "residence"), world.police, world.police_head, now=make.at(14))
    make.answered(make.at(14))
    make.refuse(
        make.child(case, "card"), world.pc06, world.pc06_head, "dung_giai_quyet", "DATA_DIFFERS", now=make.at(15)
    )
    leg = make.leg(case, "card")
    with pytest.raises(ReasonNeeded):
        services.skip_leg(actor=world.desk, leg_id=leg.pk, reason="thôi")
    services.skip_leg(actor=world.desk, leg_id=leg.pk, reason="Gia đình sẽ làm thẻ sau", now=make.at(16))
    whole = make.case_of(case)
    assert whole.state == State.DONE and make.linked(case).is_complete is False


def test_the_rest_is_stopped_and_what_was_issued_stays(registered) -> None:
    world, case = registered
    _stop_residence(world, case)
    services.stop_rest(actor=world.desk, case_id=case.pk, note="Gia đình làm riêng các việc còn lại", now=make.at(15))
    assert make.states(case) == {
        "registration": "done", "residence": "skipped", "insurance": "skipped", "card": "skipped"
    }  # fmt: skip
    assert Message.objects.get().state == "cancelled"
    assert make.case_of(case).state == State.DONE
    assert Person.objects.filter(full_name="Nguyễn Minh An").exists()


def test_nothing_issued_means_that_the_whole_is_stopped_with_a_coded_reason() -> None:
    world = make.setting()
    case = make.received(world, make.BIRTH, make.birth_data(world), world.mother)
    make.settle()
    child = make.child(case, "registration")
    make.refuse(child, world.civil, world.civil_head, "stop", "DA_DANG_KY", now=make.at(10))
    with pytest.raises(ReasonNeeded):
        services.stop_rest(actor=world.desk, case_id=case.pk, note="Trẻ đã đăng ký ở nơi khác", now=make.at(11))
    assert make.case_of(case).state == State.PROCESSING
    services.stop_rest(
        actor=world.desk,
        case_id=case.pk,
        note="Trẻ đã đăng ký ở nơi khác",
        reason="ALREADY_REGISTERED",
        now=make.at(11),
    )
    assert make.case_of(case).state == State.STOPPED
    assert make.linked(case).state == LinkedState.ENDED


def test_who_withdraws_the_whole_withdraws_what_runs(registered) -> None:
    world, case = registered
    services.answer_consent(actor=world.head_account, consent_id=Consent.objects.get().pk, agrees=True, now=make.at(11))
    case_services.withdraw(actor=world.desk, case_id=case.pk, reason="Người nộp xin rút", now=make.at(14))
    make.settle(make.at(14))
    assert make.child(case, "residence").state == State.WITHDRAWN
    assert make.states(case)["residence"] == "skipped" and Message.objects.get().state == "cancelled"
    assert make.child(case, "registration").state == State.DONE, "what was issued stays"


def test_data_that_the_next_body_refuses_fail_the_leg_with_its_sentence() -> None:
    world = make.setting()
    data = make.birth_data(world)
    data["residence"]["commune"] = people.THERE
    Agency.objects.filter(code=people.POLICE_THERE).delete()
    case = make.received(world, make.BIRTH, data, world.head)
    make.settle()
    make.decide(make.child(case, "registration"), world.civil, world.civil_head, now=make.at(10))
    asked = Consent.objects.filter(state="asked").first()
    if asked is not None:
        services.answer_consent(actor=world.head_account, consent_id=asked.pk, agrees=True, now=make.at(11))
    leg = make.leg(case, "residence")
    assert leg.state == "failed" and leg.error and leg.case_id is None
    services.retry_leg(actor=world.desk, leg_id=leg.pk, values={"residence.commune": people.HERE}, now=make.at(14))
    assert make.leg(case, "residence").state == "open"


def test_a_leg_is_late_by_its_own_clock(registered) -> None:
    _, case = registered
    late = make.at(9, day=30)
    services.advance(case.pk, late)
    legs = {leg.ref: leg for leg in queries.legs_of(case.pk, late)}
    assert legs["insurance"].is_late and make.linked(case).is_late
    assert not legs["registration"].is_late


def test_other_offices_do_not_see_a_linked_case(registered) -> None:
    world, case = registered
    stranger = make.make_actor("one_stop_officer", people.CIVIL_THERE)
    assert not queries.linked_cases(stranger).exists()
    with pytest.raises(LinkedNotFound):
        queries.linked_case(stranger, case.pk)
    with pytest.raises(LinkedNotFound):
        services.stop_rest(actor=stranger, case_id=case.pk, note="Không phải việc của tôi")
    assert queries.linked_cases(world.desk).count() == 1


@pytest.mark.usefixtures("registered")
def test_figures_tell_which_leg_blocks() -> None:
    now = timezone.now()
    start, end = now - dt.timedelta(days=1), now + dt.timedelta(days=1)
    (service,) = queries.service_progress(start, end)
    assert (service.total, service.complete, service.percent) == (1, 0, 0.0)
    legs = {one.ref: one for one in queries.leg_progress(start, end)}
    assert legs["residence"].by_state == {"consent": 1} and legs["residence"].blocking == 1
    assert legs["registration"].by_state == {"done": 1} and legs["registration"].blocking == 0
