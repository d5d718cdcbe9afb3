"""What an application takes: the paper that is filled in by itself, papers asked for, what is to pay."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from dean06.kernel.common.papers import Lines, Table, to_docx, to_pdf
from dean06.kernel.population.tests import factories as population
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.forms import queries
from dean06.procedures.forms.examples import check_example
from dean06.procedures.forms.tests import samples

DOCUMENTS = {
    "documents": [
        {"id": "lease", "title": "Hợp đồng thuê nhà", "type_code": "HOP_DONG",
         "when": [{"field": "housing.kind", "value": "rent"}],
         "replaced_by": [{"source": "wallet", "types": ["HOP_DONG", "GIAY_XAC_NHAN"]}]},
        {"id": "card", "title": "Thẻ căn cước", "type_code": "CAN_CUOC",
         "replaced_by": [{"source": "wallet", "types": ["CAN_CUOC"]}, {"source": "population", "note": "Đã có"}]},
        {"id": "photo", "title": "Ảnh", "type_code": "ANH", "optional": True},
    ]
}  # fmt: skip
FEES = {
    "fees": [
        {"code": "le_phi", "title": "Lệ phí", "kind": "charge", "amount": 20000, "online_amount": 10000,
         "exemptions": [{"code": "tre", "title": "Trẻ em", "when": [{"field": "members[].relation", "value": "child"}],
                         "percent": 50, "source": "mẫu"}],
         "valid_from": "2026-01-01", "source": "mẫu"},
        {"code": "ban_sao", "title": "Bản sao", "kind": "fee", "amount": 8000, "per": "copies", "due": "result",
         "valid_from": "2026-01-01", "source": "mẫu"},
    ]
}  # fmt: skip


@dataclass(frozen=True)
class Stored:
    document_id: int
    type_code: str


@pytest.mark.django_db
def test_the_application_is_a_paper_ready_to_sign() -> None:
    population.place()
    paper = queries.application_paper(
        samples.published(), samples.good(), case_code="H42-1", applicant_name="Nguyễn Văn Mẫu", channel="online",
        on=dt.date(2026, 11, 17), link="https://vidu.vn/kiem-tra/1",
    )  # fmt: skip
    assert (paper.title, paper.addressee) == ("TỜ KHAI THAY ĐỔI NƠI Ở", "Công an xã")
    lines = dict(row for block in paper.blocks if isinstance(block, Lines) for row in block.rows)
    assert lines["Họ và tên"] == "Nguyễn Văn Mẫu"
    assert (lines["Ngày sinh"], lines["Nhà ở"], lines["Tiền thuê một tháng"]) == (
        "15/03/1990",
        "Thuê",
        "1.500.000 đồng",
    )
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert table.rows[0] == ("1", "", "Nguyễn Thị Con", "2015", "Nữ", "Con")
    assert to_pdf(paper).startswith(b"%PDF") and to_docx(paper).startswith(b"PK")


def test_a_question_that_is_not_asked_is_not_on_the_paper() -> None:
    data = samples.good()
    data["housing"]["kind"] = "own"
    paper = queries.application_paper(
        samples.published(), data, case_code="H42-1", applicant_name="A B", channel="post", on=dt.date(2026, 11, 17)
    )
    labels = {row[0] for block in paper.blocks if isinstance(block, Lines) for row in block.rows}
    assert "Chủ nhà" not in labels and "Số bản sao" not in labels
    assert paper.signatures[0].note


def test_papers_fall_away_when_the_state_or_the_store_has_them() -> None:
    pack = samples.published(samples.files(documents=DOCUMENTS))
    found = {one.document.id: one for one in queries.required_documents(pack, samples.good(), "online")}
    assert found["lease"].must_upload and found["lease"].types == ("HOP_DONG", "GIAY_XAC_NHAN")
    assert (found["card"].satisfied_by, found["card"].must_upload) == ("population", False)
    assert not found["photo"].must_upload

    stored = [Stored(7, "GIAY_XAC_NHAN"), Stored(9, "KHAC")]
    again = queries.required_documents(pack, samples.good(), "online", usable=stored)
    assert [(one.satisfied_by, one.wallet_ids) for one in again if one.document.id == "lease"] == [("wallet", (7,))]

    own = samples.good()
    own["housing"]["kind"] = "own"
    assert [one.document.id for one in queries.required_documents(pack, own, "online")] == ["card", "photo"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("channel", "due", "amounts"),
    [("online", "", [5000, 16000]), ("direct", "", [10000, 16000]), ("online", "submission", [5000])],
)
def test_fees_follow_guards_channel_and_copies(channel: str, due: str, amounts: list[int]) -> None:
    pack = samples.published(samples.files(fees=FEES))
    lines = queries.fee_lines(pack, samples.good(), channel, samples.TODAY, due=due)
    assert [line.amount for line in lines] == amounts
    assert queries.fee_lines(pack, samples.good(), channel, dt.date(2025, 1, 1)) == []


def test_every_example_of_every_pack_is_judged_as_it_says() -> None:
    """The packs' own tests, seen by the form as people fill it in."""
    judged = 0
    for files in catalogue.read_packs():
        for name, example in files.examples.items():
            outcome = check_example(files, example)
            assert set(outcome.errors) == set(example.errors), f"{files.meta.slug}/{name}"
            judged += 1
    assert judged
