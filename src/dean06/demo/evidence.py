"""A small Word file that stands for the product of a task in the demo."""

from __future__ import annotations

import datetime as dt
import io

from docx import Document


def evidence_file(product: str, day: dt.date) -> bytes:
    """The .docx, one page."""
    document = Document()
    document.add_heading("Sản phẩm của nhiệm vụ (văn bản mẫu)", level=1)
    document.add_paragraph(product or "Báo cáo kết quả thực hiện")
    document.add_paragraph(f"Lập ngày {day:%d/%m/%Y}. Số liệu không có thật.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
