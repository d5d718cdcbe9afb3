"""What is entered to verify, search, import and export."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms

from dean06.kernel.design.widgets import DateInput, FileDrop
from dean06.kernel.population.bulk import copies
from dean06.kernel.population.bulk.exporting import FORMATS
from dean06.kernel.population.purposes import purposes
from dean06.kernel.units import queries as units

_BIRTH = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})")
_BAD_BIRTH = "Hãy ghi ngày sinh dạng ngày/tháng/năm, tháng/năm hoặc chỉ năm, ví dụ 05/03/1990 hoặc 1990."
_DATES = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]
#: Fields that the services call otherwise.
NAMES = {"personal_id": "number", "birth_year": "birth"}


class BirthField(forms.CharField):
    """A birth date as far as it is known: (year, month, day)."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(
            label="Ngày sinh",
            max_length=10,
            help_text="Ngày/tháng/năm; chỉ biết năm thì ghi năm.",
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input--short", "data-date": ""}
            ),
            error_messages={"required": "Hãy ghi ngày sinh hoặc năm sinh."},
            **arguments,
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = _BIRTH.fullmatch(text)
        if not found:
            raise forms.ValidationError(_BAD_BIRTH)
        day, month, year = (int(part) if part else None for part in found.groups())
        assert year is not None
        try:
            dt.date(year, month or 1, day or 1)
        except ValueError:
            raise forms.ValidationError("Ngày sinh không có trong lịch.") from None
        return (year, month, day)


class PurposeForm(forms.Form):
    """Why, and for which dossier: asked before anything else."""

    purpose = forms.ChoiceField(label="Mục đích", error_messages={"required": "Hãy chọn mục đích."})
    dossier = forms.CharField(
        label="Mã hồ sơ hoặc số phiếu yêu cầu",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Hãy ghi mã hồ sơ hoặc số phiếu mà việc tra cứu phục vụ."},
        help_text="Ghi vào nhật ký cùng tên bạn; người dân có quyền biết ai đã xem thông tin của họ.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, one.label) for one in purposes()]
        self.fields["purpose"].choices = [("", "Chọn mục đích"), *choices]  # type: ignore[attr-defined]


def _number(label: str, hint: str, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        required=required,
        help_text=hint,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false", "class": "input--medium"}
        ),
        error_messages={"required": "Hãy ghi số định danh."},
    )


class VerifyForm(PurposeForm):
    """Number, name and birth date together."""

    number = _number(
        "Số định danh", "12 số trên thẻ căn cước. Giấy tờ cũ: 9 số của chứng minh nhân dân.", required=True
    )
    full_name = forms.CharField(
        label="Họ, chữ đệm và tên",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Hãy ghi họ tên."},
    )
    birth = BirthField()
    sex = forms.ChoiceField(
        label="Giới tính", required=False, choices=[("", "Không đối chiếu"), ("M", "Nam"), ("F", "Nữ")]
    )
    field_order = ["purpose", "dossier", "number", "full_name", "birth", "sex"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dossier"].required = False
        self.fields["dossier"].label = "Mã hồ sơ"
        self.fields["dossier"].help_text = ""


class SearchForm(PurposeForm):
    """A number; or a name with the birth year."""

    number = _number("Số định danh hoặc số chứng minh nhân dân cũ", "Có số thì không cần các ô dưới.", required=False)
    full_name = forms.CharField(
        label="Họ, chữ đệm và tên",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="Ghi đầy đủ; có dấu hoặc không dấu.",
    )
    birth = BirthField(required=False)
    unit = forms.ChoiceField(label="Xã, phường thường trú", required=False)

    def __init__(self, *args: Any, province: str, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = units.current_units(on=on, province=province)
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", "Mọi xã, phường"),
            *sorted(((unit.code, unit.name) for unit in communes), key=lambda pair: pair[1]),
        ]


class ImportForm(forms.Form):
    """A file from the browser, or one that the operator put into the inbox of the server."""

    file = forms.FileField(
        label="Tệp trên máy của bạn",
        required=False,
        widget=FileDrop(attrs={"accept": ".parquet,.csv"}),
        help_text="Parquet, hoặc CSV mã hóa UTF-8, theo mẫu cột của tệp dân cư; tối đa 50 MB.",
    )
    inbox = forms.ChoiceField(label="Hoặc tệp đã để sẵn trên máy chủ", required=False)
    as_of = forms.DateField(
        label="Dữ liệu tính đến ngày",
        widget=DateInput(),
        input_formats=_DATES,
        error_messages={"required": "Hãy ghi ngày.", "invalid": "Hãy ghi ngày dạng ngày/tháng/năm."},
    )

    def __init__(self, *args: Any, waiting: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inbox"].choices = [("", "Không chọn"), *((name, name) for name in waiting)]  # type: ignore[attr-defined]
        if not waiting:
            del self.fields["inbox"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not data.get("inbox"):
            self.add_error("file", "Hãy chọn một tệp.")
        return data


class ExportForm(forms.Form):
    """A request for a copy."""

    purpose_code = forms.ChoiceField(label="Mục đích", error_messages={"required": "Hãy chọn mục đích."})
    purpose = forms.CharField(
        label="Dùng vào việc gì",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi rõ dùng dữ liệu vào việc gì."},
    )
    legal_basis = forms.CharField(
        label="Căn cứ",
        max_length=200,
        help_text="Số, ngày, cơ quan ban hành của văn bản cho phép.",
        error_messages={"required": "Hãy ghi văn bản cho phép."},
    )
    unit_code = forms.ChoiceField(label="Phạm vi", required=False)
    columns = forms.MultipleChoiceField(
        label="Các cột",
        choices=[(name, column[0]) for name, column in copies.COLUMNS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="Chỉ chọn cột cần cho mục đích đã ghi.",
        error_messages={"required": "Hãy chọn ít nhất một cột."},
    )
    file_format = forms.ChoiceField(label="Dạng tệp", choices=list(FORMATS.items()))

    def __init__(self, *args: Any, province: str, province_name: str, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, one.label) for one in purposes()]
        self.fields["purpose_code"].choices = [("", "Chọn mục đích"), *choices]  # type: ignore[attr-defined]
        communes = units.current_units(on=on, province=province)
        self.fields["unit_code"].choices = [  # type: ignore[attr-defined]
            ("", f"Toàn tỉnh {province_name}"),
            *sorted(((unit.code, unit.name) for unit in communes), key=lambda pair: pair[1]),
        ]


class PurposeEditForm(forms.Form):
    """A purpose of the list."""

    code = forms.SlugField(label="Mã", max_length=40, help_text="Chữ không dấu, số, gạch dưới; ví dụ CAP_GIAY_PHEP.")
    label = forms.CharField(label="Mục đích", max_length=200)
    legal_basis = forms.CharField(label="Căn cứ", max_length=200, required=False)
    is_active = forms.BooleanField(label="Đang dùng", required=False, initial=True)
