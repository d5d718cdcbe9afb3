"""Forms of the pages of ``units``."""

from __future__ import annotations

from django import forms

from dean06.kernel.design.widgets import FileDrop


class RenameForm(forms.Form):
    """New names of an agency."""

    name = forms.CharField(label="Tên đầy đủ", max_length=200)
    short_name = forms.CharField(label="Tên gọn", max_length=120, help_text="Dùng trong bảng và bản đồ.")


class HeadForm(forms.Form):
    """Who heads an agency."""

    head_title = forms.CharField(label="Chức danh", max_length=80, required=False, help_text="Ví dụ: Giám đốc Sở.")
    head_name = forms.CharField(label="Họ và tên", max_length=80, required=False)
    head_phone = forms.CharField(label="Điện thoại", max_length=20, required=False)


class AliasForm(forms.Form):
    """Another way of printing an agency's name."""

    text = forms.CharField(
        label="Tên gọi khác", max_length=200, help_text="Tên cũ, viết tắt hoặc cách viết hay gặp trong văn bản."
    )


class BoundaryForm(forms.Form):
    """A map file with outlines."""

    file = forms.FileField(
        label="Tệp GeoJSON",
        widget=FileDrop(attrs={"accept": ".geojson,.json"}),
        help_text="Kinh độ, vĩ độ WGS 84; mỗi đối tượng có mã (code) hoặc tên (name) của đơn vị hiện nay.",
    )
