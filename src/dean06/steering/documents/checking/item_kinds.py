"""What kind of body a name is: a commune, a department, a land-office branch…"""

from __future__ import annotations

import re

from dean06.steering.documents.recognition.figures_words import fold

_KINDS = (
    ("chi nhánh", r"chi nhanh\b"),
    ("bệnh viện", r"(?:benh vien|bv)\b"),
    ("trung tâm y tế", r"(?:trung tam y te|ttyt)\b"),
    ("trạm y tế", r"tram y te\b"),
    ("trung tâm", r"trung tam\b"),
    ("trường", r"truong\b"),
    ("công an", r"(?:cong an|ca)\s+(?:xa|phuong|huyen|tinh|thi)"),
    ("cấp xã", r"(?:ubnd|uy ban nhan dan)?\s*(?:cac )?(?:xa|phuong|thi tran|dac khu)\b"),
    ("cấp huyện", r"(?:ubnd|uy ban nhan dan)?\s*(?:cac )?(?:huyen|thi xa|thanh pho|tp\.?|quan)\s"),
    (
        "sở, ngành",
        r"(?:so (?!huu)|ban quan ly|thanh tra tinh|van phong ubnd|van phong uy ban|cuc |chi cuc|kho bac|bao "
        r"hiem xa hoi)",
    ),
    ("bộ, ngành trung ương", r"bo (?!phan|may|chi huy)"),
    ("ngân hàng", r"(?:ngan hang|nh[a-z]{2,}|quy tin dung)"),
)
_COMPILED = tuple((name, re.compile(r"^\s*" + pattern)) for name, pattern in _KINDS)

_UNITS: tuple[tuple[str, set[str]], ...] = (
    (r"\s*(?:ubnd |don vi |dia phuong )?(?:hanh chinh )?cap xa\b", {"cấp xã"}),
    (r"\s*(?:ubnd )?(?:cac )?(?:xa|phuong|thi tran)\b(?!\s*hoi)", {"cấp xã"}),
    (r"\s*(?:ubnd |don vi )?(?:ubnd )?(?:hanh chinh )?cap huyen\b", {"cấp huyện"}),
    (r"\s*(?:ubnd )?(?:huyen|thi xa)\b", {"cấp huyện"}),
    (r"\s*so\b(?=[, ]*(?:ban|nganh|chua|da|dat|co|:|\())", {"sở, ngành", "công an"}),
    (r"\s*benh vien\b", {"bệnh viện", "trung tâm y tế"}),
    (r"\s*chi nhanh\b", {"chi nhánh"}),
    (r"\s*ngan hang\b", {"ngân hàng", "chi nhánh"}),
    (r"\s*truong\b", {"trường"}),
    (r"\s*(?:don vi|dia phuong|co quan|co so|to chuc)\b", set()),
)
_UNIT_PATTERNS = tuple((re.compile(pattern), kinds) for pattern, kinds in _UNITS)


def kind_of(name: str) -> str | None:
    """The kind that a name says it is; ``None`` for bare names ("Thạch Hà")."""
    folded = fold(name)
    for kind, pattern in _COMPILED:
        if pattern.match(folded):
            return kind
    return None


def kinds_of_unit(words: str) -> set[str] | None:
    """The kinds that may be listed under "20 UBND cấp xã"; an empty set for "đơn vị", ``None`` for no body at all."""
    folded = fold(words)
    for pattern, kinds in _UNIT_PATTERNS:
        if pattern.match(folded):
            return set(kinds)
    return None
