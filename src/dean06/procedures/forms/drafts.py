"""PRIVATE. Drafts: who may open one, saving without losing anybody's words, resuming at a desk, running out."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput, NotAllowed
from dean06.kernel.population import queries as population
from dean06.kernel.writing.services import Write
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import tallying
from dean06.procedures.forms.errors import (
    DraftChanged,
    DraftNotFound,
    FormTooLarge,
    ResumeRefused,
    TooManyResumes,
)
from dean06.procedures.forms.models import Draft, DraftOpening, DraftState, ResumeTry, TallyKind
from dean06.procedures.forms.prefilling import require_may_fill_in
from dean06.procedures.forms.rules import visibility
from dean06.procedures.forms.rules.blueprint import blueprint
from dean06.procedures.forms.rules.reading import bounds, read_date
from dean06.procedures.forms.types import PURPOSE

PERMISSION = "forms.draft"
DESK = "cases.receive"
#: A draft nobody saves is deleted after so long.
KEPT = dt.timedelta(days=60)
#: Of a draft that was sent only the code of its case stays, so that old links lead there.
SENT_KEPT = dt.timedelta(days=730)
#: An officer who opened a draft may work on it so long.
OPENED_FOR = dt.timedelta(hours=10)
LARGEST = 200_000
MOST_DRAFTS = 30
WRONG_TRIES_PER_HOUR = 10
#: Letters and digits that nobody mistakes for each other when they are read out.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def visible(actor: Actor, now: dt.datetime) -> QuerySet[Draft]:
    """A draft is visible if and only if it is the actor's own or about the actor, or the actor started it or opened it
    with its code at a desk not long ago. Handed-in and expired drafts are not."""
    mine = Q(pk__in=[])
    if actor.person_id is not None:
        mine |= Q(owner_id=actor.user_id) | Q(person_id=actor.person_id)
    elif actor.user_id is not None and actor.can(DESK):
        opened = DraftOpening.objects.filter(user_id=actor.user_id, until__gt=now).values("draft_id")
        mine |= Q(pk__in=opened)
    return Draft.objects.filter(mine, state=DraftState.OPEN, expires_at__gt=now)


def get(actor: Actor, draft_id: int, now: dt.datetime, *, lock: bool = False) -> Draft:
    """A visible draft. Raises ``DraftNotFound``."""
    rows = visible(actor, now)
    found = (rows.select_for_update() if lock else rows).filter(pk=draft_id).first()
    if found is None:
        raise DraftNotFound()
    return found


def start(
    actor: Actor,
    write: Write,
    procedure_code: str,
    data: Mapping[str, Any],
    section: str,
    for_person_id: int | None,
    birth_date: str,
    now: dt.datetime,
) -> Draft:
    """A new draft of the version in force today."""
    pack = catalogue.pack_in_force(procedure_code, timezone.localdate(now))
    if pack is None:
        raise InvalidInput("Thủ tục này chưa có biểu mẫu điện tử hoặc đã ngừng áp dụng nên chưa soạn được hồ sơ.")
    at_desk = actor.person_id is None
    person_id = for_person_id if at_desk else for_person_id or actor.person_id
    require_may_fill_in(actor, person_id)
    if at_desk and not actor.can(DESK, agency=actor.agency):
        raise NotAllowed(permission=DESK)
    if not at_desk and visible(actor, now).count() >= MOST_DRAFTS:
        raise InvalidInput(f"Bạn đang có {MOST_DRAFTS} bản nháp, là mức tối đa. Hãy nộp hoặc xóa bớt bản nháp cũ.")
    draft = Draft.objects.create(
        owner_id=None if at_desk else actor.user_id,
        created_by_id=actor.user_id,
        person_id=person_id,
        procedure_code=pack.code,
        version_id=pack.version_id,
        data=_kept(pack, data),
        section=section[:120],
        furthest=_place(pack, section),
        resume_code=_new_code(),
        birth_date=_birth_date(person_id, birth_date),
        assisted_agency=(actor.agency or "") if at_desk else "",
        created_at=now,
        updated_at=now,
        expires_at=now + KEPT,
    )
    if at_desk and actor.user_id is not None:
        _open_for(draft, actor, now)
    tallying.count(pack.code, TallyKind.STARTED, [""], now)
    _count_reached(pack, draft, -1, now)
    write.audit("procedure_forms.draft_started", subject=draft, purpose=PURPOSE, details={"procedure": pack.code})
    return draft


def save(
    actor: Actor,
    write: Write,
    draft_id: int,
    data: Mapping[str, Any],
    section: str,
    revision: int | None,
    now: dt.datetime,
) -> Draft:
    """Save over the revision that was last seen."""
    draft = get(actor, draft_id, now, lock=True)
    pack = catalogue.pack(draft.version_id)
    kept = _kept(pack, data)
    if revision is not None and revision != draft.revision and kept != draft.data:
        raise DraftChanged(mine=kept, theirs=draft.data, revision=draft.revision)
    if revision is not None and revision != draft.revision:
        # The same page sent twice (or five times at once): it is saved already.
        details = {"procedure": draft.procedure_code, "revision": draft.revision, "repeated": True}
        write.audit("procedure_forms.draft_saved", subject=draft, purpose=PURPOSE, details=details)
        return draft
    before = draft.furthest
    draft.data = kept
    draft.section = section[:120] or draft.section
    draft.furthest = max(before, _place(pack, section))
    draft.revision += 1
    draft.updated_at = now
    draft.expires_at = now + KEPT
    if actor.person_id is None:
        draft.assisted_agency = actor.agency or draft.assisted_agency
    elif draft.owner_id is None:
        draft.owner_id = actor.user_id
    draft.save()
    _count_reached(pack, draft, before, now)
    details = {"procedure": draft.procedure_code, "revision": draft.revision}
    write.audit("procedure_forms.draft_saved", subject=draft, purpose=PURPOSE, details=details)
    return draft


def discard(actor: Actor, write: Write, draft_id: int, now: dt.datetime) -> None:
    """Delete a draft for good."""
    draft = get(actor, draft_id, now, lock=True)
    tallying.count(draft.procedure_code, TallyKind.STOPPED, [_section_of(draft)], now)
    write.audit("procedure_forms.draft_discarded", subject=draft, details={"procedure": draft.procedure_code})
    draft.delete()


def resume(actor: Actor, code: str, birth_date: str, now: dt.datetime) -> Draft:
    """Open a draft at a desk with its code and the person's birth date."""
    actor.require(DESK)
    recent = ResumeTry.objects.filter(user_id=actor.user_id or 0, at__gt=now - dt.timedelta(hours=1))
    if recent.count() >= WRONG_TRIES_PER_HOUR:
        _record_refusal(actor)
        raise TooManyResumes(limit=WRONG_TRIES_PER_HOUR)
    wanted = "".join(letter for letter in code.upper() if letter.isalnum())[:20]
    draft = Draft.objects.filter(resume_code=wanted, state=DraftState.OPEN, expires_at__gt=now).first()
    if draft is None or not _same_birth(draft.birth_date, birth_date):
        # Outside the transaction of whoever asks: a refusal must be counted all the same.
        with transaction.atomic():
            ResumeTry.objects.create(user_id=actor.user_id or 0, at=now)
            _record_refusal(actor)
        raise ResumeRefused()
    with transaction.atomic():
        _open_for(draft, actor, now)
        _record_read(actor, draft, "procedure_forms.draft_resumed")
    return draft


def read(actor: Actor, draft_id: int, now: dt.datetime) -> Draft:
    """A draft to go on with; an officer's look leaves an audit row that names the person."""
    draft = get(actor, draft_id, now)
    if actor.person_id is None:
        _record_read(actor, draft, "procedure_forms.draft_read")
    return draft


def finish(actor: Actor, draft_id: int, reference: str, now: dt.datetime) -> str:
    """The draft became the case ``reference``: "" the first time, else the code of the case it became before."""
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is not None and draft.state == DraftState.SENT and _was_theirs(actor, draft):
        return draft.reference
    draft = get(actor, draft_id, now, lock=True)
    draft.state, draft.reference, draft.data = DraftState.SENT, reference, {}
    draft.updated_at, draft.expires_at = now, now + SENT_KEPT
    draft.save(update_fields=["state", "reference", "data", "updated_at", "expires_at"])
    tallying.count(draft.procedure_code, TallyKind.SENT, [""], now)
    return ""


def sent_as(actor: Actor, draft_id: int) -> str:
    """The code of the case that the draft became; "" while it is open or was not the actor's. Locks the draft."""
    return _case_of(actor, Draft.objects.select_for_update().filter(pk=draft_id).first())


def case_of(actor: Actor, draft_id: int) -> str:
    """As ``sent_as``, for a page that only wants to lead there."""
    return _case_of(actor, Draft.objects.filter(pk=draft_id).first())


def expire(now: dt.datetime) -> int:
    """Delete what nobody saved for ``KEPT``; returns how many."""
    old = list(Draft.objects.filter(expires_at__lte=now).order_by("pk")[:2000])
    for draft in old:
        if draft.state == DraftState.OPEN:
            tallying.count(draft.procedure_code, TallyKind.STOPPED, [_section_of(draft)], now)
    Draft.objects.filter(pk__in=[draft.pk for draft in old]).delete()
    ResumeTry.objects.filter(at__lt=now - dt.timedelta(days=1)).delete()
    return len(old)


def _case_of(actor: Actor, draft: Draft | None) -> str:
    return draft.reference if draft and draft.state == DraftState.SENT and _was_theirs(actor, draft) else ""


def _was_theirs(actor: Actor, draft: Draft) -> bool:
    if actor.person_id is not None:
        return actor.user_id == draft.owner_id or actor.person_id == draft.person_id
    return draft.openings.filter(user_id=actor.user_id or 0).exists()


def _open_for(draft: Draft, actor: Actor, now: dt.datetime) -> None:
    DraftOpening.objects.update_or_create(
        draft=draft, user_id=actor.user_id or 0, defaults={"agency": actor.agency or "", "until": now + OPENED_FOR}
    )


def _record_refusal(actor: Actor) -> None:
    audit.record_read(
        actor=actor,
        action="procedure_forms.draft_resume_refused",
        subject="procedure_forms.draft:unknown",
        purpose=PURPOSE,
    )


def _record_read(actor: Actor, draft: Draft, action: str) -> None:
    person = f"population.person:{draft.person_id}" if draft.person_id else f"procedure_forms.draft:{draft.pk}"
    audit.record_read(
        actor=actor,
        action=action,
        subject=person,
        purpose=PURPOSE,
        dossier=label(draft.pk),
        details={"procedure": draft.procedure_code},
    )


def label(draft_id: int) -> str:
    """How audit rows call a draft where a dossier code belongs."""
    return f"Bản nháp {draft_id}"


def _kept(pack: PublishedPack, data: Mapping[str, Any]) -> dict[str, Any]:
    kept = visibility.declared_only(blueprint(pack), data)
    try:
        size = len(json.dumps(kept, ensure_ascii=False, allow_nan=False).encode("utf-8"))
    except ValueError as error:
        raise InvalidInput("Bản nháp có ký tự hoặc con số không lưu được. Hãy nhập lại ô vừa điền.") from error
    if size > LARGEST:
        raise FormTooLarge()
    return kept


def _place(pack: PublishedPack, step_id: str) -> int:
    """Place of the section that a page belongs to; -1 for a page that is none (the review, the start)."""
    section = step_id.partition("--")[0]
    ids = [one.id for one in pack.files.ui.sections]
    return ids.index(section) if section in ids else -1


def _count_reached(pack: PublishedPack, draft: Draft, before: int, now: dt.datetime) -> None:
    ids = [one.id for one in pack.files.ui.sections]
    tallying.count(pack.code, TallyKind.REACHED, ids[before + 1 : draft.furthest + 1], now)


def _section_of(draft: Draft) -> str:
    return draft.section.partition("--")[0]


def _new_code() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(8))
        if not Draft.objects.filter(resume_code=code).exists():
            return code


def _birth_date(person_id: int | None, given: str) -> str:
    person = population.persons([person_id]).get(person_id) if person_id is not None else None
    return read_date(person.birth_text) if person else _iso(given)


def _iso(text: str) -> str:
    read_text = read_date(" ".join(text.split())[:20])
    return read_text if bounds(read_text) else ""


def _same_birth(stored: str, given: str) -> bool:
    """As precise as the register knows it, or more precise and in agreement."""
    typed = _iso(given)
    return bool(stored) and bool(typed) and (typed == stored or typed.startswith(f"{stored}-"))
