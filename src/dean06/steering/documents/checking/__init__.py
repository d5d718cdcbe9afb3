"""PUBLIC. Finds the numbers and dates of a document that cannot be right, by rules that a person can read."""

from __future__ import annotations

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.merging import merge_findings
from dean06.steering.documents.checking.registry import RULES
from dean06.steering.documents.reading.blocks import Source
from dean06.steering.documents.types import Finding, ReadDocument

__all__ = ["RULES", "check"]


def check(document: ReadDocument, source: Source, previous: ReadDocument | None = None) -> list[Finding]:
    """The findings of a document in the order of its lines, one per cause.

    ``previous`` is last period's report as read: with it, cumulative figures that fall and stated changes that do not
    fit are found too. Nothing is stored, no clock is read.
    """
    evidence = Evidence(document, source, previous)
    findings = [finding for rule in RULES for finding in rule.apply(evidence)]
    return merge_findings(findings)
