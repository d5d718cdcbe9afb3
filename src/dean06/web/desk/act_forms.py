"""PRIVATE. Forms of the acts on a case. They read what was typed; what may be done is decided by ``cases``."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone

from dean06.kernel.design.fields import DateField
from dean06.kernel.design.widgets import FileDrop, SearchPicker
from dean06.kernel.units import queries as units
from dean06.kernel.units.types import ResolutionKind
from dean06.procedures.cases.types import Delivery, SupplementItem
from dean06.procedures.catalogue.types import DecisionField
from dean06.socioeconomic.payments.types import FeeLine, LineKind

PICTURES_AND_PDF = ".pdf,.jpg,.jpeg,.png,.tif,.tiff"
#: Before the names of what an officer fills in with the button of a step.
_DECISION = "decision."
_WORDS = forms.Textarea(attrs={"rows": 3})
#: What is missing most often; offered beside the field, never filled in.
SUPPLEMENT_PHRASES = (
    "Bản chụp mờ, không đọc được số và ngày cấp. Đề nghị chụp lại rõ bốn góc.",
    "Thiếu trang có dấu và chữ ký. Đề nghị gửi đủ các trang.",
    "Giấy tờ đã hết hạn. Đề nghị gửi giấy tờ còn giá trị.",
    "Họ tên trên giấy tờ khác với tờ khai. Đề nghị kiểm tra và gửi giấy tờ đúng, hoặc sửa lại tờ khai.",
    "Chưa có chữ ký của người có liên quan. Đề nghị ký đủ rồi gửi lại.",
    "Ô này ghi chưa rõ. Đề nghị ghi đầy đủ theo giấy tờ.",
)


def _decision_field(field: DecisionField) -> forms.Field:
    """The control of what the pack asks the officer for. A guarded field may stay empty here: the service knows."""
    common: dict[str, Any] = {
        "label": field.label,
        "help_text": field.hint,
        "required": field.required and not field.when,
    }
    if field.type == "choice":
        return forms.ChoiceField(choices=list(field.choices.items()), widget=forms.RadioSelect, **common)
    if field.type == "date":
        return DateField(**{**common, "help_text": field.hint or "Ngày/tháng/năm, ví dụ 27/3/2026"})
    if field.type in ("integer", "money"):
        label = f"{field.label} (đồng)" if field.type == "money" else field.label
        number = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        return forms.CharField(widget=number, max_length=24, **{**common, "label": label})
    return forms.CharField(widget=_WORDS if field.type == "textarea" else forms.TextInput, max_length=4000, **common)


class ActForm(forms.Form):
    """Base: each sending of a page has one effect, and a page that shows an older case is refused."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, revision: int = 0, **options: Any) -> None:
        self.context: dict[str, Any] = options.pop("context", {})
        options["initial"] = {"idempotency_key": uuid.uuid4().hex, "revision": revision} | options.get("initial", {})
        super().__init__(*args, **options)
        decisions = {f"{_DECISION}{one.name}": _decision_field(one) for one in self.context.get("decision", ())}
        self.fields.update(decisions)
        self.order_fields([*decisions, *self.fields])

    def decisions(self) -> dict[str, Any]:
        """What the officer filled in with the button, by name; the service reads and checks it."""
        found = {name: value for name, value in self.cleaned_data.items() if name.startswith(_DECISION)}
        return {
            name.removeprefix(_DECISION): value.isoformat() if isinstance(value, dt.date) else value
            for name, value in found.items()
            if value not in (None, "")
        }

    def arguments(self) -> dict[str, Any]:
        """What the service is given beside case, key and revision."""
        return {}

    def refresh(self, revision: int) -> None:
        """Make a refused form sendable again on the case as it is now, under a new key; what was typed stays."""
        data: Any = self.data
        data = data.copy()
        data["revision"], data["idempotency_key"] = str(revision), uuid.uuid4().hex
        self.data = data


class NoteForm(ActForm):
    """A remark."""

    note = forms.CharField(label="Ghi chú", widget=_WORDS, required=False, max_length=2000)

    def arguments(self) -> dict[str, Any]:
        return {"note": self.cleaned_data["note"]}


class ReasonForm(ActForm):
    """A reason in words."""

    reason = forms.CharField(label="Lý do", widget=_WORDS, min_length=10, max_length=2000)

    def arguments(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


class ReturnStepForm(ActForm):
    """Back to an earlier step: why."""

    note = forms.CharField(label="Lý do trả lại bước trước", widget=_WORDS, min_length=10, max_length=2000)

    def arguments(self) -> dict[str, Any]:
        return {"note": self.cleaned_data["note"]}


class _CodedReason(ActForm):
    reason = forms.ChoiceField(label="Lý do (theo quy định của thủ tục)", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].choices = list(self.context.get("reasons", ()))  # type: ignore[attr-defined]


class RefuseForm(_CodedReason):
    """Not received: which reason of the procedure, and how the applicant mends it."""

    remedy = forms.CharField(
        label="Hướng dẫn khắc phục",
        help_text="Người nộp phải làm gì để được tiếp nhận. In trên phiếu từ chối.",
        widget=_WORDS,
        min_length=10,
        max_length=2000,
    )

    def arguments(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "remedy": self.cleaned_data["remedy"]}


class StopForm(_CodedReason):
    """The processing ends without the asked result."""

    note = forms.CharField(
        label="Giải thích cho người nộp",
        help_text="In trên thông báo dừng giải quyết: căn cứ, và việc người nộp có thể làm tiếp.",
        widget=_WORDS,
        min_length=10,
        max_length=2000,
    )

    def arguments(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "note": self.cleaned_data["note"]}


class AssignForm(ActForm):
    """Who works on it."""

    user_id = forms.TypedChoiceField(label="Người thụ lý", coerce=int)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user_id"].choices = [("", "Chọn người"), *self.context.get("officers", ())]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        return {"user_id": self.cleaned_data["user_id"]}


class SupplementForm(ActForm):
    """Pick what is missing, each with its own reason; all of it at once, since it is asked only once."""

    note = forms.CharField(label="Lời nhắn chung", widget=_WORDS, required=False, max_length=2000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._items: list[tuple[str, str, str]] = list(self.context.get("items", ()))
        for number, (_, _, label) in enumerate(self._items):
            self.fields[f"item_{number}"] = forms.BooleanField(label=label, required=False)
            self.fields[f"reason_{number}"] = forms.CharField(
                label=f"Vì sao: {label}",
                required=False,
                max_length=500,
                widget=forms.TextInput(attrs={"list": "cau-mau", "placeholder": "Thiếu gì, sai ở đâu"}),
            )

    def rows(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """Kind (``document`` or ``field``), tick box and reason of each thing that may be asked for."""
        for number, (kind, _, _) in enumerate(self._items):
            yield kind, self[f"item_{number}"], self[f"reason_{number}"]

    def document_rows(self) -> list[tuple[BoundField, BoundField]]:
        """Papers."""
        return [(box, reason) for kind, box, reason in self.rows() if kind == "document"]

    def field_rows(self) -> list[tuple[BoundField, BoundField]]:
        """Fields of the form."""
        return [(box, reason) for kind, box, reason in self.rows() if kind == "field"]

    def any_field_chosen(self) -> bool:
        """Whether the list of fields must stand open."""
        return any(box.value() for box, _ in self.field_rows())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = [number for number in range(len(self._items)) if cleaned.get(f"item_{number}")]
        if not chosen:
            raise ValidationError("Hãy chọn ít nhất một giấy tờ hoặc một ô cần bổ sung.")
        for number in chosen:
            if not cleaned.get(f"reason_{number}", "").strip():
                self.add_error(f"reason_{number}", "Hãy ghi rõ thiếu gì hoặc sai ở đâu: người nộp chỉ đọc câu này.")
        return cleaned

    def arguments(self) -> dict[str, Any]:
        items = []
        for number, (kind, code, _) in enumerate(self._items):
            if self.cleaned_data[f"item_{number}"]:
                items.append(SupplementItem(reason=self.cleaned_data[f"reason_{number}"], **{kind: code}))
        return {"items": items, "note": self.cleaned_data["note"]}


class FinancialForm(ActForm):
    """What has to be paid before the case goes on: lines of the procedure's table, and one by hand."""

    lines = forms.MultipleChoiceField(
        label="Khoản theo biểu của thủ tục", widget=forms.CheckboxSelectMultiple, required=False
    )
    title = forms.CharField(label="Khoản khác (thuế, tiền sử dụng đất…)", max_length=200, required=False)
    amount = forms.IntegerField(label="Số tiền (đồng)", min_value=1, max_value=10**12, required=False)
    source = forms.CharField(label="Căn cứ", help_text="Số thông báo thuế, quyết định…", max_length=200, required=False)
    note = forms.CharField(label="Ghi chú cho người nộp", widget=_WORDS, required=False, max_length=2000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._lines: Sequence[FeeLine] = self.context.get("fee_lines", ())
        labels = [(line.code, f"{line.title}: {line.amount:,} đồng".replace(",", ".")) for line in self._lines]
        self.fields["lines"].choices = labels  # type: ignore[attr-defined]
        if not labels:
            del self.fields["lines"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        by_hand = [name for name in ("title", "amount", "source") if cleaned.get(name)]
        if by_hand and len(by_hand) < 3 and not self.errors:
            raise ValidationError("Khoản ghi tay phải có đủ tên khoản, số tiền và căn cứ.")
        # What is filled in beside may be what the table reckons with: then the table says what is due.
        if not by_hand and not cleaned.get("lines") and not self.context.get("decision") and not self.errors:
            raise ValidationError("Hãy chọn hoặc ghi ít nhất một khoản phải nộp.")
        return cleaned

    def chosen(self) -> list[FeeLine]:
        """The lines to pay."""
        ticked = self.cleaned_data.get("lines") or ()
        chosen = [line for line in self._lines if line.code in ticked]
        if self.cleaned_data.get("amount"):
            given = self.cleaned_data
            chosen.append(
                FeeLine("other", given["title"], LineKind.CHARGE.value, given["amount"], source=given["source"])
            )
        return chosen


class ApologyForm(ActForm):
    """A new day, promised once."""

    new_due = DateField(label="Hẹn trả lại vào ngày")
    reason = forms.CharField(
        label="Vì sao trễ",
        help_text="Người nộp đọc câu này trong văn bản xin lỗi: nêu nguyên nhân thật và việc đang làm.",
        widget=_WORDS,
        min_length=10,
        max_length=2000,
    )

    def clean_new_due(self) -> Any:
        day = self.cleaned_data["new_due"]
        if day <= timezone.localdate():
            raise ValidationError("Ngày hẹn mới phải sau hôm nay.")
        return day

    def arguments(self) -> dict[str, Any]:
        return {"new_due": self.cleaned_data["new_due"], "reason": self.cleaned_data["reason"]}


class HandOverResultForm(ActForm):
    """Who took the result, and how."""

    to_name = forms.CharField(label="Người nhận kết quả", max_length=120)
    how = forms.ChoiceField(label="Cách trả", choices=Delivery.choices, widget=forms.RadioSelect)

    def arguments(self) -> dict[str, Any]:
        return {"to_name": self.cleaned_data["to_name"], "how": self.cleaned_data["how"]}


class OfferForm(ActForm):
    """To which office, and why it belongs there."""

    to_agency = forms.CharField(label="Chuyển tới cơ quan")
    reason = forms.CharField(label="Vì sao thuộc cơ quan đó", widget=_WORDS, min_length=10, max_length=2000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to_agency"].widget = SearchPicker("units:picker", label_for=_agency_name)

    def clean_to_agency(self) -> str:
        text = self.cleaned_data["to_agency"]
        if text in units.get_agencies([text]):
            return str(text)
        found = units.resolve_agency(text, on=timezone.localdate())
        if found.kind not in (ResolutionKind.EXACT, ResolutionKind.SUCCESSOR) or len(found.agencies) != 1:
            raise ValidationError(f"Không tìm thấy cơ quan “{text}”. Hãy chọn trong danh sách gợi ý.")
        return found.agencies[0].code

    def arguments(self) -> dict[str, Any]:
        return {"to_agency": self.cleaned_data["to_agency"], "reason": self.cleaned_data["reason"]}


class RefuseOfferForm(ActForm):
    """Why this office does not take what was offered."""

    reason = forms.CharField(
        label="Vì sao không nhận",
        help_text="Cơ quan chuyển đọc câu này: nêu thẩm quyền thuộc ai, căn cứ nào.",
        widget=_WORDS,
        min_length=10,
        max_length=2000,
    )

    def arguments(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


class SupplyForm(ActForm):
    """What was asked for, handed over at the desk: one file per paper; asked fields are drawn by ``forms``."""

    partial = forms.BooleanField(label="Người nộp không có thêm: nhận phần đã có và xử lý tiếp", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, title in self.context.get("asked_documents", ()):
            self.fields[f"file-{code}"] = forms.FileField(
                label=title,
                required=False,
                help_text="PDF hoặc ảnh chụp, quét.",
                widget=FileDrop(attrs={"accept": PICTURES_AND_PDF}),
            )
        self.order_fields([*(name for name in self.fields if name != "partial"), "partial"])

    def arguments(self) -> dict[str, Any]:
        return {"partial": self.cleaned_data["partial"]}

    def uploads(self) -> dict[str, Any]:
        """Requirement → file handed over."""
        names = [name for name in self.fields if name.startswith("file-")]
        return {name.removeprefix("file-"): self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


class DocumentForm(ActForm):
    """A paper that takes the place of an older one, or comes in addition."""

    requirement = forms.ChoiceField(label="Thành phần hồ sơ")
    file = forms.FileField(
        label="Tệp",
        help_text="PDF hoặc ảnh chụp, quét (JPG, PNG, TIFF), tối đa 50 MB. Kiểm tra chất lượng ngay khi nhận.",
        widget=FileDrop(attrs={"accept": PICTURES_AND_PDF}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["requirement"].choices = list(self.context.get("requirements", ()))  # type: ignore[attr-defined]


class CashForm(forms.Form):
    """Money taken at the counter."""

    receipt_number = forms.CharField(
        label="Số biên lai",
        help_text="Để trống thì hệ thống cấp số theo dãy số của cơ quan.",
        required=False,
        max_length=30,
    )


def _agency_name(code: str) -> str:
    found = units.get_agencies([code]).get(code)
    return found.short_name or found.name if found else code
