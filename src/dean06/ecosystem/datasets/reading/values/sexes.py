"""Sex: words in every spelling, and codes whose meaning the column itself tells (the ids beside them know)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from dean06.ecosystem.datasets.reading.values import flags
from dean06.ecosystem.datasets.reading.values.distinct import NOTHING, Repaired
from dean06.ecosystem.datasets.types import Flag
from dean06.kernel.common.vietnamese import ascii_fold, repair
from dean06.kernel.common.vietnamese.legacy_tables import from_tcvn3, from_vni

_MALE = frozenset(("nam", "m", "male", "trai", "ong", "nam gioi", "con trai", "true"))
_FEMALE = frozenset(("nu", "f", "female", "gai", "ba", "nu gioi", "con gai", "n"))
#: Meaning of codes where nothing in the file tells: 1 male, 2 or 0 female (the usual practice of sector software).
_USUAL = {"1": "M", "2": "F", "0": "F"}


@dataclass(frozen=True, slots=True)
class SexPlan:
    """What each code of a column means; ``assumed`` when only habit says so."""

    codes: dict[str, str] = field(default_factory=dict)
    assumed: bool = False


def plan_sexes(samples: Sequence[str], ids: Sequence[str]) -> SexPlan:
    """What the codes mean: the fourth digit of the 12-digit ids beside them is even for men, odd for women."""
    codes = {text.strip().removesuffix(".0") for text in samples} & {"0", "1", "2"}
    if not codes:
        return SexPlan()
    votes: dict[str, list[int]] = {code: [0, 0] for code in codes}
    for text, number in zip(samples, ids, strict=False):
        code, digits = text.strip().removesuffix(".0"), number.strip("' ")
        digits = digits.zfill(12) if len(digits) in (10, 11) else digits
        if code in votes and len(digits) == 12 and digits.isdigit():
            votes[code][int(digits[3]) % 2] += 1
    known = {
        code: "M" if men > women else "F"
        for code, (men, women) in votes.items()
        if men + women >= 10 and max(men, women) >= 0.8 * (men + women)
    }
    if set(known) == codes:
        return SexPlan(known)
    usual = dict(_USUAL)
    if known and any(usual[code] != sex for code, sex in known.items()):
        usual = {code: "F" if sex == "M" else "M" for code, sex in usual.items()}
    return SexPlan({code: known.get(code, usual[code]) for code in codes}, assumed=not known)


def read_sex(text: str, plan: SexPlan) -> tuple[str | None, int]:
    """``"M"``, ``"F"`` or nothing."""
    stripped = text.strip().strip("'")
    if stripped in NOTHING or not stripped.strip("-. "):
        return None, 0
    code = stripped.removesuffix(".0")
    if code in plan.codes:
        return plan.codes[code], 0
    for spelling in (stripped, repair(stripped).text, from_tcvn3(stripped), from_vni(stripped)):
        key = ascii_fold(spelling).lower().strip(" .")
        if key in _MALE:
            return "M", 0
        if key in _FEMALE or key in ("n?", "nu?"):
            return "F", 0
    return None, flags.bit(Flag.SEX_UNREADABLE)


def read_sex_column(raw: pa.Array, plan: SexPlan) -> Repaired:
    """``read_sex`` for a column."""
    coded = raw.dictionary_encode()
    found = [read_sex(text, plan) for text in coded.dictionary.to_pylist()]
    values = pa.array([sex for sex, _ in found], pa.string()).take(coded.indices)
    bits = np.fromiter((one for _, one in found), dtype=np.int64, count=len(found))[coded.indices.to_numpy()]
    return Repaired(values, bits if bits.any() else None)
