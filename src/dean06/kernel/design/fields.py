"""Form fields that Vietnamese forms need."""

from __future__ import annotations

from typing import Any

from django import forms

from dean06.kernel.design.widgets import DateInput


class DateField(forms.DateField):
    """A day as written here. Django's own list reads ``3/4/2026`` the American way, so ours replaces it."""

    widget = DateInput
    input_formats = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
    default_error_messages = {"invalid": "Ngày này không có thật hoặc không đọc được. Hãy nhập như 27/3/2026."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ngày/tháng/năm, ví dụ 27/3/2026")
        super().__init__(input_formats=self.input_formats, **kwargs)
