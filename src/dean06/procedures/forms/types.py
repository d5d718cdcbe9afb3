"""PUBLIC. What forms are made of, and what their queries and services take and return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from dean06.procedures.catalogue.types import PublishedPack, RequiredDocument

#: Purpose of the audit rows that prefilling leaves.
PURPOSE = "GIAI_QUYET_TTHC"


class AccountContact(Protocol):
    """An account as far as a form needs it: how to reach the person."""

    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Prefill:
    """A value that the State knows already. ``source``: population, wallet, account, today. ``label`` names the source
    to people; ``locked``: the register rules, what was sent instead is ignored; ``refused``: the form does not take it
    (a birth date outside the limits of the procedure), it is only there to be compared with."""

    value: Any
    source: str
    label: str
    locked: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer."""

    value: str
    label: str
    selected: bool = False


@dataclass(frozen=True, slots=True)
class FormField:
    """One question, ready to be drawn. ``path`` is concrete (``members[0].full_name``) and the name of the control."""

    path: str
    declared: str
    label: str
    hint: str
    question: str
    widget: str
    schema: Mapping[str, Any]
    required: bool
    choices: tuple[Choice, ...]
    locked: bool
    #: Typed value; ``text`` is what the control holds, ``shown`` what people read.
    value: Any
    text: str
    shown: str
    #: Label of the source of a prefilled value ("" when typed); ``prefilled``: the value is still that of the source.
    source: str
    prefilled: bool
    error: str
    warning: str
    #: The guard holds with the data as they are.
    when_ok: bool
    #: The guard as JSON for the script ("" when there is none), and in words for who has no script.
    when_json: str = ""
    when_words: str = ""
    correction_url: str = ""
    autocomplete: str = "off"
    inputmode: str = ""
    max_length: int = 0
    #: A person's number that other questions are filled in from.
    drives: bool = False
    #: ... and some of those stand in the same section: the number is asked first, on a page of its own.
    drives_section: bool = False

    @property
    def short(self) -> bool:
        """The answer is short whatever it is: the control says so by its width."""
        return self.widget in ("date", "partial_date", "person_id", "phone", "number", "money")

    @property
    def name(self) -> str:
        """Name of the control."""
        return self.path

    @property
    def dom_id(self) -> str:
        """Id of the control; links of the error summary lead to it."""
        return "f-" + self.path.replace("[", "-").replace("]", "").replace(".", "-")

    @property
    def focus_id(self) -> str:
        """The element that takes the focus: the first choice of a radio group, else the control."""
        return f"{self.dom_id}-0" if self.widget == "radio" and self.choices and not self.locked else self.dom_id

    @property
    def described_by(self) -> str:
        """Ids of hint, source and error, as ``aria-describedby``."""
        ids = [f"{self.dom_id}-hint"] if self.hint or self.format_hint else []
        ids += [f"{self.dom_id}-source"] if self.source else []
        ids += [f"{self.dom_id}-error"] if self.error else []
        ids += [f"{self.dom_id}-warning"] if self.warning else []
        return " ".join(ids)

    @property
    def format_hint(self) -> str:
        """How to write it, for formats that people write in several ways."""
        return {
            "date": "Ngày/tháng/năm, ví dụ 27/3/1990 hoặc 27031990",
            "partial_date": "Ngày/tháng/năm; không nhớ ngày thì ghi tháng/năm hoặc chỉ ghi năm",
            "person_id": "12 chữ số trên thẻ căn cước",
            "commune": "Gõ tên xã, phường rồi chọn trong danh sách",
        }.get(self.widget, "")

    @property
    def asked(self) -> str:
        """The question as a citizen is asked."""
        return self.question or self.label


@dataclass(frozen=True, slots=True)
class FormItem:
    """One item of a repeating group."""

    number: int
    title: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class FormSection:
    """Questions that belong together. A repeating section has ``items`` and no ``fields`` of its own."""

    id: str
    title: str
    help: str
    fields: tuple[FormField, ...]
    repeat: str = ""
    item_title: str = ""
    items: tuple[FormItem, ...] = ()
    when_ok: bool = True
    when_json: str = ""
    when_words: str = ""
    can_add: bool = False
    can_remove: bool = False
    error: str = ""

    @property
    def all_fields(self) -> tuple[FormField, ...]:
        """The fields, those of items included."""
        return self.fields + tuple(one for item in self.items for one in item.fields)

    @property
    def dom_id(self) -> str:
        """Id of the section's heading."""
        return f"phan-{self.id}"

    @property
    def has_errors(self) -> bool:
        return bool(self.error) or any(one.error for one in self.all_fields)


@dataclass(frozen=True, slots=True)
class FormStep:
    """A page of the citizen's way: a section, or one question of it."""

    id: str
    title: str
    section: FormSection
    fields: tuple[FormField, ...]
    number: int
    total: int
    #: One question has the page for itself: its question is the heading.
    alone: bool = False

    @property
    def repeats(self) -> bool:
        return bool(self.section.repeat)

    @property
    def has_errors(self) -> bool:
        return any(one.error for one in self.fields) or (self.repeats and self.section.has_errors)


@dataclass(frozen=True, slots=True)
class Form:
    """A form with its data, ready to be drawn both ways."""

    pack: PublishedPack
    sections: tuple[FormSection, ...]
    declaration: str
    audience: str
    channel: str
    errors: Mapping[str, str] = field(default_factory=dict)
    warnings: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Every field, shown or not."""
        return tuple(one for section in self.sections for one in section.all_fields)

    @property
    def shown_sections(self) -> tuple[FormSection, ...]:
        """Sections whose guard holds, with the fields whose guard holds: what a review page lists."""
        return tuple(section for section in self.sections if section.when_ok)

    @property
    def error_list(self) -> tuple[tuple[str, str, str], ...]:
        """(id to go to, label, sentence) in the order of the form, then what belongs to no field."""
        listed = [(one.focus_id, one.label, one.error) for one in self.fields if one.error]
        listed += [(section.dom_id, section.title, section.error) for section in self.sections if section.error]
        known = {one.path for one in self.fields} | {section.repeat for section in self.sections}
        return tuple(listed) + tuple(("", "", text) for path, text in self.errors.items() if path not in known)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One answer as it will be handed in, with the page on which it is changed."""

    label: str
    shown: str
    source: str
    locked: bool
    error: str
    step_id: str


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """The answers of a section."""

    title: str
    step_id: str
    rows: tuple[ReviewRow, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """Data as they may be used (declared, visible fields only; locked values of the register in place) and what is
    wrong with them, by concrete path. ``warnings`` do not stop anybody."""

    data: dict[str, Any]
    errors: dict[str, str]
    warnings: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.errors


@dataclass(frozen=True, slots=True)
class PageAct:
    """What the button of a form page asks: ``next``, ``back``, ``save``, ``add`` or ``remove`` (an item)."""

    kind: str = "next"
    group: str = ""
    index: int = -1


@dataclass(frozen=True, slots=True)
class DocumentNeed:
    """A paper of the dossier with what makes it unnecessary: ``satisfied_by`` "", "wallet", "population", "dataset";
    ``types`` are the papers of the personal store that do (``wallet_ids`` when the store was asked)."""

    document: RequiredDocument
    satisfied_by: str = ""
    note: str = ""
    types: tuple[str, ...] = ()
    wallet_ids: tuple[int, ...] = ()

    @property
    def must_upload(self) -> bool:
        """True if it has to be handed in."""
        return not self.satisfied_by and not self.document.optional


@dataclass(frozen=True, slots=True)
class Diet:
    """How much a form spares: data items of the paper form, those still asked for, those filled in by the State."""

    paper_items: int
    asked: int
    prefilled: int

    @property
    def saved_percent(self) -> int:
        """Share of the paper form's items that nobody types any more, a whole percent, rounded down, never below 0."""
        return max(0, (self.paper_items - self.asked) * 100 // self.paper_items) if self.paper_items else 0


@dataclass(frozen=True, slots=True)
class DraftRef:
    """A draft for lists."""

    draft_id: int
    procedure_code: str
    title: str
    section: str
    resume_code: str
    updated_at: dt.datetime
    expires_at: dt.datetime
    assisted_agency: str
    for_person_id: int | None
    revision: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two writers of a draft filled in differently."""

    label: str
    mine: str
    theirs: str
