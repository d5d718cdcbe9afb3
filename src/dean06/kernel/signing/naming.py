"""PRIVATE. Names of agencies come from above: ``units`` registers how to find them."""

from __future__ import annotations

from collections.abc import Callable

#: Code of an agency → its name as certificates and stamps write it; "" for an unknown code.
AgencyNames = Callable[[str], str]
_sources: list[AgencyNames] = []


def register_agency_names(source: AgencyNames) -> None:
    """Say how the name of an agency is found (from ``ready``); the last one told counts."""
    if source not in _sources:
        _sources.append(source)


def agency_name(code: str) -> str:
    """The agency's name, or its code while nobody knows a name."""
    return (_sources[-1](code) if _sources else "") or code
