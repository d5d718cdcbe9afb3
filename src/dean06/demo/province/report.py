"""``ERRORS.md``: every error that was planted, how often it was asked for, how often it came, and with whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dean06.demo.province.error_rates import (
    DESKS_A_COMMUNE,
    DIRTY_FACTOR,
    DIRTY_SHARE,
    OF_THE_LIST,
    errors,
    more_often,
)
from dean06.demo.province.extract import Extract
from dean06.demo.province.raw_looks import LOOKS

MEANINGS = {
    "ID_MISSING": "no identity number",
    "ID_OLD": "the old nine-digit number instead of the twelve digits",
    "ID_SUBSTITUTED": "one digit wrong",
    "ID_TRANSPOSED": "two neighbouring digits exchanged",
    "ID_DIGIT_DROPPED": "one digit left out (eleven remain)",
    "ID_ZERO_LOST": "leading zeros lost",
    "ID_OF_FAMILY": "the number of the spouse, mother or father",
    "ID_ANNULLED": "a number of this person that was annulled",
    "ID_SHARED": "the number of another record of the desk",
    "NAME_NO_DIACRITICS": "name typed without accents",
    "NAME_SLIP": "one letter wrong, missing, doubled, or two exchanged",
    "NAME_TELEX": "keystrokes left in a word",
    "NAME_WRONG_TONE": "one tone mark wrong",
    "NAME_MIDDLE_MISSING": "a middle part left out",
    "NAME_GIVEN_FIRST": "given name in front",
    "NAME_I_Y": "i for y or y for i (both are correct spellings)",
    "NAME_TONE_PLACEMENT": "newer place of the tone mark (both are correct spellings)",
    "DATE_YEAR_ONLY": "only the year of a birth date that the registry knows better",
    "DATE_FIRST_OF_JANUARY": "1 January for an unknown or unread day",
    "DATE_SWAPPED": "day and month exchanged",
    "DATE_DAY_WRONG": "another day of the month",
    "DATE_YEAR_OFF_1": "year one off",
    "DATE_YEAR_OFF_10": "year ten off",
    "SEX_WRONG": "the other sex",
    "SEX_MISSING": "no sex",
    "ADDRESS_CHANGED": "an address of before, or another one",
    "UNIT_OLD": "commune of the list before 1/7/2025",
    "UNIT_MISSING": "no commune",
    "VILLAGE_MISSING": "no village",
    "DUPLICATE": "a second record of the same person, with errors of its own",
    "DUPLICATE_OTHER_ID": "a second record of the same person under the old number",
    "DEAD": "a dead person still listed",
    "FOREIGNER": "a foreigner with a passport, not in the registry",
    "NOT_REGISTERED": "a person who is not in this province's registry",
}


@dataclass(slots=True)
class Report:
    """Collects the lists as they are made, then writes."""

    people: int
    seed: int
    sections: list[str] = field(default_factory=list)

    def add(self, extract: Extract, damage: list[str] | None) -> None:
        """Counts of one list."""
        count = len(extract)
        dirty = extract.dirty
        share = dirty.mean() if count else 0.0
        lines = [
            f"## {extract.sector.code} ({extract.sector.label})",
            "",
            f"{count} records, of them {int(dirty.sum())} ({share:.1%}) from dirty desks; "
            f"{int(extract.registered.sum())} of registered people.",
            "",
            "| error | asked for | planted | share | share at dirty desks | share elsewhere |",
            "|---|---|---|---|---|---|",
        ]
        for name in errors():
            rows = extract.planted[name]
            shares = [part.mean() if len(part) else 0.0 for part in (rows, rows[dirty], rows[~dirty])]
            cells = [name, f"{extract.rates[name]:.2%}", str(int(rows.sum())), *(f"{value:.2%}" for value in shares)]
            lines.append(f"| {' | '.join(cells)} |")
        if damage is not None:
            lines += ["", self._raw(extract.sector.code, damage)]
        self.sections.append("\n".join(lines))

    def _raw(self, code: str, damage: list[str]) -> str:
        counts: dict[str, int] = {}
        for names in damage:
            for name in filter(None, names.split(";")):
                counts[name] = counts.get(name, 0) + 1
        look = LOOKS[code]
        told = ", ".join(f"{name} {number}" for name, number in sorted(counts.items())) or "none"
        return (
            f"`raw/{code}.{look.format}` ({look.encoding}): {len(look.titles)} rows above the headings, "
            f"{look.spreadsheet.hopeless} rows that are no records, totals row: {'yes' if look.totals else 'no'}. "
            f"Cells damaged by spreadsheets and imports: {told}."
        )

    def write(self, path: Path) -> None:
        """The whole file."""
        head = [
            "# Errors planted in this made-up province",
            "",
            f"{self.people} registered people, seed {self.seed}. Nobody here exists. `<sector>.truth.parquet` says for "
            "each record which registered person it means (`personal_id`, empty: nobody in the registry), which errors "
            "it got, which desk it passed, and with `--raw` its row in the raw file.",
            "",
            f"Errors are correlated. Every record passes one of the {DESKS_A_COMMUNE} desks of its commune; desks with "
            f"about {DIRTY_SHARE:.0%} of the records are dirty and make each error {DIRTY_FACTOR:g} times as often as "
            f"the others (all but {', '.join(sorted(OF_THE_LIST))}, which are not a desk's). Some errors also depend "
            "on the person, as the last column says. The rates asked for are means over all records of the list; where "
            "too few records can have the error, fewer are planted. Two errors of one kind (number, name, date) rarely "
            "meet in one record (so the most frequent ones push each other aside at dirty desks), errors of different "
            "kinds meet freely.",
            "",
            "| error | meaning | more often, or only |",
            "|---|---|---|",
            *(f"| {name} | {MEANINGS[name]} | {more_often(name)} |" for name in errors()),
        ]
        path.write_text("\n".join(head) + "\n\n" + "\n\n".join(self.sections) + "\n", encoding="utf-8")
