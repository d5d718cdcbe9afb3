"""PUBLIC. Refusals of ``calendar``."""

from dean06.kernel.common.errors import Conflict, InvalidInput, NotFound


class InvalidCalendarDay(InvalidInput):
    """A day cannot be entered like this; ``fields`` says what is wrong where."""

    code = "INVALID_CALENDAR_DAY"
    message = "Ngày này chưa ghi được vào lịch làm việc. Hãy sửa các ô được đánh dấu."


class InvalidOfficeHours(InvalidInput):
    """Office hours are missing, end before they begin, or overlap."""

    code = "INVALID_OFFICE_HOURS"
    message = "Giờ làm việc chưa đúng. Hãy kiểm tra lại các ca."


class CalendarDayTaken(Conflict):
    """The day to add is in the table already."""

    code = "CALENDAR_DAY_TAKEN"
    message = "Ngày này đã có trong lịch làm việc. Hãy mở ngày đó để sửa."


class CalendarDayNotFound(NotFound):
    """The day is not in the table: it is an ordinary day of the week."""

    code = "CALENDAR_DAY_NOT_FOUND"
    message = "Ngày này không có trong bảng lịch làm việc. Hãy xem lại danh sách ngày của năm."


class CalendarYearNotFound(NotFound):
    """The calendar has no page for this year."""

    code = "CALENDAR_YEAR_NOT_FOUND"
    message = "Lịch làm việc không có trang cho năm này. Hãy chọn một năm khác."
