"""PUBLIC. Why a file cannot be read. Nothing of a refused file is kept."""

from __future__ import annotations

from dean06.kernel.common.errors import DomainError


class UnreadableDocument(DomainError):
    """Base of every refusal of a file."""

    code = "DOCUMENT_UNREADABLE"
    message = "Không đọc được tệp này. Hãy mở tệp bằng phần mềm soạn thảo, lưu lại dưới dạng .docx rồi thử lại."


class DocumentNotFound(UnreadableDocument):
    """The path leads to no file."""

    code = "DOCUMENT_NOT_FOUND"
    message = "Không tìm thấy tệp. Hãy kiểm tra lại đường dẫn và quyền đọc tệp."


class EmptyDocument(UnreadableDocument):
    """The file has no bytes, or no text at all."""

    code = "DOCUMENT_EMPTY"
    message = "Tệp không có nội dung. Hãy kiểm tra lại tệp gốc rồi gửi lại."


class DocumentTooLarge(UnreadableDocument):
    """The file is larger than the reader accepts; refused before it is read."""

    code = "DOCUMENT_TOO_LARGE"
    message = "Tệp quá lớn (giới hạn 50 MB). Hãy tách tệp hoặc bỏ bớt hình ảnh rồi gửi lại."


class ScannedDocument(UnreadableDocument):
    """The file holds pictures of pages, no text."""

    code = "DOCUMENT_IS_SCAN"
    message = (
        "Tệp chỉ có ảnh quét, không có chữ để đọc. Phần đọc ảnh quét sẽ có ở bản sau; "
        "hiện nay hãy dùng tệp Word gốc hoặc tệp PDF xuất từ Word."
    )


class UnsupportedFormat(UnreadableDocument):
    """A kind of file the reader does not know."""

    code = "DOCUMENT_FORMAT_UNSUPPORTED"
    message = "Không hỗ trợ loại tệp này. Hãy dùng tệp .docx, .pdf có chữ, .xlsx, .txt hoặc .md."


class OldWordFormat(UnsupportedFormat):
    """Word 97-2003 binary (.doc)."""

    code = "DOCUMENT_OLD_WORD"
    message = (
        "Đây là tệp Word đời cũ (.doc). Hãy mở tệp bằng Word, chọn Tệp > Lưu thành (Save As), "
        "loại tệp “Word Document (*.docx)”, rồi gửi tệp .docx mới."
    )


class OldExcelFormat(UnsupportedFormat):
    """Excel 97-2003 binary (.xls)."""

    code = "DOCUMENT_OLD_EXCEL"
    message = (
        "Đây là tệp Excel đời cũ (.xls). Hãy mở tệp bằng Excel, chọn Tệp > Lưu thành (Save As), "
        "loại tệp “Excel Workbook (*.xlsx)”, rồi gửi tệp .xlsx mới."
    )


class WrongExtension(UnreadableDocument):
    """The name says one format, the content another."""

    code = "DOCUMENT_WRONG_EXTENSION"
    message = "Đuôi tệp không khớp với nội dung. Hãy đổi lại đúng đuôi tệp hoặc lưu lại bằng phần mềm soạn thảo."


class PasswordProtected(UnreadableDocument):
    """The file cannot be opened without a password."""

    code = "DOCUMENT_PASSWORD_PROTECTED"
    message = "Tệp được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi gửi lại tệp."


class MacrosRefused(UnreadableDocument):
    """The file carries program code."""

    code = "DOCUMENT_HAS_MACROS"
    message = "Tệp có chứa macro (mã chạy được) nên không được nhận. Hãy lưu lại dưới dạng .docx hoặc .xlsx thường."


class DangerousArchive(UnreadableDocument):
    """Unpacking the file would exhaust the machine."""

    code = "DOCUMENT_UNSAFE_ARCHIVE"
    message = "Tệp nén bất thường (nội dung phình quá lớn khi mở) nên không được nhận. Hãy lưu lại tệp từ bản gốc."


class CorruptDocument(UnreadableDocument):
    """The file is cut off or damaged."""

    code = "DOCUMENT_CORRUPT"
    message = "Tệp bị hỏng hoặc chưa tải xong. Hãy lấy lại tệp gốc, mở thử trên máy rồi gửi lại."
