"""Upgrade ladder of an establishment or a cluster: the library measures that fit, chosen under a budget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from banme.clusters.ladder import (
    Budget,
    Evaluation,
    UpgradePlan,
    UpgradeProblem,
    answers_after,
    choose,
    effects_at,
    marginal_curve,
    save_upgrades,
)
from banme.clusters.technology import Assessment, assess
from banme.errors import Findings, InputError, Problem
from banme.progress import Progress
from banme.studies.assessment import storing
from banme.studies.assessment.technology import EstablishmentAssessment
from banme.studies.network.keeping import keep_files
from banme.studies.scenario import resolve
from banme.workspace.frames import frame
from banme.workspace.models import (
    Establishment,
    ResourceUse,
    ResultSaving,
    ResultUpgrade,
    Run,
    UpgradeEffect,
    UpgradeLink,
    UpgradeMeasure,
    UpgradeSaving,
)
from banme.workspace.models.upgrades import RESOURCE_KIND

STUDY = "upgrade_ladder"
PERCENT = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """Measures, savings, links and effects as they stand in the workspace."""

    measures: pd.DataFrame
    savings: pd.DataFrame
    links: pd.DataFrame
    effects: pd.DataFrame

    @classmethod
    def read(cls) -> Library:
        """Read the library."""
        return cls(
            *(frame(model).set_index("code") for model in (UpgradeMeasure, UpgradeSaving, UpgradeLink, UpgradeEffect))
        )

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {
            "upgrade_measure": self.measures,
            "upgrade_saving": self.savings,
            "upgrade_link": self.links,
            "upgrade_effect": self.effects,
        }


def run(run_row: Run, progress: Progress) -> Callable[[], str]:
    """Compute a ladder run: parameters ``cluster`` or ``establishment``, ``budget_vnd`` (none: no limit).

    Raises
    ------
    InputError
        With every offender in the inputs.

    """
    scenario = resolve(run_row.scenario_id)
    progress.tell("inputs", 0.0)
    places = _places(run_row)
    use = latest_use(list(places.index))
    library = Library.read()
    rate = storing.discount_rate_pct(scenario.as_of)
    problem = make_problem(places, use, library, rate, scenario.carbon_vnd_kg or 0.0)
    budget = storing.asked(run_row, "budget_vnd")
    plan = choose(problem, Budget(budget), storing.solve_options(scenario), progress)
    tables = {"establishment": places.drop(columns="geometry"), "resource_use": use, **library.tables()}

    def finish() -> str:
        storing.describe(run_row, scenario, tables)
        storing.prove(run_row, plan.benefit_vnd_year, plan.bound_vnd_year, plan.gap_pct)
        keep_files(run_row, lambda folder: save_upgrades(problem, Budget(budget), plan, folder))
        _store(run_row, problem, plan)
        return storing.status_of(plan.status)

    return finish


def _places(run_row: Run) -> pd.DataFrame:
    code = storing.asked(run_row, "establishment")
    rows = Establishment.objects.exclude(status="stopped")
    rows = rows.filter(code=code) if code else rows.filter(cluster=storing.cluster_of(run_row))
    found = pd.DataFrame(frame(Establishment, rows)).set_index("code")
    if found.empty:
        raise InputError(
            [
                Problem(
                    "no-establishment",
                    "Không có cơ sở đang hoạt động nào ở đây",
                    "No working establishment here",
                    "establishment",
                    str(code or storing.asked(run_row, "cluster")),
                )
            ]
        )
    return found


def latest_use(establishments: list[str]) -> pd.DataFrame:
    """Return what the establishments use of each resource, each in its latest year."""
    rows = frame(ResourceUse, ResourceUse.objects.filter(establishment_id__in=establishments).order_by("year"))
    return rows.drop_duplicates(["establishment_code", "resource"], keep="last").reset_index(drop=True)


def make_problem(
    places: pd.DataFrame, use: pd.DataFrame, library: Library, discount_rate_pct: float, co2_vnd_kg: float
) -> UpgradeProblem:
    """Return the engine's problem: a measure is an option where its industries fit and its resources are known.

    Raises
    ------
    InputError
        When no resource use is known, or the library contradicts itself.

    """
    if use.empty or library.savings.empty:
        raise InputError(
            [
                Problem(
                    "empty-table",
                    "Cần số liệu sử dụng tài nguyên và thư viện biện pháp trước khi tính",
                    "Resource use and the library of measures are needed first",
                    "resource_use" if use.empty else "upgrade_saving",
                )
            ]
        )
    options, savings = _options(places, use, library)
    columns = ["option", "establishment", "measure", "capex_vnd", "opex_vnd_year", "life_years", "value_added_vnd_year"]
    table = pd.DataFrame(options, columns=columns).set_index("option")
    baseline = use[["establishment_code", "resource", "quantity", "price_vnd", "co2_kg"]]
    return UpgradeProblem(
        table.astype(dict.fromkeys(columns[3:], float)),
        baseline.rename(columns={"establishment_code": "establishment"}),
        pd.DataFrame(savings, columns=["option", "resource", "low_pct", "saving_pct", "high_pct"]),
        *_links(library.links, table),
        discount_rate_pct=discount_rate_pct,
        co2_vnd_kg=co2_vnd_kg,
    )


def _options(places: pd.DataFrame, use: pd.DataFrame, library: Library) -> tuple[list[Any], list[Any]]:
    """Return the rows of options and savings."""
    bill = use.assign(bill=use["quantity"] * use["price_vnd"]).set_index(["establishment_code", "resource"])["bill"]
    options, savings, findings = [], [], Findings()
    for place in places.itertuples():
        for measure in library.measures.itertuples():
            saved = library.savings[library.savings["measure_code"] == measure.Index]
            touched = [(place.Index, resource) for resource in saved["resource"]]
            fits = any(_digits(place.vsic).startswith(x) for x in measure.vsic_prefixes.split() or [""])
            if not fits or any(cell not in bill.index for cell in touched):
                continue
            if measure.value_added_pct > 0 and pd.isna(place.value_added_vnd_year):
                findings.add(_no_value_added(place.Index))
                continue
            option = f"{place.Index}:{measure.Index}"
            capex = measure.capex_base_vnd + measure.capex_of_bill_pct / PERCENT * sum(bill[cell] for cell in touched)
            opex = capex * measure.opex_pct / PERCENT
            gain = (
                measure.value_added_pct / PERCENT * max(place.value_added_vnd_year, 0.0)
                if measure.value_added_pct
                else 0.0
            )
            options.append((option, place.Index, measure.Index, capex, opex, measure.life_years, gain))
            savings += [(option, r.resource, r.low_pct, r.saving_pct, r.high_pct) for r in saved.itertuples()]
    findings.raise_if_any()
    return options, savings


def _no_value_added(establishment: str) -> Problem:
    return Problem(
        "no-value-added",
        "Chưa có giá trị tăng thêm của cơ sở, mà có biện pháp làm tăng nó: nhập trước khi tính",
        "The establishment's value added is not known, and a measure raises it: enter it first",
        "establishment",
        establishment,
        "value_added_vnd_year",
    )


def _digits(vsic: str) -> str:
    return "".join(letter for letter in vsic if letter.isdigit())


def _links(links: pd.DataFrame, options: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return requirements, exclusions and overlaps between options of the same establishment."""
    found: dict[str, list[Any]] = {"requires": [], "excludes": [], "overlaps": []}
    for place in dict.fromkeys(options["establishment"]):
        for link in links.itertuples():
            one, other = f"{place}:{link.measure_code}", f"{place}:{link.other_code}"
            if one not in options.index:
                continue
            if other not in options.index:
                if link.kind == "requires":
                    found["requires"].append((one, None))
                continue
            found[link.kind].append(
                (one, other, link.resource, link.factor) if link.kind == "overlaps" else (one, other)
            )
    impossible = {one for one, other in found["requires"] if other is None}
    if impossible:
        problem = [
            Problem(
                "cannot-be-met",
                "Biện pháp cần một biện pháp khác không áp dụng được ở cơ sở này: sửa ngành áp dụng trong thư viện",
                "It requires a measure that cannot be taken at this establishment: correct the library's industries",
                "upgrade_link",
                one,
            )
            for one in sorted(impossible)
        ]
        raise InputError(problem)
    return (
        pd.DataFrame(found["requires"], columns=["option", "needs"]),
        pd.DataFrame(found["excludes"], columns=["option", "other"]),
        pd.DataFrame(found["overlaps"], columns=["option", "other", "resource", "factor"]).astype({"factor": float}),
    )


def _store(run_row: Run, problem: UpgradeProblem, plan: UpgradePlan) -> None:
    curve = marginal_curve(problem, plan.chosen)
    ResultUpgrade.objects.bulk_create(
        [
            ResultUpgrade(
                run=run_row,
                establishment_id=row.establishment,
                measure_id=row.measure,
                step=at,
                capex_vnd=float(problem.options["capex_vnd"][row.option]),
                net_vnd_year=row.net_vnd_year,
                saved_co2_kg=max(0.0, row.saved),
                saved_co2_so_far_kg=max(0.0, row.saved_so_far),
                net_vnd_kg=None if np.isnan(row.net_vnd_unit) else row.net_vnd_unit,
            )
            for at, row in enumerate(curve.itertuples(), 1)
        ],
        batch_size=storing.BATCH,
    )
    low, high = plan.low.resources["saved"], plan.high.resources["saved"]
    ResultSaving.objects.bulk_create(
        [
            ResultSaving(
                run=run_row,
                establishment_id=row.establishment,
                resource=row.resource,
                quantity=row.quantity,
                saved_low=max(0.0, low[row.Index]),
                saved=max(0.0, row.saved),
                saved_high=max(0.0, high[row.Index]),
                saved_vnd=max(0.0, row.saved_vnd),
            )
            for row in plan.evaluation.resources.itertuples()
        ],
        batch_size=storing.BATCH,
    )
    found = plan.evaluation
    storing.indicators(
        run_row,
        "",
        [
            ("benefit_vnd_year", plan.benefit_vnd_year, "VND/year"),
            ("capex_vnd", found.capex_vnd, "VND"),
            ("saved_vnd_year", found.saved_vnd_year, "VND/year"),
            ("saved_low_vnd_year", plan.low.saved_vnd_year, "VND/year"),
            ("saved_high_vnd_year", plan.high.saved_vnd_year, "VND/year"),
            ("saved_co2_kg_year", found.saved_co2_kg_year, "kg/year"),
            ("value_added_vnd_year", found.value_added_vnd_year, "VND/year"),
            ("measures", float(len(plan.chosen)), ""),
        ],
    )


def score_after(run_code: str, before: EstablishmentAssessment) -> Assessment:
    """Score an establishment again as it would be after the measures that a run chose for it.

    Raises
    ------
    InputError
        When the savings contradict the survey's bills.

    """
    code = before.establishment.code
    library = Library.read()
    chosen = pd.DataFrame(
        list(
            ResultUpgrade.objects.filter(run_id=run_code, establishment_id=code).values_list("measure_id", "capex_vnd")
        ),
        columns=["measure", "capex_vnd"],
    )
    saved = frame(ResultSaving, ResultSaving.objects.filter(run_id=run_code, establishment_id=code))
    resources = saved.rename(columns={"establishment_code": "establishment"})
    added = library.measures["value_added_pct"].reindex(chosen["measure"]).to_numpy() / PERCENT
    options = chosen.assign(
        establishment=code,
        is_equipment=library.measures["is_equipment"].reindex(chosen["measure"]).to_numpy(),
        value_added_vnd_year=added * (before.establishment.value_added_vnd_year or 0.0),
    )
    reached = library.effects.rename(columns={"measure_code": "measure"})
    effects = effects_at(
        code,
        Evaluation(resources, 0.0, 0.0, 0.0, 0.0),
        options,
        RESOURCE_KIND,
        reached[["measure", "question", "answer"]],
    )
    known = {
        part.benchmark.name: part.benchmark for s in before.result.scores.values() for part in s.parts if part.benchmark
    }
    return assess(answers_after(before.answers, effects), known, before.result.formula)
