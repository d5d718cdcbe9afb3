"""The national days and ordinary office hours that ship with the platform (``data/*.csv``), and reading such files."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from dean06.kernel.common.calendar.rules import CalendarRow, Certainty, DayKind, SessionRow
from dean06.kernel.common.errors import DomainError

__all__ = ["CalendarFileError", "ShippedSession", "read_days", "read_sessions", "shipped_days", "shipped_sessions"]

DATA = Path(__file__).parent / "data"


class CalendarFileError(DomainError):
    """A calendar file has a line that cannot be read."""

    code = "CALENDAR_FILE_ERROR"
    message = "Tệp lịch làm việc có dòng không đọc được."
    status = 422


@dataclass(frozen=True, slots=True)
class ShippedSession:
    """Office hours with where they come from."""

    session: SessionRow
    source: str
    certainty: Certainty


def _lines(path: Path, columns: Iterable[str]) -> Iterable[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = set(columns) - set(reader.fieldnames or ())
        if missing:
            raise CalendarFileError(f"Tệp {path.name} thiếu cột: {', '.join(sorted(missing))}.")
        for row in reader:
            yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if key}


def read_days(path: Path) -> list[CalendarRow]:
    """Rows of a CSV with the columns date, kind, name, source, certainty. CalendarFileError names the bad line."""
    rows: dict[date, CalendarRow] = {}
    for line, cells in _lines(path, ("date", "kind", "name", "source", "certainty")):
        try:
            row = CalendarRow(
                date.fromisoformat(cells["date"]),
                DayKind(cells["kind"]),
                cells["name"],
                cells["source"],
                Certainty(cells["certainty"]),
            )
        except ValueError as error:
            raise CalendarFileError(f"Tệp {path.name}, dòng {line}: ngày, loại ngày hoặc độ tin cậy sai.") from error
        if row.date in rows:
            raise CalendarFileError(f"Tệp {path.name}, dòng {line}: ngày {cells['date']} đã có ở dòng trước.")
        rows[row.date] = row
    return list(rows.values())


def read_sessions(path: Path) -> list[ShippedSession]:
    """Rows of a CSV with the columns weekday (1 = Monday), start, end, valid_from, valid_to, source, certainty."""
    sessions = []
    columns = ("weekday", "start", "end", "valid_from", "valid_to", "source", "certainty")
    for line, cells in _lines(path, columns):
        try:
            session = SessionRow(
                int(cells["weekday"]) - 1,
                time.fromisoformat(cells["start"]),
                time.fromisoformat(cells["end"]),
                date.fromisoformat(cells["valid_from"]) if cells["valid_from"] else None,
                date.fromisoformat(cells["valid_to"]) if cells["valid_to"] else None,
            )
            sessions.append(ShippedSession(session, cells["source"], Certainty(cells["certainty"])))
        except ValueError as error:
            raise CalendarFileError(f"Tệp {path.name}, dòng {line}: thứ, giờ hoặc ngày hiệu lực sai.") from error
    return sessions


def shipped_days() -> list[CalendarRow]:
    """The days that ship with the platform."""
    return read_days(DATA / "calendar_days.csv")


def shipped_sessions() -> list[ShippedSession]:
    """The office hours that ship with the platform."""
    return read_sessions(DATA / "office_sessions.csv")
