"""Step 5: learn how much each level is worth, from the two files alone.

u (how often strangers agree) comes exactly from frequencies where a value is counted, from random pairs elsewhere. A
few of the wrong persons are not strangers but relatives: they share parents, village and family name, and that proves
nothing; ``kin`` says how often they agree.

m (how often the data of one person agree) is counted over the whole file, because which records the tiers leave over
depends on the data compared and on nothing else: pairs that share an identity number teach each field where the *other*
fields agree, links of name, date and commune teach how numbers go wrong, and the residue adds its candidates, each by
its probability, until nothing changes (expectation-maximisation under the rule of the decision: a record belongs to one
of its candidates or to nobody). Few data leave the starting values nearly as they are.
"""

# ruff: noqa: S608 - the SQL is made of names and numbers of this package only, never of data

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dean06.ecosystem.matching.backends import Backend
from dean06.ecosystem.matching.comparing.pairs import LEVEL_COLUMNS, UNIT, Expected
from dean06.ecosystem.matching.levels import FIELDS, Date, Field, Name, Number, OldNumber, Taken
from dean06.ecosystem.matching.steps.pairs import CANDIDATE, OTHER_TIERS, RANDOM, VERIFIED, sampled

Levels = Mapping[str, npt.NDArray[np.int8]]

#: Observations that the values of ``levels`` count for, before data are seen.
PRIOR_OF_DEFAULTS = 20.0
#: Relatives of a person in the registry whose data may be taken for the person's.
RELATIVES = 3.0
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


Shares = dict[str, dict[int, float]]


@dataclass(frozen=True, slots=True)
class Parameters:
    """``m``, ``u``, ``kin``: field → level → share within its group. ``registered``: share of the records whose person
    is in the registry. ``persons`` in the registry."""

    m: Shares
    u: Shares
    kin: Shares
    registered: float
    persons: int

    def logs(self, shares: Shares) -> dict[str, dict[int, int]]:
        """Column → level → logarithm in thousandths."""
        return {
            field.column: {level: round(UNIT * float(np.log(share))) for level, share in shares[field.name].items()}
            for field in FIELDS
        }

    def prior(self) -> int:
        """Log odds, in thousandths, that a given person is the one of a record, before comparing."""
        return round(UNIT * float(np.log(self.registered / (1 - self.registered) / self.persons)))

    def relatives(self) -> int:
        """Logarithm, in thousandths, of the chance that a random person is a relative."""
        return round(UNIT * float(np.log(RELATIVES / self.persons)))

    def as_dict(self) -> dict[str, object]:
        """For the summary: field → level → {m, u}."""
        told: dict[str, object] = {"registered": round(self.registered, 4)}
        for field in FIELDS:
            told[field.name] = {
                "+".join(level.codes) or str(level.value): {
                    "m": round(self.m[field.name][level.value], 6),
                    "u": float(f"{self.u[field.name][level.value]:.3g}"),
                }
                for level in field.levels
            }
        return told


def learn(backend: Backend, expected: Expected, *, records: int, seed: int) -> Parameters:
    """All parameters of the score."""
    columns = ", ".join(LEVEL_COLUMNS)
    query = f"SELECT {columns} FROM compared WHERE source = "
    verified = _levels(backend, f"{query}{VERIFIED}")
    others = _levels(backend, f"{query}{OTHER_TIERS}")
    random = _levels(backend, f"{query}{RANDOM}")
    row = backend.fetch(
        "SELECT sum(CASE WHEN tier < 2 THEN 1 ELSE 0 END) AS by_number, "
        "sum(CASE WHEN tier >= 2 THEN 1 ELSE 0 END) AS by_others FROM tier_links"
    ).to_pylist()[0]
    by_number, by_others = float(row["by_number"] or 0), float(row["by_others"] or 0)
    duplicates, coverage = _taken_shares(backend, expected.persons)
    u, kin = _chance(random, expected, _borrowed_numbers(verified), coverage)
    sure = _sure_counts(verified, others, by_number, by_others, duplicates)
    pairs = backend.scalar(f"SELECT count(*) FROM compared WHERE source = {CANDIDATE}")
    part = min(1.0, FITTED_PAIRS / max(pairs, 1))
    chosen = f"{sampled('record_id', seed + 3)} < {int(part * 1_000_003)}"
    residue = backend.fetch(
        f"SELECT record_id, {columns}, frequency FROM compared WHERE source = {CANDIDATE} AND {chosen} "
        "ORDER BY record_id, person_key"
    )
    fit = _Fit(
        ids=residue.column("record_id").to_numpy(),
        levels={column: residue.column(column).to_numpy() for column in LEVEL_COLUMNS},
        frequency=residue.column("frequency").to_numpy() / UNIT,
        u=u,
        kin=kin,
        part=part,
    )
    m, registered = fit.run(sure, linked=by_number + by_others, records=records, persons=expected.persons)
    return Parameters(m=m, u=u, kin=kin, registered=registered, persons=expected.persons)


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


def _sure_counts(
    verified: Levels, others: Levels, by_number: float, by_others: float, duplicates: float
) -> dict[str, dict[int, float]]:
    """Levels among the pairs the tiers are sure of, scaled from the samples to all of them.

    Pairs with one number: the name is counted where the date agrees, the date where the name does, the rest where both
    do, so that no field is judged by itself. How numbers go wrong is seen on the links by other facts.
    """
    names = np.isin(verified["l_name"], STRONG_NAMES)
    dates = np.isin(verified["l_date"], STRONG_DATES)
    seen = {"name": dates, "date": names}
    result = {}
    for field in FIELDS:
        counts = {level.value: 0.0 for level in field.levels if level.like is None}
        if field.name == "taken":
            linked = by_number + by_others
            result[field.name] = {int(Taken.FREE): linked * (1 - duplicates), int(Taken.TAKEN): linked * duplicates}
            continue
        chosen = verified[field.column][seen.get(field.name, names & dates)]
        for sample, whole in ((chosen, by_number), (others[field.column], by_others)):
            # All pairs of the first kind have the same number.
            if len(sample) and not (field.name == "number" and sample is chosen):
                for level, count in _counted(field, sample, None).items():
                    counts[level] += count * whole / len(sample)
        if field.name == "number":
            counts[int(Number.EQUAL)] += by_number
        result[field.name] = counts
    return result


def _chance(random: Levels, expected: Expected, borrowed: float, coverage: float) -> tuple[Shares, Shares]:
    """u and kin: random pairs, exact values where the frequency is known; relatives as ``levels`` say."""
    u: Shares = {}
    kin: Shares = {}
    for field in FIELDS:
        counts = {} if field.name == "number" else _counted(field, random[field.column], None)
        defaults = {level.value: level.u for level in field.levels}
        strength = 2000.0 if field.name == "old_number" else PRIOR_OF_DEFAULTS
        u[field.name] = _shares(field, counts, defaults, strength)
    for name in (Name.EQUAL, Name.PLACEMENT):
        u["name"][name] = expected.full
    for name in (Name.BARE, Name.BARE_EQUAL, Name.KEYSTROKES):
        u["name"][name] = expected.bag
    for date in (Date.EQUAL, Date.JAN_EQUAL):
        u["date"][date] = expected.date
    for date in (Date.PART_EQUAL, Date.JAN_YEAR):
        u["date"][date] = expected.year
    u["number"][Number.ANNULLED] = 1.0 / expected.persons
    u["old_number"][OldNumber.EQUAL] = 2.0 / expected.persons
    u["taken"] = {Taken.FREE: 1 - coverage, Taken.TAKEN: coverage}
    for field in FIELDS:
        leader = _leader(field)
        told = {level.value: level.kin for level in field.levels}
        kin[field.name] = {level: told[leader[level]] or share for level, share in u[field.name].items()}
    # A number typed for somebody else is mostly that of a relative.
    for number in (Number.EQUAL, Number.LOST_ZERO):
        u["number"][number] = 0.3 * borrowed / expected.persons
        kin["number"][number] = borrowed / RELATIVES
    return u, kin


def _borrowed_numbers(verified: Levels) -> float:
    """Share of the registered numbers in the file that were typed for somebody else."""
    strange = np.isin(verified["l_name"], _STRANGE_NAMES) & np.isin(verified["l_date"], _STRANGE_DATES)
    return float(np.clip((strange.sum() + 1.0) / (len(strange) + 500.0), 1e-4, 0.5))


def _taken_shares(backend: Backend, persons: int) -> tuple[float, float]:
    """Share of the linked records whose person has another one as well; share of the registry that is linked."""
    linked = backend.scalar("SELECT count(*) FROM tier_links")
    people = backend.scalar("SELECT count(*) FROM taken")
    duplicates = (2 * (linked - people) + 5.0) / (linked + 500.0)
    coverage = (people + 0.5) / (persons + 1.0)
    return float(np.clip(duplicates, 1e-4, 0.5)), float(np.clip(coverage, 1e-3, 0.999))


@dataclass(frozen=True, slots=True)
class _Fit:
    """Expectation-maximisation on a sample (``part``) of the residue's candidates, sorted by record."""

    ids: npt.NDArray[np.int64]
    levels: Levels
    frequency: npt.NDArray[np.float64]
    u: Shares
    kin: Shares
    part: float

    def run(
        self, sure: Mapping[str, Mapping[int, float]], *, linked: float, records: int, persons: int
    ) -> tuple[Shares, float]:
        """m and the share of registered records."""
        defaults = {field.name: {level.value: level.m for level in field.levels} for field in FIELDS}
        m = {field.name: _shares(field, sure[field.name], defaults[field.name], PRIOR_OF_DEFAULTS) for field in FIELDS}
        registered = 0.97
        if not len(self.ids):
            return m, registered
        begins = np.concatenate(([True], self.ids[1:] != self.ids[:-1]))
        group = np.cumsum(begins) - 1
        strangers = self._sum(self.u) - self.frequency
        relatives = self._sum(self.kin) + np.log(RELATIVES / persons)
        others = np.logaddexp(strangers, relatives)
        for _ in range(ROUNDS):
            score = self._sum(m) - others + np.log(registered / (1 - registered) / persons)
            odds = np.exp(np.minimum(score, 200.0))
            share = odds / (1.0 + np.bincount(group, weights=odds))[group]
            found = float(share.sum()) / self.part
            registered = float(np.clip((linked + found + 19.4) / (records + 20.0), 0.01, 0.9995))
            for field in FIELDS:
                counts = _counted(field, self.levels[field.column], share / self.part)
                for level, count in sure[field.name].items():
                    counts[level] = counts.get(level, 0.0) + count
                m[field.name] = _shares(field, counts, defaults[field.name], PRIOR_OF_DEFAULTS)
        return m, registered

    def _sum(self, shares: Shares) -> npt.NDArray[np.float64]:
        total = np.zeros(len(self.ids))
        for field in FIELDS:
            table = np.zeros(max(shares[field.name]) + 1)
            for level, share in shares[field.name].items():
                table[level] = np.log(share)
            total += table[self.levels[field.column]]
        return total
