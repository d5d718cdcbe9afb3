"""Takes the mark-up out of a line of converted text: Markdown emphasis, HTML tags, entities, escapes.

Converted files carry a little of each, inconsistently. Nothing here may drop a word.
"""

from __future__ import annotations

import html
import re
import unicodedata

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

_SUP = re.compile(r"<sup>\s*\(?(\d+)\)?\s*</sup>", re.I)
_MARKDOWN_NOTE = re.compile(r"\[\^(\d+)\]:?")
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^<>\s]+)>", re.I)
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\(([^()\s]*)\)")
_CELL_BREAK = re.compile(r"</p>\s*<p[^<>]*>|<br\s*/?>|</li>\s*<li[^<>]*>|</div>\s*<div[^<>]*>", re.I)
_TAG = re.compile(r"</?(?:p|br|i|b|u|em|strong|sub|sup|span|div|font|a|ul|ol|li|small|center)(?:\s[^<>]*)?/?>", re.I)
_COMMENT = re.compile(r"<!--.*?-->")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3})(?=[^\s*])(.+?)(?<=[^\s\\])\1(?!\*)")
_UNDERSCORES = re.compile(r"(?<!\w)(_{2,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_STRAY_STARS = re.compile(r"\*{2,}")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPACES = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]+")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")


def clean(text: str) -> str:
    """NFC, no invisible characters, single spaces, no space at either end. Line breaks stay."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip("\n")


def heading_level(line: str) -> tuple[int | None, str]:
    """``(level, text)`` of a Markdown heading, ``(None, line)`` of any other line."""
    match = _HEADING.match(line)
    return (len(match[1]), match[2]) if match else (None, line)


def is_all_bold(text: str) -> bool:
    """Whether the whole line is between ``**`` marks."""
    text = text.strip()
    return len(text) > 4 and text.startswith("**") and text.endswith("**") and "**" not in text.strip("*")


def _unwrap(match: re.Match[str]) -> str:
    """The words between emphasis marks; a space where the marks were all that parted two words."""
    inner = match[2]
    before = match.string[match.start() - 1] if match.start() else " "
    after = match.string[match.end()] if match.end() < len(match.string) else " "
    left = " " if before.isalnum() and (inner[0].isupper() or inner[0] == "(") else ""
    right = " " if inner[-1].isalnum() and after.isalnum() and after.isupper() else ""
    return f"{left}{inner}{right}"


def strip_markup(text: str) -> str:
    """The plain words of a line or cell. Foot-note marks become superscript digits (``giao¹``)."""
    if "<" in text or "&" in text:
        text = _COMMENT.sub("", text)
        text = _SUP.sub(lambda match: match[1].translate(_SUPERSCRIPTS), text)
        text = _AUTOLINK.sub(r"\1", text)
        text = _CELL_BREAK.sub("\n", text)
        text = _TAG.sub("", text)
        text = html.unescape(text)
    if "[" in text:
        text = _MARKDOWN_NOTE.sub(lambda match: match[1].translate(_SUPERSCRIPTS) + " ", text)
        text = _LINK.sub(lambda match: match[1] or match[2], text)
    if "*" in text:
        # Thousands of marks in one line are noise, not emphasis; pairing them would take for ever.
        for _ in range(3 if text.count("*") <= 2000 else 0):
            text, count = _EMPHASIS.subn(_unwrap, text)
            if not count:
                break
        text = _STRAY_STARS.sub("", text)
    if "__" in text:
        text = _UNDERSCORES.sub(r"\2", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return clean(text)
