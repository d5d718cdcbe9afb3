"""Pages of persons, acts and proposals as officers meet them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.queries import actor_for
from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.population import act_table, lookup_grants, timers
from dean06.kernel.population.models import ChangeProposal, Household, LookupGrant, Person
from dean06.kernel.population.tests import factories
from dean06.kernel.population.tests.factories import CIVIL_HERE, POLICE_HERE, POLICE_THERE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(db: None, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    factories.place()


def today() -> dt.date:
    return timezone.localdate()


def text(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def officer(client: Client, role: str, agency: str = "") -> User:
    return sign_in(client, role, agency)


def allow(user: User, *people: Person) -> None:
    actor = actor_for(user, "r", today())
    for one in people:
        lookup_grants.grant(actor, one.pk, "GIAI_QUYET_TTHC", "H42-0001")


def page(person: Person, **query: str) -> str:
    address = reverse("population:person", args=[person.pk])
    return f"{address}?{'&'.join(f'{k}={v}' for k, v in query.items())}" if query else address


def post(client: Client, person: Person, slug: str, **given: Any) -> Any:
    return client.post(reverse("population:person_act", args=[person.pk, slug]), given)


def test_no_page_opens_without_a_search(client) -> None:
    person = factories.person()
    user = officer(client, "commune_police", POLICE_HERE)
    assert client.get(page(person)).status_code == 403
    allow(user, person)
    assert client.get(page(person)).status_code == 200
    LookupGrant.objects.update(expires_at=timezone.now())
    assert client.get(page(person)).status_code == 403


def test_the_leave_of_one_officer_is_none_for_another(client) -> None:
    person = factories.person()
    allow(officer(Client(), "commune_police", POLICE_HERE), person)
    officer(client, "commune_police", POLICE_HERE)
    assert client.get(page(person)).status_code == 403


def test_each_opening_is_logged_with_its_purpose_and_dossier(client) -> None:
    person = factories.person()
    allow(officer(client, "commune_police", POLICE_HERE), person)
    client.get(page(person))
    client.get(page(person, muc="lich-su"))
    rows = AuditRow.objects.filter(action="population.person_opened", subject=f"population.person:{person.pk}")
    assert {(row.is_read, row.purpose, row.dossier) for row in rows} == {(True, "GIAI_QUYET_TTHC", "H42-0001")}
    assert rows.count() == 2


@pytest.mark.parametrize("tab", ["thong-tin", "cu-tru", "quan-he", "so-the", "lich-su", "nonsense"])
@pytest.mark.parametrize(
    ("role", "agency"), [("commune_police", POLICE_HERE), ("commune_police", POLICE_THERE), ("registry_officer", "")]
)
def test_every_tab_opens_for_every_role(client, tab, role, agency) -> None:
    family = factories.family(children=1)
    allow(officer(client, role, agency), family.father)
    assert client.get(page(family.father, muc=tab)).status_code == 200


def test_the_police_of_another_commune_see_part_only(client) -> None:
    person = factories.person(permanent_address="Số 17 ngõ Kín")
    allow(officer(client, "commune_police", POLICE_THERE), person)
    body = "".join(client.get(page(person, muc=tab)).content.decode() for tab in ("thong-tin", "cu-tru", "so-the"))
    assert person.personal_id not in body
    assert person.personal_id[-4:] in body
    assert "ngõ Kín" not in body
    allow(officer(client, "commune_police", POLICE_HERE), person)
    assert person.personal_id in client.get(page(person)).content.decode()


def test_a_past_day_shows_what_held_then(client) -> None:
    person = factories.person("Nguyễn Văn Xưa")
    user = officer(client, "registry_officer")
    Person.objects.get(pk=person.pk)
    from_now = factories.Registration(now=timezone.now(), actor_id=None)
    factories.projection.record(
        person,
        kind=factories.EventKind.CHANGE,
        day=today(),
        facts={"full_name": "Nguyễn Văn Nay"},
        by=from_now,
    )
    allow(user, person)
    assert "Nguyễn Văn Nay" in client.get(page(person)).content.decode()
    past = client.get(page(person, ngay=text(today() - dt.timedelta(days=1)))).content.decode()
    assert "<dd>Nguyễn Văn Xưa</dd>" in past
    before = client.get(page(person, ngay="01/01/1999")).content.decode()
    assert "Chưa có dữ liệu" in before


def test_a_marriage_in_the_browser(client) -> None:
    groom = factories.person("Lê Văn Rể", born=dt.date(1998, 1, 1))
    bride = factories.person("Phan Thị Dâu", sex="F", born=dt.date(2000, 1, 1))
    allow(officer(client, "civil_status_officer", CIVIL_HERE), groom)
    given = {"spouse_0": bride.personal_id, "spouse_1": "phan thị dâu", "married_on": text(today()), "paper": "12/2026"}
    wrong = post(client, groom, "ket-hon", **{**given, "spouse_1": "Phan Thị Khác"})
    assert wrong.status_code == 422 and "không khớp" in wrong.content.decode()
    assert not Person.objects.get(pk=groom.pk).spouse_id
    assert post(client, groom, "ket-hon", **given).status_code == 302
    assert Person.objects.get(pk=groom.pk).spouse_id == bride.pk
    again = post(client, groom, "ket-hon", **given)
    assert again.status_code == 422 and "đang có vợ hoặc chồng" in again.content.decode()


def test_a_birth_in_the_browser(client) -> None:
    family = factories.family()
    officer(client, "civil_status_officer", CIVIL_HERE)
    given = {
        "dossier": "H42-0002",
        "full_name": "Nguyễn Thị Mới",
        "sex": "F",
        "born_on": text(today()),
        "mother_0": family.mother.personal_id,
        "mother_1": family.mother.full_name,
        "father_0": family.father.personal_id,
        "father_1": family.father.full_name,
        "home_of": "mother",
    }
    address = reverse("population:birth")
    assert client.get(address).status_code == 200
    refused = client.post(address, {**given, "full_name": "Phan Thị Mới"})
    assert refused.status_code == 422 and "Họ của con" in refused.content.decode()
    done = client.post(address, given, follow=True)
    child = Person.objects.get(full_name="Nguyễn Thị Mới")
    assert child.personal_id in done.content.decode()
    assert AuditRow.objects.filter(dossier="H42-0002", is_read=True).exists()


@pytest.mark.parametrize("slug", sorted(act_table.PERSON_ACTS))
def test_every_form_opens_for_whoever_may_do_the_act(client, slug) -> None:
    act = act_table.PERSON_ACTS[slug]
    family = factories.family(children=1)
    roles = {"register_civil_status": ("civil_status_officer", CIVIL_HERE), "propose_change": ("registry_officer", "")}
    role, agency = roles.get(act.permission.partition(".")[2], ("commune_police", POLICE_HERE))
    user = officer(client, role, agency)
    for person in (family.father, family.children[0]):
        allow(user, person)
        response = client.get(reverse("population:person_act", args=[person.pk, slug]))
        assert response.status_code == 200
        assert act.label in response.content.decode()


def test_who_may_not_do_an_act_does_not_see_it_offered(client) -> None:
    person = factories.person()
    allow(officer(client, "commune_police", POLICE_HERE), person)
    assert "Đăng ký khai tử" not in client.get(page(person)).content.decode()
    assert client.get(reverse("population:person_act", args=[person.pk, "khai-tu"])).status_code == 403
    assert client.get(reverse("population:person_act", args=[person.pk, "khong-co"])).status_code == 404


def test_a_household_splits_in_the_browser(client) -> None:
    family = factories.family(children=1)
    user = officer(client, "commune_police", POLICE_HERE)
    address = reverse("population:household", args=[family.home.pk])
    assert client.get(address).status_code == 403
    allow(user, family.mother)
    assert "Nguyễn Văn Con Một" in client.get(address).content.decode()
    split = reverse("population:household_act", args=[family.home.pk, "tach"])
    assert client.get(split).status_code == 200
    given = {"members": [family.mother.pk], "split_on": text(today())}
    assert client.post(split, given).status_code == 422
    assert client.post(split, {**given, "owner_consents": "on"}).status_code == 302
    assert Household.objects.count() == 2
    yesterday = client.get(address + f"?ngay={text(today() - dt.timedelta(days=1))}").content.decode()
    assert "Trần Thị Mẹ" in yesterday


def test_a_household_is_closed_to_the_police_of_another_commune(client) -> None:
    family = factories.family()
    user = officer(client, "commune_police", POLICE_THERE)
    allow(user, family.mother)
    assert client.get(reverse("population:household", args=[family.home.pk])).status_code == 404


def proof() -> SimpleUploadedFile:
    return SimpleUploadedFile("giay-khai-sinh.txt", "Bản chụp giấy khai sinh".encode(), content_type="text/plain")


def correction(person: Person, **changes: Any) -> dict[str, Any]:
    return {
        "way": "correct",
        "full_name": person.full_name,
        "sex": person.sex,
        "birth": "15/03/1990",
        "ethnicity": "01",
        "nationality": "VN",
        "permanent_village": "Thôn 3",
        "permanent_address": "Số 5",
        "life_status": "alive",
        "reason": "Đối chiếu giấy khai sinh gốc",
        "evidence": proof(),
        **changes,
    }


def test_a_correction_goes_through_two_browsers(client) -> None:
    person = factories.person("Nguyễn Văn Sai")
    police, registry = client, Client()
    allow(officer(police, "commune_police", POLICE_HERE), person)
    nothing = post(police, person, "sua", **correction(person))
    assert nothing.status_code == 422 and "giống hệt" in nothing.content.decode()
    assert post(police, person, "sua", **correction(person, full_name="Nguyễn Văn Đúng")).status_code == 302
    proposal = ChangeProposal.objects.get()
    assert proposal.values == {"full_name": "Nguyễn Văn Đúng"}
    address = reverse("population:proposal", args=[proposal.pk])
    own = police.get(address).content.decode()
    assert "không tự duyệt được" in own and "Ghi quyết định" not in own
    officer(registry, "registry_officer")
    assert "Nguyễn Văn Sai" in registry.get(reverse("population:proposals")).content.decode()
    assert "<ins>" in registry.get(address).content.decode()
    assert registry.post(address, {"decision": "no"}).status_code == 422
    assert registry.post(address, {"decision": "yes"}).status_code == 302
    assert Person.objects.get(pk=person.pk).full_name == "Nguyễn Văn Đúng"
    assert AuditRow.objects.filter(action="population.proposal_opened").count() == 2


def test_a_proposal_of_others_is_not_opened_by_those_who_do_not_decide(client) -> None:
    person = factories.person()
    police = Client()
    allow(officer(police, "commune_police", POLICE_HERE), person)
    post(police, person, "sua", **correction(person, ethnicity="05"))
    officer(client, "commune_police", POLICE_HERE)
    assert client.get(reverse("population:proposal", args=[ChangeProposal.objects.get().pk])).status_code == 403
    assert "Nguyễn Văn Mẫu" not in client.get(reverse("population:proposals")).content.decode()


def test_a_merge_is_shown_side_by_side(client) -> None:
    keep, other = factories.person("Lê Văn Trùng"), factories.person("Lê Văn Trùng", born=dt.date(1990, 3, 16))
    police, registry = client, Client()
    allow(officer(police, "commune_police", POLICE_HERE), keep)
    given = {"other_0": other.personal_id, "other_1": "Lê Văn Trùng", "reason": "Cùng một người, hai lần kê khai"}
    assert post(police, keep, "gop", **given, evidence=proof()).status_code == 302
    officer(registry, "registry_officer")
    shown = registry.get(reverse("population:proposal", args=[ChangeProposal.objects.get().pk])).content.decode()
    assert "Hồ sơ bị gộp" in shown and other.personal_id in shown and "16/03/1990" in shown


def test_number_and_name_must_agree_and_guessing_is_stopped(client) -> None:
    groom, bride = factories.person("Lê Văn Rể"), factories.person("Phan Thị Dâu", sex="F")
    allow(officer(client, "civil_status_officer", CIVIL_HERE), groom)
    for guess in range(6):
        given = {"spouse_0": bride.personal_id, "spouse_1": f"Phan Thị {'ABCDEF'[guess]}", "married_on": text(today())}
        shown = post(client, groom, "ket-hon", **given).content.decode()
    assert "tạm khóa" in shown
    assert not Person.objects.exclude(spouse=None).exists()


def test_a_form_shows_no_more_than_the_page(client) -> None:
    person = factories.person(permanent_address="Số 17 ngõ Kín", father_name="Nguyễn Văn Ông")
    elsewhere, civil = client, Client()
    allow(officer(elsewhere, "commune_police", POLICE_THERE), person)
    assert elsewhere.get(reverse("population:person_act", args=[person.pk, "sua"])).status_code == 403
    moving_in = elsewhere.get(reverse("population:person_act", args=[person.pk, "thuong-tru"])).content.decode()
    assert "15/03/1990" not in moving_in and "1990" in moving_in
    allow(officer(civil, "civil_status_officer", CIVIL_HERE), person)
    shown = civil.get(reverse("population:person_act", args=[person.pk, "sua"])).content.decode()
    assert "ngõ Kín" not in shown and "Nguyễn Văn Ông" in shown


def test_whoever_proposed_a_merge_learns_nothing_new_of_the_other_record(client) -> None:
    keep = factories.person("Lê Văn Trùng")
    other = factories.person("Lê Văn Trùng", born=dt.date(1990, 3, 16), unit=factories.THERE, father_name="Lê Văn Kín")
    allow(officer(client, "commune_police", POLICE_HERE), keep)
    given = {"other_0": other.personal_id, "other_1": "Lê Văn Trùng", "reason": "Cùng một người, hai lần kê khai"}
    assert post(client, keep, "gop", **given, evidence=proof()).status_code == 302
    shown = client.get(reverse("population:proposal", args=[ChangeProposal.objects.get().pk])).content.decode()
    assert "Lê Văn Kín" not in shown and "16/03/1990" not in shown


def test_the_evidence_opens_for_the_author_and_those_who_decide_only(client) -> None:
    person = factories.person()
    police, other, registry = client, Client(), Client()
    allow(officer(police, "commune_police", POLICE_HERE), person)
    post(police, person, "sua", **correction(person, ethnicity="05"))
    officer(other, "commune_police", POLICE_HERE)
    officer(registry, "registry_officer")
    address = reverse("files:download", args=[ChangeProposal.objects.get().evidence_id])
    assert [one.get(address).status_code for one in (police, registry, other)] == [200, 200, 404]


def test_an_open_lookup_is_not_replaced_by_opening_a_proposal(client) -> None:
    person = factories.person()
    police, registry = client, Client()
    allow(officer(police, "commune_police", POLICE_HERE), person)
    post(police, person, "sua", **correction(person, ethnicity="05"))
    allow(officer(registry, "registry_officer"), person)
    registry.get(reverse("population:proposal", args=[ChangeProposal.objects.get().pk]))
    assert set(LookupGrant.objects.values_list("dossier", flat=True)) == {"H42-0001"}


def test_from_the_search_to_the_page_and_its_act(client) -> None:
    person = factories.person("Lê Văn Tìm")
    officer(client, "commune_police", POLICE_HERE)
    found = client.post(
        reverse("population:search"),
        {"purpose": "DANG_KY_CU_TRU", "dossier": "H42-0009", "number": person.personal_id},
    ).content.decode()
    assert page(person) in found
    assert client.get(page(person)).status_code == 200
    done = post(client, person, "cap-the", issued_on=text(today()))
    assert done.status_code == 302 and done["Location"] == page(person)
    assert AuditRow.objects.filter(action="population.person_opened", dossier="H42-0009").exists()


def test_leaves_that_ran_out_are_dropped(client) -> None:
    person = factories.person()
    allow(officer(client, "commune_police", POLICE_HERE), person)
    timers.tend(timezone.now())
    assert LookupGrant.objects.count() == 1
    timers.tend(timezone.now() + dt.timedelta(minutes=16))
    assert LookupGrant.objects.count() == 0
