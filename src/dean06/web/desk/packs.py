"""PRIVATE. A pack in words, beside the work."""

from __future__ import annotations

from dean06.procedures.catalogue.types import PublishedPack, TimeLimit, TimeUnit

_UNITS = {
    TimeUnit.WORKING_HOUR: "giờ làm việc",
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.DAY: "ngày",
    TimeUnit.MONTH: "tháng",
}
_COPIES = {
    "original": "bản chính",
    "certified_copy": "bản sao chứng thực",
    "copy": "bản sao",
    "shown": "xuất trình",
}


def limit_words(limit: TimeLimit) -> str:
    """``5 ngày làm việc``; ``trong ngày`` for what is due the same day."""
    if limit.same_day:
        return "trong ngày (nhận sau 15 giờ: ngày làm việc tiếp theo)"
    return f"{limit.value} {_UNITS[limit.unit]}"


def copy_words(copy_kind: str, quantity: int) -> str:
    """``bản sao chứng thực × 2``."""
    words = _COPIES.get(copy_kind, copy_kind)
    return f"{words} × {quantity}" if quantity > 1 else words


def about(pack: PublishedPack) -> list[tuple[str, str]]:
    """Terms and values of the box beside a form or a case."""
    meta = pack.meta
    unsure = "" if meta.time_limit.certainty == "sure" else " (chưa xác minh)"
    return [
        ("Mã thủ tục", pack.code),
        ("Lĩnh vực", meta.field_name),
        ("Thời hạn", limit_words(meta.time_limit) + unsure),
        ("Kết quả", "; ".join(result.title for result in meta.results)),
        ("Phiên bản", f"{pack.version}, áp dụng từ {pack.valid_from:%d/%m/%Y}"),
    ]
