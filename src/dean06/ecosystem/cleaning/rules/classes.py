"""THE table of result classes: which class a record has, by documented priority, and what each class asks of whom.

The first rule whose condition holds gives the class; the last one always holds, so every record has exactly one. The
order says what must be done first: a number on two records must be sorted out before anything can be said about the
person; a record without a number cannot be verified however like somebody it looks; a record is called matched only
when the registry's number, name, birth date and sex all speak for it. Nothing is matched by default.

Source of the classes: the practical set of the project (docs/explanation), after the counts in provincial reports.
"""

from __future__ import annotations

from dataclasses import dataclass

from dean06.ecosystem.cleaning.rules.conditions import Facts, When, when
from dean06.ecosystem.cleaning.types import MATCHED, ResultClass, Split


@dataclass(frozen=True, slots=True)
class ClassRule:
    """A class and when a record has it: any of the conditions, unless a rule above holds."""

    result_class: ResultClass
    conditions: tuple[When, ...]
    reason: str


#: In order of priority.
PRIORITY: tuple[ClassRule, ...] = (
    ClassRule(
        ResultClass.NGUOI_NUOC_NGOAI,
        (when(nationality="foreign"),),
        "không thuộc cơ sở dữ liệu dân cư, mọi so sánh khác không có nghĩa",
    ),
    ClassRule(
        ResultClass.TRUNG_SO,
        # A filler such as 000000000000 that nobody bears is an invalid number, however often it stands there.
        (
            when(shared_id="yes", id_given="valid|padded"),
            when(shared_id="yes", id_given="invalid", id_owner="person|annulled|other"),
        ),
        "một số không thể của hai bản ghi: phải biết số của ai rồi mới nói được điều khác",
    ),
    ClassRule(
        ResultClass.TRUNG_NGUOI,
        (when(shared_person="yes", link="sure"),),
        "một người không được đếm hai lần: phải bỏ hoặc gộp trước khi sửa từng bản ghi",
    ),
    ClassRule(
        ResultClass.DA_HUY,
        (when(id_owner="annulled"), when(person="annulled", link="sure")),
        "số đã hủy không dùng được, dù các trường khác khớp",
    ),
    ClassRule(
        ResultClass.DA_CHET,
        (when(person="dead", link="sure"),),
        "phải dừng chế độ trước khi sửa thông tin",
    ),
    ClassRule(
        ResultClass.THIEU_SO_DINH_DANH,
        (when(id_given="none"),),
        "không có số thì chưa xác thực được, dù đoán được là ai",
    ),
    ClassRule(
        ResultClass.SO_9_CHU_SO,
        (when(id_given="nine"),),
        "số chứng minh nhân dân cũ không còn dùng để xác thực",
    ),
    ClassRule(
        ResultClass.SO_KHONG_HOP_LE,
        (when(id_given="invalid", id_owner="other|nobody"),),
        "số sai cấu tạo hoặc trái với năm sinh, giới tính của chính bản ghi",
    ),
    ClassRule(
        ResultClass.KHONG_TIM_THAY,
        (when(id_given="valid|padded", id_owner="nobody"),),
        "số đúng cấu tạo nhưng dân cư của tỉnh không có",
    ),
    ClassRule(
        ResultClass.SAI_HO_TEN,
        (when(id_owner="person", link="sure", name="different|missing"),),
        "đúng người, đúng số; họ tên lệch",
    ),
    ClassRule(
        ResultClass.SAI_NGAY_SINH,
        (when(id_owner="person", link="sure", birth="different|missing"),),
        "đúng người, đúng số; ngày sinh lệch hoặc chưa có",
    ),
    ClassRule(
        ResultClass.SAI_GIOI_TINH,
        (when(id_owner="person", link="sure", sex="different"),),
        "đúng người, đúng số; giới tính lệch",
    ),
    ClassRule(
        ResultClass.KHOP_DUNG,
        (
            when(
                id_given="valid",
                id_owner="person",
                link="sure",
                person="living",
                name="same",
                birth="same|absent",
                sex="same|absent",
            ),
        ),
        "số, họ tên, ngày sinh, giới tính giống hệt dân cư",
    ),
    ClassRule(
        ResultClass.KHOP_SAU_CHUAN_HOA,
        (
            when(
                id_owner="person",
                link="sure",
                person="living",
                name="same|folded",
                birth="same|coarser|absent",
                sex="same|missing|absent",
            ),
        ),
        "giống dân cư sau khi bỏ khác biệt về cách gõ, cách ghi",
    ),
    ClassRule(
        ResultClass.CHO_XAC_MINH,
        (when(),),
        "chưa đủ căn cứ để kết luận: số của người khác, chưa chắc là ai, hoặc hai nơi ghi khác nhau về sống, chết",
    ),
)


def class_of(facts: Facts) -> ResultClass:
    """The class of a record with these facts (``facts.CLASS_FACTS``, all of them): the first rule that holds."""
    return next(rule.result_class for rule in PRIORITY if any(condition.holds(facts) for condition in rule.conditions))


def split_of(result_class: str, facts: Facts) -> Split:
    """Which part of the first split of a report: matched / no number yet / has a number that is not verified.

    Source: social insurance counts "chưa có số" and "có số nhưng chưa xác thực" apart. An old 9-digit number is no
    personal id.
    """
    if result_class in MATCHED:
        return Split.MATCHED
    return Split.NO_ID if facts["id_given"] in ("none", "nine") else Split.UNVERIFIED
