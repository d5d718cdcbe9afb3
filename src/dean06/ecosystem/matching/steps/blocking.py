"""Step 3: for the records no tier linked, every person who might be meant.

Blocks are wide because the residue is small; each has a cap on how many persons may share a key, so that a file full of
one name or one date cannot explode. What one block misses another finds: each error leaves some key untouched.
"""

# ruff: noqa: S608 - the SQL is made of names and numbers of this package only, never of data

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dean06.ecosystem.matching.backends import Backend


@dataclass(frozen=True, slots=True)
class Block:
    """Pairs whose ``keys`` are equal: (SQL on the record ``s``, SQL on the person ``r``); ``known`` must hold for the
    record; ``cap``: at most so many persons share the keys. ``by_unit``: the record's communes of today join in."""

    name: str
    keys: Sequence[tuple[str, str]]
    known: str
    cap: int
    by_unit: bool = False


_YEAR = "CAST(floor({0}.birth / 10000) AS BIGINT)"
_DAY = "({0}.birth % 10000)"
_FULL_DATE = "s.birth % 100 > 0"
_NO_DAY = "s.birth % 100 = 0"


def _both(template: str) -> tuple[str, str]:
    return template.format("s"), template.format("r")


_NAMED = "s.n_bag <> 0"
_GIVEN = "s.n_given <> 0"
_SWAPPED_DATE = f"{_YEAR.format('s')} * 10000 + (s.birth % 100) * 100 + CAST(floor(s.birth / 100) AS BIGINT) % 100"
_NUMBER_HEAD = _both("CAST(floor({0}.pid / 1000) AS BIGINT)")
_NUMBER_TAIL = _both("({0}.pid % 1000000)")

# Where the record knows less (no date, only a year), more persons must be looked at.
BLOCKS = (
    Block("number", [_both("{0}.pid")], "s.pid > 0", 20),
    Block("name alone", [_both("{0}.n_bag")], _NAMED, 10),
    Block("name and year", [_both("{0}.n_bag"), _both(_YEAR)], f"{_NAMED} AND {_FULL_DATE}", 40),
    Block("name and year, no day", [_both("{0}.n_bag"), _both(_YEAR)], f"{_NAMED} AND s.birth > 0 AND {_NO_DAY}", 200),
    Block("name and day", [_both("{0}.n_bag"), _both(_DAY)], f"{_NAMED} AND {_FULL_DATE}", 40),
    Block("name and unit", [_both("{0}.n_bag")], f"{_NAMED} AND s.birth > 0", 12, by_unit=True),
    Block("name and unit, no date", [_both("{0}.n_bag")], f"{_NAMED} AND s.birth = 0", 100, by_unit=True),
    Block("letters and year", [_both("{0}.n_glue"), _both(_YEAR)], "s.n_glue <> 0 AND s.birth > 0", 40),
    Block("head of name and date", [_both("{0}.n_head"), _both("{0}.birth")], f"s.n_head <> 0 AND {_FULL_DATE}", 20),
    Block("given name and date", [_both("{0}.n_given"), _both("{0}.birth")], f"{_GIVEN} AND {_FULL_DATE}", 150),
    Block("edges, year and unit", [_both("{0}.n_edges"), _both(_YEAR)], "s.n_edges <> 0", 100, by_unit=True),
    Block(
        "given name, year and unit",
        [_both("{0}.n_given"), _both(_YEAR)],
        f"{_GIVEN} AND {_FULL_DATE}",
        12,
        by_unit=True,
    ),
    Block(
        "given name, year and unit, no day",
        [_both("{0}.n_given"), _both(_YEAR)],
        f"{_GIVEN} AND s.birth > 0 AND {_NO_DAY}",
        60,
        by_unit=True,
    ),
    Block("date and unit", [_both("{0}.birth")], _FULL_DATE, 40, by_unit=True),
    Block(
        "swapped date and edges",
        [_both("{0}.n_edges"), (_SWAPPED_DATE, "r.birth")],
        f"s.n_edges <> 0 AND {_FULL_DATE}",
        60,
    ),
    Block("head of number and given name", [_NUMBER_HEAD, _both("{0}.n_given")], f"s.pid > 0 AND {_GIVEN}", 30),
    Block("head of number and date", [_NUMBER_HEAD, _both("{0}.birth")], "s.pid > 0 AND s.birth > 0", 30),
    Block("tail of number and given name", [_NUMBER_TAIL, _both("{0}.n_given")], f"s.pid > 0 AND {_GIVEN}", 30),
    Block("tail of number and date", [_NUMBER_TAIL, _both("{0}.birth")], "s.pid > 0 AND s.birth > 0", 30),
)


def find_candidates(backend: Backend) -> None:
    """Tables ``residue`` (records without a tier), ``residue_units`` (their communes of today), ``candidates``."""
    backend.table(
        "residue", "SELECT * FROM rec WHERE NOT EXISTS (SELECT 1 FROM tier_links t WHERE t.record_id = rec.record_id)"
    )
    backend.table(
        "residue_units",
        "SELECT s.*, w.unit FROM residue s JOIN unit_ways w ON s.unit_text = w.unit_text WHERE s.unit_text <> 0",
    )
    queries = [_block_query(block) for block in BLOCKS]
    queries.append(
        "SELECT s.record_id, o.person_key FROM residue s JOIN old_numbers o ON s.old = o.number WHERE s.old > 0"
    )
    queries.append(
        "SELECT s.record_id, o.person_key FROM residue s JOIN old_numbers o ON s.pid = o.number AND o.kind = 2 "
        "WHERE s.pid > 0"
    )
    union = " UNION ALL ".join(f"SELECT record_id, person_key FROM ({query})" for query in queries)
    backend.table("candidates", f"SELECT DISTINCT record_id, person_key FROM ({union})")


def _block_query(block: Block) -> str:
    keys = list(block.keys) + ([("s.unit", "r.unit")] if block.by_unit else [])
    names = [f"k{number}" for number in range(len(keys))]
    record = ", ".join(f"{of_record} AS {name}" for (of_record, _), name in zip(keys, names, strict=True))
    person = ", ".join(f"{of_person} AS {name}" for (_, of_person), name in zip(keys, names, strict=True))
    using, listed = ", ".join(names), ", ".join(names)
    source = "residue_units" if block.by_unit else "residue"
    return f"""
        WITH wanted AS (SELECT s.record_id, {record} FROM {source} s WHERE {block.known}),
        keys AS (SELECT DISTINCT {listed} FROM wanted),
        people AS (
            SELECT p.person_key, {", ".join(f"p.{name}" for name in names)}
            FROM (SELECT r.person_key, {person} FROM reg r) p JOIN keys USING ({using})
        ),
        small AS (SELECT {listed} FROM people GROUP BY {listed} HAVING count(*) <= {block.cap})
        SELECT DISTINCT wanted.record_id, people.person_key
        FROM wanted JOIN small USING ({using}) JOIN people USING ({using})
    """
