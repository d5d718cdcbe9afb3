"""Reminders, the list of late units, the head's digest: each once, on working days."""

from __future__ import annotations

from dean06.kernel.common.actors import Actor
from dean06.kernel.notifications.models import Notification
from dean06.steering.collection import services, timers
from dean06.steering.collection.models import ReminderSent
from dean06.steering.collection.tests.factories import AN, BINH, CAT, GOOD, MONTH, World, at, enter, entered, sent


def told(who: Actor, word: str = "") -> list[str]:
    rows = Notification.objects.filter(recipient_id=who.user_id, title__icontains=word).order_by("pk")
    return list(rows.values_list("title", flat=True))


def test_units_are_reminded_before_and_after_the_due_day_each_once(world: World) -> None:
    entered(world)
    sent(world, BINH)
    for day, hour in ((12, 8), (12, 9), (13, 9), (14, 9), (15, 9), (17, 9), (17, 15)):
        timers.send_reminders(at(day, hour))
    titles = told(world.an, "tháng 11")
    # The 15th is a Saturday: nobody is written to at the weekend, the next message comes on Monday.
    assert titles == [
        "Đến hạn ngày 15/11/2025: số liệu tháng 11/2025",
        "Hạn nộp 15/11/2025 là ngày nghỉ: số liệu tháng 11/2025",
        "Quá hạn 1 ngày: số liệu tháng 11/2025",
    ]
    assert told(world.binh, "Quá hạn") == []
    assert told(world.steering, "chưa nộp số liệu") == ["5 đơn vị chưa nộp số liệu tháng 11/2025"]
    assert ReminderSent.objects.filter(period__code=MONTH, occasion="before", unit__code=BINH).count() == 0


def test_nobody_is_reminded_of_what_was_due_before_collecting_began(world: World) -> None:
    assert timers.send_reminders(at(19)) == 0
    assert not Notification.objects.exists()


def test_the_excused_are_left_in_peace(world: World) -> None:
    entered(world, BINH)
    services.exempt(actor=world.steering, unit=AN, period=MONTH, reason="Xã bị ngập nhiều ngày")
    timers.send_reminders(at(12))
    assert told(world.an, "Đến hạn") == []
    assert told(world.binh, "Đến hạn") != []


def test_the_head_gets_one_digest_a_week(world: World) -> None:
    entered(world)
    for hour in (6, 8, 9):
        timers.send_digests(at(17, hour))
    timers.send_digests(at(18))
    digest = told(world.an_head, "phải gửi trong tuần")
    assert digest == ["1 biểu số liệu phải gửi trong tuần, 1 biểu quá hạn"]
    assert told(world.an, "phải gửi trong tuần") == []
    body = Notification.objects.get(recipient_id=world.an_head.user_id, title=digest[0]).body
    assert "chậm 2 ngày" in body
    assert "4/4 chỉ tiêu" in body


def test_the_province_reminds_at_the_press_of_a_button_once_a_day(world: World) -> None:
    enter(world.an, *GOOD)
    assert services.remind(actor=world.steering, units=[AN, CAT], period=MONTH, now=at(17)) == 2
    assert services.remind(actor=world.steering, units=[AN], period=MONTH, now=at(18)) == 1
    assert [title.split(":")[0] for title in told(world.an)] == ["Đôn đốc nộp số liệu"] * 2
