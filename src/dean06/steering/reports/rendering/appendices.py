"""The appendices: tasks (I), services of QĐ 06 (II) and QĐ 422 (III), index 766 (IV), all indicators (V)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import groupby

from dean06.procedures.figures import queries as dossiers
from dean06.procedures.figures.types import AppendixRow
from dean06.steering.assignments import queries as assignments
from dean06.steering.reports.language import words
from dean06.steering.reports.rendering import appendix_rows, indicator_figures, links
from dean06.steering.reports.rendering.facts import Facts
from dean06.steering.reports.types import Band, Block, Column, Figure, Paragraph, Part, Row, Span, TableBlock

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_GROUPS = {
    1: "Giải quyết thủ tục hành chính, dịch vụ công trực tuyến",
    2: "Phát triển kinh tế - xã hội",
    3: "Công dân số",
    4: "Kết nối, khai thác, bổ sung làm giàu dữ liệu dân cư",
    5: "Chỉ đạo, điều hành",
}
_TASKS = (
    Column("STT", 13, "centre"),
    Column("Nhiệm vụ được giao", 62),
    Column("Văn bản giao nhiệm vụ", 33),
    Column("Cơ quan thực hiện", 37),
    Column("Thời hạn hoàn thành", 28, "centre"),
    Column("Kết quả thực hiện", 49),
    Column("Ghi chú", 25),
)
_SERVICES = (
    Column("STT", 12, "centre"),
    Column("Dịch vụ công trực tuyến", 62),
    Column("Kết nối với Cổng DVCQG", 24, "centre"),
    Column("Tổng hồ sơ", 24, "right", "Tổng số hồ sơ (trực tiếp + trực tuyến)"),
    Column("Trực tuyến", 22, "right", "Tổng số hồ sơ (trực tiếp + trực tuyến)"),
    Column("Tỷ lệ", 20, "right", "Tổng số hồ sơ (trực tiếp + trực tuyến)"),
    Column("Đúng hạn", 20, "right", "Xử lý hồ sơ trực tuyến"),
    Column("Quá hạn", 18, "right", "Xử lý hồ sơ trực tuyến"),
    Column("Khó khăn, vướng mắc", 47),
)
_INDEX = (
    Column("STT", 12, "centre"),
    Column("Chỉ số thành phần", 100),
    Column("Kết quả", 40, "right"),
    Column("Tỷ lệ", 24, "right"),
    Column("Điểm tối đa", 24, "right"),
    Column("Điểm đạt", 24, "right"),
)
_INDICATORS = (
    Column("STT", 12, "centre"),
    Column("Chỉ tiêu", 80),
    Column("Số lượng", 32, "right", "Kết quả trong kỳ"),
    Column("Tỷ lệ", 20, "right", "Kết quả trong kỳ"),
    Column("Kỳ trước", 24, "right"),
    Column("Mục tiêu", 24, "right"),
    Column("Đánh giá", 24, "centre"),
    Column("Ghi chú", 33),
)


def build(facts: Facts, keys: Iterable[str]) -> tuple[Part, ...]:
    """The appendices of these keys, in this order."""
    return tuple(APPENDICES[key](facts) for key in keys)


def tasks(facts: Facts) -> Part:
    """Phụ lục I: the tasks by the document that gives them, from their states."""
    rows = assignments.appendix_rows(facts.system, on=facts.on, wanted=facts.tasks_wanted)
    table: list[Row | Band] = []
    for number, (_, found) in enumerate(groupby(rows, key=lambda row: row.basis_id)):
        block = list(found)
        roman = _ROMAN[number] if number < len(_ROMAN) else str(number + 1)
        table.append(Band(f"{roman}. {len(block):02d} nhiệm vụ: {block[0].basis or 'Nhiệm vụ giao trực tiếp'}"))
        for position, row in enumerate(block, 1):
            who = row.leads + (f"\nPhối hợp: {row.partners}" if row.partners else "")
            result = Figure(
                f"tasks.result {row.code}",
                f"{row.code}: kết quả",
                row.result,
                row.leads,
                facts.period.code,
                url=links.of_task(row.id),
            )
            cells = (str(position), row.text, row.basis, who, row.deadline)
            spans = (*(Span(cell) for cell in cells), Span(row.result, result), Span(row.note))
            table.append(Row(spans))
    blocks = _table(_TASKS, table, "Không có nhiệm vụ nào được giao.")
    return Part("I", "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ ĐƯỢC GIAO", 1, blocks, label="Phụ lục I")


def services(facts: Facts, number: str, title: str) -> Part:
    """Phụ lục II or III. A service without dossiers says so; one that is not run electronically has no figures."""
    rows = appendix_rows.services(facts, number)
    table: list[Row | Band] = []
    grouped = number == "III"
    listing = {"II": "QD06", "III": "QD422"}[number]
    for group, found in groupby(rows, key=lambda row: row.group if grouped else ""):
        if group:
            table.append(Band(group))
        table += [_service(facts, listing, row) for row in found]
    label = f"Phụ lục {number}"
    if not table:
        return Part(number, title, 1, (_line("Chưa có danh mục dịch vụ công của phụ lục này trên hệ thống."),), label)
    return Part(number, title, 1, (TableBlock(_SERVICES, tuple(table)),), label=label)


def index(facts: Facts) -> Part:
    """Phụ lục IV: index 766 with the points of each component."""
    result = dossiers.index_766(facts.system, facts.days, facts.agency)
    first, last = f"{facts.period.first:%d/%m/%Y}", f"{facts.period.last:%d/%m/%Y}"
    table: list[Row | Band] = []
    for position, one in enumerate(result.components, 1):
        pair = one.pair
        rate = words.percent(words.Pair(pair.numerator, pair.denominator)) if pair.denominator else None
        shown = (
            f"{words.number(pair.numerator)}/{words.number(pair.denominator)}"
            if pair.denominator
            else "Không phát sinh"
        )
        figure = Figure(
            f"index766.{one.id}",
            one.title,
            shown,
            facts.unit.name,
            facts.period.code,
            pair.numerator,
            pair.denominator,
            links.of_index(first, last),
        )
        points = words.number(Decimal(str(one.score))) if one.score is not None else "Không tính"
        cells = (
            Span(str(position)),
            Span(f"{one.id}. {one.title}"),
            Span(shown, figure),
            Span(words.percent_text(rate) if rate is not None else ""),
            Span(words.number(Decimal(str(one.max_points)))),
            Span(points),
        )
        table.append(Row(cells))
    blocks: list[Block] = [TableBlock(_INDEX, tuple(table))]
    if result.reachable:
        total = words.number(Decimal(str(result.points)))
        reachable = words.number(Decimal(str(round(result.reachable, 2))))
        blocks.append(_line(f"Điểm đạt được: {total} trên {reachable} điểm tính được; xếp loại {result.band.lower()}."))
        blocks.append(
            _line("Chỉ số thành phần không phát sinh hồ sơ không tính điểm, nên điểm tính được có thể dưới 100.")
        )
    else:
        blocks = [_line("Trong kỳ không phát sinh hồ sơ nên chưa tính được Bộ chỉ số.")]
    return Part("IV", "KẾT QUẢ BỘ CHỈ SỐ THEO QUYẾT ĐỊNH SỐ 766/QĐ-TTG", 1, tuple(blocks), label="Phụ lục IV")


def all_indicators(facts: Facts) -> Part:
    """Phụ lục V: every indicator of the unit with counts, rate, the period before, target."""
    table: list[Row | Band] = []
    position = 0
    for group, title in _GROUPS.items():
        found = indicator_figures.readings(facts, [ref for ref in facts.refs.values() if ref.group == group])
        if found:
            table.append(Band(f"{_ROMAN[group - 1]}. {title}"))
        for reading in found:
            position += 1
            table.append(_indicator(position, reading))
    blocks = _table(_INDICATORS, table, "Chưa có chỉ tiêu nào phải báo cáo.")
    return Part("V", "TỔNG HỢP CÁC CHỈ TIÊU", 1, blocks, label="Phụ lục V")


def _service(facts: Facts, listing: str, row: AppendixRow) -> Row:
    first, last = f"{facts.period.first:%d/%m/%Y}", f"{facts.period.last:%d/%m/%Y}"
    code = f"{listing}-{row.number}"

    def cell(column: str, label: str, value: int | None, whole: int | None = None) -> Span:
        if value is None:
            return Span("")
        url = links.of_appendix_cell(code, column, first, last)
        figure = Figure(
            f"appendix.{column} {code}",
            f"{row.title}: {label}",
            words.number(value),
            facts.unit.name,
            facts.period.code,
            value,
            whole,
            url,
        )
        return Span(figure.shown, figure)

    empty = {None: "Chưa có số liệu", 0: "Không phát sinh"}
    total = Span(empty[row.total]) if not row.total else cell("total", "tổng số hồ sơ", row.total)
    rate = words.percent(words.Pair(row.online, row.total)) if row.total and row.online is not None else None
    counted = bool(row.total)
    return Row(
        (
            Span(str(row.number)),
            Span(row.title),
            Span("Đã kết nối" if row.connected else "Chưa kết nối"),
            total,
            cell("online", "trực tuyến", row.online, row.total) if counted else Span(""),
            Span(words.percent_text(rate) if rate is not None else ""),
            cell("on_time", "đúng hạn", row.on_time) if counted else Span(""),
            cell("late", "quá hạn", row.late) if counted else Span(""),
            Span(row.obstacles),
        )
    )


def _indicator(position: int, reading: indicator_figures.Reading) -> Row:
    before = ""
    if reading.before is not None and reading.before.pair is not None:
        rate = words.percent(reading.before.pair)
        before = words.percent_text(rate) if rate is not None else words.number(reading.before.pair.numerator)
        if reading.before.no_cases:
            before = words.NO_CASES.capitalize()
    counts = reading.span("pair" if reading.ref.is_rate else "value")
    if reading.pair is None or reading.cell is None or reading.cell.no_cases:
        counts = Span((words.NO_VALUE if reading.pair is None else words.NO_CASES).capitalize())
    has_rate = reading.ref.is_rate and reading.pair is not None and bool(reading.pair.denominator)
    return Row(
        (
            Span(str(position)),
            Span(f"{reading.ref.name} ({reading.counted})"),
            counts,
            reading.span("rate") if has_rate else Span(""),
            Span(before),
            Span(reading.text("target") if reading.target is not None else ""),
            Span({True: "Đạt", False: "Chưa đạt", None: ""}[reading.reached]),
            Span(reading.text("note").capitalize()),
        )
    )


def _table(columns: tuple[Column, ...], rows: list[Row | Band], without: str) -> tuple[Block, ...]:
    """The table, or words where there is nothing: an empty table would look like a zero."""
    return (TableBlock(columns, tuple(rows)),) if rows else (_line(without),)


def _line(text: str) -> Paragraph:
    return Paragraph((Span(text),))


APPENDICES: dict[str, Callable[[Facts], Part]] = {
    "I": tasks,
    "II": lambda facts: services(
        facts, "II", "KẾT QUẢ THỰC HIỆN 25 DỊCH VỤ CÔNG THIẾT YẾU THEO QUYẾT ĐỊNH SỐ 06/QĐ-TTG"
    ),
    "III": lambda facts: services(facts, "III", "KẾT QUẢ THỰC HIỆN DỊCH VỤ CÔNG THEO QUYẾT ĐỊNH SỐ 422/QĐ-TTG"),
    "IV": index,
    "V": all_indicators,
}
