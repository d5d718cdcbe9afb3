"""Examples: what is told."""

from __future__ import annotations

from datetime import date, datetime

from dean06.kernel.design.examples.types import Example, Sample

TODAY = date(2026, 6, 15)


def _alert(kind: str, text: str) -> str:
    return f'{{% include "design/components/alert.html" with kind="{kind}" text="{text}" %}}'


def _badge(kind: str, text: str) -> str:
    return f'{{% include "design/components/badge.html" with kind="{kind}" text="{text}" %}}'


def examples() -> list[Example]:
    """Messages, states, facts about one thing, lists of things."""
    return [*_messages(), *_states(), *_records(), *_documents()]


def _messages() -> list[Example]:
    return [
        Example(
            "alert",
            "Thông báo trong trang",
            "Tin cần đọc trước khi làm tiếp. Không tự biến mất.",
            (
                Sample(
                    '<div class="stack stack--tight">'
                    + "\n".join(
                        (
                            _alert("info", "Số liệu tính đến 7 giờ 30 sáng nay."),
                            _alert("success", "Đã giao 12 nhiệm vụ cho 5 đơn vị."),
                            _alert("warning", "Còn 2 nhiệm vụ chưa rõ đơn vị chủ trì."),
                            _alert("danger", "Chưa giao được: tệp văn bản không còn trong kho."),
                        )
                    )
                    + "</div>"
                ),
            ),
        ),
        Example(
            "inset",
            "Đoạn trích",
            "Căn cứ, lời dẫn.",
            (Sample('{% include "design/components/inset.html" with text="Hạn tính theo ngày làm việc." %}'),),
        ),
        Example(
            "empty",
            "Chưa có gì",
            "Nói vì sao trống và việc nên làm tiếp.",
            (
                Sample(
                    '{% include "design/components/empty.html" with text="Chưa có văn bản nào được tải lên."'
                    ' action_url="/giao-dien/" action_text="Tải văn bản lên" %}'
                ),
            ),
        ),
        Example(
            "skeleton",
            "Đang tải",
            "Giữ chỗ khi một phần trang đang lấy dữ liệu.",
            (Sample('{% include "design/components/skeleton.html" with lines="1234" %}'),),
        ),
    ]


def _states() -> list[Example]:
    return [
        Example(
            "badge",
            "Nhãn trạng thái",
            "Chữ nói trạng thái, màu chỉ giúp nhìn nhanh.",
            (
                Sample(
                    '<div class="cluster">'
                    + "\n".join(
                        (
                            _badge("neutral", "Nháp"),
                            _badge("info", "Đang làm"),
                            _badge("success", "Đã xong"),
                            _badge("warning", "Sắp đến hạn"),
                            _badge("danger", "Quá hạn"),
                            _badge("ongoing", "Thường xuyên"),
                        )
                    )
                    + "</div>"
                ),
            ),
        ),
        Example(
            "deadline",
            "Hạn",
            "Ngày hạn và số ngày còn lại hay đã quá.",
            tuple(
                Sample(
                    '{% include "design/components/deadline.html" with date=date today=today words=words done=done %}',
                    {"today": TODAY, **context},
                    note,
                )
                for context, note in (
                    ({"date": date(2026, 6, 10)}, "Quá hạn"),
                    ({"date": TODAY}, "Hôm nay"),
                    ({"date": date(2026, 6, 18)}, "Sắp đến hạn"),
                    ({"date": date(2026, 9, 30)}, "Còn xa"),
                    ({"date": date(2026, 6, 10), "done": True}, "Đã xong"),
                    ({"date": None, "words": "Thường xuyên"}, "Không có ngày"),
                )
            ),
        ),
        Example(
            "lights",
            "Đèn năm rõ",
            "Năm điều phải rõ trước khi giao việc; đèn tắt nói còn thiếu gì.",
            (
                Sample(
                    '{% include "design/components/lights.html" with items=items %}',
                    {
                        "items": [
                            {"label": "Rõ người", "on": True},
                            {"label": "Rõ việc", "on": True},
                            {"label": "Rõ thời gian", "on": False, "missing": "chưa có hạn"},
                            {"label": "Rõ kết quả", "on": True},
                            {"label": "Rõ trách nhiệm", "on": False, "missing": "chưa có người đứng đầu"},
                        ]
                    },
                ),
            ),
        ),
        Example(
            "progress",
            "Tiến độ",
            "Phần việc đã xong. Làm tròn xuống: 99,9% không thành 100%.",
            (
                Sample('{% include "design/components/progress.html" with value=60 label="Rà soát dữ liệu" %}'),
                Sample(
                    '{% include "design/components/progress.html" with value=11 max=12 label="Nhiệm vụ đã xong"'
                    ' kind="success" %}'
                ),
            ),
        ),
        Example(
            "stat",
            "Con số chính",
            "Mỗi con số dẫn tới danh sách làm nên nó.",
            (
                Sample(
                    '<div class="grid grid--4">'
                    '{% include "design/components/stat.html" with label="Quá hạn" value="3" note="tăng 1 so với'
                    ' hôm qua" kind="danger" url="#stat" %}\n'
                    '{% include "design/components/stat.html" with label="Đến hạn trong 7 ngày" value="11"'
                    ' kind="warning" url="#stat" %}\n'
                    '{% include "design/components/stat.html" with label="Đang làm" value="1.204" kind="info"'
                    ' url="#stat" %}\n'
                    '{% include "design/components/stat.html" with label="Đã xong" value="38" note="trong tháng'
                    ' này" kind="success" %}</div>'
                ),
            ),
        ),
    ]


def _records() -> list[Example]:
    return [
        Example(
            "card",
            "Thẻ",
            "Lối vào một phần, bấm cả thẻ.",
            (
                Sample(
                    '<div class="grid grid--3">'
                    '{% include "design/components/card.html" with title="Văn bản" url="#card" icon="file-text"'
                    ' text="Đọc kế hoạch, báo cáo và soát số liệu." %}\n'
                    '{% include "design/components/card.html" with title="Nhiệm vụ" url="#card" icon="list-checks"'
                    ' text="Giao, theo dõi, nghiệm thu." note="3 việc quá hạn" %}\n'
                    '{% include "design/components/card.html" with title="Chi trả an sinh" icon="wallet" text="Chi'
                    ' trả không dùng tiền mặt." note="Đang xây dựng" %}</div>'
                ),
            ),
        ),
        Example(
            "description_list",
            "Thông tin một mục",
            "Từng cặp tên – giá trị; thiếu thì nói là thiếu.",
            (
                Sample(
                    '{% include "design/components/description_list.html" with items=items %}',
                    {
                        "items": [
                            ("Đơn vị chủ trì", "Sở Y tế"),
                            ("Sản phẩm", "Báo cáo kết quả"),
                            ("Lãnh đạo phụ trách", None),
                        ]
                    },
                ),
            ),
        ),
        Example(
            "table",
            "Bảng",
            "Cột số thẳng hàng bên phải; trên điện thoại mỗi dòng thành một thẻ.",
            (
                Sample(
                    '{% include "design/components/table.html" with caption="Hồ sơ theo đơn vị" columns=columns'
                    " rows=rows %}",
                    {
                        "columns": [
                            {"label": "Đơn vị"},
                            {"label": "Tiếp nhận", "num": True},
                            {"label": "Đúng hạn", "num": True},
                            {"label": "Tỷ lệ", "num": True},
                        ],
                        "rows": [
                            ["Xã Mẫu Một", "1.204", "1.198", "99,50%"],
                            ["Xã Mẫu Hai", "873", "801", "91,75%"],
                            ["Phường Mẫu Ba", "2.310", "2.310", "100%"],
                        ],
                    },
                ),
            ),
        ),
        Example(
            "timeline",
            "Diễn biến",
            "Việc đã xảy ra, mới nhất trước.",
            (
                Sample(
                    '{% include "design/components/timeline.html" with items=items %}',
                    {
                        "items": [
                            {
                                "time": datetime(2026, 6, 14, 16, 5),  # noqa: DTZ001 (a picture, not a moment)
                                "title": "Báo cáo hoàn thành",
                                "text": "Kèm 1 tệp minh chứng.",
                                "actor": "Trần Thị Mẫu, Sở Y tế",
                                "kind": "success",
                            },
                            {
                                "time": date(2026, 6, 9),
                                "title": "Đôn đốc lần 2",
                                "actor": "Văn phòng",
                                "kind": "warning",
                            },
                            {"time": date(2026, 5, 4), "title": "Giao nhiệm vụ", "actor": "Văn phòng", "kind": "info"},
                        ]
                    },
                ),
            ),
        ),
        Example(
            "person",
            "Người",
            "Tên, chức vụ, cơ quan.",
            (
                Sample(
                    '{% include "design/components/person.html" with name="Nguyễn Văn Mẫu" role="Chuyên viên, Văn'
                    ' phòng" %}'
                ),
            ),
        ),
        Example(
            "item_row",
            "Dòng danh sách",
            "Danh sách ngắn không cần bảng.",
            (
                Sample(
                    '{% include "design/components/item_row.html" with title="Rà soát dữ liệu trẻ em"'
                    ' url="#item_row" meta="Sở Y tế · hạn 30/06/2026" kind="danger" badge="Quá hạn 2 ngày" %}\n'
                    '{% include "design/components/item_row.html" with title="Công bố danh mục thủ tục"'
                    ' url="#item_row" meta="Sở Nội vụ" kind="info" badge="Đang làm" %}'
                ),
            ),
        ),
        Example(
            "file_link",
            "Tệp",
            "Tên, loại, cỡ của tệp để tải về.",
            (
                Sample(
                    '{% include "design/components/file_link.html" with name="Kế hoạch quý II.docx"'
                    ' url="#file_link" kind="Word" size=48211 %}'
                ),
            ),
        ),
    ]


def _documents() -> list[Example]:
    return [
        Example(
            "diff",
            "Thay đổi",
            "Chữ bỏ đi và chữ thêm vào.",
            (
                Sample(
                    '{% include "design/components/diff.html" with before="Hoàn thành trước ngày 30/6/2026"'
                    ' after="Hoàn thành trước ngày 15/7/2026" %}'
                ),
            ),
        ),
        Example(
            "finding",
            "Phát hiện khi soát văn bản",
            "Một câu nói sai ở đâu, số in và số tính lại.",
            (
                Sample(
                    '{% include "design/components/finding.html" with severity="error" line=48 line_url="#finding"'
                    ' message="Tổng in ra không bằng tổng các dòng." printed="1.250" computed="1.205"'
                    ' rule="Cộng các phần" excerpt="… tổng số 1.250 hồ sơ, trong đó …" %}'
                ),
                Sample(
                    '{% include "design/components/finding.html" with severity="warning" line=12 message="Ngày hạn'
                    ' đứng trước ngày văn bản." %}'
                ),
            ),
        ),
        Example(
            "source_text",
            "Nguyên văn theo dòng",
            "Bên trái trang xem lại: mỗi dòng có địa chỉ, dòng nhận ra và chưa nhận ra khác nền.",
            (
                Sample(
                    '{% include "design/components/source_text.html" with lines=lines %}',
                    {
                        "lines": [
                            {"number": 11, "text": "II. NHIỆM VỤ", "kind": ""},
                            {
                                "number": 12,
                                "text": "1. Rà soát dữ liệu trẻ em trên địa bàn.",
                                "kind": "recognised",
                                "url": "#source_text",
                            },
                            {"number": 13, "text": "Hạn: khi có hướng dẫn.", "kind": "unrecognised"},
                            {"number": 14, "text": "Tổng số 1.250 (số cộng lại là 1.205).", "kind": "error"},
                        ]
                    },
                ),
            ),
        ),
    ]
