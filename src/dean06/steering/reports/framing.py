"""PRIVATE. What stands around a report's text, from its template and the bodies of the day: kept with the report."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from dean06.kernel.units import queries as units
from dean06.steering.indicators.types import Level, UnitRef
from dean06.steering.reports.templating import Template

#: Words of a name that leave no letter in the abbreviation of a symbol.
_SMALL = frozenset({"và", "của", "các", "tỉnh"})


def frame_of(template: Template, unit: UnitRef) -> dict[str, Any]:
    """Issuing body, the one above it, place, symbol, signer, recipients, appendices."""
    body = template.body
    issuer = str(body.get("issuer") or unit.agency)
    known = units.get_agencies([issuer])
    name = known[issuer].name if issuer in known else unit.name
    return {
        "agency": name,
        "parent": _parent(issuer, unit),
        "place": _place(unit),
        "symbol": str(body.get("symbol") or f"BC-{abbreviation(unit)}"),
        "signer": {key: str(body["signer"].get(key) or "") for key in ("authority", "title")},
        "recipients": [
            str(line).rstrip(";") + (";" if index + 1 < len(body.get("recipients", [])) else "")
            for index, line in enumerate(body.get("recipients", []))
        ],
        "appendices": list(body.get("appendices", [])),
    }


def abbreviation(unit: UnitRef) -> str:
    """Letters of a body in a symbol: ``UBND`` for a committee, ``SYT`` for Sở Y tế, ``SNNMT``."""
    if unit.level == Level.COMMUNE or unit.name.lower().startswith(("ủy ban nhân dân", "ubnd")):
        return "UBND"
    words = unit.name.replace(",", " ").replace("-", " ").split()
    return "".join(word[0] for word in words if word.lower() not in _SMALL).upper()


def _parent(issuer: str, unit: UnitRef) -> str:
    """The body above, for those below the province's committee; a committee is headed by none."""
    if unit.level == Level.COMMUNE:
        return ""
    return f"Ủy ban nhân dân tỉnh {settings.PROVINCE_NAME}"


def _place(unit: UnitRef) -> str:
    if unit.level != Level.COMMUNE:
        return str(settings.PROVINCE_NAME)
    name = unit.name
    for opening in ("Ủy ban nhân dân ", "UBND ", "Xã ", "xã ", "Phường ", "phường "):
        name = name.removeprefix(opening)
    return name
