"""What has to be paid: dated fee rules, the province's own rules over them, exemptions, online amount, quantity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from dean06.socioeconomic.payments.types import ExemptionInput, FeeInput, FeeLine, FeeOverride


def in_force(valid_from: dt.date | None, valid_to: dt.date | None, on: dt.date) -> bool:
    """True when ``on`` lies within the two days, both included; ``None`` is no limit."""
    return (valid_from is None or valid_from <= on) and (valid_to is None or on <= valid_to)


def reduced(amount: int, percent: int) -> int:
    """``amount`` đồng less ``percent`` per cent, rounded down to whole đồng: never more than the rule allows."""
    if not 0 <= percent <= 100:
        raise ValueError(f"not a percentage: {percent}")
    return amount * (100 - percent) // 100


def override_for(
    overrides: Iterable[FeeOverride], *, procedure_code: str, fee: FeeInput, online: bool, on: dt.date
) -> FeeOverride | None:
    """The province's rule for a fee on a day: the most particular one wins, of equals the latest."""
    fitting = [
        rule
        for rule in overrides
        if in_force(rule.valid_from, rule.valid_to, on)
        and (online or not rule.online_only)
        and rule.procedure_code in ("", procedure_code)
        and rule.fee_code in ("", fee.code)
        and rule.kind in ("", fee.kind)
    ]
    return max(fitting, key=_particular, default=None)


def _particular(rule: FeeOverride) -> tuple[bool, bool, bool, bool, dt.date]:
    return bool(rule.procedure_code), bool(rule.fee_code), bool(rule.kind), rule.online_only, rule.valid_from


def line_due(
    fee: FeeInput, overrides: Iterable[FeeOverride], *, procedure_code: str, online: bool, on: dt.date
) -> FeeLine:
    """The line of one fee. Per unit: a fixed amount of the province replaces the pack's; a percentage of the province
    and the pack's own online amount are two ways to the same relief, so the lower one counts and they never add up.
    Then the largest exemption (they do not add up either), then the quantity. Raises ``ValueError`` for a negative
    amount or quantity.
    """
    if fee.amount < 0 or fee.quantity < 0 or (fee.online_amount or 0) < 0:
        raise ValueError(f"{fee.code}: amounts and quantities are not negative")
    unit, reasons = fee.amount, []
    if online and fee.online_amount is not None and fee.online_amount != unit:
        unit, reasons = fee.online_amount, ["Mức thu khi nộp hồ sơ trực tuyến"]
    rule = override_for(overrides, procedure_code=procedure_code, fee=fee, online=online, on=on)
    source, certainty = fee.source, fee.certainty
    if rule is not None and rule.fixed_amount is not None:
        unit, reasons = rule.fixed_amount, [f"Mức thu của tỉnh ({rule.source})"]
        source, certainty = rule.source, rule.certainty
    elif rule is not None and rule.percent_off is not None:
        less = reduced(fee.amount, rule.percent_off)
        if less < unit:
            unit, reasons = less, [f"Giảm {rule.percent_off}% ({rule.source})"]
            certainty = rule.certainty
    best: ExemptionInput | None = max(fee.exemptions, key=lambda one: one.percent, default=None)
    if best is not None:
        unit = reduced(unit, best.percent)
        word = "Miễn" if best.percent == 100 else f"Giảm {best.percent}%"
        reasons.append(f"{word}: {best.title} ({best.source})")
    return FeeLine(
        code=fee.code,
        title=fee.title,
        kind=fee.kind,
        amount=unit * fee.quantity,
        quantity=fee.quantity,
        reason_less="; ".join(reasons),
        source=source,
        full_amount=fee.amount * fee.quantity,
        certainty=certainty,
    )


def lines_due(
    fees: Iterable[FeeInput], overrides: Sequence[FeeOverride], *, procedure_code: str, online: bool, on: dt.date
) -> list[FeeLine]:
    """Lines of all fees in force on a day, in the order given; those of quantity 0 are left out, free ones stay."""
    return [
        line_due(fee, overrides, procedure_code=procedure_code, online=online, on=on)
        for fee in fees
        if in_force(fee.valid_from, fee.valid_to, on) and fee.quantity
    ]


def total(lines: Iterable[FeeLine]) -> int:
    """Sum of the amounts, đồng."""
    return sum(line.amount for line in lines)


def problem_of_lines(lines: Sequence[FeeLine]) -> str:
    """Why these lines cannot make an order; empty when they can."""
    for line in lines:
        for value in (line.amount, line.quantity):
            if isinstance(value, bool) or not isinstance(value, int):
                return f"“{line.title}”: số tiền và số lượng phải là số nguyên."
        if line.amount < 0 or line.quantity < 1:
            return f"“{line.title}”: số tiền không được âm, số lượng từ 1 trở lên."
        if not line.title.strip():
            return "Có dòng chưa ghi tên khoản phí, lệ phí."
    return ""


def problem_of_override(rule: FeeOverride) -> dict[str, str]:
    """Sentences by field that forbid a rule of the province; empty when it is sound."""
    found: dict[str, str] = {}
    if (rule.percent_off is None) == (rule.fixed_amount is None):
        found["percent_off"] = "Hãy ghi một trong hai: tỷ lệ giảm hoặc mức thu bằng đồng."
    elif rule.percent_off is not None and not 1 <= rule.percent_off <= 100:
        found["percent_off"] = "Tỷ lệ giảm từ 1 đến 100."
    elif rule.fixed_amount is not None and rule.fixed_amount < 0:
        found["fixed_amount"] = "Mức thu không được âm."
    elif rule.fixed_amount is not None and not (rule.procedure_code and rule.fee_code):
        found["fee_code"] = "Mức thu bằng đồng phải ghi rõ mã thủ tục và mã khoản."
    if rule.valid_to is not None and rule.valid_to < rule.valid_from:
        found["valid_to"] = "Ngày hết hiệu lực phải sau ngày bắt đầu."
    if not rule.source.strip():
        found["source"] = "Hãy ghi số, ngày, cơ quan ban hành của văn bản."
    return found
