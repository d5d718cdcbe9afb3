"""Who may see a case.

A citizen: if and only if he is its applicant, handed it in, or may act for the applicant (child, ward). An officer: if
and only if he holds ``cases.view`` at the agency that received it, at the one that decides, or at one that it is
offered to. The system sees everything.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.population import queries as population
from dean06.procedures.cases.models import Case, HandOver

VIEW = "cases.view"


def visible(actor: Actor) -> QuerySet[Case]:
    """The cases of lists that the actor may see (a child's cases are in its parent's lists when he handed them in)."""
    if actor.is_system:
        return Case.objects.all()
    if actor.person_id is not None:
        return Case.objects.filter(own(actor))
    agencies = actor.agencies_for(VIEW)
    if WHOLE_PROVINCE in agencies:
        return Case.objects.all()
    offered = HandOver.objects.filter(status=HandOver.Status.OFFERED, to_agency__in=agencies).values("case_id")
    return Case.objects.filter(Q(receiving_agency__in=agencies) | Q(deciding_agency__in=agencies) | Q(pk__in=offered))


def own(actor: Actor) -> Q:
    """Cases of a citizen: he is the applicant, or he handed it in."""
    return Q(applicant_person_id=actor.person_id) | Q(submitted_by_id=actor.user_id)


def may_see(actor: Actor, case: Case) -> bool:
    """True if and only if the rule above says so."""
    if actor.is_system:
        return True
    if actor.person_id is not None:
        return is_own(actor, case)
    if actor.can_any(VIEW, (case.receiving_agency, case.deciding_agency)):
        return True
    offers = HandOver.objects.filter(case=case, status=HandOver.Status.OFFERED).values_list("to_agency", flat=True)
    return actor.can_any(VIEW, offers)


def is_own(actor: Actor, case: Case) -> bool:
    """True if the citizen may act on the case: as applicant, as who handed it in, for his child or ward."""
    if actor.person_id is None:
        return False
    if case.applicant_person_id == actor.person_id:
        return True
    if case.submitted_by_id is not None and case.submitted_by_id == actor.user_id:
        return True
    return case.applicant_person_id is not None and acts_for(actor.person_id, case.applicant_person_id)


def acts_for(person_id: int, other_id: int) -> bool:
    """True if ``person_id`` is the other, or the registry knows the other as his child under age or his ward."""
    return person_id == other_id or any(ward.person_id == other_id for ward in population.wards_of(person_id))
