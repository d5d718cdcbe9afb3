"""Text from before Unicode, repaired paragraph by paragraph, and said so in the warnings."""

from __future__ import annotations

import re

from dean06.kernel.common.vietnamese.legacy import repair
from dean06.kernel.common.vietnamese.legacy_tables import from_tcvn3, from_vni

_NAMES = {
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI",
    "cp1258": "Windows-1258",
    "utf8_mojibake": "UTF-8 đọc sai bảng mã",
    "utf8_double_mojibake": "UTF-8 đọc sai bảng mã",
    "shift_jis_mojibake": "UTF-8 đọc sai bảng mã",
    "lookalike": "phông PDF cũ",
}
_UNICODE_LETTER = re.compile("[ăđĩũơưĂĐĨŨƠƯạ-ỹẠ-Ỹ]")


class Repairer:
    """Repairs one text at a time and counts what it changed."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def fix(self, text: str) -> str:
        """The text in Unicode; unchanged unless the rules are sure that it is not."""
        if text.isascii():
            return text
        found = repair(text)
        if found.changed:
            self._count(found.encoding)
        return found.text

    def fix_font(self, text: str, font: str | None) -> str:
        """The text of a run whose font tells the old code page (".VnTime" is TCVN3, "VNI-Times" is VNI)."""
        if not font or not text.strip() or _UNICODE_LETTER.search(text):
            return text
        if font.lower().startswith(".vn"):
            fixed = from_tcvn3(text)
            if font.lower().endswith("h"):
                # The "H" fonts draw small letters as capitals.
                fixed = fixed.upper()
            encoding = "tcvn3"
        elif font.upper().startswith("VNI-"):
            fixed, encoding = from_vni(text), "vni"
        else:
            return text
        if fixed != text:
            self._count(encoding)
        return fixed

    def _count(self, encoding: str) -> None:
        name = _NAMES.get(encoding, encoding)
        self.counts[name] = self.counts.get(name, 0) + 1

    def warnings(self) -> list[str]:
        """One sentence for each old encoding found."""
        return [
            f"Có {count} đoạn dùng bảng mã cũ {name}; đã chuyển sang Unicode, đề nghị kiểm tra lại chữ có dấu."
            for name, count in self.counts.items()
        ]
