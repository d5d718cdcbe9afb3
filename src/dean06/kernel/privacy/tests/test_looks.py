"""A citizen sees who looked at his data, why and under which dossier; nobody else does."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dean06.kernel.accounts.tests.factories import citizen_actor, make_actor, make_citizen, sign_in
from dean06.kernel.audit import services as audit
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import NotAllowed, NotFound
from dean06.kernel.population import queries as population
from dean06.kernel.population.tests.factories import CIVIL_HERE, family, officers, person, place
from dean06.kernel.privacy import marks, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def hoa(db):
    place()
    return person("Trần Thị Hòa", sex="F")


def look(actor, about, *, purpose="GIAI_QUYET_TTHC", dossier="H30-1", action="data.read"):
    audit.record_read(
        actor=actor, action=action, subject=f"population.person:{about.pk}", purpose=purpose, dossier=dossier
    )


def test_a_search_by_an_officer_shows_position_body_purpose_and_dossier_but_no_name(client, hoa):
    officer = make_actor("civil_status_officer", CIVIL_HERE, position="Công chức tư pháp", full_name="Lê Tên Riêng")
    population.search(
        officer, purpose="DANG_KY_HO_TICH", dossier="H30.1-261122-0001", full_name="Trần Thị Hòa", birth_year=1990
    )
    client.force_login(make_citizen(hoa.pk, hoa.full_name))
    page = client.get(reverse("privacy:looks")).content.decode()
    for words in ("Công chức tư pháp", "UBND xã Cẩm Mẫu", "Đăng ký hộ tịch", "H30.1-261122-0001"):
        assert words in page
    assert "Lê Tên Riêng" not in page


def test_nobody_reads_another_persons_list(client, hoa):
    other = person("Lê Văn Khác")
    look(officers().civil, other)
    actor = citizen_actor(hoa.pk)
    rows = AuditRow.objects.count()
    with pytest.raises(NotFound):
        queries.looks_at(actor=actor, person_id=other.pk)
    with pytest.raises(NotFound):
        queries.changes_of(actor=actor, person_id=other.pk)
    with pytest.raises(NotAllowed):
        queries.looks_at(actor=make_actor("auditor"))
    with pytest.raises(NotAllowed):
        queries.looks_at(actor=make_actor("registry_officer"), person_id=hoa.pk)
    assert AuditRow.objects.count() == rows
    assert queries.looks_at(actor=actor).looks == []


def test_an_officer_has_no_such_page_and_a_visitor_is_led_to_the_citizens_sign_in(client, hoa):
    assert client.get(reverse("privacy:looks"))["Location"].startswith(reverse("identity:sign_in"))
    sign_in(client, "registry_officer")
    assert client.get(reverse("privacy:looks")).status_code == 403


def test_a_parent_sees_the_list_of_a_minor_child_but_not_of_a_grown_one(hoa):
    place_of = family(children=2)
    child = place_of.children[0]
    officer = officers().civil
    look(officer, child)
    mother = citizen_actor(place_of.mother.pk)
    assert [one.who for one in queries.looks_at(actor=mother, person_id=child.pk).looks] == ["Chuyên viên"]
    # The mother's own look is known to the child's list.
    assert AuditRow.objects.filter(subject=f"population.person:{child.pk}", actor_id=mother.user_id).count() == 1
    grown = person("Con Đã Lớn", born=dt.date(1999, 1, 1), mother=place_of.mother.pk)
    with pytest.raises(NotFound):
        queries.looks_at(actor=mother, person_id=grown.pk)


def test_own_looks_and_those_of_the_system_are_shown_on_request_only(hoa):
    actor = citizen_actor(hoa.pk)
    look(actor, hoa)
    look(system_actor("Đồng bộ"), hoa)
    look(citizen_actor(person("Chồng").pk), hoa)
    shown = queries.looks_at(actor=actor).looks
    assert [one.who for one in shown] == ["Một công dân cùng gia đình hoặc cùng hộ, khi làm hồ sơ"]
    everyone = queries.looks_at(actor=actor, with_own=True).looks
    assert [one.who for one in everyone][1:] == ["Hệ thống (Đồng bộ)", "Chính bạn"]


def test_changes_of_the_register_are_listed_apart(hoa):
    actor = citizen_actor(hoa.pk)
    audit.record(actor=officers().civil, action="population.marriage_registered", subject=f"population.person:{hoa.pk}")
    assert queries.looks_at(actor=actor).looks == []
    assert [one.what for one in queries.changes_of(actor=actor).looks] == ["Đăng ký kết hôn"]


def test_pages_follow_each_other_without_gap_or_repeat(hoa):
    actor, officer = citizen_actor(hoa.pk), officers().civil
    for number in range(7):
        look(officer, hoa, dossier=f"H-{number}")
    seen, mark = [], ""
    while True:
        page = queries.looks_at(actor=actor, after=mark, limit=3)
        seen += [one.dossier for one in page.looks]
        mark = page.older
        if not mark:
            break
    assert seen == [f"H-{number}" for number in range(6, -1, -1)]


@pytest.mark.parametrize("mark", ["", "x", "1-", "-1", "٣-٤", "9" * 30 + "-1", "999999999999999999-1"])
def test_a_mark_that_was_tampered_with_is_the_first_page(mark):
    assert marks.from_text(mark) is None


def test_the_list_costs_the_same_however_long_the_log_is(hoa, client):
    officer, actor = officers().civil, citizen_actor(hoa.pk)
    look(officer, hoa)
    with CaptureQueriesContext(
        connection,
    ) as few:
        queries.looks_at(actor=actor)
    for number in range(60):
        look(officer, hoa if number % 2 else person(f"Người {number}"))
    with CaptureQueriesContext(connection) as many:
        queries.looks_at(actor=actor)
    assert len(few) == len(many)
    rows = [query["sql"] for query in many if "audit_auditrow" in query["sql"]]
    with connection.cursor() as cursor:
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        if connection.vendor == "sqlite":
            cursor.execute(f"{explain} {rows[0]}")
            assert "audit_by_subject" in str(cursor.fetchall())


def test_the_page_keeps_its_filters_and_offers_to_report(client, hoa):
    look(officers().civil, hoa)
    client.force_login(make_citizen(hoa.pk, hoa.full_name))
    page = client.get(reverse("privacy:looks"), {"thoi-gian": "30", "ca-toi": "1", "loai": "xem", "truoc": "x"})
    assert page.status_code == 200
    assert "Giải quyết thủ tục hành chính" in page.content.decode()
    assert client.get(reverse("privacy:looks"), {"loai": "sua"}).status_code == 200
    assert client.get(reverse("privacy:looks"), {"nguoi": "999999"}).status_code == 404
    assert client.get(reverse("privacy:looks"), {"nguoi": "abc"}).status_code == 200
