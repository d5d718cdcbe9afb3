"""PRIVATE. The editable table of the working calendar. Read through ``queries``, write through ``services``."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dean06.kernel.calendar.types import WEEKDAYS
from dean06.kernel.common.calendar import Certainty, DayKind

_KINDS = [(kind.value, kind.label) for kind in DayKind]
_CERTAINTIES = [(certainty.value, certainty.label) for certainty in Certainty]
_WEEKDAYS = list(enumerate(WEEKDAYS))


class CalendarDay(models.Model):
    """One day that differs from the ordinary week: holiday, compensatory rest, made-up working day…"""

    date = models.DateField("ngày", unique=True)
    kind = models.CharField("loại ngày", max_length=20, choices=_KINDS)
    name = models.CharField("tên gọi", max_length=150)
    source = models.CharField("căn cứ", max_length=250, blank=True)
    certainty = models.CharField("độ tin cậy", max_length=10, choices=_CERTAINTIES, default=Certainty.SURE.value)
    #: Changed here by hand: loading the shipped table again leaves the row alone.
    locally_edited = models.BooleanField("tỉnh đã sửa", default=False)
    updated_at = models.DateTimeField("sửa lần cuối", auto_now=True)

    class Meta:
        verbose_name = "ngày đặc biệt"
        verbose_name_plural = "ngày đặc biệt"
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.name}"


class OfficeSession(models.Model):
    """Office hours of one weekday, with validity dates (summer and winter hours are two sets of rows)."""

    weekday = models.PositiveSmallIntegerField("thứ", choices=_WEEKDAYS)
    start = models.TimeField("từ giờ")
    end = models.TimeField("đến giờ")
    valid_from = models.DateField("áp dụng từ ngày", null=True, blank=True)
    valid_to = models.DateField("áp dụng đến hết ngày", null=True, blank=True)
    source = models.CharField("căn cứ", max_length=250, blank=True)
    certainty = models.CharField("độ tin cậy", max_length=10, choices=_CERTAINTIES, default=Certainty.SURE.value)
    updated_at = models.DateTimeField("sửa lần cuối", auto_now=True)

    class Meta:
        verbose_name = "ca làm việc"
        verbose_name_plural = "ca làm việc"
        ordering = ["weekday", "start", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="calendar_session_start_before_end"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="calendar_session_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.start:%H:%M}-{self.end:%H:%M}"
