"""What is asked about every record before it gets a class: the facts, their words, and how fields are compared.

Sources: the comparison of years when one side knows only the year is practice of the national population services
(birth dates known only by year are stored as 01/01 or 00/00 in many lists); what counts as the same spelling is
``kernel.common.vietnamese.compare_key``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dean06.kernel.common.vietnamese import clean_line, compare_key, loose_key

#: Facts that decide the class, each with all its words.
CLASS_FACTS: Mapping[str, tuple[str, ...]] = {
    # The record says, or the registry knows, that the person is no Vietnamese citizen.
    "nationality": ("vietnamese", "foreign"),
    # Another record of the list bears the same 12-digit number / is surely the same person.
    "shared_id": ("no", "yes"),
    "shared_person": ("no", "yes"),
    # The number given: 12 digits that fit the record; such after a lost zero was put back; an old 9-digit number;
    # anything else, or digits that contradict the record's own birth year or sex.
    "id_given": ("none", "nine", "invalid", "padded", "valid"),
    # Whose number it is in the registry: the linked person's, an annulled one, another person's, nobody's.
    "id_owner": ("person", "annulled", "other", "nobody"),
    # How sure it is who the record is.
    "link": ("sure", "unsure", "none"),
    # The linked person's record: as the list has it (``living``, also when nobody is linked; in a list of the dead, who
    # is dead), dead against the list, annulled, or still alive in the registry against a list of the dead.
    "person": ("living", "dead", "annulled", "not_dead"),
    # Record against linked person. ``absent``: the list has no such column.
    "name": ("same", "folded", "different", "missing"),
    "birth": ("same", "coarser", "different", "missing", "absent"),
    "sex": ("same", "different", "missing", "absent"),
}

#: Further facts, for the criteria of quality.
QUALITY_FACTS: Mapping[str, tuple[str, ...]] = {
    # Every mandatory field of the list is filled.
    "mandatory": ("filled", "gaps"),
    # Something in the row could not be read or was lost (repair flags of intake).
    "format": ("good", "bad"),
    # The number's digits contradict the record's own birth year or sex, or its birth date cannot be.
    "contradiction": ("no", "yes"),
    # A death or a move that the list should show by now and does not.
    "event": ("none", "missed"),
    # The list is older than it may be.
    "age": ("fresh", "stale"),
    # Like a person who surely has another record of the list, but not the same in name.
    "seems_twin": ("no", "yes"),
    # Neither the name nor the birth date is like the linked person's.
    "only_number": ("no", "yes"),
    # Registered in another commune than the list says.
    "elsewhere": ("no", "yes"),
}


class Birth(NamedTuple):
    """A birth date known to the day, to the month or only to the year; all ``None``: not given."""

    year: int | None
    month: int | None = None
    day: int | None = None


def compare_birth(record: Birth, person: Birth) -> str:
    """The word for two birth dates: compared on what both sides know, on the year alone where one knows no more.

    ``coarser``: no contradiction, but one side knows less than the other (a record with 01/01 for a person registered
    by year only is such).
    """
    if record.year is None:
        return "missing"
    for mine, theirs in zip(record, person, strict=True):
        if mine is None and theirs is None:
            return "same"
        if mine is None or theirs is None:
            return "coarser"
        if mine != theirs:
            return "different"
    return "same"


def compare_name(record: str | None, person: str) -> str:
    """The word for two names: ``folded`` when only case, spaces, tone placement, i/y or the code sequence differ."""
    if not record or not clean_line(record):
        return "missing"
    if record == person:
        return "same"
    return "folded" if compare_key(record) == compare_key(person) else "different"


def same_letters(record: str, person: str) -> bool:
    """True when two names agree once all diacritics are left out: the weakest agreement that twins do not share."""
    return loose_key(record) == loose_key(person)


def compare_sex(record: str | None, person: str | None) -> str:
    """The word for two sexes."""
    if not record or not person:
        return "missing"
    return "same" if record == person else "different"
