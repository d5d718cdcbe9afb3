"""A record of a sector beside one registered person: what differs, what is to be corrected, the fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dean06.ecosystem.review.rules.differences import compare_choices, compare_names, compare_texts
from dean06.ecosystem.review.rules.figures import compare_dates, compare_numbers, masked
from dean06.ecosystem.review.rules.routing import CORRECTED, FIELDS
from dean06.ecosystem.review.types import BirthDate, FieldDifference, Mark
from dean06.kernel.common.vietnamese import clean_line, to_nfc

#: Fields that belong to the context of a person, shown only to those who may read the registry.
CONTEXT = frozenset({"old_id", "village", "father_name", "mother_name"})
NUMBERS = frozenset({"personal_id", "old_id"})


@dataclass(frozen=True, slots=True)
class Values:
    """The compared fields of one side. ``old_ids``: all 9-digit numbers (a record has one at most)."""

    full_name: str = ""
    birth: BirthDate = field(default_factory=BirthDate)
    sex: str = ""
    personal_id: str = ""
    old_ids: tuple[str, ...] = ()
    unit: str = ""
    village: str = ""
    father_name: str = ""
    mother_name: str = ""

    def text(self, name: str) -> str:
        """A field as it is written on pages and in correction files."""
        if name == "birth_date":
            return self.birth.text
        if name == "old_id":
            return self.old_ids[0] if self.old_ids else ""
        return str(getattr(self, name))


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the comparison, ready to be drawn."""

    field: str
    label: str
    difference: FieldDifference


def compare(record: Values, person: Values, *, full: bool) -> list[FieldRow]:
    """Field by name. ``full`` is for readers who may read the registry; for others the registry's numbers are masked
    and its context (old number, village, parents) is shown only where the record has the same name to compare.
    """
    rows = []
    for name, label in FIELDS.items():
        left = record.text(name)
        right = _old_number(record, person) if name == "old_id" else person.text(name)
        if not left and (not right or (name in CONTEXT and not full)):
            continue
        difference = _difference(name, record, person, left, right)
        if name == "old_id" and not right:
            difference = replace(difference, mark=Mark.HIDDEN, sentence="Không đối chiếu số CMND cũ ở đây.")
        elif not left and name in CONTEXT:
            difference = replace(difference, mark=Mark.HIDDEN, sentence="Chỉ để tham khảo: danh sách không có mục này.")
        if name in NUMBERS and not full and difference.mark is not Mark.SAME:
            difference = replace(difference, right=masked(difference.right))
        rows.append(FieldRow(name, label, difference))
    return rows


def differing(rows: Iterable[FieldRow]) -> list[str]:
    """Fields in which the two sides differ."""
    return [row.field for row in rows if row.difference.mark.differs]


def corrections(record: Values, person: Values) -> dict[str, tuple[str, str]]:
    """What the sector's list should say: name → (value now, value of the registry).

    Only fields of ``CORRECTED`` that really differ, and only where the registry knows at least as much: a full birth
    date is never replaced by a mere year.
    """
    found = {}
    for name in CORRECTED:
        now, right = record.text(name), person.text(name)
        if not right or not _difference(name, record, person, now, right).mark.differs:
            continue
        if name == "birth_date" and record.birth.year == person.birth.year and _precision(record) > _precision(person):
            continue
        found[name] = (now, right)
    return found


def fingerprint(values: Values) -> str:
    """Digest of everything that is compared: a decision ends when it changes. It cannot be turned back into values."""
    parts = [
        clean_line(to_nfc(values.full_name)),
        [values.birth.year, values.birth.month, values.birth.day],
        values.sex,
        values.personal_id,
        sorted(values.old_ids),
        clean_line(values.unit),
        clean_line(values.village),
        clean_line(values.father_name),
        clean_line(values.mother_name),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def summary(rows: Sequence[FieldRow]) -> str:
    """The differences of a candidate in one sentence, for people who hear the page."""
    wrong = [f"{row.label.lower()} {row.difference.mark.label}" for row in rows if row.difference.mark.differs]
    return "; ".join(wrong) if wrong else "không có trường nào khác"


def _difference(name: str, record: Values, person: Values, left: str, right: str) -> FieldDifference:
    if name == "birth_date":
        return compare_dates(record.birth, person.birth)
    if name == "personal_id":
        found = compare_numbers(left, right)
        if left and left in person.old_ids:
            return replace(found, sentence="Ngành ghi số CMND 9 số cũ của chính người này.")
        return found
    if name == "old_id":
        return compare_numbers(left, right)
    if name == "sex":
        return compare_choices(left, right)
    return compare_texts(left, right) if name in ("unit", "village") else compare_names(left, right)


def _old_number(record: Values, person: Values) -> str:
    """Of several old numbers of a person, the one that the record has; else the first."""
    return next((number for number in person.old_ids if number in record.old_ids), person.text("old_id"))


def _precision(values: Values) -> int:
    return 1 + (values.birth.month is not None) + (values.birth.day is not None)
