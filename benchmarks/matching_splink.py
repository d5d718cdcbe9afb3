"""The peer of ``bench_matching``: Splink 5 on DuckDB, set up in good faith.

Cleaned columns are made in SQL (all of it is in the measured time); names are compared with and without diacritics, as
sorted words, by edits and by their ends, with term frequencies; dates, numbers, places and parents have levels for the
errors that lists have. Blocking on every pair of facts that usually survives. u from 10⁶ random pairs, the two training
rounds together reach every comparison. The best candidate of a record is its answer.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

PLAIN = "replace(strip_accents(lower(nfc_normalize(trim({0})))), 'đ', 'd')"
DATE = """CASE WHEN birth_year IS NOT NULL AND birth_month IS NOT NULL AND birth_day IS NOT NULL
    THEN printf('%04d-%02d-%02d', birth_year, birth_month, birth_day) END"""


def run_splink(registry: Path, sector: Path, unit_map: Path, out: Path, memory: str, threads: int) -> None:
    """Link and write ``links.parquet``: record_id, person_key, probability of the best candidate of each record."""
    connection = duckdb.connect(
        config={"memory_limit": memory, "threads": threads, "temp_directory": str(out / "spill")}
    )
    _prepare(connection, registry, sector, unit_map)
    api = DuckDBAPI(connection)
    tables = [api.register("a_sector"), api.register("b_registry")]
    linker = Linker(tables, _settings(), log_level=40)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("number"), block_on("words", "born", "unit")], recall=0.93
    )
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=6)
    training.estimate_parameters_using_expectation_maximisation(block_on("number"))
    training.estimate_parameters_using_expectation_maximisation(block_on("words", "born"))
    found = linker.inference.predict(threshold_match_weight=-14)
    connection.execute(
        f"""
        COPY (
            SELECT CAST(unique_id_l AS BIGINT) AS record_id,
                CAST(arg_max(unique_id_r, match_weight) AS BIGINT) AS person_key,
                max(match_weight) AS weight, max(match_probability) AS probability
            FROM {found.physical_name} GROUP BY unique_id_l
        ) TO '{out / "links.parquet"}' (FORMAT parquet)
        """
    ).fetchall()


def _prepare(connection: duckdb.DuckDBPyConnection, registry: Path, sector: Path, unit_map: Path) -> None:
    names = f"""
        nullif(lower(nfc_normalize(regexp_replace(trim(full_name), '\\s+', ' ', 'g'))), '') AS name,
        nullif({PLAIN.format("full_name")}, '') AS plain,
        array_to_string(list_sort(string_split({PLAIN.format("full_name")}, ' ')), ' ') AS words,
        string_split({PLAIN.format("full_name")}, ' ')[1] AS family,
        string_split({PLAIN.format("full_name")}, ' ')[-1] AS given,
        {DATE} AS born, birth_year AS year,
        CASE WHEN birth_month <= 12 AND birth_day <= 12
            THEN printf('%04d-%02d-%02d', birth_year, birth_day, birth_month) END AS swapped,
        sex, {PLAIN.format("village")} AS village,
        {PLAIN.format("father_name")} AS father, {PLAIN.format("mother_name")} AS mother
    """
    connection.execute(
        f"""
        CREATE TABLE units AS
            SELECT unit_text, arg_max(unit_code, share) AS unit FROM read_parquet('{unit_map}') GROUP BY unit_text;
        CREATE TABLE b_registry AS
            SELECT person_key AS unique_id, personal_id AS number,
                list_filter(string_split(coalesce(old_ids, ''), ';'), lambda x: x <> '') AS old_numbers,
                unit_code AS unit,
                list_filter(string_split(coalesce(previous_unit_codes, ''), ';'), lambda x: x <> '') AS earlier,
                {names}
            FROM read_parquet('{registry}');
        CREATE TABLE a_sector AS
            SELECT record_id AS unique_id,
                CASE WHEN length(personal_id) BETWEEN 10 AND 12 THEN lpad(personal_id, 12, '0') END AS number,
                CASE WHEN old_id IS NOT NULL THEN [old_id] WHEN length(personal_id) = 9 THEN [personal_id]
                    ELSE CAST([] AS VARCHAR[]) END AS old_numbers,
                u.unit, CASE WHEN s.unit_text IS NULL THEN CAST([] AS VARCHAR[]) ELSE [s.unit_text] END AS earlier,
                {names}
            FROM read_parquet('{sector}') s LEFT JOIN units u ON s.unit_text = u.unit_text;
        """
    ).fetchall()


def _settings() -> SettingsCreator:
    parents = [
        cl.CustomComparison(
            [
                cll.NullLevel(column),
                cll.ExactMatchLevel(column, term_frequency_adjustments=True),
                cll.DamerauLevenshteinLevel(column, 1),
                cll.DamerauLevenshteinLevel(column, 2),
                cll.ElseLevel(),
            ],
            output_column_name=column,
        )
        for column in ("father", "mother")
    ]
    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="unique_id",
        retain_matching_columns=False,
        comparisons=[
            cl.CustomComparison(
                [
                    cll.NullLevel("name"),
                    cll.ExactMatchLevel("name", term_frequency_adjustments=True),
                    cll.ExactMatchLevel("plain", term_frequency_adjustments=True),
                    cll.ExactMatchLevel("words", term_frequency_adjustments=True),
                    cll.DamerauLevenshteinLevel("plain", 1),
                    cll.DamerauLevenshteinLevel("plain", 2),
                    cll.CustomLevel("family_l = family_r AND given_l = given_r", "ends"),
                    cll.ExactMatchLevel("given"),
                    cll.ElseLevel(),
                ],
                output_column_name="name",
            ),
            cl.CustomComparison(
                [
                    cll.NullLevel("year"),
                    cll.ExactMatchLevel("born", term_frequency_adjustments=True),
                    cll.CustomLevel("swapped_l = born_r", "day and month swapped"),
                    cll.DamerauLevenshteinLevel("born", 1),
                    cll.CustomLevel("year_l = year_r AND (born_l IS NULL OR born_r IS NULL)", "year only"),
                    cll.CustomLevel("abs(year_l - year_r) IN (1, 10) AND born_l[5:] = born_r[5:]", "year off"),
                    cll.ExactMatchLevel("year"),
                    cll.ElseLevel(),
                ],
                output_column_name="born",
            ),
            cl.CustomComparison(
                [
                    cll.NullLevel("number"),
                    cll.ExactMatchLevel("number"),
                    cll.DamerauLevenshteinLevel("number", 1),
                    cll.CustomLevel("number_l[7:] = number_r[7:]", "last six"),
                    cll.ElseLevel(),
                ],
                output_column_name="number",
            ),
            cl.CustomComparison(
                [
                    cll.CustomLevel("len(old_numbers_l) = 0 OR len(old_numbers_r) = 0", "null").configure(
                        is_null_level=True
                    ),
                    cll.ArrayIntersectLevel("old_numbers", 1),
                    cll.ElseLevel(),
                ],
                output_column_name="old_numbers",
            ),
            cl.ExactMatch("sex"),
            cl.CustomComparison(
                [
                    cll.NullLevel("unit"),
                    cll.CustomLevel("unit_l = unit_r AND village_l = village_r", "commune and village"),
                    cll.ExactMatchLevel("unit", term_frequency_adjustments=True),
                    cll.ArrayIntersectLevel("earlier", 1),
                    cll.ElseLevel(),
                ],
                output_column_name="unit",
            ),
            *parents,
        ],
        blocking_rules_to_generate_predictions=[
            block_on("number"),
            block_on("old_numbers", arrays_to_explode=["old_numbers"]),
            block_on("words", "born"),
            block_on("words", "year"),
            block_on("words", "unit"),
            block_on("given", "born"),
            block_on("born", "unit"),
            block_on("family", "given", "year", "unit"),
        ],
    )
