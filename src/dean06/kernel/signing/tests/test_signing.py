"""Papers signed by an agency: what is proved, and everything that makes the proof fail."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
from pathlib import Path

import pytest
from asn1crypto import x509
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import InvalidInput, NotAllowed
from dean06.kernel.files import queries as files
from dean06.kernel.files.models import StoredFile
from dean06.kernel.files.storing import place_of
from dean06.kernel.signing import queries, rules, sealed_files, services
from dean06.kernel.signing.errors import (
    AlreadyRevoked,
    CertificateRefused,
    DemoNotAllowed,
    KeyUnusable,
    NoCertificate,
    NotSignable,
)
from dean06.kernel.signing.models import Certificate, SignedDocument
from dean06.kernel.signing.tests.factories import AGENCY, NOW, PAPER, SYSTEM, pkcs12_file, signed
from dean06.kernel.signing.types import VerifyState

pytestmark = pytest.mark.django_db


def own(agency: str = AGENCY) -> Certificate:
    return Certificate.objects.get(agency=agency, revoked_at__isnull=True)


# --- What is proved ---------------------------------------------------------------------------------------------------


def test_a_signed_paper_is_genuine_by_code_by_address_and_by_file() -> None:
    ref = signed()
    for result in (
        queries.verify_code(ref.code),
        queries.verify_code(f" {ref.code.lower().replace('-', ' ')} "),
        queries.verify_code(f"https://dean06.example/kiem-tra/{ref.code}"),
        queries.verify_pdf(ref.pdf),
    ):
        assert result.state == VerifyState.GENUINE
        assert result.whole is True
        assert result.title == "Trích lục khai sinh"
        assert result.at == NOW
        assert result.is_demo


def test_the_answer_names_nobody() -> None:
    result = queries.verify_code(signed().code)
    assert result.holder == "Nguyễn A*** B***"
    assert "Bình" not in " ".join(sentence.text for sentence in result.sentences)


def test_the_signed_file_is_kept_under_its_record_with_an_audit_row() -> None:
    ref = signed(owner="cases.case:7")
    assert files.content(ref.file_id) == ref.pdf
    assert StoredFile.objects.get(pk=ref.file_id).owner == "cases.case:7"
    assert queries.signed_file(ref.code) == ref.file_id
    assert AuditRow.objects.filter(action="signing.document_signed").count() == 1


def test_a_trial_signature_says_so_in_stamp_certificate_and_answer() -> None:
    ref = signed()
    reader = PdfFileReader(io.BytesIO(ref.pdf))
    subject = reader.embedded_regular_signatures[0].signer_cert.subject.native
    assert subject["organization_name"] == "THỬ NGHIỆM - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
    assert any("THỬ NGHIỆM" in sentence.text for sentence in queries.verify_pdf(ref.pdf).sentences)


def test_other_software_finds_the_signature_valid_on_the_raw_bytes() -> None:
    ref = signed()
    roots = [x509.Certificate.load(bytes(row.der)) for row in Certificate.objects.filter(kind="root")]
    signature = PdfFileReader(io.BytesIO(ref.pdf)).embedded_regular_signatures[0]
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots, moment=NOW, allow_fetching=False))
    assert status.bottom_line
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_the_paper_stays_byte_for_byte_before_the_signature() -> None:
    from dean06.kernel.common.papers import to_pdf

    pdf = to_pdf(PAPER)
    ref = services.sign_pdf(
        actor=SYSTEM, pdf=pdf, agency=AGENCY, title="Bản quét", owner="x:1", certified_copy=True, now=NOW
    )
    assert ref.pdf.startswith(pdf)
    twice = services.sign_pdf(actor=SYSTEM, pdf=ref.pdf, agency="so-noi-vu", title="Hai chữ ký", owner="x:1", now=NOW)
    assert queries.verify_pdf(twice.pdf).state == VerifyState.GENUINE
    assert queries.verify_pdf(ref.pdf).state == VerifyState.GENUINE


def test_signing_works_where_the_thread_already_runs_an_event_loop(settings) -> None:
    certificate_made = signed()
    from dean06.kernel.common.papers import to_pdf
    from dean06.kernel.signing.certificates import signer_of
    from dean06.kernel.signing.stamping import signed_pdf

    assert certificate_made
    signer = signer_of(own())

    async def inside() -> bytes:
        return signed_pdf(to_pdf(PAPER), signer=signer, lines=["Ký bởi: x"], reason="r", agency_name="x", now=NOW)

    assert queries.verify_pdf(asyncio.run(inside())).whole


# --- What makes it fail -----------------------------------------------------------------------------------------------


def test_one_changed_byte_is_found_wherever_it_is() -> None:
    ref = signed()
    start, length, rest, _ = _byte_range(ref.pdf)
    assert start == 0
    for place in (20, length // 2, length - 3, rest + 5, len(ref.pdf) - 8):
        changed = bytearray(ref.pdf)
        changed[place] ^= 1
        assert not queries.verify_pdf(bytes(changed)).is_genuine, place


def test_content_added_after_the_signature_is_found() -> None:
    ref = signed()
    writer = IncrementalPdfFileWriter(io.BytesIO(ref.pdf))
    writer.root["/Thêm"] = writer.add_object(writer.root.get("/Lang", None) or writer.root["/Pages"])
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert queries.verify_pdf(out.getvalue()).state == VerifyState.CHANGED
    assert queries.verify_pdf(ref.pdf + b"\n%them").state == VerifyState.CHANGED


def test_a_signature_replaced_by_a_strangers_is_found(tmp_path: Path) -> None:
    ref = signed()
    stranger = tmp_path / "stranger.p12"
    stranger.write_bytes(pkcs12_file(name="Ủy ban nhân dân xã Kỳ Khang"))
    signer = signers.SimpleSigner.load_pkcs12(str(stranger), passphrase=b"mat-khau")
    assert signer is not None
    forged = _resigned(ref, signer)
    result = queries.verify_pdf(forged)
    assert result.state == VerifyState.REPLACED
    assert not result.is_genuine


def test_a_paper_of_one_agency_signed_again_by_another_is_found() -> None:
    from dean06.kernel.signing.certificates import signer_of

    ref = signed()
    signed(agency="so-noi-vu")
    assert queries.verify_pdf(_resigned(ref, signer_of(own("so-noi-vu")))).state == VerifyState.REPLACED


def test_a_strangers_signature_proves_wholeness_only(tmp_path: Path) -> None:
    from dean06.kernel.common.papers import to_pdf

    stranger = tmp_path / "stranger.p12"
    stranger.write_bytes(pkcs12_file())
    signer = signers.SimpleSigner.load_pkcs12(str(stranger), passphrase=b"mat-khau")
    assert signer is not None
    out = signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(to_pdf(PAPER))), signers.PdfSignatureMetadata(field_name="A"), signer=signer
    )
    result = queries.verify_pdf(out.getvalue())
    assert result.state == VerifyState.UNKNOWN_SIGNER
    assert result.whole is True


def test_what_is_not_signed_or_no_pdf_or_a_wrong_code_is_told_apart() -> None:
    from dean06.kernel.common.papers import to_pdf

    assert queries.verify_pdf(to_pdf(PAPER)).state == VerifyState.UNSIGNED
    assert queries.verify_pdf(b"hello").state == VerifyState.UNREADABLE
    assert queries.verify_pdf(b"%PDF-1.7\n" + b"\0" * 100).state == VerifyState.UNREADABLE
    assert queries.verify_code("abc").state == VerifyState.UNKNOWN_CODE
    unknown = queries.verify_code(rules.new_code())
    assert unknown.state == VerifyState.UNKNOWN_CODE
    assert "giả" in unknown.sentences[0].text


def test_a_revoked_certificate_signs_nothing_more_and_papers_signed_before_stay_genuine() -> None:
    before = signed()
    services.revoke_certificate(actor=SYSTEM, certificate_id=own().pk, reason="Lộ khóa", now=NOW + dt.timedelta(days=2))
    with pytest.raises(NoCertificate):
        signed(now=NOW + dt.timedelta(days=3))
    assert SignedDocument.objects.count() == 1
    result = queries.verify_pdf(before.pdf)
    assert result.state == VerifyState.GENUINE
    assert any("sau đó bị thu hồi" in sentence.text for sentence in result.sentences)


def test_a_file_outside_the_book_signed_by_a_revoked_certificate_proves_nothing() -> None:
    before = signed()
    SignedDocument.objects.all().delete()
    assert queries.verify_pdf(before.pdf).state == VerifyState.GENUINE
    services.revoke_certificate(actor=SYSTEM, certificate_id=own().pk, reason="Lộ khóa", now=NOW + dt.timedelta(days=2))
    assert queries.verify_pdf(before.pdf).state == VerifyState.REVOKED


def test_a_signature_by_a_certificate_that_had_been_revoked_is_refused_by_code_and_file() -> None:
    ref = signed()
    Certificate.objects.filter(agency=AGENCY).update(revoked_at=NOW - dt.timedelta(days=1))
    assert queries.verify_code(ref.code).state == VerifyState.REVOKED
    assert queries.verify_pdf(ref.pdf).state == VerifyState.REVOKED


def test_an_expired_certificate_at_signing_is_told() -> None:
    ref = signed()
    Certificate.objects.filter(agency=AGENCY).update(valid_to=NOW - dt.timedelta(days=1))
    assert queries.verify_code(ref.code).state == VerifyState.NOT_VALID_THEN


def test_a_withdrawn_paper_is_told_by_code_and_file() -> None:
    ref = signed()
    services.withdraw_document(actor=SYSTEM, code=ref.code, reason="Hủy kết quả", now=NOW)
    services.withdraw_document(actor=SYSTEM, code=ref.code, reason="Lần hai", now=NOW)
    assert queries.verify_code(ref.code).state == VerifyState.WITHDRAWN
    assert queries.verify_pdf(ref.pdf).state == VerifyState.WITHDRAWN
    assert SignedDocument.objects.get().withdrawn_reason == "Hủy kết quả"


def test_a_kept_file_that_was_changed_on_the_server_is_not_called_whole() -> None:
    ref = signed()
    place = place_of(ref.sha256)
    whole = place.read_bytes()
    try:
        place.write_bytes(whole + b" ")
        assert queries.verify_code(ref.code).whole is None
    finally:
        place.write_bytes(whole)


def test_a_file_that_only_lenient_readers_open_is_signed_after_being_written_anew() -> None:
    from dean06.kernel.common.papers import to_pdf

    pdf = to_pdf(PAPER)
    for careless in (b"scanner\n" + pdf, pdf.rstrip()[:-5]):
        ref = services.sign_pdf(actor=SYSTEM, pdf=careless, agency=AGENCY, title="x", owner="x:1", now=NOW)
        assert queries.verify_pdf(ref.pdf).state == VerifyState.GENUINE


def test_a_locked_or_broken_pdf_cannot_be_signed_and_nothing_stays() -> None:
    with pytest.raises(NotSignable):
        services.sign_pdf(actor=SYSTEM, pdf=b"%PDF-1.7 nothing", agency=AGENCY, title="x", owner="x:1", now=NOW)
    assert not SignedDocument.objects.exists()
    assert not StoredFile.objects.exists()


# --- Certificates and keys --------------------------------------------------------------------------------------------


def test_only_administrators_handle_certificates_and_a_reason_is_needed() -> None:
    signed()
    officer = make_actor("agency_officer", AGENCY)
    with pytest.raises(NotAllowed):
        services.revoke_certificate(actor=officer, certificate_id=own().pk, reason="x")
    with pytest.raises(NotAllowed):
        queries.certificates_of(officer)
    administrator = make_actor("administrator")
    with pytest.raises(InvalidInput):
        services.revoke_certificate(actor=administrator, certificate_id=own().pk, reason=" ")
    assert own().revoked_at is None
    revoked = services.revoke_certificate(actor=administrator, certificate_id=own().pk, reason="Đổi khóa", now=NOW)
    with pytest.raises(AlreadyRevoked):
        services.revoke_certificate(actor=administrator, certificate_id=revoked.pk, reason="Đổi khóa")
    again = services.issue_certificate(actor=administrator, agency=AGENCY, now=NOW)
    assert queries.can_sign(AGENCY, now=NOW)
    assert [row.status for row in queries.certificates_of(administrator, now=NOW) if row.agency] == [
        "active",
        "revoked",
    ]
    assert again.pk != revoked.pk


def test_a_real_installation_makes_no_trial_certificates(settings) -> None:
    settings.SIGNING_DEMO_AUTHORITY = False
    with pytest.raises(NoCertificate):
        signed()
    with pytest.raises(DemoNotAllowed):
        services.ensure_demo_authority(actor=SYSTEM, now=NOW)
    assert not Certificate.objects.exists()
    assert not queries.can_sign(AGENCY, now=NOW)


def test_the_trial_authority_is_made_once() -> None:
    first = services.ensure_demo_authority(actor=SYSTEM, now=NOW)
    assert services.ensure_demo_authority(actor=SYSTEM, now=NOW) == first
    assert Certificate.objects.count() == 2


def test_an_imported_certificate_signs_and_is_trusted(settings) -> None:
    settings.SIGNING_DEMO_AUTHORITY = False
    made = services.import_certificate(
        actor=make_actor("administrator"), agency=AGENCY, pkcs12=pkcs12_file(), password="mat-khau", now=NOW
    )
    result = queries.verify_pdf(signed().pdf)
    assert result.state == VerifyState.GENUINE
    assert not result.is_demo
    assert not made.is_demo
    with pytest.raises(CertificateRefused):
        services.import_certificate(actor=SYSTEM, agency=AGENCY, pkcs12=pkcs12_file(), password="sai", now=NOW)
    with pytest.raises(CertificateRefused):
        services.import_certificate(
            actor=SYSTEM, agency=AGENCY, pkcs12=pkcs12_file(), password="mat-khau", now=NOW + dt.timedelta(days=2000)
        )


def test_keys_lie_sealed_and_open_only_with_the_secret_that_sealed_them(settings) -> None:
    signed()
    certificate = own()
    path = sealed_files.folder() / f"{certificate.key_ref}.sealed"
    assert b"PRIVATE" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    plain = sealed_files.open_key(certificate.key_ref)
    assert plain not in path.read_bytes()
    settings.SECRET_KEY = "another secret"
    with pytest.raises(KeyUnusable):
        sealed_files.open_key(certificate.key_ref)
    for name in ("../secret", "a/b", ""):
        with pytest.raises(KeyUnusable):
            sealed_files.open_key(name)


def test_another_place_of_keys_is_plugged_in_by_name(settings) -> None:
    signed()
    settings.SIGNING_KEY_STORES = {"remote": "dean06.kernel.signing.tests.remote_demo.DemoRemote"}
    Certificate.objects.filter(agency=AGENCY).update(key_store="remote")
    result = queries.verify_pdf(signed().pdf)
    assert result.state == VerifyState.GENUINE


# --- Codes ------------------------------------------------------------------------------------------------------------


@given(st.integers(0, 10), st.sampled_from(rules.ALPHABET))
def test_a_mistyped_character_never_makes_another_code(place: int, other: str) -> None:
    code = rules.new_code().replace("-", "")
    wrong = code[:place] + other + code[place + 1 :]
    assert (rules.read_code(wrong) is None) == (wrong != code)
    swapped = code[:place] + code[place + 1 : place + 2] + code[place] + code[place + 2 :]
    assert rules.read_code(swapped) is None or swapped == code


@given(st.text(max_size=40))
def test_any_text_is_read_as_a_code_or_as_none(text: str) -> None:
    assert rules.read_code(text) is None or len(rules.read_code(text) or "") == 14


def _byte_range(pdf: bytes) -> list[int]:
    return [int(n) for n in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[0].byte_range]


def _resigned(ref, signer: signers.Signer) -> bytes:
    """The paper with its code, stripped of its signature and signed by somebody else."""
    from dean06.kernel.common.papers import to_pdf

    bare = to_pdf(PAPER.with_code(ref.code, address=f"http://x/kiem-tra/{ref.code}", caption=ref.code))
    meta = signers.PdfSignatureMetadata(field_name="ChuKy1", reason=f"Trích lục khai sinh [{ref.code}]")
    return signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(bare)), meta, signer=signer).getvalue()
