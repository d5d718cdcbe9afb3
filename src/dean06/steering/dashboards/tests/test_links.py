"""A link that its reader may not open is not offered: what others do is told by name, without a way in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from dean06.kernel.accounts.tests.factories import sign_in
from dean06.steering.assignments.tests import factories as assignments
from dean06.steering.assignments.tests.factories import COMMUNE_A, COMMUNE_B, COMMUNES, FINANCE, HEALTH, party
from dean06.steering.dashboards.tests.factories import HEALTH as OWNER
from dean06.steering.dashboards.tests.factories import World, commune_code


def links_of(client: Client, path: str) -> list[str]:
    """Links of the page itself, without its frame."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path} answers {answer.status_code}"
    (main,) = html.fromstring(answer.text).xpath("//main")
    crumbs = html.fromstring(answer.text).xpath("//nav[contains(@class, 'breadcrumbs')]//a/@href")
    return [link for link in dict.fromkeys([*main.xpath(".//a/@href"), *crumbs]) if link.startswith("/")]


def refused(client: Client, links: list[str]) -> list[str]:
    return [f"{link} answers {status}" for link in links if (status := client.get(link).status_code) >= 400]


@pytest.mark.parametrize(("role", "agency"), [("agency_head", COMMUNE_A), ("agency_head", HEALTH)])
def test_board_and_shared_task_of_a_head(db: None, role: str, agency: str) -> None:
    assignments.province()
    who = assignments.people()
    task = assignments.issued(who, leads=(party(COMMUNES), party(HEALTH), party(FINANCE)))
    client = Client()
    sign_in(client, role, agency)
    detail = reverse("assignments:detail", args=[task.pk])
    seen = [reverse("assignments:agency", args=[code]) for code in (COMMUNE_A, COMMUNE_B, HEALTH, FINANCE)]
    for path in (reverse("dashboards:board"), detail):
        links = links_of(client, path)
        assert not refused(client, links)
        assert set(links) & set(seen) <= {reverse("assignments:agency", args=[agency])}
    sign_in(client, "provincial_leader")
    assert {seen[2], seen[3]} <= set(links_of(client, detail))


@pytest.mark.parametrize(
    ("role", "agency", "units"),
    [
        ("agency_head", commune_code(0), 1),
        ("agency_officer", OWNER, 0),
        ("procedure_controller", "", None),
        ("agency_head", "co-quan-khong-bao-cao", 0),
        ("provincial_leader", "", None),
    ],
)
def test_matrix_and_what_it_leads_to(world: World, role: str, agency: str, units: int | None) -> None:
    client = Client()
    sign_in(client, role, agency)
    links = links_of(client, reverse("dashboards:matrix"))
    assert not refused(client, links)
    own = [reverse("dashboards:unit", args=[unit.code]) for unit in world.communes]
    assert len(set(links) & set(own)) == (len(own) if units is None else units)
