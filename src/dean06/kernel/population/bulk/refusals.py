"""What an import or export is refused for."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, InvalidInput


class RegistryFileRefused(InvalidInput):
    """The file as a whole is no registry file."""

    code = "REGISTRY_FILE_REFUSED"
    message = "Tệp không phải tệp dữ liệu dân cư theo mẫu."


class ImportRunning(Conflict):
    """Another import works now; two at once would take each other's numbers for new."""

    code = "IMPORT_RUNNING"
    message = "Đang có một lượt nhập dữ liệu dân cư khác. Hãy đợi lượt đó xong rồi nhập tiếp."


class ImportFileGone(DomainError):
    """The file of an unfinished import was moved, deleted or changed."""

    code = "IMPORT_FILE_GONE"
    message = "Tệp của lượt nhập này không còn ở chỗ cũ hoặc đã bị sửa. Hãy nhập lại từ tệp gốc."
    status = 409


class ExportNotPossible(Conflict):
    """The export is not in the state that the step needs."""

    code = "EXPORT_NOT_POSSIBLE"
    message = "Đề nghị xuất dữ liệu không ở trạng thái làm được việc này. Hãy tải lại trang."


class ImportFailed(DomainError):
    """The import stopped for a reason of the machine; what is written stays, a new run goes on."""

    code = "IMPORT_FAILED"
    message = (
        "Lượt nhập dừng vì lỗi của hệ thống. Phần đã ghi được giữ; chạy lại thì hệ thống làm tiếp từ chỗ dừng. "
        "Nếu vẫn dừng, hãy báo quản trị hệ thống."
    )
    status = 500
