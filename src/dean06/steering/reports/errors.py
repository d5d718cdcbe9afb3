"""PUBLIC. Refusals of this app."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, InvalidInput, NotAllowed, NotFound


class ReportNotFound(NotFound):
    """No such report, or not for this actor."""

    code = "REPORT_NOT_FOUND"
    message = "Không tìm thấy báo cáo này, hoặc bạn không có quyền xem."


class TemplateNotFound(NotFound):
    """No template for this kind of period and level."""

    code = "REPORT_TEMPLATE_NOT_FOUND"
    message = "Chưa có mẫu báo cáo cho loại kỳ và cấp đơn vị này."


class TemplateRefused(InvalidInput):
    """The template cannot be read."""

    code = "REPORT_TEMPLATE_REFUSED"
    message = "Mẫu báo cáo chưa đúng."


class StepRefused(Conflict):
    """The report is not in the state that the step needs."""

    code = "REPORT_STEP_REFUSED"
    message = "Báo cáo không còn ở bước này. Hãy tải lại trang."


class SectionConflict(Conflict):
    """Somebody else saved the section meanwhile. ``details``: their text and revision; nothing was lost or saved."""

    code = "REPORT_SECTION_CONFLICT"
    message = "Người khác vừa lưu mục này. Phần bạn viết vẫn còn dưới đây: hãy ghép hai bản rồi lưu lại."


class ReasonMissing(InvalidInput):
    """A step that needs a reason got none."""

    code = "REPORT_REASON_MISSING"
    message = "Hãy ghi lý do."


class UnknownFigure(InvalidInput):
    """No such figure in the section or the catalogue."""

    code = "REPORT_UNKNOWN_FIGURE"
    message = "Không có số liệu này trong mục. Hãy tải lại trang rồi chọn lại."


class FindingsOpen(Conflict):
    """The checker found something that nobody has explained."""

    code = "REPORT_FINDINGS_OPEN"
    message = "Còn chỗ máy kiểm tra phát hiện mà chưa sửa hoặc chưa giải thích."


class OwnReport(NotAllowed):
    """Who wrote in a report, or froze it, does not sign it."""

    code = "REPORT_OWN_WORK"
    message = "Bạn đã soạn hoặc chốt báo cáo này nên không thể tự duyệt. Hãy trình người khác duyệt."


class NumberTaken(Conflict):
    """Another report of the agency bears the number this year."""

    code = "REPORT_NUMBER_TAKEN"
    message = "Số này đã cấp cho báo cáo khác của cơ quan trong năm."
