"""PRIVATE. A draft being filled in at the desk, as one request sees it: answers, papers, fees, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError
from dean06.procedures.cases.types import ApplicantInput, Channel, DocumentInput
from dean06.procedures.catalogue.queries import value_at
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import queries as forms
from dean06.procedures.forms.types import DocumentNeed, Form
from dean06.socioeconomic.payments.types import FeeLine
from dean06.web.desk import applicants, reception_papers
from dean06.web.desk.reception_forms import WhoForm

_WALLET = "wallet-"
_FILE = "file-"


@dataclass
class Work:
    """What the page is about. ``session`` keeps who hands in and what was scanned between requests."""

    actor: Actor
    session: Any
    draft: Any
    pack: PublishedPack
    who: WhoForm
    data: dict[str, Any]
    channel: Channel
    errors: dict[str, str] = field(default_factory=dict)
    #: (id of the field, label, sentence) of what keeps the case from being handed in.
    problems: list[tuple[str, str, str]] = field(default_factory=list)

    @classmethod
    def opened(cls, actor: Actor, session: Any, draft: Any, pack: PublishedPack) -> Work:
        """The draft as it was left."""
        kept = applicants.remembered(session, draft.pk)
        kept.setdefault("birth", draft.birth_date)
        who = WhoForm(initial=kept, verified=bool(draft.person_id), asked=_asked_in(pack))
        return cls(actor, session, draft, pack, who, dict(draft.data), _channel(kept.get("channel")))

    @classmethod
    def sent(cls, actor: Actor, session: Any, draft: Any, pack: PublishedPack, post: QueryDict, files: Any) -> Work:
        """The draft with what the page sent; scanned files are taken in, each refusal becomes a problem."""
        who = WhoForm(post, verified=bool(draft.person_id), asked=_asked_in(pack))
        work = cls(actor, session, draft, pack, who, forms.merge_post(pack, draft.data, post), Channel.DIRECT)
        who.is_valid()
        work.channel = _channel(who.cleaned_data.get("channel"))
        reused = {
            name: int(str(value)) for name, value in post.items() if name.startswith(_WALLET) and str(value).isdigit()
        }
        before = {k: v for k, v in applicants.remembered(session, draft.pk).items() if not k.startswith(_WALLET)}
        applicants.remember(session, draft.pk, {**before, **who.cleaned_data, **reused})
        work._take_in(files)
        return work

    def _take_in(self, files: Any) -> None:
        known = {document.id for document in self.pack.files.documents.documents}
        for name, upload in files.items():
            requirement = name.removeprefix(_FILE)
            if not name.startswith(_FILE) or requirement not in known:
                continue
            try:
                kept = reception_papers.take_in(self.actor, upload)
            except DomainError as error:
                self.problems.append((f"giay-{requirement}", "", error.message))
            else:
                applicants.keep_file(self.session, self.draft.pk, requirement, kept)

    @cached_property
    def known(self) -> Mapping[str, Any]:
        """What the State knows already; leaves its audit rows."""
        return forms.prefill(
            self.pack,
            actor=self.actor,
            person_id=self.draft.person_id,
            dossier=f"Bản nháp {self.draft.pk}",
            data=self.data,
        )

    @cached_property
    def filled(self) -> dict[str, Any]:
        """The answers with what the State knows."""
        return forms.with_prefill(self.data, self.known)

    @cached_property
    def form(self) -> Form:
        """The form, ready to be drawn."""
        return forms.form(
            self.pack,
            self.filled,
            prefill=self.known,
            errors=self.errors,
            channel=self.channel.word,
            audience="officer",
        )

    @cached_property
    def stored(self) -> list[Any]:
        """Usable papers of the applicant's store."""
        plain = forms.required_documents(self.pack, self.filled, self.channel.word)
        return reception_papers.store_papers(self.draft.person_id, plain, timezone.localdate())

    @cached_property
    def needs(self) -> list[DocumentNeed]:
        """The papers that are asked for with these answers."""
        return forms.required_documents(self.pack, self.filled, self.channel.word, usable=self.stored)

    @property
    def scanned(self) -> dict[str, dict[str, Any]]:
        """Papers scanned at this desk."""
        return applicants.kept_files(self.session, self.draft.pk)

    @property
    def chosen(self) -> dict[str, int]:
        """Papers of the store to be used again; only those that are on offer."""
        offered = {paper.document_id for paper in self.stored}
        kept = applicants.remembered(self.session, self.draft.pk)
        return {
            name.removeprefix(_WALLET): value
            for name, value in kept.items()
            if name.startswith(_WALLET) and value in offered
        }

    @property
    def papers(self) -> list[DocumentInput]:
        """The papers as they will be handed in."""
        return reception_papers.inputs(self.needs, self.scanned, self.chosen)

    @cached_property
    def fees(self) -> list[FeeLine]:
        """What is due when handing in."""
        today = timezone.localdate()
        return forms.fee_lines(self.pack, self.filled, self.channel.word, today, due="submission")

    @property
    def applicant(self) -> ApplicantInput:
        """Who the case is for."""
        given = {**self.who.cleaned_data, **_contacts(self.pack, self.filled)}
        return applicants.applicant(self.draft.person_id, given)

    def check(self) -> dict[str, Any]:
        """The data to hand in; ``problems`` and ``errors`` hold what is wrong."""
        checked = forms.check(
            self.pack, self.filled, prefill=self.known, channel=self.channel.word, on=timezone.localdate()
        )
        self.errors = dict(checked.errors)
        self.__dict__.pop("form", None)
        for name, errors in self.who.errors.items():
            label = self.who.fields[name].label if name in self.who.fields else ""
            self.problems.append((f"id_nop-{name}", str(label or ""), str(errors[0])))
        wrong = self.form.error_list
        if wrong:
            self.problems.append((wrong[0][0], "", f"Tờ khai: {len(wrong)} chỗ cần sửa, liệt kê ở đầu tờ khai."))
        for need in reception_papers.lacking(self.needs, self.papers):
            self.problems.append((f"giay-{need.document.id}", "", f"Thiếu giấy tờ: {need.document.title}."))
        return checked.data


def _contact_paths(pack: PublishedPack) -> dict[str, str]:
    """ "phone" and "email" → field of the pack's own form that asks for it: nobody is asked twice."""
    fields = [field for section in pack.files.ui.sections if not section.repeat for field in section.fields]
    return {name: field.field for field in fields for name in ("phone", "email") if field.prefill == f"account.{name}"}


def _asked_in(pack: PublishedPack) -> frozenset[str]:
    return frozenset(_contact_paths(pack))


def _contacts(pack: PublishedPack, data: Mapping[str, Any]) -> dict[str, str]:
    """How to reach the applicant, as the pack's own form says."""
    found = {name: value_at(data, path) for name, path in _contact_paths(pack).items()}
    return {name: value for name, value in found.items() if isinstance(value, str) and value}


def _channel(value: Any) -> Channel:
    return Channel(value) if value in Channel.values else Channel.DIRECT
