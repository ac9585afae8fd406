"""By-product exchange: who could use what another throws away, at what price, with every tonne accounted for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from banme.clusters.mip import MaximisedProgram, SolveOptions, gap_pct
from banme.clusters.records import records
from banme.errors import Findings, Problem, SolverError
from banme.progress import Progress

LEAST_T = 1e-6
Status = Literal["optimal", "within_gap", "stopped"]
_FIGURES = {
    "offers": {"available_t_year": 0.0, "disposal_vnd_t": 0.0},
    "wants": {"needed_t_year": 0.0, "bought_vnd_t": 0.0},
    "routes": {"treatment_vnd_t": 0.0, "yield_share": 0.0, "residue_disposal_vnd_t": 0.0, "transport_vnd_tkm": 0.0},
    "links": {"distance_km": 0.0, "fixed_vnd_year": 0.0},
}


@dataclass(frozen=True, slots=True, eq=False)
class ExchangeProblem:
    """Labelled tables, checked as a whole when made.

    Attributes
    ----------
    offers : DataFrame, index offer
        ``establishment, material``; ``available_t_year``; ``disposal_vnd_t``: what getting rid of a tonne costs today.
    wants : DataFrame, index want
        ``establishment, material``; ``needed_t_year``; ``bought_vnd_t``: what a tonne of it costs today.
    routes : DataFrame, index route
        How one material becomes another: ``source, target`` (materials), ``treatment_vnd_t`` (of what goes in),
        ``yield_share`` (tonnes out for a tonne in, above 0 to 1), ``residue_disposal_vnd_t`` (of what is lost),
        ``capacity_t_year`` (of what goes in, inf when none is stated), ``transport_vnd_tkm``, ``permitted`` (False: may
        not be used).
    links : DataFrame
        ``offer, want, route``; ``distance_km``; ``fixed_vnd_year``: permit and set-up spread over their life;
        ``least_t_year``: below that it is not worth the trouble (0: none).

    Raises
    ------
    InputError
        With every offender; a link must join an offer of the route's source to a want of its target.

    """

    offers: pd.DataFrame
    wants: pd.DataFrame
    routes: pd.DataFrame
    links: pd.DataFrame

    def __post_init__(self) -> None:
        """Check the tables."""
        findings = Findings()
        _check_figures(self, findings)
        _check_links(self, findings)
        findings.raise_if_any()

    @property
    def worth_vnd_t(self) -> pd.Series[float]:
        """Yearly gain of a tonne sent over each link, before its fixed cost (VND)."""
        links = self.links
        offer, want = self.offers.loc[links["offer"]], self.wants.loc[links["want"]]
        route = self.routes.loc[links["route"]]
        share = route["yield_share"].to_numpy()
        worth = (
            offer["disposal_vnd_t"].to_numpy()
            + share * want["bought_vnd_t"].to_numpy()
            - route["treatment_vnd_t"].to_numpy()
            - (1.0 - share) * route["residue_disposal_vnd_t"].to_numpy()
            - route["transport_vnd_tkm"].to_numpy() * links["distance_km"].to_numpy()
        )
        return pd.Series(worth, index=links.index)


@dataclass(frozen=True, slots=True, eq=False)
class ExchangePlan:
    """The exchanges chosen.

    Attributes
    ----------
    status : str
    flows : DataFrame
        ``offer, want, route, sent_t_year, received_t_year, residue_t_year``, ``gain_vnd_year`` (fixed cost taken off).
    balance : DataFrame, index offer
        ``available_t_year, sent_t_year, disposed_t_year``.
    gain_vnd_year, bound_vnd_year, gap_pct : float
        Against today, where all is disposed of and all is bought.

    """

    status: Status
    flows: pd.DataFrame
    balance: pd.DataFrame
    gain_vnd_year: float
    bound_vnd_year: float
    gap_pct: float


def match(
    problem: ExchangeProblem, options: SolveOptions | None = None, progress: Progress | None = None
) -> ExchangePlan:
    """Return the exchanges of largest yearly gain. No exchange at all is always allowed."""
    options, progress = options or SolveOptions(), progress or Progress()
    program, sent, used = _program(problem)
    outcome = program.solve(options, progress)
    if outcome.infeasible:
        raise SolverError("exchange allows no exchange at all, yet was found infeasible")
    amounts = np.zeros(len(problem.links)) if outcome.columns is None else outcome.columns[sent] * _scale(problem)
    taken = np.zeros(len(problem.links)) if outcome.columns is None else np.round(outcome.columns[used])
    amounts = _respecting(problem, np.where(taken > 0, np.maximum(amounts, 0.0), 0.0))
    flows = _flows(problem, amounts)
    gain = float(flows["gain_vnd_year"].sum())
    bound = max(outcome.bound, gain) if math.isfinite(outcome.bound) else math.inf
    gap = gap_pct(gain, bound)
    closed = gap <= options.gap_pct or bound - gain <= 1.0
    status: Status = ("optimal" if options.gap_pct <= SolveOptions().gap_pct else "within_gap") if closed else "stopped"
    out = flows.groupby("offer")["sent_t_year"].sum().reindex(problem.offers.index, fill_value=0.0)
    balance = pd.DataFrame(
        {
            "available_t_year": problem.offers["available_t_year"].astype(float),
            "sent_t_year": out,
            "disposed_t_year": problem.offers["available_t_year"] - out,
        }
    )
    return ExchangePlan(status, flows, balance, gain, bound, gap)


def _program(problem: ExchangeProblem) -> tuple[MaximisedProgram, list[int], list[int]]:
    """Columns: share of a link's largest amount sent, and whether the link is used."""
    program, links, scale = MaximisedProgram(), problem.links, _scale(problem)
    worth = problem.worth_vnd_t.to_numpy() * scale
    sent = [program.column(value) for value in worth]
    used = [program.column(-float(value), whole=True) for value in links["fixed_vnd_year"]]
    for at, least in enumerate(links["least_t_year"].astype(float)):
        program.row([(sent[at], 1.0), (used[at], -1.0)], high=0.0)
        if scale[at] <= 0.0 or least > scale[at]:
            program.high[used[at]] = 0.0
        else:
            program.row([(sent[at], scale[at]), (used[at], -least)], low=0.0)
    share = problem.routes.loc[links["route"], "yield_share"].to_numpy()
    for offer, limit in problem.offers["available_t_year"].items():
        rows = np.flatnonzero((links["offer"] == offer).to_numpy())
        program.row([(sent[i], scale[i]) for i in rows], high=float(limit))
    for want, limit in problem.wants["needed_t_year"].items():
        rows = np.flatnonzero((links["want"] == want).to_numpy())
        program.row([(sent[i], scale[i] * share[i]) for i in rows], high=float(limit))
    for route, limit in problem.routes["capacity_t_year"].items():
        rows = np.flatnonzero((links["route"] == route).to_numpy())
        if math.isfinite(limit):
            program.row([(sent[i], scale[i]) for i in rows], high=float(limit))
    return program, sent, used


def _scale(problem: ExchangeProblem) -> np.ndarray:
    """Largest amount over each link (t/year); 0 where the route is not permitted."""
    links = problem.links
    route = problem.routes.loc[links["route"]]
    largest = np.minimum(
        problem.offers.loc[links["offer"], "available_t_year"].to_numpy(dtype=float),
        problem.wants.loc[links["want"], "needed_t_year"].to_numpy(dtype=float) / route["yield_share"].to_numpy(),
    )
    largest = np.minimum(largest, route["capacity_t_year"].to_numpy(dtype=float))
    return np.where(route["permitted"].to_numpy(dtype=bool), largest, 0.0)


def _respecting(problem: ExchangeProblem, amounts: np.ndarray) -> np.ndarray:
    """Scale down what passes a limit by the solver's tolerance, so that the balance closes exactly."""
    links = problem.links
    share = problem.routes.loc[links["route"], "yield_share"].to_numpy()
    for column, weight, limits in (
        ("offer", np.ones(len(links)), problem.offers["available_t_year"]),
        ("want", share, problem.wants["needed_t_year"]),
        ("route", np.ones(len(links)), problem.routes["capacity_t_year"]),
    ):
        total = pd.Series(amounts * weight).groupby(links[column].to_numpy()).transform("sum").to_numpy()
        limit = limits.loc[links[column]].to_numpy(dtype=float)
        amounts = amounts * np.minimum(
            1.0, limit / np.where(total > 0.0, total, 1.0), where=total > 0.0, out=np.ones(len(links))
        )
    return amounts


def _flows(problem: ExchangeProblem, amounts: np.ndarray) -> pd.DataFrame:
    links = problem.links
    share = problem.routes.loc[links["route"], "yield_share"].to_numpy()
    table = links[["offer", "want", "route"]].assign(
        sent_t_year=amounts,
        received_t_year=amounts * share,
        residue_t_year=amounts * (1.0 - share),
        gain_vnd_year=amounts * problem.worth_vnd_t - links["fixed_vnd_year"],
    )
    return table[table["sent_t_year"] > LEAST_T].reset_index(drop=True)


def _check_figures(problem: ExchangeProblem, findings: Findings) -> None:
    for table, columns in _FIGURES.items():
        rows = getattr(problem, table)
        for column, least in columns.items():
            for label, value in rows[column].astype(float).items():
                if not (np.isfinite(value) and value >= least):
                    findings.add(
                        Problem(
                            "bad-figure",
                            f"Phải là số từ {least:g} trở lên; thiếu thì tìm trước khi tính",
                            f"It must be a figure of {least:g} or more; find it before computing",
                            table,
                            str(label),
                            column,
                            str(value),
                        )
                    )
    for label, value in problem.routes["yield_share"].items():
        if not 0.0 < value <= 1.0:
            findings.add(
                Problem(
                    "bad-yield",
                    "Phải lớn hơn 0 và không quá 1",
                    "It must be above 0 and at most 1",
                    "routes",
                    str(label),
                    "yield_share",
                    str(value),
                )
            )


def _check_links(problem: ExchangeProblem, findings: Findings) -> None:
    known = {"offer": problem.offers.index, "want": problem.wants.index, "route": problem.routes.index}
    for column, labels in known.items():
        for value in sorted(set(problem.links[column]) - set(labels), key=str):
            findings.add(Problem("unknown-label", "Không có mã này", "No such code", "links", "", column, str(value)))
    if findings:
        return
    for row in records(problem.links):
        route = problem.routes.loc[row.route]
        given = problem.offers["material"][row.offer], problem.wants["material"][row.want]
        if given != (route["source"], route["target"]):
            findings.add(
                Problem(
                    "wrong-material",
                    "Tuyến không biến vật liệu này thành vật liệu kia",
                    "The route does not make the one material into the other",
                    "links",
                    str(row.Index),
                    "route",
                    f"{given[0]} → {given[1]}",
                )
            )
