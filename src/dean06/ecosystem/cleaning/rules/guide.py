"""What each class means to an official, who must act, and what to do: the table that pages print."""

from __future__ import annotations

from dataclasses import dataclass

from dean06.ecosystem.cleaning.types import Criterion, ResultClass, Split


@dataclass(frozen=True, slots=True)
class Advice:
    """``kind``: success, info, warning or danger, for marks that never stand without words."""

    meaning: str
    who: str
    what: str
    kind: str


SECTOR, POLICE, JUSTICE = "Cơ quan quản lý danh sách", "Công an cấp xã", "Tư pháp - hộ tịch cấp xã"

ADVICE: dict[str, Advice] = {
    ResultClass.KHOP_DUNG: Advice(
        "Số định danh, họ tên, ngày sinh, giới tính giống hệt dữ liệu dân cư.",
        "Không ai",
        "Không phải làm gì.",
        "success",
    ),
    ResultClass.KHOP_SAU_CHUAN_HOA: Advice(
        "Giống dữ liệu dân cư, chỉ khác cách gõ: chữ hoa, dấu cách, vị trí dấu thanh, i/y, ngày sinh chỉ có năm.",
        "Không ai",
        "Không bắt buộc. Khi cập nhật danh sách nên chép lại theo dữ liệu dân cư.",
        "success",
    ),
    ResultClass.SAI_HO_TEN: Advice(
        "Đúng người, đúng số; họ tên trong danh sách khác dữ liệu dân cư.",
        f"{SECTOR}; {JUSTICE} nếu dân cư sai",
        "Đối chiếu giấy khai sinh, thẻ căn cước. Danh sách sai thì sửa; dân cư sai thì gửi đề nghị cải chính.",
        "warning",
    ),
    ResultClass.SAI_NGAY_SINH: Advice(
        "Đúng người, đúng số; ngày sinh khác hoặc danh sách chưa có ngày sinh.",
        f"{SECTOR}; {JUSTICE} nếu dân cư sai",
        "Đối chiếu giấy khai sinh. Chú ý ngày và tháng bị đảo, chỉ có năm sinh ghi thành 01/01.",
        "warning",
    ),
    ResultClass.SAI_GIOI_TINH: Advice(
        "Đúng người, đúng số; giới tính khác.",
        SECTOR,
        "Đối chiếu thẻ căn cước rồi sửa danh sách; nếu dân cư sai thì gửi đề nghị sửa đến công an cấp xã.",
        "warning",
    ),
    ResultClass.THIEU_SO_DINH_DANH: Advice(
        "Bản ghi chưa có số định danh.",
        f"{SECTOR}, {POLICE}",
        "Nếu đã tìm được người tương ứng thì xác minh và bổ sung số; nếu chưa thì công an cấp xã xác minh tại nơi ở.",
        "warning",
    ),
    ResultClass.SO_9_CHU_SO: Advice(
        "Chỉ có số chứng minh nhân dân 9 chữ số, không còn dùng để xác thực.",
        SECTOR,
        "Thay bằng số định danh 12 chữ số của người tương ứng sau khi xác minh.",
        "warning",
    ),
    ResultClass.SO_KHONG_HOP_LE: Advice(
        "Số thừa, thiếu chữ số, hoặc trái với năm sinh, giới tính của chính bản ghi.",
        SECTOR,
        "Kiểm tra với thẻ căn cước: thường do gõ nhầm hoặc ghi số của người khác trong nhà.",
        "danger",
    ),
    ResultClass.KHONG_TIM_THAY: Advice(
        "Số đúng cấu tạo nhưng dữ liệu dân cư của tỉnh không có.",
        POLICE,
        "Xác minh người này thường trú ở đâu: tỉnh khác, trẻ chưa nhập dân cư, hay số bị gõ nhầm.",
        "danger",
    ),
    ResultClass.TRUNG_SO: Advice(
        "Một số định danh đứng ở nhiều bản ghi của danh sách.",
        SECTOR,
        "Xác định số là của ai; các bản ghi còn lại sửa số hoặc gộp nếu là một người.",
        "danger",
    ),
    ResultClass.TRUNG_NGUOI: Advice(
        "Một người đứng ở nhiều bản ghi, dưới các số khác nhau hoặc có bản ghi không có số.",
        SECTOR,
        "Giữ một bản ghi, gộp hoặc bỏ bản ghi thừa; kiểm tra việc chi trả, cấp thẻ hai lần.",
        "danger",
    ),
    ResultClass.DA_CHET: Advice(
        "Dữ liệu dân cư ghi người này đã chết.",
        f"{SECTOR}; {JUSTICE} nếu dân cư sai",
        "Dừng chế độ, đưa ra khỏi danh sách. Nếu người đó còn sống, báo tư pháp - hộ tịch và công an cấp xã ngay.",
        "danger",
    ),
    ResultClass.DA_HUY: Advice(
        "Số định danh này đã bị hủy trong dữ liệu dân cư.",
        f"{SECTOR}, {POLICE}",
        "Hỏi công an cấp xã số đang dùng của người này rồi thay vào danh sách.",
        "danger",
    ),
    ResultClass.NGUOI_NUOC_NGOAI: Advice(
        "Người nước ngoài, không có trong dữ liệu dân cư.",
        SECTOR,
        "Quản lý theo số hộ chiếu; không đưa vào tỷ lệ xác thực với dân cư.",
        "info",
    ),
    ResultClass.CHO_XAC_MINH: Advice(
        "Chưa đủ căn cứ: số ở dân cư là của người khác, hoặc chưa chắc là ai, hoặc hai nơi khác nhau về sống, chết.",
        POLICE,
        "Xem ở mục Đối soát; nếu vẫn chưa rõ thì công an cấp xã xác minh tại nơi ở.",
        "warning",
    ),
}

#: The two lines of each criterion: what counts, and where the number comes from.
CRITERION_ADVICE: dict[str, str] = {
    Criterion.CORRECT: "Số định danh, họ tên, ngày sinh, giới tính giống dữ liệu dân cư (bỏ qua cách gõ).",
    Criterion.COMPLETE: "Mọi trường bắt buộc của danh sách đều có giá trị.",
    Criterion.CLEAN: "Không sai định dạng, không trùng, không tự mâu thuẫn.",
    Criterion.LIVE: "Đã xác thực là ai, thể hiện đúng việc chết, chuyển nơi ở, và danh sách chưa quá hạn cập nhật.",
    Criterion.COVERAGE: "Số người trong danh sách so với số đối chiếu do cơ quan quản lý danh sách công bố.",
}

SPLIT_KIND: dict[str, str] = {Split.MATCHED: "success", Split.NO_ID: "warning", Split.UNVERIFIED: "danger"}
