"""The one way a leg changes its state, with its log row, its event and the messages to people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.events import services as events
from dean06.kernel.notifications import services as notifications
from dean06.procedures.interlinked.events import LegMoved
from dean06.procedures.interlinked.models import Consent, Leg
from dean06.procedures.interlinked.types import LegState

KIND = "interlinked"
#: Of an earlier child case that ended: its own message said so already.
CHILD_ENDED = "LEG_CASE_ENDED"
LEFT_OUT = "LEG_LEFT_OUT"
NOT_APPLICABLE = "LEG_NOT_APPLICABLE"
STOPPED = "LEG_STOPPED"


def move(
    leg: Leg, to: LegState, actor: Actor, now: dt.datetime, *, code: str = "", error: str = "", **details: Any
) -> None:
    """Bring a leg to a state; the caller holds the lock and has set its other fields."""
    before = leg.state
    leg.state, leg.error_code, leg.error = to, code, error
    if before != to:
        leg.since = now
    leg.save()
    audit.record(
        actor=actor,
        action="interlinked.leg_moved",
        subject=f"interlinked.leg:{leg.pk}",
        details={"case": leg.linked.code, "leg": leg.ref, "from": before, "to": str(to), "code": code, **details},
    )
    events.publish(
        LegMoved(case_id=leg.linked.case_id, leg_id=leg.pk, leg=leg.ref, before=before, after=str(to)), actor=actor
    )


def tell_failed(leg: Leg, applicants: list[int], now: dt.datetime) -> None:
    """The desk must decide; who applied is told why the rest waits."""
    key = f"interlinked:{leg.pk}:failed:{leg.attempts}:{now:%Y%m%d%H%M%S}"
    officers = [one.user_id for one in accounts.users_of_agency(leg.linked.agency, "interlinked.retry")]
    notifications.notify(
        user_ids=officers,
        kind=KIND,
        title=f"Hồ sơ liên thông {leg.linked.code}: chặng “{leg.title}” bị dừng",
        body=f"{leg.error} Hãy sửa thông tin và cho làm lại, bỏ qua chặng nếu được phép, hoặc dừng phần còn lại.",
        url=reverse("interlinked:case", args=[leg.linked.case_id]),
        subject=f"cases.case:{leg.linked.case_id}",
        dedupe_key=key,
    )
    if leg.error_code == CHILD_ENDED:
        return
    notifications.notify(
        user_ids=applicants,
        kind=KIND,
        title=f"Hồ sơ {leg.linked.code}: chặng “{leg.title}” chưa làm tiếp được",
        body=f"Lý do: {leg.error} Bộ phận một cửa đang xử lý và sẽ báo lại cho bạn.",
        subject=f"cases.case:{leg.linked.case_id}",
        dedupe_key=f"{key}:applicant",
    )


def ask_head(consent: Consent, leg: Leg, account: int, applicant: str, *, reminder: bool = False) -> None:
    """The question to the head of the household, on the portal."""
    title = "Nhắc trả lời: " if reminder else ""
    notifications.notify(
        user_ids=[account],
        kind=KIND,
        title=f"{title}{applicant} xin ý kiến đồng ý của bạn (chủ hộ)",
        body=f"Việc cần đồng ý: {leg.title}. Hồ sơ {leg.linked.code}. Hãy trả lời trước {consent.answer_by:%d/%m/%Y}.",
        url=reverse("interlinked:my_consents"),
        subject=f"interlinked.consent:{consent.pk}",
        dedupe_key=f"interlinked:consent:{consent.pk}:{'again' if reminder else 'first'}",
    )


def ask_desk(consent: Consent, leg: Leg) -> None:
    """The head cannot be asked online: the desk takes the signed paper."""
    officers = [one.user_id for one in accounts.users_of_agency(leg.linked.agency, "interlinked.retry")]
    notifications.notify(
        user_ids=officers,
        kind=KIND,
        title=f"Hồ sơ liên thông {leg.linked.code}: cần văn bản đồng ý của chủ hộ",
        body=f"Chủ hộ chưa có tài khoản để hỏi trực tuyến. Chặng “{leg.title}” chờ văn bản có chữ ký của chủ hộ.",
        url=reverse("interlinked:case", args=[leg.linked.case_id]),
        subject=f"interlinked.consent:{consent.pk}",
        dedupe_key=f"interlinked:consent:{consent.pk}:desk",
    )
