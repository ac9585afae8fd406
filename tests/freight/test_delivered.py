"""The cost of a delivered tonne carries the legs before the last."""

import pandas as pd
import pytest

from banme.freight.delivered import delivered_cost_vnd_t


def legs(*rows):
    return pd.DataFrame(rows, columns=["source_code", "target_code", "quantity_t", "cost_vnd"])


def test_a_tonne_through_a_site_carries_the_mean_cost_of_what_came_in():
    found = legs(
        ("a", "site", 10.0, 100.0),
        ("b", "site", 30.0, 900.0),
        ("site", "port", 20.0, 400.0),
        ("site", "mill", 20.0, 20.0),
        ("a", "port", 20.0, 2000.0),
    )
    through = 1000.0 / 40.0 + 400.0 / 20.0
    assert delivered_cost_vnd_t(found, {"port"}) == pytest.approx((20 * through + 20 * 100.0) / 40)
    assert delivered_cost_vnd_t(found, {"mill"}) == pytest.approx(1000.0 / 40.0 + 1.0)


def test_all_outlets_together_cost_what_all_legs_cost():
    found = legs(("a", "x", 8.0, 64.0), ("x", "y", 8.0, 24.0), ("y", "port", 5.0, 10.0), ("y", "mill", 3.0, 9.0))
    assert delivered_cost_vnd_t(found, {"port", "mill"}) == pytest.approx(found["cost_vnd"].sum() / 8.0)


def test_nothing_delivered_has_no_cost():
    assert delivered_cost_vnd_t(legs(("a", "x", 1.0, 1.0)), {"port"}) is None
