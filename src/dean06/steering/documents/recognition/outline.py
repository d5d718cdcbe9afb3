"""The tree of a document: sections, items and what stands under each, from numbering and heading hints together.

Numbering leads; a file's own heading levels are only hints, since converted files set them at random.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dean06.steering.documents.reading.blocks import Block, Paragraph, Table
from dean06.steering.documents.reading.joining import mostly_capitals
from dean06.steering.documents.recognition.labels import STRONG, label_kind, starts_with_label
from dean06.steering.documents.recognition.markers import BULLETS, Marker, read_marker

_APPENDIX = re.compile(
    r"^(?:PHỤ LỤC|Phụ lục|BIỂU|Biểu(?: mẫu)?|Mẫu số)\s*(?:số\s*)?(?P<n>[IVXL]+|\d+|"
    r"[A-ZĐ])?\b(?![^.]*\bkèm theo [^)]*này)",
    re.S,
)
_SIGNATURE = re.compile(
    r"^(?:(?:TM|KT|TL|TUQ|Q)\.\s?[A-ZĐÀ-Ỹ]|(?:KT\.\s*)?(?:CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|"
    r"CHÁNH VĂN PHÒNG|PHÓ CHÁNH VĂN PHÒNG|BỘ TRƯỞNG|THỨ TRƯỞNG|"
    r"TỔ TRƯỞNG|TỔ PHÓ|TRƯỞNG BAN|PHÓ TRƯỞNG BAN|CỤC TRƯỞNG|THỦ TƯỚNG|BÍ THƯ|PHÓ BÍ THƯ|NGƯỜI LẬP|TRƯỞNG PHÒNG)\b)"
)
_CLOSING = re.compile(
    r"^(?:Trên đây là|Thừa lệnh|Thừa ủy quyền|Yêu cầu (?:các|Thủ trưởng|Giám đốc)[^.]{0,250}(?:Kế hoạch|Chỉ thị|"
    r"Thông báo|Công văn|Quyết định|nội dung) (?:này|trên)|Nhận được (?:Công|văn|Chỉ|Thông))"
)
_RECIPIENTS = re.compile(r"^(?:Nơi nhận|NƠI NHẬN)\s*:?")


#: Labels whose value may be a list below them.
_HELD_BY_LABEL = STRONG | {"product"}


@dataclass(slots=True, eq=False)
class Node:
    """One paragraph or table with what stands under it. ``text`` is without the mark."""

    block: Block | None
    marker: Marker | None = None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    #: Set by ``_mark_headings``.
    is_heading: bool = False
    is_appendix: bool = False

    @property
    def line(self) -> int:
        return self.block.line if self.block else 0

    @property
    def printed(self) -> str:
        """The paragraph as printed, with its number."""
        return self.block.text if isinstance(self.block, Paragraph) else ""

    @property
    def text(self) -> str:
        """The paragraph without its number."""
        return self.printed[self.marker.end :].strip() if self.marker else self.printed

    @property
    def table(self) -> Table | None:
        return self.block if isinstance(self.block, Table) else None

    def walk(self) -> Iterator[Node]:
        """This node's descendants, in reading order."""
        for child in self.children:
            yield child
            yield from child.walk()

    def path(self) -> list[str]:
        """Headings above this node, outermost first, as printed with their numbers."""
        titles: list[str] = []
        node = self.parent
        while node is not None and node.block is not None:
            if node.is_heading:
                titles.append(heading_title(node))
            node = node.parent
        return titles[::-1]

    def ancestors(self) -> Iterator[Node]:
        node = self.parent
        while node is not None and node.block is not None:
            yield node
            node = node.parent


def heading_title(node: Node) -> str:
    """A heading as printed, without bullets and the closing colon."""
    text = node.text if node.marker and node.marker.style in BULLETS else node.printed
    if node.is_appendix:
        text = re.sub(r"\s*\((?:[Bb]an hành )?[Kk]èm theo[^)]*\)?.*$", "", text, flags=re.S)
    return text.rstrip(" :").strip()


def build_outline(blocks: Sequence[Block]) -> Node:
    """The tree of the given blocks (the head of the document already taken off)."""
    root = Node(block=None)
    builder = _Builder(root)
    for block in blocks:
        builder.add(block)
    for node in root.walk():
        node.is_heading = _is_heading(node)
    return root


class _Builder:
    """Keeps the chain of open items; a new one closes those of its own level and below."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.chain: list[tuple[str, Node]] = []
        self.after_signature = False

    def add(self, block: Block) -> None:
        if isinstance(block, Table):
            self._attach(Node(block))
            return
        if block.footnote:
            self.root.children.append(Node(block, parent=self.root))
            return
        if _APPENDIX.match(block.text) and len(block.text) < 400 and not block.text.endswith((".", ";")):
            node = self._open("appendix", Node(block, is_appendix=True), reset=True)
            node.is_appendix = True
            self.after_signature = False
            return
        marker = read_marker(block.text)
        if marker and not (_RECIPIENTS.match(block.text) or self.after_signature):
            self._item(block, marker)
        elif _RECIPIENTS.match(block.text):
            self._open("recipients", Node(block), reset=True)
            self.after_signature = True
        elif self.after_signature or _SIGNATURE.match(block.text):
            self._attach(Node(block, marker))
            self.after_signature = self.after_signature or bool(self.chain and self.chain[0][0] == "recipients")
        elif _looks_like_title(block):
            self._title(block)
        elif _CLOSING.match(block.text):
            # The closing sentence belongs to the whole document, and so does all that follows it.
            self.chain.clear()
            self._attach(Node(block))
        elif label_kind(block.text) in _HELD_BY_LABEL:
            self._label(block)
        else:
            self._close_labels()
            self._attach(Node(block))
        if block.text.rstrip().endswith("./."):
            self.chain.clear()

    def _label(self, block: Paragraph) -> None:
        """ "Chủ trì thực hiện:" on a line of its own holds the list below it, and no more than that."""
        position = next((index for index, (name, _) in enumerate(self.chain) if name == "label"), None)
        if position is not None:
            del self.chain[position:]
        else:
            self._close_labels()
        if block.text.rstrip().endswith(":"):
            self._push(len(self.chain), "label", Node(block))
        else:
            self._attach(Node(block))

    def _close_bullets(self, marker: Marker) -> None:
        """Numbers stand above bullets, except small ones under a bullet that announces them with a colon."""
        if marker.style in BULLETS:
            return
        while self.chain:
            above = self.chain[-1][1]
            if above.marker is None or above.marker.style not in BULLETS:
                return
            if marker.style in {"paren", "half_paren", "letter"} and above.text.endswith(":"):
                return
            self.chain.pop()

    def _close_labels(self) -> None:
        """A sentence after a bullet or "- Thời gian: …" does not go on with that line; it stands beside it."""
        while self.chain:
            above = self.chain[-1][1]
            bullet = above.marker is not None and above.marker.style in BULLETS
            if not (bullet or starts_with_label(above.text)) or above.text.rstrip().endswith(":"):
                return
            self.chain.pop()

    def _title(self, block: Paragraph) -> None:
        """An unnumbered heading: of the whole document when in capitals, else of the present section."""
        if mostly_capitals(block.text):
            top = self.chain[0][1] if self.chain and self.chain[0][0] == "appendix" else None
            if top is not None and not any(child.marker or child.table for child in top.children):
                # The title of an appendix follows its number.
                self._attach(Node(block))
                return
            self._open("capitals", Node(block), reset=top is None)
        else:
            self._open("bold", Node(block))

    def _item(self, block: Paragraph, marker: Marker) -> None:
        node = Node(block, marker)
        key = marker.level_key
        if marker.style not in BULLETS:
            held = next((index for index, (name, _) in enumerate(self.chain) if name == "label"), None)
            if held is not None and not (marker.ordinal == 1 or len(self.chain) > held + 1):
                del self.chain[held:]
        position = self._position(key, marker)
        if position is None:
            self._close_bullets(marker)
            position = len(self.chain)
            if marker.style == "roman":
                # Roman parts stand above all other numbering but not above an appendix or a part.
                position = sum(1 for name, _ in self.chain if name in {"appendix", "part", "capitals", "upper"})
            elif "dotted" in marker.style:
                position = self._under_prefix(marker)
        self._push(position, key, node)

    def _position(self, key: str, marker: Marker) -> int | None:
        """Where in the chain the same level is open. A restart at 1 right below its like goes one level deeper."""
        same = [index for index, (name, _) in enumerate(self.chain) if name == key]
        if not same:
            return None
        if marker.ordinal is None:
            return same[-1]
        for index in reversed(same):
            above = self.chain[index][1].marker
            if above and above.ordinal is not None and marker.ordinal == above.ordinal + 1:
                return index
        last = same[-1]
        if marker.ordinal == 1 and last == len(self.chain) - 1:
            holder = self.chain[last][1]
            if not holder.children and len(holder.text) <= 160 and not holder.text.endswith((".", ";")):
                return len(self.chain)
        if marker.ordinal == 1 and marker.style == "roman":
            return same[0]
        return last

    def _under_prefix(self, marker: Marker) -> int:
        """``2.1`` stands under an open ``2.``; without one, under the innermost section."""
        prefix = marker.label.rsplit(".", 1)[0]
        for index in range(len(self.chain) - 1, -1, -1):
            above = self.chain[index][1].marker
            if above and above.label == prefix:
                return index + 1
        shallower = [
            index
            for index, (name, _) in enumerate(self.chain)
            if name.startswith(("roman", "upper", "part", "article", "appendix", "capitals", "arabic"))
            or (name.startswith("dotted") and name < marker.level_key)
        ]
        return shallower[-1] + 1 if shallower else 0

    def _open(self, key: str, node: Node, *, reset: bool = False) -> Node:
        position = 0 if reset else next((i for i, (name, _) in enumerate(self.chain) if name == key), None)
        if position is None:
            # A bold line heads what follows it; items of the section before it are closed.
            position = next(
                (i for i, (_, open_) in enumerate(self.chain) if not _may_hold_title(open_)), len(self.chain)
            )
        self._push(position, key, node)
        return node

    def _push(self, position: int, key: str, node: Node) -> None:
        del self.chain[position:]
        parent = self.chain[-1][1] if self.chain else self.root
        node.parent = parent
        parent.children.append(node)
        self.chain.append((key, node))

    def _attach(self, node: Node) -> None:
        parent = self.chain[-1][1] if self.chain else self.root
        node.parent = parent
        parent.children.append(node)


def _may_hold_title(node: Node) -> bool:
    return not node.marker or node.marker.style in {"roman", "part", "upper"} or _short(node.text)


def _short(text: str) -> bool:
    return len(text) <= 200 and not text.endswith((".", ";", ","))


def _looks_like_title(block: Paragraph) -> bool:
    text = block.text
    if len(text) > 200 or text.endswith((".", ";", ",")) or len(text) < 4:
        return False
    return bool(block.heading) or block.bold or mostly_capitals(text)


def _is_heading(node: Node) -> bool:
    """Whether a paragraph names a section rather than says something."""
    block = node.block
    if not isinstance(block, Paragraph) or block.footnote:
        return False
    text = node.text
    if node.is_appendix:
        return True
    if not node.marker:
        return _looks_like_title(block) and any(True for _ in node.children)
    if len(text) > 350 or re.search(r"[;,]$", text):
        return False
    if node.marker.style in {"roman", "part", "upper"}:
        return len(text) <= 300 and (not re.search(r"[a-zà-ỹ]\.\s", text) or mostly_capitals(text))
    if mostly_capitals(text) and len(text) >= 6:
        return True
    ends_open = not text.endswith(".") or text.endswith("...")
    if (block.heading or block.bold) and ends_open:
        return True
    if block.heading and node.children and len(text) <= 200:
        return True
    if not node.children or not ends_open or starts_with_label(node.children[0].text):
        return False
    if node.marker.style in BULLETS and (
        len(text) > 160 or ". " in text or _RECIPIENTS.match(node.parent.printed if node.parent else "")
    ):
        return False
    if text.endswith(":"):
        return len(text) <= 250
    return (len(text) <= 220 and ": " not in text[:-1]) or bool(node.children and len(text) <= 120)
