"""By-product exchange in a cluster: offers and wants of its establishments matched over the routes on file."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from pyproj import Geod

from banme.clusters.greenness import ExchangePlan, ExchangeProblem, match, save_exchange
from banme.errors import InputError, Problem
from banme.progress import Progress
from banme.studies.assessment import storing
from banme.studies.network.keeping import keep_files
from banme.studies.scenario import resolve
from banme.workspace.frames import frame
from banme.workspace.models import (
    ByproductOffer,
    ByproductRoute,
    ByproductWant,
    Establishment,
    IndustrialCluster,
    ResultExchange,
    Run,
)

STUDY = "byproduct_exchange"
DETOUR = 1.3
"""Road length over the straight line (assumed): short ways inside and around a cluster."""
M_PER_KM = 1000.0
_EARTH = Geod(ellps="WGS84")


def run(run_row: Run, progress: Progress) -> Callable[[], str]:
    """Compute an exchange run: parameter ``cluster`` (none: every establishment with an offer or want).

    Raises
    ------
    InputError
        With every offender in the inputs.

    """
    scenario = resolve(run_row.scenario_id)
    progress.tell("inputs", 0.0)
    places = Establishment.objects.exclude(status="stopped")
    if storing.asked(run_row, "cluster"):
        places = places.filter(cluster=storing.cluster_of(run_row))
    codes = list(places.values_list("code", flat=True))
    offers = frame(ByproductOffer, ByproductOffer.objects.filter(establishment_id__in=codes)).set_index("code")
    wants = frame(ByproductWant, ByproductWant.objects.filter(establishment_id__in=codes)).set_index("code")
    routes = frame(ByproductRoute).set_index("code")
    problem = make_problem(offers, wants, routes)
    plan = match(problem, storing.solve_options(scenario), progress)
    tables = {"byproduct_offer": offers, "byproduct_want": wants, "byproduct_route": routes}

    def finish() -> str:
        storing.describe(run_row, scenario, tables)
        run_row.parameters["detour"] = {"factor": DETOUR, "quality": "assumed"}
        storing.prove(run_row, plan.gain_vnd_year, plan.bound_vnd_year, plan.gap_pct)
        keep_files(run_row, lambda folder: save_exchange(problem, plan, folder))
        _store(run_row, problem, plan)
        return storing.status_of(plan.status)

    return finish


def make_problem(offers: pd.DataFrame, wants: pd.DataFrame, routes: pd.DataFrame) -> ExchangeProblem:
    """Return the engine's problem: a link for each offer and want of different establishments that a route joins.

    Raises
    ------
    InputError
        When there is nothing to match, or an establishment has no position.

    """
    if offers.empty or wants.empty or routes.empty:
        raise InputError(
            [
                Problem(
                    "empty-table",
                    "Cần ít nhất một phụ phẩm có, một phụ phẩm cần và một tuyến",
                    "At least one offer, one want and one route are needed",
                    name,
                )
                for name, rows in (("byproduct_offer", offers), ("byproduct_want", wants), ("byproduct_route", routes))
                if rows.empty
            ]
        )
    at = positions({*offers["establishment_code"], *wants["establishment_code"]})
    rows = []
    for offer in offers.itertuples():
        for route in routes[routes["source_material"] == offer.material].itertuples():
            for want in wants[wants["material"] == route.target_material].itertuples():
                if want.establishment_code != offer.establishment_code:
                    km = distance_km(at[offer.establishment_code], at[want.establishment_code])
                    fixed = route.permit_vnd / route.permit_years
                    rows.append((offer.Index, want.Index, route.Index, km, fixed, route.least_t_year))
    return ExchangeProblem(
        offers.rename(columns={"establishment_code": "establishment"}),
        wants.rename(columns={"establishment_code": "establishment"}),
        routes.rename(columns={"source_material": "source", "target_material": "target"}).assign(
            capacity_t_year=routes["capacity_t_year"].fillna(np.inf), permitted=routes["permit"] != "refused"
        ),
        pd.DataFrame(rows, columns=["offer", "want", "route", "distance_km", "fixed_vnd_year", "least_t_year"]),
    )


def positions(codes: set[str]) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of establishments, the cluster's own where theirs is not known.

    Raises
    ------
    InputError
        For each that has neither.

    """
    clusters = dict(IndustrialCluster.objects.values_list("code", "geometry"))
    found, problems = {}, []
    for code, shape, cluster in Establishment.objects.filter(code__in=codes).values_list(
        "code", "geometry", "cluster_id"
    ):
        point = shape if shape is not None else clusters.get(cluster)
        if point is None:
            problems.append(
                Problem("no-position", "Thiếu vị trí", "The position is missing", "establishment", code, "geometry")
            )
        else:
            found[code] = (point.x, point.y)
    if problems:
        raise InputError(problems)
    return found


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the way between two positions: the straight line times the assumed detour."""
    return DETOUR * float(_EARTH.inv(*one, *other)[2]) / M_PER_KM


def _store(run_row: Run, problem: ExchangeProblem, plan: ExchangePlan) -> None:
    far = problem.links.set_index(["offer", "want", "route"])["distance_km"]
    ResultExchange.objects.bulk_create(
        [
            ResultExchange(
                run=run_row,
                offer_id=row.offer,
                want_id=row.want,
                route_id=row.route,
                distance_km=float(far[row.offer, row.want, row.route]),
                sent_t_year=row.sent_t_year,
                received_t_year=row.received_t_year,
                residue_t_year=max(0.0, row.residue_t_year),
                gain_vnd_year=row.gain_vnd_year,
            )
            for row in plan.flows.itertuples()
        ],
        batch_size=storing.BATCH,
    )
    storing.indicators(
        run_row,
        "",
        [
            ("gain_vnd_year", plan.gain_vnd_year, "VND/year"),
            ("sent_t_year", float(plan.balance["sent_t_year"].sum()), "t/year"),
            ("disposed_t_year", float(plan.balance["disposed_t_year"].sum()), "t/year"),
            ("exchanges", float(len(plan.flows)), ""),
        ],
    )
