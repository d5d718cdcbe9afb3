"""Asking a unit about its figure: told, listed until answered, answered once, by nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts.tests.factories import make_actor, sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import DomainError, NotAllowed
from dean06.kernel.notifications.models import Notification
from dean06.steering.dashboards import queries, services
from dean06.steering.dashboards.errors import (
    DayHasPassed,
    NobodyAnswers,
    QuestionAnswered,
    QuestionEmpty,
    QuestionNotFound,
    QuestionPending,
)
from dean06.steering.dashboards.models import FigureExplanation
from dean06.steering.dashboards.tests.factories import HEALTH, World, commune_code, indicator_code
from dean06.steering.indicators.models import ReportingUnit

RATE = indicator_code(0)
WHY = "Vì sao thấp hơn mục tiêu, khi nào đạt?"
TODAY = timezone.localdate


def ask(world: World, **changes: object) -> FigureExplanation:
    fields = {"indicator": RATE, "unit": commune_code(0), "period": world.last.code, "question": WHY, **changes}
    return services.request_explanation(actor=make_actor("steering_officer"), **fields)


def test_the_unit_is_told_and_the_figure_of_that_moment_is_kept(world: World) -> None:
    head = make_actor("agency_head", commune_code(0))
    asked = ask(world)
    assert (asked.figure, asked.target, asked.agency_code) == ("63% (63/100 hồ sơ)", "≥ 80%", commune_code(0))
    assert asked.due_on > TODAY()
    told = Notification.objects.get(recipient_id=head.user_id)
    assert told.url == reverse("dashboards:question", args=[asked.pk])
    assert told.body == WHY


def test_it_stands_on_the_board_until_it_is_answered(world: World) -> None:
    leader, head = make_actor("provincial_leader"), make_actor("agency_head", commune_code(0))
    asked = ask(world)

    def waiting() -> tuple[int, int]:
        board = queries.board(leader, today=TODAY())
        red = next(one for one in board.figures.red if one.figure.ref.code == RATE)
        return board.questions, red.open_questions

    assert waiting() == (1, 1)
    assert queries.questions(head, today=TODAY(), answered=False).waiting == 1
    answered = services.explain(actor=head, request_id=asked.pk, answer="Thiếu cán bộ, tháng sau đủ người.")
    assert answered.answered_by_name == head.name
    assert waiting() == (0, 0)
    listed = queries.questions(leader, today=TODAY(), answered=True)
    assert [one.pk for one in listed.page] == [asked.pk]
    assert Notification.objects.filter(recipient_id=asked.asked_by_id, title__contains="đã giải trình").count() == 1
    assert ask(world).pk != asked.pk


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"question": "   ? "}, QuestionEmpty),
        ({"due_on": dt.date(2020, 1, 1)}, DayHasPassed),
        ({"indicator": "khong-co"}, DomainError),
        ({"unit": "khong-co"}, DomainError),
        ({"period": "2026-T13"}, DomainError),
    ],
)
def test_a_refused_question_leaves_nothing(world: World, changes: dict, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        ask(world, **changes)
    assert not FigureExplanation.objects.exists()
    assert not Notification.objects.exists()
    assert not AuditRow.objects.filter(action="board.figure_questioned").exists()


def test_one_open_question_a_unit_and_indicator(world: World) -> None:
    ask(world)
    with pytest.raises(QuestionPending):
        ask(world)
    assert FigureExplanation.objects.count() == 1
    ask(world, unit=commune_code(1))


def test_a_unit_without_an_agency_cannot_be_asked(world: World) -> None:
    ReportingUnit.objects.filter(code=commune_code(0)).update(agency_code="")
    with pytest.raises(NobodyAnswers):
        ask(world)
    assert not FigureExplanation.objects.exists()


def test_only_the_asked_unit_answers_and_only_once(world: World) -> None:
    asked = ask(world)
    text = "Đã làm rõ nguyên nhân và có kế hoạch."
    for role, agency, refusal in (
        ("agency_head", commune_code(1), QuestionNotFound),
        ("agency_officer", commune_code(0), NotAllowed),
        ("steering_officer", "", NotAllowed),
    ):
        with pytest.raises(refusal):
            services.explain(actor=make_actor(role, agency), request_id=asked.pk, answer=text)
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_at) == ("", None)
    head = make_actor("agency_head", commune_code(0))
    services.explain(actor=head, request_id=asked.pk, answer=text)
    with pytest.raises(QuestionAnswered):
        services.explain(actor=head, request_id=asked.pk, answer="Một câu trả lời khác hẳn.")
    asked.refresh_from_db()
    assert asked.answer == text


def test_people_of_bodies_ask_nobody(world: World) -> None:
    with pytest.raises(NotAllowed):
        services.request_explanation(
            actor=make_actor("agency_head", HEALTH),
            indicator=RATE,
            unit=commune_code(0),
            period=world.last.code,
            question=WHY,
        )
    assert not FigureExplanation.objects.exists()


def test_through_the_pages(world: World) -> None:
    leader, head, other = Client(), Client(), Client()
    sign_in(leader, "provincial_leader")
    sign_in(head, "agency_head", commune_code(0))
    sign_in(other, "agency_head", commune_code(1))
    address = reverse("dashboards:ask") + f"?chi_tieu={RATE}&don_vi={commune_code(0)}&ky={world.last.code}"
    form = leader.get(address).content.decode()
    assert "63/100 hồ sơ" in form
    assert "Sở Y tế (cơ quan chủ quản chỉ tiêu)" in form
    refused = leader.post(address, {"unit": commune_code(0), "question": "?"})
    assert (refused.status_code, FigureExplanation.objects.count()) == (422, 0)
    sent = leader.post(address, {"unit": commune_code(0), "question": WHY}, follow=True)
    assert "Đã yêu cầu Xã Mẫu 01 giải trình" in sent.content.decode()
    asked = FigureExplanation.objects.get()
    page = reverse("dashboards:question", args=[asked.pk])
    assert other.get(page).status_code == 404
    assert "Gửi giải trình" not in leader.get(page).content.decode()
    assert head.post(page, {"answer": "ngắn"}).status_code == 422
    done = head.post(page, {"answer": "Do thiếu cán bộ; tháng tới sẽ đạt."}, follow=True).content.decode()
    assert "Đã gửi giải trình." in done
    assert "Do thiếu cán bộ" in leader.get(reverse("dashboards:questions"), {"muc": "da-tra-loi"}).content.decode()
    assert other.get(reverse("dashboards:questions")).content.decode().count(asked.indicator_name) == 0
