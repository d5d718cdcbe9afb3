"""Refusals of the files app: what is wrong with the file, and what to do."""

from __future__ import annotations

from dean06.kernel.common.errors import DomainError, InvalidInput


class FileRefused(InvalidInput):
    """Base of everything said about an uploaded file."""

    code = "FILE_REFUSED"
    message = "Tệp không được chấp nhận."


class EmptyFile(FileRefused):
    code = "FILE_EMPTY"
    message = "Tệp rỗng (0 byte). Hãy mở tệp trên máy để kiểm tra rồi chọn lại."


class FileTooLarge(FileRefused):
    code = "FILE_TOO_LARGE"
    message = "Tệp quá lớn."
    status = 413


class TypeNotAllowed(FileRefused):
    code = "FILE_TYPE_NOT_ALLOWED"
    message = (
        "Loại tệp này không được chấp nhận. Hãy dùng PDF, Word, Excel, PowerPoint, OpenDocument, ảnh (PNG, JPEG, TIFF) "
        "hoặc văn bản thường."
    )


class ExtensionMismatch(FileRefused):
    code = "FILE_EXTENSION_MISMATCH"
    message = "Đuôi tên tệp không đúng với nội dung bên trong."


class ProgramRefused(FileRefused):
    code = "FILE_IS_PROGRAM"
    message = "Tệp là chương trình chạy được nên không được nhận. Hãy kiểm tra máy tính đã gửi tệp này."


class MarkupRefused(FileRefused):
    code = "FILE_IS_MARKUP"
    message = (
        "Tệp chứa mã trang web (HTML, SVG, XML hoặc script) nên không được nhận. Hãy lưu lại dưới dạng PDF hoặc Word."
    )


class MacrosRefused(FileRefused):
    code = "FILE_HAS_MACROS"
    message = (
        "Tệp có macro (chương trình kèm trong văn bản) nên không được nhận. "
        "Hãy lưu lại dạng không có macro (.docx, .xlsx)."
    )


class EncryptedFile(FileRefused):
    code = "FILE_ENCRYPTED"
    message = "Tệp đang đặt mật khẩu. Hãy gỡ mật khẩu rồi tải lên lại."


class DamagedFile(FileRefused):
    code = "FILE_DAMAGED"
    message = "Tệp bị hỏng hoặc chưa tải xong. Hãy mở thử trên máy rồi tải lên lại."


class ZipBomb(FileRefused):
    code = "FILE_UNPACKS_TOO_LARGE"
    message = "Tệp nén quá mức: khi mở ra sẽ lớn bất thường, có thể làm treo máy, nên không được nhận."


class ContentLost(DomainError):
    """The content on disk is missing or no longer has its checksum."""

    code = "FILE_CONTENT_LOST"
    message = (
        "Nội dung tệp trên máy chủ bị mất hoặc không còn khớp mã kiểm tra. "
        "Hãy báo quản trị hệ thống khôi phục từ bản sao lưu."
    )
    status = 500
