"""PRIVATE. Forms of the review pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from dean06.kernel.design.fields import DateField, SearchedListField
from dean06.kernel.design.widgets import FileDrop
from dean06.kernel.units import queries as units
from dean06.steering.documents.models import ReviewTask, SourceDocument
from dean06.steering.documents.types import DeadlineKind

DEADLINE_LABELS = {
    DeadlineKind.BY_DATE: "Theo ngày",
    DeadlineKind.WITHIN_MONTH: "Trong tháng",
    DeadlineKind.WITHIN_QUARTER: "Trong quý",
    DeadlineKind.WITHIN_HALF_YEAR: "Trong 6 tháng",
    DeadlineKind.WITHIN_YEAR: "Trong năm",
    DeadlineKind.WITHIN_DAYS: "Trong số ngày",
    DeadlineKind.RECURRING: "Thường xuyên, định kỳ",
    DeadlineKind.ON_GUIDANCE: "Theo hướng dẫn của Trung ương",
    DeadlineKind.OTHER: "Khác",
    DeadlineKind.NONE: "Chưa có thời hạn",
}


def document_label(document: SourceDocument) -> str:
    """How a document is named in a list of choices."""
    parts = [document.kind or "Văn bản", document.number or "", document.period or document.title or document.filename]
    return " ".join(part for part in parts if part)[:140]


class DocumentChoice(forms.ModelChoiceField):
    """A document kept here, by kind, number and period."""

    def label_from_instance(self, document: Any) -> str:
        return document_label(document)


class UploadForm(forms.Form):
    """A file to read."""

    file = forms.FileField(
        label="Tệp văn bản",
        help_text="Tệp .docx, .pdf có chữ, .xlsx, .txt hoặc .md; tối đa 50 MB.",
        widget=FileDrop(attrs={"accept": ".docx,.pdf,.xlsx,.txt,.md"}),
        error_messages={"required": "Hãy chọn một tệp.", "empty": "Tệp này không có nội dung."},
    )
    previous = DocumentChoice(
        label="So với báo cáo kỳ trước",
        queryset=SourceDocument.objects.none(),
        required=False,
        empty_label="Không so sánh",
        help_text="Chọn để tìm số lũy kế bị giảm, mức tăng không khớp.",
    )
    again = forms.BooleanField(label="Vẫn đọc lại dù tệp đã được tải lên trước đó", required=False)

    def __init__(self, *args: Any, earlier: QuerySet[SourceDocument], **options: Any) -> None:
        super().__init__(*args, **options)
        previous = self.fields["previous"]
        assert isinstance(previous, DocumentChoice)
        previous.queryset = earlier


class HeaderForm(forms.ModelForm):
    """What was read of the document itself."""

    date = DateField(label="Ngày ban hành", required=False)

    class Meta:
        model = SourceDocument
        fields = ["kind", "number", "date", "place", "issuer", "title", "period"]
        labels = {
            "kind": "Loại văn bản",
            "number": "Số, ký hiệu",
            "place": "Nơi ban hành",
            "issuer": "Cơ quan ban hành",
            "title": "Trích yếu",
            "period": "Kỳ báo cáo hoặc thời gian áp dụng",
        }
        widgets = {"title": forms.Textarea(attrs={"rows": 3})}


def _names(given: list[str]) -> list[str]:
    """A body picked from the register comes as its code and is turned into its name."""
    registered = units.get_agencies(given)
    return [registered[name].name if name in registered else name for name in given]


def _bodies_field(label: str) -> SearchedListField:
    return SearchedListField(
        "units:picker",
        resolve=_names,
        browse_url="units:search",
        required=False,
        label=label,
        help_text="Gõ tên, tên cũ hoặc tên viết tắt. Bỏ dấu chọn để bớt một cơ quan.",
    )


class TaskForm(forms.ModelForm):
    """Everything of a task that a person may correct."""

    lead = _bodies_field("Cơ quan chủ trì")
    coordinating = _bodies_field("Cơ quan phối hợp")
    deadline_kind = forms.ChoiceField(
        label="Loại thời hạn", choices=[(kind.value, label) for kind, label in DEADLINE_LABELS.items()]
    )
    deadline_date = DateField(label="Ngày đến hạn", required=False)

    field_order = [
        "text",
        "lead",
        "coordinating",
        "responsible",
        "deadline_kind",
        "deadline_date",
        "deadline_text",
        "product",
        "measure",
        "assigned_by",
    ]

    class Meta:
        model = ReviewTask
        fields = ["text", "responsible", "deadline_text", "product", "measure", "assigned_by"]
        labels = {
            "text": "Nội dung nhiệm vụ",
            "responsible": "Người chịu trách nhiệm",
            "deadline_text": "Thời hạn, nguyên văn",
            "product": "Sản phẩm, kết quả",
            "measure": "Cách đo hằng tháng",
            "assigned_by": "Văn bản, cấp giao",
        }
        help_texts = {
            "responsible": "Họ tên, chức vụ người đứng đầu chịu trách nhiệm.",
            "measure": "Chỉ cần cho việc thường xuyên: con số nào cho thấy việc được làm mỗi tháng.",
        }
        error_messages = {"text": {"required": "Nội dung nhiệm vụ không được để trống."}}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5}),
            "deadline_text": forms.TextInput(),
            "product": forms.Textarea(attrs={"rows": 2}),
            "measure": forms.TextInput(),
            "assigned_by": forms.TextInput(),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for role in ("lead", "coordinating"):
            self.initial[role] = [body["text"] for body in getattr(self.instance, role)]
        self.initial["deadline_kind"] = self.instance.deadline_kind
        self.initial["deadline_date"] = self.instance.deadline_date


class IssueForm(forms.Form):
    """The last step. ``override_reason`` is asked only when a task is not clear enough."""

    override_reason = forms.CharField(
        label="Lý do vẫn giao khi chưa đủ năm rõ",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lý do được ghi vào nhật ký cùng tên người giao.",
    )
