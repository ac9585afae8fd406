import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from banme.errors import InputError
from banme.freight import check_successors, succession, transfer

SHARES = pd.DataFrame(
    [("old-a", "new-1", 0.25), ("old-a", "new-2", 0.75), ("old-b", "new-2", 1.0)],
    columns=["predecessor", "successor", "share"],
)


def frame(**rows):
    return pd.DataFrame.from_dict(
        {key.replace("_", "-"): [value] for key, value in rows.items()}, orient="index", columns=["t"]
    )


def test_quantities_follow_the_shares():
    assert transfer(frame(old_a=100.0, old_b=7.0), SHARES)["t"].to_dict() == {"new-1": 25.0, "new-2": 82.0}


def test_units_of_todays_picture_are_left_to_the_caller():
    moved = succession(frame(old_a=100.0, new_2=5.0), SHARES)
    assert moved.without_successor["t"].to_dict() == {"new-2": 5.0}
    with pytest.raises(InputError, match="new-2"):
        transfer(frame(old_a=100.0, new_2=5.0), SHARES)


def test_a_missing_figure_stays_missing():
    moved = transfer(frame(old_a=np.nan, old_b=7.0), SHARES)
    assert moved["t"].isna().all()


def test_nothing_to_move_gives_an_empty_frame_with_the_same_columns():
    moved = transfer(frame(old_a=1.0).iloc[:0], SHARES)
    assert list(moved.columns) == ["t"]
    assert moved.empty


def test_every_fault_of_the_table_is_found():
    bad = pd.DataFrame(
        [("a", "x", 0.5), ("a", "x", 0.2), ("b", "y", 1.4), ("c", None, 1.0)],
        columns=["predecessor", "successor", "share"],
    )
    rules = {problem.rule for problem in check_successors(bad)}
    assert rules == {"pair-twice", "share-out-of-range", "shares-do-not-sum", "missing-unit"}


def test_a_unit_given_twice_is_refused():
    twice = pd.concat([frame(old_a=1.0), frame(old_a=2.0)])
    with pytest.raises(InputError, match="old-a"):
        transfer(twice, SHARES)


@st.composite
def succession_tables(draw):
    units = draw(st.integers(1, 8))
    rows, quantities = [], {}
    for unit in range(units):
        count = draw(st.integers(1, 5))
        weights = np.array(draw(st.lists(st.floats(0.01, 1.0), min_size=count, max_size=count)))
        successors = draw(st.lists(st.integers(0, 6), min_size=count, max_size=count, unique=True))
        rows += [(f"o{unit}", f"n{to}", share) for to, share in zip(successors, weights / weights.sum(), strict=True)]
        quantities[f"o{unit}"] = draw(st.lists(st.floats(0, 1e7), min_size=2, max_size=2))
    return pd.DataFrame(rows, columns=["predecessor", "successor", "share"]), pd.DataFrame(quantities).T


@given(succession_tables())
def test_totals_are_conserved(case):
    shares, quantities = case
    moved = transfer(quantities, shares)
    assert moved.sum().to_numpy() == pytest.approx(quantities.sum().to_numpy(), rel=1e-12, abs=1e-6)


@given(succession_tables())
def test_the_order_of_the_rows_changes_nothing(case):
    shares, quantities = case
    pd.testing.assert_frame_equal(transfer(quantities, shares), transfer(quantities.iloc[::-1], shares.iloc[::-1]))
