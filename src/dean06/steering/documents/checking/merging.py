"""One cause, one finding: the same number is not reported by two rules, nor by every sum that it spoils."""

from __future__ import annotations

from collections.abc import Iterable

from dean06.steering.documents.checking.relations import Clue, Place, Relation
from dean06.steering.documents.types import Finding, Severity

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def merge_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted by line; of several findings on one cause the one at the wrong number stays, else the gravest."""
    # A sum, or "more than all", says more of a row than the percentage that goes wrong with it.
    ranked = sorted(findings, key=lambda finding: (_WEIGHT[finding.severity], finding.rule == "table_rate"))
    kept: list[Finding] = []
    printed: set[tuple[int, str]] = set()
    for finding in ranked:
        key = (finding.line, finding.printed) if finding.printed else None
        if key in printed:
            continue
        shared = next(((index, place) for index, other in enumerate(kept) if (place := _cause(other, finding))), None)
        if shared is not None:
            index, place = shared
            if _closeness(finding, place) > _closeness(kept[index], place):
                kept[index] = finding
            continue
        if key is not None:
            printed.add(key)
        kept.append(finding)
    kept.sort(key=lambda finding: (finding.line, _WEIGHT[finding.severity]))
    return [_plain(finding) for finding in kept]


def _cause(first: Finding, second: Finding) -> Place | None:
    """The shared number that, corrected, mends both."""
    one = first.relation if isinstance(first, Clue) else None
    two = second.relation if isinstance(second, Clue) else None
    if one is None or two is None:
        return None
    return _mended(one, two) or _mended(two, one)


def _mended(one: Relation, two: Relation) -> Place | None:
    for place, value in one.mends.items():
        if place in two.numbers and value > 0 and two.holds_with(place, value):
            return place
    return None


def _closeness(finding: Finding, place: Place) -> tuple[bool, bool]:
    """A finding in the wrong number's own row tells more than one in the total row; a sum more than a percentage."""
    relation = finding.relation if isinstance(finding, Clue) else None
    return (place[0] == "cell" and finding.line == place[1], bool(relation and relation.mends))


def _plain(finding: Finding) -> Finding:
    return Finding(
        finding.rule,
        finding.severity,
        finding.message,
        finding.line,
        finding.excerpt,
        finding.printed,
        finding.computed,
    )
