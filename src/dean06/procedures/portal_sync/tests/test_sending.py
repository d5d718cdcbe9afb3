"""The portal's copy follows the case, through outages, refusals and processes that die."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts.tests.factories import make_actor, sign_in
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.events.services import deliver_due
from dean06.procedures.cases import services as cases
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests import factories
from dean06.procedures.portal_sync import queries, services
from dean06.procedures.portal_sync.errors import NothingToResend, SyncRecordNotFound
from dean06.procedures.portal_sync.models import SyncRecord
from dean06.procedures.portal_sync.types import SyncState

pytestmark = pytest.mark.django_db

NOW = factories.NOW
LATER = NOW + dt.timedelta(hours=2)


def tell_moves() -> dt.datetime:
    """Deliver the facts about cases; returns a moment at which their records are due."""
    deliver_due(timezone.now())
    return timezone.now() + dt.timedelta(seconds=1)


def test_a_case_reaches_the_portal_with_its_state_and_dates(portal, world):
    case = factories.received(world)
    done = services.send_due(tell_moves())
    assert (done.accepted, done.refused, done.unanswered) == (1, 0, 0)
    record = portal.records[case.code]
    assert record["TrangThaiHoSo"] == 2
    assert record["KenhThucHien"] == 2
    assert record["NgayTiepNhan"] == "20261117090000"
    assert record["SoDinhDanh"] == case.applicant_number
    assert record["TaiKhoanDuocXacThucVoiVNeID"] == int(case.identity_verified)
    assert [paper["TenTepDinhKem"] for paper in record["TaiLieuNop"]] == ["Giấy tờ chứng minh"]
    assert "purpose" not in str(record), "what was written in the form stays here"
    assert queries.facts([case.pk])[case.pk].first_sent_at is not None


def test_moves_that_come_together_are_sent_once_with_the_latest_state(portal, world):
    case = factories.finished(world)
    services.send_due(tell_moves())
    puts = portal.calls - 1
    assert puts == 1
    assert portal.records[case.code]["TrangThaiHoSo"] == 9
    assert portal.records[case.code]["NgayKetThucXuLy"]


def test_an_outage_loses_nothing_and_the_wait_grows(portal, world):
    case = factories.received(world)
    portal.mood = "down"
    now = tell_moves()
    assert services.send_due(now).unanswered == 1
    record = SyncRecord.objects.get(code=case.code)
    assert (record.state, record.attempts) == (SyncState.WAITING, 1)
    assert services.send_due(now).unanswered == 0, "not before its time"
    assert services.send_due(now + dt.timedelta(minutes=2)).unanswered == 1
    record.refresh_from_db()
    assert record.next_try_at - now > dt.timedelta(minutes=2)
    portal.mood = "up"
    assert services.send_due(record.next_try_at).accepted == 1
    assert portal.records[case.code]["TrangThaiHoSo"] == 2


def test_a_portal_that_is_down_is_not_called_for_every_record(portal, world):
    for _ in range(6):
        factories.submitted(world)
    portal.mood = "down"
    assert services.send_due(tell_moves()).unanswered == 3
    assert SyncRecord.objects.filter(claimed_until=None).count() == 6, "the rest wait unclaimed"


def test_an_answer_that_cannot_be_read_is_no_answer_and_sending_again_doubles_nothing(portal, world):
    case = factories.received(world)
    portal.mood = "silent"
    now = tell_moves()
    assert services.send_due(now).unanswered == 1
    assert case.code in portal.records, "the portal had taken it"
    portal.mood = "up"
    assert services.send_due(now + dt.timedelta(minutes=5)).accepted == 1
    assert portal.serials[case.code] == SyncRecord.objects.get(code=case.code).sent_serial


def test_an_expired_token_is_renewed(portal, world):
    factories.submitted(world)
    now = tell_moves()
    services.send_due(now)
    factories.submitted(world)
    portal.mood = "expired"
    assert services.send_due(tell_moves()).accepted == 1


def test_a_refusal_is_shown_by_unit_and_reason_and_sent_again_after_a_change(portal, world):
    case = factories.received(world)
    Case.objects.filter(pk=case.pk).update(applicant_name="")
    assert services.send_due(tell_moves()).refused == 1
    controller = make_actor("procedure_controller")
    [unit] = queries.by_agency(controller)
    assert (unit.refused, unit.total) == (1, 1)
    [(code, words, count)] = queries.reasons(controller)
    assert (code, count) == ("THIEU_TRUONG", 1) and "ChuHoSo" in words
    assert services.send_due(LATER).refused == 0, "a refusal is not repeated by itself"
    Case.objects.filter(pk=case.pk).update(applicant_name="Lê Thị Mẫu Hoa")
    cases.take_case(actor=world.clerk, case_id=case.pk, now=NOW)
    assert services.send_due(tell_moves()).accepted == 1


def test_resending_by_hand_is_for_the_receiving_office_and_the_controller(portal, world):
    case = factories.received(world)
    Case.objects.filter(pk=case.pk).update(applicant_name="")
    services.send_due(tell_moves())
    record = SyncRecord.objects.get(code=case.code)
    other = make_actor("one_stop_officer", factories.DESK)
    with pytest.raises(SyncRecordNotFound):
        services.resend(actor=other, record_id=record.pk)
    with pytest.raises(NotAllowed):
        services.resend(actor=world.clerk, record_id=record.pk)
    record.refresh_from_db()
    assert record.state == SyncState.REFUSED
    services.resend(actor=make_actor("procedure_controller"), record_id=record.pk)
    record.refresh_from_db()
    assert record.state == SyncState.WAITING
    Case.objects.filter(pk=case.pk).update(applicant_name="Lê Thị Mẫu Hoa")
    assert services.send_due(timezone.now() + dt.timedelta(seconds=1)).accepted == 1
    with pytest.raises(NothingToResend):
        services.resend(actor=make_actor("procedure_controller"), record_id=record.pk)


def test_a_sender_that_died_leaves_its_claim_only_for_minutes(portal, world):
    case = factories.received(world)
    now = tell_moves()
    SyncRecord.objects.update(claimed_until=now + dt.timedelta(minutes=5))
    assert services.send_due(now).accepted == 0
    assert services.send_due(now + dt.timedelta(minutes=6)).accepted == 1
    assert case.code in portal.records


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="threads share one connection to SQLite in memory")
@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_record_once(portal, transactional_db):
    world = factories.setting()
    for _ in range(8):
        factories.submitted(world)
    now = tell_moves()
    threads = [threading.Thread(target=_send, args=(now,)) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert SyncRecord.objects.filter(state=SyncState.SENT).count() == 8
    assert sum(record.log.count() for record in SyncRecord.objects.all()) == 8


def _send(now):
    try:
        services.send_due(now)
    finally:
        connection.close()


def test_the_pages_show_what_is_behind_only_to_those_who_may_know(portal, world, client):
    case = factories.received(world)
    Case.objects.filter(pk=case.pk).update(applicant_name="")
    services.send_due(tell_moves())
    record = SyncRecord.objects.get()
    sign_in(client, "procedure_controller")
    page = client.get(reverse("portal_sync:overview"))
    assert case.code in page.content.decode() and "THIEU_TRUONG" in page.content.decode()
    assert client.get(reverse("portal_sync:record", args=[record.pk])).status_code == 200
    assert client.post(reverse("portal_sync:resend_refused"), {"ly_do": "THIEU_TRUONG"}).status_code == 302
    assert SyncRecord.objects.get().state == SyncState.WAITING
    sign_in(client, "case_officer", factories.CIVIL)
    assert client.get(reverse("portal_sync:overview")).status_code == 403
