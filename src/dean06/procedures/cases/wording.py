"""Names that notices, forms and results may fill in: ``case.code``, ``agency.name``, ``effect.<output>``…"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone

from dean06.kernel.units import queries as units
from dean06.procedures.cases.models import Case
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import queries as forms

_NAMED = ("leg.", "decision.", "answer.")


def moment_text(moment: dt.datetime | None) -> str:
    """ "14 giờ 30 ngày 05/11/2026", or "" ."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local:%H} giờ {local:%M} ngày {local:%d/%m/%Y}"


def day_text(moment: dt.datetime | None) -> str:
    """ "05/11/2026", or ""."""
    return f"{timezone.localtime(moment):%d/%m/%Y}" if moment else ""


def money_text(amount: int) -> str:
    """ "1.250.000 đồng"."""
    return f"{amount:,} đồng".replace(",", ".")


def agency_name(code: str) -> str:
    """The name of an agency, its code when unknown."""
    return agency_names([code]).get(code, code)


def agency_names(codes: Iterable[str]) -> dict[str, str]:
    """Names by code; one query."""
    return {code: ref.name for code, ref in units.get_agencies({code for code in codes if code}).items()}


def context(case: Case, pack: PublishedPack, **more: Any) -> dict[str, Any]:
    """The names with their values; ``more``: ``reason``, ``items``, ``amount``, ``new_due``, ``link``."""
    values = {
        "case.code": case.code,
        "case.due": moment_text(case.due_at),
        "case.applicant_name": case.applicant_name,
        "case.applicant_number": case.applicant_number,
        "case.procedure": pack.title,
        "case.submitted_on": day_text(case.submitted_at),
        "case.received_on": day_text(case.received_at),
        "case.finished_on": day_text(case.finished_at),
        "case.returned_on": day_text(case.returned_at),
        "agency.name": agency_name(case.deciding_agency),
        "agency.unit": "",
        "agency.phone": "",
        "agency.address": "",
    }
    values |= {f"case.{name}": value for name, value in more.items()}
    # Named as in packs: ``leg.<id>.<output>``, ``decision.<name>``, ``answer.<name>``; the rest are outputs of effects.
    values |= {name if name.startswith(_NAMED) else f"effect.{name}": value for name, value in case.outputs.items()}
    return values


_labels: dict[str, dict[str, dict[str, str]]] = {}


def labels_of(pack: PublishedPack) -> dict[str, dict[str, str]]:
    """Words for the codes of a version's form, kept by the hash of the version (it never changes)."""
    if pack.sha256 not in _labels:
        _labels[pack.sha256] = catalogue.enum_labels(pack.files.form_schema) | catalogue.made_labels(pack.files)
    return _labels[pack.sha256]


def place_of(agency: str) -> str:
    """The place that stands before the date of a paper: the agency's commune without its kind, else the province."""
    unit = units.agency_unit(agency)
    found = units.unit_on(unit, timezone.localdate()) if unit else None
    if found is None or found.level != "commune":
        return settings.PROVINCE_NAME
    return found.name.partition(" ")[2] or found.name


def filled(text: str, case: Case, pack: PublishedPack, extra: dict[str, Any]) -> str:
    """``text`` with its placeholders replaced, codes of the form in words, communes by their names."""
    return catalogue.fill(text, case.data, _communes_in(text, case, pack) | extra, labels_of(pack))


def _communes_in(text: str, case: Case, pack: PublishedPack) -> dict[str, Any]:
    """Names of the communes whose codes the placeholders of ``text`` would show."""
    found: dict[str, Any] = {}
    for path in catalogue.placeholders(text):
        node = catalogue.schema_at(pack.files.form_schema, path)
        code = catalogue.value_at(case.data, path) if node and node.get("format") == "commune" else None
        name = forms.commune_name(code) if isinstance(code, str) else ""
        if name:
            found[path] = name
    return found
