"""People by generations: couples have children, children marry, some come from elsewhere, people die.

Nothing here knows names, numbers or files. A parent always stands before the child in the arrays.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dean06.demo.province.chance import Array, Chance, draw, spread
from dean06.demo.province.places import UPLAND_COMMUNES, Places

DAYS_A_YEAR = 365.2425
#: The day on which the registry was written (a fixed day: the same seed gives the same province for ever).
REFERENCE_DAY = np.datetime64("2026-11-01", "D")
TODAY = int(REFERENCE_DAY.astype(np.int64))
MERGER_DAY = int(np.datetime64("2025-07-01", "D").astype(np.int64))
#: Deaths before this day are not in the registry: numbers were given to the living from then on.
REGISTRY_SINCE = int(np.datetime64("2015-01-01", "D").astype(np.int64))

#: First couples: year of birth of the wives, as a broken line (year, share born before it).
FOUNDER_YEARS = ((1922, 1930, 1936, 1942, 1948, 1953), (0, 0.16, 0.34, 0.55, 0.78, 1))
#: Husband's age minus wife's.
AGE_GAPS = ((-3, 0, 2, 4, 7, 13), (0, 0.13, 0.45, 0.75, 0.94, 1))
#: Mean number of births of a mother by her year of birth; she stops at 45.
BIRTHS = ((1920, 1935, 1945, 1955, 1965, 1975, 1985, 1995, 2010), (4.8, 4.8, 4.4, 3.5, 2.9, 2.6, 2.35, 2.1, 2.0))
FIRST_BIRTH_AGE = ((18.2, 20, 22, 24.5, 28, 35), (0, 0.1, 0.38, 0.7, 0.92, 1))
BIRTH_INTERVAL = ((1.1, 1.8, 2.8, 4.5, 9), (0, 0.17, 0.55, 0.85, 1))
MARRIAGE_AGE = (((20.5, 23, 26, 29, 36), (0, 0.2, 0.6, 0.88, 1)), ((18.1, 20, 23, 26, 33), (0, 0.2, 0.65, 0.9, 1)))
#: Age at death (years, share dead by then), men and women.
AGE_AT_DEATH = (
    ((0, 1, 20, 40, 55, 65, 72, 79, 86, 93, 104), (0, 0.012, 0.025, 0.06, 0.14, 0.27, 0.42, 0.63, 0.84, 0.96, 1)),
    ((0, 1, 20, 40, 55, 65, 74, 82, 89, 95, 106), (0, 0.010, 0.018, 0.03, 0.07, 0.14, 0.29, 0.53, 0.8, 0.94, 1)),
)
TWIN_SHARE = 0.011  # of deliveries
BOYS = 0.518
NEVER_MARRIES = 0.05
DIVORCED = 0.045
FATHER_UNKNOWN = 0.02
INCOMER_SPOUSE = 0.4  # of those who find nobody in the province
BORN_AWAY = 0.045
MINORITIES = {3: 0.22, 6: 0.12, 37: 0.22, 44: 0.26, 12: 0.1, 10: 0.08}
MINORITY_SHARE_UPLAND = 0.06
MINORITY_SHARE = 0.0015
NOBODY = -1


@dataclass(slots=True)
class Batch:
    """People added together; every array has one entry a person. Parents and spouses are places in the whole."""

    birth: Array  # days since 1970
    sex: Array  # 0 male, 1 female
    father: Array
    mother: Array
    village: Array  # where they grew up
    ethnicity: Array
    born_away: Array  # birth registered in another province
    twin: Array  # number of the delivery when there were two, else NOBODY
    delivery: Array


@dataclass(slots=True)
class Couples:
    """Marriages in the order they were made."""

    husband: list[Array] = field(default_factory=list)
    wife: list[Array] = field(default_factory=list)
    village: list[Array] = field(default_factory=list)
    since: list[Array] = field(default_factory=list)
    stays: list[Array] = field(default_factory=list)  # lives with the husband's parents


@dataclass(slots=True)
class People:
    """Everybody who was ever thought of, the registry's people among them."""

    birth: Array
    sex: Array
    father: Array
    mother: Array
    village: Array
    ethnicity: Array
    born_away: Array
    twin: Array
    delivery: Array
    death: Array  # day; later than TODAY for the living
    spouse: Array  # last spouse, NOBODY if never married
    married_on: Array
    divorced: Array
    home_village: Array  # of the couple, or where the unmarried grew up
    stays: Array

    def __len__(self) -> int:
        return len(self.birth)


def simulate(couples: int, places: Places, chance: Chance) -> People:
    """Generations from so many first couples."""
    maker = _Maker(places, chance)
    maker.found(couples)
    while maker.next_generation():
        pass
    return maker.finish()


class _Maker:
    def __init__(self, places: Places, chance: Chance) -> None:
        self._places = places
        self._chance = chance
        self._batches: list[Batch] = []
        self._size = 0
        self._deliveries = 0
        self._made = Couples()
        self._round = 0
        self._pool = np.zeros(0, dtype=np.int64)  # people who may still marry
        self._due = np.zeros(0, dtype=np.int64)  # the day from which each of them would
        self._upland = np.isin([unit.code for unit in places.communes], UPLAND_COMMUNES)

    # --- first couples ---
    def found(self, couples: int) -> None:
        rng = self._chance.stream("founders")
        wife_birth = (spread(rng.random(couples), *FOUNDER_YEARS) - 1970) * DAYS_A_YEAR
        gap = spread(rng.random(couples), *AGE_GAPS) * DAYS_A_YEAR
        commune = draw(self._places.commune_table, rng.random(couples))
        village = self._places.villages_in(commune, rng.random(couples))
        ethnicity = self._ethnicities(rng, commune)
        away = rng.random((2, couples)) < BORN_AWAY
        husbands = self._add((wife_birth - gap).astype(np.int32), 0, village, ethnicity, away[0])
        wives = self._add(wife_birth.astype(np.int32), 1, village, ethnicity, away[1])
        since = (wife_birth + spread(rng.random(couples), *MARRIAGE_AGE[1]) * DAYS_A_YEAR).astype(np.int32)
        self._marry(husbands, wives, village, since, np.zeros(couples, dtype=bool))

    def _ethnicities(self, rng: np.random.Generator, commune: Array) -> Array:
        uniform, pick = rng.random((2, len(commune)))
        share = np.where(self._upland[commune], MINORITY_SHARE_UPLAND, MINORITY_SHARE)
        codes = np.array(list(MINORITIES))
        table = np.cumsum(list(MINORITIES.values()))
        other = codes[np.minimum(np.searchsorted(table, pick, side="right"), len(codes) - 1)]
        chosen = np.where(uniform < share, other, 1).astype(np.int8)
        # Each people has at least one family, however small the province.
        for people, place in zip(MINORITIES, np.argsort(uniform / share, kind="stable").tolist(), strict=False):
            if not (chosen == people).any():
                chosen[place] = people
        return chosen

    def _add(
        self,
        birth: Array,
        sex: Array | int,
        village: Array,
        ethnicity: Array,
        born_away: Array,
        *,
        father: Array | None = None,
        mother: Array | None = None,
        twin: Array | None = None,
        delivery: Array | None = None,
    ) -> Array:
        count = len(birth)
        nobody = np.full(count, NOBODY, dtype=np.int32)
        self._batches.append(
            Batch(
                birth.astype(np.int32),
                np.broadcast_to(np.asarray(sex, dtype=np.int8), count).copy(),
                nobody if father is None else father.astype(np.int32),
                nobody if mother is None else mother.astype(np.int32),
                village.astype(np.int32),
                ethnicity.astype(np.int8),
                born_away,
                nobody if twin is None else twin.astype(np.int32),
                nobody if delivery is None else delivery.astype(np.int32),
            )
        )
        places = np.arange(self._size, self._size + count)
        self._size += count
        return places

    def _marry(self, husbands: Array, wives: Array, village: Array, since: Array, stays: Array) -> None:
        self._made.husband.append(husbands.astype(np.int32))
        self._made.wife.append(wives.astype(np.int32))
        self._made.village.append(village.astype(np.int32))
        self._made.since.append(since.astype(np.int32))
        self._made.stays.append(stays)

    def _all(self, name: str) -> Array:
        return np.concatenate([getattr(batch, name) for batch in self._batches])

    # --- later generations ---
    def next_generation(self) -> bool:
        """Children of the last couples, and the marriages of whoever is of age; False when nobody is born any more."""
        self._round += 1
        children = self._bear()
        if not len(children):
            return False
        self._come_of_age(children)
        self._pair()
        return True

    def _come_of_age(self, children: Array) -> None:
        rng = self._chance.stream(f"wishes {self._round}")
        last = self._batches[-1]
        uniform = rng.random(len(children))
        age = np.where(last.sex == 0, spread(uniform, *MARRIAGE_AGE[0]), spread(uniform, *MARRIAGE_AGE[1]))
        willing = rng.random(len(children)) >= NEVER_MARRIES
        self._pool = np.concatenate([self._pool, children[willing]])
        self._due = np.concatenate([self._due, (last.birth + (age * DAYS_A_YEAR).astype(np.int64))[willing]])

    def _bear(self) -> Array:
        rng = self._chance.stream(f"births {self._round}")
        husband, wife = self._made.husband[-1], self._made.wife[-1]
        village, since = self._made.village[-1], self._made.since[-1]
        birth, ethnicity = self._all("birth"), self._all("ethnicity")
        count = len(wife)
        mean = np.interp(1970 + birth[wife] / DAYS_A_YEAR, *BIRTHS)
        number = np.clip(mean + (rng.random(count) + rng.random(count) - 1) * 2.6 + 0.5, 0, 10).astype(np.int64)
        mother = np.repeat(np.arange(count), number)
        order = np.arange(len(mother)) - np.repeat(np.cumsum(number) - number, number)
        gaps = spread(rng.random(len(mother)), *BIRTH_INTERVAL) * DAYS_A_YEAR
        first = np.maximum(
            birth[wife] + spread(rng.random(count), *FIRST_BIRTH_AGE) * DAYS_A_YEAR,
            since + 120 + 300 * rng.random(count),
        )
        gaps = np.where(order == 0, 0, gaps)
        total = np.cumsum(gaps)
        before = np.concatenate([[0.0], total])[np.cumsum(number) - number]
        day = (first[mother] + total - before[mother]).astype(np.int64)
        latest = np.minimum(birth[wife] + 45 * DAYS_A_YEAR, birth[husband] + 66 * DAYS_A_YEAR)[mother]
        kept = np.flatnonzero((day <= TODAY - 1) & (day < latest))
        mother, day = mother[kept], day[kept]
        twin = rng.random(len(kept)) < TWIN_SHARE
        deliveries = self._deliveries + np.arange(len(kept))
        self._deliveries += len(kept)
        child = np.concatenate([np.arange(len(kept)), np.flatnonzero(twin)])
        child.sort(kind="stable")
        mother, day = mother[child], day[child]
        fatherless = (rng.random(count) < FATHER_UNKNOWN)[mother]
        return self._add(
            day,
            (rng.random(len(child)) >= BOYS).astype(np.int8),
            village[mother],
            ethnicity[husband[mother]],
            rng.random(len(child)) < BORN_AWAY,
            father=np.where(fatherless, NOBODY, husband[mother]),
            mother=wife[mother],
            twin=np.where(twin[child], deliveries[child], NOBODY),
            delivery=deliveries[child],
        )

    def _pair(self) -> None:
        rng = self._chance.stream(f"marriages {self._round}")
        birth, sex, mother, village = self._all("birth"), self._all("sex"), self._all("mother"), self._all("village")
        ready = self._due < TODAY
        candidates, due = self._pool[ready], self._due[ready]
        clusters = max(1, min(len(self._places.communes), len(candidates) // 1_200))
        commune = self._places.commune_of_village[village[candidates]]
        elsewhere = rng.random(len(candidates)) < 0.15
        away = draw(self._places.commune_table, rng.random(len(candidates)))
        cluster = np.where(elsewhere, away, commune) * clusters // len(self._places.communes)
        paired = np.zeros(len(candidates), dtype=bool)
        for attempt in range(3):
            free = np.flatnonzero(~paired)
            key = cluster[free] if attempt == 0 else np.zeros(len(free), dtype=np.int64)
            jitter = rng.random(len(free)) * 2 * DAYS_A_YEAR * (1 + attempt)
            men, women = _partners(key, due[free] + jitter, sex[candidates[free]])
            men, women = free[men], free[women]
            gap = (birth[candidates[women]] - birth[candidates[men]]) / DAYS_A_YEAR
            good = (gap > -5) & (gap < 14) & (mother[candidates[men]] != mother[candidates[women]])
            men, women = men[good], women[good]
            paired[men] = paired[women] = True
            self._settle(rng, candidates[men], candidates[women], np.maximum(due[men], due[women]), village)
        married = np.concatenate(self._made.husband[-3:] + self._made.wife[-3:])
        incoming = self._bring_spouses(rng, candidates[~paired], due[~paired], birth, sex, village)
        self._merge_last(4)
        married = np.concatenate([married, incoming])
        # Half of those who found nobody this time stay single.
        waits = ~ready | (~np.isin(self._pool, married) & (rng.random(len(self._pool)) < 0.5))
        self._pool, self._due = self._pool[waits], self._due[waits]

    def _settle(self, rng: np.random.Generator, men: Array, women: Array, since: Array, village: Array) -> None:
        count = len(men)
        uniform = rng.random((4, count))
        base = np.where(uniform[0] < 0.9, village[men], village[women])
        home = np.where(uniform[1] < 0.66, base, self._nearby(base, uniform[2], uniform[3], rng.random(count)))
        stays = (uniform[0] < 0.9) & (uniform[1] < 0.27)
        self._marry(men, women, home, since, stays)

    def _nearby(self, village: Array, uniform: Array, other: Array, within: Array) -> Array:
        own = self._places.commune_of_village[village]
        commune = np.where(uniform < 0.6, own, draw(self._places.commune_table, other))
        return self._places.villages_in(commune, within)

    def _bring_spouses(
        self, rng: np.random.Generator, left: Array, due: Array, birth: Array, sex: Array, village: Array
    ) -> Array:
        """Husbands and wives from other provinces for some of those who found nobody here."""
        chosen = rng.random(len(left)) < INCOMER_SPOUSE
        left, due = left[chosen], due[chosen]
        gap = spread(rng.random(len(left)), *AGE_GAPS) * DAYS_A_YEAR
        is_man = sex[left] == 0
        born = np.where(is_man, birth[left] + gap, birth[left] - gap).astype(np.int64)
        born = np.minimum(born, due - int(18.1 * DAYS_A_YEAR))
        ethnicity = np.ones(len(left), dtype=np.int8)
        spouse = self._add(born, np.where(is_man, 1, 0), village[left], ethnicity, np.ones(len(left), dtype=bool))
        men, women = np.where(is_man, left, spouse), np.where(is_man, spouse, left)
        self._marry(men, women, village[left], due, is_man & (rng.random(len(left)) < 0.3))
        return left

    def _merge_last(self, count: int) -> None:
        for name in ("husband", "wife", "village", "since", "stays"):
            made: list[Array] = getattr(self._made, name)
            made[-count:] = [np.concatenate(made[-count:])]

    # --- the end ---
    def finish(self) -> People:
        """Deaths, divorces, moves; all batches as one."""
        rng = self._chance.stream("fates")
        fields = ("birth", "sex", "father", "mother", "village", "ethnicity", "born_away", "twin", "delivery")
        whole = {name: self._all(name) for name in fields}
        birth, sex, count = whole["birth"], whole["sex"], self._size
        uniform = rng.random(count)
        years = np.where(sex == 0, spread(uniform, *AGE_AT_DEATH[0]), spread(uniform, *AGE_AT_DEATH[1]))
        death = (birth + years * DAYS_A_YEAR).astype(np.int64)
        husband, wife, village, since, stays = (
            np.concatenate(getattr(self._made, name)) for name in ("husband", "wife", "village", "since", "stays")
        )
        # Nobody dies before the wedding or before the last child.
        for parent, lag in ((whole["mother"], 30), (whole["father"], 1)):
            known = parent >= 0
            np.maximum.at(death, parent[known], birth[known] + lag)
        alive_at_wedding = np.concatenate([since, since]) + 30
        np.maximum.at(death, np.concatenate([husband, wife]), alive_at_wedding)
        home = whole["village"].copy()
        home[husband] = village
        divorced = np.zeros(count, dtype=bool)
        split = (rng.random(len(husband)) < DIVORCED) & (since > TODAY - 45 * DAYS_A_YEAR) & (since < TODAY - 700)
        divorced[husband[split]] = divorced[wife[split]] = True
        home[wife] = np.where(split, whole["village"][wife], village)
        spouse = np.full(count, NOBODY, dtype=np.int32)
        spouse[husband], spouse[wife] = wife, husband
        married_on = np.full(count, TODAY, dtype=np.int32)
        married_on[husband] = married_on[wife] = since
        lives_with_parents = np.zeros(count, dtype=bool)
        lives_with_parents[husband] = stays
        return People(
            **whole,
            death=death.astype(np.int32),
            spouse=spouse,
            married_on=married_on,
            divorced=divorced,
            home_village=home,
            stays=lives_with_parents,
        )


def _partners(key: Array, due: Array, sex: Array) -> tuple[Array, Array]:
    """Men and women of one cluster, paired in the order of their wedding age: places of the men and of the women."""
    ranks = []
    for one_sex in (0, 1):
        rows = np.flatnonzero(sex == one_sex)
        rows = rows[np.lexsort((due[rows], key[rows]))]
        own = key[rows]
        start = np.searchsorted(own, own, side="left")
        ranks.append((rows, own.astype(np.int64) << 32 | (np.arange(len(rows)) - start)))
    (men, man_rank), (women, woman_rank) = ranks
    _, at_men, at_women = np.intersect1d(man_rank, woman_rank, assume_unique=True, return_indices=True)
    return men[at_men], women[at_women]
