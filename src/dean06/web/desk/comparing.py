"""PRIVATE. The form of a case as an officer reads it: each answer with its source, and beside it the registry's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import compare_key
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import queries as forms
from dean06.procedures.forms.types import FormField, Prefill
from dean06.web.desk.reception_who import Chip

_SOURCES = {"population": "dân cư", "account": "tài khoản", "today": "hệ thống", "wallet": "kho giấy tờ"}


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer. ``source``: where it came from, empty when the applicant typed it or the chip says it; ``register``:
    what the registry says, where it says something else."""

    label: str
    value: str
    source: str
    chip: Chip | None
    register: str


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Answers of a section, or of one item of a repeating one."""

    title: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """A section of the form."""

    title: str
    tables: tuple[AnswerTable, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The whole form, and how it stands to the registry."""

    sections: tuple[AnswerSection, ...]
    compared: int
    differing: int


def registry_values(actor: Actor, pack: PublishedPack, case: Any) -> dict[str, Prefill]:
    """What the registry says today about the fields it knows, whether or not the form would have taken it; leaves its
    audit rows. Empty for who may not ask."""
    if case.applicant_person_id is None or not (actor.can("cases.receive") or actor.can("cases.process")):
        return {}
    found = forms.prefill(
        pack,
        actor=actor,
        person_id=case.applicant_person_id,
        dossier=case.code,
        data=case.data,
        with_refused=True,
    )
    return {path: one for path, one in found.items() if one.source == "population"}


def answers(pack: PublishedPack, case: Any, channel: str, known: Mapping[str, Prefill]) -> Answers:
    """Draw the answers of a case beside the registry's values."""
    form = forms.form(pack, case.data, channel=channel, audience="officer")
    register = {}
    if known:
        other = forms.form(
            pack, forms.with_prefill(_emptied(case.data, known), known), channel=channel, audience="officer"
        )
        register = {field.path: field.shown for field in other.fields}
    sections, chips = [], []
    for section in form.shown_sections:
        tables = []
        if section.fields:
            tables.append(AnswerTable("", _rows(section.fields, case.data_sources, known, register)))
        for item in section.items:
            tables.append(AnswerTable(item.title, _rows(item.fields, case.data_sources, known, register)))
        chips += [row.chip for table in tables for row in table.rows if row.chip]
        sections.append(AnswerSection(section.title, tuple(tables)))
    compared = [chip for chip in chips if chip.agrees is not None]
    return Answers(tuple(sections), len(compared), sum(chip.agrees is False for chip in compared))


def _rows(
    fields: tuple[FormField, ...],
    sources: Mapping[str, str],
    known: Mapping[str, Prefill],
    register: Mapping[str, str],
) -> tuple[AnswerRow, ...]:
    return tuple(_row(field, sources, known, register) for field in fields if field.when_ok)


def _row(
    field: FormField, sources: Mapping[str, str], known: Mapping[str, Prefill], register: Mapping[str, str]
) -> AnswerRow:
    source = _SOURCES.get(str(sources.get(field.path, "")).partition(":")[0], "")
    if field.path not in known:
        return AnswerRow(field.label, field.shown, source, None, "")
    theirs = register.get(field.path, "")
    if not field.shown:
        # Nothing was answered: the registry knows it, but there is nothing to contradict.
        return AnswerRow(field.label, "", source, Chip("Dân cư có ghi", None), theirs)
    agrees = field.value == known[field.path].value or compare_key(field.shown) == compare_key(theirs)
    chip = Chip("Khớp dân cư" if agrees else "Khác dân cư", agrees)
    return AnswerRow(field.label, field.shown, "" if source == "dân cư" else source, chip, "" if agrees else theirs)


def _emptied(data: Mapping[str, Any], known: Mapping[str, Prefill]) -> dict[str, Any]:
    """A copy without the answers that the registry knows, so that its own values come in."""

    def without(value: Any, path: str) -> Any:
        if isinstance(value, Mapping):
            inner = {key: without(one, f"{path}.{key}" if path else key) for key, one in value.items()}
            return {key: one for key, one in inner.items() if (f"{path}.{key}" if path else key) not in known}
        if isinstance(value, list):
            return [without(one, f"{path}[{place}]") for place, one in enumerate(value)]
        return value

    result: dict[str, Any] = without(data, "")
    return result
