"""Sealed ballots: a hash is handed in first, the ballot and its nonce are shown at the opening."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from banme.errors import InputError, Problem, RuleError

FORMAT = "banme.ballot.1"
NONCE = re.compile(r"[0-9a-f]{64}")
"""256 random bits: without them, the few possible ballots could all be tried against the hash."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A member's points.

    Attributes
    ----------
    council, member : str
        Codes.
    points : dict of str to dict of str to Decimal
        Points by applicant, then by sub-criterion.

    """

    council: str
    member: str
    points: Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Seal:
    """What is kept until the opening: the member, the hash of ballot and nonce, and when it was handed in."""

    member: str
    digest: str
    sealed_at: datetime


def canonical(ballot: Ballot) -> bytes:
    """Return a ballot as bytes: the same for the same points, however they were written (4, 4.0, 4.00)."""
    points = {
        applicant: {sub: f"{value.normalize():f}" for sub, value in sorted(given.items())}
        for applicant, given in sorted(ballot.points.items())
    }
    content = {"format": FORMAT, "council": ballot.council, "member": ballot.member, "points": points}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(ballot: Ballot, nonce: str) -> str:
    """Return the SHA-256 of nonce and ballot, as hexadecimal digits.

    Raises
    ------
    InputError
        When the nonce is not 64 lower-case hexadecimal digits.

    """
    if not NONCE.fullmatch(nonce):
        raise InputError(
            [
                Problem(
                    rule="ballot-nonce",
                    row=ballot.member,
                    vi="Số bí mật của phiếu gồm 64 chữ số thập lục phân: dùng đúng tệp phiếu đã nhận khi niêm phong",
                    en="The ballot's nonce has 64 hexadecimal digits: use the ballot file given when it was sealed",
                )
            ]
        )
    return hashlib.sha256(nonce.encode() + b"\n" + canonical(ballot)).hexdigest()


def seal(ballot: Ballot, nonce: str, sealed_at: datetime) -> Seal:
    """Return the seal of a ballot; the nonce stays with the member until the opening."""
    return Seal(ballot.member, digest(ballot, nonce), sealed_at)


def open_ballot(sealed: Seal, ballot: Ballot, nonce: str) -> Ballot:
    """Return the ballot if it is the one that was sealed.

    Raises
    ------
    RuleError
        When ballot and nonce do not give the hash that was handed in.

    """
    if ballot.member != sealed.member or digest(ballot, nonce) != sealed.digest:
        raise RuleError(
            f"Phiếu của {sealed.member} không khớp bản niêm phong: không được sửa sau khi nộp / "
            f"the ballot of {sealed.member} is not the one that was sealed"
        )
    return ballot
