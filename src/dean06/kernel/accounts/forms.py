"""Forms of the pages under ``/tai-khoan/``."""

from __future__ import annotations

from typing import Any

from django import forms

from dean06.kernel.accounts.areas import agency_names, communes, resolved_agency
from dean06.kernel.accounts.models import Closing
from dean06.kernel.accounts.permissions import ROLES, AreaKind
from dean06.kernel.accounts.queries import STATES
from dean06.kernel.common.vietnamese.collation import collation_key
from dean06.kernel.design.fields import DateField
from dean06.kernel.design.widgets import SearchPicker

#: Reasons that no administrator chooses.
_BY_THE_SYSTEM = (Closing.IDLE, Closing.TRANSFER, Closing.DECEASED, Closing.NUMBER)
#: Roles that an administrator may give: a citizen's follows from signing in with a personal number.
GRANTED_ROLES = tuple(role for role in ROLES.values() if role.areas)


class AgencyField(forms.CharField):
    """An agency chosen by typing part of its name; the cleaned value is its code."""

    def __init__(self, *, browse: bool = True, **kwargs: Any) -> None:
        browse_url = "units:search" if browse else None
        picker = SearchPicker("units:picker", label_for=_agency_label, browse_url=browse_url)
        super().__init__(max_length=200, widget=picker, **kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        found = resolved_agency(text)
        if found is None:
            raise forms.ValidationError("Chưa rõ là cơ quan nào. Hãy chọn một tên trong danh sách gợi ý.")
        return found.code


def _agency_label(code: str) -> str:
    return agency_names([code]).get(code, code)


class PersonForm(forms.Form):
    """What is known about a person."""

    full_name = forms.CharField(label="Họ và tên", max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label="Thư điện tử công vụ", max_length=254, help_text="Hộp thư riêng của người dùng; thư mời gửi vào đây."
    )
    phone = forms.CharField(label="Điện thoại", max_length=20, required=False)
    position = forms.CharField(label="Chức vụ", max_length=120, required=False)


class NewAccountForm(PersonForm):
    agency_code = AgencyField(label="Cơ quan")


class ContactForm(forms.Form):
    phone = forms.CharField(label="Điện thoại", max_length=20, required=False)


class MoveForm(forms.Form):
    agency_code = AgencyField(label="Cơ quan mới")
    position = forms.CharField(label="Chức vụ mới", max_length=120, required=False)
    reason = forms.CharField(label="Căn cứ", max_length=300, help_text="Số, ngày của quyết định điều động.")


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label="Lý do",
        choices=[choice for choice in Closing.choices if choice[0] not in _BY_THE_SYSTEM],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=300, help_text="Được ghi vào nhật ký.")


class GrantForm(forms.Form):
    """A role for an area."""

    role = forms.ChoiceField(label="Vai trò", choices=[("", "Chọn vai trò")])
    area_kind = forms.ChoiceField(
        label="Phạm vi", choices=[(kind.value, kind.label) for kind in AreaKind], widget=forms.RadioSelect
    )
    agency = AgencyField(label="Cơ quan", required=False, help_text="Khi phạm vi là cơ quan, đơn vị.")
    commune = forms.ChoiceField(label="Xã, phường", required=False, help_text="Khi phạm vi là xã, phường.")
    valid_to = DateField(label="Ngày cuối cùng còn hiệu lực", required=False)
    reason = forms.CharField(label="Căn cứ", max_length=300, help_text="Số, ngày của văn bản phân công.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].choices = [  # type: ignore[attr-defined]
            ("", "Chọn xã, phường"),
            *((commune.code, commune.name) for commune in sorted(communes(), key=lambda one: collation_key(one.name))),
        ]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", "Chọn vai trò"),
            *(
                (role.code, f"{role.label} ({' hoặc '.join(k.label.lower() for k in role.areas)})")
                for role in GRANTED_ROLES
            ),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        field = {AreaKind.AGENCY: "agency", AreaKind.COMMUNE: "commune"}.get(cleaned.get("area_kind", ""))
        cleaned["area_code"] = cleaned.get(field, "") if field else ""
        if field and not cleaned["area_code"] and not self.has_error(field):
            self.add_error(field, f"Hãy chọn {str(self.fields[field].label).lower()}.")
        return cleaned


class ListForm(forms.Form):
    """Filter of the list of accounts."""

    q = forms.CharField(label="Tên, thư, chức vụ, điện thoại", required=False, max_length=100)
    agency = AgencyField(label="Cơ quan", required=False, browse=False)
    role = forms.ChoiceField(
        label="Vai trò", required=False, choices=[("", "Tất cả"), *((r.code, r.label) for r in GRANTED_ROLES)]
    )
    state = forms.ChoiceField(label="Tình trạng", required=False, choices=[("", "Tất cả"), *STATES.items()])
