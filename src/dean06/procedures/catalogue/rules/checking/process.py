"""The process: every step is reached and can end, refusals cite reasons, the steps fit into the legal time."""

from __future__ import annotations

from dean06.procedures.catalogue.pack_format import Action, ActionKind, Step
from dean06.procedures.catalogue.rules.checking.base import Findings, Known
from dean06.procedures.catalogue.rules.checking.decisions import check_fields, check_names
from dean06.procedures.catalogue.rules.steps import (
    ENDING,
    ONWARD,
    edges,
    legal_hours,
    longest_path,
    reachable,
    reaching,
)

_FILE = "process.yaml"
_MOVING = (ActionKind.FORWARD, ActionKind.RETURN)


def check_process(found: Findings, known: Known) -> None:
    """Findings about process.yaml."""
    process = found.files.process
    ids = [step.id for step in process.steps]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        found.error("STEP_TWICE", _FILE, f"steps.{twice}", "hai bước có cùng id.")
    if process.start not in ids:
        found.error("START_UNKNOWN", _FILE, "start", f"bước đầu “{process.start}” không có trong danh sách bước.")
        return
    for step in process.steps:
        _check_step(found, known, step, set(ids))
    check_names(found, known)
    _check_ways(found)
    _check_time(found)


def _check_step(found: Findings, known: Known, step: Step, ids: set[str]) -> None:
    place = f"steps.{step.id}"
    if step.duty == "connector":
        if step.connector not in known.connectors and step.connector != "legs":
            found.error(
                "CONNECTOR_UNKNOWN",
                _FILE,
                place,
                f"hệ thống bên ngoài “{step.connector}” chưa được đăng ký trong nền tảng.",
            )
        if step.connector == "legs" and found.files.meta.competence.by != "legs":
            found.error(
                "CONNECTOR_LEGS", _FILE, place, "bước “legs” chỉ dùng cho thủ tục liên thông (competence.by: legs)."
            )
        answers = [action.on_answer for action in step.actions if action.on_answer]
        if not answers:
            found.error("CONNECTOR_ANSWER", _FILE, place, "bước này cần ít nhất một nút có on_answer.")
        for answer in sorted({one for one in answers if answers.count(one) > 1}):
            found.error("CONNECTOR_ANSWER", _FILE, place, f"hai nút cùng chờ câu trả lời “{answer}”.")
    elif step.connector:
        found.error("CONNECTOR_DUTY", _FILE, place, "có connector thì duty phải là connector.")
    if step.answers and step.duty != "connector":
        found.error("ANSWER_OF_NOBODY", _FILE, place, "answers chỉ dùng ở bước có duty là connector.")
    if sum(action.kind == ActionKind.FINANCIAL and action.to is not None for action in step.actions) > 1:
        found.error("FINANCIAL_TWICE", _FILE, place, "chỉ một nút thu tiền của bước được ghi bước đến (to).")
    if not step.actions:
        found.error("STEP_NO_ACTION", _FILE, place, "bước này không có nút nào.")
    names = [action.id for action in step.actions]
    for twice in sorted({one for one in names if names.count(one) > 1}):
        found.error("ACTION_TWICE", _FILE, f"{place}.{twice}", "hai nút của bước này có cùng id.")
    for action in step.actions:
        _check_action(found, step, action, ids)


def _check_action(found: Findings, step: Step, action: Action, ids: set[str]) -> None:
    place = f"steps.{step.id}.{action.id}"
    reasons = found.files.meta.refusal_reasons
    found.guard(action.when, _FILE, place, later=True)
    check_fields(found, step, action)
    if action.to is not None and action.to not in ids:
        found.error("TARGET_UNKNOWN", _FILE, place, f"chuyển đến bước “{action.to}” không có.")
    if action.kind in _MOVING and action.to is None:
        found.error("TARGET_MISSING", _FILE, place, "nút này phải ghi bước đến (to).")
    if action.kind in ENDING and action.to is not None:
        found.error("TARGET_AFTER_END", _FILE, place, "nút kết thúc hồ sơ không có bước đến (to).")
    if action.kind == ActionKind.RETURN and action.to in ids:
        before = reachable(edges(found.files.process, ONWARD), str(action.to))
        if step.id not in before:
            found.error("RETURN_FORWARD", _FILE, place, f"“{action.to}” không phải bước trước bước này.")
    if action.kind == ActionKind.STOP and not action.reasons:
        found.error("STOP_WITHOUT_REASON", _FILE, place, "dừng giải quyết phải viện dẫn ít nhất một lý do (reasons).")
    for reason in action.reasons:
        if reason not in reasons:
            found.error(
                "REASON_UNKNOWN", _FILE, place, f"lý do “{reason}” không có trong refusal_reasons của pack.yaml."
            )
    if action.kind == ActionKind.VERIFY and found.files.meta.time_limit.extended_value is None:
        found.error(
            "VERIFY_WITHOUT_TIME", _FILE, place, "có nút xác minh thì pack.yaml phải ghi time_limit.extended_value."
        )
    if action.on_answer and step.duty != "connector":
        found.error("ANSWER_OF_NOBODY", _FILE, place, "on_answer chỉ dùng ở bước có duty là connector.")
    if step.duty == "connector" and action.kind in (ActionKind.SUPPLEMENT, ActionKind.FINANCIAL):
        found.error(
            "CONNECTOR_ASKS",
            _FILE,
            place,
            "hệ thống bên ngoài không hỏi thẳng người nộp được: chuyển đến một bước của cán bộ, đặt nút này ở đó.",
        )


def _check_ways(found: Findings) -> None:
    process = found.files.process
    reached = reachable(edges(process), process.start)
    ending = reaching(process, ENDING)
    for step in process.steps:
        if step.id not in reached:
            found.error("STEP_UNREACHABLE", _FILE, f"steps.{step.id}", "không có đường nào từ bước đầu đến bước này.")
        if step.id not in ending:
            found.error("STEP_ENDLESS", _FILE, f"steps.{step.id}", "từ bước này không đi đến kết thúc nào.")
    if process.start not in reaching(process, (ActionKind.FINISH,)):
        found.error("NO_RESULT", _FILE, "start", "không có đường nào từ bước đầu đến nút trả kết quả (kind: finish).")


def _check_time(found: Findings) -> None:
    limit = found.files.meta.time_limit
    way = longest_path(found.files.process)
    if way is None:
        found.error("STEP_CIRCLE", _FILE, "steps", "các nút chuyển tiếp đi thành vòng; quay lại thì dùng kind: return.")
        return
    allowed = legal_hours(limit)
    if way[1] > allowed:
        found.error(
            "TIME_OVER_LAW",
            _FILE,
            " → ".join(way[0]),
            f"tổng thời gian các bước {way[1]:g} giờ làm việc, vượt thời hạn theo luật {allowed:g} giờ.",
        )
