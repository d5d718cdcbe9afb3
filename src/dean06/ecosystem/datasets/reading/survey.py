"""First look at a file: how it is built, what its columns are, how they are written. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from dean06.ecosystem.datasets.errors import EmptyList, HeaderNotFound, TooManyColumns
from dean06.ecosystem.datasets.reading.containers import Format, too_many_columns
from dean06.ecosystem.datasets.reading.headers import (
    SEARCHED_ROWS,
    Heading,
    find_heading,
    heading_key,
    named_heading,
    signature,
)
from dean06.ecosystem.datasets.reading.limits import DEFAULT_LIMITS, Limits
from dean06.ecosystem.datasets.reading.recognition import Proposal, heading_vocabulary, recognise
from dean06.ecosystem.datasets.reading.sources.opening import Opened, open_source
from dean06.ecosystem.datasets.reading.sources.text import DELIMITERS
from dean06.ecosystem.datasets.reading.values.dates import DatePlan, plan_dates
from dean06.ecosystem.datasets.reading.values.sexes import SexPlan, plan_sexes
from dean06.ecosystem.datasets.reading.values.text import TextPlan, plan_text, repair_text
from dean06.ecosystem.datasets.types import FieldRef

#: Rows looked at: the first ones, and some from every part of the file.
_FIRST, _EACH, _MOST = 2000, 400, 8000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person must know. ``severity``: info, warning, serious (a person must accept the version)."""

    code: str
    severity: str
    text: str
    column: int | None = None
    row: int | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity,
            "text": self.text,
            "column": self.column,
            "row": self.row,
        }


@dataclass(slots=True)
class Survey:
    """What the first look found. ``samples``: cells as they are, by column; ``total``: rows of data, bad ones too."""

    opened: Opened
    heading: Heading
    proposals: list[Proposal]
    samples: list[list[str]]
    total: int
    findings: list[Finding] = field(default_factory=list)

    @property
    def signature(self) -> str:
        """Fingerprint of the heading, by which the next file of this kind is recognised."""
        return signature(self.heading.labels)

    @property
    def labels(self) -> list[str]:
        """Headings as shown: a column without one gets its number."""
        return [label or f"Cột {index}" for index, label in enumerate(self.heading.labels, start=1)]


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """A column that is kept: its field and how it is written."""

    position: int
    label: str
    field: FieldRef
    text: TextPlan
    dates: DatePlan
    sexes: SexPlan


def survey(
    path: Path,
    fields: Sequence[FieldRef],
    *,
    sheet: str = "",
    limits: Limits = DEFAULT_LIMITS,
    units: Collection[str] = (),
) -> Survey:
    """Look at a file. ``fields``: columns that the sector's list may have; ``units``: heading keys of commune names.

    Raises a ``ReadingRefused`` that says in one sentence why the file cannot be taken in and what to do.
    """
    opened, heading = _open(path, heading_vocabulary(fields), sheet, limits)
    samples, total = _sample(opened, heading)
    if not any(any(cell.strip() for cell in column) for column in samples):
        raise EmptyList("Dưới dòng tiêu đề không có dòng dữ liệu nào. Hãy mở tệp để kiểm tra.")
    proposals = recognise(heading.labels, [_readable(sample) for sample in samples], fields, units)
    found = Survey(opened, heading, proposals, samples, total)
    found.findings = _findings(found)
    return found


def _open(path: Path, known: Collection[str], sheet: str, limits: Limits) -> tuple[Opened, Heading]:
    """The file opened, and its heading. A text whose heading does not show is cut at the other delimiters too."""
    opened = open_source(path, sheet=sheet, limits=limits)
    try:
        return opened, _heading(opened, known, limits)
    except HeaderNotFound:
        if opened.format is not Format.TEXT:
            raise
        for delimiter in DELIMITERS:
            other = open_source(path, limits=limits, delimiter=delimiter)
            try:
                return other, _heading(other, known, limits)
            except (HeaderNotFound, TooManyColumns):
                continue
        raise


def _heading(opened: Opened, known: Collection[str], limits: Limits) -> Heading:
    source = opened.source
    if source.named:
        return named_heading(source.names, known)
    rows = source.head(SEARCHED_ROWS + 5)
    widest = max((len(cells) for _, cells in rows), default=0)
    if widest > limits.columns:
        raise too_many_columns(widest, limits)
    if not any(cell.strip() for _, cells in rows for cell in cells):
        raise EmptyList()
    return find_heading(rows, known, source.merged())


def _readable(sample: list[str]) -> list[str]:
    """A sample out of an old font, so that its words can be recognised."""
    plan = plan_text(sample[:1000])
    return [repair_text(text, plan)[0] or "" for text in sample[:1000]] if plan.font else sample[:1000]


def _sample(opened: Opened, heading: Heading) -> tuple[list[list[str]], int]:
    width = len(heading.labels)
    parts: list[list[pa.Array]] = []
    taken = total = 0
    for batch in opened.source.batches(width, heading.first_row):
        total += batch.size + len(batch.bad)
        room = min(_EACH if parts else _FIRST, _MOST - taken)
        if room <= 0 or not batch.size:
            continue
        if parts and batch.size > room:
            step = batch.size // room
            places = pa.array(range(0, step * room, step))
            parts.append([column.take(places) for column in batch.columns])
        else:
            parts.append([column.slice(0, room) for column in batch.columns])
        taken += len(parts[-1][0]) if width else 0
    columns: list[list[str]] = [[text for part in parts for text in part[index].to_pylist()] for index in range(width)]
    return columns, total


def _findings(found: Survey) -> list[Finding]:
    findings = []
    keys: dict[str, list[int]] = {}
    for index, label in enumerate(found.heading.labels):
        if label:
            keys.setdefault(heading_key(label), []).append(index)
    for places in keys.values():
        if len(places) > 1:
            numbers = ", ".join(str(place + 1) for place in places)
            text = f"Tiêu đề “{found.heading.labels[places[0]]}” có ở nhiều cột ({numbers}). Hãy chọn đúng cột."
            findings.append(Finding("DUPLICATE_HEADINGS", "warning", text, places[1]))
    if len(found.heading.rows) > 1:
        rows = " và ".join(map(str, found.heading.rows))
        findings.append(Finding("TWO_HEADING_ROWS", "info", f"Tiêu đề nằm trên hai dòng ({rows}); đã ghép lại."))
    elif found.heading.rows and found.heading.rows[0] > 1:
        text = f"Tiêu đề ở dòng {found.heading.rows[0]}; các dòng trên là tên biểu."
        findings.append(Finding("HEADING_BELOW_TITLES", "info", text))
    return findings


def plan_columns(
    found: Survey, mapping: Mapping[int, str], fields: Sequence[FieldRef], latest_year: int
) -> tuple[list[ColumnPlan], list[Finding]]:
    """How each kept column is to be read, from the sample; and what a person should know about that."""
    by_code = {one.code: one for one in fields}
    chosen = {position: by_code[code] for position, code in mapping.items() if code in by_code}
    ids: Sequence[str] = next((found.samples[place] for place, one in chosen.items() if one.code == "personal_id"), ())
    plans, findings = [], []
    for position, one in sorted(chosen.items()):
        sample, label = found.samples[position], found.labels[position]
        names = one.kind == "name"
        text = plan_text(sample, names=names) if one.kind not in _WITHOUT_FONT else TextPlan()
        dates = plan_dates(sample, latest_year) if one.kind in ("date", "year") else DatePlan(latest=latest_year)
        sexes = plan_sexes(sample, ids) if one.kind == "sex" else SexPlan()
        plans.append(ColumnPlan(position, label, one, text, dates, sexes))
        findings += _plan_findings(plans[-1])
    return plans, findings


_WITHOUT_FONT = ("id", "old_id", "date", "year", "part", "sex", "phone", "money", "number", "account", "card")
_FONT_NAMES = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI", "cp1258": "Windows-1258"}


def _plan_findings(plan: ColumnPlan) -> list[Finding]:
    found = []
    if plan.text.font:
        text = f"Cột “{plan.label}” gõ bằng phông {_FONT_NAMES[plan.text.font]}; đã đổi sang Unicode."
        found.append(Finding("OLD_FONT", "info", text, plan.position))
    if plan.dates.month_first:
        text = (
            f"Cột “{plan.label}” bị đảo ngày và tháng (do Excel đặt theo kiểu Mỹ); đã đổi lại, cần kiểm tra vài dòng."
        )
        found.append(Finding("DAY_MONTH_SWAPPED", "warning", text, plan.position))
    if plan.sexes.assumed:
        codes = ", ".join(
            f"{code} là {'nam' if sex == 'M' else 'nữ'}" for code, sex in sorted(plan.sexes.codes.items())
        )
        text = f"Cột “{plan.label}” ghi mã; tạm hiểu {codes} theo cách dùng thông thường. Hãy kiểm tra vài dòng."
        found.append(Finding("SEX_CODES_ASSUMED", "warning", text, plan.position))
    return found
