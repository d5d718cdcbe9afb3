"""PRIVATE. Forms of the pages of figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from dean06.kernel.design.fields import DateField
from dean06.procedures.figures.types import Period

#: How figures may be divided, as the list shows it; each is one or two dimensions of the pivot.
DIVISIONS = {
    "co-quan": ("Cơ quan giải quyết", ("decider",)),
    "tiep-nhan": ("Cơ quan tiếp nhận", ("receiver",)),
    "linh-vuc": ("Lĩnh vực", ("field",)),
    "thu-tuc": ("Thủ tục", ("procedure",)),
    "co-quan-thu-tuc": ("Cơ quan và thủ tục", ("decider", "procedure")),
    "thang": ("Tháng", ("month",)),
    "thang-co-quan": ("Tháng và cơ quan", ("month", "decider")),
    "thang-thu-tuc": ("Tháng và thủ tục", ("month", "procedure")),
    "kenh": ("Kênh nộp", ("channel",)),
    "kenh-thu-tuc": ("Kênh nộp và thủ tục", ("channel", "procedure")),
    "can-bo": ("Cán bộ", ("decider", "officer")),
}


class PeriodForm(forms.Form):
    """Days and body that figures are about."""

    tu = DateField(label="Từ ngày", required=False)
    den = DateField(label="Đến ngày", required=False)

    def __init__(self, data: Any, *, today: dt.date, **kwargs: Any) -> None:
        filled = {**{name: data.get(name) for name in data}} if data else {}
        filled.setdefault("tu", today.replace(day=1).strftime("%d/%m/%Y"))
        filled.setdefault("den", today.strftime("%d/%m/%Y"))
        super().__init__(filled, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins or is longer than ten years."""
        data = super().clean() or {}
        first, last = data.get("tu"), data.get("den")
        if not first or not last:
            if not self.errors:
                raise forms.ValidationError("Hãy ghi cả ngày đầu và ngày cuối kỳ.")
        elif last < first:
            self.add_error("den", "Ngày cuối kỳ phải sau ngày đầu kỳ.")
        elif (last - first).days > 3660:
            self.add_error("den", "Kỳ không dài quá mười năm.")
        return data

    def period(self, today: dt.date) -> Period:
        """The period asked for, or this month so far when what was typed makes none."""
        if self.is_valid():
            return Period(self.cleaned_data["tu"], self.cleaned_data["den"])
        return Period(today.replace(day=1), today)


class PivotForm(PeriodForm):
    """And how to divide."""

    chia = forms.ChoiceField(
        label="Chia theo", choices=[(code, label) for code, (label, _) in DIVISIONS.items()], required=False
    )


class ComponentForm(forms.Form):
    """Points and threshold of a component of index 766 from a day on."""

    valid_from = DateField(label="Áp dụng từ ngày")
    max_points = forms.DecimalField(label="Điểm tối đa", min_value=0, max_value=100, decimal_places=2)
    full_from = forms.DecimalField(
        label="Đạt điểm tối đa từ (%)", min_value=1, max_value=100, decimal_places=2, required=False
    )
    source = forms.CharField(label="Căn cứ", max_length=300)
    certainty = forms.ChoiceField(
        label="Độ chắc chắn",
        choices=[("sure", "Đã đối chiếu văn bản"), ("likely", "Có nguồn, chưa đối chiếu"), ("unsure", "Chưa xác minh")],
    )


class ObstacleForm(forms.Form):
    """What stands in the way of a service in a month."""

    text = forms.CharField(label="Khó khăn, vướng mắc", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
