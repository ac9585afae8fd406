import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from banme.studies.network.allocation import cost_per_tonne

KINDS = pd.Series(
    {"xa-1": "origin", "xa-2": "origin", "tap-ket": "point", "trung-tam": "centre", "cang": "outlet"}, name="kind"
)


def flows(rows):
    return pd.DataFrame(rows, columns=["source", "target", "commodity", "quantity_t", "cost_vnd"])


def test_a_direct_leg_costs_only_its_transport():
    costs = cost_per_tonne(flows([("xa-1", "cang", "coffee", 10.0, 500.0)]), pd.Series(dtype=float), KINDS)
    assert costs.to_dict("records") == [
        {"origin": "xa-1", "commodity": "coffee", "quantity_t": 10.0, "cost_vnd": 500.0}
    ]


def test_costs_of_a_site_are_shared_by_tonnes_and_those_behind_it_follow():
    way = flows(
        [
            ("xa-1", "tap-ket", "coffee", 30.0, 300.0),
            ("xa-2", "tap-ket", "coffee", 10.0, 50.0),
            ("tap-ket", "trung-tam", "coffee", 40.0, 400.0),
            ("trung-tam", "cang", "coffee", 40.0, 2000.0),
        ]
    )
    costs = cost_per_tonne(way, pd.Series({"tap-ket": 80.0, "trung-tam": 120.0}), KINDS).set_index("origin")
    onward = 400.0 / 40 + 2000.0 / 40 + 80.0 / 40 + 120.0 / 40
    assert costs.loc["xa-1", "cost_vnd"] == pytest.approx(300.0 + 30 * onward)
    assert costs.loc["xa-2", "cost_vnd"] == pytest.approx(50.0 + 10 * onward)


@given(st.lists(st.floats(0.1, 1e6), min_size=6, max_size=6), st.floats(0, 1e9), st.floats(0, 1e9))
def test_shares_add_up_to_everything_paid(tonnes, point_cost, centre_cost):
    a, b, c, d, e, f = tonnes
    way = flows(
        [
            ("xa-1", "tap-ket", "coffee", a, 7.0 * a),
            ("xa-2", "tap-ket", "durian", b, 11.0 * b),
            ("xa-2", "trung-tam", "coffee", c, 5.0 * c),
            ("xa-1", "cang", "durian", d, 90.0 * d),
            ("tap-ket", "trung-tam", "coffee", a, 3.0 * a),
            ("tap-ket", "cang", "durian", b, 40.0 * b),
            ("trung-tam", "cang", "coffee", a + c, 30.0 * (a + c)),
        ]
    )
    assert e + f > 0
    sites = pd.Series({"tap-ket": point_cost, "trung-tam": centre_cost})
    costs = cost_per_tonne(way, sites, KINDS)
    assert costs["cost_vnd"].sum() == pytest.approx(way["cost_vnd"].sum() + sites.sum(), rel=1e-9)
    assert costs["quantity_t"].sum() == pytest.approx(a + b + c + d, rel=1e-9)
