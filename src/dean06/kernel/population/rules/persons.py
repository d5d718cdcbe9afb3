"""What the rules know of a person, and the checks every act begins with."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from dean06.kernel.common.vietnamese import clean_line, compare_key, split_name
from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.rules.dates import BirthDate, has_reached
from dean06.kernel.population.rules.law import limit


@dataclass(frozen=True, slots=True)
class Subject:
    """A person on the day of an act."""

    id: int
    name: str
    sex: str
    birth: BirthDate
    life_status: str = "alive"
    died_on: dt.date | None = None
    marital_status: str = "single"
    spouse: int | None = None
    ethnicity: str = ""
    id_status: str = "active"


def check_day(day: dt.date, today: dt.date, *subjects: Subject, field: str = "") -> None:
    """The day is not to come and not before anybody's birth. Raises ``ActRefused``."""
    if day > today:
        raise ActRefused(Reason.DAY_IN_FUTURE, field=field, day=f"{day:%d/%m/%Y}")
    if any(day < subject.birth.earliest for subject in subjects):
        raise ActRefused(Reason.DAY_BEFORE_BIRTH, field=field, day=f"{day:%d/%m/%Y}")


def check_in_use(subject: Subject) -> None:
    """The record was not merged into another. Raises ``ActRefused``."""
    if subject.id_status == "merged":
        raise ActRefused(Reason.RECORD_NOT_IN_USE)


def check_living(subject: Subject, field: str = "") -> None:
    """In use and living. Raises ``ActRefused``."""
    check_in_use(subject)
    if subject.life_status != "alive":
        raise ActRefused(Reason.NOT_LIVING, field=field, name=subject.name)


def check_full_age(subject: Subject, on: dt.date, field: str = "") -> None:
    """Certainly of full age on a day (BLDS 2015 Điều 20). Raises ``ActRefused``."""
    term = limit("full_age", on)
    if term and not has_reached(subject.birth, term.value, on):
        raise ActRefused(Reason.NOT_OF_FULL_AGE, field=field, name=subject.name, years=term.value, source=term.source)


def is_of_full_age(subject: Subject, on: dt.date) -> bool:
    """Certainly of full age on a day."""
    term = limit("full_age", on)
    return term is None or has_reached(subject.birth, term.value, on)


def check_name(text: str, field: str = "full_name") -> str:
    """The name cleaned; letters only, at least two words (BLDS 2015 Điều 26). Raises ``ActRefused``."""
    name = clean_line(text)
    words = re.split(r"[ \-]", name)
    good = len(words) >= 2 and all(word.replace("'", "").replace("’", "").isalpha() for word in words)
    if not good or len(name) > 100:
        raise ActRefused(Reason.NAME_INVALID, field=field)
    return name


def same_family(child: str, parent: str) -> bool:
    """The family name of the child is, or begins with, that of the parent ("Nguyễn", "Nguyễn Lê")."""
    own, theirs = compare_key(split_name(child).family), compare_key(split_name(parent).family)
    return bool(own and theirs) and (own == theirs or compare_key(child).startswith(f"{theirs} "))


def check_reason(text: str, reason: Reason = Reason.REASON_MISSING, field: str = "reason") -> str:
    """At least ten characters. Raises ``ActRefused``."""
    told = clean_line(text)
    if len(told) < 10:
        raise ActRefused(reason, field=field)
    return told


def check_paper(text: str, field: str = "paper") -> str:
    """Number and day of the paper that the act rests on. Raises ``ActRefused``."""
    paper = clean_line(text)
    if len(paper) < 3:
        raise ActRefused(Reason.PAPER_MISSING, field=field)
    return paper[:120]
