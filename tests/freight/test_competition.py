import numpy as np
import pandas as pd
import pytest

from banme.errors import InputError
from banme.freight import competitiveness, share_within

OFFERS = pd.DataFrame(
    [
        ("farm", "coffee", "port-a", 400_000.0, 0.0),
        ("farm", "coffee", "port-b", 650_000.0, 300_000.0),
        ("farm", "coffee", "mill", 100_000.0, np.nan),
    ],
    columns=["origin", "commodity", "outlet", "cost_vnd_t", "price_vnd_t"],
)


def test_the_dearer_way_wins_when_its_price_is_better_by_more():
    ranked = competitiveness(OFFERS)
    assert ranked["margin_vnd_t"].tolist()[:2] == [-400_000.0, -350_000.0]
    assert ranked["rank"].tolist()[:2] == [2.0, 1.0]
    assert ranked["behind_vnd_t"].tolist()[:2] == [50_000.0, 0.0]


def test_an_outlet_without_a_price_has_a_landed_cost_and_no_rank():
    mill = competitiveness(OFFERS).iloc[2]
    assert mill["landed_vnd_t"] == 100_000.0
    assert np.isnan(mill["margin_vnd_t"])
    assert np.isnan(mill["rank"])


def test_an_offer_given_twice_is_refused():
    with pytest.raises(InputError, match="farm port-a"):
        competitiveness(pd.concat([OFFERS, OFFERS.iloc[:1]]))


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match="price_vnd_t"):
        competitiveness(OFFERS.drop(columns="price_vnd_t"))


def test_the_threshold_itself_counts_as_reached_and_no_way_as_not_reached():
    reach = share_within(pd.Series([0.5, 1.0, 1.5, np.inf]), 1.0)
    assert reach.share_pct == 50.0
    assert reach.known_pct == 100.0


def test_unknown_hours_are_left_out_and_said_so():
    reach = share_within(pd.Series([0.5, np.nan]), 1.0, pd.Series([30.0, 10.0]))
    assert reach.share_pct == 100.0
    assert reach.known_pct == 75.0


def test_nothing_known_is_not_zero_reached():
    assert np.isnan(share_within(pd.Series([np.nan]), 1.0).share_pct)


def test_weights_with_other_labels_are_refused():
    with pytest.raises(InputError):
        share_within(pd.Series([1.0], index=["a"]), 1.0, pd.Series([1.0], index=["b"]))
