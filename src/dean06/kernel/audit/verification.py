"""Checking an export with nothing but the file and the public key. Pure: no database, no clock.

The check walks the lines once and stops at the first thing that cannot be. Content against leaf hash finds a changed
row; positions find dropped, inserted and swapped rows; signed roots find rows rewritten together with their hashes, and
then the signature of each leaf names the first of them; a head kept from earlier finds a log rebuilt or cut by somebody
who holds the signing key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from dean06.kernel.audit.canonical import canonical_json
from dean06.kernel.audit.signatures import (
    Head,
    Verifier,
    end_statement,
    from_text,
    leaf_statement,
    read_public_pem,
)
from dean06.kernel.audit.tree import Frontier, leaf_hash

FORMAT = "dean06-audit"
VERSION = 1


#: No honest line is longer; stops a file made to fill the memory.
LONGEST_LINE = 16 * 1024 * 1024
_PROOF = ("kind", "leaf_hash", "key_id", "signature")


class Tampered(Exception):
    """The first thing found wrong: ``position`` of the row in the log, ``line`` of the file, a Vietnamese sentence."""

    def __init__(self, message: str, *, position: int, line: int) -> None:
        self.message, self.position, self.line = message, position, line
        super().__init__(message)


class Unverifiable(Exception):
    """Nothing can be said about the file: it is not an export, or of another version, or a kept head is not valid."""


@dataclass(frozen=True, slots=True)
class Intact:
    """What was checked: rows, heads, and the last signed head (``None`` for an empty log)."""

    rows: int
    heads: int
    last_head: Head | None


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A row since the last good head, kept to name the culprit if the next head does not fit."""

    position: int
    line: int
    hash: bytes
    key_id: str
    signature: str


def verify_export(path: Path, verifier: Verifier, kept_heads: Sequence[Head] = ()) -> Intact:
    """Check the export at ``path``, also against heads kept from earlier.

    Raises ``Tampered`` with the first row (or other part) changed, dropped, inserted or swapped, ``Unverifiable``,
    and ``OSError`` when the file cannot be read.
    """
    for kept in kept_heads:
        if not verifier.accepts(kept.key_id, kept.signature, kept.statement()):
            raise Unverifiable(
                f"Đầu cây đã giữ (số {kept.number}, {kept.size} dòng) không do khóa công khai này ký "
                "nên không dùng để đối chiếu được."
            )
    with path.open("rb") as file:
        try:
            return _Check(file, verifier, kept_heads).run()
        except _DigestDiffers as differs:
            # Some byte outside what the tree covers: look at every signature to say which.
            file.seek(0)
            _Check(file, verifier, kept_heads, every_signature=True).run(ignore_digest=True)
            raise Tampered(
                "Dòng đầu hoặc dòng cuối của tệp đã bị sửa: mã băm của tệp không khớp chữ ký, "
                "dù nội dung các dòng nhật ký còn nguyên.",
                position=0,
                line=differs.line,
            ) from differs


class _DigestDiffers(Exception):
    def __init__(self, line: int) -> None:
        self.line = line


class _Check:
    """One walk over the lines."""

    def __init__(
        self, file: BinaryIO, verifier: Verifier, kept: Sequence[Head], *, every_signature: bool = False
    ) -> None:
        self.file, self.verifier, self.every_signature = file, verifier, every_signature
        self.kept = sorted(kept, key=lambda head: head.size)
        self.frontier = Frontier()
        self.digest = hashlib.sha256()
        self.line = 0
        self.last_head: Head | None = None
        self.agreed = 0  # rows vouched for by the last kept head that agreed
        self.open_leaves: list[_Leaf] = []

    @property
    def next_position(self) -> int:
        return self.frontier.size + 1

    def run(self, *, ignore_digest: bool = False) -> Intact:
        lines = self._lines()
        header = self._header(next(lines, b""))
        end = None
        for raw in lines:
            if end is not None:
                raise self._tampered("Có nội dung bị chèn thêm sau dòng kết thúc của tệp.")
            values = self._parse(raw)
            kind = values.get("kind")
            if kind == "row":
                self._row(values, lines)
            elif kind == "head":
                self._head(values)
            elif kind == "end":
                end = values
                continue
            else:
                raise self._tampered(f"Dòng {self.line} của tệp không phải dòng nhật ký, đầu cây hay dòng kết thúc.")
            self.digest.update(raw)
        self._complete(header, end)
        assert end is not None
        self._end(header, end, ignore_digest)
        return Intact(self.frontier.size, self.last_head.number if self.last_head else 0, self.last_head)

    # Lines

    def _lines(self) -> Iterator[bytes]:
        while raw := self.file.readline(LONGEST_LINE):
            self.line += 1
            yield raw

    def _parse(self, raw: bytes) -> dict[str, Any]:
        try:
            values = json.loads(raw)
            spelled_right = isinstance(values, dict) and canonical_json(values).encode() + b"\n" == raw
        except (ValueError, TypeError, RecursionError):
            spelled_right = False
        if not spelled_right:
            if not raw.endswith(b"\n"):
                raise self._tampered(
                    f"Tệp bị cắt giữa chừng ở dòng {self.line}: mất từ dòng nhật ký {self.next_position}."
                )
            raise self._tampered(
                f"Dòng {self.line} của tệp đã bị sửa: không còn đúng cách viết của bản xuất "
                f"(dòng nhật ký {self.next_position})."
            )
        return values

    def _header(self, raw: bytes) -> dict[str, Any]:
        try:
            header = json.loads(raw)
        except ValueError as error:
            raise Unverifiable("Tệp không phải bản xuất nhật ký của dean06 (dòng đầu không đọc được).") from error
        if not isinstance(header, dict) or header.get("kind") != "header" or header.get("format") != FORMAT:
            raise Unverifiable("Tệp không phải bản xuất nhật ký của dean06 (thiếu dòng đầu).")
        if header.get("version") != VERSION:
            raise Unverifiable(
                f"Bản xuất thuộc phiên bản {header.get('version')!r}; lệnh này chỉ đọc phiên bản {VERSION}."
            )
        self._parse(raw)
        self.digest.update(raw)
        return header

    # Rows

    def _row(self, values: dict[str, Any], lines: Iterator[bytes]) -> None:
        expected, found = self.next_position, values.get("position")
        if found != expected or type(found) is not int:
            raise self._misplaced(expected, found, lines)
        content = {name: value for name, value in values.items() if name not in _PROOF}
        computed = leaf_hash(canonical_json(content).encode())
        if values.get("leaf_hash") != computed.hex():
            raise self._tampered(f"Dòng nhật ký {expected} đã bị sửa: nội dung không khớp mã băm của chính nó.")
        leaf = _Leaf(expected, self.line, computed, str(values.get("key_id")), str(values.get("signature")))
        if self.every_signature and not self._is_signed(leaf):
            raise self._unsigned(leaf)
        self.open_leaves.append(leaf)
        self.frontier.append(computed)
        while self.kept and self.kept[0].size == self.frontier.size:
            self._compare_with_kept(self.kept.pop(0))

    def _misplaced(self, expected: int, found: Any, lines: Iterator[bytes]) -> Tampered:
        # What came before is vouched for first: the culprit may stand there.
        self._blame_open_leaf()
        line = self.line
        if type(found) is not int:
            return self._tampered(
                f"Dòng {line} của tệp đã bị sửa: số thứ tự của dòng nhật ký {expected} không đọc được."
            )
        if found < expected:
            return Tampered(
                f"Có dòng bị chèn hoặc lặp lại ở chỗ dòng nhật ký {expected} (dòng {line} của tệp mang số {found}).",
                position=expected,
                line=line,
            )
        following = self._next_position_in(lines)
        if following is not None and following <= found:
            return Tampered(
                f"Các dòng nhật ký bị đổi chỗ từ dòng {expected}: ở chỗ đó là dòng {found}.",
                position=expected,
                line=line,
            )
        lost = (
            f"dòng nhật ký {expected}" if found == expected + 1 else f"các dòng nhật ký từ {expected} đến {found - 1}"
        )
        return Tampered(f"Mất {lost}: sau dòng {expected - 1} là ngay dòng {found}.", position=expected, line=line)

    def _next_position_in(self, lines: Iterator[bytes]) -> int | None:
        for raw in lines:
            try:
                values = json.loads(raw)
                if values["kind"] == "row":
                    return int(values["position"])
            except (ValueError, TypeError, KeyError):
                return None
        return None

    def _is_signed(self, leaf: _Leaf) -> bool:
        try:
            signature = from_text(leaf.signature)
        except ValueError:
            return False
        return self.verifier.accepts(leaf.key_id, signature, leaf_statement(leaf.position, leaf.hash))

    def _unsigned(self, leaf: _Leaf) -> Tampered:
        if leaf.position == 1 and not self.verifier.knows(leaf.key_id):
            message = (
                "Dòng nhật ký 1 không do khóa công khai này ký: nhật ký đã bị dựng lại bằng khóa khác, "
                "hoặc khóa đưa vào không phải khóa của nơi xuất."
            )
        else:
            message = f"Dòng nhật ký {leaf.position} đã bị sửa, thay hoặc chèn: chữ ký của dòng không đúng."
        return Tampered(message, position=leaf.position, line=leaf.line)

    def _blame_open_leaf(self) -> None:
        for leaf in self.open_leaves:
            if not self._is_signed(leaf):
                raise self._unsigned(leaf)

    # Heads

    def _head(self, values: dict[str, Any]) -> None:
        number = (self.last_head.number if self.last_head else 0) + 1
        try:
            head = Head.from_dict(values)
        except ValueError as error:
            self._blame_open_leaf()
            raise self._tampered(f"Đầu cây ở dòng {self.line} của tệp đã bị sửa.") from error
        sound = self.verifier.accepts(head.key_id, head.signature, head.statement())
        if (
            sound
            and head.number == number
            and head.size == self.frontier.size
            and head.root_hash == self.frontier.root()
        ):
            self.last_head = head
            self.open_leaves.clear()
            return
        self._blame_open_leaf()
        if not sound:
            raise self._tampered(
                f"Đầu cây số {head.number} ({head.size} dòng) đã bị sửa hoặc do khóa khác ký; "
                "các dòng nhật ký tới đó không được bảo đảm."
            )
        if head.size > self.frontier.size:
            raise self._tampered(
                f"Mất các dòng nhật ký từ {self.next_position} đến {head.size}: "
                f"đầu cây số {head.number} đã ký {head.size} dòng."
            )
        if head.size < self.frontier.size:
            raise self._tampered(
                f"Dòng nhật ký {head.size + 1} bị chèn: đầu cây số {head.number} chỉ ký {head.size} dòng.",
                position=head.size + 1,
            )
        if head.number != number:
            raise self._tampered(f"Đầu cây số {number} bị xóa hoặc đổi chỗ: gặp đầu cây số {head.number}.")
        first = (self.last_head.size if self.last_head else 0) + 1
        raise self._tampered(
            f"Các dòng nhật ký từ {first} đến {head.size} không còn là những dòng "
            f"đã ký trong đầu cây số {head.number}.",
            position=first,
        )

    def _compare_with_kept(self, kept: Head) -> None:
        if kept.root_hash != self.frontier.root():
            self._blame_open_leaf()
            raise self._tampered(
                f"Nhật ký đã bị dựng lại: trong các dòng từ {self.agreed + 1} đến {kept.size} có dòng khác với "
                f"lúc ký đầu cây đã giữ (số {kept.number}, ký lúc {kept.time}).",
                position=self.agreed + 1,
            )
        self.agreed = kept.size

    # End

    def _complete(self, header: dict[str, Any], end: dict[str, Any] | None) -> None:
        if end is None:
            self._blame_open_leaf()
            raise self._tampered(f"Tệp bị cắt đuôi: mất từ dòng nhật ký {self.next_position}{self._until(header)}.")
        if self.open_leaves:
            self._blame_open_leaf()
            first = self.open_leaves[0].position
            raise self._tampered(f"Từ dòng nhật ký {first} không có đầu cây nào bảo đảm.", position=first)
        if self.kept:
            kept = self.kept[-1]
            raise self._tampered(
                f"Nhật ký bị cắt đuôi: mất các dòng từ {self.next_position} đến {kept.size}, "
                f"vì đầu cây đã giữ (số {kept.number}) đã ký {kept.size} dòng."
            )

    def _until(self, header: dict[str, Any]) -> str:
        rows = header.get("rows")
        return f" đến {rows}" if type(rows) is int and rows >= self.next_position else ""

    def _end(self, header: dict[str, Any], end: dict[str, Any], ignore_digest: bool) -> None:
        rows, heads = self.frontier.size, self.last_head.number if self.last_head else 0
        for counted in (header, end):
            if counted.get("rows") != rows or counted.get("heads") != heads:
                said = counted.get("rows")
                if type(said) is int and said > rows:
                    raise self._tampered(f"Tệp bị cắt đuôi: mất các dòng nhật ký từ {rows + 1} đến {said}.")
                raise self._tampered("Số dòng ghi ở dòng đầu hoặc dòng cuối của tệp đã bị sửa.", position=0)
        if ignore_digest:
            return
        digest = self.digest.hexdigest()
        try:
            signature = from_text(str(end.get("signature")))
        except ValueError:
            signature = b""
        signed = self.verifier.accepts(str(end.get("key_id")), signature, end_statement(rows, heads, digest))
        if (
            not signed
            or set(end) != {"kind", "rows", "heads", "digest", "key_id", "signature"}
            or end["digest"] != digest
        ):
            raise _DigestDiffers(self.line)

    def _tampered(self, message: str, *, position: int | None = None) -> Tampered:
        return Tampered(message, position=self.next_position if position is None else position, line=self.line)


def read_kept_head(path: Path) -> Head:
    """The head printed by ``dean06 audit_head`` and kept. Raises ``Unverifiable`` and ``OSError``."""
    try:
        values = json.loads(path.read_bytes())
        if not isinstance(values, dict):
            raise ValueError("not an object")
        return Head.from_dict(values)
    except (ValueError, KeyError) as error:
        raise Unverifiable(f"Tệp đầu cây đã giữ {path} không đọc được.") from error


def read_public_key(path: Path) -> Ed25519PublicKey:
    """The Ed25519 public key in the PEM file ``path``. Raises ``Unverifiable`` and ``OSError``."""
    from_file = path.read_bytes()
    try:
        return read_public_pem(from_file)
    except ValueError as error:
        raise Unverifiable(f"Tệp {path} không phải khóa công khai Ed25519 dạng PEM.") from error
