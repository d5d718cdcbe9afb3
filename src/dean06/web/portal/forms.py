"""Forms of the citizens' pages."""

from __future__ import annotations

from typing import Any

from django import forms

from dean06.citizens.wallet import queries as wallet
from dean06.kernel.design.fields import DateField


class LookUpForm(forms.Form):
    """Which dossier, and the birth date that proves it is no stranger's."""

    code = forms.CharField(
        label="Mã hồ sơ",
        max_length=50,
        help_text="Trên giấy tiếp nhận hoặc tin nhắn.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    birth_date = DateField(label="Ngày sinh của người đứng tên hồ sơ", help_text="Ngày/tháng/năm, ví dụ 27/3/1990.")


class EmailForm(forms.Form):
    """A mailbox to be reached at."""

    email = forms.EmailField(label="Thư điện tử", max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))


class PhoneForm(forms.Form):
    """A telephone number to be reached at."""

    phone = forms.CharField(
        label="Số điện thoại", max_length=20, widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"})
    )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label="Mã xác nhận",
        max_length=12,
        help_text="6 chữ số, dùng trong 15 phút.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class PaperForm(forms.Form):
    """A scan of one's own for the personal store."""

    type_code = forms.ChoiceField(label="Loại giấy tờ")
    title = forms.CharField(label="Tên giấy tờ", max_length=300, help_text="Ví dụ: Giấy khai sinh của Trần An.")
    number = forms.CharField(label="Số", max_length=100, required=False)
    issuer_name = forms.CharField(label="Nơi cấp", max_length=200, required=False)
    issued_on = DateField(label="Ngày cấp", required=False)
    valid_until = DateField(label="Có giá trị đến", required=False, help_text="Để trống nếu không thời hạn.")
    tep = forms.FileField(label="Ảnh chụp hoặc tệp PDF", widget=forms.FileInput({"accept": "image/*,application/pdf"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.code, one.name) for one in wallet.paper_types() if one.is_active]
        self.fields["type_code"].choices = [("", "Chọn loại giấy tờ"), *kinds]  # type: ignore[attr-defined]
