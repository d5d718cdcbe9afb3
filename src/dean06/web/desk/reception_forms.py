"""PRIVATE. Forms of reception: who hands in, how, and opening a citizen's draft."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from dean06.kernel.common.personal_id import IdForm, check_personal_id
from dean06.kernel.common.vietnamese import clean_line
from dean06.procedures.cases.types import Channel, Delivery

_PHONE = re.compile(r"\+?[0-9][0-9 .\-]{7,14}")


class PartialDateField(forms.CharField):
    """A birth date as people have it: day, month and year; month and year; or the year alone. Cleans to ISO text."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "Ngày/tháng/năm; thẻ chỉ ghi năm thì ghi năm.")
        super().__init__(max_length=10, **options)

    def clean(self, value: Any) -> str:
        text = re.sub(r"[\s.\-]+", "/", str(super().clean(value) or "").strip())
        if not text:
            return ""
        parts = [int(part) for part in text.split("/") if part.isdigit()]
        if len(parts) == text.count("/") + 1 and 1 <= len(parts) <= 3:
            year, month, day = [*parts[::-1], 0, 0][:3]
            try:
                dt.date(year, month or 1, day or 1)
            except ValueError:
                pass
            else:
                if 1900 <= year <= 2399:
                    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
        raise ValidationError("Ngày sinh không đọc được. Hãy ghi như 05/09/1990, 9/1990 hoặc 1990.")

    def prepare_value(self, value: Any) -> Any:
        """ISO text as people write it."""
        parts = str(value or "").split("-")
        return "/".join(reversed(parts)) if all(part.isdigit() for part in parts) else value


def birth_parts(text: str) -> tuple[int, int | None, int | None]:
    """Year, month, day of a cleaned partial date."""
    year, month, day = (*[int(part) for part in text.split("-")], None, None)[:3]
    return int(year or 0), month, day


class VerifyForm(forms.Form):
    """The applicant as the card shows him."""

    number = forms.CharField(label="Số định danh cá nhân", max_length=20, help_text="12 chữ số trên thẻ căn cước.")
    full_name = forms.CharField(label="Họ và tên", max_length=100)
    birth = PartialDateField(label="Ngày sinh")

    def clean_number(self) -> str:
        checked = check_personal_id(self.cleaned_data["number"])
        if checked.form is IdForm.NONE:
            raise ValidationError(checked.sentences[0])
        return checked.number

    def clean_full_name(self) -> str:
        return clean_line(self.cleaned_data["full_name"])


class WhoForm(forms.Form):
    """Who hands in and how; what the registry confirmed is shown above the form and not asked again."""

    full_name = forms.CharField(label="Họ và tên, hoặc tên tổ chức", max_length=200)
    number = forms.CharField(label="Số định danh hoặc mã số tổ chức", max_length=20, required=False)
    birth = PartialDateField(label="Ngày sinh", required=False)
    is_organisation = forms.BooleanField(label="Người nộp là tổ chức, doanh nghiệp", required=False)
    phone = forms.CharField(label="Số điện thoại", max_length=20, required=False, help_text="Để báo khi có kết quả.")
    email = forms.EmailField(label="Thư điện tử", required=False)
    address = forms.CharField(label="Địa chỉ", max_length=300, required=False)
    channel = forms.TypedChoiceField(
        label="Cách nộp", choices=Channel.choices, coerce=int, widget=forms.RadioSelect, initial=Channel.DIRECT.value
    )
    delivery = forms.ChoiceField(
        label="Nhận kết quả", choices=Delivery.choices, widget=forms.RadioSelect, initial=Delivery.DESK.value
    )
    delivery_address = forms.CharField(label="Địa chỉ gửi kết quả", max_length=300, required=False)

    def __init__(self, *args: Any, verified: bool = False, asked: frozenset[str] = frozenset(), **options: Any) -> None:
        """``verified``: the registry knows him; ``asked``: contacts that the form of the procedure asks for itself."""
        super().__init__(*args, **{**options, "prefix": "nop"})
        if verified:
            for name in ("full_name", "number", "birth", "is_organisation", "address"):
                del self.fields[name]
        for name in asked:
            self.fields.pop(name, None)

    def clean_phone(self) -> str:
        phone = clean_line(self.cleaned_data["phone"])
        if phone and not _PHONE.fullmatch(phone):
            raise ValidationError("Số điện thoại không đúng. Hãy ghi 10 chữ số, ví dụ 0912345678.")
        return phone

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("delivery") == Delivery.POST and not cleaned.get("delivery_address"):
            self.add_error("delivery_address", "Hãy ghi địa chỉ để bưu chính gửi kết quả.")
        return cleaned


class ResumeForm(forms.Form):
    """A citizen's draft, opened with what only he knows together."""

    code = forms.CharField(label="Mã bản nháp", max_length=20, help_text="Người dân đọc trên máy của mình.")
    birth = PartialDateField(label="Ngày sinh của người mà hồ sơ đứng tên")
