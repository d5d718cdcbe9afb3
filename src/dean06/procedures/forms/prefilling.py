"""What the State knows already, put in place: registry, personal store, account, today's date.

1. Each question says where its value comes from (``prefill`` of form.ui.yaml).
2. Sources are read once each; the registry's values of the person, and of family or household members whose number is
   in the form. Every person read leaves an audit row, which that person sees.
3. A value that does not fit the schema (a year where a day is asked) is not filled in: the person is asked.
4. Nor is one about the applicant in a part of the form where another person's name or number was written.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.population import queries as population
from dean06.kernel.population.types import MaritalStatus, Sex
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import outside
from dean06.procedures.forms.rules import checking, nesting, provenance
from dean06.procedures.forms.rules.blueprint import Blueprint, Question, blueprint
from dean06.procedures.forms.rules.reading import read
from dean06.procedures.forms.types import PURPOSE, AccountContact, Prefill

REGISTER_LABEL = "Theo Cơ sở dữ liệu dân cư"
ACCOUNT_LABEL = "Theo tài khoản của bạn"
TODAY_LABEL = "Hôm nay"
_OWN = re.compile(r"population\.([a-z_]+)")
_OTHER = re.compile(r"population\(([a-z0-9_.\[\]]+)\)\.([a-z_]+)")
_WALLET = re.compile(r"wallet\.([A-Z][A-Z0-9_]*)\.([a-z0-9_.]+)")
#: For whom a person fills a form in, beside himself.
_ACTS_FOR = frozenset({population.Kinship.CHILD, population.Kinship.WARD})
#: Words of the registry's codes, where a form asks for words.
_WORDS: dict[str, dict[str, str]] = {
    "sex": {str(one.value): str(one.label) for one in Sex},
    "marital_status": {str(one.value): str(one.label) for one in MaritalStatus},
}


def require_may_fill_in(actor: Actor, person_id: int | None) -> None:
    """Raise ``NotAllowed`` unless the person is the actor, the actor's child or ward, or the actor works at a desk."""
    if person_id is None or actor.is_system or actor.person_id == person_id:
        return
    if actor.can("cases.receive") or actor.can("cases.process"):
        return
    if actor.person_id is not None and population.kinship(actor.person_id, person_id) in _ACTS_FOR:
        return
    raise NotAllowed()


class Sources:
    """The sources of one prefilling, each read at most once, with the people that were read."""

    def __init__(
        self, person_id: int | None, account: AccountContact | None, wallet: Mapping[str, outside.KnownPaper]
    ) -> None:
        self.person_id, self.account, self.wallet = person_id, account, wallet
        self.people: dict[int, str] = {}
        self._own: Mapping[str, str] | None = None
        self._others: dict[str, Mapping[str, str]] = {}

    def own(self, column: str) -> str:
        if self._own is None:
            self._own = population.prefill_values(self.person_id) if self.person_id is not None else {}
            if self._own and self.person_id is not None:
                self.people[self.person_id] = "self"
        return self._own.get(column, "")

    def other(self, number: str, column: str) -> str:
        if number not in self._others:
            found = population.related_values(self.person_id, number) if self.person_id is not None else None
            self._others[number] = found.values if found else {}
            if found:
                self.people[found.person_id] = found.kinship.value
        return self._others[number].get(column, "")


def prefill(
    pack: PublishedPack,
    *,
    actor: Actor,
    person_id: int | None,
    account: AccountContact | None = None,
    purpose: str = PURPOSE,
    dossier: str = "",
    data: Mapping[str, Any] | None = None,
    on: dt.date | None = None,
    with_refused: bool = False,
) -> dict[str, Prefill]:
    """What the registry, the personal store, the account and the calendar know, by concrete path.

    ``data``: the answers so far; numbers in them lead to members of the person's own family or household, and another
    name or number than the person's own makes the register silent there. Each person read leaves an audit row under
    ``purpose`` and ``dossier`` (the code of a case, or "bản nháp 17"). ``on``: today unless said.
    ``with_refused``: also values that the form does not take (``Prefill.refused``), for who compares what was answered
    with the register; never to be filled in. Raises ``NotAllowed`` unless the person is the actor, a child or ward of
    the actor, or the actor works at a desk.
    """
    on = on or timezone.localdate()
    require_may_fill_in(actor, person_id)
    plan = blueprint(pack)
    wanted = {match.group(1) for one in plan.questions.values() if (match := _WALLET.fullmatch(one.ui.prefill))}
    papers = outside.wallet_data(actor, person_id, wanted, purpose=purpose, dossier=dossier, on=on)
    sources = Sources(person_id, account, papers)
    found: dict[str, Prefill] = {}
    # Numbers that the registry fills in lead on to their persons, so questions about the person come first.
    ordered = sorted(plan.questions.values(), key=lambda one: "(" in one.ui.prefill)
    for question in ordered:
        if not question.ui.prefill:
            continue
        for path in _places(plan, question, data or {}):
            known = _known(question, path, sources, data or {}, found, on)
            if known is not None and (with_refused or not known.refused):
                found[path] = known
    for person, kinship in sources.people.items():
        audit.record_read(
            actor=actor,
            action="procedure_forms.prefilled",
            subject=f"population.person:{person}",
            purpose=purpose,
            dossier=dossier,
            details={"procedure": pack.code, "relation": kinship},
        )
    return provenance.still_about(plan, data or {}, found)


def _places(plan: Blueprint, question: Question, data: Mapping[str, Any]) -> list[str]:
    return [path for one, path, _ in checking.every_question(plan, data) if one is question]


def _known(
    question: Question,
    path: str,
    sources: Sources,
    data: Mapping[str, Any],
    found: Mapping[str, Prefill],
    on: dt.date,
) -> Prefill | None:
    spec = question.ui.prefill
    if spec == "today":
        return _fitting(question, on.isoformat(), "today", TODAY_LABEL, locked=False)
    if spec in ("account.phone", "account.email"):
        return _fitting(question, _contact(sources.account, spec), "account", ACCOUNT_LABEL, locked=False)
    if match := _OWN.fullmatch(spec):
        text = sources.own(match.group(1))
        return _fitting(question, text, "population", REGISTER_LABEL, locked=question.ui.locked, column=match.group(1))
    if match := _OTHER.fullmatch(spec):
        number = _number_at(match.group(1), path, data, found)
        text = sources.other(number, match.group(2)) if number else ""
        return _fitting(question, text, "population", REGISTER_LABEL, locked=question.ui.locked, column=match.group(2))
    if match := _WALLET.fullmatch(spec):
        paper = sources.wallet.get(match.group(1))
        value = nesting.get(paper.data, match.group(2)) if paper else None
        if paper is None or value is None or isinstance(value, Mapping | list):
            return None
        label = f"Theo {paper.title} trong kho giấy tờ"
        return _fitting(question, str(value), "wallet", label, locked=question.ui.locked and paper.verified)
    return None


def _number_at(field: str, path: str, data: Mapping[str, Any], found: Mapping[str, Prefill]) -> str:
    group, bracket, rest = field.partition("[]")
    where = f"{path.partition(']')[0]}]{rest}" if bracket and path.startswith(f"{group}[") else field
    known = found.get(where)
    value = known.value if known and known.locked else nesting.get(data, where, known.value if known else "")
    return value if isinstance(value, str) and len(value) == 12 and value.isascii() and value.isdigit() else ""


def _contact(account: AccountContact | None, spec: str) -> str:
    if account is None:
        return ""
    text = account.phone if spec == "account.phone" else account.email
    # An account opened by e-ID has an address of ours that nobody reads.
    return "" if text.endswith((".invalid", ".local")) else text


def _fitting(
    question: Question, text: str, source: str, label: str, *, locked: bool, column: str = ""
) -> Prefill | None:
    """The value as the schema wants it, marked as refused where it does not fit; ``None`` without any."""
    if not text:
        return None
    if question.choices and all(str(value) != text for value, _ in question.choices):
        words = _WORDS.get(column, {}).get(text, text).casefold()
        text = next((str(value) for value, one in question.choices if one.casefold() == words), text)
    elif column in _WORDS and not question.choices:
        text = _WORDS[column].get(text, text)
    elif column == "permanent_unit" and question.format != "commune":
        text = outside.commune_name(text) or text
    value = read(question, text)
    if checking.flaw(question, value, outside.is_commune_today):
        return Prefill(value, source, label, refused=True)
    return Prefill(value, source, label, locked)
