"""PRIVATE. Forms of the pages: whose figures and up to which day; an indicator for a label; a reason."""

from __future__ import annotations

from typing import Any

from django import forms

from dean06.kernel.design.fields import DateField
from dean06.steering.indicators.catalogue.forms import UnitField
from dean06.steering.indicators.types import PeriodKind


class HeadForm(forms.Form):
    """Unit and period of a document, as its head suggests and a person confirms."""

    unit = UnitField(label="Đơn vị của số liệu")
    kind = forms.ChoiceField(label="Văn bản báo cáo theo", choices=PeriodKind.choices)
    last = DateField(
        label="Số liệu tính đến hết ngày",
        help_text="Kỳ mang tên tháng của ngày này: 28/7/2025 là kỳ tháng 7/2025.",
    )


class MappingForm(forms.Form):
    """Another indicator for a remembered label."""

    code = forms.CharField(
        label="Mã chỉ tiêu",
        max_length=40,
        help_text="Mã trong danh mục chỉ tiêu, ví dụ DVC-01.",
        widget=forms.TextInput(attrs={"list": "danh-muc-chi-tieu"}),
    )


class ReopenForm(forms.Form):
    """Why a figure is given back."""

    reason = forms.CharField(
        label="Lý do",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ít nhất 10 ký tự khi số đã đưa vào chỉ tiêu; lý do lưu vào lịch sử số liệu.",
    )


def decisions_of(data: Any) -> list[tuple[int, str, str, str, bool]]:
    """What the page's rows say: place, act, indicator, unit, whether a stored value is replaced."""
    found = []
    for name in data:
        if name.startswith("d") and name[1:].isdigit() and data[name] in ("nhan", "bo-qua"):
            place = name[1:]
            code = (data.get(f"k{place}") or "").split(" ")[0].strip() or data.get(f"c{place}", "")
            found.append((int(place), data[name], code, data.get(f"u{place}", ""), data.get(f"g{place}") == "1"))
    return found
