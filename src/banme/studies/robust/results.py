"""A plan for several futures as result tables: plans by future, staging of sites, headline figures."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np

from banme.workspace.models import ResultFuture, ResultIndicator, ResultStaging, Run

if TYPE_CHECKING:
    import pandas as pd

    from banme.siting import NetworkDesign, RobustDesign, Span
    from banme.studies.network.problem import Case
    from banme.studies.robust.futures import Chosen

PCT = 100.0
NO_AVERAGE = "no average future"
NOT_SERVED = "the plan cannot serve this future"
NOT_REACHED = "stopped before it was known"


def of_future(design: NetworkDesign, future: str) -> NetworkDesign:
    """Return the design with the flows, stocks and unshipped goods of one future, periods as in a plain study."""
    start = f"{future}:"

    def own(rows: pd.DataFrame) -> pd.DataFrame:
        kept = rows[rows["period"].str.startswith(start)]
        return kept.assign(period=kept["period"].str.removeprefix(start)).reset_index(drop=True)

    return dataclasses.replace(
        design, flows=own(design.flows), storage=own(design.storage), unshipped=own(design.unshipped)
    )


def write(run: Run, chosen: list[Chosen], case: Case, found: RobustDesign) -> None:
    """Store plans by future, staging and headline figures; the caller holds the transaction."""
    ResultFuture.objects.bulk_create(_futures(run, chosen, found))
    ResultStaging.objects.bulk_create(_staging(run, case, found))
    ResultIndicator.objects.bulk_create(
        [
            ResultIndicator(
                run=run,
                indicator=code,
                scope="",
                value=finite(value),
                unit_of_measure="VND",
                missing_reason="" if finite(value) is not None else reason,
            )
            for code, value, reason in _figures(found)
        ]
    )


def _futures(run: Run, chosen: list[Chosen], found: RobustDesign) -> list[ResultFuture]:
    return [
        ResultFuture(
            run=run,
            plan=name,
            future_code=one.code,
            future_name=one.name,
            probability_pct=PCT * one.probability,
            cost_vnd=finite(plan.cost_vnd[one.code]),
            regret_low_vnd=finite(max(0.0, plan.regret_vnd[one.code].low)),
            regret_high_vnd=finite(max(0.0, plan.regret_vnd[one.code].high)),
        )
        for name, plan in found.plans.items()
        for one in chosen
    ]


def _staging(run: Run, case: Case, found: RobustDesign) -> list[ResultStaging]:
    shapes = case.inputs.sites.geometry
    return [
        ResultStaging(
            run=run,
            site_id=row.site,
            built=row.when,
            futures=" ".join(row.scenarios),
            probability_pct=PCT * row.probability,
            module_code=row.module or "",
            geometry=shapes[row.site],
        )
        for row in found.staging.itertuples()
    ]


def _figures(found: RobustDesign) -> list[tuple[str, float, str]]:
    criteria = found.criteria
    nothing = float("nan")
    out = [
        ("expected_cost_vnd", criteria["expected"].value_vnd, NOT_REACHED),
        ("expected_bound_vnd", criteria["expected"].bound_vnd, NOT_REACHED),
        ("worst_cost_vnd", criteria["worst"].value_vnd, NOT_REACHED),
        ("worst_bound_vnd", criteria["worst"].bound_vnd, NOT_REACHED),
        ("regret_vnd", criteria["regret"].value_vnd, NOT_REACHED),
        ("regret_bound_vnd", criteria["regret"].bound_vnd, NOT_REACHED),
    ]
    spans: dict[str, tuple[Span | None, str]] = {
        "evpi": (found.evpi_vnd, NOT_REACHED),
        "vss": (found.vss_vnd, NO_AVERAGE if found.vss_vnd is None else NOT_SERVED),
        "adaptive": (found.adaptive_vnd, NOT_REACHED),
    }
    for name, (span, reason) in spans.items():
        out.append((f"{name}_low_vnd", nothing if span is None else span.low, reason))
        out.append((f"{name}_high_vnd", nothing if span is None else span.high, reason))
    return out


def summary(found: RobustDesign) -> dict[str, Any]:
    """Return criteria and each future's own best as plain values, for the run's parameters."""
    return {
        "criteria": {
            name: {
                "value_vnd": finite(one.value_vnd),
                "bound_vnd": finite(one.bound_vnd),
                "gap_pct": finite(one.gap_pct),
            }
            for name, one in found.criteria.items()
        },
        "alone_vnd": {code: [finite(span.low), finite(span.high)] for code, span in found.alone_vnd.items()},
    }


def finite(value: float) -> float | None:
    """Return a figure, None where it is not known."""
    return float(value) if np.isfinite(value) else None
