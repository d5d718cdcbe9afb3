"""PRIVATE. From what was found to what is said: one state and plain sentences."""

from __future__ import annotations

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from dean06.kernel.signing.models import Certificate, SignedDocument
from dean06.kernel.signing.rules import certificate_status
from dean06.kernel.signing.stamping import said_time
from dean06.kernel.signing.types import Sentence, VerifyResult, VerifyState
from dean06.kernel.signing.verifying import Proof

_DEMO = Sentence("Chứng thư là bản THỬ NGHIỆM: giấy tờ này không có giá trị pháp lý.", "warning")
_NOT_CONTENT = Sentence(
    "Chữ ký số chứng minh giấy tờ do cơ quan này phát hành và còn nguyên vẹn; không chứng minh người cầm giấy là ai.",
    "info",
)


def not_a_code() -> VerifyResult:
    """The typed text cannot be a code."""
    return _only(
        VerifyState.UNKNOWN_CODE,
        "Mã gõ chưa đúng. Mã có 12 chữ và số in hoa, dạng XXXX-XXXX-XXXX, in cạnh mã QR trên giấy tờ. Hãy gõ lại.",
    )


def unknown_code(code: str) -> VerifyResult:
    """A well-formed code that nothing here bears."""
    return _only(
        VerifyState.UNKNOWN_CODE,
        "Hệ thống này không phát hành giấy tờ nào mang mã này. Hãy đối chiếu lại mã; "
        "nếu mã đúng như trên giấy thì giấy tờ có dấu hiệu giả, hãy báo cơ quan ghi trên giấy.",
        code=code,
    )


def unreadable() -> VerifyResult:
    """The upload is neither a PDF nor a picture."""
    return _only(
        VerifyState.UNREADABLE,
        "Tệp này không phải tệp PDF đọc được, cũng không phải ảnh. Hãy tải tệp PDF gốc đã nhận, "
        "hoặc ảnh chụp mã QR trên giấy, hoặc gõ mã in cạnh mã QR.",
    )


def locked() -> VerifyResult:
    """A PDF that opens only with a password."""
    return _only(
        VerifyState.LOCKED,
        "Tệp PDF này đặt mật khẩu nên không đọc được để kiểm tra. Giấy tờ do cơ quan trong tỉnh ký số không đặt "
        "mật khẩu: hãy tải lại tệp gốc từ Kho giấy tờ hoặc trang hồ sơ rồi kiểm tra tệp đó. "
        "Không có tệp gốc thì gõ mã in cạnh mã QR.",
    )


def no_qr() -> VerifyResult:
    """A picture in which no QR code is found."""
    return _only(
        VerifyState.NO_CODE,
        "Không thấy mã QR trong ảnh này. Hãy chụp lại: để mã QR gần và đủ cả bốn góc, đủ sáng, không lóa, không nhòe. "
        "Hoặc gõ mã 12 chữ và số in cạnh mã QR. Giấy không có mã QR thì không kiểm tra được ở đây.",
    )


def foreign_qr() -> VerifyResult:
    """A picture whose QR codes are none of ours."""
    return _only(
        VerifyState.NO_CODE,
        "Mã QR trong ảnh không phải mã kiểm tra giấy tờ của hệ thống này (có thể là mã thanh toán, mã thẻ căn cước). "
        "Hãy chụp mã QR in cuối tờ giấy kết quả, hoặc gõ mã 12 chữ và số in cạnh mã đó.",
    )


def unsigned() -> VerifyResult:
    """A PDF without any signature."""
    return _only(
        VerifyState.UNSIGNED,
        "Tệp PDF này không có chữ ký số, nên không chứng minh được gì. "
        "Bản in, bản quét làm mất chữ ký số: hãy dùng tệp gốc, hoặc kiểm tra bằng mã in cạnh mã QR.",
    )


def of_document(document: SignedDocument, *, whole: bool | None) -> VerifyResult:
    """By code: what our own book says. ``whole``: the kept file is still the signed one."""
    state, said = VerifyState.GENUINE, []
    if document.withdrawn_at is not None:
        state = VerifyState.WITHDRAWN
        said.append(Sentence(f"Giấy tờ đã bị thu hồi lúc {said_time(document.withdrawn_at)}.", "danger"))
    status, sentence = _certificate(document.certificate, document.signed_at)
    if state == VerifyState.GENUINE and status != VerifyState.GENUINE:
        state = status
    if whole is False:
        state = VerifyState.CHANGED
        said.append(Sentence("Bản lưu trên máy chủ không còn khớp bản đã ký. Hãy báo cơ quan ký.", "danger"))
    elif whole:
        said.append(Sentence("Bản lưu trên máy chủ còn nguyên vẹn như lúc ký.", "success"))
    else:
        said.append(Sentence("Không đọc được bản lưu trên máy chủ để so sánh.", "warning"))
    said += [
        Sentence(
            f"Mã này là của giấy tờ do {document.agency_name} ký số lúc {said_time(document.signed_at)}.", "success"
        ),
        sentence,
        Sentence(
            "Hãy so tên giấy tờ và cơ quan ở đây với tờ giấy đang cầm. "
            "Muốn biết từng chữ có bị sửa hay không, hãy tải tệp PDF lên để kiểm tra.",
            "info",
        ),
    ]
    return _of(document, state, said, whole=whole)


def of_proof(
    proof: Proof, *, certificate: Certificate | None, document: SignedDocument | None, other: SignedDocument | None
) -> VerifyResult:
    """By file. ``document``: we gave out exactly this file; ``other``: we gave out another file with its code."""
    signed = f"Chữ ký số ghi tên {proof.signer}" + (f", lúc {said_time(proof.at)}." if proof.at else ".")
    if not proof.intact:
        text = "Nội dung tệp đã bị sửa sau khi ký: chữ ký số không còn khớp. Không dùng giấy tờ này."
        return _found(VerifyState.CHANGED, proof, Sentence(text, "danger"), Sentence(signed), whole=False)
    if not proof.whole:
        text = "Tệp đã được ghi thêm nội dung sau khi cơ quan ký. Phần thêm vào không được chữ ký bảo vệ."
        return _found(VerifyState.CHANGED, proof, Sentence(text, "danger"), Sentence(signed), whole=False)
    if not proof.trusted or certificate is None:
        text = (
            "Chữ ký không phải của cơ quan nào trong hệ thống này, nên hệ thống không xác nhận người ký. "
            "Nội dung không bị sửa kể từ khi người đó ký."
        )
        if other is not None:
            text = f"{text} Mã trên tệp lại là mã của giấy tờ khác do {other.agency_name} ký: có dấu hiệu giả."
            return _found(VerifyState.REPLACED, proof, Sentence(text, "danger"), Sentence(signed), whole=True)
        return _found(VerifyState.UNKNOWN_SIGNER, proof, Sentence(text, "warning"), Sentence(signed), whole=True)
    if document is None and other is not None:
        text = f"Mã {other.code} là của một tệp khác do {other.agency_name} ký. Chữ ký trên tệp này đã bị thay."
        return _found(VerifyState.REPLACED, proof, Sentence(text, "danger"), Sentence(signed), whole=True)
    if document is None:
        return _outside(proof, certificate, signed)
    state, sentence = _certificate(certificate, document.signed_at)
    said = [
        Sentence("Nội dung còn nguyên vẹn: không thay đổi một byte nào kể từ khi ký.", "success"),
        Sentence(f"Do {document.agency_name} ký số lúc {said_time(document.signed_at)}.", "success"),
        sentence,
    ]
    if document.withdrawn_at is not None:
        state = VerifyState.WITHDRAWN
        said.insert(0, Sentence(f"Giấy tờ đã bị thu hồi lúc {said_time(document.withdrawn_at)}.", "danger"))
    return _of(document, state, [*said, _NOT_CONTENT], whole=True)


def pem(der: bytes) -> str:
    """A certificate as text."""
    return x509.load_der_x509_certificate(der).public_bytes(serialization.Encoding.PEM).decode()


def _outside(proof: Proof, certificate: Certificate, signed: str) -> VerifyResult:
    """Signed by a certificate of ours, but not in our book: the time in it is only what the signer claims, so a
    revocation counts even when it came later."""
    state, sentence = _certificate(certificate, proof.at)
    if certificate.revoked_at is not None:
        state = VerifyState.REVOKED
        sentence = Sentence(
            f"Chứng thư đã bị thu hồi lúc {said_time(certificate.revoked_at)}; "
            "không có gì chứng minh tệp được ký trước đó.",
            "danger",
        )
    said = [
        Sentence("Nội dung còn nguyên vẹn kể từ khi ký.", "success"),
        Sentence(signed),
        sentence,
        Sentence("Tệp không có trong sổ ký số của hệ thống này, nên thời điểm ký là do người ký tự ghi.", "warning"),
        _NOT_CONTENT,
    ]
    return VerifyResult(
        state, (*_demo(certificate), *said), proof.signer, proof.at, True, proof.code, is_demo=certificate.is_demo
    )


def _certificate(certificate: Certificate, at: dt.datetime | None) -> tuple[VerifyState, Sentence]:
    """Did the certificate count at the moment of signing?"""
    if at is None:
        return VerifyState.NOT_VALID_THEN, Sentence("Chữ ký không ghi thời điểm ký.", "danger")
    status = certificate_status(
        valid_from=certificate.valid_from, valid_to=certificate.valid_to, revoked_at=certificate.revoked_at, at=at
    )
    if status == "revoked":
        assert certificate.revoked_at is not None
        text = f"Chứng thư đã bị thu hồi từ {said_time(certificate.revoked_at)}, trước khi ký."
        return VerifyState.REVOKED, Sentence(text, "danger")
    if status != "active":
        text = (
            f"Chứng thư chỉ có hiệu lực từ {certificate.valid_from:%d/%m/%Y} đến {certificate.valid_to:%d/%m/%Y}, "
            "không có hiệu lực lúc ký."
        )
        return VerifyState.NOT_VALID_THEN, Sentence(text, "danger")
    text = "Chứng thư có hiệu lực và chưa bị thu hồi vào lúc ký."
    if certificate.revoked_at is not None:
        text = (
            f"Chứng thư có hiệu lực vào lúc ký; sau đó bị thu hồi ({said_time(certificate.revoked_at)}), "
            "việc thu hồi không làm mất giá trị giấy tờ đã ký trước."
        )
    return VerifyState.GENUINE, Sentence(text, "success")


def _of(document: SignedDocument, state: VerifyState, said: list[Sentence], *, whole: bool | None) -> VerifyResult:
    return VerifyResult(
        state=state,
        sentences=(*_demo(document.certificate), *said),
        signer=document.agency_name,
        at=document.signed_at,
        whole=whole,
        code=document.code,
        title=document.title,
        holder=document.holder_masked,
        is_demo=document.certificate.is_demo,
    )


def _found(state: VerifyState, proof: Proof, *said: Sentence, whole: bool) -> VerifyResult:
    return VerifyResult(state, said, proof.signer, proof.at, whole, proof.code)


def _only(state: VerifyState, text: str, *, code: str = "") -> VerifyResult:
    return VerifyResult(state, (Sentence(text, "danger"),), code=code)


def _demo(certificate: Certificate) -> tuple[Sentence, ...]:
    return (_DEMO,) if certificate.is_demo else ()
