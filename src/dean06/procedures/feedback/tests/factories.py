"""Feedback by state, made by the services that people use. A made-up province of two agencies."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any
from zoneinfo import ZoneInfo

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.units.models import Agency
from dean06.kernel.units.naming import name_key
from dean06.procedures.feedback import services
from dean06.procedures.feedback.models import Feedback
from dean06.procedures.feedback.types import FeedbackInput

HERE, THERE = "ubnd-xa-mau-mot", "ubnd-xa-mau-hai"
VISITOR = system_actor("Người gửi phản ánh")
#: A Monday, nine in the morning.
START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PHONE = "0912345678"
_numbers = itertools.count(1)


def day(days: int) -> dt.datetime:
    """Nine in the morning, ``days`` after ``START``."""
    return START + dt.timedelta(days=days)


def agencies() -> None:
    for code, name in ((HERE, "UBND xã Mẫu Một"), (THERE, "UBND xã Mẫu Hai")):
        Agency.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "short_name": name,
                "kind": "committee_commune",
                "name_key": name_key(name),
                "search_key": f" {name_key(name)} |",
            },
        )


def words(**changes: Any) -> FeedbackInput:
    """A feedback that can be taken; each has its own words."""
    given: dict[str, Any] = {
        "kind": "late",
        "title": "Hồ sơ khai sinh trả chậm",
        "body": f"Tôi nộp hồ sơ ngày 02/3 tại xã Mẫu Một, quá hẹn vẫn chưa có kết quả (lần {next(_numbers)}).",
        "sender_name": "Trần Thị Mẫu",
        "phone": PHONE,
        **changes,
    }
    return FeedbackInput(**given)


def sent(now: dt.datetime = START, actor: Actor = VISITOR, **changes: Any) -> Feedback:
    changes.setdefault("phone", f"09{next(_numbers):08d}")
    return services.send_feedback(actor=actor, given=words(**changes), now=now)


def controller() -> Actor:
    return make_actor("procedure_controller")


def head(agency: str = HERE) -> Actor:
    return make_actor("agency_head", agency)


def assigned(now: dt.datetime = START, agency: str = HERE, **changes: Any) -> Feedback:
    found = sent(now, **changes)
    return services.assign_feedback(actor=controller(), feedback_id=found.pk, agency=agency, kind="late", now=now)


def answered(now: dt.datetime = START, **changes: Any) -> Feedback:
    found = assigned(START, **changes)
    return services.answer_feedback(
        actor=head(), feedback_id=found.pk, answer="Xã đã trả kết quả ngày 03/3 và xin lỗi gia đình.", now=now
    )


def published(now: dt.datetime = START, **changes: Any) -> Feedback:
    found = answered(**changes)
    return services.publish_feedback(
        actor=controller(),
        feedback_id=found.pk,
        title="Hồ sơ khai sinh trả chậm",
        body="Một gia đình phản ánh hồ sơ khai sinh trả chậm tại xã Mẫu Một.",
        answer="Xã đã trả kết quả và xin lỗi.",
        now=now,
    )
