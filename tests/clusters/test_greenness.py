import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from exchange_cases import exchange
from scipy.optimize import linprog

from banme.clusters.greenness import match, rate
from banme.errors import InputError

BENCHMARKS = pd.DataFrame(
    [
        ("M1", "management", "prerequisite", "yes", np.nan),
        ("M2", "management", "performance", "at_least", 75.0),
        ("E1", "environment", "performance", "at_least", 95.0),
        ("E2", "environment", "performance", "at_most", 50.0),
        ("S1", "social", "performance", "at_least", 2.0),
        ("C1", "economy", "performance", "at_least", 60.0),
    ],
    columns=["benchmark", "category", "kind", "test", "target"],
).set_index("benchmark")


def seen(*rows):
    return pd.DataFrame(rows, columns=["benchmark", "now", "intended", "evidence"])


@pytest.mark.parametrize(
    ("benchmark", "value", "met"),
    [
        ("M1", 1, True),
        ("M1", 0, False),
        ("M2", 75, True),
        ("M2", 74.99, False),
        ("E2", 50, True),
        ("E2", 50.01, False),
        ("S1", np.nan, None),
    ],
)
def test_a_benchmark_is_met_at_its_target_and_open_without_a_value(benchmark, value, met):
    found = rate(BENCHMARKS, seen((benchmark, value, value, "")))
    assert found.benchmarks["met_now"][benchmark] is met
    assert found.benchmarks["met_intended"][benchmark] is met


def test_what_is_missing_widens_the_share_and_is_named():
    found = rate(BENCHMARKS, seen(("E1", 96.0, 99.0, "report 3"), ("M1", 1, 1, "")))
    row = found.categories.loc[("environment", "now")]
    assert (row["total"], row["known"], row["met"], row["low_pct"], row["high_pct"]) == (2, 1, 1, 50.0, 100.0)
    assert found.missing == ["M2", "E2", "S1", "C1"]
    assert found.benchmarks["shortfall_now"].isna().sum() == 4


def test_a_claim_without_evidence_is_met_but_not_proven():
    found = rate(BENCHMARKS, seen(("E1", 96.0, 99.0, "report 3"), ("M2", 80.0, 90.0, " ")))
    assert found.benchmarks["proven_now"].to_dict()["E1"]
    assert not found.benchmarks["proven_now"]["M2"]
    assert found.categories.loc[("management", "now"), ["met", "proven"]].tolist() == [1, 0]


def test_prerequisites_are_open_until_known_and_missed_when_one_is():
    assert rate(BENCHMARKS, seen()).prerequisites_met == {"now": None, "intended": None}
    assert rate(BENCHMARKS, seen(("M1", 0, 1, ""))).prerequisites_met == {"now": False, "intended": True}


def test_bad_benchmarks_and_observations_are_all_reported():
    with pytest.raises(InputError) as raised:
        rate(
            BENCHMARKS.assign(category=["x", *BENCHMARKS["category"][1:]], target=np.nan),
            seen(("none", 1, 1, ""), ("E1", 1, 1, ""), ("E1", 2, 2, "")),
        )
    assert {p.rule for p in raised.value.problems} == {"unknown-word", "no-target", "unknown-benchmark", "twice"}


def best_exchange(p):
    """Best gain over every set of links used, each settled by SciPy's linear programme."""
    links, best = p.links, 0.0
    out = p.routes.loc[links["route"], "yield_share"].to_numpy()
    worth = [
        p.offers.disposal_vnd_t[k.offer]
        + p.routes.yield_share[k.route] * p.wants.bought_vnd_t[k.want]
        - p.routes.treatment_vnd_t[k.route]
        - (1 - p.routes.yield_share[k.route]) * p.routes.residue_disposal_vnd_t[k.route]
        - p.routes.transport_vnd_tkm[k.route] * k.distance_km
        for k in links.itertuples()
    ]
    rows = [((links["offer"] == o).to_numpy(float), v) for o, v in p.offers["available_t_year"].items()]
    rows += [((links["want"] == w).to_numpy(float) * out, v) for w, v in p.wants["needed_t_year"].items()]
    rows += [
        ((links["route"] == r).to_numpy(float), v) for r, v in p.routes["capacity_t_year"].items() if np.isfinite(v)
    ]
    for used in itertools.product([False, True], repeat=len(links)):
        bounds = [(least, None) if on else (0, 0) for on, least in zip(used, links["least_t_year"], strict=True)]
        found = linprog(-np.array(worth), np.array([r for r, _ in rows]), [v for _, v in rows], bounds=bounds)
        if found.success:
            best = max(best, -found.fun - links["fixed_vnd_year"][list(used)].sum())
    return best


@pytest.mark.parametrize("seed", range(5))
def test_the_exchange_is_the_best_of_all_and_every_tonne_is_accounted_for(seed):
    p = exchange(seed)
    plan = match(p)
    assert plan.status == "optimal"
    assert plan.gain_vnd_year == pytest.approx(best_exchange(p), rel=1e-6)
    assert plan.bound_vnd_year >= plan.gain_vnd_year
    flows = plan.flows
    assert np.allclose(flows["sent_t_year"], flows["received_t_year"] + flows["residue_t_year"])
    for key, column, limit in (
        ("offer", "sent_t_year", p.offers["available_t_year"]),
        ("want", "received_t_year", p.wants["needed_t_year"]),
    ):
        total = flows.groupby(key)[column].sum()
        assert (total <= limit[total.index] + 1e-9).all()
    assert np.allclose(plan.balance["available_t_year"], plan.balance["sent_t_year"] + plan.balance["disposed_t_year"])
    assert flows["sent_t_year"].groupby(flows["route"]).sum().get("r2", 0.0) <= 300 + 1e-9


def test_a_route_without_permit_carries_nothing():
    p = exchange(0)
    closed = dataclasses.replace(p, routes=p.routes.assign(permitted=False))
    plan = match(closed)
    assert plan.flows.empty
    assert plan.gain_vnd_year == 0.0


def test_dearer_transport_never_gains_more():
    p = exchange(1)
    gains = [
        match(dataclasses.replace(p, routes=p.routes.assign(transport_vnd_tkm=rate))).gain_vnd_year
        for rate in (0.0, 3e3, 3e4)
    ]
    assert gains == sorted(gains, reverse=True)


def test_an_unknown_disposal_price_is_refused_not_taken_for_zero():
    p = exchange(0)
    with pytest.raises(InputError) as raised:
        dataclasses.replace(p, offers=p.offers.assign(disposal_vnd_t=np.nan))
    assert {x.rule for x in raised.value.problems} == {"bad-figure"}


def test_a_link_must_join_what_the_route_converts():
    p = exchange(0)
    with pytest.raises(InputError) as raised:
        dataclasses.replace(p, links=p.links.assign(route="r3"))
    assert {x.rule for x in raised.value.problems} == {"wrong-material"}
