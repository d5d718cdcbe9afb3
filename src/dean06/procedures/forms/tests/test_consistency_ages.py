"""A pack may ask for an age: who is too young or too old is told so in words."""

import copy
import datetime as dt

import pytest

from dean06.procedures.catalogue.pack_format import PackFiles
from dean06.procedures.catalogue.queries import age_on
from dean06.procedures.forms.rules import checking
from dean06.procedures.forms.rules.blueprint import blueprint
from dean06.procedures.forms.tests import samples


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ((1951, 11, 22), (2026, 11, 22), 75),
        ((1951, 11, 23), (2026, 11, 22), 74),
        ((2004, 2, 29), (2026, 2, 28), 21),
        ((2004, 2, 29), (2026, 3, 1), 22),
    ],
)
def test_age_in_whole_years(born, on, age):
    assert age_on(dt.date(*born), dt.date(*on)) == age


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"x-min-age": 36}, ""),
        ({"x-min-age": 37}, "từ đủ 37 tuổi"),
        ({"x-max-age": 36}, ""),
        ({"x-max-age": 35}, "không quá 35"),
    ],
)
def test_the_form_says_who_it_is_for(rule, words):
    files = samples.files()
    schema = copy.deepcopy(files.form_schema)
    schema["properties"]["applicant"]["properties"]["birth_date"] |= rule
    plan = blueprint(PackFiles.model_validate({**files.model_dump(), "form_schema": schema}))
    found = checking.check(
        plan, samples.good(), prefill={}, channel="online", on=samples.TODAY, is_commune=lambda code: True
    )
    said = found.errors.get("applicant.birth_date", "")
    assert (words in said) if words else not said
