"""A robust run's stored results as people read them, in the terminal, on pages and in workbooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banme.workspace.models import ResultFuture, ResultStaging
from banme.workspace.text import both, half

if TYPE_CHECKING:
    from banme.workspace.models import Run

FIGURES = (
    "expected_cost_vnd",
    "expected_bound_vnd",
    "worst_cost_vnd",
    "worst_bound_vnd",
    "regret_vnd",
    "regret_bound_vnd",
    "evpi_low_vnd",
    "evpi_high_vnd",
    "vss_low_vnd",
    "vss_high_vnd",
    "adaptive_low_vnd",
    "adaptive_high_vnd",
)
PLANS = {
    "expected": both("Rẻ nhất tính bình quân", "Least expected cost"),
    "worst": both("Tốt nhất khi xấu nhất", "Best worst case"),
    "regret": both("Ít nuối tiếc nhất", "Least regret"),
    "mean": both("Tính cho mức bình quân", "Made for the average"),
}
ALONE = "only:"


@dataclass(frozen=True, slots=True)
class PlanCosts:
    """One plan: its name for people, cost by future, and what that comes to (VND; None where unknown)."""

    plan: str
    label: str
    cost_vnd: dict[str, float | None]
    expected_vnd: float | None
    worst_vnd: float | None
    regret_vnd: float | None


@dataclass(frozen=True, slots=True)
class SiteStaging:
    """One site: when it is built, in which futures (names), and how likely it is to be needed."""

    code: str
    name: str
    built: str
    label: str
    probability_pct: float


def futures(run: Run) -> list[tuple[str, str, float]]:
    """Return code, name in the reader's language and scaled probability (%) of a run's futures, likeliest first."""
    rows = ResultFuture.objects.filter(run=run).order_by("id")
    found = {row.future_code: (row.future_code, str(half(row.future_name)), row.probability_pct) for row in rows}
    return list(found.values())


def costs(run: Run) -> list[PlanCosts]:
    """Return the plans: by criterion first, then the average's, then each future's own."""
    names = {code: name for code, name, _ in futures(run)}
    by_plan: dict[str, list[ResultFuture]] = {}
    for row in ResultFuture.objects.filter(run=run).order_by("id"):
        by_plan.setdefault(row.plan, []).append(row)
    order = [*PLANS, *(f"{ALONE}{code}" for code in names)]
    return [_plan(plan, by_plan[plan], names) for plan in order if plan in by_plan]


def _plan(plan: str, rows: list[ResultFuture], names: dict[str, str]) -> PlanCosts:
    by_code = {row.future_code: row.cost_vnd for row in rows}
    known = [row.cost_vnd for row in rows if row.cost_vnd is not None]
    served = len(known) == len(rows)
    regrets = [row.regret_high_vnd for row in rows if row.regret_high_vnd is not None]
    alone = plan.removeprefix(ALONE)
    label = PLANS[plan] if plan in PLANS else both(f"Chỉ cho: {names[alone]}", f"Only for: {names[alone]}")
    return PlanCosts(
        plan=plan,
        label=str(label),
        cost_vnd=by_code,
        expected_vnd=sum(row.probability_pct / 100.0 * (row.cost_vnd or 0.0) for row in rows) if served else None,
        worst_vnd=max(known) if served else None,
        regret_vnd=max(regrets) if len(regrets) == len(rows) else None,
    )


def staging(run: Run) -> list[SiteStaging]:
    """Return the sites by when they are built: now, only if, never."""
    names = {code: name for code, name, _ in futures(run)}
    rank = {"now": 0, "later": 1, "never": 2}
    rows = ResultStaging.objects.filter(run=run).select_related("site")
    return [
        SiteStaging(row.site_id, str(row.site), row.built, _when(row, names), row.probability_pct)
        for row in sorted(rows, key=lambda row: (rank[row.built], -row.probability_pct, str(row.site)))
    ]


def _when(row: ResultStaging, names: dict[str, str]) -> str:
    """Return when a site is built, with the futures that need it."""
    label = str(row.get_built_display())
    return f"{label}: {', '.join(names.get(code, code) for code in row.futures.split())}" if row.futures else label
