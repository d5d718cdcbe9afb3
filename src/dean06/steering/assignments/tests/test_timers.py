"""Reminders by themselves: once each, to the right people, silent where the body is not to blame."""

from __future__ import annotations

from dean06.kernel.notifications.models import Notification
from dean06.steering.assignments import services
from dean06.steering.assignments.models import Reminder
from dean06.steering.assignments.tests.factories import People, at, day, in_progress, issued, reported_done
from dean06.steering.assignments.timers import send_reminders


def test_before_and_after_the_deadline_each_reminder_goes_out_once(who: People) -> None:
    task = issued(who)  # due on Wednesday, day 30
    for days in range(15, 70):
        send_reminders(at(days, hour=8))
        send_reminders(at(days, hour=16))
    offsets = list(Reminder.objects.order_by("sent_at").values_list("offset", flat=True))
    assert offsets == [-7, -3, -1, 1, 3, 7, 14, 21, 28]
    assert set(Reminder.objects.values_list("assignment_id", flat=True)) == {task.pk}
    told = Notification.objects.filter(dedupe_key__startswith="assignments:reminder", recipient_id=who.health.user_id)
    assert told.count() == 9


def test_after_a_pause_only_the_latest_goes_out(who: People) -> None:
    issued(who)
    assert send_reminders(at(34)) == 1
    assert Reminder.objects.get().offset == 3


def test_no_reminder_while_the_result_waits_for_the_issuer_or_the_centre(who: People) -> None:
    reported_done(who)
    waiting = in_progress(who)
    services.wait_for_centre(
        actor=who.steering,
        assignment_id=waiting.pk,
        trigger_document="Hướng dẫn của Bộ",
        reason="Chưa có biểu mẫu",
        now=at(21),
    )
    assert send_reminders(at(31)) == 0


def test_a_new_deadline_has_its_own_reminders(who: People) -> None:
    task = in_progress(who)
    send_reminders(at(29))
    change = services.request_deadline_change(
        actor=who.health_head, assignment_id=task.pk, new_due_date=day(60), reason="Chờ số liệu cấp xã", now=at(29)
    )
    services.decide_deadline_change(actor=who.leader, change_id=change.pk, approved=True, now=at(29))
    assert send_reminders(at(30)) == 0
    assert send_reminders(at(59)) == 1


def test_people_are_told_once_and_never_of_their_own_act(who: People) -> None:
    task = issued(who)
    recipients = set(Notification.objects.filter(kind="assignments").values_list("recipient_id", flat=True))
    assert recipients == {who.health.user_id, who.health_head.user_id}
    services.urge(actor=who.steering, assignment_id=task.pk, now=at(2))
    assert not Notification.objects.filter(recipient_id=who.steering.user_id).exists()
