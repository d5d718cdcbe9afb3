"""A pack's form read once: every question with its schema, words, section and group, in the order it is asked."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dean06.procedures.catalogue.types import FormUi, Guard, PackFiles, PublishedPack, UiField, UiSection

#: Items a group may hold where the schema sets no limit of its own, and the most it may set.
USUAL_ITEMS, MOST_ITEMS = 20, 100
#: Characters of a text where the schema sets no limit.
USUAL_LENGTH, LONG_LENGTH = 500, 4000
#: Blueprints kept in memory; a province has a few hundred published versions.
_KEPT = 512

_INDEX = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Question:
    """A leaf of the schema. ``path`` is declared (``members[].full_name``); ``group`` its repeating group ("members").

    ``needed``: its own object requires it. ``optional_object``: the nearest object around it that may be left out as a
    whole (then it is needed only when something of that object is filled in); "" when there is none.
    """

    path: str
    schema: Mapping[str, Any]
    needed: bool
    optional_object: str
    group: str
    ui: UiField
    section: UiSection | None

    @property
    def name(self) -> str:
        """Last part of the path."""
        return self.path.rpartition(".")[2]

    @property
    def label(self) -> str:
        return self.ui.label

    @property
    def kind(self) -> str:
        """Type word of the schema."""
        kind = self.schema.get("type", "string")
        return str(kind if isinstance(kind, str) else next((one for one in kind if one != "null"), "string"))

    @property
    def format(self) -> str:
        return str(self.schema.get("format", ""))

    @property
    def choices(self) -> list[tuple[Any, str]]:
        """Value and words of each possible answer; empty when free."""
        values = list(self.schema.get("enum", ()))
        labels = list(self.schema.get("x-labels", ()))
        return [
            (value, str(labels[index]) if index < len(labels) else str(value)) for index, value in enumerate(values)
        ]

    @property
    def max_length(self) -> int:
        """Most characters of a text."""
        usual = LONG_LENGTH if self.widget == "textarea" else USUAL_LENGTH
        return int(self.schema.get("maxLength", usual))

    @property
    def widget(self) -> str:
        """How it is drawn: as the pack says, else by type and format."""
        if self.ui.widget:
            return self.ui.widget
        if self.schema.get("enum"):
            return "radio" if len(self.schema["enum"]) <= 4 else "choice"
        by_format = {"date": "date", "partial-date": "partial_date", "personal-id": "person_id"}
        if self.format in by_format:
            return by_format[self.format]
        if self.format in ("commune", "phone", "email"):
            return self.format
        if self.kind == "boolean":
            return "checkbox"
        if self.kind in ("integer", "number"):
            return "number"
        return "textarea" if int(self.schema.get("maxLength", 0)) > 300 else "text"

    @property
    def guards(self) -> Guard:
        """When it is asked: the guard of its section and its own."""
        return (self.section.when if self.section else ()) + self.ui.when

    def words_of(self, value: Any) -> str:
        """Words of a choice; the value itself when free."""
        return next((words for one, words in self.choices if one == value), "" if value is None else str(value))


@dataclass(frozen=True, slots=True)
class Group:
    """A repeating group: an array of objects."""

    path: str
    needed: bool
    min_items: int
    max_items: int
    section: UiSection | None

    @property
    def title(self) -> str:
        return (self.section.title if self.section else "") or self.path

    @property
    def guards(self) -> Guard:
        return self.section.when if self.section else ()


@dataclass(frozen=True, slots=True)
class Blueprint:
    """All questions of a form."""

    questions: Mapping[str, Question]
    groups: Mapping[str, Group]
    ui: FormUi

    def at(self, concrete: str) -> Question | None:
        """The question of a concrete path (``members[0].full_name``)."""
        return self.questions.get(declared(concrete))

    def of_section(self, section: UiSection) -> list[Question]:
        """Questions of a section, in order."""
        return [self.questions[one.field] for one in section.fields if one.field in self.questions]

    def label_of(self, concrete: str) -> str:
        """What people call a field or group."""
        question = self.at(concrete)
        if question:
            return question.label
        group = self.groups.get(concrete)
        return group.title if group else concrete


def declared(concrete: str) -> str:
    """``members[0].full_name`` → ``members[].full_name``."""
    return _INDEX.sub("[]", concrete)


def beside(field: str, path: str) -> str:
    """The concrete path of a declared field; for a question of an item: of the same item."""
    group, bracket, _ = field.partition("[]")
    if bracket and declared(path).startswith(f"{group}[]"):
        return f"{path.partition(']')[0]}]{field.partition('[]')[2]}"
    return field


def files_of(pack: PublishedPack | PackFiles) -> PackFiles:
    """The files of a published pack, or the files themselves (a pack that is being checked)."""
    return pack.files if isinstance(pack, PublishedPack) else pack


_known: OrderedDict[int, tuple[PackFiles, Blueprint]] = OrderedDict()


def blueprint(pack: PublishedPack | PackFiles) -> Blueprint:
    """The blueprint of a pack, built once for each version in memory."""
    files = files_of(pack)
    # Kept with the files themselves, so that the id cannot be that of another object.
    kept = _known.get(id(files))
    if kept is not None and kept[0] is files:
        return kept[1]
    built = build(files)
    _known[id(files)] = (files, built)
    while len(_known) > _KEPT:
        _known.popitem(last=False)
    return built


def build(files: PackFiles) -> Blueprint:
    """Read the schema and the words of a form. Questions of the form's words come first, in their order; questions
    that only the schema knows (filled in by the parent of an interlinked service) follow, named by their title."""
    places: dict[str, tuple[UiField, UiSection]] = {}
    for section in files.ui.sections:
        for field in section.fields:
            places.setdefault(field.field, (field, section))
    groups: dict[str, Group] = {}
    found: dict[str, Question] = {}
    for path, schema, needed, optional, group in _leaves(files.form_schema, "", "", "", groups, files.ui):
        ui, section_of = places.get(path, (UiField(field=path, label=str(schema.get("title", path))), None))
        found[path] = Question(path, schema, needed, optional, group, ui, section_of)
    ordered = {path: found[path] for path in places if path in found} | found
    return Blueprint(ordered, groups, files.ui)


def _leaves(
    schema: Mapping[str, Any], prefix: str, optional: str, group: str, groups: dict[str, Group], ui: FormUi
) -> Iterator[tuple[str, Mapping[str, Any], bool, str, str]]:
    required = set(schema.get("required", ()))
    for name, node in schema.get("properties", {}).items():
        path = f"{prefix}{name}"
        kind = node.get("type")
        if kind == "object":
            inner = optional if name in required else path
            yield from _leaves(node, f"{path}.", inner, group, groups, ui)
        elif kind == "array":
            items = node.get("items", {})
            if group or items.get("type") != "object":
                continue  # groups within groups and lists of plain values are not part of the vocabulary
            groups[path] = _group(path, node, name in required, ui)
            yield from _leaves(items, f"{path}[].", "", path, groups, ui)
        else:
            yield path, node, name in required, optional, group


def _group(path: str, node: Mapping[str, Any], needed: bool, ui: FormUi) -> Group:
    section = next((one for one in ui.sections if one.repeat and one.repeat.removesuffix("[]") == path), None)
    most = min(int(node.get("maxItems", USUAL_ITEMS)), MOST_ITEMS)
    least = int(node.get("minItems", 1 if needed else 0))
    return Group(path, needed, min(least, most), most, section)
