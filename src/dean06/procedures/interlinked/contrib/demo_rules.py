"""What the demo systems decide: a small table a body, pure. The first rule that fits decides; else it is agreed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dean06.procedures.catalogue import queries as catalogue


@dataclass(frozen=True, slots=True)
class DemoRule:
    """When ``fits`` the data: this answer with these words."""

    fits: Callable[[Mapping[str, Any]], bool]
    answer: str
    note: str


@dataclass(frozen=True, slots=True)
class DemoBody:
    """How a demo body works: minutes until it answers, its rules, and what an agreement brings along."""

    minutes: int
    rules: tuple[DemoRule, ...] = ()
    outputs: Callable[[Mapping[str, Any]], dict[str, Any]] = lambda data: {}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a demo body says of a question."""

    answer: str
    outputs: Mapping[str, Any]
    reason: str = ""
    note: str = ""


def _above(path: str, most: int) -> Callable[[Mapping[str, Any]], bool]:
    def fits(data: Mapping[str, Any]) -> bool:
        value = catalogue.value_at(data, path)
        return isinstance(value, int) and not isinstance(value, bool) and value > most

    return fits


def _lacks(path: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda data: catalogue.is_empty(catalogue.value_at(data, path))


def _first(data: Mapping[str, Any], *paths: str) -> str:
    return next((str(value) for path in paths if (value := catalogue.value_at(data, path))), "")


def _tail(data: Mapping[str, Any], *paths: str) -> str:
    """The last nine digits of a personal number, as made-up numbers of papers use them."""
    return _first(data, *paths)[-9:].rjust(9, "0")


def _card(data: Mapping[str, Any]) -> dict[str, Any]:
    number = _first(data, "child.personal_id", "personal_id")
    return {"card_number": f"TE142{number[-10:]}", "insurance_no": number[-10:]} if number else {}


BODIES: dict[str, DemoBody] = {
    "evn": DemoBody(
        240,
        (DemoRule(_above("power.capacity", 30_000), "refused", "Lưới hạ áp tại điểm này không đủ công suất đề nghị."),),
    ),
    "thue": DemoBody(
        120,
        (DemoRule(_lacks("owner.personal_id"), "approved", "Đã cập nhật thông tin đăng ký thuế."),),
        lambda data: {"tax_code": _first(data, "owner.personal_id", "requester.personal_id", "taxpayer.personal_id")},
    ),
    "bhxh": DemoBody(
        90,
        (
            DemoRule(
                lambda data: _first(data, "insurance.hospital") == "khac",
                "needs_more",
                "Nơi đăng ký khám chữa bệnh ban đầu chưa có trong danh sách của quý này.",
            ),
        ),
        _card,
    ),
    "csgt": DemoBody(30, outputs=lambda data: {"receipt_number": f"NP{_tail(data, 'requester.personal_id')}"}),
    "xnc": DemoBody(480, outputs=lambda data: {"passport_number": f"P{_tail(data, 'requester.personal_id')[-8:]}"}),
    "gddt": DemoBody(60, outputs=lambda data: {"exam_number": f"42{_tail(data, 'student.personal_id')[-6:]}"}),
    "dkkd": DemoBody(
        240,
        (DemoRule(lambda data: "cấm" in _first(data, "business.name").lower(), "refused", "Tên trùng hoặc bị cấm."),),
        lambda data: {"business_number": f"28{_tail(data, 'owner.personal_id')[-8:]}"},
    ),
    "dat_dai": DemoBody(480),
}
_ORDINARY = DemoBody(60)


def minutes_of(connector: str) -> int:
    """Minutes until the demo body answers."""
    return BODIES.get(connector, _ORDINARY).minutes


def decide(connector: str, payload: Mapping[str, Any], always: str = "") -> Decision:
    """The answer of a demo body to a question; ``always``: said in place of its rules. Only answers that the question
    offers are given."""
    body = BODIES.get(connector, _ORDINARY)
    data: Mapping[str, Any] = payload.get("data") or {}
    offered = {str(one.get("answer")): one.get("reasons") or [] for one in payload.get("answers", [])}
    agreed = next((one for one in ("approved", "paid") if one in offered), next(iter(offered), "approved"))
    rule = next((one for one in body.rules if one.fits(data)), None)
    answer, note = (rule.answer, rule.note) if rule else (agreed, "")
    if always:
        answer, note = always, "Trả lời theo chế độ thử của hệ thống mô phỏng."
    if offered and answer not in offered:
        answer, note = agreed, ""
    agrees = answer in ("approved", "paid")
    reasons = offered.get(answer, [])
    return Decision(answer, body.outputs(data) if agrees else {}, str(reasons[0]) if reasons else "", note)
