"""What the State knows is filled in, only for whom it may be, and each look leaves its row."""

from __future__ import annotations

import pytest

from dean06.citizens.wallet.tests.factories import paper
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.population.tests import factories as population
from dean06.procedures.catalogue.tests.factories import publish
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import queries
from dean06.procedures.forms.tests import factories, samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> population.Family:
    population.place()
    return population.family(children=1)


@pytest.fixture
def birth() -> PublishedPack:
    return publish("1.001193")[0]


def test_a_father_finds_himself_and_his_wife_filled_in(home: population.Family, birth: PublishedPack) -> None:
    father = factories.citizen(home.father)
    data = {"mother": {"personal_id": home.mother.personal_id, "full_name": "Tên Gõ Sai"}}

    known = queries.prefill(birth, actor=father, person_id=home.father.pk, data=data, dossier="Bản nháp 1")

    assert known["declarant.full_name"].value == "Nguyễn Văn Cha"
    assert known["declarant.full_name"].locked and known["declarant.full_name"].label == "Theo Cơ sở dữ liệu dân cư"
    assert known["mother.full_name"].value == "Trần Thị Mẹ"
    assert known["mother.commune"].value == population.HERE
    checked = queries.check(birth, data, prefill=known, channel="online", on=samples.TODAY)
    assert checked.data["mother"]["full_name"] == "Trần Thị Mẹ"
    rows = AuditRow.objects.filter(action="procedure_forms.prefilled", is_read=True)
    assert {(row.subject, row.purpose, row.dossier) for row in rows} == {
        (f"population.person:{home.father.pk}", "GIAI_QUYET_TTHC", "Bản nháp 1"),
        (f"population.person:{home.mother.pk}", "GIAI_QUYET_TTHC", "Bản nháp 1"),
    }


def test_a_strangers_number_fills_nothing_in(home: population.Family, birth: PublishedPack) -> None:
    stranger = population.person("Lê Thị Lạ", sex="F")
    data = {"mother": {"personal_id": stranger.personal_id}}

    known = queries.prefill(birth, actor=factories.citizen(home.father), person_id=home.father.pk, data=data)

    assert not any(path.startswith("mother.") for path in known)
    assert not AuditRow.objects.filter(subject=f"population.person:{stranger.pk}").exists()


def test_nobody_fills_in_for_a_stranger_but_a_desk_does(home: population.Family, birth: PublishedPack) -> None:
    stranger = factories.citizen(population.person("Lê Văn Lạ"))
    with pytest.raises(NotAllowed):
        queries.prefill(birth, actor=stranger, person_id=home.father.pk)
    assert not AuditRow.objects.filter(action="procedure_forms.prefilled").exists()

    assert queries.prefill(birth, actor=factories.desk_officer(), person_id=home.father.pk)
    child = factories.citizen(home.father)
    assert queries.prefill(birth, actor=child, person_id=home.children[0].pk)


def test_an_account_gives_its_telephone_number(home: population.Family, birth: PublishedPack) -> None:
    user = factories.citizen_user(home.father)
    known = queries.prefill(birth, actor=factories.desk_officer(), person_id=home.father.pk, account=user)
    assert (known["declarant.phone"].value, known["declarant.phone"].locked) == ("0912345678", False)
    assert known["declarant.phone"].label == "Theo tài khoản của bạn"


def test_a_value_that_does_not_fit_is_asked_for(home: population.Family) -> None:
    """Known to the year only: a question for a day stays open."""
    schema = {"type": "object", "properties": {"born": {"type": "string", "format": "date"},
                                              "roughly": {"type": "string", "format": "partial-date"}}}  # fmt: skip
    ui = {**samples.UI, "sections": [{"id": "one", "title": "Một", "fields": [
        {"field": "born", "label": "Ngày sinh", "prefill": "population.birth_date", "locked": True},
        {"field": "roughly", "label": "Năm sinh", "prefill": "population.birth_date", "locked": True}]}]}  # fmt: skip
    pack = samples.published(samples.files(schema, ui))
    old = population.person(born=1950)

    known = queries.prefill(pack, actor=factories.citizen(old), person_id=old.pk)

    assert list(known) == ["roughly"] and known["roughly"].value == "1950"


def test_the_meter_counts_what_is_still_typed(home: population.Family, birth: PublishedPack) -> None:
    example = birth.files.examples["valid-both-parents"].data
    bare = queries.diet(birth, example)
    data = {**example, "mother": {**example["mother"], "personal_id": home.mother.personal_id}}
    known = queries.prefill(birth, actor=factories.citizen(home.father), person_id=home.father.pk, data=data)
    helped = queries.diet(birth, queries.with_prefill(data, known), known)

    assert bare.prefilled == 0
    assert helped.prefilled >= 8
    assert helped.asked + helped.prefilled == bare.asked
    assert helped.saved_percent > bare.saved_percent


def test_an_emptied_value_is_not_filled_in_again(home: population.Family, birth: PublishedPack) -> None:
    user = factories.citizen_user(home.father)
    known = queries.prefill(birth, actor=factories.desk_officer(), person_id=home.father.pk, account=user)
    assert queries.with_prefill({"declarant": {"phone": ""}}, known)["declarant"]["phone"] == ""
    assert queries.with_prefill({}, known)["declarant"]["phone"] == "0912345678"


def test_a_paper_of_the_store_fills_in_what_was_read_off_it(home: population.Family) -> None:
    schema = {"type": "object", "properties": {"number": {"type": "string"}, "weight": {"type": "integer"}}}
    ui = {**samples.UI, "sections": [{"id": "one", "title": "Một", "fields": [
        {"field": "number", "label": "Số giấy", "prefill": "wallet.GIAY_CHUNG_SINH.number", "locked": True},
        {"field": "weight", "label": "Cân nặng", "prefill": "wallet.GIAY_CHUNG_SINH.weight"}]}]}  # fmt: skip
    pack = samples.published(samples.files(schema, ui))
    paper(home.father, type_code="GIAY_CHUNG_SINH", title="Giấy chứng sinh", data={"number": "12/CS", "weight": "nặng"})

    known = queries.prefill(pack, actor=factories.citizen(home.father), person_id=home.father.pk)

    assert list(known) == ["number"], "a weight that is no number is asked for"
    assert (known["number"].value, known["number"].locked) == ("12/CS", True)
    assert known["number"].label == "Theo Giấy chứng sinh trong kho giấy tờ"
    assert queries.prefill(pack, actor=factories.desk_officer(), person_id=home.father.pk) == {}, "no dossier, no look"
