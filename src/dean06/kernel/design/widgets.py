"""Form controls beyond Django's own: day, file to drop, and a picker that searches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.urls import NoReverseMatch, reverse


class DateInput(forms.DateInput):
    """A day typed as dd/mm/yyyy. Not ``type="date"``: browsers show that in the order of their own language."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        defaults = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 10, "data-date": True}
        super().__init__({**defaults, **(attrs or {})}, format="%d/%m/%Y")


class FileDrop(forms.FileInput):
    """A file field on which a file may also be dropped."""

    template_name = "design/widgets/file_drop.html"


class SearchPicker(forms.Widget):
    """Chooses a record by typing part of its name; without JavaScript it is a text field.

    ``search_url``: name of a view answering ``?q=`` with ``{"results": [{"value", "label", "note"}]}``.
    ``label_for``: gives the label of a stored value. ``browse_url``: name of a plain page to look values up.
    The cleaned value is the code of the record chosen, or, when none was chosen, the text typed: the field must
    resolve either.
    """

    template_name = "design/widgets/search_picker.html"
    multiple = False

    def __init__(
        self,
        search_url: str,
        *,
        label_for: Callable[[str], str] | None = None,
        browse_url: str | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.search_url = search_url
        self.browse_url = browse_url
        self.label_for = label_for or str

    def __deepcopy__(self, memo: dict[int, Any]) -> SearchPicker:
        copy = super().__deepcopy__(memo)
        copy.label_for = self.label_for
        return copy

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "search_url": _address(self.search_url),
            "browse_url": _address(self.browse_url) if self.browse_url else "",
            "text_name": f"{name}_text",
            "multiple": self.multiple,
            **self.chosen_context(value),
        }
        return context

    def chosen_context(self, value: Any) -> dict[str, Any]:
        """What is chosen now, as the template shows it."""
        code = "" if value is None else str(value)
        return {"code": code, "text": self.label_for(code) if code else ""}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        """The code chosen; the text typed when there is none. The script empties the code once the text is changed."""
        return (data.get(name) or data.get(f"{name}_text") or "").strip()

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}_text" not in data


class SearchPickerMultiple(SearchPicker):
    """The same for several records: those chosen stand as ticked boxes, unticking removes one."""

    multiple = True

    def chosen_context(self, value: Any) -> dict[str, Any]:
        codes: Sequence[Any] = value if isinstance(value, (list, tuple)) else [value] if value else []
        return {"chosen": [(str(code), self.label_for(str(code))) for code in codes], "text": ""}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:  # type: ignore[override]
        codes = data.getlist(name) if hasattr(data, "getlist") else list(data.get(name) or [])
        typed = (data.get(f"{name}_text") or "").strip()
        return list(dict.fromkeys([code for code in codes if code] + ([typed] if typed else [])))


def _address(name: str) -> str:
    """A view's address; what is already a path stays."""
    if name.startswith("/"):
        return name
    try:
        return reverse(name)
    except NoReverseMatch as error:
        raise ValueError(f"search picker: no view is called {name!r}") from error
