"""Forms of the app's pages."""

from __future__ import annotations

from typing import Any

from django import forms

from dean06.citizens.wallet.paper_types import paper_types
from dean06.citizens.wallet.types import Validity
from dean06.kernel.design.fields import DateField
from dean06.kernel.design.widgets import FileDrop
from dean06.kernel.population import queries as population


class OwnerForm(forms.Form):
    """Whose paper, for which dossier: what stands on the identity card lying on the desk."""

    number = forms.CharField(label="Số định danh cá nhân", max_length=12, help_text="12 số trên thẻ căn cước")
    full_name = forms.CharField(label="Họ và tên", max_length=100)
    birth_date = DateField(label="Ngày sinh")
    case_code = forms.CharField(label="Mã hồ sơ", max_length=60, help_text="Hồ sơ mà giấy tờ này phục vụ")


class DigitiseForm(OwnerForm):
    """A paper to be digitised, with its attributes."""

    type_code = forms.ChoiceField(label="Loại giấy tờ")
    title = forms.CharField(
        label="Tên giấy tờ", max_length=250, required=False, help_text="Để trống thì lấy tên của loại giấy tờ"
    )
    paper_number = forms.CharField(label="Số, ký hiệu trên giấy", max_length=100, required=False)
    issuer_name = forms.CharField(label="Cơ quan cấp", max_length=250)
    issued_on = DateField(label="Ngày cấp")
    validity = forms.ChoiceField(label="Hiệu lực", choices=Validity.choices)
    valid_until = DateField(label="Hết hạn ngày", required=False)
    scope = forms.CharField(
        label="Phạm vi hiệu lực", max_length=200, required=False, help_text="Ví dụ: toàn quốc; trong tỉnh"
    )
    file = forms.FileField(
        label="Bản quét hoặc ảnh chụp", help_text="PDF, JPEG, PNG hoặc TIFF, đủ bốn góc, đọc rõ chữ.", widget=FileDrop
    )
    compared = forms.BooleanField(
        label="Tôi đã đối chiếu với bản chính; cơ quan ký số sao y bản quét này", required=False
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    accept_warnings = forms.BooleanField(
        label="Giấy gốc cũ, mờ nên không quét đẹp hơn được: vẫn lưu bản quét này", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type_code"].choices = [(one.code, one.name) for one in paper_types()]  # type: ignore[attr-defined]


class PersonForm(OwnerForm):
    """Whose store is looked into, and why."""

    purpose = forms.ChoiceField(label="Mục đích")
    field_order = ["case_code", "purpose", "number", "full_name", "birth_date"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (one.code, one.label) for one in population.purposes()
        ]


class RevokeForm(forms.Form):
    """Why a paper does not count any more."""

    reason = forms.CharField(label="Lý do thu hồi", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class TypeForm(forms.Form):
    """A kind of paper."""

    code = forms.CharField(label="Mã", max_length=40, help_text="Chữ in hoa không dấu, ví dụ GIAY_KHAI_SINH")
    name = forms.CharField(label="Tên loại giấy tờ", max_length=200)
    validity = forms.ChoiceField(label="Hiệu lực thường có", choices=Validity.choices)
    source = forms.CharField(label="Căn cứ", max_length=250, help_text="Văn bản quy định giấy tờ này")
    is_active = forms.BooleanField(label="Đang dùng", required=False, initial=True)
