"""The page of events and timers, and starting a dead letter again."""

from __future__ import annotations

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed, NotFound
from dean06.kernel.events import rules, services, timers, views
from dean06.kernel.events.errors import NotDead
from dean06.kernel.events.models import Delivery, DeliveryState
from dean06.kernel.events.subscriptions import Subscriptions
from dean06.kernel.events.tests.helpers import NOW, TaskIssued, administrator, issue, only_delivery

pytestmark = pytest.mark.django_db
admin = administrator("events.view", "events.retry")


def request(actor: Actor | None, query: str = "", method: str = "get") -> HttpRequest:
    made: HttpRequest = getattr(RequestFactory(), method)(f"/su-kien/{query}")
    made.actor, made.session = actor, {}  # type: ignore[attr-defined]
    made._messages = FallbackStorage(made)  # type: ignore[attr-defined]
    return made


@pytest.fixture
def dead(subscribers: Subscriptions) -> Delivery:
    @subscribers.subscribe(TaskIssued, subscriber="broken")
    def broken(event: TaskIssued, key: int) -> None:
        raise ValueError

    issue()
    Delivery.objects.update(attempts=rules.MOST_ATTEMPTS - 1)
    services.deliver_due(NOW)
    return only_delivery()


def test_the_page_shows_what_was_given_up_with_its_reason(dead: Delivery) -> None:
    page = views.event_list(request(admin, "?muc=dung")).content.decode()
    assert "tests.task_issued" in page
    assert "ValueError (test_views.py" in page
    assert "Chạy lại" in page
    assert "tests.task_issued" not in views.event_list(request(admin)).content.decode()


def test_who_may_only_look_gets_no_button(dead: Delivery) -> None:
    page = views.event_list(request(administrator("events.view"), "?muc=dung")).content.decode()
    assert "Chạy lại" not in page


def test_others_do_not_see_the_page(dead: Delivery) -> None:
    for actor in (administrator("audit.view"), None):
        with pytest.raises(NotAllowed):
            views.event_list(request(actor))


def test_a_dead_letter_is_started_again_and_delivered(dead: Delivery, subscribers: Subscriptions) -> None:
    response = views.retry(request(admin, method="post"), dead.pk)
    assert response.status_code == 302
    delivery = only_delivery()
    assert (delivery.state, delivery.attempts) == (DeliveryState.PENDING, 0)
    subscribers._by_subscriber.clear()
    subscribers.subscribe(TaskIssued, subscriber="broken")(lambda event, key: None)
    assert services.deliver_due(NOW) == 1


def test_starting_again_leaves_a_row_in_the_log(dead: Delivery) -> None:
    views.retry(request(admin, method="post"), dead.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT action, subject, actor_id FROM audit_auditrow ORDER BY id DESC")
        assert cursor.fetchone() == ("event.retried", f"events.delivery:{dead.pk}", 4)


def test_who_may_not_changes_nothing(dead: Delivery) -> None:
    with pytest.raises(NotAllowed):
        views.retry(request(administrator("events.view"), method="post"), dead.pk)
    assert only_delivery().state == DeliveryState.DEAD


def test_only_dead_letters_are_started_again(subscribers: Subscriptions) -> None:
    subscribers.subscribe(TaskIssued, subscriber="well")(lambda event, key: None)
    issue()
    with pytest.raises(NotDead):
        views.retry(request(admin, method="post"), only_delivery().pk)
    with pytest.raises(NotFound):
        views.retry(request(admin, method="post"), 10**6)


def test_the_page_says_when_nothing_runs_in_the_background() -> None:
    warning = "Hơn 5 phút qua không có tác vụ nào chạy"
    assert warning in views.event_list(request(admin)).content.decode()
    timers.registry.run_due(timezone.now())
    page = views.event_list(request(admin)).content.decode()
    assert warning not in page
    assert "Niêm phong nhật ký" in page


def test_the_page_leads_on_to_older_ones_at_a_constant_number_of_queries(subscribers: Subscriptions) -> None:
    subscribers.subscribe(TaskIssued, subscriber="well")(lambda event, key: None)

    def page(query: str = "") -> tuple[str, int]:
        with CaptureQueriesContext(connection) as captured:
            text = views.event_list(request(admin, query)).content.decode()
        return text, len(captured)

    issue(0)
    _, few = page()
    for number in range(1, 60):
        issue(number)
    text, many = page()
    assert many == few
    link = text.split('rel="next"')[0].rsplit('href="/su-kien/', 1)[1].split('"')[0].replace("&amp;", "&")
    older, _ = page(link)
    assert older.count("tests.task_issued") == 10


@pytest.mark.parametrize("query", ["?muc=khac", "?truoc=abc", "?truoc=-1", "?truoc=99999999999999999999999"])
def test_a_spoiled_address_is_the_first_page(query: str) -> None:
    assert views.event_list(request(admin, query)).status_code == 200
