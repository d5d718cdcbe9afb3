"""Who lives with whom: households around a couple or a single person, their heads, and each member's place in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dean06.demo.province.chance import Array, Chance
from dean06.demo.province.places import Places
from dean06.demo.province.population import DAYS_A_YEAR, MERGER_DAY, NOBODY, TODAY, People

ROLES = ("head", "spouse", "child", "parent", "grandchild", "sibling", "other")
HEAD, SPOUSE, CHILD, PARENT, GRANDCHILD, SIBLING, OTHER = range(len(ROLES))
#: Unmarried adults who keep a household of their own.
LIVES_ALONE = 0.3
LIVES_ALONE_FROM = 32
#: Age at which a head hands over to the next generation, where one lives in the household.
HANDS_OVER_AT = 76
#: Households that moved after the merger of 1/7/2025.
MOVED_SINCE_MERGER = 0.016


@dataclass(frozen=True, slots=True)
class Homes:
    """Household of each person (the person it is built around), head, role; village now and before the merger."""

    root: Array
    role: Array  # place in ROLES; NOBODY for people who live in no household (dead, not registered)
    village: Array
    village_before: Array
    since: Array  # day of permanent registration at this address


def make_homes(people: People, lives: Array, places: Places, chance: Chance) -> Homes:
    """Households of everybody; ``lives`` marks the people who are alive and registered, who alone can be members."""
    rng = chance.stream("homes")
    root = _roots(people, rng)
    before = people.home_village[root]
    moved = (rng.random(len(people)) < MOVED_SINCE_MERGER)[root]
    uniform = rng.random((3, len(people)))
    commune = np.searchsorted(places.commune_table, uniform[0][root], side="right")
    now = np.where(moved, places.villages_in(commune, uniform[1][root]), before).astype(np.int32)
    moved &= places.commune_of_village[now] != places.commune_of_village[before]
    now = np.where(moved, now, before)
    settled = np.where(people.spouse >= 0, people.married_on, people.birth)
    settled = np.where((before != people.village) | (people.birth < 0), settled + 200 * uniform[2], people.birth)
    since = np.where(moved, MERGER_DAY + ((TODAY - MERGER_DAY) * uniform[2][root]), settled)
    since = np.clip(np.maximum(since, people.birth), None, TODAY).astype(np.int32)
    return Homes(root, _roles(people, root, lives), now, before, since)


def _roots(people: People, rng: np.random.Generator) -> Array:
    count = len(people)
    own = np.arange(count, dtype=np.int32)
    married = (people.spouse >= 0) & ~people.divorced
    link = own.copy()
    wives = np.flatnonzero(married & (people.sex == 1))
    link[wives] = people.spouse[wives]
    staying = np.flatnonzero(married & (people.sex == 0) & people.stays & (people.father >= 0))
    link[staying] = people.father[staying]
    alone = (rng.random(count) < LIVES_ALONE) & (people.birth < TODAY - LIVES_ALONE_FROM * DAYS_A_YEAR)
    unmarried = np.flatnonzero((people.spouse < 0) & (people.mother >= 0) & ~alone)
    link[unmarried] = people.mother[unmarried]
    while True:
        following = link[link]
        if np.array_equal(following, link):
            return link
        link = following


def _roles(people: People, root: Array, lives: Array) -> Array:
    count = len(people)
    members = np.flatnonzero(lives)
    # The couple heads the household until old age, then their eldest child at home.
    rank = np.full(count, 2, dtype=np.int8)
    partner = people.spouse[root[members]]
    rank[partner[partner >= 0]] = 1
    rank[root[members]] = 0
    rank[(rank < 2) & (people.birth < TODAY - HANDS_OVER_AT * DAYS_A_YEAR)] += 3
    order = members[np.lexsort((people.birth[members], rank[members], root[members]))]
    first = np.concatenate([[True], root[order][1:] != root[order][:-1]]) if len(order) else np.zeros(0, dtype=bool)
    head_of_root = np.full(count, NOBODY, dtype=np.int32)
    head_of_root[root[order[first]]] = order[first]
    head = head_of_root[root]
    role = np.full(count, NOBODY, dtype=np.int8)
    role[members] = _relation(people, members, head[members])
    return role


def _relation(people: People, who: Array, head: Array) -> Array:
    """What each person is to the head of the household."""
    father, mother, spouse = people.father, people.mother, people.spouse
    partner = spouse[head]

    def is_one_of(person: Array, *others: Array) -> Array:
        return (person >= 0) & np.logical_or.reduce([person == other for other in others])

    def parent(table: Array, person: Array) -> Array:
        return np.where(person >= 0, table[person], NOBODY)

    own_father, own_mother = father[who], mother[who]
    grandparents = [parent(table, own) for table in (father, mother) for own in (own_father, own_mother)]
    role = np.full(len(who), OTHER, dtype=np.int8)
    role[is_one_of(own_father, father[head]) | is_one_of(own_mother, mother[head])] = SIBLING
    role[np.logical_or.reduce([is_one_of(one, head, partner) for one in grandparents])] = GRANDCHILD
    role[is_one_of(who, father[head], mother[head])] = PARENT
    role[is_one_of(own_father, head, partner) | is_one_of(own_mother, head, partner)] = CHILD
    role[is_one_of(who, partner)] = SPOUSE
    role[who == head] = HEAD
    return role
