"""Read, check and load files: everything of a file, or nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from django.db import IntegrityError, transaction

from banme.errors import Findings, InputError
from banme.progress import Progress
from banme.workspace.exchange.checking import Check, CheckedTable, check_tables
from banme.workspace.exchange.formats import open_tables
from banme.workspace.exchange.offenders import Fault, Offenders, Place, Words
from banme.workspace.exchange.saving import Change, TableReport, save_tables


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did.

    Attributes
    ----------
    tables : dict of str to TableReport
        Rows inserted, updated, unchanged and deleted, by table in load order.
    passed_over : tuple of str
        Result tables found in the file; runs fill them, files do not.
    notes : tuple of str
        What was changed on the way in, e.g. a transformation of coordinates.
    elapsed_s : float
        Seconds from opening the file to the end of the transaction.

    """

    tables: dict[str, TableReport] = field(default_factory=dict)
    passed_over: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    elapsed_s: float = 0.0

    @property
    def rows(self) -> int:
        """Rows of the file, all tables."""
        return sum(report.rows for report in self.tables.values())


def read(path: Path | str) -> dict[str, pd.DataFrame]:
    """Return a file's tables as they stand there, unchecked.

    Returns
    -------
    dict of str to DataFrame
        Object columns of text, shapely geometry or None, by table; the index is the row number in the file.

    Raises
    ------
    InputError
        When the file itself cannot be read (not a spreadsheet, wrong encoding, formulas, merged cells …).

    """
    offenders = Offenders()
    found = {table.name: table.frame() for table in open_tables(Path(path), offenders, [])}
    offenders.findings().raise_if_any()
    return found


def validate(path: Path | str, *, replace: bool = False) -> Findings:
    """Return every offender of a file against the models and the workspace; nothing is written.

    At most :data:`~banme.workspace.exchange.offenders.LISTED` offenders of one rule in one column are listed; one more
    line then states the full count.
    """
    return _checked(Path(path), replace=replace, progress=Progress())[0].offenders.findings()


def load(
    path: Path | str,
    *,
    reason: str = "",
    replace: bool = False,
    progress: Progress | None = None,
    user: Any = None,
) -> LoadReport:
    """Load a folder of CSV, a CSV, XLSX, GeoPackage or GeoJSON file into the workspace: all of it or nothing.

    Rows are known by their code: a new code is inserted, a known one updated where it differs. A column that the file
    leaves out keeps its stored values; an empty cell empties the stored one.

    Parameters
    ----------
    path : path
        The file or folder.
    reason : str
        Why, kept in the change log of every row inserted, updated or deleted.
    replace : bool
        Make each table of the file exactly what the file holds: rows with other codes are deleted, columns left out
        are emptied. Tables that the file does not have stay as they are.
    progress : Progress, optional
        Told of the stages ``read``, ``check`` and ``save``. A listener that raises :class:`~banme.progress.Stop` ends
        the load with nothing saved.
    user : user, optional
        Who; by default the user of the web request under way, if any.

    Raises
    ------
    InputError
        With every offender; nothing has been saved.

    """
    started = time.monotonic()
    told = progress or Progress()
    check, tables, passed_over = _checked(Path(path), replace=replace, progress=told)
    check.offenders.findings().raise_if_any()
    try:
        with transaction.atomic():
            reports = save_tables(tables, Change(reason, user, replace), told)
    except IntegrityError as error:
        raise InputError([_conflict(error)]) from error
    told.tell("save", 1.0)
    return LoadReport(reports, tuple(passed_over), tuple(check.notes), time.monotonic() - started)


def _checked(path: Path, *, replace: bool, progress: Progress) -> tuple[Check, list[CheckedTable], list[str]]:
    check = Check(Offenders(), replace=replace, progress=progress)
    progress.tell("read", 0.0, message=path.name)
    raw = open_tables(path, check.offenders, check.notes)
    tables, passed_over = check_tables(raw, check)
    progress.tell("check", 1.0)
    return check, tables, passed_over


def _conflict(error: IntegrityError) -> Any:
    offenders = Offenders()
    words = Words(
        "Vùng làm việc đã thay đổi trong lúc nạp hoặc ràng buộc của cơ sở dữ liệu bị vi phạm; chưa lưu gì: nạp lại",
        "The workspace changed meanwhile or a constraint of the database is broken; nothing was saved: load again",
    )
    offenders.note(Fault("conflict", words), Place(), error)
    return offenders.problems[0]
