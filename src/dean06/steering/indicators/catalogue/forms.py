"""PRIVATE. Forms of the catalogue pages. They read what was typed; the rules are in ``definitions`` and the acts."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from dean06.kernel.design.fields import DateField
from dean06.kernel.design.widgets import FileDrop, SearchPicker
from dean06.kernel.units import queries as territory
from dean06.kernel.units.types import AgencyKind
from dean06.steering.indicators.catalogue.definitions import GROUPS, Definition, TargetDraft
from dean06.steering.indicators.catalogue.loading_units import AGENCY_KINDS, FACILITY_KINDS
from dean06.steering.indicators.catalogue.units import find_units, unit
from dean06.steering.indicators.errors import UnitNotFound
from dean06.steering.indicators.types import Accumulation, Certainty, Counted, Direction, Level, PeriodKind

_WORDS = forms.Textarea(attrs={"rows": 3})
_LEVELS = [(level.value, level.label) for level in Level if level is not Level.DISTRICT]
_KINDS = [(kind.value, kind.label) for kind in (*AGENCY_KINDS, *FACILITY_KINDS)]


def agency_name(code: str) -> str:
    """Short name of an agency; what is no code stays."""
    found = territory.get_agencies([code]).get(code)
    return (found.short_name or found.name) if found else code


class AgencyField(forms.CharField):
    """One agency: picked by search, or typed as it is printed; cleans to its code."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", SearchPicker("units:picker", label_for=agency_name))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text or text in territory.get_agencies([text]):
            return text
        found = territory.search_agencies(text, limit=2)
        if len(found) == 1:
            return found[0].code
        raise forms.ValidationError(f"Chưa rõ “{text}” là cơ quan nào. Hãy chọn trong danh sách gợi ý.")


def unit_name(code: str) -> str:
    """Short name of a reporting unit; what is no code stays."""
    try:
        return unit(code).short_name
    except UnitNotFound:
        return code


class UnitField(forms.CharField):
    """One reporting unit: picked by search, or its name; cleans to its code."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", SearchPicker("indicators:unit_picker", label_for=unit_name))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        found = find_units(text, limit=2)
        exact = [one for one in found if text in (one.code, one.name, one.short_name)]
        if len(found) == 1 or len(exact) == 1:
            return (exact or found)[0].code
        raise forms.ValidationError(f"Chưa rõ “{text}” là đơn vị nào. Hãy chọn trong danh sách gợi ý.")


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label="Tìm theo mã, tên", required=False)
    owner = forms.ChoiceField(label="Cơ quan chủ quản", required=False)
    source = forms.ChoiceField(
        label="Nguồn số liệu",
        required=False,
        choices=[("", "Tất cả"), ("computed", "Hệ thống tính"), ("reported", "Đơn vị báo cáo")],
    )
    frequency = forms.ChoiceField(label="Kỳ", required=False, choices=[("", "Tất cả"), *PeriodKind.choices])
    unverified = forms.BooleanField(label="Chỉ chỉ tiêu chưa xác minh", required=False)

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Tất cả"), *owners]  # type: ignore[attr-defined]


class DefinitionForm(forms.Form):
    """A definition: new, or changed from a day on."""

    code = forms.CharField(label="Mã", max_length=14, help_text="Chữ in hoa, gạch nối và số, ví dụ DVC-01.")
    valid_from = DateField(label="Áp dụng từ")
    name = forms.CharField(label="Tên chỉ tiêu", max_length=250)
    short_name = forms.CharField(label="Tên gọn", max_length=80, help_text="Hiện trên bảng và biểu đồ.")
    group = forms.TypedChoiceField(
        label="Nhóm tiện ích", coerce=int, choices=[(number, f"{number}. {name}") for number, name in GROUPS.items()]
    )
    numerator = forms.CharField(label="Tử số", widget=_WORDS, help_text="Đếm gì, của ai, trong khoảng thời gian nào.")
    denominator = forms.CharField(
        label="Mẫu số", widget=_WORDS, required=False, help_text="Để trống nếu chỉ tiêu chỉ là một số đếm."
    )
    exclusions = forms.CharField(
        label="Không tính", widget=_WORDS, required=False, help_text="Trường hợp loại trừ, ví dụ bất khả kháng."
    )
    may_exceed = forms.BooleanField(
        label="Tử số được vượt mẫu số", required=False, help_text="Ví dụ số đạt được so với kế hoạch giao."
    )
    counted = forms.ChoiceField(label="Đơn vị tính", choices=Counted.choices)
    direction = forms.ChoiceField(label="Chiều", choices=Direction.choices)
    accumulation = forms.ChoiceField(label="Cách cộng theo thời gian", choices=Accumulation.choices)
    frequency = forms.ChoiceField(label="Kỳ báo cáo", choices=PeriodKind.choices)
    levels = forms.MultipleChoiceField(
        label="Cấp báo cáo",
        choices=_LEVELS,
        widget=forms.CheckboxSelectMultiple,
        help_text="Cấp tỉnh: cơ quan chủ quản báo cáo cho toàn tỉnh.",
    )
    kinds = forms.MultipleChoiceField(
        label="Chỉ những loại cơ quan, cơ sở này báo cáo",
        choices=_KINDS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Không chọn: mọi cơ quan, cơ sở của các cấp trên.",
    )
    owner = AgencyField(label="Cơ quan chủ quản", required=False)
    figure = forms.ChoiceField(label="Số liệu hệ thống tính", required=False)
    breakdown = forms.CharField(
        label="Phân tổ",
        widget=_WORDS,
        required=False,
        help_text="Mỗi dòng một phân tổ: mã, dấu hai chấm, tên. Ví dụ “do_thi: Đô thị”.",
    )
    legal_basis = forms.CharField(label="Căn cứ", widget=_WORDS, required=False)
    certainty = forms.ChoiceField(label="Mức xác minh", choices=Certainty.choices)
    note = forms.CharField(label="Ghi chú", widget=_WORDS, required=False)
    reason = forms.CharField(label="Lý do sửa", widget=_WORDS, help_text="Ít nhất 10 ký tự; được lưu vào lịch sử.")

    #: Titles and fields of the parts of the page.
    PARTS = (
        ("Chỉ tiêu", ("code", "name", "short_name", "group", "valid_from")),
        ("Đếm gì", ("numerator", "denominator", "exclusions", "may_exceed", "counted", "breakdown")),
        ("Ai báo cáo, khi nào", ("owner", "levels", "kinds", "frequency", "accumulation", "figure")),
        ("Đánh giá", ("direction", "legal_basis", "certainty", "note", "reason")),
    )

    def __init__(self, *args: Any, figures: list[tuple[str, str]], new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = [("", "Không, đơn vị báo cáo"), *figures]  # type: ignore[attr-defined]
        if new:
            del self.fields["reason"]
        else:
            self.fields["code"].disabled = True

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Titles with the fields beneath them."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.PARTS]

    def clean_breakdown(self) -> tuple[tuple[str, str], ...]:
        """Pairs of key and label."""
        pairs = []
        for number, line in enumerate(self.cleaned_data["breakdown"].splitlines(), 1):
            if not line.strip():
                continue
            key, colon, label = line.partition(":")
            if not colon:
                raise forms.ValidationError(f"Dòng {number}: hãy ghi mã, dấu hai chấm rồi tên.")
            pairs.append((key.strip(), label.strip()))
        return tuple(pairs)

    def definition(self) -> Definition:
        """What was entered."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        for name in ("numerator", "denominator", "exclusions", "legal_basis", "note"):
            values[name] = re.sub(r"\s+", " ", values[name]).strip()
        values["levels"] = tuple(level for level in Level.values if level in values["levels"])
        values["kinds"] = tuple(kind for kind, _ in _KINDS if kind in values["kinds"])
        return Definition(**values)


def initial_of(definition: Definition) -> dict[str, Any]:
    """What the form shows of a definition that is to be changed; the day must be chosen anew."""
    shown: dict[str, Any] = {name: getattr(definition, name) for name in Definition.__slots__ if name != "valid_from"}
    shown["breakdown"] = "\n".join(f"{key}: {label}" for key, label in definition.breakdown)
    return shown


class EndForm(forms.Form):
    """The last day and why."""

    last_day = DateField(label="Thu thập đến hết ngày")
    reason = forms.CharField(label="Lý do", widget=_WORDS, help_text="Ít nhất 10 ký tự; được lưu vào lịch sử.")


class WithdrawForm(forms.Form):
    """Why a target was wrong."""

    reason = forms.CharField(label="Lý do rút", widget=_WORDS, help_text="Ít nhất 10 ký tự; được lưu vào lịch sử.")


class TargetForm(forms.Form):
    """A target over a time."""

    minimum = forms.DecimalField(
        label="Mục tiêu", max_digits=20, decimal_places=4, localize=True, help_text="Phần trăm nếu là tỷ lệ."
    )
    maximum = forms.DecimalField(
        label="Đến",
        max_digits=20,
        decimal_places=4,
        required=False,
        localize=True,
        help_text="Cho khoảng như 25-30%; để trống nếu là một số.",
    )
    valid_from = DateField(label="Từ ngày")
    valid_to = DateField(label="Đến hết ngày", required=False)
    level = forms.ChoiceField(
        label="Cho cấp", required=False, choices=[("", "Mọi cấp"), *_LEVELS], help_text="Hoặc chọn một đơn vị ở dưới."
    )
    kind = forms.ChoiceField(label="Cho loại cơ quan", required=False, choices=[("", "Mọi loại"), *_KINDS])
    unit = UnitField(label="Cho một đơn vị", required=False, help_text="Khi mục tiêu chỉ giao cho một đơn vị.")
    basis = forms.CharField(label="Văn bản giao", max_length=300, help_text="Số, ngày, cơ quan ban hành.")
    certainty = forms.ChoiceField(label="Mức xác minh", choices=Certainty.choices)
    exclusions = forms.CharField(label="Không tính", max_length=300, required=False)

    def draft(self, code: str) -> TargetDraft:
        """What was entered."""
        return TargetDraft(code=code, **self.cleaned_data)


class RuleForm(forms.Form):
    """How periods of a kind are cut from a day on."""

    valid_from = DateField(label="Áp dụng từ")
    cut_off_day = forms.IntegerField(label="Ngày chốt số liệu", required=False)
    due_day = forms.IntegerField(label="Ngày nộp")
    due_month = forms.IntegerField(label="Tháng nộp", required=False)
    basis = forms.CharField(label="Căn cứ", max_length=250)
    certainty = forms.ChoiceField(label="Mức xác minh", choices=Certainty.choices)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind in (PeriodKind.WEEK, PeriodKind.MONTH):
            del self.fields["due_month"]
        cut, due = self.fields["cut_off_day"], self.fields["due_day"]
        if kind == PeriodKind.WEEK:
            cut.label, due.label = "Ngày chốt số liệu trong tuần", "Ngày nộp trong tuần"
            cut.help_text = due.help_text = "1 là thứ Hai, 4 là thứ Năm, 7 là Chủ nhật."
        else:
            cut.help_text = "14: số liệu từ ngày 15 tháng trước. Để trống: ngày cuối tháng."


class FacilityForm(forms.Form):
    """A body outside the commune tree that reports for itself."""

    name = forms.CharField(label="Tên đầy đủ", max_length=200)
    short_name = forms.CharField(label="Tên gọn", max_length=120)
    kind = forms.ChoiceField(label="Loại", choices=[(kind.value, kind.label) for kind in FACILITY_KINDS])
    parent = forms.ChoiceField(label="Trực thuộc", help_text="Người của đơn vị này nhập số liệu cho cơ sở.")
    valid_from = DateField(label="Báo cáo từ ngày", required=False)

    def __init__(self, *args: Any, parents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = parents  # type: ignore[attr-defined]


class UnitForm(forms.Form):
    """Names of a unit, the end of a facility."""

    name = forms.CharField(label="Tên đầy đủ", max_length=200)
    short_name = forms.CharField(label="Tên gọn", max_length=120)
    valid_to = DateField(label="Báo cáo đến hết ngày", required=False)
    reason = forms.CharField(label="Lý do", widget=_WORDS, help_text="Ít nhất 10 ký tự; được lưu vào lịch sử.")

    def __init__(self, *args: Any, facility: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not facility:
            del self.fields["valid_to"]


class ImportForm(forms.Form):
    """A file of the catalogue and why it is taken over."""

    file = forms.FileField(
        label="Tệp danh mục",
        widget=FileDrop(attrs={"accept": ".xlsx,.yaml,.yml"}),
        help_text="Bảng tính .xlsx theo mẫu tải về, hoặc tệp YAML. Tối đa 2 MB.",
    )


class ApplyForm(forms.Form):
    """Taking over what was previewed."""

    content = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Lý do", widget=_WORDS, help_text="Ít nhất 10 ký tự; được lưu vào lịch sử.")


#: Labels of kinds, for pages.
KIND_LABELS: dict[str, str] = {kind.value: str(kind.label) for kind in AgencyKind}
