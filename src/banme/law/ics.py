"""Deadlines as an iCalendar file (RFC 5545): whole-day events, the same bytes for the same deadlines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LINE_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Event:
    """A whole-day event: a lasting identifier, its day, a title and a description."""

    uid: str
    day: date
    title: str
    description: str = ""


def calendar_text(events: Iterable[Event], stamp: datetime, name: str) -> str:
    """Return an iCalendar file.

    Parameters
    ----------
    events : iterable of Event
        In the order in which they are to stand.
    stamp : datetime
        When the calendar was made, with its time zone.
    name : str
        Name that calendar programs show.

    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ban Me//law//VI", f"X-WR-CALNAME:{_escaped(name)}"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(event.title)}",
        ]
        if event.description:
            lines.append(f"DESCRIPTION:{_escaped(event.description)}")
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """End a line with CRLF, and break it so that no piece has more than 75 octets."""
    pieces: list[str] = []
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > _LINE_OCTETS - (1 if pieces else 0):
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece]) + "\r\n"
