"""Refusals of the signing app."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput, NotFound


class NoCertificate(Conflict):
    """The agency has no certificate in force."""

    code = "SIGNING_NO_CERTIFICATE"
    message = (
        "Cơ quan này chưa có chứng thư ký số còn hiệu lực nên chưa ký được giấy tờ. "
        "Hãy báo quản trị hệ thống nhập hoặc cấp chứng thư."
    )


class CertificateNotFound(NotFound):
    """No such certificate."""

    code = "SIGNING_CERTIFICATE_NOT_FOUND"
    message = "Không có chứng thư này."


class AlreadyRevoked(Conflict):
    """The certificate was revoked before."""

    code = "SIGNING_ALREADY_REVOKED"
    message = "Chứng thư này đã bị thu hồi từ trước."


class DemoNotAllowed(Conflict):
    """A trial authority has no place in a real installation."""

    code = "SIGNING_DEMO_NOT_ALLOWED"
    message = (
        "Hệ thống đang chạy thật nên không tạo được chứng thư thử nghiệm. "
        "Hãy nhập tệp chứng thư (PKCS#12) do tổ chức chứng thực chữ ký số cấp, hoặc khai báo máy ký từ xa."
    )


class CertificateRefused(InvalidInput):
    """The imported file or its password is wrong."""

    code = "SIGNING_CERTIFICATE_REFUSED"
    message = "Không mở được tệp chứng thư. Hãy kiểm tra tệp PKCS#12 (.p12, .pfx) và mật khẩu của tệp."


class NotSignable(InvalidInput):
    """The PDF cannot be signed as it is."""

    code = "SIGNING_NOT_SIGNABLE"
    message = "Tệp PDF này bị hỏng hoặc đặt mật khẩu nên không ký số được. Hãy quét lại giấy tờ rồi tải lên."


class KeyUnusable(DomainError):
    """The sealed key is missing or cannot be opened with this installation's secret."""

    code = "SIGNING_KEY_UNUSABLE"
    message = (
        "Không mở được khóa ký của cơ quan trên máy chủ. Hãy báo quản trị hệ thống: khôi phục thư mục khóa "
        "từ bản sao lưu cùng với DEAN06_SECRET_KEY đã dùng khi tạo khóa."
    )
    status = 500


class SignerUnreachable(DomainError):
    """The remote signer does not answer."""

    code = "SIGNING_REMOTE_UNREACHABLE"
    message = "Máy ký số từ xa không trả lời nên giấy tờ chưa được ký. Hãy thử lại sau ít phút."
    status = 503


class DocumentNotFound(NotFound):
    """No signed paper of this code."""

    code = "SIGNING_DOCUMENT_NOT_FOUND"
    message = "Không có giấy tờ nào mang mã này."
