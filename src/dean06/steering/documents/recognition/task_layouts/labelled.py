"""Tasks as paragraphs followed by labelled lines ("- Đơn vị chủ trì: …", "- Thời gian hoàn thành: …").

The labels may also run on in the paragraph itself, stand one level deeper, or have their values as a list below them.
"""

from __future__ import annotations

from dean06.steering.documents.reading.blocks import Paragraph
from dean06.steering.documents.recognition.labels import STRONG, Labelled, label_kind, read_labels, starts_with_label
from dean06.steering.documents.recognition.outline import Node
from dean06.steering.documents.recognition.subjects import body_heading
from dean06.steering.documents.recognition.task_layouts import Found
from dean06.steering.documents.recognition.task_layouts.fields import apply_labels
from dean06.steering.documents.types import Task


def find_labelled(root: Node, year: int | None) -> Found:
    """Every task with at least one labelled body or deadline, in reading order."""
    found = Found()
    _Walker(found, year).visit(root)
    found.tasks.sort(key=lambda task: task.line)
    return found


class _Walker:
    def __init__(self, found: Found, year: int | None) -> None:
        self.found = found
        self.year = year

    def visit(self, parent: Node) -> None:
        """Reads the children of one node: runs of labels belong to what stands before them, or to the node itself."""
        runs = _runs(parent)
        owner_reads = len(runs) == 1 and _owns_labels(parent, runs[0])
        for content, labels in runs:
            if not labels:
                for node in content:
                    self._inline_or_deeper(node)
                continue
            if owner_reads:
                self._task(parent, content, labels)
            else:
                for node in content[:-1] if content else []:
                    self._inline_or_deeper(node)
                if content:
                    self._task(content[-1], _deeper(content[-1]), labels)
                elif parent.block is not None:
                    self._task(parent, [], labels)

    def _inline_or_deeper(self, node: Node) -> None:
        if not isinstance(node.block, Paragraph) or node.block.footnote:
            return
        head, labels = read_labels(node.text)
        if head and len(head) >= 15 and labels and any(label.kind in STRONG and label.value for label in labels):
            self._task(node, [], [])
            for child in node.children:
                self.found.lines.add(child.line)
            return
        if node.children:
            self.visit(node)

    def _task(self, anchor: Node, content: list[Node], label_nodes: list[Node]) -> None:
        """One task: its own paragraph, the plain paragraphs before its labels, the labels."""
        head, labels = read_labels(anchor.text)
        task = Task(
            section_path=anchor.path(),
            number=anchor.marker.number if anchor.marker else None,
            text="",
            line=anchor.line,
        )
        texts = [head]
        for node in content:
            inner, more = read_labels(node.text)
            texts.append(inner)
            labels += more
            self.found.lines.add(node.line)
            texts += [child.text for child in node.walk() if child.printed]
            self.found.lines |= {child.line for child in node.walk()}
        for node in label_nodes:
            _, more = read_labels(node.text)
            below = [
                child for child in node.walk() if child.printed and (child.marker or not (more and more[-1].value))
            ]
            if below and more:
                values = "; ".join(
                    filter(None, [more[-1].value.rstrip(" :;"), *(child.text.rstrip(" ;.") for child in below)])
                )
                more[-1] = Labelled(more[-1].kind, more[-1].label, values)
            labels += more
            self.found.lines |= {node.line, *(child.line for child in below)}
        task.text = "\n".join(text for text in (part.strip() for part in texts) if text).rstrip(" :")
        apply_labels(task, labels, self.year)
        if not task.lead and not any(label.kind in {"lead", "both"} for label in labels):
            task.lead = _heading_body(anchor)
        if anchor.is_heading and not content and anchor.marker is None:
            task.uncertain.append("text")
        if not task.text:
            return
        self.found.lines.add(anchor.line)
        self.found.tasks.append(task)


def _heading_body(anchor: Node) -> list[str]:
    """The body whose heading the task stands under ("2. Phòng Tư pháp"): it leads where no label says who."""
    heading = next((above for above in anchor.ancestors() if above.is_heading), None)
    return body_heading(heading.text) if heading else []


def _is_label(node: Node) -> bool:
    return (
        isinstance(node.block, Paragraph)
        and not node.block.footnote
        and starts_with_label(node.text)
        and not node.is_appendix
    )


def _runs(parent: Node) -> list[tuple[list[Node], list[Node]]]:
    """Children in turns: what is said, then the labels that follow it."""
    runs: list[tuple[list[Node], list[Node]]] = []
    content: list[Node] = []
    labels: list[Node] = []
    for node in parent.children:
        if _is_label(node):
            labels.append(node)
            continue
        if labels:
            runs.append((content, labels))
            content, labels = [], []
        content.append(node)
    runs.append((content, labels))
    return (
        [(said, marks) for said, marks in runs if said or (marks and _strong(marks))]
        if _any_strong(runs)
        else [([*parent.children], [])]
    )


def _strong(labels: list[Node]) -> bool:
    return any(label_kind(node.text) in STRONG for node in labels)


def _any_strong(runs: list[tuple[list[Node], list[Node]]]) -> bool:
    return any(_strong(labels) for _, labels in runs)


def _owns_labels(parent: Node, run: tuple[list[Node], list[Node]]) -> bool:
    """Whether the labels belong to the item above, not to the last thing said below it."""
    content, _ = run
    if parent.block is None or parent.is_appendix:
        return False
    if not content:
        return True
    if any(node.table for node in content):
        return False
    plain = [node for node in content if node.marker is None]
    if plain and parent.is_heading:
        # "5.2. Nhân lực", then a sentence, then its labels: the sentence is the task.
        return False
    return all(node.marker is None or node.marker.number is None for node in content)


def _deeper(anchor: Node) -> list[Node]:
    return [node for node in anchor.children if not _is_label(node)]
