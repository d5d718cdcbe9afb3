"""PUBLIC. Refusals of intake: what is wrong with the file, where, and what to do."""

from __future__ import annotations

from dean06.kernel.common.errors import Conflict, InvalidInput, NotFound


class SectorNotFound(NotFound):
    code = "SECTOR_NOT_FOUND"
    message = "Không có ngành dữ liệu này trong danh mục."


class VersionNotFound(NotFound):
    code = "DATASET_VERSION_NOT_FOUND"
    message = "Không có bản dữ liệu này, hoặc bạn không có quyền xem."


class WrongState(Conflict):
    code = "DATASET_VERSION_STATE"
    message = "Bản dữ liệu đã chuyển sang bước khác. Hãy tải lại trang để xem tình trạng hiện nay."


class SectorBusy(Conflict):
    code = "DATASET_SECTOR_BUSY"
    message = "Ngành này đang có một bản dữ liệu chưa xử lý xong. Hãy hoàn tất hoặc rút bản đó trước khi nộp bản mới."


class AlreadyHandedIn(Conflict):
    code = "DATASET_ALREADY_HANDED_IN"
    message = "Tệp này đã được nộp và nhận trước đó."


class RowsGone(NotFound):
    code = "DATASET_ROWS_GONE"
    message = "Bản dữ liệu này không còn giữ từng dòng (đã rút hoặc chưa đọc xong)."


class MappingRefused(InvalidInput):
    code = "DATASET_MAPPING_REFUSED"
    message = "Cách chọn cột chưa dùng được. Hãy xem các ô được đánh dấu."


class ReadingRefused(InvalidInput):
    """Base of everything that makes a file unreadable as a list."""

    code = "DATASET_FILE_REFUSED"
    message = "Tệp không đọc được."


class FormatRefused(ReadingRefused):
    code = "DATASET_FORMAT"
    message = "Loại tệp này không được nhận. Hãy nộp tệp .csv, .txt, .xlsx, .parquet hoặc .dbf."


class OldExcel(ReadingRefused):
    code = "DATASET_OLD_EXCEL"
    message = "Đây là tệp Excel 97-2003 (.xls). Hãy mở bằng Excel, chọn “Lưu thành”, loại .xlsx rồi nộp lại."


class EncryptedList(ReadingRefused):
    code = "DATASET_ENCRYPTED"
    message = "Tệp đang đặt mật khẩu. Hãy gỡ mật khẩu (Excel: Tệp, Thông tin, Bảo vệ sổ) rồi nộp lại."


class DamagedList(ReadingRefused):
    code = "DATASET_DAMAGED"
    message = "Tệp bị hỏng hoặc chép chưa xong. Hãy mở thử trên máy, lưu lại rồi nộp lại."


class UnpacksTooLarge(ReadingRefused):
    code = "DATASET_UNPACKS_TOO_LARGE"
    message = "Tệp nén quá mức: khi mở ra sẽ lớn bất thường và có thể làm treo máy chủ, nên không được nhận."


class ListTooLarge(ReadingRefused):
    code = "DATASET_TOO_LARGE"
    message = "Tệp quá lớn."
    status = 413


class EmptyList(ReadingRefused):
    code = "DATASET_EMPTY"
    message = "Tệp không có dòng dữ liệu nào. Hãy mở tệp để kiểm tra."


class SheetNeeded(ReadingRefused):
    code = "DATASET_SHEET_NEEDED"
    message = "Tệp có nhiều trang tính. Hãy chọn trang chứa danh sách."


class HeaderNotFound(ReadingRefused):
    code = "DATASET_HEADER_NOT_FOUND"
    message = (
        "Không tìm thấy dòng tiêu đề trong 60 dòng đầu. Hãy đặt tên cột (Họ và tên, Số định danh…) ở một dòng "
        "ngay trên dữ liệu rồi nộp lại."
    )


class TooManyColumns(ReadingRefused):
    code = "DATASET_TOO_MANY_COLUMNS"
    message = "Danh sách có quá nhiều cột."


class NotText(ReadingRefused):
    code = "DATASET_NOT_TEXT"
    message = "Tệp mang đuôi văn bản nhưng nội dung không phải chữ. Hãy xuất lại từ phần mềm của ngành."
