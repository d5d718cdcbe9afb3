"""How who signs is written under a paper: position and authority (NĐ 30/2020/NĐ-CP Điều 13 and Phụ lục I, mục II.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dean06.kernel.common.vietnamese import clean_line

#: Positions that sign for a body, the longer before the shorter; what follows ("UBND xã Kỳ Khang") is the body's name.
_RANKS = (
    "Trưởng Công an xã", "Trưởng Công an phường", "Trưởng Công an đặc khu", "Trưởng Công an thị trấn",
    "Chánh Văn phòng", "Chánh Thanh tra", "Tổng Giám đốc", "Tổng Biên tập", "Chi cục trưởng", "Cục trưởng",
    "Viện trưởng", "Hiệu trưởng", "Đội trưởng", "Chủ tịch", "Giám đốc", "Trưởng phòng", "Trưởng ban", "Trưởng Thuế",
    "Chủ nhiệm", "Trưởng trạm", "Thủ trưởng",
)  # fmt: skip
_KNOWN = re.compile(rf"(?P<deputy>phó )?(?P<rank>{'|'.join(_RANKS)})(?=$|[\s,])", re.IGNORECASE)
_DEPUTY_OF_OFFICE = re.compile(r"phó phòng(?=$|[\s,])", re.IGNORECASE)
#: Bodies that decide together: who signs does so in the body's name.
_COLLECTIVE = frozenset({"committee_province", "committee_district", "committee_commune"})
#: Bodies that a director heads and whose offices sign by his order.
_DIRECTED = {"department": "GIÁM ĐỐC", "police_province": "GIÁM ĐỐC", "vertical": "GIÁM ĐỐC", "land_office": "GIÁM ĐỐC",
             "centre": "GIÁM ĐỐC"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignsAs:
    """Lines over the name: ``authority`` ("TM. ỦY BAN NHÂN DÂN", may be empty) and ``title`` (its lines apart by
    a line break: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")."""

    authority: str
    title: str


def signs_as(position: str, kind: str) -> SignsAs:
    """How the holder of ``position`` signs for a body of ``kind`` (``units.AgencyKind``).

    TM. (thay mặt) for bodies that decide together, KT. (ký thay) for a deputy, TL. (thừa lệnh) for the head of an
    office within a body that a director heads. A position that signs nothing by law is written as it is; without any,
    "NGƯỜI CÓ THẨM QUYỀN".
    """
    words = clean_line(position)
    if not words:
        return SignsAs("", "NGƯỜI CÓ THẨM QUYỀN")
    authority = "TM. ỦY BAN NHÂN DÂN" if kind in _COLLECTIVE else ""
    if _DEPUTY_OF_OFFICE.match(words):
        return SignsAs("", "KT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG")
    found = _KNOWN.match(words)
    if found is None:
        return SignsAs("", words.upper())
    rank = found["rank"].upper()
    if found["deputy"]:
        return SignsAs(authority, f"KT. {rank}\nPHÓ {rank}")
    if rank == "TRƯỞNG PHÒNG" and kind in _DIRECTED:
        return SignsAs("", f"TL. {_DIRECTED[kind]}\n{rank}")
    return SignsAs(authority, rank)
