"""A feedback from sending to publishing, each step by who may, in time or late; refusals change nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError, NotAllowed
from dean06.kernel.notifications.models import Notification
from dean06.procedures.feedback import queries, services, timers
from dean06.procedures.feedback.errors import (
    FeedbackNotFound,
    InvalidClock,
    InvalidFeedback,
    LooksLikeSpam,
    PersonalDataLeft,
    WordsMissing,
    WrongStep,
)
from dean06.procedures.feedback.models import ClockRow, Feedback, FeedbackStep, Reaction
from dean06.procedures.feedback.rules import DEFAULT_CLOCK
from dean06.procedures.feedback.tests import factories as make
from dean06.procedures.feedback.types import ClockRule, State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]
ANSWER = "Xã đã trả kết quả ngày 03/3."


def snapshot() -> tuple[object, ...]:
    return (list(Feedback.objects.order_by("pk").values_list("pk", "state", "revision")), FeedbackStep.objects.count())


def test_a_visitor_s_feedback_goes_its_way_in_time() -> None:
    found = make.sent(agency=make.HERE)
    assert (found.state, found.about_agency) == (State.NEW, make.HERE)
    assert (found.refuse_by, found.ask_by, found.answer_by) == (
        dt.date(2026, 3, 4), dt.date(2026, 3, 9), dt.date(2026, 3, 23),
    )  # fmt: skip
    assert found.due_on == found.refuse_by
    found = services.assign_feedback(
        actor=make.controller(), feedback_id=found.pk, agency=make.HERE, kind="attitude", now=make.day(1)
    )
    assert (found.state, found.kind, found.due_on) == (State.ASSIGNED, "attitude", dt.date(2026, 3, 23))
    found = services.answer_feedback(actor=make.head(), feedback_id=found.pk, answer=ANSWER, now=make.day(21))
    assert (found.state, found.due_on, found.was_late) == (State.ANSWERED, dt.date(2026, 3, 25), False)
    found = services.publish_feedback(
        actor=make.controller(), feedback_id=found.pk, title="Hồ sơ trả chậm", body="Gia đình phản ánh.",
        answer=ANSWER, now=make.day(23),
    )  # fmt: skip
    assert (found.state, found.due_on, found.was_late) == (State.PUBLISHED, None, False)
    assert queries.published().get() == found


@pytest.mark.parametrize(("days", "late"), [(21, False), (22, True)])
def test_an_answer_after_fifteen_working_days_is_late(days: int, late: bool) -> None:
    found = make.assigned()
    found = services.answer_feedback(actor=make.head(), feedback_id=found.pk, answer=ANSWER, now=make.day(days))
    assert found.was_late is late


@pytest.mark.parametrize(("days", "late"), [(2, False), (3, True)])
def test_a_refusal_after_two_working_days_is_late(days: int, late: bool) -> None:
    found = services.refuse_feedback(
        actor=make.controller(), feedback_id=make.sent().pk, reason="complaint_law",
        note="Đề nghị gửi theo Luật Khiếu nại.", now=make.day(days),
    )  # fmt: skip
    assert (found.state, found.was_late, found.due_on) == (State.REFUSED, late, None)


def test_a_supplement_stops_the_clock_once_and_the_answer_counts_anew() -> None:
    found = make.assigned(phone=make.PHONE)
    head = make.head()
    found = services.ask_supplement(
        actor=head, feedback_id=found.pk, question="Cho biết mã hồ sơ và ngày nộp.", now=make.day(4)
    )
    assert (found.state, found.due_on, found.was_late) == (State.SUPPLEMENT, None, False)
    before = snapshot()
    with pytest.raises(FeedbackNotFound):
        services.supplement_feedback(actor=make.VISITOR, code=found.code, phone="0999999999", text="Mã hồ sơ là…")
    with pytest.raises(WordsMissing):
        services.supplement_feedback(actor=make.VISITOR, code=found.code, phone=make.PHONE, text=" ")
    with pytest.raises(WrongStep):
        services.answer_feedback(actor=head, feedback_id=found.pk, answer=ANSWER)
    assert snapshot() == before
    found = services.supplement_feedback(
        actor=make.VISITOR, code=found.code.lower(), phone="+84 912345678", text="Nộp ngày 02/3, hẹn ngày 03/3",
        now=make.day(30),
    )  # fmt: skip
    assert (found.state, found.answer_by) == (State.ASSIGNED, dt.date(2026, 4, 22))
    assert "Bổ sung ngày 01/04/2026" in found.body
    with pytest.raises(InvalidFeedback):
        services.ask_supplement(actor=head, feedback_id=found.pk, question="Cho biết thêm nữa.")


def test_a_wrong_agency_gives_it_back_and_the_clock_goes_on() -> None:
    found = make.assigned()
    due = found.answer_by
    found = services.return_feedback(
        actor=make.head(), feedback_id=found.pk, reason="Hồ sơ do xã Mẫu Hai giải quyết", now=make.day(2)
    )
    assert (found.state, found.agency, found.answer_by) == (State.NEW, "", due)
    with pytest.raises(FeedbackNotFound):
        queries.detail(make.head(), found.pk)


def test_who_may_do_what() -> None:
    found = make.assigned()
    waiting = make.answered()
    before = snapshot()
    strangers = [
        make.head(make.THERE), make_actor("one_stop_officer", make.HERE), make_actor("provincial_leader"),
        make_actor("administrator"), make_actor("case_officer", make.HERE),
    ]  # fmt: skip
    for actor in strangers:
        acts = (
            lambda a=actor: services.assign_feedback(actor=a, feedback_id=found.pk, agency=make.THERE, kind="late"),
            lambda a=actor: services.refuse_feedback(
                actor=a, feedback_id=found.pk, reason="empty", note="Không có nội dung"
            ),
            lambda a=actor: services.answer_feedback(actor=a, feedback_id=found.pk, answer=ANSWER),
            lambda a=actor: services.return_feedback(actor=a, feedback_id=found.pk, reason="Không thuộc xã mình"),
            lambda a=actor: services.ask_supplement(actor=a, feedback_id=found.pk, question="Cho biết mã hồ sơ"),
            lambda a=actor: services.publish_feedback(
                actor=a, feedback_id=waiting.pk, title="Tiêu đề mẫu", body="Nội dung mẫu", answer=ANSWER
            ),
            lambda a=actor: services.save_clock(actor=a, rule=DEFAULT_CLOCK),
        )
        for act in acts:
            with pytest.raises(NotAllowed):
                act()
    with pytest.raises(NotAllowed):
        services.answer_feedback(actor=make.controller(), feedback_id=found.pk, answer=ANSWER)
    assert snapshot() == before
    assert not ClockRow.objects.exists()


def test_steps_out_of_order_change_nothing() -> None:
    new, answered = make.sent(), make.answered()
    controller, head = make.controller(), make.head()
    before = snapshot()
    for error, act in (
        (WrongStep, lambda: services.answer_feedback(actor=head, feedback_id=new.pk, answer=ANSWER)),
        (WrongStep, lambda: services.answer_feedback(actor=head, feedback_id=answered.pk, answer=ANSWER)),
        (
            WrongStep,
            lambda: services.assign_feedback(actor=controller, feedback_id=answered.pk, agency=make.HERE, kind="late"),
        ),
        (
            WrongStep,
            lambda: services.assign_feedback(
                actor=controller, feedback_id=new.pk, agency=make.HERE, kind="late", revision=99
            ),
        ),
        (
            InvalidFeedback,
            lambda: services.assign_feedback(actor=controller, feedback_id=new.pk, agency="khong-co", kind="late"),
        ),
        (
            InvalidFeedback,
            lambda: services.refuse_feedback(
                actor=controller, feedback_id=new.pk, reason="vì thích", note="Không có nội dung"
            ),
        ),
        (
            WordsMissing,
            lambda: services.refuse_feedback(actor=controller, feedback_id=new.pk, reason="empty", note=""),
        ),
        (FeedbackNotFound, lambda: services.answer_feedback(actor=head, feedback_id=0, answer=ANSWER)),
    ):
        with pytest.raises(error):
            act()
    assert snapshot() == before


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", "Phản ánh của Trần Thị Mẫu"),
        ("body", "Liên hệ 0912 345 678 để biết thêm"),
        ("answer", "Đã trả lời qua thư mau@mau.example"),
    ],
)
def test_nothing_is_published_with_personal_data(field: str, text: str) -> None:
    found = make.answered()
    texts = {"title": "Hồ sơ trả chậm", "body": "Gia đình phản ánh.", "answer": ANSWER, field: text}
    before = snapshot()
    with pytest.raises(PersonalDataLeft) as refused:
        services.publish_feedback(actor=make.controller(), feedback_id=found.pk, **texts)
    assert set(refused.value.details["fields"]) == {field}
    assert snapshot() == before


def test_one_voice_per_visitor_which_may_change() -> None:
    found = make.published()
    for liked in (True, True, False):
        services.react(actor=make.VISITOR, code=found.code, who="session:a", liked=liked)
    found = services.react(actor=make.VISITOR, code=found.code, who="session:b", liked=False)
    assert (found.likes, found.dislikes) == (0, 2)
    assert Reaction.objects.count() == 2
    with pytest.raises(FeedbackNotFound):
        services.react(actor=make.VISITOR, code=make.answered().code, who="session:a", liked=True)


def test_the_same_words_and_floods_from_one_number_are_refused() -> None:
    first = make.sent(phone=make.PHONE)
    before = snapshot()
    with pytest.raises(LooksLikeSpam):
        make.sent(phone=make.PHONE, body=first.body.upper())
    assert snapshot() == before
    for _ in range(4):
        make.sent(phone=make.PHONE)
    before = snapshot()
    with pytest.raises(LooksLikeSpam):
        make.sent(phone=make.PHONE)
    assert snapshot() == before
    assert make.sent(now=make.day(2), phone=make.PHONE).code


@pytest.mark.parametrize(
    "changes", [{"kind": "x"}, {"case_code": "H27-KHONG-CO"}, {"agency": "khong-co"}, {"phone": "1"}, {"title": ""}]
)
def test_a_feedback_that_says_too_little_is_not_taken(changes: dict[str, str]) -> None:
    with pytest.raises(InvalidFeedback):
        make.sent(**changes)
    assert not Feedback.objects.exists()


def test_a_stricter_table_counts_from_its_day_and_not_before() -> None:
    rule = ClockRule(1, 3, 10, 1, dt.date(2026, 3, 10), "Quyết định mẫu của tỉnh", "sure")
    services.save_clock(actor=make.controller(), rule=rule)
    before, after = make.sent(now=make.day(7)), make.sent(now=make.day(8))
    assert before.answer_by == dt.date(2026, 3, 30)
    assert after.answer_by == dt.date(2026, 3, 24)
    for wrong in ({"answer_days": 0}, {"answer_days": 61}, {"source": " "}):
        from dataclasses import replace

        with pytest.raises(InvalidClock):
            services.save_clock(actor=make.controller(), rule=replace(rule, **wrong))  # type: ignore[arg-type]
    assert ClockRow.objects.count() == 1


def test_reminders_before_and_after_the_due_day_go_out_once() -> None:
    head, controller = make.head(), make.controller()
    found = make.assigned()
    Notification.objects.all().delete()

    def told(days: int) -> int:
        return timers.send_reminders(make.day(days))

    assert told(15) == 0
    assert told(16) == 1  # three working days left
    assert told(16) == 0
    assert told(18) == 1  # one
    assert told(21) == 1  # the day itself
    assert told(22) == 1  # over
    assert told(30) == 0
    assert set(Notification.objects.values_list("recipient_id", flat=True)) == {head.user_id}
    services.answer_feedback(actor=head, feedback_id=found.pk, answer=ANSWER, now=make.day(30))
    assert told(30) >= 1
    assert Notification.objects.filter(recipient_id=controller.user_id).exists()


def test_figures_of_index_5_are_parts_of_one_total() -> None:
    make.published()
    late = make.assigned()
    services.answer_feedback(actor=make.head(), feedback_id=late.pk, answer=ANSWER, now=make.day(25))
    disliked = make.published(kind="attitude")
    services.react(actor=make.VISITOR, code=disliked.code, who="a", liked=False)
    make.assigned(agency=make.THERE)
    make.sent(now=make.day(40))
    found = queries.feedback_figures(dt.date(2026, 3, 1), dt.date(2026, 3, 31), today=dt.date(2026, 3, 24))
    here, there = found[make.HERE], found[make.THERE]
    assert (here.total, here.late, here.on_time, here.disliked, here.unhappy) == (3, 1, 2, 1, 2)
    assert (there.total, there.late) == (1, 1)
    assert sum(here.by_kind.values()) == here.total
    assert "" not in found
    earlier = queries.feedback_figures(dt.date(2026, 3, 1), dt.date(2026, 3, 31), today=dt.date(2026, 3, 23))
    assert earlier[make.THERE].late == 0


def test_officers_see_their_agencies_only() -> None:
    here, there, new = make.assigned(), make.assigned(agency=make.THERE), make.sent()
    assert set(queries.visible(make.head())) == {here}
    assert set(queries.visible(make.controller())) == {here, there, new}
    assert set(queries.visible(make_actor("provincial_leader"))) == {here, there, new}
    with pytest.raises(FeedbackNotFound):
        queries.detail(make.head(), there.pk)
    for role in ("administrator", "auditor"):
        with pytest.raises(DomainError):
            queries.visible(make_actor(role))
    nobody = Actor(user_id=None, name="Khách")
    with pytest.raises(NotAllowed):
        queries.visible(nobody)
