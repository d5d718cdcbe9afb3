"""PRIVATE. The pages of acts as one table: address, act, form, and the service that the form calls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.steering.assignments import forms, services
from dean06.steering.assignments.errors import AssignmentNotFound
from dean06.steering.assignments.models import Assignment
from dean06.steering.assignments.possible import Situation
from dean06.steering.assignments.types import Act, Obstacle
from dean06.steering.assignments.visibility import visible

Given = Mapping[str, Any]
Run = Callable[[Actor, Situation, Given, str], object]


@dataclass(frozen=True, slots=True)
class ActPage:
    """One page: ``slug`` is its address under the task, ``icon`` and ``kind`` its button, ``said`` the answer."""

    act: Act
    slug: str
    label: str
    form: type[forms.ActForm]
    run: Run
    said: str
    icon: str
    kind: str = "secondary"
    hint: str = ""

    @property
    def for_body(self) -> bool:
        """True when the form asks for which body it is done."""
        return "agency_code" in self.form.base_fields


def _acknowledge(actor: Actor, at: Situation, given: Given, key: str) -> object:
    return services.acknowledge(
        actor=actor, assignment_id=at.assignment.pk, agency_code=given["agency_code"], idempotency_key=key
    )


def _progress(actor: Actor, at: Situation, given: Given, key: str) -> object:
    return services.report_progress(
        actor=actor,
        assignment_id=at.assignment.pk,
        agency_code=given["agency_code"],
        percent=given["percent"],
        done=given["done"],
        next_step=given["next_step"],
        obstacle=Obstacle(given["obstacle"]),
        obstacle_text=given["obstacle_text"],
        files=given["evidence"],
        idempotency_key=key,
    )


def _done(actor: Actor, at: Situation, given: Given, key: str) -> object:
    return services.report_done(
        actor=actor,
        assignment_id=at.assignment.pk,
        agency_code=given["agency_code"],
        done=given["done"],
        files=given["evidence"],
        idempotency_key=key,
    )


def _collect(actor: Actor, at: Situation, given: Given, key: str) -> object:
    return services.collect(actor=actor, assignment_id=at.assignment.pk, reason=given["reason"], idempotency_key=key)


def _accept(actor: Actor, at: Situation, given: Given, key: str) -> object:
    return services.accept(actor=actor, assignment_id=at.assignment.pk, note=given["note"], idempotency_key=key)


def _return(actor: Actor, at: Situation, given: Given, key: str) -> object:
    return services.return_result(
        actor=actor, assignment_id=at.assignment.pk, reason=given["reason"], idempotency_key=key
    )


def _request_deadline(actor: Actor, at: Situation, given: Given, key: str) -> object:
    return services.request_deadline_change(
        actor=actor,
        assignment_id=at.assignment.pk,
        agency_code=given["agency_code"],
        new_due_date=given["new_due_date"],
        reason=given["reason"],
        idempotency_key=key,
    )


def _decide_deadline(actor: Actor, at: Situation, given: Given, key: str) -> object:
    if at.pending_change is None:
        raise AssignmentNotFound
    return services.decide_deadline_change(
        actor=actor,
        change_id=at.pending_change.pk,
        approved=given["decision"] == "yes",
        reason=given["reason"],
        idempotency_key=key,
    )


def _urge(actor: Actor, at: Situation, given: Given, key: str) -> object:
    return services.urge(actor=actor, assignment_id=at.assignment.pk, message=given["message"], idempotency_key=key)


def _ask(actor: Actor, at: Situation, given: Given, key: str) -> object:
    return services.request_explanation(
        actor=actor,
        assignment_id=at.assignment.pk,
        agency_code=given["agency_code"],
        question=given["question"],
        due_on=given["due_on"],
        idempotency_key=key,
    )


def _answer(actor: Actor, at: Situation, given: Given, key: str) -> object:
    mine = [asked for asked in at.open_explanations if actor.can("assignments.explain", agency=asked.agency_code)]
    if not mine:
        raise AssignmentNotFound
    # The oldest question first: the page shows which one is being answered.
    return services.answer_explanation(actor=actor, request_id=mine[-1].pk, answer=given["answer"], idempotency_key=key)


def _offer(actor: Actor, at: Situation, given: Given, key: str) -> object:
    return services.offer_hand_over(
        actor=actor,
        assignment_id=at.assignment.pk,
        from_code=given["agency_code"],
        to_code=given["to_code"],
        reason=given["reason"],
        idempotency_key=key,
    )


def _decide_hand_over(actor: Actor, at: Situation, given: Given, key: str) -> object:
    if at.pending_hand_over is None:
        raise AssignmentNotFound
    return services.decide_hand_over(
        actor=actor,
        hand_over_id=at.pending_hand_over.pk,
        accepted=given["decision"] == "yes",
        reason=given["reason"],
        idempotency_key=key,
    )


def _wait(actor: Actor, at: Situation, given: Given, key: str) -> object:
    return services.wait_for_centre(
        actor=actor,
        assignment_id=at.assignment.pk,
        trigger_document=given["trigger_document"],
        reason=given["reason"],
        idempotency_key=key,
    )


def _guidance(actor: Actor, at: Situation, given: Given, key: str) -> object:
    return services.guidance_arrived(
        actor=actor,
        assignment_id=at.assignment.pk,
        document=given["document"],
        new_due_date=given["new_due_date"],
        idempotency_key=key,
    )


def _cancel(actor: Actor, at: Situation, given: Given, key: str) -> object:
    other: Assignment | None = None
    code = given["merged_into"].strip().upper()
    if code:
        other = visible(actor).filter(code=code).first()
        if other is None:
            raise AssignmentNotFound(f"Không tìm thấy nhiệm vụ {code} để gộp vào.")
    return services.cancel(
        actor=actor,
        assignment_id=at.assignment.pk,
        reason=given["reason"],
        merged_into_id=other.pk if other else None,
        idempotency_key=key,
    )


def _amend(actor: Actor, at: Situation, given: Given, key: str) -> object:
    names = ("title", "product", "measure", "trigger_document", "head_name", "head_position", "reason")
    return services.amend_assignment(
        actor=actor, assignment_id=at.assignment.pk, idempotency_key=key, **{name: given[name] for name in names}
    )


def _issue(actor: Actor, at: Situation, given: Given, key: str) -> object:
    return services.issue_draft(
        actor=actor, assignment_id=at.assignment.pk, override_reason=given["override_reason"], idempotency_key=key
    )


# fmt: off
PAGES: tuple[ActPage, ...] = (
    ActPage(Act.ISSUE, "giao", "Giao nhiệm vụ", forms.IssueForm, _issue, "Đã giao nhiệm vụ.", "send", "primary"),
    ActPage(Act.REPORT_PROGRESS, "tien-do", "Báo cáo tiến độ", forms.ProgressForm, _progress,
            "Đã ghi nhận báo cáo tiến độ.", "trending-up", "primary"),
    ActPage(Act.REPORT_DONE, "hoan-thanh", "Báo cáo hoàn thành", forms.DoneForm, _done,
            "Đã gửi báo cáo hoàn thành.", "circle-check", "primary",
            "Nhiệm vụ chỉ hoàn thành khi bên giao nghiệm thu."),
    ActPage(Act.ACCEPT, "nghiem-thu", "Nghiệm thu", forms.NoteForm, _accept, "Đã nghiệm thu nhiệm vụ.",
            "badge-check", "primary"),
    ActPage(Act.RETURN, "tra-lai", "Trả lại", forms.ReasonForm, _return, "Đã trả lại báo cáo hoàn thành.", "undo-2"),
    ActPage(Act.COLLECT, "chot", "Chốt tổng hợp", forms.ReasonForm, _collect, "Đã chốt tổng hợp.", "list-checks",
            "secondary", "Đưa nhiệm vụ sang nghiệm thu dù còn cơ quan chưa báo cáo hoàn thành."),
    ActPage(Act.DECIDE_DEADLINE, "duyet-lui-han", "Duyệt lùi thời hạn", forms.DecisionForm, _decide_deadline,
            "Đã ghi quyết định về thời hạn.", "calendar-check", "primary"),
    ActPage(Act.DECIDE_HAND_OVER, "tra-loi-chuyen", "Trả lời đề nghị chuyển", forms.DecisionForm, _decide_hand_over,
            "Đã trả lời đề nghị chuyển nhiệm vụ.", "arrow-left-right", "primary"),
    ActPage(Act.ANSWER_EXPLANATION, "tra-loi", "Giải trình", forms.AnswerForm, _answer, "Đã gửi giải trình.",
            "message-square-reply", "primary"),
    ActPage(Act.ACKNOWLEDGE, "nhan", "Xác nhận đã nhận việc", forms.AcknowledgeForm, _acknowledge,
            "Đã xác nhận nhận việc.", "handshake"),
    ActPage(Act.URGE, "don-doc", "Đôn đốc", forms.UrgeForm, _urge, "Đã gửi đôn đốc.", "bell"),
    ActPage(Act.REQUEST_EXPLANATION, "giai-trinh", "Yêu cầu giải trình", forms.ExplanationForm, _ask,
            "Đã gửi yêu cầu giải trình.", "message-circle-question-mark"),
    ActPage(Act.REQUEST_DEADLINE, "lui-han", "Xin lùi thời hạn", forms.DeadlineForm, _request_deadline,
            "Đã gửi đề nghị lùi thời hạn. Thời hạn cũ vẫn tính cho đến khi được đồng ý.", "calendar-plus"),
    ActPage(Act.OFFER_HAND_OVER, "chuyen", "Chuyển nhiệm vụ", forms.HandOverForm, _offer,
            "Đã gửi đề nghị chuyển. Cơ quan hiện tại vẫn chịu trách nhiệm cho đến khi bên kia nhận.",
            "arrow-right-left"),
    ActPage(Act.WAIT_FOR_CENTRE, "cho-trung-uong", "Chờ Trung ương", forms.WaitForm, _wait,
            "Đã chuyển sang chờ Trung ương.", "hourglass"),
    ActPage(Act.GUIDANCE_ARRIVED, "da-co-huong-dan", "Đã có hướng dẫn", forms.GuidanceForm, _guidance,
            "Đã đặt thời hạn theo hướng dẫn.", "file-check"),
    ActPage(Act.AMEND, "bo-sung", "Bổ sung thông tin", forms.AmendForm, _amend, "Đã bổ sung thông tin.", "pencil"),
    ActPage(Act.CANCEL, "huy", "Hủy hoặc gộp", forms.CancelForm, _cancel, "Đã hủy nhiệm vụ.", "trash-2", "danger"),
)
# fmt: on

BY_SLUG: Mapping[str, ActPage] = {page.slug: page for page in PAGES}
BY_ACT: Mapping[Act, ActPage] = {page.act: page for page in PAGES}

#: What a person comes to a task for, first of all; the first that is possible is the page's main button.
_MAIN = (
    Act.ISSUE,
    Act.ANSWER_EXPLANATION,
    Act.DECIDE_HAND_OVER,
    Act.ACCEPT,
    Act.DECIDE_DEADLINE,
    Act.REPORT_PROGRESS,
    Act.REPORT_DONE,
    Act.GUIDANCE_ARRIVED,
)
#: The same while a task is overdue and waits for others.
_MAIN_WHEN_LATE = (Act.REQUEST_EXPLANATION, Act.URGE)


def arranged(acts: Collection[Act], *, late: bool) -> list[tuple[ActPage, str]]:
    """The pages of ``acts`` with the kind of their buttons: the main act first, then others, what destroys last."""
    order = (*_MAIN, *(_MAIN_WHEN_LATE if late else ()))
    main = next((act for act in order if act in acts), None)
    shown = [page for page in PAGES if page.act in acts and page.act is not main]
    first = [(BY_ACT[main], "primary")] if main else []
    rest = [(page, "secondary") for page in shown if page.kind != "danger"]
    return first + rest + [(page, "danger") for page in shown if page.kind == "danger"]
