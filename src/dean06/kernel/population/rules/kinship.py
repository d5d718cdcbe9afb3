"""Blood lines by known parents, and who is what to the head of a household."""

from __future__ import annotations

from collections.abc import Mapping

#: Person → (father, mother) by birth, as far as known.
Parents = Mapping[int, tuple[int | None, int | None]]

#: How far a direct line is followed; longer ones do not live at the same time.
LONGEST_LINE = 6


def ancestors(person: int, parents: Parents, generations: int) -> dict[int, int]:
    """Ancestors with their distance (parents 1, grandparents 2, …), up to ``generations``."""
    found: dict[int, int] = {}
    layer = [person]
    for distance in range(1, generations + 1):
        layer = [parent for one in layer for parent in parents.get(one, (None, None)) if parent is not None]
        for parent in layer:
            found.setdefault(parent, distance)
    return found


def is_direct_line(first: int, second: int, parents: Parents) -> bool:
    """One descends from the other (Luật HNGĐ 2014 Điều 3 khoản 17)."""
    return first in ancestors(second, parents, LONGEST_LINE) or second in ancestors(first, parents, LONGEST_LINE)


def share_ancestor(first: int, second: int, parents: Parents, generations: int) -> bool:
    """Of one root within ``generations``, the parents being the first (Luật HNGĐ 2014 Điều 3 khoản 18).

    Within three: brothers and sisters, also by one parent; uncle or aunt and niece or nephew; first cousins.
    """
    reach = generations - 1
    mine = {first: 0, **ancestors(first, parents, reach)}
    theirs = {second: 0, **ancestors(second, parents, reach)}
    return first != second and bool(mine.keys() & theirs.keys())


def is_sibling(first: int, second: int, parents: Parents) -> bool:
    """They have a known parent in common."""
    return first != second and bool(ancestors(first, parents, 1).keys() & ancestors(second, parents, 1).keys())


def role_towards(head: int, member: int, parents: Parents, spouses: Mapping[int, int | None]) -> str:
    """The relation of ``member`` to the head, as a code of ``HouseholdRole``; ``other`` where no link is known."""
    if head == member:
        return "head"
    if spouses.get(head) == member or spouses.get(member) == head:
        return "spouse"
    up = ancestors(member, parents, 2).get(head)
    if up is not None:
        return "child" if up == 1 else "grandchild"
    if member in ancestors(head, parents, 1):
        return "parent"
    return "sibling" if is_sibling(head, member, parents) else "other"
