"""Forms of the pages: filters by GET, acts on a finding."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from dean06.ecosystem.cleaning.rules.guide import ADVICE
from dean06.ecosystem.cleaning.types import MATCHED, Criterion, FindingState, ResultClass

ANY = ("", "Tất cả")


class FindingFilter(forms.Form):
    """Which findings to show."""

    danh_sach = forms.ChoiceField(label="Danh sách", required=False)
    xa = forms.ChoiceField(label="Xã, phường", required=False)
    ket_qua = forms.ChoiceField(
        label="Kết quả",
        required=False,
        choices=[ANY, *[(one.value, one.label) for one in ResultClass if one not in MATCHED]],
    )
    tinh_trang = forms.ChoiceField(label="Tình trạng", required=False, choices=[ANY, *FindingState.choices])

    def __init__(
        self, *arguments: object, sectors: Sequence[tuple[str, str]], units: Sequence[tuple[str, str]], **other: object
    ) -> None:
        super().__init__(*arguments, **other)  # type: ignore[arg-type]
        self.fields["danh_sach"].choices = [ANY, *sectors]  # type: ignore[attr-defined]
        self.fields["xa"].choices = [ANY, *units]  # type: ignore[attr-defined]


class MatrixFilter(forms.Form):
    """Which criterion and commune the matrix shows."""

    tieu_chi = forms.ChoiceField(
        label="Tiêu chí",
        required=False,
        choices=[(one.value, one.label) for one in Criterion if one != Criterion.COVERAGE],
    )


class AcceptForm(forms.Form):
    """Why a difference stays as it is."""

    note = forms.CharField(
        label="Lý do giữ nguyên",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: hai nơi cùng đúng tại thời điểm lập, đã đối chiếu giấy tờ gốc.",
    )


class ResolveForm(forms.Form):
    """What was done outside the system."""

    note = forms.CharField(label="Đã làm gì", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))


def advice_rows() -> list[tuple[ResultClass, object]]:
    """Every class with its advice, in the order of the list of classes."""
    return [(one, ADVICE[one]) for one in ResultClass]
