"""The minutes of an investor Council as an official paper: the record's own words in the layout of the decree."""

from __future__ import annotations

import re

from banme.reports.official.layout import Block, Heading, Level, Paper, Signer, Text
from banme.studies import council

KIND = "BIÊN BẢN"
_PART = re.compile(r"^[IVX]+\. ")
_MADE_UP = "SỐ LIỆU MINH HO"
_HEADS = 2
"""Lines that follow the type's name: what the minutes are about, then the body."""


def minutes_paper(code: str) -> Paper:
    """Return a Council's minutes as a paper.

    Raises
    ------
    InputError
        When there is no such Council, or its record is not complete.

    """
    held = council.hold(code)
    lines = [line.rstrip() for line in council.minutes(code).splitlines() if line.strip()]
    start = lines.index(KIND)
    body = lines[start + _HEADS :]
    people = {member.role: member.name for member in held.members}
    return Paper(
        superior="",
        issuer="HỘI ĐỒNG ĐÁNH GIÁ, LỰA CHỌN CHỦ ĐẦU TƯ",
        sign="BB-HĐ",
        place="……",
        day=None if held.row.ended_at is None else held.row.ended_at.date(),
        kind=KIND,
        abstract=lines[start + 1],
        blocks=tuple(_block(line) for line in body),
        signers=(
            Signer("", "THƯ KÝ", people.get("secretary", "")),
            Signer("", "CHỦ TỊCH HỘI ĐỒNG", people.get("chair", "")),
        ),
        notice=lines[0] if lines[0].startswith(_MADE_UP) else "",
    )


def _block(line: str) -> Block:
    if _PART.match(line):
        return Heading(Level.PART, line)
    return Text(line.strip().removeprefix("- "), bullet=line.startswith("- "), italic=line.startswith("  "))
