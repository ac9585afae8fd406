"""The smallest repair is found, named, proven, and enough."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repair_oracle import cheapest_repair
from siting_cases import frame, minimal, random_problem

from banme.errors import InfeasibleError, InputError
from banme.progress import Event, Progress
from banme.siting import Limits, NetworkProblem, Options, RepairPrices, contradiction, design, repair
from banme.siting.elastic.firm import FirmProgramme

EXACT = Options(gap_pct=0.0, time_limit_s=30.0)
PLAIN = RepairPrices(3.0, 4.0, 2.0, 40.0, None, 9.0, 7.0, 1.0, 60.0, 2.0, 25.0, 30.0, 80.0, 70.0)


def without_direct_arcs() -> object:
    arcs = minimal().arcs
    return arcs[~(arcs["source"].isin(["A", "B"]) & (arcs["target"] == "Z"))].reset_index(drop=True)


def kinds(remedy) -> set[tuple[str, str]]:
    return set(zip(remedy.changes["kind"], remedy.changes["place"], strict=True))


def planted() -> dict[str, tuple[dict, set[tuple[str, str]], set[tuple[str, str]]]]:
    """Problems with one contradiction each, the repair and the requirements that must be named."""
    good = minimal()
    forced = good.sites.assign(decision=["forced", "free"])
    return {
        "capacity": (
            {"arcs": without_direct_arcs(), "modules": good.modules.assign(throughput_t=[5.0, 8.0, 6.0])},
            {("capacity", "P")},
            {("supply", "A"), ("throughput", "P")},
        ),
        "budget": (
            {"sites": forced, "limits": Limits(budget_vnd=50.0)},
            {("budget", "")},
            {("budget", ""), ("forced", "P")},
        ),
        "count": (
            {"sites": forced, "limits": Limits(max_sites={"point": 0})},
            {("count", "point")},
            {("count", "point"), ("forced", "P")},
        ),
        "change": (
            {"sites": forced, "limits": Limits(max_new_sites=0)},
            {("change", "new_sites")},
            {("change", "new_sites"), ("forced", "P")},
        ),
        "service time": (
            {
                "commodities": good.commodities.assign(max_time_h=2.5),
                "demand": good.demand.assign(min_t=0.0),
                "supply": good.supply[good.supply["origin"] == "A"],
            },
            {("unshipped", "A")},
            {("supply", "A"), ("service_time", "")},
        ),
        "co2": (
            {"limits": Limits(co2_cap_kg_year=100.0)},
            {("co2", "")},
            {("co2", ""), ("supply", "A")},
        ),
        "outlet": (
            {"demand": good.demand.assign(min_t=20.0)},
            {("outlet_less", "Z")},
            {("demand_least", "Z")},
        ),
        "closed": (
            {"closures": frame("source target period", [("A", "P", "n1"), ("A", "Z", "n1")])},
            {("unshipped", "A")},
            {("closure", "A"), ("supply", "A")},
        ),
        "excluded": (
            {
                "arcs": without_direct_arcs(),
                "sites": good.sites.assign(decision=["excluded", "free"]),
                "supply": good.supply[good.supply["origin"] == "A"],
                "demand": good.demand.assign(min_t=0.0),
            },
            {("unshipped", "A")},
            {("excluded", "P"), ("supply", "A")},
        ),
    }


@pytest.mark.parametrize("name", planted())
def test_a_planted_contradiction_is_named_exactly_and_repaired(name):
    changes, wanted, contradiction = planted()[name]
    prices = RepairPrices(direct_vnd_t=None)
    found = repair(minimal(to_repair=True, **changes), prices, EXACT)
    assert found.status == "repaired"
    assert kinds(found.best) == wanted
    assert {(requirement.family, requirement.place) for requirement in found.conflict} == contradiction
    assert found.irreducible
    for remedy in (found.best, *found.alternatives):
        assert remedy.status == "optimal"
        assert remedy.bound_vnd <= remedy.cost_vnd * (1 + 1e-9)
        assert remedy.changes["cost_vnd"].sum() == pytest.approx(remedy.cost_vnd)
        assert math.isfinite(design(remedy.problem, EXACT).cost_vnd)


@pytest.mark.parametrize("name", planted())
def test_a_contradiction_is_named_without_looking_for_a_repair(name):
    changes, _, wanted = planted()[name]
    found = contradiction(minimal(to_repair=True, **changes), EXACT)
    assert {(requirement.family, requirement.place) for requirement in found} == wanted


def test_a_problem_with_a_plan_has_no_contradiction():
    assert contradiction(minimal(), EXACT) == ()


def test_without_time_to_tell_places_apart_a_contradiction_names_all_of_a_family(monkeypatch):
    asked = []
    told = FirmProgramme.contradicting

    def slow(self, firm, until):
        asked.append(len(list(firm)))
        return told(self, firm, until if len(asked) < 2 else 0.0)

    monkeypatch.setattr(FirmProgramme, "contradicting", slow)
    found = contradiction(minimal(to_repair=True, limits=Limits(co2_cap_kg_year=60.0)), EXACT)
    assert [(requirement.family, requirement.place) for requirement in found] == [("co2", ""), ("supply", "")]


def test_every_requirement_of_the_conflict_is_needed():
    for changes, _, _ in planted().values():
        problem = minimal(to_repair=True, **changes)
        assert design(problem, EXACT).status == "infeasible"


def test_the_alternative_to_more_room_is_to_go_direct():
    changes, _, _ = planted()["capacity"]
    found = repair(minimal(to_repair=True, **changes), options=EXACT)
    assert kinds(found.best) == {("capacity", "P")}
    assert found.best.changes["amount"].sum() == pytest.approx(2.0)
    assert kinds(found.alternatives[0]) == {("direct", "A")}
    assert set(found.alternatives[0].changes["target"]) == {"Z"}
    assert found.alternatives[0].changes["amount"].sum() == pytest.approx(8.0)
    assert found.alternatives[0].cost_vnd >= found.best.cost_vnd


def test_a_price_changes_which_repair_comes_first():
    changes, _, _ = planted()["budget"]
    problem = minimal(**changes)
    assert kinds(repair(problem, RepairPrices(forced_vnd_site=1.0), EXACT).best) == {("forced_dropped", "P")}
    assert kinds(repair(problem, RepairPrices(budget_vnd_vnd=None), EXACT).best) == {("forced_dropped", "P")}


def test_when_no_kind_is_allowed_the_error_names_the_contradiction():
    changes, _, _ = planted()["budget"]
    with pytest.raises(InfeasibleError, match="budget, forced/P"):
        repair(minimal(**changes), RepairPrices(budget_vnd_vnd=None, forced_vnd_site=None), EXACT)


def test_a_problem_with_a_plan_needs_no_repair():
    found = repair(minimal(), options=EXACT)
    assert found.status == "feasible"
    assert found.best.changes.empty
    assert found.conflict == ()


def test_wrong_prices_are_refused_together():
    with pytest.raises(InputError) as caught:
        RepairPrices(unshipped_vnd_t=-1.0, co2_vnd_kg=math.nan)
    assert {problem.column for problem in caught.value.problems} == {"unshipped_vnd_t", "co2_vnd_kg"}


def test_a_problem_that_sums_show_to_have_no_plan_is_refused_unless_it_is_to_be_repaired():
    good = minimal()
    changes = {
        "arcs": without_direct_arcs(),
        "modules": good.modules.assign(throughput_t=[1.0, 2.0, 1.0]),
        "demand": good.demand.assign(max_t=3.0),
    }
    with pytest.raises(InputError) as caught:
        minimal(**changes)
    assert {problem.rule for problem in caught.value.problems} == {"balance", "capacity"}
    found = repair(minimal(to_repair=True, **changes), options=EXACT)
    assert {problem.rule for problem in found.shortfalls} == {"balance", "capacity"}


def test_repair_tells_its_stages():
    events: list[Event] = []
    changes, _, _ = planted()["budget"]
    repair(minimal(**changes), options=EXACT, progress=Progress(events.append))
    assert next(event.stage for event in events) == "repair"
    assert "conflict" in {event.stage for event in events}
    assert any(event.incumbent == pytest.approx(50.0) and event.gap_pct == pytest.approx(0.0) for event in events)


def test_without_time_nothing_is_claimed():
    changes, _, _ = planted()["budget"]
    found = repair(minimal(**changes), options=Options(time_limit_s=0.0))
    assert found.status in ("stopped", "repaired")
    if found.best is not None:
        assert found.best.bound_vnd <= 50.0 * (1 + 1e-9)


def contradictory(seed: int) -> NetworkProblem:
    """A random tiny problem with limits drawn so tight that it may have no plan."""
    rng = np.random.default_rng(seed)
    problem = random_problem(seed)
    on = {
        name: bool(rng.integers(2)) for name in ("room", "direct", "most", "least", "limits", "time", "sites", "shut")
    }
    limits = problem.limits
    if on["limits"]:
        limits = Limits(
            budget_vnd=float(rng.integers(0, 40)),
            max_sites={"point": int(rng.integers(0, 2)), "centre": int(rng.integers(0, 2))},
            co2_cap_kg_year=float(rng.integers(20, 300)),
            single_source=limits.single_source,
        )
    modules, demand, arcs, closures = problem.modules, problem.demand, problem.arcs, problem.closures
    if on["room"]:
        modules = modules.assign(throughput_t=modules["throughput_t"] / 4, storage_t=modules["storage_t"] / 4)
    if on["direct"]:
        arcs = arcs[~(arcs["source"].str.startswith("O") & arcs["target"].str.startswith("Z"))].reset_index(drop=True)
    if on["most"]:
        demand = demand.assign(max_t=np.maximum(demand["min_t"], 4.0))
    if on["least"]:
        demand = demand.assign(min_t=np.minimum(demand["max_t"], demand["min_t"] + rng.integers(0, 9, len(demand))))
    if on["shut"]:
        pairs = arcs[["source", "target"]].drop_duplicates().sample(4, random_state=seed)
        closures = pairs.assign(period=problem.periods.index[0]).reset_index(drop=True)
    return problem.replace(
        to_repair=True,
        modules=modules,
        demand=demand,
        arcs=arcs,
        closures=closures,
        limits=limits,
        commodities=problem.commodities.assign(max_time_h=float(rng.integers(2, 6)) if on["time"] else np.nan),
        sites=problem.sites.assign(decision=rng.permutation(["forced", "excluded", "free"]))
        if on["sites"]
        else problem.sites,
    )


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_no_repair_is_cheaper_than_the_one_found_and_it_is_enough(seed):
    problem = contradictory(seed)
    found = repair(problem, PLAIN, EXACT, alternatives=1)
    assert found.best.cost_vnd == pytest.approx(cheapest_repair(problem, PLAIN), rel=1e-6, abs=1e-6)
    assert found.best.bound_vnd == pytest.approx(found.best.cost_vnd, rel=1e-6, abs=1e-5)
    for remedy in (found.best, *found.alternatives):
        if not problem.limits.single_source:
            assert math.isfinite(design(remedy.problem, EXACT).cost_vnd)


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_the_conflict_contradicts_and_loses_its_contradiction_with_any_member(seed):
    problem = contradictory(seed)
    found = repair(problem, RepairPrices(), Options(gap_pct=0.0, time_limit_s=30.0), alternatives=0)
    if found.status == "feasible":
        assert cheapest_repair(problem, PLAIN) == pytest.approx(0.0, abs=1e-6)
        return
    assert found.conflict
    assert found.irreducible
