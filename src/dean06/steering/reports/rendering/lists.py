"""Lists that a line of a section stands for: ``{{ list.below_target DVC-01 }}``, ``{{ list.overdue_tasks }}``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dean06.steering.assignments import queries as assignments
from dean06.steering.assignments.types import Obstacle, WorkClass
from dean06.steering.indicators.types import Ranked
from dean06.steering.reports.language import words
from dean06.steering.reports.rendering import appendix_rows, indicator_figures, links, other_figures
from dean06.steering.reports.rendering.facts import Facts
from dean06.steering.reports.types import Block, Figure, Paragraph, Span

#: How many units a list names at most; the rest are counted.
MOST_NAMED = 15
_MOST_TASKS = 20
Arguments = Sequence[str]


def group(facts: Facts, arguments: Arguments) -> list[Block]:
    """One sentence for each indicator of a utility group; those without cases and without a value named apart."""
    number = int(arguments[0])
    found = indicator_figures.readings(facts, [ref for ref in facts.refs.values() if ref.group == number])
    blocks: list[Block] = []
    no_cases, missing = [], []
    for reading in found:
        if reading.pair is None:
            missing.append(reading.ref.short_name or reading.ref.name)
        elif reading.pair.denominator == 0:
            no_cases.append(reading.ref.short_name or reading.ref.name)
        else:
            blocks.append(Paragraph(tuple(indicator_figures.sentence(reading)), "item"))
    if no_cases:
        blocks.append(_line(f"Không phát sinh trong kỳ: {'; '.join(no_cases)}."))
    if missing:
        blocks.append(_line(f"Chưa có số liệu trong kỳ: {'; '.join(missing)}."))
    return blocks or [_line("Không có chỉ tiêu nào phải báo cáo trong nhóm này.")]


def below_target(facts: Facts, arguments: Arguments) -> list[Block]:
    """Communes below the target of an indicator, the lowest first; complete up to ``MOST_NAMED``."""
    code = arguments[0]
    ref, target = facts.refs[code], facts.target(code)
    ranked = facts.ranking(code)
    low = [row for row in ranked if row.below_target]
    if target is None:
        return [_line(f"{ref.name}: chưa giao mục tiêu nên chưa đánh giá theo đơn vị.")]
    wanted = words.target_text(target.minimum, target.maximum, is_rate=ref.is_rate, unit=ref.counted.label)
    if not low:
        return [_line(f"Không có đơn vị nào dưới mục tiêu {wanted} về {_lower(ref.short_name or ref.name)}.")]
    shown = list(reversed(low))[:MOST_NAMED]
    count = Figure(
        f"{code}.below_target",
        f"{ref.short_name}: số đơn vị dưới mục tiêu",
        words.counted(len(low)),
        facts.unit.name,
        facts.period.code,
        numerator=len(low),
        url=links.of_indicator(code, facts.unit.code, facts.period.code),
    )
    opening = "Gồm" if len(shown) == len(low) else "Thấp nhất là"
    spans = [
        Span(f"Dưới mục tiêu {wanted} về {_lower(ref.short_name or ref.name)}: "),
        Span(count.shown, count),
        Span(f" đơn vị. {opening}: "),
        *_named(facts, code, shown),
    ]
    return [Paragraph(tuple(spans))]


def best(facts: Facts, arguments: Arguments) -> list[Block]:
    """The best five communes (or as many as the second argument says)."""
    return _end_of_ranking(facts, arguments, worst=False)


def worst(facts: Facts, arguments: Arguments) -> list[Block]:
    """The worst five communes, the worst first."""
    return _end_of_ranking(facts, arguments, worst=True)


def no_cases(facts: Facts, arguments: Arguments) -> list[Block]:
    """Communes where nothing happened, apart from those whose figure is zero."""
    code = arguments[0]
    ranked = facts.ranking(code)
    none = [row.unit.name for row in ranked if row.cell.no_cases]
    zero = [row.unit.name for row in ranked if row.rank is not None and row.cell.pair and row.cell.pair.numerator == 0]
    silent = [row.unit.name for row in ranked if row.cell.pair is None]
    lines = [
        _line(f"{opening}: {'; '.join(names)}.")
        for opening, names in (
            ("Đơn vị có phát sinh nhưng kết quả bằng không", zero),
            ("Đơn vị không phát sinh", none),
            ("Đơn vị chưa có số liệu", silent),
        )
        if names
    ]
    return list(lines) or [_line("Tất cả các đơn vị đều có phát sinh và có kết quả.")]


def tasks(facts: Facts, arguments: Arguments) -> list[Block]:
    """How many tasks there are and how many of them are done, in a sentence; nothing given is said so."""
    total = other_figures.span(facts, "tasks", "total")
    if total is None or not facts.tasks.total:
        return [_line("Không có nhiệm vụ nào được giao trong phạm vi báo cáo.")]
    spans: list[Span] = [Span("Số nhiệm vụ được giao: "), total, Span(" nhiệm vụ, gồm ")]
    named = (
        ("done", "nhiệm vụ đã hoàn thành"),
        ("open", "nhiệm vụ đang thực hiện trong hạn"),
        ("due_soon", "nhiệm vụ sắp đến hạn"),
        ("recurring", "nhiệm vụ thường xuyên"),
        ("waiting_centre", "nhiệm vụ chờ Trung ương"),
        ("overdue", "nhiệm vụ quá hạn"),
    )
    present = [(found, words_) for field, words_ in named if (found := other_figures.span(facts, "tasks", field))]
    present = [(found, words_) for found, words_ in present if found.figure and found.figure.numerator]
    for index, (found, words_) in enumerate(present):
        spans += [Span("; " if index else ""), found, Span(f" {words_}")]
    return [Paragraph((*spans, Span(" (chi tiết tại Phụ lục I).")))]


def reporting(facts: Facts, arguments: Arguments) -> list[Block]:
    """How many units sent their figures, and who did not, by name."""
    owed = [status for status in facts.statuses if status.expected and status.state != "exempt"]
    if not owed:
        return [_line("Trong kỳ không có đơn vị nào phải gửi số liệu trên hệ thống.")]
    sent = [status for status in owed if status.received]
    figure = Figure(
        "reporting.sent",
        "đơn vị đã gửi số liệu",
        f"{words.number(len(sent))}/{words.number(len(owed))}",
        facts.unit.name,
        facts.period.code,
        len(sent),
        len(owed),
        links.of_collection(facts.period.code),
    )
    line = Paragraph((Span("Đến thời điểm lập báo cáo, "), Span(figure.shown, figure), Span(" đơn vị đã gửi số liệu.")))
    return [line, *late_reporters(facts, arguments)]


def overdue_tasks(facts: Facts, arguments: Arguments) -> list[Block]:
    """The tasks past their day, the latest first, each with who answers for it."""
    found = assignments.overdue(facts.system, on=facts.on, limit=_MOST_TASKS, wanted=facts.tasks_wanted)
    if not found:
        return [_line("Không có nhiệm vụ nào quá hạn.")]
    blocks: list[Block] = [_line("Nhiệm vụ quá hạn và đơn vị chịu trách nhiệm:")]
    for item in found:
        row = item.row
        late = Figure(
            f"tasks.days_late {row.code}",
            f"{row.code}: số ngày quá hạn",
            row.days_late_text,
            "; ".join(item.bodies),
            facts.period.code,
            numerator=row.days_late,
            url=links.of_task(row.id),
        )
        owner = "; ".join(item.bodies) or row.lead
        head = f" (người đứng đầu: {row.head})" if row.head else ""
        due = f", hạn {row.due_date:%d/%m/%Y}" if row.due_date else ""
        urged = f", đã đôn đốc {row.urged} lần" if row.urged else ""
        spans = (Span(f"{row.title} - {owner}{head}{due}, quá hạn "), Span(late.shown, late), Span(f"{urged}."))
        blocks.append(Paragraph(spans, "item"))
    left = facts.tasks[WorkClass.OVERDUE] - len(found)
    if left > 0:
        blocks.append(_line(f"Ngoài ra còn {words.counted(left)} nhiệm vụ quá hạn khác, nêu tại Phụ lục I."))
    return blocks


def late_reporters(facts: Facts, arguments: Arguments) -> list[Block]:
    """Units whose figures are missing, by name: the exceptions that the totals leave out."""
    owed = [status for status in facts.statuses if status.expected]
    missing = [status.unit.name for status in owed if not status.received and status.state != "exempt"]
    late = [status.unit.name for status in owed if status.received and status.late_days > 0]
    blocks: list[Block] = []
    if missing:
        blocks.append(_line(f"Chưa gửi số liệu của kỳ, chưa tính vào kết quả chung: {'; '.join(missing)}."))
    if late:
        blocks.append(_line(f"Đã gửi nhưng chậm so với hạn: {'; '.join(late)}."))
    return blocks or [_line("Các đơn vị đã gửi số liệu đầy đủ, đúng hạn.")]


def obstacles(facts: Facts, arguments: Arguments) -> list[Block]:
    """What stands in the way: of tasks by kind, and of services as kept with Phụ lục II and III."""
    blocks: list[Block] = []
    rows = assignments.appendix_rows(facts.system, on=facts.on, wanted=facts.tasks_wanted)
    for kind in Obstacle:
        of_kind = [row for row in rows if row.obstacle == kind and row.obstacle_text] if kind else []
        if of_kind:
            blocks.append(Paragraph((Span(f"{kind.label}:"),), "text"))
            blocks += [_item(f"{_bare(row.obstacle_text)} ({row.leads}).") for row in of_kind]
    for number in ("II", "III"):
        of_services = [row for row in appendix_rows.services(facts, number) if row.obstacles]
        if of_services:
            blocks.append(_line("Dịch vụ công trực tuyến:"))
            blocks += [_item(f"{row.title}: {_bare(row.obstacles)}.") for row in of_services]
    return blocks or [_line("Các đơn vị không phản ánh khó khăn, vướng mắc trong kỳ.")]


def _end_of_ranking(facts: Facts, arguments: Arguments, *, worst: bool) -> list[Block]:
    code = arguments[0]
    wanted = int(arguments[1]) if len(arguments) > 1 else 5
    ref = facts.refs[code]
    ranked = [row for row in facts.ranking(code) if row.rank is not None]
    if not ranked:
        return [_line(f"{ref.name}: chưa có số liệu để xếp hạng.")]
    shown = list(reversed(ranked))[:wanted] if worst else ranked[:wanted]
    word = "thấp nhất" if worst else "cao nhất"
    if str(ref.direction) == "lower":
        word = "cao nhất" if worst else "thấp nhất"
    spans = [Span(f"Các đơn vị có {_lower(ref.short_name or ref.name)} {word}: "), *_named(facts, code, shown)]
    return [Paragraph(tuple(spans))]


def _named(facts: Facts, code: str, rows: Sequence[Ranked]) -> list[Span]:
    """``xã A (62,1%), xã B (70%).``: each rate is a figure of that unit."""
    spans: list[Span] = []
    for index, row in enumerate(rows):
        reading = indicator_figures.Reading(
            facts.refs[code], row.unit, facts.period.code, row.cell, None, facts.target(code, row.unit), facts.since
        )
        figure = reading.figure("rate" if facts.refs[code].is_rate else "value")
        figure = Figure(
            f"{figure.key} @{row.unit.code}",
            figure.label,
            figure.shown,
            row.unit.name,
            figure.period,
            figure.numerator,
            figure.denominator,
            figure.url,
            figure.note,
            figure.provisional,
        )
        before = "" if index == 0 else "; "
        spans += [Span(f"{before}{row.unit.name} ("), Span(figure.shown, figure), Span(")")]
    return [*spans, Span(".")]


def _line(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def _item(text: str) -> Paragraph:
    return Paragraph((Span(text),), "item")


def _bare(text: str) -> str:
    return text.strip().rstrip(".;")


def _lower(name: str) -> str:
    """A name inside a sentence: its first letter small, unless it is an abbreviation (DVC, BHYT)."""
    first = name.split(" ", 1)[0]
    return name if first.isupper() and len(first) > 1 else name[:1].lower() + name[1:]


LISTS: dict[str, Callable[[Facts, Arguments], list[Block]]] = {
    "group": group,
    "tasks": tasks,
    "reporting": reporting,
    "below_target": below_target,
    "best": best,
    "worst": worst,
    "no_cases": no_cases,
    "overdue_tasks": overdue_tasks,
    "late_reporters": late_reporters,
    "obstacles": obstacles,
}
#: Lists whose first argument is the code of an indicator.
OF_INDICATOR = frozenset({"below_target", "best", "worst", "no_cases"})
