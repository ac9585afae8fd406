"""The verdict on a saved design."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from banme.checker import (
    alternatives,
    assignment,
    feasibility,
    location_routing,
    network,
    reading,
    rounds,
    route_bound,
    tree,
    worth,
)
from banme.checker import findings as text
from banme.checker.reading import number
from banme.errors import Findings, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from banme.checker.reading import Saved


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker found.

    Attributes
    ----------
    ok : bool
        Whether the plan is feasible and every claim holds.
    findings : tuple of Problem
        Everything wrong, each with its place, in Vietnamese and English.
    cost_vnd, bound_vnd, gap_pct : float
        Recomputed from the files; NaN where that was not possible; cost inf where the files hold no plan. Where a
        benefit is maximised the cost is its negative, and no bound is recomputed.
    breakdown_vnd : dict
        Recomputed cost by part.
    status : str
        What the files claim.
    is_benefit : bool
        Whether the plan maximises a benefit.

    """

    ok: bool
    findings: tuple[Problem, ...]
    cost_vnd: float
    bound_vnd: float
    gap_pct: float
    breakdown_vnd: dict[str, float]
    status: str
    is_benefit: bool = False


def check(folder: Path) -> Verdict:
    """Recompute feasibility, cost and bound of a saved design from its files alone.

    Parameters
    ----------
    folder : Path
        Where ``banme.siting.save`` wrote ``problem.json``, ``plan.json`` and ``certificate.json``; claims on
        near-optimal plans (``alternatives.json``) are checked where they stand beside. Or where
        ``banme.clusters.assignment.save`` wrote ``assignment.json.gz``; its figures are in the problem's own unit. Or
        ``location_routing.json.gz`` by ``banme.routing.location_routing.save``, for which no bound is claimed. Or a
        ``rounds.json`` of truck rounds, a ``route_bound.json.gz`` by ``banme.routing.bound.save_bound``, or both. Or
        ``cluster_plan.json.gz`` by ``banme.clusters.saved.save``, of a maximising study.

    Returns
    -------
    Verdict
        Never raises for what the files hold; everything wrong is a finding.

    """
    found = Findings()
    if assignment.there(folder):
        return _judge_assignment(folder, found)
    if rounds.there(folder) or route_bound.there(folder):
        return _judge_rounds(folder, found)
    if location_routing.there(folder):
        return _judge_location_routing(folder, found)
    if worth.there(folder):
        return _judge_worth(folder, found)
    try:
        saved = reading.read(folder, found)
        if saved is not None:
            alternatives.verify(folder, saved, found)
            return _judge(saved, found)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        found.add(text.malformed(repr(error)))
    return Verdict(
        ok=False,
        findings=tuple(found),
        cost_vnd=math.nan,
        bound_vnd=math.nan,
        gap_pct=math.nan,
        breakdown_vnd={},
        status="",
    )


def _judge_assignment(folder: Path, found: Findings) -> Verdict:
    cost, bound, status = assignment.judge(folder, found)
    gap = 100.0 * (cost - bound) / abs(cost) if math.isfinite(cost) and cost else _no_gap(cost)
    return Verdict(not found, tuple(found), cost, bound, gap, {}, status)


def _judge_rounds(folder: Path, found: Findings) -> Verdict:
    cost = rounds.judge(folder, found) if rounds.there(folder) else math.nan
    bound = route_bound.judge(folder, found) if route_bound.there(folder) else math.nan
    if math.isfinite(cost) and math.isfinite(bound):
        route_bound.compare(folder, rounds.read(folder), found)
    gap = 100.0 * (cost - bound) / abs(cost) if cost else math.nan
    return Verdict(not found, tuple(found), cost, bound, gap, {}, "")


def _judge_location_routing(folder: Path, found: Findings) -> Verdict:
    parts = location_routing.judge(folder, found)
    cost = math.fsum(parts.values()) if parts else math.nan
    return Verdict(not found, tuple(found), cost, math.nan, math.nan, parts, "stopped" if parts else "")


def _judge_worth(folder: Path, found: Findings) -> Verdict:
    gained, status = worth.judge(folder, found)
    return Verdict(not found, tuple(found), -gained, math.nan, math.nan, {}, status, is_benefit=True)


def _judge(saved: Saved, found: Findings) -> Verdict:
    problem = network.build(saved.problem)
    claims = saved.plan["claims"]
    bound = tree.certified(problem, saved.certificate, found)
    parts: dict[str, float] = {}
    cost = math.inf
    if not math.isinf(number(claims["cost_vnd"])):
        plan = feasibility.read_plan(problem, saved.plan, found)
        feasibility.check(problem, plan, found)
        parts = feasibility.cost(problem, plan)
        cost = math.fsum(parts.values())
    _compare(claims, parts, cost, min(bound, cost), found)
    gap = 100.0 * (cost - min(bound, cost)) / abs(cost) if math.isfinite(cost) and cost else _no_gap(cost)
    claimed = number(claims["gap_pct"])
    if not (claimed == gap or abs(claimed - gap) <= 100.0 * 2 * tree.TOLERANCE):
        found.add(text.claim("gap_pct", claimed, gap))
    return Verdict(not found, tuple(found), cost, min(bound, cost), gap, parts, str(saved.plan["status"]))


def _no_gap(cost: float) -> float:
    return math.inf if math.isinf(cost) else 0.0


def _compare(claims: dict[str, Any], parts: dict[str, float], cost: float, bound: float, found: Findings) -> None:
    if not tree.agrees(number(claims["cost_vnd"]), cost):
        found.add(text.claim("cost_vnd", number(claims["cost_vnd"]), cost))
    if not tree.agrees(number(claims["bound_vnd"]), bound):
        found.add(text.claim("bound_vnd", number(claims["bound_vnd"]), bound))
    size = sum(abs(value) for value in parts.values())
    for part, value in parts.items():
        if not abs(number(claims["breakdown_vnd"][part]) - value) <= tree.TOLERANCE * max(size, 1.0):
            found.add(text.claim(f"breakdown_vnd/{part}", number(claims["breakdown_vnd"][part]), value))
