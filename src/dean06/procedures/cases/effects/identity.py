"""Effects on identity: card, confirmation of an old number, correction of data (Luật Căn cước 2023)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.population import queries as population
from dean06.kernel.population import services as registry
from dean06.kernel.units.types import AgencyKind
from dean06.procedures.cases.competence import body_of_commune
from dean06.procedures.cases.effects.registry import deciding, register_effect
from dean06.procedures.cases.effects.values import applicant_or, text, today
from dean06.procedures.cases.types import EffectContext
from dean06.procedures.catalogue.types import EffectSpec

RESIDENCE, PROPOSE = "population.register_residence", "population.propose_change"
_BIRTH_PARTS = ("birth_year", "birth_month", "birth_day")


def issue_card(context: EffectContext) -> Mapping[str, Any]:
    """Note the card. It is written into the register by the police of the commune where the person lives, also when
    the province's police decided."""
    person = applicant_or(context, "person", "người được cấp thẻ")
    agency = _police_of(context, person)
    card = registry.issue_card(
        actor=deciding(context.actor, RESIDENCE, agency),
        person_id=person,
        number=text(context, "number"),
        agency=agency,
        now=context.now,
    )
    return {
        "card_number": card.number,
        "issued_on": card.issued_on.isoformat(),
        "valid_until": card.expires_on.isoformat() if card.expires_on else "",
    }


def confirm_old_number(context: EffectContext) -> Mapping[str, Any]:
    """Confirm that a 9-digit number was this person's; changes nothing. Refused when the registry does not know it."""
    person = applicant_or(context, "person", "người được xác nhận")
    number = text(context, "number")
    known = population.old_numbers_of(person)
    if number and number not in known:
        raise InvalidInput("Số chứng minh nhân dân đã khai không gắn với người này trong dữ liệu dân cư.")
    if not known:
        raise InvalidInput("Dữ liệu dân cư không có số chứng minh nhân dân cũ của người này.")
    return {"old_number": number or known[-1], "confirmed_on": today(context).isoformat()}


def correct_person(context: EffectContext) -> Mapping[str, Any]:
    """Propose to correct what the applicant says is wrong; the registry's officer decides. The dossier is the origin
    and holds the evidence."""
    person = applicant_or(context, "person", "người được sửa thông tin")
    name = text(context, "field")
    if not name:
        raise InvalidInput("Chưa nêu thông tin nào cần sửa.")
    proposal = registry.propose_change(
        actor=deciding(context.actor, PROPOSE, context.case.deciding_agency),
        kind="correct",
        person_id=person,
        values=_corrected(context, name),
        reason=text(context, "reason") or f"Đề nghị của công dân theo hồ sơ {context.case.code}",
        origin=f"cases.case:{context.case.case_id}",
        now=context.now,
    )
    return {"proposal": proposal.pk, "proposed_on": today(context).isoformat()}


def record_only(context: EffectContext) -> Mapping[str, Any]:
    """Nothing in the registry changes; the day is kept for the result paper."""
    return {"recorded_on": timezone.localdate(context.now).isoformat()}


def _police_of(context: EffectContext, person_id: int) -> str:
    """The commune police that writes a card into the register."""
    person = population.persons([person_id]).get(person_id)
    if person is None or not person.unit_code:
        raise InvalidInput("Người được cấp thẻ chưa có nơi thường trú trong dữ liệu dân cư của tỉnh.")
    return body_of_commune(person.unit_code, AgencyKind.POLICE_COMMUNE.value, today(context))


def _corrected(context: EffectContext, name: str) -> dict[str, Any]:
    value = text(context, name)
    if not value:
        raise InvalidInput("Chưa ghi thông tin đúng cần sửa thành.")
    if name != "birth_date":
        return {name: value}
    parts = [int(part) for part in value.split("-")]
    return dict(zip(_BIRTH_PARTS, [*parts, None, None], strict=False))


def register() -> None:
    """Called at start-up."""
    correctable = (
        "full_name", "other_names", "birth_date", "sex", "ethnicity", "nationality", "permanent_village",
        "permanent_address", "father_name", "mother_name",
    )  # fmt: skip
    for spec, function in (
        (
            EffectSpec(
                "issue_card",
                "Ghi nhận cấp thẻ căn cước",
                {"person": False, "number": False},
                ("card_number", "issued_on", "valid_until"),
            ),
            issue_card,
        ),
        (
            EffectSpec(
                "confirm_old_number",
                "Xác nhận số chứng minh nhân dân cũ",
                {"person": False, "number": False},
                ("old_number", "confirmed_on"),
            ),
            confirm_old_number,
        ),
        (
            EffectSpec(
                "correct_person",
                "Lập đề nghị sửa dữ liệu dân cư",
                {"person": False, "field": True, "reason": False, **dict.fromkeys(correctable, False)},
                ("proposal", "proposed_on"),
            ),
            correct_person,
        ),
        (EffectSpec("record_only", "Không thay đổi dữ liệu dân cư", {}, ("recorded_on",)), record_only),
    ):
        register_effect(spec, function)
