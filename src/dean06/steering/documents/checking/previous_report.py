"""Rule: against last period's report, cumulative figures do not fall and stated changes fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.wording import mistyped, number
from dean06.steering.documents.recognition.figures_words import fold, label_words, likeness
from dean06.steering.documents.types import Figure, Finding, Severity

_CUMULATIVE = re.compile(
    r"luy ke|den nay|tinh den|tong so|da cap|da co|hien co|hien da|den ngay|toan tinh da|da thu nhan|"
    r"da kich hoat|da cap nhat|da nhap"
)
_PERIODIC = re.compile(r"trong (?:thang|ky|tuan|quy)|thang nay|tu ngay|thang \d{1,2}\b")
_OTHER_BASE = re.compile(r"cung ky|truoc khi|truoc thoi diem|so voi nam|dau nam|ke hoach")
_ALIKE = 0.75


def check(evidence: Evidence) -> Iterator[Finding]:
    """Figures of this report against the same figures of the report before."""
    if evidence.previous is None:
        return
    earlier = [figure for figure in evidence.previous.figures if _count(figure) is not None]
    used: set[int] = set()
    for figure in evidence.document.figures:
        value = _count(figure)
        if value is None:
            continue
        before = _same_figure(figure, earlier, used)
        if before is None:
            continue
        old = _count(before)
        assert old is not None
        context = fold(f"{figure.label} {figure.excerpt}")
        stated = figure.change is not None and figure.rate is None and not _OTHER_BASE.search(context)
        if stated and figure.change != value - old and _plausible(value, old, figure.change or Decimal(0)):
            yield _change(figure, value, old)
            continue
        if value < old and _is_cumulative(figure, before):
            yield _fallen(figure, value, old)


def _count(figure: Figure) -> Decimal | None:
    return figure.value if figure.value is not None else figure.numerator


def _same_figure(figure: Figure, earlier: Sequence[Figure], used: set[int]) -> Figure | None:
    """The one figure of the earlier report with the same words, unit and subject."""
    words = label_words(figure.label)
    if len(words) < 2:
        return None
    scored = []
    for index, other in enumerate(earlier):
        if index in used or other.unit != figure.unit or fold(other.subject or "") != fold(figure.subject or ""):
            continue
        alike = likeness(words, label_words(other.label))
        if alike >= _ALIKE and _periodic(figure) == _periodic(other):
            scored.append((alike, index))
    if not scored:
        return None
    scored.sort(key=lambda entry: (-entry[0], entry[1]))
    if (
        len(scored) > 1
        and scored[0][0] == scored[1][0]
        and _count(earlier[scored[0][1]]) != _count(earlier[scored[1][1]])
    ):
        return None
    used.add(scored[0][1])
    return earlier[scored[0][1]]


def _periodic(figure: Figure) -> bool:
    return bool(_PERIODIC.search(fold(figure.label)))


def _is_cumulative(figure: Figure, before: Figure) -> bool:
    both = [fold(f"{figure.label} {figure.excerpt}"), fold(f"{before.label} {before.excerpt}")]
    return all(_CUMULATIVE.search(text) and not _periodic(figure) for text in both)


def _plausible(value: Decimal, old: Decimal, change: Decimal) -> bool:
    """The two figures are of one kind: the change really is a step between values of this size."""
    return old > 0 and abs(value - old) <= max(value, old) / 2 and abs(change) <= max(value, old)


def _change(figure: Figure, value: Decimal, old: Decimal) -> Finding:
    assert figure.change is not None
    said = f"{'tăng' if figure.change > 0 else 'giảm'} {number(abs(figure.change))}"
    right = value - old
    true = f"{'tăng' if right > 0 else 'giảm'} {number(abs(right))}" if right else "không đổi"
    how = mistyped(abs(figure.change), abs(right))
    message = (
        f"“{figure.label}”: kỳ trước {number(old)}, kỳ này {number(value)} là {true}, nhưng văn bản ghi {said}"
        + (f" (có thể gõ {how})." if how else ".")
    )
    return Finding("change_mismatch", Severity.ERROR, message, figure.line, figure.excerpt, said, true)


def _fallen(figure: Figure, value: Decimal, old: Decimal) -> Finding:
    message = f"“{figure.label}” là số lũy kế nhưng giảm từ {number(old)} (kỳ trước) xuống {number(value)} (kỳ này)."
    return Finding(
        "cumulative_fell", Severity.WARNING, message, figure.line, figure.excerpt, number(value), number(old)
    )
