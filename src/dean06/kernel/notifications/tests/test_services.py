"""Telling people, by every channel, once."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.events import services as events
from dean06.kernel.notifications import queries, services
from dean06.kernel.notifications.errors import NotYours
from dean06.kernel.notifications.models import Channel, Delivery, DeliveryState, Notification
from dean06.kernel.notifications.tests.helpers import NOW, actor_of, person

pytestmark = pytest.mark.django_db


def tell(*users, **more) -> list[Notification]:
    values = {"kind": "tests", "title": "Nhiệm vụ sắp đến hạn", "body": "Còn 3 ngày.", "url": "/nhiem-vu/17/", **more}
    return services.notify(user_ids=[user.pk for user in users], **values)


def email() -> Delivery:
    return Delivery.objects.get(channel=Channel.EMAIL)


def failing(monkeypatch, error: Exception | None) -> None:
    def send(self, messages):
        if error:
            raise error
        return original(self, messages)

    original = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "send_messages", send)


def test_a_person_is_told_at_once_and_by_mail_soon_after() -> None:
    hoa = person()
    tell(hoa)
    assert queries.unread_count(hoa.pk) == 1
    assert mail.outbox == []
    assert services.send_due_emails(NOW) == 1
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("Nhiệm vụ sắp đến hạn", ["hoa@tinh.example"])
    assert "Còn 3 ngày." in letter.body
    assert "http://127.0.0.1:8006/nhiem-vu/17/" in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    states = dict(Delivery.objects.values_list("channel", "state"))
    assert states == {Channel.IN_APP: DeliveryState.SENT, Channel.EMAIL: DeliveryState.SENT}


def test_a_letter_goes_out_once() -> None:
    tell(person())
    services.send_due_emails(NOW)
    assert services.send_due_emails(NOW + timedelta(days=2)) == 0
    assert len(mail.outbox) == 1


def test_nobody_is_told_of_what_was_rolled_back() -> None:
    hoa = person()
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(hoa)
        raise RuntimeError
    services.send_due_emails(NOW)
    assert queries.unread_count(hoa.pk) == len(mail.outbox) == 0


def test_the_same_reminder_reaches_a_person_once_but_newcomers_still_get_it() -> None:
    hoa, binh = person(), person("Lê Bình", "binh@tinh.example")
    assert len(tell(hoa, dedupe_key="due:17:3")) == 1
    assert [told.recipient_id for told in tell(hoa, binh, dedupe_key="due:17:3")] == [binh.pk]
    assert tell(hoa, binh, dedupe_key="due:17:3") == []
    assert len(tell(hoa, dedupe_key="due:17:1")) == 1
    assert (Notification.objects.count(), Delivery.objects.count()) == (3, 6)


def test_without_a_key_every_call_is_a_message() -> None:
    hoa = person()
    tell(hoa)
    tell(hoa)
    assert queries.unread_count(hoa.pk) == 2


def test_a_message_may_stay_inside_the_application() -> None:
    tell(person(), channels=[Channel.IN_APP])
    assert services.send_due_emails(NOW) == 0
    assert Delivery.objects.get().channel == Channel.IN_APP


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_a_message_never_leads_away_from_the_site(url: str) -> None:
    hoa = person()
    with pytest.raises(ValueError, match="this site"):
        tell(hoa, url=url)
    assert not Notification.objects.exists()


def test_while_the_mail_server_is_away_letters_wait_longer_each_time(monkeypatch) -> None:
    tell(person())
    failing(monkeypatch, smtplib.SMTPServerDisconnected("hoa@tinh.example"))
    now = NOW
    for attempt in (1, 2, 3):
        services.send_due_emails(now)
        letter = email()
        assert (letter.state, letter.attempts) == (DeliveryState.WAITING, attempt)
        assert letter.next_attempt_at == now + events.wait_after(attempt)
        assert "SMTPServerDisconnected" in letter.last_error and "hoa@" not in letter.last_error
        now = letter.next_attempt_at
    failing(monkeypatch, None)
    monkeypatch.undo()
    assert services.send_due_emails(now) == 1
    assert (email().state, email().last_error) == (DeliveryState.SENT, "")


def test_a_letter_that_cannot_be_sent_is_given_up_and_the_message_stays(monkeypatch) -> None:
    hoa = person()
    tell(hoa)
    failing(monkeypatch, smtplib.SMTPRecipientsRefused({}))
    now = NOW
    for _ in range(30):
        services.send_due_emails(now)
        now += timedelta(hours=7)
    letter = email()
    assert letter.state == DeliveryState.FAILED and letter.failed_at
    assert queries.unread_count(hoa.pk) == 1


def test_one_bad_letter_does_not_hold_up_the_others(monkeypatch) -> None:
    hoa, binh = person(), person("Lê Bình", "binh@tinh.example")
    original = EmailBackend.send_messages

    def send(self, messages):
        if messages[0].to == ["hoa@tinh.example"]:
            raise smtplib.SMTPDataError(550, b"no")
        return original(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    tell(hoa, binh)
    assert services.send_due_emails(NOW) == 1
    assert [letter.to for letter in mail.outbox] == [["binh@tinh.example"]]


def test_a_closed_account_gets_no_mail() -> None:
    hoa = person(is_active=False, closed_reason="left")
    tell(hoa)
    services.send_due_emails(NOW)
    assert mail.outbox == []
    assert (email().state, email().last_error) == (DeliveryState.FAILED, "NO_ADDRESS")


def test_a_title_with_line_breaks_cannot_add_headers() -> None:
    tell(person(), title="Nhiệm vụ\r\nBcc: kẻ lạ")
    services.send_due_emails(NOW)
    assert mail.outbox[0].subject == "Nhiệm vụ Bcc: kẻ lạ"
    assert mail.outbox[0].recipients() == ["hoa@tinh.example"]


def test_reading_marks_the_message_and_its_copy() -> None:
    hoa = person()
    (told,) = tell(hoa)
    services.mark_read(actor=actor_of(hoa), notification_id=told.pk)
    services.mark_read(actor=actor_of(hoa), notification_id=told.pk)
    assert queries.unread_count(hoa.pk) == 0
    copy = Delivery.objects.get(channel=Channel.IN_APP)
    assert copy.state == DeliveryState.READ and copy.read_at
    assert AuditRow.objects.filter(action="notification.read").count() == 2


def test_other_peoples_messages_are_out_of_reach() -> None:
    hoa, binh = person(), person("Lê Bình", "binh@tinh.example")
    (told,) = tell(hoa)
    with pytest.raises(NotYours):
        services.mark_read(actor=actor_of(binh), notification_id=told.pk)
    services.mark_all_read(actor=actor_of(binh))
    assert queries.unread_count(hoa.pk) == 1
    assert list(queries.my_notifications(actor=actor_of(binh))) == []


def test_everything_is_marked_read_at_once() -> None:
    hoa = person()
    for _ in range(3):
        tell(hoa)
    assert services.mark_all_read(actor=actor_of(hoa)) == 3
    assert queries.unread_count(hoa.pk) == 0
    assert services.mark_all_read(actor=actor_of(hoa)) == 0


def test_the_count_in_the_header_stops_at_a_hundred(django_assert_num_queries) -> None:
    hoa = person()
    services.notify(user_ids=[hoa.pk], kind="t", title="x")
    Notification.objects.bulk_create(
        Notification(recipient=hoa, kind="t", title="x", created_at=NOW) for _ in range(150)
    )
    with django_assert_num_queries(1):
        assert queries.unread_count(hoa.pk) == 100
    assert queries.unread_count(None) == 0


def test_telling_many_costs_a_constant_number_of_queries(django_assert_num_queries) -> None:
    people = [person(f"Người {n}", f"n{n}@tinh.example") for n in range(12)]
    with django_assert_num_queries(4):
        tell(*people, dedupe_key="k")


def test_only_administrators_see_how_copies_fared() -> None:
    hoa = person()
    tell(hoa)
    with pytest.raises(NotAllowed):
        queries.deliveries(actor=actor_of(hoa))
    admin = actor_of(hoa, "notifications.view_deliveries")
    assert queries.deliveries(actor=admin).count() == 2
    assert queries.deliveries(actor=admin, channel="email", state="waiting").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="threads share one connection to SQLite in memory")
def test_two_processes_tell_once_and_mail_once() -> None:
    hoa, binh = person(), person("Lê Bình", "binh@tinh.example")
    start = Barrier(3)
    trouble: list[Exception] = []

    def work() -> None:
        start.wait()
        try:
            tell(hoa, binh, dedupe_key="due:17")
            services.send_due_emails(NOW)
        except Exception as error:
            trouble.append(error)
        connection.close()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not trouble
    assert (Notification.objects.count(), Delivery.objects.count()) == (2, 4)
    services.send_due_emails(NOW)
    assert sorted(letter.to[0] for letter in mail.outbox) == ["binh@tinh.example", "hoa@tinh.example"]
