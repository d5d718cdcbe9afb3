"""PRIVATE. Forms of review. They read what was typed; the rules are in ``acts`` and ``rules``."""

from __future__ import annotations

from typing import Any

from django import forms

from dean06.ecosystem.review.types import RefusalCode
from dean06.kernel.design.widgets import FileDrop
from dean06.kernel.files.types import ALLOWED_EXTENSIONS

_WORDS = forms.Textarea(attrs={"rows": 3})


class EvidenceField(forms.FileField):
    """One paper of the sector, scanned or photographed."""

    def __init__(self) -> None:
        super().__init__(
            label="Tệp giấy tờ",
            required=False,
            widget=FileDrop(attrs={"accept": ",".join(f".{end}" for end in ALLOWED_EXTENSIONS)}),
        )


class RequestForm(forms.Form):
    """A request to correct the registry, from a decision."""

    fields_wrong = forms.MultipleChoiceField(
        label="Trường mà dữ liệu dân cư có thể sai", widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label="Lý do", widget=_WORDS, max_length=500, help_text="Vì sao dữ liệu dân cư có thể sai."
    )
    document_ref = forms.CharField(
        label="Giấy tờ căn cứ", required=False, max_length=200, help_text="Loại, số, ngày, nơi cấp."
    )
    evidence = EvidenceField()

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_wrong"].choices = choices  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Words that go back to the other side."""

    answer = forms.CharField(label="Nội dung", widget=_WORDS, max_length=500)


class ApproveForm(forms.Form):
    """Agreeing needs no words, but may have some."""

    answer = forms.CharField(label="Ghi chú", widget=_WORDS, max_length=500, required=False)


class RefuseForm(forms.Form):
    """A refusal has a code and words."""

    code = forms.ChoiceField(label="Lý do không sửa", choices=RefusalCode.choices)
    answer = forms.CharField(label="Giải thích", widget=_WORDS, max_length=500)


class CompleteForm(forms.Form):
    """What was asked for when the request was returned."""

    text = forms.CharField(label="Nội dung bổ sung", widget=_WORDS, max_length=500)
    document_ref = forms.CharField(label="Giấy tờ căn cứ", required=False, max_length=200)
    evidence = EvidenceField()


class ConfirmBatchForm(forms.Form):
    """The sector's word that the file was imported."""

    note = forms.CharField(label="Ghi chú", required=False, max_length=300, help_text="Số văn bản, người xác nhận.")
