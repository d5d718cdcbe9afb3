"""Sets of parts that leave nothing over: province, district and commune; online and in person; done and not done."""

from __future__ import annotations

import re
from decimal import Decimal

from dean06.steering.documents.checking.parts import Partition
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.recognition.figures_words import fold

#: Sets of parts that leave nothing over. Each pattern must be met by a part of its own.
_COMPLETE = (
    (r"cap tinh|tuyen tinh|o tinh", r"cap huyen|tuyen huyen", r"cap xa|tuyen xa"),
    (r"cap tinh|so, (?:ban, )?nganh", r"cap xa|xa, phuong"),
    (r"truc tuyen", r"truc tiep"),
    (r"truc tuyen", r"truc tiep", r"buu chinh"),
    (r"(?:truoc|dung) han", r"(?:qua|tre|cham) han"),
    (r"dung han", r"truoc han", r"(?:qua|tre|cham) han"),
    (r"\bnam\b", r"\bnu\b"),
    (r"\bda\b|hoan thanh", r"\bchua\b"),
    (r"\bda\b|hoan thanh", r"\bdang\b"),
    (r"\bda\b|hoan thanh", r"\bdang\b", r"\bchua\b|qua han|cham"),
    (r"\bda\b|hoan thanh", r"\bdang\b", r"\bchua\b", r"qua han|cham"),
    (r"\bda\b|hoan thanh", r"\bdang\b", r"qua han|cham", r"\bchua\b"),
    (r"thanh thi|do thi", r"nong thon"),
    (r"ky truoc|chuyen (?:sang|qua)|ton", r"tiep nhan (?:moi|trong)|moi tiep nhan|trong ky|phat sinh"),
    (r"toan trinh", r"mot phan"),
    (r"dung|khop dung|trung khop", r"sai|khong khop|chua khop"),
)
_REST = re.compile(r"\bcon lai\b|\bso con\b")
_PROCESSED = re.compile(r"giai quyet|xu ly|tra ket qua|da tra|hoan thanh")


def covers_everything(partition: Partition) -> bool:
    """Whether the labels of the parts leave nothing over, whatever word introduces them."""
    if _shares_make_all(partition):
        return True
    labels = [fold(part.label) for part in partition.parts]
    if any(_REST.search(label) for label in labels):
        return True
    for patterns in _COMPLETE:
        if len(patterns) != len(labels):
            continue
        if all(re.search(pattern, label) for pattern, label in zip(patterns, labels, strict=True)) or (
            len(patterns) == 2
            and re.search(patterns[0], labels[1])
            and re.search(patterns[1], labels[0])
            and not re.search(patterns[0], labels[0])
        ):
            if "han" in patterns[0] or "han" in patterns[-1]:
                whole = fold(partition.passage.text[max(0, partition.whole.start - 90) : partition.end])
                return bool(_PROCESSED.search(whole))
            return True
    return False


def _shares_make_all(partition: Partition) -> bool:
    """``qua tài khoản 51.922 người (89%), tiền mặt 6.418 người (11%)``: every part with its share, 100% together."""
    parts = partition.parts
    shares: list[Quantity] = []
    for index, part in enumerate(parts):
        if part.passage is not partition.passage:
            return False
        limit = parts[index + 1].quantity.start if index + 1 < len(parts) else part.quantity.end + 60
        rates = [q for q in part.passage.quantities if q.percent and part.quantity.end <= q.start < limit]
        if len(rates) != 1 or rates[0].change:
            return False
        shares.append(rates[0])
    total = sum((share.value for share in shares), Decimal(0))
    return abs(total - 100) <= sum((share.half_step for share in shares), Decimal(0))
