"""From a visit to a request to the registry, through the decided pair of ``review``."""

from __future__ import annotations

import pytest

from dean06.ecosystem.cleaning.models import Finding
from dean06.ecosystem.review import services as review
from dean06.ecosystem.review.models import CorrectionRequest
from dean06.ecosystem.review.tests import factories
from dean06.ecosystem.review.tests.factories import People, World, at
from dean06.ecosystem.review.types import Verdict
from dean06.ecosystem.worklists import pairs, services
from dean06.ecosystem.worklists.models import WorkItem


@pytest.fixture
def world(outcomes: None) -> World:
    return World()


@pytest.fixture
def who(world: World) -> People:
    return factories.people()


def test_the_commune_asks_the_registry_about_a_decided_pair(world: World, who: People) -> None:
    person = world.person()
    key = world.record([(person, 0.9)], result_class="SAI_HO_TEN", full_name="Võ Văn Hóa")
    case = world.ready().case(key)
    finding = Finding.objects.get(pk=case.finding_id)
    services.record_visit(
        actor=who.police, finding_id=finding.pk, outcome="dan-cu-sai", paper="Giấy khai sinh 12/1987", now=at()
    )
    assert pairs.case_of(who.police, finding.pk).pk == case.pk
    assert pairs.decision_of(who.police, finding.pk) is None
    for reader in (who.first, who.second):
        review.take(actor=reader, case_id=case.pk, now=at())
        review.decide(
            actor=reader,
            case_id=case.pk,
            verdict=Verdict.SAME,
            person_id=person.pk,
            registry_fields=["full_name"],
            now=at(1),
        )
    services.send_to_registry(
        actor=who.police,
        finding_id=finding.pk,
        reason="Giấy khai sinh ghi khác dân cư",
        fields=["full_name"],
        document_ref="Giấy khai sinh 12/1987",
        now=at(2),
    )
    request = CorrectionRequest.objects.get()
    assert (request.decision.case_id, set(request.fields)) == (case.pk, {"full_name"})
    assert WorkItem.objects.get(finding=finding).state == "registry"
