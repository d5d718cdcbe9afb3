"""What a signed-in person may do, and where."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dean06.kernel.accounts import queries
from dean06.kernel.accounts.models import Membership
from dean06.kernel.accounts.tests.conftest import COMMUNE
from dean06.kernel.accounts.tests.factories import MembershipFactory, UserFactory, make_actor, make_user, sign_in

pytestmark = pytest.mark.django_db


def test_steering_officer_issues_for_every_agency():
    actor = make_actor("steering_officer")
    assert actor.can("assignments.issue", agency="syt")
    assert actor.can("assignments.accept", agency="ca")


def test_agency_officer_reports_for_the_own_agency_only(province):
    actor = make_actor("agency_officer", "syt")
    assert actor.can("assignments.report", agency="syt")
    assert not actor.can("assignments.report", agency="stc")
    assert not actor.can("assignments.accept", agency="syt")


def test_a_role_for_a_department_covers_what_is_below_it_but_not_above(province):
    assert make_actor("agency_head", "syt").can("assignments.explain", agency="cdc")
    assert not make_actor("agency_head", "cdc").can("assignments.explain", agency="syt")


def test_a_role_for_a_commune_covers_its_own_bodies_not_branches_of_others(province):
    actor = make_actor("agency_head", commune=COMMUNE)
    assert actor.agencies_for("assignments.report") == {"ubnd-xa-mau", "ca-xa-mau"}


def test_a_commune_that_does_not_exist_covers_nothing(province):
    assert not make_actor("agency_head", commune="99999").can("assignments.report")


@pytest.mark.parametrize(
    ("start", "end", "held"), [(-5, None, True), (0, None, True), (1, None, False), (-5, 0, False), (-5, 1, True)]
)
def test_a_role_holds_from_its_first_day_until_the_day_before_its_end(start, end, held):
    today = timezone.localdate()
    user = UserFactory()
    MembershipFactory(
        user=user,
        role="agency_officer",
        area_code="syt",
        valid_from=today + timedelta(days=start),
        valid_to=None if end is None else today + timedelta(days=end),
    )
    assert queries.actor_for(user, "r", today).can("assignments.report", agency="syt") is held


def test_a_closed_account_may_do_nothing():
    user = make_user("provincial_leader", closed=True)
    actor = queries.actor_for(user, "r", timezone.localdate())
    assert actor.grants == ()
    assert Membership.objects.filter(user=user).exists()


def test_request_carries_the_actor_and_an_id(client):
    user = sign_in(client, "agency_officer", "syt")
    response = client.get("/tai-khoan/cua-toi/")
    assert response.status_code == 200
    assert len(response["X-Request-ID"]) == 32
    assert response.wsgi_request.actor.user_id == user.pk
    assert response.wsgi_request.actor.request_id == response["X-Request-ID"]


def test_people_are_found_for_a_notice(province):
    officer = make_user("agency_officer", "syt")
    head = make_user("agency_head", "syt")
    other = make_user("agency_head", "stc")
    commune_head = make_user("agency_head", "ubnd-xa-mau", commune=COMMUNE)
    steering = make_user("steering_officer", "syt")
    make_user("agency_head", "syt", closed=True)

    def ids(people):
        return {person.user_id for person in people}

    assert ids(queries.users_of_agency("syt")) == {officer.pk, head.pk, steering.pk}
    assert ids(queries.users_of_agency("syt", "assignments.explain")) == {head.pk}
    assert ids(queries.users_of_agency("cdc", "assignments.explain")) == {head.pk}
    assert ids(queries.users_of_agency("ca-xa-mau", "assignments.explain")) == {commune_head.pk}
    assert ids(queries.users_with_permission("assignments.accept")) == {steering.pk}
    assert ids(queries.users_with_permission("assignments.hand_over", "stc")) == {other.pk, steering.pk}


def test_looking_for_people_takes_few_queries_however_many_there_are(province, django_assert_num_queries):
    for number in range(20):
        make_user("agency_officer", f"don-vi-{number}")
    make_user("agency_officer", "ubnd-xa-mau", commune=COMMUNE)
    with django_assert_num_queries(4):
        assert len(queries.users_of_agency("ca-xa-mau", "assignments.report")) == 1


def test_names_are_given_in_bulk_with_one_query(django_assert_num_queries):
    people = [UserFactory(full_name=name) for name in ("Lê An", "Trần Bình")]
    with django_assert_num_queries(1):
        names = queries.display_names([people[0].pk, people[1].pk, None, 0])
    assert names == {people[0].pk: "Lê An", people[1].pk: "Trần Bình"}
    assert queries.display_name(None) == "Hệ thống"
    assert queries.display_name(0) == "Tài khoản đã xóa"
