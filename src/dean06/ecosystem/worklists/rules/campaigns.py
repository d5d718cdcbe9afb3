"""What a campaign may be, and its target as a number. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

#: Longer than a year is no campaign.
LONGEST_DAYS = 366
FULL_SHARE = 10_000


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """A campaign as entered. Exactly one of ``target_share`` (hundredths of a percent) and ``target_count``."""

    name: str
    basis: str
    starts_on: dt.date
    ends_on: dt.date
    sectors: Sequence[str] = ()
    classes: Sequence[str] = ()
    units: Sequence[str] = ()
    target_share: int | None = None
    target_count: int | None = None


def plan_errors(plan: CampaignPlan, today: dt.date, *, started: bool = False) -> dict[str, str]:
    """Field → sentence; empty when the campaign can be. A start in the past would need counts that nobody took."""
    found: dict[str, str] = {}
    if len(plan.name.split()) < 2:
        found["name"] = "Hãy ghi tên đợt, ví dụ “Cao điểm 90 ngày đêm làm sạch dữ liệu bảo hiểm”."
    if not plan.basis.strip():
        found["basis"] = "Hãy ghi số và ngày văn bản phát động."
    if not started and plan.starts_on < today:
        found["starts_on"] = "Ngày bắt đầu phải từ hôm nay: số đầu kỳ chỉ chốt được vào ngày bắt đầu."
    if plan.ends_on < plan.starts_on:
        found["ends_on"] = "Ngày kết thúc phải sau ngày bắt đầu."
    elif (plan.ends_on - plan.starts_on).days > LONGEST_DAYS:
        found["ends_on"] = "Một đợt cao điểm không dài quá một năm."
    if (plan.target_share is None) == (plan.target_count is None):
        found["target_share"] = "Hãy ghi một chỉ tiêu: tỷ lệ % hoặc số bản ghi."
    elif plan.target_share is not None and not 0 < plan.target_share <= FULL_SHARE:
        found["target_share"] = "Tỷ lệ phải lớn hơn 0 và không quá 100%."
    elif plan.target_count is not None and plan.target_count < 1:
        found["target_count"] = "Số bản ghi phải từ 1."
    return found


def target_number(start: int, *, share: int | None, count: int | None) -> int:
    """Records to clean: the given number, else the share of the start count, rounded up, at most the start count."""
    if count is not None:
        return count
    return -(-start * (share or FULL_SHARE) // FULL_SHARE)
