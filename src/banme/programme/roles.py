"""Who does what: agencies over time, responsibility matrix, workload, tasks without a lead or with two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from banme.errors import Findings, Problem


class Part(StrEnum):
    """An agency's part in a task."""

    LEAD = "lead"
    COORDINATES = "coordinates"
    CONSULTED = "consulted"
    INFORMED = "informed"


RANK = {part: rank for rank, part in enumerate(Part)}


@dataclass(frozen=True, slots=True)
class Body:
    """An agency over the days it exists; ``successor`` takes its duties over the day after ``valid_to``."""

    code: str
    valid_from: date
    valid_to: date | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """An agency's part in a task over some days; ``assumed`` when no text names it."""

    code: str
    task: str
    agency: str
    part: Part
    valid_from: date
    valid_to: date | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a duty on a day: ``given`` is the agency named, ``agency`` the one that acts for it by then."""

    task: str
    agency: str
    part: Part
    given: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """All duties held on a day.

    Attributes
    ----------
    day : date
    holders : tuple of Holder
        By task, then by part; an agency that holds two parts in a task by succession keeps the higher.
    orphaned : tuple of Duty
        Duties whose agency has ended without a successor.
    without_lead : tuple of str
        Tasks nobody leads.
    double_lead : tuple of (task, agencies)
        Tasks more than one agency leads.

    """

    day: date
    holders: tuple[Holder, ...]
    orphaned: tuple[Duty, ...]
    without_lead: tuple[str, ...]
    double_lead: tuple[tuple[str, tuple[str, ...]], ...]

    def matrix(self) -> dict[str, dict[str, Holder]]:
        """Return the responsibility matrix: holder by task and agency."""
        found: dict[str, dict[str, Holder]] = {}
        for holder in self.holders:
            found.setdefault(holder.task, {})[holder.agency] = holder
        return found

    def lead(self, task: str) -> Holder | None:
        """Return the one that leads a task, None when nobody does (the first of several)."""
        return next((one for one in self.holders if one.task == task and one.part is Part.LEAD), None)


def check(bodies: Sequence[Body], duties: Sequence[Duty], tasks: Sequence[str]) -> Findings:
    """Return every unknown agency or task, second lead, succession in a circle, and end before its beginning."""
    findings = Findings()
    known, planned = {body.code: body for body in bodies}, set(tasks)
    for body in bodies:
        _check_body(body, known, findings)
    for duty in duties:
        if duty.agency not in known:
            findings.add(
                _problem(
                    "unknown-agency",
                    (duty.code, "agency_code", duty.agency),
                    ("Không có cơ quan này: sửa mã hoặc thêm vào bảng agency", "No such agency: correct it or add it"),
                )
            )
        if duty.task not in planned:
            findings.add(
                _problem("unknown-task", (duty.code, "task_code", duty.task), ("Không có nhiệm vụ này", "No such task"))
            )
        if duty.valid_to is not None and duty.valid_to < duty.valid_from:
            words = ("Kết thúc trước khi bắt đầu: sửa ngày", "It ends before it begins: correct the days")
            findings.add(_problem("end-before-start", (duty.code, "valid_to", str(duty.valid_to)), words))
    _check_leads(duties, findings)
    return findings


def acting(agency: str, day: date, bodies: Mapping[str, Body]) -> str | None:
    """Return the agency that acts for another on a day, along its successors; None where the line breaks."""
    seen: set[str] = set()
    code: str | None = agency
    while code is not None and code in bodies and code not in seen:
        seen.add(code)
        body = bodies[code]
        if body.valid_to is None or day <= body.valid_to:
            return code
        code = body.successor
    return None


def roster(bodies: Sequence[Body], duties: Sequence[Duty], tasks: Sequence[str], day: date) -> Roster:
    """Return who holds which duty on a day."""
    known = {body.code: body for body in bodies}
    best: dict[tuple[str, str], Holder] = {}
    orphaned = []
    for duty in duties:
        if duty.valid_from > day or (duty.valid_to is not None and duty.valid_to < day):
            continue
        agency = acting(duty.agency, day, known)
        if agency is None:
            orphaned.append(duty)
            continue
        holder = Holder(duty.task, agency, duty.part, duty.agency, duty.assumed)
        kept = best.get((duty.task, agency))
        if kept is None or RANK[holder.part] < RANK[kept.part]:
            best[duty.task, agency] = holder
    holders = tuple(sorted(best.values(), key=lambda one: (one.task, RANK[one.part], one.agency)))
    leads: dict[str, list[str]] = {task: [] for task in tasks}
    for holder in holders:
        if holder.part is Part.LEAD:
            leads.setdefault(holder.task, []).append(holder.agency)
    return Roster(
        day,
        holders,
        tuple(orphaned),
        tuple(task for task, found in leads.items() if not found),
        tuple((task, tuple(found)) for task, found in leads.items() if len(found) > 1),
    )


def workload(roster_: Roster, days_left: Mapping[str, int]) -> dict[str, dict[Part, tuple[int, int]]]:
    """Return, by agency and part, the number of tasks still open and the days of work left in them.

    ``days_left`` gives the days left of each open task; tasks not in it are finished and do not count.
    """
    found: dict[str, dict[Part, tuple[int, int]]] = {}
    for holder in roster_.holders:
        if holder.task not in days_left:
            continue
        mine = found.setdefault(holder.agency, {})
        count, days = mine.get(holder.part, (0, 0))
        mine[holder.part] = (count + 1, days + days_left[holder.task])
    return found


def _check_body(body: Body, known: Mapping[str, Body], findings: Findings) -> None:
    if body.successor is not None and body.successor not in known:
        words = ("Không có cơ quan kế thừa này", "No such successor")
        findings.add(_problem("unknown-agency", (body.code, "successor_code", body.successor), words, "agency"))
    code, seen = body.successor, [body.code]
    while code is not None and code in known:
        if code in seen:
            line = " → ".join([*seen, code])
            if code == body.code and body.code == min(seen):
                words = (f"Kế thừa thành vòng: {line}; bỏ một", f"Succession in a circle: {line}; remove one")
                findings.add(_problem("circular-succession", (body.code, "successor_code", line), words, "agency"))
            return
        seen.append(code)
        code = known[code].successor


def _check_leads(duties: Sequence[Duty], findings: Findings) -> None:
    leads: dict[str, list[Duty]] = {}
    for duty in sorted(duties, key=lambda each: (each.valid_from, each.code)):
        if duty.part is Part.LEAD:
            leads.setdefault(duty.task, []).append(duty)
    for held in leads.values():
        longest = held[0]
        for duty in held[1:]:
            if longest.valid_to is None or duty.valid_from <= longest.valid_to:
                words = (
                    f"Nhiệm vụ đã có cơ quan chủ trì {longest.agency} (dòng {longest.code}): chỉ giữ một",
                    f"Agency {longest.agency} leads the task already (row {longest.code}): keep one",
                )
                findings.add(_problem("two-leads", (duty.code, "role", duty.agency), words))
            if longest.valid_to is not None and (duty.valid_to is None or duty.valid_to > longest.valid_to):
                longest = duty


def _problem(rule: str, where: tuple[str, str, str], words: tuple[str, str], table: str = "task_role") -> Problem:
    row, column, value = where
    return Problem(rule, *words, table, row, column, value)
