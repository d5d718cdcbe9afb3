"""The outlook of a campaign in sentences: what holds if the pace is kept, never a promise. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from dean06.ecosystem.worklists.rules.forecast import LEAST_DAYS
from dean06.ecosystem.worklists.rules.ranking import in_words, thousands
from dean06.ecosystem.worklists.types import Forecast, Pair


def pace_words(pace: Decimal) -> str:
    """A pace with at most one decimal: "12,5"."""
    rounded = pace.quantize(Decimal("0.1"), ROUND_HALF_UP)
    whole, _, rest = f"{rounded:f}".partition(".")
    return thousands(int(whole)) + (f",{rest}" if rest not in ("", "0") else "")


def outlook_sentences(found: Forecast, start: int, noun: str = "bản ghi") -> list[str]:
    """What to say about a campaign after its last count, most important first; ``noun``: what is counted."""
    if found.done:
        return [f"Đã đạt chỉ tiêu {thousands(found.target)} {noun}."]
    sentences = []
    if found.overrun:
        sentences.append(f"Đã quá ngày kết thúc, còn thiếu {thousands(found.missing)} {noun} so với chỉ tiêu.")
    elif found.required is None:
        sentences.append(f"Không còn ngày làm việc nào; còn thiếu {thousands(found.missing)} {noun} so với chỉ tiêu.")
    else:
        sentences.append(
            f"Để đạt chỉ tiêu cần {thousands(found.required)} {noun} mỗi ngày làm việc "
            f"trong {found.working_days_left} ngày còn lại."
        )
    if found.pace is None or found.pace_low is None or found.pace_high is None:
        sentences.append(
            f"Chưa dự báo được: mới có {found.observed_days} ngày làm việc có số (cần ít nhất {LEAST_DAYS})."
        )
        return sentences
    if found.pace == 0:
        sentences.append(f"Nếu giữ nhịp này (0 {noun} mỗi ngày) thì không bao giờ đạt chỉ tiêu.")
        return sentences
    when = (
        f"thì đạt chỉ tiêu khoảng ngày {found.finish:%d/%m/%Y}"
        if found.finish
        else "thì không đạt chỉ tiêu trong nhiều năm tới"
    )
    if found.finish and found.finish_early and found.finish_late:
        band = f" (sớm {found.finish_early:%d/%m/%Y}, muộn {found.finish_late:%d/%m/%Y})"
    elif found.finish and found.finish_early:
        band = f" (sớm {found.finish_early:%d/%m/%Y}; nhịp chậm thì chưa biết)"
    else:
        band = ""
    sentences.append(f"Nếu giữ nhịp này ({pace_words(found.pace)} {noun} mỗi ngày làm việc) {when}{band}.")
    if (
        not found.overrun
        and found.at_end is not None
        and found.at_end_low is not None
        and found.at_end_high is not None
    ):
        most = start or found.target
        at_end = Pair(min(found.at_end, most), most)
        low, high = min(found.at_end_low, most), min(found.at_end_high, most)
        sentences.append(
            f"Đến ngày kết thúc sẽ được khoảng {in_words(at_end)}, trong khoảng {thousands(low)}–{thousands(high)}."
        )
    return sentences
