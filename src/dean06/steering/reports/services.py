"""PUBLIC writes of reports, from the first draft to the issued paper."""

from dean06.steering.reports.acts.finishing import check, explain_finding, freeze, issue, return_report, sign, unfreeze
from dean06.steering.reports.acts.templates import save_template
from dean06.steering.reports.acts.writing import (
    comment,
    create_report,
    link_number,
    overtype,
    resolve_comment,
    restore_figure,
    restore_version,
    save_section,
)

__all__ = [
    "check",
    "comment",
    "create_report",
    "explain_finding",
    "freeze",
    "issue",
    "link_number",
    "overtype",
    "resolve_comment",
    "restore_figure",
    "restore_version",
    "return_report",
    "save_section",
    "save_template",
    "sign",
    "unfreeze",
]
