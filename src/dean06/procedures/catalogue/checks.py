"""PRIVATE. ``check_pack`` with what this installation offers: registered effects, connectors, form checker, walker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dean06.procedures.catalogue.life_events import LIFE_EVENTS
from dean06.procedures.catalogue.pack_format import PackFiles
from dean06.procedures.catalogue.registry import Registry, registry
from dean06.procedures.catalogue.rules.checking import Known, check_pack
from dean06.procedures.catalogue.rules.checking.base import Findings
from dean06.procedures.catalogue.rules.checking.examples import compare_example
from dean06.procedures.catalogue.types import Finding


def findings(
    files: PackFiles,
    *,
    on: dt.date,
    schemas: Mapping[str, Mapping[str, Any]],
    walk: bool = False,
    offered: Registry = registry,
) -> list[Finding]:
    """Every finding. ``schemas``: forms of the packs beside it, by code. ``walk``: also run its walks."""
    known = Known(
        on=on, effects=offered.effects, connectors=offered.connectors, schemas=schemas, life_events=LIFE_EVENTS
    )
    found = check_pack(files, known)
    if any(finding.is_error for finding in found):
        return found
    more = Findings(files)
    if offered.example_checker is not None:
        for name, example in files.examples.items():
            compare_example(more, name, example, offered.example_checker(files, example))
    if walk and offered.walker is not None:
        for name, one in files.walks.items():
            for sentence in offered.walker(files, name, one):
                more.error("WALK_FAILED", f"examples/{name}.json", "", sentence)
    if walk and offered.walker is None:
        more.error("WALK_UNAVAILABLE", "examples/", "", "chưa có phần chạy hồ sơ mẫu trong nền tảng này.")
    return [*found, *more.all]
