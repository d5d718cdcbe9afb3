"""PUBLIC. Refusals of ``units``."""

from dean06.kernel.common.errors import InvalidInput, NotFound


class UnitNotFound(NotFound):
    """No unit has this code on this day."""

    code = "UNIT_NOT_FOUND"
    message = "Không có đơn vị hành chính nào mang mã này vào ngày đó. Hãy tìm theo tên."


class AgencyNotFound(NotFound):
    """No agency has this code."""

    code = "AGENCY_NOT_FOUND"
    message = "Không có cơ quan nào mang mã này. Hãy tìm theo tên."


class InvalidAgency(InvalidInput):
    """An edited name, telephone number or alias cannot be accepted."""

    code = "INVALID_AGENCY"


class BoundaryFileUnreadable(InvalidInput):
    """The file is not a GeoJSON FeatureCollection at all; nothing was imported."""

    code = "BOUNDARY_FILE_UNREADABLE"
    message = "Tệp không phải là bản đồ GeoJSON (FeatureCollection). Chưa nhập ranh giới nào."


class UnitDataBroken(InvalidInput):
    """A table shipped with the software names a unit or agency that is not there: the installation is damaged."""

    code = "UNIT_DATA_BROKEN"
    message = "Bảng đơn vị đi kèm phần mềm bị lỗi. Hãy cài lại phần mềm."
