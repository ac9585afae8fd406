"""An agency's page: what it leads and helps with, what is due or late, and whom it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banme.errors import InputError, Problem
from banme.programme.roles import Part, acting, workload
from banme.programme.tree import State
from banme.studies.programme import reading
from banme.studies.programme.board import Board, board
from banme.workspace.models import Agency, Plan, Task

if TYPE_CHECKING:
    import datetime as dt

    from banme.programme.roles import Holder
    from banme.programme.tree import Node

SOON_DAYS = 60


@dataclass(frozen=True, slots=True)
class Waits:
    """A task that another waits for, and who leads it (None: nobody does)."""

    code: str
    name: str
    lead: str | None
    lead_name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Duty:
    """A task of an agency on a day: its part, where it stands, what it waits for."""

    task: Task
    plan: Plan
    holder: Holder
    node: Node
    start: dt.date | None
    finish: dt.date | None
    slip_days: int | None
    critical: bool
    waits: tuple[Waits, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AgencyPage:
    """An agency on a day.

    Attributes
    ----------
    agency : Agency
    acting : str or None
        The agency that holds its duties on the day, itself or a successor; None where the line breaks.
    late, soon, going, later, done : tuple of Duty
        Its tasks without parts: late or not reported; starting or due within 60 days; under way; later; done.
    load : dict of Part to (tasks, days)
        Open tasks and their days of work left.

    """

    agency: Agency
    day: dt.date
    acting: str | None
    late: tuple[Duty, ...]
    soon: tuple[Duty, ...]
    going: tuple[Duty, ...]
    later: tuple[Duty, ...]
    done: tuple[Duty, ...]
    load: dict[Part, tuple[int, int]]


def agency_page(code: str, day: dt.date) -> AgencyPage:
    """Return an agency's page over all plans that have tasks.

    Raises
    ------
    InputError
        When there is no such agency; the message lists those there are.

    """
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        have = ", ".join(Agency.objects.values_list("code", flat=True)) or "–"
        words = (f"Không có cơ quan này; có: {have}", f"No such agency; there are: {have}")
        raise InputError([Problem("unknown-agency", *words, "agency", code)])
    groups: dict[str, list[Duty]] = {name: [] for name in ("late", "soon", "going", "later", "done")}
    load: dict[Part, tuple[int, int]] = {}
    for plan in Plan.objects.filter(code__in=Task.objects.values("plan_id")):
        found = board(plan.code, day)
        for duty in _duties(found, code):
            groups[_group(duty, day)].append(duty)
        for part, (count, days) in workload(found.roster, days_left(found)).get(code, {}).items():
            before = load.get(part, (0, 0))
            load[part] = (before[0] + count, before[1] + days)
    ordered = {
        name: tuple(sorted(rows, key=lambda duty: (str(duty.finish or ""), duty.task.code)))
        for name, rows in groups.items()
    }
    held_by = acting(code, day, {body.code: body for body in reading.bodies()})
    return AgencyPage(agency, day, held_by, **ordered, load=load)


def days_left(found: Board) -> dict[str, int]:
    """Return the days of work left of each open task without parts; tasks without a duration count no days."""
    return {
        node.item.code: round((found.tasks[node.item.code].duration_days or 0) * (1 - node.done_pct / 100))
        for node in found.nodes
        if node.item.kind == "task" and not node.parts and node.state is not State.DONE
    }


def waits_for(found: Board, code: str) -> tuple[Waits, ...]:
    """Return the unfinished tasks that a task waits for, each with its lead."""
    if found.timing is None or code not in found.timing.network.position:
        return ()
    state = {node.item.code: node.state for node in found.nodes}
    net = found.timing.network
    others = [net.works[at].code for at, _, _ in net.into[net.position[code]]]
    names = {row.code: str(row) for row in Agency.objects.all()}
    waiting = []
    for other in others:
        if state[other] is not State.DONE:
            lead = found.roster.lead(other)
            held_by = None if lead is None else lead.agency
            waiting.append(Waits(other, str(found.tasks[other]), held_by, names.get(held_by or "", "")))
    return tuple(waiting)


def _duties(found: Board, code: str) -> list[Duty]:
    mine = {holder.task: holder for holder in found.roster.holders if holder.agency == code}
    rows = []
    for node in found.nodes:
        name = node.item.code
        if node.parts or name not in mine:
            continue
        days = found.days(name) or (None, None)
        rows.append(
            Duty(
                found.tasks[name],
                found.plan,
                mine[name],
                node,
                *days,
                found.slip_days(name),
                name in found.critical,
                waits_for(found, name),
            )
        )
    return rows


def _group(duty: Duty, day: dt.date) -> str:
    state = duty.node.state
    if state is State.DONE:
        return "done"
    if state in {State.LATE, State.UNREPORTED}:
        return "late"
    for moment in (duty.start, duty.finish):
        if moment is not None and 0 <= (moment - day).days <= SOON_DAYS:
            return "soon"
    return "going" if state is State.GOING else "later"
