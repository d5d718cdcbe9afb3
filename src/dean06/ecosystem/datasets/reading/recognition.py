"""What each column is: by its heading, by its values, and by both. A proposal that a person confirms."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dean06.ecosystem.datasets.reading import validators
from dean06.ecosystem.datasets.reading.headers import heading_key, heading_keys
from dean06.ecosystem.datasets.types import FieldRef

#: A column whose values speak for a field but whose heading says nothing.
_CONTENT_ONLY = ("personal_id", "full_name", "birth_date", "sex", "unit", "phone")
_NEAR = 88
#: Headings of running numbers and the like: known, and never a field.
LEFT_OUT = frozenset(("stt", "tt", "so", "sothutu", "no", "id", "index", "unnamed0", "sott", "recno"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field for a column, how sure (0..1), and why: ``HEADING``, ``HEADING_NEAR``, ``VALUES``, ``VALUES_DIFFER``."""

    field: str
    confidence: float
    evidence: tuple[str, ...]


NOTHING = Proposal("", 0.0, ())


def known_keys(fields: Sequence[FieldRef]) -> dict[str, list[str]]:
    """Heading keys to the fields they may mean."""
    found: dict[str, list[str]] = {}
    for field in fields:
        for word in (field.label, *field.synonyms):
            codes = found.setdefault(heading_key(word), [])
            if field.code not in codes:
                codes.append(field.code)
    return found


def heading_vocabulary(fields: Sequence[FieldRef]) -> frozenset[str]:
    """All keys by which a heading is told from data."""
    return frozenset(known_keys(fields)) | LEFT_OUT


def recognise(
    labels: Sequence[str],
    samples: Sequence[Sequence[str]],
    fields: Sequence[FieldRef],
    units: Collection[str] = (),
) -> list[Proposal]:
    """A proposal for each column; no field is proposed twice. ``units``: heading keys of commune names."""
    by_code = {field.code: field for field in fields}
    keys = known_keys(fields)
    scored: list[tuple[float, int, str, tuple[str, ...]]] = []
    for position, (label, sample) in enumerate(zip(labels, samples, strict=True)):
        filled = [text for text in sample if text.strip()]
        named = _by_heading(label, keys)
        for code, strength in named.items():
            score, evidence = _weigh(by_code[code], strength, filled, units)
            scored.append((score, position, code, evidence))
        if not named or max(named.values()) < 1:
            scored += _by_values(position, label, filled, by_code, units)
    return _assign(scored, len(labels))


def _by_heading(label: str, keys: Mapping[str, list[str]]) -> dict[str, float]:
    """Fields that the heading may mean, with how strongly it says so."""
    tried = heading_keys(label)
    if " / " in label:  # "Nơi thường trú / Thôn": the lower part alone, weaker
        tried += [f"/{key}" for key in heading_keys(label.rsplit(" / ", 1)[1])]
    found: dict[str, float] = {}
    for key in tried:
        strength = 1.0 if not key.startswith("/") else 0.85
        for rank, code in enumerate(reversed(keys.get(key.lstrip("/"), []))):
            found[code] = max(
                found.get(code, 0), strength - 0.01 * rank
            )  # the sector's own field before the common one
    if found or not tried or tried[0] in LEFT_OUT:
        return found
    for known, codes in keys.items():
        near = fuzz.ratio(tried[0], known)
        if near >= _NEAR and len(known) >= 5:
            for code in codes:
                found[code] = max(found.get(code, 0), 0.8 * near / 100)
    return found


def _weigh(
    field: FieldRef, strength: float, filled: Sequence[str], units: Collection[str]
) -> tuple[float, tuple[str, ...]]:
    reasons = ["HEADING" if strength > 0.98 else "HEADING_NEAR"]
    kind = "birth" if field.code.startswith("birth_date") else field.kind
    fits = validators.share("width_code" if field.kind == "code" and field.width else kind, filled, field.width, units)
    if fits is None:
        return strength * 0.9, tuple(reasons)
    if fits >= 0.7:
        return strength * (0.9 + 0.1 * fits), (*reasons, "VALUES")
    if fits >= 0.3:
        return strength * 0.8, tuple(reasons)
    return strength * 0.45, (*reasons, "VALUES_DIFFER")


def _by_values(
    position: int, label: str, filled: Sequence[str], by_code: Mapping[str, FieldRef], units: Collection[str]
) -> list[tuple[float, int, str, tuple[str, ...]]]:
    if len(filled) < 3 or heading_key(label) in LEFT_OUT:
        return []
    found: list[tuple[float, int, str, tuple[str, ...]]] = []
    for code in _CONTENT_ONLY:
        field = by_code.get(code)
        fits = validators.share(field.kind, filled, field.width, units) if field else None
        if fits is not None and fits >= 0.8:
            found.append((0.6 * fits, position, code, ("VALUES",)))
    return found


def _assign(scored: Sequence[tuple[float, int, str, tuple[str, ...]]], columns: int) -> list[Proposal]:
    """Best pairs first; each column and each field once."""
    result = [NOTHING] * columns
    taken: set[str] = set()
    for score, position, code, evidence in sorted(scored, key=lambda one: (-one[0], one[1])):
        if result[position] is NOTHING and code not in taken and score >= 0.4:
            result[position] = Proposal(code, round(min(score, 0.99), 2), evidence)
            taken.add(code)
    return result
