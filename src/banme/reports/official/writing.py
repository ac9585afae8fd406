"""Official papers written as the file whose ending says how."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from banme.errors import InputError, Problem
from banme.reports.official import book, material, minutes, papers, pdf, public, word
from banme.reports.official.layout import Paper

_OFFICIAL = (".docx", ".pdf")
ENDINGS = {
    "plan": _OFFICIAL,
    "progress": _OFFICIAL,
    "submission": _OFFICIAL,
    "minutes": _OFFICIAL,
    "public": (".html", ".pdf"),
    "workbook": (".xlsx",),
}
"""What can be written of a plan (and the minutes of a Council), and as what."""


def write(kind: str, code: str, target: Path, day: dt.date, agency: str | None = None) -> None:
    """Write a paper.

    Parameters
    ----------
    kind : str
        One of :data:`ENDINGS`.
    code : str
        Of the plan, or of the Council for minutes.
    target : Path
        Its ending is one of those of the kind.
    day : date
        The day of the paper.
    agency : str, optional
        Code of the agency whose paper it is; the one that leads most tasks when left out.

    Raises
    ------
    InputError
        For an unknown kind, ending, plan, Council or agency.

    """
    if target.suffix.lower() not in ENDINGS.get(kind, ()):
        known = "; ".join(f"{name} {' '.join(endings)}" for name, endings in ENDINGS.items())
        raise InputError(
            [
                Problem(
                    rule="report-kind",
                    value=f"{kind} {target.suffix}",
                    vi=f"Chọn loại và đuôi tệp trong: {known}",
                    en=f"Choose the kind and the file's ending among: {known}",
                )
            ]
        )
    if kind == "public":
        public.write(code, target, day)
        return
    if kind == "workbook":
        book.write(code, target, day)
        return
    made = paper(kind, code, day, agency)
    (pdf if target.suffix.lower() == ".pdf" else word).write(made, target)


def paper(kind: str, code: str, day: dt.date, agency: str | None = None) -> Paper:
    """Return a paper before it is written."""
    if kind == "minutes":
        return minutes.minutes_paper(code)
    read = material.read(code, day)
    if kind == "plan":
        return papers.plan_paper(read)
    return (papers.progress_paper if kind == "progress" else papers.submission_paper)(read, agency)
