"""The dispatcher's own rounds: read from a workbook or VROOM's JSON, laid along time, judged and costed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from banme import routing
from banme.checker import check_rounds
from banme.errors import Findings, InputError, Problem
from banme.routing import LOAD, UNLOAD, Plan, RoundsProblem, Unassigned, Visit, vroom

COLUMNS = {
    "shift": ("ca xe", "shift"),
    "position": ("thứ tự", "position"),
    "job": ("đơn", "job"),
    "action": ("việc", "action"),
}
ACTIONS = {"nhận": LOAD, "load": LOAD, "pickup": LOAD, "giao": UNLOAD, "unload": UNLOAD, "delivery": UNLOAD}


@dataclass(frozen=True, slots=True)
class Judged:
    """A dispatcher's rounds beside the optimised ones.

    Attributes
    ----------
    plan : Plan
        The rounds, laid along time as given.
    best : Plan
        The run's own.
    findings : tuple of Problem
        Every rule they break, by the separate checker.

    """

    plan: Plan
    best: Plan
    findings: tuple[Problem, ...]


def judge(problem: RoundsProblem, best: Plan, rounds: dict[str, tuple[Visit, ...]]) -> Judged:
    """Lay rounds as given on a week's trucks, and let the checker name what they break.

    Raises
    ------
    InputError
        Naming every shift and job that the week does not have.

    """
    shifts, jobs = problem.shift(), problem.job()
    lost = [_unknown("shift", code) for code in rounds if code not in shifts]
    lost += [_unknown("job", v.job) for visits in rounds.values() for v in visits if v.job not in jobs]
    if lost:
        raise InputError(lost)
    scheduler = routing.Scheduler(problem)
    laid = [scheduler.lay(shift.code, rounds[shift.code]).round for shift in problem.shifts if rounds.get(shift.code)]
    carried = {visit.job for visits in rounds.values() for visit in visits}
    vi, en = "Kế hoạch này không chở đơn này", "This plan does not carry the job"
    left = [
        Unassigned(job.code, Problem("not-planned", vi, en, "job", job.code))
        for job in problem.jobs
        if job.code not in carried
    ]
    plan = Plan(routing.rota(problem, tuple(laid)), tuple(left))
    found = Findings()
    check_rounds(json.loads(json.dumps(routing.to_document(problem, plan))), found)
    return Judged(plan, best, tuple(found))


def _unknown(table: str, code: str) -> Problem:
    vi, en = "Tuần này không có mã này", "The week has no such code"
    return Problem("unknown-reference", vi, en, table, code)


def read(path: Path) -> dict[str, tuple[Visit, ...]]:
    """Return the visits by shift from an XLSX workbook or a VROOM solution.

    A workbook's first sheet that has the columns (``Ca xe``/``Shift``, ``Thứ tự``/``Position``, ``Đơn``/``Job``,
    ``Việc``/``Action``) is read, as ``banme rounds`` writes it.

    Raises
    ------
    InputError
        When the file is neither, a column is missing, or a cell cannot be read; every such row is named.

    """
    if path.suffix.lower() == ".json":
        try:
            return vroom.read_solution(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise _refused("not-json", path, repr(error)) from error
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # the library raises a dozen kinds for a file that is no workbook
        raise _refused("not-a-workbook", path, repr(error)) from error
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        places = _places(next(rows, ()))
        if len(places) == len(COLUMNS):
            return _visits(rows, places)
    raise _refused("missing-column", path, ", ".join(names[0] for names in COLUMNS.values()))


def _refused(rule: str, path: Path, value: str) -> InputError:
    vi = "Cần tệp XLSX có các cột Ca xe, Thứ tự, Đơn, Việc, hoặc lời giải VROOM (JSON)"
    en = "An XLSX with the columns Shift, Position, Job, Action is needed, or a VROOM solution (JSON)"
    return InputError([Problem(rule, vi, en, path.name, value=value)])


def _places(header: tuple[Any, ...]) -> dict[str, int]:
    heads = [str(cell or "").strip().lower() for cell in header]
    return {name: heads.index(alias) for name, names in COLUMNS.items() for alias in names if alias in heads}


def _visits(rows: Iterator[tuple[Any, ...]], places: dict[str, int]) -> dict[str, tuple[Visit, ...]]:
    found = Findings()
    stops: dict[str, list[tuple[float, Visit]]] = {}
    for number, row in enumerate(rows, 2):
        cells = {name: row[at] if at < len(row) else None for name, at in places.items()}
        if all(cell is None for cell in cells.values()):
            continue
        action = ACTIONS.get(str(cells["action"] or "").strip().lower())
        if action is None or not cells["shift"] or not cells["job"] or not isinstance(cells["position"], int | float):
            vi = "Dòng cần ca xe, thứ tự (số), đơn, và việc là Nhận hoặc Giao"
            en = "A row needs a shift, a position (number), a job, and an action: Load or Unload"
            found.add(Problem("row-unreadable", vi, en, row=str(number), value=str(tuple(cells.values()))))
            continue
        visit = Visit(str(cells["job"]), action)
        stops.setdefault(str(cells["shift"]), []).append((float(cells["position"]), visit))
    found.raise_if_any()
    return {shift: tuple(visit for _, visit in sorted(each, key=lambda one: one[0])) for shift, each in stops.items()}
