"""Step 2: exact tiers. What two independent facts prove is linked at once; everything doubtful is left to the score.

Tables made: ``old_numbers`` (person → old and annulled numbers), ``tier_links`` (record → person, tier), ``taken``
(persons with a sure record), ``owned`` (records whose number is some person's).
"""

# ruff: noqa: S608 - the SQL is made of names and numbers of this package only, never of data

from __future__ import annotations

from dean06.ecosystem.matching.backends import Backend
from dean06.ecosystem.matching.types import Tier

#: The tiers in the order of trying; their place is the number kept in ``tier_links``.
EXACT_TIERS = (Tier.ID_NAME, Tier.ID_DATE, Tier.OLD_ID_NAME, Tier.NAME_DATE_UNIT)

#: 1 January often stands for an unknown day, so it proves no more than the year.
_JAN_FIRST = 101
_DAY_KNOWN = "{0}.birth % 100 > 0"
_SAME_YEAR = "(s.birth = 0 OR r.birth = 0 OR floor(s.birth / 10000) = floor(r.birth / 10000))"
_SEX_FITS = "(s.sex = r.sex OR s.sex = 0 OR r.sex = 0)"


def link_by_tiers(backend: Backend) -> None:
    """All tiers, each on what the ones before left over."""
    backend.table(
        "old_numbers",
        f"""
        SELECT person_key, TRY_CAST(part AS BIGINT) AS number, 1 AS kind
        FROM ({backend.split_rows("registry_file", "person_key", "old_ids")})
        WHERE TRY_CAST(part AS BIGINT) > 0
        UNION ALL
        SELECT person_key, TRY_CAST(part AS BIGINT), 2
        FROM ({backend.split_rows("registry_file", "person_key", "annulled_ids")})
        WHERE TRY_CAST(part AS BIGINT) > 0
        """,
    )
    _by_number(backend)
    _by_old_number(backend)
    _by_name_date_unit(backend)
    backend.table("taken", "SELECT DISTINCT person_key FROM tier_links")


def _by_number(backend: Backend) -> None:
    """Same number, and the name agrees (id_name) or the full date does (id_date).

    A name that agrees only without accents needs the year too, and a date needs the given name: a twin whose sibling's
    number was typed agrees on everything else.
    """
    backend.table("repeated_numbers", "SELECT pid FROM reg WHERE pid > 0 GROUP BY pid HAVING count(*) > 1")
    backend.table(
        "number_pairs",
        f"""
        SELECT s.record_id, r.person_key,
            CASE WHEN s.n_full = r.n_full AND s.n_full <> 0 THEN 0
                 WHEN s.n_bag = r.n_bag AND s.n_bag <> 0 AND {_SAME_YEAR} THEN 0
                 WHEN s.birth = r.birth AND {_DAY_KNOWN.format("s")} AND {_SEX_FITS}
                      AND s.n_given = r.n_given AND s.n_given <> 0 THEN 1
                 ELSE -1 END AS tier
        FROM rec s JOIN reg r ON s.pid = r.pid
        WHERE s.pid > 0 AND NOT EXISTS (SELECT 1 FROM repeated_numbers n WHERE n.pid = s.pid)
        """,
    )
    backend.table("owned", "SELECT DISTINCT record_id FROM number_pairs")
    backend.table("tier_links", "SELECT record_id, person_key, tier FROM number_pairs WHERE tier >= 0")


def _by_old_number(backend: Backend) -> None:
    """Same old 9-digit number (re-issued numbers exist), same name, no contrary year; only one such person."""
    # In two steps, so that no planner joins on the name before the number.
    backend.table(
        "old_number_pairs",
        """
        SELECT s.record_id, o.person_key, s.n_bag, s.birth, s.sex
        FROM rec s JOIN old_numbers o ON s.old = o.number AND o.kind = 1
        WHERE s.old > 0 AND s.n_bag <> 0 AND NOT EXISTS (SELECT 1 FROM owned w WHERE w.record_id = s.record_id)
        """,
    )
    _append(
        backend,
        f"""
        SELECT s.record_id, min(r.person_key) AS person_key, 2 AS tier
        FROM old_number_pairs s JOIN reg r ON r.person_key = s.person_key
        WHERE s.n_bag = r.n_bag AND {_SAME_YEAR} AND {_SEX_FITS}
        GROUP BY s.record_id HAVING count(DISTINCT r.person_key) = 1
        """,
    )
    backend.drop("old_number_pairs")


def _by_name_date_unit(backend: Backend) -> None:
    """Same name, same full date, same commune of today, only one such person, and nobody else claims the person."""
    backend.table(
        "name_date_pairs",
        f"""
        SELECT s.record_id, s.unit_text, r.person_key, r.unit
        FROM rec s JOIN reg r ON s.n_bag = r.n_bag AND s.birth = r.birth
        WHERE s.n_bag <> 0 AND s.unit_text <> 0 AND {_DAY_KNOWN.format("s")} AND s.birth % 10000 <> {_JAN_FIRST}
            AND {_SEX_FITS}
            AND NOT EXISTS (SELECT 1 FROM tier_links t WHERE t.record_id = s.record_id)
            AND NOT EXISTS (SELECT 1 FROM owned o WHERE o.record_id = s.record_id)
        """,
    )
    _append(
        backend,
        """
        SELECT min(record_id) AS record_id, person_key, 3 AS tier FROM (
            SELECT p.record_id, min(p.person_key) AS person_key
            FROM name_date_pairs p JOIN unit_ways w ON p.unit_text = w.unit_text AND p.unit = w.unit
            GROUP BY p.record_id HAVING count(DISTINCT p.person_key) = 1
        ) found
        WHERE NOT EXISTS (SELECT 1 FROM tier_links t WHERE t.person_key = found.person_key)
        GROUP BY person_key HAVING count(*) = 1
        """,
    )
    backend.drop("name_date_pairs")


def _append(backend: Backend, query: str) -> None:
    backend.table("more_links", query)
    backend.table("all_links", "SELECT * FROM tier_links UNION ALL SELECT * FROM more_links")
    backend.table("tier_links", "SELECT * FROM all_links")
    backend.drop("more_links", "all_links")
