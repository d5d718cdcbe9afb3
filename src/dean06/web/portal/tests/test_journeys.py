"""Whole ways of a citizen through the pages: birth of a child, moving house, lost driving licence."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.citizens.identity.tests.factories import sign_in_citizen
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests.factories import setting
from dean06.procedures.cases.types import State
from dean06.web.portal.tests.walking import answer_all, begin, give_papers, send

pytestmark = pytest.mark.django_db


def birth_data(world) -> dict:
    today = timezone.localdate()
    return {
        "declarant": {"relation": "mother", "phone": "0912345678"},
        "child": {
            "full_name": "Nguyễn Minh An",
            "sex": "F",
            "birth_date": today.replace(day=1).isoformat(),
            "birth_place": "Bệnh viện đa khoa mẫu",
            "native_place": "Xã Cẩm Mẫu, tỉnh Hà Tĩnh",
            "ethnicity": "01",
            "nationality": "VN",
        },
        "birth_proof": "certificate",
        "mother": {"personal_id": world.person.personal_id},
        "father_recorded": True,
        "father": {"personal_id": world.spouse.personal_id},
        "parents_married": True,
        "home_of": "mother",
    }


@pytest.fixture
def world(db):
    return setting("1.001193")


def test_a_mother_registers_the_birth_of_her_child(client: Client, world) -> None:
    sign_in_citizen(client, world.person)
    home = client.get(reverse("portal:home")).content.decode()
    assert "Sinh con" in home
    assert client.get(reverse("portal:life_event", args=["co_con"])).status_code == 200
    draft_id = begin(client, "1.001193")
    seen = answer_all(client, draft_id, birth_data(world))
    assert len(seen) > 5
    # What the State knows is not asked for: only the certificate of birth is left to be photographed.
    assert give_papers(client, draft_id) == ["birth_certificate"]
    review = client.get(reverse("portal:review", args=[draft_id])).content.decode()
    assert "Lê Thị Mẫu Hoa" in review
    assert "Nguyễn Minh An" in review
    assert client.get(reverse("portal:draft_pdf", args=[draft_id])).content.startswith(b"%PDF")
    code = send(client, draft_id)
    case = Case.objects.get(code=code)
    assert (case.state, case.applicant_person_id) == (State.SUBMITTED, world.person.pk)
    assert case.identity_verified
    assert case.data["mother"]["full_name"] == "Lê Thị Mẫu Hoa"
    page = client.get(reverse("portal:sent", args=[code])).content.decode()
    assert code in page
    assert "08 giờ làm việc" in page
    assert code in client.get(reverse("portal:mine")).content.decode()
    assert client.get(reverse("portal:case", args=[code])).status_code == 200
    # The draft is gone.
    assert client.get(reverse("portal:apply", args=[draft_id])).status_code == 404
