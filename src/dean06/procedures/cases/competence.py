"""Which agency decides: by the pack's rule, in today's list of agencies. Any desk may receive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dean06.kernel.population import queries as population
from dean06.kernel.units import queries as units
from dean06.kernel.units.types import AgencyKind
from dean06.procedures.cases.errors import NoCompetentAgency
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import Competence, PublishedPack


def deciding_agency(
    pack: PublishedPack, data: Mapping[str, Any], applicant_person_id: int | None, receiving: str, on: dt.date
) -> str:
    """Code of the competent agency. ``fixed``: as the pack says; ``commune``: the body of the pack's kind in the
    commune of the field, else of the applicant's permanent residence; ``legs``: the desk that received the whole, whose
    children are decided elsewhere. Raises ``NoCompetentAgency``.
    """
    rule = pack.meta.competence
    if rule.by == "fixed":
        return rule.agency
    if rule.by == "legs":
        return receiving
    commune = _commune(rule, data, applicant_person_id)
    if not commune:
        raise NoCompetentAgency()
    return body_of_commune(commune, rule.kind, on)


def receiving_agency(rule: Competence, deciding: str, on: dt.date) -> str:
    """The desk that receives what came without one (online): the competent body itself where it is a commune's, else
    the province's centre."""
    if rule.by == "commune":
        return deciding
    known = units.get_agencies([deciding]).get(deciding)
    if known is not None and known.kind in {AgencyKind.COMMITTEE_COMMUNE, AgencyKind.POLICE_COMMUNE}:
        return deciding
    centres = units.current_agencies(on=on, kinds=[AgencyKind.ONE_STOP_PROVINCE])
    return centres[0].code if centres else deciding


def body_of_commune(commune: str, kind: str, on: dt.date) -> str:
    """The committee or police of a commune on a day. Raises ``NoCompetentAgency``."""
    found = units.agency_of_unit(commune, kind, on)
    if found is None:
        raise NoCompetentAgency(
            "Xã, phường đã chọn không có cơ quan giải quyết thủ tục này trong danh mục cơ quan của tỉnh. "
            "Hãy kiểm tra lại xã, phường.",
            commune=commune,
            kind=kind,
        )
    return found


def _commune(rule: Competence, data: Mapping[str, Any], person_id: int | None) -> str:
    if rule.field:
        return str(catalogue.value_at(data, rule.field) or "")
    person = population.persons([person_id]).get(person_id) if person_id is not None else None
    return person.unit_code if person else ""
