"""PUBLIC reads of forms. The story of an application, one function a step:

1. ``prefill``: what the State knows already (leaves audit rows); ``with_prefill`` puts it into the data.
2. ``form``: the form with its data, ready to be drawn; ``steps``, ``step``, ``next_step``, ``previous_step`` for the
   citizen's way (one thing a page), or as a whole for an officer.
3. ``merge_post``: what a page sent, put into the data (``page_act`` says which button was pressed).
4. ``check``: the data as they may be used, and what is wrong with them.
5. ``required_documents``, ``fee_lines``, ``application_paper``, ``diet``.

A pack is a ``PublishedPack``; data are nested dicts; paths of fields are concrete (``members[0].full_name``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import PackFiles, PublishedPack
from dean06.procedures.forms import conflicts, drafts, drawing, needs, outside, paging
from dean06.procedures.forms.application import application_paper
from dean06.procedures.forms.models import Draft
from dean06.procedures.forms.needs import StoredPaper
from dean06.procedures.forms.prefilling import prefill
from dean06.procedures.forms.rules import checking, counting, nesting, posting, provenance
from dean06.procedures.forms.rules import diet as diet_rules
from dean06.procedures.forms.rules.blueprint import blueprint, files_of
from dean06.procedures.forms.rules.counting import Questions
from dean06.procedures.forms.rules.posting import BUTTON, Posted
from dean06.procedures.forms.rules.provenance import Released
from dean06.procedures.forms.types import (
    PURPOSE,
    Checked,
    Diet,
    Difference,
    DocumentNeed,
    DraftRef,
    Form,
    FormStep,
    PageAct,
    Prefill,
    ReviewPart,
)
from dean06.socioeconomic.payments.types import FeeLine

__all__ = [
    "BUTTON",
    "PURPOSE",
    "application_paper",
    "case_of",
    "check",
    "commune_name",
    "diet",
    "differences",
    "drafts_of",
    "errors_on",
    "fee_lines",
    "first_step_with_errors",
    "form",
    "from_post",
    "merge_post",
    "next_step",
    "page_act",
    "person_changed",
    "prefill",
    "previous_step",
    "questions",
    "released",
    "required_documents",
    "review",
    "step",
    "step_of",
    "steps",
    "with_prefill",
]


def with_prefill(data: Mapping[str, Any], prefill: Mapping[str, Prefill]) -> dict[str, Any]:
    """``data`` with every known value that nobody filled in or emptied (an explicit ""); locked ones always."""
    return drawing.filled(data, prefill)


def form(
    pack: PublishedPack,
    data: Mapping[str, Any],
    *,
    prefill: Mapping[str, Prefill] | None = None,
    errors: Mapping[str, str] | None = None,
    warnings: Mapping[str, str] | None = None,
    channel: str,
    audience: str = "citizen",
) -> Form:
    """The form ready to be drawn: pass it as ``form`` to ``procedure_forms/page_citizen.html`` (with ``step``) or
    ``procedure_forms/long_officer.html``. ``audience``: "citizen" or "officer"; ``channel``: a word of the packs.
    """
    return drawing.Drawer(
        pack,
        data,
        prefill=prefill or {},
        errors=errors or {},
        warnings=warnings or {},
        channel=channel,
        audience=audience,
        commune_name=outside.commune_name,
    ).form()


def steps(form: Form) -> list[FormStep]:
    """The pages of the citizen's way, in order, with the answers as they are."""
    return paging.steps(form)


def step(form: Form, step_id: str = "") -> FormStep | None:
    """The page of this id; the first one for an unknown id; ``None`` when nothing is asked at all."""
    return paging.step(form, step_id)


def next_step(form: Form, step_id: str) -> FormStep | None:
    """The page after; ``None`` after the last one: the review follows."""
    return paging.neighbour(form, step_id, 1)


def previous_step(form: Form, step_id: str) -> FormStep | None:
    """The page before; ``None`` at the first one. With an unknown id ("review") the last page."""
    return paging.neighbour(form, step_id, -1)


def first_step_with_errors(form: Form) -> FormStep | None:
    """The first page with something to mend, ``None`` when all is well."""
    return paging.first_with_errors(form)


def errors_on(form: Form, step: FormStep) -> list[tuple[str, str, str]]:
    """What is wrong on one page, as ``errors_here`` of ``page_citizen.html``; empty: the person may go on."""
    return paging.errors_on(form, step)


def review(form: Form) -> list[ReviewPart]:
    """The answers as they will be handed in, for ``procedure_forms/review.html``."""
    return paging.review(form)


def step_of(form: Form, path: str) -> FormStep | None:
    """The page on which a field is asked (for a link "Sửa", or a supplement that asks for one field)."""
    return paging.of_path(form, path)


def from_post(pack: PublishedPack, post: Posted) -> dict[str, Any]:
    """The declared fields a browser sent (``request.POST``), as nested data. Unknown names are ignored; dates and
    numbers as people write them become ISO text and integers; what cannot be read stays as typed and ``check`` refuses
    it. Raises ``FormTooLarge``."""
    return _with_communes(pack, posting.from_post(blueprint(pack), post, outside.commune_name))


def merge_post(pack: PublishedPack, data: Mapping[str, Any], post: Posted) -> dict[str, Any]:
    """``data`` with what one page sent, buttons "add" and "remove" of groups done. Emptied fields are kept as "" so
    that they are not filled in again. Raises ``FormTooLarge``."""
    plan = blueprint(pack)
    new = _with_communes(pack, posting.sent(plan, post, outside.commune_name))
    act = posting.page_act({name: values[-1] for name, values in post.lists() if values})
    return posting.acted(plan, posting.merged(data, new), act)


def person_changed(pack: PublishedPack, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """True if a page may have made the form one about somebody else (its name or number changed): then ``released``
    says which answers were only the register's word about the first person."""
    return provenance.person_changed(blueprint(pack), before, after)


def released(
    data: Mapping[str, Any], post: Posted, *, before: Mapping[str, Prefill], after: Mapping[str, Prefill]
) -> Released:
    """The answers after a page changed what the State knows (``before``, ``after``): without the values of the first
    person given on other pages, which are asked again; ``seen`` are those that stood on this page and were left as
    they were, which the person should look at once more."""
    return provenance.released(data, sent={name for name, _ in post.lists()}, before=before, after=after)


def page_act(post: Mapping[str, Any]) -> PageAct:
    """Which button was pressed: ``kind`` next, back, save, send, add or remove."""
    return posting.page_act(post)


def check(
    pack: PublishedPack | PackFiles,
    data: Mapping[str, Any],
    *,
    prefill: Mapping[str, Prefill] | None = None,
    channel: str,
    on: dt.date,
) -> Checked:
    """The data as they may be used (declared fields of questions that are asked, locked values of the register in
    place of whatever was sent) and every error by concrete path. Never raises, whatever ``data`` holds."""
    return checking.check(
        blueprint(pack),
        data,
        prefill=prefill or {},
        channel=channel,
        on=on,
        is_commune=lambda code: outside.commune(code, on) is not None,
    )


def required_documents(
    pack: PublishedPack | PackFiles,
    data: Mapping[str, Any],
    channel: str,
    *,
    usable: Iterable[str | StoredPaper] = (),
) -> list[DocumentNeed]:
    """The papers that are asked for with these data, in order, each with what makes it unnecessary. ``usable``: what
    ``wallet.queries.usable`` returned (or type codes); ``DocumentNeed.types`` are the types to ask the store for."""
    return needs.required_documents(pack, data, channel, usable=usable)


def fee_lines(
    pack: PublishedPack | PackFiles, data: Mapping[str, Any], channel: str, on: dt.date, *, due: str = ""
) -> list[FeeLine]:
    """Fees and charges with these data on a day: guards, quantities and exemptions evaluated here, the province's own
    rules applied by payments. ``due``: only those due at "submission", "processing" or "result"."""
    return needs.fee_lines(pack, data, channel, on, due=due)


def diet(
    pack: PublishedPack | PackFiles,
    data: Mapping[str, Any],
    prefill: Mapping[str, Prefill] | None = None,
    *,
    channel: str = "online",
) -> Diet:
    """Items of the paper form, still asked for, filled in by the State; ``saved_percent``."""
    items = files_of(pack).meta.paper_form_items
    return diet_rules.diet(blueprint(pack), data, prefill or {}, channel=channel, paper_items=items)


def questions(
    pack: PublishedPack | PackFiles, prefill: Mapping[str, Prefill] | None = None, *, channel: str = "online"
) -> Questions:
    """How many questions a person will be asked at least and at most, before anything is answered."""
    return counting.questions(blueprint(pack), prefill or {}, channel)


def drafts_of(actor: Actor, *, now: dt.datetime | None = None) -> list[DraftRef]:
    """Drafts that are the actor's own or about the actor, or that the actor has open at a desk; newest first."""
    rows = drafts.visible(actor, now or timezone.now()).defer("data").order_by("-updated_at", "-pk")
    return [_draft_ref(row) for row in rows[:200]]


def case_of(actor: Actor, draft_id: int) -> str:
    """The code of the case that a draft became, for who had the draft; "" while it is open, and for anybody else."""
    return drafts.case_of(actor, draft_id)


def differences(
    pack: PublishedPack, mine: Mapping[str, Any], theirs: Mapping[str, Any], *, channel: str = "online"
) -> list[Difference]:
    """Fields that two versions of a draft fill in differently, for the page that shows a conflict (``DraftChanged``);
    include ``procedure_forms/conflict.html`` with ``differences``."""
    return conflicts.differences(pack, mine, theirs, channel)


def commune_name(code: str) -> str:
    """Name and province of a commune of today; "" for an unknown code."""
    return outside.commune_name(code)


def _with_communes(pack: PublishedPack, data: dict[str, Any]) -> dict[str, Any]:
    """Names of communes that were typed instead of chosen become codes where they mean exactly one commune."""
    plan = blueprint(pack)
    if not any(one.format == "commune" for one in plan.questions.values()):
        return data
    on = timezone.localdate()
    for question, path, _ in list(checking.every_question(plan, data)):
        value = nesting.get(data, path)
        if question.format == "commune" and isinstance(value, str) and value:
            nesting.put(data, path, outside.commune_code(value, on))
    return data


def _draft_ref(row: Draft) -> DraftRef:
    return DraftRef(
        draft_id=row.pk,
        procedure_code=row.procedure_code,
        title=catalogue.pack(row.version_id).title,
        section=row.section,
        resume_code=f"{row.resume_code[:4]}-{row.resume_code[4:]}",
        updated_at=row.updated_at,
        expires_at=row.expires_at,
        assisted_agency=row.assisted_agency,
        for_person_id=row.person_id,
        revision=row.revision,
    )
