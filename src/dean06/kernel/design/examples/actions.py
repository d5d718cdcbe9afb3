"""Examples: what one presses and where one is."""

from __future__ import annotations

from django.core.paginator import Paginator

from dean06.kernel.design.examples.types import Example, Sample


def examples() -> list[Example]:
    """Buttons, ways through pages, hints."""
    page = Paginator(range(1240), 50).page(7)
    return [
        Example(
            "button",
            "Nút gửi",
            "Mỗi trang một nút chính. Màu đỏ chỉ cho việc khó lấy lại.",
            (
                Sample(
                    '<div class="cluster">{% include "design/components/button.html" with text="Giao việc"'
                    ' icon="send" %}\n'
                    '{% include "design/components/button.html" with text="Lưu nháp" kind="secondary" %}\n'
                    '{% include "design/components/button.html" with text="Bỏ nhiệm vụ" kind="danger" %}\n'
                    '{% include "design/components/button.html" with text="Bỏ qua" kind="quiet" %}</div>',
                ),
                Sample(
                    '<div class="cluster">{% include "design/components/button.html" with text="Cỡ nhỏ"'
                    ' size="small" %}\n'
                    '{% include "design/components/button.html" with text="Cỡ lớn" size="large" %}\n'
                    '{% include "design/components/button.html" with text="Chưa dùng được" disabled=True %}</div>',
                    note="Cỡ và trạng thái khóa",
                ),
            ),
        ),
        Example(
            "button_link",
            "Liên kết dạng nút",
            "Dẫn tới trang khác, không gửi dữ liệu.",
            (
                Sample(
                    '<div class="cluster">{% include "design/components/button_link.html" with url="/" text="Tải'
                    ' văn bản lên" icon="upload" %}\n'
                    '{% include "design/components/button_link.html" with url="/" text="Xuất bảng tính"'
                    ' icon="download" kind="secondary" %}</div>'
                ),
            ),
        ),
        Example(
            "copy_button",
            "Nút sao chép",
            "Chép mã, địa chỉ.",
            (Sample('{% include "design/components/copy_button.html" with text="HS-2026-000123" %}'),),
        ),
        Example(
            "breadcrumbs",
            "Đường dẫn trang",
            "Cho biết đang ở đâu.",
            (
                Sample(
                    '{% include "design/components/breadcrumbs.html" with items=items %}',
                    {"items": [("Nhiệm vụ", "/giao-dien/"), ("Quá hạn", "/giao-dien/"), ("Nhiệm vụ số 12", None)]},
                ),
            ),
        ),
        Example(
            "tabs",
            "Thẻ mục",
            "Các phần của một danh sách, kèm số lượng.",
            (
                Sample(
                    '{% include "design/components/tabs.html" with items=items label="Nhóm nhiệm vụ" %}',
                    {
                        "items": [
                            ("Quá hạn", "#tabs", 3, True),
                            ("Sắp đến hạn", "#tabs", 11, False),
                            ("Thường xuyên", "#tabs", 24, False),
                            ("Đã xong", "#tabs", None, False),
                        ]
                    },
                ),
            ),
        ),
        Example(
            "pagination",
            "Phân trang",
            "Danh sách dài; giữ nguyên bộ lọc đang dùng.",
            (
                Sample(
                    '{% include "design/components/pagination.html" with page=page noun="nhiệm vụ" %}', {"page": page}
                ),
            ),
        ),
        Example(
            "toc",
            "Mục lục trang",
            "Đầu trang dài.",
            (
                Sample(
                    '{% include "design/components/toc.html" with items=items title="Trong văn bản này" %}',
                    {"items": [("Phần I", "#toc"), ("Phần II", "#toc"), ("Phụ lục", "#toc")]},
                ),
            ),
        ),
        Example(
            "steps",
            "Các bước",
            "Việc làm theo thứ tự.",
            (
                Sample(
                    '{% include "design/components/steps.html" with items=items %}',
                    {
                        "items": [
                            {"label": "Tải văn bản", "state": "done", "url": "#steps"},
                            {"label": "Xem lại", "state": "current"},
                            {"label": "Giao việc", "state": "todo"},
                        ]
                    },
                ),
            ),
        ),
        Example(
            "chips",
            "Bộ lọc đang dùng",
            "Bỏ từng bộ lọc.",
            (
                Sample(
                    '{% include "design/components/chips.html" with items=items clear_url="#chips" %}',
                    {"items": [("Sở Y tế", "#chips"), ("Quá hạn", "#chips")]},
                ),
            ),
        ),
        Example(
            "sort_header",
            "Đầu cột sắp xếp",
            "Bấm lần nữa thì đảo thứ tự.",
            (
                Sample(
                    '<div class="table-wrap"><table class="table table--keep"><caption class="visually-hidden">Mẫu'
                    " sắp xếp</caption><thead><tr>"
                    '{% include "design/components/sort_header.html" with label="Nhiệm vụ" key="title" sort="title"'
                    " %}\n"
                    '{% include "design/components/sort_header.html" with label="Hạn" key="due" sort="title" %}'
                    "</tr></thead><tbody><tr><td>Rà soát dữ liệu</td><td>30/06/2026</td></tr></tbody></table></div>"
                ),
            ),
        ),
        Example(
            "keyboard_hints",
            "Phím tắt",
            "Chỉ hiện khi phím tắt dùng được.",
            (
                Sample(
                    '{% include "design/components/keyboard_hints.html" with items=items %}',
                    {"items": [("/", "tìm đơn vị"), ("?", "trợ giúp"), ("Esc", "đóng")]},
                ),
            ),
        ),
        Example(
            "details",
            "Nội dung mở thêm",
            "Phần ít người cần.",
            (
                Sample(
                    '{% include "design/components/details.html" with summary="Cách tính hạn"'
                    ' text="Chỉ tính ngày làm việc theo lịch của tỉnh." %}'
                ),
            ),
        ),
    ]
