"""PRIVATE. Forms of the register pages. They read what was typed; the rules are in the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.design.fields import DateField, SearchedListField
from dean06.kernel.design.widgets import SearchPicker
from dean06.kernel.units import queries as territory
from dean06.kernel.units.types import AgencyKind, AgencyRef
from dean06.steering.indicators import queries as indicators

_WORDS = forms.Textarea(attrs={"rows": 3})
_PICKER = "units:picker"


def agency_name(code: str) -> str:
    """Short name of an agency; what is no code stays."""
    found = territory.get_agencies([code]).get(code)
    return (found.short_name or found.name) if found else code


def agency_of(text: str) -> AgencyRef:
    """The agency or group that a code or a name means today. Raises ``ValidationError``: never a guess."""
    known = territory.get_agencies([text]).get(text)
    if known is not None:
        return known
    today = timezone.localdate()
    found = territory.resolve_agency(text, on=today)
    if found.agency is None:
        key = search_key(text)
        hits = territory.search_agencies(text, limit=5, on=today)
        exact = [hit for hit in hits if key in (search_key(hit.name), search_key(hit.short_name))]
        if len(exact) == 1:
            return exact[0]
        raise forms.ValidationError(f"Chưa rõ “{text}” là cơ quan nào. Hãy ghi đầy đủ tên hoặc chọn trong gợi ý.")
    return found.agency


def bodies_of(given: list[str]) -> list[str]:
    """Codes of single bodies: a group ("UBND cấp xã") stands for its members of today, each body once."""
    codes: dict[str, None] = {}
    for text in given:
        agency = agency_of(text)
        if agency.kind == AgencyKind.GROUP:
            members = territory.group_members(agency.code, timezone.localdate())
            if not members:
                raise forms.ValidationError(f"“{text}” chưa nêu rõ đơn vị nào. Hãy chọn từng đơn vị.")
            codes |= dict.fromkeys(member.code for member in members)
        else:
            codes[agency.code] = None
    return list(codes)


class AgencyField(forms.CharField):
    """One body: picked by search, or typed as documents print it; cleans to its code."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", SearchPicker(_PICKER, label_for=agency_name))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return agency_of(text).code if text else ""


def indicator_choices() -> list[tuple[str, str]]:
    """Indicators of today, for a choice."""
    refs = indicators.in_force(timezone.localdate())
    return [("", "Không, tự đếm"), *((ref.code, f"{ref.code} {ref.short_name}") for ref in refs)]


class OwnForm(forms.Form):
    """Base of what a unit enters for itself: the steering office says for whom."""

    agency_code = AgencyField(label="Đơn vị")

    def __init__(self, *args: Any, own: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own is not None:
            self.fields["agency_code"] = forms.ChoiceField(label="Đơn vị", choices=own)


class RecommendationForm(OwnForm):
    """A recommendation."""

    text = forms.CharField(label="Nội dung kiến nghị", widget=forms.Textarea(attrs={"rows": 5}))
    to_whom = forms.CharField(
        label="Gửi tới", max_length=200, help_text="Cơ quan có thẩm quyền trả lời, ví dụ Bộ Tư pháp."
    )
    to_code = AgencyField(label="Nếu là cơ quan trong tỉnh", required=False)
    raised_on = DateField(label="Ngày kiến nghị")


class SendForm(forms.Form):
    """Sending it on."""

    to_whom = forms.CharField(label="Gửi tới", max_length=200)
    document = forms.CharField(label="Văn bản gửi", max_length=200, help_text="Số, ngày văn bản.")
    sent_on = DateField(label="Ngày gửi")
    due_on = DateField(label="Đề nghị trả lời trước", required=False)


class AnswerForm(forms.Form):
    """The answer."""

    answer = forms.CharField(label="Nội dung trả lời", widget=forms.Textarea(attrs={"rows": 5}))
    document = forms.CharField(label="Văn bản trả lời", max_length=200, required=False)
    answered_on = DateField(label="Ngày trả lời")


class NoteForm(forms.Form):
    """A step with its reason."""

    note = forms.CharField(label="Lý do, ý kiến", widget=_WORDS, help_text="Ít nhất 10 ký tự; được lưu vào lịch sử.")


class FreeNoteForm(forms.Form):
    """A step that needs no reason."""

    note = forms.CharField(label="Ý kiến", widget=_WORDS, required=False)


class ConfirmForm(forms.Form):
    """A step that needs nothing but the click."""


class InspectionForm(forms.Form):
    """The plan of an inspection."""

    title = forms.CharField(label="Tên cuộc kiểm tra", max_length=250)
    basis = forms.CharField(label="Văn bản", max_length=200, help_text="Số, ngày kế hoạch hoặc quyết định kiểm tra.")
    lead_code = AgencyField(label="Cơ quan chủ trì")
    starts_on = DateField(label="Từ ngày")
    ends_on = DateField(label="Đến ngày")
    units = SearchedListField(
        _PICKER,
        resolve=bodies_of,
        label_for=agency_name,
        label="Đơn vị được kiểm tra",
        help_text="Chọn từng đơn vị; ghi “UBND cấp xã” là mọi xã, phường.",
    )
    content = forms.CharField(label="Nội dung kiểm tra", widget=_WORDS, required=False)


class ConcludeForm(forms.Form):
    """The inspection was carried out."""

    conclusion = forms.CharField(label="Kết luận", widget=forms.Textarea(attrs={"rows": 5}))
    concluded_on = DateField(label="Ngày kết luận")


class FindingForm(forms.Form):
    """What is wrong at a unit."""

    agency_code = forms.ChoiceField(label="Đơn vị")
    text = forms.CharField(label="Tồn tại, sai sót", widget=_WORDS)
    fix_by = DateField(label="Khắc phục trước hết ngày")

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_code"].choices = units  # type: ignore[attr-defined]


class FixForm(forms.Form):
    """The unit mended it."""

    text = forms.CharField(label="Đã khắc phục thế nào", widget=_WORDS)


class RecheckForm(forms.Form):
    """Looking again."""

    fixed = forms.ChoiceField(
        label="Kết quả kiểm tra lại",
        choices=[("yes", "Đã khắc phục"), ("no", "Chưa khắc phục")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Nhận xét", widget=_WORDS)
    fix_by = DateField(label="Hạn mới", required=False)

    def clean_fixed(self) -> bool:
        """True for mended."""
        return bool(self.cleaned_data["fixed"] == "yes")


class PilotForm(OwnForm):
    """A pilot model."""

    name = forms.CharField(label="Tên mô hình", max_length=250)
    effect = forms.CharField(
        label="Hiệu quả đo được", max_length=300, help_text="Cái gì tăng hoặc giảm, bao nhiêu, khi nào."
    )
    indicator = forms.ChoiceField(label="Chỉ tiêu đo hiệu quả", required=False)
    target = forms.DecimalField(
        label="Mục tiêu", max_digits=20, decimal_places=4, required=False, localize=True, help_text="% nếu là tỷ lệ."
    )
    starts_on = DateField(label="Bắt đầu")
    ends_on = DateField(label="Tổng kết", required=False)
    content = forms.CharField(label="Nội dung", widget=_WORDS, required=False)
    basis = forms.CharField(label="Văn bản đăng ký", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = indicator_choices()  # type: ignore[attr-defined]


class ProgressForm(forms.Form):
    """How a model goes."""

    day = DateField(label="Tính đến ngày")
    text = forms.CharField(label="Tiến độ, kết quả bước đầu", widget=_WORDS)
    numerator = forms.IntegerField(label="Số đạt được", required=False)
    denominator = forms.IntegerField(label="Trên tổng số", required=False)


class ResultForm(forms.Form):
    """What came of it."""

    result = forms.CharField(label="Kết quả", widget=forms.Textarea(attrs={"rows": 5}))


class TargetsField(forms.CharField):
    """Lines of a name and a number, pasted from a sheet or typed; cleans to numbers by agency."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 10}))
        super().__init__(**options)

    def clean(self, value: Any) -> dict[str, int]:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        found: dict[str, int] = {}
        wrong: list[str] = []
        for number, line in enumerate(lines, 1):
            name, _, amount = line.replace(";", "\t").rpartition("\t")
            digits = amount.strip().replace(".", "").replace(" ", "")
            if not name.strip() or not digits.isdigit():
                wrong.append(f"Dòng {number}: ghi tên đơn vị, dấu chấm phẩy rồi số, ví dụ “UBND xã Cẩm Bình; 1.200”.")
                continue
            try:
                for code in bodies_of([name.strip()]):
                    found[code] = int(digits)
            except forms.ValidationError as error:
                wrong.append(f"Dòng {number}: {error.messages[0]}")
        if wrong:
            raise forms.ValidationError(wrong[:10])
        return found


class CampaignForm(forms.Form):
    """A campaign with what each unit shall reach."""

    name = forms.CharField(label="Tên đợt", max_length=200)
    basis = forms.CharField(label="Văn bản phát động", max_length=200)
    starts_on = DateField(label="Từ ngày")
    ends_on = DateField(label="Đến ngày")
    indicator = forms.ChoiceField(
        label="Lấy số từ chỉ tiêu", required=False, help_text="Chọn thì hệ thống tự ghi; không chọn thì đơn vị tự nhập."
    )
    unit_label = forms.CharField(label="Đếm cái gì", max_length=40, required=False, help_text="Ví dụ: tài khoản, hộ.")
    targets = TargetsField(
        label="Chỉ tiêu giao",
        help_text="Mỗi dòng: tên đơn vị; số. Dán được từ Excel. “UBND cấp xã; 100” giao mọi xã, phường 100.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = indicator_choices()  # type: ignore[attr-defined]


class CampaignEditForm(CampaignForm):
    """Changing a running campaign; what counts stays."""

    reason = forms.CharField(label="Lý do sửa", widget=_WORDS, help_text="Ít nhất 10 ký tự.")
    #: What the page showed; another's change in between is not written over.
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "indicator", "unit_label"):
            del self.fields[name]


class CountForm(forms.Form):
    """What a unit reached."""

    agency_code = forms.ChoiceField(label="Đơn vị")
    day = DateField(label="Tính đến hết ngày")
    number = forms.IntegerField(label="Số lũy kế từ đầu đợt", min_value=0)
    note = forms.CharField(label="Ghi chú", widget=_WORDS, required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_code"].choices = units  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    """What a list is narrowed to."""

    q = forms.CharField(label="Tìm", required=False)
    state = forms.ChoiceField(label="Tình trạng", required=False)
    late = forms.BooleanField(label="Chỉ mục quá hạn", required=False)

    def __init__(self, *args: Any, states: list[tuple[str, str]], late: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", "Tất cả"), *states]  # type: ignore[attr-defined]
        if not late:
            del self.fields["late"]
