"""PRIVATE. Two versions of one draft, side by side: nothing that somebody typed is thrown away unseen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import drawing, outside
from dean06.procedures.forms.rules import checking
from dean06.procedures.forms.rules.blueprint import blueprint
from dean06.procedures.forms.types import Difference


def differences(
    pack: PublishedPack, mine: Mapping[str, Any], theirs: Mapping[str, Any], channel: str
) -> list[Difference]:
    """Fields that the two fill in differently, in the order of the form."""
    sides = [_spoken(pack, data, channel) for data in (mine, theirs)]
    labels = {path: label for side in sides for path, (label, _) in side.items()}
    found = []
    plan = blueprint(pack)
    ordered = dict.fromkeys(
        path for data in (mine, theirs) for _question, path, _item in checking.every_question(plan, data)
    )
    for path in ordered:
        first, second = (side.get(path, ("", ""))[1] for side in sides)
        if first != second:
            found.append(Difference(labels[path], first, second))
    return found


def _spoken(pack: PublishedPack, data: Mapping[str, Any], channel: str) -> dict[str, tuple[str, str]]:
    """Label and words of each field, by concrete path; items carry their number."""
    drawer = drawing.Drawer(
        pack,
        data,
        prefill={},
        errors={},
        warnings={},
        channel=channel,
        audience="officer",
        commune_name=outside.commune_name,
    )
    spoken: dict[str, tuple[str, str]] = {}
    for section in drawer.form().sections:
        for field in section.fields:
            spoken[field.path] = (field.label, field.shown)
        for item in section.items:
            for field in item.fields:
                spoken[field.path] = (f"{item.title}: {field.label}", field.shown)
    return spoken
