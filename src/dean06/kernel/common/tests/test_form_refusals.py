"""What a service refuses stands beside the field it is about, whatever the form calls that field."""

from __future__ import annotations

import pytest
from django import forms

from dean06.kernel.common.errors import Conflict, InvalidInput, NotAllowed, NotFound
from dean06.kernel.common.form_refusals import add_refusal, show_refusal


class PersonForm(forms.Form):
    number = forms.CharField()
    birth = forms.CharField()


def sent() -> PersonForm:
    form = PersonForm({"number": "1", "birth": "1990"})
    assert form.is_valid()
    return form


def test_sentences_stand_beside_their_fields_and_the_rest_above() -> None:
    form = sent()
    fields = {"personal_id": "Số có 12 chữ số.", "birth": "Ngày chưa đến.", "purpose": "Hãy chọn mục đích."}
    assert show_refusal(form, InvalidInput(fields=fields), {"personal_id": "number"})
    assert form.errors == {
        "number": ["Số có 12 chữ số."],
        "birth": ["Ngày chưa đến."],
        "__all__": ["Hãy chọn mục đích."],
    }


def test_a_refusal_about_no_field_of_the_form_says_its_own_sentence() -> None:
    for refusal in (Conflict("Đã có người làm rồi."), InvalidInput("Đã có người làm rồi.", fields={"x": "Khác."})):
        form = sent()
        assert show_refusal(form, refusal)
        assert form.errors == {"__all__": ["Đã có người làm rồi."]}


@pytest.mark.parametrize("refusal", [NotAllowed(), NotFound()])
def test_rights_and_missing_records_are_for_the_view_unless_it_wants_them_in_the_form(refusal) -> None:
    form = sent()
    assert not show_refusal(form, refusal)
    assert not form.errors
    add_refusal(form, refusal)
    assert form.errors == {"__all__": [refusal.message]}
