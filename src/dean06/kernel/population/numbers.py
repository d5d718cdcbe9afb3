"""Personal identification numbers: issued once, never again, also when many offices register at the same moment.

The database's unique constraint on ``PersonNumber`` decides; a number that is taken is tried again inside a savepoint.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import IntegrityError, transaction

from dean06.kernel.common.personal_id import prefix_of
from dean06.kernel.population.errors import ActRefused, NumbersUsedUp, Reason
from dean06.kernel.population.models import Person, PersonNumber
from dean06.kernel.population.types import NumberKind, NumberStatus
from dean06.kernel.units import queries as units

#: So many picks in a row are all taken once in a blue moon while a space is 80 % full, but always when it is full.
MOST_TRIES = 60
#: Numbers to a place, century and sex, year.
SPACE = 1_000_000


def issue(person: Person, *, place_code: str, sex: str, birth_year: int, on: dt.date) -> str:
    """Give ``person`` a number that nobody has or had. ``place_code``: three digits of the place of registration.

    Raises ``NumbersUsedUp`` when the space is nearly full.
    """
    prefix = prefix_of(place_code, sex, birth_year)
    for _ in range(MOST_TRIES):
        number = f"{prefix}{secrets.randbelow(SPACE):06d}"
        if PersonNumber.objects.filter(number=number, kind=NumberKind.PERSONAL_ID).exists():
            continue
        try:
            with transaction.atomic():
                PersonNumber.objects.create(number=number, kind=NumberKind.PERSONAL_ID, person=person, issued_on=on)
        except IntegrityError:
            # Another office took it between the look and the write.
            continue
        return number
    raise NumbersUsedUp(prefix_digits=prefix[:4])


def annul(person: Person, *, on: dt.date, reason: str) -> str:
    """The number in use stays with the record, annulled; returns it. Raises ``ActRefused`` (``NO_NUMBER``)."""
    number = person.personal_id
    if not number:
        raise ActRefused(Reason.NO_NUMBER)
    PersonNumber.objects.filter(person=person, number=number, kind=NumberKind.PERSONAL_ID).update(
        status=NumberStatus.ANNULLED, annulled_on=on, reason=reason[:200]
    )
    return number


def restore(person: Person, number: str) -> str:
    """An annulled number of this very person comes into use again. Raises ``ActRefused``."""
    changed = PersonNumber.objects.filter(
        person=person, number=number, kind=NumberKind.PERSONAL_ID, status=NumberStatus.ANNULLED
    ).update(status=NumberStatus.ACTIVE, annulled_on=None)
    if not changed:
        raise ActRefused(Reason.NUMBER_NOT_OF_PERSON, field="personal_id")
    return number


def place_code_of(unit_code: str, on: dt.date) -> str:
    """The three digits for births registered in a unit: its province's code, padded. Raises ``UnitNotFound``."""
    unit = units.unit_on(unit_code, on)
    while unit.parent_code is not None:
        unit = units.unit_on(unit.parent_code, on)
    return unit.code.rjust(3, "0")
