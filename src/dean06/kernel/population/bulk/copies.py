"""The file of an export: rows in the copy's own order, with the notice on top."""

# ruff: noqa: S608 - the SQL is put together from names and constants of this package; values are literals of ours
from __future__ import annotations

import csv
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from dean06.kernel.population.bulk.dumping import dump
from dean06.kernel.population.bulk.refusals import ExportNotPossible
from dean06.kernel.population.bulk.work import literal, private_folder
from dean06.kernel.population.models import ExportRequest, Person
from dean06.kernel.population.types import IdStatus

#: Column of the file → (heading, path from ``Person``, type).
COLUMNS: dict[str, tuple[str, str, pa.DataType]] = {
    "personal_id": ("Số định danh", "personal_id", pa.string()),
    "full_name": ("Họ tên", "full_name", pa.string()),
    "sex": ("Giới tính", "sex", pa.string()),
    "birth_year": ("Năm sinh", "birth_year", pa.int16()),
    "birth_month": ("Tháng sinh", "birth_month", pa.int8()),
    "birth_day": ("Ngày sinh", "birth_day", pa.int8()),
    "ethnicity": ("Dân tộc", "ethnicity", pa.string()),
    "nationality": ("Quốc tịch", "nationality", pa.string()),
    "permanent_unit": ("Mã xã thường trú", "permanent_unit__code", pa.string()),
    "permanent_village": ("Thôn, tổ dân phố", "permanent_village", pa.string()),
    "permanent_address": ("Địa chỉ thường trú", "permanent_address", pa.string()),
    "permanent_since": ("Thường trú từ ngày", "permanent_since", pa.date32()),
    "current_unit": ("Mã xã đang ở", "current_unit__code", pa.string()),
    "household_no": ("Số hộ", "household__number", pa.string()),
    "household_role": ("Quan hệ với chủ hộ", "household_role", pa.string()),
    "father_id": ("Số định danh cha", "father__personal_id", pa.string()),
    "mother_id": ("Số định danh mẹ", "mother__personal_id", pa.string()),
    "spouse_id": ("Số định danh vợ, chồng", "spouse__personal_id", pa.string()),
    "father_name": ("Họ tên cha", "father_name", pa.string()),
    "mother_name": ("Họ tên mẹ", "mother_name", pa.string()),
    "marital_status": ("Tình trạng hôn nhân", "marital_status", pa.string()),
    "life_status": ("Tình trạng sống", "life_status", pa.string()),
    "died_on": ("Ngày chết", "died_on", pa.date32()),
    "id_status": ("Trạng thái số", "id_status", pa.string()),
}
#: A worksheet has 1,048,576 rows; people open no more than this.
MOST_IN_A_SHEET = 200_000


def order_key(watermark: str, personal_id: str) -> str:
    """By this the rows of a copy are sorted."""
    return hashlib.sha256(f"{watermark}:{personal_id}".encode()).hexdigest()


def write_copy(row: ExportRequest, path: Path, *, notice: Sequence[str]) -> int:
    """Write the file of an allowed request; returns the number of people. Raises ``ExportNotPossible``."""
    people = Person.objects.exclude(id_status=IdStatus.MERGED)
    if row.unit_code:
        people = people.filter(permanent_unit__code=row.unit_code, permanent_unit__valid_to=None)
    if row.file_format == "xlsx" and people.count() > MOST_IN_A_SHEET:
        raise ExportNotPossible(
            f"Bảng tính Excel chỉ xuất được đến {MOST_IN_A_SHEET:,} người. Hãy chọn CSV, Parquet hoặc một xã.".replace(
                ",", "."
            )
        )
    columns = list(row.columns)
    schema = pa.schema([("order_id", pa.string()), *((name, COLUMNS[name][2]) for name in columns)])
    rows = people.values_list("personal_id", *(COLUMNS[name][1] for name in columns))
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    with tempfile.TemporaryDirectory(dir=private_folder("exports")) as folder:
        source = Path(folder) / "people.parquet"
        count = dump(rows, schema, source)
        with duckdb.connect(config={"memory_limit": "2GB", "temp_directory": f"{folder}/spill"}) as work:
            names = ", ".join(f'"{name}"' for name in columns)
            mark = literal(f"{row.watermark}:")
            in_order = work.sql(
                f"SELECT {names} FROM read_parquet({literal(source)}) "
                f"ORDER BY sha256({mark} || coalesce(order_id, '')), {names}"
            )
            batches = iter(in_order.to_arrow_reader(20_000))
            _WRITERS[row.file_format](path, columns, batches, notice)
    return count


def _write_csv(path: Path, columns: list[str], batches: Iterator[pa.RecordBatch], notice: Sequence[str]) -> None:
    # With a byte order mark spreadsheets read it as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        for line in notice:
            file.write(f"# {line}\r\n")
        writer = csv.writer(file)
        writer.writerow([COLUMNS[name][0] for name in columns])
        for batch in batches:
            writer.writerows(
                [_safe(value) for value in values]
                for values in zip(*(column.to_pylist() for column in batch.columns), strict=True)
            )


def _write_parquet(path: Path, columns: list[str], batches: Iterator[pa.RecordBatch], notice: Sequence[str]) -> None:
    schema = pa.schema([(name, COLUMNS[name][2]) for name in columns], metadata={"notice": "\n".join(notice)})
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_table(
                pa.Table.from_batches([batch]).cast(schema.remove_metadata()).replace_schema_metadata(schema.metadata)
            )


def _write_xlsx(path: Path, columns: list[str], batches: Iterator[pa.RecordBatch], notice: Sequence[str]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Dân cư")
    sheet.oddFooter.center.text = notice[0][:200]
    sheet.oddHeader.center.text = notice[1][:200]
    for line in notice:
        sheet.append([line])
    heads = []
    for name in columns:
        cell = WriteOnlyCell(sheet, value=COLUMNS[name][0])
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for batch in batches:
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            sheet.append([_text_cell(sheet, value) for value in values])
    book.save(path)


def _text_cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value="".join(char for char in value if char >= " "))
    cell.data_type = "s"
    return cell


def _safe(value: Any) -> Any:
    """A spreadsheet takes text that begins with one of these for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


_WRITERS = {"csv": _write_csv, "parquet": _write_parquet, "xlsx": _write_xlsx}
