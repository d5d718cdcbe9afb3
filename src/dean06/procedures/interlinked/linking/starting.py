"""Starting a leg: its form is filled from the parent and the legs before, and it becomes a case or a message."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from dean06.kernel.common.errors import DomainError
from dean06.procedures.cases import services as case_services
from dean06.procedures.cases.types import ApplicantInput
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import Leg as LegSpec
from dean06.procedures.interlinked import rules
from dean06.procedures.interlinked.exchange.asking import ask_for_leg
from dean06.procedures.interlinked.linking import changing
from dean06.procedures.interlinked.models import Leg, LegCase
from dean06.procedures.interlinked.types import LegState

if TYPE_CHECKING:
    from dean06.procedures.interlinked.linking.round import Round


def start(look: Round, leg: Leg, spec: LegSpec) -> bool:
    """Open the leg; false when it must be tried again later. A refusal of its form or its body fails the leg, and
    nothing of the start stays."""
    leg.attempts += 1
    try:
        with transaction.atomic():
            _open(look, leg, spec)
    except DomainError as refusal:
        if refusal.status >= 500:
            leg.next_try_at = rules.next_try(look.now, leg.attempts)
            leg.error_code, leg.error = refusal.code, refusal.message
            leg.save(update_fields=["attempts", "next_try_at", "error_code", "error"])
            return False
        look.fail(leg, refusal.code[:60], words_of(refusal))
        return True
    leg.next_try_at = None
    changing.move(leg, LegState.OPEN, look.actor, look.now, attempt=leg.attempts)
    return True


def _open(look: Round, leg: Leg, spec: LegSpec) -> None:
    data = data_of(look, leg, spec)
    leg.started_at = leg.started_at or look.now
    leg.due_at = rules.due_of(look.calendar, spec.time_limit, look.now)
    if spec.connector:
        ask_for_leg(leg, spec.connector, look.ref, data, look.now)
        return
    child = _submit(look, leg, spec, data)
    leg.case_id, leg.agency = child.pk, child.deciding_agency
    leg.due_at = due_of_child(look, spec, look.now, child.due_at, 0)
    LegCase.objects.create(leg=leg, case_id=child.pk, code=child.code, attempt=leg.attempts, opened_at=look.now)


def due_of_child(
    look: Round, spec: LegSpec, start_: dt.datetime, due_at: dt.datetime | None, paused_minutes: int
) -> dt.datetime | None:
    """Until when a child case is due as a leg: its own term, or the shorter one that the linked service has for it;
    the clock stands still for both alike."""
    own = rules.due_of(look.calendar, spec.time_limit, start_)
    if own is None:
        return due_at
    own = look.calendar.add_working_minutes(own, paused_minutes).moment
    return own if due_at is None else min(own, due_at)


def _submit(look: Round, leg: Leg, spec: LegSpec, data: dict[str, Any]) -> Any:
    """The child case: received at once at the parent's desk, whose receipt holds for the whole."""
    case = look.case
    child = case_services.submit_case(
        actor=look.actor,
        procedure_code=spec.procedure,
        data=data,
        channel=case.channel,
        applicant=ApplicantInput(
            full_name=case.applicant_name,
            number=case.applicant_number,
            birth_date=case.applicant_birth,
            person_id=case.applicant_person_id,
            phone=case.phone,
            email=case.email,
            address=case.applicant_address,
            is_organisation=case.applicant_is_organisation,
        ),
        delivery=case.delivery,
        delivery_address=case.delivery_address,
        receiving_agency=case.receiving_agency,
        parent_id=case.pk,
        leg=leg.ref,
        now=look.now,
    )
    return case_services.receive_case(actor=look.actor, case_id=child.pk, fee_later=True, now=look.now)


def data_of(look: Round, leg: Leg, spec: LegSpec) -> dict[str, Any]:
    """The data of the leg's form as they would be handed in now."""
    types = field_types(spec, timezone.localdate(look.now))
    return rules.leg_data(
        spec, look.case.data, look.outputs(), leg.mended, catalogue.value_at, lambda path: types.get(path, "string")
    )


def field_types(spec: LegSpec, on: dt.date) -> dict[str, str]:
    """JSON type by path of the form of a leg's procedure; empty for a leg of a connector."""
    pack = catalogue.pack_in_force(spec.procedure, on) if spec.procedure else None
    if pack is None:
        return {}
    found: dict[str, str] = {}
    _collect(pack.files.form_schema, "", found)
    return found


def _collect(schema: dict[str, Any], prefix: str, found: dict[str, str]) -> None:
    for name, node in schema.get("properties", {}).items():
        kind = str(node.get("type", "string"))
        if kind == "object":
            _collect(node, f"{prefix}{name}.", found)
        else:
            found[f"{prefix}{name}"] = kind


def words_of(refusal: DomainError) -> str:
    """The sentence of a refusal with those of its fields."""
    fields = refusal.details.get("fields") or {}
    return " ".join([refusal.message, *(f"{path}: {text}" for path, text in fields.items())])
