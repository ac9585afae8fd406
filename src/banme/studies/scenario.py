"""A scenario with everything it takes from its base filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banme.errors import InputError, Problem
from banme.workspace.models import Scenario, ScenarioChange
from banme.workspace.models.scenarios import CHANGE_TARGETS
from banme.workspace.tables import table

if TYPE_CHECKING:
    import datetime as dt

_TAKEN_FROM_BASE = (
    "as_of",
    "new_sites",
    "max_centres",
    "max_points",
    "max_new_sites",
    "max_closures",
    "max_changes",
    "budget_vnd",
    "co2_cap_t_year",
    "carbon_vnd_kg",
    "reach_h",
    "gap_pct",
    "time_limit_s",
    "seed",
)
DEFAULT_REACH_H = 1.0
DEFAULT_GAP_PCT = 0.5
DEFAULT_TIME_LIMIT_S = 60.0
ANY = "*"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ``kind`` as in the scenario_change table, on ``target`` (code, road number or ``*``)."""

    code: str
    kind: str
    target: str
    factor: float | None
    year: int | None

    def hits(self, year: int) -> bool:
        """Tell whether the change holds in a stage year."""
        return self.year is None or self.year == year


@dataclass(frozen=True, slots=True)
class Resolved:
    """A scenario ready to compute: every figure settled, changes from root to leaf.

    ``as_of`` chooses units, roads and tariffs; ``years`` are the stages in order; limits are None where none is set.
    """

    code: str
    as_of: dt.date
    years: tuple[int, ...]
    new_sites: bool
    max_centres: int | None
    max_points: int | None
    max_new_sites: int | None
    max_closures: int | None
    max_changes: int | None
    budget_vnd: float | None
    co2_cap_t_year: float | None
    carbon_vnd_kg: float | None
    reach_h: float
    gap_pct: float
    time_limit_s: float
    seed: int
    changes: tuple[Change, ...]

    def of_kind(self, *kinds: str) -> list[Change]:
        """Return the changes of these kinds, in order."""
        return [change for change in self.changes if change.kind in kinds]

    def factor(self, kind: str, code: str, year: int) -> float:
        """Return the product of all factors of ``kind`` that hit ``code`` in ``year`` (1 when none does)."""
        product = 1.0
        for change in self.of_kind(kind):
            if change.target in {code, ANY} and change.hits(year) and change.factor is not None:
                product *= change.factor
        return product


def resolve(code: str) -> Resolved:
    """Return the scenario with its bases applied.

    Raises
    ------
    InputError
        When a scenario is missing, the bases form a loop, a root lacks its day or years, or a change names a target
        that does not exist; all such changes are listed.

    """
    lineage = _lineage(code)
    figures: dict[str, object] = {}
    years: tuple[int, ...] = ()
    changes: list[Change] = []
    for scenario in reversed(lineage):
        figures |= {name: getattr(scenario, name) for name in _TAKEN_FROM_BASE if getattr(scenario, name) is not None}
        years = tuple(int(word) for word in scenario.years.split()) or years
        rows = ScenarioChange.objects.filter(scenario_id=scenario.code).order_by("code")
        changes += [Change(row.code, row.kind, row.target, row.factor, row.year) for row in rows]
    _check_targets(changes)
    if "as_of" not in figures or not years:
        raise InputError(
            [
                _fault(
                    code,
                    "as_of / years",
                    "Kịch bản gốc thiếu as_of hoặc years",
                    "The root scenario lacks as_of or years",
                )
            ]
        )
    return Resolved(
        code=code,
        as_of=figures["as_of"],  # type: ignore[arg-type]
        years=years,
        new_sites=bool(figures.get("new_sites", True)),
        max_centres=figures.get("max_centres"),  # type: ignore[arg-type]
        max_points=figures.get("max_points"),  # type: ignore[arg-type]
        max_new_sites=figures.get("max_new_sites"),  # type: ignore[arg-type]
        max_closures=figures.get("max_closures"),  # type: ignore[arg-type]
        max_changes=figures.get("max_changes"),  # type: ignore[arg-type]
        budget_vnd=figures.get("budget_vnd"),  # type: ignore[arg-type]
        co2_cap_t_year=figures.get("co2_cap_t_year"),  # type: ignore[arg-type]
        carbon_vnd_kg=figures.get("carbon_vnd_kg"),  # type: ignore[arg-type]
        reach_h=float(figures.get("reach_h", DEFAULT_REACH_H)),  # type: ignore[arg-type]
        gap_pct=float(figures.get("gap_pct", DEFAULT_GAP_PCT)),  # type: ignore[arg-type]
        time_limit_s=float(figures.get("time_limit_s", DEFAULT_TIME_LIMIT_S)),  # type: ignore[arg-type]
        seed=int(figures.get("seed", 0)),  # type: ignore[call-overload]
        changes=tuple(changes),
    )


def _lineage(code: str) -> list[Scenario]:
    """Return the scenario and its bases, leaf first."""
    found: list[Scenario] = []
    wanted: str | None = code
    while wanted is not None:
        if any(scenario.code == wanted for scenario in found):
            loop = " → ".join([*[scenario.code for scenario in found], wanted])
            raise InputError(
                [_fault(loop, "base_code", "Các kịch bản gốc tạo thành vòng", "The base scenarios form a loop")]
            )
        scenario = Scenario.objects.filter(code=wanted).first()
        if scenario is None:
            known = ", ".join(Scenario.objects.values_list("code", flat=True)) or "–"
            raise InputError(
                [
                    _fault(
                        wanted,
                        "code",
                        f"Không có kịch bản này; hiện có: {known}",
                        f"No such scenario; there are: {known}",
                    )
                ]
            )
        found.append(scenario)
        wanted = scenario.base_id
    return found


def _check_targets(changes: list[Change]) -> None:
    problems = []
    for change in changes:
        name = CHANGE_TARGETS[change.kind]
        rows = table(name)._default_manager
        known = change.target == ANY or rows.filter(code=change.target).exists()
        if not known and name == "road_edge":
            known = rows.filter(ref=change.target).exists()
        if not known:
            problems.append(
                Problem(
                    rule="unknown-target",
                    table="scenario_change",
                    row=change.code,
                    column="target",
                    value=change.target,
                    vi=f"Không có mã này trong bảng {name}: sửa target hoặc dùng *",
                    en=f"No such code in table {name}: correct target, or use *",
                )
            )
    if problems:
        raise InputError(problems)


def _fault(row: str, column: str, vi: str, en: str) -> Problem:
    return Problem(rule="scenario", table="scenario", row=row, column=column, vi=vi, en=en)
