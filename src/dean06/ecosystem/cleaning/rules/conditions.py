"""Conditions over facts, written once and read twice: as a Python function and as SQL.

A fact is a word about a record ("name" is "same", "folded", "different"…). A condition names for some facts the words
that are allowed; it holds if all of them do. A fact that is not named does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: Fact → its word, for one record.
Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class When:
    """Facts and the words that are allowed for each: ``When(name=("same", "folded"), link=("sure",))``."""

    allowed: Mapping[str, tuple[str, ...]]

    def holds(self, facts: Facts) -> bool:
        """True if and only if every named fact has an allowed word. Raises ``KeyError`` for a fact that is missing."""
        return all(facts[fact] in words for fact, words in self.allowed.items())

    def sql(self) -> str:
        """The same as a Boolean SQL expression over columns named like the facts."""
        return " AND ".join(f"{fact} IN ({_quoted(words)})" for fact, words in self.allowed.items()) or "TRUE"


def when(**allowed: str) -> When:
    """Short form: ``when(name="same|folded", link="sure")``."""
    return When({fact: tuple(words.split("|")) for fact, words in allowed.items()})


def any_sql(conditions: tuple[When, ...]) -> str:
    """SQL that is true if and only if one of ``conditions`` holds."""
    return " OR ".join(f"({condition.sql()})" for condition in conditions)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)
