"""File names as people gave them, made safe to keep and to hand out again. Pure."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
#: Control characters, and those that turn the reading direction (a name ending in "fdp.exe" that reads "exe.pdf").
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def safe_name(given: str) -> str:
    """``given`` without folders, control and direction characters and what Windows forbids; NFC; never empty.

    The extension stays; a name that is too long loses the end of its stem.
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(sign for sign in name if unicodedata.category(sign) not in _INVISIBLE)
    name = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", name)).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    stem = stem.strip(" .") or "tep"
    extension = extension.strip()[:10]
    room = LONGEST - len(extension) - len(dot)
    return f"{stem[:room].rstrip(' .')}{dot}{extension}"


def extension_of(name: str) -> str:
    """Lower-case extension without its dot; empty when there is none."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""
