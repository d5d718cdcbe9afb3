"""Which body owns a field of the registry, how long it has to answer, which fields a correction is about."""

from __future__ import annotations

from collections.abc import Iterable

from dean06.ecosystem.review.types import Queue

#: Civil-status data (Luật Hộ tịch 60/2014/QH13, Điều 3): corrected by the committee that registered the birth; what is
#: left (identity number, residence) is the police's (Luật Căn cước 26/2023/QH15; Luật Cư trú 68/2020/QH14).
OWNER: dict[str, Queue] = {
    "full_name": Queue.JUSTICE,
    "birth_date": Queue.JUSTICE,
    "sex": Queue.JUSTICE,
    "father_name": Queue.JUSTICE,
    "mother_name": Queue.JUSTICE,
    "personal_id": Queue.POLICE,
    "old_id": Queue.POLICE,
    "unit": Queue.POLICE,
    "village": Queue.POLICE,
}
#: Fields whose correction is a proposal to the registry; numbers and communes take procedures of their own.
PROPOSABLE = frozenset({"full_name", "birth_date", "sex", "father_name", "mother_name", "village"})
#: Working days to answer a request. A rule of this platform (no text of law binds these exchanges between bodies); the
#: civil-status figure follows the three days, three more with verification, of Điều 28 Luật Hộ tịch.
ANSWER_DAYS: dict[Queue, int] = {Queue.POLICE: 5, Queue.JUSTICE: 6}
#: Reminded when so many working days are left.
REMIND_DAYS = 1

#: Fields that are compared, in the order of the page, with their labels.
FIELDS: dict[str, str] = {
    "personal_id": "Số định danh",
    "old_id": "Số CMND 9 số",
    "full_name": "Họ tên",
    "birth_date": "Ngày sinh",
    "sex": "Giới tính",
    "unit": "Xã, phường",
    "village": "Thôn, tổ dân phố",
    "father_name": "Họ tên cha",
    "mother_name": "Họ tên mẹ",
}
#: Fields that a sector's list is asked to correct. Where somebody lives may differ from list to list for good reason,
#: and parents help to tell people apart but are not the list's own data.
CORRECTED: tuple[str, ...] = ("personal_id", "full_name", "birth_date", "sex")
#: Reason codes of the correction file: field → code and sentence.
REASONS: dict[str, tuple[str, str]] = {
    "personal_id": ("SO_DINH_DANH", "Số định danh khác với cơ sở dữ liệu quốc gia về dân cư."),
    "full_name": ("HO_TEN", "Họ tên khác với cơ sở dữ liệu quốc gia về dân cư."),
    "birth_date": ("NGAY_SINH", "Ngày sinh khác với cơ sở dữ liệu quốc gia về dân cư."),
    "sex": ("GIOI_TINH", "Giới tính khác với cơ sở dữ liệu quốc gia về dân cư."),
}


def split_by_owner(fields: Iterable[str]) -> dict[Queue, list[str]]:
    """The fields of a request by the body that owns them; fields that nobody owns are left out."""
    found: dict[Queue, list[str]] = {}
    for field in fields:
        if field in OWNER:
            found.setdefault(OWNER[field], []).append(field)
    return found


def probability_words(probability: float | None) -> str:
    """A probability as people say it, always shown together with the number."""
    if probability is None:
        return "không có xác suất"
    for least, words in (
        (0.99, "gần như chắc chắn"),
        (0.9, "rất có khả năng"),
        (0.7, "nhiều khả năng"),
        (0.4, "chưa rõ"),
        (0.1, "ít khả năng"),
    ):
        if probability >= least:
            return words
    return "rất ít khả năng"
