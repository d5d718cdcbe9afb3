"""PRIVATE. Forms of the acts: a reason, a file, the missing figures."""

from __future__ import annotations

from django import forms


class ReasonForm(forms.Form):
    """Why: returning, opening again, excusing, unlocking."""

    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ít nhất 10 ký tự. Lý do được lưu vào lịch sử và gửi cho đơn vị.",
    )


class LockForm(forms.Form):
    """Locking: the reason is needed when somebody is missing, which the service says."""

    reason = forms.CharField(
        label="Lý do khóa khi còn đơn vị chưa được duyệt",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: báo cáo tháng phải gửi trước 17 giờ hôm nay. Các đơn vị còn thiếu được nêu tên kèm số liệu.",
    )


class SendForm(forms.Form):
    """Sending: why figures are missing, when they are."""

    missing_reason = forms.CharField(
        label="Lý do thiếu số liệu",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ít nhất 10 ký tự. Lý do hiện cùng số liệu khi tỉnh duyệt.",
        error_messages={"required": "Còn chỉ tiêu chưa có số. Hãy nhập đủ, hoặc ghi lý do thiếu (ít nhất 10 ký tự)."},
    )


class FileForm(forms.Form):
    """The filled-in template."""

    file = forms.FileField(
        label="Tệp mẫu đã điền (.xlsx)",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Hãy chọn tệp .xlsx.", "empty": "Tệp này rỗng. Hãy chọn tệp khác."},
    )


class PasteForm(forms.Form):
    """A block from a spreadsheet, for browsers without scripts."""

    block = forms.CharField(
        label="Khối chép từ Excel",
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng: mã chỉ tiêu, tử số, mẫu số, ghi chú, cách nhau bằng phím Tab như khi chép từ Excel.",
    )
