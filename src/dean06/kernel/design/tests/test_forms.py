"""Forms: label, hint, error and control belong together; days are read as written here."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django import forms
from django.http import QueryDict

from dean06.kernel.design.examples.inputs import SampleForm
from dean06.kernel.design.fields import DateField
from dean06.kernel.design.widgets import SearchPicker, SearchPickerMultiple


class DayForm(forms.Form):
    han = DateField(label="Hạn")


def test_a_wrong_field_names_its_hint_and_error() -> None:
    drawn = str(SampleForm({})["ho_ten"].as_field_group())
    assert 'aria-describedby="id_ho_ten_helptext id_ho_ten_error"' in drawn
    assert 'id="id_ho_ten_helptext"' in drawn
    assert 'id="id_ho_ten_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert '<label for="id_ho_ten">' in drawn


def test_the_summary_of_errors_leads_to_each_wrong_field() -> None:
    drawn = str(SampleForm({}))
    targets = re.findall(r'<a href="#([^"]+)"', drawn)
    assert "id_ho_ten" in targets
    assert "id_cach_nhan_0" in targets, "a group of choices is entered at its first choice"
    ids = set(re.findall(r'\sid="([^"]+)"', drawn))
    assert set(targets) <= ids


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in str(SampleForm())


def test_fields_that_may_stay_empty_say_so() -> None:
    assert "(không bắt buộc)" in str(SampleForm()["so_dien_thoai"].as_field_group())
    assert "(không bắt buộc)" not in str(SampleForm()["ho_ten"].as_field_group())


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    drawn = str(SampleForm()["cach_nhan"].as_field_group())
    assert "<fieldset" in drawn
    assert re.search(r"<legend[^>]*>Cách nhận kết quả", drawn)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3/4/2026", date(2026, 4, 3)),
        ("27/03/2026", date(2026, 3, 27)),
        ("27-3-2026", date(2026, 3, 27)),
        ("27.3.2026", date(2026, 3, 27)),
        ("2026-03-27", date(2026, 3, 27)),
    ],
)
def test_a_day_is_read_day_first(typed: str, day: date) -> None:
    form = DayForm({"han": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["han"] == day


@pytest.mark.parametrize("typed", ["31/2/2026", "4/27/2026", "27/3/26", "mai"])
def test_a_day_that_does_not_exist_is_refused_with_an_example(typed: str) -> None:
    form = DayForm({"han": typed})
    assert not form.is_valid()
    assert "27/3/2026" in form.errors["han"][0]


def test_a_day_shown_again_is_written_day_first() -> None:
    assert 'value="03/04/2026"' in str(DayForm(initial={"han": date(2026, 4, 3)})["han"])


def test_the_picker_gives_the_code_chosen_and_the_text_when_none_was() -> None:
    picker = SearchPicker("design:sample_search")
    assert picker.value_from_datadict(QueryDict("dv=so-y-te&dv_text=Sở Y tế"), {}, "dv") == "so-y-te"
    assert picker.value_from_datadict(QueryDict("dv=&dv_text= So Y te "), {}, "dv") == "So Y te"
    assert picker.value_omitted_from_data(QueryDict("khac=1"), {}, "dv")


def test_the_picker_shows_the_name_of_the_code_it_holds() -> None:
    drawn = SearchPicker("design:sample_search", label_for=lambda code: f"Tên của {code}").render("dv", "a1")
    assert 'value="Tên của a1"' in drawn
    assert 'value="a1"' in drawn


def test_the_picker_for_several_keeps_each_once_and_adds_the_text_typed() -> None:
    picker = SearchPickerMultiple("design:sample_search")
    data = QueryDict("dv=a&dv=b&dv=a&dv_text=Sở Tài chính")
    assert picker.value_from_datadict(data, {}, "dv") == ["a", "b", "Sở Tài chính"]
    drawn = picker.render("dv", ["a", "b"])
    assert drawn.count('type="checkbox"') == 2


def test_a_picker_without_its_search_view_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="khong:co"):
        SearchPicker("khong:co").render("dv", "")
