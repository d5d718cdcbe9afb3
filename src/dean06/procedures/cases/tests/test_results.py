"""The result on paper: its number, who signs, whose it is and where it is kept."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.db import transaction

from dean06.citizens.wallet.models import WalletDocument
from dean06.kernel.accounts.models import User
from dean06.kernel.files import queries as files
from dean06.kernel.population.tests import factories as people
from dean06.kernel.signing import queries as signing
from dean06.kernel.writing.tests import at_once
from dean06.procedures.cases import errors, queries, services
from dean06.procedures.cases.models import Case, CasePaper, PaperNumber
from dean06.procedures.cases.numbers_given import next_number
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.catalogue.pack_format import PackFiles

pytestmark = pytest.mark.django_db


def words_of(data: bytes) -> str:
    """Text of a PDF."""
    pages = pypdfium2.PdfDocument(io.BytesIO(data))
    return "\n".join(page.get_textpage().get_text_range() for page in pages).replace("\r", "")


def result_of(case: Case) -> tuple[CasePaper, str]:
    paper = CasePaper.objects.get(case=case, kind="result")
    assert paper.pdf_file_id
    return paper, words_of(files.content(paper.pdf_file_id))


def about_an_elder(**result: Any) -> PackFiles:
    """A procedure in which somebody applies for an elder of the village."""
    person = {
        "type": "object",
        "required": ["full_name", "personal_id"],
        "properties": {
            "full_name": {"type": "string", "minLength": 3, "maxLength": 100},
            "personal_id": {"type": "string", "format": "personal-id"},
        },
    }
    form = {"type": "object", "required": ["elder"], "properties": {"elder": person}}
    fields = [{"field": f"elder.{name}", "label": name} for name in ("full_name", "personal_id")]
    simple = make.simple_pack()
    return make.simple_pack(
        form_schema=form,
        ui=simple.ui.model_dump() | {"sections": [{"id": "main", "title": "Người già", "fields": fields}]},
        meta_results=[{"code": "XAC_NHAN_MAU", "title": "Giấy xác nhận mẫu", "owner": "elder", **result}],
        result={"blocks": [{"fields": {"Họ tên": "{elder.full_name}"}}], "signed_by": "sign"},
    )


def test_papers_are_numbered_through_the_year_and_signed_by_the_chairman() -> None:
    world = make.setting()
    User.objects.filter(pk=world.head.user_id).update(position="Chủ tịch UBND xã Cẩm Mẫu")
    first, text = result_of(make.finished(world))
    second, _ = result_of(make.finished(world))
    assert (first.number, second.number) == ("01/GXN-UBND", "02/GXN-UBND")
    assert "01/GXN-UBND" in text
    assert "TM. ỦY BAN NHÂN DÂN" in text and "CHỦ TỊCH" in text
    assert "NGƯỜI CÓ THẨM QUYỀN" not in text
    next_year = make.finished(world, now=dt.datetime(2027, 1, 5, 9, 0, tzinfo=make.VIETNAM))
    assert result_of(next_year)[0].number == "01/GXN-UBND"


def test_the_symbol_of_the_pack_comes_before_the_one_of_the_title() -> None:
    kind = {"code": "XAC_NHAN_MAU", "title": "Giấy xác nhận mẫu", "symbol": "XNM"}
    world = make.setting(make.simple_pack(meta_results=[kind]))
    assert result_of(make.finished(world))[0].number == "01/XNM-UBND"


def test_a_finish_that_the_registry_refuses_uses_up_no_number() -> None:
    effect = {"name": "register_death", "values": {"person": "=042090999999", "died_on": "=2026-11-01"}}
    world = make.setting(make.simple_pack(effects={"effects": [effect]}))
    case = make.waiting_for_signature(world)
    with pytest.raises(errors.EffectRefused), transaction.atomic():
        services.act(actor=world.head, case_id=case.pk, action="sign", now=make.at(10))
    assert not PaperNumber.objects.exists()


def test_the_preview_has_a_date_and_room_for_number_and_outputs() -> None:
    lines = {"text": "Cẩm Mẫu, ngày {case.finished_on}, thẻ số {effect.card_number}."}
    pack = make.simple_pack(
        effects={"effects": [{"name": "issue_card"}]}, result={"blocks": [lines], "signed_by": "sign"}
    )
    world = make.setting(pack)
    case = make.waiting_for_signature(world)
    text = words_of(queries.result_preview(world.head, case.pk))
    assert "ngày ," not in text
    assert "thẻ số …" in text
    assert "…/GXN-UBND" in text
    assert not PaperNumber.objects.exists()


def test_a_paper_about_somebody_the_registry_does_not_know_bears_his_name_and_is_in_nobodys_store() -> None:
    world = make.setting(about_an_elder())
    elder = {"full_name": "Trần Thị Mẫu Già", "personal_id": "042145001234"}
    case = make.finished(world, data={"elder": elder})
    paper, text = result_of(case)
    assert "Trần Thị Mẫu Già" in text
    said = signing.verify_code(paper.verification_code)
    shown = " ".join([*(one.text for one in said.sentences), said.holder])
    assert "T***" in shown or "Trần T" in shown
    assert "Lê" not in shown
    assert (paper.store_person_id, paper.store_gap) == (None, "person")
    assert "chưa có trong dữ liệu dân cư" in paper.get_store_gap_display()
    assert not WalletDocument.objects.exists()


def test_a_paper_about_somebody_else_whom_the_registry_knows_is_in_his_store() -> None:
    world = make.setting(about_an_elder())
    known = people.person("Trần Văn Mẫu Cụ", born=1945)
    elder = {"full_name": known.full_name, "personal_id": known.personal_id}
    paper, _ = result_of(make.finished(world, data={"elder": elder}))
    assert (paper.store_person_id, paper.store_gap) == (known.pk, "")
    assert WalletDocument.objects.get().owner_id == known.pk


class TestAtOnce:
    pytestmark = pytest.mark.django_db(transaction=True)

    @pytest.fixture
    def offices(self, transactional_db: None, tmp_path: Path) -> Iterator[at_once.Offices]:
        yield from at_once.offices(tmp_path)

    def test_many_who_sign_at_the_same_moment_get_a_number_each(self, offices: at_once.Offices) -> None:
        def sign() -> int:
            with transaction.atomic():
                return next_number("ubnd-xa-cam-mau", 2026, "GXN")

        given = [number for _ in range(4) for number in offices([sign] * 5)]
        assert sorted(map(str, given)) == sorted(map(str, range(1, 21)))
