"""The page of components shows everything there is, and what a component draws is safe and readable."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, engines
from django.test import Client, RequestFactory

from dean06.kernel.design.examples import all_examples, sample_form

DESIGN = Path(__file__).parents[1]
COMPONENTS = {path.stem for path in (DESIGN / "templates" / "design" / "components").glob("*.html")}


def draw(snippet: str, **context: object) -> str:
    template = engines["django"].engine.from_string("{% load design %}" + snippet)  # type: ignore[attr-defined]
    return template.render(Context(context))


@pytest.fixture
def page(client: Client) -> str:
    answer = client.get("/giao-dien/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_component_stands_on_the_page_of_components(page: str) -> None:
    assert set(re.findall(r'data-component="([a-z_]+)"', page)) == COMPONENTS


def test_every_example_uses_the_component_it_is_named_after() -> None:
    for example in all_examples(sample_form()):
        for sample in example.samples:
            assert f"design/components/{example.name}.html" in sample.snippet, example.name


def test_every_component_says_what_it_takes() -> None:
    bare = [
        name
        for name in COMPONENTS
        if not (DESIGN / "templates" / "design" / "components" / f"{name}.html").read_text("utf-8").startswith("{# ")
    ]
    assert not bare


def test_ids_on_the_page_are_unique(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_text_given_to_a_component_is_never_markup() -> None:
    drawn = draw('{% include "design/components/alert.html" with kind="info" text=text %}', text="<script>x</script>")
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (date(2026, 6, 10), "Quá hạn 5 ngày"),
        (date(2026, 6, 15), "Đến hạn hôm nay"),
        (date(2026, 6, 16), "Còn 1 ngày"),
        (date(2026, 8, 1), "Còn 47 ngày"),
    ],
)
def test_a_deadline_says_in_words_how_far_it_is(deadline: date, words: str) -> None:
    snippet = '{% include "design/components/deadline.html" with date=deadline today=today %}'
    assert words in draw(snippet, deadline=deadline, today=date(2026, 6, 15))


def test_a_finished_task_no_longer_counts_days() -> None:
    snippet = '{% include "design/components/deadline.html" with date=deadline today=today done=True %}'
    assert "Quá hạn" not in draw(snippet, deadline=date(2026, 6, 10), today=date(2026, 6, 15))


def test_nearly_everything_is_not_shown_as_everything() -> None:
    drawn = draw('{% include "design/components/progress.html" with value=999 max=1000 label="Hồ sơ" %}')
    assert "99%" in drawn
    assert "100%" not in drawn


def test_other_pages_of_a_list_keep_its_filters() -> None:
    from django.core.paginator import Paginator

    template = engines["django"].from_string('{% include "design/components/pagination.html" with page=page %}')
    request = RequestFactory().get("/nhiem-vu/", {"q": "trẻ em", "page": "3"})
    drawn = template.render({"page": Paginator(range(1000), 10).page(3)}, request)
    assert "?q=tr%E1%BA%BB+em&amp;page=4" in drawn
    assert 'aria-current="page"' in drawn
    assert "21–30 trong 1.000" in drawn


def test_a_changed_text_shows_what_went_and_what_came() -> None:
    drawn = draw('{% include "design/components/diff.html" with before=a after=b %}', a="hạn 30/6", b="hạn 15/7")
    assert re.search(r"<del>.*30/6</del>", drawn)
    assert re.search(r"<ins>.*15/7</ins>", drawn)


def test_the_style_sheet_stays_small_and_asks_no_other_site() -> None:
    style = (DESIGN / "static" / "design" / "dean06.css").read_bytes()
    assert len(style) < 60_000
    assert b"@import" not in style
    assert not re.search(rb"url\([\"']?(https?:)?//", style)


def test_fonts_and_scripts_carry_their_licences() -> None:
    static = DESIGN / "static" / "design"
    assert "SIL Open Font License" in (static / "fonts" / "OFL.txt").read_text("utf-8")
    assert "Zero-Clause BSD" in (static / "vendor" / "htmx.LICENSE").read_text("utf-8")
    named = re.findall(r'url\("(fonts/[^"]+)"\)', (static / "dean06.css").read_text("utf-8"))
    assert named
    assert all((static / name).is_file() for name in named)
