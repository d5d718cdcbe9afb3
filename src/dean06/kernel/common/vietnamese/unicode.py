"""One code sequence per letter: NFC, the letter Đ, apostrophes, invisible characters and spaces.

The same name arrives from card readers, spreadsheets and web forms in different code sequences that look alike.
Nothing here changes what a reader sees, with two exceptions that repair what the writer meant: Ð and Ɖ (Icelandic eth,
African D) become Đ, and every kind of apostrophe becomes ``'``.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clean_line", "clean_text", "normalize_spaces", "strip_invisible", "to_nfc", "unify_apostrophes", "unify_d"]

# U+00D0/U+00F0 eth and U+0189/U+0256 African D look like Đ/đ (U+0110/U+0111) and come from other keyboards and fonts.
_D_LIKE = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
# ʼ U+02BC, ʹ, ʻ, ‘, ’, ‛, ′, ´, `, ＇: all stand for the apostrophe of H'Hen, K'Brể.
_APOSTROPHES = str.maketrans(dict.fromkeys("\u02bc\u02b9\u02bb\u2018\u2019\u201b\u2032\u00b4\u0060\uff07", "'"))
# Some fonts write the tone marks U+0340/U+0341, which only NFC-normalise in part.
_OLD_TONE_MARKS = str.maketrans({"\u0340": "\u0300", "\u0341": "\u0301"})
_SPACES = re.compile(r"[^\S\n]+")


def to_nfc(text: str) -> str:
    """Canonical composition (NFC), so that ``ế`` is one character whatever the keyboard sent."""
    return unicodedata.normalize("NFC", text.translate(_OLD_TONE_MARKS))


def unify_d(text: str) -> str:
    """Ð (U+00D0) and Ɖ (U+0189) become Đ (U+0110), likewise the small letters."""
    return text.translate(_D_LIKE)


def unify_apostrophes(text: str) -> str:
    """Every typographic apostrophe inside a word becomes ``'``; quotation marks around words stay as they are."""

    def straight(match: re.Match[str]) -> str:
        return match.group(0).translate(_APOSTROPHES)

    return re.sub(
        r"(?<=[^\W\d_])[\u02bc\u02b9\u02bb\u2018\u2019\u201b\u2032\u00b4\u0060\uff07](?=[^\W\d_])", straight, text
    )


def strip_invisible(text: str) -> str:
    """Without control and format characters (BOM, zero width, soft hyphen…); line ends and tabs stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn", "Co")
    )


def normalize_spaces(text: str) -> str:
    """Every run of spaces and tabs (also no-break ones) becomes one space; lines are trimmed and kept."""
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n"))


def clean_text(text: str) -> str:
    """A text of several lines made uniform: NFC, Đ, apostrophes, no invisible characters, single spaces. Idempotent."""
    return normalize_spaces(unify_apostrophes(unify_d(to_nfc(strip_invisible(text)))))


def clean_line(text: str) -> str:
    """Like ``clean_text`` for a name, an address or a table cell: line ends become spaces too. Idempotent."""
    return " ".join(clean_text(text).split())
