"""The rules of the checker in the order in which they are applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dean06.steering.documents.checking import (
    all_done,
    broken_numbers,
    cited_documents,
    claimed_targets,
    impossible_dates,
    later_dates,
    listed_items,
    next_period,
    percent_breakdowns,
    planned_shares,
    previous_report,
    processing_sums,
    ratios,
    rests,
    shared_denominators,
    shares,
    stated_bases,
    sums_in_prose,
    sums_in_tables,
    table_rows,
    text_and_table,
    tight_rests,
    two_values,
    unfinished_counts,
)
from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.types import Finding


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the codes its findings carry, its Vietnamese title, and the function that applies it."""

    code: str
    title: str
    apply: Callable[[Evidence], Iterable[Finding]]


RULES: tuple[Rule, ...] = (
    Rule("ratio", "Tỷ lệ không khớp với số lượng", ratios.check),
    Rule("share", "Phần trăm không khớp với tổng số", shares.check),
    Rule("base", "Mức tăng, giảm hoặc tỷ lệ không khớp với số gốc ghi trong ngoặc", stated_bases.check),
    Rule("plan", "Tỷ lệ giải ngân hoặc số còn lại không khớp với kế hoạch vốn", planned_shares.check),
    Rule("sum", "Các phần cộng lại không bằng tổng", sums_in_prose.check),
    Rule("share_sum", "Cơ cấu không đủ 100%", percent_breakdowns.check),
    Rule("classes", "Các nhóm cộng lại không bằng tổng số", shared_denominators.check),
    Rule("processing", "Số đã và đang giải quyết không bằng số tiếp nhận", processing_sums.check),
    Rule("table_sum", "Dòng hoặc cột tổng của bảng cộng sai", sums_in_tables.check),
    Rule("rest", "Số còn lại không bằng tổng trừ phần đã làm", rests.check),
    Rule("tight_rest", "Tổng, phần đã làm và số còn lại không khớp", tight_rests.check),
    Rule("unfinished", "Số chưa đạt không khớp với số đã đạt", unfinished_counts.check),
    Rule("table_row", "Dòng của bảng tự mâu thuẫn", table_rows.check),
    Rule("two_values", "Một số liệu ghi hai giá trị khác nhau", two_values.check),
    Rule("text_table", "Lời văn khác dòng tổng của bảng", text_and_table.check),
    Rule("impossible_date", "Ngày không có thật", impossible_dates.check),
    Rule("later_date", "Ngày sau thời điểm báo cáo", later_dates.check),
    Rule("cited_document", "Một văn bản viện dẫn với hai ngày hoặc hai ký hiệu", cited_documents.check),
    Rule("period", "Kỳ báo cáo không nhất quán", next_period.check),
    Rule("list_count", "Số lượng nêu ra khác số mục liệt kê", listed_items.check),
    Rule("all_done", "Kết luận trong lời văn khác với phụ lục", all_done.check),
    Rule("target", "Nhận định đạt hay chưa đạt chỉ tiêu trái với số liệu", claimed_targets.check),
    Rule("number", "Số viết sai hoặc vượt quá giới hạn", broken_numbers.check),
    Rule("previous", "Không khớp với báo cáo kỳ trước", previous_report.check),
)
