"""Forms of the app's pages."""

from __future__ import annotations

from django import forms

from dean06.kernel.design.widgets import FileDrop

LARGEST = 20 * 1024 * 1024


class CodeForm(forms.Form):
    """The code printed beside the QR code."""

    ma = forms.CharField(
        label="Mã kiểm tra",
        max_length=200,
        help_text="12 chữ và số in cạnh mã QR, dạng 7KQM-2PDX-9RTA. Gõ liền, gõ chữ thường đều được.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class UploadForm(forms.Form):
    """The PDF itself, or a photo of its QR code."""

    tep = forms.FileField(
        label="Tệp PDF đã nhận, hoặc ảnh chụp mã QR",
        help_text="Tệp chỉ được đọc để kiểm tra rồi bỏ ngay, không lưu lại. Tối đa 20 MB.",
        widget=FileDrop,
    )


class IssueForm(forms.Form):
    """A trial certificate for an agency."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    agency = forms.CharField(label="Mã cơ quan", max_length=80, help_text="Mã nội bộ trong danh mục cơ quan.")


class ImportForm(forms.Form):
    """A real certificate."""

    agency = forms.CharField(label="Mã cơ quan", max_length=80, help_text="Mã nội bộ trong danh mục cơ quan.")
    file = forms.FileField(label="Tệp chứng thư PKCS#12 (.p12, .pfx)", widget=FileDrop)
    password = forms.CharField(
        label="Mật khẩu của tệp", required=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )


class RevokeForm(forms.Form):
    """Why a certificate is revoked."""

    reason = forms.CharField(label="Lý do thu hồi", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
