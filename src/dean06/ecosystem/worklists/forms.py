"""PRIVATE. Forms of the pages. They read what was typed; the rules are in ``rules`` and ``acts``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms

from dean06.ecosystem.cleaning.types import MATCHED, ResultClass
from dean06.ecosystem.worklists.models import Campaign, Outcome
from dean06.ecosystem.worklists.reading.lists import NOBODY, ListFilter
from dean06.ecosystem.worklists.rules.campaigns import CampaignPlan
from dean06.ecosystem.worklists.rules.visits import CORRECTABLE
from dean06.ecosystem.worklists.types import Responsible, VisitHow, WorkState
from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.design.fields import DateField
from dean06.kernel.design.widgets import FileDrop

Choices = Sequence[tuple[Any, str]]
_WORDS = forms.Textarea(attrs={"rows": 3})
_CLASSES: Choices = [(code, label) for code, label in ResultClass.choices if code not in MATCHED]
#: States in which a list can be narrowed: what ended is no longer on it.
_STATES: Choices = [
    (state.value, state.label) for state in WorkState if state not in (WorkState.CLEAN, WorkState.CLOSED)
]


class FilterForm(forms.Form):
    """Narrows a commune's list. Names are those of the address."""

    ds = forms.ChoiceField(label="Danh sách", required=False)
    loai = forms.ChoiceField(label="Lý do", required=False, choices=[("", "Mọi lý do"), *_CLASSES])
    ai = forms.ChoiceField(label="Ai xử lý", required=False, choices=[("", "Tất cả"), *Responsible.choices])
    tt = forms.ChoiceField(label="Tình trạng", required=False, choices=[("", "Mọi tình trạng"), *_STATES])
    nguoi = forms.ChoiceField(label="Người làm", required=False)
    thon = forms.ChoiceField(label="Thôn, tổ dân phố", required=False)

    def __init__(
        self, *args: Any, sectors: Choices, people: Choices, villages: Sequence[str] | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["ds"].choices = [("", "Mọi danh sách"), *sectors]  # type: ignore[attr-defined]
        self.fields["nguoi"].choices = [  # type: ignore[attr-defined]
            ("", "Tất cả"),
            (NOBODY, "Chưa giao ai"),
            *((str(pk), name) for pk, name in people),
        ]
        if villages is None:
            del self.fields["thon"]
        else:
            shown = [("", "Tất cả"), *((village_slug(name), name or "Chưa rõ") for name in villages)]
            self.fields["thon"].choices = shown  # type: ignore[attr-defined]
            self.villages = {village_slug(name): name for name in villages}

    def wanted(self) -> ListFilter:
        """What was asked for; a field that cannot be read narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        slug = given.get("thon") or ""
        return ListFilter(
            sector=given.get("ds") or "",
            result_class=given.get("loai") or "",
            responsible=given.get("ai") or "",
            state=given.get("tt") or "",
            officer=given.get("nguoi") or "",
            village=self.villages.get(slug) if slug else None,
        )


def village_slug(name: str) -> str:
    """A village in an address: "thon-3"; "khong-ro" for records without one."""
    return search_key(name).replace(" ", "-") or "khong-ro"


class ItemForm(forms.Form):
    """Base of the forms on one item: the version that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class VisitForm(ItemForm):
    """What a visit found."""

    outcome = forms.ChoiceField(label="Kết quả", widget=forms.RadioSelect)
    how = forms.ChoiceField(label="Xác minh bằng cách", choices=VisitHow.choices, initial=VisitHow.HOME)
    place = forms.CharField(
        label="Nơi đến", required=False, max_length=200, help_text="Khi đã chuyển đi hoặc ra nước ngoài: xã, tỉnh, nước"
    )
    paper = forms.CharField(
        label="Giấy tờ đã xem",
        required=False,
        max_length=200,
        help_text="Tên, số, ngày; ví dụ Giấy khai sinh số 15/2016",
    )
    next_visit_on = DateField(label="Hẹn xác minh lại", required=False)
    note = forms.CharField(label="Ghi chú", required=False, max_length=500, widget=_WORDS)
    evidence = forms.FileField(
        label="Ảnh hoặc tệp giấy tờ", required=False, widget=FileDrop(attrs={"accept": "image/*,.pdf"})
    )
    personal_id = forms.CharField(
        label=CORRECTABLE["personal_id"],
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    full_name = forms.CharField(
        label=CORRECTABLE["full_name"],
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth = forms.CharField(
        label=CORRECTABLE["birth"], required=False, max_length=10, help_text="Như 05/04/1987; chỉ biết năm thì ghi 1987"
    )
    sex = forms.ChoiceField(
        label=CORRECTABLE["sex"], required=False, choices=[("", "Không đổi"), ("Nam", "Nam"), ("Nữ", "Nữ")]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (row.code, f"{row.label}{_asks(row)}") for row in Outcome.objects.filter(active=True)
        ]

    def corrections(self) -> dict[str, str]:
        """Fields that were filled in."""
        return {name: self.cleaned_data[name] for name in CORRECTABLE if self.cleaned_data.get(name)}


def _asks(row: Outcome) -> str:
    """What the outcome needs, beside its name: people on the move do not read error messages first."""
    wanted = [
        words
        for needed, words in (
            (row.needs_paper, "giấy tờ"),
            (row.needs_place, "nơi đến"),
            (row.needs_next_visit, "ngày hẹn"),
        )
        if needed
    ]
    return f" (ghi {', '.join(wanted)})" if wanted else ""


class NoteForm(ItemForm):
    """An act that may be explained."""

    note = forms.CharField(label="Ghi chú", required=False, max_length=500, widget=_WORDS)


class ReasonForm(ItemForm):
    """An act that must be explained."""

    reason = forms.CharField(
        label="Lý do", max_length=300, widget=_WORDS, help_text="Ít nhất 10 ký tự; được lưu vào lịch sử"
    )


class RegistryForm(ItemForm):
    """The registry is wrong: which fields, why, by which paper."""

    fields_ = forms.MultipleChoiceField(
        label="Gửi phiếu đề nghị sửa các trường",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Bỏ trống nếu người dân tự làm thủ tục: bản ghi chỉ chuyển sang chờ.",
    )
    reason = forms.CharField(label="Lý do", max_length=300, widget=_WORDS)
    document_ref = forms.CharField(label="Giấy tờ căn cứ", required=False, max_length=200)
    evidence = forms.FileField(
        label="Ảnh hoặc tệp giấy tờ", required=False, widget=FileDrop(attrs={"accept": "image/*,.pdf"})
    )

    def __init__(self, *args: Any, differing: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if differing:
            self.fields["fields_"].choices = list(differing)  # type: ignore[attr-defined]
        else:
            del self.fields["fields_"]


class CloseForm(ItemForm):
    """The second person's answer."""

    decision = forms.ChoiceField(
        label="Quyết định",
        widget=forms.RadioSelect,
        choices=[("yes", "Đồng ý kết thúc"), ("no", "Không đồng ý, làm tiếp")],
    )
    note = forms.CharField(
        label="Ghi chú", required=False, max_length=300, widget=_WORDS, help_text="Bắt buộc khi không đồng ý"
    )


class AssignForm(forms.Form):
    """Gives many at once: a person, and how many at most."""

    assignee = forms.TypedChoiceField(label="Giao cho", coerce=int)
    most = forms.IntegerField(label="Số bản ghi tối đa", min_value=1, max_value=500, initial=50)

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["assignee"].choices = list(people)  # type: ignore[attr-defined]


class OutcomeForm(forms.ModelForm):
    """A row of the table of outcomes."""

    class Meta:
        model = Outcome
        fields = (
            *("key", "label", "hint", "leads_to", "needs_place", "needs_paper", "needs_next_visit"),
            *("active", "order"),
        )


class CampaignForm(forms.Form):
    """A campaign as announced."""

    name = forms.CharField(label="Tên đợt", max_length=200, help_text="Ví dụ: Cao điểm 90 ngày đêm làm sạch bảo hiểm")
    basis = forms.CharField(label="Văn bản phát động", max_length=200, help_text="Số, ngày, cơ quan ban hành")
    starts_on = DateField(label="Ngày bắt đầu")
    ends_on = DateField(label="Ngày kết thúc")
    target_share = forms.DecimalField(
        label="Chỉ tiêu: tỷ lệ làm sạch (%)",
        required=False,
        min_value=Decimal("0.01"),
        max_value=100,
        decimal_places=2,
        localize=True,
        help_text="So với số bản ghi chưa khớp lúc bắt đầu; ghi tỷ lệ hoặc số bản ghi",
    )
    target_count = forms.IntegerField(label="Chỉ tiêu: số bản ghi", required=False, min_value=1)
    sectors = forms.MultipleChoiceField(
        label="Danh sách", required=False, widget=forms.CheckboxSelectMultiple, help_text="Không chọn: mọi danh sách"
    )
    classes = forms.MultipleChoiceField(
        label="Lý do",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=_CLASSES,
        help_text="Không chọn: mọi lý do",
    )
    units = forms.MultipleChoiceField(
        label="Xã, phường", required=False, widget=forms.CheckboxSelectMultiple, help_text="Không chọn: toàn tỉnh"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, *args: Any, sectors: Choices, communes: Choices, campaign: Campaign | None = None, **options: Any
    ) -> None:
        if campaign is not None:
            options["initial"] = _initial(campaign)
        super().__init__(*args, **options)
        self.fields["sectors"].choices = list(sectors)  # type: ignore[attr-defined]
        self.fields["units"].choices = list(communes)  # type: ignore[attr-defined]
        if campaign is not None and campaign.frozen_at is not None:
            for name in ("starts_on", "sectors", "classes", "units"):
                self.fields[name].disabled = True

    def plan(self) -> CampaignPlan:
        """What was entered."""
        given = self.cleaned_data
        share = given.get("target_share")
        return CampaignPlan(
            name=given["name"],
            basis=given["basis"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            sectors=tuple(given["sectors"]),
            classes=tuple(given["classes"]),
            units=tuple(given["units"]),
            target_share=int((share * 100).to_integral_value(ROUND_HALF_UP)) if share is not None else None,
            target_count=given.get("target_count"),
        )


def _initial(campaign: Campaign) -> dict[str, Any]:
    names = ("name", "basis", "starts_on", "ends_on", "target_count", "sectors", "classes", "units", "version")
    share = campaign.target_share
    return {name: getattr(campaign, name) for name in names} | {
        "target_share": Decimal(share) / 100 if share is not None else None
    }


def parse_day(text: str) -> dt.date | None:
    """A day as typed on the fast page; ``None`` for nothing. Raises ``forms.ValidationError``."""
    found: dt.date | None = DateField(required=False).clean(text)
    return found
