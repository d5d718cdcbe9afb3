"""The daily bulletin and the weekly digest: once a day and person, what the reader may see, never blank."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.tests.factories import make_actor, make_user, sign_in
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import system_actor
from dean06.steering.dashboards import services
from dean06.steering.dashboards.letters.sending import send_due
from dean06.steering.dashboards.letters.writing import write
from dean06.steering.dashboards.models import Letter
from dean06.steering.dashboards.tests import factories
from dean06.steering.dashboards.tests.factories import World, commune_code
from dean06.steering.dashboards.types import LetterKind, LetterState

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def working_morning(hour: int = 7) -> dt.datetime:
    """A morning on which the daily letter goes out and the weekly one does not."""
    day = timezone.localdate()
    calendar = work_calendar()
    while not (calendar.is_working_day(day) and calendar.is_working_day(day - dt.timedelta(days=1)) and day.weekday()):
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(hour), ZONE)


@pytest.fixture
def leader(world: World) -> User:
    return make_user("provincial_leader")


def test_once_a_day_and_person_however_often_the_timer_runs(leader: User) -> None:
    now = working_morning()
    assert send_due(now) == 1
    assert send_due(now) == send_due(now + dt.timedelta(hours=2)) == 0
    (sent,) = mail.outbox
    assert sent.to == [leader.email]
    assert sent.subject.startswith(f"Bản tin hằng ngày {now:%d/%m/%Y}: 0 nhiệm vụ quá hạn, ")
    assert Letter.objects.get().state == LetterState.SENT
    assert send_due(now + dt.timedelta(days=1)) in (0, 1)  # a day off, or the next letter
    assert Letter.objects.filter(user=leader, kind="daily").count() == len(
        [one for one in mail.outbox if one.subject.startswith("Bản tin hằng ngày")]
    )


def test_no_letter_at_night(leader: User) -> None:
    assert send_due(working_morning(5)) == send_due(working_morning(18)) == 0
    assert not Letter.objects.exists()


def test_text_and_html_say_the_same_and_fetch_nothing(leader: User) -> None:
    send_due(working_morning())
    (sent,) = mail.outbox
    (html, kind) = sent.alternatives[0]
    assert kind == "text/html"
    for words in ("Mẫu 1 (hồ sơ)", "5/5 xã, phường chưa đạt", "Sở Y tế", "Thôi nhận"):
        assert words in sent.body
        assert words in html
    assert not re.search(r"<img|src=|url\(|<link|<script|@import", html)
    assert "{%" not in sent.body + html
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_quiet_day_is_said_with_the_figures(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dean06.steering.collection.queries.late_units", lambda *_: [])
    made = factories.world(today=timezone.localdate())
    for ref in made.refs:
        for unit in made.communes:
            factories.set_value(
                made, ref.code, unit, 100 if ref.direction != "lower" else 0, 100 if ref.is_rate else None
            )
    letter = write(make_actor("agency_head", commune_code(0)), LetterKind.DAILY, today=timezone.localdate())
    assert letter.quiet
    assert "Không có việc nào quá hạn, không có chỉ tiêu nào chưa đạt" in letter.text
    assert re.search(r"\d+ đạt, 0 chưa đạt", letter.text)
    assert len(letter.text) > 400


def test_nothing_known_of_yesterday_is_said_and_nothing_changed_too(leader: User) -> None:
    actor = make_actor("provincial_leader")
    today = timezone.localdate()
    assert "nên không tính được thay đổi so với hôm qua" in write(actor, LetterKind.DAILY, today=today).text
    assert "nên không tính được thay đổi so với tuần trước" in write(actor, LetterKind.WEEKLY, today=today).text
    services.take_snapshot(actor=system_actor("tests"), now=timezone.now() - dt.timedelta(days=1))
    text = write(actor, LetterKind.DAILY, today=today).text
    assert "Không có gì thay đổi so với hôm qua" in text or "kỳ mới" in text


def test_a_commune_reads_of_itself_only(world: World) -> None:
    text = write(make_actor("agency_head", commune_code(0)), LetterKind.DAILY, today=timezone.localdate()).text
    assert "Xã Mẫu 01".upper() in text
    assert "Xã Mẫu 02" not in text
    assert "xã, phường chưa đạt" not in text


def test_who_does_not_want_it_gets_none_and_may_change_his_mind(leader: User) -> None:
    client = Client()
    client.force_login(leader)
    sign = make_user("steering_officer", with_second_factor=True)
    client.force_login(sign)
    page = reverse("dashboards:letters")
    assert client.get(page).content.decode().count("Đang nhận") == 2
    for _ in range(2):
        client.post(reverse("dashboards:choose_letter"), {"loai": "daily", "nhan": "0"})
    assert client.get(page).content.decode().count("Đang nhận") == 1
    send_due(working_morning())
    assert [one.to for one in mail.outbox] == [[leader.email]]
    client.post(reverse("dashboards:choose_letter"), {"loai": "daily", "nhan": "1"})
    send_due(working_morning(8))
    assert [one.to for one in mail.outbox] == [[leader.email], [sign.email]]
    assert client.post(reverse("dashboards:choose_letter"), {"loai": "lạ"}).status_code == 404


def test_a_mail_server_that_fails_is_tried_again_later(leader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    now = working_morning()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", lambda *_: 1 / 0)
        assert send_due(now) == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == (LetterState.WAITING, 1)
    assert letter.next_attempt_at is not None
    assert letter.next_attempt_at > now
    assert send_due(now) == 0
    assert send_due(letter.next_attempt_at + dt.timedelta(seconds=1)) == 1
    assert len(mail.outbox) == 1


def test_the_page_shows_beforehand_what_will_be_sent(world: World) -> None:
    client = Client()
    sign_in(client, "provincial_leader")
    for kind in LetterKind:
        page = client.get(reverse("dashboards:letter_preview", args=[kind.value]))
        assert page.status_code == 200
        assert "Kính gửi" in page.content.decode()
    assert client.get(reverse("dashboards:letter_preview", args=["la"])).status_code == 404
