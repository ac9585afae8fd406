"""The plans on file held against one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from banme.programme.alignment import Bond, Finding, Money, PlanItem, Plans, Target, Tie, align
from banme.workspace import models as m

BETTER = {"ge": ">=", "le": "<=", "eq": "="}


@dataclass(frozen=True, slots=True)
class Alignment:
    """The plans, their links and what does not fit.

    Attributes
    ----------
    plans : Plans
        As the engine reads them.
    findings : tuple of Finding
        By kind.
    names : dict of str to str
        Names of plans by code.

    """

    plans: Plans
    findings: tuple[Finding, ...]
    names: dict[str, str]


def align_plans() -> Alignment:
    """Hold every plan of the workspace against the others; plans come in by the tables' import.

    Raises
    ------
    InputError
        With every link that cannot be read.

    """
    plans = Plans(_items(), tuple(_targets()), tuple(_money()), tuple(_ties()))
    return Alignment(plans, align(plans), dict(m.Plan.objects.values_list("code", "name")))


def _items() -> dict[str, PlanItem]:
    ends = dict(m.Plan.objects.values_list("code", "ends_on"))
    found = {}
    for row in [*m.Objective.objects.all(), *m.Task.objects.all()]:
        is_task = isinstance(row, m.Task)
        found[row.code] = PlanItem(
            code=row.code,
            name=row.name,
            plan=row.plan_id,
            is_task=is_task,
            parents=_given(row.parent_id, row.objective_id if is_task else None),
            due_on=row.due_on,
            plan_ends_on=ends[row.plan_id],
        )
    return found


def _given(*codes: str | None) -> tuple[str, ...]:
    return tuple(code for code in codes if code)


def _targets() -> Iterable[Target]:
    for row in m.IndicatorTarget.objects.select_related("indicator"):
        indicator = row.indicator
        item = indicator.objective_id or indicator.task_id
        if item and row.target_value is not None:
            yield Target(
                item,
                _measure(indicator),
                indicator.unit_of_measure,
                BETTER[indicator.comparison],
                row.year,
                row.unit_id or "",
                float(row.target_value),
            )


def _measure(indicator: m.Indicator) -> str:
    """Return the same text for the same measure: what it is computed from, or its name where it is only reported."""
    bound = [
        indicator.query, indicator.subject, indicator.run_study, indicator.run_indicator, indicator.run_scope
    ]  # fmt: skip
    return " ".join(part for part in bound if part) or indicator.name.strip().casefold()


def _money() -> Iterable[Money]:
    for row in m.TaskBudget.objects.all():
        yield Money(row.task_id, row.budget_line, row.fund, row.year, float(row.planned_vnd))


def _ties() -> Iterable[Tie]:
    for row in m.PlanLink.objects.all():
        yield Tie(
            row.code,
            row.objective_id or row.task_id or "",
            row.to_objective_id or row.to_task_id or "",
            Bond(row.kind),
            row.sentence,
            row.confirmed_by,
        )
