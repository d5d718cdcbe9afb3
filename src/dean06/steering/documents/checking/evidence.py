"""What the rules look at: the document as read, its passages, and what period it reports on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dean06.steering.documents.checking.found_shares import read_shares
from dean06.steering.documents.checking.reporting_period import Period, latest_day, reporting_period
from dean06.steering.documents.reading.blocks import Source
from dean06.steering.documents.recognition.figures_passages import Passage, passages_of
from dean06.steering.documents.recognition.figures_quantities import Ratio, read_ratios
from dean06.steering.documents.recognition.figures_tables import NumberTable, number_table
from dean06.steering.documents.types import ReadDocument


@dataclass
class Evidence:
    """One document under check. Everything expensive is read once."""

    document: ReadDocument
    source: Source
    previous: ReadDocument | None = None

    @cached_property
    def passages(self) -> list[Passage]:
        """Running text, headings, foot-notes and wordy cells in reading order."""
        return passages_of(self.source)

    @cached_property
    def prose(self) -> list[Passage]:
        """Passages that state results: everything but headings."""
        return [passage for passage in self.passages if passage.kind != "heading"]

    def ratios(self, passage: Passage) -> list[Ratio]:
        """The ratios of a passage."""
        if "ratios" not in passage.data:
            passage.data["ratios"] = read_ratios(passage.text, passage.quantities)
        return passage.data["ratios"]  # type: ignore[return-value]

    def shares(self, passage: Passage) -> list[Ratio]:
        """Percentages said of a count whose whole is found in the same passage, as ratios."""
        if "shares" not in passage.data:
            passage.data["shares"] = read_shares(passage, self.ratios(passage))
        return passage.data["shares"]  # type: ignore[return-value]

    @cached_property
    def tables(self) -> list[NumberTable]:
        """The tables that hold columns of numbers."""
        return [numbers for table in self.source.tables() if (numbers := number_table(table)) is not None]

    @cached_property
    def period(self) -> Period | None:
        """The month, quarter, half-year, year or week that the document reports on."""
        return reporting_period(self.document, self.passages)

    @cached_property
    def latest(self) -> dt.date | None:
        """The last day that the document can know of; ``None`` when it does not say when it was written."""
        return latest_day(self.document, self.passages, self.period)

    def following(self, passage: Passage, limit: int = 60) -> Iterator[Passage]:
        """The passages after one, foot-notes left out."""
        for other in self.passages[passage.number + 1 : passage.number + 1 + limit]:
            if other.kind != "note":
                yield other

    def preceding(self, passage: Passage, limit: int) -> Iterator[Passage]:
        """The passages before one, nearest first, foot-notes left out."""
        for other in reversed(self.passages[max(0, passage.number - limit) : passage.number]):
            if other.kind != "note":
                yield other
