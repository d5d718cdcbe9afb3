"""Which person a record is taken for: the engine's links, with what people decided put before them.

A decision "it is this person" is a sure link. A decision "it is not this person" takes that person away from the
record; what was likely for the others grows accordingly, since the engine's probabilities are those of "one of the
candidates, or nobody".
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from dean06.ecosystem.cleaning.evaluating import REVIEW_FROM
from dean06.ecosystem.cleaning.types import DecisionRef

#: Tier of a link that people decided.
DECISION = "decision"


def read_links(db: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Tables ``engine_link`` (the best person of each record) and ``engine_candidate`` from the engine's files.

    A record without a link has its most likely candidate, with the candidate's own probability.
    """
    links, candidates = (str(folder / name) for name in ("links.parquet", "candidates.parquet"))
    db.execute(
        """
        CREATE OR REPLACE TABLE engine_candidate AS
        SELECT record_id, person_key, probability, reasons FROM read_parquet(?)
        """,
        [candidates],
    )
    db.execute(
        """
        CREATE OR REPLACE TABLE engine_link AS
        SELECT l.record_id, coalesce(l.person_key, best.person_key) AS person_key,
               CASE WHEN l.person_key IS NOT NULL THEN l.probability ELSE best.probability END AS probability,
               CASE WHEN l.person_key IS NOT NULL THEN l.tier ELSE 'scored' END AS tier,
               coalesce(CASE WHEN l.person_key IS NOT NULL THEN l.reasons END, best.reasons, '') AS reasons
        FROM read_parquet(?) l
        LEFT JOIN (
            SELECT record_id, person_key, probability, reasons FROM engine_candidate
            QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY probability DESC, person_key) = 1
        ) best USING (record_id)
        """,
        [links],
    )


def read_decisions(db: duckdb.DuckDBPyConnection, decisions: Iterable[DecisionRef]) -> int:
    """Table ``decision`` of what people decided, by record_id; decisions about records that are gone are left out."""
    rows = [(one.record_key, one.person_id, one.same) for one in decisions]
    keys, persons, same = zip(*rows, strict=True) if rows else ((), (), ())
    arrived = pa.table(
        {
            "record_key": pa.array(keys, pa.string()),
            "person_key": pa.array(persons, pa.int64()),
            "same": pa.array(same, pa.bool_()),
        }
    )
    db.register("arrived", arrived)
    db.execute(
        """
        CREATE OR REPLACE TABLE decision AS
        SELECT DISTINCT record_id, person_key, same FROM arrived JOIN record USING (record_key)
        WHERE person_key IN (SELECT person_key FROM person)
        """
    )
    db.unregister("arrived")
    return len(rows)


def decide(db: duckdb.DuckDBPyConnection) -> None:
    """Tables ``candidate`` and ``link`` from the engine's tables and ``decision``."""
    db.execute(
        """
        CREATE OR REPLACE TABLE candidate AS
        WITH denied AS (
            SELECT c.record_id, least(sum(c.probability), 0.999999) AS taken
            FROM engine_candidate c JOIN decision d
              ON d.record_id = c.record_id AND d.person_key = c.person_key AND NOT d.same
            GROUP BY c.record_id
        )
        SELECT c.record_id, c.person_key, least(c.probability / (1 - coalesce(denied.taken, 0)), 1) AS probability,
               c.reasons
        FROM engine_candidate c
        LEFT JOIN denied USING (record_id)
        WHERE NOT EXISTS (SELECT 1 FROM decision d WHERE d.record_id = c.record_id
                          AND ((d.person_key = c.person_key AND NOT d.same) OR d.same))
        """
    )
    db.execute(
        f"""
        CREATE OR REPLACE TABLE link AS
        WITH said AS (
            SELECT d.record_id, d.person_key, 1.0 AS probability, '{DECISION}' AS tier,
                   concat_ws(';', 'DECIDED_SAME', nullif(e.reasons, '')) AS reasons
            FROM decision d
            LEFT JOIN engine_link e ON e.record_id = d.record_id AND e.person_key = d.person_key
            WHERE d.same
            QUALIFY row_number() OVER (PARTITION BY d.record_id ORDER BY d.person_key) = 1
        ), kept AS (
            SELECT e.* FROM engine_link e
            WHERE e.record_id NOT IN (SELECT record_id FROM decision)
        ), again AS (
            SELECT record_id, person_key, probability, 'scored' AS tier, reasons FROM candidate
            WHERE record_id IN (SELECT record_id FROM decision)
              AND record_id NOT IN (SELECT record_id FROM said)
            QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY probability DESC, person_key) = 1
        ), still AS (
            SELECT e.* FROM engine_link e
            WHERE e.record_id IN (SELECT record_id FROM decision) AND e.record_id NOT IN (SELECT record_id FROM said)
              AND e.record_id NOT IN (SELECT record_id FROM again)
              AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.record_id = e.record_id AND d.person_key = e.person_key)
        )
        SELECT * FROM said UNION ALL SELECT * FROM kept UNION ALL SELECT * FROM again UNION ALL SELECT * FROM still
        """  # noqa: S608 - constants of this module
    )


def candidates_for_review(db: duckdb.DuckDBPyConnection) -> None:
    """Table ``review_candidate``: who may be behind each uncertain record, the linked person included."""
    db.execute(
        f"""
        CREATE OR REPLACE TABLE review_candidate AS
        SELECT record_id, person_key AS person_id, probability, reasons FROM candidate
        WHERE record_id IN (SELECT record_id FROM result WHERE uncertain)
        UNION ALL
        SELECT record_id, person_key, probability, reasons FROM link
        WHERE record_id IN (SELECT record_id FROM result WHERE uncertain)
          AND person_key IS NOT NULL AND probability >= {REVIEW_FROM}
          AND NOT EXISTS (SELECT 1 FROM candidate c WHERE c.record_id = link.record_id
                          AND c.person_key = link.person_key)
        ORDER BY record_id, probability DESC, person_id
        """  # noqa: S608 - constants of this module
    )
