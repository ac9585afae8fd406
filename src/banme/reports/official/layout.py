"""The parts of an official paper, apart from how a file shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from enum import StrEnum

FIRST_TWO_DIGITS = 10
PADDED_MONTHS = 2
LONG_WORD = 22
END = "./."
COMMITTEE = "ỦY BAN NHÂN DÂN "
"""Days below 10 and the months 1 and 2 are written with a zero before them."""


class Level(StrEnum):
    """Ranks of heading."""

    PART = "part"
    """Roman number, capitals, bold."""
    SECTION = "section"
    """Arabic number, bold."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number in the text."""

    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``bullet`` begins it with a dash."""

    text: str
    bullet: bool = False
    italic: bool = False

    @property
    def ragged(self) -> bool:
        """Whether a word is so long that justified lines would gape."""
        return any(len(word) > LONG_WORD for word in self.text.split())


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes
    ----------
    head : tuple of str
        Names of the columns.
    rows : tuple of tuple of str
        Cells as text.
    widths : tuple of float
        Shares of the width of the text.
    right : frozenset of int
        Places of the columns set to the right, for figures.

    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()


Block = Heading | Text | Grid


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the authority line (``TM. …``), the post, and the name, empty when not told."""

    authority: str
    post: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper; the numbers are those of the position boxes of Annex I.

    Attributes
    ----------
    superior, issuer : str
        Box 2: the body above, empty for none, and the issuing body.
    sign : str
        Box 3 without the number, e.g. ``KH-UBND``; the number is given by the office when the paper is issued.
    place, day : str, date or None
        Box 4; a draft without a day leaves room for it.
    kind, abstract : str
        Box 5a: the type's name and what the paper is about.
    addressees : tuple of str
        Box 9a: whom the paper is addressed to, empty for none.
    bases : tuple of str
        What it rests on, one line each without the end mark.
    blocks : tuple of Block
        Box 6.
    signers : tuple of Signer
        Box 7; two for minutes.
    recipients : tuple of str
        Box 9b, without the end marks.
    notice : str
        A line above everything, for made-up data.

    """

    superior: str
    issuer: str
    sign: str
    place: str
    day: dt.date | None
    kind: str
    abstract: str
    blocks: tuple[Block, ...]
    signers: tuple[Signer, ...]
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    notice: str = ""
    number: str = field(default="")

    @property
    def issuer_lines(self) -> tuple[str, ...]:
        """Box 2, the issuing body; the name of a committee's area goes to a line of its own."""
        if self.issuer.startswith(COMMITTEE):
            return COMMITTEE.strip(), self.issuer.removeprefix(COMMITTEE)
        return (self.issuer,)

    @property
    def number_line(self) -> str:
        """Box 3 as it is written."""
        number = self.number.zfill(2) if self.number else "       "
        return f"Số: {number}/{self.sign}"

    @property
    def place_line(self) -> str:
        """Box 4 as it is written."""
        if self.day is None:
            return f"{self.place}, ngày      tháng      năm"
        day = f"{self.day.day:02d}" if self.day.day < FIRST_TWO_DIGITS else str(self.day.day)
        month = f"{self.day.month:02d}" if self.day.month <= PADDED_MONTHS else str(self.day.month)
        return f"{self.place}, ngày {day} tháng {month} năm {self.day.year}"

    @property
    def closed_blocks(self) -> tuple[Block, ...]:
        """The body with the mark of its end, where it ends in words; a table is followed by the mark."""
        last = self.blocks[-1]
        if not isinstance(last, Text):
            return self.blocks
        return (*self.blocks[:-1], replace(last, text=f"{last.text.rstrip('.')}{END}"))

    @property
    def base_lines(self) -> tuple[str, ...]:
        """Bases with their end marks: each ends with a semicolon, the last with a full stop."""
        return _ended(self.bases)

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """Recipients with their end marks."""
        return _ended(tuple(f"- {each}" for each in self.recipients))

    @property
    def addressee_lines(self) -> tuple[str, ...]:
        """Addressees with their end marks; a single one stands on the line of the word itself."""
        if len(self.addressees) < 2:  # noqa: PLR2004  (several)
            return self.addressees
        return _ended(tuple(f"- {each}" for each in self.addressees))


def _ended(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{line}{'.' if place == len(lines) - 1 else ';'}" for place, line in enumerate(lines))
