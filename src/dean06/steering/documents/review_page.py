"""PRIVATE. What the review page shows: cards with their bodies and lights, what needs attention, what is offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import compare_key
from dean06.kernel.units import queries as units
from dean06.kernel.units.types import AgencyRef
from dean06.steering.documents import filling, queries
from dean06.steering.documents.models import DocumentState, ReviewTask, SourceDocument
from dean06.steering.documents.types import Light

TASKS_TAB = "nhiem-vu"
FINDINGS_TAB = "can-xem"
#: Fields the rules may be unsure of, as a person calls them.
FIELD_NAMES = {"lead": "cơ quan chủ trì", "deadline": "thời hạn", "text": "nội dung"}


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body on a card. ``today``: its present name when the paper prints another; ``choices``: candidates."""

    text: str
    agency: str | None
    today: str
    choices: list[AgencyRef]
    note: str


@dataclass(slots=True)
class Card:
    """A task as its card shows it. ``section``: the heading above the card where a new section begins."""

    task: ReviewTask
    section: str
    lead: list[BodyView]
    coordinating: list[BodyView]
    lights: list[Light]

    @property
    def is_clear(self) -> bool:
        """True when all five lights are on."""
        return all(light.on for light in self.lights)

    @property
    def has_open_body(self) -> bool:
        """True when a body is not known today."""
        return any(not body.agency for body in (*self.lead, *self.coordinating))

    @property
    def needs_attention(self) -> bool:
        """True when somebody should look at it before it is issued."""
        task = self.task
        return not task.dropped and bool(not self.is_clear or task.uncertain or self.has_open_body)

    @property
    def doubts(self) -> str:
        """The fields to look at, in words."""
        return ", ".join(FIELD_NAMES.get(name, name) for name in self.task.uncertain)


@dataclass(slots=True)
class OpenName:
    """A printed name that leads to no single body of today, and how many tasks wait for it."""

    text: str
    tasks: int
    choices: list[AgencyRef]
    note: str
    first: int


@dataclass(slots=True)
class ReviewPage:
    """Everything of one document under review; ``cards`` hold dropped tasks too."""

    document: SourceDocument
    cards: list[Card]
    can_review: bool
    can_issue: bool
    kept: int = 0
    clear: int = 0
    doubtful: int = 0
    next_open: int | None = None
    open_names: list[OpenName] = field(default_factory=list)
    heads_to_fill: int = 0
    products_to_fill: int = 0
    measures_to_fill: int = 0

    @property
    def tasks(self) -> list[ReviewTask]:
        """All tasks in order."""
        return [card.task for card in self.cards]

    def only(self, ids: Iterable[int]) -> list[Card]:
        """The cards of these tasks, in order."""
        wanted = set(ids)
        return [card for card in self.cards if card.task.pk in wanted]

    def neighbours(self, task_id: int) -> tuple[Card | None, Card | None]:
        """The cards before and after that of a task."""
        place = next(index for index, card in enumerate(self.cards) if card.task.pk == task_id)
        before = self.cards[place - 1] if place else None
        return before, self.cards[place + 1] if place + 1 < len(self.cards) else None

    def tabs(self, shown: str) -> list[tuple[str, str, int, bool]]:
        """The tabs of the right pane: label, address, count, whether it is the one shown."""
        recognised = self.document.recognised
        counted = {
            TASKS_TAB: ("Nhiệm vụ", self.kept),
            FINDINGS_TAB: ("Số liệu cần xem lại", len(self.document.findings)),
            "dich-vu": ("Dịch vụ công", len(recognised.get("services", ()))),
            "so-lieu": ("Số liệu", len(recognised.get("figures", ()))),
            "kien-nghi": ("Kiến nghị", len(recognised.get("recommendations", ()))),
        }
        return [(label, f"?xem={code}", count, code == shown) for code, (label, count) in counted.items()]

    def tab(self, asked: str | None) -> str:
        """The tab asked for; else tasks, or findings when there is nothing else."""
        if asked in {address.removeprefix("?xem=") for _, address, _, _ in self.tabs("")}:
            return str(asked)
        return TASKS_TAB if self.kept or not self.document.findings else FINDINGS_TAB


def review_page(actor: Actor, document: SourceDocument) -> ReviewPage:
    """The page of ``document`` as ``actor`` may see it; a constant number of queries."""
    tasks = list(document.tasks.all())
    can_review = actor.can("documents.review") and document.state == DocumentState.UNDER_REVIEW
    cards = _cards(tasks)
    page = ReviewPage(document, cards, can_review, can_review and actor.can("assignments.issue"))
    kept = [card for card in cards if not card.task.dropped]
    waiting = [card for card in kept if card.needs_attention]
    page.kept = len(kept)
    page.clear = sum(card.is_clear for card in kept)
    page.doubtful = sum(bool(card.task.uncertain) for card in kept)
    page.next_open = waiting[0].task.pk if waiting else None
    page.open_names = _open_names(kept)
    if can_review:
        page.heads_to_fill = len(filling.heads(tasks))
        page.products_to_fill = len(filling.without_product(tasks))
        page.measures_to_fill = len(filling.without_measure(tasks))
    return page


def _cards(tasks: list[ReviewTask]) -> list[Card]:
    bodies = [body for task in tasks for body in (*task.lead, *task.coordinating)]
    codes = {code for body in bodies for code in (body.get("agency"), *body.get("choices", ())) if code}
    agencies = units.get_agencies(codes) if codes else {}
    cards = []
    path: list[str] = []
    for task in tasks:
        # A task added by hand stands under no heading; it must not make the heading of its neighbours appear twice.
        begins = bool(task.section_path) and task.section_path != path
        path = task.section_path or path
        cards.append(
            Card(
                task=task,
                section=task.section_path[-1] if begins else "",
                lead=[_body(body, agencies) for body in task.lead],
                coordinating=[_body(body, agencies) for body in task.coordinating],
                lights=queries.lights(task),
            )
        )
    return cards


def _body(body: dict[str, Any], agencies: dict[str, AgencyRef]) -> BodyView:
    agency = agencies.get(body.get("agency") or "")
    known = {compare_key(name) for name in (agency.name, agency.short_name)} if agency else set()
    return BodyView(
        text=body["text"],
        agency=agency.code if agency else None,
        today=agency.name if agency and compare_key(body["text"]) not in known else "",
        choices=[agencies[code] for code in body.get("choices", ()) if code in agencies],
        note=body.get("note", ""),
    )


def _open_names(cards: list[Card]) -> list[OpenName]:
    found: dict[str, OpenName] = {}
    for card in cards:
        for body in {body.text: body for body in (*card.lead, *card.coordinating) if not body.agency}.values():
            name = found.setdefault(body.text, OpenName(body.text, 0, body.choices, body.note, card.task.pk))
            name.tasks += 1
    return sorted(found.values(), key=lambda name: -name.tasks)
