"""Refusals of this app: what is wrong, where, what to do."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, DomainError, NotFound

__all__ = [
    "FindingNotFound",
    "NotReady",
    "ResultsGone",
    "RunActive",
    "RunCancelled",
    "RunNotFound",
    "RunNotRestartable",
]


class RunNotFound(NotFound):
    """No such run, or the actor may not know of it."""

    code = "CLEANING_RUN_NOT_FOUND"
    message = "Không tìm thấy lần đối khớp này, hoặc bạn không có quyền xem."


class FindingNotFound(NotFound):
    """No such finding, or it lies outside the actor's area."""

    code = "CLEANING_FINDING_NOT_FOUND"
    message = "Không tìm thấy bản ghi cần làm sạch này, hoặc bản ghi không thuộc phạm vi của bạn."


class RunActive(Conflict):
    """The list is being matched already."""

    code = "CLEANING_RUN_ACTIVE"
    message = "Danh sách này đang được đối khớp. Hãy chờ xong hoặc hủy lần đang chạy rồi chạy lại."


class RunNotRestartable(Conflict):
    """Only a run that failed, was cancelled or was cut off can be started again."""

    code = "CLEANING_RUN_NOT_RESTARTABLE"
    message = "Chỉ chạy lại được lần đối khớp bị lỗi, bị hủy hoặc bị ngắt."


class NotReady(DomainError):
    """The version cannot be matched yet."""

    code = "CLEANING_VERSION_NOT_READY"
    message = "Bản dữ liệu này chưa sẵn sàng. Hãy xác nhận cột và nhận bản dữ liệu trước khi đối khớp."
    status = 422


class RunCancelled(DomainError):
    """Somebody asked the running job to stop, or another start replaced it."""

    code = "CLEANING_RUN_CANCELLED"
    message = "Lần đối khớp đã được hủy. Kết quả của lần trước vẫn giữ nguyên."
    status = 409


class ResultsGone(NotFound):
    """The rows of an older run were removed; its counts stay."""

    code = "CLEANING_RESULTS_GONE"
    message = "Chi tiết từng bản ghi của lần đối khớp cũ đã được xóa; số liệu vẫn còn. Hãy xem lần đối khớp mới nhất."
