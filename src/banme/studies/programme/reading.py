"""The plan's tables as the engine takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from banme.errors import Findings, InputError, Problem
from banme.law import WorkingCalendar
from banme.programme.calendar import Days
from banme.programme.network import Actual, Link, Tie, Work
from banme.programme.roles import Body, Duty, Part, check
from banme.programme.tree import Item
from banme.programme.value import Report
from banme.workspace.frames import frame
from banme.workspace.models import (
    Agency,
    Objective,
    Plan,
    PublicHoliday,
    Task,
    TaskBaseline,
    TaskBudget,
    TaskDependency,
    TaskProgress,
    TaskRole,
)
from banme.workspace.models.base import UNFOUNDED

if TYPE_CHECKING:
    import datetime as dt


def the_plan(code: str) -> Plan:
    """Return the plan of that code; empty: the one with most tasks.

    Raises
    ------
    InputError
        When there is none; the message lists those there are.

    """
    plans = list(Plan.objects.all())
    if not code and plans:
        return max(plans, key=lambda plan: (Task.objects.filter(plan=plan).count(), plan.code))
    for plan in plans:
        if plan.code == code:
            return plan
    have = ", ".join(plan.code for plan in plans) or "–"
    raise InputError(
        [
            Problem(
                "unknown-plan", f"Không có kế hoạch này; có: {have}", f"No such plan; there are: {have}", "plan", code
            )
        ]
    )


def holidays() -> WorkingCalendar:
    """Return the working days of the workspace."""
    return WorkingCalendar.of(frame(PublicHoliday))


def tasks_of(plan: Plan) -> list[Task]:
    """Return a plan's tasks in order."""
    return list(Task.objects.filter(plan=plan).order_by("position", "code"))


def groups(tasks: list[Task]) -> set[str]:
    """Return the codes of tasks that have parts."""
    return {parent for task in tasks if (parent := _ref(task, "parent"))}


def works(tasks: list[Task]) -> tuple[list[Work], tuple[str, ...]]:
    """Return the tasks to be scheduled, and the codes of those without a duration, which cannot be."""
    whole = groups(tasks)
    parts = [task for task in tasks if task.code not in whole]
    found = [
        Work(task.code, task.duration_days, Days(task.work_days), task.starts_no_earlier_on, task.due_on)
        for task in parts
        if task.duration_days is not None
    ]
    return found, tuple(task.code for task in parts if task.duration_days is None)


def links(codes: set[str]) -> list[Link]:
    """Return the ties among tasks; those that touch none of ``codes`` are left out."""
    rows = TaskDependency.objects.values_list("before_id", "after_id", "kind", "lag_days", "code")
    return [
        Link(before, after, Tie(kind), lag, code)
        for before, after, kind, lag, code in rows
        if before in codes or after in codes
    ]


def actuals(codes: set[str], day: dt.date) -> dict[str, Actual]:
    """Return the latest report of each task by a day."""
    rows = TaskProgress.objects.filter(task__in=codes, reported_on__lte=day).order_by("reported_on")
    return {
        str(_ref(row, "task")): Actual(row.actual_start, row.actual_end, row.progress_pct, row.remaining_days)
        for row in rows
    }


def reports(codes: set[str]) -> dict[str, tuple[Report, ...]]:
    """Return every report of each task in order of time."""
    found: dict[str, list[Report]] = {}
    for row in TaskProgress.objects.filter(task__in=codes).order_by("reported_on"):
        found.setdefault(str(_ref(row, "task")), []).append(Report(row.reported_on, row.progress_pct, row.spent_vnd))
    return {code: tuple(rows) for code, rows in found.items()}


def baselines(codes: set[str], name: str = "") -> tuple[str, dict[str, tuple[dt.date, dt.date]]]:
    """Return the days of a baseline (empty: the one set last) by task, and its name; nothing when there is none."""
    rows = TaskBaseline.objects.filter(task__in=codes)
    if not name:
        last = rows.order_by("-set_on", "-baseline").first()
        name = "" if last is None else last.baseline
    return name, {str(_ref(row, "task")): (row.starts_on, row.ends_on) for row in rows.filter(baseline=name)}


def budgets(codes: set[str]) -> dict[str, float]:
    """Return the money planned for each task over all years and funds (VND); tasks without a row are left out."""
    found: dict[str, float] = {}
    for task, planned in TaskBudget.objects.filter(task__in=codes).values_list("task_id", "planned_vnd"):
        found[task] = found.get(task, 0.0) + planned
    return found


def items(plan: Plan, tasks: list[Task], done: dict[str, float]) -> list[Item]:
    """Return objectives and tasks as the tree takes them; ``done`` is the share reported (0 to 100) by task."""
    found = [
        Item(row.code, "objective", _ref(row, "parent"), row.weight, row.position, due_on=row.due_on)
        for row in Objective.objects.filter(plan=plan)
    ]
    for row in tasks:
        above = _ref(row, "parent") or _ref(row, "objective")
        found.append(Item(row.code, "task", above, row.weight, row.position, done.get(row.code), due_on=row.due_on))
    return found


def bodies() -> list[Body]:
    """Return the agencies."""
    return [Body(row.code, row.valid_from, row.valid_to, _ref(row, "successor")) for row in Agency.objects.all()]


def duties(codes: set[str]) -> list[Duty]:
    """Return the roles in tasks."""
    return [
        Duty(
            row.code,
            str(_ref(row, "task")),
            str(_ref(row, "agency")),
            Part(row.role),
            row.valid_from,
            row.valid_to,
            row.quality in UNFOUNDED,
        )
        for row in TaskRole.objects.filter(task__in=codes)
    ]


def check_roles(codes: set[str]) -> Findings:
    """Return what is wrong with the roles of these tasks."""
    return check(bodies(), duties(codes), sorted(codes))


def _ref(row: Any, name: str) -> str | None:
    found = getattr(row, f"{name}_id")
    return None if found is None else str(found)
