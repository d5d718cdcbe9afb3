"""A draft with everything that its pages show: the form as far as filled in, what the State knows, papers, fees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from dean06.citizens.identity import queries as identity
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotFound
from dean06.kernel.population import queries as population
from dean06.procedures.cases.types import ApplicantInput
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import queries as forms
from dean06.procedures.forms import services as form_services
from dean06.procedures.forms.types import Checked, Form, FormStep, Prefill
from dean06.web.portal import draft_papers
from dean06.web.portal.draft_papers import PaperSlot

CHANNEL = "online"
#: Ids of the pages after the questions, as kept with the draft.
PAPERS, REVIEW = "giay-to", "xem-lai"
#: Beside an answer that may be another person's.
OF_THE_OTHER = (
    "Ô này vẫn ghi dữ liệu dân cư của người trước, trong khi họ tên hoặc số định danh đã đổi. "
    "Hãy xem lại; nếu vẫn đúng, bấm Tiếp tục."
)


@dataclass
class Contact:
    """How the citizen is reached, as forms take it."""

    phone: str = ""
    email: str = ""


@dataclass
class Application:
    """One draft for one request."""

    request: HttpRequest
    actor: Actor
    draft: Any
    pack: PublishedPack
    data: dict[str, Any]
    today: dt.date

    @cached_property
    def prefill(self) -> dict[str, Prefill]:
        """What the State knows; leaves the audit rows of the look."""
        return forms.prefill(
            self.pack,
            actor=self.actor,
            person_id=self.draft.person_id,
            account=self.contact,
            dossier=f"Bản nháp {self.draft.pk}",
            data=self.data,
            on=self.today,
        )

    @cached_property
    def contact(self) -> Contact:
        account = identity.account(self.actor)
        return Contact(account.phone, account.email) if account else Contact()

    @property
    def person_id(self) -> int:
        """Whom the dossier is for: the citizen, or the child or ward the draft was begun for."""
        return int(self.draft.person_id or self.actor.person_id or 0)

    def checked(self) -> Checked:
        """All answers as they may be used, and what is wrong with them."""
        return forms.check(self.pack, self.filled, prefill=self.prefill, channel=CHANNEL, on=self.today)

    @property
    def filled(self) -> dict[str, Any]:
        return forms.with_prefill(self.data, self.prefill)

    def form(self, errors: dict[str, str] | None = None, warnings: dict[str, str] | None = None) -> Form:
        """The form as the answers stand."""
        return forms.form(self.pack, self.data, prefill=self.prefill, errors=errors, warnings=warnings, channel=CHANNEL)

    @cached_property
    def papers(self) -> list[PaperSlot]:
        """The papers that the answers ask for."""
        return draft_papers.slots(self.request, self.holder, self.pack, self.filled, self.person_id, self.today)

    @property
    def holder(self) -> str:
        """Under which label its papers are kept."""
        return f"{draft_papers.DRAFT}:{self.draft.pk}"

    @cached_property
    def fees(self) -> list[Any]:
        """Fees and charges with these answers, whenever due."""
        return forms.fee_lines(self.pack, self.filled, CHANNEL, self.today)

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.fees)

    @property
    def steps(self) -> list[dict[str, str]]:
        """Where the citizen is, for the component ``steps``."""
        at = {PAPERS: 1, REVIEW: 2}.get(self.draft.section, 0)
        labels = ("Trả lời câu hỏi", "Giấy tờ", "Xem lại, gửi")
        return [
            {"label": label, "state": "done" if place < at else "current" if place == at else ""}
            for place, label in enumerate(labels)
        ]

    def save(self, section: str, revision: int | None = None) -> None:
        """Keep the answers. Raises ``DraftChanged``."""
        self.draft = form_services.save_draft(
            actor=self.actor, draft_id=self.draft.pk, data=self.data, section=section, revision=revision
        )

    def take(self, post: QueryDict) -> dict[str, str]:
        """Put what a page sent into the answers. When it made another person of whom the form is about, what the State
        knew of the first one goes; what stood on the same page stays, with a sentence (by path) to look at it again."""
        merged = forms.merge_post(self.pack, self.data, post)
        if not forms.person_changed(self.pack, self.data, merged):
            self.data = merged
            return {}
        known = self.prefill
        self.data = merged
        del self.prefill
        released = forms.released(self.data, post, before=known, after=self.prefill)
        self.data = released.data
        return dict.fromkeys(released.seen, OF_THE_OTHER)

    def applicant(self) -> ApplicantInput:
        """Who the dossier is for: the citizen, or the child or ward the draft was begun for."""
        person = population.persons([self.person_id]).get(self.person_id)
        if person is None:
            raise NotFound("Không tìm thấy người nộp trong dữ liệu dân cư.")
        born = (
            dt.date(person.birth_year, person.birth_month, person.birth_day)
            if (person.birth_month and person.birth_day)
            else None
        )
        values = population.prefill_values(person.person_id)
        return ApplicantInput(
            full_name=person.full_name,
            number=person.personal_id or "",
            birth_date=born,
            person_id=person.person_id,
            phone=self.contact.phone,
            email=self.contact.email,
            address=values.get("permanent_address", ""),
        )


def open_application(request: HttpRequest, actor: Actor, draft_id: int) -> Application:
    """The draft of this citizen. Raises ``DraftNotFound``."""
    draft = form_services.draft(actor, draft_id)
    return Application(
        request=request,
        actor=actor,
        draft=draft,
        pack=catalogue.pack(draft.version_id),
        data=dict(draft.data),
        today=timezone.localdate(),
    )


def errors_of(step: FormStep, checked: Checked) -> dict[str, str]:
    """The errors that belong to one page."""
    paths = {field.path for field in step.fields} | {field.path for item in step.section.items for field in item.fields}
    group = step.section.repeat
    return {
        path: sentence
        for path, sentence in checked.errors.items()
        if path in paths or (group and step.repeats and (path == group or path.startswith(f"{group}[")))
    }
