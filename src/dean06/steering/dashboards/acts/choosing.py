"""PRIVATE. Which letters a person wants."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.steering.dashboards.models import LetterChoice
from dean06.steering.dashboards.types import LetterKind


@service(permission="board.view")
def choose_letter(
    *, actor: Actor, write: Write, kind: LetterKind, wanted: bool, now: dt.datetime | None = None
) -> bool:
    """Take or refuse a kind of letter, for the actor alone; returns what holds now. Repeated, it changes nothing."""
    kind = LetterKind(kind)
    own = LetterChoice.objects.filter(user_id=actor.user_id or 0, kind=kind)
    if wanted:
        own.delete()
    else:
        LetterChoice.objects.get_or_create(
            user_id=actor.user_id or 0, kind=kind, defaults={"refused_at": now or timezone.now()}
        )
    write.audit(
        "board.letter_chosen", subject=f"accounts.user:{actor.user_id}", details={"kind": kind.value, "wanted": wanted}
    )
    return wanted
