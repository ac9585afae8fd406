"""A plan on a day: tree, schedule beside its baseline, value, roles, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from banme.programme.calendar import Days
from banme.programme.forecast import forecast
from banme.programme.network import network
from banme.programme.roles import Roster, roster
from banme.programme.slippage import Step, slippage
from banme.programme.tree import Gaps, Node, State, gaps, grow, share_of_whole
from banme.programme.value import Priced, Value, curve, months, value_on
from banme.studies.programme import reading
from banme.workspace.models import Plan, Task
from banme.workspace.models.base import UNFOUNDED

if TYPE_CHECKING:
    import datetime as dt

    from banme.programme.schedule import Timing

MONEY, WEIGHT = "vnd", "weight"


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """A plan as it stands on a day.

    Attributes
    ----------
    plan : Plan
    day : date
    tasks : dict of str to Task
    nodes : tuple of Node
        Objectives and tasks in reading order, with progress, days and state.
    timing : Timing or None
        Days as forecast; as planned where nothing was reported; None when no task can be scheduled.
    reported : bool
        Whether there is any report of progress by the day.
    baseline_name : str
        Empty when there is no baseline.
    baseline : dict of str to (first day, last day)
    roster : Roster
    gaps : Gaps
    without_duration : tuple of str
        Tasks that cannot be scheduled.
    assumed : int
        Tasks whose figures nothing stands behind.

    """

    plan: Plan
    day: dt.date
    tasks: dict[str, Task]
    nodes: tuple[Node, ...]
    timing: Timing | None
    reported: bool
    baseline_name: str
    baseline: dict[str, tuple[dt.date, dt.date]]
    roster: Roster
    gaps: Gaps
    without_duration: tuple[str, ...]
    assumed: int

    @property
    def critical(self) -> frozenset[str]:
        """Codes of the critical tasks."""
        return frozenset(self.timing.critical if self.timing is not None else ())

    def days(self, code: str) -> tuple[dt.date, dt.date] | None:
        """Return first and last day of a task as forecast."""
        if self.timing is None or code not in self.timing.network.position:
            return None
        at = self.timing.at(code)
        return self.timing.start[at], self.timing.finish[at]

    def slack(self, code: str) -> int | None:
        """Return a task's total float in days of its calendar."""
        if self.timing is None or code not in self.timing.network.position:
            return None
        return self.timing.total_float[self.timing.at(code)]

    def slip_days(self, code: str) -> int | None:
        """Return the calendar days by which a task ends after its baseline (negative: before)."""
        mine, agreed = self.days(code), self.baseline.get(code)
        return None if mine is None or agreed is None else (mine[1] - agreed[1]).days

    def why_late(self, code: str) -> tuple[Step, ...]:
        """Return the chain that makes a task late."""
        if self.timing is None or code not in self.timing.network.position:
            return ()
        return slippage(code, self.timing, {task: days[1] for task, days in self.baseline.items()})


def board(plan_code: str, day: dt.date, baseline_name: str = "") -> Board:
    """Return a plan as it stands on a day.

    Raises
    ------
    InputError
        For an unknown plan, and for a network, tree or reports that cannot be; see :mod:`banme.programme`.

    """
    plan = reading.the_plan(plan_code)
    tasks = reading.tasks_of(plan)
    codes = {task.code for task in tasks}
    works, without_duration = reading.works(tasks)
    scheduled = {work.code for work in works}
    happened = {code: each for code, each in reading.actuals(codes, day).items() if code in scheduled}
    timing = None
    if works:
        timing = forecast(
            network(works, reading.links(codes)),
            reading.holidays(),
            starts_on=plan.starts_on,
            actuals=happened,
            reckoned_on=day if happened else None,
        )
    done = {code: each.done_pct for code, each in happened.items()}
    items = reading.items(plan, tasks, done)
    name, baseline = reading.baselines(codes, baseline_name)
    placed = items
    if timing is not None:
        days = {work.code: at for at, work in enumerate(timing.network.works)}
        placed = [
            replace(item, start=timing.start[days[item.code]], finish=timing.finish[days[item.code]])
            if item.code in days
            else item
            for item in items
        ]
    return Board(
        plan=plan,
        day=day,
        tasks={task.code: task for task in tasks},
        nodes=grow(placed, day),
        timing=timing,
        reported=bool(happened),
        baseline_name=name,
        baseline=baseline,
        roster=roster(reading.bodies(), reading.duties(codes), [task.code for task in tasks], day),
        gaps=gaps(items),
        without_duration=without_duration,
        assumed=sum(task.quality in UNFOUNDED for task in tasks),
    )


@dataclass(frozen=True, slots=True)
class Money:
    """Value today and by month, in ``vnd`` or in ``weight`` (shares of the plan, 100 in all)."""

    unit: str
    today: Value
    curve: tuple[Value, ...]


def value(found: Board, unit: str = "") -> Money:
    """Return planned, earned and actual value of a board's plan.

    ``unit`` is ``vnd`` or ``weight``; empty: money if any task has a budget, else weight. Money spent is set against
    money only.
    """
    parts = [node.item.code for node in found.nodes if node.item.kind == "task" and not node.parts]
    budgets = reading.budgets(set(parts))
    unit = unit or (MONEY if budgets else WEIGHT)
    shares = share_of_whole([node.item for node in found.nodes])
    told = reading.reports(set(parts))
    priced = []
    for code in parts:
        rows = told.get(code, ())
        worth = budgets.get(code) if unit == MONEY else 100.0 * shares[code]
        if unit == WEIGHT:
            rows = tuple(replace(row, spent=None) for row in rows)
        priced.append(Priced(code, worth, found.baseline.get(code), Days(found.tasks[code].work_days), rows))
    if found.timing is None:
        return Money(unit, Value(found.day, 0.0, 0.0, 0.0, None, 0.0, tuple(parts), ()), ())
    first = min([days[0] for days in found.baseline.values()], default=found.plan.starts_on)
    last = max([days[1] for days in found.baseline.values()], default=found.plan.ends_on)
    span = found.timing.calendars
    points = curve(priced, span, months(first, max(last, found.plan.ends_on)))
    return Money(unit, value_on(priced, span, found.day), points)


def late(found: Board) -> tuple[Node, ...]:
    """Return the tasks that are late, parts only."""
    return tuple(
        node for node in found.nodes if node.item.kind == "task" and not node.parts and node.state is State.LATE
    )
