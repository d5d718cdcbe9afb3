"""A person named in a form by number and name: found only when both agree; each attempt counts and is logged."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.population import lookups
from dean06.kernel.population.models import PersonNumber
from dean06.kernel.population.types import NumberKind
from dean06.kernel.population.verification import name_agreement


class NoSuchPerson(InvalidInput):
    """Number and name do not belong together, or nobody has the number; which of the two is not said."""

    code = "POPULATION_NO_SUCH_PERSON"
    message = "Số định danh và họ tên không khớp với người nào trong dữ liệu. Hãy đối chiếu lại với giấy tờ."


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, for what purpose, under which dossier."""

    actor: Actor
    purpose: str
    dossier: str


def pick(look: Look, number: str, name: str) -> int:
    """The record whose number and name these are (of a merged one: the record that stays).

    Raises ``NoSuchPerson``, ``TooManyGuesses``, ``TooManyLookups``, ``NotAllowed``.
    """
    look.actor.require("population.search")
    now, about = timezone.now(), lookups.digest(number)
    lookups.check_limits(look.actor, "verify", purpose=look.purpose, dossier=look.dossier, now=now, about=about)
    row = PersonNumber.objects.filter(number=number, kind=NumberKind.PERSONAL_ID).select_related("person").first()
    agrees = row is not None and name_agreement(name, row.person.full_name).agrees
    lookups.leave_rows(
        look.actor,
        "verify",
        "population.verified",
        outcome="agrees" if agrees else "differs" if row else "unknown",
        purpose=look.purpose,
        dossier=look.dossier,
        now=now,
        people=[row.person_id] if row else [],
        about=about,
        details={"by": "number_and_name"},
    )
    if row is None or not agrees:
        raise NoSuchPerson()
    return row.person.merged_into_id or row.person_id
