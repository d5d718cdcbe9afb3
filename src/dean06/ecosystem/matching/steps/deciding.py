"""Step 6: weigh, let records compete for persons, and decide between one of the candidates and nobody.

A pair's log odds: how the data of one person agree, over how those of a stranger or a relative do, and the prior; sums
of whole thousandths, so that every machine gets the same. The posterior of a candidate is its odds over one (nobody)
plus the odds of all candidates of the record. Then each person belongs mostly to one record: a candidate whose person
another record claims more strongly is weighed again as taken.
"""

# ruff: noqa: S608 - the SQL is made of names and numbers of this package only, never of data

from __future__ import annotations

from collections.abc import Mapping

from dean06.ecosystem.matching.backends import Backend
from dean06.ecosystem.matching.comparing.pairs import LEVEL_COLUMNS, UNIT
from dean06.ecosystem.matching.levels import Taken
from dean06.ecosystem.matching.steps.learning import Parameters
from dean06.ecosystem.matching.steps.pairs import CANDIDATE

#: Log odds (thousandths) below which a candidate cannot matter.
HOPELESS = -12 * UNIT
#: Probabilities are told, compared and ordered in millionths.
MILLION = 1_000_000


def decide(backend: Backend, parameters: Parameters) -> None:
    """``weighed``: candidates worth a thought with levels and posterior ``p`` (millionths); ``ranked``: the same with
    their ``place`` among the candidates of the record."""
    levels = ", ".join(LEVEL_COLUMNS)
    same, strangers, relatives = (
        " + ".join(_value(column, logs) for column, logs in parameters.logs(shares).items())
        for shares in (parameters.m, parameters.u, parameters.kin)
    )
    backend.table(
        "scored",
        f"""
        SELECT * FROM (
            SELECT record_id, person_key, {levels},
                same - CAST(round(greatest(strangers, relatives)
                    + {UNIT} * ln(1.0 + exp(-abs(strangers - relatives) / {UNIT}.0))) AS BIGINT) AS weight
            FROM (
                SELECT record_id, person_key, {levels}, {same} + {parameters.prior()} AS same,
                    {strangers} - frequency AS strangers, {relatives} + {parameters.relatives()} AS relatives
                FROM compared WHERE source = {CANDIDATE}
            )
        ) WHERE weight >= {HOPELESS}
        """,
    )
    backend.table("first_look", _posterior("scored", "CAST(weight AS DOUBLE) / 1000"))
    backend.table(
        "claims",
        """
        SELECT person_key, max(CASE WHEN place = 1 THEN record_id END) AS holder,
            max(CASE WHEN place = 1 THEN p ELSE 0 END) AS best
        FROM (
            SELECT person_key, record_id, p,
                row_number() OVER (PARTITION BY person_key ORDER BY p DESC, record_id) AS place
            FROM first_look WHERE p > 0
        ) GROUP BY person_key HAVING count(*) > 1
        """,
    )
    m, u = parameters.m["taken"], parameters.u["taken"]
    ratio = m[Taken.TAKEN] / u[Taken.TAKEN] / (m[Taken.FREE] / u[Taken.FREE])
    backend.table(
        "contested",
        f"""
        SELECT f.*, CASE
            WHEN c.holder IS NULL OR c.best <= f.p OR f.l_taken <> {int(Taken.FREE)} THEN 0.0
            ELSE ln(1.0 + CAST(c.best AS DOUBLE) / {MILLION} * ({ratio} - 1.0)) END AS penalty
        FROM first_look f LEFT JOIN claims c ON f.person_key = c.person_key
        """,
    )
    backend.table("weighed", _posterior("contested", "CAST(weight AS DOUBLE) / 1000 + penalty"))
    backend.table(
        "ranked",
        "SELECT *, row_number() OVER (PARTITION BY record_id ORDER BY p DESC, weight DESC, person_key) AS place "
        "FROM weighed",
    )
    backend.drop("scored", "first_look", "claims", "contested", "weighed")


def _value(column: str, weights: Mapping[int, int]) -> str:
    cases = " ".join(f"WHEN {level} THEN {weight}" for level, weight in sorted(weights.items()))
    return f"CASE {column} {cases} ELSE 0 END"


def _posterior(source: str, log_odds: str) -> str:
    levels = ", ".join(LEVEL_COLUMNS)
    return f"""
        SELECT record_id, person_key, {levels}, weight, CAST(round(
            {MILLION} * odds / (1.0 + sum(odds) OVER (PARTITION BY record_id))) AS INTEGER) AS p
        FROM (SELECT *, exp({log_odds}) AS odds FROM {source})
    """
