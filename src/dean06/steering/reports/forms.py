"""PRIVATE. Forms of the pages of reports."""

from __future__ import annotations

from typing import Any

from django import forms

from dean06.kernel.design.fields import DateField


class CreateForm(forms.Form):
    """Which report is to be written."""

    don_vi = forms.ChoiceField(label="Đơn vị")
    ky = forms.ChoiceField(label="Kỳ báo cáo")

    def __init__(self, *args: Any, units: list[tuple[str, str]], periods: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["don_vi"].choices = units  # type: ignore[attr-defined]
        self.fields["ky"].choices = periods  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ExplainForm(forms.Form):
    """Why a finding stands."""

    explanation = forms.CharField(
        label="Giải thích",
        help_text="Người duyệt đọc lời giải thích này trước khi ký.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OvertypeForm(forms.Form):
    """Another value over a figure."""

    shown = forms.CharField(label="Giá trị ghi vào báo cáo", max_length=200)
    reason = forms.CharField(
        label="Lý do ghi đè",
        help_text="Người duyệt thấy cả số hệ thống tính, số ghi đè và lý do; nhật ký ghi lại.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class IssueForm(forms.Form):
    """Number and day of an issued report."""

    number = forms.IntegerField(
        label="Số",
        required=False,
        min_value=1,
        max_value=9999,
        help_text="Để trống để lấy số tiếp theo của cơ quan trong năm.",
    )
    symbol = forms.CharField(label="Ký hiệu", max_length=40)
    issued_on = DateField(label="Ngày ban hành")


class TemplateForm(forms.Form):
    """A template as text."""

    text = forms.CharField(label="Nội dung mẫu", widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false"}))
    reason = forms.CharField(label="Lý do sửa", max_length=300)
    based_on = forms.IntegerField(widget=forms.HiddenInput)
