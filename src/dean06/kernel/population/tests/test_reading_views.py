"""The pages of reading, statistics and bulk as people open them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from dean06.kernel.accounts.tests.factories import sign_in

pytestmark = pytest.mark.django_db

PAGES = {
    "population:verify": "registry_officer",
    "population:search": "registry_officer",
    "population:purposes": "registry_officer",
    "population:statistics": "registry_officer",
    "population:statistics_province": "registry_officer",
    "population:imports": "registry_officer",
    "population:exports": "registry_officer",
    "population:export_new": "registry_officer",
    "population:unusual": "auditor",
}


@pytest.mark.parametrize(("name", "role"), PAGES.items())
def test_each_page_opens_for_its_duty_and_for_no_other(client: Client, name: str, role: str) -> None:
    sign_in(client, role)
    assert client.get(reverse(name)).status_code == 200
    sign_in(client, "administrator")
    assert client.get(reverse(name)).status_code == 403
