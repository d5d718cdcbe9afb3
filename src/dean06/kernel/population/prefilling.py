"""What the registry fills into forms: the values of a person, and of somebody of the person's own family or household.

No audit row is left here: the calling app (``procedures.forms``) records the read with purpose and dossier.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from dean06.kernel.population.leaving import left_behind
from dean06.kernel.population.models import Guardianship, IdCard, Person, PersonNumber, Residence
from dean06.kernel.population.types import IdStatus, NumberKind, ResidenceKind
from dean06.kernel.units import queries as units

#: Columns that packs may name, in the order of the registry.
PREFILL_COLUMNS = (
    "full_name",
    "personal_id",
    "birth_date",
    "sex",
    "ethnicity",
    "nationality",
    "permanent_address",
    "permanent_unit",
    "permanent_village",
    "temporary_address",
    "current_address",
    "household_no",
    "household_head_name",
    "household_head_id",
    "father_name",
    "father_id",
    "mother_name",
    "mother_id",
    "spouse_name",
    "spouse_id",
    "marital_status",
    "card_number",
    "card_issued_on",
    "heads_household",
    "next_head_id",
)


class Kinship(StrEnum):
    """How two people are connected in the registry, as far as one may see the other's data in a form."""

    SELF = "self"
    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    WARD = "ward"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class RelatedPerson:
    """Somebody of the person's family or household, with the values of the registry."""

    person_id: int
    kinship: Kinship
    values: dict[str, str]


def prefill_values(person_id: int) -> dict[str, str]:
    """The values of a person by column (``PREFILL_COLUMNS``); columns without a value are absent, as is everything of
    an unknown, merged or annulled record.

    Dates are ISO text as precise as known ("1990", "1990-03", "1990-03-05"); ``sex``, ``ethnicity``, ``nationality``
    and ``marital_status`` are the registry's codes; ``permanent_unit`` is the code of the commune. ``heads_household``:
    "yes" for the head of an open household in which others live, else "no"; ``next_head_id``: the number of who would
    head it after this person (the spouse, else the oldest of full age). Up to six queries.
    """
    person = _load(Q(pk=person_id))
    return _values(person) if person else {}


def related_values(person_id: int, number: str) -> RelatedPerson | None:
    """The values of who bears the 12-digit ``number``, when that is the person, the spouse, a parent, a child, a ward
    or somebody of the same household; ``None`` for everybody else, known or not: a form is no way to look people up.
    """
    row = (
        PersonNumber.objects.filter(number=number, kind=NumberKind.PERSONAL_ID)
        .values_list("person_id", "person__merged_into_id")
        .first()
    )
    asker = _load(Q(pk=person_id))
    if row is None or asker is None:
        return None
    other = _load(Q(pk=row[1] or row[0]))
    kinship = _kinship(asker, other) if other else None
    return RelatedPerson(other.pk, kinship, _values(other)) if other and kinship else None


def kinship(person_id: int, other_id: int) -> Kinship | None:
    """How two people are connected, seen from the first; ``None`` when they are not, or one is unknown."""
    asker, other = _load(Q(pk=person_id)), _load(Q(pk=other_id))
    return _kinship(asker, other) if asker and other else None


def _load(which: Q) -> Person | None:
    rows = Person.objects.select_related(
        "permanent_unit", "current_unit", "household__head", "father", "mother", "spouse"
    )
    return rows.filter(which, id_status=IdStatus.ACTIVE).first()


def _kinship(asker: Person, other: Person) -> Kinship | None:
    if asker.pk == other.pk:
        return Kinship.SELF
    if asker.spouse_id == other.pk:
        return Kinship.SPOUSE
    if other.pk in (asker.father_id, asker.mother_id):
        return Kinship.PARENT
    if asker.pk in (other.father_id, other.mother_id):
        return Kinship.CHILD
    if Guardianship.objects.filter(ward=other, guardian=asker, ended_on=None).exists():
        return Kinship.WARD
    if asker.household_id is not None and asker.household_id == other.household_id:
        return Kinship.HOUSEHOLD
    return None


def _values(person: Person) -> dict[str, str]:
    head = person.household.head if person.household else None
    temporary = (
        Residence.objects.filter(person=person, kind=ResidenceKind.TEMPORARY, ended_on=None)
        .select_related("unit__parent")
        .order_by("-started_on")
        .first()
    )
    card = IdCard.objects.filter(person=person, revoked_on=None).exclude(kind="cmnd").order_by("-issued_on").first()
    detail = person.permanent_address or person.permanent_village
    found = {
        "full_name": person.full_name,
        "personal_id": person.personal_id,
        "birth_date": _partial_date(person),
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "nationality": person.nationality,
        "permanent_address": _address(detail, person.permanent_village, person.permanent_unit_id),
        "permanent_unit": person.permanent_unit.code if person.permanent_unit else "",
        "permanent_village": person.permanent_village,
        "temporary_address": _address(temporary.address, temporary.village, temporary.unit_id) if temporary else "",
        "current_address": _address("", "", person.current_unit_id),
        "household_no": person.household.number if person.household else "",
        "household_head_name": head.full_name if head else "",
        "household_head_id": head.personal_id if head else "",
        "father_name": person.father.full_name if person.father else person.father_name,
        "father_id": person.father.personal_id if person.father else "",
        "mother_name": person.mother.full_name if person.mother else person.mother_name,
        "mother_id": person.mother.personal_id if person.mother else "",
        "spouse_name": person.spouse.full_name if person.spouse else "",
        "spouse_id": person.spouse.personal_id if person.spouse else "",
        "marital_status": person.marital_status,
        "card_number": card.number if card else "",
        "card_issued_on": card.issued_on.isoformat() if card else "",
    }
    found |= _headship(person)
    return {column: text for column in PREFILL_COLUMNS if (text := found[column])}


def _headship(person: Person) -> dict[str, str]:
    """Whether the person heads a household with others in it, and who would come next."""
    left = left_behind([person.pk], timezone.localdate())
    if not left or left[0].head_id != person.pk:
        return {"heads_household": "no", "next_head_id": ""}
    may_head = left[0].may_head
    spouse = next((one for one in may_head if one.person_id == person.spouse_id), None)
    following = spouse or next(iter(may_head), None)
    return {"heads_household": "yes", "next_head_id": (following.personal_id or "") if following else ""}


def _partial_date(person: Person) -> str:
    parts = [f"{person.birth_year:04d}"]
    if person.birth_month:
        parts.append(f"{person.birth_month:02d}")
        if person.birth_day:
            parts.append(f"{person.birth_day:02d}")
    return "-".join(parts)


def _address(detail: str, village: str, unit_id: int | None) -> str:
    """What is known of an address, from the smallest to the largest: number, village, commune, province."""
    unit = units.unit_refs([unit_id]).get(unit_id) if unit_id else None
    parts = [detail, village if village and village not in detail else ""]
    return ", ".join(part for part in (*parts, unit.path if unit else "") if part)
