"""Forms of the pages under ``/cong-dan/``."""

from __future__ import annotations

from django import forms

from dean06.citizens.identity.types import Assurance, Level


class AssuranceForm(forms.Form):
    """What one act asks for."""

    level = forms.TypedChoiceField(label="Mức độ định danh", coerce=int, choices=Level.choices)
    assurance = forms.TypedChoiceField(label="Mức xác thực", coerce=int, choices=Assurance.choices)
    source = forms.CharField(label="Căn cứ", max_length=200, help_text="Số, ngày của văn bản.")
