"""Rule: one cited document has one date and one symbol; the year in its number is the year of its date."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from dean06.kernel.common.vietnamese import format_date
from dean06.steering.documents.checking.citations import Citation, citations
from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.wording import finding
from dean06.steering.documents.types import Finding, Severity

#: Numbers up to this are used anew each January, so two years of one number mean two documents.
_SMALL_NUMBER = 20
#: On one day an office issues numbers that lie close together.
_FAR_APART = 400


def check(evidence: Evidence) -> Iterator[Finding]:
    """All citations of the document against each other."""
    found = list(citations(evidence))
    dated = [citation for citation in found if citation.date is not None]
    yield from _year_in_number(dated)
    yield from _two_dates(dated)
    yield from _two_symbols(found)
    yield from _same_day_far_apart(dated)


def _year_in_number(dated: Sequence[Citation]) -> Iterator[Finding]:
    for citation in dated:
        if citation.year is not None and citation.date is not None and citation.year != citation.date.year:
            message = (
                f"Văn bản {citation.text} có năm {citation.year} trong số hiệu nhưng lại ghi {citation.date_text}: "
                "năm của số hiệu và năm ban hành phải trùng nhau."
            )
            yield _at(citation, "cited_year", Severity.ERROR, message, format_date(citation.date), str(citation.year))


def _two_dates(dated: Sequence[Citation]) -> Iterator[Finding]:
    groups: dict[tuple[int, int | None, str], list[Citation]] = defaultdict(list)
    for citation in dated:
        groups[(citation.number, citation.year, citation.symbol)].append(citation)
    for group in groups.values():
        counts = Counter(citation.date for citation in group)
        if len(counts) < 2:
            continue
        usual = max(counts, key=lambda day: (counts[day], -group.index(next(c for c in group if c.date == day))))
        odd = next(citation for citation in reversed(group) if citation.date != usual)
        other = next(citation for citation in group if citation.date == usual)
        if not _one_document(odd, other):
            continue
        assert odd.date is not None and usual is not None
        first, second = sorted((other, odd), key=lambda citation: citation.passage.number)
        message = (
            f"Văn bản {odd.text} ghi hai ngày khác nhau: {first.date_text} (dòng {first.passage.line}) và "
            f"{second.date_text} (dòng {second.passage.line})."
        )
        yield _at(odd, "cited_two_dates", Severity.ERROR, message, format_date(odd.date), format_date(usual))


def _one_document(first: Citation, second: Citation) -> bool:
    """Whether two mentions of a number with different dates can only mean one document."""
    assert first.date is not None and second.date is not None
    if first.issuer and second.issuer and not _same_issuer(first.issuer, second.issuer):
        return False
    same = [
        first.date.day == second.date.day,
        first.date.month == second.date.month,
        first.date.year == second.date.year,
    ]
    if first.date.year != second.date.year and first.year is None:
        close = same[1] and abs(first.date.day - second.date.day) <= 1
        return close and first.number >= _SMALL_NUMBER
    known = first.issuer is not None and second.issuer is not None
    return known or sum(same) >= 2 or first.number >= 100 or "UBND" not in first.symbol


def _same_issuer(first: str, second: str) -> bool:
    return (
        first.startswith(second)
        or second.startswith(first)
        or set(first.split()) <= set(second.split())
        or set(second.split()) <= set(first.split())
    )


def _two_symbols(found: Sequence[Citation]) -> Iterator[Finding]:
    """``1552/BTTTT-THH`` and ``1552/STTTT-THH``, both of 26/4/2022: one of them is a slip."""
    groups: dict[int, list[Citation]] = defaultdict(list)
    for citation in found:
        if citation.number >= 100 and citation.date is not None:
            groups[citation.number].append(citation)
    for group in groups.values():
        symbols = Counter(citation.symbol for citation in group)
        if len(symbols) < 2:
            continue
        usual = max(symbols, key=lambda symbol: symbols[symbol])
        for citation in group:
            other = next(other for other in group if other.symbol == usual)
            if citation.symbol == usual or citation.date != other.date or citation.year != other.year:
                continue
            if SequenceMatcher(None, citation.symbol, usual).ratio() >= 0.75:
                message = (
                    f"Cùng số {citation.number} {citation.date_text} nhưng ghi hai ký hiệu: {citation.text} (dòng "
                    f"{citation.passage.line}) và {other.text} (dòng {other.passage.line})."
                )
                yield _at(citation, "cited_two_symbols", Severity.WARNING, message, citation.text, other.text)
                break


def _same_day_far_apart(dated: Sequence[Citation]) -> Iterator[Finding]:
    """One office cannot have issued number 3740 and number 7727 of one series on the same day."""
    groups: dict[tuple[str, dt.date], dict[int, Citation]] = defaultdict(dict)
    for citation in dated:
        if citation.date is not None and citation.year is None:
            groups[(citation.symbol, citation.date)].setdefault(citation.number, citation)
    for group in groups.values():
        low, high = min(group), max(group)
        if high - low > _FAR_APART and high > 1.5 * low and low >= 50:
            one, two = group[low], group[high]
            if one.issuer and two.issuer and not _same_issuer(one.issuer, two.issuer):
                continue
            message = (
                f"Hai văn bản {one.text} và {two.text} cùng ghi {two.date_text} nhưng số cách nhau quá xa "
                f"({high - low} số); cần đối chiếu lại số hoặc ngày."
            )
            yield _at(two, "cited_numbers_far_apart", Severity.NOTE, message, two.text, one.text)


def _at(
    citation: Citation, rule: str, severity: Severity, message: str, printed: str | None, computed: str | None
) -> Finding:
    return finding(rule, severity, citation.passage, citation.start, citation.end, message, printed, computed)
