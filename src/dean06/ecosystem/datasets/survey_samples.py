"""PRIVATE. A few cells of each column before and after repair, for the page on which columns are confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from dean06.ecosystem.datasets.models import SectorField
from dean06.ecosystem.datasets.reading.canonical import Canonical
from dean06.ecosystem.datasets.reading.sources.base import RawBatch
from dean06.ecosystem.datasets.reading.survey import Survey, plan_columns
from dean06.ecosystem.datasets.reading.values import flags
from dean06.ecosystem.datasets.types import FieldRef

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell before and after repair."""

    before: str
    after: str
    flags: tuple[str, ...]


def shown_samples(
    found: Survey, fields: Sequence[SectorField], chosen: Mapping[int, str], latest_year: int
) -> list[list[Shown]]:
    """For each column a few filled cells, repaired ones first and each kind of repair once."""
    mapping = {place: proposal.field for place, proposal in enumerate(found.proposals) if proposal.field} | dict(chosen)
    refs = [_ref(field) for field in fields]
    plans, _ = plan_columns(found, {place: code for place, code in mapping.items() if code}, refs, latest_year)
    columns = [pa.array(sample, pa.string()) for sample in found.samples]
    size = len(found.samples[0]) if found.samples else 0
    records = Canonical(plans, latest_year).records(RawBatch(columns, np.arange(size, dtype=np.int64)))
    codes = {plan.position: plan.field.code for plan in plans}
    result = []
    for position, sample in enumerate(found.samples):
        repaired = records.by_position.get(position)
        bits = records.bits.get(codes.get(position, ""))
        after = repaired.to_pylist() if repaired is not None else sample
        result.append(_choose(sample, after, bits))
    return result


def _choose(before: Sequence[str], after: Sequence[str | None], bits: np.ndarray | None) -> list[Shown]:
    chosen: list[Shown] = []
    if bits is not None:
        kinds, firsts = np.unique(bits, return_index=True)
        for kind, place in zip(kinds, firsts, strict=True):
            if kind and len(chosen) < _SHOWN - 1:
                chosen.append(Shown(before[place][:120], str(after[place] or "")[:120], tuple(flags.names(int(kind)))))
    for place, text in enumerate(before):
        if len(chosen) >= _SHOWN:
            break
        if text.strip() and (bits is None or not bits[place]):
            one = Shown(text[:120], str(after[place] or "")[:120], ())
            if one not in chosen:
                chosen.append(one)
    return chosen


def _ref(field: SectorField) -> FieldRef:
    synonyms = tuple(word for word in field.synonyms.split(";") if word)
    plain = FieldRef(
        field.code, field.label, field.kind, field.mandatory, field.personal, (), field.width, field.certainty
    )
    return replace(plain, synonyms=synonyms)
