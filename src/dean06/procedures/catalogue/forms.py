"""Forms of the pages of the catalogue."""

from __future__ import annotations

from django import forms

from dean06.kernel.design.widgets import FileDrop
from dean06.procedures.catalogue import queries
from dean06.procedures.catalogue.life_events import LIFE_EVENTS
from dean06.procedures.catalogue.types import ProcedureLevel


class FilterForm(forms.Form):
    """What the list of procedures is narrowed by; names are those of the address."""

    q = forms.CharField(label="Tìm thủ tục", required=False, max_length=100)
    su_kien = forms.ChoiceField(label="Việc trong đời", required=False)
    linh_vuc = forms.ChoiceField(label="Lĩnh vực", required=False)
    cap = forms.ChoiceField(label="Cấp thực hiện", required=False)
    co_quan = forms.ChoiceField(label="Cơ quan giải quyết", required=False)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        anything = [("", "Tất cả")]
        self.fields["su_kien"].choices = anything + [(code, title) for code, (title, _) in LIFE_EVENTS.items()]  # type: ignore[attr-defined]
        self.fields["linh_vuc"].choices = anything + [(one, one) for one in queries.procedure_fields()]  # type: ignore[attr-defined]
        self.fields["cap"].choices = anything + list(ProcedureLevel.choices[:2])  # type: ignore[attr-defined]
        self.fields["co_quan"].choices = anything + [(one, one) for one in queries.agencies()]  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """A national list."""

    file = forms.FileField(
        label="Tệp danh mục (.xlsx)",
        widget=FileDrop(attrs={"accept": ".xlsx"}),
        help_text="Cần các cột Mã thủ tục, Tên thủ tục, Lĩnh vực, Cấp thực hiện; có dấu hay không dấu đều được.",
    )


class PublishForm(forms.Form):
    """A pack is announced by a decision."""

    folder = forms.CharField(widget=forms.HiddenInput, max_length=200)
    decision = forms.CharField(label="Quyết định công bố", max_length=200, help_text="Số, ngày, cơ quan ban hành.")


class WithdrawForm(forms.Form):
    """The procedure takes no new cases from a day on."""

    from_day = forms.DateField(
        label="Ngừng tiếp nhận từ ngày", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label="Lý do, văn bản", max_length=300)
