"""PUBLIC. Words of the registry: kinds of events, states of a person, and the columns of a registry file."""

from __future__ import annotations

from django.db import models


class Sex(models.TextChoices):
    """As registered at birth or by a later correction."""

    MALE = "M", "Nam"
    FEMALE = "F", "Nữ"


class LifeStatus(models.TextChoices):
    """Whether the registry knows the person as living."""

    ALIVE = "alive", "Còn sống"
    DEAD = "dead", "Đã chết"
    MISSING = "missing", "Bị tuyên bố mất tích"


class IdStatus(models.TextChoices):
    """State of a person's record and number; a merged record points to the one that stays."""

    ACTIVE = "active", "Đang dùng"
    ANNULLED = "annulled", "Đã hủy"
    MERGED = "merged", "Đã gộp vào hồ sơ khác"


class MaritalStatus(models.TextChoices):
    """Marital status as the civil-status register has it."""

    SINGLE = "single", "Chưa kết hôn"
    MARRIED = "married", "Đang có vợ, có chồng"
    DIVORCED = "divorced", "Đã ly hôn"
    WIDOWED = "widowed", "Vợ hoặc chồng đã chết"


class HouseholdRole(models.TextChoices):
    """Relation to the head of the household."""

    HEAD = "head", "Chủ hộ"
    SPOUSE = "spouse", "Vợ, chồng"
    CHILD = "child", "Con"
    PARENT = "parent", "Cha, mẹ"
    GRANDCHILD = "grandchild", "Cháu"
    SIBLING = "sibling", "Anh, chị, em"
    OTHER = "other", "Quan hệ khác"


class NumberKind(models.TextChoices):
    """A number by which a person is or was known."""

    PERSONAL_ID = "personal_id", "Số định danh cá nhân"
    OLD_ID = "old_id", "Số chứng minh nhân dân 9 số"


class NumberStatus(models.TextChoices):
    """An annulled number stays for ever with the record and is never issued again."""

    ACTIVE = "active", "Đang dùng"
    ANNULLED = "annulled", "Đã hủy"


class ResidenceKind(models.TextChoices):
    """Residence beside the permanent one (which stands on the person)."""

    TEMPORARY = "temporary", "Tạm trú"
    STAY = "stay", "Lưu trú"
    ABSENCE = "absence", "Tạm vắng"


class EventKind(models.TextChoices):
    """What can happen to a person. ``LifeEvent.facts`` holds the values that hold from that day on."""

    ENROLLED = "enrolled", "Thu thập vào cơ sở dữ liệu dân cư"
    BIRTH = "birth", "Đăng ký khai sinh"
    DEATH = "death", "Đăng ký khai tử"
    MARRIAGE = "marriage", "Đăng ký kết hôn"
    DIVORCE = "divorce", "Ly hôn"
    WIDOWED = "widowed", "Vợ hoặc chồng chết"
    ADOPTION = "adoption", "Đăng ký nuôi con nuôi"
    GUARDIANSHIP = "guardianship", "Đăng ký giám hộ"
    PERMANENT_MOVE = "permanent_move", "Đăng ký thường trú"
    TEMPORARY_RESIDENCE = "temporary_residence", "Đăng ký tạm trú"
    STAY = "stay", "Thông báo lưu trú"
    ABSENCE = "absence", "Khai báo tạm vắng"
    RESIDENCE_ENDED = "residence_ended", "Xóa đăng ký cư trú"
    HOUSEHOLD_SPLIT = "household_split", "Tách hộ"
    HOUSEHOLD_JOINED = "household_joined", "Nhập hộ"
    #: The value was wrong from the start: it holds for every day of the past as well.
    CORRECTION = "correction", "Cải chính dữ liệu"
    #: A lawful change from a day on (name, sex, ethnicity).
    CHANGE = "change", "Thay đổi thông tin"
    ID_ISSUED = "id_issued", "Cấp số định danh"
    ID_ANNULLED = "id_annulled", "Hủy số định danh"
    ID_REESTABLISHED = "id_reestablished", "Xác lập lại số định danh"
    CARD_ISSUED = "card_issued", "Cấp thẻ căn cước"
    MERGED = "merged", "Gộp hồ sơ"
    UNMERGED = "unmerged", "Bỏ gộp hồ sơ"


class ProposalKind(models.TextChoices):
    """Acts that take a second person's decision."""

    #: The value was wrong from the start: it is mended for every day.
    CORRECT = "correct", "Sửa dữ liệu"
    #: A lawful change (name, sex, ethnicity…) from ``effective_on`` on.
    CHANGE = "change", "Thay đổi thông tin"
    CHANGE_ID = "change_id", "Hủy và xác lập lại số định danh"
    ANNUL_ID = "annul_id", "Hủy số định danh"
    REESTABLISH_ID = "reestablish_id", "Khôi phục số định danh đã hủy"
    MERGE = "merge", "Gộp hai hồ sơ của một người"
    UNMERGE = "unmerge", "Bỏ gộp hồ sơ"


class ProposalState(models.TextChoices):
    """A proposal waits, then is decided once by somebody else, or taken back by its author."""

    WAITING = "waiting", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    REFUSED = "refused", "Không duyệt"
    WITHDRAWN = "withdrawn", "Đã rút"


class TransferState(models.TextChoices):
    """State of an import or export."""

    WAITING = "waiting", "Chờ xử lý"
    RUNNING = "running", "Đang xử lý"
    DONE = "done", "Xong"
    FAILED = "failed", "Dừng vì lỗi"
    REFUSED = "refused", "Không duyệt"


#: Columns of a registry file (Parquet or UTF-8 CSV), in order, with their Arrow types. ``import_population`` reads it,
#: ``make_province`` and exports write it. Lists are joined by ";"; unit codes are those of the list in force on the
#: file's day, except ``previous_unit`` (list before 01/7/2025).
REGISTRY_COLUMNS: dict[str, str] = {
    "personal_id": "string",
    "old_ids": "string",
    "annulled_ids": "string",
    "full_name": "string",
    "sex": "string",
    "birth_year": "int16",
    "birth_month": "int8",
    "birth_day": "int8",
    "ethnicity": "string",
    "nationality": "string",
    "birth_unit": "string",
    "permanent_unit": "string",
    "permanent_village": "string",
    "permanent_address": "string",
    "permanent_since": "date32",
    "previous_unit": "string",
    "temporary_unit": "string",
    "current_unit": "string",
    "household_no": "string",
    "household_role": "string",
    "father_id": "string",
    "mother_id": "string",
    "spouse_id": "string",
    "father_name": "string",
    "mother_name": "string",
    "marital_status": "string",
    "life_status": "string",
    "died_on": "date32",
    "id_status": "string",
}
