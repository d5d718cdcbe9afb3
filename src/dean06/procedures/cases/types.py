"""PUBLIC. Words of a case and what its queries and services take and return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from dean06.procedures.catalogue.types import DecisionField


class State(models.IntegerChoices):
    """The ten states of the national portal (``TrangThai``); the numbers are the portal's."""

    SUBMITTED = 1, "Mới đăng ký"
    RECEIVED = 2, "Được tiếp nhận"
    NOT_RECEIVED = 3, "Không được tiếp nhận"
    PROCESSING = 4, "Đang xử lý"
    SUPPLEMENT = 5, "Yêu cầu bổ sung giấy tờ"
    FINANCIAL = 6, "Yêu cầu thực hiện nghĩa vụ tài chính"
    WITHDRAWN = 7, "Công dân yêu cầu rút hồ sơ"
    STOPPED = 8, "Dừng xử lý"
    DONE = 9, "Đã xử lý xong"
    RETURNED = 10, "Đã trả kết quả"


#: Nothing happens to a case any more.
FINAL = frozenset({State.NOT_RECEIVED, State.WITHDRAWN, State.STOPPED, State.RETURNED})
#: The legal clock stands still.
PAUSED = frozenset({State.SUPPLEMENT, State.FINANCIAL})
#: Work of an office is going on or waited for.
OPEN = frozenset({State.SUBMITTED, State.RECEIVED, State.PROCESSING, State.SUPPLEMENT, State.FINANCIAL})


class Duty(models.TextChoices):
    """Who must act next. The first four as steps of packs name them."""

    RECEIVE = "receive", "Chờ bộ phận một cửa"
    PROCESS = "process", "Chờ thụ lý"
    APPROVE = "approve", "Chờ ký duyệt"
    CONNECTOR = "connector", "Chờ hệ thống khác"
    APPLICANT = "applicant", "Chờ người nộp"
    RETURN = "return", "Chờ trả kết quả"
    NOBODY = "", "Đã kết thúc"


class Channel(models.IntegerChoices):
    """How it came (``KenhThucHien``)."""

    DIRECT = 1, "Trực tiếp"
    ONLINE = 2, "Trực tuyến"
    POST = 3, "Bưu chính công ích"

    @property
    def word(self) -> str:
        """As packs write it (``case.channel``)."""
        return {1: "direct", 2: "online", 3: "post"}[self.value]


class Delivery(models.TextChoices):
    """How the result reaches the applicant."""

    DESK = "desk", "Nhận tại quầy"
    POST = "post", "Qua bưu chính"
    ONLINE = "online", "Bản điện tử"


class DocumentSource(models.TextChoices):
    """Where a paper of the dossier came from."""

    UPLOAD = "upload", "Người nộp tải lên"
    SCAN = "scan", "Bộ phận một cửa số hóa"
    WALLET = "wallet", "Lấy từ kho giấy tờ"
    REGISTER = "register", "Đã có trong cơ sở dữ liệu"
    OUTSIDE = "outside", "Hệ thống khác gửi sang"


class CasePaperKind(models.TextChoices):
    """Forms of Phụ lục I, TT 03/2025/TT-VPCP, and the papers that the platform makes beside them."""

    APPLICATION = "application", "Đơn, tờ khai"
    RECEIPT = "form01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    SUPPLEMENT = "form02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
    REFUSAL = "form03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"
    APOLOGY = "form04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"
    STOP = "form05", "Thông báo dừng giải quyết hồ sơ"
    CONTROL = "form06", "Phiếu kiểm soát quá trình giải quyết hồ sơ"
    BOOK = "form07", "Sổ theo dõi hồ sơ"
    RESULT = "result", "Kết quả giải quyết"


class StoreGap(models.TextChoices):
    """Why a result is in nobody's store of papers; the words are for whoever looks for it."""

    PERSON = (
        "person",
        "Bản điện tử nằm ở trang này của hồ sơ. Người đứng tên chưa có trong dữ liệu dân cư nên chưa có kho giấy tờ để "
        "lưu vào.",
    )
    ORGANISATION = "organisation", "Bản điện tử nằm ở trang này của hồ sơ: kho giấy tờ chỉ dành cho cá nhân."
    TYPE = "type", "Bản điện tử nằm ở trang này của hồ sơ: kho giấy tờ chưa nhận loại giấy này."


@dataclass(frozen=True, slots=True)
class ApplicantInput:
    """Who the case is for. ``person_id`` where the registry knows the person; the rest as given by hand."""

    full_name: str
    number: str = ""
    birth_date: dt.date | None = None
    person_id: int | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    is_organisation: bool = False


@dataclass(frozen=True, slots=True)
class DocumentInput:
    """A paper handed in: exactly one of a stored file (``files.store_upload``), a paper of the personal store, or
    neither when a register replaces it (``source`` REGISTER)."""

    requirement: str
    source: str
    file_id: int | None = None
    wallet_document_id: int | None = None


@dataclass(frozen=True, slots=True)
class SupplementItem:
    """One thing that is missing: a paper (``document``) or a field of the form (``field``), and what is wrong."""

    reason: str
    document: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """State of the legal clock. Minutes are working minutes; ``left_minutes`` is negative when late."""

    due_at: dt.datetime | None
    used_minutes: int
    total_minutes: int
    left_minutes: int | None
    is_paused: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class CaseRef:
    """A case as other apps see it; codes and states, no data of the form."""

    case_id: int
    code: str
    procedure_code: str
    procedure_title: str
    version_id: int
    state: int
    channel: int
    step: str
    applicant_name: str
    applicant_person_id: int | None
    receiving_agency: str
    deciding_agency: str
    submitted_at: dt.datetime
    received_at: dt.datetime | None
    due_at: dt.datetime | None
    finished_at: dt.datetime | None
    returned_at: dt.datetime | None
    parent_id: int | None
    leg: str


@dataclass(frozen=True, slots=True)
class EffectContext:
    """What an effect is given: the case, the deciding officer as an actor who may do it, and the mapped values."""

    case: CaseRef
    actor: Any
    values: Mapping[str, Any]
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Counters:
    """Cases per state of some selection; ``total`` is their sum by construction."""

    by_state: Mapping[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    def of(self, *states: int) -> int:
        """Cases in any of these states."""
        return sum(self.by_state.get(state, 0) for state in states)


@dataclass(frozen=True, slots=True)
class LegalAction:
    """Something that the asking officer may do now. ``service``: name of the function of ``services``; ``action``: id
    of the step's action for ``act``. ``reasons``: codes with their sentences that must be chosen from."""

    service: str
    title: str
    action: str = ""
    kind: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    needs_note: bool = False
    is_main: bool = False
    #: What the officer fills in with it (``fields`` of ``act``).
    fields: tuple[DecisionField, ...] = ()


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What anybody who knows code and birth date may see: states and days, and what is asked of the applicant."""

    code: str
    procedure_title: str
    state: int
    state_label: str
    submitted_at: dt.datetime
    received_at: dt.datetime | None
    due_at: dt.datetime | None
    finished_at: dt.datetime | None
    returned_at: dt.datetime | None
    receiving_agency: str
    deciding_agency: str
    asked: tuple[str, ...] = ()
    answer_by: dt.date | None = None
    to_pay: int = 0
    end_sentence: str = ""
    steps: tuple[tuple[dt.datetime, str], ...] = ()
