"""Step 4: compare. One pass over all pairs that need levels, whatever they are needed for.

``source`` of a pair: 0 candidate of the residue, 1 tier link that is not equal in name and date (its reasons are told),
2 sample of pairs with the same identity number and 4 sample of the links of the other tiers (teach m), 3 random pairs
(teach u). Tables made: ``all_pairs``,
``people``, ``facts``, ``compared`` (levels of every pair).
"""

# ruff: noqa: S608 - the SQL is made of names and numbers of this package only, never of data

from __future__ import annotations

from functools import partial

import pyarrow as pa

from dean06.ecosystem.matching.backends import Backend
from dean06.ecosystem.matching.comparing.pairs import SCHEMA, Expected, compare_pairs
from dean06.ecosystem.matching.normalise.names import KEY_COLUMNS, name_keys
from dean06.ecosystem.matching.normalise.names import SCHEMA as NAME_SCHEMA
from dean06.ecosystem.matching.normalise.villages import SCHEMA as PLACE_SCHEMA
from dean06.ecosystem.matching.normalise.villages import place_keys

CANDIDATE, TIER_LINK, VERIFIED, RANDOM, OTHER_TIERS = 0, 1, 2, 3, 4
#: Pairs with the same number that teach m, and random pairs that teach u.
VERIFIED_PAIRS = 60_000
OTHER_TIER_PAIRS = 30_000
RANDOM_SIDE = 3_000
RANDOM_PAIRS_EACH = 60

_PARENT_KEYS = ("n_full", "n_bag", "n_edges", "n_given")
_NAME_COLUMNS = (*KEY_COLUMNS, "words", "flags", "plain")


def sampled(key: str, seed: int) -> str:
    """SQL: a whole number 0..1000002 that depends on the key and the seed only, never on the order of rows."""
    part = f"abs({key} % 1000003)"
    return f"((({part} * {part}) % 1000003) * {31 + seed % 1009} + {part} * {7919 + seed % 911}) % 1000003"


def gather_pairs(backend: Backend, *, persons: int, records: int, seed: int) -> None:
    """``all_pairs``: candidates, doubtful tier links, and the two samples that parameters are learnt from."""
    verified = backend.scalar("SELECT count(*) FROM number_pairs")
    share = min(1.0, VERIFIED_PAIRS / max(verified, 1)) * 1_000_003
    others = backend.scalar("SELECT count(*) FROM tier_links WHERE tier >= 2")
    share_others = min(1.0, OTHER_TIER_PAIRS / max(others, 1)) * 1_000_003
    backend.table(
        "random_records",
        f"""SELECT record_id, row_number() OVER (ORDER BY place, record_id) - 1 AS i FROM (
            SELECT record_id, {sampled("record_id", seed)} AS place FROM rec)
            WHERE place <= {4 * RANDOM_SIDE * 1_000_003 // max(records, 1) + 1}""",
    )
    backend.table(
        "random_people",
        f"""SELECT person_key, row_number() OVER (ORDER BY place, person_key) - 1 AS i FROM (
            SELECT person_key, {sampled("person_key", seed + 1)} AS place FROM reg)
            WHERE place <= {4 * RANDOM_SIDE * 1_000_003 // max(persons, 1) + 1}""",
    )
    size = min(RANDOM_SIDE, backend.scalar("SELECT count(*) FROM random_people"))
    shifts = pa.table({"shift": pa.array(range(min(RANDOM_PAIRS_EACH, size)), pa.int64())})
    backend.load("shifts", shifts)
    backend.table(
        "all_pairs",
        f"""
        SELECT record_id, person_key, {CANDIDATE} AS source FROM candidates
        UNION ALL
        SELECT t.record_id, t.person_key, {TIER_LINK} FROM tier_links t
            JOIN rec s ON t.record_id = s.record_id JOIN reg r ON t.person_key = r.person_key
            WHERE s.name <> r.name OR s.birth <> r.birth OR s.sex <> r.sex OR (s.pid > 0 AND s.digits <> 12)
        UNION ALL
        SELECT record_id, person_key, {VERIFIED} FROM number_pairs
            WHERE {sampled("record_id", seed + 2)} < {int(share)}
        UNION ALL
        SELECT record_id, person_key, {OTHER_TIERS} FROM tier_links
            WHERE tier >= 2 AND {sampled("record_id", seed + 4)} < {int(share_others)}
        UNION ALL
        SELECT a.record_id, b.person_key, {RANDOM} FROM random_records a CROSS JOIN shifts c
            JOIN random_people b ON b.i = (a.i + c.shift * 29) % {max(size, 1)}
            WHERE a.i < {RANDOM_SIDE}
        """,
    )
    backend.drop("random_records", "random_people", "shifts")


def prepare_details(backend: Backend) -> None:
    """What only compared pairs need: villages, parents, earlier communes, frequencies. ``people`` and ``facts``."""
    backend.table("pair_people", "SELECT DISTINCT person_key FROM all_pairs")
    backend.table("pair_records", "SELECT DISTINCT record_id FROM all_pairs")
    for side, file, key in (("people", "registry_file", "person_key"), ("records", "sector_file", "record_id")):
        earlier = "f.previous_unit_codes" if side == "people" else "CAST(NULL AS INTEGER)"
        backend.table(
            f"{side}_details",
            f"SELECT f.{key}, f.village, f.father_name, f.mother_name, {earlier} AS earlier "
            f"FROM {file} f JOIN pair_{side} p ON f.{key} = p.{key}",
        )
    both = "(SELECT {0} FROM people_details UNION ALL SELECT {0} FROM records_details)"
    backend.map(
        "village_keys",
        f"SELECT DISTINCT village AS spelling FROM {both.format('village')} WHERE village IS NOT NULL",
        place_keys,
        PLACE_SCHEMA,
    )
    backend.map(
        "parent_keys",
        f"""SELECT DISTINCT spelling FROM (
            SELECT father_name AS spelling FROM {both.format("father_name")}
            UNION ALL SELECT mother_name FROM {both.format("mother_name")}) WHERE spelling IS NOT NULL""",
        name_keys,
        NAME_SCHEMA,
    )
    backend.table(
        "earlier_units",
        f"""
        SELECT e.person_key, min(t.text_key) AS old_low, max(t.text_key) AS old_high,
            min(w.unit) AS prev_low, max(w.unit) AS prev_high
        FROM ({backend.split_rows("people_details", "person_key", "earlier")}) e
        JOIN texts t ON e.part = t.spelling LEFT JOIN unit_ways w ON t.text_key = w.unit_text
        GROUP BY e.person_key
        """,
    )
    parents = ", ".join(
        f"coalesce({parent}.{key}, 0) AS {parent}_{key}" for parent in ("father", "mother") for key in _PARENT_KEYS
    )
    parent_joins = (
        "LEFT JOIN parent_keys father ON d.father_name = father.spelling "
        "LEFT JOIN parent_keys mother ON d.mother_name = mother.spelling "
        "LEFT JOIN village_keys v ON d.village = v.spelling"
    )
    names = ", ".join(
        f"coalesce(n.{key}, {chr(39) * 2 if key == 'plain' else 0}) AS {key}" for key in _NAME_COLUMNS if key != "name"
    )
    backend.table(
        "people",
        f"""
        SELECT r.person_key, r.pid, r.birth, r.sex, r.unit, r.name, {names}, coalesce(v.place, 0) AS village, {parents},
            coalesce(e.old_low, -1) AS old_low, coalesce(e.old_high, -1) AS old_high,
            coalesce(e.prev_low, -1) AS prev_low, coalesce(e.prev_high, -1) AS prev_high,
            CASE WHEN k.person_key IS NULL THEN 1 ELSE 2 END AS taken
        FROM reg r JOIN people_details d ON r.person_key = d.person_key LEFT JOIN names n ON r.name = n.name
        {parent_joins}
        LEFT JOIN earlier_units e ON r.person_key = e.person_key
        LEFT JOIN taken k ON r.person_key = k.person_key
        """,
    )
    backend.table("count_full", "SELECT n_full, count(*) AS n FROM reg GROUP BY n_full")
    backend.table("count_bag", "SELECT n_bag, count(*) AS n FROM reg GROUP BY n_bag")
    backend.table("count_edges", "SELECT n_edges, count(*) AS n FROM reg GROUP BY n_edges")
    backend.table("count_date", "SELECT birth, count(*) AS n FROM reg GROUP BY birth")
    backend.table(
        "count_year",
        "SELECT CAST(floor(birth / 10000) AS BIGINT) AS birth_year, sum(n) AS n FROM count_date GROUP BY 1",
    )
    backend.table("count_unit", "SELECT unit, count(*) AS n FROM reg GROUP BY unit")
    backend.table(
        "facts",
        f"""
        SELECT s.record_id, s.pid, s.digits, s.old, s.birth, s.sex, s.unit_text, s.name, {names},
            coalesce(v.place, 0) AS village, {parents}, coalesce(w.unit, 0) AS unit,
            CASE WHEN o.record_id IS NULL THEN 0 ELSE 1 END AS owned,
            CAST(coalesce(cf.n, 0) AS BIGINT) AS c_full, CAST(coalesce(cb.n, 0) AS BIGINT) AS c_bag,
            CAST(coalesce(ce.n, 0) AS BIGINT) AS c_edges, CAST(coalesce(cd.n, 0) AS BIGINT) AS c_date,
            CAST(coalesce(cy.n, 0) AS BIGINT) AS c_year
        FROM rec s JOIN records_details d ON s.record_id = d.record_id LEFT JOIN names n ON s.name = n.name
        {parent_joins}
        LEFT JOIN (SELECT unit_text, min(unit) AS unit FROM unit_ways GROUP BY unit_text) w
            ON s.unit_text = w.unit_text
        LEFT JOIN owned o ON s.record_id = o.record_id
        LEFT JOIN count_full cf ON s.n_full = cf.n_full LEFT JOIN count_bag cb ON s.n_bag = cb.n_bag
        LEFT JOIN count_edges ce ON s.n_edges = ce.n_edges LEFT JOIN count_date cd ON s.birth = cd.birth
        LEFT JOIN count_year cy ON floor(s.birth / 10000) = cy.birth_year
        """,
    )
    backend.table(
        "pair_old",
        """
        SELECT p.record_id, p.person_key, max(CASE WHEN o.kind = 1 THEN o.number ELSE 0 END) AS old,
            max(CASE WHEN o.kind = 1 AND o.number = s.old THEN 1 ELSE 0 END) AS old_equal,
            max(CASE WHEN o.kind = 2 AND o.number = s.pid THEN 1 ELSE 0 END) AS annulled
        FROM (SELECT DISTINCT record_id, person_key FROM all_pairs) p
        JOIN facts s ON p.record_id = s.record_id JOIN old_numbers o ON p.person_key = o.person_key
        WHERE s.old > 0 OR (o.kind = 2 AND o.number = s.pid)
        GROUP BY p.record_id, p.person_key
        """,
    )
    backend.drop("pair_people", "pair_records", "people_details", "records_details", "earlier_units")


def compare(backend: Backend, expected: Expected) -> None:
    """``compared``: the levels and the frequency term of every pair in ``all_pairs``."""
    columns = [
        *(f"s.{column} AS a_{column}, r.{column} AS b_{column}" for column in _NAME_COLUMNS),
        *(
            f"s.{column} AS a_{column}, r.{column} AS b_{column}"
            for column in ("pid", "birth", "sex", "unit", "village")
        ),
        *(
            f"s.{parent}_{key} AS a_{parent}_{key}, r.{parent}_{key} AS b_{parent}_{key}"
            for parent in ("father", "mother")
            for key in _PARENT_KEYS
        ),
        *(f"s.{column} AS a_{column}" for column in ("digits", "old", "unit_text", "owned")),
        *(f"s.{column} AS a_{column}" for column in ("c_full", "c_bag", "c_edges", "c_date", "c_year")),
        *(f"r.{column} AS b_{column}" for column in ("old_low", "old_high", "prev_low", "prev_high", "taken")),
    ]
    backend.map(
        "compared",
        f"""
        SELECT p.record_id, p.person_key, p.source, {", ".join(columns)},
            coalesce(w.share, 0.0) AS share, CAST(coalesce(c.n, 1) AS BIGINT) AS c_unit,
            coalesce(o.old, 0) AS b_old, coalesce(o.old_equal, 0) AS old_equal, coalesce(o.annulled, 0) AS annulled
        FROM all_pairs p JOIN facts s ON p.record_id = s.record_id JOIN people r ON p.person_key = r.person_key
        LEFT JOIN unit_ways w ON s.unit_text = w.unit_text AND r.unit = w.unit
        LEFT JOIN count_unit c ON r.unit = c.unit
        LEFT JOIN pair_old o ON p.record_id = o.record_id AND p.person_key = o.person_key
        """,
        partial(compare_pairs, expected=expected),
        SCHEMA,
    )


def expected_agreement(backend: Backend, *, persons: int) -> Expected:
    """How often two strangers agree by chance, exactly, from the frequencies of the registry and of the records."""
    total = max(persons, 1)

    def chance(record_column: str, count: str) -> float:
        row = backend.fetch(
            f"SELECT avg(CAST({count} AS DOUBLE)) AS mean FROM facts WHERE {record_column} <> 0"
        ).to_pylist()[0]["mean"]
        return max(float(row or 0.0), 1.0) / total

    return Expected(
        persons=total,
        full=chance("n_full", "c_full"),
        bag=chance("n_bag", "c_bag"),
        edges=chance("n_edges", "c_edges"),
        date=chance("birth", "c_date"),
        year=chance("birth", "c_year"),
        unit=max(
            float(
                backend.fetch("SELECT sum(CAST(n AS DOUBLE) * n) AS s FROM count_unit WHERE unit <> 0").to_pylist()[0][
                    "s"
                ]
                or 0.0
            )
            / total**2,
            1.0 / total,
        ),
    )
