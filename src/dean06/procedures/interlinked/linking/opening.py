"""A case that is decided by its legs reached the step where they begin."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import system_actor
from dean06.procedures.cases import queries as cases
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.interlinked.exchange.asking import waited_for
from dean06.procedures.interlinked.linking.round import advance
from dean06.procedures.interlinked.models import Leg, LinkedCase
from dean06.procedures.interlinked.systems import LEGS


def open_legs(case_id: int, now: dt.datetime) -> LinkedCase | None:
    """The legs of a case that waits for them, and as many started as may; ``None`` when it waits for none. May be
    repeated: the legs are there once."""
    ref = cases.refs([case_id]).get(case_id)
    step = waited_for(ref) if ref is not None else None
    if ref is None or step is None or step.connector != LEGS:
        return LinkedCase.objects.filter(case_id=case_id).first()
    with transaction.atomic():
        linked, made = LinkedCase.objects.get_or_create(
            case_id=case_id,
            defaults={
                "code": ref.code,
                "procedure_code": ref.procedure_code,
                "version_id": ref.version_id,
                "agency": ref.receiving_agency,
                "opened_at": now,
                "swept_at": now,
            },
        )
        if made:
            specs = catalogue.pack(ref.version_id).meta.legs
            Leg.objects.bulk_create(
                Leg(
                    linked=linked,
                    ref=spec.id,
                    position=position,
                    title=spec.title,
                    procedure_code=spec.procedure,
                    connector=spec.connector,
                    is_optional=spec.optional,
                    since=now,
                )
                for position, spec in enumerate(specs)
            )
            actor = system_actor("interlinked")
            details = {"case": ref.code, "legs": [spec.id for spec in specs]}
            audit.record(
                actor=actor, action="interlinked.opened", subject=f"interlinked.linkedcase:{linked.pk}", details=details
            )
        return advance(case_id, now)
