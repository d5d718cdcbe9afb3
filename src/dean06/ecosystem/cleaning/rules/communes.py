"""How a list writes communes, and which of today's communes each text means.

Lists hold codes or names, of today's communes or of those before 01/7/2025, often both; some codes and names exist in
both times with another extent. What exists in one time only shows which time the list speaks; a text that could be
either is read in that time, or in both, weighed, when the list is mixed. A commune that was divided has several
successors, each with its share.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dean06.kernel.common.vietnamese import search_key

#: A list is read in one time when at least this share of what tells the times apart speaks for it.
ONE_TIME = 0.95

_KINDS = r"(?:xa|phuong|thi tran|dac khu|x|p|tt|tx)"
_PREFIX = re.compile(rf"^{_KINDS}(?:\.\s*|\s+)(?=\S)")
_SHORT = {"x": "xa", "p": "phuong", "tt": "thi tran"}
_PARTS = re.compile(r"\s*[,;/]\s*|\s+[-–]\s+")
_DISTRICT_PREFIX = re.compile(r"^(?:huyen|thi xa|thanh pho|quan|tp|tx|h|q)(?:\.\s*|\s+)")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of one time. ``now``: today's communes it became, with shares that add up to 1 (itself, of today's)."""

    code: str
    name: str
    district: str
    now: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A text with one of today's communes; ``share`` (0..1) of those who wrote it."""

    unit_text: str
    unit_code: str
    share: float


class Lists:
    """The communes of a province today and before, found by code or name."""

    def __init__(self, today: Iterable[Commune], before: Iterable[Commune]) -> None:
        self._times = (_index(today), _index(before))

    def readings(self, text: str) -> tuple[list[Commune], list[Commune]]:
        """The communes that ``text`` can mean in today's list and in the one before.

        A name with the wrong kind in front ("xã" for "phường") counts only when neither list has it as it is written.
        """
        exact = (_find(self._times[0], text), _find(self._times[1], text))
        if any(exact):
            return exact
        return _find(self._times[0], text, any_kind=True), _find(self._times[1], text, any_kind=True)


def place(texts: Mapping[str, int], lists: Lists, *, prefer_before: bool) -> list[Placed]:
    """Today's communes for each distinct text of a list (text → records that have it).

    ``prefer_before``: how to read a list that shows no time at all (it is of a day before the change). Texts that mean
    nothing in the province are left out. Sorted by text and code, so the same list always gives the same answer.
    """
    read = {text: lists.readings(text) for text in texts if text and text.strip()}
    only_today = sum(texts[text] for text, (today, before) in read.items() if today and not before)
    only_before = sum(texts[text] for text, (today, before) in read.items() if before and not today)
    share_before = _share_before(only_today, only_before, prefer_before=prefer_before)
    found = []
    for text, (today, before) in sorted(read.items()):
        weight = share_before if today and before else 1.0 if before else 0.0
        shares: dict[str, float] = defaultdict(float)
        for communes, part in ((today, 1.0 - weight), (before, weight)):
            for commune in communes if part else ():
                for code, share in commune.now:
                    shares[code] += part * share / len(communes)
        found += [Placed(text, code, round(share, 6)) for code, share in sorted(shares.items())]
    return found


def _share_before(only_today: int, only_before: int, *, prefer_before: bool) -> float:
    told = only_today + only_before
    share = only_before / told if told else float(prefer_before)
    return 1.0 if share >= ONE_TIME else 0.0 if share <= 1 - ONE_TIME else share


def _index(communes: Iterable[Commune]) -> dict[str, list[Commune]]:
    """Code, name with and without its kind, each also with the district → communes."""
    found: dict[str, list[Commune]] = defaultdict(list)
    for commune in communes:
        name, district = search_key(commune.name), _bare_district(search_key(commune.district))
        keys = {commune.code, name, _PREFIX.sub("", name)}
        for key in keys:
            found[key].append(commune)
            if district and key != commune.code:
                found[f"{key}|{district}"].append(commune)
    return dict(found)


def _find(index: Mapping[str, Sequence[Commune]], text: str, *, any_kind: bool = False) -> list[Commune]:
    """By code (zeros a spreadsheet dropped are put back), else by name, narrowed by the district when it is written."""
    whole = text.strip()
    if whole.isdigit():
        return list(index.get(whole.zfill(5), ()))
    parts = [part for part in _PARTS.split(search_key(whole)) if part]
    if not parts:
        return []
    name = _spelt_out(parts[0])
    if any_kind:
        name = _PREFIX.sub("", name)
    for part in parts[1:]:
        if near := index.get(f"{name}|{_bare_district(part)}"):
            return list(near)
    return list(index.get(name, ()))


def _spelt_out(name: str) -> str:
    """ "p. tran phu" → "phuong tran phu"."""
    kind, _, rest = re.sub(r"^(x|p|tt)\.\s*", r"\1 ", name).partition(" ")
    return f"{_SHORT[kind]} {rest}" if kind in _SHORT and rest else name


def _bare_district(name: str) -> str:
    return _DISTRICT_PREFIX.sub("", name)
