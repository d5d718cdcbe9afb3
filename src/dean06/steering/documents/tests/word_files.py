"""Small Word files for the tests, with the traits python-docx itself cannot write."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def saved(document: Document) -> bytes:
    """The file's bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_parts(data: bytes, extra: dict[str, bytes]) -> bytes:
    """The same package with parts added or replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in extra:
                new.writestr(info, old.read(info.filename))
        for name, content in extra.items():
            new.writestr(name, content)
    return buffer.getvalue()


def report_with_numbered_lists() -> bytes:
    """A plan whose numbers Word generates: roman parts, arabic tasks, dashes for the labels."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (style, text) in enumerate([("upperRoman", "%1."), ("decimal", "%2."), ("bullet", "\uf02d")])
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def add(text: str, level: int | None = None) -> None:
        paragraph = document.add_paragraph(text)
        if level is not None:
            properties = paragraph._p.get_or_add_pPr()
            properties.append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
            )

    head = document.add_table(1, 2)
    head.cell(0, 0).text = "UBND TỈNH AN BÌNH\nSỞ TƯ PHÁP\nSố: 9/KH-STP"
    head.cell(
        0, 1
    ).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nAn Bình, ngày 02 tháng 3 năm 2026"
    add("KẾ HOẠCH")
    add("Số hóa sổ hộ tịch năm 2026")
    add("Mục đích, yêu cầu", 0)
    add("Bảo đảm dữ liệu chính xác.", 1)
    add("Nhiệm vụ", 0)
    add("Rà soát sổ hộ tịch lưu tại cấp xã.", 1)
    add("Đơn vị chủ trì: Phòng Hộ tịch", 2)
    add("Đơn vị phối hợp: UBND các xã, phường", 2)
    add("Thời gian hoàn thành: trước ngày 30/4/2026", 2)
    add("Nhập dữ liệu vào phần mềm dùng chung.", 1)
    add("Đơn vị chủ trì: UBND các xã, phường", 2)
    add("Thời gian hoàn thành: Quý III/2026", 2)
    return saved(document)


def table_with_merged_cells() -> bytes:
    """A table of tasks: heading of two rows, a lead merged over two tasks, a group row, an automatic number column."""
    document = docx.Document()
    document.add_paragraph("PHỤ LỤC I")
    rows = [
        ("TT", "Nội dung công việc", "Trách nhiệm thực hiện", "", "Thời hạn"),
        ("", "", "Chủ trì", "Phối hợp", ""),
        ("A", "Hạ tầng", "", "", ""),
        ("1", "Lắp đặt máy chủ", "Sở Khoa học và Công nghệ", "Sở Tài chính", "30/6/2026"),
        ("2", "Sao lưu dữ liệu", "", "Công an tỉnh", "Hằng tháng"),
        ("3", "Đào tạo quản trị viên", "Sở Nội vụ", "", "Quý IV/2026"),
    ]
    table = document.add_table(len(rows), 5)
    for index, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(index, column).text = text
    for column in (0, 1, 4):
        table.cell(0, column).merge(table.cell(1, column)).text = rows[0][column]
    table.cell(0, 2).merge(table.cell(0, 3)).text = "Trách nhiệm thực hiện"
    table.cell(2, 1).merge(table.cell(2, 4)).text = "Hạ tầng"
    table.cell(3, 2).merge(table.cell(4, 2)).text = "Sở Khoa học và Công nghệ"
    return saved(document)


def file_with_changes_and_notes() -> bytes:
    """Tracked changes (the final text counts), a foot-note, hidden text, a text box."""
    document = docx.Document()
    word = nsdecls("w")
    paragraph = document.add_paragraph("Toàn tỉnh đã cấp ")
    for xml in (
        f'<w:del {word} w:id="1" w:author="a"><w:r><w:delText>100</w:delText></w:r></w:del>',
        f'<w:ins {word} w:id="2" w:author="a"><w:r><w:t>120</w:t></w:r></w:ins>',
        f'<w:r {word}><w:t xml:space="preserve"> thẻ</w:t></w:r>',
        f'<w:r {word}><w:footnoteReference w:id="5"/></w:r>',
        f"<w:r {word}><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>",
        f"<w:r {word}><w:t>.</w:t></w:r>",
        f'<w:r {word}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>Hộp chữ bên lề</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
    ):
        paragraph._p.append(parse_xml(xml))
    notes = (
        f'<w:footnotes {word}><w:footnote w:id="5"><w:p><w:r><w:t>Theo số liệu của Công an tỉnh.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    return with_parts(saved(document), {"word/footnotes.xml": notes.encode()})
