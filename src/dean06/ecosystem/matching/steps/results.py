"""Step 7: the three files of the result."""

# ruff: noqa: S608 - the SQL is made of names and numbers of this package only, never of data

from __future__ import annotations

from pathlib import Path

from dean06.ecosystem.matching.backends import Backend
from dean06.ecosystem.matching.levels import FIELDS, Field
from dean06.ecosystem.matching.steps.deciding import MILLION
from dean06.ecosystem.matching.steps.pairs import TIER_LINK
from dean06.ecosystem.matching.steps.tiers import EXACT_TIERS
from dean06.ecosystem.matching.types import REVIEW_FLOOR, THRESHOLD, Tier

#: What a tier is worth; measured precision is higher.
TIER_PROBABILITY = (0.9999, 0.9998, 0.9998, 0.9990)
_TIER_REASONS = (
    "ID_EQUAL;NAME_EQUAL;DATE_EQUAL",
    "ID_EQUAL;NAME_EQUAL;DATE_EQUAL",
    "OLD_ID_EQUAL;NAME_EQUAL;DATE_EQUAL",
    "NAME_EQUAL;DATE_EQUAL;PLACE_UNIT",
)


def write_results(backend: Backend, out: Path) -> None:
    """links.parquet, candidates.parquet, duplicates.parquet into the folder ``out``."""
    reasons = f"concat_ws(';', {', '.join(_reasons(field) for field in FIELDS)})"
    # A record that a tier linked is itself who took the person.
    own_reasons = f"concat_ws(';', {', '.join(_reasons(field) for field in FIELDS if field.name != 'taken')})"
    cut, floor = round(THRESHOLD * MILLION), round(REVIEW_FLOOR * MILLION)
    backend.table(
        "told",
        f"SELECT record_id, person_key, p, place, {reasons} AS reasons FROM ranked WHERE place <= 2 OR p >= {floor}",
    )
    backend.table(
        "doubtful_ties",
        f"SELECT record_id, person_key, {own_reasons} AS reasons FROM compared WHERE source = {TIER_LINK}",
    )
    tier = " ".join(f"WHEN {number} THEN '{name}'" for number, name in enumerate(EXACT_TIERS))
    usual = " ".join(f"WHEN {number} THEN '{codes}'" for number, codes in enumerate(_TIER_REASONS))
    worth = " ".join(f"WHEN {number} THEN {value}" for number, value in enumerate(TIER_PROBABILITY))
    backend.table(
        "links",
        f"""
        SELECT t.record_id, t.person_key, CAST(CASE t.tier {worth} END AS DOUBLE) AS probability,
            CASE t.tier {tier} END AS tier, coalesce(d.reasons, CASE t.tier {usual} END) AS reasons,
            CAST(NULL AS BIGINT) AS second_key, CAST(NULL AS DOUBLE) AS second_probability, true AS link
        FROM tier_links t LEFT JOIN doubtful_ties d ON t.record_id = d.record_id AND t.person_key = d.person_key
        UNION ALL
        SELECT s.record_id, CASE WHEN a.p >= {cut} THEN a.person_key END,
            CAST(coalesce(a.p, 0) AS DOUBLE) / {MILLION},
            CASE WHEN a.p >= {cut} THEN '{Tier.SCORED}' ELSE '{Tier.NONE}' END,
            CASE WHEN a.p >= {cut} THEN a.reasons ELSE '' END,
            b.person_key, CAST(b.p AS DOUBLE) / {MILLION}, coalesce(a.p >= {cut}, false)
        FROM residue s LEFT JOIN told a ON s.record_id = a.record_id AND a.place = 1
        LEFT JOIN told b ON s.record_id = b.record_id AND b.place = 2
        """,
    )
    backend.write("SELECT * FROM links", out / "links.parquet")
    backend.write(
        f"SELECT record_id, person_key, CAST(p AS DOUBLE) / {MILLION} AS probability, reasons FROM told "
        f"WHERE p >= {floor}",
        out / "candidates.parquet",
    )
    backend.write(
        """
        SELECT l.person_key, l.record_id FROM links l JOIN (
            SELECT person_key FROM links WHERE link GROUP BY person_key HAVING count(*) > 1
        ) d ON l.person_key = d.person_key WHERE l.link
        """,
        out / "duplicates.parquet",
    )


def _reasons(field: Field) -> str:
    cases = " ".join(f"WHEN {level.value} THEN '{';'.join(level.codes)}'" for level in field.levels if level.codes)
    return f"CASE {field.column} {cases} END"
