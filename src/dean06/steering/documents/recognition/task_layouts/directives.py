"""Tasks as orders: items under the heading of a body, "Giao Sở A …" in notices and letters, a report's work programme.

In a section that announces tasks every item is one. Elsewhere in a directive only sentences that name their body are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from dean06.steering.documents.reading.blocks import Paragraph
from dean06.steering.documents.recognition.bodies import split_responsibility, starts_body
from dean06.steering.documents.recognition.deadlines import deadline_in_prose, read_deadline
from dean06.steering.documents.recognition.markers import BULLETS
from dean06.steering.documents.recognition.outline import Node
from dean06.steering.documents.recognition.regions import Region, region_of_heading
from dean06.steering.documents.recognition.subjects import (
    VERB,
    Subject,
    body_heading,
    is_closing_formula,
    partners,
    read_subject,
)
from dean06.steering.documents.recognition.task_layouts import Found
from dean06.steering.documents.recognition.task_layouts.order_words import (
    ASSIGNED,
    TITLED,
    announced_body,
    bracketed_body,
    commands,
    directs,
    has_verb,
    narrows,
    ordered_sentences,
    outside,
    parts_of,
    tells,
    without_end_mark,
)
from dean06.steering.documents.types import DeadlineKind, Status, StatusClass, Task

#: Documents whose whole text orders work.
DIRECTIVE_KINDS = {"CHỈ THỊ", "CÔNG ĐIỆN", "CÔNG VĂN", "THÔNG BÁO", "KẾT LUẬN", "QUYẾT ĐỊNH", "HƯỚNG DẪN", "NGHỊ QUYẾT"}
#: Documents that plan work: once their tasks are set out with labels or in a table, the prose around is arrangement.
PLAN_KINDS = {
    "KẾ HOẠCH",
    "CHƯƠNG TRÌNH",
    "CHƯƠNG TRÌNH HÀNH ĐỘNG",
    "CHƯƠNG TRÌNH CÔNG TÁC",
    "ĐỀ ÁN",
    "PHƯƠNG ÁN",
    "NGHỊ QUYẾT",
    "DỰ ÁN",
}
_TAIL_BODY = re.compile(r"\s*\((?P<body>[^()]{3,200})\)\s*[.;]?\s*$")
_CUE = re.compile(
    r"(?:thời gian tới|sắp tới|trong thời gian còn lại)[^.]{0,160}?(?:yêu cầu|giao|đề nghị|chỉ đạo|tập trung|"
    r"nhấn mạnh)|yêu cầu (?:các|thủ trưởng)[^.]{0,200}(?:như sau|sau đây|sau):|"
    r"có ý kiến (?:như sau|chỉ đạo)|kết luận[,:]? (?:như sau|chỉ đạo)|phát biểu (?:kết luận|chỉ đạo)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Context:
    """What the headings above say."""

    region: Region
    lead: list[str] = field(default_factory=list)
    #: "1. Bộ A chủ trì, phối hợp với Bộ B:" holds for the items below.
    partners: list[str] = field(default_factory=list)
    #: "UBND tỉnh yêu cầu các sở, ngành:" above numbered items: they lead where an item names nobody.
    asked: list[str] = field(default_factory=list)
    #: Every item counts, not only those that name a body.
    listed: bool = False


def find_directives(root: Node, kind: str | None, year: int | None, taken: set[int], *, structured: bool) -> Found:
    """Orders in prose and numbered items. ``taken`` are lines other layouts have read; ``structured`` tells that the
    document sets its tasks out with labels or in tables."""
    if structured and kind in PLAN_KINDS | {"QUYẾT ĐỊNH"}:
        found = _unlabelled_siblings(root, year, taken)
        if kind in PLAN_KINDS:
            found.extend(_arranged(root, year, taken | found.lines))
        return found
    whole = Region.DIRECTIVE if kind in DIRECTIVE_KINDS else Region.OPEN
    walker = _Walker(year, taken, article=kind is None)
    walker.visit(root, _Context(whole))
    return walker.found


def _unlabelled_siblings(root: Node, year: int | None, taken: set[int]) -> Found:
    """Items of a plan that stand among its labelled tasks but carry no labels themselves."""
    walker = _Walker(year, taken, article=False)
    for parent in root.walk():
        styles = {node.marker.level_key for node in parent.children if node.marker and node.line in taken}
        for node in parent.children:
            numbered = node.marker is not None and node.marker.number is not None
            if numbered and node.marker.level_key in styles and node.line not in taken and not node.is_heading:  # type: ignore[union-attr]
                walker.item(node)
    return walker.found


#: What a plan says of itself: who watches over it, pays for it, reports on it. That is arrangement, no task.
_OF_THE_PLAN = re.compile(
    r"^(?:định kỳ[^,;.]{0,30}\s)?(?:tổng hợp|báo cáo)\b|"
    r"(?:Kế hoạch|Chương trình|Đề án|Nghị quyết|Phương án)(?: hành động| công tác)? (?:này|trên)|"
    r"(?:thực hiện|triển khai|nội dung|ban hành) (?:Kế hoạch|Chương trình|Đề án|Phương án)(?=[\s.,;]|$)|"
    r"chế độ (?:thông tin,? )?báo cáo|nhiệm vụ (?:được|đã) (?:giao|phân công)|kinh phí|"
    r"cơ quan thường trực|\btheo dõi(?:,? đôn đốc|,|\W*$|\s+(?:việc|Kế hoạch))|"
    r"(?:tổng hợp|báo cáo) (?:tình hình|kết quả|tiến độ)|khó khăn,? vướng mắc",
    re.I,
)


#: A part of a plan that goes through the bodies once more.
_BY_BODY = re.compile(r"phân công|trách nhiệm", re.I)


def _arranged(root: Node, year: int | None, taken: set[int]) -> Found:
    """Orders of their own under a structured plan's "Tổ chức thực hiện": those that name a body and are not about the
    plan itself, and any with a date."""
    found = Found()
    for node in root.walk():
        if not node.is_heading or node.is_appendix or node.line in taken:
            continue
        if region_of_heading(node.text) is not Region.ARRANGEMENT and not _BY_BODY.search(node.text):
            continue
        walker = _Walker(year, taken | found.lines, article=False)
        walker.visit(node, _Context(Region.ARRANGEMENT))
        found.lines |= walker.found.lines
        found.tasks += [task for task in walker.found.tasks if task.deadline.date or not _OF_THE_PLAN.search(task.text)]
    return found


class _Walker:
    def __init__(self, year: int | None, taken: set[int], *, article: bool) -> None:
        self.year = year
        self.taken = taken
        self.article = article
        self.found = Found()

    def visit(self, parent: Node, context: _Context) -> None:
        """Reads what stands under a node."""
        for node in parent.children:
            if not isinstance(node.block, Paragraph) or node.block.footnote or node.is_appendix:
                continue
            if node.line in self.taken or outside(node):
                continue
            if node.is_heading:
                self._heading(node, context)
            elif asked := _asked_below(node, context):
                context = replace(context, asked=asked)
            else:
                self._item(node, context)
                if self.article and context.region is Region.OPEN and _CUE.search(node.printed):
                    # From here on a report of a meeting tells what its chair ordered.
                    context = replace(context, region=Region.DIRECTIVE)

    def item(self, node: Node) -> None:
        """Reads one item known to be a task."""
        self._item(node, _Context(Region.DIRECTIVE, listed=True))

    def _heading(self, node: Node, context: _Context) -> None:
        region = region_of_heading(node.text)
        bodies, partnered = body_heading(node.text), []
        if not bodies and node.printed.endswith(":"):
            # "1. Bộ A chủ trì, phối hợp với Bộ B:", "3. Đảng ủy C lãnh đạo …:"
            subject = read_subject(node.text)
            bodies, partnered = subject.lead, subject.coordinating
        inside = replace(context, region=region if region is not Region.OPEN else context.region)
        if bodies and context.region in {Region.DIRECTIVE, Region.ARRANGEMENT}:
            inside = replace(context, lead=bodies, partners=partnered, listed=True)
        elif region is Region.DIRECTIVE:
            inside = replace(inside, lead=[], listed=True)
        elif region in {Region.ARRANGEMENT, Region.OVERDUE}:
            inside = replace(inside, lead=[], listed=region is Region.OVERDUE)
        elif region is not Region.OPEN:
            inside = _Context(region)
        self.visit(node, inside)

    def _item(self, node: Node, context: _Context) -> None:
        if context.region not in {Region.DIRECTIVE, Region.ARRANGEMENT, Region.OVERDUE}:
            if node.children:
                self.visit(node, context)
            return
        text = node.text
        lead, rest = announced_body(text)
        bullets = [child for child in node.children if child.printed and child.line not in self.taken]
        if bullets and text.endswith(":") and self._introduces(node, text, context):
            subject = read_subject(text)
            names = (
                lead or body_heading(text) or (subject.lead if subject.explicit or subject.lead else []) or context.lead
            )
            self.visit(node, replace(context, lead=names, partners=subject.coordinating, listed=True))
            return
        full = rest if lead else text
        parts = [child for child in parts_of(node) if child.line not in self.taken]
        full = "\n".join([full, *(child.text for child in parts)])
        tasks = self._tasks(node, full, lead, context)
        if tasks:
            self.found.tasks.extend(tasks)
            self.found.lines.add(node.line)
            self.found.lines |= {child.line for child in parts}
            claimed = set(map(id, parts))
            if any(id(child) not in claimed for child in node.children):
                remaining = Node(
                    node.block,
                    node.marker,
                    node.parent,
                    [child for child in node.children if id(child) not in claimed],
                    node.is_heading,
                )
                self.visit(remaining, replace(context, listed=False))
        elif node.children:
            self.visit(node, context)

    def _from_brackets(self, task: Task, words: str) -> None:
        """ "(Sở A chủ trì, phối hợp với Sở B; hoàn thành quý II)" at the end of an item."""
        first, *rest = [part.strip() for part in words.split(";")]
        who = split_responsibility(ASSIGNED.sub("", first))
        names = [*who.lead, *who.coordinating]
        if not who.lead or not all(starts_body(name) and not has_verb(name) for name in names):
            # "(Công an tỉnh chuẩn bị)": a body and one short verb.
            if len(words) <= 60:
                task.lead = read_subject(first).lead
            return
        task.lead, task.coordinating = who.lead, task.coordinating or who.coordinating
        for part in rest:
            read = read_deadline(re.sub(r"^(?:thời gian|thời hạn|hoàn thành)\s*:?\s+", "", part), year=self.year)
            if read.deadline.kind is not DeadlineKind.OTHER:
                task.deadline = read.deadline

    def _introduces(self, node: Node, text: str, context: _Context) -> bool:
        """Whether an item that ends with a colon only heads the items below it."""
        if body_heading(text) or len(text) <= 110:
            return True
        below = [child.text for child in node.children if child.printed]
        return sum(1 for item in below if len(item) >= 90 or read_subject(item).lead) * 2 >= len(below)

    def _tasks(self, node: Node, text: str, lead: list[str], context: _Context) -> list[Task]:
        # A bullet that opens with a body may give a second body its own sentence.
        bullet = node.marker is not None and node.marker.style in BULLETS and bool(read_subject(text).lead)
        own = [] if lead else ordered_sentences(text, prose=(node.marker is None or bullet) and not context.lead)
        if len(own) >= 2:
            return [self._task(node, piece, subject, context) for piece, subject in own]
        subject = Subject(lead, partners(text), True) if lead else read_subject(text)
        if not lead and not subject.lead and len(own) == 1:
            # "… . Giao Sở A …": the order comes after what it is about.
            subject = own[0][1]
        if not lead and not subject.lead and not context.lead and (titled := TITLED.match(text)):
            # "- Nhóm phục vụ công dân số: Chỉ đạo Công an tỉnh …": the order follows the title.
            subject = read_subject(text[titled.end() :])
        if is_closing_formula(text) and not (context.listed and node.marker):
            return []
        if context.region is Region.ARRANGEMENT and not (subject.lead or context.lead):
            return []
        if node.marker is None and text.rstrip().endswith(":"):
            return []
        unnamed = not subject.lead or directs(text)
        if context.asked and not context.lead and node.marker and unnamed and commands(text):
            return [self._task(node, text, replace(subject, lead=context.asked), context)]
        counts = context.listed and (node.marker is not None or bool(context.lead))
        if not counts and not self._orders(text, subject):
            return []
        if len(text) < 15 or (
            not VERB.search(" " + text[:1].lower() + text[1:])
            and not subject.lead
            and not context.lead
            and not node.marker
        ):
            return []
        return [self._task(node, text, subject, context, announced=bool(lead))]

    @staticmethod
    def _orders(text: str, subject: Subject) -> bool:
        """A sentence that names its body and does not merely tell what was done."""
        if not subject.lead:
            return False
        return subject.explicit or not tells(text, subject)

    def _task(self, node: Node, text: str, subject: Subject, context: _Context, *, announced: bool = False) -> Task:
        task = Task(
            section_path=node.path(),
            number=node.marker.number if node.marker else None,
            text=without_end_mark(text),
            lead=list(subject.lead),
            coordinating=list(subject.coordinating),
            line=node.line,
        )
        if context.lead and not (announced or narrows(subject, context.lead, text)):
            if subject.lead and subject.lead != context.lead and starts_body(text):
                task.uncertain.append("lead")
            task.lead = list(context.lead)
        tail = _TAIL_BODY.search(text)
        if not task.lead and tail:
            self._from_brackets(task, tail["body"])
        if not task.lead and context.region is Region.OVERDUE:
            task.lead = bracketed_body(text)
        task.coordinating = [name for name in task.coordinating or context.partners if name not in task.lead]
        read = deadline_in_prose(text, year=self.year)
        if read.deadline.kind is not DeadlineKind.NONE:
            task.deadline = read.deadline
        if read.uncertain:
            task.uncertain.append("deadline")
        if context.region is Region.OVERDUE:
            heading = next((above for above in node.ancestors() if above.is_heading), None)
            task.status = Status(StatusClass.LATE, heading.text.rstrip(" :") if heading else None)
        return task


def _asked_below(node: Node, context: _Context) -> list[str]:
    """Whom an unnumbered paragraph asks to do what is listed after it ("… yêu cầu các sở, ban, ngành:")."""
    if node.marker or node.children or context.region is not Region.DIRECTIVE or not node.printed.endswith(":"):
        return []
    subject = read_subject(node.printed)
    return subject.lead if subject.explicit else []
