"""The lower bound on rounds: never above the best plan, and refused when it claims more than its prices prove."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise, permutations

import numpy as np
import pytest

import made_up_rounds
from banme import routing as r
from banme.checker import check
from banme.checker.route_bound import NAME, check_bound
from banme.errors import Findings, InputError
from banme.routing.bound import CollectionProblem, TruckKind, bound_document, bound_rounds, bound_week, save_bound
from banme.routing.bound.charges import share
from routing.location_cases import partitions


def made_up(stops=6, seed=0, kinds=((12.0, 20.0, None),), demand=None):
    random = np.random.default_rng(seed)
    points = random.uniform(0, 40, (stops + 1, 2))
    legs = np.linalg.norm(points[:, None] - points[None], axis=2) + random.uniform(0, 4, (stops + 1, stops + 1))
    demand = random.integers(2, 7, stops).astype(float) if demand is None else demand
    trucks = tuple(
        TruckKind(f"kind {at}", capacity, fixed, most, legs[0, 1:], legs[1:, 0], legs[1:, 1:] * (1 + 0.3 * at))
        for at, (capacity, fixed, most) in enumerate(kinds)
    )
    return CollectionProblem(tuple(f"xã {at}" for at in range(stops)), demand, trucks)


def cheapest(problem):
    """Return the least cost of all plans."""

    def best_round(group, kind):
        truck = problem.kinds[kind]
        if problem.demand[group].sum() > truck.capacity:
            return np.inf
        return truck.round_cost + min(
            truck.start_cost[order[0]]
            + sum(truck.leg_cost[a, b] for a, b in pairwise(order))
            + truck.end_cost[order[-1]]
            for order in permutations(group)
        )

    known = {}
    best = np.inf
    for groups in partitions(list(range(len(problem.stops)))):
        for choice in np.ndindex(*[len(problem.kinds)] * len(groups)):
            counts = np.bincount(choice, minlength=len(problem.kinds))
            if any(kind.most is not None and counts[at] > kind.most for at, kind in enumerate(problem.kinds)):
                continue
            total = 0.0
            for group, kind in zip(groups, choice, strict=True):
                key = tuple(group), kind
                if key not in known:
                    known[key] = best_round(group, kind)
                total += known[key]
            best = min(best, total)
    return best


def recheck(problem, found):
    findings = Findings()
    bound = check_bound(json.loads(json.dumps(bound_document([(problem, found)]))), findings)
    assert not findings, list(findings)
    assert bound == pytest.approx(found.bound)


@pytest.mark.parametrize("seed", range(5))
def test_the_bound_is_below_the_best_plan_and_near_it(seed):
    problem = made_up(seed=seed)
    found = bound_rounds(problem)
    best = cheapest(problem)
    assert 0.85 * best <= found.bound <= best + 1e-6
    assert found.settled
    recheck(problem, found)


@pytest.mark.parametrize("seed", range(3))
def test_kinds_of_trucks_and_their_number_are_in_the_bound(seed):
    problem = made_up(stops=5, seed=seed, kinds=((8.0, 10.0, None), (25.0, 5.0, 1)))
    free = made_up(stops=5, seed=seed, kinds=((8.0, 10.0, None), (25.0, 5.0, None)))
    found, best = bound_rounds(problem), cheapest(problem)
    assert 0.8 * best <= found.bound <= best + 1e-6
    assert bound_rounds(free).bound <= found.bound + 1e-6
    recheck(problem, found)


def test_loads_of_any_size_are_counted_to_the_safe_side():
    demand = np.array([0.0, 0.01, 3.3331, 4.77, 2.5, 6.1])
    problem = made_up(demand=demand, seed=2)
    found = bound_rounds(problem)
    assert found.bound <= cheapest(problem) + 1e-6
    recheck(problem, found)


def test_an_early_end_still_proves_a_bound():
    problem = made_up(stops=30, seed=4)
    early = bound_rounds(problem, time_limit_s=0.0)
    late = bound_rounds(problem)
    assert early.bound <= late.bound
    recheck(problem, early)


def test_ways_that_do_not_exist_are_not_used():
    problem = made_up(seed=1)
    truck = problem.kinds[0]
    legs = truck.leg_cost.copy()
    legs[2, :], legs[:, 4] = np.inf, np.inf
    closed = CollectionProblem(
        problem.stops,
        problem.demand,
        (TruckKind("kind", truck.capacity, truck.round_cost, None, truck.start_cost, truck.end_cost, legs),),
    )
    found = bound_rounds(closed)
    assert bound_rounds(problem).bound <= found.bound <= cheapest(closed) + 1e-6
    recheck(closed, found)


def test_every_offender_is_named():
    with pytest.raises(InputError) as caught:
        made_up(demand=np.array([13.0, 1, 1, 1, 1, 14]))
    assert [problem.row for problem in caught.value.problems] == ["xã 0", "xã 5"]
    with pytest.raises(InputError):
        made_up(kinds=((0.0, 1.0, None),))


def dearer(part):
    part["prices"][0] += 1.0


def negative(part):
    part["round_price"] = -1.0


def boast(part):
    part["bound"] += 1.0


def endless(part):
    part["kinds"][0]["unit"] = 1e-9


@pytest.mark.parametrize(("change", "rule"), [(negative, "multiplier"), (boast, "claim"), (endless, "malformed")])
def test_the_checker_refuses_what_the_prices_do_not_prove(change, rule, tmp_path):
    problem = made_up()
    save_bound([(problem, bound_rounds(problem))], tmp_path)
    assert check(tmp_path).ok
    document = json.loads(gzip.decompress((tmp_path / NAME).read_bytes()))
    change(document["parts"][0])
    (tmp_path / NAME).write_bytes(gzip.compress(json.dumps(document).encode()))
    verdict = check(tmp_path)
    assert rule in [finding.rule for finding in verdict.findings]


def test_prices_that_are_too_high_prove_less():
    problem = made_up()
    found = bound_rounds(problem)
    document = bound_document([(problem, found)])
    dearer(document["parts"][0])
    findings = Findings()
    check_bound(document, findings)
    assert [finding.rule for finding in findings] == ["claim", "claim"]


def test_a_week_costs_at_least_its_bound(week):
    problem, plan = week
    carried = [code for each in plan.rounds for code in each.jobs]
    found = bound_week(problem, carried)
    assert 0.0 < found.bound_vnd <= plan.cost_vnd
    assert set(found.parts[0][0].jobs) <= set(carried)


def test_the_bound_of_one_load_alone_is_its_legs_and_hours():
    job = made_up_rounds.job("one", "a", "store", 5.0)
    problem = made_up_rounds.problem(jobs=(job,))
    found = bound_week(problem, ["one"])
    plan = r.solve(problem, r.SearchOptions(iterations=20))
    assert 0.8 * (plan.cost_vnd - 200_000.0) <= found.bound_vnd <= plan.cost_vnd


def test_days_of_day_trucks_are_bounded_apart_and_add_up():
    jobs = tuple(
        made_up_rounds.job(f"{day}-{place}", place, "store", 5.0, day=day) for day in (0, 1) for place in "abcd"
    )
    problem = made_up_rounds.problem(jobs=jobs, trucks=made_up_rounds.shifts(days=(0, 1)))
    plan = r.solve(problem, r.SearchOptions(iterations=30))
    found = bound_week(problem, [job.code for job in jobs])
    assert len(found.parts) == 2
    assert found.bound_vnd == pytest.approx(sum(bound.bound for _, bound in found.parts))
    assert 0.8 * plan.cost_vnd <= found.bound_vnd <= plan.cost_vnd
    costs = {each.shift: each.cost_vnd for each in plan.rounds}
    for part, bound in found.parts:
        assert bound.bound <= sum(costs.get(shift, 0.0) for shift in part.shifts)


def test_rests_and_the_truck_of_a_long_haul_are_in_the_bound():
    """Thirty hours there and back: two rests and a third of what the week leaves to drive."""
    haul = made_up_rounds.job("haul", "store", "port", 25, kind="linehaul")
    week = r.Window(0, 7 * 86_400)
    haul = r.Job(**{**{name: getattr(haul, name) for name in haul.__slots__}, "delivery_window": week})
    truck = r.Shift("large@week", "large", "large", "store", week, 1_000_000.0, "road")
    problem = made_up_rounds.problem(jobs=(haul,), trucks=(truck,), slow=7.0)
    found = bound_week(problem, ["haul"])
    plan = r.solve(problem, r.SearchOptions(iterations=20))
    legs = plan.distance_m / 1000 * 13_000 + plan.rounds[0].driving_s / 3600 * 420_000
    assert legs + 2 * 13.9 * 420_000 < found.bound_vnd <= plan.cost_vnd


def test_a_bound_on_other_loads_than_the_rounds_carry_is_refused(week, tmp_path):
    problem, plan = week
    found = bound_week(problem, [code for each in plan.rounds for code in each.jobs])
    (tmp_path / "rounds.json").write_text(json.dumps(r.to_document(problem, plan)), encoding="utf-8")
    save_bound([(part.problem, proof) for part, proof in found.parts], tmp_path)
    assert check(tmp_path).ok
    document = json.loads(gzip.decompress((tmp_path / NAME).read_bytes()))
    for change in (
        lambda part: part["demand"].__setitem__(0, part["demand"][0] + 1),
        lambda part: part["stops"].__setitem__(0, part["stops"][1]),
        lambda part: part["stops"].__setitem__(0, "nobody's"),
    ):
        altered = json.loads(json.dumps(document))
        change(altered["parts"][0])
        (tmp_path / NAME).write_bytes(gzip.compress(json.dumps(altered).encode()))
        assert "stops" in {finding.table for finding in check(tmp_path).findings}


def test_no_bound_is_proven_where_too_many_loads_hang_together():
    jobs = tuple(made_up_rounds.job(f"{number}", "a", "store", 1.0) for number in range(61))
    found = bound_week(made_up_rounds.problem(jobs=jobs), [job.code for job in jobs])
    assert not found.parts
    assert found.bound_vnd == 0.0
    assert len(found.too_many) == 61


@pytest.mark.parametrize("k", [1, 2, 3])
def test_shares_of_a_truck_sum_to_one_at_most_where_the_hours_do(k):
    random = np.random.default_rng(k)
    for parts in (*(np.diff(np.sort(random.integers(0, 100, 5))) for _ in range(300)), [33, 33, 33], [25] * 4):
        assert share(np.array(parts, dtype=float), 99.0 if sum(parts) <= 99 else 100.0, k).sum() <= 1.0 + 1e-12
