"""Looking at persons: the records behind a number, one finding beside the registry. Every look leaves audit rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from django.db import transaction

from dean06.ecosystem.cleaning import results, sides
from dean06.ecosystem.cleaning.errors import FindingNotFound, ResultsGone
from dean06.ecosystem.cleaning.explaining import explain
from dean06.ecosystem.cleaning.masks import HIDDEN, Sight, mask_birth, mask_number, sight_of
from dean06.ecosystem.cleaning.models import Finding, RecordUpdate, Run
from dean06.ecosystem.cleaning.rechecking import UPDATE_COLUMNS
from dean06.ecosystem.cleaning.rules.facts import Birth, compare_birth, compare_name, compare_sex
from dean06.ecosystem.cleaning.rules.quality import CRITERIA
from dean06.ecosystem.cleaning.scope import VIEW_RECORDS, communes_of, scope_of
from dean06.ecosystem.cleaning.types import (
    CandidateRef,
    Criterion,
    FieldComparison,
    FindingDetail,
    RecordPage,
    RecordRow,
    ResultClass,
    RunState,
    Split,
)
from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.datasets.errors import RowsGone, VersionNotFound
from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.population import queries as population

PAGE = 50
_SEX = {"M": "Nam", "F": "Nữ"}
_LIFE = {"alive": "Còn sống", "dead": "Đã chết", "missing": "Bị tuyên bố mất tích"}
_COLUMNS = ("record_id", "unit_code", "result_class", "split", "reasons", *(one.value for one in CRITERIA))


def records_behind(
    actor: Actor,
    *,
    sector: str,
    what: str,
    unit: str | None = None,
    having: bool = False,
    page: int = 1,
    purpose: str = "",
) -> RecordPage:
    """Records of the latest run behind one number, a page of them.

    ``what``: a result class, a part of the first split, or a criterion (then ``having`` tells those that meet it from
    those that do not). Needs ``cleaning.view_records``; communes outside the actor's area are left out. Leaves one
    audit row with the records shown. Raises ``NotAllowed``, ``InvalidInput``, ``ResultsGone``.
    """
    scope = scope_of(actor, VIEW_RECORDS)
    run = Run.objects.filter(sector=sector, state=RunState.DONE).order_by("-pk").first()
    if run is None or not (results.results_folder(run.pk) / results.RECORDS).is_file():
        raise ResultsGone(sector=sector)
    condition = _condition(what, having)
    visible = scope.units_of(sector)
    wanted = sorted(visible) if visible is not None else None
    if unit is not None:
        wanted = [unit] if visible is None or unit in visible else []
    with results.connect() as db:
        _rows_now(db, run)
        where = f"({condition})" + ("" if wanted is None else " AND list_contains(?, unit_code)")
        arguments: list[Any] = [] if wanted is None else [wanted]
        total = int(db.execute(f"SELECT count(*) FROM now WHERE {where}", arguments).fetchall()[0][0])  # noqa: S608
        pages = max(1, -(-total // PAGE))
        page = min(max(page, 1), pages)
        found = db.execute(
            f"SELECT record_id, unit_code, result_class, reasons FROM now WHERE {where} "  # noqa: S608 - constants
            f"ORDER BY unit_code, record_id LIMIT {PAGE} OFFSET {(page - 1) * PAGE}",
            arguments,
        ).fetchall()
    rows = _described(run, found)
    audit.record_read(
        actor=actor,
        action="cleaning.records_listed",
        subject=f"cleaning.run:{run.pk}",
        purpose=purpose or "Làm sạch dữ liệu",
        details={"what": what, "unit": unit or "", "page": page, "records": [row.record_id for row in rows]},
    )
    return RecordPage(tuple(rows), total, page, pages, run.pk)


def _condition(what: str, having: bool) -> str:
    if what in ResultClass.values:
        return f"result_class = '{what}'"
    if what in Split.values:
        return f"split = '{what}'"
    if what in Criterion.values and what != Criterion.COVERAGE:
        return what if having else f"NOT {what}"
    raise InvalidInput("Không có số liệu nào mang tên này.", what=what)


def _rows_now(db: duckdb.DuckDBPyConnection, run: Run) -> None:
    """View ``now``: the run's rows, those checked again since in their present state."""
    fields = [UPDATE_COLUMNS.get(name, name) for name in _COLUMNS]
    rows = list(RecordUpdate.objects.filter(run=run).values_list(*fields))
    kinds = [pa.int64(), *[pa.string()] * 4, *[pa.bool_()] * len(CRITERIA)]
    columns = list(zip(*rows, strict=True)) or [()] * len(_COLUMNS)
    again = {name: pa.array(list(values), kind) for name, values, kind in zip(_COLUMNS, columns, kinds, strict=True)}
    sides.put(db, "again", pa.table(again))
    path = str(results.results_folder(run.pk) / results.RECORDS).replace("'", "''")
    names = ", ".join(_COLUMNS)
    db.execute(
        f"CREATE VIEW now AS SELECT {names} FROM read_parquet('{path}') "  # noqa: S608 - our own path and names
        f"WHERE record_id NOT IN (SELECT record_id FROM again) UNION ALL SELECT {names} FROM again"
    )


def _described(run: Run, found: Sequence[tuple[int, str, str, str]]) -> list[RecordRow]:
    ids = [record for record, *_ in found]
    records = datasets.records(run.version_id, ids)
    keys = [record.record_key for record in records.values()]
    findings = dict(Finding.objects.filter(sector=run.sector, record_key__in=keys).values_list("record_key", "pk"))
    rows = []
    for record_id, unit, result_class, reasons in found:
        record = records.get(record_id)
        values = record.values if record else {}
        rows.append(
            RecordRow(
                record_key=record.record_key if record else "",
                record_id=record_id,
                unit_code=unit,
                result_class=result_class,
                full_name=values.get("full_name") or "",
                birth=mask_birth(values.get("birth_year")),
                personal_id=mask_number(values.get("personal_id") or values.get("old_id")),
                explanation=explain(reasons or ""),
                finding_id=findings.get(record.record_key) if record else None,
            )
        )
    return rows


def finding(actor: Actor, finding_id: int, purpose: str) -> FindingDetail:
    """One finding: the record beside the registered person, field by field, masked for the reader.

    Leaves an audit row for the record and one for the person. Raises ``FindingNotFound`` (also outside the actor's
    area), ``InvalidInput`` without a purpose.
    """
    scope = scope_of(actor, VIEW_RECORDS)
    row = Finding.objects.filter(scope.condition(), pk=finding_id).first()
    if row is None:
        raise FindingNotFound()
    if not purpose.strip():
        raise InvalidInput("Hãy ghi mục đích xem bản ghi.", fields={"purpose": "Hãy ghi mục đích."})
    person = population.persons([row.person_id]).get(row.person_id) if row.person_id else None
    values, flags = _values(row)
    communes = communes_of(actor.agencies_for(VIEW_RECORDS))
    sight = sight_of(actor, communes, person.unit_code) if person else Sight.PART
    known = values is not None
    with transaction.atomic():
        audit.record_read(
            actor=actor,
            action="cleaning.record_read",
            subject=f"datasets.record:{row.sector}:{row.record_key}",
            purpose=purpose,
            details={"finding": row.pk, "version": row.version_id},
        )
        if person:
            audit.record_read(
                actor=actor,
                action="cleaning.person_read",
                subject=f"population.person:{person.person_id}",
                purpose=purpose,
                details={"finding": row.pk, "sight": sight.name},
            )
    return FindingDetail(
        id=row.pk,
        sector=row.sector,
        record_key=row.record_key,
        record_id=row.record_id,
        version_id=row.version_id,
        run_id=row.last_run_id or 0,
        result_class=row.result_class,
        unit_code=row.unit_code,
        person_id=row.person_id,
        probability=row.probability,
        state=row.state,
        reasons=row.reasons,
        explanation=explain(row.reasons),
        opened_on=row.opened_on,
        resolved_on=row.resolved_on,
        resolved_how=row.resolved_how,
        fields=tuple(_compared(values or {}, person, sight)) if known else (),
        others=tuple(_own_fields(row.sector, values or {}, flags)),
        candidates=tuple(_candidates(row)),
        related_records=tuple(_related(row)),
        masked=sight < Sight.WHOLE,
    )


def _values(row: Finding) -> tuple[dict[str, Any] | None, tuple[str, ...]]:
    """The record's values and repair flags; ``None`` when its version no longer keeps rows."""
    try:
        record = datasets.records(row.version_id, [row.record_id]).get(row.record_id)
    except (RowsGone, VersionNotFound):
        return None, ()
    return (record.values, record.flags) if record else (None, ())


def _compared(values: dict[str, Any], person: population.PersonRef | None, sight: Sight) -> list[FieldComparison]:
    """Field by field; the mark is from the true values, the text from what the reader may see."""
    number = values.get("personal_id") or ""
    born = Birth(*(values.get(name) for name in ("birth_year", "birth_month", "birth_day")))
    mine = {
        "personal_id": number,
        "old_id": values.get("old_id") or "",
        "full_name": values.get("full_name") or "",
        "birth": _date(born),
        "sex": _SEX.get(values.get("sex") or "", ""),
        "unit": values.get("unit_text") or "",
        "village": values.get("village") or "",
        "father_name": values.get("father_name") or "",
        "mother_name": values.get("mother_name") or "",
    }
    if person is None:
        return [FieldComparison(name, _LABELS[name], value, "", None) for name, value in mine.items() if value]
    theirs_born = Birth(person.birth_year, person.birth_month, person.birth_day)
    word_name, word_birth = compare_name(mine["full_name"], person.full_name), compare_birth(born, theirs_born)
    whole, books = sight is Sight.WHOLE, sight >= Sight.BOOKS
    theirs = {
        "personal_id": (person.personal_id or "") if books else mask_number(person.personal_id),
        "old_id": "",
        "full_name": person.full_name,
        "birth": _date(theirs_born) if books else mask_birth(person.birth_year),
        "sex": _SEX.get(person.sex, ""),
        "unit": person.unit_name,
        "village": person.village if whole else HIDDEN * 3,
        "father_name": person.father_name if books else HIDDEN * 3,
        "mother_name": person.mother_name if books else HIDDEN * 3,
    }
    same: dict[str, bool | None] = {
        "personal_id": _equal(number, person.personal_id or ""),
        "old_id": None,
        "full_name": None if word_name == "missing" else word_name in ("same", "folded"),
        "birth": None if word_birth == "missing" else word_birth in ("same", "coarser"),
        "sex": {"same": True, "different": False}.get(compare_sex(values.get("sex"), person.sex)),
        "unit": None,
        "village": None,
        "father_name": _same_name(mine["father_name"], person.father_name),
        "mother_name": _same_name(mine["mother_name"], person.mother_name),
    }
    notes = {
        "full_name": "khác cách viết" if word_name == "folded" else "",
        "birth": "một bên chỉ biết năm hoặc tháng" if word_birth == "coarser" else "",
    }
    shown = [
        FieldComparison(name, _LABELS[name], value, theirs[name], same[name], notes.get(name, ""))
        for name, value in mine.items()
        if value or name in ("personal_id", "full_name", "birth", "sex")
    ]
    life = _LIFE.get(person.life_status, person.life_status)
    shown.append(FieldComparison("life", "Tình trạng", "", life, None))
    return shown


_LABELS = {
    "personal_id": "Số định danh",
    "old_id": "Số CMND cũ",
    "full_name": "Họ và tên",
    "birth": "Ngày sinh",
    "sex": "Giới tính",
    "unit": "Xã, phường",
    "village": "Thôn, tổ dân phố",
    "father_name": "Họ tên cha",
    "mother_name": "Họ tên mẹ",
}


def _equal(mine: str, theirs: str) -> bool | None:
    return mine == theirs if mine and theirs else None


def _same_name(mine: str, theirs: str) -> bool | None:
    return compare_name(mine, theirs) in ("same", "folded") if mine and theirs else None


def _date(birth: Birth) -> str:
    if birth.year is None:
        return ""
    parts = [f"{part:02d}" for part in (birth.day, birth.month) if part]
    return "/".join([*parts, str(birth.year)])


def _own_fields(sector: str, values: dict[str, Any], flags: Sequence[str]) -> list[tuple[str, str]]:
    """The list's own columns with their labels, and what intake repaired."""
    labels = {field.code: field.label for field in datasets.sector(sector).fields}
    known = {"record_id", "sex", "unit_text", *_LABELS, "birth_year", "birth_month", "birth_day"}
    own = [(labels.get(name, name), str(value)) for name, value in values.items() if value and name not in known]
    return [*own, *([("Đã sửa khi nhập", ", ".join(flags))] if flags else [])]


def _candidates(row: Finding) -> list[CandidateRef]:
    if not row.last_run_id:
        return []
    try:
        return candidates(row.last_run_id, row.record_id)
    except ResultsGone:
        return []


def candidates(run_id: int, record_id: int) -> list[CandidateRef]:
    """Registered persons who may be behind a record, most likely first. Raises ``ResultsGone``."""
    with results.connect() as connection:
        found = connection.execute(
            "SELECT person_id, probability, reasons FROM read_parquet(?) WHERE record_id = ? "
            "ORDER BY probability DESC, person_id",
            [str(_results(run_id, results.CANDIDATES)), record_id],
        ).fetchall()
    return [
        CandidateRef(person, probability, reasons or "", explain(reasons or ""))
        for person, probability, reasons in found
    ]


def uncertain(run_id: int) -> list[int]:
    """Records of which neither the engine nor people know for sure who they are: those a person should look at.

    Likeliest first. Raises ``ResultsGone``.
    """
    with results.connect() as connection:
        found = connection.execute(
            "SELECT record_id FROM read_parquet(?) WHERE uncertain ORDER BY probability DESC, record_id",
            [str(_results(run_id, results.RECORDS))],
        ).fetchall()
    return [row[0] for row in found]


def _related(row: Finding) -> list[str]:
    """Other records of the list that bear the same number or are the same person, at most ten."""
    if not row.last_run_id or row.result_class not in (ResultClass.TRUNG_SO, ResultClass.TRUNG_NGUOI):
        return []
    try:
        kept, records = _results(row.last_run_id, results.RECORDS), datasets.sector_side(row.version_id)
    except (ResultsGone, RowsGone, VersionNotFound):
        return []
    with results.connect() as db:
        found = db.execute(
            """
            SELECT record_key FROM read_parquet($records) WHERE record_id <> $record AND (
                personal_id = (SELECT personal_id FROM read_parquet($records) WHERE record_id = $record)
                OR record_id IN (SELECT record_id FROM read_parquet($kept) WHERE person_id = $person
                                 AND result_class = 'TRUNG_NGUOI')
            ) ORDER BY record_id LIMIT 10
            """,
            {"records": str(records), "kept": str(kept), "record": row.record_id, "person": row.person_id},
        ).fetchall()
    return [key for (key,) in found]


def _results(run_id: int, name: str) -> Path:
    path = results.results_folder(run_id) / name
    if not path.is_file():
        raise ResultsGone(run=run_id)
    return path
