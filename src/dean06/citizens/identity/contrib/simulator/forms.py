"""Forms of the made-up VNeID."""

from __future__ import annotations

from typing import Any

from django import forms

from dean06.citizens.identity.types import Assurance, Level
from dean06.kernel.common.personal_id import IdForm, check_personal_id


class NumberForm(forms.Form):
    """Who signs in, and as what kind of account."""

    number = forms.CharField(
        label="Số định danh cá nhân",
        max_length=20,
        help_text="12 chữ số của một nhân vật giả định.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    level = forms.TypedChoiceField(
        label="Tài khoản định danh",
        coerce=int,
        choices=Level.choices,
        initial=Level.TWO.value,
        widget=forms.RadioSelect,
    )
    assurance = forms.TypedChoiceField(
        label="Cách xác thực",
        coerce=int,
        choices=Assurance.choices,
        initial=Assurance.TWO_FACTORS.value,
        widget=forms.RadioSelect,
    )
    organisation = forms.CharField(
        label="Mã số doanh nghiệp", max_length=14, required=False, help_text="Khi đăng nhập thay mặt doanh nghiệp."
    )
    organisation_name = forms.CharField(label="Tên doanh nghiệp", max_length=200, required=False)

    def clean_number(self) -> str:
        checked = check_personal_id(self.cleaned_data["number"])
        if not checked.number or checked.form is not IdForm.PERSONAL_ID:
            raise forms.ValidationError("Số định danh gồm đúng 12 chữ số.")
        return checked.number

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("organisation") and not cleaned.get("organisation_name"):
            self.add_error("organisation_name", "Hãy ghi tên doanh nghiệp.")
        return cleaned


class CodeForm(forms.Form):
    """The one-time code."""

    code = forms.CharField(
        label="Mã xác nhận",
        max_length=12,
        help_text="6 chữ số hiện trên điện thoại giả định.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
