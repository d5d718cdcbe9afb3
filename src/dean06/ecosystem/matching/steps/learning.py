"""Step 5: learn how much each level is worth, from the two files alone.

u (how often strangers agree) comes exactly from frequencies where a value is counted, from random pairs elsewhere. m
(how often the same person's data agree) starts at the pairs that share an identity number, each field seen where the
*other* fields agree, and is then fitted to the residue by expectation-maximisation under the rule the decision uses: a
record belongs to one of its candidates or to nobody. Few data leave the starting values nearly as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dean06.ecosystem.matching.backends import Backend
from dean06.ecosystem.matching.comparing.pairs import LEVEL_COLUMNS, UNIT, Expected
from dean06.ecosystem.matching.levels import FIELDS, Date, Field, Name, Number, Taken
from dean06.ecosystem.matching.steps.pairs import CANDIDATE, RANDOM, VERIFIED, sampled

Levels = Mapping[str, npt.NDArray[np.int8]]

#: Observations that the values of ``levels`` count for, before data are seen.
PRIOR_OF_DEFAULTS = 20.0
#: Observations that the m of number-verified pairs counts for when the residue is fitted.
PRIOR_OF_VERIFIED = 150.0
#: Candidates that take part in the fitting at most, and its rounds.
FITTED_PAIRS = 600_000
ROUNDS = 15

STRONG_NAMES = (Name.EQUAL, Name.PLACEMENT, Name.TONE, Name.DIACRITICS, Name.BARE, Name.BARE_EQUAL, Name.KEYSTROKES)
STRONG_DATES = (Date.EQUAL, Date.JAN_EQUAL)
#: Name and date of another person altogether: the number was typed for somebody else of the family.
_STRANGE_NAMES = (
    *(Name.GIVEN_OTHER, Name.GIVEN_ONLY, Name.FAMILY_ONLY, Name.OTHER),
    *(Name.BARE_GIVEN_OTHER, Name.BARE_GIVEN_ONLY, Name.BARE_FAMILY_ONLY, Name.BARE_OTHER, Name.KEYSTROKES_OTHER),
)
_STRANGE_DATES = (Date.OTHER, Date.PART_OTHER, Date.JAN_OTHER, Date.YEAR_ALONE, Date.DAY_MONTH)


@dataclass(frozen=True, slots=True)
class Parameters:
    """``m`` and ``u``: field → level → share within its group. ``registered``: share of the residue's records whose
    person is in the registry. ``persons`` in the registry."""

    m: Mapping[str, Mapping[int, float]]
    u: Mapping[str, Mapping[int, float]]
    registered: float
    persons: int

    def weights(self) -> dict[str, dict[int, int]]:
        """Column → level → ln(m/u) in thousandths."""
        return {
            field.column: {
                level: round(UNIT * float(np.log(self.m[field.name][level] / self.u[field.name][level])))
                for level in self.m[field.name]
            }
            for field in FIELDS
        }

    def prior(self) -> int:
        """Log odds, in thousandths, that a given person is the one of a record of the residue, before comparing."""
        return round(UNIT * float(np.log(self.registered / (1 - self.registered) / self.persons)))

    def as_dict(self) -> dict[str, object]:
        """For the summary: field → level name → {m, u}."""
        told: dict[str, object] = {"registered_share_of_residue": round(self.registered, 4)}
        for field in FIELDS:
            told[field.name] = {
                str(level): {"m": round(self.m[field.name][level], 6), "u": float(f"{self.u[field.name][level]:.3g}")}
                for level in self.m[field.name]
            }
        return told


def learn(backend: Backend, expected: Expected, *, seed: int) -> Parameters:
    """All parameters of the score."""
    columns = ", ".join(LEVEL_COLUMNS)
    verified = _levels(backend, f"SELECT {columns} FROM compared WHERE source = {VERIFIED}")
    random = _levels(backend, f"SELECT {columns} FROM compared WHERE source = {RANDOM}")
    duplicates, coverage = _taken_shares(backend, expected.persons)
    u = _chance(random, expected, _borrowed_numbers(verified), coverage)
    start = _start(verified, duplicates)
    pairs = backend.scalar(f"SELECT count(*) FROM compared WHERE source = {CANDIDATE}")
    share = int(min(1.0, FITTED_PAIRS / max(pairs, 1)) * 1_000_003)
    residue = backend.fetch(
        f"SELECT record_id, {columns}, frequency FROM compared WHERE source = {CANDIDATE} "
        f"AND {sampled('record_id', seed + 3)} < {share} ORDER BY record_id, person_key"
    )
    ids = residue.column("record_id").to_numpy()
    levels = {column: residue.column(column).to_numpy() for column in LEVEL_COLUMNS}
    frequency = residue.column("frequency").to_numpy() / UNIT
    unmet = backend.scalar(
        f"SELECT count(*) FROM residue WHERE {sampled('record_id', seed + 3)} < {share} "
        f"AND NOT EXISTS (SELECT 1 FROM candidates c WHERE c.record_id = residue.record_id)"
    )
    m, registered = _fit(ids, levels, frequency, start, u, unmet=unmet, persons=expected.persons)
    return Parameters(m=m, u=u, registered=registered, persons=expected.persons)


def _levels(backend: Backend, query: str) -> Levels:
    rows = backend.fetch(query)
    return {column: rows.column(column).to_numpy() for column in LEVEL_COLUMNS}


def _leader(field: Field) -> dict[int, int]:
    """Level → the level whose parameters it shares."""
    return {level.value: level.value if level.like is None else int(level.like) for level in field.levels}


def _counted(field: Field, values: npt.NDArray[np.int8], weights: npt.NDArray[np.float64] | None) -> dict[int, float]:
    """How often each parameter was seen; levels that share one are added up."""
    size = max(level.value for level in field.levels) + 1
    found = np.bincount(values, weights=weights, minlength=size)
    counts: dict[int, float] = {}
    for level, leader in _leader(field).items():
        counts[leader] = counts.get(leader, 0.0) + float(found[level])
    return counts


def _shares(field: Field, counts: Mapping[int, float], prior: Mapping[int, float], strength: float) -> dict[int, float]:
    """Counts and prior → shares that add up to 1 within each group."""
    leader = _leader(field)
    result: dict[int, float] = {}
    for levels in field.groups().values():
        leaders = sorted({leader[level.value] for level in levels})
        whole = sum(prior[value] for value in leaders)
        raw = {value: counts.get(value, 0.0) + strength * prior[value] / whole for value in leaders}
        total = sum(raw.values())
        for level in levels:
            result[level.value] = max(raw[leader[level.value]] / total, 1e-7)
    return result


def _start(verified: Levels, duplicates: float) -> dict[str, dict[int, float]]:
    """m of the pairs with one identity number: the name where the date agrees, the date where the name agrees, the
    other fields where both do."""
    names = np.isin(verified["l_name"], STRONG_NAMES)
    dates = np.isin(verified["l_date"], STRONG_DATES)
    seen = {"name": dates, "date": names}
    result = {}
    for field in FIELDS:
        defaults = {level.value: level.m for level in field.levels}
        if field.name == "taken":
            result[field.name] = {Taken.FREE: 1 - duplicates, Taken.TAKEN: duplicates}
            continue
        chosen = verified[field.column][seen.get(field.name, names & dates)]
        # All of these pairs agree on the number; how it goes wrong they cannot teach.
        counts = {} if field.name == "number" else _counted(field, chosen, None)
        result[field.name] = _shares(field, counts, defaults, PRIOR_OF_DEFAULTS)
    return result


def _chance(random: Levels, expected: Expected, borrowed: float, coverage: float) -> dict[str, dict[int, float]]:
    """u: random pairs, and exact values where the frequency is known."""
    result = {}
    for field in FIELDS:
        counts = {} if field.name == "number" else _counted(field, random[field.column], None)
        defaults = {level.value: level.u for level in field.levels}
        strength = 2000.0 if field.name in ("old_number",) else PRIOR_OF_DEFAULTS
        result[field.name] = _shares(field, counts, defaults, strength)
    for name in (Name.EQUAL, Name.PLACEMENT):
        result["name"][name] = expected.full
    for name in (Name.BARE, Name.BARE_EQUAL, Name.KEYSTROKES):
        result["name"][name] = expected.bag
    result["date"].update(
        {Date.EQUAL: expected.date, Date.JAN_EQUAL: expected.date}
        | {Date.PART_EQUAL: expected.year, Date.JAN_YEAR: expected.year}
    )
    for number in (Number.EQUAL, Number.LOST_ZERO):
        result["number"][number] = borrowed / expected.persons
    result["number"][Number.ANNULLED] = 1.0 / expected.persons
    result["old_number"][1] = 2.0 / expected.persons
    result["taken"] = {Taken.FREE: 1 - coverage, Taken.TAKEN: coverage}
    return result


def _borrowed_numbers(verified: Levels) -> float:
    """Share of the registered numbers in the file that were typed for somebody else."""
    strange = np.isin(verified["l_name"], _STRANGE_NAMES) & np.isin(verified["l_date"], _STRANGE_DATES)
    return float(np.clip((strange.sum() + 1.0) / (len(strange) + 500.0), 1e-4, 0.5))


def _taken_shares(backend: Backend, persons: int) -> tuple[float, float]:
    """Share of the linked records whose person has another one already; share of the registry that is linked."""
    linked = backend.scalar("SELECT count(*) FROM tier_links")
    people = backend.scalar("SELECT count(*) FROM taken")
    duplicates = (linked - people + 5.0) / (linked + 500.0)
    coverage = (people + 0.5) / (persons + 1.0)
    return float(np.clip(duplicates, 1e-4, 0.5)), float(np.clip(coverage, 1e-3, 0.999))


def _fit(
    ids: npt.NDArray[np.int64],
    levels: Levels,
    frequency: npt.NDArray[np.float64],
    start: Mapping[str, Mapping[int, float]],
    u: Mapping[str, Mapping[int, float]],
    *,
    unmet: int,
    persons: int,
) -> tuple[dict[str, dict[int, float]], float]:
    """Expectation-maximisation on candidates sorted by record; ``unmet`` records have no candidate at all."""
    m = {name: dict(values) for name, values in start.items()}
    registered = 0.7
    if not len(ids):
        return m, registered
    begins = np.concatenate(([True], ids[1:] != ids[:-1]))
    group = np.cumsum(begins) - 1
    groups = int(group[-1]) + 1
    for _ in range(ROUNDS):
        score = frequency + np.log(registered / (1 - registered) / persons)
        for field in FIELDS:
            score = score + _table(field, m[field.name], u[field.name])[levels[field.column]]
        odds = np.exp(np.minimum(score, 200.0))
        share = odds / (1.0 + np.bincount(group, weights=odds, minlength=groups))[group]
        registered = float(np.clip((share.sum() + 7.0) / (groups + unmet + 10.0), 0.01, 0.999))
        for field in FIELDS:
            counts = _counted(field, levels[field.column], share)
            m[field.name] = _shares(field, counts, start[field.name], PRIOR_OF_VERIFIED)
    return m, registered


def _table(field: Field, m: Mapping[int, float], u: Mapping[int, float]) -> npt.NDArray[np.float64]:
    """ln(m/u) by level, 0 for a missing value."""
    table = np.zeros(max(m) + 1)
    for level in m:
        table[level] = np.log(m[level] / u[level])
    return table
