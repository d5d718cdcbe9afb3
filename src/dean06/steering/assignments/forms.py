"""PRIVATE. Forms of the task pages. They read what was typed; the rules are in ``rules`` and ``acts``."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from dean06.kernel.design.fields import DateField, SearchedListField
from dean06.kernel.design.widgets import FileDrop, SearchPicker
from dean06.kernel.files.types import ALLOWED_EXTENSIONS
from dean06.steering.assignments import bodies as registry
from dean06.steering.assignments.errors import UnknownBody
from dean06.steering.assignments.models import Assignment
from dean06.steering.assignments.rules.progress import SHORTEST_REASON
from dean06.steering.assignments.types import (
    AssignmentDraft,
    Cadence,
    DeadlineKind,
    DocumentRef,
    EvidenceFile,
    Obstacle,
    PartyDraft,
)

DEADLINE_LABELS = {
    DeadlineKind.BY_DATE: "Đến một ngày",
    DeadlineKind.WITHIN_MONTH: "Trong tháng",
    DeadlineKind.WITHIN_QUARTER: "Trong quý",
    DeadlineKind.WITHIN_HALF_YEAR: "Trong 6 tháng",
    DeadlineKind.WITHIN_YEAR: "Trong năm",
    DeadlineKind.WITHIN_DAYS: "Trong một số ngày",
    DeadlineKind.RECURRING: "Thường xuyên, định kỳ",
    DeadlineKind.ON_GUIDANCE: "Khi có hướng dẫn của Trung ương",
    DeadlineKind.OTHER: "Khác",
    DeadlineKind.NONE: "Chưa có thời hạn",
}

_WORDS = forms.Textarea(attrs={"rows": 3})


class BodyField(forms.CharField):
    """One body: a code chosen, or a name typed as documents print it; cleans to the code of today's body."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", SearchPicker(registry.SEARCH_URL, label_for=registry.name_of))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return _code_of(text) if text else ""


def _parties(given: list[str]) -> tuple[PartyDraft, ...]:
    """Party drafts: what was picked gets its short name, what was typed keeps its words; each body once."""
    parties: dict[str, PartyDraft] = {}
    for text in given:
        code = _code_of(text)
        parties.setdefault(code, PartyDraft(text=registry.name_of(code) if text == code else text, agency_code=code))
    return tuple(parties.values())


def _bodies_field(label: str, help_text: str) -> SearchedListField:
    return SearchedListField(
        registry.SEARCH_URL,
        resolve=_parties,
        label_for=registry.name_of,
        browse_url="units:search",
        required=False,
        label=label,
        help_text=help_text,
    )


def _code_of(text: str) -> str:
    try:
        return registry.resolve(text, on=timezone.localdate())
    except UnknownBody as error:
        raise forms.ValidationError(error.message) from error


class FilesInput(FileDrop):
    """Several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return files.getlist(name) if hasattr(files, "getlist") else []


class EvidenceField(forms.Field):
    """Files of evidence; cleans to ``EvidenceFile`` (what a file may be is checked when it is stored)."""

    widget = FilesInput(attrs={"multiple": True, "accept": ",".join(f".{end}" for end in ALLOWED_EXTENSIONS)})

    def clean(self, value: Any) -> Sequence[EvidenceFile]:
        found = [EvidenceFile(file.name, file) for file in value or []]
        if self.required and not found:
            raise forms.ValidationError("Hãy đính kèm ít nhất một tệp.")
        return found


class ActForm(forms.Form):
    """Base of every act: a key that makes a repeated submit find its first answer."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, assignment: Assignment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assignment = assignment
        self.fields["idempotency_key"].initial = uuid.uuid4().hex


class NoteForm(ActForm):
    """An act that needs no reason."""

    note = forms.CharField(label="Ghi chú", widget=_WORDS, required=False)


class ConfirmForm(ActForm):
    """An act that needs nothing but the click."""


class ReasonForm(ActForm):
    """An act that needs a reason."""

    reason = forms.CharField(
        label="Lý do", widget=_WORDS, help_text=f"Ít nhất {SHORTEST_REASON} ký tự; lý do được lưu vào lịch sử nhiệm vụ."
    )


class UrgeForm(ActForm):
    """Urging."""

    message = forms.CharField(label="Nội dung đôn đốc", widget=_WORDS, required=False)


class _ForBody(ActForm):
    """An act for one of the bodies of the task: those that the actor may act for."""

    agency_code = forms.ChoiceField(label="Thay mặt cơ quan")

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency_code"]
        field.choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            field.widget = forms.HiddenInput()
            field.initial = choices[0][0]


class AcknowledgeForm(_ForBody):
    """Confirming that the task arrived."""


class ProgressForm(_ForBody):
    """How far, what was done, what comes next, what stands in the way, with files."""

    percent = forms.IntegerField(label="Tỷ lệ hoàn thành (%)", min_value=0, max_value=100)
    done = forms.CharField(label="Việc đã làm, sản phẩm đã có", widget=_WORDS)
    next_step = forms.CharField(
        label="Bước tiếp theo", widget=_WORDS, required=False, help_text="Bắt buộc khi chưa đạt 100%."
    )
    obstacle = forms.ChoiceField(
        label="Vướng mắc", choices=[(item.value, item.label) for item in Obstacle], required=False
    )
    obstacle_text = forms.CharField(
        label="Nói rõ vướng mắc",
        widget=_WORDS,
        required=False,
        help_text="Việc gì, ở đâu, cần ai tháo gỡ. Nếu tỷ lệ giảm so với lần trước, ghi lý do ở đây.",
    )
    evidence = EvidenceField(label="Tệp minh chứng", required=False)


class DoneForm(_ForBody):
    """The result, with evidence."""

    done = forms.CharField(label="Kết quả đạt được", widget=_WORDS)
    evidence = EvidenceField(
        label="Tệp minh chứng",
        required=False,
        help_text="Cần ít nhất một tệp (văn bản, biên bản, ảnh chụp…), kể cả tệp đã gửi ở báo cáo trước.",
    )


class DeadlineForm(_ForBody):
    """Another due date."""

    new_due_date = DateField(label="Thời hạn mới")
    reason = forms.CharField(label="Lý do", widget=_WORDS)


class DecisionForm(ActForm):
    """Yes or no; no needs a reason."""

    decision = forms.ChoiceField(
        label="Quyết định", choices=[("yes", "Đồng ý"), ("no", "Không đồng ý")], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Ý kiến, lý do", widget=_WORDS, required=False, help_text="Bắt buộc khi không đồng ý."
    )


class ExplanationForm(_ForBody):
    """What a leading body must explain."""

    question = forms.CharField(label="Nội dung cần giải trình", widget=_WORDS)
    due_on = DateField(label="Trả lời trước hết ngày", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_code"].label = "Cơ quan phải giải trình"
        self.fields["due_on"].help_text = "Để trống: hai ngày làm việc."


class AnswerForm(ActForm):
    """The explanation."""

    answer = forms.CharField(label="Nội dung giải trình", widget=forms.Textarea(attrs={"rows": 6}))


class HandOverForm(_ForBody):
    """To whom and why."""

    to_code = BodyField(label="Chuyển cho cơ quan", help_text="Tên đầy đủ hoặc tên viết tắt.")
    reason = forms.CharField(label="Lý do", widget=_WORDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_code"].label = "Cơ quan chuyển"


class WaitForm(ActForm):
    """What is awaited."""

    trigger_document = forms.CharField(
        label="Văn bản, hướng dẫn phải chờ", help_text="Ghi rõ văn bản gì, của bộ, ngành nào."
    )
    reason = forms.CharField(label="Lý do", widget=_WORDS)


class GuidanceForm(ActForm):
    """What came, and the date from now on."""

    document = forms.CharField(label="Văn bản đã có", help_text="Số, ngày, cơ quan ban hành.")
    new_due_date = DateField(label="Thời hạn hoàn thành")


class CancelForm(ActForm):
    """Why, and into which task it goes up."""

    reason = forms.CharField(label="Lý do", widget=_WORDS)
    merged_into = forms.CharField(
        label="Gộp vào nhiệm vụ", required=False, help_text="Mã nhiệm vụ, ví dụ NV-2026-0012. Để trống nếu chỉ hủy."
    )


class AmendForm(ActForm):
    """What was missing at issue."""

    title = forms.CharField(label="Tên gọn", max_length=200, required=False)
    product = forms.CharField(label="Sản phẩm phải nộp", widget=_WORDS, required=False)
    measure = forms.CharField(label="Thước đo hằng kỳ", widget=_WORDS, required=False)
    trigger_document = forms.CharField(label="Văn bản của Trung ương phải chờ", required=False)
    head_name = forms.CharField(label="Người đứng đầu chịu trách nhiệm", max_length=160, required=False)
    head_position = forms.CharField(label="Chức vụ", max_length=160, required=False)
    reason = forms.CharField(label="Lý do bổ sung", widget=_WORDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "product", "measure", "trigger_document", "head_name", "head_position"):
            if self.assignment is not None:
                self.fields[name].initial = getattr(self.assignment, name)


class IssueForm(ActForm):
    """Why the task is issued although a light is off."""

    override_reason = forms.CharField(
        label="Lý do vẫn giao khi chưa đủ năm rõ",
        widget=_WORDS,
        required=False,
        help_text="Chỉ cần khi còn đèn chưa sáng; lý do được ghi vào nhật ký.",
    )


_TASK_GROUPS = (
    ("Rõ việc", ("text", "title")),
    ("Rõ người, rõ trách nhiệm", ("leads", "partners", "head_name", "head_position")),
    ("Rõ kết quả", ("product",)),
    ("Rõ thời gian", ("deadline_kind", "due_date", "deadline_text", "cadence", "measure", "trigger_document")),
    ("Văn bản giao", ("basis_number", "basis_date", "basis_title", "assigned_by")),
)


class TaskForm(ActForm):
    """A task written by hand."""

    text = forms.CharField(label="Nội dung nhiệm vụ", widget=forms.Textarea(attrs={"rows": 5}))
    title = forms.CharField(label="Tên gọn", max_length=200, required=False)
    leads = _bodies_field(
        "Cơ quan chủ trì", "Gõ tên, tên viết tắt hoặc tên nhóm (ví dụ: Các sở, ban, ngành). Chọn được nhiều cơ quan."
    )
    partners = _bodies_field("Cơ quan phối hợp", "Chọn được nhiều cơ quan hoặc nhóm.")
    head_name = forms.CharField(
        label="Người đứng đầu chịu trách nhiệm",
        max_length=160,
        required=False,
        help_text="Để trống: lấy người đứng đầu của cơ quan chủ trì nếu đã có trong danh bạ.",
    )
    head_position = forms.CharField(label="Chức vụ", max_length=160, required=False)
    product = forms.CharField(label="Sản phẩm phải nộp", widget=_WORDS, required=False)
    deadline_kind = forms.ChoiceField(
        label="Loại thời hạn", choices=[(kind.value, label) for kind, label in DEADLINE_LABELS.items()]
    )
    due_date = DateField(label="Ngày hết hạn", required=False)
    deadline_text = forms.CharField(
        label="Thời hạn ghi trong văn bản", max_length=500, required=False, help_text="Ví dụ: trong quý II/2026."
    )
    cadence = forms.ChoiceField(
        label="Chu kỳ báo cáo",
        choices=[("", "Không áp dụng"), *((item.value, item.label) for item in Cadence)],
        required=False,
        help_text="Cho nhiệm vụ thường xuyên.",
    )
    measure = forms.CharField(
        label="Thước đo kết quả hằng kỳ", widget=_WORDS, required=False, help_text="Cho nhiệm vụ thường xuyên."
    )
    trigger_document = forms.CharField(
        label="Văn bản của Trung ương phải chờ",
        max_length=500,
        required=False,
        help_text="Cho nhiệm vụ chờ hướng dẫn của Trung ương.",
    )
    assigned_by = forms.CharField(label="Cấp giao nhiệm vụ", max_length=255, required=False)
    basis_number = forms.CharField(label="Văn bản giao nhiệm vụ: số, ký hiệu", max_length=80, required=False)
    basis_date = DateField(label="Ngày văn bản", required=False)
    basis_title = forms.CharField(label="Trích yếu văn bản", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.assignment is not None:
            self.initial = {**_initial(self.assignment), **self.initial}

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the clarity that they serve, in the order of the page."""
        return [(legend, [self[name] for name in names]) for legend, names in _TASK_GROUPS]

    def draft(self) -> AssignmentDraft:
        """What was typed."""
        given = self.cleaned_data
        return AssignmentDraft(
            text=given["text"],
            title=given["title"],
            leads=given["leads"],
            partners=given["partners"],
            assigned_by=given["assigned_by"],
            product=given["product"],
            deadline_kind=DeadlineKind(given["deadline_kind"]),
            deadline_text=given["deadline_text"],
            due_date=given["due_date"],
            measure=given["measure"],
            cadence=Cadence(given["cadence"]) if given["cadence"] else None,
            trigger_document=given["trigger_document"],
            head_name=given["head_name"],
            head_position=given["head_position"],
        )

    def document(self) -> DocumentRef | None:
        """The giving document, if one was named."""
        given = self.cleaned_data
        number, title = given["basis_number"].strip(), given["basis_title"].strip()
        return DocumentRef(number=number, date=given["basis_date"], title=title) if number or title else None


def _initial(assignment: Assignment) -> dict[str, Any]:
    parties = list(assignment.parties.all())
    names = ("text", "title", "head_name", "head_position", "product", "deadline_kind", "due_date", "deadline_text")
    more = ("cadence", "measure", "trigger_document", "assigned_by")
    values: dict[str, Any] = {name: getattr(assignment, name) for name in names + more}
    for role, field in (("lead", "leads"), ("partner", "partners")):
        values[field] = [party.text for party in parties if party.role == role]
    if assignment.basis:
        basis = assignment.basis
        values |= {"basis_number": basis.number, "basis_date": basis.date, "basis_title": basis.title}
    return values


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label="Tìm trong nội dung", required=False, max_length=200)
    chu_tri = BodyField(label="Cơ quan chủ trì", required=False)
    phoi_hop = BodyField(label="Cơ quan phối hợp", required=False)
    van_ban = forms.TypedChoiceField(label="Văn bản giao", required=False, coerce=int, empty_value=None)
    dung_dau = forms.CharField(label="Người đứng đầu", required=False, max_length=160)

    def __init__(self, *args: Any, bases: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["van_ban"].choices = [("", "Tất cả văn bản"), *bases]  # type: ignore[attr-defined]
