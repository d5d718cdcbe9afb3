"""How far two readers agree beyond chance: Cohen's kappa (Cohen 1960, Educ. Psychol. Meas. 20, 37-46)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """``observed`` and ``expected`` are shares of agreeing pairs; both ``None`` without pairs.

    ``kappa`` is ``None`` when it is not defined: no pairs, or both readers always said the same one thing.
    """

    pairs: int
    agreeing: int
    observed: float | None
    expected: float | None
    kappa: float | None

    @property
    def words(self) -> str:
        """The usual reading of kappa (Landis and Koch 1977, Biometrics 33, 159-174)."""
        if self.kappa is None:
            return "chưa đủ số liệu"
        for least, words in ((0.81, "rất cao"), (0.61, "cao"), (0.41, "vừa"), (0.21, "thấp")):
            if self.kappa >= least:
                return words
        return "rất thấp"


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Agreement of first and second verdicts over the cases that two people read independently."""
    if not pairs:
        return Agreement(0, 0, None, None, None)
    total = len(pairs)
    agreeing = sum(1 for first, second in pairs if first == second)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    observed = agreeing / total
    expected = sum(count * seconds[verdict] for verdict, count in firsts.items()) / total**2
    kappa = None if expected == 1 else (observed - expected) / (1 - expected)
    return Agreement(total, agreeing, observed, expected, kappa)
