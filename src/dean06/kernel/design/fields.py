"""Form fields that Vietnamese forms need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from dean06.kernel.design.widgets import DateInput, SearchPickerMultiple


class DateField(forms.DateField):
    """A day as written here. Django's own list reads ``3/4/2026`` the American way, so ours replaces it."""

    widget = DateInput
    input_formats = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
    default_error_messages = {"invalid": "Ngày này không có thật hoặc không đọc được. Hãy nhập như 27/3/2026."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ngày/tháng/năm, ví dụ 27/3/2026")
        super().__init__(input_formats=self.input_formats, **kwargs)


class SearchedListField(forms.Field):
    """Several records, each picked by search or typed as a name; unticking one removes it.

    ``search_url`` and ``browse_url``: names of views, as for ``SearchPicker``. ``label_for``: the label of a stored
    value. ``resolve`` turns what was chosen (codes) and typed (names), in order and without repeats, into the cleaned
    value, or raises ``ValidationError``.
    """

    def __init__(
        self,
        search_url: str,
        *,
        resolve: Callable[[list[str]], Any],
        label_for: Callable[[str], str] | None = None,
        browse_url: str | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("widget", SearchPickerMultiple(search_url, label_for=label_for, browse_url=browse_url))
        super().__init__(**options)
        self.resolve = resolve

    def clean(self, value: Any) -> Any:
        return self.resolve(list(super().clean(value) or []))
