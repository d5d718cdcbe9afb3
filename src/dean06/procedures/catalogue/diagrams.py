"""PRIVATE. The steps of a process drawn: SVG for pages and files, Mermaid text for documents."""

from __future__ import annotations

from django.utils.html import escape

from dean06.procedures.catalogue.pack_format import ActionKind, Process, Step
from dean06.procedures.catalogue.rules.steps import ENDING, longest_path

DUTIES = {"process": "Thụ lý", "approve": "Ký duyệt", "receive": "Một cửa", "connector": "Hệ thống khác"}
KINDS = {
    ActionKind.FORWARD: "Chuyển tiếp",
    ActionKind.RETURN: "Trả lại bước trước",
    ActionKind.FINISH: "Trả kết quả",
    ActionKind.STOP: "Dừng giải quyết",
    ActionKind.SUPPLEMENT: "Yêu cầu bổ sung, dừng tính giờ",
    ActionKind.FINANCIAL: "Chờ nộp tiền, dừng tính giờ",
    ActionKind.VERIFY: "Xác minh, dùng thời hạn dài hơn",
}
_BOX, _HIGH, _GAP, _LEFT, _TOP = 300, 64, 46, 56, 8


def ordered_steps(process: Process) -> list[Step]:
    """Steps in the order of the longest way, then the others as written."""
    steps = {step.id: step for step in process.steps}
    way = longest_path(process)
    order = way[0] if way else []
    return [steps[one] for one in dict.fromkeys([*order, *steps]) if one in steps]


def svg(process: Process, *, link: str = "") -> str:
    """The steps from top to bottom as an SVG with a title; ``link`` + step id makes each box a link.

    Reception stands first and the result last, since every procedure has them. Arrows at the left lead back.
    """
    steps = ordered_steps(process)
    rows = {step.id: index + 1 for index, step in enumerate(steps)}
    total = len(steps) + 2
    height = _TOP * 2 + total * _HIGH + (total - 1) * _GAP
    width = _LEFT + _BOX + 56
    names = ", ".join(step.title for step in steps)
    # A picture hides what is in it from screen readers, so it must not hold links.
    role = "group" if link else "img"
    parts = [
        f'<svg class="steps-drawing" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="{role}" '
        f'xmlns="http://www.w3.org/2000/svg" aria-label="Các bước giải quyết: {escape(names)}">',
        '<defs><marker id="mui-ten" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="currentColor"/></marker></defs>',
        _box(0, "Tiếp nhận hồ sơ", "Bộ phận một cửa", "end", ""),
    ]
    for step in steps:
        hours = f"{step.hours:g}".replace(".", ",")
        parts.append(
            _box(
                rows[step.id],
                step.title,
                f"{DUTIES[step.duty]} · {hours} giờ làm việc",
                step.duty,
                link and link + step.id,
            )
        )
    parts.append(_box(total - 1, "Trả kết quả", "Bản điện tử, tại quầy hoặc bưu chính", "end", ""))
    parts.append(_down(0, rows.get(process.start, 1)))
    back = forth = 0
    for step in steps:
        for action in step.actions:
            here = rows[step.id]
            there = rows.get(action.to or "") if action.to else None
            if action.kind == ActionKind.FINISH:
                there = total - 1
            if there is None or there == here:
                continue
            if there == here + 1:
                parts.append(_down(here, there))
            elif there > here:
                forth += 1
                parts.append(_side(here, there, _LEFT + _BOX, 14 + 8 * (forth % 4)))
            else:
                back += 1
                parts.append(_side(here, there, _LEFT, -(14 + 8 * (back % 4))))
    return "".join([*dict.fromkeys(parts), "</svg>"])


def _y(row: int) -> int:
    return _TOP + row * (_HIGH + _GAP)


def _box(row: int, title: str, note: str, kind: str, link: str) -> str:
    y = _y(row)
    shown = title if len(title) <= 36 else f"{title[:35].rstrip()}…"
    body = (
        f'<rect x="{_LEFT}" y="{y}" width="{_BOX}" height="{_HIGH}" rx="8" class="steps-drawing__box '
        f'steps-drawing__box--{kind}"/>'
        f'<text x="{_LEFT + 14}" y="{y + 27}" class="steps-drawing__title">{escape(shown)}</text>'
        f'<text x="{_LEFT + 14}" y="{y + 48}" class="steps-drawing__note">{escape(note)}</text>'
    )
    return (
        f'<a href="{escape(link)}" aria-label="{escape(title)}, {escape(note)}">{body}</a>'
        if link
        else f"<g>{body}</g>"
    )


def _down(first: int, second: int) -> str:
    x = _LEFT + _BOX // 2
    return (
        f'<path d="M{x} {_y(first) + _HIGH}V{_y(second) - 2}" class="steps-drawing__way" marker-end="url(#mui-ten)"/>'
    )


def _side(first: int, second: int, x: int, far: int) -> str:
    start, end = _y(first) + _HIGH // 2 - 8, _y(second) + _HIGH // 2 + 8
    kind = " steps-drawing__way--back" if second < first else ""
    return (
        f'<path d="M{x} {start}h{far}V{end}h{-far + (2 if far > 0 else -2)}" class="steps-drawing__way{kind}" '
        'marker-end="url(#mui-ten)"/>'
    )


#: Look of an SVG file that stands alone (pages have the same in catalogue.css).
FILE_STYLE = (
    "<style>.steps-drawing{color:#334155;font-family:'Be Vietnam Pro',Arial,sans-serif}"
    ".steps-drawing__box{fill:#f1f5f9;stroke:#64748b}.steps-drawing__box--connector{stroke-dasharray:5 4}"
    ".steps-drawing__title{font-size:15px;font-weight:600;fill:#0f172a}.steps-drawing__note{font-size:13px;fill:#475569}"
    ".steps-drawing__way{fill:none;stroke:currentColor;stroke-width:1.5}"
    ".steps-drawing__way--back{stroke-dasharray:4 3}</style>"
)


def svg_file(process: Process) -> str:
    """``svg`` with its own style, to be written to a file."""
    drawn = svg(process)
    head, _, rest = drawn.partition(">")
    return f"{head}>{FILE_STYLE}{rest}"


def mermaid(process: Process) -> str:
    """The same as Mermaid text (flowchart)."""
    lines = ["flowchart TD", '  tiep_nhan(["Tiếp nhận hồ sơ"])']
    for step in ordered_steps(process):
        lines.append(f'  {step.id}["{_words(step.title)}<br/>{DUTIES[step.duty]} · {step.hours:g} giờ"]')
    lines.append('  ket_qua(["Trả kết quả"])')
    if any(action.kind == ActionKind.STOP for step in process.steps for action in step.actions):
        lines.append('  dung(["Dừng giải quyết"])')
    lines.append(f"  tiep_nhan --> {process.start}")
    for step in ordered_steps(process):
        for action in step.actions:
            target = action.to
            if action.kind in ENDING:
                target = "ket_qua" if action.kind == ActionKind.FINISH else "dung"
            if target is None:
                continue
            arrow = "-.->" if action.kind in (ActionKind.RETURN, ActionKind.STOP) else "-->"
            lines.append(f'  {step.id} {arrow}|"{_words(action.title)}"| {target}')
    return "\n".join(lines) + "\n"


def _words(text: str) -> str:
    return text.replace('"', "'")
