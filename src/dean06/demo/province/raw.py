"""The file that a sector hands over: its own headings and code page, damage by spreadsheets, stray rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dean06.demo.province.chance import Array, Chance
from dean06.demo.province.raw_formats import Cell, misread, write_csv, write_dbf, write_xlsx
from dean06.demo.province.raw_looks import LOOKS, Look
from dean06.demo.province.sector_files import SectorFile

_SERIAL_START = dt.date(1899, 12, 30)
#: Share of the list that one careless import turned into misread text.
_MISREAD = 0.08
_AT_ONCE = 20_000
DAMAGES = ("ID_AS_NUMBER", "ID_SCIENTIFIC", "APOSTROPHE", "SPACES", "DATE_SERIAL", "DATE_LOCALE", "MISREAD")


@dataclass(frozen=True, slots=True)
class RawFile:
    """What was written: for each record its row in the file (1 is the first line, of dbf the first record), and the
    damage done to it (";"-joined names of ``DAMAGES``).
    """

    path: Path
    row_of_record: Array
    damage: list[str]


def write_raw(file: SectorFile, code: str, folder: Path, chance: Chance) -> RawFile:
    """Write ``folder/<sector>.<xlsx|csv|dbf>``."""
    look = LOOKS[code]
    return _Writer(look, chance.scoped(code)).write(file, folder / f"{code}.{look.format}")


class _Writer:
    """Writes one file; records pass through a part at a time, so that long lists need little memory."""

    def __init__(self, look: Look, chance: Chance) -> None:
        self._look = look
        self._rng = chance.stream("raw")

    def write(self, file: SectorFile, path: Path) -> RawFile:
        look = self._look
        made = RawFile(path, np.zeros(len(file), dtype=np.int64), [])
        rows = self._rows(file, made)
        path.parent.mkdir(parents=True, exist_ok=True)
        if look.format == "xlsx":
            write_xlsx(path, rows, heading_row=len(look.titles) + 1, encoding=look.encoding)
        elif look.format == "csv":
            encoding = "utf-8" if look.encoding == "mojibake" else look.encoding
            write_csv(path, rows, encoding=encoding, delimiter=look.delimiter)
        else:
            write_dbf(path, [heading for _, heading in look.columns], list(rows), encoding=look.encoding)
        return made

    def _rows(self, file: SectorFile, made: RawFile) -> Iterator[list[Cell]]:
        """All rows of the file; notes in ``made`` where each record stands and what was done to it."""
        look, count = self._look, len(file)
        damage, hopeless = self._damage(count), self._hopeless_places(count)
        row = 0
        if look.format != "dbf":
            for title in look.titles:
                row += 1
                yield [title]
            row += 1
            yield [heading for _, heading in look.columns]
        for place, record in enumerate(_records(file)):
            cells = self._cells(record, place + 1, damage, place)
            if place in hopeless:
                row += 1
                yield self._hopeless_row(hopeless[place], cells)
            row += 1
            made.row_of_record[place] = row
            made.damage.append(";".join(name for name in DAMAGES if damage[name][place]))
            yield cells
        if look.totals:
            yield ["Tổng cộng", None, count]

    def _damage(self, count: int) -> dict[str, Array]:
        look, sheet, rng = self._look, self._look.spreadsheet, self._rng
        uniform = rng.random((len(DAMAGES), count))
        number = uniform[0] < sheet.id_as_number
        shares = (0.0, sheet.scientific, sheet.apostrophe, sheet.spaces, sheet.date_serial, sheet.date_locale, 0.0)
        damage = {name: uniform[place] < shares[place] for place, name in enumerate(DAMAGES)}
        damage["ID_AS_NUMBER"] = number & ~damage["ID_SCIENTIFIC"] & ~damage["APOSTROPHE"]
        damage["APOSTROPHE"] &= ~damage["ID_SCIENTIFIC"]
        damage["DATE_LOCALE"] &= ~damage["DATE_SERIAL"]
        if look.encoding == "mojibake":
            start = int(rng.random() * count * (1 - _MISREAD))
            damage["MISREAD"][start : start + max(1, int(count * _MISREAD))] = True
        damage["real date"] = rng.random(count) < sheet.real_dates
        return damage

    # --- cells ---
    def _cells(self, record: dict[str, Any], number: int, damage: dict[str, Array], place: int) -> list[Cell]:
        return [self._cell(field, record, number, damage, place) for field, _ in self._look.columns]

    def _cell(self, field: str, record: dict[str, Any], number: int, damage: dict[str, Array], place: int) -> Cell:
        if field == "stt":
            return number
        if field == "id":
            return self._number(record["personal_id"] or record["passport_no"], damage, place)
        if field == "old_id":
            return record["old_id"]
        if field == "birth":
            return self._birth(record, damage, place)
        if field == "sex":
            return {"M": self._look.sexes[0], "F": self._look.sexes[1], None: None}[record["sex"]]
        if field.startswith("extra:"):
            return self._own(record[field.removeprefix("extra:")])
        name = {"name": "full_name", "unit": "unit_text", "father": "father_name", "mother": "mother_name"}
        text = record[name.get(field, field)]
        if text and damage["SPACES"][place] and field == "name":
            text = f" {text}" if place % 3 == 0 else f"{text}  "
        return misread(text) if text and damage["MISREAD"][place] else text

    def _number(self, text: str | None, damage: dict[str, Array], place: int) -> Cell:
        if not text or not text.isdigit():
            _undone(damage, place, "ID_AS_NUMBER", "ID_SCIENTIFIC", "APOSTROPHE")
            return text
        if damage["ID_SCIENTIFIC"][place]:
            return f"{float(text):.4E}".replace("E+0", "E+")
        if damage["ID_AS_NUMBER"][place]:
            return int(text)
        return f"'{text}" if damage["APOSTROPHE"][place] else text

    def _birth(self, record: dict[str, Any], damage: dict[str, Array], place: int) -> Cell:
        year, month, day = record["birth_year"], record["birth_month"], record["birth_day"]
        if not day:
            _undone(damage, place, "DATE_SERIAL", "DATE_LOCALE")
            return f"{month:02d}/{year}" if month else str(year)
        if damage["DATE_LOCALE"][place]:
            if day > 12 or day == month:
                _undone(damage, place, "DATE_LOCALE")
            else:
                month, day = day, month
        if damage["DATE_SERIAL"][place]:
            return (dt.date(year, month, day) - _SERIAL_START).days
        if self._look.format == "xlsx" and damage["real date"][place]:
            return dt.date(year, month, day)
        return self._look.date.format(year=year, month=month, day=day)

    def _own(self, value: Any) -> Cell:
        if isinstance(value, dt.date) and self._look.format != "xlsx":
            return self._look.date.format(year=value.year, month=value.month, day=value.day)
        return value

    # --- rows that are no records ---
    def _hopeless_places(self, count: int) -> dict[int, int]:
        if not count:
            return {}
        places = self._rng.integers(0, count, self._look.spreadsheet.hopeless).tolist()
        return {place: kind for kind, place in enumerate(places)}

    def _hopeless_row(self, kind: int, cells: list[Cell]) -> list[Cell]:
        """By turns: an empty row, a row pushed to the right with its end lost, a heading of a part of the list."""
        if kind % 3 == 0:
            return [None] * len(cells)
        if kind % 3 == 1:
            return [None, None, *cells[:-2]]
        return ["", "Danh sách bổ sung", *([None] * (len(cells) - 2))]


def _records(file: SectorFile) -> Iterator[dict[str, Any]]:
    for start in range(0, len(file), _AT_ONCE):
        yield from file.table(slice(start, min(start + _AT_ONCE, len(file)))).to_pylist()


def _undone(damage: dict[str, Array], place: int, *names: str) -> None:
    for name in names:
        damage[name][place] = False
