"""Rule: what the text says of the tasks and services must be what the appendix rows say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.wording import finding
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity, Ratio
from dean06.steering.documents.recognition.figures_words import fold, label_words, likeness
from dean06.steering.documents.types import Finding, ServiceRow, Severity, StatusClass, Task

_UNFINISHED = (StatusClass.IN_PROGRESS, StatusClass.LATE, StatusClass.NOT_DONE)
_DONE = re.compile(
    r"(?:đã|đều|được)\s+(?:đã\s+|được\s+)?(?:cơ bản\s+)?(?:hoàn thành|thực hiện xong|triển khai xong)|"
    r"hoàn thành\s+100\s*%",
    re.I,
)
_NOT_DONE = re.compile(
    r"chưa (?:hoàn thành|thực hiện|triển khai|xong)|đang (?:thực hiện|triển khai|tiếp tục)|quá hạn|chậm", re.I
)
_CONNECTED = re.compile(r"kết nối|tích hợp|triển khai|cung cấp", re.I)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Claims on groups of tasks against the statuses of their rows, claims on services against their connection."""
    groups = _task_groups(evidence.document.tasks)
    for passage in evidence.prose:
        if passage.kind == "text" and not passage.plans_ahead:
            for ratio in evidence.ratios(passage):
                if ratio.whole.unit == "nhiệm vụ" or ratio.part.unit == "nhiệm vụ":
                    yield from _done_of(passage, ratio, groups)
            for quantity in passage.quantities:
                if quantity.unit == "nhiệm vụ" and not quantity.percent:
                    yield from _tasks(passage, quantity, groups)
        yield from _services(evidence, passage)


def _task_groups(tasks: Sequence[Task]) -> dict[tuple[str, ...], list[Task]]:
    """Tasks by the heading they stand under, where at least one of them carries a status."""
    groups: dict[tuple[str, ...], list[Task]] = {}
    for task in tasks:
        groups.setdefault(tuple(task.section_path), []).append(task)
    return {
        path: group
        for path, group in groups.items()
        if any(task.status.status_class is not StatusClass.NONE for task in group)
    }


def _group_of(passage: Passage, quantity: Quantity, groups: dict[tuple[str, ...], list[Task]]) -> list[Task] | None:
    """The one group of so many tasks whose heading says what the text says ("14 nhiệm vụ bổ sung")."""
    count = int(quantity.value)
    titled = [
        (path, tasks) for path, tasks in groups.items() if path and re.search(rf"(?<!\d)0?{count} nhiệm vụ", path[-1])
    ]
    fitting = titled or [(path, tasks) for path, tasks in groups.items() if len(tasks) == count and count >= 5]
    if len(fitting) <= 1:
        return fitting[0][1] if fitting else None
    words = label_words(re.split(r"[:;(.]", passage.text[quantity.end : quantity.end + 60])[0])
    ranked = sorted(fitting, key=lambda entry: -likeness(words, label_words(entry[0][-1])))
    best, second = (likeness(words, label_words(path[-1])) for path, _ in ranked[:2])
    return ranked[0][1] if best > second else None


def _tasks(passage: Passage, quantity: Quantity, groups: dict[tuple[str, ...], list[Task]]) -> Iterator[Finding]:
    tasks = _group_of(passage, quantity, groups)
    if tasks is None:
        return
    claim = passage.text[quantity.end : quantity.end + 400]
    stop = re.search(r"[.]\s+[A-ZĐ]", claim)
    claim = claim[: stop.start()] if stop else claim
    open_tasks = [task for task in tasks if task.status.status_class in _UNFINISHED]
    part = [
        q
        for q in passage.quantities
        if q.start > quantity.end and q.unit == "nhiệm vụ" and q.start < quantity.end + len(claim)
    ]
    if not part:
        if _DONE.search(claim) and not _NOT_DONE.search(claim) and open_tasks:
            yield _all_done(passage, quantity, open_tasks)
        return
    stated = [q for q in part if re.match(r"[^;,.]{0,30}chưa hoàn thành", passage.text[q.end : q.end + 60])]
    if len(stated) == 1 and stated[0].value != len(open_tasks):
        numbers = ", ".join(task.number or "?" for task in open_tasks)
        message = (
            f"Lời văn ghi {stated[0].text} trong {quantity.text} nhiệm vụ chưa hoàn thành, nhưng phụ lục có "
            f"{len(open_tasks)} nhiệm vụ chưa xong hoặc đang thực hiện" + (f" (số {numbers})." if open_tasks else ".")
        )
        yield finding(
            "all_done",
            Severity.WARNING,
            passage,
            stated[0].start,
            stated[0].end,
            message,
            stated[0].text,
            str(len(open_tasks)),
        )


def _done_of(passage: Passage, ratio: Ratio, groups: dict[tuple[str, ...], list[Task]]) -> Iterator[Finding]:
    """``đã hoàn thành 10/10 nhiệm vụ`` against the one appendix with ten rows."""
    before = passage.text[max(0, ratio.start - 40) : ratio.start]
    after = passage.text[ratio.end : ratio.end + 40]
    if not re.search(r"hoàn thành[^.;,]{0,20}$", before, re.I) and not re.match(
        r"[^.;,]{0,20}(?:đã )?hoàn thành", after, re.I
    ):
        return
    if re.search(r"chưa|không", before[-25:], re.I):
        return
    tasks = _group_of(passage, ratio.whole, groups)
    if tasks is None or len(tasks) != ratio.whole.value:
        return
    open_tasks = [task for task in tasks if task.status.status_class in _UNFINISHED]
    done = len(tasks) - len(open_tasks)
    if not open_tasks or done >= ratio.part.value:
        return
    numbers = ", ".join(task.number or "?" for task in open_tasks)
    words = " ".join((open_tasks[0].status.words or "").split()[:8])
    message = (
        f"Lời văn nói hoàn thành {ratio.part.text}/{ratio.whole.text} nhiệm vụ, nhưng phụ lục còn {len(open_tasks)} "
        f"nhiệm vụ chưa xong (số {numbers}" + (f"; ví dụ “{words}”)." if words else ").")
    )
    yield finding(
        "all_done",
        Severity.ERROR,
        passage,
        ratio.start,
        ratio.end,
        message,
        ratio.part.text,
        f"còn {len(open_tasks)}",
    )


def _all_done(passage: Passage, quantity: Quantity, open_tasks: Sequence[Task]) -> Finding:
    numbers = ", ".join(task.number or "?" for task in open_tasks)
    late = [task for task in open_tasks if task.status.status_class is not StatusClass.IN_PROGRESS]
    words = re.split(r"[(;:]", (late or open_tasks)[0].status.words or "")[0]
    message = (
        f"Lời văn nói {quantity.text} nhiệm vụ đã hoàn thành, nhưng phụ lục còn {len(open_tasks)} nhiệm vụ chưa xong "
        f"(số {numbers}" + (f"; ví dụ “{' '.join(words.split()[:8])}”)." if words else ").")
    )
    plain = any(task.status.status_class is not StatusClass.IN_PROGRESS for task in open_tasks)
    return finding(
        "all_done",
        Severity.ERROR if plain else Severity.WARNING,
        passage,
        quantity.start,
        quantity.end + 60,
        message,
        quantity.text,
        f"còn {len(open_tasks)}",
    )


# --- services ---
def _services(evidence: Evidence, passage: Passage) -> Iterator[Finding]:
    tables: dict[str | None, list[ServiceRow]] = {}
    for row in evidence.document.services:
        if row.connected is not None:
            tables.setdefault(row.table, []).append(row)
    if not tables or passage.kind == "note":
        return
    for ratio in evidence.ratios(passage):
        if ratio.whole.unit != "dịch vụ công" and ratio.part.unit != "dịch vụ công":
            continue
        before = passage.text[max(0, ratio.start - 70) : ratio.start]
        after = passage.text[ratio.end : ratio.end + 70]
        if "chưa" in fold(before[-25:]) or re.search(r"còn lại|chưa|thuộc", before[-30:]):
            continue
        if not _CONNECTED.search(before + after):
            continue
        for rows in tables.values():
            connected = sum(1 for row in rows if row.connected)
            if len(rows) == ratio.whole.value and connected != ratio.part.value:
                missing = [row.number or row.name for row in rows if not row.connected]
                message = (
                    f"Lời văn ghi {ratio.part.text}/{ratio.whole.text} dịch vụ công đã kết nối, triển khai, "
                    f"nhưng phụ lục có "
                    f"{connected}/{len(rows)}" + (f" (chưa kết nối: số {', '.join(missing[:12])})." if missing else ".")
                )
                yield finding(
                    "all_done",
                    Severity.ERROR,
                    passage,
                    ratio.start,
                    ratio.end,
                    message,
                    f"{ratio.part.text}/{ratio.whole.text}",
                    f"{connected}/{len(rows)}",
                )
                break
    yield from _all_services(passage, tables)


def _all_services(passage: Passage, tables: dict[str | None, list[ServiceRow]]) -> Iterator[Finding]:
    """``đã triển khai đầy đủ 25 dịch vụ công`` against a table where some are not connected."""
    for quantity in passage.quantities:
        if quantity.unit != "dịch vụ công" or quantity.percent or quantity.value < 5:
            continue
        before = passage.text[max(0, quantity.start - 40) : quantity.start]
        if not re.search(r"(?:đầy đủ|toàn bộ|tất cả|cả)\s*$", before, re.I) or not _CONNECTED.search(
            before + passage.text[quantity.end : quantity.end + 80]
        ):
            continue
        for rows in tables.values():
            missing = [row for row in rows if not row.connected]
            if len(rows) == quantity.value and missing:
                names = ", ".join(row.number or row.name for row in missing[:12])
                message = (
                    f"Lời văn nói đủ {quantity.text} dịch vụ công, nhưng phụ lục còn {len(missing)} dịch vụ chưa "
                    f"kết nối (số {names})."
                )
                yield finding(
                    "all_done",
                    Severity.ERROR,
                    passage,
                    quantity.start,
                    quantity.end,
                    message,
                    quantity.text,
                    str(len(rows) - len(missing)),
                )
