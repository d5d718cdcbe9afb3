"""Examples: fields and forms."""

from __future__ import annotations

from typing import Any

from django import forms

from dean06.kernel.design.examples.types import Example, Sample
from dean06.kernel.design.fields import DateField
from dean06.kernel.design.widgets import FileDrop, SearchPicker, SearchPickerMultiple

SAMPLE_UNITS = [
    {"value": "so-y-te", "label": "Sở Y tế", "note": "cơ quan chuyên môn cấp tỉnh"},
    {"value": "so-noi-vu", "label": "Sở Nội vụ", "note": "cơ quan chuyên môn cấp tỉnh"},
    {"value": "so-tai-chinh", "label": "Sở Tài chính", "note": "cơ quan chuyên môn cấp tỉnh"},
    {"value": "cong-an-tinh", "label": "Công an tỉnh", "note": "cơ quan ngành dọc"},
    {"value": "xa-mau", "label": "Ủy ban nhân dân xã Mẫu", "note": "cấp xã"},
]
_LABELS = {unit["value"]: unit["label"] for unit in SAMPLE_UNITS}


class SampleForm(forms.Form):
    """One field of each kind."""

    ho_ten = forms.CharField(label="Họ và tên", max_length=60, help_text="Ghi đúng như trên căn cước.")
    so_dien_thoai = forms.CharField(label="Số điện thoại", required=False)
    noi_dung = forms.CharField(label="Nội dung", widget=forms.Textarea(attrs={"rows": 3}))
    linh_vuc = forms.ChoiceField(
        label="Lĩnh vực", choices=[("", "Chọn lĩnh vực"), ("ho-tich", "Hộ tịch"), ("cu-tru", "Cư trú")]
    )
    cach_nhan = forms.ChoiceField(
        label="Cách nhận kết quả",
        choices=[("truc-tiep", "Tại bộ phận một cửa"), ("buu-chinh", "Qua bưu chính"), ("dien-tu", "Bản điện tử")],
        widget=forms.RadioSelect,
    )
    bao_tin = forms.MultipleChoiceField(
        label="Báo tin qua",
        required=False,
        choices=[("thu", "Thư điện tử"), ("ung-dung", "Ứng dụng định danh")],
        widget=forms.CheckboxSelectMultiple,
    )
    han = DateField(label="Hạn hoàn thành")
    so_luong = forms.IntegerField(label="Số lượng", min_value=0, required=False)
    don_vi = forms.CharField(
        label="Đơn vị chủ trì",
        help_text="Gõ một phần tên, có dấu hay không dấu đều được.",
        widget=SearchPicker("design:sample_search", label_for=lambda code: _LABELS.get(code, code)),
    )
    phoi_hop = forms.Field(
        label="Đơn vị phối hợp",
        required=False,
        widget=SearchPickerMultiple("design:sample_search", label_for=lambda code: _LABELS.get(code, code)),
        initial=["so-noi-vu"],
    )
    tep = forms.FileField(label="Tệp minh chứng", required=False, widget=FileDrop, help_text="Tối đa 50 MB.")
    dong_y = forms.BooleanField(label="Tôi xác nhận thông tin trên là đúng")


class SampleFilter(forms.Form):
    """A filter over a list."""

    tu_khoa = forms.CharField(label="Từ khóa", required=False)
    trang_thai = forms.ChoiceField(
        label="Trạng thái", required=False, choices=[("", "Tất cả"), ("qua-han", "Quá hạn"), ("xong", "Đã xong")]
    )
    chi_cua_toi = forms.BooleanField(label="Chỉ việc của tôi", required=False)


def sample_form(data: Any | None = None) -> SampleForm:
    """Blank, or bound to ``data``."""
    return SampleForm(data) if data is not None else SampleForm()


def examples(form: forms.Form) -> list[Example]:
    """Fields, forms and the search controls."""
    wrong = SampleForm({"ho_ten": "", "han": "31/2/2026", "noi_dung": "Thử", "don_vi": "so-y-te"}, prefix="sai")
    wrong.is_valid()
    return [
        Example(
            "field",
            "Ô nhập",
            "Nhãn, lời nhắc, lỗi và ô nhập, nối với nhau cho người dùng trình đọc màn hình.",
            (
                Sample(
                    '{% include "design/components/field.html" with field=form.ho_ten %}',
                    {"form": SampleForm(prefix="mot")},
                ),
                Sample('{% include "design/components/field.html" with field=form.han %}', {"form": wrong}, "Có lỗi"),
            ),
        ),
        Example(
            "form",
            "Biểu mẫu",
            "Biểu mẫu đầy đủ: tóm tắt lỗi, mọi loại ô, nút gửi. Kiểm tra trên máy chủ.",
            (
                Sample(
                    '{% include "design/components/form.html" with form=form submit="Gửi" cancel_url="/giao-dien/" %}',
                    {"form": form},
                ),
            ),
        ),
        Example(
            "error_summary",
            "Tóm tắt lỗi",
            "Đứng trên biểu mẫu, mỗi dòng dẫn tới ô cần sửa.",
            (Sample('{% include "design/components/error_summary.html" with form=form %}', {"form": wrong}),),
        ),
        Example(
            "filter_bar",
            "Thanh lọc",
            "Biểu mẫu GET trên danh sách; bộ lọc nằm trong địa chỉ trang nên gửi được cho người khác.",
            (
                Sample(
                    '{% include "design/components/filter_bar.html" with form=form reset_url="/giao-dien/" %}',
                    {"form": SampleFilter(prefix="loc")},
                ),
            ),
        ),
        Example(
            "search_box",
            "Ô tìm kiếm",
            "Tìm trong một danh sách.",
            (
                Sample('{% include "design/components/search_box.html" with action="/don-vi/" label="Tìm đơn vị" %}'),
                Sample(
                    '{% include "design/components/search_box.html" with action="/don-vi/" name="ten" size="large"'
                    ' label="Tìm xã, phường" placeholder="Ví dụ: tên xã" %}',
                    note="Cỡ lớn",
                ),
            ),
        ),
        Example(
            "search_picker",
            "Chọn bằng cách tìm",
            "Chọn đơn vị, người. Không có JavaScript thì là ô chữ thường; máy chủ tự hiểu tên.",
            (
                Sample(
                    '{% include "design/components/search_picker.html" with name="chu_tri" label="Đơn vị chủ trì"'
                    ' search_url="/giao-dien/mau-tra-cuu/" code="so-y-te" text="Sở Y tế" %}'
                ),
            ),
        ),
        Example(
            "file_drop",
            "Tải tệp lên",
            "Chọn tệp hoặc kéo thả.",
            (
                Sample(
                    '{% include "design/components/file_drop.html" with name="van_ban" label="Văn bản"'
                    ' hint="Word, PDF có chữ, Excel hoặc văn bản thường; tối đa 50 MB."'
                    ' accept=".docx,.pdf,.xlsx,.txt" %}'
                ),
            ),
        ),
    ]
