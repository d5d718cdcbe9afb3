"""Birth, marriage, adoption, guardianship: what the law allows. Sources are named at each rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.rules import kinship
from dean06.kernel.population.rules.dates import anniversary, has_reached, may_have_reached
from dean06.kernel.population.rules.law import limit
from dean06.kernel.population.rules.persons import Subject, check_full_age, check_living, is_of_full_age, same_family

#: Who adopts, where the law sets other ages (Luật Nuôi con nuôi 2010 Điều 8 khoản 2, Điều 14 khoản 3).
STRANGER, STEP_PARENT, AUNT_OR_UNCLE = "stranger", "step_parent", "aunt_or_uncle"


def check_parents(
    born_on: dt.date, *, father: Subject | None, mother: Subject | None, paternity_basis: str = ""
) -> None:
    """Sexes, ages, lives of the parents, and whose child the law takes it for (Luật HNGĐ 2014 Điều 88).

    Raises ``ActRefused``.
    """
    for parent, sex, field in ((father, "M", "father"), (mother, "F", "mother")):
        if parent is None:
            continue
        if parent.sex != sex:
            raise ActRefused(Reason.PARENT_SEX, field=field)
        least = limit("parent_least_age", born_on)
        if least and not may_have_reached(parent.birth, least.value, born_on):
            raise ActRefused(Reason.PARENT_TOO_YOUNG, field=field, name=parent.name, years=least.value)
        _check_lived(parent, born_on, field)
    if father is not None and mother is not None and father.id == mother.id:
        raise ActRefused(Reason.SAME_PERSON, field="father")
    _check_paternity(father, mother, paternity_basis)


def _check_lived(parent: Subject, born_on: dt.date, field: str) -> None:
    """The mother lived at the birth; the father died at most 300 days before."""
    if parent.died_on is None:
        return
    term = limit("born_after_marriage_days", born_on)
    days = (term.value if term else 300) if parent.sex == "M" else 0
    if parent.died_on + dt.timedelta(days=days) < born_on:
        raise ActRefused(Reason.PARENT_DIED_BEFORE, field=field, name=parent.name, days=days)


def _check_paternity(father: Subject | None, mother: Subject | None, basis: str) -> None:
    if father is None or mother is None or basis.strip():
        return
    if mother.marital_status == "married" and mother.spouse is not None and mother.spouse != father.id:
        raise ActRefused(Reason.FATHER_NOT_HUSBAND, field="paternity_basis")
    couple = mother.spouse == father.id or father.spouse == mother.id
    widowed = mother.marital_status == "widowed" and father.died_on is not None
    if not (couple or widowed):
        raise ActRefused(Reason.PATERNITY_BASIS, field="paternity_basis")


def check_surname(child_name: str, parent_names: Collection[str], *, by_custom: bool = False) -> None:
    """The family name is a parent's, or follows a custom (BLDS 2015 Điều 26). Raises ``ActRefused``."""
    known = [name for name in parent_names if name]
    if known and not by_custom and not any(same_family(child_name, name) for name in known):
        raise ActRefused(Reason.SURNAME_NOT_OF_PARENT, field="full_name")


def is_late(event_on: dt.date, registered_on: dt.date, code: str) -> bool:
    """Registered after the term of ``code`` (``birth_days``, ``death_days``): still registered, but noted."""
    term = limit(code, registered_on)
    return term is not None and registered_on > event_on + dt.timedelta(days=term.value)


def check_marriage(
    first: Subject,
    second: Subject,
    on: dt.date,
    *,
    parents: kinship.Parents,
    adoptive: Mapping[int, Collection[int]],
    former_spouses: Mapping[int, Collection[int]],
) -> None:
    """Luật HNGĐ 2014 Điều 5, 8: ages, both single, no blood line, no adoptive or in-law line, now or formerly.

    ``adoptive``: person → adoptive parents ever; ``former_spouses``: person → spouses ever. Raises ``ActRefused``.
    """
    if first.id == second.id:
        raise ActRefused(Reason.SAME_PERSON)
    for one in (first, second):
        check_living(one)
        _check_marriage_age(one, on)
        if one.marital_status == "married":
            raise ActRefused(Reason.ALREADY_MARRIED, name=one.name)
    if first.sex == second.sex:
        raise ActRefused(Reason.SAME_SEX)
    if kinship.is_direct_line(first.id, second.id, parents):
        raise ActRefused(Reason.DIRECT_LINE)
    term = limit("marriage_generations", on)
    if term and kinship.share_ancestor(first.id, second.id, parents, term.value):
        raise ActRefused(Reason.THREE_GENERATIONS)
    for mine, theirs in ((first.id, second.id), (second.id, first.id)):
        if mine in adoptive.get(theirs, ()):
            raise ActRefused(Reason.ADOPTIVE_LINE)
        # One was married to a parent of the other, or to a child of the other.
        for spouse in former_spouses.get(mine, ()):
            if spouse in parents.get(theirs, (None, None)) or theirs in parents.get(spouse, (None, None)):
                raise ActRefused(Reason.IN_LAW_LINE)


def _check_marriage_age(one: Subject, on: dt.date) -> None:
    term = limit("marriage_age_male" if one.sex == "M" else "marriage_age_female", on)
    if term and not has_reached(one.birth, term.value, on):
        raise ActRefused(Reason.MARRIAGE_AGE, name=one.name, years=term.value, source=term.source)


def check_adoption(
    child: Subject,
    adopters: Collection[Subject],
    on: dt.date,
    *,
    relation: str = STRANGER,
    child_consents: bool = False,
    parents: kinship.Parents | None = None,
) -> None:
    """Luật Nuôi con nuôi 52/2010/QH12 Điều 8, 13, 14, 21. Raises ``ActRefused``."""
    if not adopters:
        raise ActRefused(Reason.ADOPTER_MISSING)
    for one in (child, *adopters):
        check_living(one)
    _check_adopted_age(child, on, relation=relation, child_consents=child_consents)
    for adopter in adopters:
        if adopter.id == child.id:
            raise ActRefused(Reason.SAME_PERSON)
        _check_adopter(child, adopter, on, relation, parents or {})
    _check_couple(list(adopters), relation)


def _check_adopted_age(child: Subject, on: dt.date, *, relation: str, child_consents: bool) -> None:
    most = limit("adoption_child_below" if relation == STRANGER else "adoption_relative_child_below", on)
    if most and has_reached(child.birth, most.value, on):
        raise ActRefused(Reason.CHILD_TOO_OLD, field="child", years=most.value, source=most.source)
    least = limit("adoption_least_days", on)
    if least and on < child.birth.earliest + dt.timedelta(days=least.value):
        raise ActRefused(Reason.CHILD_TOO_YOUNG, field="adopted_on", days=least.value, source=least.source)
    consent = limit("adoption_consent_age", on)
    if consent and may_have_reached(child.birth, consent.value, on) and not child_consents:
        raise ActRefused(Reason.CONSENT_OF_CHILD, field="child_consents", years=consent.value, source=consent.source)


def _check_adopter(child: Subject, adopter: Subject, on: dt.date, relation: str, parents: kinship.Parents) -> None:
    check_full_age(adopter, on)
    gap = limit("adoption_age_difference", on)
    if gap and relation == STRANGER and anniversary(adopter.birth.latest, gap.value) > child.birth.earliest:
        raise ActRefused(Reason.AGE_DIFFERENCE, name=adopter.name, years=gap.value, source=gap.source)
    if adopter.id in kinship.ancestors(child.id, parents, 3) or kinship.is_sibling(child.id, adopter.id, parents):
        raise ActRefused(Reason.FORBIDDEN_ADOPTION)


def _check_couple(adopters: list[Subject], relation: str) -> None:
    """One single person, or husband and wife together; a step-parent adopts beside the spouse who is the parent."""
    if relation == STEP_PARENT and len(adopters) == 1:
        return
    couple = len(adopters) == 2 and adopters[0].spouse == adopters[1].id
    single = len(adopters) == 1 and adopters[0].marital_status != "married"
    if not (couple or single):
        raise ActRefused(Reason.ADOPTERS_NOT_A_COUPLE)


def check_guardianship(ward: Subject, guardian: Subject, on: dt.date, *, basis: str, by_court: bool = False) -> None:
    """BLDS 2015 Điều 47, 49: a minor, or by a court's decision; the guardian of full age. Raises ``ActRefused``."""
    if ward.id == guardian.id:
        raise ActRefused(Reason.SAME_PERSON, field="guardian")
    check_living(ward)
    check_living(guardian, "guardian")
    check_full_age(guardian, on, "guardian")
    if len(basis.strip()) < 10:
        raise ActRefused(Reason.BASIS_MISSING, field="basis")
    if is_of_full_age(ward, on) and not by_court:
        term = limit("full_age", on)
        raise ActRefused(Reason.WARD_OF_FULL_AGE, field="by_court", years=term.value if term else 18)
