"""Every look-up leaves its row in the audit log and one in the tally; the tally is what limits count.

A limit is per officer and clock-free hour (the last 60 minutes). Settings: ``POPULATION_VERIFY_PER_HOUR``,
``POPULATION_SEARCH_PER_HOUR``, ``POPULATION_WRONG_GUESSES_PER_HOUR`` (wrong comparisons with one number, by anybody).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError, InvalidInput
from dean06.kernel.population.models import Lookup

HOUR = dt.timedelta(hours=1)
LONGEST_DOSSIER = 100
DEFAULTS = {
    "POPULATION_VERIFY_PER_HOUR": 300,
    "POPULATION_SEARCH_PER_HOUR": 60,
    "POPULATION_WRONG_GUESSES_PER_HOUR": 5,
}


class TooManyLookups(DomainError):
    """The officer looked up more people within the hour than the limit allows."""

    code = "POPULATION_TOO_MANY_LOOKUPS"
    status = 429
    message = "Bạn đã tra cứu quá số lượt cho phép trong một giờ. Lượt này không được thực hiện và đã được ghi lại."


class TooManyGuesses(DomainError):
    """One number was compared with wrong data too often."""

    code = "POPULATION_TOO_MANY_GUESSES"
    status = 429
    message = (
        "Số này vừa được đối chiếu sai nhiều lần nên tạm khóa đối chiếu một giờ. "
        "Hãy kiểm tra lại giấy tờ của người dân."
    )


def limit(name: str) -> int:
    """A limit as set, or as it ships."""
    return int(getattr(settings, name, DEFAULTS[name]))


def digest(number: str) -> str:
    """A number as the tally keeps it: keyed, so that it cannot be found by trying numbers out."""
    return salted_hmac("population.lookup", number).hexdigest()[:32] if number else ""


def clean_dossier(dossier: str, *, required: bool) -> str:
    """The code of the dossier. Raises ``InvalidInput`` when it is missing or too long."""
    code = " ".join(dossier.split())
    if required and not code:
        sentence = "Hãy ghi mã hồ sơ hoặc số phiếu yêu cầu mà việc tra cứu phục vụ."
        raise InvalidInput(sentence, fields={"dossier": sentence})
    if len(code) > LONGEST_DOSSIER:
        sentence = f"Mã hồ sơ dài quá {LONGEST_DOSSIER} ký tự."
        raise InvalidInput(sentence, fields={"dossier": sentence})
    return code


def check_limits(actor: Actor, kind: str, *, purpose: str, dossier: str, now: dt.datetime, about: str = "") -> None:
    """Raise ``TooManyLookups`` or ``TooManyGuesses``; the refusal itself leaves its rows."""
    if actor.user_id is None:
        return
    recent = Lookup.objects.filter(at__gt=now - HOUR)
    if kind == "verify":
        allowed, mine = limit("POPULATION_VERIFY_PER_HOUR"), recent.filter(user_id=actor.user_id, kind="verify")
    else:
        allowed = limit("POPULATION_SEARCH_PER_HOUR")
        mine = recent.filter(user_id=actor.user_id).exclude(kind="verify")
    refusal: DomainError | None = None
    if mine.exclude(outcome="limit").count() >= allowed:
        refusal = TooManyLookups(
            f"Bạn đã tra cứu {allowed} lượt trong một giờ qua, là mức tối đa. Hãy thử lại sau; nếu công việc cần nhiều "
            "hơn, hãy báo người phụ trách. Lượt này không được thực hiện và đã được ghi lại.",
            limit=allowed,
        )
    elif about and recent.filter(about=about, kind="verify", outcome="differs").count() >= limit(
        "POPULATION_WRONG_GUESSES_PER_HOUR"
    ):
        refusal = TooManyGuesses()
    if refusal is None:
        return
    note(actor, kind, outcome="limit", purpose=purpose, dossier=dossier, now=now, about=about)
    audit.record_read(
        actor=actor,
        action="population.lookup_refused",
        subject="population.lookup:refused",
        purpose=purpose,
        dossier=dossier,
        details={"kind": kind, "reason": refusal.code},
    )
    raise refusal


def note(
    actor: Actor,
    kind: str,
    *,
    outcome: str,
    purpose: str,
    dossier: str,
    now: dt.datetime,
    person_id: int | None = None,
    about: str = "",
) -> None:
    """The row of the tally."""
    if actor.user_id is not None:
        Lookup.objects.create(
            user_id=actor.user_id,
            agency=actor.agency or "",
            at=now,
            kind=kind,
            outcome=outcome,
            purpose=purpose,
            dossier=dossier,
            person_id=person_id,
            about=about,
        )


def leave_rows(
    actor: Actor,
    kind: str,
    action: str,
    *,
    outcome: str,
    purpose: str,
    dossier: str,
    now: dt.datetime,
    people: list[int],
    about: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """The rows of a look-up that was done: one for the question, one for each person shown, one in the tally."""
    with transaction.atomic():
        note(
            actor,
            kind,
            outcome=outcome,
            purpose=purpose,
            dossier=dossier,
            now=now,
            person_id=people[0] if len(people) == 1 else None,
            about=about,
        )
        audit.record_read(
            actor=actor,
            action=action,
            subject=f"population.lookup:{kind}",
            purpose=purpose,
            dossier=dossier,
            details={"outcome": outcome, "people": len(people), **(details or {})},
        )
        for person_id in people:
            audit.record_read(
                actor=actor,
                action="population.person_shown" if kind != "verify" else "population.person_verified",
                subject=f"population.person:{person_id}",
                purpose=purpose,
                dossier=dossier,
                details={"kind": kind, "outcome": outcome},
            )
