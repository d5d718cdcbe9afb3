"""What a signed-in person may do, and where."""

import pytest

from dean06.kernel.accounts.tests.factories import make_actor, sign_in

pytestmark = pytest.mark.django_db


def test_steering_officer_issues_for_every_agency():
    actor = make_actor("steering_officer")
    assert actor.can("assignments.issue", agency="SYT")
    assert actor.can("assignments.accept", agency="CA")


def test_agency_officer_reports_for_the_own_agency_only():
    actor = make_actor("agency_officer", "SYT")
    assert actor.can("assignments.report", agency="SYT")
    assert not actor.can("assignments.report", agency="STC")
    assert not actor.can("assignments.accept", agency="SYT")


def test_request_carries_the_actor_and_an_id(client):
    user = sign_in(client, "agency_officer", "SYT")
    response = client.get("/")
    assert response.status_code == 200
    assert len(response["X-Request-ID"]) == 32
    assert response.wsgi_request.actor.user_id == user.pk
