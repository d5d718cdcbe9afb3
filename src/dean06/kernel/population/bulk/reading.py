"""From a registry file (Parquet, or CSV in UTF-8) to the table ``typed``: one row a person, text cleaned, types tried.

What does not fit its type becomes NULL with a flag ``bad_<column>``, so that ``checking`` can name it.
"""

# ruff: noqa: S608 - the SQL is put together from names and constants of this package; values are literals of ours
from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from dean06.kernel.common.vietnamese import clean_line, search_key
from dean06.kernel.population.bulk.refusals import RegistryFileRefused
from dean06.kernel.population.bulk.work import literal, one_row
from dean06.kernel.population.types import REGISTRY_COLUMNS

#: Without these nothing can be said of a person.
REQUIRED = ("personal_id", "full_name", "sex", "birth_year")
NAMES = ("full_name", "father_name", "mother_name")
_SQL_TYPES = {"int16": "SMALLINT", "int8": "TINYINT", "date32": "DATE"}
#: Columns that are numbers or days.
TYPED = tuple(column for column, kind in REGISTRY_COLUMNS.items() if kind in _SQL_TYPES)

_LETTERS = (
    "a-zA-Z"
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
)
#: Names of nothing but Vietnamese letters and single spaces are clean already; the others go through ``clean_line``.
PLAIN_NAME = f"[{_LETTERS}]+( [{_LETTERS}]+)*"


def read_file(work: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Make the tables ``typed`` and ``malformed`` from the file; returns the number of rows.

    Raises ``RegistryFileRefused`` when it is no such file, a required column is missing or a column is unknown.
    """
    source = _source(path)
    try:
        given = [str(row[0]) for row in work.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    except duckdb.Error as error:
        raise RegistryFileRefused(
            "Không đọc được tệp: phải là Parquet, hoặc CSV mã hóa UTF-8 có một dòng tên cột."
        ) from error
    columns = [name for name in given if name not in ("file_row_number", "_row")]
    _check_columns(columns)
    work.execute("CREATE OR REPLACE TABLE file_column (name VARCHAR)")
    work.executemany("INSERT INTO file_column VALUES (?)", [[name] for name in columns])
    try:
        _make_typed(work, source, columns, parquet=path.suffix.lower() == ".parquet")
    except duckdb.Error as error:
        raise RegistryFileRefused("Tệp hỏng hoặc bị cắt cụt: đọc được tên cột nhưng không đọc hết các dòng.") from error
    _malformed(work, parquet=path.suffix.lower() == ".parquet")
    _clean_odd_names(work)
    return int(one_row(work, "SELECT count(*) FROM typed")[0])


def _source(path: Path) -> str:
    place = literal(path)
    if path.suffix.lower() == ".parquet":
        return f"read_parquet({place}, file_row_number=true)"
    return (
        f"read_csv({place}, all_varchar=true, header=true, encoding='utf-8', store_rejects=true, "
        "rejects_limit=0, sample_size=20480, quote='\"', escape='\"')"
    )


def _check_columns(columns: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise RegistryFileRefused(f"Tệp thiếu cột bắt buộc: {', '.join(missing)}.", columns=missing)
    unknown = [name for name in columns if name not in REGISTRY_COLUMNS]
    if unknown:
        shown = ", ".join(name[:40] for name in unknown[:8])
        raise RegistryFileRefused(f"Tệp có cột không có trong mẫu: {shown}. Hãy bỏ hoặc đổi tên cột.")


def _make_typed(work: duckdb.DuckDBPyConnection, source: str, columns: list[str], *, parquet: bool) -> None:
    number = "CAST(file_row_number + 1 AS INTEGER)" if parquet else "CAST(row_number() OVER () AS INTEGER)"
    raw = ", ".join(
        f'CAST("{name}" AS VARCHAR) AS "{name}"' if name in columns else f'CAST(NULL AS VARCHAR) AS "{name}"'
        for name in REGISTRY_COLUMNS
    )
    cells = []
    for name, kind in REGISTRY_COLUMNS.items():
        text = f"nullif(trim(\"{name}\", ' \t\r\n\u00a0\ufeff'), '')"
        if kind in _SQL_TYPES:
            cells += [
                f'TRY_CAST({text} AS {_SQL_TYPES[kind]}) AS "{name}"',
                f'({text} IS NOT NULL AND TRY_CAST({text} AS {_SQL_TYPES[kind]}) IS NULL) AS "bad_{name}"',
            ]
        else:
            cells.append(f'nfc_normalize({text}) AS "{name}"')
    work.execute(
        f"CREATE OR REPLACE TABLE typed AS SELECT row, {', '.join(cells)} "
        f"FROM (SELECT {number} AS row, {raw} FROM {source})"
    )


def _malformed(work: duckdb.DuckDBPyConnection, *, parquet: bool) -> None:
    """Lines of a CSV that could not be cut into columns."""
    work.execute("CREATE OR REPLACE TABLE malformed (row INTEGER)")
    if not parquet:
        work.execute("INSERT INTO malformed SELECT DISTINCT CAST(line - 1 AS INTEGER) FROM reject_errors")
    if one_row(work, "SELECT count(*) FROM malformed")[0]:
        # The reader leaves these lines out: the rows after them get their place in the file back.
        work.execute(
            "CREATE OR REPLACE TABLE shift AS SELECT start, max(lost) AS lost FROM ("
            "SELECT row - lost + 1 AS start, lost FROM ("
            "SELECT row, row_number() OVER (ORDER BY row) AS lost FROM malformed)) GROUP BY start"
        )
        work.execute(
            "CREATE OR REPLACE TABLE typed AS SELECT t.* REPLACE (CAST(t.row + coalesce(s.lost, 0) AS INTEGER) AS row) "
            "FROM typed t ASOF LEFT JOIN shift s ON t.row >= s.start"
        )


def _clean_odd_names(work: duckdb.DuckDBPyConnection) -> None:
    """Names that are not plain letters (apostrophes, other scripts, two spaces) are cleaned by the one function."""
    pattern = literal(PLAIN_NAME)
    parts = " UNION ".join(
        f"SELECT {name} AS name FROM typed WHERE NOT regexp_full_match({name}, {pattern})" for name in NAMES
    )
    odd = [row[0] for row in work.execute(parts).fetchall() if row[0]]
    table = pa.table(
        {
            "name": pa.array(odd, pa.string()),
            "clean": pa.array([clean_line(name) for name in odd], pa.string()),
            "key": pa.array([search_key(name) for name in odd], pa.string()),
        }
    )
    work.register("odd_arrow", table)
    work.execute("CREATE OR REPLACE TABLE odd_name AS SELECT * FROM odd_arrow")
    work.unregister("odd_arrow")


def name_key_sql(column: str) -> str:
    """``search_key`` of a plain name in SQL; ``tests`` hold the two equal over every letter."""
    return f"lower(strip_accents(replace(replace({column}, 'đ', 'd'), 'Đ', 'D')))"
