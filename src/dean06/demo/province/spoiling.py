"""The ways a name is written wrongly. Each takes the right name and a uniform number, and is a pure function."""

from __future__ import annotations

import re
from collections.abc import Callable

from dean06.kernel.common.vietnamese import Tone, ascii_fold, compose, split_tone, to_new_tones

#: What a finger hits instead.
_NEIGHBOURS = dict(zip("abcdeghiklmnopqrstuvxy", "svvfrhgulknmpowtdribct", strict=True))
_TELEX_SHAPES = {"â": "aa", "ê": "ee", "ô": "oo", "đ": "dd", "ă": "aw", "ơ": "ow", "ư": "uw"}
_TELEX_TONES = {Tone.HUYEN: "f", Tone.HOI: "r", Tone.NGA: "x", Tone.SAC: "s", Tone.NANG: "j"}
#: Confused by ear in the province; other tones are confused by hand.
_ALIKE = {Tone.HOI: Tone.NGA, Tone.NGA: Tone.HOI, Tone.NANG: Tone.NGA, Tone.SAC: Tone.HUYEN, Tone.HUYEN: Tone.NGANG}
_I_Y = re.compile(r"\b([BbCcHhKkLlMmQqSsTtVv]|[Tt]h|[Qq]u)([yýỳỷỹỵiíìỉĩị])\b")
_I_TO_Y = dict(zip("yýỳỷỹỵiíìỉĩị", "iíìỉĩịyýỳỷỹỵ", strict=True))
#: Names in which the error is possible at all (patterns of RE2, as Arrow searches).
POSSIBLE = {
    "NAME_I_Y": r"(^|\s)([BCHKLMSTV]|Th|Qu)[yýỳỷỹỵiíìỉĩị](\s|$)",
    "NAME_TONE_PLACEMENT": r"([òóỏõọ][ae]|[ùúủũụ]y)(\s|$)",
    "NAME_MIDDLE_MISSING": r"^\S+\s+\S+\s+\S+",
    "NAME_GIVEN_FIRST": r"^\S+\s+\S+",
    "NAME_TELEX": r"[^a-zA-Z' ]",
    "NAME_WRONG_TONE": r"[àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]",
}


def _pick(uniform: float, count: int) -> int:
    return min(int(uniform * count), count - 1)


def no_diacritics(name: str, uniform: float) -> str:
    """Typed without any accents."""
    return ascii_fold(name)


def slip(name: str, uniform: float) -> str:
    """One letter wrong: the neighbour on the keyboard, left out, doubled, or two exchanged."""
    places = [at for at in range(1, len(name)) if name[at].isalpha() and name[at - 1].isalpha()]
    if not places:
        return name
    at = places[_pick(uniform, len(places))]
    kind = int(uniform * 1009) % 4
    letter = name[at]
    if kind == 0:
        wrong = _NEIGHBOURS.get(ascii_fold(letter).lower(), "n")
        return name[:at] + wrong + name[at + 1 :]
    if kind == 1:
        return name[:at] + name[at + 1 :]
    if kind == 2 or at + 1 >= len(name) or name[at + 1] == " " or name[at + 1] == letter:
        return name[:at] + letter + name[at:]
    return name[:at] + name[at + 1] + letter + name[at + 2 :]


def telex(name: str, uniform: float) -> str:
    """One word's keystrokes left as typed: "Nguyeenx Văn An"."""
    words = name.split(" ")
    marked = [index for index, word in enumerate(words) if not word.isascii()]
    if not marked:
        return name
    index = marked[_pick(uniform, len(marked))]
    bare, tone = split_tone(words[index])
    keys = "".join(_keys_of(letter) for letter in bare)
    words[index] = keys + _TELEX_TONES.get(tone, "")
    return " ".join(words)


def _keys_of(letter: str) -> str:
    keys = _TELEX_SHAPES.get(letter.lower(), letter)
    return keys[0].upper() + keys[1:] if letter.isupper() else keys


def wrong_tone(name: str, uniform: float) -> str:
    """One tone mark of another tone, mostly hỏi for ngã and the other way round."""
    places = [(at, *split_tone(letter)) for at, letter in enumerate(name)]
    toned = [(at, base, tone) for at, base, tone in places if tone is not Tone.NGANG]
    if not toned:
        return name
    at, base, tone = toned[_pick(uniform, len(toned))]
    by_ear = int(uniform * 1013) % 4 != 1
    other = _ALIKE[tone] if by_ear else Tone((tone + 1 + int(uniform * 997) % 4) % 6)
    letter = compose(base.lower(), other)
    return name[:at] + (letter.upper() if base.isupper() else letter) + name[at + 1 :]


def middle_missing(name: str, uniform: float) -> str:
    """A middle part left out."""
    words = name.split(" ")
    if len(words) < 3:
        return name
    del words[1 + _pick(uniform, len(words) - 2)]
    return " ".join(words)


def given_first(name: str, uniform: float) -> str:
    """The given name in front: "An Nguyễn Văn"."""
    words = name.split(" ")
    return " ".join([words[-1], *words[:-1]])


def i_or_y(name: str, uniform: float) -> str:
    """The other spelling: Lý/Lí, Mỹ/Mĩ."""
    return _I_Y.sub(lambda match: match[1] + _I_TO_Y[match[2]], name)


def tone_placement(name: str, uniform: float) -> str:
    """The newer placement of the tone mark: Hoà for Hòa."""
    return to_new_tones(name)


#: In the order of planting: the frequent error last.
SPOILERS: dict[str, Callable[[str, float], str]] = {
    "NAME_SLIP": slip,
    "NAME_TELEX": telex,
    "NAME_WRONG_TONE": wrong_tone,
    "NAME_MIDDLE_MISSING": middle_missing,
    "NAME_GIVEN_FIRST": given_first,
    "NAME_I_Y": i_or_y,
    "NAME_TONE_PLACEMENT": tone_placement,
    "NAME_NO_DIACRITICS": no_diacritics,
}
