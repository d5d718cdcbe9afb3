"""Columns of ``Person`` as SQL over the plan, and the JSON facts of an event made from them.

A value is in the form that ``LifeEvent.facts`` keeps: text, number, day as ``YYYY-MM-DD``, a unit as
``[code, valid_from]``, another record as its id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: Fields that hold the id of another record.
RELATIONS = frozenset({"household", "father", "mother", "spouse"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of ``Person``: its database column, its column in the plan, how it becomes JSON.

    ``kind``: "text" (any text), "code" (text that needs no escaping), "number", "day", "unit" (then ``code`` and
    ``since`` name the plan's columns of code and first day). ``group`` is the kind of event that changes it later.
    """

    name: str
    column: str
    kind: str
    group: str = "change"
    code: str = ""
    since: str = ""
    #: Text columns of the table that hold "" instead of NULL.
    blank: bool = False
    #: Column of the file that must be there for a later file to change the field.
    file_column: str = ""

    @property
    def db_column(self) -> str:
        """The column in the table of persons."""
        return f"{self.name}_id" if self.kind == "unit" or self.name in RELATIONS else self.name

    def json(self, prefix: str = "") -> str:
        """SQL text of the value as JSON (NULL where the column is); ``prefix`` names the table (``"p."``)."""
        column = f"{prefix}{self.column}"
        if self.kind == "unit":
            return f"'[\"' || {prefix}{self.code} || '\",\"' || CAST({prefix}{self.since} AS VARCHAR) || '\"]'"
        if self.kind == "text":
            return f"CAST(to_json({column}) AS VARCHAR)"
        if self.kind == "number":
            return f"CAST({column} AS VARCHAR)"
        return f"'\"' || CAST({column} AS VARCHAR) || '\"'"


FIELDS: tuple[Field, ...] = (
    Field("personal_id", "number_in_use", "code", file_column="personal_id"),
    Field("full_name", "full_name", "text", file_column="full_name"),
    Field("sex", "sex", "code", file_column="sex"),
    Field("birth_year", "birth_year", "number", file_column="birth_year"),
    Field("birth_month", "birth_month", "number", file_column="birth_month"),
    Field("birth_day", "birth_day", "number", file_column="birth_day"),
    Field("birth_unit", "birth_unit_id", "unit", code="birth_unit", since="bu_from", file_column="birth_unit"),
    Field("ethnicity", "ethnicity", "code", blank=True, file_column="ethnicity"),
    Field("nationality", "nationality", "code", file_column="nationality"),
    Field("marital_status", "marital_status", "code", file_column="marital_status"),
    Field("life_status", "life_status", "code", group="death", file_column="life_status"),
    Field("died_on", "died_on", "day", group="death", file_column="died_on"),
    Field("id_status", "id_status", "code", file_column="id_status"),
    Field(
        "permanent_unit",
        "permanent_unit_id",
        "unit",
        group="permanent_move",
        code="permanent_unit",
        since="pu_from",
        file_column="permanent_unit",
    ),
    Field(
        "permanent_village",
        "permanent_village",
        "text",
        group="permanent_move",
        blank=True,
        file_column="permanent_village",
    ),
    Field(
        "permanent_address",
        "permanent_address",
        "text",
        group="permanent_move",
        blank=True,
        file_column="permanent_address",
    ),
    Field("permanent_since", "permanent_since", "day", group="permanent_move", file_column="permanent_since"),
    Field("current_unit", "current_unit_id", "unit", code="current_unit", since="cu_from", file_column="current_unit"),
    Field("household", "household_id", "number", file_column="household_no"),
    Field("household_role", "household_role", "code", blank=True, file_column="household_role"),
    Field("father", "father_ref", "number", file_column="father_id"),
    Field("mother", "mother_ref", "number", file_column="mother_id"),
    Field("spouse", "spouse_ref", "number", file_column="spouse_id"),
    Field("father_name", "father_name", "text", blank=True, file_column="father_name"),
    Field("mother_name", "mother_name", "text", blank=True, file_column="mother_name"),
)
#: Persons that a person is linked to; the plan has ``<name>_id`` (the number given) and ``<name>_ref`` (the record).
LINKS = frozenset({"father", "mother", "spouse"})
#: Temporary residence stands in rows of its own; the event keeps what the file said.
TEMPORARY_UNIT = Field(
    "temporary_unit", "temporary_unit_id", "unit", code="temporary_unit", since="tu_from", file_column="temporary_unit"
)
#: Where the person lived before 01/7/2025, as the file says: kept in the event, no field of ``Person``.
PREVIOUS_UNIT = Field("previous_unit", "previous_unit", "unit", code="previous_unit", since="previous_unit_from")


def enrolled_facts() -> str:
    """SQL of the facts of an ``ENROLLED`` event: every value that is known."""
    cells = [
        _cell(field, field.json(), f"{field.column} IS NOT NULL") for field in (*FIELDS, PREVIOUS_UNIT, TEMPORARY_UNIT)
    ]
    return f"'{{' || concat_ws(',', {', '.join(cells)}) || '}}'"


def changed_facts(fields: Iterable[Field]) -> str:
    """SQL of the facts of these fields where the plan (``p``) and the registry (``r``) differ; "": none does."""
    cells = []
    for field in fields:
        nothing = "'\"\"'" if field.blank else "'null'"
        value = f"CASE WHEN p.{field.column} IS NULL THEN {nothing} ELSE {field.json('p.')} END"
        cells.append(_cell(field, value, differs(field)))
    return f"concat_ws(',', {', '.join(cells)})" if cells else "''"


def differs(field: Field) -> str:
    """SQL condition: the file says something else than the registry."""
    ours = f"coalesce(p.{field.column}, '')" if field.blank else planned(field)
    theirs = f"coalesce(r.{field.name}, '')" if field.blank else f"r.{field.name}"
    return f"{ours} IS DISTINCT FROM {theirs}"


def planned(field: Field) -> str:
    """SQL of the value that the plan sets; a link that was noted and left out leaves the registry's as it is."""
    if field.name in LINKS:
        return f"CASE WHEN p.{field.name}_id IS NOT NULL AND p.{field.column} IS NULL THEN r.{field.name} " + (
            f"ELSE p.{field.column} END"
        )
    return f"p.{field.column}"


def _cell(field: Field, value: str, condition: str) -> str:
    return f"CASE WHEN {condition} THEN '\"{field.name}\":' || {value} END"
