"""Who is new, who is known, who belongs to whom: the table ``plan`` (one row a person to write) and ``household_plan``.

Numbers decide: a row is the registry's person who bears or bore its number. Rows that contradict each other or the
registry are refused; a link to somebody whom nobody knows is left out and noted.
"""

# ruff: noqa: S608 - the SQL is put together from names and constants of this package; values are literals of ours
from __future__ import annotations

from dataclasses import dataclass

import duckdb

from dean06.kernel.population.bulk.work import literal, one_row


@dataclass(frozen=True, slots=True)
class Block:
    """First free ids in the registry when the plan was made."""

    person: int
    household: int


def refuse_contradictions(work: duckdb.DuckDBPyConnection) -> None:
    """Rows that contradict another row or the registry go to ``issue``; ``good`` keeps the others with ``known_id``."""
    work.execute(
        "CREATE OR REPLACE TABLE candidate AS SELECT * FROM checked "
        "WHERE row NOT IN (SELECT row FROM issue WHERE NOT taken)"
    )
    _refuse(
        work,
        "DUPLICATE_IN_FILE",
        "personal_id",
        "Số định danh này đã có ở một dòng trước trong tệp.",
        "SELECT row FROM candidate QUALIFY row_number() OVER (PARTITION BY personal_id ORDER BY row) > 1",
    )
    work.execute(
        """
        CREATE OR REPLACE TABLE claim AS
        SELECT row, personal_id AS number, true AS own, coalesce(id_status, 'active') = 'active' AS in_use
        FROM candidate
        UNION ALL
        SELECT DISTINCT row, number, false, false FROM (
            SELECT row, unnest(string_split(annulled_ids, ';')) AS number FROM candidate WHERE annulled_ids IS NOT NULL)
        """
    )
    _refuse(
        work,
        "NUMBER_TAKEN",
        "annulled_ids",
        "Số định danh đã hủy ghi ở dòng này là số của một dòng khác, hoặc chính là số đang dùng.",
        """
        SELECT row FROM claim WHERE NOT own AND (
            number IN (SELECT number FROM claim WHERE own)
            OR (number, row) NOT IN (SELECT (number, min(row)) FROM claim WHERE NOT own GROUP BY number))
        """,
    )
    work.execute(
        """
        CREATE OR REPLACE TABLE bearer_in_registry AS
        SELECT c.row, c.number, c.in_use, n.person_id, n.status
        FROM claim c JOIN registry_number n ON n.number = c.number
        WHERE c.row IN (SELECT row FROM candidate)
        """
    )
    _refuse(
        work,
        "NUMBERS_OF_TWO_RECORDS",
        "annulled_ids",
        "Các số ghi ở dòng này thuộc nhiều hồ sơ khác nhau trong cơ sở dữ liệu. Hãy lập đề nghị gộp hồ sơ.",
        "SELECT row FROM bearer_in_registry GROUP BY row HAVING count(DISTINCT person_id) > 1",
    )
    _refuse(
        work,
        "NUMBER_ANNULLED",
        "personal_id",
        "Số định danh này đã hủy trong cơ sở dữ liệu và không được dùng lại.",
        "SELECT row FROM bearer_in_registry WHERE in_use AND status = 'annulled'",
    )
    _refuse(
        work,
        "RECORD_MERGED",
        "personal_id",
        "Số này thuộc hồ sơ đã gộp vào hồ sơ khác. Nếu gộp nhầm, hãy lập đề nghị bỏ gộp.",
        "SELECT b.row FROM bearer_in_registry b JOIN registry_person r ON r.id = b.person_id "
        "WHERE r.id_status = 'merged'",
    )
    _refuse(
        work,
        "DUPLICATE_IN_FILE",
        "personal_id",
        "Người này đã có ở một dòng trước trong tệp, với số định danh khác.",
        "SELECT row FROM (SELECT DISTINCT row, person_id FROM bearer_in_registry) "
        "QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY row) > 1",
    )
    _refuse(
        work,
        "TWO_HEADS",
        "household_role",
        "Hộ này đã có chủ hộ ở một dòng trước trong tệp.",
        "SELECT row FROM candidate WHERE household_role = 'head' AND household_no IS NOT NULL "
        "QUALIFY row_number() OVER (PARTITION BY household_no ORDER BY row) > 1",
    )


def _refuse(work: duckdb.DuckDBPyConnection, code: str, column: str, message: str, rows: str) -> None:
    """Refuse the candidates that the query ``rows`` names, at once, so that later rules no longer see them."""
    work.execute(
        f"CREATE OR REPLACE TEMP TABLE out_now AS SELECT DISTINCT row FROM ({rows}) WHERE row IN "
        "(SELECT row FROM candidate)"
    )
    work.execute(
        f"INSERT INTO issue SELECT row, {literal(code)}, {literal(column)}, {literal(message)}, false FROM out_now"
    )
    work.execute("DELETE FROM candidate WHERE row IN (SELECT row FROM out_now)")


def make_plan(work: duckdb.DuckDBPyConnection, block: Block) -> tuple[int, int]:
    """Make ``plan`` and ``household_plan``; returns how many persons and households are new.

    New persons get ids in the order unit, household, row: those who live together lie together on the disk.
    """
    work.execute(
        f"""
        CREATE OR REPLACE TABLE numbered AS
        SELECT c.row, k.person_id IS NOT NULL AS is_known,
            coalesce(k.person_id, {block.person} - 1 + row_number() OVER (
                PARTITION BY k.person_id IS NULL ORDER BY c.permanent_unit, c.household_no, c.row)) AS person_id
        FROM candidate c
        LEFT JOIN (SELECT DISTINCT row, person_id FROM bearer_in_registry) k ON k.row = c.row
        """
    )
    _households(work, block)
    _bearers(work)
    _link_notes(work)
    work.execute(
        """
        CREATE OR REPLACE TABLE plan AS
        SELECT n.person_id, n.is_known, c.row, c.* EXCLUDE (row, nationality, marital_status, life_status, id_status),
            CASE WHEN coalesce(c.id_status, 'active') = 'active' THEN c.personal_id END AS number_in_use,
            coalesce(c.nationality, 'VN') AS nationality, coalesce(c.marital_status, 'single') AS marital_status,
            coalesce(c.life_status, 'alive') AS life_status, coalesce(c.id_status, 'active') AS id_status,
            h.id AS household_id, f.person_id AS father_ref, m.person_id AS mother_ref, s.person_id AS spouse_ref
        FROM candidate c JOIN numbered n ON n.row = c.row
        LEFT JOIN household_plan h ON h.number = c.household_no
        LEFT JOIN link f ON f.row = c.row AND f.kind = 'father_id'
        LEFT JOIN link m ON m.row = c.row AND m.kind = 'mother_id'
        LEFT JOIN link s ON s.row = c.row AND s.kind = 'spouse_id'
        ORDER BY n.person_id
        """
    )
    persons = one_row(work, "SELECT count(*) FROM plan WHERE NOT is_known")[0]
    households = one_row(work, "SELECT count(*) FROM household_plan WHERE NOT is_known")[0]
    return int(persons), int(households)


def _households(work: duckdb.DuckDBPyConnection, block: Block) -> None:
    work.execute(
        f"""
        CREATE OR REPLACE TABLE household_plan AS
        WITH members AS (
            SELECT c.household_no AS number,
                max(n.person_id) FILTER (WHERE c.household_role = 'head') AS head_id,
                arg_min({{'unit': c.permanent_unit_id, 'village': c.permanent_village,
                          'address': c.permanent_address}},
                        (c.household_role <> 'head')::INTEGER * 1000000000 + c.row) AS place,
                min(n.person_id) AS first_member
            FROM candidate c JOIN numbered n ON n.row = c.row
            WHERE c.household_no IS NOT NULL GROUP BY c.household_no)
        SELECT m.number, m.head_id, m.place.unit AS unit_id, m.place.village AS village, m.place.address AS address,
            r.id IS NOT NULL AS is_known,
            coalesce(r.id, {block.household} - 1 + row_number() OVER (
                PARTITION BY r.id IS NULL ORDER BY m.first_member)) AS id
        FROM members m LEFT JOIN registry_household r ON r.number = m.number
        """
    )


def _bearers(work: duckdb.DuckDBPyConnection) -> None:
    """``bearer``: every number of file and registry with the person it means."""
    work.execute(
        """
        CREATE OR REPLACE TABLE bearer AS
        SELECT c.number, n.person_id, p.sex, p.birth_year, p.row
        FROM claim c JOIN numbered n ON n.row = c.row JOIN candidate p ON p.row = c.row
        UNION ALL
        SELECT r.number, r.person_id, p.sex, p.birth_year, NULL
        FROM registry_number r JOIN registry_person p ON p.id = r.person_id
        WHERE r.number NOT IN (SELECT number FROM claim WHERE row IN (SELECT row FROM candidate))
        """
    )
    parts = " UNION ALL ".join(
        f"SELECT c.row, '{kind}' AS kind, b.person_id, b.sex AS other_sex, b.birth_year AS other_year, "
        f"b.row AS other_row, c.birth_year FROM candidate c LEFT JOIN bearer b ON b.number = c.{kind} "
        f"WHERE c.{kind} IS NOT NULL"
        for kind in ("father_id", "mother_id", "spouse_id")
    )
    work.execute(f"CREATE OR REPLACE TABLE meant AS {parts}")
    work.execute(
        """
        CREATE OR REPLACE TABLE mutual AS
        SELECT a.row FROM meant a JOIN numbered n ON n.row = a.row
        JOIN meant b ON b.row = a.other_row AND b.kind = 'spouse_id' AND b.person_id = n.person_id
        WHERE a.kind = 'spouse_id'
        UNION ALL
        SELECT a.row FROM meant a JOIN numbered n ON n.row = a.row JOIN registry_person r ON r.id = a.person_id
        WHERE a.kind = 'spouse_id' AND a.other_row IS NULL AND r.spouse = n.person_id
        """
    )


def _link_notes(work: duckdb.DuckDBPyConnection) -> None:
    """Links that stand go to ``link``, the others are noted and left out."""
    work.execute(
        """
        CREATE OR REPLACE TABLE judged AS
        SELECT m.*, CASE
            WHEN person_id IS NULL THEN 'REFERENCE_UNKNOWN'
            WHEN (kind = 'father_id' AND other_sex <> 'M') OR (kind = 'mother_id' AND other_sex <> 'F')
                THEN 'PARENT_SEX'
            WHEN kind <> 'spouse_id' AND other_year >= birth_year THEN 'PARENT_YOUNGER'
            WHEN kind = 'spouse_id' AND row NOT IN (SELECT row FROM mutual) THEN 'SPOUSE_NOT_MUTUAL'
            END AS flaw
        FROM meant m
        """
    )
    work.execute("CREATE OR REPLACE TABLE link AS SELECT row, kind, person_id FROM judged WHERE flaw IS NULL")
    for code, sentence in {
        "REFERENCE_UNKNOWN": "Không có ai trong tệp hay trong cơ sở dữ liệu mang số này: để trống quan hệ.",
        "PARENT_SEX": "Người mang số này không đúng giới tính của cha hoặc mẹ: để trống quan hệ.",
        "PARENT_YOUNGER": "Người mang số này không lớn tuổi hơn: để trống quan hệ cha, mẹ.",
        "SPOUSE_NOT_MUTUAL": "Người kia không ghi người này là vợ, chồng: để trống quan hệ.",
    }.items():
        work.execute(
            f"INSERT INTO issue SELECT row, flaw, kind, {literal(sentence)}, true FROM judged "
            f"WHERE flaw = {literal(code)}"
        )
