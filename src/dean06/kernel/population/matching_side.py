"""The registry's side of a matching run, as one Parquet file: three plain scans of the database, joined in DuckDB."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection

from dean06.kernel.population.bulk.dumping import dump, dump_sql
from dean06.kernel.population.bulk.work import literal, private_folder
from dean06.kernel.population.models import Person, PersonNumber

_PERSON = pa.schema(
    [
        ("person_key", pa.int64()),
        ("merged_into", pa.int64()),
        ("personal_id", pa.string()),
        ("full_name", pa.string()),
        ("birth_year", pa.int16()),
        ("birth_month", pa.int8()),
        ("birth_day", pa.int8()),
        ("sex", pa.string()),
        ("unit_code", pa.string()),
        ("village", pa.string()),
        ("father_name", pa.string()),
        ("mother_name", pa.string()),
        ("life_status", pa.string()),
        ("died_on", pa.date32()),
        ("permanent_since", pa.date32()),
        ("nationality", pa.string()),
        ("id_status", pa.string()),
    ]
)
_NUMBER = pa.schema(
    [("person_key", pa.int64()), ("number", pa.string()), ("kind", pa.string()), ("status", pa.string())]
)
_UNIT = pa.schema([("person_key", pa.int64()), ("unit_code", pa.string())])
#: Communes of the list before 01/7/2025 where a person lived: as the registry file said, and by later moves.
_OLD_UNITS = {
    "postgresql": """
        SELECT person_id, facts->'previous_unit'->>0 FROM population_lifeevent
        WHERE facts ? 'previous_unit' AND facts->'previous_unit'->>0 IS NOT NULL
        UNION ALL SELECT person_id, facts->'permanent_unit'->>0 FROM population_lifeevent
        WHERE facts->'permanent_unit'->>1 < '2025-07-01'""",
    "sqlite": """
        SELECT person_id, json_extract(facts, '$.previous_unit[0]') FROM population_lifeevent
        WHERE json_extract(facts, '$.previous_unit[0]') IS NOT NULL
        UNION ALL SELECT person_id, json_extract(facts, '$.permanent_unit[0]') FROM population_lifeevent
        WHERE json_extract(facts, '$.permanent_unit[1]') < '2025-07-01'""",
}


def write_side(path: Path) -> int:
    """Write ``REGISTRY_SIDE`` to ``path``; returns the number of people. Merged records lend their numbers to the
    record that stays. Beside it stands what cleaning asks further: day of death, day of the last move, nationality,
    state of the number."""
    people = Person.objects.values_list(
        "id",
        "merged_into_id",
        "personal_id",
        "full_name",
        "birth_year",
        "birth_month",
        "birth_day",
        "sex",
        "permanent_unit__code",
        "permanent_village",
        "father_name",
        "mother_name",
        "life_status",
        "died_on",
        "permanent_since",
        "nationality",
        "id_status",
    )
    numbers = PersonNumber.objects.values_list("person_id", "number", "kind", "status")
    with tempfile.TemporaryDirectory(dir=private_folder("side")) as name:
        folder = Path(name)
        dump(people, _PERSON, folder / "person.parquet")
        dump(numbers, _NUMBER, folder / "number.parquet")
        dump_sql(_OLD_UNITS[connection.vendor], (), _UNIT, folder / "unit.parquet")
        made = folder / "side.parquet"
        with duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder / "spill")}) as work:
            work.execute("SET enable_progress_bar = false")
            work.execute(_JOIN.format(**{part: literal(folder / f"{part}.parquet") for part in _PARTS}))
            work.execute(f"COPY side TO {literal(made)} (FORMAT parquet, COMPRESSION zstd)")
        made.chmod(0o600)
        shutil.move(made, path)
    return pq.read_metadata(path).num_rows


_PARTS = ("person", "number", "unit")
_JOIN = """
CREATE TABLE stays AS SELECT person_key AS part, coalesce(merged_into, person_key) AS person_key
    FROM read_parquet({person});
CREATE TABLE numbers AS SELECT s.person_key,
        string_agg(DISTINCT number, ';' ORDER BY number) FILTER (WHERE kind = 'old_id') AS old_ids,
        string_agg(DISTINCT number, ';' ORDER BY number)
            FILTER (WHERE kind = 'personal_id' AND (status = 'annulled' OR n.person_key <> s.person_key))
            AS annulled_ids
    FROM read_parquet({number}) n JOIN stays s ON s.part = n.person_key
    WHERE kind = 'old_id' OR status = 'annulled' OR n.person_key <> s.person_key
    GROUP BY s.person_key;
CREATE TABLE lived AS SELECT s.person_key, string_agg(DISTINCT unit_code, ';' ORDER BY unit_code) AS codes
    FROM read_parquet({unit}) u JOIN stays s ON s.part = u.person_key GROUP BY s.person_key;
CREATE VIEW side AS SELECT p.person_key, p.personal_id, n.old_ids, n.annulled_ids, p.full_name, p.birth_year,
        p.birth_month, p.birth_day, p.sex, p.unit_code, l.codes AS previous_unit_codes,
        nullif(p.village, '') AS village, nullif(p.father_name, '') AS father_name,
        nullif(p.mother_name, '') AS mother_name, p.life_status,
        p.died_on, p.permanent_since, p.nationality, p.id_status
    FROM read_parquet({person}) p LEFT JOIN numbers n ON n.person_key = p.person_key
    LEFT JOIN lived l ON l.person_key = p.person_key
    WHERE p.merged_into IS NULL ORDER BY p.person_key;
"""
