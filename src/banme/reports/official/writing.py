"""Official papers written as the file whose ending says how."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from banme.errors import InputError, Problem
from banme.reports.official import material, minutes, papers, pdf, word
from banme.reports.official.layout import Paper

KINDS = ("plan", "progress", "submission", "minutes")
"""What can be written: of a plan, and the minutes of a Council."""
ENDINGS = (".docx", ".pdf")


def write(kind: str, code: str, target: Path, day: dt.date, agency: str | None = None) -> None:
    """Write a paper.

    Parameters
    ----------
    kind : str
        One of :data:`KINDS`.
    code : str
        Of the plan, or of the Council for minutes.
    target : Path
        Ends in ``.docx`` or ``.pdf``.
    day : date
        The day of the paper.
    agency : str, optional
        Code of the agency whose paper it is; the one that leads most tasks when left out.

    Raises
    ------
    InputError
        For an unknown kind, ending, plan, Council or agency.

    """
    if target.suffix.lower() not in ENDINGS or kind not in KINDS:
        raise InputError(
            [
                Problem(
                    rule="report-kind",
                    value=f"{kind} {target.suffix}",
                    vi=f"Loại phải là {', '.join(KINDS)}; tên tệp kết thúc bằng .docx hoặc .pdf",
                    en=f"The kind must be {', '.join(KINDS)}; the file name must end in .docx or .pdf",
                )
            ]
        )
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
