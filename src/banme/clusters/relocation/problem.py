"""A relocation as tables: who may move, plots, utilities, budgets; checked as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from banme.clusters.relocation.found import Findings, note
from banme.law.marks import Mark

UTILITIES = ("water", "wastewater", "power")
MOVERS = ("x_m", "y_m", "land_ha", "workers", "trade", "exposure", "stay_cost_vnd_year", "move_cost_vnd", *UTILITIES)
PLOTS = ("cluster", "x_m", "y_m", "area_ha", "least_part_ha", "serviced_from", "rent_vnd_ha_year")
LIMITS = ("cluster", "utility", "year", "capacity")
TRADES = ("trade", "cluster")
WISHES = ("establishment", "cluster", "wish")


@dataclass(frozen=True, slots=True)
class SupportRule:
    """What the budget pays of a move: a share of its cost up to a ceiling, by what rule, and how sure that is.

    It holds for moves from ``first_year`` to ``last_year``, both included (None: without end).
    """

    share: float
    ceiling_vnd: float
    source: str
    mark: Mark
    first_year: int | None = None
    last_year: int | None = None

    def holds_in(self, year: int) -> bool:
        """Whether moves of a year are supported by it."""
        begun = self.first_year is None or self.first_year <= year
        return begun and (self.last_year is None or year <= self.last_year)

    def support_vnd(self, move_cost_vnd: float) -> float:
        """Return the support for a move of this cost."""
        return min(self.share * move_cost_vnd, self.ceiling_vnd)


@dataclass(frozen=True, slots=True, eq=False)
class RelocationProblem:
    """Who may move, when, and to which plots.

    Attributes
    ----------
    movers : DataFrame
        By establishment: ``x_m, y_m``; ``land_ha`` needed; ``workers``; ``trade``; ``exposure`` (people x pollution,
        from :func:`banme.clusters.relocation.exposure`); ``stay_cost_vnd_year``; ``move_cost_vnd``; and what it needs
        of ``water``, ``wastewater`` (m3/day) and ``power`` (kW).
    plots : DataFrame
        By plot: ``cluster``; ``x_m, y_m``; ``area_ha`` free; ``least_part_ha``, NaN where it must not be split;
        ``serviced_from``, the first year it can receive (NaN: never); ``rent_vnd_ha_year``.
    utilities : DataFrame
        ``cluster, utility, year, capacity``: what is free in a year; a row for each cluster, utility and year.
    trades : DataFrame
        ``trade, cluster``: the trades a cluster may receive.
    wishes : DataFrame
        ``establishment, cluster, wish``: the owner's stated preference, -1 (no) to 1 (yes); without a row 0.
    years : tuple of int
        In order.
    budget_vnd : tuple of float
        Support that may be paid in each year.
    support : tuple of SupportRule
        Those that hold in a year add up, to the whole cost at most.

    Raises
    ------
    InputError
        With every offender, when it is made.

    """

    movers: pd.DataFrame
    plots: pd.DataFrame
    utilities: pd.DataFrame
    trades: pd.DataFrame
    wishes: pd.DataFrame
    years: tuple[int, ...]
    budget_vnd: tuple[float, ...]
    support: tuple[SupportRule, ...]

    def support_vnd(self, move_cost_vnd: float, year: int) -> float:
        """Return the support for a move of this cost in a year."""
        paid = sum(rule.support_vnd(move_cost_vnd) for rule in self.support if rule.holds_in(year))
        return min(paid, move_cost_vnd)

    def __post_init__(self) -> None:
        """Check the whole problem."""
        found = Findings()
        tables: list[tuple[str, pd.DataFrame, Sequence[str]]] = [
            ("movers", self.movers, MOVERS),
            ("plots", self.plots, PLOTS),
            ("utilities", self.utilities, LIMITS),
            ("trades", self.trades, TRADES),
            ("wishes", self.wishes, WISHES),
        ]
        for name, table, columns in tables:
            for column in columns:
                if column not in table.columns:
                    note(found, name, "", column, "", "Thiếu cột", "The column is missing")
            for code in table.index[table.index.duplicated()] if name in {"movers", "plots"} else []:
                note(found, name, str(code), "", "", "Mã lặp lại", "The code is repeated")
        found.raise_if_any()
        self._figures(found)
        self._parts(found)
        self._limits(found)
        found.raise_if_any()

    def _figures(self, found: Findings) -> None:
        """Every figure is a number; only a plot's smallest part and first year may be missing."""
        free = {"x_m", "y_m", "trade", "cluster", "least_part_ha", "serviced_from", "utility"}
        for name, table in (("movers", self.movers), ("plots", self.plots), ("utilities", self.utilities)):
            for column in table.columns.intersection([*MOVERS, *PLOTS, *LIMITS]).difference(list(free)):
                values = table[column].to_numpy(float)
                for at in np.flatnonzero(~np.isfinite(values) | (values < 0.0)):
                    why = "Phải là số từ 0 trở lên", "Must be a number, 0 or more"
                    note(found, name, str(table.index[int(at)]), column, str(values[at]), *why)
        for name, table in (("movers", self.movers), ("plots", self.plots)):
            for code in table.index[~np.isfinite(table[["x_m", "y_m"]].to_numpy(float)).all(axis=1)]:
                note(found, name, str(code), "x_m", "", "Thiếu vị trí", "The position is missing")
        for row, wish in zip(self.wishes["establishment"], self.wishes["wish"], strict=True):
            if not -1.0 <= wish <= 1.0:
                note(found, "wishes", str(row), "wish", str(wish), "Phải từ -1 đến 1", "Must be from -1 to 1")

    def _parts(self, found: Findings) -> None:
        for code, part, area in zip(self.plots.index, self.plots["least_part_ha"], self.plots["area_ha"], strict=True):
            if part > area or part <= 0.0:
                why = (
                    "Phần nhỏ nhất phải trên 0 và không quá diện tích",
                    "The smallest part must be above 0, at most the area",
                )
                note(found, "plots", str(code), "least_part_ha", str(part), *why)
        if len(self.budget_vnd) != len(self.years) or list(self.years) != sorted(set(self.years)) or not self.years:
            why = "Mỗi năm một ngân sách, theo thứ tự", "Give one budget for each year, years in order"
            note(found, "budget", "", "years", str(self.years), *why)
        for year, budget in zip(self.years, self.budget_vnd, strict=False):
            if not 0.0 <= budget < np.inf:
                note(found, "budget", str(year), "budget_vnd", str(budget), "Phải từ 0", "Must be 0 or more")
        for rule in self.support:
            if not 0.0 <= rule.share <= 1.0 or not rule.ceiling_vnd >= 0.0 or not rule.source:
                why = "Tỷ lệ từ 0 đến 1, mức trần từ 0, có nguồn", "Share 0 to 1, ceiling 0 or more, with a source"
                note(found, "support", rule.source, "", str(rule), *why)

    def _limits(self, found: Findings) -> None:
        """Every cluster has one capacity for each utility and year."""
        keys = list(zip(*(self.utilities[name] for name in ("cluster", "utility", "year")), strict=True))
        known: set[Any] = set(keys)
        for key in {key for key in keys if keys.count(key) > 1} if len(known) < len(keys) else set():
            note(found, "utilities", "/".join(map(str, key)), "", "", "Lặp lại", "Repeated: keep one row")
        for cluster in dict.fromkeys(self.plots["cluster"]):
            for utility in UTILITIES:
                for year in self.years:
                    if (cluster, utility, year) not in known:
                        why = "Thiếu công suất còn lại", "What is left of the utility is missing"
                        note(found, "utilities", f"{cluster}/{utility}/{year}", "capacity", "", *why)
