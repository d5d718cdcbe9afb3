"""From links to classes: every record's facts, class and criteria, set-wise in DuckDB.

The caller provides the tables ``record`` (columns of a dataset version), ``person`` (registry side), ``link``
(record_id, person_key, probability, tier, reasons: the best person of a record, at most one row each) and ``unit_map``;
``evaluate`` adds the table ``result``, one row a record. A whole list and a handful of records take the same way, so
checking one record again gives what a new run would give. Only numbers and spellings that SQL cannot judge go to
Python, each distinct value once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from dean06.ecosystem.cleaning.rules.classes import PRIORITY
from dean06.ecosystem.cleaning.rules.conditions import any_sql
from dean06.ecosystem.cleaning.rules.quality import CRITERIA, age_word
from dean06.ecosystem.cleaning.rules.reasons import OWN_REASONS, WORDS
from dean06.ecosystem.cleaning.types import MATCHED
from dean06.kernel.common.personal_id import IdFlag, IdForm, check_personal_id
from dean06.kernel.common.vietnamese import compare_key, syllable_share

#: From this probability on a link is sure; between it and ``REVIEW_FROM`` a person should look.
SURE = 0.95
REVIEW_FROM = 0.05
#: Codes of reasons that this app gives; all others are matching's.
OWN_CODES = frozenset(WORDS)
#: Share of possible syllables below which a name is none of ours.
VIETNAMESE_NAME = 0.75
#: Levels of matching at which two names are not alike: with another birth date, nothing but a number speaks for it.
UNLIKE = "OTHER|FAMILY_ONLY|GIVEN_ONLY|GIVEN_OTHER"
#: Nobody alive was born before; such a year is an error of the list.
EARLIEST_BIRTH = 1880
#: Repair flags after which a cell is no longer what was meant.
LOST_FLAGS = (
    "DIGITS_LOST",
    "LETTERS_LOST",
    "DATE_UNREADABLE",
    "DATE_IMPOSSIBLE",
    "SEX_UNREADABLE",
    "CELL_ERROR",
)


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What holds for the whole list: today, its day, its N days, its mandatory columns, the columns it has."""

    today: dt.date
    data_as_of: dt.date
    live_days: int
    #: Names of columns of ``record`` that must be filled; one that the list lacks is a gap in every record.
    mandatory: tuple[str, ...]
    #: Column of ``record`` with the nationality as the list writes it; empty: none.
    nationality_column: str = ""
    #: A list of the dead (registered deaths): there the living are out of place.
    of_the_dead: bool = False
    #: A register of past events (births, marriages): a later death or move leaves its records right.
    historic: bool = False


def evaluate(db: duckdb.DuckDBPyConnection, of: ListFacts) -> None:
    """Make the table ``result`` from ``record``, ``person``, ``link`` and ``unit_map``."""
    _numbers(db)
    _passports(db)
    _joined(db, of)
    _judge_numbers(db)
    _compare_names(db)
    _shared(db)
    _facts(db, of)
    _classes(db)


def _numbers(db: duckdb.DuckDBPyConnection) -> None:
    """``number``: what each record gives as its number; and whose it is in the registry."""
    db.execute(
        """
        CREATE OR REPLACE TABLE number AS
        SELECT record_id, sex, birth_year,
               nullif(trim(personal_id), '') AS raw,
               nullif(trim(old_id), '') AS old_raw,
               CASE WHEN regexp_full_match(raw, '\\d{12}') THEN raw END AS number,
               CASE WHEN number IS NOT NULL THEN 'valid'
                    WHEN raw IS NULL AND old_raw IS NULL THEN 'none'
                    WHEN raw IS NULL OR regexp_full_match(raw, '\\d{9}') THEN 'nine'
                    ELSE 'odd' END AS form
        FROM record
        """
    )
    odd = db.execute("SELECT DISTINCT raw, sex, birth_year FROM number WHERE form = 'odd'").fetchall()
    judged = []
    for raw, sex, year in odd:
        check = check_personal_id(raw, sex=sex, birth_year=year)
        whole = check.form is IdForm.PERSONAL_ID
        form = "padded" if IdFlag.PADDED in check.flags else "valid" if whole else "invalid"
        form = "nine" if check.form is IdForm.OLD_ID else form
        judged.append((raw, sex, year, check.number if whole else None, form))
    _table(db, "odd_number", ("raw", "sex", "birth_year", "number", "form"), judged, integer="birth_year")
    db.execute(
        """
        UPDATE number SET number = odd.number, form = odd.form FROM odd_number AS odd
        WHERE number.form = 'odd' AND odd.raw = number.raw
          AND odd.sex IS NOT DISTINCT FROM number.sex AND odd.birth_year IS NOT DISTINCT FROM number.birth_year
        """
    )
    db.execute(
        """
        CREATE OR REPLACE TABLE owner AS
        SELECT number, any_value(person_key) FILTER (WHERE in_use) AS person_key,
               any_value(person_key) FILTER (WHERE annulled) AS former_key, bool_or(annulled) AS annulled
        FROM (
            SELECT personal_id AS number, person_key, TRUE AS in_use, FALSE AS annulled FROM person
            WHERE personal_id IN (SELECT number FROM number)
            UNION ALL
            SELECT number, person_key, FALSE, TRUE
            FROM (SELECT person_key, unnest(string_split(annulled_ids, ';')) AS number FROM person
                  WHERE annulled_ids <> '')
            WHERE number IN (SELECT number FROM number)
        ) GROUP BY number
        """
    )


def _passports(db: duckdb.DuckDBPyConnection) -> None:
    """``passport``: records whose number looks like a passport's and whose name is not Vietnamese."""
    rows = db.execute(
        """
        SELECT record_id, full_name FROM number JOIN record USING (record_id)
        WHERE form = 'invalid' AND regexp_full_match(upper(raw), '[A-Z]{1,2}\\d{6,8}')
        """
    ).fetchall()
    found = [(record,) for record, name in rows if name and syllable_share(name.lower()) < VIETNAMESE_NAME]
    _table(db, "passport", ("record_id",), found, integer="record_id")


def _joined(db: duckdb.DuckDBPyConnection, of: ListFacts) -> None:
    """``pair``: each record beside the person it is linked with, with what can be compared in SQL."""
    columns = {row[0] for row in db.execute("DESCRIBE record").fetchall()}
    nation = f'upper(trim("{of.nationality_column}"))' if of.nationality_column in columns else "NULL"
    db.execute(
        f"""
        CREATE OR REPLACE TABLE pair AS
        SELECT r.record_id, r.record_key, n.number, n.form, n.raw,
               l.person_key, l.probability, l.tier,
               -- Whom an exact rule found is "taken" by this very record.
               CASE WHEN l.tier IN ('scored', 'none') THEN coalesce(l.reasons, '')
                    ELSE array_to_string(list_filter(string_split(coalesce(l.reasons, ''), ';'),
                                                     lambda code: code <> 'PERSON_TAKEN'), ';') END AS reasons,
               CASE WHEN l.person_key IS NULL OR coalesce(l.probability, 0) < {REVIEW_FROM} THEN 'none'
                    WHEN l.probability >= {SURE} THEN 'sure' ELSE 'unsure' END AS link,
               CASE WHEN o.person_key IS NOT NULL AND o.person_key = l.person_key THEN 'person'
                    WHEN o.person_key IS NOT NULL THEN 'other'
                    WHEN o.annulled THEN 'annulled' ELSE 'nobody' END AS id_owner,
               coalesce(o.person_key, o.former_key) AS owner_key,
               r.full_name AS name_given, p.full_name AS name_registered,
               coalesce(contains(r.flags, 'full_name:'), FALSE) AS name_repaired,
               coalesce(contains(r.flags, 'personal_id:ZERO_PADDED'), FALSE) AS zero_repaired,
               r.birth_year, r.birth_month, r.birth_day, r.sex,
               p.birth_year AS p_year, p.birth_month AS p_month, p.birth_day AS p_day, p.sex AS p_sex,
               p.unit_code AS p_unit, p.life_status, p.died_on, p.moved_on, p.foreigner, p.record_annulled,
               r.unit_text, coalesce(r.flags, '') AS flags,
               {_gaps(of, columns)} AS gaps,
               coalesce({nation} NOT IN ('VN', 'VNM', 'VIỆT NAM', 'VIET NAM', 'VIỆT', 'KINH', ''), FALSE)
                   OR r.record_id IN (SELECT record_id FROM passport) AS stated_foreign
        FROM record r
        JOIN number n USING (record_id)
        LEFT JOIN link l USING (record_id)
        LEFT JOIN person p ON p.person_key = l.person_key
        LEFT JOIN owner o ON o.number = n.number
        """  # noqa: S608 - constants of this module and names of columns that exist
    )


def _gaps(of: ListFacts, columns: set[str]) -> str:
    """True where a mandatory column is empty; a column that the list lacks is empty everywhere."""
    if not set(of.mandatory) <= columns:
        return "TRUE"
    empty = [f"nullif(trim(CAST(r.\"{name}\" AS VARCHAR)), '') IS NULL" for name in of.mandatory]
    return f"({' OR '.join(empty)})" if empty else "FALSE"


def _judge_numbers(db: duckdb.DuckDBPyConnection) -> None:
    """``flaw``: numbers whose digits contradict the record. The registry's own number beside equal fields cannot."""
    doubtful = db.execute(
        """
        SELECT DISTINCT number, sex, birth_year FROM pair
        WHERE number IS NOT NULL AND NOT (
            id_owner = 'person' AND sex IS NOT DISTINCT FROM p_sex AND birth_year IS NOT DISTINCT FROM p_year
        )
        """
    ).fetchall()
    flawed = []
    for number, sex, year in doubtful:
        check = check_personal_id(number, sex=sex, birth_year=year)
        if not check.is_valid:
            codes = ";".join(f"NUMBER_{flaw.value}" for flaw in check.flaws if not flaw.is_warning)
            flawed.append((number, sex, year, codes))
    _table(db, "flaw", ("of_number", "of_sex", "of_year", "codes"), flawed, integer="of_year")


#: Letters of a name without case, accents, spaces and signs; ``i`` and ``y`` as one (SQL side of the coarse look).
_LETTERS = (
    "regexp_replace(translate(strip_accents(lower(nfc_normalize({0}))), 'đðy', 'ddi'), '[^\\p{{L}}\\p{{N}}]', '', 'g')"
)
_SPELLING = "lower(nfc_normalize(trim(regexp_replace({0}, '\\s+', ' ', 'g'))))"


def _compare_names(db: duckdb.DuckDBPyConnection) -> None:
    """``spelling``: pairs of different spellings, with whether they are one name and have the same letters."""
    given, registered = _LETTERS.format("name_given"), _LETTERS.format("name_registered")
    db.execute(
        f"""
        CREATE OR REPLACE TABLE spelling AS
        SELECT name_given, name_registered,
               {_SPELLING.format("name_given")} = {_SPELLING.format("name_registered")} AS folded,
               {given} = {registered} AS letters,
               strip_accents(name_given) = name_given AND NOT regexp_matches(name_given, '[đĐðÐ]') AS accentless
        FROM (SELECT DISTINCT name_given, name_registered FROM pair
              WHERE name_given <> name_registered AND link <> 'none')
        """  # noqa: S608 - constants of this module
    )
    rows = db.execute(
        "SELECT name_given, name_registered FROM spelling WHERE letters AND NOT folded AND NOT accentless"
    ).fetchall()
    same = [(mine, theirs) for mine, theirs in rows if compare_key(mine) == compare_key(theirs)]
    _table(db, "one_name", ("name_given", "name_registered"), same)
    db.execute(
        """
        UPDATE spelling SET folded = TRUE FROM one_name AS one
        WHERE spelling.name_given = one.name_given AND spelling.name_registered = one.name_registered
        """
    )


#: The word for two birth dates: the SQL side of ``rules.facts.compare_birth`` (a test holds the two together).
BIRTH_SQL = """
    CASE WHEN birth_year IS NULL THEN 'missing'
         WHEN p_year IS NULL THEN 'coarser'
         WHEN birth_year <> p_year THEN 'different'
         WHEN birth_month IS NULL AND p_month IS NULL THEN 'same'
         WHEN birth_month IS NULL OR p_month IS NULL THEN 'coarser'
         WHEN birth_month <> p_month THEN 'different'
         WHEN birth_day IS NULL AND p_day IS NULL THEN 'same'
         WHEN birth_day IS NULL OR p_day IS NULL THEN 'coarser'
         WHEN birth_day <> p_day THEN 'different' ELSE 'same' END
"""


def _shared(db: duckdb.DuckDBPyConnection) -> None:
    """``look``: the words of each pair; which records share a number, which are surely one person, which only seem so.

    Two records are surely one person when each agrees with the registered person on the name itself and on more than a
    name: twins of one birth date whose names differ in a tone stay two. Where one record is surely the person, another
    that is only like it is not sure any more.
    """
    db.execute(
        f"""
        CREATE OR REPLACE TABLE look AS
        SELECT pair.*,
               CASE WHEN nullif(trim(name_given), '') IS NULL THEN 'missing'
                    WHEN link = 'none' THEN 'different'
                    WHEN name_given = name_registered AND NOT name_repaired THEN 'same'
                    WHEN name_given = name_registered OR folded THEN 'folded'
                    ELSE 'different' END AS name,
               {BIRTH_SQL} AS birth,
               coalesce(letters, name_given = name_registered, FALSE) AS letters,
               coalesce(accentless, FALSE) AS accentless,
               count(*) OVER (PARTITION BY pair.number) AS same_number,
               flaw.codes AS flaws
        FROM pair
        LEFT JOIN spelling USING (name_given, name_registered)
        LEFT JOIN flaw ON of_number = pair.number AND of_sex IS NOT DISTINCT FROM pair.sex
             AND of_year IS NOT DISTINCT FROM pair.birth_year
        """  # noqa: S608 - constants of this module
    )
    db.execute(
        """
        CREATE OR REPLACE TABLE crowd AS
        SELECT record_id, person_key,
               (name IN ('same', 'folded') OR (letters AND accentless) OR (letters AND id_owner = 'person'))
               AND (id_owner = 'person' OR tier IN ('old_id_name', 'name_date_unit', 'decision')
                    OR (birth = 'same' AND birth_day IS NOT NULL)) AS strong,
               count(*) OVER (PARTITION BY person_key) AS linked
        FROM look WHERE link = 'sure'
        QUALIFY linked > 1
        """
    )
    db.execute(
        """
        CREATE OR REPLACE TABLE company AS
        SELECT record_id, strong, count(*) FILTER (WHERE strong) OVER (PARTITION BY person_key) AS strong_ones
        FROM crowd
        """
    )


def _facts(db: duckdb.DuckDBPyConnection, of: ListFacts) -> None:
    """``fact``: one column a fact (``rules.facts``), beside what the result needs."""
    lost = " OR ".join(f"contains(flags, ':{flag}')" for flag in LOST_FLAGS)
    days = int(of.live_days)
    today = f"DATE '{of.today.isoformat()}'"
    stale = age_word(of.data_as_of, today=of.today, days=days)
    has_birth, has_sex = db.execute("SELECT count(birth_year) > 0, count(sex) > 0 FROM record").fetchall()[0]
    db.execute(
        f"""
        CREATE OR REPLACE TABLE fact AS
        WITH place AS (
            SELECT unit_text, list(unit_code ORDER BY share DESC, unit_code) AS units FROM unit_map GROUP BY unit_text
        ), seen AS (
            SELECT look.*, strong, strong_ones, units,
                   coalesce(look.link = 'sure' AND NOT strong, FALSE) AS demoted,
                   look.link = 'sure' AND birth = 'different' AND tier <> 'decision'
                       AND regexp_matches(';' || reasons || ';', ';NAME_({UNLIKE});') AS only_number,
                   coalesce(look.link = 'sure' AND NOT list_contains(units, p_unit), FALSE) AS away
            FROM look LEFT JOIN company USING (record_id) LEFT JOIN place USING (unit_text)
        )
        SELECT record_id, record_key, person_key, probability, tier, owner_key, form, ';' || reasons AS engine,
               coalesce(flaws, '') AS flaws,
               CASE WHEN coalesce(foreigner, FALSE) AND link = 'sure' THEN 'foreign'
                    WHEN coalesce(stated_foreign, FALSE) AND link <> 'sure' THEN 'foreign'
                    ELSE 'vietnamese' END AS nationality,
               CASE WHEN number IS NOT NULL AND same_number > 1 THEN 'yes' ELSE 'no' END AS shared_id,
               CASE WHEN strong AND strong_ones > 1 THEN 'yes' ELSE 'no' END AS shared_person,
               CASE WHEN form IN ('none', 'nine', 'invalid') THEN form
                    WHEN flaws IS NOT NULL AND id_owner NOT IN ('person', 'annulled') THEN 'invalid'
                    WHEN form = 'padded' OR zero_repaired THEN 'padded' ELSE 'valid' END AS id_given,
               id_owner,
               CASE WHEN demoted OR only_number THEN 'unsure' ELSE seen.link END AS link,
               CASE WHEN only_number THEN 'yes' ELSE 'no' END AS only_number,
               CASE WHEN demoted THEN 'yes' ELSE 'no' END AS seems_twin,
               CASE WHEN seen.link = 'none' THEN 'living' WHEN record_annulled THEN 'annulled'
                    WHEN life_status = 'dead' THEN '{"living" if of.of_the_dead or of.historic else "dead"}'
                    ELSE '{"not_dead" if of.of_the_dead else "living"}' END AS person,
               name,
               CASE WHEN {not has_birth} THEN 'absent' ELSE birth END AS birth,
               CASE WHEN {not has_sex} THEN 'absent' WHEN sex IS NULL OR p_sex IS NULL THEN 'missing'
                    WHEN sex = p_sex THEN 'same' ELSE 'different' END AS sex,
               CASE WHEN gaps THEN 'gaps' ELSE 'filled' END AS mandatory,
               CASE WHEN {lost} THEN 'bad' ELSE 'good' END AS format,
               CASE WHEN flaws IS NOT NULL OR birth_year > {of.today.year} OR birth_year < {EARLIEST_BIRTH}
                    THEN 'yes' ELSE 'no' END AS contradiction,
               CASE WHEN seen.link <> 'sure' OR {of.of_the_dead or of.historic} THEN 'none'
                    WHEN life_status = 'dead' AND coalesce(date_diff('day', died_on, {today}) > {days}, TRUE)
                    THEN 'missed'
                    WHEN away AND coalesce(date_diff('day', moved_on, {today}) > {days}, TRUE) THEN 'missed'
                    ELSE 'none' END AS event,
               '{stale}' AS age,
               CASE WHEN away THEN 'yes' ELSE 'no' END AS elsewhere,
               CASE WHEN len(units) = 1 THEN units[1]
                    WHEN seen.link = 'sure' AND NOT away THEN coalesce(p_unit, units[1], '')
                    ELSE coalesce(units[1], '') END AS unit_code
        FROM seen
        """  # noqa: S608 - constants, dates and numbers
    )


def _classes(db: duckdb.DuckDBPyConnection) -> None:
    """``result``: class, split, criteria, reasons, from the one table of rules."""
    matched = ", ".join(f"'{one}'" for one in sorted(MATCHED))
    reasons = ",\n".join(f"CASE WHEN {reason.condition} THEN '{reason.code}' END" for reason in OWN_REASONS)
    criteria = ",\n".join(f"({when.sql()}) AS {criterion.value}" for criterion, when in CRITERIA.items())
    db.execute(
        f"""
        CREATE OR REPLACE TABLE result AS
        SELECT record_id, record_key, unit_code, result_class,
               CASE WHEN result_class IN ({matched}) THEN 'matched'
                    WHEN id_given IN ('none', 'nine') THEN 'no_id' ELSE 'unverified' END AS split,
               CASE WHEN link = 'none' THEN owner_key ELSE person_key END AS person_id,
               CASE WHEN link <> 'none' THEN probability END AS probability,
               CASE WHEN link <> 'none' THEN tier ELSE 'none' END AS tier,
               concat_ws(';', CASE WHEN form = 'invalid' THEN 'NUMBER_NOT_12_DIGITS' END, nullif(flaws, ''),
                         {reasons}, CASE WHEN link <> 'none' THEN nullif(engine[2:], '') END) AS reasons,
               link = 'unsure' AS uncertain,
               {criteria}
        FROM (SELECT *, {class_sql()} AS result_class FROM fact)
        ORDER BY record_id
        """  # noqa: S608 - made from the tables of rules
    )


def class_sql() -> str:
    """The priority table as one SQL expression over the facts."""
    branches = " ".join(f"WHEN {any_sql(rule.conditions)} THEN '{rule.result_class.value}'" for rule in PRIORITY)
    return f"CASE {branches} END"


def _table(
    db: duckdb.DuckDBPyConnection,
    name: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[object, ...]],
    *,
    integer: str = "",
) -> None:
    """A table of text columns (``integer``: the one that holds whole numbers) from Python rows."""
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays: Mapping[str, pa.Array] = {
        column: pa.array(list(found), pa.int64() if column == integer else pa.string())
        for column, found in zip(columns, values, strict=True)
    }
    table = pa.table(dict(arrays))
    db.register("arrived", table)
    db.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM arrived")  # noqa: S608 - our own names
    db.unregister("arrived")
