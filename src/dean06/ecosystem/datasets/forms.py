"""PRIVATE. Forms of intake."""

from __future__ import annotations

from typing import Any

from django import forms

from dean06.ecosystem.datasets.models import Sector
from dean06.kernel.design.fields import DateField
from dean06.kernel.design.widgets import FileDrop


class UploadForm(forms.Form):
    """A sector's file."""

    sector = forms.ChoiceField(label="Ngành dữ liệu")
    file = forms.FileField(
        label="Tệp danh sách",
        help_text="Tệp .csv, .txt, .xlsx, .parquet hoặc .dbf, phông chữ nào cũng được. Tệp gốc được giữ nguyên.",
        widget=FileDrop(attrs={"accept": ".csv,.txt,.xlsx,.parquet,.dbf"}),
        error_messages={"required": "Hãy chọn một tệp.", "empty": "Tệp này rỗng (0 byte). Hãy kiểm tra rồi chọn lại."},
    )
    data_as_of = DateField(label="Số liệu tính đến ngày", help_text="Ngày phần mềm của ngành xuất danh sách.")
    again = forms.BooleanField(label="Vẫn nộp dù tệp giống hệt bản đã nhận", required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = choices  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Why a version is taken back."""

    reason = forms.CharField(
        label="Lý do rút", max_length=300, error_messages={"required": "Hãy ghi lý do rút bản dữ liệu."}
    )


class SectorForm(forms.ModelForm):
    """What a sector is measured by."""

    class Meta:
        model = Sector
        fields = ["name", "report_wording", "live_days", "reference_count", "reference_source", "active"]
        labels = {
            "name": "Tên ngành dữ liệu",
            "report_wording": "Cách gọi trong báo cáo",
            "live_days": "Số ngày còn coi là “sống”",
            "reference_count": "Số đối chiếu cho “đủ”",
            "reference_source": "Nguồn của số đối chiếu",
            "active": "Đang nhận danh sách",
        }
        help_texts = {
            "live_days": "Danh sách cũ hơn số ngày này thì không còn “sống”.",
            "reference_count": "Số bản ghi ngành phải có; để trống nếu chưa biết.",
        }
