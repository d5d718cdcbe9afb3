"""A dossier handed in at the national portal becomes one case, or is turned away with the reason."""

import base64

import pytest

from dean06.kernel.common.errors import NotAllowed
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests import factories
from dean06.procedures.portal_sync import queries, services
from dean06.procedures.portal_sync.models import InboundDossier
from dean06.procedures.portal_sync.types import InboundState

pytestmark = pytest.mark.django_db


def hand_in(portal, world, number="DVCQG-1", **changes):
    person = world.person
    payload = {
        "MaTTHC": world.pack.code,
        "ChuHoSo": person.full_name,
        "SoDinhDanh": person.personal_id,
        "NgaySinh": f"{person.birth_year}{person.birth_month:02}{person.birth_day:02}",
        "SoDienThoai": "0912345678",
        "LoaiDoiTuong": "1",
        "DuLieu": {"purpose": "Bổ sung hồ sơ xin việc"},
        "TaiLieuNop": [
            {
                "MaThanhPhan": "proof",
                "TenTepDinhKem": "giay-to.pdf",
                "NoiDung": base64.b64encode(factories.TINY_PDF).decode(),
            }
        ],
    }
    portal.hand_in(number, **(payload | changes))


def test_a_dossier_of_the_portal_waits_at_the_desk_like_any_other(portal, world):
    hand_in(portal, world)
    assert services.fetch_new(factories.NOW) == 1
    case = Case.objects.get()
    assert (case.state, case.channel, case.applicant_person_id) == (1, 2, world.person.pk)
    assert case.documents.get().requirement == "proof"
    assert portal.confirmed["DVCQG-1"] == (case.code, "")


def test_fetching_again_takes_nothing_twice_even_when_the_confirmation_was_lost(portal, world):
    hand_in(portal, world)
    services.fetch_new(factories.NOW)
    portal.confirmed.clear()
    assert services.fetch_new(factories.NOW) == 0
    assert Case.objects.count() == 1
    assert portal.confirmed["DVCQG-1"][0] == Case.objects.get().code


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DuLieu": {"purpose": ""}}, ""),
        ({"TaiLieuNop": []}, ""),
        ({"TaiLieuNop": [{"MaThanhPhan": "proof", "TenTepDinhKem": "a.pdf", "NoiDung": "@@@"}]}, "không đọc được"),
        ({"DuLieu": "không phải đối tượng"}, "DuLieu"),
        ({"MaTTHC": "8.888888"}, ""),
        ({"ChuHoSo": ""}, "họ tên"),
    ],
)
def test_what_cannot_become_a_case_is_answered_with_the_reason_and_leaves_nothing(portal, world, changes, words):
    hand_in(portal, world, **changes)
    assert services.fetch_new(factories.NOW) == 0
    assert not Case.objects.exists()
    row = InboundDossier.objects.get()
    assert row.state == InboundState.REFUSED and row.problem
    assert words in row.problem
    assert portal.confirmed["DVCQG-1"] == ("", row.problem)


def test_a_wrong_birth_date_does_not_link_the_case_to_the_person_of_the_number(portal, world):
    hand_in(portal, world, NgaySinh="19700101")
    services.fetch_new(factories.NOW)
    assert Case.objects.filter(applicant_person_id=world.person.pk).count() == 0


def test_a_portal_that_is_down_is_asked_again_later(portal, world):
    hand_in(portal, world)
    portal.mood = "down"
    assert services.fetch_new(factories.NOW) == 0
    portal.mood = "up"
    assert services.fetch_new(factories.NOW) == 1


def test_only_those_who_watch_the_province_see_what_was_handed_in(portal, world):
    hand_in(portal, world)
    services.fetch_new(factories.NOW)
    assert queries.inbound(world.desk).count() == 0
    with pytest.raises(NotAllowed):
        queries.inbound(world.clerk)
