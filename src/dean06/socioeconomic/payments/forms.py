"""PRIVATE. Forms of the payment pages. They read what was typed; the rules are in ``rules`` and ``acts``."""

from __future__ import annotations

from typing import Any

from django import forms

from dean06.kernel.common.calendar import Certainty
from dean06.kernel.design.fields import DateField
from dean06.kernel.design.widgets import FileDrop
from dean06.socioeconomic.payments.rules.vietqr import BANKS
from dean06.socioeconomic.payments.types import FeeOverride, LineKind, Method, OrderState


class KeyedForm(forms.Form):
    """A key makes a repeated submit find its first answer."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class OrderFilterForm(forms.Form):
    """Narrows the list of orders."""

    q = forms.CharField(label="Mã hồ sơ, mã khoản, biên lai, tên", required=False, max_length=100)
    state = forms.ChoiceField(label="Trạng thái", required=False, choices=[("", "Tất cả"), *OrderState.choices])
    method = forms.ChoiceField(label="Cách nộp", required=False, choices=[("", "Tất cả"), *Method.choices])
    first = DateField(label="Lập từ ngày", required=False, help_text="")
    last = DateField(label="Đến hết ngày", required=False, help_text="")


class CashForm(KeyedForm):
    """Cash taken at the desk."""

    receipt_number = forms.CharField(
        label="Số biên lai",
        required=False,
        max_length=30,
        help_text="Số in trên quyển biên lai. Để trống: hệ thống cấp số tiếp theo.",
    )


class CancelForm(KeyedForm):
    """An order made by mistake."""

    reason = forms.CharField(label="Lý do hủy", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class RefundForm(KeyedForm):
    """A proposal to give money back."""

    amount = forms.IntegerField(label="Số tiền hoàn (đồng)", min_value=1, help_text="Số nguyên, ví dụ 50000.")
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class DecideForm(KeyedForm):
    """The head's decision on a refund."""

    decision = forms.ChoiceField(
        label="Quyết định", choices=[("approve", "Đồng ý hoàn tiền"), ("refuse", "Không đồng ý")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = forms.CharField(
        label="Ý kiến", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Bắt buộc khi không đồng ý.",
    )  # fmt: skip


class PayOutForm(KeyedForm):
    """Money handed back at the desk."""

    taken_by = forms.CharField(label="Người nhận tiền", max_length=200)
    voucher = forms.CharField(label="Số phiếu chi hoặc ủy nhiệm chi", max_length=60)


class ReconcileForm(forms.Form):
    """A day to compare; without a file the gateway's own interface is asked."""

    gateway = forms.ChoiceField(label="Cổng, ngân hàng")
    day = DateField(label="Ngày đối soát")
    statement = forms.FileField(
        label="Tệp sao kê (.csv, .xlsx)",
        required=False,
        widget=FileDrop(attrs={"accept": ".csv,.xlsx"}),
        help_text="Để trống: lấy sao kê qua giao diện lập trình của cổng. Cần có cột “Mã giao dịch” và “Số tiền”.",
    )

    def __init__(self, *args: Any, gateways: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["gateway"].choices = gateways  # type: ignore[attr-defined]


class OverrideForm(KeyedForm):
    """A rule of the province over the amounts of the packs."""

    procedure_code = forms.CharField(
        label="Mã thủ tục", required=False, max_length=40, help_text="Để trống: mọi thủ tục."
    )
    fee_code = forms.CharField(
        label="Mã khoản", required=False, max_length=60, help_text="Để trống: mọi khoản của thủ tục."
    )
    kind = forms.ChoiceField(label="Loại khoản", required=False, choices=[("", "Phí và lệ phí"), *LineKind.choices])
    online_only = forms.BooleanField(label="Chỉ áp dụng cho hồ sơ nộp trực tuyến", required=False, initial=True)
    percent_off = forms.IntegerField(label="Giảm (%)", required=False, min_value=1, max_value=100)
    fixed_amount = forms.IntegerField(
        label="Hoặc mức thu (đồng)", required=False, min_value=0, help_text="Cần ghi rõ mã thủ tục và mã khoản."
    )
    valid_from = DateField(label="Áp dụng từ ngày")
    valid_to = DateField(label="Đến hết ngày", required=False)
    source = forms.CharField(
        label="Căn cứ", max_length=500, help_text="Số, ngày, cơ quan ban hành của nghị quyết, quyết định."
    )
    certainty = forms.ChoiceField(label="Độ tin cậy", choices=[(one.value, one.label) for one in Certainty])

    def rule(self) -> FeeOverride:
        """What was entered."""
        return FeeOverride(**{name: self.cleaned_data[name] for name in FeeOverride.__dataclass_fields__})


class AccountForm(forms.Form):
    """The account that transfers go to."""

    agency = forms.ChoiceField(label="Cơ quan", required=False)
    bank_bin = forms.ChoiceField(
        label="Ngân hàng", choices=[(code, f"{name} ({code})") for code, name in BANKS.items()]
    )
    account_number = forms.CharField(label="Số tài khoản", max_length=19)
    account_name = forms.CharField(label="Tên tài khoản", max_length=100)

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].choices = [("", "Mọi cơ quan chưa có tài khoản riêng"), *agencies]  # type: ignore[attr-defined]


class NoteForm(KeyedForm):
    """How a difference was settled."""

    note = forms.CharField(label="Cách xử lý", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
