"""Minutes of an investor Council as text or DOCX, regenerated from the record: the same bytes every time."""

from __future__ import annotations

from pathlib import Path

from banme.errors import InputError, Problem
from banme.reports import paper
from banme.studies import council

KINDS = (".txt", ".docx")


def write(code: str, target: Path) -> None:
    """Write the minutes of a Council.

    Raises
    ------
    InputError
        For an ending that is neither .txt nor .docx, or when the record is not complete.

    """
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise InputError(
            [
                Problem(
                    rule="report-kind",
                    value=kind,
                    vi="Tên tệp phải kết thúc bằng .txt hoặc .docx",
                    en="The file name must end in .txt or .docx",
                )
            ]
        )
    text = council.minutes(code)
    if kind == ".txt":
        target.write_text(text, encoding="utf-8", newline="")
    else:
        _as_paper(text, target)


def _as_paper(text: str, target: Path) -> None:
    document = paper.paper()
    heads = 0
    for words in text.splitlines():
        if not words:
            continue
        centred = heads < 5 and (words.isupper() or (heads > 0 and not words.startswith("Thời gian")))  # noqa: PLR2004
        heads += centred
        bold = centred or words.isupper() or words[:2] in {"I.", "II", "IV"}
        paper.line(document, words, bold=bold, centred=centred, indent=not centred and not words.startswith(("-", " ")))
    paper.save(document, target)
