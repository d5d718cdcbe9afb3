"""Writes the demo's plan as a real Word file in the layout of Nghị định 30/2020/NĐ-CP, so that the demo starts as an
office does: with a document that has to be read.
"""

from __future__ import annotations

import datetime as dt
import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from dean06.demo.plan import GROUPS, PlannedTask

NUMBER = "06/KH-TCT"


def plan_file(*, today: dt.date, province: str) -> bytes:
    """The .docx of a plan issued about eight months before ``today``."""
    issued = today - dt.timedelta(days=240)
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)

    head = document.add_table(rows=2, cols=2)
    _cell(head.cell(0, 0), f"UBND TỈNH {province.upper()}\nTỔ CÔNG TÁC ĐỀ ÁN 06", bold=True)
    _cell(head.cell(0, 1), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", bold=True)
    _cell(head.cell(1, 0), f"Số: {NUMBER}")
    _cell(head.cell(1, 1), f"{province}, ngày {issued:%d} tháng {issued:%m} năm {issued:%Y}", italic=True)

    _centred(document, "KẾ HOẠCH", 14)
    _centred(document, f"Triển khai Đề án 06 trên địa bàn tỉnh năm {today.year}", 14)
    document.add_paragraph("Kế hoạch này do hệ thống mẫu tự soạn để dùng thử; mọi nội dung đều không có thật.")
    document.add_paragraph("I. NHIỆM VỤ").runs[0].bold = True
    for index, group in enumerate(GROUPS, start=1):
        document.add_paragraph(f"{index}. {group.title}").runs[0].bold = True
        for number, task in enumerate(group.tasks, start=1):
            document.add_paragraph(f"({number}) {task.text}")
            document.add_paragraph(f"- Cơ quan chủ trì: {task.lead}.")
            if task.partners:
                document.add_paragraph(f"- Cơ quan phối hợp: {task.partners}.")
            document.add_paragraph(f"- Thời hạn hoàn thành: {deadline_words(task, today)}.")
            if task.product:
                document.add_paragraph(f"- Sản phẩm: {task.product}.")
    document.add_paragraph("II. TỔ CHỨC THỰC HIỆN").runs[0].bold = True
    document.add_paragraph(
        "Các cơ quan báo cáo tiến độ trên hệ thống; cơ quan thường trực nghiệm thu theo minh chứng./."
    )
    document.add_paragraph("Nơi nhận:").runs[0].italic = True
    for recipient in ("Như phần II;", "Lãnh đạo UBND tỉnh;", "Lưu: VT."):
        document.add_paragraph(f"- {recipient}")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def deadline_words(task: PlannedTask, today: dt.date) -> str:
    """The deadline as the plan words it."""
    if task.due is None:
        return task.deadline.format(year=today.year)
    day = today + dt.timedelta(days=task.due)
    return f"trước ngày {day:%d} tháng {day:%m} năm {day:%Y}"


def _cell(cell, text: str, *, bold: bool = False, italic: bool = False) -> None:  # type: ignore[no-untyped-def]
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic


def _centred(document, text: str, size: int) -> None:  # type: ignore[no-untyped-def]
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(size)
