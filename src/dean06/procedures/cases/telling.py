"""Messages about a case: to its applicant at each state (the pack's words or ours), to officers where they must act."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.notifications import services as notifications
from dean06.procedures.cases import wording
from dean06.procedures.cases.links import citizen_link, officer_link
from dean06.procedures.cases.models import Case
from dean06.procedures.catalogue.types import PublishedPack

KIND = "cases"

#: Ours, where the pack has none: state word → (title, body).
WORDS: dict[str, tuple[str, str]] = {
    "submitted": (
        "Đã gửi hồ sơ {case.code}",
        "Hồ sơ “{case.procedure}” đã gửi tới {agency.name}. Bộ phận một cửa kiểm tra và trả lời trong 08 giờ làm việc.",
    ),
    "received": (
        "Hồ sơ {case.code} đã được tiếp nhận",
        "Hồ sơ “{case.procedure}” đã được tiếp nhận. Hẹn trả kết quả: {case.due}.",
    ),
    "refused": (
        "Hồ sơ {case.code} không được tiếp nhận",
        "Lý do: {case.reason} Bạn có thể nộp lại sau khi khắc phục, theo hướng dẫn trong phiếu từ chối.",
    ),
    "supplement": (
        "Hồ sơ {case.code} cần bổ sung",
        "Hãy bổ sung đúng các mục sau: {case.items}. Thời gian chờ bổ sung không tính vào thời hạn giải quyết.",
    ),
    "financial": (
        "Hồ sơ {case.code} cần nộp {case.amount}",
        "Hãy nộp {case.amount} cho hồ sơ “{case.procedure}”. Nộp xong, hồ sơ tự động được giải quyết tiếp.",
    ),
    "resumed": (
        "Hồ sơ {case.code} được giải quyết tiếp",
        "Đã nhận nội dung bổ sung hoặc tiền nộp của bạn. Hẹn trả kết quả: {case.due}.",
    ),
    "withdrawn": ("Hồ sơ {case.code} đã rút", "Hồ sơ “{case.procedure}” đã được rút theo yêu cầu."),
    "stopped": ("Hồ sơ {case.code} dừng giải quyết", "Lý do: {case.reason}"),
    "finished": (
        "Hồ sơ {case.code} đã có kết quả",
        "Hồ sơ “{case.procedure}” đã giải quyết xong ngày {case.finished_on}. Mời bạn nhận kết quả.",
    ),
    "early": (
        "Hồ sơ {case.code} có kết quả sớm",
        "Hồ sơ “{case.procedure}” đã giải quyết xong trước hẹn ({case.due}). Bạn có thể nhận kết quả ngay.",
    ),
    "returned": (
        "Đã trả kết quả hồ sơ {case.code}",
        "Kết quả hồ sơ “{case.procedure}” đã được trả. Mời bạn đánh giá việc phục vụ.",
    ),
    "late": (
        "Xin lỗi về hồ sơ {case.code}",
        "Hồ sơ “{case.procedure}” chưa xong đúng hẹn. Lý do: {case.reason} Hẹn trả kết quả mới: {case.new_due}.",
    ),
}


def tell(case: Case, pack: PublishedPack, on: str, now: dt.datetime, **more: Any) -> None:
    """Tell who applied that something happened; inside the caller's transaction. Nobody without an account is told."""
    people = applicants(case)
    if not people:
        return
    own = next(
        (notice for notice in pack.files.notices.notices if notice.on == ("finished" if on == "early" else on)), None
    )
    title, body = (own.title, own.body) if own else WORDS[on]
    extra = wording.context(case, pack, **more)
    notifications.notify(
        user_ids=people,
        kind=KIND,
        title=wording.filled(title, case, pack, extra),
        body=wording.filled(body, case, pack, extra),
        url=citizen_link(case.pk, case.code),
        # No key against repetition: the act that tells happens once or not at all, with its message.
        subject=f"cases.case:{case.pk}",
    )


def tell_officers(
    case: Case, permission: str, agency: str, *, title: str, body: str = "", key: str, only: int | None = None
) -> None:
    """Tell the officers of an agency who hold a permission there (or only one of them) that they must act."""
    people = [only] if only is not None else [one.user_id for one in accounts.users_of_agency(agency, permission)]
    notifications.notify(
        user_ids=people,
        kind=KIND,
        title=title,
        body=body,
        url=officer_link(case.pk, case.code),
        subject=f"cases.case:{case.pk}",
        dedupe_key=f"cases:{case.pk}:{key}",
    )


def applicants(case: Case) -> list[int]:
    """The accounts of who applied and who handed it in."""
    found = {case.submitted_by_id} if case.submitted_by_id is not None else set()
    if case.applicant_person_id is not None and case.submitted_by_id is None:
        found |= set(accounts.citizen_accounts([case.applicant_person_id]).values())
    return sorted(user for user in found if user is not None)
