import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from zone_cases import zone

from banme.clusters.zone import UTILITIES, broken_limits, plan_zone, value
from banme.errors import InputError


def best(z):
    """Best worth over every assignment of projects to areas and periods, each limit tested by hand."""
    found = 0.0 if not z.projects["must"].any() else -np.inf
    spots = [(a, t) for a in z.areas.index for t in range(len(z.periods))]
    for picks in itertools.product([None, *spots], repeat=len(z.projects)):
        at = {p: spot for p, spot in zip(z.projects.index, picks, strict=True) if spot}
        if any(z.projects.must[p] and p not in at for p in z.projects.index) or not allowed(z, at):
            continue
        total = sum(z.projects.benefit_vnd[p] * z.periods.weight.iloc[t] for p, (_, t) in at.items())
        for s in z.synergies.itertuples():
            if s.project in at and s.other in at:
                total += s.benefit_vnd * z.periods.weight.iloc[max(at[s.project][1], at[s.other][1])]
        found = max(found, total)
    return found


def allowed(z, at):
    fits = set(zip(z.fits["project"], z.fits["area"], strict=True))
    ready = {a: list(z.periods.index).index(x) if x else 0 for a, x in z.areas["ready_from"].items()}
    if any((p, a) not in fits or t < ready[a] for p, (a, t) in at.items()):
        return False
    if any(
        sum(z.projects.land_ha[p] for p, (x, _) in at.items() if x == a) > z.areas.area_ha[a] for a in z.areas.index
    ):
        return False
    for t in range(len(z.periods)):
        begun = [p for p, (_, start) in at.items() if start <= t]
        if z.projects.budget_vnd[begun].sum() > z.periods.budget_vnd.iloc[: t + 1].sum():
            return False
        if any(z.projects[u][begun].sum() > z.periods[u].iloc[t] for u in UTILITIES):
            return False
    return all(
        r.project not in at or (r.needs in at and at[r.needs][1] <= at[r.project][1]) for r in z.requires.itertuples()
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_portfolio_is_the_best_of_all_and_the_bound_proves_it(seed):
    z = zone(seed)
    plan = plan_zone(z)
    assert plan.status == "optimal"
    assert plan.worth_vnd == pytest.approx(best(z), rel=1e-7)
    assert plan.bound_vnd >= plan.worth_vnd
    order = list(z.periods.index)
    starts = [(r.project, r.area, order.index(r.period)) for r in plan.schedule.itertuples()]
    assert broken_limits(z, starts) == []
    assert value(z, starts)[0] == pytest.approx(plan.worth_vnd)


def test_nothing_is_used_beyond_what_is_there_in_any_period():
    plan = plan_zone(zone(1))
    assert (plan.use.filter(like="_left") >= -1e-6).all().all()


def test_more_money_is_never_worse():
    z = zone(2)
    worth = [
        plan_zone(dataclasses.replace(z, periods=z.periods.assign(budget_vnd=[6e9 * f, 7e9 * f]))).worth_vnd
        for f in (0.0, 0.5, 1.0, 3.0)
    ]
    assert worth == sorted(worth)
    assert worth[0] == 0.0


def test_a_project_that_must_be_chosen_is_and_one_that_cannot_makes_it_infeasible():
    z = zone(3)
    loss = z.projects.assign(benefit_vnd=-1e9, must=z.projects.index == "p0", budget_vnd=1e9, land_ha=1.0)
    free = dataclasses.replace(z, projects=loss, fits=pd.DataFrame([("p0", "lab")], columns=["project", "area"]))
    assert list(plan_zone(free).schedule["project"]) == ["p0"]
    nowhere = dataclasses.replace(free, fits=free.fits.iloc[:0])
    assert plan_zone(nowhere).status == "infeasible"


def test_a_project_keeps_its_window_and_an_area_opens_when_it_is_ready():
    z = zone(4)
    late = dataclasses.replace(
        z, projects=z.projects.assign(earliest="t2", benefit_vnd=5e9), synergies=z.synergies.iloc[:0]
    )
    assert set(plan_zone(late).schedule["period"]) == {"t2"}
    works = dataclasses.replace(z, fits=pd.DataFrame({"project": z.projects.index, "area": "works"}))
    assert set(plan_zone(works).schedule["period"]) <= {"t2"}


def test_money_left_over_carries_to_the_next_period():
    z = zone(0)
    dear = z.projects.assign(budget_vnd=10e9, benefit_vnd=[9e9, -1, -1, -1], land_ha=1.0, water_m3_day=1.0)
    fits = pd.DataFrame([("p0", "lab")], columns=["project", "area"])
    plan = plan_zone(dataclasses.replace(z, projects=dear, fits=fits, synergies=z.synergies.iloc[:0]))
    assert list(plan.schedule["period"]) == ["t2"]


def test_every_offender_is_reported():
    z = zone(0)
    with pytest.raises(InputError) as raised:
        dataclasses.replace(
            z,
            projects=z.projects.assign(land_ha=np.nan, earliest="t9"),
            periods=z.periods.assign(weight=[0.5, 1.0]),
            fits=pd.DataFrame([("p9", "lab")], columns=["project", "area"]),
        )
    assert {p.rule for p in raised.value.problems} == {"bad-figure", "rising-weight", "unknown-label"}
