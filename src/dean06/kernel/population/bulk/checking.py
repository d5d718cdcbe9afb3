"""Every rule that a row of a registry file must keep, as a table: code, column, condition in SQL, sentence.

The rules of the number are those of ``kernel.common.personal_id``; a test holds the two equal on random rows. A row
that breaks a rule is refused and the rest goes in; a rule with ``taken`` only says what was left out of the row.
"""

# ruff: noqa: S608 - the SQL is put together from names and constants of this package; values are literals of ours
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from dean06.kernel.common.birth_codes import BIRTH_PROVINCES, FIRST_FOREIGN_CODE, LAST_FOREIGN_CODE
from dean06.kernel.common.personal_id import IdFlaw
from dean06.kernel.population.bulk.reading import NAMES, PLAIN_NAME, TYPED, name_key_sql
from dean06.kernel.population.bulk.work import literal
from dean06.kernel.population.types import HouseholdRole, IdStatus, LifeStatus, MaritalStatus

#: The last day of the list with districts, of which ``previous_unit`` speaks.
OLD_LIST_DAY = dt.date(2025, 6, 30)
#: Units before this day stand in the tables from it on.
FIRST_LIST_DAY = dt.date(2004, 1, 1)


@dataclass(frozen=True, slots=True)
class RowRule:
    """One rule; ``broken`` is the SQL condition under which a row of ``checked`` breaks it."""

    code: str
    column: str
    broken: str
    message: str
    taken: bool = False


_ID_OK = "regexp_full_match(personal_id, '[0-9]{12}')"
_SEX_OK = "sex IN ('M', 'F')"
_YEAR_OK = "birth_year BETWEEN 1900 AND 2399"
_DIGIT = "CAST(substr(personal_id, 4, 1) AS INTEGER)"
_BORN_FIRST = "make_date(birth_year, coalesce(birth_month, 1), coalesce(birth_day, 1))"


_NOT_A_NAME = (
    "regexp_matches(full_name, '[0-9@#$%&*+=<>?|\\\\/{}\\[\\]_;:\"!]') OR NOT regexp_matches(full_name, '\\p{L}')"
)


def _one_of(values: list[str]) -> str:
    return "(" + ", ".join(literal(value) for value in values) + ")"


def rules(as_of: dt.date) -> list[RowRule]:
    """The rules for a file that speaks of ``as_of``."""
    day = f"DATE {literal(as_of)}"
    places = _one_of(sorted(BIRTH_PROVINCES))
    found = [
        RowRule("PERSONAL_ID_MISSING", "personal_id", "personal_id IS NULL", "Thiếu số định danh."),
        RowRule(IdFlaw.CMND_9, "personal_id", "regexp_full_match(personal_id, '[0-9]{9}')", IdFlaw.CMND_9.sentence),
        RowRule(
            IdFlaw.NOT_12_DIGITS,
            "personal_id",
            f"personal_id IS NOT NULL AND NOT {_ID_OK} AND NOT regexp_full_match(personal_id, '[0-9]{{9}}')",
            IdFlaw.NOT_12_DIGITS.sentence,
        ),
        RowRule(
            IdFlaw.CENTURY_MISMATCH,
            "personal_id",
            f"{_ID_OK} AND {_YEAR_OK} AND {_DIGIT} // 2 <> birth_year // 100 - 19",
            IdFlaw.CENTURY_MISMATCH.sentence,
        ),
        RowRule(
            IdFlaw.SEX_MISMATCH,
            "personal_id",
            f"{_ID_OK} AND {_SEX_OK} AND {_DIGIT} % 2 <> (sex = 'F')::INTEGER",
            IdFlaw.SEX_MISMATCH.sentence,
        ),
        RowRule(
            IdFlaw.YEAR_MISMATCH,
            "personal_id",
            f"{_ID_OK} AND {_YEAR_OK} AND CAST(substr(personal_id, 5, 2) AS INTEGER) <> birth_year % 100",
            IdFlaw.YEAR_MISMATCH.sentence,
        ),
        RowRule(
            IdFlaw.UNKNOWN_PROVINCE,
            "personal_id",
            f"{_ID_OK} AND substr(personal_id, 1, 3) NOT IN {places} AND CAST(substr(personal_id, 1, 3) AS INTEGER) "
            f"NOT BETWEEN {int(FIRST_FOREIGN_CODE)} AND {int(LAST_FOREIGN_CODE)}",
            IdFlaw.UNKNOWN_PROVINCE.sentence,
            taken=True,
        ),
        RowRule("NAME_MISSING", "full_name", "full_name IS NULL", "Thiếu họ tên."),
        RowRule("NAME_TOO_LONG", "full_name", "length(full_name) > 100", "Họ tên dài quá 100 ký tự."),
        RowRule(
            "NAME_NOT_A_NAME",
            "full_name",
            _NOT_A_NAME,
            "Họ tên có chữ số hoặc ký hiệu lạ. Hãy đối chiếu với giấy khai sinh.",
        ),
        RowRule("SEX_UNKNOWN", "sex", f"sex IS NULL OR NOT {_SEX_OK}", "Giới tính phải ghi M (nam) hoặc F (nữ)."),
        RowRule("YEAR_MISSING", "birth_year", "birth_year IS NULL AND NOT bad_birth_year", "Thiếu năm sinh."),
        RowRule(
            "YEAR_OUT_OF_RANGE",
            "birth_year",
            f"birth_year < 1900 OR birth_year > {as_of.year}",
            f"Năm sinh phải từ 1900 đến {as_of.year}.",
        ),
        RowRule(
            "DATE_INCOMPLETE",
            "birth_day",
            "birth_day IS NOT NULL AND birth_month IS NULL AND NOT bad_birth_month",
            "Có ngày sinh mà thiếu tháng sinh. Chỉ biết năm thì để trống cả ngày và tháng.",
        ),
        RowRule(
            "DATE_IMPOSSIBLE",
            "birth_day",
            f"{_YEAR_OK} AND (birth_month NOT BETWEEN 1 AND 12 OR birth_day NOT BETWEEN 1 AND 31 OR "
            "(birth_month BETWEEN 1 AND 12 AND birth_day BETWEEN 1 AND 31 AND TRY_CAST(printf('%04d-%02d-%02d', "
            "birth_year, birth_month, birth_day) AS DATE) IS NULL))",
            "Ngày sinh không có trong lịch.",
        ),
        RowRule(
            "DATE_IN_FUTURE",
            "birth_day",
            "birth_first IS NOT NULL AND birth_first > " + day,
            "Ngày sinh sau ngày của tệp.",
        ),
        RowRule(
            "ETHNICITY_UNKNOWN",
            "ethnicity",
            "NOT regexp_full_match(ethnicity, '[0-9]{2}')",
            "Dân tộc phải ghi bằng mã hai chữ số, ví dụ 01.",
        ),
        RowRule(
            "NATIONALITY_UNKNOWN",
            "nationality",
            "NOT regexp_full_match(nationality, '[A-Z]{2,3}')",
            "Quốc tịch phải ghi bằng mã chữ, ví dụ VN.",
        ),
        *_unit_rules(),
        *_household_rules(day),
        *_status_rules(day),
        *_number_rules(),
    ]
    found += [
        RowRule(
            "NOT_A_DAY" if column.endswith(("_on", "_since")) else "NOT_A_NUMBER",
            column,
            f"bad_{column}",
            "Ngày phải ghi dạng năm-tháng-ngày, ví dụ 2025-07-01."
            if column.endswith(("_on", "_since"))
            else "Ô này phải là số nguyên.",
        )
        for column in TYPED
    ]
    return found


def _unit_rules() -> list[RowRule]:
    today = "Mã đơn vị không có trong danh mục cấp xã đang dùng vào ngày của tệp."
    return [
        *(
            RowRule("UNIT_UNKNOWN", column, f"{column} IS NOT NULL AND {column}_id IS NULL", today)
            for column in ("permanent_unit", "temporary_unit")
        ),
        RowRule("UNIT_UNKNOWN", "current_unit", "current_unit IS NOT NULL AND NOT current_unit_known", today),
        RowRule(
            "UNIT_UNKNOWN",
            "previous_unit",
            "previous_unit IS NOT NULL AND previous_unit_from IS NULL",
            "Mã nơi ở trước không có trong danh mục cấp xã trước ngày 01/7/2025.",
        ),
        RowRule(
            "UNIT_UNKNOWN",
            "birth_unit",
            "birth_unit IS NOT NULL AND birth_unit_id IS NULL",
            "Mã nơi đăng ký khai sinh không có trong danh mục cấp xã nào.",
        ),
        RowRule(
            "TEXT_TOO_LONG",
            "permanent_address",
            "length(permanent_address) > 200 OR length(permanent_village) > 80",
            "Địa chỉ dài quá 200 ký tự, hoặc tên thôn, tổ dài quá 80 ký tự.",
        ),
        RowRule(
            "PARENT_NAME_TOO_LONG",
            "father_name",
            "length(father_name) > 100 OR length(mother_name) > 100",
            "Họ tên cha hoặc mẹ dài quá 100 ký tự.",
        ),
    ]


def _household_rules(day: str) -> list[RowRule]:
    return [
        RowRule(
            "ROLE_UNKNOWN",
            "household_role",
            f"household_role NOT IN {_one_of(HouseholdRole.values)}",
            "Quan hệ với chủ hộ không có trong danh mục.",
        ),
        RowRule(
            "ROLE_MISSING",
            "household_role",
            "household_no IS NOT NULL AND household_role IS NULL",
            "Có số hộ mà thiếu quan hệ với chủ hộ.",
        ),
        RowRule(
            "HOUSEHOLD_MISSING",
            "household_no",
            "household_no IS NULL AND household_role IS NOT NULL",
            "Có quan hệ với chủ hộ mà thiếu số hộ.",
        ),
        RowRule("HOUSEHOLD_TOO_LONG", "household_no", "length(household_no) > 20", "Số hộ dài quá 20 ký tự."),
        RowRule(
            "SINCE_OUT_OF_RANGE",
            "permanent_since",
            f"permanent_since > {day} OR permanent_since < birth_first",
            "Ngày đăng ký thường trú trước ngày sinh hoặc sau ngày của tệp.",
        ),
    ]


def _status_rules(day: str) -> list[RowRule]:
    return [
        RowRule(
            "MARITAL_STATUS_UNKNOWN",
            "marital_status",
            f"marital_status NOT IN {_one_of(MaritalStatus.values)}",
            "Tình trạng hôn nhân không có trong danh mục.",
        ),
        RowRule(
            "LIFE_STATUS_UNKNOWN",
            "life_status",
            f"life_status NOT IN {_one_of(LifeStatus.values)}",
            "Tình trạng sống không có trong danh mục.",
        ),
        RowRule(
            "ID_STATUS_UNKNOWN",
            "id_status",
            f"id_status NOT IN {_one_of([IdStatus.ACTIVE.value, IdStatus.ANNULLED.value])}",
            "Trạng thái số định danh phải là active hoặc annulled.",
        ),
        RowRule(
            "DEATH_CONTRADICTION",
            "died_on",
            "died_on IS NOT NULL AND coalesce(life_status, 'alive') <> 'dead'",
            "Có ngày chết mà tình trạng không phải đã chết.",
        ),
        RowRule(
            "DEATH_OUT_OF_RANGE",
            "died_on",
            f"died_on > {day} OR died_on < birth_first",
            "Ngày chết trước ngày sinh hoặc sau ngày của tệp.",
        ),
    ]


def _number_rules() -> list[RowRule]:
    def each(column: str, digits: int) -> str:
        pattern = f"[0-9]{{{digits}}}(;[0-9]{{{digits}}})*"
        return f"NOT regexp_full_match({column}, '{pattern}')"

    rows = [
        RowRule("OLD_ID_MALFORMED", "old_ids", each("old_ids", 9), "Số chứng minh nhân dân cũ phải có 9 chữ số."),
        RowRule(
            "ANNULLED_ID_MALFORMED", "annulled_ids", each("annulled_ids", 12), "Số định danh đã hủy phải có 12 chữ số."
        ),
    ]
    for column, word in (("father_id", "cha"), ("mother_id", "mẹ"), ("spouse_id", "vợ, chồng")):
        rows += [
            RowRule(
                "REFERENCE_MALFORMED",
                column,
                f"NOT regexp_full_match({column}, '[0-9]{{12}}')",
                f"Số định danh của {word} phải có 12 chữ số.",
            ),
            RowRule(
                "REFERENCE_TO_SELF",
                column,
                f"{column} = personal_id",
                f"Số định danh của {word} trùng số của chính người này.",
            ),
        ]
    return rows


def check_rows(work: duckdb.DuckDBPyConnection, as_of: dt.date) -> None:
    """Make ``checked`` (rows with their units and keys) and ``issue`` (row, code, column, message, taken)."""
    _resolve(work, as_of)
    work.execute(
        'CREATE OR REPLACE TABLE issue (row INTEGER, code VARCHAR, "column" VARCHAR, message VARCHAR, taken BOOLEAN)'
    )
    work.execute(
        "INSERT INTO issue SELECT row, 'MALFORMED_LINE', '', "
        "'Dòng không tách được thành đúng các cột (thừa, thiếu dấu phẩy hoặc dấu ngoặc kép).', false FROM malformed"
    )
    for rule in rules(as_of):
        work.execute(
            f"INSERT INTO issue SELECT row, {literal(rule.code)}, {literal(rule.column)}, {literal(rule.message)}, "
            f"{literal(rule.taken)} FROM checked WHERE {rule.broken}"
        )


def _resolve(work: duckdb.DuckDBPyConnection, as_of: dt.date) -> None:
    """Join units, clean names and their keys, first possible birth day."""

    def on(day: str, name: str) -> str:
        return f"(SELECT code, id, valid_from AS {name} FROM unit WHERE valid_from <= {day} AND valid_to >= {day})"

    day, old = f"DATE {literal(as_of)}", f"DATE {literal(OLD_LIST_DAY)}"
    work.execute(_birth_units())
    names = ", ".join(f"coalesce({name}_odd.clean, t.{name}) AS {name}" for name in NAMES)
    joins = " ".join(f"LEFT JOIN odd_name {name}_odd ON {name}_odd.name = t.{name}" for name in NAMES)
    plain = literal(PLAIN_NAME)
    work.execute(
        f"""
        CREATE OR REPLACE TABLE checked AS
        SELECT t.* REPLACE ({names}),
            CASE WHEN regexp_full_match(t.full_name, {plain}) THEN {name_key_sql("t.full_name")}
                 ELSE full_name_odd.key END AS name_key,
            CASE WHEN t.birth_year BETWEEN 1900 AND 2399 AND coalesce(t.birth_month, 1) BETWEEN 1 AND 12
                 THEN TRY_CAST(printf('%04d-%02d-%02d', t.birth_year, coalesce(t.birth_month, 1),
                               coalesce(t.birth_day, 1)) AS DATE) END AS birth_first,
            pu.id AS permanent_unit_id, pu.pu_from, tu.id AS temporary_unit_id, tu.tu_from,
            CASE WHEN t.current_unit IS DISTINCT FROM t.permanent_unit THEN cu.id END AS current_unit_id, cu.cu_from,
            cu.id IS NOT NULL AS current_unit_known, ou.ou_from AS previous_unit_from,
            bu.id AS birth_unit_id, bu.bu_from
        FROM typed t {joins}
        LEFT JOIN {on(day, "pu_from")} pu ON pu.code = t.permanent_unit
        LEFT JOIN {on(day, "tu_from")} tu ON tu.code = t.temporary_unit
        LEFT JOIN {on(day, "cu_from")} cu ON cu.code = t.current_unit
        LEFT JOIN {on(old, "ou_from")} ou ON ou.code = t.previous_unit
        LEFT JOIN birth_place bu ON bu.birth_unit = t.birth_unit AND bu.birth_year IS NOT DISTINCT FROM t.birth_year
            AND bu.birth_month IS NOT DISTINCT FROM t.birth_month
        """
    )


def _birth_units() -> str:
    """Which unit a birth code means: the one that bore it when the person was born, else its latest bearer."""
    born = (
        "greatest(coalesce(TRY_CAST(printf('%04d-%02d-01', p.birth_year, coalesce(p.birth_month, 7)) AS DATE), "
        f"DATE {literal(FIRST_LIST_DAY)}), DATE {literal(FIRST_LIST_DAY)})"
    )
    return f"""
        CREATE OR REPLACE TABLE birth_place AS
        SELECT p.birth_unit, p.birth_year, p.birth_month, u.id, u.valid_from AS bu_from
        FROM (SELECT DISTINCT birth_unit, birth_year, birth_month FROM typed WHERE birth_unit IS NOT NULL) p
        JOIN unit u ON u.code = p.birth_unit
        QUALIFY row_number() OVER (PARTITION BY p.birth_unit, p.birth_year, p.birth_month
            ORDER BY ({born} BETWEEN u.valid_from AND u.valid_to) DESC, u.valid_from DESC) = 1
    """
