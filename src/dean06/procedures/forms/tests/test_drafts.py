"""Drafts: on any device, at a desk, never overwritten unseen, never somebody else's."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import InvalidInput, NotAllowed
from dean06.kernel.population.tests import factories as population
from dean06.procedures.catalogue.tests.factories import publish_files
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import drafts, queries, services
from dean06.procedures.forms.errors import DraftChanged, DraftNotFound, FormTooLarge, ResumeRefused, TooManyResumes
from dean06.procedures.forms.models import Draft, FormTally, SubmittedForm
from dean06.procedures.forms.tests import factories, samples
from dean06.procedures.forms.timers import expire_drafts
from dean06.procedures.forms.types import Diet

pytestmark = pytest.mark.django_db
CODE = "9.000001"


@pytest.fixture(autouse=True)
def pack() -> PublishedPack:
    population.place()
    # Publishing locks the procedure, which needs a transaction also in the test that commits for real.
    with transaction.atomic():
        return publish_files(samples.files())


def started(actor, data=None, **more):
    return services.save_draft(
        actor=actor, procedure_code=CODE, data=data or {"applicant": {"phone": "0911111111"}}, section="applicant",
        now=factories.moment(), **more,
    )  # fmt: skip


def counts() -> dict[tuple[str, str], int]:
    return {(row.kind, row.name): row.count for row in FormTally.objects.filter(procedure_code=CODE)}


def test_what_one_device_saved_the_other_goes_on_with() -> None:
    me = factories.citizen(population.person())
    draft = started(me)

    again = services.draft(me, draft.pk, now=factories.moment(1))
    assert again.data == {"applicant": {"phone": "0911111111"}}
    saved = services.save_draft(
        actor=me, draft_id=draft.pk, data={**again.data, "copies": 2, "evil": 1}, section="housing--housing.kind",
        revision=1, now=factories.moment(1),
    )  # fmt: skip
    assert (saved.revision, saved.data["copies"], "evil" in saved.data) == (2, 2, False)
    listed = queries.drafts_of(me, now=factories.moment(1))
    assert [(one.draft_id, one.section) for one in listed] == [(draft.pk, "housing--housing.kind")]
    assert counts() == {("started", ""): 1, ("reached", "applicant"): 1, ("reached", "housing"): 1}


def test_two_devices_at_once_lose_nothing(pack: PublishedPack) -> None:
    me = factories.citizen(population.person())
    draft = started(me)
    phone = {"applicant": {"phone": "0922222222"}}
    services.save_draft(actor=me, draft_id=draft.pk, data=phone, revision=1, now=factories.moment())

    mine = {"applicant": {"phone": "0933333333"}}
    with pytest.raises(DraftChanged) as refusal:
        services.save_draft(actor=me, draft_id=draft.pk, data=mine, revision=1, now=factories.moment())

    assert (refusal.value.mine, refusal.value.theirs, refusal.value.revision) == (mine, phone, 2)
    assert "0933333333" not in str(refusal.value.details)
    assert Draft.objects.get(pk=draft.pk).data == phone
    shown = queries.differences(pack, refusal.value.mine, refusal.value.theirs)
    assert [(one.label, one.mine, one.theirs) for one in shown] == [("Số điện thoại", "0933333333", "0922222222")]


def test_the_same_page_sent_again_is_saved_once() -> None:
    me = factories.citizen(population.person())
    draft = started(me)
    phone = {"applicant": {"phone": "0922222222"}}
    for _ in range(5):
        saved = services.save_draft(actor=me, draft_id=draft.pk, data=phone, revision=1, now=factories.moment())
    assert saved.revision == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time")
def test_five_devices_at_the_same_moment() -> None:
    me = factories.citizen(population.person())
    draft = started(me)
    outcomes: list[str] = []

    def save(number: int) -> None:
        try:
            services.save_draft(
                actor=me, draft_id=draft.pk, data={"copies": number}, revision=1, now=factories.moment()
            )
            outcomes.append("saved")
        except DraftChanged:
            outcomes.append("asked")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(number,)) for number in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["asked"] * 4 + ["saved"]
    assert Draft.objects.get(pk=draft.pk).revision == 2


def test_a_draft_is_nobody_elses() -> None:
    draft = started(factories.citizen(population.person()))
    other = factories.citizen(population.person("Lê Văn Khác"))
    desk = factories.desk_officer()
    for actor in (other, desk):
        with pytest.raises(DraftNotFound):
            services.draft(actor, draft.pk, now=factories.moment())
        with pytest.raises(DraftNotFound):
            services.save_draft(actor=actor, draft_id=draft.pk, data={}, now=factories.moment())
        with pytest.raises(DraftNotFound):
            services.discard_draft(actor=actor, draft_id=draft.pk, now=factories.moment())
        assert queries.drafts_of(actor, now=factories.moment()) == []
    assert Draft.objects.get(pk=draft.pk).revision == 1


def test_a_desk_goes_on_with_code_and_birth_date() -> None:
    person = population.person()
    me = factories.citizen(person)
    draft = started(me)
    desk = factories.desk_officer()
    code = queries.drafts_of(me, now=factories.moment())[0].resume_code

    with pytest.raises(ResumeRefused):
        services.resume_draft(desk, resume_code=code, birth_date="16/3/1990", now=factories.moment())
    with pytest.raises(NotAllowed):
        services.resume_draft(me, resume_code=code, birth_date="15/3/1990", now=factories.moment())
    opened = services.resume_draft(desk, resume_code=code.lower(), birth_date="15/3/1990", now=factories.moment())

    assert opened.pk == draft.pk
    saved = services.save_draft(actor=desk, draft_id=draft.pk, data={"copies": 3}, revision=1, now=factories.moment())
    assert saved.assisted_agency == factories.DESK
    assert services.draft(me, draft.pk, now=factories.moment()).data == {"copies": 3}
    row = AuditRow.objects.get(action="procedure_forms.draft_resumed")
    assert (row.subject, row.purpose) == (f"population.person:{person.pk}", "GIAI_QUYET_TTHC")
    with pytest.raises(DraftNotFound):
        services.draft(desk, draft.pk, now=factories.moment(1))


def test_codes_cannot_be_tried_out() -> None:
    desk = factories.desk_officer()
    for _ in range(10):
        with pytest.raises(ResumeRefused):
            services.resume_draft(desk, resume_code="AAAA-AAAA", birth_date="1990", now=factories.moment())
    with pytest.raises(TooManyResumes):
        services.resume_draft(desk, resume_code="AAAA-AAAA", birth_date="1990", now=factories.moment())
    assert AuditRow.objects.filter(action="procedure_forms.draft_resume_refused").count() == 11


def test_a_desk_writes_for_somebody_and_that_person_finds_it() -> None:
    person = population.person()
    desk = factories.desk_officer()
    draft = started(desk, for_person_id=person.pk)
    assert (draft.owner_id, draft.assisted_agency, draft.birth_date) == (None, factories.DESK, "1990-03-15")
    me = factories.citizen(person)
    assert [one.draft_id for one in queries.drafts_of(me, now=factories.moment())] == [draft.pk]


def test_a_citizen_writes_for_a_child_but_not_for_a_stranger() -> None:
    home = population.family()
    father = factories.citizen(home.father)
    assert started(father, for_person_id=home.children[0].pk).person_id == home.children[0].pk
    with pytest.raises(NotAllowed):
        started(father, for_person_id=population.person("Lê Văn Lạ").pk)
    assert Draft.objects.count() == 1


def test_size_and_number_are_limited() -> None:
    me = factories.citizen(population.person())
    with pytest.raises(FormTooLarge):
        started(me, {"guest": {"note": "x" * 300_000}})
    for _ in range(drafts.MOST_DRAFTS):
        started(me)
    with pytest.raises(InvalidInput):
        started(me)
    with pytest.raises(InvalidInput):
        services.save_draft(actor=me, procedure_code="0.0", data={}, now=factories.moment())


def test_a_draft_becomes_one_case_only() -> None:
    me = factories.citizen(population.person())
    draft = started(me)
    assert services.finish_draft(actor=me, draft_id=draft.pk, reference="H-1", now=factories.moment()) == ""
    assert services.finish_draft(actor=me, draft_id=draft.pk, reference="H-2", now=factories.moment()) == "H-1"
    assert Draft.objects.get(pk=draft.pk).data == {}
    assert counts()["sent", ""] == 1
    with pytest.raises(DraftNotFound):
        services.draft(me, draft.pk, now=factories.moment())
    other = factories.citizen(population.person("Lê Văn Khác"))
    with pytest.raises(DraftNotFound):
        services.finish_draft(actor=other, draft_id=draft.pk, reference="H-3", now=factories.moment())


def test_after_sixty_days_it_is_gone_and_counted_where_it_stopped() -> None:
    me = factories.citizen(population.person())
    draft = started(me)
    assert expire_drafts(factories.moment(59)) == 0
    with pytest.raises(DraftNotFound):
        services.draft(me, draft.pk, now=factories.moment(61))
    assert expire_drafts(factories.moment(61)) == 1
    assert expire_drafts(factories.moment(61)) == 0
    assert counts()["stopped", "applicant"] == 1
    services.note_errors(procedure_code=CODE, paths=["members[0].sex", "members[1].sex"], now=factories.moment())
    assert counts()["error", "members[].sex"] == 1


def test_a_form_counts_once_for_each_case() -> None:
    for _ in range(3):
        services.record_diet(
            reference="H-1", procedure_code=CODE, version_id=1, agency=factories.DESK, diet=Diet(20, 8, 6),
            on=samples.TODAY,
        )  # fmt: skip
    row = SubmittedForm.objects.get()
    assert (row.paper_items, row.asked, row.prefilled) == (20, 8, 6)
