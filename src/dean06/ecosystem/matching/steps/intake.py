"""Step 1: check the three files, give every distinct spelling its keys once, lay both sides out as whole numbers.

Tables made: ``names`` (cleaned spelling → keys), ``spellings`` (spelling as written → ``name``), ``texts`` (commune as
written → key), ``unit_ways`` (commune of the file → today's communes), ``reg`` (persons), ``rec`` (records). In ``reg``
and ``rec`` 0 means unknown, so that no join ever meets a null.
"""

# ruff: noqa: S608 - the SQL is made of names and numbers of this package only, never of data

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dean06.ecosystem.matching.backends import Backend
from dean06.ecosystem.matching.errors import DuplicateKeys, MissingColumns, UnreadableFile
from dean06.ecosystem.matching.normalise.hashing import word_key
from dean06.ecosystem.matching.normalise.names import KEY_COLUMNS, name_keys
from dean06.ecosystem.matching.normalise.names import SCHEMA as NAME_SCHEMA
from dean06.ecosystem.matching.types import REGISTRY_SIDE, SECTOR_SIDE, UNIT_MAP

#: Keys that tiers and blocks join on; the others are looked up for the pairs that are compared.
JOIN_KEYS = ("name", "n_full", "n_bag", "n_glue", "n_edges", "n_head", "n_given")

TEXT_SCHEMA = pa.schema([("spelling", pa.string()), ("text_key", pa.int64())])


def open_files(backend: Backend, registry: Path, sector: Path, unit_map: Path) -> None:
    """The three files as views of the pinned columns; every refusal comes from here."""
    for name, path, columns in (
        ("registry_file", registry, REGISTRY_SIDE),
        ("sector_file", sector, SECTOR_SIDE),
        ("unit_map_file", unit_map, UNIT_MAP),
    ):
        _check_columns(path, columns)
        backend.open_parquet(name, path, columns)


def _check_columns(path: Path, columns: Mapping[str, str]) -> None:
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFile(
            f"Không đọc được tệp «{path.name}» dưới dạng Parquet. Hãy kiểm tra đường dẫn hoặc tạo lại tệp.",
            file=path.name,
        ) from error
    missing = sorted(set(columns) - set(schema.names))
    if missing:
        raise MissingColumns(
            f"Tệp «{path.name}» thiếu cột: {', '.join(missing)}. Hãy tạo lại tệp có đủ các cột này "
            "(cột không có dữ liệu thì để trống).",
            file=path.name,
            missing=missing,
        )
    wrong = [name for name, kind in columns.items() if not _FITS[kind](schema.field(name).type)]
    if wrong:
        raise MissingColumns(
            f"Tệp «{path.name}» có cột sai kiểu dữ liệu: {', '.join(wrong)}. Ngày, tháng, năm và mã dòng phải là số "
            "nguyên, các cột khác là chữ; hãy tạo lại tệp.",
            file=path.name,
            wrong=wrong,
        )


def _is_text(kind: pa.DataType) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_null(inner)


def _is_whole(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_null(kind)


_FITS: Mapping[str, Callable[[pa.DataType], bool]] = {
    "VARCHAR": _is_text,
    "BIGINT": _is_whole,
    "INTEGER": _is_whole,
    "DOUBLE": lambda kind: pa.types.is_floating(kind) or _is_whole(kind),
}


def prepare(backend: Backend) -> Mapping[str, int]:
    """All of the step after the files are open; the sizes of both sides."""
    try:
        prepare_names(backend)
        prepare_units(backend)
        prepare_sides(backend)
    except backend.failures as error:
        raise UnreadableFile(
            "Tệp đầu vào mở được nhưng dữ liệu bên trong hỏng. Hãy tạo lại các tệp Parquet rồi chạy lại."
        ) from error
    return check_keys(backend)


def prepare_names(backend: Backend) -> None:
    """Every distinct spelling of a full name, read once."""
    backend.map(
        "spelling_keys",
        """
        SELECT DISTINCT full_name AS spelling
        FROM (SELECT full_name FROM registry_file UNION ALL SELECT full_name FROM sector_file)
        WHERE full_name IS NOT NULL
        """,
        name_keys,
        NAME_SCHEMA,
    )
    keys = ", ".join(f"min({key}) AS {key}" for key in KEY_COLUMNS if key != "name")
    backend.table(
        "names",
        f"SELECT name, {keys}, min(words) AS words, min(flags) AS flags, min(plain) AS plain "
        "FROM spelling_keys WHERE words > 0 GROUP BY name",
    )


def prepare_units(backend: Backend) -> None:
    """Communes as written → keys; the ways from the file's communes to today's."""
    backend.map(
        "texts",
        """
        SELECT DISTINCT spelling FROM (
            SELECT unit_code AS spelling FROM registry_file UNION ALL SELECT unit_text FROM sector_file
            UNION ALL SELECT unit_text FROM unit_map_file UNION ALL SELECT unit_code FROM unit_map_file
        ) WHERE spelling IS NOT NULL
        """,
        text_keys,
        TEXT_SCHEMA,
    )
    # A text that the map does not know but the registry uses is today's code itself.
    backend.table(
        "unit_ways",
        """
        WITH given AS (
            SELECT t.text_key AS unit_text, u.text_key AS unit, sum(m.share) AS share
            FROM unit_map_file m JOIN texts t ON m.unit_text = t.spelling JOIN texts u ON m.unit_code = u.spelling
            WHERE m.share > 0 GROUP BY t.text_key, u.text_key
        )
        SELECT unit_text, unit, CASE WHEN share > 0.999 THEN 1.0 ELSE share END AS share FROM given
        UNION ALL
        SELECT text_key, text_key, 1.0 FROM (
            SELECT DISTINCT t.text_key FROM registry_file r JOIN texts t ON r.unit_code = t.spelling
        ) WHERE text_key NOT IN (SELECT unit_text FROM given)
        """,
    )


def prepare_sides(backend: Backend) -> None:
    """``reg`` and ``rec``: one row a person, one row a record, whole numbers only."""
    keys = ", ".join(f"coalesce(n.{key}, 0) AS {key}" for key in JOIN_KEYS)
    spelled = f"(SELECT spelling, {', '.join(JOIN_KEYS)} FROM spelling_keys WHERE words > 0)"
    common = f"{keys}, {_DATE} AS birth, CASE f.sex WHEN 'M' THEN 1 WHEN 'F' THEN 2 ELSE 0 END AS sex"
    number = "coalesce(TRY_CAST(f.personal_id AS BIGINT), 0)"
    backend.table(
        "reg",
        f"""
        SELECT f.person_key, {number} AS pid, {common}, coalesce(u.text_key, 0) AS unit
        FROM registry_file f LEFT JOIN {spelled} n ON f.full_name = n.spelling
        LEFT JOIN texts u ON f.unit_code = u.spelling
        """,
    )
    size = "length(trim(f.personal_id))"
    old = "coalesce(TRY_CAST(f.old_id AS BIGINT), 0)"
    backend.table(
        "rec",
        f"""
        SELECT f.record_id,
            CASE WHEN {size} BETWEEN 10 AND 13 THEN {number} ELSE 0 END AS pid,
            coalesce(CAST({size} AS INTEGER), 0) AS digits,
            CASE WHEN {old} > 0 THEN {old} WHEN {size} BETWEEN 7 AND 9 THEN {number} ELSE 0 END AS old,
            {common}, coalesce(u.text_key, 0) AS unit_text
        FROM sector_file f LEFT JOIN {spelled} n ON f.full_name = n.spelling
        LEFT JOIN texts u ON f.unit_text = u.spelling
        """,
    )


def check_keys(backend: Backend) -> Mapping[str, int]:
    """Refuse empty or repeated keys; the sizes of both sides, ``persons`` and ``records``."""
    sizes = {}
    for table, key, file, label in (
        ("reg", "person_key", "registry", "persons"),
        ("rec", "record_id", "sector", "records"),
    ):
        row = backend.fetch(
            f"SELECT count(*) AS n, count({key}) AS present, count(DISTINCT {key}) AS apart FROM {table}"
        ).to_pylist()[0]
        if not row["n"] == row["present"] == row["apart"]:
            raise DuplicateKeys(
                f"Cột {key} của tệp {file} có {row['n'] - row['present']} ô trống và "
                f"{row['present'] - row['apart']} mã trùng. Mỗi dòng phải có một mã riêng; hãy đánh mã lại rồi chạy.",
                file=file,
                empty=row["n"] - row["present"],
                repeated=row["present"] - row["apart"],
            )
        sizes[label] = int(row["n"])
    return sizes


def text_keys(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Texts that must be written exactly alike (codes, communes) → keys."""
    spellings = batch.column("spelling")
    keys = np.array([word_key(text.strip()) for text in spellings.to_pylist()], dtype=np.uint64).view(np.int64)
    return pa.RecordBatch.from_arrays([spellings, pa.array(keys, pa.int64())], schema=TEXT_SCHEMA)


# A date whose month is not known has no day either.
_DATE = """CASE WHEN f.birth_year IS NULL THEN 0
    WHEN f.birth_month IS NULL THEN f.birth_year * 10000
    ELSE f.birth_year * 10000 + f.birth_month * 100 + coalesce(f.birth_day, 0) END"""
