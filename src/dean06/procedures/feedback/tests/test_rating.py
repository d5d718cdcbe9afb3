"""One rating per finished dossier, by who it concerns."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dean06.kernel.accounts.models import User
from dean06.kernel.common.errors import DomainError, NotAllowed
from dean06.kernel.events.models import OutboxEvent
from dean06.procedures.cases import services as case_services
from dean06.procedures.cases.errors import CaseNotFound
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.queries import ref
from dean06.procedures.cases.tests import factories as cases
from dean06.procedures.feedback import queries, services
from dean06.procedures.feedback.errors import AlreadyRated, CaseNotReturned, InvalidRating
from dean06.procedures.feedback.models import Feedback, Rating
from dean06.procedures.feedback.tests import factories as make
from dean06.procedures.feedback.types import Level, RatingInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> cases.World:
    cache.clear()
    return cases.setting()


def returned(world: cases.World) -> Case:
    case = cases.finished(world)
    return case_services.return_result(actor=world.desk, case_id=case.pk, now=cases.at(16))


def test_the_applicant_rates_once(world: cases.World) -> None:
    case = returned(world)
    assert queries.rate_panel(ref(case.pk)).is_open
    given = services.rate_case(
        actor=world.citizen, case_id=case.pk, rating=RatingInput(1, ("late", "late"), "Chậm"), now=cases.at(17)
    )
    assert (given.level, given.reasons, given.case_code) == (Level.DISSATISFIED, ["late"], case.code)
    assert OutboxEvent.objects.filter(name="feedback.case_rated").count() == 1
    panel = queries.rate_panel(ref(case.pk))
    assert (panel.is_open, panel.given) == (False, "Chưa hài lòng")
    with pytest.raises(AlreadyRated):
        services.rate_case(actor=world.citizen, case_id=case.pk, rating=RatingInput(5))
    assert Rating.objects.get().score == 1
    assert queries.unhappy_cases([case.pk, 999]) == {case.pk}
    found = queries.rating_figures(dt.date(2026, 11, 1), dt.date(2026, 11, 30))[case.deciding_agency]
    assert (found.total, found.by_level, found.score_sum) == (1, {"dissatisfied": 1}, 1)


def test_nobody_else_rates_and_nothing_is_rated_before_its_result(world: cases.World) -> None:
    case = returned(world)
    running = cases.received(world)
    with pytest.raises(CaseNotFound):
        services.rate_case(actor=world.stranger, case_id=case.pk, rating=RatingInput(5))
    for officer in (world.desk, world.clerk, world.head, make.VISITOR):
        with pytest.raises(NotAllowed):
            services.rate_case(actor=officer, case_id=case.pk, rating=RatingInput(5))
    with pytest.raises(CaseNotReturned):
        services.rate_case(actor=world.citizen, case_id=running.pk, rating=RatingInput(5))
    for wrong in (RatingInput(0), RatingInput(6), RatingInput(5, ("vì thích",)), RatingInput(True)):
        with pytest.raises(InvalidRating):
            services.rate_case(actor=world.citizen, case_id=case.pk, rating=wrong)
    assert not Rating.objects.exists()


def test_on_the_tablet_by_code_and_birth_date(world: cases.World, client: Client) -> None:
    case = returned(world)
    address = reverse("feedback:rate_at_desk")
    assert client.get(address).status_code == 200
    birth = case.applicant_birth
    assert birth is not None
    wrong = {"score": "5", "code": case.code, "birth_date": "01/01/1900"}
    assert client.post(address, wrong).status_code == 422
    assert client.post(address, {**wrong, "code": "H27-KHONG-CO"}).status_code == 422
    assert not Rating.objects.exists()
    sent = {"score": "5", "code": case.code.lower(), "birth_date": f"{birth:%d/%m/%Y}"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 422
    assert Rating.objects.get().at_desk
    with pytest.raises(DomainError):
        services.rate_at_desk(actor=world.citizen, case_code=case.code, birth_date=birth, rating=RatingInput(5))


def test_one_tap_from_the_applicant_s_page(world: cases.World, client: Client) -> None:
    case = returned(world)
    address = reverse("feedback:rate", args=[case.pk])
    assert client.post(address, {"score": "5"}).status_code == 302  # to sign in
    assert not Rating.objects.exists()
    client.force_login(User.objects.get(pk=world.stranger.user_id))
    with_stranger = client.post(address, {"score": "5"})
    assert with_stranger.status_code in (302, 404)
    assert not Rating.objects.exists()
    client.force_login(User.objects.get(pk=world.citizen.user_id))
    answer = client.post(address, {"score": "5", "next": "https://ke-xau.example/"})
    assert answer.status_code == 302 and answer["Location"].startswith("/")
    assert Rating.objects.get().level == Level.SATISFIED


def test_a_feedback_about_a_dossier_goes_to_its_agency(world: cases.World) -> None:
    case = cases.received(world)
    sent = make.sent(now=cases.at(15), case_code=case.code.lower())
    assert (sent.case_id, sent.about_agency) == (case.pk, case.deciding_agency)
    assert queries.feedback_of_case(case.pk) == [sent]
    assert queries.unhappy_cases([case.pk]) == {case.pk}
    services.refuse_feedback(
        actor=make.controller(), feedback_id=sent.pk, reason="empty", note="Không nêu việc cụ thể", now=cases.at(16)
    )
    assert queries.unhappy_cases([case.pk]) == set()
    assert Feedback.objects.count() == 1
