"""PRIVATE. What forms ask of other apps: communes, the personal store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from dean06.citizens.wallet import queries as wallet
from dean06.citizens.wallet.types import WalletRef
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.units import queries as units
from dean06.kernel.units.errors import UnitNotFound
from dean06.kernel.units.types import UnitLevel, UnitRef


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """A paper of the personal store as far as prefilling reads it."""

    title: str
    verified: bool
    data: Mapping[str, Any]


def commune(code: str, on: dt.date) -> UnitRef | None:
    """The commune of a code on a day."""
    if len(code) != 5 or not (code.isascii() and code.isdigit()):
        return None
    try:
        unit = units.unit_on(code, on)
    except UnitNotFound:
        return None
    return unit if unit.level == UnitLevel.COMMUNE else None


def is_commune_today(code: str) -> bool:
    """Whether a commune of today bears the code."""
    return commune(code, timezone.localdate()) is not None


def commune_name(code: str) -> str:
    """Name and province for the code of a commune of today ("Xã Kỳ Khang, Tỉnh Hà Tĩnh"), else ""."""
    found = commune(code, timezone.localdate())
    return found.path if found else ""


def communes(text: str, on: dt.date, limit: int = 12) -> list[UnitRef]:
    """Communes of a day by part of their name, best first."""
    return units.search_units(text, level=UnitLevel.COMMUNE, on=on, limit=limit) if text.strip() else []


def commune_code(text: str, on: dt.date) -> str:
    """The code that a typed name means, when it means exactly one commune; else the text as it is."""
    if commune(text, on) is not None:
        return text
    found = communes(text[:100], on)
    wanted = search_key(text)
    exact = [unit for unit in found if wanted in (search_key(unit.name), search_key(unit.path))]
    chosen = exact or found
    return chosen[0].code if len(chosen) == 1 else text


def wallet_data(
    actor: Actor, person_id: int | None, types: Collection[str], *, purpose: str, dossier: str, on: dt.date
) -> dict[str, KnownPaper]:
    """The best usable paper of each type in the person's store, with what was read off it.

    For its owner or who represents the owner; an official needs the right to use papers and a dossier (else nothing is
    read). The look of an official leaves its audit row in the store.
    """
    if person_id is None or not types:
        return {}
    may = actor.is_system or actor.person_id is not None or (actor.can("wallet.use") and bool(dossier.strip()))
    best: dict[str, int] = {}
    for paper in wallet.usable(person_id, types, on) if may else ():
        best.setdefault(paper.type_code, paper.document_id)
    if not best:
        return {}
    papers = wallet.documents_of(actor, person_id, purpose=purpose, dossier=dossier, on=on)
    return {
        paper.type_code: KnownPaper(paper.title, paper.verified, {**_face(paper), **paper.data})
        for paper in papers
        if best.get(paper.type_code) == paper.document_id
    }


def _face(paper: WalletRef) -> dict[str, str]:
    """What every paper says of itself: ``number``, ``issuer``, ``issued_on``, ``valid_until``, where known."""
    said = {
        "number": paper.number,
        "issuer": paper.issuer,
        "issued_on": paper.issued_on.isoformat() if paper.issued_on else "",
        "valid_until": paper.valid_until.isoformat() if paper.valid_until else "",
    }
    return {name: text for name, text in said.items() if text}
