"""PUBLIC. What the catalogue refuses, with stable codes."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput, NotFound


class PackUnreadable(DomainError):
    """A file of a pack cannot be read: wrong shape, unknown key or reference. ``file`` and ``place`` say where."""

    code = "PACK_UNREADABLE"
    message = "Không đọc được gói thủ tục."
    status = 422

    def __init__(self, sentence: str, *, file: str, place: str = "") -> None:
        self.file, self.place, self.sentence = file, place, sentence
        where = f"{file}, {place}" if place else file
        super().__init__(f"{where}: {sentence}", file=file, place=place)


class PackHasErrors(DomainError):
    """The pack was read but breaks a rule; ``details["findings"]`` lists code, file, place and sentence."""

    code = "PACK_HAS_ERRORS"
    message = "Gói thủ tục còn lỗi nên chưa công bố được."
    status = 422


class VersionExists(Conflict):
    """The version number is taken: published versions never change."""

    code = "PACK_VERSION_EXISTS"
    message = "Phiên bản này đã được công bố với nội dung khác. Hãy tăng số phiên bản trong pack.yaml (dòng version)."


class VersionOverlaps(Conflict):
    """The new version would be in force on days that another version already covers."""

    code = "PACK_VERSION_OVERLAPS"
    message = "Ngày hiệu lực trùng với một phiên bản đã công bố."


class VersionNotFound(NotFound):
    """No published version has this id."""

    code = "PACK_VERSION_NOT_FOUND"
    message = "Không tìm thấy phiên bản gói thủ tục này."


class ProcedureNotFound(NotFound):
    """The catalogue has no procedure of this code."""

    code = "PROCEDURE_NOT_FOUND"
    message = "Không tìm thấy thủ tục này trong danh mục."


class NotInForce(Conflict):
    """Withdrawing something that is not in force."""

    code = "PACK_NOT_IN_FORCE"
    message = "Thủ tục này không có gói nào đang áp dụng vào ngày đã chọn."


class CatalogueFileRefused(InvalidInput):
    """The file with the national list cannot be used at all (single bad rows are listed instead)."""

    code = "CATALOGUE_FILE_REFUSED"
    message = "Tệp danh mục không đọc được."
