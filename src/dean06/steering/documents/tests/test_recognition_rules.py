"""The single rules: bodies, deadlines, subjects, labels, statuses, regions."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dean06.steering.documents.recognition.bodies import split_bodies, split_responsibility
from dean06.steering.documents.recognition.deadlines import deadline_in_prose, read_deadline
from dean06.steering.documents.recognition.labels import read_labels
from dean06.steering.documents.recognition.regions import Region, region_of_heading
from dean06.steering.documents.recognition.statuses import read_status
from dean06.steering.documents.recognition.subjects import body_heading, read_subject


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Sở Lao động, Thương binh và Xã hội.", ["Sở Lao động, Thương binh và Xã hội"]),
        (
            "Sở Văn hóa, Thể thao và Du lịch, Hội Liên hiệp Phụ nữ tỉnh",
            ["Sở Văn hóa, Thể thao và Du lịch", "Hội Liên hiệp Phụ nữ tỉnh"],
        ),
        ("Sở Nông nghiệp và Môi trường và Công an tỉnh", ["Sở Nông nghiệp và Môi trường", "Công an tỉnh"]),
        ("các Sở, ban, ngành, địa phương triển khai thực hiện.", ["các Sở, ban, ngành, địa phương"]),
        ("UBND các huyện, thị xã, thành phố", ["UBND các huyện, thị xã, thành phố"]),
        ("Các Sở, Ban ngành, đoàn thể cấp tỉnh", ["Các Sở, Ban ngành, đoàn thể cấp tỉnh"]),
        ("Sở Nội vụ và các đơn vị liên quan", ["Sở Nội vụ", "các đơn vị liên quan"]),
        ("Sở Y tế (Trung tâm A, Chi cục B), Sở Nội vụ", ["Sở Y tế (Trung tâm A, Chi cục B)", "Sở Nội vụ"]),
        ("Các sở: Tài chính, Nội vụ và Y tế", ["Sở Tài chính", "Sở Nội vụ", "Sở Y tế"]),
        ("Văn phòng Đoàn ĐBQH và HĐND tỉnh", ["Văn phòng Đoàn ĐBQH và HĐND tỉnh"]),
        ("- Sở Tư pháp\n- Công an tỉnh", ["Sở Tư pháp", "Công an tỉnh"]),
        ("Văn phòng\nUBND tỉnh", ["Văn phòng UBND tỉnh"]),
        ("Sở Thông\ntin và Truyền\nthông", ["Sở Thông tin và Truyền thông"]),
        ("-", []),
        ("", []),
        (None, []),
    ],
)
def test_lists_of_bodies_are_parted_only_between_bodies(text: str | None, bodies: list[str]) -> None:
    assert split_bodies(text) == bodies


@pytest.mark.parametrize(
    ("text", "lead", "partners"),
    [
        ("Sở A tế chủ trì, phối hợp với Sở Y tế, Công an tỉnh", ["Sở A tế"], ["Sở Y tế", "Công an tỉnh"]),
        ("Chủ trì: Sở Nội vụ; phối hợp: Sở Y tế", ["Sở Nội vụ"], ["Sở Y tế"]),
        (
            "- Chủ trì: Sở Nội vụ\n- Phối hợp: Sở Y tế\nCông an tỉnh",
            ["Sở Nội vụ"],
            ["Sở Y tế", "Công an tỉnh"],
        ),
        ("Sở Nội vụ (chủ trì), Sở Y tế", ["Sở Nội vụ"], ["Sở Y tế"]),
        ("Sở Nội vụ", ["Sở Nội vụ"], []),
    ],
)
def test_one_phrase_may_name_leads_and_partners(text: str, lead: list[str], partners: list[str]) -> None:
    who = split_responsibility(text)
    assert (who.lead, who.coordinating) == (lead, partners)


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("trước ngày 22 tháng 02 năm 2024.", "by_date", "2024-02-22"),
        ("hoàn thành trước 15/02/2024.", "by_date", "2024-02-15"),
        ("Trước tháng 6/2025", "by_date", "2025-05-31"),
        ("trong tháng 02 năm 2024", "within_month", "2024-02-29"),
        ("12/2024", "within_month", "2024-12-31"),
        ("Quý I/2023", "within_quarter", "2023-03-31"),
        ("Quý III, IV/2024", "within_quarter", "2024-12-31"),
        ("6 tháng đầu năm 2024", "within_half_year", "2024-06-30"),
        ("trong năm 2024 và các năm tiếp theo", "within_year", "2024-12-31"),
        ("2026", "within_year", "2026-12-31"),
        ("Năm 2024-2025", "within_year", "2025-12-31"),
        ("Trong 15 ngày kể từ ngày 01/3/2024", "within_days", "2024-03-16"),
        ("05 ngày làm việc", "within_days", None),
        ("thực hiện thường xuyên", "recurring", None),
        ("Trước ngày 25/12 hằng năm", "recurring", None),
        ("Trước ngày 15 hằng tháng", "recurring", None),
        ("tháng 6 năm 2024 và thực hiện thường xuyên", "within_month", "2024-06-30"),
        ("thực hiện thường xuyên năm 2024 và theo tiến độ của Trung ương", "recurring", None),
        ("thường xuyên, hoàn thành trước ngày 30/6/2024", "by_date", "2024-06-30"),
        ("theo chỉ đạo của Trung ương", "on_guidance", None),
        ("khi có hướng dẫn của Bộ Công an", "on_guidance", None),
        ("Ngay sau khi Kế hoạch được ban hành", "on_guidance", None),
        ("theo Lộ trình Quyết định", "other", None),
        ("Lộ trình Nghị quyết 50/NQ-CP, ngày 8/4/2022", "other", None),
        ("Từ tháng 02/2023", "other", None),
        ("từ 01/3/2024 đến 30/6/2024", "by_date", "2024-06-30"),
        ("-", "none", None),
    ],
)
def test_deadlines_are_read_by_their_words(text: str, kind: str, date: str | None) -> None:
    deadline = read_deadline(text).deadline
    assert (deadline.kind.value, deadline.date.isoformat() if deadline.date else None) == (kind, date)


def test_a_missing_year_comes_from_the_document_and_is_uncertain() -> None:
    read = read_deadline("trước 30/6", year=2025)
    assert read.deadline.date == dt.date(2025, 6, 30)
    assert read.uncertain
    assert read_deadline("trước 30/6").deadline.date is None


def test_a_day_that_no_calendar_has_gives_no_date() -> None:
    read = read_deadline("trước ngày 31/9/2024")
    assert (read.deadline.kind.value, read.deadline.date, read.uncertain) == ("by_date", None, True)


@pytest.mark.parametrize(
    ("sentence", "kind", "date"),
    [
        ("Rà soát đội ngũ, hoàn thành trong tháng 8/2025.", "within_month", "2025-08-31"),
        ("Báo cáo kết quả định kỳ vào ngày 25 hằng tháng.", "recurring", None),
        ("Số hóa hồ sơ phát sinh trước năm 2022.", "none", None),
        ("Phấn đấu đến hết năm 2025, 100% thủ tục được cung cấp trực tuyến.", "none", None),
        ("Trình UBND tỉnh trước 15/6 để tổng hợp.", "by_date", "2025-06-15"),
        ("Gửi ý kiến trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản.", "within_days", None),
    ],
)
def test_only_binding_words_in_prose_are_a_deadline(sentence: str, kind: str, date: str | None) -> None:
    deadline = deadline_in_prose(sentence, year=2025).deadline
    assert (deadline.kind.value, deadline.date.isoformat() if deadline.date else None) == (kind, date)


@pytest.mark.parametrize(
    ("sentence", "lead", "partners"),
    [
        (
            "Giao Sở Nội vụ chủ trì, phối hợp với Sở Y tế rà soát danh sách.",
            ["Sở Nội vụ"],
            ["Sở Y tế"],
        ),
        (
            "Riêng lĩnh vực đất đai, giao Sở Nông nghiệp và Môi trường khẩn trương báo cáo.",
            ["Sở Nông nghiệp và Môi trường"],
            [],
        ),
        (
            "Căn cứ hướng dẫn của Bộ Tài chính, Sở Tài chính, Sở Xây dựng chủ trì, phối hợp với Công an tỉnh lập "
            "dự toán.",
            ["Sở Tài chính", "Sở Xây dựng"],
            ["Công an tỉnh"],
        ),
        (
            "Phối hợp với các doanh nghiệp cung cấp dịch vụ xây dựng kế hoạch.",
            [],
            ["các doanh nghiệp cung cấp dịch vụ"],
        ),
        ("Tổ chức các lớp tập huấn cho Sở Nội vụ.", [], []),
        ("Chủ tịch UBND tỉnh đánh giá cao kết quả của Sở Nội vụ.", [], []),
    ],
)
def test_orders_name_whom_they_address(sentence: str, lead: list[str], partners: list[str]) -> None:
    subject = read_subject(sentence)
    assert (subject.lead, subject.coordinating) == (lead, partners)


@pytest.mark.parametrize(
    ("heading", "bodies"),
    [
        ("Sở Y tế", ["Sở Y tế"]),
        ("SỞ NỘI VỤ", ["SỞ NỘI VỤ"]),
        ("Các sở, ban, ngành; UBND các xã, phường:", ["Các sở, ban, ngành", "UBND các xã, phường"]),
        ("Hội nghị tổng kết", []),
        ("Tổ chức thực hiện", []),
        ("Phòng, chống tội phạm", []),
        ("Sở Y tế chủ trì rà soát dữ liệu", []),
    ],
)
def test_a_heading_that_is_a_body_assigns_what_is_below(heading: str, bodies: list[str]) -> None:
    assert body_heading(heading) == bodies


def test_labels_that_run_on_in_one_paragraph_are_parted() -> None:
    head, labels = read_labels("Rà soát quy trình (Chủ trì: Sở Nội vụ; phối hợp: Sở Y tế; thời hạn: Quý I/2026).")
    assert head == "Rà soát quy trình"
    assert [(label.kind, label.value) for label in labels] == [
        ("lead", "Sở Nội vụ"),
        ("partner", "Sở Y tế"),
        ("deadline", "Quý I/2026"),
    ]


def test_a_sentence_with_a_colon_is_not_a_label() -> None:
    assert read_labels("Thực hiện các việc sau: rà soát, báo cáo.")[1] == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Đã xong: ban hành kế hoạch", "done"),
        ("Đã hoàn thành", "done"),
        ("Chưa hoàn thành. Tiến độ: đang lấy ý kiến", "not_done"),
        ("Đang triển khai thực hiện (đã chậm tiến độ):", "late"),
        ("Đang thực hiện, tiến độ: đạt 50%", "in_progress"),
        ("Được triển khai thực hiện thường xuyên", "ongoing"),
        ("1) Đã hoàn thành việc A. 2) Đang thực hiện việc B.", "in_progress"),
        ("Sở Y tế có văn bản số 12", "none"),
        ("", "none"),
    ],
)
def test_the_opening_words_of_a_result_give_the_state(text: str, status: str) -> None:
    assert read_status(text).status_class.value == status


@pytest.mark.parametrize(
    ("heading", "region"),
    [
        ("II. NỘI DUNG, NHIỆM VỤ", Region.DIRECTIVE),
        ("1.2. Kết quả thực hiện các nhiệm vụ cụ thể", Region.OTHER),
        ("I. MỤC ĐÍCH, YÊU CẦU", Region.OTHER),
        ("V. KIẾN NGHỊ, ĐỀ XUẤT", Region.REQUEST),
        ("Một số nhiệm vụ quá hạn chưa hoàn thành", Region.OVERDUE),
        ("III. TỔ CHỨC THỰC HIỆN", Region.ARRANGEMENT),
        ("2.4. Sở Y tế", Region.OPEN),
    ],
)
def test_headings_tell_what_their_text_is(heading: str, region: Region) -> None:
    assert region_of_heading(heading) is region


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_rules_never_fail_on_any_text(text: str) -> None:
    split_bodies(text)
    split_responsibility(text)
    read_deadline(text, year=2025)
    deadline_in_prose(text, year=2025)
    read_subject(text)
    body_heading(text)
    read_labels(text)
    read_status(text)
