"""The search form of the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils import timezone

from dean06.kernel.audit.actions import labels
from dean06.kernel.audit.types import LogFilter
from dean06.kernel.design.fields import DateField

USUAL_STRETCH = timedelta(days=30)
#: Stretches of days up to today that are one click away.
PRESETS = (("Hôm nay", 1), ("7 ngày", 7), ("30 ngày", 30))


def _hinted(text: str) -> forms.TextInput:
    return forms.TextInput(attrs={"placeholder": text})


class LogSearchForm(forms.Form):
    """Vietnamese names in the address too, as people pass addresses on."""

    nguoi = forms.CharField(
        label="Người thực hiện", required=False, max_length=120, widget=_hinted("Họ tên hoặc số tài khoản")
    )
    noi_dung = forms.CharField(
        label="Nội dung bị tác động", required=False, max_length=200, widget=_hinted("assignments.assignment:17")
    )
    viec = forms.ChoiceField(label="Việc đã làm", required=False)
    muc_dich = forms.CharField(
        label="Mục đích", required=False, max_length=200, widget=_hinted("Một phần của mục đích")
    )
    ho_so = forms.CharField(label="Mã hồ sơ", required=False, max_length=100)
    yeu_cau = forms.CharField(label="Mã yêu cầu", required=False, max_length=64)
    tu_ngay = DateField(label="Từ ngày", required=False)
    den_ngay = DateField(label="Đến ngày", required=False)

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(_with_dates(data, today) if data else None)
        choices = sorted(labels().items(), key=lambda item: item[1])
        self.fields["viec"].choices = [("", "Tất cả"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("tu_ngay"), cleaned.get("den_ngay")
        if since and until and since > until:
            self.add_error("den_ngay", "“Đến ngày” phải từ “Từ ngày” trở đi.")
        return cleaned

    def wanted(self) -> LogFilter:
        """What a valid form asks for; both days are included."""
        values = self.cleaned_data
        person = values["nguoi"].strip()
        is_id = person.isascii() and person.isdigit() and len(person) < 19
        since, until = values["tu_ngay"], values["den_ngay"]
        return LogFilter(
            actor_id=int(person) if is_id else None,
            actor_name="" if is_id else person,
            subject=values["noi_dung"].strip(),
            action=values["viec"],
            purpose=values["muc_dich"].strip(),
            dossier=values["ho_so"].strip(),
            request_id=values["yeu_cau"].strip(),
            since=_midnight(since) if since else None,
            until=_midnight(until + timedelta(days=1)) if until else None,
        )


def _with_dates(data: QueryDict, today: date) -> QueryDict:
    """A search inside names or purposes looks at the last 30 days unless other days or something exact is given."""
    inside_text = data.get("muc_dich") or (not data.get("nguoi", "").strip().isdigit() and data.get("nguoi"))
    exact = any(data.get(name) for name in ("noi_dung", "ho_so", "yeu_cau"))
    if not inside_text or exact or data.get("tu_ngay") or data.get("den_ngay"):
        return data
    filled = data.copy()
    filled["tu_ngay"], filled["den_ngay"] = _shown(today - USUAL_STRETCH), _shown(today)
    return filled


def presets(data: Mapping[str, str], *, today: date) -> list[tuple[str, str, bool]]:
    """Label, query and whether it is chosen now, for each of ``PRESETS``; what else was searched for stays."""
    kept = {name: value for name, value in data.items() if value and name in LogSearchForm.base_fields}
    found = []
    for label, days in PRESETS:
        stretch = {"tu_ngay": _shown(today - timedelta(days=days - 1)), "den_ngay": _shown(today)}
        found.append((label, urlencode({**kept, **stretch}), stretch.items() <= kept.items()))
    return found


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
