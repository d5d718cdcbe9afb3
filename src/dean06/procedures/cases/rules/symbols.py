"""Number and symbol of a paper: "05/GXN-UBND" (NĐ 30/2020/NĐ-CP Phụ lục I, mục II.3 and Phụ lục III)."""

from __future__ import annotations

from dean06.kernel.common.vietnamese import clean_line

#: Kinds of papers with their abbreviations: Phụ lục III of the decree, and what single decisions of procedures are.
_KINDS = {
    "quyết định": "QĐ", "thông báo": "TB", "báo cáo": "BC", "biên bản": "BB", "hợp đồng": "HĐ",
    "giấy chứng nhận": "GCN", "giấy xác nhận": "GXN", "xác nhận": "XN", "giấy giới thiệu": "GGT", "giấy phép": "GP",
    "giấy khai sinh": "GKS", "trích lục": "TL", "tổng hợp kết quả": "TB", "ghi nhận": "XN", "chứng nhận": "CN",
}  # fmt: skip
_COMMITTEES = frozenset({"committee_province", "committee_district", "committee_commune"})
#: Little words that abbreviations leave out.
_SILENT = frozenset({"tỉnh", "và", "&", "-", "của"})


def kind_symbol(title: str) -> str:
    """Abbreviation of the kind of paper that a title begins with ("Thông báo kết quả…" → "TB"); of another title the
    first letters of its first three words."""
    line = clean_line(title).casefold()
    for words in sorted(_KINDS, key=len, reverse=True):
        if line.startswith(words):
            return _KINDS[words]
    return "".join(word[0] for word in clean_line(title).split()[:3] if word[0].isalpha()).upper() or "VB"


def agency_symbol(short_name: str, kind: str) -> str:
    """Abbreviation of a body: "UBND", "SNV", "CAX", "VPĐKĐĐ". ``kind``: of ``units.AgencyKind``."""
    words = clean_line(short_name).replace("&", " & ").split()
    if kind in _COMMITTEES:
        return "UBND"
    if kind == "police_province":
        return "CAT"
    if kind == "police_commune":
        return "CAP" if "phường" in short_name.casefold() else "CAX"
    if kind == "police_office":
        return next((word for word in words if any(one.isdigit() for one in word)), _initials(words))
    return _initials(words)


def number_and_symbol(number: int | None, kind: str, agency: str) -> str:
    """ "05/GXN-UBND": a number below ten gets a zero before it. ``None``, before it is given: "…/GXN-UBND"."""
    return f"{'…' if number is None else f'{number:02d}'}/{kind}-{agency}"


def _initials(words: list[str]) -> str:
    """Abbreviations stay, of other words the first letter; a single word stays whole."""
    said = [word for word in words if word.casefold() not in _SILENT]
    if len(said) == 1:
        return said[0].upper()
    return "".join(word if len(word) > 1 and word.isupper() else word[0].upper() for word in said) or "CQ"
