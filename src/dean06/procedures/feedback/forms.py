"""PRIVATE. Forms of the feedback pages; the rules are in ``rules`` and ``acts``."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from typing import Any

from django import forms
from django.core import signing

from dean06.kernel.common.calendar import Certainty
from dean06.kernel.design.fields import DateField
from dean06.kernel.design.widgets import FileDrop
from dean06.procedures.feedback.errors import LooksLikeSpam
from dean06.procedures.feedback.rules import LONGEST_BODY, LONGEST_TITLE
from dean06.procedures.feedback.types import (
    SCORES,
    ClockRule,
    FeedbackInput,
    Kind,
    Level,
    RatingInput,
    Reason,
    RefusalReason,
)

_WORDS = {"rows": 4}
_SALT = "dean06.feedback.form"
#: Nobody reads and fills a form faster; a page older than this is opened again.
FASTEST, OLDEST = dt.timedelta(seconds=3), dt.timedelta(hours=12)


class SendForm(forms.Form):
    """A feedback by anybody. Two guards against programs, without asking anything of people: a field that no person
    sees, and the signed moment at which the page was opened.
    """

    kind = forms.ChoiceField(label="Ông/bà muốn phản ánh về việc gì?", choices=Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="Tiêu đề", max_length=LONGEST_TITLE)
    body = forms.CharField(
        label="Nội dung",
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Việc gì, ở đâu, khi nào, ai liên quan. Không ghi số tài khoản, mật khẩu.",
    )
    case_code = forms.CharField(
        label="Mã hồ sơ", required=False, max_length=50, help_text="Nếu phản ánh về một hồ sơ cụ thể."
    )
    agency = forms.ChoiceField(label="Cơ quan liên quan", required=False)
    attachment = forms.FileField(
        label="Tệp kèm theo", required=False, widget=FileDrop(), help_text="Ảnh hoặc văn bản, tối đa 10 MB."
    )
    sender_name = forms.CharField(label="Họ và tên", max_length=200)
    phone = forms.CharField(
        label="Số điện thoại", max_length=20, help_text="Để tra cứu, nhận trả lời; không công khai."
    )
    email = forms.EmailField(
        label="Thư điện tử", required=False, error_messages={"invalid": "Địa chỉ thư điện tử chưa đúng."}
    )
    website = forms.CharField(
        label="Để trống ô này", required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].choices = [("", "Chưa rõ cơ quan nào"), *agencies]  # type: ignore[attr-defined]

    def check_sender(self, now: dt.datetime) -> None:
        """Raises ``LooksLikeSpam`` for what no person does."""
        try:
            opened = dt.datetime.fromisoformat(signing.loads(self.cleaned_data["opened"], salt=_SALT))
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise LooksLikeSpam from error
        if self.cleaned_data["website"] or not FASTEST <= now - opened <= OLDEST:
            raise LooksLikeSpam

    def key(self) -> str:
        """The same for the same form sent again: a double press finds its first answer."""
        data = self.cleaned_data
        return sha256("\n".join((data["opened"], data["phone"], data["body"])).encode()).hexdigest()

    def given(self) -> FeedbackInput:
        """What was entered."""
        return FeedbackInput(**{name: self.cleaned_data[name] for name in FeedbackInput.__dataclass_fields__})


def opened_at(now: dt.datetime) -> str:
    """Signed moment for ``SendForm.opened``."""
    return signing.dumps(now.isoformat(), salt=_SALT)


class LookUpForm(forms.Form):
    """The sender's way back."""

    code = forms.CharField(label="Mã phản ánh", max_length=20)
    phone = forms.CharField(label="Số điện thoại đã ghi khi gửi", max_length=20)


class RateForm(forms.Form):
    """One tap; reasons for a low one."""

    score = forms.TypedChoiceField(
        label="Ông/bà có hài lòng không?",
        coerce=int,
        choices=[(SCORES[level], level.label) for level in Level],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn một mức.", "invalid_choice": "Hãy chọn một mức."},
    )
    reasons = forms.MultipleChoiceField(
        label="Vì sao chưa hài lòng?", required=False, choices=Reason.choices, widget=forms.CheckboxSelectMultiple
    )
    comment = forms.CharField(
        label="Góp ý thêm", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def rating(self) -> RatingInput:
        """What was tapped."""
        data = self.cleaned_data
        return RatingInput(data["score"], tuple(data["reasons"]), data["comment"])


class FiveForm(RateForm):
    """From the portal: any score of 1 to 5."""

    score = forms.TypedChoiceField(coerce=int, choices=[(number, str(number)) for number in range(1, 6)])


class DeskRateForm(RateForm):
    """On the tablet of a desk."""

    code = forms.CharField(label="Mã hồ sơ", max_length=50)
    birth_date = DateField(label="Ngày sinh của người nộp hồ sơ")
    field_order = ["score", "code", "birth_date", "reasons", "comment"]


class ActForm(forms.Form):
    """Base of every act of an officer."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AssignForm(ActForm):
    """Class and assign."""

    kind = forms.ChoiceField(label="Loại", choices=Kind.choices)
    agency = forms.ChoiceField(label="Cơ quan trả lời")
    note = forms.CharField(label="Ghi chú cho cơ quan", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]


class RefuseForm(ActForm):
    """Do not take it."""

    reason = forms.ChoiceField(label="Lý do", choices=RefusalReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="Giải thích cho người gửi", widget=forms.Textarea(attrs=_WORDS))


class AskForm(ActForm):
    """What is missing."""

    question = forms.CharField(label="Nội dung cần bổ sung", widget=forms.Textarea(attrs=_WORDS))


class AnswerForm(ActForm):
    """The answer of the agency."""

    answer = forms.CharField(label="Nội dung trả lời", widget=forms.Textarea(attrs={"rows": 8}))


class ReturnForm(ActForm):
    """Not ours."""

    reason = forms.CharField(label="Vì sao không thuộc cơ quan mình", widget=forms.Textarea(attrs=_WORDS))


class PublishForm(ActForm):
    """The texts that everybody will read."""

    title = forms.CharField(label="Tiêu đề công khai", max_length=200)
    body = forms.CharField(label="Nội dung công khai", widget=forms.Textarea(attrs={"rows": 6}))
    answer = forms.CharField(label="Trả lời công khai", widget=forms.Textarea(attrs={"rows": 6}))


class ClockForm(forms.Form):
    """Days allowed from a day on."""

    valid_from = DateField(label="Áp dụng cho phản ánh gửi từ ngày")
    refuse_days = forms.IntegerField(label="Từ chối trong (ngày làm việc)", min_value=1, max_value=60)
    ask_days = forms.IntegerField(label="Yêu cầu bổ sung trong", min_value=1, max_value=60)
    answer_days = forms.IntegerField(label="Trả lời trong", min_value=1, max_value=60)
    publish_days = forms.IntegerField(label="Công khai sau trả lời trong", min_value=1, max_value=60)
    source = forms.CharField(label="Căn cứ", max_length=500)
    certainty = forms.ChoiceField(label="Độ tin cậy", choices=[(one.value, one.label) for one in Certainty])

    def rule(self) -> ClockRule:
        """What was entered."""
        return ClockRule(**{name: self.cleaned_data[name] for name in ClockRule.__dataclass_fields__})
