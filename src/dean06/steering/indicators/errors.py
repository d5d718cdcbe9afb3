"""PUBLIC. Refusals of indicators, each with a stable code and a sentence."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, InvalidInput, NotFound

# --- Catalogue --------------------------------------------------------------------------------------------------------


class IndicatorNotFound(NotFound):
    """No such indicator, or not in force on that day."""

    code = "INDICATOR_NOT_FOUND"
    message = "Không có chỉ tiêu này. Hãy chọn trong danh mục chỉ tiêu."


class UnitNotFound(NotFound):
    """No such reporting unit, or the actor may not see its figures."""

    code = "REPORTING_UNIT_NOT_FOUND"
    message = "Không có đơn vị báo cáo này, hoặc bạn không có quyền xem số liệu của đơn vị."


# --- Periods and values -----------------------------------------------------------------------------------------------


class PeriodNotFound(NotFound):
    """What was given names no period."""

    code = "PERIOD_NOT_FOUND"
    message = (
        "Không có kỳ báo cáo này. Mã kỳ viết như 2026-W47 (tuần), 2026-T11 (tháng), 2026-H1 (6 tháng), 2026-N (năm)."
    )


class PeriodLocked(Conflict):
    """The period was closed: its figures stand in an issued report."""

    code = "PERIOD_LOCKED"
    message = "Kỳ báo cáo đã khóa. Muốn sửa số liệu, đề nghị cơ quan thường trực mở khóa kỳ và ghi lý do."


class BreakdownDiffers(Conflict):
    """The parts of a figure do not make up the whole; ``details["indicators"]`` names which."""

    code = "BREAKDOWN_DIFFERS"
    message = "Tổng các phần không bằng số chung. Hãy sửa số chung hoặc số từng phần rồi gửi lại."


class ReasonMissing(InvalidInput):
    """Opening what was closed needs a reason."""

    code = "REASON_MISSING"
    message = "Hãy ghi lý do (ít nhất 10 ký tự): lý do được lưu vào lịch sử số liệu."


class TargetNotFound(NotFound):
    """No such target."""

    code = "TARGET_NOT_FOUND"
    message = "Không tìm thấy mục tiêu."


class CatalogueRefused(InvalidInput):
    """A definition, a target, a period rule or a unit that cannot be; ``fields`` says which box."""

    code = "CATALOGUE_REFUSED"


class CatalogueConflict(Conflict):
    """The indicator changed meanwhile, or its present state does not allow the step."""

    code = "CATALOGUE_CONFLICT"


class FileRefused(InvalidInput):
    """A file that cannot be read as a catalogue at all."""

    code = "CATALOGUE_FILE_REFUSED"
