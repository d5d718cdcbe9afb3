"""PRIVATE. Forms of the boards: asking about a figure, answering."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from dean06.kernel.design.fields import DateField
from dean06.steering.dashboards.rules.asking import SHORTEST


class _KeyedForm(forms.Form):
    """A form whose repeated submit finds its first answer."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["idempotency_key"].initial = uuid.uuid4().hex


class AskForm(_KeyedForm):
    """A question to one of the units that may answer."""

    unit = forms.ChoiceField(label="Đơn vị phải giải trình")
    question = forms.CharField(
        label="Nội dung yêu cầu",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Hỏi rõ điều cần biết: vì sao, đã làm gì, khi nào đạt. Ít nhất {SHORTEST} ký tự.",
    )
    due_on = DateField(label="Trả lời trước hết ngày", required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["unit"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = list(units)
        self.fields["due_on"].help_text = "Ngày/tháng/năm; để trống là hai ngày làm việc."


class AnswerForm(_KeyedForm):
    """The answer of a unit."""

    answer = forms.CharField(
        label="Giải trình",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Nêu nguyên nhân, việc đã làm, sẽ làm và ngày đạt mục tiêu. Trả lời một lần, không sửa lại được.",
    )
