"""What citizens did: ratings, complaints, a paper kept, somebody's look at a citizen's data."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.citizens.wallet import services as wallet
from dean06.demo.people import Cast
from dean06.kernel.accounts import queries as accounts
from dean06.kernel.accounts.models import User
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.common.papers import Lines, Paper, to_pdf
from dean06.kernel.population import queries as population
from dean06.kernel.population.models import Person
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.types import State
from dean06.procedures.feedback import services as feedback
from dean06.procedures.feedback.types import FeedbackInput, RatingInput
from dean06.socioeconomic.payments import services as payments

#: Scores that returned dossiers get in turn, with the reason for a low one.
_SCORES = ((5, ""), (5, ""), (4, ""), (5, ""), (3, ""), (2, "unclear"), (5, ""), (4, ""))
_COMMUNE = "ubnd-xa-ky-khang"


def tell_citizens(cast: Cast, *, now: dt.datetime) -> None:
    """Everything the citizens' and the feedback pages show at first sight."""
    visitor = system_actor("Người dân")
    payments.save_account(
        actor=cast.actor("procedure_controller"),
        agency="",
        bank_bin="970405",
        account_number="3700201000006",
        account_name="KHO BAC NHA NUOC MAU",
        now=now,
    )
    returned = Case.objects.filter(state=State.RETURNED).exclude(applicant_birth=None).order_by("pk")
    for case, (score, reason) in zip(returned[:16], _SCORES * 2, strict=False):
        assert case.applicant_birth is not None
        feedback.rate_at_desk(
            actor=visitor,
            case_code=case.code,
            birth_date=case.applicant_birth,
            rating=RatingInput(score=score, reasons=(reason,) if reason else ()),
            now=now,
        )
    _complain(cast, visitor, now)
    _keep_and_look(cast, now)


def _complain(cast: Cast, visitor: Actor, now: dt.datetime) -> None:
    controller = cast.actor("procedure_controller")
    first = feedback.send_feedback(
        actor=visitor,
        given=FeedbackInput(
            kind="proposal",
            title="Đặt thêm bàn hướng dẫn cho người cao tuổi",
            body="Người lớn tuổi đến bộ phận một cửa chưa quen nộp trực tuyến, mong có người hướng dẫn tận nơi.",
            sender_name="Hồ Văn Lương",
            phone="0912000088",
        ),
        now=now - dt.timedelta(days=6),
    )
    feedback.assign_feedback(
        actor=controller,
        feedback_id=first.pk,
        agency=_COMMUNE,
        kind="proposal",
        now=now - dt.timedelta(days=5),
    )
    feedback.answer_feedback(
        actor=cast.actor("agency_head", _COMMUNE),
        feedback_id=first.pk,
        answer="Từ tuần sau, sáng thứ Ba và thứ Năm có cán bộ trực bàn hướng dẫn. Cảm ơn góp ý của ông.",
        now=now - dt.timedelta(days=2),
    )
    feedback.publish_feedback(
        actor=controller,
        feedback_id=first.pk,
        title="Đặt thêm bàn hướng dẫn cho người cao tuổi",
        body="Người lớn tuổi mong có người hướng dẫn nộp hồ sơ trực tuyến tại bộ phận một cửa.",
        answer="Từ tuần sau, sáng thứ Ba và thứ Năm có cán bộ trực bàn hướng dẫn.",
        now=now - dt.timedelta(days=1),
    )
    feedback.send_feedback(
        actor=visitor,
        given=FeedbackInput(
            kind="late",
            title="Hồ sơ cư trú quá hẹn chưa có kết quả",
            body="Tôi nộp hồ sơ đăng ký thường trú, đã quá ngày hẹn trả mà chưa nhận được tin.",
            sender_name="Phan Thị Dung",
            phone="0912000077",
        ),
        now=now - dt.timedelta(days=1),
    )


def _keep_and_look(cast: Cast, now: dt.datetime) -> None:
    """The young mother keeps a scan of a paper; the commune's police looked her up for a dossier."""
    person = Person.objects.filter(full_name="Nguyễn Thị Lan Anh").order_by("-pk").first()
    user = User.objects.filter(person_id=person.pk).first() if person else None
    if person is None or user is None:
        return
    paper = Paper(kind="sample", title="GIẤY CHỨNG SINH (BẢN MẪU)", blocks=(Lines((("Con của", person.full_name),)),))
    wallet.add_own(
        actor=accounts.actor_for(user, "make_demo", timezone.localdate(now)),
        type_code="GIAY_CHUNG_SINH",
        title="Giấy chứng sinh",
        data=to_pdf(paper),
        filename="giay-chung-sinh.pdf",
        number="0612/2026",
        issuer_name="Trung tâm Y tế mẫu",
        issued_on=timezone.localdate(now) - dt.timedelta(days=12),
        now=now,
    )
    population.search(
        cast.actor("commune_police"),
        purpose="DANG_KY_CU_TRU",
        dossier="H27.X01-261102-0009",
        number=person.personal_id or "",
        now=now - dt.timedelta(days=3),
    )
