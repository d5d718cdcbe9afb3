"""One rating per dossier, by its applicant."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases.types import CaseRef
from dean06.procedures.cases.types import State as CaseState
from dean06.procedures.feedback import rules
from dean06.procedures.feedback.acts.common import moment
from dean06.procedures.feedback.errors import AlreadyRated, CaseNotReturned, InvalidRating
from dean06.procedures.feedback.events import CaseRated
from dean06.procedures.feedback.models import Rating
from dean06.procedures.feedback.types import RatingInput, Reason


@service(permission="feedback.give")
def rate_case(
    *, actor: Actor, write: Write, case_id: int, rating: RatingInput, now: dt.datetime | None = None
) -> Rating:
    """The applicant (or whoever may follow the dossier for him) rates it from his own pages.

    Raises ``CaseNotFound`` for somebody else's dossier, ``CaseNotReturned``, ``AlreadyRated``, ``InvalidRating``.
    """
    if actor.person_id is None:
        raise NotAllowed(permission="feedback.give")
    cases.row(actor, case_id)
    return _rate(cases.ref(case_id), rating, write=write, now=moment(now), at_desk=False)


@service(permission="feedback.give")
def rate_at_desk(
    *,
    actor: Actor,
    write: Write,
    case_code: str,
    birth_date: dt.date,
    rating: RatingInput,
    now: dt.datetime | None = None,
) -> Rating:
    """On the tablet of a desk: who knows the code and the applicant's birth date rates (system actor). The page counts
    tries per address before it calls this.

    Raises ``LookUpRefused`` (one sentence for a wrong code or date), and as ``rate_case``.
    """
    if not actor.is_system:
        raise NotAllowed(permission="feedback.give")
    found = cases.by_code(cases.look_up(case_code, birth_date).code)
    if found is None:
        raise CaseNotReturned
    return _rate(found, rating, write=write, now=moment(now), at_desk=True)


def _rate(found: CaseRef, rating: RatingInput, *, write: Write, now: dt.datetime, at_desk: bool) -> Rating:
    if isinstance(rating.score, bool) or rating.score not in range(1, 6) or not set(rating.reasons) <= set(Reason):
        raise InvalidRating(fields={"score": InvalidRating.message})
    if found.state not in (CaseState.DONE, CaseState.RETURNED):
        raise CaseNotReturned
    if Rating.objects.filter(case_id=found.case_id).exists():
        raise AlreadyRated
    try:
        with transaction.atomic():
            given = Rating.objects.create(
                case_id=found.case_id,
                case_code=found.code,
                procedure_code=found.procedure_code,
                receiving_agency=found.receiving_agency,
                deciding_agency=found.deciding_agency,
                score=rating.score,
                level=rules.level_of(rating.score),
                reasons=sorted(set(rating.reasons)),
                comment=rating.comment.strip()[:1000],
                given_at=now,
                at_desk=at_desk,
            )
    except IntegrityError as error:
        raise AlreadyRated from error
    write.audit("feedback.rated", subject=given, details={"score": given.score, "case": found.case_id})
    write.publish(CaseRated(case_id=found.case_id, score=given.score))
    return given
