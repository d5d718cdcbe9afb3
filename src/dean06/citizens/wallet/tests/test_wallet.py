"""The personal store: papers kept once, reused, and shown only to whom they concern."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from dean06.citizens.wallet import access, queries, services
from dean06.citizens.wallet.errors import (
    AlreadyUsed,
    DocumentNotFound,
    NoDossier,
    NotUsable,
    PaperUnusable,
    TypeUnknown,
)
from dean06.citizens.wallet.models import Use, WalletDocument
from dean06.citizens.wallet.tests.factories import SCAN, SYSTEM, paper
from dean06.citizens.wallet.types import Validity
from dean06.kernel.accounts.tests.factories import citizen_actor, make_actor, make_citizen, sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import DomainError, InvalidInput
from dean06.kernel.files import services as files
from dean06.kernel.files.models import StoredFile
from dean06.kernel.files.tests.test_paper_check import as_file
from dean06.kernel.population.tests.factories import CIVIL_HERE, CIVIL_THERE, NOW, TODAY, family, person, place
from dean06.kernel.signing import queries as signing
from dean06.kernel.signing.types import VerifyState

pytestmark = pytest.mark.django_db
PURPOSE = "GIAI_QUYET_TTHC"
CASE = "H27.1-261117-0001"
UNTIL = NOW + dt.timedelta(days=400)


@pytest.fixture(autouse=True)
def _place() -> None:
    place()


@pytest.fixture
def officer():
    return make_actor("one_stop_officer", CIVIL_HERE)


def looks(person_id: int) -> list[tuple[str, str]]:
    rows = AuditRow.objects.filter(subject=f"population.person:{person_id}", is_read=True).order_by("pk")
    return [(row.action, row.dossier) for row in rows]


# --- Keeping and using ------------------------------------------------------------------------------------------------


def test_a_result_is_kept_and_its_owner_finds_it() -> None:
    owner = person("Nguyễn Thị Mẫu", sex="F")
    kept = paper(owner, data={"register": "12/2026"})
    mine = queries.own_documents(citizen_actor(owner.pk))
    assert [(one.document_id, one.title, one.state, one.verified) for one in mine] == [
        (kept.pk, "Giấy khai sinh", "usable", True)
    ]
    assert mine[0].data == {"register": "12/2026"}
    record = queries.metadata_of([kept.pk])[kept.pk]
    assert record["TenChuGiayTo"] == "Nguyễn Thị Mẫu"
    assert record["MaChuGiayTo"] == owner.personal_id
    assert record["NgayCap"] == "05/01/2026"
    assert record["ThoiHanHieuLuc"] == "Không thời hạn"
    assert list(record) == [
        *("MaGiayTo", "TenGiayTo", "KyHieuGiayTo", "MaChuGiayTo", "TenChuGiayTo", "MaCoQuan", "TenCoQuan", "NgayCap"),
        *("ThoiHanHieuLuc", "PhamViHieuLuc", "NgaySoHoa", "ThongTinKhac"),
    ]


def test_a_file_of_another_record_stays_there_and_the_store_has_its_own_row() -> None:
    stored = files.store_upload(actor=SYSTEM, data=SCAN, filename="ket-qua.jpg", owner="cases.case:5")
    kept = paper(person(), file_id=stored.pk)
    stored.refresh_from_db()
    assert stored.owner == "cases.case:5"
    own = StoredFile.objects.get(pk=kept.file_id)
    assert (own.owner, own.sha256) == (f"wallet.walletdocument:{kept.pk}", stored.sha256)


def test_reuse_counts_once_a_dossier_and_the_owner_sees_who(officer) -> None:
    owner = person()
    kept = paper(owner)
    for _ in range(3):
        services.reuse(actor=officer, document_id=kept.pk, case_code=CASE, purpose=PURPOSE, now=NOW)
    me = citizen_actor(owner.pk)
    services.reuse(actor=me, document_id=kept.pk, case_code="H2", agency=CIVIL_THERE, now=NOW)
    kept.refresh_from_db()
    assert kept.reuse_count == 2
    assert looks(owner.pk) == [("wallet.reused", CASE), ("wallet.reused", "H2")]
    uses = {(use.case_code, use.agency, use.by) for use in queries.uses_of(me, kept.pk)}
    assert uses == {(CASE, CIVIL_HERE, officer.name), ("H2", CIVIL_THERE, me.name)}
    assert queries.reused_in([CASE, "H2", "H3"]) == {CASE: 1, "H2": 1}


def test_a_paper_that_counts_once_is_used_up_until_the_dossier_gives_it_back(officer) -> None:
    owner = person()
    kept = paper(owner, type_code="GIAY_CHUNG_SINH", validity=Validity.ONCE)
    services.reuse(actor=officer, document_id=kept.pk, case_code=CASE, now=NOW)
    services.reuse(actor=officer, document_id=kept.pk, case_code=CASE, now=NOW)
    with pytest.raises(AlreadyUsed):
        services.reuse(actor=officer, document_id=kept.pk, case_code="H2", now=NOW)
    assert Use.objects.count() == 1
    assert queries.usable(owner.pk, ["GIAY_CHUNG_SINH"], TODAY) == []
    assert len(queries.usable(owner.pk, ["GIAY_CHUNG_SINH"], TODAY, case_code=CASE)) == 1
    assert services.release(actor=officer, case_code=CASE, now=NOW) == 1
    assert services.release(actor=officer, case_code=CASE, now=NOW) == 0
    assert services.reuse(actor=officer, document_id=kept.pk, case_code="H2", now=NOW).reuse_count == 1


@pytest.mark.parametrize(
    ("fields", "usable"),
    [
        ({"validity": Validity.LIMITED, "valid_until": TODAY}, True),
        ({"validity": Validity.LIMITED, "valid_until": TODAY - dt.timedelta(days=1)}, False),
        ({"validity": Validity.LIMITED, "valid_until": TODAY + dt.timedelta(days=1)}, True),
        ({"issued_on": TODAY + dt.timedelta(days=1)}, False),
        ({}, True),
    ],
)
def test_only_papers_in_force_are_offered_and_taken(officer, fields: dict, usable: bool) -> None:
    owner = person()
    kept = paper(owner, **fields)
    found = queries.usable(owner.pk, ["GIAY_KHAI_SINH"], TODAY)
    assert bool(found) == usable
    if usable:
        # Ids and types only: what stands on the paper needs a right and leaves a row.
        assert (found[0].number, found[0].data, found[0].file_id) == ("", {}, None)
    else:
        with pytest.raises(NotUsable):
            services.reuse(actor=officer, document_id=kept.pk, case_code=CASE, now=NOW)
        assert not Use.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"validity": Validity.LIMITED},
        {"valid_until": dt.date(2025, 1, 1)},
        {"issued_on": TODAY + dt.timedelta(days=9)},
        {"validity": "forever"},
    ],
)
def test_impossible_dates_are_refused_and_nothing_is_kept(fields: dict) -> None:
    with pytest.raises(InvalidInput):
        paper(person(), **fields)
    assert not WalletDocument.objects.exists()


def test_an_unknown_kind_of_paper_is_refused() -> None:
    with pytest.raises(TypeUnknown):
        paper(person(), type_code="KHONG_CO")


# --- Who may look -----------------------------------------------------------------------------------------------------


def test_parents_see_the_papers_of_their_children_and_nobody_else_does() -> None:
    home = family(children=1)
    child, stranger = home.children[0], person("Lê Văn Khác")
    kept = paper(child)
    mother = citizen_actor(home.mother.pk)
    assert [one.document_id for one in queries.own_documents(mother, person_id=child.pk)] == [kept.pk]
    other = citizen_actor(stranger.pk)
    with pytest.raises(DocumentNotFound):
        queries.own_documents(other, person_id=child.pk)
    with pytest.raises(DocumentNotFound):
        queries.documents_of(other, child.pk, purpose=PURPOSE, dossier=CASE)
    with pytest.raises(DocumentNotFound):
        services.reuse(actor=other, document_id=kept.pk, case_code=CASE, now=NOW)
    with pytest.raises(DocumentNotFound):
        services.open_document(actor=other, document_id=kept.pk, purpose=PURPOSE, dossier=CASE)
    assert looks(child.pk) == []


def test_a_strangers_paper_is_refused_exactly_as_one_that_does_not_exist(officer) -> None:
    kept = paper(person(), issuer_agency=CIVIL_HERE)
    nothing = kept.pk + 1000
    stranger, there = citizen_actor(person("Lê Văn Khác").pk), make_actor("one_stop_officer", CIVIL_THERE)
    accountant = make_actor("fee_accountant", CIVIL_HERE)
    calls = (
        lambda actor, number: queries.document(actor, number, purpose=PURPOSE, dossier=CASE),
        lambda actor, number: services.open_document(actor=actor, document_id=number, purpose=PURPOSE, dossier=CASE),
        lambda actor, number: queries.revocable(actor, number),
    )
    for actor in (stranger, there, accountant):
        for call in calls:
            said = []
            for number in (kept.pk, nothing):
                with pytest.raises(DomainError) as refusal:
                    call(actor, number)
                said.append((type(refusal.value), refusal.value.message))
            assert said[0] == said[1]
    for call in calls[:2]:
        with pytest.raises(DocumentNotFound):
            call(stranger, kept.pk)
    with pytest.raises(DocumentNotFound):
        calls[2](there, kept.pk)
    assert looks(kept.owner_id) == []


def test_an_official_needs_a_dossier_that_he_works_on(officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_checks", [])
    owner = person()
    kept = paper(owner)
    for dossier in ("", "H27.1-000000-9999"):
        with pytest.raises(NoDossier):
            queries.documents_of(officer, owner.pk, purpose=PURPOSE, dossier=dossier)
    with pytest.raises(InvalidInput):
        queries.documents_of(officer, owner.pk, purpose="TO_MO", dossier=CASE)
    assert looks(owner.pk) == []
    services.register_dossier_check(lambda actor, dossier, person_id: dossier == CASE and person_id == owner.pk)
    assert len(queries.documents_of(officer, owner.pk, purpose=PURPOSE, dossier=CASE)) == 1
    stored, content = services.open_document(actor=officer, document_id=kept.pk, purpose=PURPOSE, dossier=CASE)
    with content:
        assert content.read() == SCAN
    assert stored.pk == kept.file_id
    assert looks(owner.pk) == [("wallet.listed", CASE), ("wallet.opened", CASE)]


def test_the_agency_that_took_a_paper_into_its_dossier_may_open_it_and_others_may_not(
    officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_checks", [])
    kept = paper(person())
    services.reuse(actor=officer, document_id=kept.pk, case_code=CASE, now=NOW)
    services.open_document(actor=officer, document_id=kept.pk, purpose=PURPOSE, dossier=CASE)[1].close()
    with pytest.raises(NoDossier):
        services.open_document(
            actor=make_actor("one_stop_officer", CIVIL_THERE), document_id=kept.pk, purpose=PURPOSE, dossier=CASE
        )


def test_the_plain_download_of_files_opens_for_the_owner_only(officer) -> None:
    owner = person()
    kept = paper(owner)
    services.reuse(actor=officer, document_id=kept.pk, case_code=CASE, now=NOW)
    files.open_file(actor=citizen_actor(owner.pk), file_id=kept.file_id)[1].close()
    with pytest.raises(Exception, match="Không tìm thấy"):
        files.open_file(actor=officer, file_id=kept.file_id)


# --- Digitising -------------------------------------------------------------------------------------------------------


def digitised(officer, owner, **fields):
    known = {
        "type_code": "GIAY_KET_HON",
        "title": "",
        "data": SCAN,
        "filename": "ket-hon.jpg",
        "case_code": CASE,
        "compared": True,
        "number": "34/2018",
        "issuer_name": "UBND xã Cẩm Mẫu",
        "issued_on": dt.date(2018, 5, 6),
        "now": NOW,
        **fields,
    }
    return services.digitise(actor=officer, owner_person_id=owner.pk, **known)


def test_a_compared_scan_becomes_a_certified_copy_that_anyone_can_verify(officer) -> None:
    owner = person("Trần Văn Mẫu")
    made = digitised(officer, owner)
    assert (made.copy, made.verified, made.title) == ("certified", True, "Giấy chứng nhận kết hôn")
    result = signing.verify_code(made.signed_code)
    assert result.state == VerifyState.GENUINE
    assert result.holder == "Trần V*** M***"
    seen = queries.documents_of(citizen_actor(owner.pk), owner.pk)[0]
    assert seen.signed_code == made.signed_code
    services.revoke(actor=officer, document_id=made.pk, reason="Quét nhầm trang", now=NOW)
    assert signing.verify_code(made.signed_code).state == VerifyState.WITHDRAWN
    assert queries.usable(owner.pk, ["GIAY_KET_HON"], TODAY) == []
    with pytest.raises(NotUsable):
        services.revoke(actor=officer, document_id=made.pk, reason="Lần hai")


def test_a_scan_that_nobody_compared_is_kept_as_such(officer) -> None:
    made = digitised(officer, person(), compared=False)
    assert (made.copy, made.verified, made.signed_code) == ("plain", False, "")


def test_a_bad_scan_is_refused_with_what_to_do_and_a_faint_one_needs_a_word(officer) -> None:
    black = as_file(Image.new("L", (1240, 1754), 5))
    with pytest.raises(PaperUnusable, match="quá tối"):
        digitised(officer, person(), data=black, accept_warnings=True)
    small = as_file(Image.open(io.BytesIO(SCAN)).resize((700, 990)))
    with pytest.raises(PaperUnusable, match="hơi nhỏ"):
        digitised(officer, person(), data=small)
    assert not WalletDocument.objects.exists()
    assert not StoredFile.objects.exists()
    assert digitised(officer, person(), data=small, accept_warnings=True).pk


def test_another_agency_cannot_revoke_a_paper(officer) -> None:
    made = digitised(officer, person())
    with pytest.raises(DocumentNotFound):
        services.revoke(actor=make_actor("one_stop_officer", CIVIL_THERE), document_id=made.pk, reason="x")
    made.refresh_from_db()
    assert made.revoked_at is None


def test_figures_count_what_was_digitised_certified_and_reused_per_agency(officer) -> None:
    owner = person()
    first = digitised(officer, owner)
    digitised(officer, owner, compared=False)
    services.reuse(actor=officer, document_id=first.pk, case_code="H2", now=NOW)
    there = make_actor("one_stop_officer", CIVIL_THERE)
    services.reuse(actor=there, document_id=first.pk, case_code="H3", now=NOW)
    since = NOW - dt.timedelta(days=1)
    (mine,) = queries.reuse_counts(officer, since=since, until=UNTIL)
    assert (mine.agency, mine.digitised, mine.certified, mine.reused) == (CIVIL_HERE, 2, 1, 1)
    assert [row.reused for row in queries.reuse_counts(SYSTEM, since=since, until=UNTIL)] == [1, 1]
    assert queries.reuse_counts(SYSTEM, since=UNTIL, until=UNTIL) == []


# --- The citizen's own scans ------------------------------------------------------------------------------------------


def test_a_citizen_adds_and_removes_own_scans_unless_a_dossier_uses_them() -> None:
    owner = person()
    me = citizen_actor(owner.pk)
    added = services.add_own(
        actor=me, type_code="HOP_DONG_THUE_NHA", title="Hợp đồng thuê nhà", data=SCAN, filename="thue.jpg", now=NOW
    )
    assert (added.source, added.verified) == ("own", False)
    with pytest.raises(DocumentNotFound):
        services.remove_own(actor=citizen_actor(person("Lê Thị Khác", sex="F").pk), document_id=added.pk)
    services.reuse(actor=me, document_id=added.pk, case_code=CASE, now=NOW)
    with pytest.raises(NotUsable):
        services.remove_own(actor=me, document_id=added.pk)
    other = services.add_own(actor=me, type_code="GIAY_TO_KHAC", title="Nháp", data=SCAN, filename="a.jpg", now=NOW)
    services.remove_own(actor=me, document_id=other.pk)
    assert [one.document_id for one in queries.own_documents(me)] == [added.pk]


# --- Pages ------------------------------------------------------------------------------------------------------------


def _form(owner, **fields):
    return {
        "number": owner.personal_id,
        "full_name": owner.full_name,
        "birth_date": "15/03/1990",
        "case_code": CASE,
        **fields,
    }


def test_an_officer_digitises_a_paper_and_finds_it_in_the_store(client: Client) -> None:
    sign_in(client, "one_stop_officer", CIVIL_HERE)
    owner = person("Phan Văn Mẫu")

    def given(**fields):
        return _form(
            owner,
            type_code="GIAY_KET_HON",
            issuer_name="UBND xã Cẩm Mẫu",
            issued_on="06/05/2018",
            validity="unlimited",
            compared="on",
            file=SimpleUploadedFile("giay.jpg", SCAN),
            **fields,
        )

    wrong = client.post(reverse("wallet:digitise"), given(paper_number="1") | {"full_name": "Phan Thị Lạ"})
    assert wrong.status_code == 422
    assert "không khớp dữ liệu dân cư" in wrong.text
    assert not WalletDocument.objects.exists()
    for _ in range(3):
        again = client.post(reverse("wallet:digitise"), given(idempotency_key="the same sending"))
        assert again.status_code == 302
    kept = WalletDocument.objects.get()
    home = client.get(reverse("wallet:home"))
    assert kept.code in home.text
    assert "UBND xã Cẩm Mẫu" in home.text
    listed = client.post(reverse("wallet:person"), _form(owner, purpose=PURPOSE))
    assert "Giấy chứng nhận kết hôn" in listed.text
    address = reverse("wallet:file", args=[kept.pk])
    assert client.get(address).status_code == 403
    answer = client.get(address, {"ho-so": CASE})
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert ("wallet.opened", CASE) in looks(owner.pk)


def test_the_pages_are_closed_to_citizens_and_visitors(client: Client) -> None:
    assert client.get(reverse("wallet:home")).status_code == 302
    client.force_login(make_citizen(person().pk))
    for name in ("home", "digitise", "person", "types"):
        assert client.get(reverse(f"wallet:{name}")).status_code in (302, 403), name


def test_the_controller_edits_the_table_of_papers(client: Client) -> None:
    sign_in(client, "procedure_controller")
    assert "GIAY_KHAI_SINH" in client.get(reverse("wallet:types")).text
    new = {"code": "giay_moi", "name": "Giấy mới", "validity": "once", "source": "QĐ 1/2026", "is_active": "on"}
    assert client.post(reverse("wallet:type", args=["moi"]), new).status_code == 302
    assert client.post(reverse("wallet:type", args=["moi"]), new | {"code": "có dấu"}).status_code == 422
    changed = {"name": "Giấy khai sinh (bản chính)", "validity": "unlimited", "source": "Luật Hộ tịch"}
    assert client.post(reverse("wallet:type", args=["GIAY_KHAI_SINH"]), changed).status_code == 302
    kinds = {one.code: one for one in queries.paper_types(active_only=False)}
    assert kinds["GIAY_MOI"].validity == "once"
    assert (kinds["GIAY_KHAI_SINH"].name, kinds["GIAY_KHAI_SINH"].is_active) == ("Giấy khai sinh (bản chính)", False)
    assert "GIAY_KHAI_SINH" not in {one.code for one in queries.paper_types()}
