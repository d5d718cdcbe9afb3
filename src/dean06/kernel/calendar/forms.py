"""Forms of the pages of ``calendar``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from dean06.kernel.calendar.rules import LONGEST_NAME, LONGEST_SOURCE
from dean06.kernel.calendar.types import WEEKDAYS, OfficeHours
from dean06.kernel.common.calendar import CalendarRow, Certainty, DayKind, SessionRow
from dean06.kernel.design.widgets import DateInput

_DATES = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]
_TIMES = ["%H:%M", "%Hh%M", "%Hh", "%H giờ %M", "%H giờ"]
_BAD_DATE = {"invalid": "Hãy ghi ngày theo dạng ngày/tháng/năm, ví dụ 02/09/2026."}
_BAD_CHOICE = {"invalid_choice": "Hãy chọn một mục trong danh sách."}
_BAD_TIME = {"invalid": "Hãy ghi giờ theo dạng giờ:phút, ví dụ 07:30."}
#: Most rows of hours: two seasons of a week whose every day has its own two sessions.
_MOST_SESSIONS = 28


class BasisForm(forms.Form):
    """Where an entry comes from and how sure it is."""

    source = forms.CharField(
        label="Căn cứ",
        max_length=LONGEST_SOURCE,
        required=False,
        help_text="Số, ngày, cơ quan ban hành của văn bản quy định, thông báo. Chỉ được để trống khi chưa xác minh.",
    )
    certainty = forms.ChoiceField(
        label="Độ tin cậy",
        choices=[(one.value, one.label) for one in Certainty],
        initial=Certainty.SURE.value,
        error_messages=_BAD_CHOICE,
    )


class DayForm(BasisForm):
    """One special day whose date is given."""

    kind = forms.ChoiceField(
        label="Loại ngày", choices=[(kind.value, kind.label) for kind in DayKind], error_messages=_BAD_CHOICE
    )
    name = forms.CharField(
        label="Tên gọi",
        max_length=LONGEST_NAME,
        error_messages={"required": "Hãy ghi tên gọi của ngày."},
        help_text="Ví dụ: Quốc khánh; Làm bù cho ngày 31/8/2026.",
    )
    field_order = ["date", "kind", "name", "source", "certainty"]

    def row(self, date: dt.date) -> CalendarRow:
        """What was entered, for ``date``."""
        data = self.cleaned_data
        return CalendarRow(date, DayKind(data["kind"]), data["name"], data["source"], Certainty(data["certainty"]))


class NewDayForm(DayForm):
    """A special day to enter."""

    date = forms.DateField(
        label="Ngày",
        widget=DateInput(),
        input_formats=_DATES,
        error_messages={"required": "Hãy ghi ngày.", **_BAD_DATE},
        help_text="Ngày/tháng/năm, ví dụ 02/09/2026.",
    )


def _time_field(label: str) -> forms.TimeField:
    # Not ``type="time"``: browsers show that in the clock of their own language.
    widget = forms.TimeInput(
        format="%H:%M", attrs={"class": "input--short", "autocomplete": "off", "maxlength": 9, "placeholder": "07:30"}
    )
    return forms.TimeField(label=label, required=False, input_formats=_TIMES, error_messages=_BAD_TIME, widget=widget)


class SessionForm(forms.Form):
    """Hours that some weekdays share; a row in which nothing is entered does not count."""

    weekdays = forms.TypedMultipleChoiceField(
        label="Các ngày trong tuần",
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    start = _time_field("Từ giờ")
    end = _time_field("Đến giờ")
    valid_from = forms.DateField(
        label="Áp dụng từ ngày", required=False, widget=DateInput(), input_formats=_DATES, error_messages=_BAD_DATE
    )
    valid_to = forms.DateField(
        label="Đến hết ngày", required=False, widget=DateInput(), input_formats=_DATES, error_messages=_BAD_DATE
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.values()) or self.errors:
            for name, sentence in (
                ("weekdays", "Hãy chọn ít nhất một ngày trong tuần."),
                ("start", "Hãy ghi giờ bắt đầu."),
                ("end", "Hãy ghi giờ kết thúc."),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
            if data.get("start") and data.get("end") and data["end"] <= data["start"]:
                self.add_error("end", "Giờ kết thúc phải sau giờ bắt đầu.")
        return data

    def sessions(self) -> list[SessionRow]:
        """One row for each weekday chosen."""
        data = self.cleaned_data
        return [
            SessionRow(weekday, data["start"], data["end"], data["valid_from"], data["valid_to"])
            for weekday in data.get("weekdays", ())
        ]


SessionFormSet = forms.formset_factory(
    SessionForm, extra=2, max_num=_MOST_SESSIONS, absolute_max=_MOST_SESSIONS, validate_max=True
)


def sessions_initial(hours: list[OfficeHours]) -> list[dict[str, Any]]:
    """The present hours as the rows of ``SessionFormSet``."""
    return [
        {
            "weekdays": list(one.weekdays),
            "start": one.start,
            "end": one.end,
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
        }
        for one in hours
    ]
