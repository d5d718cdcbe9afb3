"""Looking up a dossier by its code and the applicant's birth date: states and days, no data. Limited per address."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dean06.procedures.cases import fees, wording
from dean06.procedures.cases.acts.common import pack_of
from dean06.procedures.cases.acts.pausing import item_titles
from dean06.procedures.cases.errors import LookUpRefused, TooManyLookUps
from dean06.procedures.cases.models import Case, CaseEvent, LookUpTry, SupplementRequest
from dean06.procedures.cases.types import LookedUp, State

WINDOW = dt.timedelta(minutes=10)


def look_up(code: str, birth_date: dt.date | None, *, address: str = "", now: dt.datetime | None = None) -> LookedUp:
    """The dossier of a code whose applicant was born on the day. ``address``: of the network, for the limit.

    Raises ``LookUpRefused`` alike for an unknown code and a wrong date, ``TooManyLookUps``.
    """
    now = now or timezone.now()
    if address:
        count_try(address, now)
    case = Case.objects.filter(code=code.strip().upper()).first()
    if case is None or birth_date is None or case.applicant_birth != birth_date:
        raise LookUpRefused()
    return shown(case)


def shown(case: Case) -> LookedUp:
    """What the look-up shows of a case."""
    pack = pack_of(case)
    request = None
    if case.state == State.SUPPLEMENT:
        request = SupplementRequest.objects.filter(case=case, answered_at=None).first()
    order = fees.open_order(case) if pack.files.fees.fees or case.state == State.FINANCIAL else None
    names = wording.agency_names([case.receiving_agency, case.deciding_agency])
    steps = CaseEvent.objects.filter(case=case, is_public=True).exclude(from_state=F("to_state"))
    return LookedUp(
        code=case.code,
        procedure_title=pack.title,
        state=case.state,
        state_label=State(case.state).label,
        submitted_at=case.submitted_at,
        received_at=case.received_at,
        due_at=case.due_at,
        finished_at=case.finished_at,
        returned_at=case.returned_at,
        receiving_agency=names.get(case.receiving_agency, ""),
        deciding_agency=names.get(case.deciding_agency, ""),
        asked=tuple(item_titles(pack, request.items)) if request else (),
        answer_by=request.answer_by if request else None,
        to_pay=order.total if order else 0,
        end_sentence=pack.meta.refusal_reasons.get(case.end_reason, "") if case.end_reason else "",
        steps=tuple((at, State(state).label) for at, state in steps.values_list("at", "to_state")),
    )


def count_try(address: str, now: dt.datetime) -> None:
    """Count a look-up of this address. Raises ``TooManyLookUps`` beyond the limit of the window."""
    key = salted_hmac("dean06.cases.look_up", address, algorithm="sha256").hexdigest()
    row = LookUpTry.objects.filter(key=key)
    if not row.filter(window_started_at__gt=now - WINDOW).update(count=F("count") + 1):
        LookUpTry.objects.update_or_create(key=key, defaults={"window_started_at": now, "count": 1})
        return
    if row.values_list("count", flat=True)[0] > settings.CASES_LOOK_UPS_PER_WINDOW:
        raise TooManyLookUps()
