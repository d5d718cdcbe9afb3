"""PUBLIC reads of the registry. Every read of a person leaves an audit row: who, about whom, why, under which dossier.

Verifying (``verify``) confirms what the asker already knows; searching shows a few fields of a few people to those
with the wider right. ``persons`` and ``person_ref_by_number`` are for the apps above, which record their own reads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.personal_id import IdForm, check_personal_id
from dean06.kernel.common.vietnamese import clean_line, compare_key, search_key
from dean06.kernel.population import cards, families, lookups
from dean06.kernel.population.basics import basic_counts
from dean06.kernel.population.errors import PersonNotFound
from dean06.kernel.population.leaving import LeftHousehold, left_behind
from dean06.kernel.population.lookup_types import (
    Agreement,
    FoundPerson,
    PersonCard,
    PersonRef,
    Purpose,
    Verification,
    VerifyOutcome,
)
from dean06.kernel.population.lookups import TooManyGuesses, TooManyLookups
from dean06.kernel.population.matching_side import write_side
from dean06.kernel.population.models import Person, PersonNumber
from dean06.kernel.population.prefilling import (
    PREFILL_COLUMNS,
    Kinship,
    RelatedPerson,
    kinship,
    prefill_values,
    related_values,
)
from dean06.kernel.population.purposes import CLEANING, purposes, require_purpose
from dean06.kernel.population.refs import ref_of
from dean06.kernel.population.rules.masking import masked_number
from dean06.kernel.population.types import IdStatus, LifeStatus, NumberKind
from dean06.kernel.population.verification import verify

__all__ = [
    "CLEANING",
    "PREFILL_COLUMNS",
    "Agreement",
    "FoundPerson",
    "HouseholdRef",
    "Kinship",
    "LeftHousehold",
    "PersonCard",
    "PersonRef",
    "Purpose",
    "RelatedPerson",
    "TooManyFound",
    "TooManyGuesses",
    "TooManyLookups",
    "Verification",
    "VerifyOutcome",
    "basic_counts",
    "by_number",
    "household_of",
    "kinship",
    "left_behind",
    "matching_side",
    "old_numbers_of",
    "person_card",
    "person_ref_by_number",
    "persons",
    "prefill_values",
    "purposes",
    "related_values",
    "search",
    "verify",
    "wards_of",
]

#: A search shows so many people; more is no answer but a list to leaf through.
MOST_SHOWN = 5
_AT_ONCE = 900


class TooManyFound(InvalidInput):
    """The search fits more people than may be shown."""

    code = "POPULATION_TOO_MANY_FOUND"
    message = (
        "Có nhiều người cùng khớp nên không hiện danh sách. Hãy ghi thêm ngày, tháng sinh, xã hoặc số định danh để tìm "
        "đúng một người."
    )


def search(
    actor: Actor,
    *,
    purpose: str,
    dossier: str,
    number: str = "",
    full_name: str = "",
    birth_year: int | None = None,
    birth_month: int | None = None,
    birth_day: int | None = None,
    unit_code: str = "",
    now: dt.datetime | None = None,
) -> list[FoundPerson]:
    """The few people who fit: by a number (12 or 9 digits), or by name and birth year, narrowed by date and commune.

    A name typed without diacritics finds every way of writing it. Raises ``NotAllowed``, ``InvalidInput`` (purpose,
    dossier, too little to search by), ``TooManyFound``, ``TooManyLookups``. Leaves one audit row for the question and
    one for each person shown.
    """
    actor.require("population.search")
    moment = now or timezone.now()
    reason = require_purpose(purpose).code
    case = lookups.clean_dossier(dossier, required=True)
    name = clean_line(full_name)
    if not number.strip() and not (name and birth_year):
        sentence = "Hãy ghi số định danh; hoặc họ tên đầy đủ cùng năm sinh."
        raise InvalidInput(sentence, fields={"number": sentence})
    lookups.check_limits(actor, "search", purpose=reason, dossier=case, now=moment)
    if number.strip():
        found = _by_number(number)
        by = ["number"]
    else:
        found, by = _by_name(name, birth_year or 0, birth_month, birth_day, unit_code)
    shown = found if len(found) <= MOST_SHOWN else []
    lookups.leave_rows(
        actor,
        "search",
        "population.searched",
        outcome="found" if shown else "too_many" if found else "unknown",
        purpose=reason,
        dossier=case,
        now=moment,
        people=[person.pk for person in shown],
        details={"by": by},
    )
    if len(found) > MOST_SHOWN:
        raise TooManyFound(limit=MOST_SHOWN)
    return [_found(person) for person in shown]


def by_number(
    actor: Actor, number: str, *, purpose: str, dossier: str, now: dt.datetime | None = None
) -> FoundPerson | None:
    """The person who bears or bore a 12-digit number. Raises and records as ``search`` does."""
    found = search(actor, purpose=purpose, dossier=dossier, number=number, now=now)
    return found[0] if len(found) == 1 else None


def person_card(
    actor: Actor, person_id: int, *, purpose: str, dossier: str, now: dt.datetime | None = None
) -> PersonCard:
    """A person's fields as far as the actor's duty shows them (``rules.masking``); leaves its audit row.

    Raises ``NotAllowed``, ``InvalidInput``, ``TooManyLookups``, ``PersonNotFound``.
    """
    actor.require("population.search")
    moment = now or timezone.now()
    reason = require_purpose(purpose).code
    case = lookups.clean_dossier(dossier, required=True)
    lookups.check_limits(actor, "card", purpose=reason, dossier=case, now=moment)
    person = cards.load(person_id)
    if person is None:
        raise PersonNotFound()
    lookups.leave_rows(
        actor,
        "card",
        "population.card_opened",
        outcome="found",
        purpose=reason,
        dossier=case,
        now=moment,
        people=[person.pk],
    )
    return cards.draw(actor, person)


def persons(ids: Iterable[int]) -> dict[int, PersonRef]:
    """People by id, for the apps of the platform: they check the right and record the read. Unknown ids are absent."""
    wanted = list(dict.fromkeys(ids))
    found: dict[int, PersonRef] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = Person.objects.filter(pk__in=wanted[start : start + _AT_ONCE]).select_related("permanent_unit")
        found.update({person.pk: ref_of(person) for person in rows})
    return found


def wards_of(person_id: int, on: dt.date | None = None) -> list[PersonRef]:
    """Minor children and wards, for whom a person acts by the registry; the calling app records the read."""
    return [ref_of(person) for person in families.represented(person_id, on)]


@dataclass(frozen=True, slots=True)
class HouseholdRef:
    """A household for the apps of the platform; they record their own reads."""

    household_id: int
    number: str
    head_id: int | None
    member_ids: tuple[int, ...]


def household_of(person_id: int) -> HouseholdRef | None:
    """The open household in which a person lives; the calling app records the read. Two queries."""
    person = Person.objects.filter(pk=person_id, household__closed_on=None).select_related("household").first()
    home = person.household if person else None
    if home is None:
        return None
    members = Person.objects.filter(household=home).order_by("pk").values_list("pk", flat=True)
    return HouseholdRef(home.pk, home.number, home.head_id, tuple(members))


def old_numbers_of(person_id: int) -> list[str]:
    """The 9-digit numbers that a person bore, the oldest first; the calling app records the read."""
    rows = PersonNumber.objects.filter(person_id=person_id, kind=NumberKind.OLD_ID).order_by("pk")
    return list(rows.values_list("number", flat=True))


def person_ref_by_number(number: str) -> PersonRef | None:
    """Who bears or bore this 12-digit number (of a merged record: who stays); the calling app records the read."""
    rows = PersonNumber.objects.filter(number=number, kind=NumberKind.PERSONAL_ID)
    # No order: the number is unique, and sorting by id would lead the planner away from its index.
    for row in rows.select_related("person__permanent_unit", "person__merged_into__permanent_unit")[:1]:
        return ref_of(row.person.merged_into or row.person)
    return None


def matching_side(path: Path, *, actor: Actor, purpose: str) -> int:
    """Write the registry's side of a matching run (``REGISTRY_SIDE``) to Parquet; returns the number of people.

    Memory stays flat whatever the size; the file is readable by the server's account only and the caller removes it.
    One audit row stands for the bulk read. Raises ``NotAllowed`` unless the actor may match (``cleaning.run``).
    """
    actor.require("cleaning.run")
    if not purpose.strip():
        raise InvalidInput("Thiếu mục đích đọc dữ liệu dân cư.", fields={"purpose": "Thiếu mục đích."})
    count = write_side(path)
    lookups.audit.record_read(
        actor=actor,
        action="population.matched_against",
        subject="population.registry:all",
        purpose=purpose,
        details={"people": count},
    )
    return count


def _by_number(number: str) -> list[Person]:
    checked = check_personal_id(number)
    if not checked.number:
        sentence = checked.sentences[0]
        raise InvalidInput(sentence, fields={"number": sentence})
    kind = NumberKind.PERSONAL_ID if checked.form is IdForm.PERSONAL_ID else NumberKind.OLD_ID
    rows = PersonNumber.objects.filter(number=checked.number, kind=kind)
    rows = rows.select_related("person__permanent_unit", "person__merged_into__permanent_unit")
    people = {}
    for row in rows[: MOST_SHOWN + 1]:
        person = row.person.merged_into or row.person
        people[person.pk] = person
    return list(people.values())


def _by_name(
    name: str, year: int, month: int | None, day: int | None, unit_code: str
) -> tuple[list[Person], list[str]]:
    rows = Person.objects.filter(name_key=search_key(name), birth_year=year).exclude(id_status=IdStatus.MERGED)
    by = ["name", "birth_year"]
    if month:
        rows, by = rows.filter(Q(birth_month=month) | Q(birth_month=None)), [*by, "birth_month"]
    if day:
        rows, by = rows.filter(Q(birth_day=day) | Q(birth_day=None)), [*by, "birth_day"]
    if unit_code:
        rows, by = rows.filter(permanent_unit__code=unit_code), [*by, "unit"]
    found = list(rows.select_related("permanent_unit").order_by("pk")[:200])
    if search_key(name) != compare_key(name):
        # Typed with diacritics: those who are written so come alone, unless nobody is.
        same = [person for person in found if compare_key(person.full_name) == compare_key(name)]
        found = same or found
    return found, by


def _found(person: Person) -> FoundPerson:
    status = ""
    if person.life_status != LifeStatus.ALIVE:
        status = LifeStatus(person.life_status).label
    elif person.id_status == IdStatus.ANNULLED:
        status = "Số đã hủy"
    return FoundPerson(
        person_id=person.pk,
        masked_id=masked_number(person.personal_id),
        full_name=person.full_name,
        birth_year=person.birth_year,
        unit_name=person.permanent_unit.name if person.permanent_unit else "",
        status=status,
    )
