"""Issue of a card. Since 2016 its number is the personal number (Luật Căn cước 26/2023/QH15 Điều 19, 21)."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.common.actors import Actor
from dean06.kernel.population import projection
from dean06.kernel.population.acts.common import (
    RESIDENCE,
    moment,
    police_office,
    registration,
    subject,
    today_of,
)
from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.events import CardIssued
from dean06.kernel.population.locking import lock
from dean06.kernel.population.models import IdCard
from dean06.kernel.population.rules.dates import BirthDate
from dean06.kernel.population.rules.persons import check_day, check_living
from dean06.kernel.population.rules.residence import card_expiry
from dean06.kernel.population.types import EventKind
from dean06.kernel.writing.services import Write, service


@service(permission=RESIDENCE)
def issue_card(
    *,
    actor: Actor,
    write: Write,
    person_id: int,
    number: str = "",
    issued_on: dt.date | None = None,
    agency: str | None = None,
    now: dt.datetime | None = None,
) -> IdCard:
    """Note an issued "thẻ căn cước"; earlier cards are revoked. ``number``, when given, must be the number in use. The
    card holds until the next of the ages 14, 25, 40, 60. Raises ``ActRefused``, ``PersonNotFound``, ``NotAllowed``.
    """
    now = moment(now)
    day = issued_on or today_of(now)
    office = police_office(actor, write, agency, today_of(now))
    person = lock([person_id]).person(person_id)
    check_living(subject(person))
    check_day(day, today_of(now), subject(person), field="issued_on")
    if not person.personal_id:
        raise ActRefused(Reason.NO_NUMBER)
    if number and number != person.personal_id:
        raise ActRefused(Reason.CARD_NUMBER, field="number")
    birth = BirthDate(person.birth_year, person.birth_month, person.birth_day)
    expires = card_expiry(birth.latest, day)
    IdCard.objects.filter(person=person, revoked_on__isnull=True).update(revoked_on=day)
    card = IdCard.objects.create(
        person=person, kind="can_cuoc", number=person.personal_id, issued_on=day, expires_on=expires
    )
    facts = {"card": card.pk, "expires_on": expires.isoformat() if expires else None}
    by = registration(actor, office, now)
    projection.record(person, kind=EventKind.CARD_ISSUED, day=day, facts=facts, by=by)
    write.audit("population.card_issued", subject=person, details={"agency": office.agency, "card": card.pk})
    write.publish(CardIssued(person_id=person_id, agency=office.agency, card_id=card.pk))
    return card
