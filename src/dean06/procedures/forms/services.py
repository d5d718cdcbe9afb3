"""PUBLIC writes of forms: drafts, and the counts of the form-diet meter and of the step-failure funnel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.procedures.forms import drafts, tallying
from dean06.procedures.forms.models import Draft, SubmittedForm, TallyKind
from dean06.procedures.forms.rules.blueprint import declared
from dean06.procedures.forms.types import Diet

__all__ = [
    "discard_draft",
    "draft",
    "finish_draft",
    "note_errors",
    "record_diet",
    "resume_draft",
    "save_draft",
    "sent_as",
]


@service(permission=drafts.PERMISSION)
def save_draft(
    *,
    actor: Actor,
    write: Write,
    procedure_code: str = "",
    data: Mapping[str, Any],
    section: str = "",
    draft_id: int | None = None,
    revision: int | None = None,
    for_person_id: int | None = None,
    birth_date: str = "",
    now: dt.datetime | None = None,
) -> Draft:
    """Start a draft (``procedure_code``) or save one (``draft_id`` with the ``revision`` last seen).

    Only declared fields are kept; ``section`` is the id of the page left. At a desk the draft is for ``for_person_id``
    (or, for somebody the registry does not know, has the ``birth_date`` as said) and marked as assisted there. Raises
    ``DraftChanged`` (with both versions) when somebody saved meanwhile, ``DraftNotFound``, ``FormTooLarge``,
    ``InvalidInput``, ``NotAllowed``.
    """
    moment = now or timezone.now()
    if draft_id is None:
        return drafts.start(actor, write, procedure_code, data, section, for_person_id, birth_date, moment)
    return drafts.save(actor, write, draft_id, data, section, revision, moment)


@service(permission=drafts.PERMISSION)
def discard_draft(*, actor: Actor, write: Write, draft_id: int, now: dt.datetime | None = None) -> None:
    """Delete a draft. Raises ``DraftNotFound``."""
    drafts.discard(actor, write, draft_id, now or timezone.now())


def draft(actor: Actor, draft_id: int, *, now: dt.datetime | None = None) -> Draft:
    """A draft to go on with: one's own, or one opened at a desk with its code within the last ten hours; the officer's
    look leaves an audit row that names the person. Raises ``DraftNotFound``, ``NotAllowed``."""
    actor.require(drafts.PERMISSION)
    return drafts.read(actor, draft_id, now or timezone.now())


def resume_draft(actor: Actor, *, resume_code: str, birth_date: str, now: dt.datetime | None = None) -> Draft:
    """Open a citizen's draft at a desk: the citizen reads the code out and says the birth date. Leaves an audit row, as
    does a wrong try. Raises ``ResumeRefused``, ``TooManyResumes``, ``NotAllowed`` (needs ``cases.receive``)."""
    return drafts.resume(actor, resume_code, birth_date, now or timezone.now())


def finish_draft(*, actor: Actor, draft_id: int, reference: str, now: dt.datetime | None = None) -> str:
    """Called by ``cases`` within the transaction that makes the case (whose audit row stands for this): the draft is
    locked, emptied and closed. Returns "" the first time; after that the code of the case it became, so that a second
    click makes no second case. Raises ``DraftNotFound``."""
    return drafts.finish(actor, draft_id, reference, now or timezone.now())


def sent_as(*, actor: Actor, draft_id: int) -> str:
    """Called by ``cases`` first of all, within its transaction: the draft is locked, so that two clicks wait for each
    other. The code of the case that it became, for who had it; "" while it is open or not his."""
    return drafts.sent_as(actor, draft_id)


def record_diet(*, reference: str, procedure_code: str, version_id: int, agency: str, diet: Diet, on: dt.date) -> None:
    """Called by ``cases`` at submission, in its transaction (whose audit row stands for this): how much this form
    spared. The same ``reference`` (code of the case) counts once. One insert; no personal data."""
    row = SubmittedForm(
        reference=reference,
        procedure_code=procedure_code,
        version_id=version_id,
        agency=agency,
        day=on,
        paper_items=diet.paper_items,
        asked=diet.asked,
        prefilled=diet.prefilled,
    )
    SubmittedForm.objects.bulk_create([row], ignore_conflicts=True)


def note_errors(*, procedure_code: str, paths: Iterable[str], now: dt.datetime | None = None) -> None:
    """Count the fields a page was refused for (concrete paths of ``Checked.errors``): names of fields, no values."""
    tallying.count(procedure_code, TallyKind.ERROR, {declared(path) for path in paths}, now or timezone.now())
