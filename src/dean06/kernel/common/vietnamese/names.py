"""Personal names: splitting into họ, chữ đệm and tên, printing in proper case, sorting by tên.

A Vietnamese name is họ – (chữ đệm) – tên, and lists sort by tên, then họ, then đệm. Names of the Ê Đê and
M'nông put the family last (H'Hen Niê, Y Blok Êban); this is recognised by the family, not guessed from the form.
Splitting is a help for forms and sorting; the full name as registered stays what counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dean06.kernel.common.vietnamese.collation import collation_key
from dean06.kernel.common.vietnamese.fold import compare_key
from dean06.kernel.common.vietnamese.unicode import clean_line

__all__ = ["NameParts", "display_name", "name_sort_key", "split_name"]


@dataclass(frozen=True, slots=True)
class NameParts:
    """Họ, chữ đệm and tên; empty strings for what a name does not have."""

    family: str
    middle: str
    given: str

    @property
    def full(self) -> str:
        """The parts in the common order họ – đệm – tên."""
        return " ".join(part for part in (self.family, self.middle, self.given) if part)


def _families(listed: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(compare_key(name).split()) for name in listed.split(","))


_LONG_FAMILIES = _families("Công Tằng Tôn Nữ, Công Huyền Tôn Nữ, Tôn Thất, Tôn Nữ, Âu Dương")
# Ê Đê and M'nông families; the two-part ones first.
_LAST_FAMILIES = _families(
    """
    Buôn Krông, Buôn Yă, Buôn Dap, Niê Kdăm, Niê Siêng, Niê Blô, Êban Mlô, Ê Ban, Ê Nuôl,
    Niê, Êban, Mlô, Ênuôl, Êñuôl, Kbuôr, Ayũn, Ayun, Byă, Kdăm, Kpơr, Knul, Kriêng, Ktla, Ktul, Adrơng, Hmok, Hđơk,
    Hwing, Bdap, Bkrông, Mdrang, Rcăm
    """
)


def _has_upland_prefix(words: list[str]) -> bool:
    return words[0].casefold() in ("y", "h") or re.match(r"(?i)h['’]", words[0]) is not None


def split_name(name: str) -> NameParts:
    """Họ, chữ đệm and tên of a full name (cleaned; case kept). A single word is a tên.

    "Nguyễn Văn An" → Nguyễn, Văn, An. "Tôn Nữ Thị Ninh" → Tôn Nữ, Thị, Ninh. "H'Hen Niê" → họ Niê, tên H'Hen.
    "Y Blok Êban" → họ Êban, đệm Y, tên Blok.
    """
    words = clean_line(name).split()
    if len(words) <= 1:
        return NameParts("", "", words[0] if words else "")
    keys = [compare_key(word) for word in words]
    if _has_upland_prefix(words):
        for family in _LAST_FAMILIES:
            if len(words) > len(family) and tuple(keys[-len(family) :]) == family:
                rest = words[: -len(family)]
                return NameParts(" ".join(words[-len(family) :]), " ".join(rest[:-1]), rest[-1])
    size = next((len(f) for f in _LONG_FAMILIES if len(words) > len(f) and tuple(keys[: len(f)]) == f), 1)
    return NameParts(" ".join(words[:size]), " ".join(words[size:-1]), words[-1])


_PARTICLES = frozenset(["de", "da", "di", "do", "von", "der", "den", "bin", "binti", "al", "el", "la"])


def _proper(word: str, *, keep_particles: bool) -> str:
    if word.isupper() or word.islower():
        if keep_particles and word in _PARTICLES:
            return word
        return re.sub(r"[^\W\d_]+", lambda match: match.group(0)[0].upper() + match.group(0)[1:].lower(), word)
    return word


def display_name(name: str) -> str:
    """A name as it is shown: "NGUYỄN VĂN AN" → "Nguyễn Văn An", "H'HEN NIÊ" → "H'Hen Niê", "K'BRỂ" → "K'Brể".

    Words that already mix capitals and small letters (McDonald, H'hen) stay as their owners write them. Idempotent.
    """
    cleaned = clean_line(name)
    mixed = not cleaned.isupper() and not cleaned.islower()
    return " ".join(_proper(word, keep_particles=mixed) for word in cleaned.split())


def name_sort_key(name: str) -> str:
    """A string to sort names by tên, then họ, then đệm in Vietnamese order; safe to keep in an indexed column."""
    parts = split_name(name)
    # "0" is below everything a key can begin with: An before An Na.
    return "0".join(collation_key(part) for part in (parts.given, parts.family, parts.middle))
