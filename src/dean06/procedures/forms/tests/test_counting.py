"""The number of questions told before the first one is the number that is asked."""

from __future__ import annotations

import itertools

import pytest

from dean06.procedures.catalogue.queries import read_packs
from dean06.procedures.forms import queries
from dean06.procedures.forms.rules.blueprint import blueprint
from dean06.procedures.forms.rules.counting import questions
from dean06.procedures.forms.tests import samples
from dean06.procedures.forms.types import Prefill

PACKS = list(read_packs())


def _form(ui_fields: list[dict], **properties: dict):
    sections = [{"id": "main", "title": "Phần", "fields": ui_fields}]
    ui = {"sections": sections, "declaration": "Cam đoan.", "application_title": "Tờ khai"}
    return samples.files(schema={"type": "object", "properties": properties}, ui=ui)


KIND = {"type": "string", "enum": ["lost", "broken"], "x-labels": ["Mất", "Hỏng"]}
TEXT = {"type": "string"}


def test_questions_that_exclude_each_other_are_not_added_up() -> None:
    pack = _form(
        [
            {"field": "kind", "label": "Vì sao?"},
            {"field": "where", "label": "Mất ở đâu?", "when": [{"field": "kind", "value": "lost"}]},
            {"field": "day", "label": "Mất ngày nào?", "when": [{"field": "kind", "value": "lost"}]},
            {"field": "how", "label": "Hỏng thế nào?", "when": [{"field": "kind", "value": "broken"}]},
        ],
        kind=KIND, where=TEXT, day=TEXT, how=TEXT,
    )  # fmt: skip
    asked = queries.questions(pack)
    assert (asked.least, asked.most) == (1, 3)
    locked = {"kind": Prefill("broken", "population", "Theo đăng ký", locked=True)}
    asked = queries.questions(pack, locked)
    assert (asked.least, asked.most) == (0, 1)


def test_what_is_filled_in_or_asked_in_another_channel_does_not_count() -> None:
    pack = _form(
        [
            {"field": "name", "label": "Họ tên"},
            {"field": "phone", "label": "Điện thoại"},
            {"field": "desk", "label": "Quầy số", "when": [{"field": "case.channel", "value": "direct"}]},
        ],
        name=TEXT, phone=TEXT, desk=TEXT,
    )  # fmt: skip
    asked = queries.questions(pack, {"name": Prefill("Nguyễn Văn Mẫu", "population", "Theo đăng ký")})
    assert (asked.least, asked.most) == (1, 1)
    assert queries.questions(pack, channel="direct").most == 3


def test_a_screen_with_several_questions_counts_them_all() -> None:
    """The move of the samples: five screens, but more questions."""
    pack = samples.published()
    form = queries.form(pack, {}, channel="online")
    asked = queries.questions(pack)
    assert asked.least > len(queries.steps(form))


@pytest.mark.parametrize("pack", PACKS, ids=[one.meta.code for one in PACKS])
def test_no_example_of_any_pack_asks_more_or_less_than_was_told(pack) -> None:
    told = questions(blueprint(pack), {}, "online")
    assert 0 <= told.least <= told.most <= len(blueprint(pack).questions)
    for name, example in pack.examples.items():
        if example.errors:
            continue
        asked = queries.diet(pack, example.data).asked
        # With no source at all, whatever a family member's number would have filled in is typed as well.
        assert asked <= told.most, name
        assert asked >= told.least, name


def test_the_most_is_never_smaller_than_any_combination_of_answers() -> None:
    pack = _form(
        [
            {"field": "a", "label": "A"},
            {"field": "b", "label": "B", "when": [{"field": "a", "value": "lost"}]},
            {"field": "c", "label": "C", "when": [{"field": "b", "value": True}]},
            {"field": "d", "label": "D", "when": [{"field": "a", "op": "ne", "value": "lost"}]},
            {"field": "e", "label": "E", "when": [{"field": "b", "op": "present", "value": False}]},
        ],
        a=KIND, b={"type": "boolean"}, c=TEXT, d=TEXT, e=TEXT,
    )  # fmt: skip
    told = queries.questions(pack)
    for a, b in itertools.product([None, "lost", "broken"], [None, True, False]):
        data = {key: value for key, value in (("a", a), ("b", b)) if value is not None}
        assert told.least <= queries.diet(pack, data).asked <= told.most, data
