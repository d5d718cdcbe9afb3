"""PRIVATE. The steps that a record's page offers: form, service, when, for whom. One table for the four registers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.steering.registers import forms, services
from dean06.steering.registers.acts.common import acts_for, edits
from dean06.steering.registers.reading.scope import ANSWER, names
from dean06.steering.registers.types import (
    CampaignState,
    FindingState,
    InspectionState,
    PilotState,
    RecommendationState,
    Register,
)

_R, _I, _F, _P, _C = RecommendationState, InspectionState, FindingState, PilotState, CampaignState


@dataclass(frozen=True, slots=True)
class ActPage:
    """One step: ``states`` in which it is offered, ``who`` may take it, ``run`` the service behind it."""

    slug: str
    label: str
    icon: str
    form: type[django_forms.Form]
    run: Callable[[Actor, Any, Mapping[str, Any]], Any]
    states: Sequence[str]
    who: Callable[[Actor, Any], bool]
    said: str
    kind: str = "secondary"
    hint: str = ""
    initial: Callable[[Any], dict[str, Any]] | None = None
    #: Further arguments of the form.
    arguments: Callable[[Actor, Any], dict[str, Any]] | None = None

    def offered(self, actor: Actor, record: Any) -> bool:
        """Whether the reader may take the step now."""
        return record.state in self.states and self.who(actor, record)


def _steering(actor: Actor, _: Any) -> bool:
    return edits(actor)


def _own(actor: Actor, record: Any) -> bool:
    return acts_for(actor, record.agency_code)


def _unit_itself(actor: Actor, record: Any) -> bool:
    return actor.can(ANSWER, agency=record.agency_code)


def _asked(actor: Actor, record: Any) -> bool:
    return edits(actor) or bool(record.to_code and acts_for(actor, record.to_code))


def _today(name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda _: {name: timezone.localdate()}


def _inspected(_: Actor, record: Any) -> dict[str, Any]:
    codes = list(record.units.order_by("pk").values_list("agency_code", flat=True))
    known = names(codes)
    return {"units": [(code, known.get(code, code)) for code in codes]}


def _counted(actor: Actor, record: Any) -> dict[str, Any]:
    codes = [code for code in record.targets.values_list("agency_code", flat=True) if acts_for(actor, code)]
    known = names(codes)
    return {"units": sorted(((code, known.get(code, code)) for code in codes), key=lambda one: one[1])}


def _counting(actor: Actor, record: Any) -> bool:
    return not record.indicator and bool(_counted(actor, record)["units"])


def _plain(service: Callable[..., Any], key: str = "record_id") -> Callable[[Actor, Any, Mapping[str, Any]], Any]:
    return lambda actor, record, data: service(actor=actor, **{key: record.pk}, **data)


def _targets_text(record: Any) -> str:
    rows = record.targets.order_by("pk").values_list("agency_code", "number")
    known = names(code for code, _ in rows)
    return "\n".join(f"{known.get(code, code)}; {number}" for code, number in rows)


PAGES: dict[Register, tuple[ActPage, ...]] = {
    Register.RECOMMENDATION: (
        ActPage(
            "gui", "Gửi cấp có thẩm quyền", "send", forms.SendForm, _plain(services.send_recommendation),
            (_R.RAISED, _R.ANSWERED), _steering, "Đã ghi việc gửi kiến nghị.", "primary",
            "Gửi lại được khi trả lời chưa giải quyết xong; trả lời cũ giữ trong lịch sử.",
            lambda record: {"to_whom": record.to_whom, "sent_on": timezone.localdate()},
        ),
        ActPage(
            "tra-loi", "Ghi trả lời", "message-square-reply", forms.AnswerForm,
            _plain(services.answer_recommendation), (_R.RAISED, _R.SENT), _asked, "Đã ghi trả lời.",
            initial=_today("answered_on"),
        ),
        ActPage(
            "xong", "Đã giải quyết xong", "circle-check", forms.NoteForm, _plain(services.settle_recommendation),
            (_R.ANSWERED,), _steering, "Đã kết thúc kiến nghị.", "primary",
        ),
        ActPage(
            "khong-gui", "Không gửi tiếp", "circle-x", forms.NoteForm, _plain(services.decline_recommendation),
            (_R.RAISED,), _steering, "Đã ghi lý do không gửi tiếp.", "danger",
        ),
    ),
    Register.INSPECTION: (
        ActPage(
            "ton-tai", "Ghi tồn tại", "list-plus", forms.FindingForm, _plain(services.add_finding),
            (_I.PLANNED, _I.DONE), _steering, "Đã ghi tồn tại và báo cho đơn vị.",
            arguments=_inspected,
        ),
        ActPage(
            "ket-luan", "Ghi kết luận", "clipboard-check", forms.ConcludeForm, _plain(services.conclude_inspection),
            (_I.PLANNED,), _steering, "Đã ghi kết luận.", "primary", initial=_today("concluded_on"),
        ),
        ActPage(
            "ket-thuc", "Kết thúc", "circle-check", forms.ConfirmForm, _plain(services.close_inspection),
            (_I.DONE,), _steering, "Đã kết thúc cuộc kiểm tra.", "primary",
            "Chỉ kết thúc được khi mọi tồn tại đã khắc phục.",
        ),
        ActPage(
            "huy", "Hủy", "circle-x", forms.NoteForm, _plain(services.cancel_inspection),
            (_I.PLANNED,), _steering, "Đã hủy cuộc kiểm tra.", "danger",
        ),
    ),
    Register.PILOT: (
        ActPage(
            "chap-thuan", "Chấp thuận", "circle-check", forms.FreeNoteForm, _plain(services.start_pilot),
            (_P.REGISTERED,), _steering, "Đã chấp thuận mô hình.", "primary", "Từ đây mọi đơn vị xem được mô hình.",
        ),
        ActPage(
            "tien-do", "Báo cáo tiến độ", "trending-up", forms.ProgressForm, _plain(services.report_pilot),
            (_P.RUNNING, _P.SPREAD), _own, "Đã ghi tiến độ.", "primary", initial=_today("day"),
        ),
        ActPage(
            "tong-ket", "Tổng kết", "clipboard-check", forms.ResultForm, _plain(services.finish_pilot),
            (_P.RUNNING,), _own, "Đã tổng kết mô hình.",
        ),
        ActPage(
            "nhan-rong", "Nhân rộng", "copy", forms.NoteForm, _plain(services.spread_pilot),
            (_P.FINISHED,), _steering, "Đã ghi việc nhân rộng.", "primary",
        ),
        ActPage(
            "dung", "Dừng", "circle-stop", forms.NoteForm, _plain(services.stop_pilot),
            (_P.REGISTERED, _P.RUNNING), _steering, "Đã dừng mô hình.", "danger",
        ),
    ),
    Register.CAMPAIGN: (
        ActPage(
            "ket-qua", "Ghi kết quả", "plus", forms.CountForm, _plain(services.report_count),
            (_C.RUNNING,), _counting, "Đã ghi kết quả.", "primary",
            "Số lũy kế từ ngày đầu đợt; ghi lại cùng một ngày là sửa số của ngày đó.", _today("day"), _counted,
        ),
        ActPage(
            "sua", "Sửa đợt cao điểm", "pencil", forms.CampaignEditForm, _plain(services.edit_campaign),
            (_C.RUNNING,), _steering, "Đã sửa đợt cao điểm.",
            initial=lambda record: {
                "name": record.name, "basis": record.basis, "ends_on": record.ends_on, "targets": _targets_text(record),
                "version": record.version,
            },
        ),
        ActPage(
            "ket-thuc", "Kết thúc đợt", "circle-check", forms.ResultForm, _plain(services.close_campaign),
            (_C.RUNNING,), _steering, "Đã kết thúc đợt cao điểm.", "danger",
        ),
    ),
}  # fmt: skip

#: Steps on a finding, on the page of its inspection.
FINDING_PAGES: tuple[ActPage, ...] = (
    ActPage(
        "da-khac-phuc", "Báo đã khắc phục", "wrench", forms.FixForm, _plain(services.report_fix, "finding_id"),
        (_F.OPEN,), _unit_itself, "Đã báo khắc phục, chờ kiểm tra lại.", "primary",
    ),
    ActPage(
        "kiem-tra-lai", "Kiểm tra lại", "search-check", forms.RecheckForm,
        _plain(services.recheck_finding, "finding_id"), (_F.OPEN, _F.REPORTED), _steering,
        "Đã ghi kết quả kiểm tra lại.",
    ),
)  # fmt: skip


def page_of(pages: Sequence[ActPage], slug: str) -> ActPage | None:
    """The step with this address."""
    return next((page for page in pages if page.slug == slug), None)
