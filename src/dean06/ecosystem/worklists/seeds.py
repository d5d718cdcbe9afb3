"""PRIVATE. The outcomes that an installation begins with; afterwards the table is edited on screen."""

from __future__ import annotations

from typing import Any

#: code, key, label, hint, leads to, (place, paper, next visit) needed.
_ROWS: tuple[tuple[str, str, str, str, str, tuple[bool, bool, bool]], ...] = (
    (
        *("dung-nguoi", "1", "Gặp, xác nhận đúng người"),
        *("Đã xem giấy tờ, đúng là người trong danh sách và trong dân cư.", "recheck", (False, False, False)),
    ),
    (
        *("danh-sach-sai", "2", "Danh sách của ngành sai"),
        *("Ghi giá trị đúng theo giấy tờ để ngành sửa.", "sector", (False, True, False)),
    ),
    (
        *("dan-cu-sai", "3", "Dữ liệu dân cư, hộ tịch sai"),
        *("Lập phiếu đề nghị sửa, kèm giấy tờ gốc.", "registry", (False, True, False)),
    ),
    (
        *("da-chuyen-di", "4", "Đã chuyển đi nơi khác"),
        *("Ghi nơi đến để ngành chuyển danh sách.", "sector", (True, False, False)),
    ),
    (
        *("da-chet", "5", "Đã chết"),
        *("Ghi số giấy chứng tử hoặc trích lục khai tử.", "sector", (False, True, False)),
    ),
    (
        *("vang-nha", "6", "Không gặp, hẹn lại"),
        *("Vắng nhà, không nghe máy.", "revisit", (False, False, True)),
    ),
    (
        *("khong-co-nguoi", "7", "Không có người này tại địa phương"),
        *("Đã hỏi thôn, tổ dân phố; không ai biết.", "close", (False, False, False)),
    ),
    (
        *("nuoc-ngoai", "8", "Đang ở nước ngoài"),
        *("Ghi tên nước; liên lạc qua gia đình nếu được.", "close", (True, False, False)),
    ),
    (
        *("thieu-giay-to", "9", "Cần bổ sung giấy tờ"),
        *("Người dân hẹn mang giấy tờ; ghi ngày hẹn.", "revisit", (False, False, True)),
    ),
    (
        *("khong-hop-tac", "0", "Chưa hợp tác"),
        *("Ghi lý do, hẹn lại cùng tổ công tác của thôn.", "revisit", (False, False, True)),
    ),
)


def outcome_rows() -> list[dict[str, Any]]:
    """Fields of each row."""
    return [
        {
            "code": code,
            "key": key,
            "label": label,
            "hint": hint,
            "leads_to": leads_to,
            "needs_place": needs[0],
            "needs_paper": needs[1],
            "needs_next_visit": needs[2],
            "order": 10 * place,
        }
        for place, (code, key, label, hint, leads_to, needs) in enumerate(_ROWS, 1)
    ]
