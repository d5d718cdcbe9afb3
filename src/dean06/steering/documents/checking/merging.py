"""One cause, one finding: the same number is not reported by two rules."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from dean06.kernel.common.vietnamese import parse_number
from dean06.steering.documents.types import Finding, Severity

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


#: Rules that compute a number which the printed one misses: the same gap in one line is the same slip.
_GAPS = ("rest_mismatch", "sum_mismatch", "table_row_sum", "table_total")


def merge_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted by line; of several findings on one cause in one line the gravest (then the first) stays."""
    kept: dict[tuple[object, ...], Finding] = {}
    gaps: set[tuple[int, Decimal]] = set()
    for index, finding in enumerate(sorted(findings, key=lambda item: _WEIGHT[item.severity])):
        gap = _gap(finding)
        if gap is not None:
            if (finding.line, gap) in gaps:
                continue
            gaps.add((finding.line, gap))
        kept.setdefault((finding.line, finding.printed or index), finding)
    return sorted(kept.values(), key=lambda finding: (finding.line, _WEIGHT[finding.severity]))


def _gap(finding: Finding) -> Decimal | None:
    if finding.rule not in _GAPS or not finding.printed or not finding.computed:
        return None
    printed, computed = parse_number(finding.printed), parse_number(finding.computed)
    return abs(printed.value - computed.value) if printed and computed else None
