"""What is entered for a life event. Forms read what was typed; the rules are in ``rules`` and ``acts``."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django import forms

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.personal_id import check_personal_id
from dean06.kernel.design.fields import DateField
from dean06.kernel.design.widgets import FileDrop
from dean06.kernel.population import picking
from dean06.kernel.population.forms_reading import BirthField
from dean06.kernel.population.models import Household, Person
from dean06.kernel.population.rules import civil_status
from dean06.kernel.population.rules.ethnic_groups import ethnic_groups
from dean06.kernel.population.types import LifeStatus, Sex

_WORDS = forms.Textarea(attrs={"rows": 3})
_NUMBER = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 20}
_PAPER_HINT = "Số, ngày, cơ quan cấp; ví dụ: Bản án 12/2026/HNGĐ-ST ngày 05/3/2026."


def _ethnic_choices() -> list[tuple[str, str]]:
    return [("", "Chưa rõ"), *ethnic_groups().items()]


class NumberAndName(forms.MultiWidget):
    """Number and full name, side by side: whoever fills it in knows both from the paper at hand."""

    template_name = "population/widgets/number_and_name.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__([forms.TextInput(_NUMBER), forms.TextInput({"autocomplete": "off", "maxlength": 100})])

    def decompress(self, value: Any) -> list[Any]:
        return list(value) if value else [None, None]


class PersonField(forms.MultiValueField):
    """A person by number and name, as on the paper; cleans to the record's number, or ``None``.

    Nobody is found by leafing through lists: both must agree, and each attempt counts and is logged (``picking``).
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "Số định danh và họ tên như trên giấy tờ; hai ô phải khớp với dữ liệu dân cư.")
        super().__init__(
            fields=(forms.CharField(required=False), forms.CharField(required=False)),
            widget=NumberAndName(),
            require_all_fields=False,
            **options,
        )
        self.look: picking.Look | None = None

    def compress(self, data_list: Sequence[str]) -> int | None:
        number, name = (*data_list, "", "")[:2]
        if not number and not name:
            return None
        checked = check_personal_id(number or "")
        if not checked.is_valid:
            raise forms.ValidationError(checked.sentences[0] if checked.sentences else "Số định danh chưa đúng.")
        if not name:
            raise forms.ValidationError("Hãy ghi cả họ tên để đối chiếu với số định danh.")
        if self.look is None:
            raise RuntimeError("the form was made without an actor")
        try:
            return picking.pick(self.look, checked.number, name)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error


class ActForm(forms.Form):
    """Base: a key that makes a repeated submit find its first answer, and the look that person fields use."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, look: picking.Look | None = None, about: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about
        self.fields["idempotency_key"].initial = uuid.uuid4().hex
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.look = look
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on ``about`` (a person or a household)."""

    def _members(self, name: str, household: Household | None, *, without: Person | None = None) -> None:
        """Offer the members of a household in field ``name``; drop the field when there is nothing to choose."""
        rows = household.members.order_by("birth_year", "pk") if household else Person.objects.none()
        choices = [(str(row.pk), row.full_name) for row in rows if without is None or row.pk != without.pk]
        if not choices:
            self.fields.pop(name, None)
            return
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            multiple = isinstance(field, forms.MultipleChoiceField)
            field.choices = choices if multiple else [("", "Chọn một người"), *choices]


class LookForm(ActForm):
    """An act that begins without a person's page: the dossier under which people are looked up."""

    dossier = forms.CharField(label="Mã hồ sơ", max_length=100, help_text="Hồ sơ mà việc đăng ký này giải quyết.")
    field_order = ["dossier"]


class BirthForm(LookForm):
    """A birth."""

    full_name = forms.CharField(label="Họ, chữ đệm và tên của con", max_length=100)
    sex = forms.ChoiceField(label="Giới tính", choices=Sex.choices, widget=forms.RadioSelect)
    born_on = DateField(label="Ngày sinh")
    mother = PersonField(label="Mẹ", required=False)
    father = PersonField(label="Cha", required=False)
    mother_name = forms.CharField(
        label="Họ tên mẹ chưa có số định danh", max_length=100, required=False, help_text="Chỉ ghi khi không điền ô Mẹ."
    )
    father_name = forms.CharField(
        label="Họ tên cha chưa có số định danh",
        max_length=100,
        required=False,
        help_text="Chỉ ghi khi không điền ô Cha.",
    )
    ethnicity = forms.ChoiceField(
        label="Dân tộc",
        choices=_ethnic_choices,
        required=False,
        help_text="Để “Chưa rõ”: theo dân tộc của cha hoặc mẹ.",
    )
    home_of = forms.ChoiceField(
        label="Nơi thường trú và hộ của con",
        choices=[("mother", "Theo mẹ"), ("father", "Theo cha"), ("none", "Đăng ký sau tại công an xã")],
    )
    surname_by_custom = forms.BooleanField(label="Đặt họ theo tập quán", required=False)
    paternity_basis = forms.CharField(
        label="Căn cứ nhận cha con",
        max_length=250,
        required=False,
        help_text="Khi cha mẹ không phải vợ chồng: số, ngày quyết định nhận cha con.",
    )
    paper = forms.CharField(label="Giấy chứng sinh", max_length=120, required=False)


class DeathForm(ActForm):
    """A death."""

    died_on = DateField(label="Ngày chết")
    new_head = forms.ChoiceField(label="Chủ hộ mới", required=False, help_text="Khi người chết đang là chủ hộ.")
    paper = forms.CharField(label="Giấy báo tử", max_length=120, required=False, help_text=_PAPER_HINT)

    def prepare(self) -> None:
        headed = self.about.household if self.about and self.about.household_role == "head" else None
        self._members("new_head", headed, without=self.about)


class MarriageForm(ActForm):
    """A marriage."""

    spouse = PersonField(label="Người kết hôn cùng")
    married_on = DateField(label="Ngày đăng ký kết hôn")
    paper = forms.CharField(label="Số giấy chứng nhận", max_length=120, required=False)


class DivorceForm(ActForm):
    """A divorce."""

    divorced_on = DateField(label="Ngày bản án, quyết định có hiệu lực")
    paper = forms.CharField(label="Bản án, quyết định ly hôn", max_length=120, help_text=_PAPER_HINT)


class AdoptionForm(ActForm):
    """An adoption."""

    adopter = PersonField(label="Người nhận con nuôi")
    second_adopter = PersonField(label="Vợ hoặc chồng của người nhận", required=False)
    relation = forms.ChoiceField(
        label="Quan hệ với trẻ",
        choices=[
            (civil_status.STRANGER, "Không thuộc các trường hợp dưới đây"),
            (civil_status.STEP_PARENT, "Cha dượng, mẹ kế"),
            (civil_status.AUNT_OR_UNCLE, "Cô, cậu, dì, chú, bác ruột"),
        ],
    )
    child_consents = forms.BooleanField(label="Trẻ đã đồng ý (từ đủ 9 tuổi)", required=False)
    adopted_on = DateField(label="Ngày đăng ký")
    new_name = forms.CharField(
        label="Họ tên mới của trẻ", max_length=100, required=False, help_text="Để trống: giữ tên."
    )
    paper = forms.CharField(label="Số giấy chứng nhận nuôi con nuôi", max_length=120, required=False)


class GuardianForm(ActForm):
    """A guardianship."""

    guardian = PersonField(label="Người giám hộ")
    basis = forms.CharField(label="Căn cứ", widget=_WORDS, help_text="Vì sao cần giám hộ, giấy tờ làm căn cứ.")
    by_court = forms.BooleanField(label="Theo quyết định của tòa án", required=False)
    started_on = DateField(label="Từ ngày")


class EndGuardianForm(ActForm):
    """The end of a guardianship."""

    ended_on = DateField(label="Từ ngày")
    basis = forms.CharField(label="Căn cứ", widget=_WORDS, help_text="Vì sao chấm dứt, giấy tờ làm căn cứ.")


class PermanentForm(ActForm):
    """A permanent residence."""

    movers = forms.MultipleChoiceField(
        label="Người cùng chuyển đến", widget=forms.CheckboxSelectMultiple, required=False
    )
    household_number = forms.CharField(
        label="Nhập vào hộ số", max_length=20, required=False, help_text="Để trống: lập hộ mới."
    )
    head = forms.ChoiceField(label="Chủ hộ mới", required=False, help_text="Khi lập hộ mới có nhiều người.")
    old_head = forms.ChoiceField(
        label="Chủ hộ mới của hộ cũ", required=False, help_text="Khi chủ hộ chuyển đi mà hộ cũ còn người."
    )
    village = forms.CharField(label="Thôn, tổ dân phố", max_length=80, required=False)
    address = forms.CharField(label="Số nhà, đường", max_length=200, required=False)
    moved_on = DateField(label="Ngày đăng ký")
    owner_consents = forms.BooleanField(label="Chủ hộ đồng ý cho nhập hộ", required=False)
    guardian_consents = forms.BooleanField(
        label="Cha, mẹ hoặc người giám hộ đồng ý (người chưa thành niên đi riêng)", required=False
    )
    paper = forms.CharField(label="Giấy tờ chứng minh chỗ ở hợp pháp", max_length=120, required=False)

    def prepare(self) -> None:
        household = self.about.household if self.about else None
        for name in ("movers", "head", "old_head"):
            self._members(name, household)
        if "movers" in self.fields and self.about:
            self.fields["movers"].initial = [str(self.about.pk)]


class TemporaryForm(ActForm):
    """A temporary residence or a stay."""

    village = forms.CharField(label="Thôn, tổ dân phố", max_length=80, required=False)
    address = forms.CharField(label="Số nhà, đường", max_length=200, required=False)
    from_on = DateField(label="Từ ngày")
    until = DateField(label="Đến ngày")


class AbsenceForm(ActForm):
    """An absence."""

    destination = forms.CharField(label="Nơi đến", max_length=200)
    from_on = DateField(label="Từ ngày")
    until = DateField(label="Đến ngày")


class EndForm(ActForm):
    """The end of a residence."""

    residence = forms.ChoiceField(label="Đăng ký cần xóa")
    ended_on = DateField(label="Từ ngày")
    new_head = forms.ChoiceField(label="Chủ hộ mới", required=False, help_text="Khi chủ hộ bị xóa thường trú.")
    reason = forms.CharField(label="Lý do", widget=_WORDS, help_text="Ít nhất 10 ký tự.")

    def prepare(self) -> None:
        open_ones = self.about.residences.filter(ended_on__isnull=True) if self.about else ()
        choices = [(str(row.pk), f"{row.get_kind_display()} từ {row.started_on:%d/%m/%Y}") for row in open_ones]
        if self.about and self.about.permanent_unit_id:
            choices.append(("thuong-tru", "Thường trú"))
        self.fields["residence"].choices = choices  # type: ignore[attr-defined]
        headed = self.about.household if self.about and self.about.household_role == "head" else None
        self._members("new_head", headed, without=self.about)


class CardForm(ActForm):
    """A card."""

    issued_on = DateField(label="Ngày cấp")


class SplitForm(ActForm):
    """A household splits."""

    members = forms.MultipleChoiceField(label="Người tách ra", widget=forms.CheckboxSelectMultiple)
    head = forms.ChoiceField(label="Chủ hộ mới tách", required=False, help_text="Khi có từ hai người tách ra.")
    old_head = forms.ChoiceField(label="Chủ hộ mới của hộ cũ", required=False, help_text="Khi chủ hộ cũ cũng tách ra.")
    split_on = DateField(label="Ngày đăng ký")
    owner_consents = forms.BooleanField(label="Chủ sở hữu chỗ ở đồng ý", required=False)
    paper = forms.CharField(label="Giấy tờ kèm theo", max_length=120, required=False)

    def prepare(self) -> None:
        for name in ("members", "head", "old_head"):
            self._members(name, self.about)


class JoinForm(ActForm):
    """Somebody of the commune joins."""

    person = PersonField(label="Người nhập hộ")
    joined_on = DateField(label="Ngày đăng ký")
    owner_consents = forms.BooleanField(label="Chủ hộ đồng ý", required=False)
    paper = forms.CharField(label="Giấy tờ kèm theo", max_length=120, required=False)


class HeadForm(ActForm):
    """Another head."""

    head = forms.ChoiceField(label="Chủ hộ mới")
    changed_on = DateField(label="Ngày đăng ký")
    paper = forms.CharField(label="Giấy tờ kèm theo", max_length=120, required=False)

    def prepare(self) -> None:
        self._members("head", self.about, without=self.about.head if self.about else None)


class _Proposal(ActForm):
    reason = forms.CharField(
        label="Lý do",
        widget=_WORDS,
        max_length=500,
        help_text="Sai ở đâu, đối chiếu với giấy tờ nào. Ít nhất 10 ký tự.",
    )
    evidence = forms.FileField(label="Tệp chứng minh", widget=FileDrop, help_text="Bản chụp, bản quét giấy tờ gốc.")


class CorrectForm(_Proposal):
    """Fields as they stand; what is changed is proposed."""

    way = forms.ChoiceField(
        label="Loại sửa đổi",
        choices=[
            ("correct", "Ghi sai từ đầu: sửa cho mọi ngày"),
            ("change", "Thay đổi hợp pháp: từ ngày có hiệu lực (chỉ họ tên, giới tính, dân tộc, quốc tịch)"),
        ],
        widget=forms.RadioSelect,
        initial="correct",
    )
    effective_on = DateField(label="Ngày có hiệu lực", required=False)
    full_name = forms.CharField(label="Họ, chữ đệm và tên", max_length=100)
    sex = forms.ChoiceField(label="Giới tính", choices=Sex.choices)
    birth = BirthField()
    ethnicity = forms.ChoiceField(label="Dân tộc", choices=_ethnic_choices, required=False)
    nationality = forms.CharField(label="Quốc tịch", max_length=3)
    father_name = forms.CharField(label="Họ tên cha", max_length=100, required=False)
    mother_name = forms.CharField(label="Họ tên mẹ", max_length=100, required=False)
    permanent_village = forms.CharField(label="Thôn, tổ dân phố", max_length=80, required=False)
    permanent_address = forms.CharField(label="Số nhà, đường", max_length=200, required=False)
    life_status = forms.ChoiceField(
        label="Tình trạng", choices=[(item.value, item.label) for item in LifeStatus if item != LifeStatus.MISSING]
    )
    died_on = DateField(label="Ngày chết", required=False)
    field_order = ["idempotency_key", "way", "effective_on"]

    def prepare(self) -> None:
        self.order_fields([*self.field_order, *(n for n in self.fields if n not in ("reason", "evidence"))])
        if self.about is None:
            return
        for name in self.fields:
            if hasattr(self.about, name):
                self.fields[name].initial = getattr(self.about, name)
        parts = (self.about.birth_day, self.about.birth_month, self.about.birth_year)
        self.fields["birth"].initial = "/".join(f"{part:02d}" for part in parts if part)

    def show_only(self, sees: Callable[[str], bool]) -> None:
        """Drop the fields whose present value the viewer may not see."""
        for name in (*_PLAIN, "died_on", "birth"):
            if not sees("birth_year" if name == "birth" else name):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """What differs from the record, in the words of ``rules.state``."""
        given = dict(self.cleaned_data)
        typed = {name: given[name] for name in _PLAIN if name in given}
        if given.get("birth"):
            typed |= dict(zip(("birth_year", "birth_month", "birth_day"), given["birth"], strict=True))
        if "died_on" in given:
            typed["died_on"] = given["died_on"].isoformat() if given["died_on"] else None
        stored = {name: getattr(self.about, name) for name in typed}
        stored["died_on"] = self.about.died_on.isoformat() if self.about.died_on else None
        return {name: value for name, value in typed.items() if value != stored[name]}


_PLAIN = (
    *("full_name", "sex", "ethnicity", "nationality", "father_name", "mother_name"),
    *("permanent_village", "permanent_address", "life_status"),
)


class NumberForm(_Proposal):
    """What to do with the number."""

    kind = forms.ChoiceField(
        label="Việc đề nghị",
        choices=[
            ("change_id", "Hủy số đang dùng và xác lập số mới"),
            ("annul_id", "Hủy số đang dùng"),
            ("reestablish_id", "Khôi phục số đã hủy gần nhất"),
        ],
        widget=forms.RadioSelect,
    )
    sex = forms.ChoiceField(
        label="Giới tính đúng",
        choices=[("", "Giữ nguyên"), *Sex.choices],
        required=False,
        help_text="Chỉ khi xác lập số mới do sai giới tính.",
    )
    birth_year = forms.IntegerField(
        label="Năm sinh đúng", required=False, min_value=1900, max_value=2399, help_text="Chỉ khi số cũ sai năm sinh."
    )
    field_order = ["idempotency_key", "kind", "sex", "birth_year"]

    def values(self) -> dict[str, Any]:
        """Corrections that come with a new number."""
        given = self.cleaned_data
        if given["kind"] != "change_id":
            return {}
        return {name: given[name] for name in ("sex", "birth_year") if given[name]}


class MergeForm(_Proposal):
    """The record that goes into this one."""

    other = PersonField(label="Hồ sơ trùng (sẽ gộp vào hồ sơ này)")
    field_order = ["idempotency_key", "other"]


class UnmergeForm(_Proposal):
    """Why the records are two persons after all."""


class DecisionForm(ActForm):
    """Yes or no; no needs a reason."""

    decision = forms.ChoiceField(
        label="Quyết định", choices=[("yes", "Duyệt"), ("no", "Không duyệt")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Ý kiến", widget=_WORDS, required=False, help_text="Bắt buộc khi không duyệt.")


class WithdrawForm(ActForm):
    """Nothing but the click."""


def look_of(actor: Actor, purpose: str, dossier: str) -> picking.Look:
    """Who looks people up in a form, and why."""
    return picking.Look(actor, purpose, dossier)
